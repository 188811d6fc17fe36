/* cli-import.c: import
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "cli-plan.h"
#include "tn-dataset.h"
#include "tn-import-dataset.h"
#include "tn-trial-sink.h"
#include "tn-workbook.h"

/* What “import” was asked for. */
typedef struct
{
  CliWishes wishes;
  char *name;
  gboolean named; /* by a person, not after the file */
  char *file_column;
  char *plan_out;
  char *key_file;
  char *new_key_file;
  TnPseudonymKey *key; /* (nullable) */
  gboolean again;
  gboolean dry_run;
} Import;

static void
import_clear (Import *self)
{
  cli_wishes_clear (&self->wishes);
  g_free (self->name);
  g_free (self->file_column);
  g_free (self->plan_out);
  g_free (self->key_file);
  g_free (self->new_key_file);
  g_clear_pointer (&self->key, tn_pseudonym_key_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

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
  return strcmp (file, "-") == 0
             ? tn_source_open_fd (0, tn_language_lookup (cli->language, N_ ("standard input")),
                                  cli->cancellable, error)
             : tn_source_open (file, cli->cancellable, error);
}

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

/* Finds out how a file is read, then corrects that, and looks once more what follows from the
 * corrections. @wish: what is known of the file before. */
static gboolean
detect (Cli *cli, const Import *self, TnImportFile *file, TnImportPlan *wish, GError **error)
{
  g_autoptr (TnImportPlan) found = NULL;

  if (!cli_wishes_for_file (&self->wishes, wish, error))
    return FALSE;
  found = tn_import_detect (file->source, wish, NULL, cli->cancellable, error);
  if (found == NULL || !cli_wishes_for_columns (&self->wishes, found, error))
    return FALSE;
  file->plan = cli_wishes_concern_columns (&self->wishes)
                   ? tn_import_detect (file->source, found, NULL, cli->cancellable, error)
                   : g_steal_pointer (&found);

  return file->plan != NULL;
}

/* Files that are named, looked at for the first time. */
static GArray *
open_files (Cli *cli, const Import *self, int n, char **names, GError **error)
{
  g_autoptr (GArray) files = new_files ((guint) n);
  g_autoptr (GPtrArray) plans = NULL;

  if (self->wishes.plan != NULL)
    {
      plans = cli_plans_read (self->wishes.plan, error);
      if (plans == NULL)
        return NULL;
    }
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (TnImportPlan) wish =
          plans != NULL ? tn_import_plan_copy (plans->pdata[MIN (i, plans->len - 1)])
                        : tn_import_plan_new ();
      TnImportFile *file = get_file (files, i);

      file->source = open_source (cli, names[i], error);
      if (file->source == NULL || !detect (cli, self, file, wish, error))
        return NULL;
    }

  return tn_import_check_files (get_file (files, 0), files->len, error) ? g_steal_pointer (&files)
                                                                        : NULL;
}

static gboolean
check_count (Cli *cli, const Import *self, guint n_known, int n, GError **error)
{
  g_autofree char *count = tn_language_format_count (cli->language, n_known);

  if (n == 0 || (guint) n == n_known)
    return TRUE;
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{name}” was made of another number of files ({n}); name each of them, or "
                    "none."),
                "name", self->name, "n", count, NULL);

  return FALSE;
}

/* A column that becomes pseudonyms only now: what it held is in the project's past. */
static void
warn_of_past (Cli *cli, const TnImportPlan *before, const TnImportPlan *after)
{
  for (guint i = 0; i < tn_import_plan_get_n_columns (after); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (after, i);
      int index = column->pseudonym ? tn_import_plan_find (before, column->name) : -1;
      const TnImportColumn *past =
          index >= 0 ? tn_import_plan_get_column (before, (guint) index) : NULL;

      if (past != NULL && past->included && !past->pseudonym)
        cli_say (cli, tn_message_text (
                          tn_message_new (N_ ("The project already holds the values of “{column}” "
                                              "as they are, and its history keeps them for undo. "
                                              "For a project that never held them, import into a "
                                              "new one.")),
                          "column", column->name));
    }
}

/* The files a data set was made of, with what was decided about them then; @names says where
 * they are now, if they were moved. */
static GArray *
open_origins (Cli *cli, TnProject *project, Import *self, int n, char **names, GError **error)
{
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (project, self->name, error);
  g_autoptr (GPtrArray) origins =
      dataset != NULL ? tn_project_recall_origins (project, self->name, error) : NULL;
  g_autoptr (GPtrArray) plans = NULL;
  g_autoptr (GArray) files = origins != NULL ? new_files (origins->len) : NULL;

  if (files == NULL || !check_count (cli, self, files->len, n, error))
    return NULL;
  if (self->wishes.plan != NULL)
    {
      plans = cli_plans_read (self->wishes.plan, error);
      if (plans == NULL)
        return NULL;
    }
  for (guint i = 0; i < files->len; i++)
    {
      const TnImportOrigin *origin = origins->pdata[i];
      TnImportFile *file = get_file (files, i);
      g_autofree char *path = n > 0 ? g_canonicalize_filename (names[i], NULL) : NULL;
      g_autoptr (TnImportPlan) wish = tn_import_plan_copy (
          plans != NULL ? plans->pdata[MIN (i, plans->len - 1)] : origin->plan);

      file->source = tn_import_origin_open (origin, path, cli->cancellable, error);
      if (file->source == NULL || !detect (cli, self, file, wish, error))
        return NULL;
      if (i == 0)
        warn_of_past (cli, origin->plan, file->plan);
    }
  if (self->file_column == NULL)
    self->file_column = g_strdup (tn_dataset_get_file_column (dataset));

  return tn_import_check_files (get_file (files, 0), files->len, error) ? g_steal_pointer (&files)
                                                                        : NULL;
}

/* The key of pseudonyms, from its file or a new one. */
static gboolean
get_key (Import *self, GError **error)
{
  if (self->key_file != NULL && self->new_key_file != NULL)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("Say either --key, for a key that is there, or --new-key, to have one "
                        "made."),
                    NULL);
      return FALSE;
    }
  if (self->key_file != NULL)
    self->key = tn_pseudonym_key_read (self->key_file, error);
  if (self->new_key_file != NULL)
    self->key = tn_pseudonym_key_new ();

  return self->key != NULL || (self->key_file == NULL && self->new_key_file == NULL);
}

static const char *
find_pseudonym (const TnImportPlan *plan)
{
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    if (tn_import_plan_get_column (plan, i)->pseudonym)
      return tn_import_plan_get_column (plan, i)->name;

  return NULL;
}

/* Gives the plans the key, and writes a new one down before anything is made by it. */
static gboolean
use_key (Cli *cli, const Import *self, GArray *files, GError **error)
{
  const char *column = find_pseudonym (get_file (files, 0)->plan);

  for (guint i = 0; i < files->len && self->key != NULL; i++)
    if (!tn_import_plan_set_key (get_file (files, i)->plan, self->key, error))
      return FALSE;
  if (column != NULL && self->key == NULL)
    {
      tn_error_set (error, TN_ERROR_KEY,
                    N_ ("“{column}” is to be read as pseudonyms: name the file with their key by "
                        "--key, or have one written by --new-key."),
                    "column", column, NULL);
      tn_error_place (error, NULL, column, 0);
      return FALSE;
    }
  if (column == NULL && self->key != NULL)
    cli_say (cli, tn_message_new (N_ ("No column is read as pseudonyms, so the key is not used; "
                                      "name one by --pseudonym.")));
  if (column == NULL || self->new_key_file == NULL || self->dry_run)
    return TRUE;
  if (!tn_pseudonym_key_write (self->key, self->new_key_file, error))
    return FALSE;
  cli_say (cli, tn_message_text (
                    tn_message_new (N_ ("The key is in {file}. Keep it outside of the project: "
                                        "who has both can try out whom a pseudonym stands for, "
                                        "and without it no later file makes the same ones.")),
                    "file", self->new_key_file));

  return TRUE;
}

/* Two keys in a project make two pseudonyms of one customer. */
static void
warn_of_keys (Cli *cli, TnProject *project, const Import *self, const TnImportPlan *plan)
{
  g_autofree char *other = tn_project_find_other_key (project, self->name, plan);

  if (other != NULL)
    cli_say (cli, tn_message_text (
                      tn_message_new (N_ ("The pseudonyms of “{name}” were made by another key, so "
                                          "they cannot be joined with these; use that key for "
                                          "both.")),
                      "name", other));
}

JsonArray *
cli_say_found (Cli *cli, GPtrArray *sentences)
{
  JsonArray *array = json_array_new ();

  for (guint k = 0; k < sentences->len; k++)
    {
      TnMessage *message = g_ptr_array_index (sentences, k);
      g_autofree char *text = tn_message_say (message, cli->language);

      json_array_add_string_element (array, text);
      cli_print (cli, text);
    }

  return array;
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

/* Says what was found in each file, and adds it to @described: which files were read, and of a
 * workbook which sheet of which. @name: the data set, %NULL while it is only tried, with plans. */
static void
describe_files (Cli *cli, JsonObject *described, GArray *files, const char *name)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < files->len; i++)
    {
      const TnImportFile *file = get_file (files, i);
      const char *sheet = tn_import_plan_get_sheet (file->plan);
      g_autoptr (GPtrArray) sentences = tn_import_plan_describe (file->plan);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", tn_source_get_name (file->source));
      if (sheet != NULL)
        {
          json_object_set_string_member (object, "sheet", sheet);
          json_object_set_array_member (object, "sheets", describe_sheets (cli, file->source));
        }
      if (name == NULL)
        {
          cli_plan_print (cli, file->plan, tn_source_get_name (file->source));
          json_object_set_member (object, "plan", tn_import_plan_to_json (file->plan));
        }
      json_object_set_array_member (object, "found", cli_say_found (cli, sentences));
      cli_plan_say_questions (cli, file->plan, name);
      json_array_add_object_element (array, object);
    }
  json_object_set_array_member (described, "files", array);
}

/* The “describe” object of what would be made, less what only storing finds out. */
static JsonArray *
describe_planned (const TnImportPlan *plan)
{
  JsonArray *columns = json_array_new ();

  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);
      JsonObject *object = json_object_new ();

      if (!column->included)
        {
          json_object_unref (object);
          continue;
        }
      json_object_set_string_member (object, "name", column->name);
      json_object_set_string_member (object, "type", tn_column_type_to_id (column->type));
      json_object_set_string_member (object, "role", tn_role_to_id (column->role));
      json_object_set_int_member (object, "missing", column->n_missing);
      json_object_set_string_member (object, "sensitive", tn_sensitive_to_id (column->sensitive));
      json_object_set_boolean_member (object, "pseudonym", column->pseudonym);
      json_array_add_object_element (columns, object);
    }

  return columns;
}

static gboolean
write_plans (const Import *self, GArray *files, GError **error)
{
  return self->plan_out == NULL ||
         cli_plans_write (get_file (files, 0), files->len, self->plan_out, error);
}

static int
try_import (Cli *cli, const Import *self, GArray *files)
{
  g_autoptr (TnProgress) progress = cli_progress_new (cli);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTrialSink) sink = tn_trial_sink_new (0);
  g_autofree TnImportSummary *parts = g_new0 (TnImportSummary, files->len);
  TnImportSummary summary;
  JsonNode *node;
  JsonObject *object;

  if (!tn_import_run_files (get_file (files, 0), files->len, self->file_column, NULL,
                            &tn_trial_sink, sink, parts, &summary, progress, cli->cancellable,
                            &error) ||
      !write_plans (self, files, &error))
    return cli_fail (cli, error);
  cli_say (cli, tn_message_count (
                    tn_message_new_plural (
                        TN_PLURAL ("{n} row would be imported, {bad} set aside; nothing was "
                                   "stored.",
                                   "{n} rows would be imported, {bad} set aside; nothing was "
                                   "stored."),
                        summary.n_rows),
                    "bad", summary.n_problem_rows));
  cli_say (cli, tn_message_number (tn_message_new (N_ ("They would take {n} MB of memory while all "
                                                       "of them are in use.")),
                                   "n", (double) tn_trial_sink_get_bytes (sink) / 1e6, 1));
  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  json_node_take_object (node, object);
  json_object_set_boolean_member (object, "dry_run", TRUE);
  json_object_set_string_member (object, "name", self->name);
  json_object_set_int_member (object, "rows", summary.n_rows);
  json_object_set_int_member (object, "problem_rows", summary.n_problem_rows);
  json_object_set_int_member (object, "problem_cells", summary.n_problem_cells);
  json_object_set_int_member (object, "memory", tn_trial_sink_get_bytes (sink));
  json_object_set_array_member (object, "columns", describe_planned (get_file (files, 0)->plan));
  describe_files (cli, object, files, NULL);

  return cli_done (cli, node);
}

static gboolean
has_dataset (TnProject *project, const char *name)
{
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (project, name, NULL);

  return dataset != NULL;
}

/* A name that nobody chose replaces nothing. */
static void
choose_free_name (Cli *cli, TnProject *project, Import *self)
{
  g_autofree char *taken = g_strdup (self->name);
  TnMessage *message;

  if (self->named || !has_dataset (project, taken))
    return;
  for (guint i = 2; has_dataset (project, self->name); i++)
    {
      g_free (self->name);
      self->name = g_strdup_printf ("%s-%u", taken, i);
    }
  message = tn_message_new (N_ ("There is a data set “{taken}” already, so this one is called "
                                "“{name}”. --name={taken} replaces it instead."));
  tn_message_text (message, "taken", taken);
  cli_say (cli, tn_message_text (message, "name", self->name));
}

static int
store_import (Cli *cli, TnProject *project, Import *self, GArray *files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProgress) progress = cli_progress_new (cli);
  g_autoptr (TnDataset) dataset = NULL;
  TnImportSummary summary;
  JsonNode *described;
  gboolean replaced;

  choose_free_name (cli, project, self);
  replaced = has_dataset (project, self->name);
  warn_of_keys (cli, project, self, get_file (files, 0)->plan);
  dataset =
      tn_project_import_files (project, self->name, get_file (files, 0), files->len,
                               self->file_column, &summary, progress, cli->cancellable, &error);
  if (dataset == NULL || !write_plans (self, files, &error))
    return cli_fail (cli, error);
  described = cli_describe_dataset (cli, project, self->name, &error);
  if (described == NULL || !cli_save (cli, project, &error))
    return cli_fail (cli, error);
  json_object_set_boolean_member (json_node_get_object (described), "replaced", replaced);
  describe_files (cli, json_node_get_object (described), files, self->name);
  if (replaced)
    cli_say (cli, tn_message_text (tn_message_new (N_ ("“{name}” was replaced. “tenure-cli undo” "
                                                       "brings it back.")),
                                   "name", self->name));

  return cli_done (cli, described);
}

static gboolean
has_word (int argc, char **argv, const char *word)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], word) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
parse (Cli *cli, Import *self, int *argc, char ***argv, int *status)
{
  CliWishes *wishes = &self->wishes;
  GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &self->name, N_ ("Name of the data set"), "NAME" },
    { "role", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->roles, N_ ("What a column means"),
      "COL=ROLE" },
    { "type", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->types, N_ ("What a column holds"),
      "COL=TYPE" },
    { "date-order", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->date_orders,
      N_ ("How dates are written: dmy, mdy or ymd; without COL in every column of dates"),
      "COL=ORDER" },
    { "zone", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->zones,
      N_ ("Whose clock times show, such as Europe/London; without COL in every column of times"),
      "COL=ZONE" },
    { "decimal", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->decimals,
      N_ ("Point or comma before decimals; without COL in every column of numbers"), "COL=MARK" },
    { "missing", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->missing,
      N_ ("A cell that means “not known”, such as n/a; without COL in every column"), "COL=TEXT" },
    { "rename", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->names, N_ ("Another name for a column"),
      "COL=NEW" },
    { "leave-out", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->left_out,
      N_ ("A column that is not imported"), "COL" },
    { "encoding", 0, 0, G_OPTION_ARG_STRING, &wishes->encoding,
      N_ ("Encoding of the file, such as GB18030"), "NAME" },
    { "delimiter", 0, 0, G_OPTION_ARG_STRING, &wishes->delimiter,
      N_ ("What stands between cells: one mark, tab or space"), "MARK" },
    { "quote", 0, 0, G_OPTION_ARG_STRING, &wishes->quote,
      N_ ("What stands around cells: one mark, or none"), "MARK" },
    { "header", 0, 0, G_OPTION_ARG_STRING, &wishes->header, N_ ("How many rows name the columns"),
      "N" },
    { "no-header", 0, 0, G_OPTION_ARG_NONE, &wishes->no_header,
      N_ ("The first row is data; columns are called by their numbers"), NULL },
    { "skip", 0, 0, G_OPTION_ARG_STRING, &wishes->skip, N_ ("How many lines stand above the table"),
      "N" },
    { "pseudonym", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->pseudonyms,
      N_ ("A column of which only pseudonyms come into the project"), "COL" },
    { "plain", 0, 0, G_OPTION_ARG_STRING_ARRAY, &wishes->plain,
      N_ ("A column that comes in as it is again, with --again"), "COL" },
    { "key", 0, 0, G_OPTION_ARG_FILENAME, &self->key_file,
      N_ ("File with the key that pseudonyms are made by"), "FILE" },
    { "new-key", 0, 0, G_OPTION_ARG_FILENAME, &self->new_key_file,
      N_ ("Makes such a key and writes it to this file"), "FILE" },
    { "sheet", 0, 0, G_OPTION_ARG_STRING, &wishes->sheet, N_ ("Which sheet of a workbook"),
      "NAME" },
    { "file-column", 0, 0, G_OPTION_ARG_STRING, &self->file_column,
      N_ ("A column of this name says which file a row is from"), "COL" },
    { "plan", 0, 0, G_OPTION_ARG_FILENAME, &wishes->plan,
      N_ ("Reads as this file of --plan-out says, as it is or changed"), "FILE" },
    { "plan-out", 0, 0, G_OPTION_ARG_FILENAME, &self->plan_out,
      N_ ("Writes how the file is read, to be seen, changed and used again"), "FILE" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &self->dry_run,
      N_ ("Shows what is found in the file and why, and stores nothing"), NULL },
    { "again", 0, 0, G_OPTION_ARG_NONE, &self->again,
      N_ ("Reads the files of the data set --name again, corrected"), NULL },
    { NULL },
  };

  return cli_parse (cli, &cli_data_verbs[0], entries, argc, argv,
                    has_word (*argc, *argv, "--again") ? 1 : 2, G_MAXINT, status);
}

int
cli_import (Cli *cli, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnProject) project = NULL;
  g_autoptr (GArray) files = NULL;
  g_auto (Import) self = { 0 };
  int status;

  if (!parse (cli, &self, &argc, &argv, &status))
    return status;
  self.named = self.name != NULL;
  if (!self.named && self.again)
    {
      tn_error_set (&error, TN_ERROR_ARGUMENT,
                    N_ ("Say by --name which data set is to be read again."), NULL);
      return cli_fail (cli, error);
    }
  if (!get_key (&self, &error))
    return cli_fail (cli, error);
  if (!self.named)
    self.name = name_from_file (argv[2]);
  if (!self.dry_run || self.again)
    {
      project = cli_open (cli, argv[1], self.dry_run ? TN_OPEN_READ_ONLY : TN_OPEN_EDIT, &error);
      if (project == NULL)
        return cli_fail (cli, error);
    }
  files = self.again ? open_origins (cli, project, &self, argc - 2, argv + 2, &error)
                     : open_files (cli, &self, argc - 2, argv + 2, &error);
  if (files == NULL || !use_key (cli, &self, files, &error))
    return cli_fail (cli, error);

  return self.dry_run ? try_import (cli, &self, files) : store_import (cli, project, &self, files);
}
