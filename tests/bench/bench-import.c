/* bench-import.c: from a file to a published data set, beside pandas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "tn-bench.h"
#include "tn-import-dataset.h"
#include "tn-pool.h"
#include "tn-test.h"

#define REPEATS 5

/* The stored gzip file, unpacked: both sides read plain text. */
static char *
unpack (const char *packed)
{
  g_autofree char *dir = tn_test_directory ();
  char *plain = g_build_filename (dir, "online_retail.csv", NULL);
  const char *argv[] = { "/bin/sh", "-c", "exec gzip -dc \"$0\" > \"$1\"", packed, plain, NULL };
  int status = -1;

  g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, NULL, NULL, &status, NULL);
  g_assert_cmpint (status, ==, 0);

  return plain;
}

/* One import into a project that is open: open the file, detect, verify, store, publish. */
static double
import_once (TnProject *project, const char *file, guint i, gint64 *n_rows, gsize *n_missing)
{
  g_autofree char *name = g_strdup_printf ("retail-%u", i);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time (), end;
  g_autoptr (TnSource) source = tn_source_open (file, NULL, &error);
  g_autoptr (TnImportPlan) plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  g_autoptr (TnDataset) dataset = NULL;
  g_autoptr (TnTable) table = NULL;
  TnImportSummary summary;

  g_assert_no_error (error);
  dataset = tn_project_import (project, name, source, plan, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
  end = g_get_monotonic_time ();

  table = tn_project_load_dataset (project, name, &error);
  g_assert_no_error (error);
  *n_rows = dataset->n_rows;
  tn_column_count_missing (tn_table_get_column (table, tn_table_find (table, "CustomerID")),
                           n_missing, &error);
  g_assert_no_error (error);

  return (end - start) / 1e6;
}

/* The peer's median, or 0 when it is not installed. */
static double
ask_pandas (const char *script, const char *file, gint64 n_rows, gsize n_missing)
{
  const char *arguments[] = { script, file, "InvoiceDate", NULL };
  g_autofree char *said = tn_bench_ask_python (arguments, 0);
  char version[64];
  double seconds;
  long rows, missing;

  if (said == NULL || sscanf (said, "%lf %ld %ld %63s", &seconds, &rows, &missing, version) != 4)
    {
      printf ("pandas is not installed: no comparison\n");
      return 0;
    }
  /* The same answer first. */
  g_assert_cmpint (rows, ==, n_rows);
  g_assert_cmpint (missing, ==, (long) n_missing);
  printf ("pandas %s read_csv(parse_dates), 1 thread: %.3f s\n", version, seconds);

  return seconds;
}

int
main (int argc, char **argv)
{
  g_autofree char *packed = NULL;
  g_autofree char *file = NULL;
  g_autofree char *dir = NULL;
  g_autofree char *path = NULL;
  g_autofree char *sessions = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (GError) error = NULL;
  double seconds[REPEATS], ours, peer;
  gint64 n_rows = 0;
  gsize n_missing = 0;

  g_test_init (&argc, &argv, NULL);
  packed = tn_test_shared ("datasets/online-retail/online_retail.csv.gz");
  if (packed == NULL)
    return 77;
  file = unpack (packed);
  dir = tn_test_directory ();
  sessions = g_build_filename (dir, "sessions", NULL);
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  path = g_build_filename (dir, "bench.tenure", NULL);
  project = tn_project_create (path, &error);
  g_assert_no_error (error);

  import_once (project, file, REPEATS, &n_rows, &n_missing);
  for (guint i = 0; i < REPEATS; i++)
    seconds[i] = import_once (project, file, i, &n_rows, &n_missing);
  ours = tn_bench_median (seconds, REPEATS);
  printf ("tenure, %u threads, open to published: %.3f s (median of %d), peak %.0f MB\n",
          tn_pool_get_threads (), ours, REPEATS, tn_bench_peak_mb ());

  peer = argc > 1 ? ask_pandas (argv[1], file, n_rows, n_missing) : 0;
  if (peer > 0)
    printf ("ratio pandas / tenure: %.2f\n", peer / ours);
  tn_project_close (project, NULL);

  return 0;
}
