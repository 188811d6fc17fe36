/* tn-risk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-risk.h"

#include <math.h>

#include "tn-error.h"
#include "tn-metric.h"
#include "tn-scored-private.h"

struct _TnRisk
{
  gatomicrefcount ref_count;
  GBytes *scores; /* double, ascending */
  GBytes *labels; /* 0 or 1 */
  guint32 *left;  /* how many of the first i left; n_rows + 1 */
  gsize n_rows;
  double rows_per_customer;
};

static const double *
scores_of (const TnRisk *self)
{
  return g_bytes_get_data (self->scores, NULL);
}

static TnRisk *
risk_new (GBytes *scores, GBytes *labels, double rows_per_customer)
{
  TnRisk *self = g_new0 (TnRisk, 1);
  const guint8 *label = g_bytes_get_data (labels, &self->n_rows);

  g_atomic_ref_count_init (&self->ref_count);
  self->scores = g_bytes_ref (scores);
  self->labels = g_bytes_ref (labels);
  self->rows_per_customer = rows_per_customer;
  self->left = g_new (guint32, self->n_rows + 1);
  self->left[0] = 0;
  for (gsize i = 0; i < self->n_rows; i++)
    self->left[i + 1] = self->left[i] + label[i];

  return self;
}

/**
 * tn_risk_new:
 * @out_of_fold: calibrated scores of rows their model had not seen
 *
 * Returns: (transfer full): an index of what became of them
 */
TnRisk *
tn_risk_new (const TnScored *out_of_fold)
{
  gsize n = out_of_fold->n_rows;
  double *score = g_new (double, n);
  guint8 *label = g_new (guint8, n);
  g_autoptr (GBytes) scores = NULL;
  g_autoptr (GBytes) labels = NULL;

  for (gsize i = 0; i < n; i++)
    {
      score[i] = out_of_fold->sorted_score[n - 1 - i];
      label[i] = out_of_fold->flags[n - 1 - i] & TN_SORTED_LABEL;
    }
  scores = g_bytes_new_take (score, n * sizeof (double));
  labels = g_bytes_new_take (label, n);

  return risk_new (scores, labels, (double) n / (double) out_of_fold->n_units);
}

/**
 * tn_risk_new_from_state:
 * @scores: doubles, ascending
 * @labels: a byte 0 or 1 for each
 * @rows_per_customer: 1 or more
 * @error: %TN_ERROR_DAMAGED when they are not what tn_risk_dup_scores() and tn_risk_dup_labels()
 *   gave
 *
 * Returns: (transfer full) (nullable): the stored index
 */
TnRisk *
tn_risk_new_from_state (GBytes *scores, GBytes *labels, double rows_per_customer, GError **error)
{
  gsize size, n;
  const double *score = g_bytes_get_data (scores, &size);
  const guint8 *label = g_bytes_get_data (labels, &n);
  gboolean whole = n > 0 && n < G_MAXUINT32 && size == n * sizeof (double) &&
                   isfinite (rows_per_customer) && rows_per_customer >= 1;

  for (gsize i = 0; whole && i < n; i++)
    whole = isfinite (score[i]) && label[i] <= 1 && (i == 0 || score[i - 1] <= score[i]);
  if (!whole)
    {
      tn_error_set (
          error, TN_ERROR_DAMAGED,
          N_ ("The stored chances of earlier customers are damaged, so no interval can be "
              "given for one customer. Run the pipeline again."),
          NULL);
      return NULL;
    }

  return risk_new (scores, labels, rows_per_customer);
}

/**
 * tn_risk_ref:
 *
 * Returns: (transfer full): @self
 */
TnRisk *
tn_risk_ref (TnRisk *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * tn_risk_unref:
 * @self: (transfer full): an index
 */
void
tn_risk_unref (TnRisk *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_bytes_unref (self->scores);
  g_bytes_unref (self->labels);
  g_free (self->left);
  g_free (self);
}

/* First place whose score is at least @score, or above it. */
static gsize
find_place (const TnRisk *self, double score, gboolean above)
{
  const double *scores = scores_of (self);
  gsize low = 0, high = self->n_rows;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (scores[middle] < score || (above && scores[middle] == score))
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* Start of the @k neighbours nearest to @score: the window cannot be better one place on. */
static gsize
find_window (const TnRisk *self, double score, gsize k)
{
  const double *scores = scores_of (self);
  gsize low = 0, high = self->n_rows - k;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (score - scores[middle] > scores[middle + k] - score)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * tn_risk_query:
 * @score: calibrated score of one customer
 * @min_neighbours: at least so many, all when there are fewer; %TN_RISK_NEIGHBOURS by default
 * @interval: (out caller-allocates): what became of the neighbours
 *
 * The observed rate, with its 95 % Wilson interval, among the customers whose out-of-fold score is
 * nearest; all of equal score belong to it. Where customers have several rows, the interval is that
 * of as many customers as the rows amount to. O(log n).
 */
void
tn_risk_query (const TnRisk *self, double score, gsize min_neighbours, TnRiskInterval *interval)
{
  const double *scores = scores_of (self);
  gsize k = CLAMP (min_neighbours, 1, self->n_rows);
  gsize start = find_window (self, score, k);
  gsize end = find_place (self, scores[start + k - 1], TRUE);

  start = find_place (self, scores[start], FALSE);
  interval->n = end - start;
  interval->rate = (self->left[end] - self->left[start]) / (double) interval->n;
  tn_wilson (interval->rate, (double) interval->n / self->rows_per_customer, &interval->low,
             &interval->high);
}

/**
 * tn_risk_dup_scores:
 *
 * Returns: (transfer full): the scores, doubles in ascending order, to be stored
 */
GBytes *
tn_risk_dup_scores (const TnRisk *self)
{
  return g_bytes_ref (self->scores);
}

/**
 * tn_risk_dup_labels:
 *
 * Returns: (transfer full): a byte 0 or 1 beside each score, to be stored
 */
GBytes *
tn_risk_dup_labels (const TnRisk *self)
{
  return g_bytes_ref (self->labels);
}

/**
 * tn_risk_get_rows_per_customer:
 *
 * Returns: how many rows a customer has on average, to be stored
 */
double
tn_risk_get_rows_per_customer (const TnRisk *self)
{
  return self->rows_per_customer;
}
