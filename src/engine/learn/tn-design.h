/* tn-design.h: a matrix as a solver sees it: centred, scaled, in fixed parts of rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-matrix.h"

G_BEGIN_DECLS

/* Up to this many columns (with the intercept) second derivatives are kept as a matrix. */
#define TN_DESIGN_MAX_DENSE 2049

/**
 * TnDesign:
 * @n_rows: rows used: every @step-th of the matrix
 * @n_cols: columns in use; constant ones, and those that the caller dropped, are not
 * @columns: n_cols column numbers of @x
 * @mean: n_cols weighted means
 * @factor: n_cols inverse standard deviations
 * @range: n_cols (largest − smallest) × factor
 * @total_weight: Σ w over the rows used
 *
 * A solver's coefficients belong to (x − mean) × factor; the intercept is the last one,
 * so that vectors have n_cols + 1 places. Whatever the number of threads, sums are formed
 * over the same parts of rows and added in the same order.
 */
typedef struct
{
  TnMatrix *x;
  const double *y;
  const double *weights;
  gsize n_rows;
  gsize step;
  gsize n_cols;
  gsize *columns;
  double *mean;
  double *factor;
  double *range;
  double total_weight;
  double base_rate;
  double null_loss;
} TnDesign;

TnDesign *tn_design_new (TnMatrix *x,
                         const double *y,
                         const double *weights,
                         GCancellable *cancellable,
                         GError **error);
TnDesign *tn_design_new_thinned (const TnDesign *self, gsize step);
void tn_design_drop (TnDesign *self, const gboolean *drop);
void tn_design_free (TnDesign *self);

gboolean tn_design_derive (const TnDesign *self,
                           const double *beta,
                           double *loss,
                           double *gradient,
                           double *hessian,
                           GCancellable *cancellable,
                           GError **error);
gboolean tn_design_curve (const TnDesign *self,
                          const double *beta,
                          const double *direction,
                          double *out,
                          GCancellable *cancellable,
                          GError **error);
gboolean tn_design_residuals (const TnDesign *self,
                              const double *beta,
                              double *residuals,
                              GCancellable *cancellable,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDesign, tn_design_free)

G_END_DECLS
