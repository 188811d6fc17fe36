/* test-power.c: how many customers it takes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-power.h"
#include "tn-random.h"
#include "tn-test.h"

/* The examples in the manual of R's power.prop.test: n = 76.7 a group for 0.5 against 0.75 with
 * power 0.9, and power 0.740 with 50 a group. */
static void
agrees_with_r (void)
{
  tn_assert_close (tn_power_count (0.5, 0.75, 1, 0.9), 76.7, 0.1);
  tn_assert_close (tn_power_count (0.75, 0.5, 1, 0.9), 76.7, 0.1);
  tn_assert_close (tn_power_count (0.5, 0.75, 1, 0.740), 50, 0.1);
}

static void
effect_and_count_are_inverse (void)
{
  for (int round = 0; round < 200; round++)
    {
      double share = 0.05 + 0.9 * g_test_rand_double ();
      double n_a = g_test_rand_int_range (20, 5000), n_b = g_test_rand_int_range (20, 5000);
      double effect = tn_power_effect (share, n_a, n_b, TN_POWER_USUAL);

      if (isnan (effect))
        g_assert_cmpfloat (tn_power_count (share, 0, n_b / n_a, TN_POWER_USUAL), >, n_a);
      else
        tn_assert_close (tn_power_count (share, share - effect, n_b / n_a, TN_POWER_USUAL) / n_a, 1,
                         1e-6);
    }
  g_assert_true (isnan (tn_power_effect (0.3, 0, 100, TN_POWER_USUAL)));
  g_assert_true (isnan (tn_power_effect (0.01, 10, 10, TN_POWER_USUAL)));
}

/* Rounds simulated at the size asked for find the difference four times in five. */
static void
simulated_rounds_find_it (void)
{
  const double a = 0.6, b = 0.5;
  guint n_a = (guint) ceil (tn_power_count (a, b, 3, TN_POWER_USUAL)), n_b = 3 * n_a;
  guint n_rounds = 4000, n_found = 0;
  TnRandom random;

  tn_random_init (&random, 8, 1);
  for (guint round = 0; round < n_rounds; round++)
    {
      double left_a = 0, left_b = 0, mean, z;

      for (guint i = 0; i < n_a; i++)
        left_a += tn_random_uniform (&random) < a;
      for (guint i = 0; i < n_b; i++)
        left_b += tn_random_uniform (&random) < b;
      mean = (left_a + left_b) / (n_a + n_b);
      z = (left_a / n_a - left_b / n_b) / sqrt (mean * (1 - mean) * (1. / n_a + 1. / n_b));
      n_found += fabs (z) > 1.959964;
    }
  tn_assert_close (n_found / (double) n_rounds, TN_POWER_USUAL, 0.02);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/power/agrees-with-r", agrees_with_r);
  g_test_add_func ("/power/effect-and-count-are-inverse", effect_and_count_are_inverse);
  g_test_add_func ("/power/simulated-rounds-find-it", simulated_rounds_find_it);

  return g_test_run ();
}
