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
#include "tn-space.h"

struct _TnRisk
{
  gatomicrefcount ref_count;
  GBytes *scores;    /* double, ascending */
  GBytes *labels;    /* 0 or 1 */
  GBytes *counts;    /* guint32: how many rows the customer of a row has */
  guint32 *left;     /* how many of the first i left; n_rows + 1 */
  double *customers; /* how many customers the first i are, a row one part of its customer */
  gsize n_rows;
};

static const double *
scores_of (const TnRisk *self)
{
  return g_bytes_get_data (self->scores, NULL);
}

static TnRisk *
risk_new (GBytes *scores, GBytes *labels, GBytes *counts, GError **error)
{
  g_autoptr (TnRisk) self = g_new0 (TnRisk, 1);
  const guint8 *label = g_bytes_get_data (labels, &self->n_rows);
  const guint32 *count = g_bytes_get_data (counts, NULL);

  g_atomic_ref_count_init (&self->ref_count);
  self->scores = g_bytes_ref (scores);
  self->labels = g_bytes_ref (labels);
  self->counts = g_bytes_ref (counts);
  self->left = tn_space_try_alloc (self->n_rows + 1, sizeof (guint32), error);
  self->customers =
      self->left != NULL ? tn_space_try_alloc (self->n_rows + 1, sizeof (double), error) : NULL;
  if (self->customers == NULL)
    return NULL;
  self->left[0] = 0;
  self->customers[0] = 0;
  for (gsize i = 0; i < self->n_rows; i++)
    {
      self->left[i + 1] = self->left[i] + label[i];
      self->customers[i + 1] = self->customers[i] + 1.0 / count[i];
    }

  return g_steal_pointer (&self);
}

/**
 * tn_risk_new:
 * @out_of_fold: calibrated scores of rows their model had not seen
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (nullable): an index of what became of them
 */
TnRisk *
tn_risk_new (const TnScored *out_of_fold, GError **error)
{
  gsize n = out_of_fold->n_rows;
  g_autofree double *score = tn_space_try_alloc (n, sizeof (double), error);
  g_autofree guint8 *label = score != NULL ? tn_space_try_alloc (n, 1, error) : NULL;
  g_autofree guint32 *count =
      label != NULL ? tn_space_try_alloc (n, sizeof (guint32), error) : NULL;
  g_autofree guint32 *of_unit =
      count != NULL ? tn_space_try_alloc (n, sizeof (guint32), error) : NULL;
  g_autoptr (GBytes) scores = NULL;
  g_autoptr (GBytes) labels = NULL;
  g_autoptr (GBytes) counts = NULL;

  if (of_unit == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    of_unit[out_of_fold->sorted_unit[i]]++;
  for (gsize i = 0; i < n; i++)
    {
      score[i] = out_of_fold->sorted_score[n - 1 - i];
      label[i] = out_of_fold->flags[n - 1 - i] & TN_SORTED_LABEL;
      count[i] = of_unit[out_of_fold->sorted_unit[n - 1 - i]];
    }
  scores = g_bytes_new_take (g_steal_pointer (&score), n * sizeof (double));
  labels = g_bytes_new_take (g_steal_pointer (&label), n);
  counts = g_bytes_new_take (g_steal_pointer (&count), n * sizeof (guint32));

  return risk_new (scores, labels, counts, error);
}

/**
 * tn_risk_new_from_state:
 * @scores: doubles, ascending
 * @labels: a byte 0 or 1 for each
 * @counts: guint32, 1 or more for each
 * @error: %TN_ERROR_DAMAGED when they are not what tn_risk_dup_scores(), tn_risk_dup_labels() and
 *   tn_risk_dup_counts() gave
 *
 * Returns: (transfer full) (nullable): the stored index
 */
TnRisk *
tn_risk_new_from_state (GBytes *scores, GBytes *labels, GBytes *counts, GError **error)
{
  gsize size, count_size, n;
  const double *score = g_bytes_get_data (scores, &size);
  const guint8 *label = g_bytes_get_data (labels, &n);
  const guint32 *count = g_bytes_get_data (counts, &count_size);
  gboolean whole =
      n > 0 && n < G_MAXUINT32 && size == n * sizeof (double) && count_size == n * sizeof (guint32);

  for (gsize i = 0; whole && i < n; i++)
    whole = isfinite (score[i]) && label[i] <= 1 && count[i] >= 1 && count[i] <= n &&
            (i == 0 || score[i - 1] <= score[i]);
  if (!whole)
    {
      tn_error_set (
          error, TN_ERROR_DAMAGED,
          N_ ("The stored chances of earlier customers are damaged, so no interval can be "
              "given for one customer. Run the pipeline again."),
          NULL);
      return NULL;
    }

  return risk_new (scores, labels, counts, error);
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
  g_bytes_unref (self->counts);
  g_free (self->left);
  g_free (self->customers);
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

static double
count_customers (const TnRisk *self, gsize start, gsize end)
{
  return self->customers[end] - self->customers[start];
}

/* The least number of nearest rows that are @n customers, or all. */
static gsize
find_width (const TnRisk *self, double score, double n)
{
  gsize low = 1, high = self->n_rows;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2, start = find_window (self, score, middle);

      if (count_customers (self, start, start + middle) < n - 1e-6)
        low = middle + 1;
      else
        high = middle;
    }

  return high;
}

/**
 * tn_risk_query:
 * @score: calibrated score of one customer
 * @min_neighbours: at least so many customers, all when there are fewer; %TN_RISK_NEIGHBOURS by
 *   default
 * @interval: (out caller-allocates): what became of the neighbours
 *
 * The observed rate, with its 95 % Wilson interval, among the customers whose out-of-fold score is
 * nearest; all of equal score belong to it. Where a customer has several rows, each is that part of
 * it: the neighbours are then @min_neighbours customers or more, whatever rows of theirs lie
 * elsewhere, and the interval is that of as many customers as the parts amount to. O(log² n).
 */
void
tn_risk_query (const TnRisk *self, double score, gsize min_neighbours, TnRiskInterval *interval)
{
  const double *scores = scores_of (self);
  gsize k = find_width (self, score, (double) MAX (min_neighbours, 1));
  gsize start = find_window (self, score, k);
  gsize end = find_place (self, scores[start + k - 1], TRUE);

  start = find_place (self, scores[start], FALSE);
  interval->n = end - start;
  interval->customers = count_customers (self, start, end);
  interval->rate = (self->left[end] - self->left[start]) / (double) interval->n;
  tn_wilson (interval->rate, interval->customers, &interval->low, &interval->high);
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
 * tn_risk_dup_counts:
 *
 * Returns: (transfer full): beside each score how many rows its customer has, guint32, to be stored
 */
GBytes *
tn_risk_dup_counts (const TnRisk *self)
{
  return g_bytes_ref (self->counts);
}
