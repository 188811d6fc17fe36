/* wb-result.h: what a run found, read for the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-evaluation.h"
#include "tn-project.h"
#include "tn-run.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * WbResult:
 * @run: its number
 * @evaluation: (nullable): how good the models are
 * @best: (nullable): the model that made the list, or the best
 * @rule: (nullable): the best rule without a model
 * @list: (nullable): the document of the customer list
 * @customers: (nullable): the list itself
 * @warnings: (element-type TnMessage): what the run warned of
 *
 * Immutable; reference-counted.
 */
typedef struct
{
  gint64 run;
  TnEvaluation *evaluation;
  const TnJudgedModel *best;
  const TnJudgedModel *rule;
  JsonNode *list;
  TnTable *customers;
  GPtrArray *warnings;
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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbResult, wb_result_unref)

G_END_DECLS
