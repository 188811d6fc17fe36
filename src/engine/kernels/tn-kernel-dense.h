/* tn-kernel-dense.h: elementwise passes over columns of numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-kernel.h"

G_BEGIN_DECLS

void tn_kernel_center (gsize n, const double *x, double mean, double factor, double *out);
void tn_kernel_add_centered (gsize n, const double *x, double mean, double factor, double *sum);
void tn_kernel_multiply (gsize n, const double *factor, double *values);
void tn_kernel_multiply_to (gsize n, const double *factor, const double *values, double *out);
void tn_kernel_sqrt (gsize n, const double *x, double *out);
double tn_kernel_sum (gsize n, const double *x, const double *weight);
double tn_kernel_sum_squares (gsize n, const double *x, double mean, const double *weight);
gboolean tn_kernel_all_finite (gsize n, const double *x);
void tn_kernel_range (gsize n, const double *x, double *low, double *high);
void tn_kernel_to_float_rows (gsize n, const double *x, gsize stride, float *out);

G_END_DECLS
