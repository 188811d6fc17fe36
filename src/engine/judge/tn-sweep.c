/* tn-sweep.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-sweep.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-pool.h"
#include "tn-resample.h"
#include "tn-scored-private.h"

#define N_SUMS         7
#define CLIP           1e-15
#define N_BINS         10
#define ROWS_A_LOOK    65536 /* between two looks at the cancellable */
#define RESAMPLES_PART 8     /* a part of the parallel loop; results do not depend on it */

/* What has passed by at one place of the order. */
typedef struct
{
  double rows, hits, scores;
} Sums;

/* The sorted pass: where it is and what it notes. */
typedef struct
{
  const TnSweep *sweep;
  TnSorted rows;
  const guint8 *count;
  double total;
  Sums all;   /* whole tie groups above */
  Sums group; /* the tie group begun */
  double auc, pr_auc;
  guint next;       /* edge to come */
  double next_rows; /* at which it comes */
  Sums edge[TN_SWEEP_EDGES];
  Sums stop[TN_SWEEP_STOPS];
} Pass;

/* What the strata give together, each of them ranked by itself. */
typedef struct
{
  double auc, pairs;
  double pr_auc;
  double hits[TN_SWEEP_EDGES];
  double roc[TN_SWEEP_GRID];
} Within;

/* Whether a row is contacted by the threshold its own fold chose, which never saw it. */
static gboolean
is_contacted (const TnSweep *self, gsize row)
{
  const TnScored *scored = self->scored;
  const double *own = self->options.fold_thresholds;
  double threshold = self->options.threshold_best;

  if (own != NULL)
    {
      threshold = own[scored->fold != NULL ? scored->fold[row] : 0];
      if (isnan (threshold))
        threshold = self->options.threshold;
    }

  return scored->score[row] >= threshold;
}

static void
fill_unit_sums (TnSweep *self)
{
  const TnScored *scored = self->scored;

  for (gsize i = 0; i < scored->n_rows; i++)
    {
      double *sums = self->sums + N_SUMS * (scored->unit != NULL ? scored->unit[i] : i);
      double weight = scored->weight != NULL ? scored->weight[i] : 1;
      double y = scored->label[i], p = scored->score[i];
      double clipped = CLAMP (p, CLIP, 1 - CLIP);
      gboolean contacted = self->has_best && is_contacted (self, i);

      sums[0] += weight;
      sums[1] += weight * y;
      sums[2] -= weight * (scored->label[i] ? log (clipped) : log1p (-clipped));
      sums[3] += weight * (p - y) * (p - y);
      sums[4] += weight * p;
      sums[5] += contacted ? weight : 0;
      sums[6] += contacted ? weight * y : 0;
      self->n_best += contacted;
      self->total += weight;
    }
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
fill_edges (TnSweep *self)
{
  while (self->n_shares < TN_JUDGE_MAX_SHARES && self->options.shares[self->n_shares] > 0)
    self->n_shares++;
  for (guint i = 0; i < TN_SWEEP_GRID; i++)
    self->edge[self->n_edges++] = i / (double) (TN_SWEEP_GRID - 1);
  for (guint i = 0; i < self->n_shares; i++)
    self->edge[self->n_edges++] = MIN (self->options.shares[i], 1);
  qsort (self->edge, self->n_edges, sizeof (double), compare_doubles);
}

/**
 * tn_sweep_new:
 *
 * Returns: (transfer full) (nullable): the plan of a pass; %TN_ERROR_SPACE otherwise
 */
TnSweep *
tn_sweep_new (TnScored *scored, const TnJudgeOptions *options, GError **error)
{
  g_autoptr (TnSweep) self = g_new0 (TnSweep, 1);
  double thresholds[TN_SWEEP_STOPS] = { options->threshold };

  self->scored = tn_scored_ref (scored);
  self->options = *options;
  self->threshold_profit =
      isnan (options->threshold_profit) ? options->cost / options->gain : options->threshold_profit;
  thresholds[1] = self->threshold_profit;
  self->has_best = options->fold_thresholds != NULL || !isnan (options->threshold_best);
  for (guint i = 0; i < TN_SWEEP_STOPS; i++)
    self->stop[i] = isnan (thresholds[i]) ? 0 : _tn_scored_count_above (scored, thresholds[i]);
  fill_edges (self);

  self->sums = _tn_judge_try_malloc (scored->n_units, N_SUMS * sizeof (double), error);
  if (self->sums == NULL)
    return NULL;
  memset (self->sums, 0, scored->n_units * N_SUMS * sizeof (double));
  fill_unit_sums (self);
  self->options.fold_thresholds = NULL; /* borrowed */

  return g_steal_pointer (&self);
}

void
tn_sweep_free (TnSweep *self)
{
  tn_scored_unref (self->scored);
  g_free (self->sums);
  g_free (self);
}

/* Weighted totals over customers, in their order: no look at the sorted rows. */
static void
sum_units (const TnSweep *self, const guint8 *count, double *totals)
{
  double t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0, t5 = 0, t6 = 0;
  const double *sums = self->sums;

  for (gsize i = 0; i < self->scored->n_units; i++, sums += N_SUMS)
    {
      double weight = count != NULL ? count[i] : 1;

      t0 += weight * sums[0];
      t1 += weight * sums[1];
      t2 += weight * sums[2];
      t3 += weight * sums[3];
      t4 += weight * sums[4];
      t5 += weight * sums[5];
      t6 += weight * sums[6];
    }
  totals[0] = t0;
  totals[1] = t1;
  totals[2] = t2;
  totals[3] = t3;
  totals[4] = t4;
  totals[5] = t5;
  totals[6] = t6;
}

/* Notes the sums at every edge inside the tie group that ends here. A group astride an edge
 * counts in proportion, so the order of ties does not matter. */
static void
cross_edges (Pass *self)
{
  const TnSweep *sweep = self->sweep;
  double end = self->all.rows + self->group.rows;

  while (self->next < sweep->n_edges && self->next_rows <= end)
    {
      double part =
          self->group.rows > 0 ? (self->next_rows - self->all.rows) / self->group.rows : 0;
      Sums *edge = &self->edge[self->next++];

      edge->rows = self->all.rows + part * self->group.rows;
      edge->hits = self->all.hits + part * self->group.hits;
      edge->scores = self->all.scores + part * self->group.scores;
      self->next_rows =
          self->next < sweep->n_edges ? sweep->edge[self->next] * self->total : (double) INFINITY;
    }
}

/* The hot loop: a row takes a few nanoseconds, and a bootstrap passes thousands of times over all
 * of them. Sums are kept in locals, and a row drawn zero times, one in three, costs no branch. */
static void
pass_rows (Pass *self, gsize from, gsize to)
{
  const guint8 *count = self->count, *flags = self->rows.flags;
  const guint32 *unit = self->rows.unit;
  const double *weights = self->rows.weight, *scores = self->rows.score;
  Sums all = self->all;
  double rows = self->group.rows, hits = self->group.hits, auc = self->auc, pr_auc = self->pr_auc;
  double next_rows = self->next_rows;

  for (gsize i = from; i < to; i++)
    {
      double weight = count != NULL ? count[unit[i]] : 1;

      if (weights != NULL)
        weight *= weights[i];
      rows += weight;
      hits += (flags[i] & TN_SORTED_LABEL) * weight;
      if (!(flags[i] & TN_SORTED_LAST))
        continue;

      if (all.rows + rows >= next_rows)
        {
          self->all = all;
          self->group = (Sums){ rows, hits, rows * scores[i] };
          cross_edges (self);
          next_rows = self->next_rows;
        }
      auc += (rows - hits) * (all.hits + hits / 2);
      all.rows += rows;
      all.hits += hits;
      all.scores += rows * scores[i];
      pr_auc += hits * all.hits / (all.rows + G_MINDOUBLE); /* 0 / 0 is 0 here */
      rows = hits = 0;
    }

  self->all = all;
  self->group = (Sums){ rows, hits, 0 };
  self->auc = auc;
  self->pr_auc = pr_auc;
}

/* In stretches that end where the cancellable is looked at and, of all rows, at the thresholds. */
static gboolean
pass_run (Pass *self, gboolean at_stops, GCancellable *cancellable, GError **error)
{
  const TnSweep *sweep = self->sweep;
  gsize n = self->rows.n;
  gsize from = 0;

  while (from < n)
    {
      gsize to = MIN (n, from + ROWS_A_LOOK);

      for (guint i = 0; at_stops && i < TN_SWEEP_STOPS; i++)
        if (sweep->stop[i] > from)
          to = MIN (to, sweep->stop[i]);
      if (tn_cancelled (cancellable, error))
        return FALSE;
      pass_rows (self, from, to);
      for (guint i = 0; at_stops && i < TN_SWEEP_STOPS; i++)
        if (sweep->stop[i] == to)
          self->stop[i] = self->all;
      from = to;
    }

  /* With weights the sums may end a rounding short of the last edge. */
  for (; self->next < sweep->n_edges; self->next++)
    self->edge[self->next] = self->all;

  return TRUE;
}

/* The height of one ROC curve at equal steps of the stayers, between the edges by straight lines,
 * added with the weight of its pairs. */
static void
add_roc (const Pass *pass, double *roc)
{
  double positive = pass->all.hits, negative = pass->all.rows - pass->all.hits;
  guint last = pass->sweep->n_edges - 1, place = 0;

  for (guint i = 0; positive > 0 && negative > 0 && i < TN_SWEEP_GRID; i++)
    {
      double at = negative * i / (TN_SWEEP_GRID - 1), height = positive;

      while (place < last && pass->edge[place + 1].rows - pass->edge[place + 1].hits <= at)
        place++;
      if (place < last)
        {
          const Sums *a = &pass->edge[place], *b = a + 1;
          double from = a->rows - a->hits, to = b->rows - b->hits;

          height = a->hits + (b->hits - a->hits) * (at - from) / (to - from);
        }
      roc[i] += negative * height;
    }
}

static void
add_within (Within *self, const Pass *pass)
{
  self->auc += pass->auc;
  self->pairs += pass->all.hits * (pass->all.rows - pass->all.hits);
  self->pr_auc += pass->pr_auc;
  for (guint i = 0; i < pass->sweep->n_edges; i++)
    self->hits[i] += pass->edge[i].hits;
  add_roc (pass, self->roc);
}

/* Each stratum by itself, so that rows are held against rows of the same stratum only. */
static gboolean
pass_strata (const TnSweep *self,
             const guint8 *count,
             Within *within,
             GCancellable *cancellable,
             GError **error)
{
  for (guint s = 0; s < _tn_scored_count_strata (self->scored); s++)
    {
      Pass pass = { .sweep = self, .count = count };

      _tn_scored_view_stratum (self->scored, s, &pass.rows);
      for (gsize i = 0; i < pass.rows.n; i++)
        pass.total += (count != NULL ? count[pass.rows.unit[i]] : 1) *
                      (pass.rows.weight != NULL ? pass.rows.weight[i] : 1);
      if (!pass_run (&pass, FALSE, cancellable, error))
        return FALSE;
      add_within (within, &pass);
    }

  return TRUE;
}

static double
ratio (double a, double b)
{
  return b > 0 ? a / b : (double) NAN;
}

/* Ten bins of equal mass, from the sums at every tenth of the grid. */
static double
calibration_error (const TnSweep *sweep, const Pass *pass)
{
  Sums last = { 0 };
  double sum = 0;
  guint bin = 1;

  for (guint i = 0; i < sweep->n_edges && bin <= N_BINS; i++)
    if (sweep->edge[i] == bin * (TN_SWEEP_GRID / N_BINS) / (double) (TN_SWEEP_GRID - 1))
      {
        sum += fabs ((pass->edge[i].hits - last.hits) - (pass->edge[i].scores - last.scores));
        last = pass->edge[i];
        bin++;
      }

  return ratio (sum, pass->total);
}

/* Accuracy, precision, recall and F1 of contacting what stands above one threshold. */
static void
fill_threshold (const Sums *above, double total, double positive, double *out)
{
  double wrong = (above->rows - above->hits) + (positive - above->hits);

  out[0] = ratio (total - wrong, total);
  out[1] = ratio (above->hits, above->rows);
  out[2] = ratio (above->hits, positive);
  out[3] = ratio (2 * above->hits, above->rows + positive);
}

static void
fill_edges_out (const TnSweep *self,
                const Pass *pass,
                const Within *within,
                double positive,
                double *out)
{
  guint place = 0;

  for (guint i = 0; i < TN_SWEEP_GRID; i++)
    {
      while (self->edge[place] < i / (double) (TN_SWEEP_GRID - 1))
        place++;
      out[TN_SWEEP_CAUGHT + i] = ratio (within->hits[place], pass->total);
      out[TN_SWEEP_ROC + i] = ratio (within->roc[i], within->pairs);
      out[TN_SWEEP_MET + i] = ratio (pass->edge[place].hits, pass->total);
      out[TN_SWEEP_SCORED + i] = ratio (pass->edge[place].scores, pass->total);
    }
  for (guint i = 0; i < self->n_shares; i++)
    {
      double share = MIN (self->options.shares[i], 1);

      for (place = 0; self->edge[place] < share;)
        place++;
      out[TN_SWEEP_LIFT + i] = ratio (within->hits[place], share * positive);
    }
}

static void
fill_values (const TnSweep *self,
             const Pass *pass,
             const Within *within,
             const double *totals,
             double *out)
{
  double total = totals[0], positive = totals[1];
  const TnJudgeOptions *options = &self->options;

  for (guint i = 0; i < TN_SWEEP_WIDTH; i++)
    out[i] = (double) NAN;
  fill_edges_out (self, pass, within, positive, out);
  out[TN_SWEEP_AUC] = ratio (within->auc, within->pairs);
  out[TN_SWEEP_PR_AUC] = ratio (within->pr_auc, positive);
  out[TN_SWEEP_BASE_RATE] = ratio (positive, total);
  if (self->scored->is_probability)
    {
      out[TN_SWEEP_LOG_LOSS] = ratio (totals[2], total);
      out[TN_SWEEP_BRIER] = ratio (totals[3], total);
      out[TN_SWEEP_MEAN_SCORE] = ratio (totals[4], total);
      out[TN_SWEEP_GAP] = ratio (totals[4] - positive, total);
      out[TN_SWEEP_ECE] = calibration_error (self, pass);
      fill_threshold (&pass->stop[0], total, positive, out + TN_SWEEP_ACCURACY);
    }
  if (self->has_best)
    fill_threshold (&(Sums){ totals[5], totals[6], 0 }, total, positive,
                    out + TN_SWEEP_ACCURACY_BEST);
  /* Profit of as many rows as were judged, whatever the resample's total. */
  if (!isnan (self->threshold_profit))
    out[TN_SWEEP_PROFIT] =
        ratio (options->gain * pass->stop[1].hits - options->cost * pass->stop[1].rows, total) *
        self->total;
}

/**
 * tn_sweep_run:
 * @count: (nullable): how often each unit counts; once otherwise
 * @out: (out caller-allocates) (array fixed-size=TN_SWEEP_WIDTH): the figures, NaN where there
 *   is none
 *
 * One pass, and one more over rows that are ranked within folds: O(n) time, no memory.
 */
gboolean
tn_sweep_run (const TnSweep *self,
              const guint8 *count,
              double *out,
              GCancellable *cancellable,
              GError **error)
{
  Pass pass = { .sweep = self, .count = count };
  Within within = { 0 };
  double totals[N_SUMS];

  sum_units (self, count, totals);
  pass.total = totals[0];
  _tn_scored_view (self->scored, &pass.rows);
  if (!pass_run (&pass, TRUE, cancellable, error))
    return FALSE;
  if (self->scored->strata == NULL)
    add_within (&within, &pass);
  else if (!pass_strata (self, count, &within, cancellable, error))
    return FALSE;
  fill_values (self, &pass, &within, totals, out);

  return TRUE;
}

typedef struct
{
  TnSweep *const *sweeps;
  guint n_sweeps;
  guint n_resamples;
  double *out;
  TnProgress *progress;
  GCancellable *cancellable;
  int n_done; /* atomic: resamples, for the progress only */
} Bootstrap;

static gboolean
resample_part (gsize index, gpointer user_data, GError **error)
{
  Bootstrap *self = user_data;
  gsize n_units = self->sweeps[0]->scored->n_units;
  g_autofree guint8 *count = _tn_judge_try_malloc (n_units, 1, error);
  guint first = (guint) index * RESAMPLES_PART;
  guint end = MIN (first + RESAMPLES_PART, self->n_resamples);

  if (count == NULL)
    return FALSE;

  for (guint r = first; r < end; r++)
    {
      tn_resample_draw (self->sweeps[0]->options.seed, r, count, n_units);
      for (guint s = 0; s < self->n_sweeps; s++)
        {
          gsize place = (gsize) s * self->n_resamples + r;

          if (!tn_sweep_run (self->sweeps[s], count, self->out + place * TN_SWEEP_WIDTH,
                             self->cancellable, error))
            return FALSE;
        }
    }
  tn_progress_report (self->progress,
                      (g_atomic_int_add (&self->n_done, end - first) + end - first) /
                          (double) self->n_resamples);

  return TRUE;
}

/**
 * tn_sweep_bootstrap:
 * @sweeps: (array length=n_sweeps): plans over the same rows and customers, with the same seed and
 *   number of resamples
 *
 * Draws customers with replacement and makes all figures of all models from each draw, so
 * differences of models are paired. Parallel over draws; the same bytes for any number of threads.
 *
 * Returns: (transfer full) (nullable): for each sweep all its resamples, %TN_SWEEP_WIDTH numbers
 *   each
 */
double *
tn_sweep_bootstrap (TnSweep *const *sweeps,
                    guint n_sweeps,
                    TnProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  guint n_resamples = sweeps[0]->options.n_resamples;
  gsize n_parts = (n_resamples + RESAMPLES_PART - 1) / RESAMPLES_PART;
  g_autofree double *out = _tn_judge_try_malloc ((gsize) n_sweeps * n_resamples,
                                                 TN_SWEEP_WIDTH * sizeof (double), error);
  Bootstrap bootstrap = { sweeps, n_sweeps, n_resamples, out, progress, cancellable, 0 };

  if (out == NULL || !tn_pool_for (n_parts, resample_part, &bootstrap, cancellable, error))
    return NULL;

  return g_steal_pointer (&out);
}

/**
 * tn_sweep_pick:
 * @samples: (array): resamples of one sweep
 * @value: which figure
 * @n_defined: (out): how many resamples have it
 *
 * Returns: (transfer full): its values, ascending
 */
double *
tn_sweep_pick (const double *samples, guint n_samples, TnSweepValue value, guint *n_defined)
{
  double *values = g_new (double, MAX (n_samples, 1));

  *n_defined = 0;
  for (guint r = 0; r < n_samples; r++)
    {
      double x = samples[(gsize) r * TN_SWEEP_WIDTH + value];

      if (isfinite (x))
        values[(*n_defined)++] = x;
    }
  qsort (values, *n_defined, sizeof (double), compare_doubles);

  return values;
}
