/* tn-design.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-design.h"

#include <math.h>
#include <string.h>

#include <cblas.h>

#include "tn-error.h"
#include "tn-kernel-dense.h"
#include "tn-kernel-logistic.h"
#include "tn-pool.h"

/* What one part of the rows adds, and what it works in. */
#define MAX_PARTS       64
#define PARTIALS_BUDGET ((gsize) 128 << 20)
#define BLOCK_DOUBLES   65536 /* 512 KiB: stays in a core's second-level cache */

static void
set_no_memory (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough memory to fit this model: use fewer columns or a sample "
                    "of the rows."),
                NULL);
}

/* --- Setting up --- */

static gboolean
check_labels (TnDesign *self, GError **error)
{
  double positive = 0, total = 0;

  for (gsize i = 0; i < self->n_rows; i++)
    {
      double y = self->y[i], w = self->weights != NULL ? self->weights[i] : 1.0;

      if (y != 0 && y != 1)
        {
          g_autoptr (TnMessage) message = tn_message_new (
              N_ ("The target of row {row} is neither 0 nor 1: choose a target with two outcomes "
                  "and no missing cells."));

          tn_message_count (message, "row", (gint64) i + 1);
          tn_error_take (error, TN_ERROR_DATA, g_steal_pointer (&message));
          return FALSE;
        }
      if (!(w >= 0 && w <= G_MAXDOUBLE))
        {
          g_autoptr (TnMessage) message = tn_message_new (
              N_ ("The weight of row {row} is missing or below 0: weights are numbers from 0 "
                  "up."));

          tn_message_count (message, "row", (gint64) i + 1);
          tn_error_take (error, TN_ERROR_DATA, g_steal_pointer (&message));
          return FALSE;
        }
      total += w;
      positive += w * y;
    }

  if (!(positive > 0 && positive < total))
    {
      tn_error_set (error, TN_ERROR_DATA,
                    self->n_rows == 0 || !(total > 0)
                        ? N_ ("There are no rows to learn from: loosen the filters or choose "
                              "earlier cut dates.")
                        : N_ ("All rows have the same outcome, so there is nothing to learn: "
                              "choose a longer period or another target."),
                    NULL);
      return FALSE;
    }
  self->total_weight = total;
  self->base_rate = positive / total;
  self->null_loss =
      -self->base_rate * log (self->base_rate) - (1 - self->base_rate) * log1p (-self->base_rate);

  return TRUE;
}

/* Mean, deviation and range of one column. Two passes: the textbook one-pass variance
 * loses all digits of a column such as a year. */
static gboolean
measure_column (gsize index, gpointer user_data, GError **error)
{
  TnDesign *self = user_data;
  const double *x = tn_matrix_get_column (self->x, index);
  double low = INFINITY, high = -INFINITY, variance;

  self->mean[index] = tn_kernel_sum (self->n_rows, x, self->weights) / self->total_weight;
  if (!isfinite (self->mean[index]) || !tn_kernel_all_finite (self->n_rows, x))
    {
      tn_error_set (error, TN_ERROR_DATA,
                    N_ ("“{column}” has missing or infinite values, which this model cannot use: "
                        "fill them in first."),
                    "column", tn_matrix_get_name (self->x, index), NULL);
      tn_error_place (error, NULL, tn_matrix_get_name (self->x, index), 0);
      return FALSE;
    }
  tn_kernel_range (self->n_rows, x, &low, &high);
  variance = tn_kernel_sum_squares (self->n_rows, x, self->mean[index], self->weights) /
             self->total_weight;
  /* Below this a column is constant but for rounding of its mean. */
  if (sqrt (variance) <= 1e-13 * MAX (fabs (low), fabs (high)) || !isfinite (1 / sqrt (variance)))
    variance = 0;
  self->factor[index] = variance > 0 ? 1 / sqrt (variance) : 0;
  self->range[index] = (high - low) * self->factor[index];

  return TRUE;
}

/**
 * tn_design_new:
 * @x: n × p
 * @y: n labels, borrowed
 * @weights: (nullable): n weights, borrowed
 * @error: %TN_ERROR_DATA for labels other than 0 and 1, one outcome only, missing values
 *
 * Returns: (transfer full) (nullable): the columns that vary, with their scales
 */
TnDesign *
tn_design_new (TnMatrix *x,
               const double *y,
               const double *weights,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TnDesign) self = g_new0 (TnDesign, 1);
  gsize p = tn_matrix_get_n_cols (x);
  g_autofree gboolean *drop = g_new0 (gboolean, p + 1);

  self->x = tn_matrix_ref (x);
  self->y = y;
  self->weights = weights;
  self->step = 1;
  self->n_rows = tn_matrix_get_n_rows (x);
  self->n_cols = p;
  self->columns = g_new0 (gsize, p + 1);
  self->mean = g_new0 (double, p + 1);
  self->factor = g_new0 (double, p + 1);
  self->range = g_new0 (double, p + 1);
  if (!check_labels (self, error) || !tn_pool_for (p, measure_column, self, cancellable, error))
    return NULL;

  for (gsize j = 0; j < p; j++)
    {
      self->columns[j] = j;
      drop[j] = self->factor[j] == 0;
    }
  tn_design_drop (self, drop);

  return g_steal_pointer (&self);
}

/**
 * tn_design_drop:
 * @drop: n_cols flags
 *
 * Takes columns out of use.
 */
void
tn_design_drop (TnDesign *self, const gboolean *drop)
{
  gsize kept = 0;

  for (gsize j = 0; j < self->n_cols; j++)
    {
      if (drop[j])
        continue;
      self->columns[kept] = self->columns[j];
      self->mean[kept] = self->mean[j];
      self->factor[kept] = self->factor[j];
      self->range[kept] = self->range[j];
      kept++;
    }
  self->n_cols = kept;
}

/**
 * tn_design_new_thinned:
 * @step: at least 1
 *
 * Every @step-th row, on the scales of all rows: a quick place to look for a start.
 *
 * Returns: (transfer full)
 */
TnDesign *
tn_design_new_thinned (const TnDesign *self, gsize step)
{
  TnDesign *thin = g_memdup2 (self, sizeof *self);
  gsize n = self->n_cols + 1;

  tn_matrix_ref (thin->x);
  thin->columns = g_memdup2 (self->columns, n * sizeof (gsize));
  thin->mean = g_memdup2 (self->mean, n * sizeof (double));
  thin->factor = g_memdup2 (self->factor, n * sizeof (double));
  thin->range = g_memdup2 (self->range, n * sizeof (double));
  thin->step = step;
  thin->n_rows = (self->n_rows + step - 1) / step;
  thin->total_weight = 0;
  for (gsize i = 0; i < self->n_rows; i += step)
    thin->total_weight += self->weights != NULL ? self->weights[i] : 1.0;

  return thin;
}

void
tn_design_free (TnDesign *self)
{
  g_clear_pointer (&self->x, tn_matrix_unref);
  g_free (self->columns);
  g_free (self->mean);
  g_free (self->factor);
  g_free (self->range);
  g_free (self);
}

/* --- Passes over the rows --- */

/* What a pass works out for each part. */
typedef struct
{
  const TnDesign *design;
  const double *beta;
  const double *direction; /* for second derivatives times a vector */
  gsize n_parts;
  gsize part_rows;
  gsize block_rows;
  gboolean want_hessian;
  double *losses;    /* n_parts */
  double *gradients; /* n_parts × q */
  double *hessians;  /* n_parts × q² */
  double *residuals; /* n rows */
  GCancellable *cancellable;
} Pass;

/* Rows of one block, packed: centred and scaled values column by column. */
typedef struct
{
  gsize rows;
  gsize ld;
  double *values; /* ld × q; the last column is scratch until the intercept's goes there */
  double *margin;
  double *y;
  double *weights;
  double *residual;
  double *curvature;
  double *root;
} Block;

static Block *
block_new (gsize rows, gsize q)
{
  gsize ld = (rows + 7) & ~(gsize) 7;
  gsize n = ld * (q + 6) + 8;
  double *slab = g_try_malloc (n * sizeof (double) + sizeof (Block) + 64);
  Block *self = (Block *) slab;
  double *next = (double *) (((gsize) slab + sizeof (Block) + 63) & ~(gsize) 63);

  if (slab == NULL)
    return NULL;
  self->ld = ld;
  self->values = next;
  self->margin = next + ld * q;
  self->y = self->margin + ld;
  self->weights = self->y + ld;
  self->residual = self->weights + ld;
  self->curvature = self->residual + ld;
  self->root = self->curvature + ld;

  return self;
}

static void
block_take_vector (gsize rows, gsize start, gsize step, const double *from, double *to)
{
  if (step == 1)
    memcpy (to, from + start, rows * sizeof (double));
  else
    for (gsize i = 0; i < rows; i++)
      to[i] = from[(start + i) * step];
}

static void
block_load (Block *self, const TnDesign *design, gsize start, gsize rows)
{
  self->rows = rows;
  for (gsize j = 0; j < design->n_cols; j++)
    {
      const double *x = tn_matrix_get_column (design->x, design->columns[j]);
      double *out = self->values + j * self->ld;

      if (design->step == 1)
        tn_kernel_center (rows, x + start, design->mean[j], design->factor[j], out);
      else
        for (gsize i = 0; i < rows; i++)
          out[i] = (x[(start + i) * design->step] - design->mean[j]) * design->factor[j];
    }
  block_take_vector (rows, start, design->step, design->y, self->y);
  if (design->weights != NULL)
    block_take_vector (rows, start, design->step, design->weights, self->weights);
}

static void
block_times (Block *self, gsize p, const double *beta, double *out)
{
  for (gsize i = 0; i < self->rows; i++)
    out[i] = beta[p];
  if (p > 0)
    cblas_dgemv (CblasColMajor, CblasNoTrans, (int) self->rows, (int) p, 1.0, self->values,
                 (int) self->ld, beta, 1, 1.0, out, 1);
}

static void
block_add_transposed (Block *self, gsize p, const double *v, double *out)
{
  if (p > 0)
    cblas_dgemv (CblasColMajor, CblasTrans, (int) self->rows, (int) p, 1.0, self->values,
                 (int) self->ld, v, 1, 1.0, out, 1);
  out[p] += tn_kernel_sum (self->rows, v, NULL);
}

/* H += XᵀWX of the block, upper triangle, as the product of √W X with itself. */
static void
block_add_hessian (Block *self, gsize p, double *hessian)
{
  tn_kernel_sqrt (self->rows, self->curvature, self->root);
  for (gsize j = 0; j < p; j++)
    tn_kernel_multiply (self->rows, self->root, self->values + j * self->ld);
  memcpy (self->values + p * self->ld, self->root, self->rows * sizeof (double));
  cblas_dsyrk (CblasColMajor, CblasUpper, CblasTrans, (int) p + 1, (int) self->rows, 1.0,
               self->values, (int) self->ld, 1.0, hessian, (int) p + 1);
}

static void
pass_block (Pass *pass, Block *block, gsize part, gsize start)
{
  const TnDesign *design = pass->design;
  gsize p = design->n_cols, q = p + 1;
  const double *weights = design->weights != NULL ? block->weights : NULL;

  block_times (block, p, pass->beta, block->margin);
  if (pass->gradients == NULL && pass->residuals == NULL)
    {
      pass->losses[part] += tn_kernel_logistic_loss (block->rows, block->margin, block->y, weights);
      return;
    }
  pass->losses[part] += tn_kernel_logistic_step (block->rows, block->margin, block->y, weights,
                                                 block->residual, block->curvature);
  if (pass->residuals != NULL)
    memcpy (pass->residuals + start, block->residual, block->rows * sizeof (double));
  else if (pass->direction != NULL)
    {
      block_times (block, p, pass->direction, block->margin);
      tn_kernel_multiply (block->rows, block->curvature, block->margin);
      block_add_transposed (block, p, block->margin, pass->gradients + part * q);
    }
  else
    block_add_transposed (block, p, block->residual, pass->gradients + part * q);
  if (pass->hessians != NULL)
    block_add_hessian (block, p, pass->hessians + part * q * q);
}

static gboolean
pass_part (gsize index, gpointer user_data, GError **error)
{
  Pass *pass = user_data;
  gsize start = index * pass->part_rows;
  gsize end = MIN (start + pass->part_rows, pass->design->n_rows);
  g_autofree Block *block = block_new (pass->block_rows, pass->design->n_cols + 1);

  if (block == NULL)
    {
      set_no_memory (error);
      return FALSE;
    }
  for (gsize i = start; i < end; i += pass->block_rows)
    {
      if (tn_cancelled (pass->cancellable, error))
        return FALSE;
      block_load (block, pass->design, i, MIN (pass->block_rows, end - i));
      pass_block (pass, block, index, i);
    }

  return TRUE;
}

static void
pass_init (Pass *self, const TnDesign *design, gboolean want_hessian)
{
  gsize q = design->n_cols + 1;
  gsize parts = MAX_PARTS, blocks;

  self->block_rows = CLAMP (BLOCK_DOUBLES / q, 128, 4096) & ~(gsize) 7;
  if (want_hessian)
    parts = CLAMP (PARTIALS_BUDGET / (q * q * sizeof (double)), 4, MAX_PARTS);
  blocks = (design->n_rows + self->block_rows - 1) / self->block_rows;
  self->part_rows = MAX (1, (blocks + parts - 1) / parts) * self->block_rows;
  self->n_parts = (design->n_rows + self->part_rows - 1) / self->part_rows;
}

/* Adds the parts in order into the first and copies that out. */
static void
add_parts (double *partials, gsize n_parts, gsize size, double *out)
{
  for (gsize k = 1; k < n_parts; k++)
    for (gsize i = 0; i < size; i++)
      partials[i] += partials[k * size + i];
  if (out != NULL)
    memcpy (out, partials, size * sizeof (double));
}

/**
 * tn_design_derive:
 * @beta: n_cols + 1 coefficients
 * @loss: place for the mean weighted loss
 * @gradient: (nullable): n_cols + 1 places for the gradient of the mean loss
 * @hessian: (nullable): (n_cols + 1)² places, column-major; the upper triangle of the mean
 *   loss's second derivatives. At most %TN_DESIGN_MAX_DENSE columns; needs @gradient
 * @error: %TN_ERROR_SPACE, cancelled
 *
 * Loss and derivatives in one pass over the rows. The work is a product √W X with itself,
 * in blocks that stay in cache.
 */
gboolean
tn_design_derive (const TnDesign *self,
                  const double *beta,
                  double *loss,
                  double *gradient,
                  double *hessian,
                  GCancellable *cancellable,
                  GError **error)
{
  gsize q = self->n_cols + 1;
  Pass pass = { self, beta };
  g_autofree double *losses = NULL;
  g_autofree double *gradients = NULL;
  g_autofree double *hessians = NULL;

  pass_init (&pass, self, hessian != NULL);
  pass.cancellable = cancellable;
  pass.losses = losses = g_new0 (double, pass.n_parts);
  if (gradient != NULL)
    pass.gradients = gradients = g_try_malloc0_n (pass.n_parts * q, sizeof (double));
  if (hessian != NULL)
    pass.hessians = hessians = g_try_malloc0_n (pass.n_parts * q * q, sizeof (double));
  if ((gradient != NULL && gradients == NULL) || (hessian != NULL && hessians == NULL))
    {
      set_no_memory (error);
      return FALSE;
    }
  if (!tn_pool_for (pass.n_parts, pass_part, &pass, cancellable, error))
    return FALSE;

  add_parts (losses, pass.n_parts, 1, loss);
  *loss /= self->total_weight;
  if (gradient != NULL)
    add_parts (gradients, pass.n_parts, q, gradient);
  if (hessian != NULL)
    add_parts (hessians, pass.n_parts, q * q, hessian);
  for (gsize i = 0; gradient != NULL && i < q; i++)
    gradient[i] /= self->total_weight;
  for (gsize i = 0; hessian != NULL && i < q * q; i++)
    hessian[i] /= self->total_weight;

  return TRUE;
}

/**
 * tn_design_curve:
 * @beta: n_cols + 1 coefficients
 * @direction: n_cols + 1
 * @out: n_cols + 1 places for the second derivatives of the mean loss times @direction
 *
 * For more columns than a matrix of second derivatives is made for.
 */
gboolean
tn_design_curve (const TnDesign *self,
                 const double *beta,
                 const double *direction,
                 double *out,
                 GCancellable *cancellable,
                 GError **error)
{
  gsize q = self->n_cols + 1;
  Pass pass = { self, beta, direction };
  g_autofree double *losses = NULL;
  g_autofree double *gradients = NULL;

  pass_init (&pass, self, FALSE);
  pass.cancellable = cancellable;
  pass.losses = losses = g_new0 (double, pass.n_parts);
  pass.gradients = gradients = g_try_malloc0_n (pass.n_parts * q, sizeof (double));
  if (gradients == NULL)
    {
      set_no_memory (error);
      return FALSE;
    }
  if (!tn_pool_for (pass.n_parts, pass_part, &pass, cancellable, error))
    return FALSE;
  add_parts (gradients, pass.n_parts, q, out);
  for (gsize i = 0; i < q; i++)
    out[i] /= self->total_weight;

  return TRUE;
}

/**
 * tn_design_residuals:
 * @residuals: n_rows places for wᵢ (pᵢ − yᵢ)
 */
gboolean
tn_design_residuals (const TnDesign *self,
                     const double *beta,
                     double *residuals,
                     GCancellable *cancellable,
                     GError **error)
{
  Pass pass = { self, beta };
  g_autofree double *losses = NULL;

  pass_init (&pass, self, FALSE);
  pass.cancellable = cancellable;
  pass.losses = losses = g_new0 (double, pass.n_parts);
  pass.residuals = residuals;

  return tn_pool_for (pass.n_parts, pass_part, &pass, cancellable, error);
}
