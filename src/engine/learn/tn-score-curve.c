/* tn-score-curve.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-score-curve.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"

#define MAX_STEPS 100

typedef struct
{
  double x;
  double y;
  double weight;
} Point;

static int
compare_points (gconstpointer a, gconstpointer b)
{
  double x = ((const Point *) a)->x, y = ((const Point *) b)->x;

  return (x > y) - (x < y);
}

static gboolean
set_no_memory (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough memory to prepare these columns: use fewer columns or a "
                    "sample of the rows."),
                NULL);

  return FALSE;
}

/**
 * tn_curve_check:
 * @y: n labels, 0 or 1
 * @weights: (nullable): n weights
 * @rate: (out): weighted share of ones
 * @total: (out): Σ weights
 * @error: %TN_ERROR_DATA
 */
gboolean
tn_curve_check (const double *y,
                const double *weights,
                gsize n,
                double *rate,
                double *total,
                GError **error)
{
  double sum = 0, positive = 0;

  for (gsize i = 0; i < n; i++)
    {
      double w = weights != NULL ? weights[i] : 1;
      TnMessage *message;

      sum += w;
      positive += w * y[i];
      if ((y[i] == 0 || y[i] == 1) && w >= 0 && isfinite (w))
        continue;
      message = tn_message_new (
          y[i] == 0 || y[i] == 1
              ? N_ ("The weight of row {row} is missing or below 0: weights are numbers from 0 up.")
              : N_ ("The target of row {row} is neither 0 nor 1: choose a target with two outcomes "
                    "and no missing cells."));
      tn_message_count (message, "row", (gint64) i + 1);
      tn_error_take (error, TN_ERROR_DATA, message);
      return FALSE;
    }
  if (!(sum > 0))
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("There are no rows to learn from: loosen the filters or choose earlier cut "
                        "dates."),
                    NULL);
      return FALSE;
    }
  *rate = positive / sum;
  *total = sum;

  return TRUE;
}

/* Rows of one x together, since no rule can part them; rows without weight are nothing. */
static gsize
merge_ties (Point *points, gsize n)
{
  gsize kept = 0;

  for (gsize i = 0; i < n; i++)
    {
      Point *last = kept > 0 ? &points[kept - 1] : NULL;

      if (points[i].weight == 0)
        continue;
      if (last != NULL && last->x == points[i].x)
        {
          last->weight += points[i].weight;
          last->y += points[i].weight * points[i].y;
        }
      else
        points[kept++] = (Point){ points[i].x, points[i].weight * points[i].y, points[i].weight };
    }

  return kept;
}

/**
 * tn_steps_fit:
 * @x: n finite values, in any order
 * @y: n values
 * @weights: (nullable): n weights ≥ 0, not all 0
 *
 * The rising steps nearest to @y in weighted squares: pool adjacent violators
 * (Ayer, Brunk, Ewing, Reid & Silverman 1955), in n log n for sorting and n for pooling.
 */
gboolean
tn_steps_fit (TnSteps *self,
              const double *x,
              const double *y,
              const double *weights,
              gsize n,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree Point *points = g_try_new (Point, n + 1);
  g_autofree double *moments = g_try_new (double, n + 1); /* Σ w x of a block */
  g_autofree double *starts = g_try_new (double, n + 1);
  gsize n_points, top = 0;

  if (points == NULL || moments == NULL || starts == NULL)
    return set_no_memory (error);
  for (gsize i = 0; i < n; i++)
    points[i] = (Point){ x[i], y[i], weights != NULL ? weights[i] : 1 };
  qsort (points, n, sizeof (Point), compare_points);
  if (tn_cancelled (cancellable, error))
    return FALSE;
  n_points = merge_ties (points, n);

  /* points[0 … top) are the blocks so far: y is Σ w y. */
  for (gsize i = 0; i < n_points; i++)
    {
      Point block = points[i];
      double moment = block.weight * block.x, start = block.x;

      while (top > 0 && points[top - 1].y * block.weight >= block.y * points[top - 1].weight)
        {
          top--;
          block.y += points[top].y;
          block.weight += points[top].weight;
          moment += moments[top];
          start = starts[top];
        }
      points[top] = block;
      moments[top] = moment;
      starts[top++] = start;
    }

  self->n = top;
  self->start = g_memdup2 (starts, MAX (1, top) * sizeof (double));
  self->middle = g_new (double, MAX (1, top));
  self->value = g_new (double, MAX (1, top));
  for (gsize k = 0; k < top; k++)
    {
      self->middle[k] = moments[k] / points[k].weight;
      self->value[k] = points[k].y / points[k].weight;
    }

  return TRUE;
}

void
tn_steps_clear (TnSteps *self)
{
  g_clear_pointer (&self->start, g_free);
  g_clear_pointer (&self->middle, g_free);
  g_clear_pointer (&self->value, g_free);
  self->n = 0;
}

/* How many of @edges are at most @x. */
static gsize
count_up_to (const double *edges, gsize n, double x)
{
  gsize low = 0, high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (edges[middle] <= x)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * tn_steps_get:
 *
 * Returns: the value of the block that @x falls in; the first one's below all
 */
double
tn_steps_get (const TnSteps *self, double x)
{
  gsize k = count_up_to (self->start, self->n, x);

  return self->value[k > 0 ? k - 1 : 0];
}

/**
 * tn_steps_interpolate:
 *
 * Returns: the value on straight lines between the middles of blocks, level beyond the ends
 */
double
tn_steps_interpolate (const TnSteps *self, double x)
{
  gsize k = count_up_to (self->middle, self->n, x);
  double width;

  if (k == 0 || k == self->n)
    return self->value[k == 0 ? 0 : k - 1];
  width = self->middle[k] - self->middle[k - 1];
  if (!(width > 0))
    return self->value[k];

  return self->value[k - 1] +
         (x - self->middle[k - 1]) / width * (self->value[k] - self->value[k - 1]);
}

/* Sums for one Newton step of a two-parameter logistic curve. */
typedef struct
{
  double loss;
  double g0, g1;
  double h00, h01, h11;
} CurveSums;

static CurveSums
sum_curve (const double *x,
           const double *y,
           const double *weights,
           gsize n,
           double slope,
           double intercept)
{
  CurveSums s = { 0 };

  for (gsize i = 0; i < n; i++)
    {
      double w = weights != NULL ? weights[i] : 1, m = intercept + slope * x[i];
      double e = exp (-fabs (m)), small = e / (1 + e);
      double p = m >= 0 ? 1 / (1 + e) : small, v = w * small / (1 + e);

      s.loss += w * (MAX (m, 0) - y[i] * m + log1p (e));
      s.g0 += w * (p - y[i]);
      s.g1 += w * (p - y[i]) * x[i];
      s.h00 += v;
      s.h01 += v * x[i];
      s.h11 += v * x[i] * x[i];
    }

  return s;
}

/**
 * tn_curve_fit:
 * @x: n finite values, of a scale near 1
 * @y: n targets from 0 to 1
 * @weights: (nullable): n weights ≥ 0
 * @ridge: added to the mean loss as ridge × slope² / 2; above 0 there is always a minimum
 *
 * The logistic curve 1 / (1 + exp (−intercept − slope x)) of least log loss, by Newton's
 * method with step halving.
 */
gboolean
tn_curve_fit (const double *x,
              const double *y,
              const double *weights,
              gsize n,
              double ridge,
              double *slope,
              double *intercept,
              GCancellable *cancellable,
              GError **error)
{
  double a = 0, b = 0, total = 0, positive = 0;
  CurveSums s;

  for (gsize i = 0; i < n; i++)
    {
      double w = weights != NULL ? weights[i] : 1;

      total += w;
      positive += w * y[i];
    }
  b = log (positive / (total - positive));
  ridge *= total;
  s = sum_curve (x, y, weights, n, a, b);
  for (int step = 0; step < MAX_STEPS; step++)
    {
      double g1 = s.g1 + ridge * a, h11 = s.h11 + ridge;
      double det = s.h00 * h11 - s.h01 * s.h01;
      double da = -(s.h00 * g1 - s.h01 * s.g0) / det, db = -(h11 * s.g0 - s.h01 * g1) / det;
      double gain = -(da * g1 + db * s.g0), before = s.loss + ridge * a * a / 2, length = 1;

      if (tn_cancelled (cancellable, error))
        return FALSE;
      if (!isfinite (da) || !isfinite (db))
        break;
      do
        {
          s = sum_curve (x, y, weights, n, a + length * da, b + length * db);
          length /= 2;
        }
      while (length > 1e-9 && s.loss + ridge * (a + 2 * length * da) * (a + 2 * length * da) / 2 >
                                  before * (1 + 1e-12));
      a += 2 * length * da;
      b += 2 * length * db;
      if (gain <= 1e-14 * total)
        break;
    }
  *slope = a;
  *intercept = b;

  return TRUE;
}
