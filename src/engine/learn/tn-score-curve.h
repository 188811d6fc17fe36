/* tn-score-curve.h: monotone curves of one number: steps and the logistic curve
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TnSteps:
 * @n: blocks
 * @start: smallest x of each block, ascending
 * @middle: weighted mean x of each block, ascending
 * @value: mean y of each block, rising
 */
typedef struct
{
  gsize n;
  double *start;
  double *middle;
  double *value;
} TnSteps;

gboolean tn_steps_fit (TnSteps *self,
                       const double *x,
                       const double *y,
                       const double *weights,
                       gsize n,
                       GCancellable *cancellable,
                       GError **error);
void tn_steps_clear (TnSteps *self);
double tn_steps_get (const TnSteps *self, double x);
double tn_steps_interpolate (const TnSteps *self, double x);

gboolean tn_curve_fit (const double *x,
                       const double *y,
                       const double *weights,
                       gsize n,
                       double ridge,
                       double *slope,
                       double *intercept,
                       GCancellable *cancellable,
                       GError **error);

gboolean tn_curve_check (const double *y,
                         const double *weights,
                         gsize n,
                         double *rate,
                         double *total,
                         GError **error);

G_END_DECLS
