/* wb-step-outcome.h: what a run kept of a step, or what the next one is thought to cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"
#include "wb-step-state.h"

G_BEGIN_DECLS

#define WB_TYPE_STEP_OUTCOME (wb_step_outcome_get_type ())
G_DECLARE_FINAL_TYPE (WbStepOutcome, wb_step_outcome, WB, STEP_OUTCOME, AdwBin)

GtkWidget *wb_step_outcome_new (WbProject *project, const char *node);
void wb_step_outcome_set_state (WbStepOutcome *self, const WbStepState *state);

G_END_DECLS
