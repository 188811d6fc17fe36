/* wb-help-window.h: the handbook: its pages at the side, one of them beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_HELP_WINDOW (wb_help_window_get_type ())
G_DECLARE_FINAL_TYPE (WbHelpWindow, wb_help_window, WB, HELP_WINDOW, AdwWindow)

/* The one window of the handbook, on a page of it; a page that does not exist is the first one. */
WbHelpWindow *wb_help_show (GtkApplication *application, const char *page);

void wb_help_window_go (WbHelpWindow *self, const char *page);
void wb_help_window_search (WbHelpWindow *self, const char *words);
const char *wb_help_window_get_page (WbHelpWindow *self);

G_END_DECLS
