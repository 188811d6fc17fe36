/* wb-window.h: one project's window, or the start page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_WINDOW (wb_window_get_type ())
G_DECLARE_FINAL_TYPE (WbWindow, wb_window, WB, WINDOW, AdwApplicationWindow)

WbWindow *wb_window_new (GtkApplication *application);

/* A project is opened; anything else is offered for import. */
void wb_window_import_files (WbWindow *self, const char *const *paths);
void wb_window_open_file (WbWindow *self, GFile *file);
void wb_window_show_page (WbWindow *self, const char *name);
void wb_window_rebuild (WbWindow *self);
WbProject *wb_window_get_project (WbWindow *self);

G_END_DECLS
