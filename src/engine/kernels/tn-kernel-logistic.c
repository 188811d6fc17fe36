/* tn-kernel-logistic.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-kernel-logistic.h"

#include <math.h>
#include <string.h>

#define BLOCK 256 /* a multiple of TN_KERNEL_LANES */

/* exp (x) for −708 ≤ x ≤ 0 without branches, so that loops over it become vectors:
 * x = k ln 2 + r, |r| ≤ ln 2 / 2, and fdlibm's rational approximation of exp (r)
 * (Sun Microsystems 1993, e_exp.c; error below 1 ulp). Adding 1.5·2^52 rounds to an
 * integer and leaves it in the low bits. */
TN_KERNEL_INLINE double
exp_negative (double x)
{
  const double shift = 0x1.8p52;
  double clamped = x < -708.0 ? -708.0 : x;
  double rounded = clamped * 0x1.71547652b82fep0 + shift;
  double k = rounded - shift;
  double high = clamped - k * 6.93147180369123816490e-01;
  double low = k * 1.90821492927058770002e-10;
  double r = high - low;
  double t = r * r;
  double c =
      r - t * (1.66666666666666019037e-01 +
               t * (-2.77777777770155933842e-03 +
                    t * (6.61375632143793436117e-05 +
                         t * (-1.65339022054652515390e-06 + t * 4.13813679705723846039e-08))));
  double y = 1.0 - ((low - (r * c) / (2.0 - c)) - high);
  guint64 bits, exponent;

  memcpy (&exponent, &rounded, sizeof exponent);
  memcpy (&bits, &y, sizeof bits);
  bits += exponent << 52;
  memcpy (&y, &bits, sizeof y);

  return y;
}

/* log (1 + e) for 0 ≤ e ≤ 1: 1 + e is halved above √2, then fdlibm's polynomial in
 * s = f / (2 + f) (e_log.c). Working on f and not on 1 + e keeps tiny e exact. */
TN_KERNEL_INLINE double
log1p_unit (double e)
{
  const double limit = 0x1.a827999fcef34p-2; /* √2 − 1 */
  double k = e > limit ? 1.0 : 0.0;
  double f = k * (0.5 * (e - 1.0)) + (1.0 - k) * e; /* exact: one of the terms is 0 */
  double s = f / (2.0 + f);
  double z = s * s;
  double w = z * z;
  double even = w * (3.999999999940941908e-01 +
                     w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01));
  double odd = z * (6.666666666666735130e-01 +
                    w * (2.857142874366239149e-01 +
                         w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)));
  double half_square = 0.5 * f * f;

  return k * 6.93147180369123816490e-01 -
         ((half_square - (s * (half_square + even + odd) + k * 1.90821492927058770002e-10)) - f);
}

static double
add_lanes (const double lanes[TN_KERNEL_LANES])
{
  double sum = 0;

  for (int i = 0; i < TN_KERNEL_LANES; i++)
    sum += lanes[i];

  return sum;
}

/* One row: −y log p − (1 − y) log (1 − p) with p = 1 / (1 + exp (−m)), in the form
 * that neither overflows nor cancels: with e = exp (−|m|) the sign of m decides which
 * of p and 1 − p is the small one. */
TN_KERNEL_INLINE double
row_loss (double m, double y)
{
  double size = fabs (m);
  double positive = 0.5 * m + 0.5 * size; /* m or 0, without a branch */

  return (positive - y * m) + log1p_unit (exp_negative (-size));
}

TN_KERNEL_INLINE double
row_step (double m, double y, double *residual, double *curvature)
{
  double size = fabs (m);
  double e = exp_negative (-size);
  double inverse = 1.0 / (1.0 + e);
  double small = e * inverse;
  double chance = m >= 0 ? inverse : small;
  double rest = m >= 0 ? small : inverse;
  double positive = 0.5 * m + 0.5 * size;

  /* (p − y) written so that p near y loses no digits. */
  *residual = (1.0 - y) * chance - y * rest;
  *curvature = small * inverse;

  return (positive - y * m) + log1p_unit (e);
}

/* Σ wᵢ lossᵢ into the lanes. Losses first, then weights, then sums: one loop of all stays
 * scalar. Blocks are whole numbers of lanes, so the order of adding is that of one loop. */
TN_KERNEL_INLINE void
add_weighted (gsize n, double *restrict values, const double *restrict weight, double *lanes)
{
  gsize i = 0;

  for (gsize k = 0; weight != NULL && k < n; k++)
    values[k] *= weight[k];
  for (; i + TN_KERNEL_LANES <= n; i += TN_KERNEL_LANES)
    for (gsize k = 0; k < TN_KERNEL_LANES; k++)
      lanes[k] += values[i + k];
  for (; i < n; i++)
    lanes[i % TN_KERNEL_LANES] += values[i];
}

/**
 * tn_kernel_logistic_step:
 * @n: rows
 * @margin: n log-odds
 * @y: n labels, 0 or 1
 * @weight: (nullable): n weights; 1 otherwise
 * @residual: n places for wᵢ (pᵢ − yᵢ)
 * @curvature: n places for wᵢ pᵢ (1 − pᵢ)
 *
 * Loss, gradient and curvature of the logistic log-likelihood in one pass. No array may
 * overlap another.
 *
 * Returns: Σ wᵢ lossᵢ, in natural units
 */
TN_KERNEL double
tn_kernel_logistic_step (gsize n,
                         const double *restrict margin,
                         const double *restrict y,
                         const double *restrict weight,
                         double *restrict residual,
                         double *restrict curvature)
{
  double lanes[TN_KERNEL_LANES] = { 0 };
  double block[BLOCK];

  for (gsize start = 0; start < n; start += BLOCK)
    {
      gsize rows = MIN (BLOCK, n - start);

      for (gsize i = start; i < start + rows; i++)
        block[i - start] = row_step (margin[i], y[i], &residual[i], &curvature[i]);
      for (gsize i = start; weight != NULL && i < start + rows; i++)
        {
          residual[i] *= weight[i];
          curvature[i] *= weight[i];
        }
      add_weighted (rows, block, weight != NULL ? weight + start : NULL, lanes);
    }

  return add_lanes (lanes);
}

/**
 * tn_kernel_logistic_loss:
 * @n: rows
 * @margin: n log-odds
 * @y: n labels, 0 or 1
 * @weight: (nullable): n weights
 *
 * Returns: Σ wᵢ lossᵢ
 */
TN_KERNEL double
tn_kernel_logistic_loss (gsize n,
                         const double *restrict margin,
                         const double *restrict y,
                         const double *restrict weight)
{
  double lanes[TN_KERNEL_LANES] = { 0 };
  double block[BLOCK];

  for (gsize start = 0; start < n; start += BLOCK)
    {
      gsize rows = MIN (BLOCK, n - start);

      for (gsize i = 0; i < rows; i++)
        block[i] = row_loss (margin[start + i], y[start + i]);
      add_weighted (rows, block, weight != NULL ? weight + start : NULL, lanes);
    }

  return add_lanes (lanes);
}

/**
 * tn_kernel_logistic_loss_float:
 * @n: rows
 * @margin: n log-odds in single precision
 * @y: n labels, 0 or 1
 * @weight: (nullable): n weights
 *
 * Returns: Σ wᵢ lossᵢ, summed in double precision
 */
TN_KERNEL double
tn_kernel_logistic_loss_float (gsize n,
                               const float *restrict margin,
                               const double *restrict y,
                               const double *restrict weight)
{
  double lanes[TN_KERNEL_LANES] = { 0 };
  double block[BLOCK];

  for (gsize start = 0; start < n; start += BLOCK)
    {
      gsize rows = MIN (BLOCK, n - start);

      for (gsize i = 0; i < rows; i++)
        block[i] = row_loss ((double) margin[start + i], y[start + i]);
      add_weighted (rows, block, weight != NULL ? weight + start : NULL, lanes);
    }

  return add_lanes (lanes);
}

/**
 * tn_kernel_logistic_chance:
 * @n: rows
 * @margin: n log-odds; NaN stays NaN
 * @out: n places for 1 / (1 + exp (−m)); may be @margin itself
 */
TN_KERNEL void
tn_kernel_logistic_chance (gsize n, const double *margin, double *out)
{
  for (gsize i = 0; i < n; i++)
    {
      double m = margin[i];
      double e = exp_negative (-fabs (m));
      double inverse = 1.0 / (1.0 + e);

      out[i] = m >= 0 ? inverse : m < 0 ? e * inverse : m;
    }
}

/**
 * tn_kernel_exp_negative:
 * @n: values
 * @x: n values, at most 0; below −708 they count as −708
 * @out: n places for exp (x), within 1 ulp; may be @x itself
 */
TN_KERNEL void
tn_kernel_exp_negative (gsize n, const double *x, double *out)
{
  for (gsize i = 0; i < n; i++)
    out[i] = exp_negative (x[i]);
}
