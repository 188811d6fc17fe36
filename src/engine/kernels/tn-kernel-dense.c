/* tn-kernel-dense.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-kernel-dense.h"

#include <math.h>

static double
add_lanes (const double lanes[TN_KERNEL_LANES])
{
  double sum = 0;

  for (int i = 0; i < TN_KERNEL_LANES; i++)
    sum += lanes[i];

  return sum;
}

/**
 * tn_kernel_center:
 * @n: rows
 * @x: n values
 * @mean: what to take off
 * @factor: what to multiply the rest by
 * @out: n places, not overlapping @x
 */
TN_KERNEL void
tn_kernel_center (gsize n,
                  const double *restrict x,
                  double mean,
                  double factor,
                  double *restrict out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = (x[i] - mean) * factor;
}

/**
 * tn_kernel_multiply:
 * @n: rows
 * @factor: n factors
 * @values: n values, multiplied in place
 */
TN_KERNEL void
tn_kernel_multiply (gsize n, const double *restrict factor, double *restrict values)
{
  for (gsize i = 0; i < n; i++)
    values[i] *= factor[i];
}

/**
 * tn_kernel_multiply_to:
 * @n: rows
 * @factor: n factors
 * @values: n values
 * @out: n places, not overlapping the others
 */
TN_KERNEL void
tn_kernel_multiply_to (gsize n,
                       const double *restrict factor,
                       const double *restrict values,
                       double *restrict out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = factor[i] * values[i];
}

/**
 * tn_kernel_sqrt:
 * @n: rows
 * @x: n values ≥ 0
 * @out: n places, not overlapping @x
 */
TN_KERNEL void
tn_kernel_sqrt (gsize n, const double *restrict x, double *restrict out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = sqrt (x[i]);
}

/**
 * tn_kernel_sum:
 * @n: rows
 * @x: n values
 * @weight: (nullable): n weights
 *
 * Returns: Σ wᵢ xᵢ
 */
TN_KERNEL double
tn_kernel_sum (gsize n, const double *restrict x, const double *restrict weight)
{
  double lanes[TN_KERNEL_LANES] = { 0 };
  gsize i = 0;

  for (; i + TN_KERNEL_LANES <= n; i += TN_KERNEL_LANES)
    for (gsize k = 0; k < TN_KERNEL_LANES; k++)
      lanes[k] += (weight != NULL ? weight[i + k] : 1.0) * x[i + k];
  for (; i < n; i++)
    lanes[i % TN_KERNEL_LANES] += (weight != NULL ? weight[i] : 1.0) * x[i];

  return add_lanes (lanes);
}

/**
 * tn_kernel_sum_squares:
 * @n: rows
 * @x: n values
 * @mean: of @x, for the stable two-pass variance
 * @weight: (nullable): n weights
 *
 * Returns: Σ wᵢ (xᵢ − mean)²
 */
TN_KERNEL double
tn_kernel_sum_squares (gsize n,
                       const double *restrict x,
                       double mean,
                       const double *restrict weight)
{
  double lanes[TN_KERNEL_LANES] = { 0 };
  gsize i = 0;

  for (; i + TN_KERNEL_LANES <= n; i += TN_KERNEL_LANES)
    for (gsize k = 0; k < TN_KERNEL_LANES; k++)
      {
        double d = x[i + k] - mean;

        lanes[k] += (weight != NULL ? weight[i + k] : 1.0) * (d * d);
      }
  for (; i < n; i++)
    {
      double d = x[i] - mean;

      lanes[i % TN_KERNEL_LANES] += (weight != NULL ? weight[i] : 1.0) * (d * d);
    }

  return add_lanes (lanes);
}

/**
 * tn_kernel_all_finite:
 * @n: rows
 * @x: n values
 *
 * Returns: whether no value is NaN or infinite
 */
TN_KERNEL gboolean
tn_kernel_all_finite (gsize n, const double *x)
{
  double lanes[TN_KERNEL_LANES] = { 0 };
  double sum;
  gsize i = 0;

  /* x − x is 0 for a finite x and NaN for any other. */
  for (; i + TN_KERNEL_LANES <= n; i += TN_KERNEL_LANES)
    for (gsize k = 0; k < TN_KERNEL_LANES; k++)
      lanes[k] += x[i + k] - x[i + k];
  for (; i < n; i++)
    lanes[i % TN_KERNEL_LANES] += x[i] - x[i];
  sum = add_lanes (lanes);

  return sum == 0;
}

/**
 * tn_kernel_range:
 * @n: rows
 * @x: n values; NaN is passed over
 * @low: the smallest so far, lowered
 * @high: the largest so far, raised
 */
TN_KERNEL void
tn_kernel_range (gsize n, const double *x, double *low, double *high)
{
  double a = *low, b = *high;

  for (gsize i = 0; i < n; i++)
    {
      a = x[i] < a ? x[i] : a;
      b = x[i] > b ? x[i] : b;
    }
  *low = a;
  *high = b;
}

/**
 * tn_kernel_to_float_rows:
 * @n: rows
 * @x: n values of one column
 * @stride: columns of the matrix written to
 * @out: first place of the column in a row-major matrix of floats
 *
 * Values beyond the range of a float become its largest ones: XGBoost refuses infinity.
 */
TN_KERNEL void
tn_kernel_to_float_rows (gsize n, const double *x, gsize stride, float *out)
{
  for (gsize i = 0; i < n; i++)
    {
      double v = x[i];

      v = v > 3.4028234663852886e38 ? 3.4028234663852886e38 : v;
      v = v < -3.4028234663852886e38 ? -3.4028234663852886e38 : v;
      out[i * stride] = (float) v;
    }
}

/**
 * tn_kernel_add_centered:
 * @n: rows
 * @x: n values
 * @mean: what to take off
 * @factor: what to multiply the rest by
 * @sum: n values, added to; not overlapping @x
 */
TN_KERNEL void
tn_kernel_add_centered (gsize n,
                        const double *restrict x,
                        double mean,
                        double factor,
                        double *restrict sum)
{
  for (gsize i = 0; i < n; i++)
    sum[i] += (x[i] - mean) * factor;
}
