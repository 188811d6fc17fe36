/* wb-customers-page.h: who is likely to leave, ranked, and one of them closely
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_CUSTOMERS_PAGE (wb_customers_page_get_type ())
G_DECLARE_FINAL_TYPE (WbCustomersPage, wb_customers_page, WB, CUSTOMERS_PAGE, AdwBin)

GtkWidget *wb_customers_page_new (WbProject *project);

G_END_DECLS
