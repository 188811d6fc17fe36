/* bench-logit.c: logistic regression against scikit-learn on the peer's own input
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <openblas_config.h>
#include <string.h>

#include <cblas.h>
#include <glib.h>

#include "tn-bench.h"
#include "tn-logit.h"
#include "tn-pool.h"

#define N       1000000
#define P       50
#define REPEATS 5

extern char *openblas_get_corename (void);

static TnMatrix *
read_matrix (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "x.f32", NULL);
  g_autofree char *text = NULL;
  gsize size = 0;
  TnMatrix *x = tn_matrix_new (N, P, NULL);

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_cmpuint (size, ==, (gsize) N * P * 4);
  for (gsize j = 0; j < P; j++)
    for (gsize i = 0; i < N; i++)
      {
        float value;

        memcpy (&value, text + 4 * (i * P + j), 4);
        tn_matrix_fill_column (x, j)[i] = value;
      }

  return x;
}

static double *
read_labels (const char *dir)
{
  g_autofree char *path = g_build_filename (dir, "y.u8", NULL);
  g_autofree char *text = NULL;
  double *y = g_new (double, N);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (gsize i = 0; i < N; i++)
    y[i] = text[i];

  return y;
}

static double
time_fit (TnMatrix *x, const double *y, gboolean std_errors, double *loss)
{
  double seconds[REPEATS];

  for (int k = 0; k < REPEATS; k++)
    {
      TnLogitParams params = TN_LOGIT_PARAMS_DEFAULT;
      g_autoptr (TnLogit) model = NULL;
      gint64 start = g_get_monotonic_time ();

      params.lambda = 1.0 / N; /* scikit-learn's C = 1 */
      params.standardize = FALSE;
      params.std_errors = std_errors;
      model = tn_logit_fit (x, y, &params, NULL, NULL, NULL);
      g_assert_nonnull (model);
      seconds[k] = (double) (g_get_monotonic_time () - start) / 1e6;
      *loss = tn_logit_get_log_loss (model);
    }

  return tn_bench_median (seconds, REPEATS);
}

/* The peer at each of its tolerances; the loose one is its fastest. */
static void
compare_with_peer (const char *dir, double ours, double loss)
{
  g_autoptr (GPtrArray) answers = tn_bench_ask_peer ("logit", dir, tn_pool_get_threads ());

  if (answers == NULL)
    g_print ("scikit-learn is not installed here: no ratio\n");
  for (guint i = 0; answers != NULL && i < answers->len; i++)
    {
      JsonObject *answer = g_ptr_array_index (answers, i);
      double theirs = json_object_get_double_member (answer, "median");
      double their_loss = json_object_get_double_member (answer, "log_loss");

      if (fabs (their_loss - loss) > 1e-6)
        g_error ("the log loss is %.9f here and %.9f there", loss, their_loss);
      g_print ("%s, tolerance %g: %.3f s, log loss %.9f; ratio %.2f\n",
               json_object_get_string_member (answer, "peer"),
               json_object_get_double_member (answer, "tol"), theirs, their_loss, theirs / ours);
    }
}

int
main (int argc, char *argv[])
{
  g_autofree char *dir = NULL;
  g_autoptr (TnMatrix) x = NULL;
  g_autofree double *y = NULL;
  double ours, with_errors, loss = 0;

  g_test_init (&argc, &argv, NULL);
  dir = tn_bench_peer_data ();
  if (dir == NULL)
    return 77;

  x = read_matrix (dir);
  y = read_labels (dir);
  ours = time_fit (x, y, FALSE, &loss);
  with_errors = time_fit (x, y, TRUE, &loss);
  g_print ("logit %d x %d, %u threads, OpenBLAS %s (OPENBLAS_CORETYPE %s)\n", N, P,
           tn_pool_get_threads (), openblas_get_corename (),
           g_getenv ("OPENBLAS_CORETYPE") != NULL ? g_getenv ("OPENBLAS_CORETYPE") : "unset");
  g_print ("tenure: %.3f s, with standard errors %.3f s, log loss %.9f (median of %d), "
           "peak with the data %.0f MB\n",
           ours, with_errors, loss, REPEATS, tn_bench_peak_mb ());
  compare_with_peer (dir, ours, loss);

  return 0;
}
