/* bench-bootstrap.c: AUC with an interval from 2,000 resamples of 100,000 rows, beside
 * scikit-learn in a loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdlib.h>

#include "judge-cases.h"
#include "tn-delong.h"
#include "tn-judgement.h"
#include "tn-pool.h"

#define N_ROWS 100000

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
}

static double
judge (const Case *rows, guint n_resamples, guint n_threads, double *auc)
{
  TnJudgeOptions options = TN_JUDGE_OPTIONS_INIT;
  gint64 start = g_get_monotonic_time ();
  g_autoptr (TnScored) scored = case_score (rows);
  g_autoptr (TnJudgement) judgement = NULL;

  tn_pool_set_threads (n_threads);
  options.n_resamples = n_resamples;
  judgement = tn_judgement_new (scored, &options, NULL, NULL, NULL);
  *auc = tn_judgement_value (judgement, "auc");

  return seconds_since (start);
}

/* Runs bench-bootstrap.py beside this source; gives seconds a resample and its AUC. */
static gboolean
ask_sklearn (const char *directory, double *seconds, double *auc)
{
  g_autofree char *script = g_build_filename (directory, "bench-bootstrap.py", NULL);
  g_autofree char *out = NULL;
  const char *argv[] = { "/usr/bin/python3", script, NULL };
  int status;
  char *end;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL,
                     &status, NULL) ||
      !g_spawn_check_wait_status (status, NULL))
    return FALSE;
  *seconds = g_ascii_strtod (out, &end);
  *auc = g_ascii_strtod (end, NULL);

  return *seconds > 0;
}

int
main (int argc, char *argv[])
{
  g_auto (Case) rows = { 0 };
  double auc, other_auc, sklearn, two = 0, one, by_customer;
  const char *directory = argc > 1 ? argv[1] : ".";

  case_golden (&rows, 1 << 22, N_ROWS);
  one = judge (&rows, 2000, 1, &auc);
  two = judge (&rows, 2000, 2, &auc);
  rows.customer = g_new (guint32, rows.n);
  for (gsize i = 0; i < rows.n; i++)
    rows.customer[i] = (guint32) (i / 5);
  by_customer = judge (&rows, 2000, 2, &auc);
  g_print ("all figures, curves and bands, 100,000 rows, 2,000 resamples:\n"
           "  1 thread %.2f s, 2 threads %.2f s; 20,000 customers of 5 rows, 2 threads %.2f s\n",
           one, two, by_customer);

  if (!ask_sklearn (directory, &sklearn, &other_auc))
    {
      g_print ("  scikit-learn is not here\n");
      return 0;
    }
  if (fabs (auc - other_auc) > 1e-12)
    {
      g_print ("  answers differ: %.17g and %.17g\n", auc, other_auc);
      return 1;
    }
  g_print (
      "  scikit-learn's roc_auc_score alone, equal answer: %.1f ms a resample, %.1f s for 2,000\n"
      "  ratio, 1 thread: %.0f times, 2 threads: %.0f times\n",
      1000 * sklearn, 2000 * sklearn, 2000 * sklearn / one, 2000 * sklearn / two);

  return 0;
}
