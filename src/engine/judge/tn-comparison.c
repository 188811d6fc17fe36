/* tn-comparison.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-comparison.h"

#include <math.h>
#include <stdlib.h>

#include "tn-comparison-private.h"
#include "tn-delong.h"
#include "tn-error.h"
#include "tn-judgement-private.h"
#include "tn-scored-private.h"

#define TOO_SMALL 0.01 /* of AUC and other scores; of the profit itself */

static const char *const verdict_ids[] = {
  [TN_VERDICT_UNKNOWN] = "unknown", [TN_VERDICT_TIE] = "tie",     [TN_VERDICT_TRIVIAL] = "trivial",
  [TN_VERDICT_BETTER] = "better",   [TN_VERDICT_WORSE] = "worse",
};

/**
 * tn_verdict_to_id:
 *
 * Returns: the name of a verdict in result documents
 */
const char *
tn_verdict_to_id (TnVerdict verdict)
{
  return verdict_ids[verdict];
}

/**
 * tn_verdict_from_id:
 * @id: (nullable): a name
 * @verdict: (out): its verdict
 *
 * Returns: whether there is such a verdict
 */
gboolean
tn_verdict_from_id (const char *id, TnVerdict *verdict)
{
  for (guint i = 0; i < G_N_ELEMENTS (verdict_ids); i++)
    if (g_strcmp0 (id, verdict_ids[i]) == 0)
      {
        *verdict = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * tn_comparison_judge:
 * @difference: of two models, with the 95 % interval of the paired difference
 * @limit: too small to matter
 *
 * The interval decides: with 0 in it the two cannot be told apart; wholly within @limit of 0 the
 * difference is measurable but too small to matter.
 *
 * Returns: the verdict
 */
TnVerdict
tn_comparison_judge (const TnMetric *difference, double limit)
{
  if (isnan (difference->value) || isnan (difference->low) || isnan (difference->high))
    return TN_VERDICT_UNKNOWN;
  if (difference->low <= 0 && difference->high >= 0)
    return TN_VERDICT_TIE;
  if (MAX (fabs (difference->low), fabs (difference->high)) < limit)
    return TN_VERDICT_TRIVIAL;

  return (difference->value > 0) != tn_metric_is_lower_better (difference->id) ? TN_VERDICT_BETTER
                                                                               : TN_VERDICT_WORSE;
}

static gboolean
fill_delong (const TnSweep *a, const TnSweep *b, TnMetric *metric, GError **error)
{
  TnDelong delong;
  double variance;

  if (!tn_delong (a->scored, b->scored, &delong, error))
    return FALSE;
  variance = delong.covariance[0][0] + delong.covariance[1][1] - 2 * delong.covariance[0][1];
  /* The same order of rows in both: a difference of exactly 0. Rounding may leave dust. */
  if (variance < 1e-18)
    variance = metric->value == 0 ? 0 : (double) NAN;
  metric->low = metric->value - TN_Z95 * sqrt (variance);
  metric->high = metric->value + TN_Z95 * sqrt (variance);
  metric->method = isnan (metric->low) ? TN_INTERVAL_NONE : TN_INTERVAL_DELONG;

  return TRUE;
}

static int
compare_doubles (gconstpointer x, gconstpointer y)
{
  double a = *(const double *) x, b = *(const double *) y;

  return (a > b) - (a < b);
}

static void
fill_bootstrap (const double *a,
                const double *b,
                guint n_samples,
                TnSweepValue value,
                TnMetric *metric)
{
  g_autofree double *differences = g_new (double, MAX (n_samples, 1));
  guint n = 0;

  for (guint r = 0; r < n_samples; r++)
    {
      gsize place = (gsize) r * TN_SWEEP_WIDTH + value;
      double difference = a[place] - b[place];

      if (isfinite (difference))
        differences[n++] = difference;
    }
  qsort (differences, n, sizeof (double), compare_doubles);
  _tn_judge_ends (differences, n, n_samples, &metric->low, &metric->high);
  metric->method = isnan (metric->low) ? TN_INTERVAL_NONE : TN_INTERVAL_BOOTSTRAP;
}

static gboolean
check_same_rows (const TnSweep *a, const TnSweep *b, GError **error)
{
  if (tn_scored_has_same_rows (a->scored, b->scored))
    return TRUE;
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("The two models were judged on different rows, so they cannot be compared in "
                    "pairs. Evaluate both on the same split."),
                NULL);

  return FALSE;
}

/* The difference of one figure; DeLong where it holds, paired resamples otherwise. */
gboolean
_tn_comparison_fill (const TnSweep *a,
                     const TnSweep *b,
                     const double *samples_a,
                     const double *samples_b,
                     const char *metric,
                     double limit,
                     TnComparison *comparison,
                     GCancellable *cancellable,
                     GError **error)
{
  double point_a[TN_SWEEP_WIDTH], point_b[TN_SWEEP_WIDTH];
  gboolean clustered = tn_scored_is_clustered (a->scored);
  TnMetric *result = &comparison->metric;
  TnSweepValue value;

  if (!check_same_rows (a, b, error) || !tn_sweep_run (a, NULL, point_a, cancellable, error) ||
      !tn_sweep_run (b, NULL, point_b, cancellable, error))
    return FALSE;
  if (!_tn_judge_find_value (a, metric, &value))
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("Models cannot be compared by “{metric}”. Choose AUC, log loss or lift."),
                    "metric", metric, NULL);
      return FALSE;
    }

  *result = (TnMetric){ .id = g_intern_string (metric),
                        .value = point_a[value] - point_b[value],
                        .low = (double) NAN,
                        .high = (double) NAN,
                        .n = a->scored->n_rows,
                        .unit = clustered ? TN_SAMPLE_CUSTOMERS : TN_SAMPLE_ROWS };
  if (isnan (result->value))
    ;
  else if (value == TN_SWEEP_AUC && !clustered && !tn_scored_is_weighted (a->scored))
    {
      if (!fill_delong (a, b, result, error))
        return FALSE;
    }
  else if (samples_a != NULL && samples_b != NULL)
    fill_bootstrap (samples_a, samples_b, a->options.n_resamples, value, result);

  if (isnan (limit))
    limit = value == TN_SWEEP_PROFIT
                ? TOO_SMALL * MAX (fabs (point_a[value]), fabs (point_b[value]))
                : TOO_SMALL;
  comparison->limit = limit;
  comparison->verdict = tn_comparison_judge (result, limit);

  return TRUE;
}

/**
 * tn_comparison_make:
 * @a: the first model's scores
 * @b: the second's, of the same rows in the same order
 * @metric: id of the figure to compare
 * @options: thresholds and resamples
 * @limit: too small to matter; NaN for 0.01, or 1 % of the profit
 * @comparison: (out caller-allocates): the ids of the models are left %NULL
 * @error: %TN_ERROR_ARGUMENT for different rows or an unknown figure; %TN_ERROR_SPACE;
 *   G_IO_ERROR_CANCELLED
 *
 * Compares two models in pairs: DeLong for AUC on independent rows, the same resampled customers
 * for both otherwise.
 */
gboolean
tn_comparison_make (TnScored *a,
                    TnScored *b,
                    const char *metric,
                    const TnJudgeOptions *options,
                    double limit,
                    TnComparison *comparison,
                    TnProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (TnSweep) sweep_a = tn_sweep_new (a, options, error);
  g_autoptr (TnSweep) sweep_b = sweep_a != NULL ? tn_sweep_new (b, options, error) : NULL;
  TnSweep *sweeps[2] = { sweep_a, sweep_b };
  gsize size = (gsize) options->n_resamples * TN_SWEEP_WIDTH;
  g_autofree double *samples = NULL;

  if (sweep_b == NULL || !check_same_rows (sweep_a, sweep_b, error))
    return FALSE;
  if (size > 0)
    {
      samples = tn_sweep_bootstrap (sweeps, 2, progress, cancellable, error);
      if (samples == NULL)
        return FALSE;
    }
  comparison->a = comparison->b = NULL;

  return _tn_comparison_fill (sweep_a, sweep_b, samples, samples != NULL ? samples + size : NULL,
                              metric, limit, comparison, cancellable, error);
}

typedef struct
{
  const double *values;
  double sign;
} Order;

static int
compare_models (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const TnRank *x = a, *y = b;
  const Order *order = user_data;
  double vx = order->sign * order->values[x->model], vy = order->sign * order->values[y->model];

  if (isnan (vx) || isnan (vy))
    return isnan (vx) != isnan (vy) ? (isnan (vx) ? 1 : -1) : (int) x->model - (int) y->model;
  if (vx != vy)
    return vx > vy ? -1 : 1;

  return (int) x->model - (int) y->model;
}

/**
 * tn_rank_models:
 * @values: (array length=n_models): of the figure; NaN stands last
 * @lower_is_better: of that figure
 * @tied: says whether two cannot be told apart
 * @ranks: (out caller-allocates) (array length=n_models): best first
 *
 * Ranks models so that ties are shown as ties: a model shares the rank of the best of the group
 * before it when the two cannot be told apart, and begins a new group otherwise. Being tied is not
 * transitive; measuring against the best of the group keeps a chain of small steps from making
 * one tie of all.
 */
void
tn_rank_models (const double *values,
                guint n_models,
                gboolean lower_is_better,
                TnTiedFunc tied,
                gpointer user_data,
                TnRank *ranks)
{
  Order order = { values, lower_is_better ? -1 : 1 };
  guint leader = 0;

  for (guint i = 0; i < n_models; i++)
    ranks[i] = (TnRank){ .model = i };
  if (n_models > 0)
    g_qsort_with_data (ranks, (int) n_models, sizeof (TnRank), compare_models, &order);

  for (guint i = 0; i < n_models; i++)
    {
      if (i > 0 && tied (ranks[leader].model, ranks[i].model, user_data))
        ranks[i].tied = ranks[leader].tied = TRUE;
      else
        leader = i;
      ranks[i].rank = leader + 1;
    }
}

/**
 * tn_rank_to_text:
 *
 * Returns: (transfer full): "1", or "3 =" for a shared rank
 */
char *
tn_rank_to_text (const TnRank *rank)
{
  return g_strdup_printf (rank->tied ? "%u =" : "%u", rank->rank);
}
