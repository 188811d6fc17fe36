/* cli-data.c: import, datasets, describe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli.h"
#include "tn-dataset.h"
#include "tn-import-dataset.h"
#include "tn-workbook.h"

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

/* What “import” was asked for. */
typedef struct
{
  char *name;
  char *sheet;
  char *file_column;
  gboolean again;
  char **roles;
  char **types;
} Wishes;

static void
wishes_clear (Wishes *self)
{
  g_free (self->name);
  g_free (self->sheet);
  g_free (self->file_column);
  g_strfreev (self->roles);
  g_strfreev (self->types);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wishes, wishes_clear)

static void
import_file_clear (TnImportFile *self)
{
  g_clear_pointer (&self->source, tn_source_unref);
  g_clear_pointer (&self->plan, tn_import_plan_free);
}

static GArray *
new_files (guint n)
{
  GArray *files = g_array_new (FALSE, TRUE, sizeof (TnImportFile));

  g_array_set_clear_func (files, (GDestroyNotify) import_file_clear);
  g_array_set_size (files, n);

  return files;
}

static TnImportFile *
get_file (GArray *files, guint i)
{
  return &g_array_index (files, TnImportFile, i);
}

/* Files that are named, looked at for the first time. */
static GArray *
open_files (Cli *cli, const Wishes *wishes, int n, char **names, GError **error)
{
  g_autoptr (GArray) files = new_files ((guint) n);
  g_autoptr (TnImportPlan) wish = tn_import_plan_new ();

  if (wishes->sheet != NULL)
    tn_import_plan_set_sheet (wish, wishes->sheet);
  for (guint i = 0; i < files->len; i++)
    {
      get_file (files, i)->source = open_source (cli, names[i], error);
      if (get_file (files, i)->source == NULL)
        return NULL;
    }
  if (!tn_import_detect_files (get_file (files, 0), files->len, wish, NULL, cli->cancellable,
                               error))
    return NULL;

  return g_steal_pointer (&files);
}

/* The files a data set was made of, with what was decided about them then; @names says where
 * they are now, if they were moved. */
static GArray *
open_origins (Cli *cli, TnProject *project, Wishes *wishes, int n, char **names, GError **error)
{
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (project, wishes->name, error);
  g_autoptr (GPtrArray) origins = dataset != NULL ? tn_dataset_get_origins (dataset, error) : NULL;
  g_autoptr (GArray) files = origins != NULL ? new_files (origins->len) : NULL;

  if (files == NULL)
    return NULL;
  if (n > 0 && (guint) n != files->len)
    {
      g_autofree char *count = tn_language_format_count (cli->language, files->len);

      tn_error_set (
          error, TN_ERROR_ARGUMENT,
          N_ ("“{name}” was made of another number of files ({n}); name each of them, or none."),
          "name", wishes->name, "n", count, NULL);
      return NULL;
    }
  for (guint i = 0; i < files->len; i++)
    {
      const TnImportOrigin *origin = origins->pdata[i];
      TnImportFile *file = get_file (files, i);
      g_autofree char *path = n > 0 ? g_canonicalize_filename (names[i], NULL) : NULL;

      file->source = tn_import_origin_open (origin, path, cli->cancellable, error);
      if (wishes->sheet != NULL)
        tn_import_plan_set_sheet (origin->plan, wishes->sheet);
      if (file->source != NULL)
        file->plan = tn_import_detect (file->source, origin->plan, NULL, cli->cancellable, error);
      if (file->plan == NULL)
        return NULL;
    }
  if (wishes->file_column == NULL)
    wishes->file_column = g_strdup (tn_dataset_get_file_column (dataset));

  return tn_import_check_files (get_file (files, 0), files->len, error) ? g_steal_pointer (&files)
                                                                        : NULL;
}

static gboolean
import (Cli *cli, TnProject *project, GArray *files, const Wishes *wishes, GError **error)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);
  g_autoptr (TnDataset) dataset = NULL;
  TnImportSummary summary;

  for (guint i = 0; i < files->len; i++)
    if (!correct_plan (get_file (files, i)->plan, wishes->roles, wishes->types, error))
      return FALSE;
  dataset =
      tn_project_import_files (project, wishes->name, get_file (files, 0), files->len,
                               wishes->file_column, &summary, progress, cli->cancellable, error);
  if (dataset == NULL)
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (GPtrArray) sentences = tn_import_plan_describe (get_file (files, i)->plan);

      for (guint k = 0; k < sentences->len; k++)
        cli_say (cli, tn_message_ref (g_ptr_array_index (sentences, k)));
    }

  return TRUE;
}

static JsonArray *
describe_sheets (Cli *cli, TnSource *source)
{
  g_autoptr (GPtrArray) sheets = tn_source_list_sheets (source, cli->cancellable, NULL);
  JsonArray *array = json_array_new ();

  for (guint i = 0; sheets != NULL && i < sheets->len; i++)
    {
      const TnSheetInfo *info = sheets->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", info->name);
      json_object_set_string_member (object, "state", tn_sheet_state_to_id (info->state));
      json_object_set_int_member (object, "rows", info->n_rows);
      json_object_set_int_member (object, "columns", info->n_columns);
      json_object_set_int_member (object, "bytes", info->n_bytes);
      json_array_add_object_element (array, object);
    }

  return array;
}

/* Adds which files were read, and of a workbook which sheet of which. */
static void
describe_files (Cli *cli, JsonNode *described, GArray *files)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < files->len; i++)
    {
      const TnImportFile *file = get_file (files, i);
      const char *sheet = tn_import_plan_get_sheet (file->plan);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", tn_source_get_name (file->source));
      if (sheet != NULL)
        {
          json_object_set_string_member (object, "sheet", sheet);
          json_object_set_array_member (object, "sheets", describe_sheets (cli, file->source));
        }
      json_array_add_object_element (array, object);
    }
  json_object_set_array_member (json_node_get_object (described), "files", array);
}

/* Without it a file must be named. */
static gboolean
has_again (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--again") == 0)
      return TRUE;

  return FALSE;
}

static int
run_import (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (GArray) files = NULL;
  g_auto (Wishes) wishes = { 0 };
  GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &wishes.name, N_ ("Name of the data set"), "NAME" },
    { "role", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes.roles, N_ ("What a column means"),
      "COL=ROLE" },
    { "type", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes.types, N_ ("What a column holds"),
      "COL=TYPE" },
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &wishes.sheet, N_ ("Which sheet of a workbook"), "NAME" },
    { "file-column", 0, 0, G_OPTION_ARG_STRING, &wishes.file_column,
      N_ ("A column of this name says which file a row is from"), "COL" },
    { "again", 0, 0, G_OPTION_ARG_NONE, &wishes.again,
      N_ ("Reads the files of the data set --name again, corrected"), NULL },
    { NULL },
  };
  JsonNode *described;
  int status;

  if (!cli_parse (cli, &cli_data_verbs[0], entries, &argc, &argv, has_again (argc, argv) ? 1 : 2,
                  G_MAXINT, &status))
    return status;
  if (wishes.name == NULL && wishes.again)
    {
      tn_error_set (&error, TN_ERROR_ARGUMENT,
                    N_ ("Say by --name which data set is to be read again."), NULL);
      return cli_fail (cli, error);
    }
  if (wishes.name == NULL)
    wishes.name = name_from_file (argv[2]);
  project = cli_open (cli, argv[1], TN_OPEN_EDIT, &error);
  if (project == NULL)
    return cli_fail (cli, error);
  files = wishes.again ? open_origins (cli, project, &wishes, argc - 2, argv + 2, &error)
                       : open_files (cli, &wishes, argc - 2, argv + 2, &error);
  if (files == NULL || !import (cli, project, files, &wishes, &error))
    return cli_fail (cli, error);
  described = describe (cli, project, wishes.name, &error);
  if (described == NULL || !cli_save (cli, project, &error))
    return cli_fail (cli, error);
  describe_files (cli, described, files);

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
  { "import", "PROJECT FILE…", N_ ("Brings files in as a data set; “-” reads standard input"),
    run_import,
    "shop.tenure orders-1.csv orders-2.xlsx --role buyer=customer --type buyer=category" },
  { "datasets", "PROJECT", N_ ("Lists the data sets"), run_datasets },
  { "describe", "PROJECT [NAME]", N_ ("Says what the columns of a data set are"), run_describe,
    "shop.tenure orders --json" },
  { NULL },
};
