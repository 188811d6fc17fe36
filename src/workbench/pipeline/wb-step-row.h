/* wb-step-row.h: one step in the list of the pipeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-repair.h"
#include "wb-step-state.h"

G_BEGIN_DECLS

/**
 * WbStepRow:
 *
 * Title, what differs from the usual, how it stands, what it gave, and what keeps it from running
 * with the likeliest way out. Emits “repair” with a TnRepair, and “dropped” with the id of another
 * step that was dropped on it.
 */
#define WB_TYPE_STEP_ROW (wb_step_row_get_type ())
G_DECLARE_FINAL_TYPE (WbStepRow, wb_step_row, WB, STEP_ROW, GtkListBoxRow)

GtkWidget *wb_step_row_new (const char *node);
const char *wb_step_row_get_node (WbStepRow *self);
/* @issues: of TnGraphIssue, of the whole pipeline. */
void wb_step_row_show (WbStepRow *self,
                       const TnGraphNode *node,
                       const WbStepState *state,
                       GPtrArray *issues);

G_END_DECLS
