/* test-csv-cutter.c: all ways to cut give the same rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <csv.h>
#include <string.h>

#include "tn-csv-cutter.h"
#include "tn-test.h"

/* All rows of a text as one string that tells cells, rows and states apart. Fed in pieces
 * of @step bytes, the rest of each going in front of the next, as the importer does. */
static char *
cut_all (const char *text,
         gsize size,
         const TnCsvDialect *dialect,
         TnCsvEngine engine,
         gsize step,
         guint n_expected)
{
  GString *out = g_string_new (NULL);
  g_autofree char *scratch = g_malloc (size + 1);
  TnCsvCut cut;
  gsize at = 0;
  gsize end = MIN (step, size);

  tn_csv_cut_init (&cut);
  for (;;)
    {
      gsize used = tn_csv_cut (&cut, dialect, engine, text + at, end - at, end == size, n_expected);

      for (gsize i = 0; i < cut.n_rows; i++)
        {
          const TnCsvRow *row = &cut.rows[i];

          g_string_append_printf (out, "%s", row->state >= TN_CSV_ROW_UNCLOSED ? "!" : "");
          if (row->state >= TN_CSV_ROW_UNCLOSED)
            g_string_append_len (out, text + at + row->start, row->end - row->start);
          for (gsize j = 0; j < row->n_cells; j++)
            {
              const TnCsvCell *cell = &cut.cells[row->first_cell + j];
              gsize length = cell->length & TN_CELL_LENGTH_MASK;

              g_string_append_c (out, '[');
              if (cell->length & TN_CELL_ESCAPED)
                length = tn_csv_unescape (dialect, text + at + cell->start, length, scratch);
              else
                memcpy (scratch, text + at + cell->start, length);
              g_string_append_len (out, scratch, length);
              g_string_append_c (out, ']');
            }
          g_string_append_c (out, '\n');
        }
      at += used;
      if (end == size && (used == 0 || at == size))
        break;
      end = MIN (size, MAX (end, at) + step);
    }
  g_assert_cmpuint (at, ==, size);
  tn_csv_cut_clear (&cut);

  return g_string_free (out, FALSE);
}

static void
check_same (const char *text, gsize size, const TnCsvDialect *dialect, guint n_expected)
{
  static const TnCsvEngine engines[] = { TN_CSV_ENGINE_AVX2, TN_CSV_ENGINE_SCALAR,
                                         TN_CSV_ENGINE_LIBCSV };
  g_autofree char *naive = cut_all (text, size, dialect, TN_CSV_ENGINE_BYTES, size + 1, n_expected);

  for (gsize i = 0; i < G_N_ELEMENTS (engines); i++)
    {
      g_autofree char *rows = NULL;
      g_autofree char *pieces = NULL;
      gsize step = 1 + g_test_rand_int_range (0, 100);

      if (!tn_csv_engine_is_available (engines[i], dialect))
        continue;
      rows = cut_all (text, size, dialect, engines[i], size + 1, n_expected);
      if (strcmp (rows, naive) != 0)
        {
          g_autofree char *shown = g_strescape (text, NULL);

          g_test_message ("engine %d: %.2000s", engines[i], shown);
        }
      g_assert_cmpstr (rows, ==, naive);
      /* Every piece cuts the rest of the last one again. */
      step *= 1 + size / 2000;
      pieces = cut_all (text, size, dialect, engines[i], step, n_expected);
      g_assert_cmpstr (pieces, ==, naive);
    }
}

/* libcsv on the whole text, in its own words: NULL when it does not take it. */
typedef struct
{
  GString *out;
  GString *row;
  gboolean after_cr;
} Oracle;

static void
oracle_cell (void *text, size_t length, void *data)
{
  Oracle *oracle = data;

  g_string_append_c (oracle->row, '[');
  g_string_append_len (oracle->row, text, length);
  g_string_append_c (oracle->row, ']');
}

static void
oracle_row (int mark, void *data)
{
  Oracle *oracle = data;
  gboolean lf_of_crlf = mark == '\n' && oracle->after_cr && oracle->row->len == 0;

  oracle->after_cr = mark == '\r';
  if (lf_of_crlf)
    return;
  if (oracle->row->len == 0)
    g_string_append (oracle->row, "[]");
  g_string_append_printf (oracle->out, "%s\n", oracle->row->str);
  g_string_truncate (oracle->row, 0);
}

static int
oracle_no_space (unsigned char c)
{
  return 0;
}

static char *
ask_libcsv (const char *text, gsize size, const TnCsvDialect *dialect)
{
  Oracle oracle = { g_string_new (NULL), g_string_new (NULL), FALSE };
  struct csv_parser parser;
  gboolean taken;

  csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
  csv_set_delim (&parser, dialect->delimiter);
  csv_set_quote (&parser, dialect->quote);
  csv_set_space_func (&parser, oracle_no_space);
  taken = csv_parse (&parser, text, size, oracle_cell, oracle_row, &oracle) == size &&
          csv_fini (&parser, oracle_cell, oracle_row, &oracle) == 0;
  csv_free (&parser);
  g_string_free (oracle.row, TRUE);

  return g_string_free (oracle.out, !taken);
}

static void
check_oracle (const char *text, gsize size, const TnCsvDialect *dialect)
{
  TnCsvDialect any = *dialect;
  g_autofree char *right = NULL;
  g_autofree char *ours = NULL;

  any.row_end = TN_ROW_END_ANY; /* what libcsv takes for a row end */
  if (memchr (text, '\0', size) != NULL)
    return;
  right = ask_libcsv (text, size, &any);
  if (right == NULL)
    return;
  ours = cut_all (text, size, &any, TN_CSV_ENGINE_BEST, size + 1, 0);
  g_assert_cmpstr (ours, ==, right);
}

static char *
random_text (gsize *size, const char *alphabet)
{
  gsize n = strlen (alphabet);
  char *text;

  *size = g_test_rand_int_range (0, 300);
  text = g_malloc (*size + 1);
  for (gsize i = 0; i < *size; i++)
    text[i] = alphabet[g_test_rand_int_range (0, n)];
  text[*size] = '\0';

  return text;
}

static void
test_random (void)
{
  /* Much of what matters, little of the rest. */
  static const char *const alphabets[] = { ",\"\n\ra ", ",\"\nab", ",,\"\"\n\r\nabcdefgh",
                                           "abcdefghijklmnop,\n", "\"\"\",\n" };
  guint n = g_test_slow () ? 200000 : 4000;

  for (guint i = 0; i < n; i++)
    {
      gsize size;
      g_autofree char *text = random_text (&size, alphabets[i % G_N_ELEMENTS (alphabets)]);
      TnCsvDialect dialect;

      tn_csv_dialect_init (&dialect);
      dialect.row_end = g_test_rand_int_range (0, 3);
      if (g_test_rand_int_range (0, 8) == 0)
        dialect.quote = dialect.escape = 0;
      check_same (text, size, &dialect, g_test_rand_int_range (0, 4));
      if (dialect.quote != 0)
        check_oracle (text, size, &dialect);
    }
}

/* Well-formed tables: whatever goes in comes out. */
static void
test_round_trip (void)
{
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GString) right = g_string_new (NULL);
      guint n_columns = g_test_rand_int_range (2, 12);
      TnCsvDialect dialect;

      tn_csv_dialect_init (&dialect);
      for (guint row = 0; row < 40; row++)
        {
          for (guint j = 0; j < n_columns; j++)
            {
              gsize size;
              g_autofree char *cell = random_text (&size, "abc,\"\n \xc3\xa9");
              g_auto (GStrv) parts = g_strsplit (cell, "\"", -1);
              g_autofree char *doubled = g_strjoinv ("\"\"", parts);

              g_string_append_printf (text, "%s\"%s\"", j > 0 ? "," : "", doubled);
              g_string_append_printf (right, "[%s]", cell);
            }
          g_string_append (text, row % 3 == 0 ? "\r\n" : "\n");
          g_string_append_c (right, '\n');
        }
      for (TnCsvEngine e = TN_CSV_ENGINE_BEST; e <= TN_CSV_ENGINE_LIBCSV; e++)
        {
          g_autofree char *rows = NULL;

          if (!tn_csv_engine_is_available (e, &dialect))
            continue;
          rows = cut_all (text->str, text->len, &dialect, e, text->len + 1, n_columns);
          g_assert_cmpstr (rows, ==, right->str);
        }
    }
}

static void
check_file (const char *path)
{
  g_autofree char *text = NULL;
  gsize size;
  TnCsvDialect dialect;
  static const char delimiters[] = { ',', ';', '\t' };

  if (!g_file_get_contents (path, &text, &size, NULL))
    return;
  /* Long files: a prefix is enough, the naive way takes its time under a sanitizer. */
  size = MIN (size, g_test_slow () ? size : 20000);
  tn_csv_dialect_init (&dialect);
  for (gsize i = 0; i < G_N_ELEMENTS (delimiters); i++)
    for (TnRowEnd end = TN_ROW_END_LF; end <= TN_ROW_END_ANY; end++)
      {
        dialect.delimiter = delimiters[i];
        dialect.row_end = end;
        check_same (text, size, &dialect, 0);
        check_oracle (text, size, &dialect);
      }
}

static void
check_directory (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (directory, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        check_directory (path);
      else
        check_file (path);
    }
}

static void
test_corpus (void)
{
  g_autofree char *root = tn_test_shared ("datasets/csv-torture");

  if (root != NULL)
    check_directory (root);
}

static void
assert_cut (const char *text, TnCsvDialect dialect, guint n_expected, const char *right)
{
  g_autofree char *rows =
      cut_all (text, strlen (text), &dialect, TN_CSV_ENGINE_BEST, strlen (text) + 1, n_expected);

  g_assert_cmpstr (rows, ==, right);
  check_same (text, strlen (text), &dialect, n_expected);
}

static void
test_rules (void)
{
  TnCsvDialect d;
  TnCsvDialect blank;
  TnCsvDialect backslash;

  tn_csv_dialect_init (&d);
  backslash = blank = d;
  blank.delimiter = ' ';
  blank.trim = TRUE;
  backslash.escape = '\\';
  assert_cut ("a,\"b\n\"\"c\"\"\",d\r\n1,2,3", d, 3, "[a][b\n\"c\"][d]\n[1][2][3]\n");
  assert_cut ("a,b\r\r\n\n1,2\n", d, 2, "[a][b]\n[]\n[1][2]\n");
  assert_cut ("a,5\" pipe,c\n", d, 3, "[a][5\" pipe][c]\n");
  assert_cut ("a,\"\"\"x\"y\",c\n", d, 3, "[a][\"x\"y][c]\n");
  /* A quote that opens a cell by mistake is a character when the row fits only then. */
  assert_cut ("1,\"2,3,\"x, y\",\"z\"\n", d, 5, "[1][\"2][3][x, y][z]\n");
  assert_cut (" a  \"b c\" d \n1 2\n", blank, 3, "[a][b c][d]\n[1][2]\n");
  assert_cut ("\"a\\\"b\",c\\,d,e\\f\n", backslash, 3, "[a\"b][c,d][e\\f]\n");
}

static void
test_unclosed (void)
{
  TnCsvDialect d;
  g_autoptr (GString) text = g_string_new ("a,b\n1,\"open\n");
  g_autoptr (GString) right = g_string_new ("[a][b]\n!1,\"open\n");
  g_autofree char *rows = NULL;

  tn_csv_dialect_init (&d);
  for (guint i = 0; i < 300000; i++)
    {
      g_string_append (text, "7,8\n");
      g_string_append (right, "[7][8]\n");
    }
  rows = cut_all (text->str, text->len, &d, TN_CSV_ENGINE_BEST, 1 << 20, 2);
  g_assert_cmpuint (strlen (rows), ==, right->len);
  g_assert_cmpstr (rows, ==, right->str);
  assert_cut ("a,b\n1,\"x\n2,\"y\",z\n3,4\n", d, 2, "[a][b]\n!1,\"x\n[2][y][z]\n[3][4]\n");
}

/* Every line opens a quote that nothing closes: each search goes less far. */
static void
test_many_unclosed (void)
{
  TnCsvDialect d;
  g_autoptr (GString) text = g_string_new (NULL);
  TnCsvCut cut;

  tn_csv_dialect_init (&d);
  for (guint i = 0; i < 100000; i++)
    g_string_append (text, "\"\"\"a\"\"\n");
  tn_csv_cut_init (&cut);
  g_assert_cmpuint (tn_csv_cut (&cut, &d, TN_CSV_ENGINE_BEST, text->str, text->len, TRUE, 1), ==,
                    text->len);
  g_assert_cmpuint (cut.n_rows, ==, 100000);
  tn_csv_cut_clear (&cut);
}

static void
test_large_cell (void)
{
  TnCsvDialect d;
  gsize size = 3 * TN_CSV_MAX_CELL;
  g_autofree char *text = g_malloc (size + 8);
  g_autofree char *rows = NULL;

  tn_csv_dialect_init (&d);
  memset (text, 'x', size);
  memcpy (text, "1,2\n", 4);
  memcpy (text + size, "\n3,4\n", 5);
  rows = cut_all (text, size + 5, &d, TN_CSV_ENGINE_BEST, 1 << 20, 2);
  g_assert_true (g_str_has_prefix (rows, "[1][2]\n!xxx"));
  g_assert_true (g_str_has_suffix (rows, "x\n[3][4]\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/rules", test_rules);
  g_test_add_func ("/csv/random-text-is-cut-alike-by-all-and-by-libcsv", test_random);
  g_test_add_func ("/csv/what-goes-in-comes-out", test_round_trip);
  g_test_add_func ("/csv/corpus-is-cut-alike-by-all-and-by-libcsv", test_corpus);
  g_test_add_func ("/csv/unclosed-quote-costs-one-line", test_unclosed);
  g_test_add_func ("/csv/many-unclosed-quotes-take-no-quadratic-time", test_many_unclosed);
  g_test_add_func ("/csv/cell-above-the-limit-costs-one-line", test_large_cell);

  return g_test_run ();
}
