/* wb-project.h: an open project, as the pages of its window see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-repair.h"
#include "wb-queue.h"
#include "wb-state.h"
#include "wb-work.h"

G_BEGIN_DECLS

#define WB_TYPE_PROJECT (wb_project_get_type ())
G_DECLARE_FINAL_TYPE (WbProject, wb_project, WB, PROJECT, GObject)

WbProject *wb_project_new (TnProject *store, WbState *state);
TnProject *wb_project_get_store (WbProject *self);
WbState *wb_project_get_state (WbProject *self);
char *wb_project_get_name (WbProject *self);

void wb_project_refresh (WbProject *self);
void wb_project_edit (WbProject *self, TnEdit *edit);
void wb_project_repair (WbProject *self, const TnRepair *repair);
void wb_project_undo (WbProject *self);
void wb_project_redo (WbProject *self);
void wb_project_fail (WbProject *self, const GError *error);

/* Saving: @path %NULL for where it was. */
void wb_project_save (WbProject *self, const char *path, TnSaveFlags flags);
gboolean wb_project_is_saving (WbProject *self);

void wb_project_run (WbProject *self, const char *to);
void wb_project_run_again (WbProject *self, const TnRun *run);
WbRun *wb_project_get_run (WbProject *self);
WbQueue *wb_project_get_queue (WbProject *self);

/* Which run the pages show; 0 for the latest that was done. */
void wb_project_show_run (WbProject *self, gint64 run);
const TnRun *wb_project_get_shown_run (WbProject *self);

/* A person started to look at results, or the project goes away. */
void wb_project_close (WbProject *self);

G_END_DECLS
