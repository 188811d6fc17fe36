/* test-table.c: stored tables, data sets, pieces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "store-support.h"
#include "tn-codec.h"
#include "tn-dataset-sink.h"
#include "tn-error.h"
#include "tn-import.h"
#include "tn-json.h"
#include "tn-pool.h"
#include "tn-project-private.h"
#include "tn-random.h"
#include "tn-test.h"

static TnProject *
new_project (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");

  return store_create (path);
}

static void
test_every_type_comes_back (void)
{
  static const gsize sizes[] = { 0, 1, 2, 65535, 65536, 65537, 131072, 200001 };
  TnProject *project = new_project ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (TnTable) table = store_make_table (sizes[i], i);
      g_autoptr (TnTable) loaded = NULL;
      g_autoptr (GError) error = NULL;

      store_add_dataset (project, "t", table);
      loaded = tn_project_load_dataset (project, "t", &error);
      g_assert_no_error (error);
      store_assert_equal_tables (table, loaded);
    }
  store_close (project);
}

static void
check_chunk (const TnChunk *chunk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnPiece) piece = tn_codec_encode_chunk (chunk, &error);
  g_autoptr (TnPiece) again = tn_codec_encode_chunk (chunk, &error);
  g_autoptr (TnChunk) back = NULL;
  gsize size;
  gconstpointer data;

  g_assert_no_error (error);
  data = g_bytes_get_data (piece->data, &size);
  g_assert_true (g_bytes_equal (piece->data, again->data));
  g_assert_true (tn_codec_check (piece->kind, piece->n_rows, data, size, piece->hash, &error));
  back = tn_codec_decode_chunk (piece->kind, piece->n_rows, data, size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (back->n_rows, ==, chunk->n_rows);
  if (chunk->kind == TN_CHUNK_NUMBER || chunk->kind == TN_CHUNK_TIME)
    g_assert_cmpmem (chunk->number, 8 * chunk->n_rows, back->number, 8 * back->n_rows);
  else if (chunk->kind == TN_CHUNK_CODE)
    g_assert_cmpmem (chunk->code, 4 * chunk->n_rows, back->code, 4 * back->n_rows);
}

/* To the bit, whatever the values are: signs of zero, extremes, other NaNs. */
static void
test_numbers_come_back_to_the_bit (void)
{
  static const double odd[] = { 0.0,     -0.0,     1.0,    -1.0,    0.1,      0.05,  1e300,
                                -1e-300, INFINITY, 9e15,   9.1e15,  1e16,     0.3,   2.675,
                                1.0 / 3, 1e-4,     99.995, 12345.6, -5000.01, -1e-4, 4.35 };

  for (guint round = 0; round < 300; round++)
    {
      guint n = g_test_rand_int_range (0, 300);
      int decimals = g_test_rand_int_range (0, 7);
      g_autoptr (TnChunk) chunk = tn_chunk_new (TN_CHUNK_NUMBER, n);

      for (guint i = 0; i < n; i++)
        {
          gint32 whole = g_test_rand_int ();

          chunk->number[i] = decimals == 6    ? odd[(guint32) whole % G_N_ELEMENTS (odd)]
                             : whole % 9 == 0 ? NAN
                                              : whole / pow (10, decimals);
          if (decimals == 6 && whole % 5 == 0)
            memcpy (&chunk->number[i], &(guint64){ G_GUINT64_CONSTANT (0xfff8000000000123) }, 8);
        }
      check_chunk (chunk);
    }
}

static void
test_times_come_back (void)
{
  static const gint64 units[] = { 1, 1000, 1000000, 60000000, 86400000000 };
  static const gint64 odd[] = { TN_TIME_MISSING, G_MININT64 + 1, G_MAXINT64, 0, -1, 1 };

  for (guint round = 0; round < 300; round++)
    {
      guint n = g_test_rand_int_range (0, 300);
      gint64 unit = units[g_test_rand_int_range (0, G_N_ELEMENTS (units))];
      gint64 time = (gint64) g_test_rand_int () * 1000;
      g_autoptr (TnChunk) chunk = tn_chunk_new (TN_CHUNK_TIME, n);

      for (guint i = 0; i < n; i++)
        {
          time += g_test_rand_int_range (0, 50);
          chunk->time[i] = round % 3 == 0 ? odd[g_test_rand_int_range (0, G_N_ELEMENTS (odd))]
                           : round % 3 == 1
                               ? (gint64) ((guint64) time * (guint64) unit)
                               : (gint64) ((guint64) g_test_rand_int () * (guint64) unit);
        }
      check_chunk (chunk);
    }
}

static void
test_codes_come_back (void)
{
  static const guint32 ranges[] = { 1, 2, 255, 256, 65535, 65536, 1u << 24, G_MAXUINT32 };

  for (guint round = 0; round < 100; round++)
    {
      guint n = g_test_rand_int_range (0, 500);
      guint32 range = ranges[g_test_rand_int_range (0, G_N_ELEMENTS (ranges))];
      g_autoptr (TnChunk) chunk = tn_chunk_new (TN_CHUNK_CODE, n);

      for (guint i = 0; i < n; i++)
        chunk->code[i] = g_test_rand_int_range (0, 10) == 0 ? TN_CODE_MISSING
                                                            : (guint32) g_test_rand_int () % range;
      check_chunk (chunk);
    }
}

static void
test_damaged_pieces_are_errors (void)
{
  for (guint round = 0; round < (g_test_slow () ? 20000 : 2000); round++)
    {
      g_autoptr (TnTable) table = store_make_table (g_test_rand_int_range (1, 60), round);
      g_autoptr (TnChunk) chunk =
          tn_column_get_chunk (tn_table_get_column (table, g_test_rand_int_range (0, 7)), 0, NULL);
      g_autoptr (TnPiece) piece = tn_codec_encode_chunk (chunk, NULL);
      gsize size = g_bytes_get_size (piece->data);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (piece->data, NULL), size);
      g_autoptr (TnChunk) back = NULL;

      data[g_test_rand_int_range (0, size)] ^= 1 << g_test_rand_int_range (0, 8);
      g_assert_false (tn_codec_check (piece->kind, piece->n_rows, data, size, piece->hash, NULL));
      /* And when the checksum was forged, too, it is a chunk or an error, not a crash. */
      back = tn_codec_decode_chunk (piece->kind, piece->n_rows, data, size, NULL);
      if (back != NULL)
        g_assert_cmpuint (back->n_rows, ==, piece->n_rows);
    }
}

static gint64
count (TnProject *project, const char *sql)
{
  g_autoptr (GError) error = NULL;
  TnDatabase *database = tn_project_borrow_reader (project, &error);
  gint64 value;

  tn_database_get_int (database, sql, &value, &error);
  g_assert_no_error (error);
  tn_project_return_reader (project, database);

  return value;
}

static void
test_equal_columns_are_stored_once (void)
{
  TnProject *project = new_project ();
  g_autoptr (TnTable) table = store_make_table (70000, 1);
  gint64 n_pieces;

  store_add_dataset (project, "one", table);
  n_pieces = count (project, "SELECT count(*) FROM chunk");
  store_add_dataset (project, "other", table);
  g_assert_cmpint (count (project, "SELECT count(*) FROM chunk"), ==, n_pieces);
  store_close (project);
}

/* The same table stored by one thread and by two: the same pieces. */
static void
test_threads_do_not_change_the_bytes (void)
{
  const char *sql = "SELECT count(*) FROM tbl_part a JOIN tbl_part b ON a.position = b.position"
                    " AND a.what = b.what AND a.part = b.part AND a.chunk = b.chunk"
                    " WHERE a.tbl = 1 AND b.tbl = 2";
  TnProject *project = new_project ();
  g_autoptr (TnTable) table = store_make_table (300000, 1);
  guint threads = tn_pool_get_threads ();

  tn_pool_set_threads (1);
  g_assert_cmpint (tn_project_add_table (project, table, NULL, NULL, NULL), ==, 1);
  tn_pool_set_threads (2);
  g_assert_cmpint (tn_project_add_table (project, table, NULL, NULL, NULL), ==, 2);
  tn_pool_set_threads (threads);
  g_assert_cmpint (count (project, sql), ==,
                   count (project, "SELECT count(*) FROM tbl_part WHERE tbl = 1"));
  store_close (project);
}

static void
test_abandoned_table_leaves_nothing (void)
{
  TnProject *project = new_project ();
  g_autoptr (TnTable) table = store_make_table (70000, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TnTableWriter *writer = tn_table_writer_new (project, &error);
  g_autoptr (TnChunk) chunk = tn_column_get_chunk (tn_table_get_column (table, 0), 0, NULL);

  tn_table_writer_add_column (writer, tn_table_get_field (table, 0), TN_COLUMN_NUMBER);
  g_assert_true (tn_table_writer_append (writer, 0, chunk, &error));
  tn_table_writer_free (writer);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (tn_project_add_table (project, table, NULL, cancellable, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (count (project,
                          "SELECT (SELECT count(*) FROM chunk) + (SELECT count(*) FROM tbl)"
                          " + (SELECT count(*) FROM tbl_part)"),
                   ==, 0);
  store_close (project);
}

static void
test_reset_column_starts_again (void)
{
  TnProject *project = new_project ();
  g_autoptr (TnTable) table = store_make_table (100, 1);
  g_autoptr (TnChunk) numbers = tn_column_get_chunk (tn_table_get_column (table, 0), 0, NULL);
  g_autoptr (TnChunk) texts = tn_column_get_chunk (tn_table_get_column (table, 6), 0, NULL);
  g_autoptr (TnTableWriter) writer = tn_table_writer_new (project, NULL);
  g_autoptr (TnTable) loaded = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  tn_table_writer_add_column (writer, tn_table_get_field (table, 0), TN_COLUMN_NUMBER);
  g_assert_true (tn_table_writer_append (writer, 0, numbers, NULL));
  tn_table_writer_reset_column (writer, 0, TN_COLUMN_TEXT);
  g_assert_true (tn_table_writer_append (writer, 0, texts, NULL));
  id = tn_table_writer_publish (writer, &error);
  g_assert_no_error (error);
  loaded = tn_project_load_table (project, id, &error);
  g_assert_cmpint (tn_column_get_column_type (tn_table_get_column (loaded, 0)), ==, TN_COLUMN_TEXT);
  g_assert_cmpuint (tn_table_get_n_rows (loaded), ==, 100);
  store_close (project);
}

static void
test_row_roles_come_back (void)
{
  TnProject *project = new_project ();
  g_autoptr (TnTable) plain = store_make_table (70000, 1);
  g_autofree guint8 *roles = g_malloc (70000);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnTable) loaded = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 70000; i++)
    roles[i] = i % TN_N_ROW_ROLES;
  bytes = g_bytes_new (roles, 70000);
  table = tn_table_with_row_roles (plain, bytes);
  loaded = tn_project_load_table (
      project, tn_project_add_table (project, table, NULL, NULL, &error), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (roles, 70000, tn_table_get_row_roles (loaded), 70000);
  store_close (project);
}

static void
test_memory_stays_within_budget (void)
{
  TnProject *project = new_project ();
  g_autoptr (TnTable) table = store_make_table (400000, 1);
  g_autoptr (TnTable) loaded = NULL;
  g_autoptr (GError) error = NULL;
  gsize budget = 2 * 65536 * 8;

  tn_project_set_memory_budget (project, budget);
  store_add_dataset (project, "t", table);
  loaded = tn_project_load_dataset (project, "t", &error);
  store_assert_equal_tables (table, loaded);
  g_assert_cmpuint (tn_chunk_cache_get_size (project->cache), <=, budget);
  g_assert_cmpuint (tn_chunk_cache_get_size (project->cache), >, 0);
  store_close (project);
}

/* Readers on the pool while another table is being written. */
static gpointer
write_in_worker (gpointer data)
{
  g_autoptr (TnTable) table = store_make_table (300000, 9);

  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (tn_project_add_table (data, table, NULL, NULL, NULL), >, 0);

  return NULL;
}

static void
test_reading_goes_on_while_writing (void)
{
  TnProject *project = new_project ();
  g_autoptr (TnTable) table = store_make_table (200000, 1);
  GThread *thread;

  tn_project_set_memory_budget (project, 0);
  store_add_dataset (project, "t", table);
  thread = g_thread_new ("write", write_in_worker, project);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (TnTable) loaded = tn_project_load_dataset (project, "t", NULL);

      store_assert_equal_tables (table, loaded);
    }
  g_thread_join (thread);
  store_close (project);
}

static void
test_tables_outlive_the_project (void)
{
  TnProject *project = new_project ();
  g_autoptr (TnTable) table = store_make_table (70000, 1);
  g_autoptr (TnTable) loaded = NULL;

  store_add_dataset (project, "t", table);
  loaded = tn_project_load_dataset (project, "t", NULL);
  store_close (project);
  store_assert_equal_tables (table, loaded);
}

static void
test_field_changes_are_edits (void)
{
  TnProject *project = new_project ();
  g_autoptr (TnTable) table = store_make_table (10, 1);
  g_autoptr (TnTable) loaded = NULL;
  g_autoptr (TnField) field = tn_field_new ("amount", TN_ROLE_PRICE);
  g_autoptr (TnField) unknown = tn_field_new ("nothing", TN_ROLE_PRICE);
  g_autoptr (TnEdit) edit = tn_edit_new (NULL);
  g_autoptr (GError) error = NULL;

  store_add_dataset (project, "t", table);
  g_assert_false (tn_edit_set_field (edit, project, "t", unknown, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (tn_edit_set_field (edit, project, "t", field, &error));
  g_assert_true (tn_project_edit (project, edit, &error));
  loaded = tn_project_load_dataset (project, "t", &error);
  g_assert_cmpint (tn_table_get_field (loaded, 0)->role, ==, TN_ROLE_PRICE);
  g_assert_true (tn_project_undo (project, NULL, &error));
  loaded = (tn_table_unref (loaded), tn_project_load_dataset (project, "t", &error));
  g_assert_cmpint (tn_table_get_field (loaded, 0)->role, ==, TN_ROLE_AMOUNT);
  store_close (project);
}

/* Replaced and deleted data sets can be had back, also after opening again; a table that
 * nothing names is gone then. */
static void
test_only_what_is_named_is_kept (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  TnProject *project = tn_project_create (path, NULL);
  g_autoptr (TnTable) one = store_make_table (70000, 1);
  g_autoptr (TnTable) other = store_make_table (70000, 2);
  g_autoptr (TnTable) third = store_make_table (70000, 3);
  g_autoptr (TnTable) back = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new (NULL);

  store_add_dataset (project, "t", one);
  store_add_dataset (project, "t", other);
  tn_project_add_table (project, third, NULL, NULL, NULL);
  tn_edit_delete (edit, TN_DOCUMENT_DATASET, "t");
  g_assert_true (tn_project_edit (project, edit, NULL));
  g_assert_cmpint (count (project, "SELECT count(*) FROM tbl"), ==, 3);
  store_close (project);

  project = store_open (path, TN_OPEN_EDIT);
  g_assert_cmpint (count (project, "SELECT count(*) FROM tbl"), ==, 2);
  g_assert_cmpint (count (project, "SELECT count(*) FROM chunk WHERE id NOT IN"
                                   " (SELECT chunk FROM tbl_part)"),
                   ==, 0);
  g_assert_true (tn_project_undo (project, NULL, NULL));
  g_assert_true (tn_project_undo (project, NULL, NULL));
  back = tn_project_load_dataset (project, "t", NULL);
  store_assert_equal_tables (one, back);
  store_close (project);
}

static void
test_import_fills_a_dataset (void)
{
  g_autofree char *csv = tn_test_file ("orders.csv",
                                       "order,amount,when\n"
                                       "00123,1.50,2024-01-31\n"
                                       "00124,2.25,2024-02-01\n"
                                       "00125\n"
                                       "00126,3.75,2024-02-03\n",
                                       -1);
  TnProject *project = new_project ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSource) source = tn_source_open (csv, NULL, &error);
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnDatasetSink) sink = tn_dataset_sink_new (project);
  g_autoptr (TnDataset) dataset = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnTable) problems = NULL;
  TnImportSummary summary;

  g_assert_no_error (error);
  plan = tn_import_detect (source, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  tn_import_run (source, plan, NULL, &tn_dataset_sink, sink, &summary, NULL, NULL, &error);
  g_assert_no_error (error);
  tn_dataset_sink_publish (sink, "orders", NULL, NULL, &error);
  g_assert_no_error (error);
  dataset = tn_project_find_dataset (project, "orders", &error);
  g_assert_no_error (error);
  g_assert_cmpint (dataset->n_rows, ==, 3);
  g_assert_cmpint (dataset->n_problem_rows, ==, 1);
  table = tn_project_load_dataset (project, "orders", &error);
  problems = tn_project_load_table (project, dataset->problems, &error);
  g_assert_no_error (error);
  {
    g_autofree char *id = tn_column_dup_cell (tn_table_get_column (table, 0), 0, NULL);
    g_autofree char *reason = tn_column_dup_cell (tn_table_get_column (problems, 1), 0, NULL);
    g_autofree char *text = tn_column_dup_cell (tn_table_get_column (problems, 4), 0, NULL);

    g_assert_cmpstr (id, ==, "00123");
    g_assert_cmpstr (reason, ==, tn_problem_reason_to_id (TN_PROBLEM_SHORT));
    g_assert_cmpstr (text, ==, "00125");
  }
  store_close (project);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/table/every-type-and-size-comes-back", test_every_type_comes_back);
  g_test_add_func ("/piece/numbers-come-back-to-the-bit", test_numbers_come_back_to_the_bit);
  g_test_add_func ("/piece/times-come-back", test_times_come_back);
  g_test_add_func ("/piece/codes-come-back", test_codes_come_back);
  g_test_add_func ("/piece/damaged-pieces-are-errors", test_damaged_pieces_are_errors);
  g_test_add_func ("/table/equal-columns-are-stored-once", test_equal_columns_are_stored_once);
  g_test_add_func ("/table/threads-do-not-change-the-bytes", test_threads_do_not_change_the_bytes);
  g_test_add_func ("/table/abandoned-table-leaves-nothing", test_abandoned_table_leaves_nothing);
  g_test_add_func ("/table/reset-column-starts-again", test_reset_column_starts_again);
  g_test_add_func ("/table/row-roles-come-back", test_row_roles_come_back);
  g_test_add_func ("/table/memory-stays-within-budget", test_memory_stays_within_budget);
  g_test_add_func ("/table/reading-goes-on-while-writing", test_reading_goes_on_while_writing);
  g_test_add_func ("/table/tables-outlive-the-project", test_tables_outlive_the_project);
  g_test_add_func ("/dataset/field-changes-are-edits", test_field_changes_are_edits);
  g_test_add_func ("/dataset/only-what-is-named-is-kept", test_only_what_is_named_is_kept);
  g_test_add_func ("/dataset/import-fills-a-dataset", test_import_fills_a_dataset);

  return g_test_run ();
}
