/* bench-store.c: what opening, editing, filling and saving cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-codec.h"
#include "tn-dataset-sink.h"
#include "tn-import.h"
#include "tn-pool.h"
#include "tn-random.h"
#include "tn-test.h"

#define MEGABYTE 1e6

static double
seconds_since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1e6;
}

static double
processor_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static goffset
file_size (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 ? info.st_size : 0;
}

/* An order log as shops have it: order and item numbers, quantities, prices, times,
 * customers, country. 44 bytes a row. */
static TnTable *
make_orders (gsize n_rows, guint64 seed)
{
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new (n_rows);
  g_autofree guint32 *codes = g_new (guint32, n_rows);
  g_autofree double *numbers = g_new (double, n_rows);
  g_autofree gint64 *times = g_new (gint64, n_rows);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TnDictionary) dictionary = NULL;
  static const char *const names[] = { "order", "item", "customer", "country" };
  static const guint ranges[] = { 25000, 4000, 4300, 38 };
  TnRandom random;

  tn_random_init (&random, seed, 7);
  for (guint i = 0; i < 25000; i++)
    g_ptr_array_add (words, g_strdup_printf ("%06u", 100000 + i * 7));
  dictionary = tn_dictionary_new ((const char *const *) words->pdata, words->len);
  for (guint c = 0; c < 4; c++)
    {
      for (gsize i = 0; i < n_rows; i++)
        codes[i] = c == 0 ? (guint32) (i / 20) % ranges[c]
                          : tn_random_below (&random, tn_random_below (&random, ranges[c]) + 1);
      tn_table_builder_take (builder, tn_field_new (names[c], TN_ROLE_NONE),
                             tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n_rows));
    }
  for (gsize i = 0; i < n_rows; i++)
    numbers[i] = 1 + tn_random_below (&random, tn_random_below (&random, 100) + 1);
  tn_table_builder_take (builder, tn_field_new ("quantity", TN_ROLE_QUANTITY),
                         tn_column_new_numbers (numbers, n_rows));
  for (gsize i = 0; i < n_rows; i++)
    numbers[i] = (double) tn_random_below (&random, 2000) / 100;
  tn_table_builder_take (builder, tn_field_new ("price", TN_ROLE_PRICE),
                         tn_column_new_numbers (numbers, n_rows));
  for (gsize i = 0; i < n_rows; i++)
    times[i] = G_GINT64_CONSTANT (1290000000000000) + (gint64) (i / 20) * 1200000000;
  tn_table_builder_take (builder, tn_field_new ("time", TN_ROLE_TIME),
                         tn_column_new_times (times, n_rows));

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/* Nothing to be had by packing or compressing: the worst case. */
static TnTable *
make_noise (gsize n_rows, guint64 seed)
{
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new (n_rows);
  g_autofree double *numbers = g_new (double, n_rows);
  TnRandom random;

  tn_random_init (&random, seed, 8);
  for (guint c = 0; c < 4; c++)
    {
      g_autofree char *name = g_strdup_printf ("x%u", c);

      for (gsize i = 0; i < n_rows; i++)
        numbers[i] = tn_random_uniform (&random);
      tn_table_builder_take (builder, tn_field_new (name, TN_ROLE_FEATURE),
                             tn_column_new_numbers (numbers, n_rows));
    }

  return tn_table_builder_end (g_steal_pointer (&builder));
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
bench_codec (const char *what, TnTable *table)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_piece_free);
  gsize raw = 0, stored = 0;
  gint64 start = g_get_monotonic_time ();
  double encode, decode;

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      TnColumn *column = tn_table_get_column (table, i);

      for (gsize j = 0; j < tn_column_get_n_chunks (column); j++)
        {
          g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, j, &error);
          TnPiece *piece = tn_codec_encode_chunk (chunk, &error);

          g_assert_no_error (error);
          raw += tn_chunk_get_size (chunk);
          stored += g_bytes_get_size (piece->data);
          g_ptr_array_add (pieces, piece);
        }
    }
  encode = seconds_since (start);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < pieces->len; i++)
    {
      const TnPiece *piece = g_ptr_array_index (pieces, i);
      gsize size;
      gconstpointer data = g_bytes_get_data (piece->data, &size);
      g_autoptr (TnChunk) chunk =
          tn_codec_check (piece->kind, piece->n_rows, data, size, piece->hash, &error)
              ? tn_codec_decode_chunk (piece->kind, piece->n_rows, data, size, &error)
              : NULL;

      g_assert_no_error (error);
      g_assert_nonnull (chunk);
    }
  decode = seconds_since (start);
  g_print ("codec %s: %.1f MB to %.1f MB; pack %.0f MB/s, unpack %.0f MB/s a core\n", what,
           raw / MEGABYTE, stored / MEGABYTE, raw / MEGABYTE / encode, raw / MEGABYTE / decode);
}

static void
bench_bulk (TnProject *project, const char *what, TnTable *table, gsize raw)
{
  g_autoptr (GError) error = NULL;
  double processor = processor_seconds ();
  gint64 start = g_get_monotonic_time ();

  tn_project_add_table (project, table, NULL, NULL, &error);
  g_assert_no_error (error);
  g_print ("bulk %s: %.1f MB of columns in %.3f s (%.3f s of processor), %u threads\n", what,
           raw / MEGABYTE, seconds_since (start), processor_seconds () - processor,
           tn_pool_get_threads ());
}

static void
bench_edits (TnProject *project, const char *what)
{
  double times[300];
  g_autofree char *body = NULL;
  g_autoptr (GString) text = g_string_new ("{\"nodes\":{");

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "%s\"n%u\":{\"type\":\"impute\",\"max\":%u,\"text\":\"a node\"}",
                            i > 0 ? "," : "", i, i);
  g_string_append (text, "}}");
  store_put (project, "pipeline", "churn", text->str);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      const char *path[] = { "nodes", "n7", "max", NULL };
      g_autoptr (TnEdit) edit = tn_edit_new (tn_message_new_literal ("Set max"));
      g_autoptr (JsonNode) value = json_node_init_int (json_node_alloc (), i);
      g_autoptr (GError) error = NULL;
      gint64 start = g_get_monotonic_time ();

      tn_edit_set (edit, "pipeline", "churn", path, value);
      tn_project_edit (project, edit, &error);
      g_assert_no_error (error);
      times[i] = seconds_since (start) * 1000;
    }
  qsort (times, G_N_ELEMENTS (times), sizeof *times, compare_doubles);
  g_print ("edit %s: median %.2f ms, p99 %.2f ms, most %.2f ms, on disk each\n", what, times[150],
           times[297], times[299]);
}

static double
time_save (TnProject *project)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);

  return seconds_since (start);
}

/* What any program must spend: the disk decides. */
static double
time_copy (const char *path, const char *dir)
{
  g_autofree char *command =
      g_strdup_printf ("dd if=%s of=%s/copy bs=4M conv=fsync status=none", path, dir);
  gint64 start = g_get_monotonic_time ();

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));

  return seconds_since (start);
}

static void
bench_life (gsize n_noise)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "big.tenure");
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_create (path, &error);
  goffset before, size;
  gint64 start;
  double save, copy;

  g_assert_no_error (error);
  bench_edits (project, "of an empty project");
  for (guint i = 0; i < n_noise; i++)
    {
      g_autoptr (TnTable) table = make_noise (1000000, i + 1);

      bench_bulk (project, "of noise", table, 32000000);
    }
  bench_edits (project, "of a full project");
  save = time_save (project);
  size = file_size (path);
  copy = time_copy (path, dir);
  g_print ("save: %.0f MB in %.2f s; cp and fsync of the same file %.2f s\n", size / MEGABYTE, save,
           copy);
  bench_edits (project, "after saving");
  before = file_size (path);
  save = time_save (project);
  g_print ("save after 300 edits: %.2f s, the file grew by %.0f KB\n", save,
           (file_size (path) - before) / 1e3);
  start = g_get_monotonic_time ();
  save = time_save (project);
  g_print ("save without changes: %.4f s\n", save);
  store_close (project);

  start = g_get_monotonic_time ();
  project = store_open (path, TN_OPEN_EDIT);
  g_print ("open, known here: %.4f s\n", seconds_since (start));
  store_close (project);

  start = g_get_monotonic_time ();
  dir = (g_free (dir), store_directory ());
  project = store_open (path, TN_OPEN_EDIT);
  g_print ("open, foreign: %.2f s\n", seconds_since (start));
  store_close (project);
}

static void
bench_import_size (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "small.tenure");
  g_autoptr (TnTable) orders = make_orders (541909, 3);
  g_autoptr (TnTable) noise = make_noise (750000, 3);
  TnProject *project = tn_project_create (path, NULL);

  bench_codec ("orders", orders);
  bench_codec ("noise", noise);
  bench_bulk (project, "of orders", orders, 541909 * 40);
  bench_bulk (project, "of noise", noise, 750000 * 32);
  tn_pool_set_threads (1);
  orders = (tn_table_unref (orders), make_orders (541909, 4));
  bench_bulk (project, "of orders", orders, 541909 * 40);
  tn_pool_set_threads (0);
  store_close (project);
}

/* The whole import of a real file: cutting alone, and with the storing beside it. */
static void
bench_real_import (void)
{
  g_autofree char *packed = tn_test_shared ("datasets/online-retail/online_retail.csv.gz");
  g_autofree char *dir = store_directory ();
  g_autofree char *csv = store_path (dir, "orders.csv");
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autofree char *command = g_strdup_printf ("sh -c 'gzip -dc %s > %s'", packed, csv);
  g_autoptr (GError) error = NULL;
  TnProject *project;

  if (packed == NULL)
    return;
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  project = tn_project_create (path, NULL);
  for (guint i = 0; i < 5; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (TnTable) table = tn_import_file (csv, NULL, NULL, NULL, NULL, NULL, &error);
      double memory = seconds_since (start);
      g_autoptr (TnSource) source = NULL;
      g_autoptr (TnImportPlan) plan = NULL;
      g_autoptr (TnDatasetSink) sink = NULL;
      TnImportSummary summary;

      g_assert_no_error (error);
      start = g_get_monotonic_time ();
      source = tn_source_open (csv, NULL, &error);
      plan = tn_import_detect (source, NULL, NULL, NULL, &error);
      sink = tn_dataset_sink_new (project);
      tn_import_run (source, plan, NULL, &tn_dataset_sink, sink, &summary, NULL, NULL, &error);
      g_assert_no_error (error);
      tn_dataset_sink_publish (sink, "orders", NULL, NULL, &error);
      g_assert_no_error (error);
      g_print ("import of online-retail: into memory %.3f s, into the project, published %.3f s\n",
               memory, seconds_since (start));
    }
  store_close (project);
}

/* The size in units of 32 MB of noise: 32 for 1 GB. */
int
main (int argc, char **argv)
{
  guint n = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 32;

  /* From here on the place is settled: a disk, if /tmp is on one. */
  g_get_tmp_dir ();
  bench_import_size ();
  bench_real_import ();
  bench_life (n);

  return 0;
}
