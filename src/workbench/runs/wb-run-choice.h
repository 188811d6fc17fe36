/* wb-run-choice.h: which runs of the history are to be compared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-run-row.h"
#include "wb-state.h"

G_BEGIN_DECLS

/* The check marks of the rows, and the button that says how many are chosen. */
#define WB_TYPE_RUN_CHOICE (wb_run_choice_get_type ())
G_DECLARE_FINAL_TYPE (WbRunChoice, wb_run_choice, WB, RUN_CHOICE, GObject)

WbRunChoice *wb_run_choice_new (GtkListBox *history, GtkButton *button);

/* Whether runs are being chosen: marks and button are there only then. */
void wb_run_choice_set_on (WbRunChoice *self, gboolean on);
gboolean wb_run_choice_is_on (WbRunChoice *self);

/* A row of the history that was made anew. */
void wb_run_choice_add (WbRunChoice *self, WbRunRow *row);
/* All rows are there; runs that are not any more are chosen no more. */
void wb_run_choice_settle (WbRunChoice *self, const WbState *state);
/* (element-type gint64): in the order in which they were chosen */
GArray *wb_run_choice_get (WbRunChoice *self);

G_END_DECLS
