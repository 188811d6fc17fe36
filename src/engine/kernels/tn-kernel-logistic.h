/* tn-kernel-logistic.h: the logistic function, its loss and its derivatives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-kernel.h"

G_BEGIN_DECLS

double tn_kernel_logistic_step (gsize n,
                                const double *margin,
                                const double *y,
                                const double *weight,
                                double *residual,
                                double *curvature);
double tn_kernel_logistic_loss (gsize n,
                                const double *margin,
                                const double *y,
                                const double *weight);
double tn_kernel_logistic_loss_float (gsize n,
                                      const float *margin,
                                      const double *y,
                                      const double *weight);
void tn_kernel_logistic_chance (gsize n, const double *margin, double *out);
void tn_kernel_exp_negative (gsize n, const double *x, double *out);

G_END_DECLS
