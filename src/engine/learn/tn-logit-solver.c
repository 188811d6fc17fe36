/* tn-logit-solver.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-logit-solver.h"

#include <math.h>
#include <string.h>

#include <cblas.h>

#include "tn-cholesky.h"
#include "tn-error.h"
#include "tn-pool.h"

/* One outer step's quantities; q = n_cols + 1 places each. */
typedef struct
{
  const TnLogitTask *task;
  gsize p;
  gsize q;
  double *gradient; /* of the smooth part: loss and ridge */
  double *hessian;  /* q²; NULL when there are too many columns */
  double *factor;   /* q²; scratch for its Cholesky factor */
  double *delta;
  double *trial;
  double *work;
  double objective;
  GCancellable *cancellable;
} Solver;

static void
solver_clear (Solver *self)
{
  g_free (self->gradient);
  g_free (self->hessian);
  g_free (self->factor);
  g_free (self->delta);
  g_free (self->trial);
  g_free (self->work);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Solver, solver_clear)

static gboolean
solver_init (Solver *self, const TnLogitTask *task, GCancellable *cancellable, GError **error)
{
  gsize q = task->design->n_cols + 1;
  gboolean dense = q <= TN_DESIGN_MAX_DENSE;

  tn_pool_hold_blas ();
  self->task = task;
  self->p = q - 1;
  self->q = q;
  self->cancellable = cancellable;
  self->gradient = g_new0 (double, q);
  self->delta = g_new0 (double, q);
  self->trial = g_new0 (double, q);
  self->work = g_new0 (double, 4 * q);
  if (!dense)
    return TRUE;

  self->hessian = g_try_malloc_n (q * q, sizeof (double));
  self->factor = g_try_malloc_n (q * q, sizeof (double));
  if (self->hessian == NULL || self->factor == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough memory to fit this model: use fewer columns or a "
                        "sample of the rows."),
                    NULL);
      return FALSE;
    }

  return TRUE;
}

static double
penalty (const TnLogitTask *task, const double *beta)
{
  double sum = 0;

  for (gsize j = 0; j < task->design->n_cols; j++)
    {
      sum += 0.5 * task->ridge[j] * beta[j] * beta[j];
      if (task->lasso != NULL)
        sum += task->lasso[j] * fabs (beta[j]);
    }

  return sum;
}

/* Objective and derivatives at @beta. The lasso part of the objective has no gradient here. */
static gboolean
derive (Solver *self, const double *beta, GError **error)
{
  const TnLogitTask *task = self->task;
  double loss;

  if (!tn_design_derive (task->design, beta, &loss, self->gradient, self->hessian,
                         self->cancellable, error))
    return FALSE;
  self->objective = loss + penalty (task, beta);
  for (gsize j = 0; j < self->p; j++)
    {
      self->gradient[j] += task->ridge[j] * beta[j];
      if (self->hessian != NULL)
        self->hessian[j + j * self->q] += task->ridge[j];
    }

  return TRUE;
}

/* At a maximum that exists, the last Newton step is tiny in every column. When the outcomes
 * are parted the loss still falls by steps that do not: the margins of the parted rows grow
 * by about 1 each time (Albert & Anderson 1984 on when the maximum does not exist). */
static gboolean
refuse_separation (Solver *self, GError **error)
{
  const TnDesign *design = self->task->design;
  double most = 0;
  gsize worst = 0;
  const char *name;

  for (gsize j = 0; j < self->p; j++)
    if (fabs (self->delta[j]) * design->range[j] > most)
      {
        most = fabs (self->delta[j]) * design->range[j];
        worst = j;
      }
  if (most < 0.2)
    return FALSE;

  name = tn_matrix_get_name (design->x, design->columns[worst]);
  tn_error_set (error, TN_ERROR_NUMERIC,
                N_ ("“{column}”, alone or with other columns, tells the two outcomes apart without "
                    "a single overlap, so its weight has no end: check whether it was recorded "
                    "after the outcome, leave it out, or set a penalty above 0."),
                "column", name, NULL);
  tn_error_place (error, NULL, name, 0);

  return TRUE;
}

static gboolean
newton_direction (Solver *self, GError **error)
{
  gsize q = self->q;

  memcpy (self->factor, self->hessian, q * q * sizeof (double));
  switch (tn_cholesky_factor (q, self->factor, self->cancellable, error))
    {
    case TN_CHOLESKY_CANCELLED:
      return FALSE;
    case TN_CHOLESKY_SINGULAR:
      /* Parted outcomes also end here, when no curvature is left; delta is the last step. */
      if (self->task->watch_separation && refuse_separation (self, error))
        return FALSE;
      tn_error_set (error, TN_ERROR_NUMERIC,
                    N_ ("The columns overlap so much that no single set of weights is best: set a "
                        "penalty above 0 or leave columns out."),
                    NULL);
      return FALSE;
    case TN_CHOLESKY_DONE:
      break;
    }
  for (gsize j = 0; j < q; j++)
    self->delta[j] = -self->gradient[j];
  tn_cholesky_solve (q, self->factor, self->delta);

  return TRUE;
}

/* Many columns: Newton's equation by conjugate gradients, to a residual that shrinks with the
 * gradient (Dembo & Steihaug 1983), so that the last steps are quadratic. */
static gboolean
conjugate_direction (Solver *self, const double *beta, GError **error)
{
  gsize q = self->q;
  double *residual = self->work, *direction = residual + q, *product = direction + q;
  double norm = cblas_dnrm2 ((int) q, self->gradient, 1);
  double target = norm * MIN (0.1, sqrt (norm)), square;

  memset (self->delta, 0, q * sizeof (double));
  for (gsize j = 0; j < q; j++)
    direction[j] = residual[j] = -self->gradient[j];
  square = norm * norm;

  for (guint k = 0; k < 250 && sqrt (square) > target; k++)
    {
      double curvature, length, next;

      if (!tn_design_curve (self->task->design, beta, direction, product, self->cancellable, error))
        return FALSE;
      for (gsize j = 0; j < self->p; j++)
        product[j] += self->task->ridge[j] * direction[j];
      curvature = cblas_ddot ((int) q, direction, 1, product, 1);
      if (!(curvature > 1e-16 * square))
        break;
      length = square / curvature;
      cblas_daxpy ((int) q, length, direction, 1, self->delta, 1);
      cblas_daxpy ((int) q, -length, product, 1, residual, 1);
      next = cblas_ddot ((int) q, residual, 1, residual, 1);
      for (gsize j = 0; j < q; j++)
        direction[j] = residual[j] + next / square * direction[j];
      square = next;
    }

  return TRUE;
}

static void
fill_lower (gsize q, double *a)
{
  for (gsize j = 0; j < q; j++)
    for (gsize i = 0; i < j; i++)
      a[j + i * q] = a[i + j * q];
}

/* One coordinate of the quadratic model with its |β| term, exactly. @product is H δ. */
static double
coordinate_step (Solver *self, const double *beta, double *product, gsize j)
{
  double curvature = self->hessian[j + j * self->q];
  double old = beta[j] + self->delta[j];
  double push = curvature * old - (self->gradient[j] + product[j]);
  double limit = j < self->p ? self->task->lasso[j] : 0;
  double new, change;

  if (!(curvature > 0))
    return 0;
  new = push > limit ? (push - limit) / curvature : push < -limit ? (push + limit) / curvature : 0;
  change = new - old;
  if (change == 0)
    return 0;
  self->delta[j] += change;
  cblas_daxpy ((int) self->q, change, self->hessian + j * self->q, 1, product, 1);

  return curvature * change * change;
}

/* The proximal Newton direction by cyclic coordinate descent; between full rounds only
 * coefficients that are not zero are visited (Friedman, Hastie & Tibshirani 2010). */
static gboolean
lasso_direction (Solver *self, const double *beta, GError **error)
{
  gsize q = self->q;
  double *product = self->work;
  double limit = 1e-20 * self->task->design->null_loss;
  gboolean full = TRUE;

  fill_lower (q, self->hessian);
  memset (self->delta, 0, q * sizeof (double));
  memset (product, 0, q * sizeof (double));
  for (guint round = 0; round < 5000; round++)
    {
      double most = 0;

      if (tn_cancelled (self->cancellable, error))
        return FALSE;
      for (gsize k = 0; k < q; k++)
        {
          gsize j = q - 1 - k; /* the intercept first */

          double gain = 0;

          if (full || j == self->p || beta[j] + self->delta[j] != 0)
            gain = coordinate_step (self, beta, product, j);
          most = MAX (most, gain);
        }
      if (most <= limit && full)
        break;
      full = most <= limit;
    }

  return TRUE;
}

/* What the linear model promises of a full step: negative, and near 0 only at the minimum. */
static double
promised_gain (Solver *self, const double *beta)
{
  const TnLogitTask *task = self->task;
  double gain = cblas_ddot ((int) self->q, self->gradient, 1, self->delta, 1);

  for (gsize j = 0; task->lasso != NULL && j < self->p; j++)
    gain += task->lasso[j] * (fabs (beta[j] + self->delta[j]) - fabs (beta[j]));

  return gain;
}

/* Halves the step until the objective falls; slack for rounding lets the last step pass. */
static gboolean
search_line (Solver *self, double *beta, double gain, double *length, GError **error)
{
  double before = self->objective;

  for (*length = 1; *length > 1e-10; *length /= 2)
    {
      double loss, after;

      for (gsize j = 0; j < self->q; j++)
        self->trial[j] = beta[j] + *length * self->delta[j];
      if (*length == 1)
        {
          /* Nearly always right: the derivatives are those of the next step. */
          if (!derive (self, self->trial, error))
            return FALSE;
          after = self->objective;
        }
      else
        {
          if (!tn_design_derive (self->task->design, self->trial, &loss, NULL, NULL,
                                 self->cancellable, error))
            return FALSE;
          after = loss + penalty (self->task, self->trial);
        }
      if (after <= before + 1e-4 * *length * gain + 1e-13 * fabs (before))
        break;
    }
  memcpy (beta, self->trial, self->q * sizeof (double));

  return *length == 1 || derive (self, beta, error);
}

static gboolean
find_direction (Solver *self, const double *beta, GError **error)
{
  if (self->task->lasso != NULL)
    return lasso_direction (self, beta, error);
  if (self->hessian == NULL)
    return conjugate_direction (self, beta, error);

  return newton_direction (self, error);
}

static gboolean
set_not_converged (guint n, GError **error)
{
  TnMessage *message = tn_message_new_plural (
      TN_PLURAL ("The weights had not settled after {n} step: set a larger penalty, or scale the "
                 "columns.",
                 "The weights had not settled after {n} steps: set a larger penalty, or scale the "
                 "columns."),
      (gint64) n);

  tn_message_count (message, "n", (gint64) n);
  tn_error_take (error, TN_ERROR_NUMERIC, message);

  return FALSE;
}

/* A step follows from the weights alone, and from the last step where outcomes are parted: both
 * are all there is to keep. */
static void
keep_step (Solver *self, const double *beta, guint n_steps, gint64 *kept_at)
{
  const TnCheckpoint *checkpoint = self->task->checkpoint;
  GVariantBuilder builder;

  if (!tn_checkpoint_is_due (checkpoint, kept_at))
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&builder, "{sv}", "steps", g_variant_new_uint32 (n_steps));
  g_variant_builder_add (
      &builder, "{sv}", "beta",
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, beta, self->q, sizeof (double)));
  g_variant_builder_add (
      &builder, "{sv}", "delta",
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, self->delta, self->q, sizeof (double)));
  checkpoint->keep (g_variant_builder_end (&builder), checkpoint->user_data);
}

static gboolean
read_numbers (GVariant *fields, const char *name, double *out, gsize q)
{
  g_autoptr (GVariant) value = g_variant_lookup_value (fields, name, G_VARIANT_TYPE ("ad"));
  gsize n = 0;
  const double *numbers =
      value != NULL ? g_variant_get_fixed_array (value, &n, sizeof (double)) : NULL;

  if (n != q)
    return FALSE;
  for (gsize j = 0; j < q; j++)
    if (!(fabs (numbers[j]) < 1e6))
      return FALSE;
  memcpy (out, numbers, q * sizeof (double));

  return TRUE;
}

/* %FALSE, with @beta as it was, when nothing was kept that can be used. */
static gboolean
take_step (Solver *self, double *beta, guint *step)
{
  const TnCheckpoint *checkpoint = self->task->checkpoint;
  g_autoptr (GVariant) fields =
      checkpoint != NULL ? checkpoint->recall (checkpoint->user_data) : NULL;
  guint32 n = 0;

  if (fields == NULL || !g_variant_is_of_type (fields, G_VARIANT_TYPE_VARDICT) ||
      !g_variant_lookup (fields, "steps", "u", &n) || n >= self->task->max_iterations ||
      !read_numbers (fields, "delta", self->trial, self->q) ||
      !read_numbers (fields, "beta", beta, self->q))
    return FALSE;
  memcpy (self->delta, self->trial, self->q * sizeof (double));
  *step = n;

  return TRUE;
}

/* Newton steps, from the one numbered @step on, until the next one would gain less than the
 * tolerance; that one is taken too. */
static gboolean
descend (Solver *self,
         double *beta,
         guint step,
         guint *n_steps,
         TnProgress *progress,
         GError **error)
{
  const TnLogitTask *task = self->task;
  double enough = task->tolerance * task->design->null_loss;
  gint64 kept_at = g_get_monotonic_time ();

  if (!derive (self, beta, error))
    return FALSE;
  for (; step < task->max_iterations; step++)
    {
      double gain, length;

      if (!find_direction (self, beta, error))
        return FALSE;
      ++*n_steps;
      gain = promised_gain (self, beta);
      if (-gain <= 2 * enough)
        {
          if (task->watch_separation && refuse_separation (self, error))
            return FALSE;
          for (gsize j = 0; j < self->q; j++)
            beta[j] += self->delta[j];
          return TRUE;
        }
      if (!search_line (self, beta, gain, &length, error))
        return FALSE;
      /* Each step squares the error: how far we are is in its logarithm. */
      tn_progress_report (progress, CLAMP (log (-gain / task->design->null_loss) /
                                               log (MAX (task->tolerance, 1e-300)),
                                           0.05, 1));
      if (length <= 1e-10)
        break;
      keep_step (self, beta, step + 1, &kept_at);
    }

  return set_not_converged (*n_steps, error);
}

/**
 * tn_logit_start:
 * @beta: n_cols + 1 places
 *
 * The start everyone has: no column matters, the intercept gives the base rate.
 */
void
tn_logit_start (const TnDesign *design, double *beta)
{
  memset (beta, 0, design->n_cols * sizeof (double));
  beta[design->n_cols] = log (design->base_rate) - log1p (-design->base_rate);
}

/* Every k-th row first: its solution is within a step or two of the whole one's. What goes
 * wrong there is no matter, the start then stays. */
static gboolean
warm_start (const TnLogitTask *task, double *beta, GCancellable *cancellable, GError **error)
{
  gsize q = task->design->n_cols + 1;
  gsize enough = MAX (16384, 64 * q), step = MIN (task->design->n_rows / enough, 32);
  g_autoptr (TnDesign) thin = NULL;
  g_autofree double *trial = g_memdup2 (beta, q * sizeof (double));
  g_autoptr (GError) thin_error = NULL;
  TnLogitTask thin_task = *task;
  g_auto (Solver) solver = { NULL };
  guint n_steps = 0;

  if (step < 4)
    return TRUE;
  thin = tn_design_new_thinned (task->design, step);
  if (!(thin->total_weight > 0))
    return TRUE;
  thin_task.design = thin;
  thin_task.tolerance = MAX (task->tolerance, 1e-6);
  thin_task.watch_separation = FALSE;
  thin_task.max_iterations = 20;
  thin_task.checkpoint = NULL;
  if (!solver_init (&solver, &thin_task, cancellable, error))
    return FALSE;
  if (descend (&solver, trial, 0, &n_steps, NULL, &thin_error))
    memcpy (beta, trial, q * sizeof (double));
  else if (g_error_matches (thin_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&thin_error));
      return FALSE;
    }

  return TRUE;
}

/**
 * tn_logit_solve:
 * @beta: n_cols + 1 coefficients: a start, and the solution
 * @n_steps: raised by the number of outer steps over all rows, those of a checkpoint too
 * @error: %TN_ERROR_NUMERIC when there is no minimum or it was not reached, %TN_ERROR_SPACE,
 *   cancelled
 *
 * Newton's method: Cholesky up to %TN_DESIGN_MAX_DENSE columns, conjugate gradients beyond,
 * coordinate descent on the quadratic model where there is a lasso part. Stops when a step
 * promises to lower the mean loss by less than @tolerance × the loss of the base rate, which
 * depends on neither the number of rows nor the units of columns.
 */
gboolean
tn_logit_solve (const TnLogitTask *task,
                double *beta,
                guint *n_steps,
                TnProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  g_auto (Solver) solver = { NULL };
  guint step = 0;

  if (!solver_init (&solver, task, cancellable, error))
    return FALSE;
  if (!take_step (&solver, beta, &step) && task->lasso == NULL &&
      !warm_start (task, beta, cancellable, error))
    return FALSE;

  *n_steps += step;

  return descend (&solver, beta, step, n_steps, progress, error);
}

/**
 * tn_logit_solve_from:
 * @beta: n_cols + 1 coefficients: a start, and the solution
 * @n_steps: raised by the number of outer steps
 * @error: as of tn_logit_solve()
 *
 * As tn_logit_solve() from a point that may be near, such as the end of an easier penalty.
 */
gboolean
tn_logit_solve_from (const TnLogitTask *task,
                     double *beta,
                     guint *n_steps,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (Solver) solver = { NULL };

  return solver_init (&solver, task, cancellable, error) &&
         descend (&solver, beta, 0, n_steps, NULL, error);
}
