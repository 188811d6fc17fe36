/* test-damage.c: files that are cut, flipped, forged or no project at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <sqlite3.h>
#include <string.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-run.h"
#include "tn-test.h"

#define N_ROWS 70000

static char *
make_project_file (const char *dir)
{
  char *path = store_path (dir, "shop.tenure");
  TnProject *project = tn_project_create (path, NULL);
  g_autoptr (TnTable) table = store_make_table (N_ROWS, 5);
  g_autoptr (GError) error = NULL;

  store_put (project, "pipeline", "churn", "{\"days\":90}");
  store_add_dataset (project, "orders", table);
  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  store_close (project);

  return path;
}

/* Opens bytes as a foreign file; the error or the project must be one a person can use. */
static TnProject *
open_bytes (const char *dir, const char *bytes, gsize size, GError **error)
{
  g_autofree char *path = store_path (dir, "try.tenure");
  TnProject *project;

  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
  project = tn_project_open (path, TN_OPEN_READ_ONLY, NULL, NULL, error);
  g_assert_true ((project == NULL) == (error != NULL && *error != NULL));

  return project;
}

static void
assert_sentence (const GError *error)
{
  g_assert_true (error->domain == TN_ERROR);
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

/* Reads every chunk: each is right or damaged with its place; returns how many are right. */
static guint
read_all (TnProject *project, TnTable *expected, guint *n_damaged)
{
  g_autoptr (TnTable) table = tn_project_load_dataset (project, "orders", NULL);
  guint n_right = 0;

  for (guint i = 0; table != NULL && i < tn_table_get_n_columns (table); i++)
    for (gsize j = 0; j < tn_column_get_n_chunks (tn_table_get_column (table, i)); j++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (TnChunk) chunk = tn_column_get_chunk (tn_table_get_column (table, i), j, &error);
        g_autoptr (TnChunk) right =
            tn_column_get_chunk (tn_table_get_column (expected, i), j, NULL);

        if (chunk == NULL)
          {
            g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
            g_assert_cmpstr (tn_error_get_column (error), ==, tn_table_get_field (table, i)->name);
            (*n_damaged)++;
            continue;
          }
        g_assert_cmpuint (chunk->n_rows, ==, right->n_rows);
        if (chunk->kind != TN_CHUNK_TEXT)
          g_assert_cmpmem (chunk->number, tn_chunk_get_size (chunk), right->number,
                           tn_chunk_get_size (right));
        n_right++;
      }

  return n_right;
}

/* What is opened is never wrong; it may be less. Returns whether it opened. */
static gboolean
try_bytes (const char *dir,
           const char *bytes,
           gsize size,
           TnTable *expected,
           guint *n_right,
           guint *n_damaged)
{
  g_autoptr (GError) error = NULL;
  TnProject *project = open_bytes (dir, bytes, size, &error);

  if (project == NULL)
    {
      assert_sentence (error);
      return FALSE;
    }
  *n_right += read_all (project, expected, n_damaged);
  store_close (project);

  return TRUE;
}

static void
test_cut_at_every_4_kib (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = make_project_file (dir);
  g_autoptr (TnTable) expected = store_make_table (N_ROWS, 5);
  g_autofree char *bytes = NULL;
  guint n_opened = 0, n_right = 0, n_damaged = 0, n_tried = 0;
  gsize size;
  gsize step = g_test_slow () ? 4096 : 65536;

  g_file_get_contents (path, &bytes, &size, NULL);
  for (gsize cut = 0; cut < size; cut += step, n_tried++)
    n_opened += try_bytes (dir, bytes, cut, expected, &n_right, &n_damaged);
  g_test_message ("%u of %u opened; %u pieces right, %u named as damaged", n_opened, n_tried,
                  n_right, n_damaged);
  /* What was written first is there when the end is lost. */
  g_assert_cmpuint (n_opened, >, n_tried / 2);
  g_assert_cmpuint (n_right, >, 0);
  g_assert_cmpuint (n_damaged, >, 0);
}

static void
test_flipped_bits (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = make_project_file (dir);
  g_autoptr (TnTable) expected = store_make_table (N_ROWS, 5);
  g_autofree char *bytes = NULL;
  guint n = g_test_slow () ? 1000 : 40;
  guint n_opened = 0, n_right = 0, n_damaged = 0;
  gsize size;

  g_file_get_contents (path, &bytes, &size, NULL);
  for (guint i = 0; i < n; i++)
    {
      /* Half of them in the first pages, where the structure is. */
      gsize at = g_test_rand_int_range (0, i % 2 == 0 ? (gint) size : 20 * 8192);
      char flip = (char) (1 << g_test_rand_int_range (0, 8));

      bytes[at] ^= flip;
      n_opened += try_bytes (dir, bytes, size, expected, &n_right, &n_damaged);
      bytes[at] ^= flip;
    }
  g_test_message ("%u of %u opened; %u pieces right, %u named as damaged", n_opened, n, n_right,
                  n_damaged);
  g_assert_cmpuint (n_opened, >, n / 2);
  g_assert_cmpuint (n_damaged, >, 0);
}

/* One byte of one stored piece: everything else can be used, and the place is named. */
static void
test_damaged_piece_is_named_and_the_rest_opens (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = make_project_file (dir);
  g_autoptr (TnTable) expected = store_make_table (N_ROWS, 5);
  g_autoptr (GPtrArray) damage = NULL;
  g_autoptr (GError) error = NULL;
  guint n_right, n_damaged = 0;
  sqlite3 *handle;
  TnProject *project;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (handle,
                    "UPDATE chunk SET data = zeroblob (length (data)) WHERE id ="
                    " (SELECT chunk FROM tbl_part WHERE position = 1 AND what = 0 AND part = 1)",
                    NULL, NULL, NULL),
      ==, SQLITE_OK);
  sqlite3_close (handle);

  g_free (store_directory ());
  project = store_open (path, TN_OPEN_EDIT);
  n_right = read_all (project, expected, &n_damaged);
  g_assert_cmpuint (n_damaged, ==, 1);
  g_assert_cmpuint (n_right, ==, 13);
  damage = tn_project_find_damage (project, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (damage->len, ==, 1);
  {
    g_autofree char *text = tn_message_say (g_ptr_array_index (damage, 0), tn_language_get ("en"));

    g_assert_nonnull (strstr (text, "orders"));
    g_assert_nonnull (strstr (text, "rate"));
    g_assert_nonnull (strstr (text, "65,537"));
    g_assert_nonnull (strstr (text, "70,000"));
  }
  store_close (project);
}

static void
test_what_is_no_project_is_refused (void)
{
  static const struct
  {
    const char *bytes;
    gsize size;
  } files[] = {
    { "", 0 },
    { "\x89PNG\r\n\x1a\n and what follows in a picture of nine hundred pixels", 60 },
    { "SQLite format 3", 16 },
    { "order,item\n1,2\n", 15 },
  };
  g_autofree char *dir = store_directory ();

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (open_bytes (dir, files[i].bytes, files[i].size, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
      assert_sentence (error);
    }
}

static void
test_missing_file_and_folder_are_refused (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "nothing.tenure");
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error));
  assert_sentence (error);
  g_clear_error (&error);
  g_assert_null (tn_project_open (dir, TN_OPEN_EDIT, NULL, NULL, &error));
  assert_sentence (error);
}

/* Another program's database, and forged ones that say they are a project. */
static void
test_hostile_schemas_are_refused (void)
{
  static const char *const forgeries[] = {
    "CREATE TRIGGER t AFTER UPDATE ON meta BEGIN DELETE FROM chunk; END",
    "CREATE VIEW v AS SELECT * FROM meta",
    "CREATE TABLE extra (x)",
    "CREATE INDEX i ON journal (time)",
    "CREATE VIRTUAL TABLE f USING fts5 (x)",
    "ALTER TABLE meta ADD COLUMN twist TEXT GENERATED ALWAYS AS (hex (uuid))",
    "DROP TABLE chunk; CREATE TABLE chunk (hash BLOB PRIMARY KEY, id, kind, n_rows, data)"
    " WITHOUT ROWID",
    "DROP TABLE meta; CREATE VIEW meta AS SELECT 'x' AS uuid",
    "PRAGMA application_id = 1",
    "DROP TABLE journal",
  };
  g_autofree char *dir = store_directory ();
  g_autofree char *path = make_project_file (dir);
  g_autofree char *bytes = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (forgeries); i++)
    {
      g_autofree char *forged = store_path (dir, "forged.tenure");
      g_autoptr (GError) error = NULL;
      sqlite3 *handle;

      g_file_set_contents (forged, bytes, size, NULL);
      g_assert_cmpint (sqlite3_open (forged, &handle), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (handle, forgeries[i], NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (handle);
      g_assert_null (tn_project_open (forged, TN_OPEN_EDIT, NULL, NULL, &error));
      g_assert_true (g_error_matches (error, TN_ERROR, TN_ERROR_FORMAT) ||
                     g_error_matches (error, TN_ERROR, TN_ERROR_DAMAGED));
      assert_sentence (error);
    }
}

static void
test_names_are_never_paths (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = make_project_file (dir);
  g_autofree char *outside = store_path (dir, "escaped");
  g_autoptr (GError) error = NULL;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, "UPDATE meta SET uuid = '../escaped'", NULL, NULL, NULL);
  sqlite3_close (handle);
  g_free (store_directory ());
  g_assert_null (tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
  g_assert_false (g_file_test (outside, G_FILE_TEST_EXISTS));
}

/* Values that pass their checksum and still make no sense. */
static void
test_forged_values_are_errors (void)
{
  static const char *const forgeries[] = {
    "UPDATE tbl SET n_rows = 9223372036854775807",
    "UPDATE tbl SET n_rows = -1",
    "UPDATE tbl SET n_rows = 1",
    "UPDATE tbl SET n_columns = 3",
    "UPDATE tbl_column SET type = 'time'",
    "UPDATE tbl_column SET type = 'text'",
    "UPDATE tbl_column SET field = '{}'",
    "UPDATE tbl_column SET field = '[[[[' ",
    "UPDATE tbl_part SET chunk = (SELECT max (chunk) FROM tbl_part)",
    "UPDATE tbl_part SET chunk = -1",
    "DELETE FROM tbl_part WHERE what = 1",
    "UPDATE document SET body = 'x' WHERE kind = 'dataset'",
    "UPDATE document SET body = '{\"table\":999}' WHERE kind = 'dataset'",
    "UPDATE document SET body = '{\"table\":1,\"fields\":[{},3,null]}' WHERE kind = 'dataset'",
    "UPDATE journal SET command = '[{\"do\":\"put\"}]', inverse = '{}'",
  };
  g_autofree char *dir = store_directory ();
  g_autofree char *path = make_project_file (dir);
  g_autoptr (TnTable) expected = store_make_table (N_ROWS, 5);
  g_autofree char *bytes = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (forgeries); i++)
    {
      g_autofree char *forged = store_path (dir, "forged.tenure");
      g_autoptr (TnTable) table = NULL;
      g_autoptr (GError) error = NULL;
      TnProject *project;
      sqlite3 *handle;

      g_free (store_directory ());
      g_file_set_contents (forged, bytes, size, NULL);
      g_assert_cmpint (sqlite3_open (forged, &handle), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (handle, forgeries[i], NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (handle);
      project = store_open (forged, TN_OPEN_EDIT);
      table = tn_project_load_dataset (project, "orders", &error);
      for (guint j = 0; table != NULL && j < tn_table_get_n_columns (table); j++)
        for (gsize k = 0; k < MIN (4, tn_column_get_n_chunks (tn_table_get_column (table, j))); k++)
          {
            g_autoptr (GError) chunk_error = NULL;
            g_autoptr (TnChunk) chunk =
                tn_column_get_chunk (tn_table_get_column (table, j), k, &chunk_error);

            if (chunk == NULL)
              assert_sentence (chunk_error);
          }
      if (table == NULL)
        assert_sentence (error);
      g_clear_error (&error);
      tn_project_undo (project, NULL, &error);
      g_clear_error (&error);
      tn_project_undo (project, NULL, &error);
      store_close (project);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/damage/cut-at-every-4-kib-opens-what-is-left", test_cut_at_every_4_kib);
  g_test_add_func ("/damage/flipped-bits-never-give-wrong-values", test_flipped_bits);
  g_test_add_func ("/damage/damaged-piece-is-named-and-the-rest-opens",
                   test_damaged_piece_is_named_and_the_rest_opens);
  g_test_add_func ("/damage/what-is-no-project-is-refused", test_what_is_no_project_is_refused);
  g_test_add_func ("/damage/missing-file-and-folder-are-refused",
                   test_missing_file_and_folder_are_refused);
  g_test_add_func ("/damage/hostile-schemas-are-refused", test_hostile_schemas_are_refused);
  g_test_add_func ("/damage/names-are-never-paths", test_names_are_never_paths);
  g_test_add_func ("/damage/forged-values-are-errors", test_forged_values_are_errors);

  return g_test_run ();
}
