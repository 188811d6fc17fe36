/* tn-judge-curves.c: the curves of a judgement
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-judgement-private.h"
#include "tn-scored-private.h"

#define N_BINS 10

/* Rows and leavers above the end of each tie group, by which ROC and PR are drawn. */
typedef struct
{
  double *rows;
  double *hits;
  gsize n;
} Steps;

static void
steps_clear (Steps *self)
{
  g_free (self->rows);
  g_free (self->hits);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Steps, steps_clear)

/* One more than there are groups: nothing is above the first. */
static gboolean
steps_fill (Steps *self, const TnSorted *sorted, GError **error)
{
  double rows = 0, hits = 0;
  gsize n_groups = 0;

  for (gsize i = 0; i < sorted->n; i++)
    n_groups += (sorted->flags[i] & TN_SORTED_LAST) != 0;
  self->rows = _tn_judge_try_malloc (n_groups + 1, sizeof (double), error);
  self->hits =
      self->rows != NULL ? _tn_judge_try_malloc (n_groups + 1, sizeof (double), error) : NULL;
  if (self->hits == NULL)
    return FALSE;

  self->rows[self->n] = self->hits[self->n] = 0;
  self->n++;
  for (gsize i = 0; i < sorted->n; i++)
    {
      double weight = sorted->weight != NULL ? sorted->weight[i] : 1;

      rows += weight;
      hits += (sorted->flags[i] & TN_SORTED_LABEL) * weight;
      if (sorted->flags[i] & TN_SORTED_LAST)
        {
          self->rows[self->n] = rows;
          self->hits[self->n++] = hits;
        }
    }

  return TRUE;
}

/* The line as a curve with room for a band where there are resamples. */
static TnCurve *
curve_from (const char *id, const double *x, const double *y, gsize n, gboolean with_band)
{
  g_autoptr (TnCurve) line = tn_curve_thin (id, x, y, n, TN_CURVE_MAX_POINTS);
  TnCurve *self;

  if (!with_band)
    return g_steal_pointer (&line);
  self = tn_curve_new (id, line->n_points, TRUE, FALSE);
  memcpy (self->x, line->x, line->n_points * sizeof (double));
  memcpy (self->y, line->y, line->n_points * sizeof (double));

  return self;
}

static TnCurve *
roc_curve (const Steps *steps, gboolean with_band, GError **error)
{
  gsize n = steps->n;
  double positive = steps->hits[n - 1], negative = steps->rows[n - 1] - positive;
  g_autofree double *x = _tn_judge_try_malloc (n, sizeof (double), error);
  g_autofree double *y = x != NULL ? _tn_judge_try_malloc (n, sizeof (double), error) : NULL;

  if (y == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      x[i] = (steps->rows[i] - steps->hits[i]) / negative;
      y[i] = steps->hits[i] / positive;
    }

  return curve_from ("roc", x, y, n, with_band);
}

/* The mean height over the strata, after a start at nothing. */
static TnCurve *
roc_curve_within (const double *point, gboolean with_band)
{
  double x[TN_SWEEP_GRID + 1] = { 0 }, y[TN_SWEEP_GRID + 1] = { 0 };

  for (guint i = 0; i < TN_SWEEP_GRID; i++)
    {
      x[i + 1] = i / (double) (TN_SWEEP_GRID - 1);
      y[i + 1] = point[TN_SWEEP_ROC + i];
    }

  return curve_from ("roc", x, y, G_N_ELEMENTS (x), with_band);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Between two steps of the grid by a straight line. */
static double
roc_height (const double *sample, double x)
{
  double place = x * (TN_SWEEP_GRID - 1);
  guint i = (guint) MIN (place, TN_SWEEP_GRID - 2);
  const double *roc = sample + TN_SWEEP_ROC + i;

  return roc[0] + (place - i) * (roc[1] - roc[0]);
}

/* At each share of stayers the ends over the resampled customers: a band for each point, not for
 * the curve as a whole. The resamples know the curve in steps of 1 %, so where it is steepest the
 * band is widened to hold the line. */
static gboolean
fill_roc_band (const TnSweep *sweep,
               const double *samples,
               TnCurve *roc,
               GCancellable *cancellable,
               GError **error)
{
  guint n_samples = sweep->options.n_resamples;
  g_autofree double *values = g_new (double, MAX (n_samples, 1));

  for (gsize i = 0; i < roc->n_points; i++)
    {
      guint n_defined = 0;

      if (tn_cancelled (cancellable, error))
        return FALSE;
      for (guint r = 0; r < n_samples; r++)
        {
          double value = roc_height (samples + (gsize) r * TN_SWEEP_WIDTH, roc->x[i]);

          if (isfinite (value))
            values[n_defined++] = value;
        }
      qsort (values, n_defined, sizeof (double), compare_doubles);
      _tn_judge_ends (values, n_defined, n_samples, &roc->low[i], &roc->high[i]);
      if (isnan (roc->low[i]))
        continue;
      roc->low[i] = MIN (roc->low[i], roc->y[i]);
      roc->high[i] = MAX (roc->high[i], roc->y[i]);
    }

  return TRUE;
}

/* From a recall of 0, at the precision of the topmost group. */
static TnCurve *
pr_curve (const Steps *steps, GError **error)
{
  gsize n = steps->n;
  double positive = steps->hits[n - 1];
  g_autofree double *x = _tn_judge_try_malloc (n, sizeof (double), error);
  g_autofree double *y = x != NULL ? _tn_judge_try_malloc (n, sizeof (double), error) : NULL;

  if (y == NULL)
    return NULL;
  for (gsize i = 1; i < n; i++)
    {
      x[i] = steps->hits[i] / positive;
      y[i] = steps->rows[i] > 0 ? steps->hits[i] / steps->rows[i] : 0;
    }
  x[0] = 0;
  y[0] = n > 1 ? y[1] : 0;

  return tn_curve_thin ("pr", x, y, n, TN_CURVE_MAX_POINTS);
}

/* Adds the precision of one stratum at each recall of the grid, with the weight of its leavers:
 * as PR-AUC is put together. */
static void
add_precision (const Steps *steps, double *precision, double *leavers)
{
  double positive = steps->hits[steps->n - 1];
  gsize place = 1;

  if (positive <= 0)
    return;
  *leavers += positive;
  for (guint i = 0; i < TN_SWEEP_GRID; i++)
    {
      while (place + 1 < steps->n && steps->hits[place] < positive * i / (TN_SWEEP_GRID - 1))
        place++;
      if (steps->rows[place] > 0)
        precision[i] += positive * steps->hits[place] / steps->rows[place];
    }
}

static TnCurve *
pr_curve_within (const TnScored *scored, GError **error)
{
  double recall[TN_SWEEP_GRID], precision[TN_SWEEP_GRID] = { 0 }, leavers = 0;

  for (guint s = 0; s < _tn_scored_count_strata (scored); s++)
    {
      g_auto (Steps) steps = { 0 };
      TnSorted rows;

      _tn_scored_view_stratum (scored, s, &rows);
      if (rows.n > 0 && !steps_fill (&steps, &rows, error))
        return NULL;
      if (rows.n > 0)
        add_precision (&steps, precision, &leavers);
    }
  for (guint i = 0; i < TN_SWEEP_GRID; i++)
    {
      recall[i] = i / (double) (TN_SWEEP_GRID - 1);
      precision[i] /= leavers;
    }
  /* The first customer of each stratum alone is luck. */
  precision[0] = precision[1];

  return tn_curve_thin ("pr", recall, precision, TN_SWEEP_GRID, TN_CURVE_MAX_POINTS);
}

/* What the curves over the share contacted are made of: leavers caught, as a share of all rows,
 * turned into the height of the curve. */
typedef double (*HeightFunc) (const TnSweep *sweep, double share, double caught, double base_rate);

static double
gains_height (const TnSweep *sweep, double share, double caught, double base_rate)
{
  return caught / base_rate;
}

static double
lift_height (const TnSweep *sweep, double share, double caught, double base_rate)
{
  return caught / (share * base_rate);
}

static double
profit_height (const TnSweep *sweep, double share, double caught, double base_rate)
{
  return sweep->total * (sweep->options.gain * caught - sweep->options.cost * share);
}

static void
band_at (const TnSweep *sweep,
         const double *samples,
         guint grid,
         double share,
         HeightFunc height,
         double *low,
         double *high)
{
  guint n_samples = samples != NULL ? sweep->options.n_resamples : 0, n_defined = 0;
  g_autofree double *values = g_new (double, MAX (n_samples, 1));

  for (guint r = 0; r < n_samples; r++)
    {
      const double *sample = samples + (gsize) r * TN_SWEEP_WIDTH;
      double value =
          height (sweep, share, sample[TN_SWEEP_CAUGHT + grid], sample[TN_SWEEP_BASE_RATE]);

      if (isfinite (value))
        values[n_defined++] = value;
    }
  qsort (values, n_defined, sizeof (double), compare_doubles);
  _tn_judge_ends (values, n_defined, n_samples, low, high);
}

static TnCurve *
share_curve (const TnSweep *sweep,
             const char *id,
             const double *point,
             const double *samples,
             guint first,
             HeightFunc height,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TnCurve) self = tn_curve_new (id, TN_SWEEP_GRID - first, samples != NULL, FALSE);

  for (guint i = 0; i < self->n_points; i++)
    {
      guint grid = first + i;
      double share = grid / (double) (TN_SWEEP_GRID - 1);

      self->x[i] = share;
      self->y[i] = height (sweep, share, point[TN_SWEEP_CAUGHT + grid], point[TN_SWEEP_BASE_RATE]);
      if (samples != NULL)
        band_at (sweep, samples, grid, share, height, &self->low[i], &self->high[i]);
      if (tn_cancelled (cancellable, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

/* Ten bins of equal mass from low chances to high ones; bins with the same mean chance are one.
 * Rows of one customer are not independent: the interval counts customers. */
static TnCurve *
reliability_curve (const TnSweep *sweep, const double *point)
{
  const TnScored *scored = sweep->scored;
  TnCurve *self = tn_curve_new ("reliability", N_BINS, TRUE, TRUE);
  double customers_a_row = (double) scored->n_units / (double) scored->n_rows;
  guint step = (TN_SWEEP_GRID - 1) / N_BINS;
  gsize n = 0;

  for (guint bin = N_BINS; bin-- > 0;)
    {
      const double *end = point + (bin + 1) * step, *start = point + bin * step;
      double x = N_BINS * (end[TN_SWEEP_SCORED] - start[TN_SWEEP_SCORED]);
      double y = N_BINS * (end[TN_SWEEP_MET] - start[TN_SWEEP_MET]);
      double rows = (double) scored->n_rows / N_BINS;

      if (n > 0 && fabs (self->x[n - 1] - x) <= 1e-12)
        n--;
      else
        self->n[n] = self->y[n] = 0;
      self->x[n] = CLAMP (x, 0, 1);
      self->y[n] = CLAMP ((self->y[n] * self->n[n] + y * rows) / (self->n[n] + rows), 0, 1);
      self->n[n] += rows;
      tn_wilson (self->y[n], self->n[n] * customers_a_row, &self->low[n], &self->high[n]);
      n++;
    }
  self->n_points = n;

  return self;
}

static gboolean
take_curve (GPtrArray *curves, TnCurve *curve)
{
  if (curve != NULL)
    g_ptr_array_add (curves, curve);

  return curve != NULL;
}

/* The ROC curve, and the PR curve where all are wanted. */
static gboolean
take_rank_curves (GPtrArray *curves,
                  const TnSweep *sweep,
                  const double *point,
                  const double *bands,
                  gboolean all_curves,
                  GCancellable *cancellable,
                  GError **error)
{
  gboolean within = tn_scored_is_within_folds (sweep->scored);
  g_auto (Steps) steps = { 0 };
  TnSorted rows;
  TnCurve *roc;

  _tn_scored_view_stratum (sweep->scored, 0, &rows);
  if (!within && !steps_fill (&steps, &rows, error))
    return FALSE;
  roc = within ? roc_curve_within (point, bands != NULL) : roc_curve (&steps, bands != NULL, error);
  if (!take_curve (curves, roc) ||
      (bands != NULL && !fill_roc_band (sweep, bands, roc, cancellable, error)))
    return FALSE;

  return !all_curves || take_curve (curves, within ? pr_curve_within (sweep->scored, error)
                                                   : pr_curve (&steps, error));
}

/* All curves, or only the two that are drawn for single folds. An empty array for one class:
 * there is nothing to draw then. */
GPtrArray *
_tn_judge_curves (const TnSweep *sweep,
                  const double *point,
                  const double *samples,
                  gboolean all_curves,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) curves = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_curve_free);
  const double *bands = all_curves ? samples : NULL;

  if (isnan (point[TN_SWEEP_AUC]))
    return g_steal_pointer (&curves);
  if (!take_rank_curves (curves, sweep, point, bands, all_curves, cancellable, error) ||
      !take_curve (curves,
                   share_curve (sweep, "gains", point, bands, 0, gains_height, cancellable, error)))
    return NULL;
  if (!all_curves)
    return g_steal_pointer (&curves);

  if (!take_curve (curves,
                   share_curve (sweep, "lift", point, bands, 1, lift_height, cancellable, error)))
    return NULL;
  if (tn_scored_is_probability (sweep->scored))
    g_ptr_array_add (curves, reliability_curve (sweep, point));
  if (!isnan (sweep->threshold_profit) &&
      !take_curve (curves, share_curve (sweep, "profit", point, bands, 0, profit_height,
                                        cancellable, error)))
    return NULL;

  return g_steal_pointer (&curves);
}
