/* store-support.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-support.h"

#include <math.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-file.h"
#include "tn-json.h"
#include "tn-random.h"
#include "tn-test.h"

/* In memory where there is room: most of the time would go to waiting for the disk. The
 * name of the directory for temporary files is asked for once a process, by GLib. */
static gpointer
prefer_memory_once (gpointer data)
{
  struct statvfs info;

  if (g_getenv ("TMPDIR") == NULL && access ("/dev/shm", W_OK | X_OK) == 0 &&
      statvfs ("/dev/shm", &info) == 0 && (guint64) info.f_bavail * info.f_frsize > 1u << 30)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);

  return NULL;
}

char *
store_directory (void)
{
  static GOnce once = G_ONCE_INIT;
  char *directory;
  g_autofree char *sessions = NULL;

  g_once (&once, prefer_memory_once, NULL);
  directory = tn_test_directory ();
  sessions = g_build_filename (directory, "sessions", NULL);

  g_setenv ("TENURE_SESSIONS", sessions, TRUE);

  return directory;
}

char *
store_path (const char *directory, const char *name)
{
  return g_build_filename (directory, name, NULL);
}

TnProject *
store_create (const char *path)
{
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_create (path, &error);

  g_assert_no_error (error);

  return project;
}

Shop
shop_new (void)
{
  Shop shop;

  shop.dir = store_directory ();
  shop.path = store_path (shop.dir, "shop.tenure");
  shop.project = store_create (shop.path);
  shop.session = g_strdup (tn_project_get_session (shop.project));

  return shop;
}

void
shop_save (Shop *shop)
{
  g_autoptr (GError) error = NULL;

  tn_project_save (shop->project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
shop_reopen (Shop *shop)
{
  if (shop->project != NULL)
    store_close (shop->project);
  shop->project = store_open (shop->path, TN_OPEN_EDIT);
}

void
shop_clear (Shop *shop)
{
  if (shop->project != NULL)
    store_close (shop->project);
  tn_file_remove_tree (shop->dir);
  g_free (shop->dir);
  g_free (shop->path);
  g_free (shop->session);
}

guint
store_count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

TnProject *
store_open (const char *path, TnOpenMode mode)
{
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_open (path, mode, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (project);

  return project;
}

void
store_close (TnProject *project)
{
  g_autoptr (GError) error = NULL;

  tn_project_close (project, &error);
  g_assert_no_error (error);
  tn_project_unref (project);
}

void
store_put (TnProject *project, const char *kind, const char *id, const char *json)
{
  g_autoptr (TnEdit) edit = tn_edit_new (tn_message_new_literal (id));
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = tn_json_parse (json, -1, &error);

  g_assert_no_error (error);
  tn_edit_put (edit, kind, id, 1, body);
  tn_project_edit (project, edit, &error);
  g_assert_no_error (error);
}

char *
store_get (TnProject *project, const char *kind, const char *id)
{
  g_autoptr (TnRecord) document = tn_project_get_document (project, kind, id, NULL);

  return document != NULL ? tn_json_print (document->body, FALSE) : NULL;
}

/* A column of each type and of each way of storing it, with missing values, empty and
 * Chinese texts. */
TnTable *
store_make_table (gsize n_rows, guint seed)
{
  static const char *const words[] = { "", "a", "订单", "naïve", "line\nbreak", "👍🏽", "x,y" };
  g_autofree double *amounts = g_new (double, n_rows + 1);
  g_autofree double *rates = g_new (double, n_rows + 1);
  g_autofree gint64 *times = g_new (gint64, n_rows + 1);
  g_autofree gint64 *moments = g_new (gint64, n_rows + 1);
  g_autofree guint32 *codes = g_new (guint32, n_rows + 1);
  g_autofree guint8 *flags = g_new (guint8, n_rows + 1);
  g_autofree const char **texts = g_new (const char *, n_rows + 1);
  g_autoptr (TnTableBuilder) builder = tn_table_builder_new (n_rows);
  TnDictionary *dictionary = tn_dictionary_new (words, G_N_ELEMENTS (words));
  TnRandom random;

  tn_random_init (&random, seed, 1);
  for (gsize i = 0; i < n_rows; i++)
    {
      guint draw = tn_random_below (&random, 1000);

      amounts[i] = draw < 20 ? NAN : (double) (gint32) (draw * 37 - 5000) / 100;
      rates[i] = draw == 0 ? -0.0 : tn_random_normal (&random) * 1e-9;
      times[i] = (gint64) i * 60000000 + G_GINT64_CONSTANT (1290000000000000);
      moments[i] = draw < 30 ? TN_TIME_MISSING : (gint64) tn_random_next64 (&random) / 1000;
      codes[i] = draw < 40 ? TN_CODE_MISSING : draw % G_N_ELEMENTS (words);
      flags[i] = draw & 1;
      texts[i] = draw < 50 ? NULL : words[draw % G_N_ELEMENTS (words)];
    }

  tn_table_builder_take (builder, tn_field_new ("amount", TN_ROLE_AMOUNT),
                         tn_column_new_numbers (amounts, n_rows));
  tn_table_builder_take (builder, tn_field_new ("rate", TN_ROLE_FEATURE),
                         tn_column_new_numbers (rates, n_rows));
  tn_table_builder_take (builder, tn_field_new ("time", TN_ROLE_TIME),
                         tn_column_new_times (times, n_rows));
  tn_table_builder_take (builder, tn_field_new ("moment", TN_ROLE_NONE),
                         tn_column_new_times (moments, n_rows));
  tn_table_builder_take (builder, tn_field_new ("用户", TN_ROLE_CUSTOMER),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n_rows));
  tn_table_builder_take (builder, tn_field_new ("flag", TN_ROLE_NONE),
                         tn_column_new_flags (flags, n_rows));
  tn_table_builder_take (builder, tn_field_new ("text", TN_ROLE_TEXT),
                         tn_column_new_texts (texts, n_rows));
  tn_dictionary_unref (dictionary);

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/* Gives everything to the writer, and does not end it. */
void
store_fill_writer (TnTableWriter *writer, TnTable *table)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      TnColumn *column = tn_table_get_column (table, i);
      TnColumnType type = tn_column_get_column_type (column);

      tn_table_writer_add_column (writer, tn_table_get_field (table, i), type);
      for (gsize j = 0; j < tn_column_get_n_chunks (column); j++)
        {
          g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, j, &error);

          g_assert_no_error (error);
          tn_table_writer_append (writer, i, chunk, &error);
          g_assert_no_error (error);
        }
      if (type == TN_COLUMN_CATEGORY)
        {
          g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (column, &error);

          tn_table_writer_set_dictionary (writer, i, dictionary, &error);
          g_assert_no_error (error);
        }
    }
}

void
store_add_dataset (TnProject *project, const char *name, TnTable *table)
{
  store_add_dataset_with (project, name, table, NULL);
}

/* @before_publish: (nullable): called when everything was given to the writer */
void
store_add_dataset_with (TnProject *project,
                        const char *name,
                        TnTable *table,
                        void (*before_publish) (void))
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTableWriter) writer = tn_table_writer_new (project, &error);

  g_assert_no_error (error);
  store_fill_writer (writer, table);
  if (before_publish != NULL)
    before_publish ();
  tn_project_add_dataset (project, name, writer, NULL, NULL, tn_message_new_literal ("Import"),
                          &error);
  g_assert_no_error (error);
}

void
store_assert_equal_tables (TnTable *a, TnTable *b)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *one = tn_table_fingerprint (a, &error);
  g_autofree char *other = NULL;

  g_assert_no_error (error);
  other = tn_table_fingerprint (b, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tn_table_get_n_rows (a), ==, tn_table_get_n_rows (b));
  g_assert_cmpstr (one, ==, other);
}
