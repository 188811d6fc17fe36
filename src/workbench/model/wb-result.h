/* wb-result.h: what a run found, read for the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-evaluation.h"
#include "tn-graph.h"
#include "tn-learning.h"
#include "tn-project.h"
#include "tn-run.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * WbMoney:
 * @cost: of one contact
 * @gain: worth of one leaver who is reached; 0 while nobody said it
 * @is_stated: whether the worth was stated; otherwise it is the margin of a leaver who comes back,
 *   and not all do
 */
typedef struct
{
  double cost, gain;
  gboolean is_stated;
} WbMoney;

/**
 * WbResult:
 * @run: its number
 * @evaluation: (nullable): how good the models are
 * @best: (nullable): the model that made the list, or the best
 * @rule: (nullable): the best rule without a model
 * @list: (nullable): the document of the customer list
 * @customers: (nullable): the list itself
 * @warnings: (element-type TnMessage): what the run warned of
 * @learning: (nullable): how the learner came to its best
 * @money: what the run took a contact to cost and a leaver to be worth
 * @currency: three letters, a sign as the data have it, or ""
 * @graph: (nullable): the pipeline that ran, when this version can read it
 * @record: what the run kept of itself
 *
 * Immutable; reference-counted.
 */
typedef struct
{
  gint64 run;
  WbMoney money;
  char *currency;
  TnLearning *learning;
  TnEvaluation *evaluation;
  const TnJudgedModel *best;
  const TnJudgedModel *rule;
  JsonNode *list;
  TnTable *customers;
  GPtrArray *warnings;
  TnGraph *graph;
  TnRun *record;
} WbResult;

WbResult *wb_result_read (TnProject *project, gint64 run, GError **error);
WbResult *wb_result_ref (WbResult *self);
void wb_result_unref (WbResult *self);

void wb_result_load (gpointer owner,
                     TnProject *project,
                     gint64 run,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);

/* What would have come of contacting the first @share by the scores of @model. */
typedef struct
{
  double contacted, found, missed, in_vain, spared; /* customers of all tests */
  double precision, precision_low, precision_high;  /* share of the contacted that left */
  double false_alarms, recall;                      /* shares, 0 to 1 */
} WbCounts;

gboolean wb_result_count (const TnJudgedModel *model, double share, WbCounts *counts);

/* What it would have cost and brought; the interval is NaN where there is none. */
typedef struct
{
  double cost, gain, profit, low, high;
} WbEarnings;

gboolean wb_result_earn (const TnJudgedModel *model,
                         double share,
                         const WbMoney *money,
                         WbEarnings *earnings);
double wb_result_find_most (const TnJudgedModel *model, const WbMoney *money);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbResult, wb_result_unref)

G_END_DECLS
