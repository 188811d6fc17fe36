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
fill_components (const TnScored *self, double *component)
{
  double n_positive = (double) self->n_positive;
  double n_negative = (double) (self->n_rows - self->n_positive);
  double positive_above = 0, negative_above = 0, sum = 0;
  gsize start = 0;

  while (start < self->n_rows)
    {
      double positive = 0, negative = 0;
      gsize end = start;

      do
        {
          if (self->flags[end] & TN_SORTED_LABEL)
            positive++;
          else
            negative++;
        }
      while (!(self->flags[end++] & TN_SORTED_LAST));

      for (gsize i = start; i < end; i++)
        component[self->order[i]] = self->flags[i] & TN_SORTED_LABEL
                                        ? (n_negative - negative_above - negative / 2) / n_negative
                                        : (positive_above + positive / 2) / n_positive;
      sum += negative * (positive_above + positive / 2);
      positive_above += positive;
      negative_above += negative;
      start = end;
    }

  return sum / (n_positive * n_negative);
}

/* Covariance of the components of both models, within each class. */
static double
covariance_of (const guint8 *label,
               gsize n_rows,
               const double *a,
               const double *b,
               const double auc[2],
               gsize n_positive)
{
  double m = (double) n_positive, n = (double) (n_rows - n_positive);
  double sum[2] = { 0, 0 };

  for (gsize i = 0; i < n_rows; i++)
    sum[label[i]] += (a[i] - auc[0]) * (b[i] - auc[1]);

  return m > 1 && n > 1 ? sum[1] / (m - 1) / m + sum[0] / (n - 1) / n : (double) NAN;
}

/**
 * tn_auc:
 *
 * P(score of a leaver > score of a stayer) + 0.5 P(tie), without weights. O(n).
 *
 * Returns: the area under the ROC curve, NaN for one class
 */
double
tn_auc (const TnScored *scored)
{
  double positive = 0, negative = 0, above = 0, sum = 0;
  double n = (double) scored->n_rows, m = (double) scored->n_positive;

  for (gsize i = 0; i < scored->n_rows; i++)
    {
      if (scored->flags[i] & TN_SORTED_LABEL)
        positive++;
      else
        negative++;
      if (scored->flags[i] & TN_SORTED_LAST)
        {
          sum += negative * (above + positive / 2);
          above += positive;
          positive = negative = 0;
        }
    }

  return m > 0 && m < n ? sum / (m * (n - m)) : (double) NAN;
}

/**
 * tn_delong:
 * @a: the first model
 * @b: (nullable): the second, on the same rows
 * @result: (out caller-allocates): AUCs and covariances; NaN for one class
 * @error: %TN_ERROR_SPACE
 *
 * Variance of AUCs of independent, unweighted rows, by placements: O(n) on sorted rows.
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
  const double *component[2];

  g_return_val_if_fail (b == NULL || tn_scored_has_same_rows (a, b), FALSE);

  first = _tn_judge_try_malloc (n, sizeof (double), error);
  second = first != NULL && b != NULL ? _tn_judge_try_malloc (n, sizeof (double), error) : NULL;
  if (first == NULL || (b != NULL && second == NULL))
    return FALSE;

  component[0] = first;
  component[1] = b != NULL ? second : first;
  result->auc[0] = fill_components (a, first);
  result->auc[1] = b != NULL ? fill_components (b, second) : result->auc[0];
  for (int i = 0; i < 2; i++)
    for (int j = 0; j < 2; j++)
      {
        double auc[2] = { result->auc[i], result->auc[j] };

        result->covariance[i][j] =
            covariance_of (a->label, n, component[i], component[j], auc, a->n_positive);
      }

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
