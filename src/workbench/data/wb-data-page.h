/* wb-data-page.h: the data sets, row by row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_DATA_PAGE (wb_data_page_get_type ())
G_DECLARE_FINAL_TYPE (WbDataPage, wb_data_page, WB, DATA_PAGE, AdwBin)

GtkWidget *wb_data_page_new (WbProject *project);

G_END_DECLS
