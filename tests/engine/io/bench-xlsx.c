/* bench-xlsx.c: reading a sheet against openpyxl on the same file, in the same run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <xlsxwriter.h>

#include "tn-import.h"
#include "tn-test.h"

#define REPEATS 3

/* Orders as a shop exports them: number, date, words, amount. */
static void
write_book (const char *path, guint n_rows)
{
  lxw_workbook_options options = { .constant_memory = LXW_FALSE, .tmpdir = NULL };
  lxw_workbook *book = workbook_new_opt (path, &options);
  lxw_worksheet *sheet = workbook_add_worksheet (book, "Orders");
  lxw_format *date = workbook_add_format (book);
  static const char *const names[] = { "order", "at", "customer", "country", "amount", "pieces" };

  format_set_num_format (date, "yyyy-mm-dd hh:mm:ss");
  for (lxw_col_t j = 0; j < 6; j++)
    worksheet_write_string (sheet, 0, j, names[j], NULL);
  for (guint i = 0; i < n_rows; i++)
    {
      char customer[16];

      g_snprintf (customer, sizeof customer, "C%05u", i * 7919u % 20000);
      worksheet_write_number (sheet, i + 1, 0, 536000 + i / 4, NULL);
      worksheet_write_number (sheet, i + 1, 1, 44000 + floor (i / 7.0) / 1440, date);
      worksheet_write_string (sheet, i + 1, 2, customer, NULL);
      worksheet_write_string (sheet, i + 1, 3, i % 3 == 0 ? "Deutschland" : "France", NULL);
      worksheet_write_number (sheet, i + 1, 4, (double) (i * 31 % 9999) / 100, NULL);
      worksheet_write_number (sheet, i + 1, 5, i % 12, NULL);
    }
  g_assert_cmpint (workbook_close (book), ==, LXW_NO_ERROR);
}

static double
read_book (const char *path, gint64 *n_rows, double *sum)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < REPEATS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      TnImportSummary summary;
      g_autoptr (GError) error = NULL;
      g_autoptr (TnTable) table = tn_import_file (path, NULL, NULL, &summary, NULL, NULL, &error);
      TnColumn *amount;

      g_assert_no_error (error);
      best = MIN (best, (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
      *n_rows = summary.n_rows;
      *sum = 0;
      amount = tn_table_get_column (table, (guint) tn_table_find (table, "amount"));
      for (gsize k = 0; k < tn_column_get_n_chunks (amount); k++)
        {
          g_autoptr (TnChunk) chunk = tn_column_get_chunk (amount, k, &error);

          for (gsize row = 0; row < chunk->n_rows; row++)
            *sum += chunk->number[row];
        }
    }

  return best;
}

/* Seconds of openpyxl alone and of pandas on it, with rows and sum of amounts. */
static gboolean
read_by_peer (const char *path, double seconds[2], gint64 *n_rows, double *sum)
{
  static const char script[] = "import sys, time, openpyxl, pandas as pd\n"
                               "t = time.perf_counter()\n"
                               "b = openpyxl.load_workbook(sys.argv[1], read_only=True)\n"
                               "n = sum(1 for r in b.active.iter_rows(values_only=True))\n"
                               "a = time.perf_counter() - t\n"
                               "t = time.perf_counter()\n"
                               "d = pd.read_excel(sys.argv[1])\n"
                               "print(a, time.perf_counter() - t, len(d), repr(d.amount.sum()))\n";
  const char *const argv[] = { "/usr/bin/python3", "-c", script, path, NULL };
  g_autofree char *out = NULL;
  char *end;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL,
                     NULL, NULL) ||
      out == NULL || *out == '\0')
    return FALSE;
  seconds[0] = g_ascii_strtod (out, &end);
  seconds[1] = g_ascii_strtod (end, &end);
  *n_rows = g_ascii_strtoll (end, &end, 10);
  *sum = g_ascii_strtod (end, NULL);

  return TRUE;
}

int
main (int argc, char **argv)
{
  guint n_rows = g_getenv ("TENURE_BENCH_ROWS") != NULL
                     ? (guint) g_ascii_strtoull (g_getenv ("TENURE_BENCH_ROWS"), NULL, 10)
                     : 100000;
  g_autofree char *directory = NULL;
  g_autofree char *path = NULL;
  struct rusage before;
  struct rusage after;
  double theirs[2];
  double ours;
  double sums[2];
  gint64 n[2];

  g_test_init (&argc, &argv, NULL);
  directory = tn_test_directory ();
  path = g_build_filename (directory, "orders.xlsx", NULL);
  write_book (path, n_rows);
  getrusage (RUSAGE_SELF, &before);
  ours = read_book (path, &n[0], &sums[0]);
  getrusage (RUSAGE_SELF, &after);
  g_assert_cmpint (n[0], ==, n_rows);
  printf ("xlsx: %u rows of 6 columns in %.3f s; peak memory above writing %ld MB\n", n_rows, ours,
          (after.ru_maxrss - before.ru_maxrss) / 1024);
  if (!read_by_peer (path, theirs, &n[1], &sums[1]))
    {
      printf ("xlsx: openpyxl and pandas are not installed\n");
      return 0;
    }
  g_assert_cmpint (n[0], ==, n[1]);
  tn_assert_close (sums[0], sums[1], 1e-12);
  printf ("xlsx: openpyxl %.3f s, ratio %.1f; pandas %.3f s, ratio %.1f\n", theirs[0],
          theirs[0] / ours, theirs[1], theirs[1] / ours);

  return 0;
}
