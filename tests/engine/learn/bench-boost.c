/* bench-boost.c: our round loop against a bare loop over the same library
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-boost [THREADS [ROUNDS [REPEATS [SUBSAMPLE]]]]
 *
 * Both learn from the same rows and measure the log loss of the same other rows every round.
 */

#include "config.h"

#include <math.h>
#include <string.h>
#include <sys/resource.h>
#include <xgboost/c_api.h>

#include <glib.h>

#include "tn-bench.h"
#include "tn-boost.h"
#include "tn-pool.h"
#include "tn-random.h"

#define N          1000000
#define P          28
#define N_VALIDATE 100000

static guint n_rounds = 50;
static guint n_repeats = 3;
static double subsample = 1;

/* Processor seconds of all threads: what wall time cannot tell on a busy machine. */
static double
used_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static TnMatrix *
new_matrix (gsize n, guint64 stream, double *y)
{
  TnMatrix *x = tn_matrix_new (n, P, NULL);
  TnRandom random;

  tn_random_init (&random, 1, stream);
  for (gsize j = 0; j < P; j++)
    for (gsize i = 0; i < n; i++)
      tn_matrix_fill_column (x, j)[i] = tn_random_normal (&random);
  for (gsize i = 0; i < n; i++)
    {
      double m = -1;

      for (gsize j = 0; j < P; j++)
        m += ((double) (j % 7) - 3) / 4 * tn_matrix_get_column (x, j)[i];
      y[i] = tn_random_uniform (&random) < 1 / (1 + exp (-m));
    }

  return x;
}

static DMatrixHandle
new_bare_matrix (TnMatrix *x, const double *y)
{
  gsize n = tn_matrix_get_n_rows (x);
  g_autofree float *rows = g_new (float, n *P);
  g_autofree float *labels = g_new (float, n);
  DMatrixHandle matrix;

  for (gsize i = 0; i < n; i++)
    {
      for (gsize j = 0; j < P; j++)
        rows[i * P + j] = (float) tn_matrix_get_column (x, j)[i];
      labels[i] = (float) y[i];
    }
  g_assert_cmpint (
      XGDMatrixCreateFromMat_omp (rows, n, P, NAN, &matrix, (int) tn_pool_get_threads ()), ==, 0);
  g_assert_cmpint (XGDMatrixSetFloatInfo (matrix, "label", labels, n), ==, 0);

  return matrix;
}

/* What a careful user of the C API would write: float matrices, rounds, the loss of both
 * after each, nothing else. */
static double
time_bare (const TnBoostData *train, const TnBoostData *validate, double *loss)
{
  gint64 start = g_get_monotonic_time ();
  g_autofree char *threads = g_strdup_printf ("%u", tn_pool_get_threads ());
  char share[G_ASCII_DTOSTR_BUF_SIZE];
  const char *params[][2] = { { "objective", "binary:logistic" },
                              { "tree_method", "hist" },
                              { "max_depth", "6" },
                              { "eta", "0.1" },
                              { "eval_metric", "logloss" },
                              { "subsample", g_ascii_dtostr (share, sizeof share, subsample) },
                              { "nthread", threads },
                              { "verbosity", "0" } };
  const char *names[] = { "train", "validate" };
  DMatrixHandle matrices[] = { new_bare_matrix (train->x, train->y),
                               new_bare_matrix (validate->x, validate->y) };
  BoosterHandle booster;

  g_assert_cmpint (XGBoosterCreate (matrices, 2, &booster), ==, 0);
  for (gsize k = 0; k < G_N_ELEMENTS (params); k++)
    XGBoosterSetParam (booster, params[k][0], params[k][1]);
  for (guint round = 0; round < n_rounds; round++)
    {
      const char *text;

      g_assert_cmpint (XGBoosterUpdateOneIter (booster, (int) round, matrices[0]), ==, 0);
      g_assert_cmpint (XGBoosterEvalOneIter (booster, (int) round, matrices, names, 2, &text), ==,
                       0);
      *loss = g_ascii_strtod (strrchr (text, ':') + 1, NULL);
    }
  XGBoosterFree (booster);
  XGDMatrixFree (matrices[1]);
  XGDMatrixFree (matrices[0]);

  return tn_bench_seconds_since (start);
}

/* Matrix building, the learning curve of every round and the checked model included. */
static double
time_ours (const TnBoostData *train, const TnBoostData *validate, double *loss)
{
  gint64 start = g_get_monotonic_time ();
  TnBoostParams params = TN_BOOST_PARAMS_DEFAULT;
  g_autoptr (TnBoost) model = NULL;

  params.rounds = n_rounds;
  params.max_depth = 6;
  params.eta = 0.1;
  params.subsample = subsample;
  params.early_stop = 0;
  params.colsample = 1;
  params.base_score = 0.5;
  model = tn_boost_fit (train, validate, &params, NULL, NULL, NULL);
  g_assert_nonnull (model);
  *loss = tn_boost_get_validate_curve (model)[n_rounds - 1];

  return tn_bench_seconds_since (start);
}

int
main (int argc, char *argv[])
{
  g_autofree double *y = g_new (double, N);
  g_autofree double *z = g_new (double, N_VALIDATE);
  g_autoptr (TnMatrix) x = NULL;
  g_autoptr (TnMatrix) v = NULL;
  TnBoostData train, validate;
  double bare = INFINITY, ours = INFINITY, loss = 0, bare_loss = 0;
  int version[3];
  double bare_used = INFINITY, ours_used = INFINITY;

  if (argc > 1)
    tn_pool_set_threads ((guint) g_ascii_strtoull (argv[1], NULL, 10));
  if (argc > 2)
    n_rounds = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  if (argc > 3)
    n_repeats = (guint) g_ascii_strtoull (argv[3], NULL, 10);
  if (argc > 4)
    subsample = g_ascii_strtod (argv[4], NULL);
  XGBSetGlobalConfig ("{\"verbosity\": 0}");
  x = new_matrix (N, 0, y);
  v = new_matrix (N_VALIDATE, 1, z);
  train = (TnBoostData){ x, y };
  validate = (TnBoostData){ v, z };
  /* In turn, the best of each: what the machine does besides falls on both. Ours first, so
   * that the peak memory is its own. */
  for (guint k = 0; k < n_repeats; k++)
    {
      double before = used_seconds (), wall = time_ours (&train, &validate, &loss);

      ours = MIN (ours, wall);
      ours_used = MIN (ours_used, used_seconds () - before);
      if (k == 0)
        g_print ("peak memory with the data: %.0f MB (data %.0f MB)\n", tn_bench_peak_mb (),
                 (double) N * P * 8 / 1e6);
      before = used_seconds ();
      wall = time_bare (&train, &validate, &bare_loss);
      bare = MIN (bare, wall);
      bare_used = MIN (bare_used, used_seconds () - before);
    }
  /* Rows drawn at random are drawn otherwise here and there: only then may the losses differ. */
  if (fabs (loss - bare_loss) > 1e-5 && subsample == 1)
    g_error ("the log loss is %.6f here and %.6f there", loss, bare_loss);
  XGBoostVersion (&version[0], &version[1], &version[2]);
  g_print ("boost %d x %d, depth 6, %u rounds, %u threads, XGBoost %d.%d.%d on both sides\n", N, P,
           n_rounds, tn_pool_get_threads (), version[0], version[1], version[2]);
  g_print ("tenure: %.2f s, log loss %.6f; bare XGBoost: %.2f s, log loss %.6f; overhead %.1f %%, "
           "in processor time %.1f %% (best of %u)\n",
           ours, loss, bare, bare_loss, 100 * (ours / bare - 1), 100 * (ours_used / bare_used - 1),
           n_repeats);

  return 0;
}
