/* bench-csv.c: import against pandas on the same files, in the same run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include <glib/gstdio.h>

#include "tn-csv-cutter.h"
#include "tn-import.h"
#include "tn-pool.h"
#include "tn-test.h"

#define REPEATS 5

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare_doubles);
  return values[n / 2];
}

/* Open, detect, read and verify into memory: seconds, median. */
static double
time_import (const char *path, guint n_threads, gint64 *n_rows)
{
  double seconds[REPEATS];

  tn_pool_set_threads (n_threads);
  for (guint i = 0; i < REPEATS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      TnImportSummary summary;
      g_autoptr (GError) error = NULL;
      g_autoptr (TnTable) table = tn_import_file (path, NULL, NULL, &summary, NULL, NULL, &error);

      g_assert_no_error (error);
      seconds[i] = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
      *n_rows = summary.n_rows;
    }

  return median (seconds, REPEATS);
}

/* pandas in a running interpreter, median; 0 when it is not there. */
static double
time_pandas (const char *path, const char *dates, gint64 *n_rows)
{
  g_autofree char *script = g_strdup_printf ("import sys, time, pandas as pd\n"
                                             "s = []\n"
                                             "for i in range(%d + 1):\n"
                                             "  t = time.perf_counter()\n"
                                             "  d = pd.read_csv(sys.argv[1]%s)\n"
                                             "  s.append(time.perf_counter() - t)\n"
                                             "print(sorted(s[1:])[%d // 2], len(d))\n",
                                             REPEATS, dates, REPEATS);
  const char *const argv[] = { "/usr/bin/python3", "-c", script, path, NULL };
  g_autofree char *out = NULL;
  g_auto (GStrv) words = NULL;

  *n_rows = 0;
  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL,
                     NULL, NULL) ||
      out == NULL || *out == '\0')
    return 0;
  words = g_strsplit (out, " ", 2);
  *n_rows = g_ascii_strtoll (words[1], NULL, 10);

  return g_ascii_strtod (words[0], NULL);
}

static void
compare (const char *name, const char *path, const char *dates)
{
  GStatBuf info;
  gint64 n_rows = 0;
  gint64 n_theirs = 0;
  double one;
  double two;
  double pandas;
  double megabytes;
  struct rusage usage;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  megabytes = (double) info.st_size / 1e6;
  one = time_import (path, 1, &n_rows);
  two = time_import (path, 2, &n_rows);
  getrusage (RUSAGE_SELF, &usage);
  pandas = time_pandas (path, dates, &n_theirs);
  printf ("%s: %.0f MB, %" G_GINT64_FORMAT " rows; 1 thread %.3f s (%.0f MB/s), 2 threads %.3f s "
          "(%.0f MB/s, %.0f per core); peak memory so far %.0f MB\n",
          name, megabytes, n_rows, one, megabytes / one, two, megabytes / two, megabytes / two / 2,
          (double) usage.ru_maxrss / 1024);
  if (pandas == 0)
    {
      printf ("%s: pandas is not installed\n", name);
      return;
    }
  g_assert_cmpint (n_rows, ==, n_theirs);
  printf ("%s: pandas %.3f s, ratio %.1f\n", name, pandas, pandas / two);
}

static void
bench_cutters (const char *path)
{
  static const char *const names[] = { "best", "avx2", "scalar", "bytes", "libcsv" };
  g_autofree char *text = NULL;
  gsize size;
  TnCsvDialect dialect;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  tn_csv_dialect_init (&dialect);
  for (TnCsvEngine engine = TN_CSV_ENGINE_AVX2; engine <= TN_CSV_ENGINE_LIBCSV; engine++)
    {
      TnCsvCut cut;
      double seconds[REPEATS];
      gsize n_rows = 0;

      if (!tn_csv_engine_is_available (engine, &dialect))
        continue;
      tn_csv_cut_init (&cut);
      for (guint i = 0; i < REPEATS; i++)
        {
          gint64 start = g_get_monotonic_time ();

          n_rows = 0;
          for (gsize at = 0; at < size;)
            {
              gsize piece = MIN (size - at, 2 * 1024 * 1024);

              at += tn_csv_cut (&cut, &dialect, engine, text + at, piece, at + piece == size, 0);
              n_rows += cut.n_rows;
            }
          seconds[i] = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
        }
      tn_csv_cut_clear (&cut);
      printf ("cutting alone, %s: %.2f GB/s (%zu rows)\n", names[engine],
              (double) size / 1e9 / median (seconds, REPEATS), n_rows);
    }
}

static char *
unpack_retail (void)
{
  g_autofree char *packed = tn_test_shared ("datasets/online-retail/online_retail.csv.gz");
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *path = g_build_filename (dir, "online_retail.csv", NULL);
  g_autofree char *command = NULL;

  if (packed == NULL)
    return NULL;
  command = g_strdup_printf ("gzip -dc '%s' > '%s'", packed, path);
  g_assert_cmpint (system (command), ==, 0);

  return g_steal_pointer (&path);
}

int
main (int argc, char **argv)
{
  g_autofree char *retail = NULL;
  g_autofree char *peer = NULL;
  const char *directory = g_getenv ("TENURE_PEER_DATA");

  g_test_init (&argc, &argv, NULL);
  retail = unpack_retail ();
  if (retail != NULL)
    {
      bench_cutters (retail);
      compare ("online-retail", retail, ", parse_dates=['InvoiceDate']");
    }
  peer = directory != NULL ? g_build_filename (directory, "e.csv", NULL) : NULL;
  if (peer != NULL && g_file_test (peer, G_FILE_TEST_EXISTS))
    compare ("peer e.csv", peer, ", parse_dates=['time']");
  else
    printf ("peer e.csv: make it by peer-bench.py data DIR and set TENURE_PEER_DATA=DIR\n");

  return 0;
}
