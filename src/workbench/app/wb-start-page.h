/* wb-start-page.h: what do you want to know?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_START_PAGE (wb_start_page_get_type ())
G_DECLARE_FINAL_TYPE (WbStartPage, wb_start_page, WB, START_PAGE, AdwBin)

/* Its actions are those of the window: win.sample, win.ask, win.open-path, win.open-unsaved. */
GtkWidget *wb_start_page_new (void);

/* A file is dragged over the window: the cards tell whether it answers them. @path: (nullable) */
void wb_start_page_look_at (WbStartPage *self, const char *path);

G_END_DECLS
