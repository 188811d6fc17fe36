/* wb-step-state.h: how the steps of the pipeline stand, and what they gave
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-estimate.h"
#include "wb-project.h"

G_BEGIN_DECLS

/**
 * WbStanding:
 * @WB_STANDING_UNKNOWN: a step of a newer program
 * @WB_STANDING_OFF: switched off
 * @WB_STANDING_UNREADY: something keeps it from running
 * @WB_STANDING_READY: not run yet
 * @WB_STANDING_WAITING: a run goes on and has not come to it
 * @WB_STANDING_RUNNING: being carried out
 * @WB_STANDING_DONE: run as it is now
 * @WB_STANDING_CHANGED: its settings are others than those that ran
 * @WB_STANDING_STALE: something before it is another than what ran
 * @WB_STANDING_FAILED: the last run as it is now could not go on here
 */
typedef enum
{
  WB_STANDING_UNKNOWN,
  WB_STANDING_OFF,
  WB_STANDING_UNREADY,
  WB_STANDING_READY,
  WB_STANDING_WAITING,
  WB_STANDING_RUNNING,
  WB_STANDING_DONE,
  WB_STANDING_CHANGED,
  WB_STANDING_STALE,
  WB_STANDING_FAILED,
} WbStanding;

/**
 * WbStepState:
 * @standing: how it stands
 * @run: the run that carried it out as it is now or, where none did, as it was; 0 for none
 * @seconds: of work then; below 0 when it was not told
 * @rows: it gave then; below 0 when that was not told
 * @columns: likewise
 * @expected_seconds: a run of it is thought to take, in all folds; below 0 when that is not known
 * @expected_bytes: likewise, of memory
 * @auc: of the model it learned, in the tests then; NaN of other steps
 */
typedef struct
{
  WbStanding standing;
  gint64 run;
  double seconds;
  gint64 rows;
  gint64 columns;
  double expected_seconds;
  gint64 expected_bytes;
  double auc;
} WbStepState;

/* One for each step of the pipeline shown, in its order; g_free(). @issues: of TnGraphIssue;
 * @estimate: (nullable) */
WbStepState *wb_step_states_read (WbProject *project,
                                  GPtrArray *issues,
                                  const TnEstimate *estimate);
const char *wb_standing_say (WbStanding standing);
const char *wb_standing_get_icon (WbStanding standing);
/* “541,909 rows × 8 · 0.2 s”, or what is expected before a run; %NULL when nothing is known. */
char *wb_step_state_say_result (const WbStepState *self);
/* “about 40 s, 1.2 GB of memory”; %NULL when nothing is known. */
char *wb_step_state_say_expected (const WbStepState *self);

G_END_DECLS
