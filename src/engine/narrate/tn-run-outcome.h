/* tn-run-outcome.h: how the figures of two runs differ, and whether that is more than chance
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-comparison.h"
#include "tn-run.h"

G_BEGIN_DECLS

/**
 * TnFigureChange:
 * @before: of the model of the earlier run that made its list, else its best
 * @after: likewise of the later run
 * @difference: @after less @before
 * @verdict: whether the later run is better
 */
typedef struct
{
  TnMetric before;
  TnMetric after;
  TnMetric difference;
  TnVerdict verdict;
} TnFigureChange;

/**
 * TnRunOutcome:
 * @model_before: (nullable): name of that model; %NULL of a run without figures
 * @model_after: (nullable): likewise
 * @as_of_before: the moment its list knows, where the shop's clock stands; 0 without
 * @as_of_after: likewise
 * @is_same_test: whether both were tested on as many customers, of whom as many left
 * @figures: (element-type TnFigureChange): those both have
 */
typedef struct
{
  TnMessage *model_before, *model_after;
  gint64 as_of_before, as_of_after;
  gboolean is_same_test;
  GArray *figures;
} TnRunOutcome;

TnRunOutcome *tn_run_outcome_new (TnProject *project,
                                  const TnRun *before,
                                  const TnRun *after,
                                  GError **error);
void tn_run_outcome_free (TnRunOutcome *self);

void tn_metric_subtract (const TnMetric *before, const TnMetric *after, TnMetric *difference);

/* (element-type TnMessage): what became of the result, and what it may come from.
 * @changes: (element-type TnRunChange): of tn_run_diff() */
GPtrArray *tn_run_outcome_say (const TnRunOutcome *self, GPtrArray *changes);
JsonArray *tn_run_outcome_describe (const TnRunOutcome *self, const TnLanguage *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRunOutcome, tn_run_outcome_free)

G_END_DECLS
