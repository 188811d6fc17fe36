/* test-memory.c: files read and written when memory runs out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <zlib.h>

#include <glib/gstdio.h>

#include "tn-csv-writer.h"
#include "tn-exhaust.h"
#include "tn-import.h"
#include "tn-test-data.h"
#include "tn-test.h"
#include "tn-xlsx-writer.h"

#define N_ROWS 24000

/* Detection looks at samples of a fixed size; a cache of words is left small. The table must be
 * the same then. */
#define IMPORT_FLAGS (TN_EXHAUST_MAY_DO_WITHOUT | TN_EXHAUST_FIXED_BUFFERS)

/* Every kind of column, many different words, and some rows and cells set aside. */
static char *
make_csv (void)
{
  GString *text = g_string_new ("id,when,amount,word,flag,note\n");

  for (guint i = 0; i < N_ROWS; i++)
    {
      g_string_append_printf (text, "%07u,2026-%02u-%02u %02u:00,%u.%02u,w%u,%s,note %u 字\n", i,
                              1 + i % 12, 1 + i % 28, i % 24, i % 1000, i % 100, i % 30000,
                              i % 3 == 0 ? "yes" : "no", i * 7919);
      if (i % 1000 == 0)
        g_string_append (text, "one,cell,too,many,in,this,row\n");
    }

  return g_string_free (text, FALSE);
}

typedef struct
{
  char *path;
  char *print; /* of the table it holds */
} File;

static void
file_clear (File *self)
{
  g_free (self->path);
  g_free (self->print);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (File, file_clear)

/* What comes out is the whole table, or nothing. */
static gboolean
import (gpointer data, GError **error)
{
  File *self = data;
  g_autoptr (TnTable) problems = NULL;
  g_autoptr (TnTable) table = tn_import_file (self->path, &problems, NULL, NULL, NULL, NULL, error);
  g_autofree char *print = table != NULL ? tn_table_fingerprint (table, error) : NULL;

  if (print == NULL)
    return FALSE;
  if (self->print == NULL)
    self->print = g_strdup (print);
  g_assert_cmpstr (print, ==, self->print);

  return TRUE;
}

static void
test_import (void)
{
  g_autofree char *text = make_csv ();
  g_auto (File) file = { tn_test_file ("rows.csv", text, -1), NULL };

  g_assert_cmpuint (tn_exhaust_memory (import, &file, IMPORT_FLAGS), >, 0);
}

static void
test_utf16 (void)
{
  g_autofree char *text = make_csv (), *wide = NULL;
  g_auto (File) file = { NULL, NULL };
  gsize size;

  wide = g_convert (text, -1, "UTF-16", "UTF-8", NULL, &size, NULL);
  file.path = tn_test_file ("rows.csv", wide, (gssize) size);
  g_assert_cmpuint (tn_exhaust_memory (import, &file, IMPORT_FLAGS), >, 0);
}

static void
test_gzip (void)
{
  g_autofree char *text = make_csv (), *dir = tn_test_directory ();
  g_auto (File) file = { g_build_filename (dir, "rows.csv.gz", NULL), NULL };
  gzFile out = gzopen (file.path, "wb1");

  g_assert_cmpint (gzputs (out, text), >, 0);
  gzclose (out);
  g_assert_cmpuint (tn_exhaust_memory (import, &file, IMPORT_FLAGS), >, 0);
}

/* Numbers, dates, flags and many shared texts. */
static void
test_workbook (void)
{
  g_autoptr (TnTable) table = tn_test_random_table (N_ROWS / 4, 5000);
  g_autofree char *dir = tn_test_directory ();
  g_auto (File) file = { g_build_filename (dir, "rows.xlsx", NULL), NULL };
  g_autoptr (GError) error = NULL;
  TnWriteOptions options;

  tn_write_options_init (&options);
  g_assert_true (tn_xlsx_write (table, file.path, &options, NULL, NULL, &error));
  g_assert_cmpuint (tn_exhaust_memory (import, &file, IMPORT_FLAGS), >, 0);
}

typedef struct
{
  TnTable *table;
  char *path;
  gboolean xlsx;
} Export;

static void
export_clear (Export *self)
{
  tn_table_unref (self->table);
  g_free (self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

/* The file is whole, or what it was before: here, not there. */
static gboolean export(gpointer data, GError **error)
{
  Export *self = data;
  TnWriteOptions options;
  gboolean done;

  g_unlink (self->path);
  tn_write_options_init (&options);
  done = (self->xlsx ? tn_xlsx_write : tn_csv_write) (self->table, self->path, &options, NULL, NULL,
                                                      error);
  g_assert_cmpint (g_file_test (self->path, G_FILE_TEST_EXISTS), ==, done);

  return done;
}

static void
test_export (gconstpointer data)
{
  g_autofree char *dir = tn_test_directory ();
  g_auto (Export) work = { tn_test_random_table (N_ROWS / 4, 5000),
                           g_build_filename (dir, "table", NULL), GPOINTER_TO_INT (data) };
  g_autoptr (GBytes) rows = NULL;
  g_autoptr (TnTable) view = NULL;
  gsize *places = g_new (gsize, N_ROWS);

  /* A view takes memory when it is read. */
  for (gsize i = 0; i < N_ROWS; i++)
    places[i] = i / 4;
  rows = g_bytes_new_take (places, (work.xlsx ? N_ROWS / 4 : N_ROWS) * sizeof (gsize));
  view = tn_table_new_view (work.table, rows);
  tn_table_unref (work.table);
  work.table = g_steal_pointer (&view);
  g_assert_cmpuint (tn_exhaust_memory (export, &work, TN_EXHAUST_FIXED_BUFFERS), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory/csv-import-says-so", test_import);
  g_test_add_func ("/memory/import-of-another-encoding-says-so", test_utf16);
  g_test_add_func ("/memory/import-of-a-packed-file-says-so", test_gzip);
  g_test_add_func ("/memory/import-of-a-workbook-says-so", test_workbook);
  g_test_add_data_func ("/memory/csv-export-says-so", GINT_TO_POINTER (FALSE), test_export);
  g_test_add_data_func ("/memory/xlsx-export-says-so", GINT_TO_POINTER (TRUE), test_export);

  return g_test_run ();
}
