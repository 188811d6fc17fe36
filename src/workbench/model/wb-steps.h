/* wb-steps.h: the steps of the pipeline shown, how they stand, and which are chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-step-state.h"

G_BEGIN_DECLS

/**
 * WbSteps:
 *
 * What every view of a pipeline shows: canvas, list and inspector agree because they read the same.
 * Emits “changed” when the pipeline is another one, “facts-changed” when more is known of its
 * steps, and “chosen” when others are chosen.
 */
#define WB_TYPE_STEPS (wb_steps_get_type ())
G_DECLARE_FINAL_TYPE (WbSteps, wb_steps, WB, STEPS, GObject)

WbSteps *wb_steps_new (WbProject *project);
WbProject *wb_steps_get_project (WbSteps *self);

/* (nullable): without a pipeline */
TnGraph *wb_steps_get_graph (WbSteps *self);
TnBoard *wb_steps_get_board (WbSteps *self);
gboolean wb_steps_may_change (WbSteps *self);
/* (element-type TnGraphIssue) */
GPtrArray *wb_steps_get_issues (WbSteps *self);
/* One for each step in the order of the graph; (nullable): without a pipeline. */
const WbStepState *wb_steps_get_states (WbSteps *self);

/* (nullable): the step that settings and preview are of */
const char *wb_steps_get_chosen (WbSteps *self);
gboolean wb_steps_is_chosen (WbSteps *self, const char *node);
/* (element-type utf8): ids of all that are chosen, in the order of the graph */
GPtrArray *wb_steps_list_chosen (WbSteps *self);
void wb_steps_choose (WbSteps *self, const char *node);
/* More than one: @nodes of utf8, the last one is the one that is shown. */
void wb_steps_choose_all (WbSteps *self, GPtrArray *nodes);
void wb_steps_toggle (WbSteps *self, const char *node);
/* As soon as they are there. */
void wb_steps_choose_next (WbSteps *self, const char *node);

G_END_DECLS
