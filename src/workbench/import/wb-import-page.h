/* wb-import-page.h: files become a data set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_IMPORT_PAGE (wb_import_page_get_type ())
G_DECLARE_FINAL_TYPE (WbImportPage, wb_import_page, WB, IMPORT_PAGE, AdwBin)

GtkWidget *wb_import_page_new (WbProject *project, const char *const *paths, const char *question);
GtkWidget *wb_import_page_new_again (WbProject *project, const char *dataset);
/* More files, dropped on the page. */
void wb_import_page_add (WbImportPage *self, const char *const *paths);

G_END_DECLS
