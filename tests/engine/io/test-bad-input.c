/* test-bad-input.c: files as they should not be, and what is promised for each
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>
#include <unistd.h>

#include "import-support.h"
#include "tn-error.h"
#include "tn-test.h"

/* Cells of all rows, parted by | and /; a missing one is ~. */
static char *
say_table (TnTable *table)
{
  GString *said = g_string_new (NULL);

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    for (guint j = 0; j < tn_table_get_n_columns (table); j++)
      {
        g_autofree char *cell = tn_column_dup_cell (tn_table_get_column (table, j), i, NULL);

        if (j > 0 || i > 0)
          g_string_append_c (said, j > 0 ? '|' : '/');
        g_string_append (said, cell != NULL ? cell : "~");
      }

  return g_string_free (said, FALSE);
}

typedef struct
{
  const char *path;
  const char *text;
  const char *said;
  guint n_problems; /* rows and cells */
} Shape;

static const Shape shapes[] = {
  { "/bad-input/one-row", "a,b\n1,x\n", "1|x", 0 },
  { "/bad-input/no-newline-at-the-end", "a,b\n1,x\n2,y", "1|x/2|y", 0 },
  { "/bad-input/lines-end-with-cr-alone", "a,b\r1,x\r2,y\r", "1|x/2|y", 0 },
  { "/bad-input/cr-and-lf-are-mixed", "a,b\r\n1,x\n2,y\r\n3,z\n", "1|x/2|y/3|z", 0 },
  { "/bad-input/byte-order-mark-twice",
    "\xef\xbb\xbf\xef\xbb\xbf"
    "a,b\n1,x\n2,y\n",
    "1|x/2|y", 0 },
  /* Identifiers as they are written, byte for byte. */
  { "/bad-input/leading-zeros-stay", "code,n\n007,1\n012,2\n123,3\n", "007|1/012|2/123|3", 0 },
  { "/bad-input/nineteen-digits-stay", "order_id,n\n9007199254740993001,1\n9007199254740993002,2\n",
    "9007199254740993001|1/9007199254740993002|2", 0 },
  { "/bad-input/article-like-a-power-of-ten-stays", "sku,n\n1E10,1\n2E05,2\n3A17,3\n",
    "1E10|1/2E05|2/3A17|3", 0 },
  { "/bad-input/telephone-numbers-stay", "phone,n\n+8613812345678,1\n+8613912345678,2\n",
    "+8613812345678|1/+8613912345678|2", 0 },
  /* What stands for nothing, one rule a column. */
  { "/bad-input/marks-for-missing", "n,w\n1,a\nNaN,b\nNULL,c\nN/A,d\n#N/A,e\n-,f\n,g\n7,h\n",
    "1|a/~|b/~|c/~|d/~|e/~|f/~|g/7|h", 0 },
  /* Days are read as the column writes them; one day above 12 settles all. */
  { "/bad-input/one-day-settles-the-order", "when,n\n01/02/2024,1\n03/04/2024,2\n25/02/2024,3\n",
    "2024-02-01|1/2024-04-03|2/2024-02-25|3", 0 },
  { "/bad-input/month-before-day", "when,n\n01/02/2024,1\n03/04/2024,2\n02/25/2024,3\n",
    "2024-01-02|1/2024-03-04|2/2024-02-25|3", 0 },
  { "/bad-input/no-29-february-1900", "when,n\n1900-02-28,1\n1900-03-01,2\n1904-02-29,3\n",
    "1900-02-28|1/1900-03-01|2/1904-02-29|3", 0 },
  { "/bad-input/year-9999", "when,n\n2024-01-01,1\n9999-12-31,2\n", "2024-01-01|1/9999-12-31|2",
    0 },
  /* Numbers as people write them. */
  { "/bad-input/decimal-comma-with-points", "n;w\n1.234,5;a\n2.345.678,25;b\n0,5;c\n",
    "1234.5|a/2345678.25|b/0.5|c", 0 },
  { "/bad-input/narrow-blanks-between-thousands",
    "n;w\n1\xc2\xa0"
    "234,5;a\n2\xc2\xa0"
    "345,5;b\n",
    "1234.5|a/2345.5|b", 0 },
  { "/bad-input/apostrophes-between-thousands", "n;w\n1'234.5;a\n22'345.5;b\n",
    "1234.5|a/22345.5|b", 0 },
  { "/bad-input/versions-are-no-numbers", "v,n\n1.2.3,1\n1.2.4,2\n2.0.1,3\n",
    "1.2.3|1/1.2.4|2/2.0.1|3", 0 },
  { "/bad-input/hexadecimal-stays", "v,n\n0x1F,1\n0xA0,2\n0x00,3\n", "0x1F|1/0xA0|2/0x00|3", 0 },
  { "/bad-input/powers-of-ten-are-numbers", "v,w\n1e5,a\n2.5e-3,b\n7,c\n", "100000|a/0.0025|b/7|c",
    0 },
  { "/bad-input/years-of-two-digits", "when,n\n28.02.24,1\n01.03.99,2\n",
    "2024-02-28|1/1999-03-01|2", 0 },
  { "/bad-input/summer-time-has-its-zone",
    "when,n\n2024-03-31T02:30:00+02:00,1\n2024-03-31T02:30:00+01:00,2\n",
    "2024-03-31 00:30:00|1/2024-03-31 01:30:00|2", 0 },
  { "/bad-input/negative-in-brackets", "n,w\n(500),a\n12,b\n(1),c\n", "-500|a/12|b/-1|c", 0 },
};

static void
test_shape (gconstpointer data)
{
  const Shape *shape = data;
  g_auto (Imported) in = { 0 };
  g_autofree char *said = NULL;

  import_bytes (shape->text, strlen (shape->text), &in);
  said = say_table (in.table);
  g_assert_cmpstr (said, ==, shape->said);
  g_assert_cmpuint (tn_table_get_n_rows (in.problems), ==, shape->n_problems);
}

/* 31 Feb, 2024-13-01 and the other order among the days: kept as problems, with their lines. */
static void
test_days_that_do_not_fit (void)
{
  g_autoptr (GString) text = g_string_new ("when,n\n");
  g_auto (Imported) in = { 0 };

  for (guint i = 0; i < 400; i++)
    g_string_append_printf (text, "%02u/%02u/2024,%u\n", 1 + i % 28, 1 + i % 12, i);
  g_string_append (text, "31/02/2024,400\n02/25/2024,401\n");
  import_bytes (text->str, text->len, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 402);
  g_assert_cmpint (in.summary.n_problem_cells, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *line = tn_column_dup_cell (tn_table_get_column (in.problems, 0), i, NULL);
      g_autofree char *cell = tn_column_dup_cell (tn_table_get_column (in.problems, 4), i, NULL);

      g_assert_cmpstr (line, ==, i == 0 ? "402" : "403");
      g_assert_cmpstr (cell, ==, i == 0 ? "31/02/2024" : "02/25/2024");
    }
}

/* All days up to 12: both orders fit, so the plan says that it does not know. */
static void
test_ambiguous_days (void)
{
  g_auto (Imported) in = { 0 };
  g_autoptr (GPtrArray) sentences = NULL;
  gboolean said = FALSE;

  import_bytes ("when,n\n01/02/2024,1\n03/04/2024,2\n05/06/2024,3\n",
                strlen ("when,n\n01/02/2024,1\n03/04/2024,2\n05/06/2024,3\n"), &in);
  sentences = tn_import_plan_describe (in.plan);
  for (guint i = 0; i < sentences->len; i++)
    {
      g_autofree char *text =
          tn_message_say (g_ptr_array_index (sentences, i), tn_language_get ("en"));

      said = said || strstr (text, "of when can be read day first or month first") != NULL;
    }
  g_assert_true (said);
}

static void
test_names_are_told_apart (void)
{
  static const char *const names[] = { "x",
                                       "x",
                                       "X",
                                       " x",
                                       "",
                                       "x",
                                       "caf\xc3\xa9",
                                       "cafe\xcc\x81",
                                       "\xd7\xa9\xd7\x9c",
                                       "\xf0\x9f\x98\x80" };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", names[i]);
  g_string_append (text, "\n");
  for (guint row = 0; row < 3; row++)
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      g_string_append_printf (text, "%u%s", row * 10 + i,
                              i + 1 < G_N_ELEMENTS (names) ? "," : "\n");
  for (guint again = 0; again < 2; again++)
    {
      g_auto (Imported) in = { 0 };

      import_bytes (text->str, text->len, &in);
      g_assert_cmpuint (tn_table_get_n_columns (in.table), ==, G_N_ELEMENTS (names));
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          const char *name = g_intern_string (tn_table_get_field (in.table, i)->name);

          g_assert_true (g_utf8_validate (name, -1, NULL));
          g_assert_cmpstr (name, !=, "");
          /* Unique within a table, the same at each reading. */
          g_assert_true (g_hash_table_add (seen, (gpointer) name) == (again == 0));
        }
    }
}

/* A header of 64 KiB and a cell of a megabyte without a blank are data like any other. */
static void
test_large_cells (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *long_name = g_strnfill (65536, 'h'), *long_cell = g_strnfill (1000000, 'c');
  g_autofree char *name = NULL, *cell = NULL;
  g_auto (Imported) in = { 0 };

  g_string_append_printf (text, "n,%s\n1,short\n2,%s\n3,short\n", long_name, long_cell);
  import_bytes (text->str, text->len, &in);
  g_assert_cmpint (in.summary.n_rows, ==, 3);
  name = g_strdup (tn_table_get_field (in.table, 1)->name);
  cell = tn_column_dup_cell (tn_table_get_column (in.table, 1), 1, NULL);
  g_assert_cmpstr (name, ==, long_name);
  g_assert_cmpstr (cell, ==, long_cell);
}

/* Above the limit of a cell the row is set aside, and what can be shown of it is kept. */
static void
test_giant_cell (void)
{
  g_autoptr (GString) text = g_string_new ("n,w\n1,short\n2,");
  g_autofree char *giant = g_strnfill (10 * 1024 * 1024, 'g');
  g_auto (Imported) in = { 0 };
  g_autofree char *said = NULL;

  g_string_append (text, giant);
  g_string_append (text, "\n3,short\n");
  import_bytes (text->str, text->len, &in);
  said = say_table (in.table);
  g_assert_cmpstr (said, ==, "1|short/3|short");
  g_assert_cmpint (in.summary.n_problem_rows, ==, 1);
}

/* Two encodings in one file: rows that are no text in the file's are set aside and can be had
 * back; the others are read. */
static void
test_mixed_encodings (void)
{
  g_autoptr (GString) text = g_string_new ("id,word\n");
  g_auto (Imported) in = { 0 };
  guint n_broken = 0;

  for (guint i = 0; i < 600; i++)
    if (i % 100 == 99)
      {
        g_string_append_printf (text, "%u,\xb0\xfe\xb2\xfe\xff\n", i);
        n_broken++;
      }
    else
      g_string_append_printf (text, "%u,\xe5\xbc\xa0\xe4\xb8\x89\n", i);
  import_bytes (text->str, text->len, &in);
  g_assert_cmpstr (tn_import_plan_get_encoding (in.plan), ==, "UTF-8");
  g_assert_cmpint (in.summary.n_problem_rows, ==, n_broken);
  for (guint i = 0; i < n_broken; i++)
    {
      g_autofree char *row = tn_column_dup_cell (tn_table_get_column (in.problems, 4), i, NULL);

      g_assert_nonnull (strstr (row, "\\xb0\\xfe\\xb2\\xfe\\xff"));
    }
}

static void
test_control_characters (void)
{
  const char *text = "n,w\n1,a\x01"
                     "b\n2,\x1b[31mred\n3,\x7f\n";
  g_auto (Imported) in = { 0 };
  g_autofree char *cell = NULL;

  import_bytes (text, strlen (text), &in);
  g_assert_cmpint (in.summary.n_rows + in.summary.n_problem_rows, ==, 3);
  if (in.summary.n_rows == 3)
    {
      cell = tn_column_dup_cell (tn_table_get_column (in.table, 1), 0, NULL);
      g_assert_cmpstr (cell, ==,
                       "a\x01"
                       "b");
    }
}

/* The reader's own language must not change what a file says. */
static void
test_locales (void)
{
  static const char *const locales[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "zh_CN.UTF-8",
                                         "ar_EG.UTF-8" };
  const char *text = "n,when,w,pct,price\n\"1,234.5\",01/02/2024,a,42%,\"¥1,200\"\n"
                     "\"2,345.5\",25/02/2024,i,7.5%,¥80\n0.25,28/02/2024,I,1%,¥3\n";
  g_autofree char *before = g_strdup (setlocale (LC_ALL, NULL)), *print = NULL;
  g_auto (Imported) in = { 0 };
  guint n_tried = 0;

  import_bytes (text, strlen (text), &in);
  print = tn_table_fingerprint (in.table, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_auto (Imported) other = { 0 };
      g_autofree char *other_print = NULL;

      if (setlocale (LC_ALL, locales[i]) == NULL)
        continue;
      n_tried++;
      import_bytes (text, strlen (text), &other);
      other_print = tn_table_fingerprint (other.table, NULL);
      setlocale (LC_ALL, before);
      g_assert_cmpstr (other_print, ==, print);
    }
  g_test_message ("%u other locales", n_tried);
  if (n_tried == 0)
    g_test_skip ("no other locale is installed here");
}

/* A sink that changes the file while it is read. */
typedef struct
{
  TnMemorySink *sink;
  const char *path;
  gint64 length;
} Changing;

static gboolean
changing_begin (gpointer self,
                guint n_columns,
                const TnField *const *fields,
                const TnColumnType *types,
                GError **error)
{
  return tn_memory_sink.begin (((Changing *) self)->sink, n_columns, fields, types, error);
}

static gboolean
changing_chunk (gpointer data, guint column, gsize index, TnChunk *chunk, GError **error)
{
  Changing *self = data;

  if (column == 0 && index == 0)
    g_assert_cmpint (truncate (self->path, self->length), ==, 0);

  return tn_memory_sink.chunk (self->sink, column, index, chunk, error);
}

static gboolean
changing_problem (gpointer self, const TnProblem *problem, GError **error)
{
  return tn_memory_sink.problem (((Changing *) self)->sink, problem, error);
}

static gboolean
changing_restart (gpointer self, GError **error)
{
  return tn_memory_sink.restart (((Changing *) self)->sink, error);
}

static gboolean
changing_end (gpointer self, gsize n_rows, TnDictionary *const *dictionaries, GError **error)
{
  return tn_memory_sink.end (((Changing *) self)->sink, n_rows, dictionaries, error);
}

/* Cut short or grown after a part was read: said, where a mapped file would be a crash. */
static void
test_changed_while_read (gconstpointer data)
{
  static const TnTableSink sink = { changing_begin, changing_chunk, changing_problem,
                                    changing_restart, changing_end };
  g_autoptr (GString) text = g_string_new ("id,word\n");
  g_autofree char *path = NULL;
  g_autoptr (TnMemorySink) memory = tn_memory_sink_new ();
  g_autoptr (TnSource) source = NULL;
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  Changing changing = { memory };

  for (guint i = 0; i < 400000; i++)
    g_string_append_printf (text, "%07u,some word %u\n", i, i % 1000);
  path = tn_test_file ("log.csv", text->str, (gssize) text->len);
  changing.path = path;
  changing.length = GPOINTER_TO_INT (data) ? (gint64) text->len + 4096 : 100;
  source = tn_source_open (path, NULL, NULL);
  plan = tn_import_detect (source, NULL, NULL, NULL, NULL);
  g_assert_false (tn_import_run (source, plan, NULL, &sink, &changing, NULL, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "changed while"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    g_test_add_data_func (shapes[i].path, &shapes[i], test_shape);
  g_test_add_func ("/bad-input/days-that-do-not-fit-are-listed", test_days_that_do_not_fit);
  g_test_add_func ("/bad-input/days-of-either-order-are-asked-about", test_ambiguous_days);
  g_test_add_func ("/bad-input/names-are-told-apart", test_names_are_told_apart);
  g_test_add_func ("/bad-input/large-cells-are-data", test_large_cells);
  g_test_add_func ("/bad-input/giant-cell-costs-its-row", test_giant_cell);
  g_test_add_func ("/bad-input/rows-of-another-encoding-are-set-aside", test_mixed_encodings);
  g_test_add_func ("/bad-input/control-characters-are-kept", test_control_characters);
  g_test_add_func ("/bad-input/no-locale-changes-a-value", test_locales);
  g_test_add_data_func ("/bad-input/cut-short-while-read", GINT_TO_POINTER (FALSE),
                        test_changed_while_read);
  g_test_add_data_func ("/bad-input/grown-while-read", GINT_TO_POINTER (TRUE),
                        test_changed_while_read);

  return g_test_run ();
}
