/* test-kernel-dense.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <float.h>
#include <math.h>

#include "tn-kernel-dense.h"
#include "tn-kernel.h"
#include "tn-random.h"
#include "tn-test.h"

#define MOST 70

/* Values of very different size, both signs. */
static void
fill (TnRandom *random, double *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = tn_random_normal (random) * pow (10, (double) tn_random_below (random, 13) - 6);
}

/* Element by element, to the bit: no width may fuse or reorder. */
static void
test_elements (void)
{
  double x[MOST], y[MOST], out[MOST], sum[MOST], product[MOST], root[MOST];
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 0);
  for (gsize n = 0; n < MOST; n++)
    {
      fill (&random, x, n);
      fill (&random, y, n);
      for (gsize i = 0; i < n; i++)
        sum[i] = product[i] = y[i];
      tn_kernel_center (n, x, 0.3, 1.7, out);
      tn_kernel_add_centered (n, x, 0.3, 1.7, sum);
      tn_kernel_multiply (n, x, product);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat (out[i], ==, (x[i] - 0.3) * 1.7);
          g_assert_cmpfloat (sum[i], ==, y[i] + (x[i] - 0.3) * 1.7);
          g_assert_cmpfloat (product[i], ==, y[i] * x[i]);
        }
      tn_kernel_multiply_to (n, x, y, out);
      tn_kernel_multiply (n, x, x);
      tn_kernel_sqrt (n, x, root);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpfloat (out[i], ==, product[i]);
          g_assert_cmpfloat (root[i], ==, sqrt (x[i]));
        }
    }
}

/* The order of additions is part of the promise: lanes, then the lanes in order. */
static double
add_in_lanes (gsize n, const double *terms)
{
  double lanes[TN_KERNEL_LANES] = { 0 }, sum = 0;

  for (gsize i = 0; i < n; i++)
    lanes[i % TN_KERNEL_LANES] += terms[i];
  for (gsize k = 0; k < TN_KERNEL_LANES; k++)
    sum += lanes[k];

  return sum;
}

static void
test_sums (void)
{
  double x[MOST], w[MOST], terms[MOST];
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 1);
  for (gsize n = 0; n < MOST; n++)
    {
      fill (&random, x, n);
      fill (&random, w, n);
      g_assert_cmpfloat (tn_kernel_sum (n, x, NULL), ==, add_in_lanes (n, x));
      for (gsize i = 0; i < n; i++)
        terms[i] = w[i] * x[i];
      g_assert_cmpfloat (tn_kernel_sum (n, x, w), ==, add_in_lanes (n, terms));
      for (gsize i = 0; i < n; i++)
        terms[i] = (x[i] - 2.5) * (x[i] - 2.5);
      g_assert_cmpfloat (tn_kernel_sum_squares (n, x, 2.5, NULL), ==, add_in_lanes (n, terms));
      for (gsize i = 0; i < n; i++)
        terms[i] = w[i] * ((x[i] - 2.5) * (x[i] - 2.5));
      g_assert_cmpfloat (tn_kernel_sum_squares (n, x, 2.5, w), ==, add_in_lanes (n, terms));
    }
}

static void
test_finite (void)
{
  static const double odd[] = { NAN, INFINITY, -INFINITY };
  double x[MOST];
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 2);
  for (gsize n = 0; n < MOST; n++)
    {
      fill (&random, x, n);
      if (n > 1)
        x[0] = DBL_MAX, x[1] = -DBL_MAX;
      g_assert_true (tn_kernel_all_finite (n, x));
      for (gsize i = 0; i < n; i++)
        {
          double kept = x[i];

          x[i] = odd[i % G_N_ELEMENTS (odd)];
          g_assert_false (tn_kernel_all_finite (n, x));
          x[i] = kept;
        }
    }
}

static void
test_range (void)
{
  double x[MOST], low, high;
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 3);
  for (gsize n = 0; n < MOST; n++)
    {
      double least = INFINITY, most = -INFINITY;

      fill (&random, x, n);
      for (gsize i = 0; i < n; i++)
        if (tn_random_below (&random, 4) == 0)
          x[i] = NAN;
        else
          {
            least = MIN (least, x[i]);
            most = MAX (most, x[i]);
          }
      low = INFINITY;
      high = -INFINITY;
      tn_kernel_range (n, x, &low, &high);
      g_assert_cmpfloat (low, ==, least);
      g_assert_cmpfloat (high, ==, most);
      /* What was found before stays. */
      low = -1e300;
      high = 1e300;
      tn_kernel_range (n, x, &low, &high);
      g_assert_cmpfloat (low, ==, -1e300);
      g_assert_cmpfloat (high, ==, 1e300);
    }
}

static void
test_float_rows (void)
{
  static const double x[] = { 0,         1.5,     -2.25,    1e300,  -1e300, INFINITY,
                              -INFINITY, FLT_MAX, -FLT_MAX, 1e-300, NAN };
  float rows[G_N_ELEMENTS (x) * 3];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    rows[i] = 7;
  tn_kernel_to_float_rows (G_N_ELEMENTS (x), x, 3, rows + 1);
  for (gsize i = 0; i < G_N_ELEMENTS (x); i++)
    {
      float value = rows[3 * i + 1];

      g_assert_cmpfloat (rows[3 * i], ==, 7);
      g_assert_cmpfloat (rows[3 * i + 2], ==, 7);
      if (isnan (x[i]))
        g_assert_true (isnan (value));
      else
        {
          g_assert_true (isfinite (value));
          g_assert_cmpfloat (value, ==, (float) CLAMP (x[i], -FLT_MAX, FLT_MAX));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kernel-dense/elements-agree-to-the-bit", test_elements);
  g_test_add_func ("/kernel-dense/sums-are-added-in-their-order", test_sums);
  g_test_add_func ("/kernel-dense/one-odd-value-is-found-anywhere", test_finite);
  g_test_add_func ("/kernel-dense/range-passes-over-missing", test_range);
  g_test_add_func ("/kernel-dense/floats-are-never-infinite", test_float_rows);

  return g_test_run ();
}
