/* test-import-torture.c: every file of the corpus imports, or is refused by one sentence
 *
 * Where the corpus gives the expected table, it is compared cell for cell; blanks at the
 * ends of cells are not compared, because the corpus itself trims some and not others.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <csv.h>
#include <string.h>

#include "tn-error.h"
#include "tn-import.h"
#include "tn-test.h"

/* Rows of strings. */
typedef GPtrArray Grid;

typedef struct
{
  Grid *grid;
  GPtrArray *row;
} GridParser;

static Grid *
grid_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

static void
grid_cell (void *text, size_t length, void *data)
{
  GridParser *parser = data;

  g_ptr_array_add (parser->row, g_strstrip (g_strndup (text, length)));
}

static void
grid_row (int mark, void *data)
{
  GridParser *parser = data;

  g_ptr_array_add (parser->grid, parser->row);
  parser->row = g_ptr_array_new_with_free_func (g_free);
}

/* The expected table as libcsv reads it, so that our own reader is no judge of itself. */
static Grid *
grid_from_clean (const char *path)
{
  g_autofree char *text = NULL;
  gsize size;
  struct csv_parser parser;
  GridParser data = { grid_new (), g_ptr_array_new_with_free_func (g_free) };

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  csv_init (&parser, 0);
  csv_parse (&parser, text, size, grid_cell, grid_row, &data);
  csv_fini (&parser, grid_cell, grid_row, &data);
  csv_free (&parser);
  g_ptr_array_unref (data.row);

  return data.grid;
}

static Grid *
grid_from_json (const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  Grid *grid = grid_new ();
  JsonArray *records;

  g_assert_true (json_parser_load_from_file (parser, path, NULL));
  if (JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    {
      records = json_array_new ();
      json_array_add_element (records, json_node_copy (json_parser_get_root (parser)));
    }
  else
    records = json_array_ref (json_node_get_array (json_parser_get_root (parser)));
  for (guint i = 0; i < json_array_get_length (records); i++)
    {
      JsonObject *record = json_array_get_object_element (records, i);
      g_autoptr (GList) names = json_object_get_members (record);
      GPtrArray *row = g_ptr_array_new_with_free_func (g_free);
      GPtrArray *header = i == 0 ? g_ptr_array_new_with_free_func (g_free) : NULL;

      for (GList *name = names; name != NULL; name = name->next)
        {
          if (header != NULL)
            g_ptr_array_add (header, g_strdup (name->data));
          g_ptr_array_add (
              row, g_strstrip (g_strdup (json_object_get_string_member (record, name->data))));
        }
      if (header != NULL)
        g_ptr_array_add (grid, header);
      g_ptr_array_add (grid, row);
    }
  json_array_unref (records);

  return grid;
}

static const char *
grid_get (const Grid *grid, guint i, guint j)
{
  const GPtrArray *row = i < grid->len ? grid->pdata[i] : NULL;

  return row != NULL && j < row->len ? row->pdata[j] : NULL;
}

/* A file as texts, whatever the types found: this is about cutting. */
static TnTable *
import_as_text (const char *path, TnImportPlan **plan, TnImportSummary *summary, GError **error)
{
  g_autoptr (TnSource) source = tn_source_open (path, NULL, error);
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();

  *plan = source != NULL ? tn_import_detect (source, NULL, NULL, NULL, error) : NULL;
  if (*plan == NULL)
    return NULL;
  for (guint i = 0; i < tn_import_plan_get_n_columns (*plan); i++)
    {
      tn_import_plan_set_type (*plan, i, TN_COLUMN_TEXT);
      tn_import_plan_set_missing (*plan, i, (const char *const[]){ NULL });
    }
  if (!tn_import_run (source, *plan, NULL, &tn_memory_sink, sink, summary, NULL, NULL, error))
    return NULL;

  return tn_table_ref (tn_memory_sink_get_table (sink));
}

static gboolean
same_cell (TnColumn *column, gsize row, const char *expected)
{
  g_autofree char *cell = tn_column_dup_cell (column, row, NULL);

  if (cell != NULL)
    g_strstrip (cell);

  return g_strcmp0 (cell != NULL ? cell : "", expected != NULL ? expected : "") == 0;
}

static guint
grid_width (const Grid *grid, guint from)
{
  guint width = 0;

  for (guint i = from; i < grid->len; i++)
    width = MAX (width, ((GPtrArray *) grid->pdata[i])->len);

  return width;
}

/* Why a table is not the expected one, or NULL. Some expected tables have rows that are
 * one cell longer than their header: row names, for which our column has no name. */
static char *
compare (TnTable *table, const TnImportPlan *plan, const Grid *expected, gboolean with_names)
{
  guint n_columns = tn_table_get_n_columns (table);
  guint n_names = expected->len > 0 ? ((GPtrArray *) expected->pdata[0])->len : 0;
  guint width = grid_width (expected, 1);
  guint shift = n_columns == width && width == n_names + 1 ? 1 : 0;

  if (expected->len == 0 || tn_table_get_n_rows (table) != expected->len - 1)
    return g_strdup_printf ("%zu rows, not %d", tn_table_get_n_rows (table),
                            (int) expected->len - 1);
  if (n_columns != n_names + shift)
    return g_strdup_printf ("%u columns, not %u", n_columns, n_names);
  for (guint j = 0; j < MAX (n_columns, width); j++)
    for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
      {
        const char *right = grid_get (expected, i + 1, j);

        if (j < n_columns ? !same_cell (tn_table_get_column (table, j), i, right)
                          : right != NULL && *right != '\0')
          return g_strdup_printf ("row %zu, column %u: not “%s”", i, j, right);
      }
  for (guint j = 0; with_names && j < n_names; j++)
    {
      g_autofree char *name = g_strdup (tn_import_plan_get_column (plan, j + shift)->original);

      if (strcmp (g_strstrip (name), grid_get (expected, 0, j)) != 0)
        return g_strdup_printf ("column %u is “%s”, not “%s”", j, name, grid_get (expected, 0, j));
    }

  return NULL;
}

typedef struct
{
  guint n;
  guint n_right;
} Score;

static void
judge (Score *score, const char *path, Grid *expected, gboolean with_names)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnTable) table = NULL;
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *why = NULL;
  TnImportSummary summary;

  table = import_as_text (path, &plan, &summary, &error);
  if (table != NULL)
    why = compare (table, plan, expected, with_names);
  else if (expected->len > 1)
    why = g_strdup (error->message);
  score->n++;
  if (why == NULL)
    score->n_right++;
  else
    g_test_message ("%s: %s", base, why);
  g_ptr_array_unref (expected);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  return names;
}

static void
judge_spectrum (Score *score, const char *root)
{
  g_autofree char *csvs = g_build_filename (root, "csv-spectrum", "csvs", NULL);
  g_autoptr (GPtrArray) names = list_files (csvs);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (csvs, names->pdata[i], NULL);
      g_autofree char *base = g_strndup (names->pdata[i], strlen (names->pdata[i]) - 4);
      g_autofree char *json = g_strconcat (base, ".json", NULL);
      g_autofree char *right = g_build_filename (root, "csv-spectrum", "json", json, NULL);

      judge (score, path, grid_from_json (right), TRUE);
    }
}

static gboolean
has_header (const char *parameters)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;
  JsonNode *node;

  g_assert_true (json_parser_load_from_file (parser, parameters, NULL));
  object = json_node_get_object (json_parser_get_root (parser));
  node = json_object_get_member (object, "header_lines");

  /* Numbers are written as text in one half of the corpus. */
  return json_node_get_value_type (node) == G_TYPE_STRING
             ? strcmp (json_node_get_string (node), "0") != 0
             : json_node_get_int (node) != 0;
}

static void
judge_pollock (Score *score, const char *root, const char *half)
{
  g_autofree char *clean = g_build_filename (root, half, "clean", NULL);
  g_autoptr (GPtrArray) names = list_files (clean);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (root, half, "csv", names->pdata[i], NULL);
      g_autofree char *right = g_build_filename (clean, names->pdata[i], NULL);
      g_autofree char *name = g_strconcat (names->pdata[i], "_parameters.json", NULL);
      g_autofree char *parameters = g_build_filename (root, half, "parameters", name, NULL);

      judge (score, path, grid_from_clean (right), has_header (parameters));
    }
}

static void
test_share (void)
{
  g_autofree char *root = tn_test_shared ("datasets/csv-torture");
  Score spectrum = { 0 };
  Score polluted = { 0 };
  Score survey = { 0 };
  double share;

  if (root == NULL)
    return;
  judge_spectrum (&spectrum, root);
  judge_pollock (&polluted, root, "pollock-polluted");
  judge_pollock (&survey, root, "pollock-survey");
  share = (double) (spectrum.n_right + polluted.n_right + survey.n_right) /
          (spectrum.n + polluted.n + survey.n);
  g_test_message ("exactly right: csv-spectrum %u of %u, polluted %u of %u, survey %u of %u; in "
                  "all %.1f %%",
                  spectrum.n_right, spectrum.n, polluted.n_right, polluted.n, survey.n_right,
                  survey.n, 100 * share);
  /* The expected record of location_coordinates has another phone number than the file. */
  g_assert_cmpuint (spectrum.n_right, >=, spectrum.n - 1);
  g_assert_cmpfloat (share, >=, 0.85);
}

/* Rows of the file, counted without the importer: records that libcsv would report. */
static void
check_any_file (const char *path, guint *n_imported, guint *n_refused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnImportPlan) plan = NULL;
  g_autoptr (TnTable) problems = NULL;
  TnImportSummary summary;
  g_autoptr (TnTable) table = tn_import_file (path, &problems, &plan, &summary, NULL, NULL, &error);

  if (table == NULL)
    {
      g_assert_error (error, error->domain, error->code);
      g_assert_true (error->domain == TN_ERROR);
      g_assert_nonnull (error->message);
      g_assert_true (g_str_has_suffix (error->message, "."));
      g_assert_null (strchr (error->message, '\n'));
      (*n_refused)++;
      return;
    }
  g_assert_cmpint (summary.n_rows, ==, tn_table_get_n_rows (table));
  g_assert_cmpint (summary.n_problem_rows + summary.n_problem_cells, ==,
                   tn_table_get_n_rows (problems));
  (*n_imported)++;
}

static void
check_directory (const char *directory, guint *n_imported, guint *n_refused)
{
  g_autoptr (GPtrArray) names = list_files (directory);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (directory, names->pdata[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        check_directory (path, n_imported, n_refused);
      else
        check_any_file (path, n_imported, n_refused);
    }
}

static void
test_every_file (void)
{
  g_autofree char *root = tn_test_shared ("datasets/csv-torture");
  guint n_imported = 0;
  guint n_refused = 0;

  if (root == NULL)
    return;
  check_directory (root, &n_imported, &n_refused);
  g_test_message ("%u files imported, %u refused", n_imported, n_refused);
  /* 72 of the files are JSON, which is told to be no table. */
  g_assert_cmpuint (n_imported, >, 220);
  g_assert_cmpuint (n_refused, <=, 72 + 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/torture/expected-tables-come-out-exactly", test_share);
  g_test_add_func ("/torture/every-file-imports-or-is-refused-by-a-sentence", test_every_file);

  return g_test_run ();
}
