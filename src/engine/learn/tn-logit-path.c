/* tn-logit-path.c: choosing the strength of the penalty
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-kernel-dense.h"
#include "tn-kernel-logistic.h"
#include "tn-logit-private.h"

/* λ falls from where the lasso keeps nothing to a ten-thousandth of it; with a ridge that
 * point is at infinity and a share of 0.001 stands in (Friedman, Hastie & Tibshirani 2010). */
#define N_LAMBDAS 30
#define LAST      1e-4

void
tn_logit_path_free (TnLogitPath *self)
{
  g_free (self->lambdas);
  g_free (self->mean);
  g_free (self->std_error);
  g_free (self);
}

static TnLogitPath *
path_new (double first)
{
  TnLogitPath *self = g_new0 (TnLogitPath, 1);

  self->n_lambdas = N_LAMBDAS;
  self->lambdas = g_new (double, N_LAMBDAS);
  self->mean = g_new0 (double, N_LAMBDAS);
  self->std_error = g_new0 (double, N_LAMBDAS);
  for (guint k = 0; k < N_LAMBDAS; k++)
    self->lambdas[k] = first * pow (LAST, (double) k / (N_LAMBDAS - 1));

  return self;
}

/* The λ at which the first coefficient leaves 0. */
static gboolean
find_first (TnDesign *design,
            const TnLogitParams *params,
            double *first,
            GCancellable *cancellable,
            GError **error)
{
  gsize q = design->n_cols + 1;
  g_autofree double *beta = g_new0 (double, q);
  g_autofree double *gradient = g_new0 (double, q);
  double loss, share = MAX (params->alpha, 1e-3);

  tn_logit_start (design, beta);
  if (!tn_design_derive (design, beta, &loss, gradient, NULL, cancellable, error))
    return FALSE;
  *first = 1e-8;
  for (gsize j = 0; j + 1 < q; j++)
    {
      double factor = params->standardize ? 1 : design->factor[j];

      *first = MAX (*first, fabs (gradient[j]) / (share * factor));
    }

  return TRUE;
}

/* One fold: rows left out, the weights that leave them out, and room for their chances. */
typedef struct
{
  TnMatrix *x;
  const double *y;
  const double *weights;
  const TnLogitParams *params;
  gsize *rows;
  gsize n;
  double *p;
  double *left_y;
  double *left_weights;
  double total;
} Fold;

static void
fold_clear (Fold *self)
{
  g_free (self->rows);
  g_free (self->p);
  g_free (self->left_y);
  g_free (self->left_weights);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fold, fold_clear)

static gboolean
fold_init (Fold *self,
           TnMatrix *x,
           const double *y,
           const TnLogitParams *params,
           const guint32 *folds,
           guint fold,
           double *weights,
           GError **error)
{
  gsize n = tn_matrix_get_n_rows (x);

  self->x = x;
  self->params = params;
  self->rows = g_try_new (gsize, n + 1);
  self->p = g_try_new (double, n + 1);
  self->left_y = g_try_new (double, n + 1);
  self->left_weights = g_try_new (double, n + 1);
  if (self->rows == NULL || self->p == NULL || self->left_y == NULL || self->left_weights == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to fit this model: use fewer columns or a "
                        "sample of the rows."),
                    NULL);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    {
      double w = params->weights != NULL ? params->weights[i] : 1;

      weights[i] = folds[i] == fold ? 0 : w;
      if (folds[i] != fold)
        continue;
      self->rows[self->n] = i;
      self->left_y[self->n] = y[i];
      self->left_weights[self->n++] = w;
      self->total += w;
    }

  return TRUE;
}

static void
predict_left (Fold *self, const TnDesign *design, const double *beta)
{
  for (gsize i = 0; i < self->n; i++)
    self->p[i] = beta[design->n_cols];
  for (gsize j = 0; j < design->n_cols; j++)
    {
      const double *column = tn_matrix_get_column (self->x, design->columns[j]);
      double factor = beta[j] * design->factor[j];

      for (gsize i = 0; factor != 0 && i < self->n; i++)
        self->p[i] += (column[self->rows[i]] - design->mean[j]) * factor;
    }
  tn_kernel_logistic_chance (self->n, self->p, self->p);
}

/* Fits one fold along the path; @losses gets a loss for each λ. */
static gboolean
run_fold (Fold *self,
          const double *y,
          const double *weights,
          const TnLogitPath *path,
          TnLogitScoreFunc score,
          gpointer user_data,
          double *losses,
          TnProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TnDesign) design = tn_design_new (self->x, y, weights, cancellable, error);
  g_autofree double *beta = NULL;
  g_autofree double *ridge = NULL;
  g_autofree double *lasso = NULL;
  guint n_steps = 0;

  if (design == NULL)
    return FALSE;
  beta = g_new0 (double, design->n_cols + 1);
  ridge = g_new0 (double, design->n_cols + 1);
  lasso = g_new0 (double, design->n_cols + 1);
  tn_logit_start (design, beta);
  for (guint k = 0; k < path->n_lambdas; k++)
    {
      TnLogitTask task = { design,
                           ridge,
                           self->params->alpha > 0 ? lasso : NULL,
                           MAX (self->params->tolerance, 1e-8),
                           self->params->max_iterations,
                           FALSE };

      _tn_logit_set_penalties (design, self->params, path->lambdas[k], ridge, lasso);
      if (!tn_logit_solve_from (&task, beta, &n_steps, cancellable, error))
        return FALSE;
      predict_left (self, design, beta);
      losses[k] = score (self->p, self->left_y, self->left_weights, self->n, user_data);
      tn_progress_report (progress, (double) (k + 1) / path->n_lambdas);
    }

  return TRUE;
}

static void
choose (TnLogitPath *self, const double *losses, const double *totals, guint n_folds)
{
  double total = 0;

  for (guint f = 0; f < n_folds; f++)
    total += totals[f];
  for (guint k = 0; k < self->n_lambdas; k++)
    {
      double variance = 0;

      for (guint f = 0; f < n_folds; f++)
        self->mean[k] += totals[f] / total * losses[f * self->n_lambdas + k];
      for (guint f = 0; f < n_folds; f++)
        {
          double d = losses[f * self->n_lambdas + k] - self->mean[k];

          variance += totals[f] / total * d * d;
        }
      self->std_error[k] = sqrt (variance / (n_folds - 1));
      if (self->mean[k] < self->mean[self->best])
        self->best = k;
    }
  self->sparse = self->best;
  while (self->sparse > 0 &&
         self->mean[self->sparse - 1] <= self->mean[self->best] + self->std_error[self->best])
    self->sparse--;
}

static gboolean
check_folds (const guint32 *folds, gsize n, guint n_folds, GError **error)
{
  g_autofree gsize *counts = g_new0 (gsize, (gsize) n_folds + 1);
  gboolean fine = n_folds >= 2;

  for (gsize i = 0; fine && i < n; i++)
    {
      fine = folds[i] < n_folds;
      if (fine)
        counts[folds[i]]++;
    }
  for (guint f = 0; fine && f < n_folds; f++)
    fine = counts[f] > 0;
  if (!fine)
    tn_error_set (error, TN_ERROR_ARGUMENT,
                  N_ ("Choosing a penalty needs at least two folds with rows in each: use fewer "
                      "folds or more rows."),
                  NULL);

  return fine;
}

/**
 * tn_logit_path:
 * @x: n × p, finite
 * @y: n labels, 0 or 1
 * @params: as for tn_logit_fit(); its lambda is not read
 * @folds: n numbers below @n_folds. Rows of one customer must share one: the caller's duty
 * @n_folds: at least 2, none empty
 * @score: loss of the rows left out; lower is better
 * @progress: (nullable)
 * @error: as tn_logit_fit(); %TN_ERROR_DATA also when the rows of all folds but one have one
 *   outcome only
 *
 * Tries 30 falling values of λ on each fold, each fit beginning where the one before ended.
 * Rows left out count with weight 0, so nothing is copied and centring does not see them.
 *
 * Returns: (transfer full) (nullable)
 */
TnLogitPath *
tn_logit_path (TnMatrix *x,
               const double *y,
               const TnLogitParams *params,
               const guint32 *folds,
               guint n_folds,
               TnLogitScoreFunc score,
               gpointer user_data,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  gsize n = tn_matrix_get_n_rows (x);
  g_autoptr (TnDesign) whole = NULL;
  g_autoptr (TnLogitPath) self = NULL;
  g_autofree double *weights = g_try_new (double, n + 1);
  g_autofree double *losses = g_new0 (double, (gsize) MAX (n_folds, 1) * N_LAMBDAS);
  g_autofree double *totals = g_new0 (double, MAX (n_folds, 1));
  double first = 0;

  if (!_tn_logit_check_params (params, error) || !check_folds (folds, n, n_folds, error) ||
      (whole = tn_design_new (x, y, params->weights, cancellable, error)) == NULL ||
      !_tn_logit_check_size (whole, params, error) ||
      !find_first (whole, params, &first, cancellable, error))
    return NULL;
  if (weights == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to fit this model: use fewer columns or a "
                        "sample of the rows."),
                    NULL);
      return NULL;
    }

  self = path_new (first);
  for (guint f = 0; f < n_folds; f++)
    {
      g_auto (Fold) fold = { NULL };
      g_autoptr (TnProgress) part = NULL;

      if (progress != NULL)
        part = tn_progress_new_part (progress, (double) f / n_folds, (double) (f + 1) / n_folds);
      if (!fold_init (&fold, x, y, params, folds, f, weights, error) ||
          !run_fold (&fold, y, weights, self, score, user_data, losses + f * N_LAMBDAS, part,
                     cancellable, error))
        return NULL;
      totals[f] = fold.total;
    }
  choose (self, losses, totals, n_folds);

  return g_steal_pointer (&self);
}
