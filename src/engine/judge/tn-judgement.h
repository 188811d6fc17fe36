/* tn-judgement.h: all figures and curves of one set of scores
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-curve.h"
#include "tn-metric.h"
#include "tn-progress.h"
#include "tn-scored.h"

G_BEGIN_DECLS

#define TN_JUDGE_MAX_SHARES 4

/**
 * TnJudgeOptions:
 * @seed: of the resamples
 * @n_resamples: of customers, at least 100; 0 for no bootstrap (intervals that need it are NaN)
 * @threshold: chance from which on a customer is taken as leaving
 * @threshold_best: the threshold chosen on validation rows, NaN when there is none
 * @fold_thresholds: (nullable): the same for each fold of the scores, instead of @threshold_best;
 *   rows of a fold without one (NaN) are decided by @threshold. Borrowed for the call
 * @shares: for lift: the share contacted, each in (0, 1]; 0 ends the list
 * @cost: of one contact, NaN when not stated
 * @gain: from one leaver contacted, NaN when not stated
 * @threshold_profit: contact from this score on; NaN for cost / gain
 *
 * Start from %TN_JUDGE_OPTIONS_INIT.
 */
typedef struct
{
  guint64 seed;
  guint n_resamples;
  double threshold;
  double threshold_best;
  const double *fold_thresholds;
  double shares[TN_JUDGE_MAX_SHARES];
  double cost;
  double gain;
  double threshold_profit;
} TnJudgeOptions;

#define TN_JUDGE_OPTIONS_INIT                                                         \
  {                                                                                   \
    .seed = 1, .n_resamples = 2000, .threshold = 0.5, .threshold_best = (double) NAN, \
    .shares = { 0.1, 0.05, 0.2 }, .cost = (double) NAN, .gain = (double) NAN,         \
    .threshold_profit = (double) NAN,                                                 \
  }

/**
 * TnJudgement:
 *
 * What the figures say about one set of scores: one model in one fold, or pooled.
 * Immutable, reference-counted.
 */
typedef struct _TnJudgement TnJudgement;

TnJudgement *tn_judgement_new (TnScored *scored,
                               const TnJudgeOptions *options,
                               TnProgress *progress,
                               GCancellable *cancellable,
                               GError **error);
TnJudgement *tn_judgement_ref (TnJudgement *self);
void tn_judgement_unref (TnJudgement *self);

guint tn_judgement_get_n_metrics (const TnJudgement *self);
const TnMetric *tn_judgement_get_metric (const TnJudgement *self, guint index);
const TnMetric *tn_judgement_find (const TnJudgement *self, const char *id);
double tn_judgement_value (const TnJudgement *self, const char *id);
guint tn_judgement_get_n_curves (const TnJudgement *self);
const TnCurve *tn_judgement_get_curve (const TnJudgement *self, guint index);
const TnCurve *tn_judgement_find_curve (const TnJudgement *self, const char *id);

/* {"metrics": […], "curves": {…}}; @split is written beside every metric. */
JsonNode *tn_judgement_to_json (const TnJudgement *self, const char *split);
TnJudgement *tn_judgement_from_json (JsonNode *node, GError **error);

/* AUC of one column alone, the better of both directions; missing (NaN) counted as one value. */
double tn_feature_auc (const double *values, const guint8 *label, gsize n_rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnJudgement, tn_judgement_unref)

G_END_DECLS
