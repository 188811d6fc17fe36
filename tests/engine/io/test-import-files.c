/* test-import-files.c: several files become one table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-pool.h"
#include "tn-test.h"
#include "xlsx-support.h"

#define MAX_FILES 4

typedef struct
{
  XlsxRead read;
  TnImportFile files[MAX_FILES];
  TnImportSummary parts[MAX_FILES];
  guint n;
} Files;

static void
files_clear (Files *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_clear_pointer (&self->files[i].source, tn_source_unref);
      g_clear_pointer (&self->files[i].plan, tn_import_plan_free);
    }
  self->n = 0;
  xlsx_read_clear (&self->read);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Files, files_clear)

static void
add_text (Files *self, const char *text)
{
  static const char *const names[] = { "one.csv", "two.csv", "three.csv", "four.csv" };
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  self->files[self->n].source = tn_source_open_bytes (bytes, names[self->n]);
  self->n++;
}

static void
add_book (Files *self, const char *rows)
{
  g_autoptr (GBytes) bytes = xlsx_book (rows, NULL, NULL);

  self->files[self->n++].source = tn_source_open_bytes (bytes, "book.xlsx");
}

static gboolean
read_files (Files *self, const char *file_column, GError **error)
{
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  gint64 n_rows = 0;

  if (!tn_import_detect_files (self->files, self->n, NULL, NULL, NULL, error) ||
      !tn_import_run_files (self->files, self->n, file_column, NULL, &tn_memory_sink, sink,
                            self->parts, &self->read.summary, NULL, NULL, error))
    return FALSE;
  self->read.table = tn_table_ref (tn_memory_sink_get_table (sink));
  self->read.problems = tn_table_ref (tn_memory_sink_get_problems (sink));
  for (guint i = 0; i < self->n; i++)
    n_rows += self->parts[i].n_rows;
  g_assert_cmpint (n_rows, ==, tn_table_get_n_rows (self->read.table));
  g_assert_cmpint (self->read.summary.n_problem_rows + self->read.summary.n_problem_cells, ==,
                   tn_table_get_n_rows (self->read.problems));

  return TRUE;
}

static void
read_ok (Files *self, const char *file_column)
{
  g_autoptr (GError) error = NULL;
  gboolean done = read_files (self, file_column, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

static void
assert_column (const Files *self, const char *name, const char *right)
{
  g_autofree char *text = xlsx_column (&self->read, name);

  g_assert_cmpstr (text, ==, right);
}

#define T(text) "<c t='inlineStr'><is><t>" text "</t></is></c>"

static void
test_matched_by_name (void)
{
  g_auto (Files) files = { 0 };

  add_text (&files, "name,amount\na,1\nb,2.5\n");
  add_text (&files, "amount;name\n1,5;c\n2,25;d\n");
  add_book (&files, "<row>" T ("name") T ("amount") "</row><row>" T ("e") "<c><v>7</v></c></row>");
  read_ok (&files, "from");
  assert_column (&files, "name", "category: a|b|c|d|e");
  assert_column (&files, "amount", "number: 1|2.5|1.5|2.25|7");
  assert_column (&files, "from", "category: one.csv|one.csv|two.csv|two.csv|book.xlsx");
}

static void
test_other_shape (void)
{
  static const char *const others[][2] = {
    { "name,amount\nb,2\n", NULL },
    { "name\nb\n", "“amount”" },
    { "name,amount,extra\nb,2,3\n", "“extra”" },
    { "name,Amount\nb,2\n", "“amount”" },
    { "name,amount\nb,€2\n", "unit" },
    { "name,amount\nb,2%\n", "unit" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_auto (Files) files = { 0 };
      g_autoptr (GError) error = NULL;

      add_text (&files, "name,amount\na,£1\n");
      add_text (&files, others[i][0]);
      if (others[i][1] == NULL)
        {
          read_ok (&files, NULL);
          continue;
        }
      g_assert_false (read_files (&files, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
      g_assert_nonnull (strstr (error->message, others[i][1]));
      g_assert_nonnull (strstr (error->message, "two.csv"));
      g_assert_nonnull (strstr (error->message, "one.csv"));
    }
}

/* Dates of one file that settle what those of the other leave open; and types that differ. */
static void
test_types_agree (void)
{
  g_auto (Files) files = { 0 };

  add_text (&files, "day,code,empty,us\n02/03/2026,1,,01/25/2026\n04/05/2026,2,,02/03/2026\n");
  add_text (&files, "day,code,empty,us\n12/31/2026,a1,5,02/01/2026\n");
  add_text (&files, "day,code,empty,us\n12/30/2026,3,6,26/02/2026\n");
  read_ok (&files, NULL);
  assert_column (&files, "day", "time: 2026-02-03|2026-04-05|2026-12-31|2026-12-30");
  assert_column (&files, "code", "category: 1|2|a1|3");
  assert_column (&files, "empty", "number: ||5|6");
  /* Each file by its own order. */
  assert_column (&files, "us", "time: 2026-01-25|2026-02-03|2026-02-01|2026-02-26");
}

/* What a late row of the last file shows changes the column in all of them. */
static void
test_restart (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (GString) text = g_string_new ("n,k\n");

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "%u%s,x\n", i, i > 30000 ? "-b" : "");
  add_text (&files, "n,k\n7,y\n");
  add_text (&files, text->str);
  read_ok (&files, NULL);
  g_assert_cmpuint (files.read.summary.n_restarts, >, 0);
  g_assert_cmpint (tn_import_plan_get_column (files.files[0].plan, 0)->type, ==,
                   TN_COLUMN_CATEGORY);
  g_assert_cmpint (tn_import_plan_get_column (files.files[1].plan, 0)->type, ==,
                   TN_COLUMN_CATEGORY);
  g_assert_cmpint (files.read.summary.n_rows, ==, 100001);
  g_assert_cmpint (files.parts[0].n_rows, ==, 1);
}

static void
test_problems_say_the_file (void)
{
  g_auto (Files) files = { 0 };
  g_autofree char *names = NULL;
  g_autofree char *lines = NULL;
  XlsxRead problems = { 0 };

  add_text (&files, "a,b\n1,2\n1,2,3\n");
  add_text (&files, "a,b\n1,2\n\n1,2\n4,5,6\n");
  read_ok (&files, NULL);
  problems.table = files.read.problems;
  names = xlsx_column (&problems, "file");
  lines = xlsx_column (&problems, "line");
  g_assert_cmpstr (names, ==, "category: one.csv|two.csv");
  g_assert_cmpstr (lines, ==, "number: 3|5");
  g_assert_cmpint (files.parts[1].n_problem_rows, ==, 1);
  g_assert_cmpint (files.parts[1].n_blank_lines, ==, 1);
}

/* Cut anywhere between rows, the files together are the file, for any number of threads. */
static void
test_same_as_one_file (void)
{
  for (guint round = 0; round < (g_test_slow () ? 60u : 2u); round++)
    {
      g_autoptr (GString) all = g_string_new ("id,day,amount,word\n");
      GString *parts[3];
      g_auto (Files) one = { 0 };
      g_auto (Files) three = { 0 };

      for (guint k = 0; k < 3; k++)
        parts[k] = g_string_new (all->str);
      for (guint i = 0; i < 80000; i++)
        {
          g_autofree char *row =
              g_strdup_printf ("%05u,2026-%02d-%02d,%d.5,%s\n", i, g_test_rand_int_range (1, 13),
                               g_test_rand_int_range (1, 29), g_test_rand_int_range (0, 1000),
                               g_test_rand_bit () ? "red" : "blue");

          g_string_append (all, row);
          g_string_append (parts[i / 26667], row);
        }
      tn_pool_set_threads (1 + round % 2);
      add_text (&one, all->str);
      for (guint k = 0; k < 3; k++)
        {
          add_text (&three, parts[k]->str);
          g_string_free (parts[k], TRUE);
        }
      read_ok (&one, NULL);
      read_ok (&three, NULL);
      for (guint j = 0; j < 4; j++)
        {
          const char *name = tn_table_get_field (one.read.table, j)->name;
          g_autofree char *a = xlsx_column (&one.read, name);
          g_autofree char *b = xlsx_column (&three.read, name);

          g_assert_cmpstr (a, ==, b);
        }
    }
  tn_pool_set_threads (0);
}

/* A file that names two columns alike, read as one of its kind was read before. */
static void
test_repeated_names (void)
{
  g_auto (Files) files = { 0 };
  g_autoptr (TnImportPlan) wish = NULL;
  g_autoptr (GError) error = NULL;

  add_text (&files, "a,a,b\n1,x,2\n3,y,4\n");
  add_text (&files, "b,a,a\n2,1,x\n4,3,y\n");
  read_ok (&files, NULL);
  assert_column (&files, "a", "number: 1|3|1|3");
  assert_column (&files, "a (2)", "category: x|y|x|y");
  tn_import_plan_lock_all (files.files[0].plan);
  wish = tn_import_detect (files.files[0].source, files.files[0].plan, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tn_import_plan_get_column (wish, 0)->name, ==, "a");
  g_assert_cmpstr (tn_import_plan_get_column (wish, 1)->name, ==, "a (2)");
  g_assert_cmpint (tn_import_plan_get_column (wish, 1)->type, ==, TN_COLUMN_CATEGORY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import-files/columns-are-matched-by-name", test_matched_by_name);
  g_test_add_func ("/import-files/another-shape-is-refused-by-name", test_other_shape);
  g_test_add_func ("/import-files/types-and-dates-agree", test_types_agree);
  g_test_add_func ("/import-files/late-surprise-concerns-all", test_restart);
  g_test_add_func ("/import-files/problems-say-the-file", test_problems_say_the_file);
  g_test_add_func ("/import-files/parts-are-the-whole", test_same_as_one_file);
  g_test_add_func ("/import-files/repeated-names-keep-their-places", test_repeated_names);

  return g_test_run ();
}
