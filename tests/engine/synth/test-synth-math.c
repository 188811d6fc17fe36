/* test-synth-math.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-synth-math.h"
#include "tn-test.h"

/* The tables against libm, which only tests may use: within one unit of the last place. */
static void
tables (void)
{
  for (int i = 0; i < TN_SYNTH_N_QUANTILES; i++)
    {
      double u = (i + 0.5) / TN_SYNTH_N_QUANTILES;
      double z = tn_synth_normal[i] / 65536.0, x = tn_synth_gamma2[i] / 65536.0;
      double t = tn_synth_exponential[i] / 65536.0;

      /* Half a unit of a quantile is less than 1e-5 of probability. */
      g_assert_cmpfloat (fabs (0.5 * erfc (-z * M_SQRT1_2) - u), <, 1e-5);
      g_assert_cmpfloat (fabs (1 - (1 + 2 * x) * exp (-2 * x) - u), <, 1e-5);
      g_assert_cmpfloat (fabs (1 - exp (-t) - u), <, 1e-5);
      g_assert_true (i == 0 || tn_synth_normal[i] > tn_synth_normal[i - 1]);
      g_assert_true (i == 0 || tn_synth_gamma2[i] > tn_synth_gamma2[i - 1]);
    }
}

static void
moments (void)
{
  double mean[3] = { 0 }, square[3] = { 0 };

  for (int i = 0; i < TN_SYNTH_N_QUANTILES; i++)
    {
      const gint32 values[] = { tn_synth_normal[i], tn_synth_gamma2[i], tn_synth_exponential[i] };

      for (int k = 0; k < 3; k++)
        {
          mean[k] += values[k] / 65536.0 / TN_SYNTH_N_QUANTILES;
          square[k] += pow (values[k] / 65536.0, 2) / TN_SYNTH_N_QUANTILES;
        }
    }
  /* Means 0, 1, 1; variances 1, 1/2, 1, less what lies beyond the outermost quantiles. */
  g_assert_cmpfloat (fabs (mean[0]), <, 1e-5);
  g_assert_cmpfloat (fabs (mean[1] - 1), <, 2e-4);
  g_assert_cmpfloat (fabs (mean[2] - 1), <, 2e-4);
  g_assert_cmpfloat (fabs (square[0] - 1), <, 2e-3);
  g_assert_cmpfloat (fabs (square[1] - mean[1] * mean[1] - 0.5), <, 2e-3);
  g_assert_cmpfloat (fabs (square[2] - mean[2] * mean[2] - 1), <, 4e-3);
}

static void
logistic (void)
{
  guint32 last = 0;

  for (gint32 x = -8 * TN_SYNTH_ONE; x < 8 * TN_SYNTH_ONE; x += 77)
    {
      guint32 chance = tn_synth_chance_of (x);

      g_assert_cmpfloat (fabs (chance / 4294967296.0 - 1 / (1 + exp (-x / 65536.0))), <, 0x1p-15);
      g_assert_cmpuint (chance, >=, last);
      last = chance;
    }
  g_assert_cmpuint (tn_synth_chance_of (G_MININT32), ==, tn_synth_chance_of (-8 * TN_SYNTH_ONE));
  g_assert_cmpuint (tn_synth_chance_of (G_MAXINT32), >, 4290000000u);
}

static void
exponential (void)
{
  for (gint32 x = -10 * TN_SYNTH_ONE; x <= 10 * TN_SYNTH_ONE; x += 101)
    {
      double wanted = exp (x / 65536.0);
      double got = tn_synth_exp (x) / 65536.0;

      g_assert_cmpfloat (fabs (got - wanted), <, 2e-4 * wanted + 2 / 65536.0);
    }
  g_assert_cmpint (tn_synth_exp (0), ==, TN_SYNTH_ONE);
  g_assert_cmpint (tn_synth_exp (G_MAXINT32), ==, tn_synth_exp (10 * TN_SYNTH_ONE));
}

static void
chances (void)
{
  TnRandom random;
  int n = 0;

  tn_random_init (&random, 1, 1);
  for (int i = 0; i < 100000; i++)
    n += tn_synth_happens (&random, TN_SYNTH_CHANCE (250));
  g_assert_cmpint (ABS (n - 25000), <, 6 * 137);
  for (int i = 0; i < 1000; i++)
    {
      gint32 value = tn_synth_between (&random, -3, 4);

      g_assert_true (value >= -3 && value <= 4);
      g_assert_false (tn_synth_happens (&random, 0));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/synth-math/tables-are-the-quantiles-they-say", tables);
  g_test_add_func ("/synth-math/tables-have-the-right-moments", moments);
  g_test_add_func ("/synth-math/chance-of-a-logit-rises-and-is-close", logistic);
  g_test_add_func ("/synth-math/exp-is-close-over-its-range", exponential);
  g_test_add_func ("/synth-math/what-has-a-chance-of-a-quarter-happens-so-often", chances);

  return g_test_run ();
}
