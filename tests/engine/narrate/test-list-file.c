/* test-list-file.c: lists as files, with their manifest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "narrate-support.h"
#include "tn-csv-writer.h"
#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-list-export.h"
#include "tn-list-file.h"
#include "tn-list-manifest.h"
#include "tn-list-search.h"
#include "tn-nodes.h"
#include "tn-test.h"

static char *
make_folder (void)
{
  return g_dir_make_tmp ("tenure-list-XXXXXX", NULL);
}

/* Empties and removes it; returns how many files were in it. */
static guint
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        g_rmdir (path);
      else
        g_unlink (path);
      n++;
    }
  g_rmdir (folder);

  return n;
}

static char *
read_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));

  return text;
}

static gboolean
write_list (const char *folder,
            const char *name,
            const TnListFilter *filter,
            const char *language,
            gsize *n_rows,
            GError **error)
{
  g_autofree char *out = g_build_filename (folder, name, NULL);
  TnListJob job = {
    .run = get_log_run ()->run, .filter = filter, .language = tn_language_get (language), .out = out
  };

  return tn_list_write (get_log_run ()->project, &job, n_rows, NULL, NULL, error);
}

static TnListSearch *
open_search (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRun) run = NULL;
  g_autoptr (TnTable) table =
      tn_list_load (get_log_run ()->project, get_log_run ()->run, NULL, &run, &error);
  TnListSearch *search;

  g_assert_no_error (error);
  search = tn_list_search_new (table, NULL, &error);
  g_assert_no_error (error);

  return search;
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (const char *p = strstr (text, "\r\n"); p != NULL; p = strstr (p + 2, "\r\n"))
    n++;

  return n;
}

static void
test_manifest_says_what_the_list_is (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;
  g_autofree char *json = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *manifest;
  JsonObject *data;
  gsize n_rows;

  g_assert_true (write_list (folder, "list.csv", NULL, "en", &n_rows, &error));
  g_assert_no_error (error);
  list = read_file (folder, "list.csv");
  json = read_file (folder, "list.manifest.json");
  text = read_file (folder, "list.manifest.txt");
  g_assert_cmpuint (remove_folder (folder), ==, 3);
  node = tn_json_parse (json, -1, &error);
  g_assert_no_error (error);
  manifest = json_node_get_object (node);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, list, -1);

  g_assert_cmpstr (tn_json_string (manifest, "format", ""), ==, "tenure-list-manifest");
  g_assert_cmpstr (tn_json_string (tn_json_object (manifest, "list"), "sha256", ""), ==, sum);
  g_assert_cmpstr (tn_json_string (tn_json_object (manifest, "list"), "file", ""), ==, "list.csv");
  g_assert_cmpint (tn_json_int (tn_json_object (manifest, "list"), "rows", -1), ==, n_rows);
  g_assert_cmpuint (count_lines (list), ==, n_rows + 1);
  g_assert_cmpint (tn_json_int (tn_json_object (manifest, "run"), "number", -1), ==,
                   get_log_run ()->run);
  g_assert_nonnull (tn_json_string (tn_json_object (manifest, "run"), "seed", NULL));
  g_assert_cmpuint (strlen (tn_json_string (manifest, "as_of", "")), ==, strlen ("2024-12-13"));
  data = json_array_get_object_element (tn_json_array (manifest, "data"), 0);
  g_assert_cmpuint (strlen (tn_json_string (data, "fingerprint_blake2b", "")), ==, 64);
  g_assert_nonnull (strstr (text, "Everybody on the list."));
  g_assert_nonnull (strstr (text, sum));
  g_assert_nonnull (strstr (text, "Unit: GBP."));
}

/* Each column of the file is explained, in its order. */
static void
test_manifest_explains_every_column (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *list = NULL;
  g_autofree char *json = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_auto (GStrv) headers = NULL;
  JsonArray *columns;

  g_assert_true (write_list (folder, "list.csv", NULL, "zh_CN", NULL, NULL));
  list = read_file (folder, "list.csv");
  json = read_file (folder, "list.manifest.json");
  remove_folder (folder);
  node = tn_json_parse (json, -1, NULL);
  columns = tn_json_array (json_node_get_object (node), "columns");
  *strstr (list, "\r\n") = '\0';
  headers = g_strsplit (list + 3, ",", -1);
  g_assert_cmpuint (json_array_get_length (columns), ==, g_strv_length (headers));
  for (guint i = 0; headers[i] != NULL; i++)
    {
      JsonObject *column = json_array_get_object_element (columns, i);

      g_assert_cmpstr (tn_json_string (column, "header", ""), ==, headers[i]);
      g_assert_nonnull (tn_json_string (column, "meaning", NULL));
    }
}

static void
test_workbook_has_a_second_sheet (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "list.xlsx", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  const char *argv[] = { "unzip", "-p", path, "xl/workbook.xml", "xl/worksheets/sheet2.xml", NULL };

  g_assert_true (write_list (folder, "list.xlsx", NULL, "en", NULL, &error));
  g_assert_no_error (error);
  if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                    NULL, NULL))
    {
      g_assert_nonnull (strstr (output, "About this list"));
      g_assert_nonnull (strstr (output, "Everybody on the list."));
    }
  else
    g_test_message ("no unzip: the second sheet was not looked at");
  g_assert_cmpuint (remove_folder (folder), ==, 1);
}

/* One by one, the slow way. */
static gsize
count_slowly (TnListSearch *search, const TnListFilter *filter)
{
  gsize n = 0;

  for (gsize i = 0; i < tn_list_search_get_n (search); i++)
    {
      double chance = tn_list_search_get_chance (search, i);
      double stake = tn_list_search_get_stake (search, i);

      if ((isnan (filter->chance_from) || chance >= filter->chance_from) &&
          (isnan (filter->chance_to) || chance <= filter->chance_to) &&
          (isnan (filter->stake_from) || stake >= filter->stake_from) &&
          (isnan (filter->stake_to) || stake <= filter->stake_to) &&
          (filter->text == NULL ||
           strstr (tn_list_search_get_name (search, i), filter->text) != NULL) &&
          (filter->first == 0 || i < filter->first))
        n++;
    }

  return n;
}

static void
test_filters_find_what_a_loop_finds (void)
{
  g_autoptr (TnListSearch) search = open_search ();
  gsize n = tn_list_search_get_n (search);

  for (guint i = 0; i < 200; i++)
    {
      g_auto (TnListFilter) filter = { 0 };
      g_autoptr (GBytes) rows = NULL;
      gsize row = (gsize) g_test_rand_int_range (0, (gint) n);

      tn_list_filter_init (&filter);
      if (g_test_rand_bit ())
        filter.chance_from = g_test_rand_double_range (0, 0.8);
      if (g_test_rand_bit ())
        filter.chance_to = g_test_rand_double_range (0.3, 1);
      if (g_test_rand_bit ())
        filter.stake_from = tn_list_search_get_stake (search, row);
      if (g_test_rand_bit ())
        filter.text = g_strdup_printf ("%d", g_test_rand_int_range (0, 30));
      if (g_test_rand_bit ())
        filter.first = (gsize) g_test_rand_int_range (1, (gint) n);
      rows = tn_list_search_find (search, &filter, NULL, NULL);
      g_assert_cmpuint (g_bytes_get_size (rows) / sizeof (guint32), ==,
                        count_slowly (search, &filter));
    }
}

/* A facet promises a number of customers, and its filter finds as many. */
static void
test_facets_count_what_they_find (void)
{
  g_autoptr (TnListSearch) search = open_search ();
  guint n_reasons = 0, n_words = 0;

  for (guint i = 0; i < tn_list_search_get_n_facets (search); i++)
    {
      const TnListFacet *facet = tn_list_search_get_facet (search, i);
      g_auto (TnListFilter) filter = { 0 };
      g_autoptr (GBytes) rows = NULL;
      g_autoptr (GPtrArray) said = NULL;

      tn_list_filter_init (&filter);
      if (facet->column == NULL)
        {
          filter.reason = g_strdup (facet->key);
          n_reasons++;
        }
      else
        {
          filter.column = g_strdup (facet->column);
          filter.value = g_strdup (facet->key);
          n_words++;
        }
      rows = tn_list_search_find (search, &filter, NULL, NULL);
      said = tn_list_search_say_filter (search, &filter, "GBP");
      g_assert_cmpuint (g_bytes_get_size (rows) / sizeof (guint32), ==, facet->n);
      g_assert_cmpuint (said->len, ==, 1);
    }
  g_assert_cmpuint (n_reasons, >, 2);
  g_assert_cmpuint (n_words, >, 1);
}

static void
test_what_is_asked_is_what_is_written (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (TnListSearch) search = open_search ();
  g_auto (TnListFilter) filter = { 0 };
  g_autoptr (GBytes) rows = NULL;
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;
  const guint32 *row;
  gsize size, n_rows;
  char *line;

  tn_list_filter_init (&filter);
  filter.chance_from = 0.5;
  filter.reason = g_strdup ("silence");
  rows = tn_list_search_find (search, &filter, NULL, NULL);
  row = g_bytes_get_data (rows, &size);
  g_assert_cmpuint (size, >, 0);
  g_assert_true (write_list (folder, "some.csv", &filter, "en", &n_rows, NULL));
  g_assert_cmpuint (n_rows, ==, size / sizeof (guint32));
  g_assert_cmpuint (n_rows, <, tn_list_search_get_n (search));
  list = read_file (folder, "some.csv");
  text = read_file (folder, "some.manifest.txt");
  remove_folder (folder);
  line = strstr (list, "\r\n");
  for (gsize i = 0; i < n_rows; i++)
    {
      const char *name = tn_list_search_get_name (search, row[i]);

      g_assert_true (g_str_has_prefix (line + 2, name) && line[2 + strlen (name)] == ',');
      line = strstr (line + 2, "\r\n");
    }
  g_assert_nonnull (strstr (text, "Only customers with chance of leaving from 50% and reason "
                                  "“Time since the last order"));
}

static void
test_unknown_reason_finds_nobody (void)
{
  g_autoptr (TnListSearch) search = open_search ();
  g_auto (TnListFilter) filter = { 0 };
  g_autoptr (GBytes) rows = NULL;

  tn_list_filter_init (&filter);
  filter.reason = g_strdup ("moonlight");
  rows = tn_list_search_find (search, &filter, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (rows), ==, 0);
}

static void
test_turned_range_is_told (void)
{
  g_autofree char *folder = make_folder ();
  g_auto (TnListFilter) filter = { 0 };
  g_autoptr (GError) error = NULL;

  tn_list_filter_init (&filter);
  filter.chance_from = 0.8;
  filter.chance_to = 0.2;
  g_assert_false (write_list (folder, "list.csv", &filter, "en", NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_cmpuint (remove_folder (folder), ==, 0);
}

/* Where the list cannot get its name, its manifest loses it again, and older ones stay. */
static void
test_list_and_manifest_or_none (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *in_the_way = g_build_filename (folder, "list.csv", NULL);
  g_autofree char *older = g_build_filename (folder, "list.manifest.txt", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir (in_the_way, 0700), ==, 0);
  g_assert_true (g_file_set_contents (older, "older", -1, NULL));
  g_assert_false (write_list (folder, "list.csv", NULL, "en", NULL, &error));
  g_assert_nonnull (error);
  text = read_file (folder, "list.manifest.txt");
  g_assert_cmpstr (text, ==, "older");
  g_assert_cmpuint (remove_folder (folder), ==, 2);
}

/* A number that a spreadsheet would run, of a list made by hand. */
static void
test_formulas_are_not_run (void)
{
  static const char *const names[] = { "=1+1", "@SUM(A1)", "17850" };
  const guint32 codes[] = { 0, 1, 2 };
  const double chances[] = { 0.9, 0.5, NAN };
  g_autofree char *folder = make_folder ();
  g_autofree char *csv = g_build_filename (folder, "list.csv", NULL);
  TnTableBuilder *builder = tn_table_builder_new (3);
  g_autoptr (TnDictionary) words = tn_dictionary_new (names, 3);
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnListSearch) search = NULL;
  g_auto (TnListFilter) filter = { 0 };
  g_autoptr (GBytes) rows = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  tn_table_builder_take (builder, tn_field_new ("customer", TN_ROLE_CUSTOMER),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, words, codes, 3));
  tn_table_builder_take (builder, tn_field_new ("chance", TN_ROLE_NONE),
                         tn_column_new_numbers (chances, 3));
  table = tn_table_builder_end (builder);
  search = tn_list_search_new (table, NULL, &error);
  g_assert_no_error (error);
  tn_list_filter_init (&filter);
  filter.chance_from = 0.1;
  rows = tn_list_search_find (search, &filter, NULL, NULL);
  g_assert_cmpuint (g_bytes_get_size (rows) / sizeof (guint32), ==, 2); /* NaN is nothing known */
  g_assert_true (tn_csv_write (table, csv, NULL, NULL, NULL, NULL));
  text = read_file (folder, "list.csv");
  g_assert_nonnull (strstr (text, "\"'=1+1\""));
  g_assert_nonnull (strstr (text, "\"'@SUM(A1)\""));
  remove_folder (folder);
}

static void
test_list_knows_its_zone (void)
{
  static const char *const zones[] = { "Asia/Shanghai", "America/New_York" };
  g_autofree char *csv = make_log (6, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (Ran) ran = ran_new_in_zone (csv, zones[i], fast);
      g_autoptr (TnRun) run = NULL;
      g_autoptr (TnTable) table = tn_list_load (ran->project, ran->run, NULL, &run, NULL);
      int place = tn_table_find (table, "last_order");

      g_assert_cmpint (place, >=, 0);
      g_assert_cmpstr (tn_table_get_field (table, (guint) place)->zone, ==, zones[i]);
    }
}

int
main (int argc, char **argv)
{
  g_autofree char *sessions = NULL;

  g_test_init (&argc, &argv, NULL);
  sessions = tn_test_directory ();
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  tn_nodes_init ();
  g_test_add_func ("/list-file/the-manifest-says-what-the-list-is",
                   test_manifest_says_what_the_list_is);
  g_test_add_func ("/list-file/every-column-is-explained", test_manifest_explains_every_column);
  g_test_add_func ("/list-file/a-workbook-has-a-second-sheet", test_workbook_has_a_second_sheet);
  g_test_add_func ("/list-file/what-is-asked-is-what-is-written",
                   test_what_is_asked_is_what_is_written);
  g_test_add_func ("/list-file/a-turned-range-is-told", test_turned_range_is_told);
  g_test_add_func ("/list-file/list-and-manifest-or-none", test_list_and_manifest_or_none);
  g_test_add_func ("/list-file/formulas-are-not-run", test_formulas_are_not_run);
  g_test_add_func ("/list-file/the-list-knows-its-zone", test_list_knows_its_zone);
  g_test_add_func ("/list-search/filters-find-what-a-loop-finds",
                   test_filters_find_what_a_loop_finds);
  g_test_add_func ("/list-search/facets-count-what-they-find", test_facets_count_what_they_find);
  g_test_add_func ("/list-search/an-unknown-reason-finds-nobody", test_unknown_reason_finds_nobody);

  return g_test_run ();
}
