/* tn-comparison.h: two models on the same customers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-judgement.h"

G_BEGIN_DECLS

/**
 * TnVerdict:
 * @TN_VERDICT_UNKNOWN: too little data for an interval
 * @TN_VERDICT_TIE: the interval of the difference contains 0: cannot be told apart
 * @TN_VERDICT_TRIVIAL: measurable, too small to matter
 * @TN_VERDICT_BETTER: the first is better
 * @TN_VERDICT_WORSE: the second is better
 */
typedef enum
{
  TN_VERDICT_UNKNOWN,
  TN_VERDICT_TIE,
  TN_VERDICT_TRIVIAL,
  TN_VERDICT_BETTER,
  TN_VERDICT_WORSE,
} TnVerdict;

const char *tn_verdict_to_id (TnVerdict verdict);
gboolean tn_verdict_from_id (const char *id, TnVerdict *verdict);

/**
 * TnComparison:
 * @a: id of the first model, interned
 * @b: id of the second
 * @split: "pooled", or the name of the fold they were compared in; interned
 * @metric: which figure; @metric.value is that of @a less that of @b, with its interval
 * @limit: below it in absolute value a difference does not matter
 * @verdict: which is better, however the figure is oriented
 */
typedef struct
{
  const char *a;
  const char *b;
  const char *split;
  TnMetric metric;
  double limit;
  TnVerdict verdict;
} TnComparison;

TnVerdict tn_comparison_judge (const TnMetric *difference, double limit);
gboolean tn_comparison_make (TnScored *a,
                             TnScored *b,
                             const char *metric,
                             const TnJudgeOptions *options,
                             double limit,
                             TnComparison *comparison,
                             TnProgress *progress,
                             GCancellable *cancellable,
                             GError **error);

/**
 * TnRank:
 * @model: its place in the list given
 * @rank: from 1; the same for models that cannot be told apart from the best of their group
 * @tied: whether another model has the same rank ("3 =")
 */
typedef struct
{
  guint model;
  guint rank;
  gboolean tied;
} TnRank;

/* Called with two models; says whether they cannot be told apart. */
typedef gboolean (*TnTiedFunc) (guint a, guint b, gpointer user_data);

void tn_rank_models (const double *values,
                     guint n_models,
                     gboolean lower_is_better,
                     TnTiedFunc tied,
                     gpointer user_data,
                     TnRank *ranks);
char *tn_rank_to_text (const TnRank *rank);

G_END_DECLS
