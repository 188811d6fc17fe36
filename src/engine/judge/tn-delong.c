/* tn-delong.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-delong.h"

#include <math.h>

#include "tn-metric.h"
#include "tn-scored-private.h"

/* Share of the other class that stands on the right side of each row, ties counting half:
 * the structural components V10 (of leavers) and V01 (of stayers), by row as given. */
static double
fill_components (const TnSorted *rows, gsize n_leavers, double *component)
{
  double n_positive = (double) n_leavers;
  double n_negative = (double) (rows->n - n_leavers);
  double positive_above = 0, negative_above = 0, sum = 0;
  gsize start = 0;

  while (start < rows->n)
    {
      double positive = 0, negative = 0;
      gsize end = start;

      do
        {
          if (rows->flags[end] & TN_SORTED_LABEL)
            positive++;
          else
            negative++;
        }
      while (!(rows->flags[end++] & TN_SORTED_LAST));

      for (gsize i = start; i < end; i++)
        component[rows->order[i]] = rows->flags[i] & TN_SORTED_LABEL
                                        ? (n_negative - negative_above - negative / 2) / n_negative
                                        : (positive_above + positive / 2) / n_positive;
      sum += negative * (positive_above + positive / 2);
      positive_above += positive;
      negative_above += negative;
      start = end;
    }

  return sum / (n_positive * n_negative);
}

/* Covariance of the components of both models, within each class of the rows of one stratum. */
static double
covariance_of (const TnScored *scored,
               const TnSorted *rows,
               gsize n_positive,
               const double *a,
               const double *b,
               const double auc[2])
{
  double m = (double) n_positive, n = (double) (rows->n - n_positive);
  gboolean all = rows->n == scored->n_rows;
  double sum[2] = { 0, 0 };

  for (gsize i = 0; i < rows->n; i++)
    {
      gsize row = all ? i : rows->order[i];

      sum[scored->label[row]] += (a[row] - auc[0]) * (b[row] - auc[1]);
    }

  return m > 1 && n > 1 ? sum[1] / (m - 1) / m + sum[0] / (n - 1) / n : (double) NAN;
}

/**
 * tn_auc:
 *
 * P(score of a leaver > score of a stayer) + 0.5 P(tie), without weights, over pairs of the same
 * fold where rows are ranked within folds. O(n).
 *
 * Returns: the area under the ROC curve, NaN for one class
 */
double
tn_auc (const TnScored *scored)
{
  double pairs = 0, sum = 0;

  for (guint s = 0; s < _tn_scored_count_strata (scored); s++)
    {
      double positive = 0, negative = 0, above = 0, below = 0;
      TnSorted rows;

      _tn_scored_view_stratum (scored, s, &rows);
      for (gsize i = 0; i < rows.n; i++)
        {
          if (rows.flags[i] & TN_SORTED_LABEL)
            positive++;
          else
            negative++;
          if (rows.flags[i] & TN_SORTED_LAST)
            {
              sum += negative * (above + positive / 2);
              above += positive;
              below += negative;
              positive = negative = 0;
            }
        }
      pairs += above * below;
    }

  return pairs > 0 ? sum / pairs : (double) NAN;
}

/* Adds one stratum with the weight of its pairs, which is returned. */
static double
add_stratum (const TnScored *a,
             const TnScored *b,
             guint stratum,
             double *first,
             double *second,
             TnDelong *result)
{
  const double *component[2] = { first, b != NULL ? second : first };
  TnSorted rows;
  gsize n_positive;
  double auc[2], pairs;

  _tn_scored_view_stratum (a, stratum, &rows);
  n_positive = _tn_sorted_count_positive (&rows);
  pairs = (double) n_positive * (double) (rows.n - n_positive);
  if (pairs == 0)
    return 0;

  auc[0] = auc[1] = fill_components (&rows, n_positive, first);
  if (b != NULL)
    {
      TnSorted others;

      _tn_scored_view_stratum (b, stratum, &others);
      auc[1] = fill_components (&others, n_positive, second);
    }
  for (int i = 0; i < 2; i++)
    {
      result->auc[i] += pairs * auc[i];
      for (int j = 0; j < 2; j++)
        result->covariance[i][j] += pairs * pairs *
                                    covariance_of (a, &rows, n_positive, component[i], component[j],
                                                   (double[2]){ auc[i], auc[j] });
    }

  return pairs;
}

/* With one class alone there is no pair, and 0 / 0 is NaN. */
static void
finish (TnDelong *result, double pairs)
{
  for (int i = 0; i < 2; i++)
    {
      result->auc[i] /= pairs;
      for (int j = 0; j < 2; j++)
        result->covariance[i][j] /= pairs * pairs;
    }
}

/**
 * tn_delong:
 * @a: the first model
 * @b: (nullable): the second, on the same rows
 * @result: (out caller-allocates): AUCs and covariances; NaN for one class
 * @error: %TN_ERROR_SPACE
 *
 * Variance of AUCs of independent, unweighted rows, by placements: O(n) on sorted rows. Where rows
 * are ranked within folds the AUC is a mean over folds, weighted by pairs; folds share no row, so
 * the variance is that of such a mean.
 *
 * Source: DeLong, DeLong & Clarke-Pearson, "Comparing the areas under two or more correlated
 * receiver operating characteristic curves", Biometrics 44, 1988; in the form of Sun & Xu,
 * "Fast implementation of DeLong's algorithm", IEEE Signal Processing Letters 21, 2014.
 */
gboolean
tn_delong (const TnScored *a, const TnScored *b, TnDelong *result, GError **error)
{
  gsize n = a->n_rows;
  g_autofree double *first = NULL;
  g_autofree double *second = NULL;
  double pairs = 0;

  g_return_val_if_fail (b == NULL || tn_scored_has_same_rows (a, b), FALSE);

  first = _tn_judge_try_malloc (n, sizeof (double), error);
  second = first != NULL && b != NULL ? _tn_judge_try_malloc (n, sizeof (double), error) : NULL;
  if (first == NULL || (b != NULL && second == NULL))
    return FALSE;

  *result = (TnDelong){ 0 };
  for (guint s = 0; s < _tn_scored_count_strata (a); s++)
    pairs += add_stratum (a, b, s, first, second, result);
  finish (result, pairs);

  return TRUE;
}

/**
 * tn_delong_interval:
 * @auc: the estimate
 * @variance: of it; NaN gives NaN
 * @n_positive: leavers
 * @n_negative: stayers
 * @low: (out): lower end
 * @high: (out): upper end
 *
 * The 95 % interval, cut off at 0 and 1. When one class stands wholly above the other the
 * estimated variance is 0 and would claim certainty; the smaller class then gives the end, as
 * Wilson's interval of that many successes in as many trials.
 */
void
tn_delong_interval (double auc,
                    double variance,
                    gsize n_positive,
                    gsize n_negative,
                    double *low,
                    double *high)
{
  double half = TN_Z95 * sqrt (variance);

  *low = *high = (double) NAN;
  if (!isfinite (auc) || !isfinite (variance))
    return;

  *low = MAX (0, auc - half);
  *high = MIN (1, auc + half);
  if (auc >= 1 || auc <= 0)
    tn_wilson (auc, (double) MIN (n_positive, n_negative), low, high);
}
