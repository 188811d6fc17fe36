/* wb-window-private.h: what the aspects of a window share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-window.h"

G_BEGIN_DECLS

struct _WbWindow
{
  AdwApplicationWindow parent_instance;

  WbProject *project; /* nullable: the start page is shown without */
  GCancellable *loading;
  guint inhibit_cookie;
  guint inhibit_flags;
  guint notice_kind;
  GApplication *held; /* nullable: kept running by a run behind a closed window */
  AdwToast *waits;    /* nullable, weak: says that a run waits */
  guint n_waiting;    /* as @waits says it */
  guint is_closing : 1;
  guint told_left : 1; /* that runs are left over */

  AdwToastOverlay *toasts;
  GtkStack *places;
  AdwStatusPage *loading_page;
  GtkProgressBar *loading_bar;
  AdwViewSwitcherTitle *switcher_title;
  AdwViewSwitcherBar *switcher_bar;
  AdwViewStack *pages;
  GtkWidget *name_box;
  GtkLabel *name_label;
  GtkLabel *saved_label;
  GtkWidget *undo_button;
  GtkWidget *redo_button;
  GtkWidget *run_button;
  GtkImage *run_icon;
  GtkLabel *run_label;
  GtkProgressBar *run_bar;
  GtkRevealer *notice;
  GtkLabel *notice_label;
  GtkWidget *notice_button;
  GtkWidget *drop_sign;
};

/* wb-window.c */
void _wb_window_fail (WbWindow *self, const GError *error);
void _wb_window_show_place (WbWindow *self, const char *place);
void _wb_window_set_project (WbWindow *self, WbProject *project);

void _wb_window_end (WbWindow *self);
void _wb_window_end_when_saved (WbWindow *self);

/* wb-window-open.c: opening projects, and what was open */
void _wb_window_add_open_actions (WbWindow *self);
void _wb_window_open_path (WbWindow *self, const char *path);
void _wb_window_show_project (WbWindow *self, WbProject *project);
void _wb_window_tell_taken_over (WbWindow *self, const GError *error);

/* wb-window-files.c: choosing files, importing, saving */
typedef void (*WbChosenFunc) (WbWindow *self, const char *path, const char *detail);
void _wb_window_choose_project (WbWindow *self,
                                const char *title,
                                WbChosenFunc func,
                                const char *detail);
void _wb_window_add_file_actions (WbWindow *self);
void _wb_window_save_and_end (WbWindow *self);
void _wb_window_import (WbWindow *self, const char *path, const char *question);
void _wb_window_import_all (WbWindow *self, const char *const *paths, const char *question);

/* wb-window-drop.c: files dragged over the window */
void _wb_window_add_drop_target (WbWindow *self);
/* Returns: (transfer floating): @content, under the sign that shows where to drop */
void _wb_window_add_drop_sign (WbWindow *self, GtkOverlay *overlay);

/* wb-window-help.c: what F1 shows */
void _wb_window_help (WbWindow *self);
void _wb_window_make_keys (WbWindow *self);

/* wb-window-run.c: the run button, its progress, notification */
void _wb_window_connect_run (WbWindow *self);
void _wb_window_update_run (WbWindow *self);
void _wb_window_let_go (WbWindow *self);

G_END_DECLS
