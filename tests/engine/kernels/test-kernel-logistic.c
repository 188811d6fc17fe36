/* test-kernel-logistic.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <glib.h>

#include "tn-kernel-dense.h"
#include "tn-kernel-logistic.h"
#include "tn-test.h"

#define N 1003

static double
ulps (double a, double b)
{
  return fabs (a - b) / (fabs (b) * 2.220446049250313e-16);
}

static void
test_exp_is_libm (void)
{
  double x[N], e[N];

  for (int round = 0; round < 200; round++)
    {
      for (int i = 0; i < N; i++)
        x[i] = -pow (10, g_test_rand_double_range (-20, 2.85));
      x[0] = 0;
      x[1] = -708;
      tn_kernel_exp_negative (N, x, e);
      for (int i = 0; i < N; i++)
        g_assert_cmpfloat (ulps (e[i], exp (x[i])), <=, 1.0);
      g_assert_cmpfloat (e[0], ==, 1);
    }
}

/* Long double twins of one row. */
static long double
naive_loss (double m, double y)
{
  return y == 1 ? log1pl (expl (-(long double) m)) : log1pl (expl ((long double) m));
}

static void
test_step_is_the_naive_one (void)
{
  for (int round = 0; round < 200; round++)
    {
      double m[N], y[N], w[N], r[N], c[N];
      long double sum = 0;
      double loss;
      gsize n = (gsize) g_test_rand_int_range (0, N);

      for (gsize i = 0; i < n; i++)
        {
          m[i] = g_test_rand_double_range (-1, 1) * pow (10, g_test_rand_double_range (-10, 2));
          y[i] = g_test_rand_bit ();
          w[i] = g_test_rand_double_range (0, 3);
        }
      loss = tn_kernel_logistic_step (n, m, y, w, r, c);
      for (gsize i = 0; i < n; i++)
        {
          long double p = 1 / (1 + expl (-(long double) m[i]));
          long double rest = 1 / (1 + expl ((long double) m[i]));

          sum += w[i] * naive_loss (m[i], y[i]);
          tn_assert_close (r[i], (double) (w[i] * (y[i] == 1 ? -rest : p)), 1e-14);
          tn_assert_close (c[i], (double) (w[i] * p * rest), 1e-14);
        }
      tn_assert_close (loss, (double) sum, 1e-13);
      tn_assert_close (tn_kernel_logistic_loss (n, m, y, w), (double) sum, 1e-13);
    }
}

/* Far out, where 1 + e rounds to 1 or exp overflows, no digit is lost and nothing is NaN. */
static void
test_far_margins_keep_their_digits (void)
{
  const double m[] = { 40, 700, 1e300, -40, -700, -1e300, 0 }, y[] = { 1, 1, 1, 0, 0, 0, 1 };
  double r[7], c[7], p[7], loss;

  loss = tn_kernel_logistic_step (1, m, y, NULL, r, c);
  tn_assert_close (loss / 4.248354255291589e-18, 1, 1e-14); /* exp (−40) */
  tn_assert_close (r[0] / -4.248354255291589e-18, 1, 1e-14);
  loss = tn_kernel_logistic_step (7, m, y, NULL, r, c);
  g_assert_true (isfinite (loss));
  for (int i = 0; i < 7; i++)
    g_assert_true (isfinite (r[i]) && c[i] >= 0);
  /* Wrong side: the loss is the margin itself. */
  loss = tn_kernel_logistic_loss (1, m + 1, y + 3, NULL);
  g_assert_cmpfloat (loss, ==, 700);
  tn_kernel_logistic_chance (7, m, p);
  g_assert_cmpfloat (p[2], ==, 1);
  g_assert_cmpfloat (p[6], ==, 0.5);
  tn_assert_close (p[3] / 4.248354255291589e-18, 1, 1e-14);
}

static void
test_missing_stays_missing (void)
{
  double m[] = { NAN, 1 };

  tn_kernel_logistic_chance (2, m, m);
  g_assert_true (isnan (m[0]));
  tn_assert_close (m[1], 0.7310585786300049, 1e-15);
}

static void
test_dense_passes_are_the_naive_ones (void)
{
  for (int round = 0; round < 100; round++)
    {
      double x[N], w[N], out[N], low = INFINITY, high = -INFINITY, least = INFINITY;
      long double sum = 0, squares = 0;
      gsize n = (gsize) g_test_rand_int_range (1, N);

      for (gsize i = 0; i < n; i++)
        {
          x[i] = g_test_rand_double_range (-5, 5);
          w[i] = g_test_rand_double_range (0, 2);
          sum += (long double) w[i] * x[i];
          squares += (long double) w[i] * (x[i] - 0.5) * (x[i] - 0.5);
          least = MIN (least, x[i]);
        }
      tn_assert_close (tn_kernel_sum (n, x, w), (double) sum, 1e-12);
      tn_assert_close (tn_kernel_sum_squares (n, x, 0.5, w), (double) squares, 1e-12);
      tn_kernel_range (n, x, &low, &high);
      g_assert_cmpfloat (low, ==, least);
      g_assert_true (tn_kernel_all_finite (n, x));
      tn_kernel_center (n, x, 2, 3, out);
      for (gsize i = 0; i < n; i++)
        g_assert_cmpfloat (out[i], ==, (x[i] - 2) * 3);
      x[g_test_rand_int_range (0, (int) n)] = round % 2 ? NAN : -INFINITY;
      g_assert_false (tn_kernel_all_finite (n, x));
    }
}

static void
test_floats_are_clamped_not_infinite (void)
{
  const double x[] = { 1.5, 1e300, -1e300, NAN };
  float out[8] = { 0 };

  tn_kernel_to_float_rows (4, x, 2, out);
  g_assert_cmpfloat (out[0], ==, 1.5f);
  g_assert_cmpfloat (out[1], ==, 0);
  g_assert_true (isfinite (out[2]) && out[2] > 3e38f);
  g_assert_true (isfinite (out[4]) && out[4] < -3e38f);
  g_assert_true (isnan (out[6]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/kernel-logistic/exp-is-libm-within-one-ulp", test_exp_is_libm);
  g_test_add_func ("/kernel-logistic/step-is-the-naive-one", test_step_is_the_naive_one);
  g_test_add_func ("/kernel-logistic/far-margins-keep-their-digits",
                   test_far_margins_keep_their_digits);
  g_test_add_func ("/kernel-logistic/missing-stays-missing", test_missing_stays_missing);
  g_test_add_func ("/kernel-dense/passes-are-the-naive-ones", test_dense_passes_are_the_naive_ones);
  g_test_add_func ("/kernel-dense/floats-are-clamped-not-infinite",
                   test_floats_are_clamped_not_infinite);

  return g_test_run ();
}
