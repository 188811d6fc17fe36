/* test-score-curve.c: rules without a model, calibration, and the penalty's path
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "learn-data.h"
#include "tn-baseline.h"
#include "tn-calibrator.h"
#include "tn-error.h"
#include "tn-logit.h"
#include "tn-score-curve.h"
#include "tn-test.h"

/* The example of scikit-learn's isotonic_regression documentation: 5, 3, 1, 2, 8, 10, 7, 9,
 * 6, 4 becomes 2.75 four times, then 7.33 six times. */
static void
test_steps_are_the_published_ones (void)
{
  const double x[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 }, y[] = { 5, 3, 1, 2, 8, 10, 7, 9, 6, 4 };
  TnSteps steps = { 0 };

  g_assert_true (tn_steps_fit (&steps, x, y, NULL, 10, NULL, NULL));
  for (int i = 0; i < 10; i++)
    tn_assert_close (tn_steps_get (&steps, x[i]), i < 4 ? 2.75 : 44.0 / 6, 1e-14);
  tn_assert_close (tn_steps_get (&steps, -5), 2.75, 1e-14);
  tn_assert_close (tn_steps_get (&steps, 99), 44.0 / 6, 1e-14);
  tn_assert_close (tn_steps_interpolate (&steps, 1.5), 2.75, 1e-14);
  tn_assert_close (tn_steps_interpolate (&steps, 4), (2.75 + 44.0 / 6) / 2, 1e-14);
  tn_steps_clear (&steps);
}

/* The minimax formula of isotonic regression, the naive way: the value at i is the largest
 * over starts ≤ i of the smallest over ends ≥ i of the mean from start to end. */
static void
test_steps_are_the_naive_ones (void)
{
  for (int round = 0; round < 50; round++)
    {
      const gsize n = 1 + (gsize) g_test_rand_int_range (0, 25);
      double x[25], y[25], w[25];
      TnSteps steps = { 0 };

      for (gsize i = 0; i < n; i++)
        {
          x[i] = (double) i;
          y[i] = g_test_rand_int_range (0, 4);
          w[i] = g_test_rand_double_range (0.1, 3);
        }
      g_assert_true (tn_steps_fit (&steps, x, y, w, n, NULL, NULL));
      for (gsize i = 0; i < n; i++)
        {
          double best = -INFINITY;

          for (gsize from = 0; from <= i; from++)
            {
              double least = INFINITY, sum = 0, total = 0;

              for (gsize to = from; to < n; to++)
                {
                  sum += w[to] * y[to];
                  total += w[to];
                  if (to >= i)
                    least = MIN (least, sum / total);
                }
              best = MAX (best, least);
            }
          tn_assert_close (tn_steps_get (&steps, x[i]), best, 1e-12);
        }
      tn_steps_clear (&steps);
    }
}

static TnBaseline *
reload_baseline (TnBaseline *self)
{
  g_autoptr (GVariant) state = g_variant_ref_sink (tn_baseline_to_variant (self));
  g_autoptr (GError) error = NULL;
  TnBaseline *loaded = tn_baseline_from_variant (state, &error);

  g_assert_no_error (error);

  return loaded;
}

static void
test_rules_keep_the_order_of_the_column (void)
{
  const gsize n = 4000;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  g_autofree double *p = g_new (double, n);
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 0);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = i % 50 == 7 ? NAN : tn_random_below (&random, 365);
      y[i] = tn_random_uniform (&random) < (isnan (x[i]) ? 0.5 : 0.1 + x[i] / 500);
    }
  for (int kind = TN_BASELINE_ISOTONIC; kind <= TN_BASELINE_LOGISTIC; kind++)
    for (int against = 0; against < 2; against++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (TnBaseline) fitted = tn_baseline_fit ((TnBaselineKind) kind, "recency", x, y,
                                                         NULL, n, against ? -1 : 0, NULL, &error);
        g_autoptr (TnBaseline) rule = NULL;
        double sum = 0, positive = 0;

        g_assert_no_error (error);
        rule = reload_baseline (fitted);
        g_assert_true (tn_baseline_predict (rule, x, n, p, NULL, NULL));
        g_assert_cmpint (tn_baseline_get_direction (rule), ==, against ? -1 : 1);
        g_assert_cmpstr (tn_baseline_get_column (rule), ==, "recency");
        for (gsize i = 0; i < n; i++)
          {
            g_assert_true (p[i] >= 0 && p[i] <= 1);
            sum += isnan (x[i]) ? 0 : p[i];
            positive += isnan (x[i]) ? 0 : y[i];
          }
        /* Both kinds keep the mean of what they saw. */
        tn_assert_close (sum / (double) n, positive / (double) n, against ? 5e-3 : 1e-6);
        if (against)
          g_assert_cmpfloat (learn_data_auc (p, y, n), <, 0.52);
        else
          g_assert_cmpfloat (learn_data_auc (p, y, n), >, 0.6);
      }
}

static void
test_base_rate_is_the_rate (void)
{
  const double y[] = { 0, 1, 1, 0, 0 }, w[] = { 1, 3, 1, 1, 0 };
  double p[3];
  g_autoptr (TnBaseline) fitted =
      tn_baseline_fit (TN_BASELINE_RATE, NULL, NULL, y, w, 5, 0, NULL, NULL);
  g_autoptr (TnBaseline) rule = reload_baseline (fitted);

  g_assert_true (tn_baseline_predict (rule, NULL, 3, p, NULL, NULL));
  tn_assert_close (p[2], 4.0 / 6, 1e-15);
}

static void
test_unusable_rows_are_refused (void)
{
  const double x[] = { NAN, NAN, NAN }, fine[] = { 1, 2, 3 }, y[] = { 0, 1, 0 };
  const double same[] = { 1, 1, 1 }, odd[] = { 0, 3, 1 }, outside[] = { 0.1, 1.2, 0.4 };
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_baseline_fit (TN_BASELINE_ISOTONIC, "x", x, y, NULL, 3, 0, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_clear_error (&error);
  g_assert_null (tn_baseline_fit (TN_BASELINE_LOGISTIC, "x", fine, same, NULL, 3, 0, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_clear_error (&error);
  g_assert_null (tn_baseline_fit (TN_BASELINE_RATE, "x", NULL, odd, NULL, 3, 0, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_clear_error (&error);
  g_assert_null (tn_baseline_fit (TN_BASELINE_RATE, "x", NULL, y, NULL, 0, 0, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_clear_error (&error);
  g_assert_null (tn_calibrator_fit (TN_CALIBRATOR_PLATT, outside, y, NULL, 3, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
}

/* Scores that are twice too sure: true log-odds are half of the given ones. */
static void
test_calibrated_scores_can_be_taken_at_their_word (void)
{
  const gsize n = 40000;
  g_autofree double *score = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  g_autofree double *p = g_new (double, n);
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 0);
  for (gsize i = 0; i < n; i++)
    {
      double m = 1.5 * tn_random_normal (&random);

      score[i] = 1 / (1 + exp (-2 * m));
      y[i] = tn_random_uniform (&random) < 1 / (1 + exp (-m));
    }
  for (int kind = 0; kind < 2; kind++)
    {
      g_autoptr (TnCalibrator) fitted =
          tn_calibrator_fit ((TnCalibratorKind) kind, score, y, NULL, n, NULL, NULL);
      g_autoptr (GVariant) state = g_variant_ref_sink (tn_calibrator_to_variant (fitted));
      g_autoptr (TnCalibrator) loaded = tn_calibrator_from_variant (state, NULL);
      double gap[10] = { 0 }, rows[10] = { 0 };

      tn_calibrator_apply (loaded, score, n, p);
      for (gsize i = 0; i < n; i++)
        {
          int bin = MIN (9, (int) (p[i] * 10));

          gap[bin] += y[i] - p[i];
          rows[bin]++;
        }
      for (int b = 0; b < 10; b++)
        if (rows[b] > 1000)
          g_assert_cmpfloat (fabs (gap[b] / rows[b]), <, 0.04);
      g_assert_cmpfloat (learn_data_log_loss (p, y, n), <,
                         learn_data_log_loss (score, y, n) - 0.01);
    }
}

/* Platt's curve recovers the factor that was put in. */
static void
test_platt_finds_slope_and_intercept (void)
{
  const gsize n = 200000;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  TnRandom random;
  double slope = 0, intercept = 0;

  tn_random_init (&random, 3, 3);
  for (gsize i = 0; i < n; i++)
    {
      x[i] = tn_random_normal (&random);
      y[i] = tn_random_uniform (&random) < 1 / (1 + exp (-(0.7 * x[i] - 0.4)));
    }
  g_assert_true (tn_curve_fit (x, y, NULL, n, 1e-12, &slope, &intercept, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (slope, 0.7, 0.03);
  g_assert_cmpfloat_with_epsilon (intercept, -0.4, 0.03);
}

static double
mean_loss (const double *p, const double *y, const double *weights, gsize n, gpointer user_data)
{
  double sum = 0, total = 0;

  ++*(guint *) user_data;
  for (gsize i = 0; i < n; i++)
    {
      sum -= weights[i] * (y[i] == 1 ? log (p[i]) : log1p (-p[i]));
      total += weights[i];
    }

  return sum / total;
}

/* Many columns of noise: some penalty is better than hardly any, and than one that keeps
 * nothing; each loss is that of a fit to the other folds. */
static void
test_path_finds_a_useful_penalty (void)
{
  const gsize n = 400, p = 40;
  g_autofree double *y = g_new (double, n);
  g_autofree double *weights = g_new (double, n);
  g_autofree double *chance = g_new (double, n);
  guint32 folds[400];
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;

  tn_random_init (&random, 21, 0);
  x = learn_data_new_random (&random, n, p, 0, 3, y);
  for (guint32 i = 0; i < n; i++)
    folds[i] = i % 5;
  for (int lasso = 0; lasso < 2; lasso++)
    {
      TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
      g_autoptr (GError) error = NULL;
      g_autoptr (TnLogitPath) path = NULL;
      g_autoptr (TnLogit) model = NULL;
      guint n_calls = 0;
      double sum = 0, rows = 0;

      params.alpha = lasso;
      path = tn_logit_path (x, y, &params, folds, 5, mean_loss, &n_calls, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (n_calls, ==, 5 * path->n_lambdas);
      g_assert_cmpuint (path->best, >, 0);
      g_assert_cmpuint (path->best, <, path->n_lambdas - 1);
      g_assert_cmpuint (path->sparse, <=, path->best);
      g_assert_cmpfloat (path->mean[path->best], <, path->mean[path->n_lambdas - 1] - 0.01);

      /* One fold by hand. */
      for (gsize i = 0; i < n; i++)
        weights[i] = folds[i] != 2;
      params.weights = weights;
      params.lambda = path->lambdas[path->best];
      params.std_errors = FALSE;
      model = tn_logit_fit (x, y, &params, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (tn_logit_predict (model, x, chance, NULL, NULL));
      for (gsize i = 2; i < n; i += 5)
        {
          sum -= y[i] == 1 ? log (chance[i]) : log1p (-chance[i]);
          rows++;
        }
      /* Within what the other folds can differ by. */
      g_assert_cmpfloat (fabs (sum / rows - path->mean[path->best]), <,
                         6 * path->std_error[path->best]);
    }
}

static void
test_path_refuses_odd_folds (void)
{
  double y[SMALL_ROWS];
  guint32 folds[SMALL_ROWS] = { 0 };
  guint n_calls = 0;
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_logit_path (x, y, &params, folds, 2, mean_loss, &n_calls, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_clear_error (&error);
  folds[0] = 7;
  g_assert_null (tn_logit_path (x, y, &params, folds, 2, mean_loss, &n_calls, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/curve/steps-are-the-published-ones", test_steps_are_the_published_ones);
  g_test_add_func ("/curve/steps-are-the-naive-ones", test_steps_are_the_naive_ones);
  g_test_add_func ("/baseline/rules-keep-the-order-of-the-column",
                   test_rules_keep_the_order_of_the_column);
  g_test_add_func ("/baseline/base-rate-is-the-rate", test_base_rate_is_the_rate);
  g_test_add_func ("/baseline/unusable-rows-are-refused", test_unusable_rows_are_refused);
  g_test_add_func ("/calibrator/scores-can-be-taken-at-their-word",
                   test_calibrated_scores_can_be_taken_at_their_word);
  g_test_add_func ("/calibrator/platt-finds-slope-and-intercept",
                   test_platt_finds_slope_and_intercept);
  g_test_add_func ("/logit-path/finds-a-useful-penalty", test_path_finds_a_useful_penalty);
  g_test_add_func ("/logit-path/refuses-odd-folds", test_path_refuses_odd_folds);

  return g_test_run ();
}
