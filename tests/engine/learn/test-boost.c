/* test-boost.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>

#include <glib.h>

#include "learn-data.h"
#include "tn-boost.h"
#include "tn-error.h"
#include "tn-pool.h"
#include "tn-test.h"

static TnBoost *
fit (const TnBoostData *train, const TnBoostData *validate, const TnBoostParams *params)
{
  g_autoptr (GError) error = NULL;
  TnBoost *model = tn_boost_fit (train, validate, params, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (model);

  return model;
}

/* The shared small data with holes, as the reference program saw it. */
static TnMatrix *
new_holed (double *y)
{
  TnMatrix *x = learn_data_new_small (y);

  for (gsize i = 0; i < SMALL_ROWS; i++)
    if (i % 11 == 3)
      tn_matrix_fill_column (x, 1)[i] = NAN;

  return x;
}

static TnBoostParams
reference_params (void)
{
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;

  params.rounds = 20;
  params.eta = 0.1;
  params.base_score = 0.4;
  params.seed = 7;
  params.l2 = 1.5;
  params.l1 = 0.1;
  params.min_child_weight = 2;
  params.max_bin = 32;
  params.subsample = 1;
  params.colsample = 1;

  return params;
}

/* Python's xgboost 1.7.4 on the same rows and parameters (nthread 1, seed_per_iteration):
 * margins of five rows, and the exact contributions of row 3. The second case has weights
 * 1 + i mod 3, subsample 0.7, colsample_bytree 0.5 and feature_weights of 1. */
static void
test_margins_are_pythons (void)
{
  static const gsize rows[] = { 0, 1, 3, 50, 199 };
  static const double margins[2][5] = {
    { -0.41060099, -0.251097947, -1.08457124, 0.552562058, -0.327759653 },
    { -0.177024186, -0.407558471, -1.2080611, 0.575658619, -0.0943851098 }
  };
  static const double reasons[2][5] = {
    { -0.401203245, -0.648825407, -0.112611279, -0.0334759876, 0.111544639 },
    { -0.35199371, -0.746357501, -0.188325971, -0.0626224726, 0.141238481 }
  };
  double y[SMALL_ROWS], w[SMALL_ROWS], out[SMALL_ROWS], shap[SMALL_ROWS * (SMALL_COLS + 1)];
  g_autoptr (TnMatrix) x = new_holed (y);

  for (int k = 0; k < 2; k++)
    {
      TnBoostParams params = reference_params ();
      TnBoostData data = { x, y };
      g_autoptr (TnBoost) model = NULL;

      for (gsize i = 0; i < SMALL_ROWS; i++)
        w[i] = 1 + (double) (i % 3);
      if (k == 1)
        {
          params.subsample = 0.7;
          params.colsample = 0.5;
          data.weights = w;
        }
      model = fit (&data, NULL, &params);
      g_assert_cmpuint (tn_boost_get_n_rounds (model), ==, 20);
      g_assert_true (tn_boost_predict_margin (model, x, NULL, out, NULL, NULL));
      g_assert_true (tn_boost_explain (model, x, shap, NULL, NULL, NULL));
      for (int i = 0; i < 5; i++)
        {
          g_assert_cmpfloat_with_epsilon (out[rows[i]], margins[k][i], 1e-6);
          g_assert_cmpfloat_with_epsilon (shap[3 * (SMALL_COLS + 1) + (gsize) i], reasons[k][i],
                                          1e-6);
        }
    }
}

static void
test_reasons_sum_to_the_margin (void)
{
  const gsize n = 5000, p = 7;
  g_autofree double *y = g_new (double, n);
  g_autofree double *margin = g_new (double, n);
  g_autofree double *reasons = g_new (double, n *(p + 1));
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
  g_autoptr (TnBoost) model = NULL;

  tn_random_init (&random, (guint64) g_test_rand_int (), 1);
  x = learn_data_new_random (&random, n, p, 2, 3, y);
  params.rounds = 60;
  params.max_depth = 5;
  model = fit (&(TnBoostData){ x, y }, NULL, &params);
  g_assert_true (tn_boost_predict_margin (model, x, NULL, margin, NULL, NULL));
  g_assert_true (tn_boost_explain (model, x, reasons, NULL, NULL, NULL));
  for (gsize i = 0; i < n; i++)
    {
      double sum = 0;

      for (gsize j = 0; j <= p; j++)
        sum += reasons[i * (p + 1) + j];
      g_assert_cmpfloat_with_epsilon (sum, margin[i], 2e-5);
    }
}

/* Fits side by side, as of folds: each takes its share of the threads. */
typedef struct
{
  const TnBoostData *train;
  const TnBoostData *validate;
  const TnBoostParams *params;
  TnBoost *models[3];
} Folds;

static gboolean
fit_fold (gsize index, gpointer user_data, GError **error)
{
  Folds *folds = user_data;

  folds->models[index] =
      tn_boost_fit (folds->train, folds->validate, folds->params, NULL, NULL, error);

  return folds->models[index] != NULL;
}

static void
test_fits_side_by_side_have_the_bytes_of_one_alone (void)
{
  const gsize n = 120000, p = 18;
  g_autofree double *y = g_new (double, n);
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnBoost) alone = NULL;
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
  TnBoostData data;

  tn_random_init (&random, 12, 0);
  x = learn_data_new_random (&random, n, p, 4, 3, y);
  data = (TnBoostData){ x, y };
  params.rounds = 3;
  tn_pool_set_threads (1);
  alone = fit (&data, &data, &params);
  for (guint threads = 2; threads <= 7; threads += 5)
    {
      Folds folds = { &data, &data, &params };

      tn_pool_set_threads (threads);
      g_assert_true (tn_pool_for (3, fit_fold, &folds, NULL, NULL));
      for (int k = 0; k < 3; k++)
        {
          g_assert_true (
              g_bytes_equal (tn_boost_get_bytes (alone), tn_boost_get_bytes (folds.models[k])));
          g_assert_cmpmem (tn_boost_get_validate_curve (alone), 3 * sizeof (double),
                           tn_boost_get_validate_curve (folds.models[k]), 3 * sizeof (double));
          tn_boost_unref (folds.models[k]);
        }
    }
  tn_pool_set_threads (2);
}

/* Several batches, several blocks of rows, draws of rows and columns, an early stop. */
static void
test_same_bytes_for_one_and_two_threads (void)
{
  const gsize n = 240000, m = 3000, p = 9; /* enough cells for several threads */
  g_autofree double *y = g_new (double, n);
  g_autofree double *z = g_new (double, m);
  g_autofree double *w = g_new (double, n);
  g_autofree double *score = g_new (double, m);
  g_autofree double *first_score = g_new (double, m);
  g_autofree double *reasons = g_new (double, m *(p + 1));
  g_autofree double *first_reasons = g_new (double, m *(p + 1));
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnMatrix) v = NULL;
  g_autoptr (GBytes) first = NULL;

  tn_random_init (&random, 11, 0);
  x = learn_data_new_random (&random, n, p, 4, 3, y);
  v = learn_data_new_random (&random, m, p, 4, 3, z);
  for (gsize i = 0; i < n; i++)
    w[i] = 1 + tn_random_below (&random, 3);
  for (guint threads = 1; threads <= 3; threads++)
    {
      TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
      g_autoptr (TnBoost) model = NULL;

      tn_pool_set_threads (threads);
      params.rounds = 12;
      params.early_stop = 3;
      params.eta = 0.5;
      params.max_depth = 5;
      model = fit (&(TnBoostData){ x, y, w }, &(TnBoostData){ v, z }, &params);
      g_assert_true (tn_boost_predict (model, v, NULL, score, NULL, NULL));
      g_assert_true (tn_boost_explain (model, v, reasons, NULL, NULL, NULL));
      if (first == NULL)
        {
          first = g_bytes_ref (tn_boost_get_bytes (model));
          memcpy (first_score, score, m * sizeof (double));
          memcpy (first_reasons, reasons, m * (p + 1) * sizeof (double));
        }
      g_assert_true (g_bytes_equal (first, tn_boost_get_bytes (model)));
      g_assert_cmpmem (first_score, m * sizeof (double), score, m * sizeof (double));
      g_assert_cmpmem (first_reasons, m * (p + 1) * sizeof (double), reasons,
                       m * (p + 1) * sizeof (double));
    }
  tn_pool_set_threads (2);
}

typedef struct
{
  guint n_calls;
  guint stop_at;
  double best;
} Curve;

static gboolean
round_cb (const TnBoostRound *round, gpointer user_data)
{
  Curve *curve = user_data;

  g_assert_cmpuint (round->round, ==, curve->n_calls);
  g_assert_true (isfinite (round->train_loss));
  curve->n_calls++;
  if (!isnan (round->validate_loss))
    curve->best = MIN (curve->best, round->validate_loss);

  return curve->n_calls != curve->stop_at;
}

/* Noise alone: the best round comes early, and the model is the one of that round. */
static void
test_early_stopping_keeps_the_best_round (void)
{
  const gsize n = 600, m = 400, p = 5;
  g_autofree double *y = g_new (double, n);
  g_autofree double *z = g_new (double, m);
  g_autofree double *score = g_new (double, m);
  g_autofree double *learned = g_new (double, n);
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnMatrix) v = NULL;
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
  g_autoptr (TnBoost) model = NULL;
  g_autoptr (TnBoost) stopped = NULL;
  Curve curve = { 0, 0, INFINITY };
  guint rounds;

  tn_random_init (&random, 17, 0);
  x = learn_data_new_random (&random, n, p, 0, 1, y);
  v = learn_data_new_random (&random, m, p, 0, 1, z);
  params.max_depth = 6;
  params.eta = 0.3;
  params.early_stop = 10;
  params.round_func = round_cb;
  params.round_data = &curve;
  model = fit (&(TnBoostData){ x, y }, &(TnBoostData){ v, z }, &params);
  rounds = tn_boost_get_n_rounds (model);
  g_assert_cmpuint (curve.n_calls, ==, rounds + 10);
  g_assert_cmpuint (tn_boost_get_n_curve (model), ==, curve.n_calls);
  g_assert_cmpfloat (tn_boost_get_validate_curve (model)[rounds - 1], ==, curve.best);
  /* The curve is what the model really does, on both sets. */
  g_assert_true (tn_boost_predict (model, v, NULL, score, NULL, NULL));
  tn_assert_close (learn_data_log_loss (score, z, m), curve.best, 1e-6);
  g_assert_true (tn_boost_predict (model, x, NULL, learned, NULL, NULL));
  tn_assert_close (learn_data_log_loss (learned, y, n),
                   tn_boost_get_train_curve (model)[rounds - 1], 1e-6);

  /* Stop and keep best, as asked by the caller. */
  curve = (Curve){ 0, 2, INFINITY };
  stopped = fit (&(TnBoostData){ x, y }, &(TnBoostData){ v, z }, &params);
  g_assert_cmpuint (curve.n_calls, ==, 2);
  g_assert_cmpuint (tn_boost_get_n_rounds (stopped), <=, 2);
}

/* Many validation rows are followed in another way than few: the same rows once and often. */
static void
test_few_and_many_rows_have_the_same_curve (void)
{
  const gsize n = 500, m = 700, p = 8, times = 60; /* 5,600 and 336,000 cells */
  g_autofree double *y = g_new (double, n);
  g_autofree double *few_y = g_new (double, m);
  g_autofree double *y_often = g_new (double, m *times);
  g_autofree double *weight = g_new (double, m *times);
  g_autofree double *margin = g_new (double, m *times);
  g_autofree gsize *rows = g_new (gsize, m * times);
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnMatrix) v = NULL;
  g_autoptr (TnMatrix) often = NULL;

  tn_random_init (&random, (guint64) g_test_rand_int (), 0);
  x = learn_data_new_random (&random, n, p, 0, 2, y);
  v = learn_data_new_random (&random, m, p, 0, 2, few_y);
  for (gsize i = 0; i < m; i += 7)
    tn_matrix_fill_column (v, i % p)[i] = i % 2 == 0 ? NAN : 1e300;
  for (gsize i = 0; i < m * times; i++)
    {
      rows[i] = i % m;
      y_often[i] = few_y[i % m];
      weight[i] = 1 + (double) (i % m % 3);
      margin[i] = sin ((double) (i % m));
    }
  often = tn_matrix_new_rows (v, rows, m * times, NULL);
  for (int k = 0; k < 4; k++)
    {
      const double *w = k & 1 ? weight : NULL, *start = k & 2 ? margin : NULL;
      TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
      g_autoptr (TnBoost) few = NULL;
      g_autoptr (TnBoost) many = NULL;

      params.rounds = 40;
      params.early_stop = 0;
      params.max_depth = 6;
      params.eta = 0.3;
      few = fit (&(TnBoostData){ x, y }, &(TnBoostData){ v, few_y, w, start }, &params);
      many = fit (&(TnBoostData){ x, y }, &(TnBoostData){ often, y_often, w, start }, &params);
      g_assert_cmpuint (tn_boost_get_n_curve (many), ==, 40);
      for (guint r = 0; r < 40; r++)
        tn_assert_close (tn_boost_get_validate_curve (few)[r],
                         tn_boost_get_validate_curve (many)[r], 1e-13);
      g_assert_true (g_bytes_equal (tn_boost_get_bytes (few), tn_boost_get_bytes (many)));
    }
}

static void
test_monotone_columns_are_monotone (void)
{
  const gsize n = 3000, p = 3;
  g_autofree double *y = g_new (double, n);
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnMatrix) grid = tn_matrix_new (200, p, NULL);
  const gint8 monotone[] = { -1, 1, 0 }; /* against the true signs */
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
  g_autoptr (TnBoost) model = NULL;
  double out[200];

  tn_random_init (&random, 23, 0);
  x = learn_data_new_random (&random, n, p, 0, 1, y);
  params.monotone = monotone;
  params.rounds = 80;
  params.max_depth = 4;
  model = fit (&(TnBoostData){ x, y }, NULL, &params);
  for (int col = 0; col < 2; col++)
    {
      for (gsize j = 0; j < p; j++)
        {
          tn_matrix_set_name (grid, j, tn_matrix_get_name (x, j));
          for (gsize i = 0; i < 200; i++)
            tn_matrix_fill_column (grid, j)[i] = (int) j == col ? (double) i / 100 - 1 : 0.3;
        }
      g_assert_true (tn_boost_predict_margin (model, grid, NULL, out, NULL, NULL));
      for (gsize i = 1; i < 200; i++)
        g_assert_cmpfloat (out[i] * monotone[col], >=, out[i - 1] * monotone[col]);
    }
}

static void
test_starting_margin_is_kept (void)
{
  double y[SMALL_ROWS], margin[SMALL_ROWS], with[SMALL_ROWS], without[SMALL_ROWS];
  g_autoptr (TnMatrix) x = new_holed (y);
  TnBoostParams params = reference_params ();
  g_autoptr (TnBoost) model = NULL;
  double loss, last;

  for (gsize i = 0; i < SMALL_ROWS; i++)
    margin[i] = 0.5 * sin ((double) i);
  model = fit (&(TnBoostData){ x, y, NULL, margin }, NULL, &params);
  g_assert_true (tn_boost_predict_margin (model, x, NULL, without, NULL, NULL));
  g_assert_true (tn_boost_predict_margin (model, x, margin, with, NULL, NULL));
  for (gsize i = 0; i < SMALL_ROWS; i++)
    g_assert_cmpfloat_with_epsilon (with[i] - without[i], margin[i] - log (0.4 / 0.6), 1e-6);
  /* What the fit says it reached is what predicting from the same start reaches. */
  g_assert_true (tn_boost_predict (model, x, margin, with, NULL, NULL));
  loss = learn_data_log_loss (with, y, SMALL_ROWS);
  last = tn_boost_get_train_curve (model)[tn_boost_get_n_curve (model) - 1];
  tn_assert_close (loss, last, 1e-6);
}

static void
test_importance_finds_the_columns_that_matter (void)
{
  const gsize n = 4000, p = 6;
  g_autofree double *y = g_new (double, n);
  double gain[6], cover[6];
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
  g_autoptr (TnBoost) model = NULL;

  tn_random_init (&random, 29, 0);
  x = learn_data_new_random (&random, n, p, 0, 3, y);
  params.rounds = 40;
  model = fit (&(TnBoostData){ x, y }, NULL, &params);
  g_assert_true (tn_boost_get_importance (model, gain, cover, NULL));
  for (gsize j = 2; j < p; j++)
    {
      g_assert_cmpfloat (gain[0], >, 3 * gain[j]);
      g_assert_cmpfloat (gain[1], >, gain[j]);
    }
}

static void
test_stored_model_predicts_the_same (void)
{
  double y[SMALL_ROWS], a[SMALL_ROWS], b[SMALL_ROWS];
  g_autoptr (TnMatrix) x = new_holed (y);
  TnBoostParams params = reference_params ();
  g_autoptr (TnBoost) model = fit (&(TnBoostData){ x, y }, NULL, &params);
  g_autoptr (GVariant) state = g_variant_ref_sink (tn_boost_to_variant (model));
  g_autoptr (GError) error = NULL;
  g_autoptr (TnBoost) loaded = tn_boost_from_variant (state, &error);

  g_assert_no_error (error);
  g_assert_true (tn_boost_predict (model, x, NULL, a, NULL, NULL));
  g_assert_true (tn_boost_predict (loaded, x, NULL, b, NULL, NULL));
  g_assert_cmpmem (a, sizeof a, b, sizeof b);
  g_assert_cmpuint (tn_boost_get_n_curve (loaded), ==, 20);
  g_assert_cmpstr (tn_boost_get_name (loaded, 2), ==, "x2");
}

static void
test_unusable_input_is_refused (void)
{
  double y[SMALL_ROWS], w[SMALL_ROWS];
  g_autoptr (TnMatrix) x = new_holed (y);
  g_autoptr (TnMatrix) none = tn_matrix_new (SMALL_ROWS, 0, NULL);

  for (int k = 0; k < 9; k++)
    {
      TnBoostParams params = reference_params ();
      TnBoostData data = { x, y, w };
      g_autoptr (GError) error = NULL;
      double kept = y[5];

      for (gsize i = 0; i < SMALL_ROWS; i++)
        w[i] = k == 3 ? y[i] : 1;
      params.max_depth = k == 0 ? 17 : 3;
      params.eta = k == 1 ? NAN : 0.1;
      y[5] = k == 2 ? 0.5 : kept;
      w[7] = k == 4 ? -1 : w[7];
      data.x = k == 5 ? none : x;
      params.base_score = k == 6 ? 1.5 : 0.5;
      params.rounds = k == 7 ? 0 : 5;
      params.gamma = k == 8 ? INFINITY : 0;
      g_assert_null (tn_boost_fit (&data, NULL, &params, NULL, NULL, &error));
      g_assert_true (g_error_matches (error, TN_ERROR, TN_ERROR_DATA) ||
                     g_error_matches (error, TN_ERROR, TN_ERROR_ARGUMENT));
      y[5] = kept;
    }
}

/* Constant, all missing and endless columns are no reason to stop. */
static void
test_odd_columns_are_survived (void)
{
  double y[SMALL_ROWS], out[SMALL_ROWS];
  g_autoptr (TnMatrix) x = learn_data_new_small (y);
  TnBoostParams params = reference_params ();
  g_autoptr (TnBoost) model = NULL;

  for (gsize i = 0; i < SMALL_ROWS; i++)
    {
      tn_matrix_fill_column (x, 1)[i] = 7;
      tn_matrix_fill_column (x, 2)[i] = NAN;
      tn_matrix_fill_column (x, 3)[i] = i % 5 == 0 ? INFINITY : 1e300 * (i % 3 ? 1 : -1);
    }
  model = fit (&(TnBoostData){ x, y }, NULL, &params);
  g_assert_true (tn_boost_predict (model, x, NULL, out, NULL, NULL));
  for (gsize i = 0; i < SMALL_ROWS; i++)
    g_assert_true (out[i] > 0 && out[i] < 1);
}

static gboolean
cancel_round_cb (const TnBoostRound *round, gpointer user_data)
{
  if (round->round == 1)
    g_cancellable_cancel (user_data);

  return TRUE;
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
  g_autofree double *many = g_new (double, 30000 * (SMALL_COLS + 1));
  g_autofree gsize *rows = g_new (gsize, 30000);
  g_autoptr (TnMatrix) x = new_holed (y);
  g_autoptr (TnMatrix) tall = NULL;
  TnBoostParams params = reference_params ();
  g_autoptr (TnBoost) model = fit (&(TnBoostData){ x, y }, NULL, &params);

  for (gsize i = 0; i < 30000; i++)
    rows[i] = i % SMALL_ROWS;
  tall = tn_matrix_new_rows (x, rows, 30000, NULL);
  for (int when = 0; when < 5; when++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (TnProgress) progress = tn_progress_new (cancel_cb, cancellable);
      g_autoptr (GError) error = NULL;

      params.round_func = when == 1 ? cancel_round_cb : NULL;
      params.round_data = cancellable;
      if (when == 0 || when == 3)
        g_cancellable_cancel (cancellable);
      if (when < 3)
        g_assert_null (tn_boost_fit (&(TnBoostData){ x, y }, NULL, &params,
                                     when == 2 ? progress : NULL, cancellable, &error));
      else if (when == 3)
        g_assert_false (tn_boost_predict (model, tall, NULL, many, cancellable, &error));
      else
        g_assert_false (tn_boost_explain (model, tall, many, progress, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

static void
test_too_little_memory_is_an_error (void)
{
#if defined(__SANITIZE_ADDRESS__)
  g_test_skip ("the sanitizer reserves more address space than the limit");
#else
  if (g_test_subprocess ())
    {
      const gsize n = 300000, p = 20;
      g_autofree double *y = g_new (double, n);
      TnRandom random;
      g_autoptr (TnMatrix) x = NULL;
      g_autoptr (GError) error = NULL;
      TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
      g_autofree char *status = NULL;
      gsize used;
      struct rlimit limit;

      tn_random_init (&random, 1, 0);
      x = learn_data_new_random (&random, n, p, 0, 1, y);
      /* A thread that cannot be made would end the process, as libgomp has it. */
      tn_pool_set_threads (1);
      g_assert_true (g_file_get_contents ("/proc/self/statm", &status, NULL, NULL));
      used = g_ascii_strtoull (status, NULL, 10) * 4096;
      limit.rlim_cur = limit.rlim_max = used + 12 * 1024 * 1024;
      g_assert_cmpint (setrlimit (RLIMIT_AS, &limit), ==, 0);
      g_assert_null (tn_boost_fit (&(TnBoostData){ x, y }, NULL, &params, NULL, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
#endif
}

static void
test_enormous_matrix_is_refused (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_matrix_new (G_MAXSIZE / 16, 1000, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_clear_error (&error);
  g_assert_null (tn_matrix_new (G_MAXSIZE - 3, 1, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
}

/* A place for checkpoints: every round is kept, and one is given back. */
typedef struct
{
  GPtrArray *kept; /* of GVariant */
  GVariant *back;
  guint n_told; /* rounds */
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

static gboolean
count_round (const TnBoostRound *round, gpointer user_data)
{
  Keep *self = user_data;

  g_assert_cmpuint (round->round, ==, self->n_told++);

  return TRUE;
}

static void
assert_same_model (const TnBoost *a, const TnBoost *b)
{
  guint n = tn_boost_get_n_curve (a);

  g_assert_true (g_bytes_equal (tn_boost_get_bytes (a), tn_boost_get_bytes (b)));
  g_assert_cmpuint (tn_boost_get_n_curve (b), ==, n);
  g_assert_cmpmem (tn_boost_get_train_curve (a), n * sizeof (double), tn_boost_get_train_curve (b),
                   n * sizeof (double));
  g_assert_cmpmem (tn_boost_get_validate_curve (a), n * sizeof (double),
                   tn_boost_get_validate_curve (b), n * sizeof (double));
}

/* Settings that draw rows, columns, both and none; rows to choose by that XGBoost holds (few) and
 * that are walked by us (many); margins to start from. */
static void
set_case (guint k, TnBoostParams *params)
{
  *params = TN_BOOST_PARAMS_DEFAULT;
  params->rounds = 24;
  params->early_stop = k % 3 == 0 ? 0 : 6;
  params->subsample = k & 1 ? 0.7 : 1;
  params->colsample = k & 2 ? 0.5 : 1;
  params->max_depth = 2 + k % 4;
  params->seed = k;
}

static void
go_on_from_each (const TnBoostData *train, const TnBoostData *validate, TnBoostParams *params)
{
  g_autoptr (TnBoost) plain = fit (train, validate, params);
  Keep keep = { g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref) };
  TnCheckpoint checkpoint = { give_back, keep_all, &keep, 0 };
  g_autoptr (TnBoost) watched = NULL;
  guint n;

  params->checkpoint = &checkpoint;
  params->round_func = count_round;
  params->round_data = &keep;
  watched = fit (train, validate, params);
  assert_same_model (plain, watched);
  n = keep.kept->len;
  g_assert_cmpuint (n, ==, tn_boost_get_n_curve (plain));
  for (guint i = 0; i < n; i += g_test_slow () ? 1 : 7)
    {
      g_autoptr (TnBoost) again = NULL;

      /* As from a file: other bytes at another place. */
      g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (g_ptr_array_index (keep.kept, i));
      keep.back = g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE);
      g_variant_ref_sink (keep.back);
      keep.n_told = 0;
      again = fit (train, validate, params);
      assert_same_model (plain, again);
      g_assert_cmpuint (keep.n_told, ==, n);
      g_clear_pointer (&keep.back, g_variant_unref);
    }
  g_ptr_array_unref (keep.kept);
}

static void
test_going_on_gives_the_same_bytes (void)
{
  const gsize n = 6000, p = 9, n_few = 500, n_many = 40000;
  g_autofree double *y = g_new (double, n);
  g_autofree double *y_few = g_new (double, n_few);
  g_autofree double *y_many = g_new (double, n_many);
  g_autofree double *margin = g_new (double, n);
  TnRandom random;
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnMatrix) few = NULL;
  g_autoptr (TnMatrix) many = NULL;

  tn_random_init (&random, (guint64) g_test_rand_int (), 3);
  x = learn_data_new_random (&random, n, p, 1, 2, y);
  few = learn_data_new_random (&random, n_few, p, 1, 2, y_few);
  many = learn_data_new_random (&random, n_many, p, 1, 2, y_many);
  for (gsize i = 0; i < n; i++)
    {
      margin[i] = tn_random_uniform (&random) - 0.5;
      tn_matrix_fill_column (x, i % p)[i] = i % 7 == 0 ? NAN : tn_matrix_get_column (x, i % p)[i];
    }
  for (guint k = 0; k < 8; k++)
    {
      TnBoostData train = { x, y, NULL, k == 5 ? margin : NULL };
      TnBoostData validate = { k % 4 == 1 ? many : few, k % 4 == 1 ? y_many : y_few };
      TnBoostParams params;

      set_case (k, &params);
      go_on_from_each (&train, k % 4 == 2 ? NULL : &validate, &params);
    }
}

/* What comes back may be anything: the fit begins anew, or it is a model all the same. */
static void
test_damaged_checkpoints_are_survived (void)
{
  double y[SMALL_ROWS];
  g_autoptr (TnMatrix) x = new_holed (y);
  TnBoostData data = { x, y };
  TnBoostParams params = reference_params ();
  Keep keep = { g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref) };
  TnCheckpoint checkpoint = { give_back, keep_all, &keep, 0 };
  g_autoptr (TnBoost) plain = fit (&data, NULL, &params);
  g_autoptr (TnBoost) watched = NULL;
  g_autoptr (GBytes) whole = NULL;
  guint n_anew = 0, n_tries = g_test_slow () ? 5000 : 200;

  params.checkpoint = &checkpoint;
  watched = fit (&data, NULL, &params);
  whole = g_variant_get_data_as_bytes (g_ptr_array_index (keep.kept, 9));
  for (guint i = 0; i < n_tries; i++)
    {
      gsize size = g_bytes_get_size (whole);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (whole, NULL), size);
      g_autoptr (TnBoost) again = NULL;

      if (i % 4 == 0)
        size = (gsize) g_test_rand_int_range (0, (gint32) size);
      for (guint k = 0; k < 1 + i % 3; k++)
        copy[g_test_rand_int_range (0, (gint32) MAX (size, 1))] = (guint8) g_test_rand_int ();
      keep.back = g_variant_ref_sink (
          g_variant_new_from_data (G_VARIANT_TYPE_VARDICT, copy, size, FALSE, NULL, NULL));
      again = fit (&data, NULL, &params);
      g_assert_cmpuint (tn_boost_get_n_rounds (again), ==, 20);
      n_anew += g_bytes_equal (tn_boost_get_bytes (again), tn_boost_get_bytes (plain));
      g_clear_pointer (&keep.back, g_variant_unref);
    }
  g_assert_cmpuint (n_anew, >, 0);
  /* One that holds nothing. */
  keep.back = g_variant_ref_sink (g_variant_new_parsed ("@a{sv} {}"));
  g_clear_pointer (&watched, tn_boost_unref);
  watched = fit (&data, NULL, &params);
  assert_same_model (plain, watched);
  g_variant_unref (keep.back);
  g_ptr_array_unref (keep.kept);
}

/* XGBoost writes nothing of its own on either stream, in a fit that it would warn about. */
static void
test_nothing_is_printed (void)
{
  if (g_test_subprocess ())
    {
      double y[SMALL_ROWS];
      g_autoptr (TnMatrix) x = new_holed (y);
      TnBoostParams params = reference_params ();
      g_autoptr (TnBoost) model = fit (&(TnBoostData){ x, y }, NULL, &params);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("");
  g_test_trap_assert_stdout_unmatched ("*arn*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/boost/margins-and-reasons-are-pythons", test_margins_are_pythons);
  g_test_add_func ("/boost/reasons-sum-to-the-margin", test_reasons_sum_to_the_margin);
  g_test_add_func ("/boost/same-bytes-for-one-and-two-threads",
                   test_same_bytes_for_one_and_two_threads);
  g_test_add_func ("/boost/fits-side-by-side-have-the-bytes-of-one-alone",
                   test_fits_side_by_side_have_the_bytes_of_one_alone);
  g_test_add_func ("/boost/early-stopping-keeps-the-best-round",
                   test_early_stopping_keeps_the_best_round);
  g_test_add_func ("/boost/few-and-many-rows-have-the-same-curve",
                   test_few_and_many_rows_have_the_same_curve);
  g_test_add_func ("/boost/monotone-columns-are-monotone", test_monotone_columns_are_monotone);
  g_test_add_func ("/boost/starting-margin-is-kept", test_starting_margin_is_kept);
  g_test_add_func ("/boost/importance-finds-the-columns-that-matter",
                   test_importance_finds_the_columns_that_matter);
  g_test_add_func ("/boost/stored-model-predicts-the-same", test_stored_model_predicts_the_same);
  g_test_add_func ("/boost/unusable-input-is-refused", test_unusable_input_is_refused);
  g_test_add_func ("/boost/odd-columns-are-survived", test_odd_columns_are_survived);
  g_test_add_func ("/boost/cancelling-leaves-nothing", test_cancelling_leaves_nothing);
  g_test_add_func ("/boost/too-little-memory-is-an-error", test_too_little_memory_is_an_error);
  g_test_add_func ("/boost/enormous-matrix-is-refused", test_enormous_matrix_is_refused);
  g_test_add_func ("/boost/going-on-from-any-round-gives-the-same-bytes",
                   test_going_on_gives_the_same_bytes);
  g_test_add_func ("/boost/damaged-checkpoints-are-survived",
                   test_damaged_checkpoints_are_survived);
  g_test_add_func ("/boost/nothing-is-printed", test_nothing_is_printed);

  return g_test_run ();
}
