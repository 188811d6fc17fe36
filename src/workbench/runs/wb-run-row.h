/* wb-run-row.h: a run in the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-run-label.h"

G_BEGIN_DECLS

#define WB_TYPE_RUN_ROW (wb_run_row_get_type ())
G_DECLARE_FINAL_TYPE (WbRunRow, wb_run_row, WB, RUN_ROW, GtkListBoxRow)

GtkWidget *wb_run_row_new (const TnRun *run, const TnRunLabel *label);
gint64 wb_run_row_get_run (WbRunRow *self);
gboolean wb_run_row_has_result (WbRunRow *self);
/* The words below the name; the owner changes them while the run goes on. */
GtkLabel *wb_run_row_get_caption (WbRunRow *self);
/* By which it is chosen for a comparison; not visible unless somebody shows it. */
GtkWidget *wb_run_row_get_check (WbRunRow *self);

const char *wb_run_get_icon (TnRunStatus status);
/* Its name, or “Run 3”. */
char *wb_run_say_title (const TnRun *run, const TnRunLabel *label);

G_END_DECLS
