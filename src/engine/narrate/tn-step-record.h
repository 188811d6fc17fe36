/* tn-step-record.h: what a run kept of one of its steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-judgement.h"
#include "tn-run.h"

G_BEGIN_DECLS

/* An output that is a table: how large it was. */
typedef struct
{
  char *port;
  gint64 rows;
  gint64 columns;
} TnStepShape;

/**
 * TnStepRecord:
 * @run: its number
 * @finished: microseconds since 1970 UTC
 * @seconds: of work in all folds; below 0 when the step was recalled and not carried out
 * @bytes: held by the process at most meanwhile; below 0 when it was not told
 * @shapes: (element-type TnStepShape): its outputs, by the name of their ports
 * @said: (element-type TnMessage): what the step said of its rows
 * @judgement: (nullable): of a learner that was evaluated: how good its scores were
 * @error: (nullable): why the run could not go on here
 */
typedef struct
{
  gint64 run;
  gint64 finished;
  double seconds;
  gint64 bytes;
  GPtrArray *shapes;
  GPtrArray *said;
  TnJudgement *judgement;
  TnMessage *error;
} TnStepRecord;

/* @run 0 is the latest. %TN_ERROR_NOT_FOUND when that run had no such step. */
TnStepRecord *tn_step_record_read (TnProject *project,
                                   gint64 run,
                                   const char *node,
                                   GError **error);
void tn_step_record_free (TnStepRecord *self);

/* {"run", "node", "finished", "seconds", "bytes", "outputs": [{"port", "rows", "columns"}],
 * "said": [TEXT], "metrics": [as of “results”], "error"}; what is not known is absent. */
JsonNode *tn_step_record_describe (const TnStepRecord *self,
                                   const char *node,
                                   const TnLanguage *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnStepRecord, tn_step_record_free)

G_END_DECLS
