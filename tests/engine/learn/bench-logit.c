/* bench-logit.c: logistic regression against scikit-learn on the peer's own input
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <openblas_config.h>
#include <stdlib.h>
#include <string.h>

#include <cblas.h>
#include <glib.h>

#include "tn-logit.h"
#include "tn-pool.h"
#include "tn-test.h"

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

/* Seconds and loss of the peer's fastest tolerance; FALSE when it is not installed. */
static gboolean
run_peer (const char *script, const char *dir, double *seconds, double *loss)
{
  g_autofree char *threads = g_strdup_printf ("%u", tn_pool_get_threads ());
  const char *argv[] = { "/usr/bin/python3", script, "logit", dir, threads, NULL };
  g_autofree char *out = NULL;
  int status = 0;
  const char *at;

  g_setenv ("OPENBLAS_NUM_THREADS", threads, TRUE);
  if (!g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &out, NULL, &status, NULL) ||
      status != 0 || (at = strstr (out, "\"median\": ")) == NULL)
    return FALSE;
  *seconds = g_ascii_strtod (at + strlen ("\"median\": "), NULL);
  at = strstr (out, "\"log_loss\": ");
  *loss = g_ascii_strtod (at + strlen ("\"log_loss\": "), NULL);

  return TRUE;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
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
  qsort (seconds, REPEATS, sizeof (double), compare_doubles);

  return seconds[REPEATS / 2];
}

int
main (int argc, char *argv[])
{
  g_autofree char *script = NULL;
  g_autofree char *dir = NULL;
  g_autoptr (TnMatrix) x = NULL;
  g_autofree double *y = NULL;
  double ours, with_errors, loss = 0, theirs = 0, their_loss = 0;
  const char *data_argv[] = { "/usr/bin/python3", NULL, "data", NULL, NULL };
  gboolean peer;

  g_test_init (&argc, &argv, NULL);
  script = tn_test_shared ("tools/peers/peer-bench.py");
  if (script == NULL)
    return 77;
  dir = g_getenv ("TENURE_PEER_DATA") != NULL ? g_strdup (g_getenv ("TENURE_PEER_DATA"))
                                              : tn_test_directory ();
  data_argv[1] = script;
  data_argv[3] = dir;
  if (g_getenv ("TENURE_PEER_DATA") == NULL &&
      !g_spawn_sync (NULL, (char **) data_argv, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL))
    return 77;

  x = read_matrix (dir);
  y = read_labels (dir);
  ours = time_fit (x, y, FALSE, &loss);
  with_errors = time_fit (x, y, TRUE, &loss);
  g_print ("logit %d x %d, %u threads, OpenBLAS %s (OPENBLAS_CORETYPE %s)\n", N, P,
           tn_pool_get_threads (), openblas_get_corename (),
           g_getenv ("OPENBLAS_CORETYPE") != NULL ? g_getenv ("OPENBLAS_CORETYPE") : "unset");
  g_print ("tenure: %.3f s, with standard errors %.3f s, log loss %.9f (median of %d)\n", ours,
           with_errors, loss, REPEATS);
  if (fabs (loss - 0.382246327) > 1e-7)
    g_error ("the log loss is not 0.382246327 within 1e-7");
  peer = run_peer (script, dir, &theirs, &their_loss);
  if (peer)
    g_print ("scikit-learn: %.3f s, log loss %.9f; ratio %.2f (with standard errors %.2f)\n",
             theirs, their_loss, theirs / ours, theirs / with_errors);
  else
    g_print ("scikit-learn is not installed here: no ratio\n");

  return 0;
}
