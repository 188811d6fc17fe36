/* bench-csv.c: import against pandas on the same files, in the same run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-bench.h"
#include "tn-csv-cutter.h"
#include "tn-import.h"
#include "tn-pool.h"
#include "tn-test.h"

#define REPEATS 5

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

  return tn_bench_median (seconds, REPEATS);
}

static const char pandas_script[] = "import sys, time, pandas as pd\n"
                                    "s = []\n"
                                    "for i in range(6):\n"
                                    "  t = time.perf_counter()\n"
                                    "  d = pd.read_csv(sys.argv[1], parse_dates=[sys.argv[2]])\n"
                                    "  s.append(time.perf_counter() - t)\n"
                                    "print(sorted(s[1:])[2], len(d), pd.__version__)\n";

/* pandas in a running interpreter, median of 5; 0 when it is not there. */
static double
time_pandas (const char *path, const char *date, gint64 *n_rows, char version[64])
{
  const char *const arguments[] = { "-c", pandas_script, path, date, NULL };
  g_autofree char *said = tn_bench_ask_python (arguments, 0);
  double seconds = 0;

  if (said == NULL ||
      sscanf (said, "%lf %" G_GINT64_FORMAT " %63s", &seconds, n_rows, version) != 3)
    return 0;

  return seconds;
}

static void
compare (const char *name, const char *path, const char *date)
{
  GStatBuf info;
  char version[64];
  gint64 n_rows = 0;
  gint64 n_theirs = 0;
  double one;
  double two;
  double pandas;
  double megabytes;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  megabytes = (double) info.st_size / 1e6;
  one = time_import (path, 1, &n_rows);
  two = time_import (path, 2, &n_rows);
  pandas = time_pandas (path, date, &n_theirs, version);
  printf ("%s: %.0f MB, %" G_GINT64_FORMAT " rows; 1 thread %.3f s (%.0f MB/s), 2 threads %.3f s "
          "(%.0f MB/s, %.0f per core); peak memory so far %.0f MB\n",
          name, megabytes, n_rows, one, megabytes / one, two, megabytes / two, megabytes / two / 2,
          tn_bench_peak_mb ());
  if (pandas == 0)
    {
      printf ("%s: pandas is not installed\n", name);
      return;
    }
  g_assert_cmpint (n_rows, ==, n_theirs);
  printf ("%s: pandas %s, 1 thread: %.3f s, as many rows; ratio %.1f to 2 threads, %.1f to 1\n",
          name, version, pandas, pandas / two, pandas / one);
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
              (double) size / 1e9 / tn_bench_median (seconds, REPEATS), n_rows);
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
  g_autofree char *inputs = NULL;

  g_test_init (&argc, &argv, NULL);
  retail = unpack_retail ();
  if (retail != NULL)
    {
      bench_cutters (retail);
      compare ("online-retail", retail, "InvoiceDate");
    }
  inputs = tn_bench_peer_data ();
  if (inputs == NULL)
    return 0;
  peer = g_build_filename (inputs, "e.csv", NULL);
  compare ("peer e.csv", peer, "time");

  return 0;
}
