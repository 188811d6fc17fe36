/* wb-import-page.h: what a file is taken for, corrected before it is read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_IMPORT_PAGE (wb_import_page_get_type ())
G_DECLARE_FINAL_TYPE (WbImportPage, wb_import_page, WB, IMPORT_PAGE, AdwBin)

GtkWidget *wb_import_page_new (WbProject *project, const char *path, const char *question);

G_END_DECLS
