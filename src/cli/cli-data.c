/* cli-data.c: import, datasets, describe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli.h"
#include "tn-dataset.h"
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

/* The “describe” object, and its lines for people. */
static JsonNode *
describe (Cli *cli, TnProject *project, const char *name, GError **error)
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
  json_object_set_int_member (object, "problem_rows", dataset->n_problem_rows);
  json_object_set_array_member (object, "columns", columns);

  cli_say (cli, tn_message_count (
                    tn_message_text (
                        tn_message_new_plural (
                            TN_PLURAL (N_ ("{name}: {n} row, {bad} set aside as problem rows"),
                                       N_ ("{name}: {n} rows, {bad} set aside as problem rows")),
                            dataset->n_rows),
                        "name", name),
                    "bad", dataset->n_problem_rows));
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

/* "COL=VALUE" taken apart at the last equals sign: names may hold one. */
static gboolean
split_setting (const char *setting,
               const TnImportPlan *plan,
               int *column,
               const char **value,
               GError **error)
{
  const char *equals = strrchr (setting, '=');
  g_autofree char *name = equals != NULL ? g_strndup (setting, equals - setting) : NULL;

  *column = name != NULL ? tn_import_plan_find (plan, name) : -1;
  if (*column < 0)
    {
      tn_error_set (
          error, TN_ERROR_ARGUMENT,
          N_ ("The file has no column for “{setting}”. Write COLUMN=VALUE with a column of the "
              "header."),
          "setting", setting, NULL);
      return FALSE;
    }
  *value = equals + 1;

  return TRUE;
}

static gboolean
correct_plan (TnImportPlan *plan, char **roles, char **types, GError **error)
{
  for (guint i = 0; roles != NULL && roles[i] != NULL; i++)
    {
      const char *value;
      TnRole role;
      int column;

      if (!split_setting (roles[i], plan, &column, &value, error))
        return FALSE;
      if (!tn_role_from_id (value, &role))
        {
          tn_error_set (
              error, TN_ERROR_ARGUMENT,
              N_ ("“{role}” is not a role of a column. Roles are customer, time, order, item, "
                  "quantity, price, amount, event, category, target and ignore."),
              "role", value, NULL);
          return FALSE;
        }
      tn_import_plan_set_role (plan, column, role);
    }
  for (guint i = 0; types != NULL && types[i] != NULL; i++)
    {
      const char *value;
      TnColumnType type;
      int column;

      if (!split_setting (types[i], plan, &column, &value, error))
        return FALSE;
      if (!tn_column_type_from_id (value, &type))
        {
          tn_error_set (error, TN_ERROR_ARGUMENT,
                        N_ ("“{type}” is not a type: number, category, time, text or flag."),
                        "type", value, NULL);
          return FALSE;
        }
      tn_import_plan_set_type (plan, column, type);
    }

  return TRUE;
}

static char *
name_from_file (const char *file)
{
  g_autofree char *base = g_path_get_basename (file);
  char *dot = strchr (base, '.');

  if (strcmp (file, "-") == 0)
    return g_strdup ("data");
  if (dot != NULL && dot != base)
    *dot = '\0';

  return g_steal_pointer (&base);
}

static TnSource *
open_source (Cli *cli, const char *file, GError **error)
{
  return strcmp (file, "-") == 0 ? tn_source_open_fd (0, "-", cli->cancellable, error)
                                 : tn_source_open (file, cli->cancellable, error);
}

static gboolean
import (Cli *cli,
        TnProject *project,
        const char *file,
        const char *name,
        char **roles,
        char **types,
        GError **error)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);
  g_autoptr (TnSource) source = open_source (cli, file, error);
  g_autoptr (TnImportPlan) plan =
      source != NULL ? tn_import_detect (source, NULL, progress, cli->cancellable, error) : NULL;
  g_autoptr (TnDataset) dataset = NULL;
  g_autoptr (GPtrArray) sentences = NULL;
  TnImportSummary summary;

  if (plan == NULL || !correct_plan (plan, roles, types, error))
    return FALSE;
  dataset =
      tn_project_import (project, name, source, plan, &summary, progress, cli->cancellable, error);
  if (dataset == NULL)
    return FALSE;
  sentences = tn_import_plan_describe (plan);
  for (guint i = 0; i < sentences->len; i++)
    cli_say (cli, tn_message_ref (g_ptr_array_index (sentences, i)));

  return TRUE;
}

static int
run_import (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autofree char *name = NULL;
  g_auto (GStrv) roles = NULL;
  g_auto (GStrv) types = NULL;
  GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_ ("Name of the data set"), "NAME" },
    { "role", 0, 0, G_OPTION_ARG_STRING_ARRAY, &roles, N_ ("What a column means"), "COL=ROLE" },
    { "type", 0, 0, G_OPTION_ARG_STRING_ARRAY, &types, N_ ("What a column holds"), "COL=TYPE" },
    { NULL },
  };
  JsonNode *described;
  int status;

  if (!cli_parse (cli, &cli_data_verbs[0], entries, &argc, &argv, 2, 2, &status))
    return status;
  if (name == NULL)
    name = name_from_file (argv[2]);
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  if (project == NULL || !import (cli, project, argv[2], name, roles, types, &error))
    return cli_fail (cli, error);
  described = describe (cli, project, name, &error);
  if (described == NULL || !cli_save (cli, project, &error))
    return cli_fail (cli, error);

  return cli_done (cli, described);
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
  for (guint i = 0; i < datasets->len; i++)
    {
      const TnDataset *dataset = g_ptr_array_index (datasets, i);
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "name", dataset->name);
      json_object_set_int_member (item, "rows", dataset->n_rows);
      json_object_set_int_member (item, "problem_rows", dataset->n_problem_rows);
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
  g_autoptr (GPtrArray) datasets = NULL;
  const char *name = NULL;
  JsonNode *described;
  int status;

  if (!cli_parse (cli, &cli_data_verbs[2], NULL, &argc, &argv, 1, 2, &status))
    return status;
  project = cli_open (cli, argv[1], TN_OPEN_READ_ONLY, &error);
  datasets = project != NULL ? tn_project_list_datasets (project, &error) : NULL;
  if (datasets == NULL)
    return cli_fail (cli, error);
  if (argc > 2)
    name = argv[2];
  else if (datasets->len > 0)
    name = ((TnDataset *) g_ptr_array_index (datasets, datasets->len - 1))->name;
  if (name == NULL)
    {
      tn_error_set (&error, TN_ERROR_NOT_FOUND,
                    N_ ("This project has no data set yet. Import a file first."), NULL);
      return cli_fail (cli, error);
    }
  described = describe (cli, project, name, &error);
  if (described == NULL)
    return cli_fail (cli, error);

  return cli_done (cli, described);
}

const CliVerb cli_data_verbs[] = {
  { "import", "PROJECT FILE", N_ ("Brings a file in as a data set; “-” reads standard input"),
    run_import, "shop.tenure orders.csv.gz --role buyer=customer --type buyer=category" },
  { "datasets", "PROJECT", N_ ("Lists the data sets"), run_datasets },
  { "describe", "PROJECT [NAME]", N_ ("Says what the columns of a data set are"), run_describe,
    "shop.tenure orders --json" },
  { NULL },
};
