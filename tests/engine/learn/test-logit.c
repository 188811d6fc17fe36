/* test-logit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib.h>

#include "learn-data.h"
#include "tn-design.h"
#include "tn-error.h"
#include "tn-logit.h"
#include "tn-pool.h"
#include "tn-test.h"

/* Hours of study and pass/fail of 20 students: the worked example of Wikipedia,
 * "Logistic regression". */
static const double hours[] = { 0.50, 0.75, 1.00, 1.25, 1.50, 1.75, 1.75, 2.00, 2.25, 2.50,
                                2.75, 3.00, 3.25, 3.50, 4.00, 4.25, 4.50, 4.75, 5.00, 5.50 };
static const double passed[] = { 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1 };

#define N_STUDENTS G_N_ELEMENTS (hours)

static TnMatrix *
matrix_from (const double *values, gsize n, gsize p)
{
  TnMatrix *x = tn_matrix_new (n, p, NULL);

  for (gsize j = 0; j < p; j++)
    {
      g_autofree char *name = g_strdup_printf ("x%zu", j);

      memcpy (tn_matrix_fill_column (x, j), values + j * n, n * sizeof (double));
      tn_matrix_set_name (x, j, name);
    }

  return x;
}

static TnLogit *
fit (TnMatrix *x, const double *y, const TnLogitParams *params)
{
  g_autoptr (GError) error = NULL;
  TnLogit *model = tn_logit_fit (x, y, params, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (model);

  return model;
}

static TnLogitParams
plain (void)
{
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;

  params.lambda = 0;

  return params;
}

static void
test_published_example (void)
{
  g_autoptr (TnMatrix) x = matrix_from (hours, N_STUDENTS, 1);
  TnLogitParams params = plain ();
  g_autoptr (TnLogit) model = fit (x, passed, &params);
  TnLogitTerm term;
  double p[N_STUDENTS];

  /* As printed there: −4.0777 (1.7610), 1.5046 (0.6287), z −2.316 and 2.393, p 0.021 and
   * 0.017; log-likelihood −8.02988; 1 hour 0.07, 3 hours 0.61, 5 hours 0.97. */
  tn_logit_get_term (model, -1, &term);
  g_assert_cmpfloat_with_epsilon (term.estimate, -4.0777, 5e-5);
  g_assert_cmpfloat_with_epsilon (term.std_error, 1.7610, 5e-5);
  g_assert_cmpfloat_with_epsilon (term.z, -2.316, 5e-4);
  g_assert_cmpfloat_with_epsilon (term.p, 0.0206, 5e-5);
  tn_logit_get_term (model, 0, &term);
  g_assert_cmpfloat_with_epsilon (term.estimate, 1.5046, 5e-5);
  g_assert_cmpfloat_with_epsilon (term.std_error, 0.6287, 5e-5);
  g_assert_cmpfloat_with_epsilon (term.z, 2.393, 5e-4);
  g_assert_cmpfloat_with_epsilon (term.p, 0.0167, 5e-5);
  g_assert_cmpfloat_with_epsilon (term.odds_ratio, 4.50, 5e-3);
  g_assert_cmpfloat_with_epsilon (log (term.low), 1.5046 - 1.96 * 0.6287, 5e-4);
  g_assert_cmpfloat_with_epsilon (log (term.high), 1.5046 + 1.96 * 0.6287, 5e-4);
  g_assert_cmpfloat_with_epsilon (-20 * tn_logit_get_log_loss (model), -8.02988, 5e-6);

  g_assert_true (tn_logit_predict (model, x, p, NULL, NULL));
  g_assert_cmpfloat_with_epsilon (p[2], 0.07, 5e-3);
  g_assert_cmpfloat_with_epsilon (p[11], 0.61, 5e-3);
  g_assert_cmpfloat_with_epsilon (p[18], 0.97, 5e-3);
}

/* numpy 1.24.2, Newton's method to convergence; the sandwich with G/(G − 1), rows in threes. */
static void
test_plain_fit_is_numpys (void)
{
  const double b[] = { 1.811698063093291e-01, 2.585969559026839e+00, 5.762438913122368e-02,
                       -7.809455438102305e-01, 9.188187016430766e-05 };
  const double se[] = { 1.529325165844732e-01, 5.724180093934410e-01, 5.743192830356981e-01,
                        5.010385203276954e-01, 5.290271164786871e-04 };
  const double cluster_se[] = { 1.678575667039888e-01, 5.790969051021110e-01, 5.208667082080267e-01,
                                4.651016927253001e-01, 4.694227358671319e-04 };
  double y[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  TnLogitParams params = plain ();
  g_autoptr (TnLogit) model = fit (x, y, &params);
  g_autoptr (TnLogit) clustered = NULL;
  guint32 clusters[SMALL_ROWS];
  TnLogitTerm term;

  for (guint32 i = 0; i < SMALL_ROWS; i++)
    clusters[i] = (i / 3) * 7919 % 67; /* 67 customers, in no order */
  params.clusters = clusters;
  clustered = fit (x, y, &params);
  for (int j = 0; j < 5; j++)
    {
      tn_logit_get_term (model, j - 1, &term);
      tn_assert_close (term.estimate / b[j], 1, 1e-11);
      tn_assert_close (term.std_error / se[j], 1, 1e-11);
      tn_logit_get_term (clustered, j - 1, &term);
      tn_assert_close (term.estimate / b[j], 1, 1e-11);
      tn_assert_close (term.std_error / cluster_se[j], 1, 1e-11);
    }
}

/* scikit-learn 1.2.1: LogisticRegression (C=1 / (λ n), solver="newton-cg", tol=1e-12) on raw
 * columns, and (penalty="elasticnet", solver="saga", tol=1e-14) on standardised ones. */
static void
test_penalties_are_scikit_learns (void)
{
  const struct
  {
    double lambda, alpha;
    gboolean standardize;
    double b[5];
  } cases[] = {
    { 1.0 / 200,
      0,
      FALSE,
      { 0.184281955367, 1.958805053657, 0.1071798333044, -0.5652390515259, 1.067852190283e-04 } },
    { 10.0 / 200,
      0,
      FALSE,
      { 0.19046397245, 0.6622893884438, 0.08436437757975, -0.1663571942136, 1.396082941697e-04 } },
    { 0.02, 0.5, TRUE, { 0.214684744459, 0.645890541714, 0, -0.173044762636, 0 } },
    { 0.02, 1.0, TRUE, { 0.214181980309, 0.622972222951, 0, -0.132613658299, 0 } },
  };
  double y[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);

  for (gsize k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
      g_autoptr (TnLogit) model = NULL;
      double base = 0;

      params.lambda = cases[k].lambda;
      params.alpha = cases[k].alpha;
      params.standardize = cases[k].standardize;
      model = fit (x, y, &params);
      base = tn_logit_get_intercept (model);
      for (gsize j = 0; j < SMALL_COLS; j++)
        {
          const double *column = tn_matrix_get_column (x, j);
          double b = tn_logit_get_coefficients (model)[j], mean = 0, square = 0;

          for (gsize i = 0; i < SMALL_ROWS; i++)
            mean += column[i] / SMALL_ROWS;
          for (gsize i = 0; i < SMALL_ROWS; i++)
            square += (column[i] - mean) * (column[i] - mean) / SMALL_ROWS;
          if (cases[k].standardize)
            {
              base += b * mean;
              b *= sqrt (square);
            }
          g_assert_cmpfloat_with_epsilon (b, cases[k].b[j + 1], 1e-9);
        }
      g_assert_cmpfloat_with_epsilon (base, cases[k].b[0], 1e-9);
    }
}

/* At the minimum the residuals are orthogonal to the intercept and, up to the penalty, to
 * every column; with a lasso part their product stays within it. No reference is needed. */
static void
test_score_equations_hold (void)
{
  TnRandom random;

  tn_random_init (&random, (guint64) g_test_rand_int (), 0);
  for (int round = 0; round < 60; round++)
    {
      const gsize n = 80 + tn_random_below (&random, 400), p = 1 + tn_random_below (&random, 9);
      g_autofree double *y = g_new (double, n);
      g_autofree double *w = g_new (double, n);
      g_autofree double *chance = g_new (double, n);
      double offset = round % 4 == 3 ? 2e4 : 0, total = 0, sum = 0;
      g_autoptr (TnMatrix) x = learn_data_new_random (&random, n, p, offset, 3, y);
      TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
      g_autoptr (TnLogit) model = NULL;

      params.lambda = round % 3 * 0.01;
      params.alpha = round % 3 == 2 ? 0.7 : 0;
      params.standardize = FALSE;
      params.weights = w;
      for (gsize i = 0; i < n; i++)
        total += w[i] = tn_random_below (&random, 4);
      w[0] = w[n - 1] = 1;
      total = 0;
      for (gsize i = 0; i < n; i++)
        total += w[i];
      model = fit (x, y, &params);
      g_assert_true (tn_logit_predict (model, x, chance, NULL, NULL));
      for (gsize i = 0; i < n; i++)
        sum += w[i] * (chance[i] - y[i]);
      g_assert_cmpfloat_with_epsilon (sum / total, 0, 1e-9);

      for (gsize j = 0; j < p; j++)
        {
          const double *column = tn_matrix_get_column (x, j);
          double b = tn_logit_get_coefficients (model)[j];
          double ridge = params.lambda * (1 - params.alpha) * b;
          double lasso = params.lambda * params.alpha;

          sum = 0;
          for (gsize i = 0; i < n; i++)
            sum += w[i] * (chance[i] - y[i]) * (column[i] - offset) / total;
          if (b == 0 && lasso > 0)
            g_assert_cmpfloat (fabs (sum), <=, lasso * (1 + 1e-9));
          else
            g_assert_cmpfloat_with_epsilon (sum + ridge +
                                                (b > 0   ? lasso
                                                 : b < 0 ? -lasso
                                                         : 0),
                                            0, 1e-8);
        }
    }
}

/* A change of unit and of zero changes a coefficient by the same factor and nothing else. */
static void
test_units_do_not_matter (void)
{
  double y[SMALL_ROWS], a[SMALL_ROWS], b[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  g_autoptr (TnMatrix) z = tn_matrix_new (SMALL_ROWS, SMALL_COLS, NULL);

  for (gsize j = 0; j < SMALL_COLS; j++)
    for (gsize i = 0; i < SMALL_ROWS; i++)
      tn_matrix_fill_column (z, j)[i] = tn_matrix_get_column (x, j)[i] * 3600 - 1e6;
  for (int round = 0; round < 3; round++)
    {
      TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
      g_autoptr (TnLogit) in_x = NULL;
      g_autoptr (TnLogit) in_z = NULL;

      params.lambda = round * 0.01;
      params.alpha = round == 2 ? 0.5 : 0;
      in_x = fit (x, y, &params);
      in_z = fit (z, y, &params);
      for (gsize j = 0; j < SMALL_COLS; j++)
        g_assert_cmpfloat_with_epsilon (tn_logit_get_coefficients (in_x)[j],
                                        3600 * tn_logit_get_coefficients (in_z)[j], 1e-7);
      g_assert_true (tn_logit_predict (in_x, x, a, NULL, NULL));
      g_assert_true (tn_logit_predict (in_z, z, b, NULL, NULL));
      for (gsize i = 0; i < SMALL_ROWS; i++)
        g_assert_cmpfloat_with_epsilon (a[i], b[i], 1e-8);
    }
}

static void
test_row_order_does_not_matter (void)
{
  double y[SMALL_ROWS], shuffled[SMALL_ROWS];
  gsize rows[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  g_autoptr (TnMatrix) z = NULL;
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (TnLogit) a = fit (x, y, &params);
  g_autoptr (TnLogit) b = NULL;

  for (gsize i = 0; i < SMALL_ROWS; i++)
    {
      gsize k = (gsize) g_test_rand_int_range (0, (int) i + 1);

      rows[i] = rows[k];
      rows[k] = i;
    }
  for (gsize i = 0; i < SMALL_ROWS; i++)
    shuffled[i] = y[rows[i]];
  z = tn_matrix_new_rows (x, rows, SMALL_ROWS, NULL);
  b = fit (z, shuffled, &params);
  for (gsize j = 0; j < SMALL_COLS; j++)
    tn_assert_close (tn_logit_get_coefficients (a)[j], tn_logit_get_coefficients (b)[j], 1e-11);
}

/* A weight of k is k equal rows: coefficients and standard errors. */
static void
test_weights_are_repetition (void)
{
  double y[SMALL_ROWS], w[SMALL_ROWS];
  g_autofree gsize *rows = g_new (gsize, 3 * SMALL_ROWS);
  g_autofree double *repeated = g_new (double, 3 * SMALL_ROWS);
  gsize n = 0;
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  g_autoptr (TnMatrix) z = NULL;

  for (gsize i = 0; i < SMALL_ROWS; i++)
    {
      int times = g_test_rand_int_range (0, 4);

      w[i] = times;
      for (int k = 0; k < times; k++)
        {
          rows[n] = i;
          repeated[n++] = y[i];
        }
    }
  z = tn_matrix_new_rows (x, rows, n, NULL);
  for (int round = 0; round < 3; round++)
    {
      TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
      g_autoptr (TnLogit) weighted = NULL;
      g_autoptr (TnLogit) long_way = NULL;

      params.lambda = round * 0.02;
      params.alpha = round == 2 ? 1 : 0;
      long_way = fit (z, repeated, &params);
      params.weights = w;
      weighted = fit (x, y, &params);
      for (int j = -1; j < SMALL_COLS; j++)
        {
          TnLogitTerm a, b;

          tn_logit_get_term (weighted, j, &a);
          tn_logit_get_term (long_way, j, &b);
          tn_assert_close (a.estimate, b.estimate, 1e-9);
          if (round < 2)
            tn_assert_close (a.std_error, b.std_error, 1e-9);
        }
    }
}

static void
test_penalty_shrinks (void)
{
  g_autoptr (TnMatrix) x = matrix_from (hours, N_STUDENTS, 1);
  double last = INFINITY;

  for (double lambda = 0; lambda < 100; lambda = 2 * lambda + 0.01)
    {
      TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
      g_autoptr (TnLogit) model = NULL;

      params.lambda = lambda;
      model = fit (x, passed, &params);
      g_assert_cmpfloat (tn_logit_get_coefficients (model)[0], <, last);
      last = tn_logit_get_coefficients (model)[0];
    }
}

/* A column that alone tells the outcomes apart, wholly or at one end, is named. */
static void
test_separation_names_the_column (void)
{
  for (int round = 0; round < 40; round++)
    {
      const gsize n = 60 + (gsize) g_test_rand_int_range (0, 200);
      gboolean quasi = round % 2;
      TnRandom random;
      g_autofree double *y = g_new (double, n);
      g_autoptr (TnMatrix) x = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (TnLogit) model = NULL;
      TnLogitParams params = plain ();

      tn_random_init (&random, (guint64) g_test_rand_int (), 0);
      x = learn_data_new_random (&random, n, 4, 0, 1, y);
      /* Quasi: a rare mark that only leavers have. */
      for (gsize i = 0; i < n; i++)
        tn_matrix_fill_column (x, 2)[i] = quasi ? (y[i] == 1 && i % 7 == 0) || i == n - 1
                                                : y[i] * 3 + tn_random_uniform (&random);
      g_assert_null (tn_logit_fit (x, y, &params, NULL, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_NUMERIC);
      g_assert_cmpstr (tn_error_get_column (error), ==, "x2");

      params.lambda = 1e-3;
      model = fit (x, y, &params);
      g_assert_true (isfinite (tn_logit_get_coefficients (model)[2]));
    }
}

static void
test_collinear_columns_are_left_out_with_a_note (void)
{
  double y[SMALL_ROWS], values[SMALL_ROWS * 4], p[SMALL_ROWS], q[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  g_autoptr (TnMatrix) z = NULL;
  g_autoptr (TnMatrix) first = NULL;
  TnLogitParams params = plain ();
  g_autoptr (TnLogit) model = NULL;
  g_autoptr (TnLogit) small = NULL;
  TnLogitTerm term;

  for (gsize i = 0; i < SMALL_ROWS; i++)
    {
      values[i] = tn_matrix_get_column (x, 0)[i];
      values[i + SMALL_ROWS] = 7;
      values[i + 2 * SMALL_ROWS] = tn_matrix_get_column (x, 1)[i];
      values[i + 3 * SMALL_ROWS] = 2 * values[i] - 3 * values[i + 2 * SMALL_ROWS] + 11;
    }
  z = matrix_from (values, SMALL_ROWS, 4);
  model = fit (z, y, &params);
  g_assert_cmpuint (tn_logit_get_findings (model)->len, ==, 2);
  tn_logit_get_term (model, 1, &term);
  g_assert_true (term.dropped && term.estimate == 0);
  tn_logit_get_term (model, 3, &term);
  g_assert_true (term.dropped && isnan (term.std_error));

  memcpy (values + SMALL_ROWS, values + 2 * SMALL_ROWS, SMALL_ROWS * sizeof (double));
  first = matrix_from (values, SMALL_ROWS, 2);
  small = fit (first, y, &params);
  g_assert_true (tn_logit_predict (model, z, p, NULL, NULL));
  g_assert_true (tn_logit_predict (small, first, q, NULL, NULL));
  for (gsize i = 0; i < SMALL_ROWS; i++)
    g_assert_cmpfloat_with_epsilon (p[i], q[i], 1e-9);

  /* With a ridge the two copies share the weight and nothing is dropped but the constant. */
  params.lambda = 0.01;
  g_clear_pointer (&model, tn_logit_unref);
  model = fit (z, y, &params);
  g_assert_cmpuint (tn_logit_get_findings (model)->len, ==, 1);
}

static void
test_unusable_input_is_refused (void)
{
  const double x_values[] = { 1, 2, 3, 4 }, hole[] = { 1, 2, NAN, 4 },
               endless[] = { 1, INFINITY, 2, 3 };
  const double mixed[] = { 0, 1, 0, 1 }, odd[] = { 0, 2, 0, 1 }, same[] = { 1, 1, 1, 1 };
  const double unknown[] = { 0, NAN, 0, 1 }, below[] = { 1, 1, -1, 1 }, none[] = { 0, 0, 0, 0 };
  const struct
  {
    const double *x, *y, *w;
    double lambda, alpha;
    TnErrorCode code;
  } cases[] = {
    { x_values, odd, NULL, 0.1, 0, TN_ERROR_DATA },
    { x_values, same, NULL, 0.1, 0, TN_ERROR_DATA },
    { x_values, unknown, NULL, 0.1, 0, TN_ERROR_DATA },
    { hole, mixed, NULL, 0.1, 0, TN_ERROR_DATA },
    { endless, mixed, NULL, 0.1, 0, TN_ERROR_DATA },
    { x_values, mixed, below, 0.1, 0, TN_ERROR_DATA },
    { x_values, mixed, none, 0.1, 0, TN_ERROR_DATA },
    { x_values, mixed, NULL, -1, 0, TN_ERROR_ARGUMENT },
    { x_values, mixed, NULL, 0.1, 2, TN_ERROR_ARGUMENT },
    { x_values, mixed, NULL, NAN, 0, TN_ERROR_ARGUMENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnMatrix) x = matrix_from (cases[i].x, 4, 1);
      g_autoptr (GError) error = NULL;
      TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;

      g_test_message ("case %zu", i);
      params.lambda = cases[i].lambda;
      params.alpha = cases[i].alpha;
      params.weights = cases[i].w;
      g_assert_null (tn_logit_fit (x, cases[i].y, &params, NULL, NULL, &error));
      g_assert_error (error, TN_ERROR, (int) cases[i].code);
    }
}

static void
test_no_columns_give_the_base_rate (void)
{
  g_autoptr (TnMatrix) x = tn_matrix_new (N_STUDENTS, 0, NULL);
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (TnLogit) model = fit (x, passed, &params);
  double p[N_STUDENTS];

  g_assert_true (tn_logit_predict (model, x, p, NULL, NULL));
  tn_assert_close (p[7], 0.5, 1e-12);
}

static void
test_one_in_a_hundred_thousand_is_learned_from (void)
{
  const gsize n = 100000;
  g_autofree double *y = g_new0 (double, n);
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (TnLogit) model = NULL;
  g_autofree double *p = g_new (double, n);
  double sum = 0;

  tn_random_init (&random, 5, 0);
  x = learn_data_new_random (&random, n, 3, 0, 1, y);
  memset (y, 0, n * sizeof (double));
  y[n / 2] = 1;
  model = fit (x, y, &params);
  g_assert_true (tn_logit_predict (model, x, p, NULL, NULL));
  for (gsize i = 0; i < n; i++)
    sum += p[i];
  tn_assert_close (sum, 1, 1e-6);
}

static GBytes *
state_bytes (const TnLogit *model)
{
  g_autoptr (GVariant) state = g_variant_ref_sink (tn_logit_to_variant (model));

  return g_variant_get_data_as_bytes (state);
}

/* Enough rows for the thinned start and several parts. */
static void
test_same_bytes_for_one_and_two_threads (void)
{
  const gsize n = 70000, p = 6;
  g_autofree double *y = g_new (double, n);
  g_autofree guint32 *clusters = g_new (guint32, n);
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;

  tn_random_init (&random, 11, 0);
  x = learn_data_new_random (&random, n, p, 4, 3, y);
  for (guint32 i = 0; i < n; i++)
    clusters[i] = i / 4;
  for (int round = 0; round < 4; round++)
    {
      g_autoptr (GBytes) first = NULL;

      for (guint threads = 1; threads <= 3; threads++)
        {
          TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
          g_autoptr (TnLogit) model = NULL;
          g_autoptr (GBytes) bytes = NULL;

          tn_pool_set_threads (threads);
          params.lambda = round * 0.003;
          params.alpha = round == 2 ? 0.5 : 0;
          params.clusters = round == 3 ? clusters : NULL;
          model = fit (x, y, &params);
          bytes = state_bytes (model);
          if (first == NULL)
            first = g_bytes_ref (bytes);
          g_assert_true (g_bytes_equal (first, bytes));
        }
    }
  tn_pool_set_threads (2);
}

/* More columns than the matrix of second derivatives is made for: conjugate gradients. The
 * score equations are the oracle again. */
static void
test_many_columns_reach_the_same_minimum (void)
{
  const gsize n = 400, p = 2100;
  g_autofree double *y = g_new (double, n);
  g_autofree double *chance = g_new (double, n);
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnLogit) model = NULL;
  g_autoptr (GError) error = NULL;
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;

  tn_random_init (&random, 3, 0);
  x = learn_data_new_random (&random, n, p, 0, 1, y);
  params.lambda = 0.5;
  params.standardize = FALSE;
  params.tolerance = 1e-13;
  model = fit (x, y, &params);
  g_assert_true (tn_logit_predict (model, x, chance, NULL, NULL));
  for (gsize j = 0; j < p; j++)
    {
      double sum = params.lambda * tn_logit_get_coefficients (model)[j];

      for (gsize i = 0; i < n; i++)
        sum += (chance[i] - y[i]) * tn_matrix_get_column (x, j)[i] / (double) n;
      g_assert_cmpfloat_with_epsilon (sum, 0, 1e-7);
    }

  params.alpha = 0.5;
  g_assert_null (tn_logit_fit (x, y, &params, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
}

/* A place for checkpoints: every step is kept, and one is given back. */
typedef struct
{
  GPtrArray *kept; /* of GVariant */
  GVariant *back;
} Keep;

static void
keep_all (GVariant *state, gpointer user_data)
{
  g_ptr_array_add (((Keep *) user_data)->kept, g_variant_ref_sink (state));
}

static GVariant *
give_back (gpointer user_data)
{
  Keep *self = user_data;

  return self->back != NULL ? g_variant_ref (self->back) : NULL;
}

static GBytes *
fit_to_bytes (TnMatrix *x, const double *y, const TnLogitParams *params)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnLogit) model = tn_logit_fit (x, y, params, NULL, NULL, &error);
  g_autoptr (GVariant) fields = NULL;

  g_assert_no_error (error);
  fields = g_variant_ref_sink (tn_logit_to_variant (model));

  return g_variant_get_data_as_bytes (fields);
}

/* With few columns and with many, ridge and lasso, with and without a start on fewer rows. */
static void
test_going_on_gives_the_same_bytes (void)
{
  static const struct
  {
    gsize n, p;
    double lambda, alpha;
  } cases[] = { { 500, 5, 0.001, 0 },
                { 80000, 6, 1e-5, 0 },
                { 400, 8, 0.01, 0.9 },
                { 300, TN_DESIGN_MAX_DENSE + 10, 0.01, 0 } };

  for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
    {
      g_autofree double *y = g_new (double, cases[k].n);
      TnRandom random;
      g_autoptr (TnMatrix) x = NULL;
      g_autoptr (GBytes) plain = NULL;
      TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
      Keep keep = { g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref) };
      TnCheckpoint checkpoint = { give_back, keep_all, &keep, 0 };
      guint n;

      tn_random_init (&random, (guint64) g_test_rand_int (), k);
      x = learn_data_new_random (&random, cases[k].n, cases[k].p, 0, 2, y);
      params.lambda = cases[k].lambda;
      params.alpha = cases[k].alpha;
      params.std_errors = cases[k].p < 100;
      plain = fit_to_bytes (x, y, &params);
      params.checkpoint = &checkpoint;
      for (guint i = 0; i == 0 || i <= n; i++)
        {
          g_autoptr (GBytes) again = NULL;

          keep.back = i > 0 ? g_ptr_array_index (keep.kept, i - 1) : NULL;
          again = fit_to_bytes (x, y, &params);
          g_assert_true (g_bytes_equal (plain, again));
          n = i == 0 ? keep.kept->len : n;
        }
      g_assert_cmpuint (n, >, 0);
      /* One of other columns is not used. */
      keep.back = g_variant_ref_sink (
          g_variant_new_parsed ("{'steps': <uint32 2>, 'beta': <[1.0, 2.0]>, 'delta': <[0.0]>}"));
      {
        g_autoptr (GBytes) anew = fit_to_bytes (x, y, &params);

        g_assert_true (g_bytes_equal (plain, anew));
      }
      g_variant_unref (keep.back);
      g_ptr_array_unref (keep.kept);
    }
}

static void
test_reasons_sum_to_the_margin (void)
{
  double y[SMALL_ROWS], margin[SMALL_ROWS], reasons[SMALL_ROWS * (SMALL_COLS + 1)];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (TnLogit) model = fit (x, y, &params);

  g_assert_true (tn_logit_predict_margin (model, x, margin, NULL, NULL));
  g_assert_true (tn_logit_explain (model, x, reasons, NULL, NULL));
  for (gsize i = 0; i < SMALL_ROWS; i++)
    {
      double sum = 0;

      for (gsize j = 0; j <= SMALL_COLS; j++)
        sum += reasons[i * (SMALL_COLS + 1) + j];
      tn_assert_close (sum, margin[i], 1e-12);
    }
}

static void
test_stored_model_predicts_the_same (void)
{
  double y[SMALL_ROWS], a[SMALL_ROWS], b[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (TnLogit) model = NULL;
  g_autoptr (TnLogit) loaded = NULL;
  g_autoptr (GVariant) state = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;

  tn_matrix_take_label (x, 1, tn_message_text (tn_message_new ("Orders in {days}"), "days", "90"));
  model = fit (x, y, &params);
  state = g_variant_ref_sink (tn_logit_to_variant (model));
  loaded = tn_logit_from_variant (state, &error);
  g_assert_no_error (error);
  before = state_bytes (model);
  after = state_bytes (loaded);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_true (tn_logit_predict (model, x, a, NULL, NULL));
  g_assert_true (tn_logit_predict (loaded, x, b, NULL, NULL));
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
}

static void
test_columns_are_found_by_name (void)
{
  double y[SMALL_ROWS], a[SMALL_ROWS], b[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  g_autoptr (TnMatrix) z = tn_matrix_new (SMALL_ROWS, SMALL_COLS + 1, NULL);
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
  g_autoptr (TnLogit) model = fit (x, y, &params);
  g_autoptr (GError) error = NULL;

  for (gsize j = 0; j < SMALL_COLS; j++)
    {
      memcpy (tn_matrix_fill_column (z, SMALL_COLS - j), tn_matrix_get_column (x, j),
              SMALL_ROWS * sizeof (double));
      tn_matrix_set_name (z, SMALL_COLS - j, tn_matrix_get_name (x, j));
    }
  tn_matrix_set_name (z, 0, "another");
  g_assert_true (tn_logit_predict (model, x, a, NULL, NULL));
  g_assert_true (tn_logit_predict (model, z, b, NULL, NULL));
  g_assert_cmpmem (a, sizeof a, b, sizeof b);

  tn_matrix_set_name (z, 2, "renamed");
  g_assert_false (tn_logit_predict (model, z, b, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_cmpstr (tn_error_get_column (error), ==, "x2");
}

static void
cancel_cb (double fraction, const TnMessage *phase, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

static void
test_cancelling_leaves_nothing (void)
{
  double y[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;

  for (int when = 0; when < 2; when++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (TnProgress) progress = tn_progress_new (cancel_cb, cancellable);
      g_autoptr (GError) error = NULL;

      if (when == 0)
        g_cancellable_cancel (cancellable);
      g_assert_null (tn_logit_fit (x, y, &params, progress, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/logit/published-example", test_published_example);
  g_test_add_func ("/logit/plain-fit-and-errors-are-numpys", test_plain_fit_is_numpys);
  g_test_add_func ("/logit/penalties-are-scikit-learns", test_penalties_are_scikit_learns);
  g_test_add_func ("/logit/score-equations-hold", test_score_equations_hold);
  g_test_add_func ("/logit/units-do-not-matter", test_units_do_not_matter);
  g_test_add_func ("/logit/row-order-does-not-matter", test_row_order_does_not_matter);
  g_test_add_func ("/logit/weights-are-repetition", test_weights_are_repetition);
  g_test_add_func ("/logit/penalty-shrinks", test_penalty_shrinks);
  g_test_add_func ("/logit/separation-names-the-column", test_separation_names_the_column);
  g_test_add_func ("/logit/collinear-columns-are-left-out-with-a-note",
                   test_collinear_columns_are_left_out_with_a_note);
  g_test_add_func ("/logit/unusable-input-is-refused", test_unusable_input_is_refused);
  g_test_add_func ("/logit/no-columns-give-the-base-rate", test_no_columns_give_the_base_rate);
  g_test_add_func ("/logit/one-in-a-hundred-thousand-is-learned-from",
                   test_one_in_a_hundred_thousand_is_learned_from);
  g_test_add_func ("/logit/same-bytes-for-one-and-two-threads",
                   test_same_bytes_for_one_and_two_threads);
  g_test_add_func ("/logit/many-columns-reach-the-same-minimum",
                   test_many_columns_reach_the_same_minimum);
  g_test_add_func ("/logit/going-on-from-any-step-gives-the-same-bytes",
                   test_going_on_gives_the_same_bytes);
  g_test_add_func ("/logit/reasons-sum-to-the-margin", test_reasons_sum_to_the_margin);
  g_test_add_func ("/logit/stored-model-predicts-the-same", test_stored_model_predicts_the_same);
  g_test_add_func ("/logit/columns-are-found-by-name", test_columns_are_found_by_name);
  g_test_add_func ("/logit/cancelling-leaves-nothing", test_cancelling_leaves_nothing);

  return g_test_run ();
}
