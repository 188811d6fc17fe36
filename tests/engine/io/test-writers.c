/* test-writers.c: exported files are whole, safe to open, and say what the table says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-import.h"
#include "tn-test.h"
#include "tn-xlsx-writer.h"

static const char *const hostile[] = {
  "=HYPERLINK(\"http://x\",\"y\")",
  "+1+1",
  "-2+3",
  "@SUM(A1)",
  "\tx",
  "<script>",
  "%n",
  "a,b",
  "say \"hi\"",
  "two\nlines",
  "00123",
  "-12.5",
  " blank ",
  NULL,
  "中文",
};

static TnTable *
make_table (void)
{
  gsize n = G_N_ELEMENTS (hostile);
  TnTableBuilder *builder = tn_table_builder_new (n);
  g_autofree double *numbers = g_new (double, n);
  g_autofree gint64 *times = g_new (gint64, n);
  g_autofree guint8 *flags = g_new (guint8, n);
  g_autofree guint32 *codes = g_new (guint32, n);
  const char *words[] = { "=1+1", "00042", "plain" };
  g_autoptr (TnDictionary) dictionary = tn_dictionary_new (words, 3);

  for (gsize i = 0; i < n; i++)
    {
      numbers[i] = i == 0 ? NAN : i % 2 ? -0.1 * i : 1e15 * i + 0.5;
      times[i] =
          i == 1 ? TN_TIME_MISSING : G_GINT64_CONSTANT (1772323200000000) + (gint64) i * 3723000000;
      flags[i] = i % 3;
      codes[i] = i % 4 == 3 ? TN_CODE_MISSING : i % 4;
    }
  tn_table_builder_take (builder, tn_field_new ("text", TN_ROLE_TEXT),
                         tn_column_new_texts (hostile, n));
  tn_table_builder_take (builder, tn_field_new ("number", TN_ROLE_NONE),
                         tn_column_new_numbers (numbers, n));
  tn_table_builder_take (builder, tn_field_new ("time", TN_ROLE_TIME),
                         tn_column_new_times (times, n));
  tn_table_builder_take (builder, tn_field_new ("flag", TN_ROLE_NONE),
                         tn_column_new_flags (flags, n));
  tn_table_builder_take (builder, tn_field_new ("=word", TN_ROLE_NONE),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n));

  return tn_table_builder_end (builder);
}

static char *
new_path (const char *name)
{
  g_autofree char *dir = tn_test_directory ();

  return g_build_filename (dir, name, NULL);
}

/* Back through our own importer, all columns as text. */
static TnTable *
read_back (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnSource) source = tn_source_open (path, NULL, &error);
  g_autoptr (TnImportPlan) wish = tn_import_plan_new ();
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();
  TnCsvDialect dialect;

  g_assert_no_error (error);
  tn_csv_dialect_init (&dialect);
  tn_import_plan_set_dialect (wish, &dialect);
  plan = tn_import_detect (source, wish, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      tn_import_plan_set_type (plan, i, TN_COLUMN_TEXT);
      tn_import_plan_set_missing (plan, i, (const char *const[]){ NULL });
    }
  g_assert_true (
      tn_import_run (source, plan, NULL, &tn_memory_sink, sink, NULL, NULL, NULL, &error));

  return tn_table_ref (tn_memory_sink_get_table (sink));
}

static void
test_round_trip (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autoptr (TnTable) back = NULL;
  g_autofree char *path = new_path ("out.csv");
  g_autoptr (GError) error = NULL;
  TnWriteOptions options = { NULL, FALSE, FALSE };

  g_assert_true (tn_csv_write (table, path, &options, NULL, NULL, &error));
  g_assert_no_error (error);
  back = read_back (path);
  g_assert_cmpuint (tn_table_get_n_rows (back), ==, tn_table_get_n_rows (table));
  for (guint j = 0; j < tn_table_get_n_columns (table); j++)
    {
      g_assert_cmpstr (tn_table_get_field (back, j)->name, ==, tn_table_get_field (table, j)->name);
      for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
        {
          g_autofree char *a = tn_column_dup_cell (tn_table_get_column (table, j), i, NULL);
          g_autofree char *b = tn_column_dup_cell (tn_table_get_column (back, j), i, NULL);

          g_assert_cmpstr (a, ==, b);
        }
    }
}

static void
test_guard (void)
{
  static const struct
  {
    const char *text;
    gboolean guarded;
  } cases[] = {
    { "=1", TRUE },  { "+x", TRUE },     { "-2+3", TRUE }, { "@a", TRUE },    { "\tb", TRUE },
    { "\rc", TRUE }, { "-12.5", FALSE }, { "+7", FALSE },  { "-1e5", FALSE }, { "a=1", FALSE },
    { "", FALSE },   { "12", FALSE },    { "-", TRUE },    { "中", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (tn_csv_needs_guard (cases[i].text, strlen (cases[i].text)), ==,
                     cases[i].guarded);
  g_assert_true (tn_csv_needs_guard ("\0=", 2));
}

static void
test_guarded_file (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autofree char *path = new_path ("out.csv");
  g_autofree char *text = NULL;

  g_assert_true (tn_csv_write (table, path, NULL, NULL, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "\xef\xbb\xbftext,number,time,flag,\"'=word\"\r\n"));
  g_assert_nonnull (strstr (text, "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""));
  g_assert_nonnull (strstr (text, "\"'@SUM(A1)\""));
  g_assert_nonnull (strstr (text, "\n00123,"));
  g_assert_nonnull (strstr (text, "\n-12.5,"));
  g_assert_nonnull (strstr (text, ",2026-03-01,"));
  g_assert_null (strstr (text, "\n="));
  g_assert_null (strstr (text, ",="));
}

static void
assert_only (const char *path, gboolean there)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autoptr (GDir) entries = g_dir_open (dir, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (entries) != NULL)
    n++;
  g_assert_cmpuint (n, ==, there ? 1 : 0);
}

static void
test_cancelled (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autofree char *csv = new_path ("out.csv");
  g_autofree char *xlsx = new_path ("out.xlsx");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (tn_csv_write (table, csv, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (tn_xlsx_write (table, xlsx, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_only (csv, FALSE);
  assert_only (xlsx, FALSE);
}

static void
test_unwritable (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autoptr (GError) error = NULL;

  g_assert_false (tn_csv_write (table, "/nowhere/list.csv", NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "list.csv"));
  g_clear_error (&error);
  g_assert_false (tn_xlsx_write (table, "/proc/list.xlsx", NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
}

static void
test_replaces_old (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autofree char *path = tn_test_file ("out.csv", "old", -1);
  g_autofree char *text = NULL;

  g_assert_true (tn_csv_write (table, path, NULL, NULL, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpuint (strlen (text), >, 100);
  assert_only (path, TRUE);
}

/* A limit on file sizes stands for a full disk. In a process of its own: limits stay. */
static void
test_full_disk_child (void)
{
  g_autofree double *numbers = g_new0 (double, 100000);
  TnTableBuilder *builder = tn_table_builder_new (100000);
  g_autoptr (TnTable) table = NULL;
  g_autofree char *csv = tn_test_file ("out.csv", "old", -1);
  g_autofree char *xlsx = new_path ("out.xlsx");
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit limit = { 20000, 20000 };

  for (guint i = 0; i < 100000; i++)
    numbers[i] = i * 1.25;
  tn_table_builder_take (builder, tn_field_new ("n", TN_ROLE_NONE),
                         tn_column_new_numbers (numbers, 100000));
  table = tn_table_builder_end (builder);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (tn_csv_write (table, csv, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  assert_only (csv, TRUE);
  g_assert_false (tn_xlsx_write (table, xlsx, NULL, NULL, NULL, &error));
  g_assert_true (error->domain == TN_ERROR);
  assert_only (xlsx, FALSE);
}

static void
test_full_disk (void)
{
  g_test_trap_subprocess ("/writers/subprocess/full-disk", 0, 0);
  g_test_trap_assert_passed ();
}

/* The parts of a workbook as one text; unzip is the reader here. */
static char *
unzip (const char *path, const char *part)
{
  g_autofree char *out = NULL;
  const char *const argv[] = { "unzip", "-p", path, part, NULL };

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &out, NULL, NULL, NULL))
    return NULL;

  return g_steal_pointer (&out);
}

static void
test_xlsx (void)
{
  g_autoptr (TnTable) table = make_table ();
  g_autofree char *path = new_path ("out.xlsx");
  g_autofree char *again = new_path ("out.xlsx");
  g_autofree char *sheet = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  gsize na;
  gsize nb;
  g_autoptr (GError) error = NULL;

  g_assert_true (tn_xlsx_write (table, path, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_only (path, TRUE);
  g_assert_true (tn_xlsx_write (table, again, NULL, NULL, NULL, NULL));
  g_assert_true (g_file_get_contents (path, &a, &na, NULL));
  g_assert_true (g_file_get_contents (again, &b, &nb, NULL));
  g_assert_cmpmem (a, na, b, nb);
  g_assert_cmpmem (a, 4, "PK\003\004", 4);

  sheet = unzip (path, "xl/worksheets/sheet1.xml");
  if (sheet == NULL || *sheet == '\0')
    {
      g_test_skip ("unzip is not installed");
      return;
    }
  g_assert_null (strstr (sheet, "<f>"));
  g_assert_nonnull (strstr (sheet, "=HYPERLINK"));
  g_assert_nonnull (strstr (sheet, "<t>00123</t>"));
  g_assert_nonnull (strstr (sheet, "<v>46082</v>")); /* 1 March 2026 */
  g_assert_null (strstr (sheet, "<script>"));
}

static void
test_long_text (void)
{
  g_autofree char *text = g_strnfill (100000, 'x');
  const char *texts[] = { text };
  TnTableBuilder *builder = tn_table_builder_new (1);
  g_autoptr (TnTable) table = NULL;
  g_autofree char *path = new_path ("out.xlsx");
  g_autoptr (GError) error = NULL;

  tn_table_builder_take (builder, tn_field_new ("t", TN_ROLE_TEXT), tn_column_new_texts (texts, 1));
  table = tn_table_builder_end (builder);
  g_assert_true (tn_xlsx_write (table, path, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/writers/csv-comes-back", test_round_trip);
  g_test_add_func ("/writers/formulas-are-guarded-and-numbers-are-not", test_guard);
  g_test_add_func ("/writers/csv-is-safe-to-open", test_guarded_file);
  g_test_add_func ("/writers/cancelled-leaves-no-file", test_cancelled);
  g_test_add_func ("/writers/unwritable-folder-is-named", test_unwritable);
  g_test_add_func ("/writers/old-file-is-replaced-whole", test_replaces_old);
  g_test_add_func ("/writers/xlsx-is-typed-and-always-the-same-bytes", test_xlsx);
  g_test_add_func ("/writers/long-text-is-cut-for-a-spreadsheet", test_long_text);

  g_test_add_func ("/writers/full-disk-leaves-the-old-file", test_full_disk);
  g_test_add_func ("/writers/subprocess/full-disk", test_full_disk_child);

  return g_test_run ();
}
