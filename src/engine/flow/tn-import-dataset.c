/* tn-import-dataset.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-import-dataset.h"

#include <string.h>
#include <sys/stat.h>

#include "tn-dataset-sink.h"
#include "tn-error.h"
#include "tn-json.h"

#define MAX_ORIGINS 10000

void
tn_import_origin_free (TnImportOrigin *self)
{
  g_free (self->name);
  g_free (self->path);
  g_free (self->fingerprint);
  g_clear_pointer (&self->plan, tn_import_plan_free);
  g_free (self);
}

static JsonNode *
origin_to_json (const TnImportFile *file,
                const TnImportSummary *part,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *fingerprint = tn_source_fingerprint (file->source, cancellable, error);
  JsonNode *node;
  JsonObject *object;

  if (fingerprint == NULL)
    return NULL;
  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  json_object_set_string_member (object, "file", tn_source_get_name (file->source));
  if (tn_source_get_path (file->source) != NULL)
    {
      g_autofree char *path = g_filename_display_name (tn_source_get_path (file->source));

      json_object_set_string_member (object, "path", path);
    }
  json_object_set_string_member (object, "fingerprint", fingerprint);
  json_object_set_int_member (object, "size", tn_source_get_size (file->source));
  json_object_set_member (object, "plan", tn_import_plan_to_json (file->plan));
  json_object_set_int_member (object, "rows", part->n_rows);
  json_object_set_int_member (object, "problem_rows", part->n_problem_rows);
  json_node_take_object (node, object);

  return node;
}

static JsonNode *
make_info (const TnImportFile *files,
           guint n_files,
           const char *file_column,
           const TnImportSummary *parts,
           const TnImportSummary *summary,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *info = json_object_new ();
  JsonArray *origins = json_array_new ();

  json_node_take_object (node, info);
  json_object_set_string_member (info, "file", tn_source_get_name (files[0].source));
  json_object_set_member (info, "plan", tn_import_plan_to_json (files[0].plan));
  json_object_set_int_member (info, "problem_cells", summary->n_problem_cells);
  json_object_set_int_member (info, "blank_lines", summary->n_blank_lines);
  json_object_set_int_member (info, "comment_lines", summary->n_comment_lines);
  if (file_column != NULL)
    json_object_set_string_member (info, "file_column", file_column);
  json_object_set_array_member (info, "sources", origins);
  for (guint k = 0; k < n_files; k++)
    {
      JsonNode *origin = origin_to_json (&files[k], &parts[k], cancellable, error);

      if (origin == NULL)
        return NULL;
      json_array_add_element (origins, origin);
    }

  return g_steal_pointer (&node);
}

static TnImportOrigin *
origin_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TnImportOrigin) self = g_new0 (TnImportOrigin, 1);
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  if (object == NULL || tn_json_object (object, "plan") == NULL)
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("The stored way to read this file cannot be used; import the file anew."),
                    NULL);
      return NULL;
    }
  self->name = g_strdup (tn_json_string (object, "file", ""));
  self->path = g_strdup (tn_json_string (object, "path", NULL));
  self->fingerprint = g_strdup (tn_json_string (object, "fingerprint", ""));
  self->size = tn_json_int (object, "size", 0);
  self->plan = tn_import_plan_from_json (json_object_get_member (object, "plan"), error);

  return self->plan != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * tn_dataset_get_origins:
 *
 * The files a data set was made of, each with the plan it was read by: what a person needs to
 * see an import again and to correct it. Nothing of it is trusted.
 *
 * Returns: (transfer container) (element-type TnImportOrigin): files in the order they were
 *   read, or %NULL: %TN_ERROR_NOT_FOUND when the data set was not made of files
 */
GPtrArray *
tn_dataset_get_origins (const TnDataset *self, GError **error)
{
  g_autoptr (GPtrArray) origins =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tn_import_origin_free);
  JsonObject *info = self->info != NULL && JSON_NODE_HOLDS_OBJECT (self->info)
                         ? json_node_get_object (self->info)
                         : NULL;
  JsonArray *sources = info != NULL ? tn_json_array (info, "sources") : NULL;
  guint n = sources != NULL ? MIN (json_array_get_length (sources), MAX_ORIGINS) : 0;

  if (n == 0)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("The project does not know which file “{name}” was made of; import the "
                        "file anew."),
                    "name", self->name, NULL);
      return NULL;
    }
  for (guint i = 0; i < n; i++)
    {
      TnImportOrigin *origin = origin_from_json (json_array_get_element (sources, i), error);

      if (origin == NULL)
        return NULL;
      g_ptr_array_add (origins, origin);
    }

  return g_steal_pointer (&origins);
}

static void
take_roles (TnImportPlan *plan, TnTable *table)
{
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      const TnField *field = tn_table_get_field (table, i);
      int column = tn_import_plan_find (plan, field->name);

      if (column >= 0 && tn_import_plan_get_column (plan, (guint) column)->role != field->role)
        tn_import_plan_set_role (plan, (guint) column, field->role);
    }
}

/**
 * tn_project_recall_origins:
 * @name: of a data set
 *
 * tn_dataset_get_origins(), with the roles of columns as they are now: a role that was changed
 * after the import stays when the files are read again.
 *
 * Returns: (transfer container) (element-type TnImportOrigin): or %NULL with @error
 */
GPtrArray *
tn_project_recall_origins (TnProject *project, const char *name, GError **error)
{
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (project, name, error);
  g_autoptr (GPtrArray) origins = dataset != NULL ? tn_dataset_get_origins (dataset, error) : NULL;
  g_autoptr (TnTable) table =
      origins != NULL ? tn_project_load_dataset (project, name, error) : NULL;

  if (table == NULL)
    return NULL;
  for (guint i = 0; i < origins->len; i++)
    take_roles (((TnImportOrigin *) origins->pdata[i])->plan, table);

  return g_steal_pointer (&origins);
}

/**
 * tn_dataset_get_file_column:
 *
 * Returns: (nullable): name of the column that says which file a row is from
 */
const char *
tn_dataset_get_file_column (const TnDataset *self)
{
  JsonObject *info = self->info != NULL && JSON_NODE_HOLDS_OBJECT (self->info)
                         ? json_node_get_object (self->info)
                         : NULL;

  return info != NULL ? tn_json_string (info, "file_column", NULL) : NULL;
}

static gboolean
set_sentence (GError **error, TnErrorCode code, const char *sentence, const char *file)
{
  tn_error_set (error, code, sentence, "file", file, NULL);
  return FALSE;
}

/**
 * tn_import_origin_open:
 * @path: (nullable): where the file is now; %NULL where the project remembers it
 *
 * Opens a file to import it again. A project may come from a stranger: only a file with the
 * very bytes that were imported is opened, wherever the project says it is.
 *
 * Returns: (transfer full): the file, or %NULL: %TN_ERROR_NOT_FOUND when it is not there,
 *   %TN_ERROR_DATA when it is another one
 */
TnSource *
tn_import_origin_open (const TnImportOrigin *self,
                       const char *path,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (TnSource) source = NULL;
  g_autofree char *fingerprint = NULL;
  struct stat info;

  if (path == NULL)
    path = self->path;
  if (path == NULL || !g_path_is_absolute (path) || stat (path, &info) != 0 ||
      !S_ISREG (info.st_mode))
    {
      set_sentence (error, TN_ERROR_NOT_FOUND,
                    N_ ("{file} is no longer where it was imported from; say where it is now."),
                    self->name);
      return NULL;
    }
  source = tn_source_open (path, cancellable, error);
  if (source == NULL)
    return NULL;
  if (tn_source_get_size (source) == self->size)
    {
      fingerprint = tn_source_fingerprint (source, cancellable, error);
      if (fingerprint == NULL)
        return NULL;
    }
  if (g_strcmp0 (fingerprint, self->fingerprint) != 0)
    {
      set_sentence (error, TN_ERROR_DATA,
                    N_ ("{file} is not the file that was imported, or it has changed since; import "
                        "it as a new one."),
                    self->name);
      return NULL;
    }

  return g_steal_pointer (&source);
}

/* Whether a data set of that name was made of these very files, as far as name and size tell. */
static gboolean
is_made_of (const TnDataset *dataset, const TnImportFile *files, guint n_files)
{
  g_autoptr (GPtrArray) origins = tn_dataset_get_origins (dataset, NULL);

  if (origins == NULL || origins->len != n_files)
    return FALSE;
  for (guint i = 0; i < n_files; i++)
    {
      const TnImportOrigin *origin = origins->pdata[i];

      if (origin->size != tn_source_get_size (files[i].source) ||
          strcmp (origin->name, tn_source_get_name (files[i].source)) != 0)
        return FALSE;
    }

  return TRUE;
}

/* What a person called the columns stays when their files are read again. */
static void
keep_words (TnDatasetSink *sink,
            TnProject *project,
            const char *name,
            const TnImportFile *files,
            guint n_files)
{
  g_autoptr (TnDataset) dataset = tn_project_find_dataset (project, name, NULL);
  g_autoptr (TnTable) table = dataset != NULL && is_made_of (dataset, files, n_files)
                                  ? tn_project_load_dataset (project, name, NULL)
                                  : NULL;

  if (table != NULL)
    tn_dataset_sink_keep_words (sink, table);
}

/**
 * tn_project_import:
 * @name: of the data set to be; one of that name is replaced
 * @plan: as detected or corrected; says afterwards what was found on the way
 * @summary: (out caller-allocates): what was read
 * @error: as tn_import_run(), or the store's
 *
 * Reads a file into the project. The data set appears whole or not at all.
 *
 * Returns: (transfer full): the data set
 */
TnDataset *
tn_project_import (TnProject *project,
                   const char *name,
                   TnSource *source,
                   TnImportPlan *plan,
                   TnImportSummary *summary,
                   TnProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  TnImportFile file = { source, plan };

  return tn_project_import_files (project, name, &file, 1, NULL, summary, progress, cancellable,
                                  error);
}

/**
 * tn_project_import_files:
 * @files: (array length=n_files): of one shape, as tn_import_check_files() left them
 * @file_column: (nullable): name of a column that says which file a row is from
 * @summary: (out caller-allocates): what was read
 *
 * tn_project_import() for several files that become one data set. Where each file was, its
 * fingerprint and its plan are kept with the data set, see tn_dataset_get_origins().
 *
 * Returns: (transfer full): the data set
 */
TnDataset *
tn_project_import_files (TnProject *project,
                         const char *name,
                         const TnImportFile *files,
                         guint n_files,
                         const char *file_column,
                         TnImportSummary *summary,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (TnMessage) label =
      tn_message_text (tn_message_new (N_ ("Import {name}")), "name", name);

  return tn_project_import_labelled (project, name, files, n_files, file_column, label, summary,
                                     progress, cancellable, error);
}

/**
 * tn_project_import_labelled:
 * @label: what the history says was done
 *
 * tn_project_import_files() for what is an import only in how it is done: a column is to be read as
 * another type, say.
 *
 * Returns: (transfer full): the data set
 */
TnDataset *
tn_project_import_labelled (TnProject *project,
                            const char *name,
                            const TnImportFile *files,
                            guint n_files,
                            const char *file_column,
                            TnMessage *label,
                            TnImportSummary *summary,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (TnDatasetSink) sink = tn_dataset_sink_new (project);
  g_autoptr (TnProgress) reading = tn_progress_new_part (progress, 0, 0.95);
  g_autoptr (JsonNode) info = NULL;
  g_autofree TnImportSummary *parts = g_new0 (TnImportSummary, n_files);

  if (file_column != NULL && tn_import_plan_find (files[0].plan, file_column) >= 0)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("The files already have a column “{column}”; choose another name for the "
                        "one that says which file a row is from."),
                    "column", file_column, NULL);
      return NULL;
    }
  keep_words (sink, project, name, files, n_files);
  if (!tn_import_run_files (files, n_files, file_column, NULL, &tn_dataset_sink, sink, parts,
                            summary, reading, cancellable, error))
    return NULL;
  info = make_info (files, n_files, file_column, parts, summary, cancellable, error);
  if (info == NULL)
    return NULL;
  if (!tn_dataset_sink_publish (sink, name, info, tn_message_ref (label), error))
    return NULL;
  tn_progress_report (progress, 1);

  return tn_project_find_dataset (project, name, error);
}

/**
 * tn_dataset_count_problem_rows:
 *
 * Returns: how many rows of its files were set aside. The data set's own count holds the cells,
 *   too, that could not be read and stand as missing in rows that are there.
 */
gint64
tn_dataset_count_problem_rows (const TnDataset *dataset)
{
  JsonObject *info = dataset->info != NULL && JSON_NODE_HOLDS_OBJECT (dataset->info)
                         ? json_node_get_object (dataset->info)
                         : NULL;
  gint64 n_cells = info != NULL ? tn_json_int (info, "problem_cells", 0) : 0;

  return MAX (0, dataset->n_problem_rows - MAX (0, n_cells));
}

static const char *
get_key_id (const TnDataset *dataset)
{
  JsonObject *info = dataset->info != NULL && JSON_NODE_HOLDS_OBJECT (dataset->info)
                         ? json_node_get_object (dataset->info)
                         : NULL;
  JsonObject *plan = info != NULL ? tn_json_object (info, "plan") : NULL;

  return plan != NULL ? tn_json_string (plan, "key", NULL) : NULL;
}

/**
 * tn_project_find_key_id:
 *
 * Returns: (transfer full) (nullable): which key made the pseudonyms of the project's latest data
 *   set that has some; %NULL when none has
 */
char *
tn_project_find_key_id (TnProject *project)
{
  g_autoptr (GPtrArray) datasets = tn_project_list_datasets (project, NULL);

  for (guint i = datasets != NULL ? datasets->len : 0; i > 0; i--)
    if (get_key_id (datasets->pdata[i - 1]) != NULL)
      return g_strdup (get_key_id (datasets->pdata[i - 1]));

  return NULL;
}

/**
 * tn_project_find_other_key:
 * @name: of the data set that @plan is of
 *
 * Returns: (transfer full) (nullable): name of a data set whose pseudonyms another key made, so
 *   that they are not those of @plan for the same values
 */
char *
tn_project_find_other_key (TnProject *project, const char *name, const TnImportPlan *plan)
{
  g_autoptr (GPtrArray) datasets = tn_project_list_datasets (project, NULL);
  const char *key = tn_import_plan_has_pseudonyms (plan) ? tn_import_plan_get_key_id (plan) : NULL;

  for (guint i = 0; key != NULL && datasets != NULL && i < datasets->len; i++)
    {
      const TnDataset *dataset = datasets->pdata[i];
      const char *other = get_key_id (dataset);

      if (other != NULL && strcmp (other, key) != 0 && strcmp (dataset->name, name) != 0)
        return g_strdup (dataset->name);
    }

  return NULL;
}
