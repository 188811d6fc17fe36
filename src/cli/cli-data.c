/* cli-data.c: datasets, describe, problems
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "cli.h"
#include "tn-import-dataset.h"

static gsize
count_distinct (TnColumn *column)
{
  g_autoptr (TnDictionary) dictionary = NULL;

  if (tn_column_type_get_kind (tn_column_get_column_type (column)) != TN_CHUNK_CODE)
    return 0;
  dictionary = tn_column_get_dictionary (column, NULL);

  return dictionary != NULL ? tn_dictionary_get_size (dictionary) : 0;
}

TnDataset *
cli_find_dataset (TnProject *project, const char *name, GError **error)
{
  g_autoptr (GPtrArray) datasets = NULL;

  if (name != NULL)
    return tn_project_find_dataset (project, name, error);
  datasets = tn_project_list_datasets (project, error);
  if (datasets == NULL)
    return NULL;
  if (datasets->len > 0)
    return tn_project_find_dataset (
        project, ((TnDataset *) g_ptr_array_index (datasets, datasets->len - 1))->name, error);
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("This project has no data set yet. Import a file first."), NULL);

  return NULL;
}

static JsonObject *
describe_column (const TnField *field, TnColumn *column, gsize n_missing)
{
  JsonObject *object = json_object_new ();
  TnColumnType type = tn_column_get_column_type (column);

  json_object_set_string_member (object, "name", field->name);
  json_object_set_string_member (object, "type", tn_column_type_to_id (type));
  json_object_set_string_member (object, "role", tn_role_to_id (field->role));
  json_object_set_int_member (object, "missing", n_missing);
  if (tn_column_type_get_kind (type) == TN_CHUNK_CODE)
    json_object_set_int_member (object, "distinct", count_distinct (column));
  else
    json_object_set_null_member (object, "distinct");
  if (field->unit != NULL)
    json_object_set_string_member (object, "unit", field->unit);

  return object;
}

static void
print_column (Cli *cli, const TnField *field, TnColumn *column, gsize n_missing)
{
  g_autofree char *missing = tn_language_format_count (cli->language, n_missing);
  g_autofree char *line =
      g_strdup_printf ("  %-24s %-9s %-10s %s", field->name,
                       tn_column_type_to_id (tn_column_get_column_type (column)),
                       field->role != TN_ROLE_NONE ? tn_role_to_id (field->role) : "", missing);

  cli_print (cli, line);
}

JsonNode *
cli_describe_dataset (Cli *cli, TnProject *project, const char *name, GError **error)
{
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (project, name, error);
  g_autoptr (TnTable) table =
      dataset != NULL ? tn_project_load_dataset (project, name, error) : NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonArray *columns;

  if (table == NULL)
    return NULL;
  object = json_object_new ();
  columns = json_array_new ();
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  json_object_set_string_member (object, "name", name);
  json_object_set_int_member (object, "rows", dataset->n_rows);
  json_object_set_int_member (object, "problem_rows", tn_dataset_count_problem_rows (dataset));
  json_object_set_array_member (object, "columns", columns);

  cli_say (cli, tn_message_count (
                    tn_message_text (
                        tn_message_new_plural (
                            TN_PLURAL (N_ ("{name}: {n} row, {bad} set aside as problem rows"),
                                       N_ ("{name}: {n} rows, {bad} set aside as problem rows")),
                            dataset->n_rows),
                        "name", name),
                    "bad", tn_dataset_count_problem_rows (dataset)));
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      TnColumn *column = tn_table_get_column (table, i);
      gsize n_missing;

      if (!tn_column_count_missing (column, &n_missing, error))
        return NULL;
      json_array_add_object_element (
          columns, describe_column (tn_table_get_field (table, i), column, n_missing));
      print_column (cli, tn_table_get_field (table, i), column, n_missing);
    }

  return g_steal_pointer (&node);
}

static int
run_datasets (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (GPtrArray) datasets = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();
  int status;

  json_node_take_object (node, object);
  json_object_set_array_member (object, "datasets", array);
  if (!cli_parse (cli, &cli_data_verbs[1], NULL, &argc, &argv, 1, 1, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  datasets = project != NULL ? tn_project_list_datasets (project, &error) : NULL;
  if (datasets == NULL)
    return cli_fail (cli, error);
  if (datasets->len == 0)
    cli_say (cli, tn_message_text (
                      tn_message_new (
                          N_ ("No data sets yet: tenure-cli import {project} FILE brings one in.")),
                      "project", argv[1]));
  for (guint i = 0; i < datasets->len; i++)
    {
      const TnDataset *dataset = g_ptr_array_index (datasets, i);
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "name", dataset->name);
      json_object_set_int_member (item, "rows", dataset->n_rows);
      json_object_set_int_member (item, "problem_rows", tn_dataset_count_problem_rows (dataset));
      json_array_add_object_element (array, item);
      cli_print (cli, dataset->name);
    }

  return cli_done (cli, g_steal_pointer (&node));
}

static int
run_describe (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (TnDataset) dataset = NULL;
  JsonNode *described = NULL;
  int status;

  if (!cli_parse (cli, &cli_data_verbs[2], NULL, &argc, &argv, 1, 2, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  dataset = project != NULL ? cli_find_dataset (project, argc > 2 ? argv[2] : NULL, &error) : NULL;
  if (dataset != NULL)
    described = cli_describe_dataset (cli, project, dataset->name, &error);
  if (described == NULL)
    return cli_fail (cli, error);

  return cli_done (cli, described);
}

const CliVerb cli_data_verbs[] = {
  { "import", "PROJECT FILE…", N_ ("Brings files in as a data set; “-” reads standard input"),
    cli_import,
    "shop.tenure orders-1.csv orders-2.xlsx --role buyer=customer --type buyer=category" },
  { "datasets", "PROJECT", N_ ("Lists the data sets"), run_datasets },
  { "describe", "PROJECT [NAME]", N_ ("Says what the columns of a data set are"), run_describe,
    "shop.tenure orders --json" },
  { "problems", "PROJECT [NAME]",
    N_ ("Shows the rows of a data set that were set aside, and the cells that do not fit"),
    cli_problems, "shop.tenure orders --out problems.csv" },
  { "compare", "PROJECT COLUMN COLUMN",
    N_ ("Sets two columns of a data set against each other and says whether they go together"),
    cli_compare, "shop.tenure quantity amount --out picture.png" },
  { NULL },
};
