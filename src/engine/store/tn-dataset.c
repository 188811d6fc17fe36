/* tn-dataset.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-dataset.h"

#include "tn-error.h"
#include "tn-journal.h"
#include "tn-json.h"
#include "tn-project-private.h"
#include "tn-record.h"
#include "tn-stored-table.h"
#include "tn-table-writer-private.h"

/* Of the layout of the document's body. */
#define DATASET_VERSION 1

void
tn_dataset_free (TnDataset *self)
{
  g_free (self->name);
  g_clear_pointer (&self->info, json_node_unref);
  g_free (self);
}

typedef struct
{
  TnTableWriter *rows;
  TnTableWriter *problems;
  TnEdit *edit;
} NewDataset;

static gboolean
write_dataset (TnDatabase *database, gpointer data, GError **error)
{
  const NewDataset *set = data;

  return tn_table_writer_write_publish (set->rows, database, error) &&
         (set->problems == NULL ||
          tn_table_writer_write_publish (set->problems, database, error)) &&
         tn_journal_write_edit (database, set->edit, error);
}

static JsonNode *
make_body (TnTableWriter *rows, TnTableWriter *problems, JsonNode *info)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "table", tn_table_writer_get_table (rows));
  json_object_set_int_member (object, "problems",
                              problems != NULL ? tn_table_writer_get_table (problems) : 0);
  json_object_set_member (object, "fields", tn_table_writer_fields_to_json (rows));
  if (info != NULL)
    json_object_set_member (object, "info", json_node_copy (info));
  json_node_take_object (node, object);

  return node;
}

/**
 * tn_project_add_dataset:
 * @name: one of that name is replaced; taking it back brings the old one
 * @rows: complete, not published
 * @problems: (nullable): complete, not published
 * @info: (nullable): where it came from and how it was read
 * @label: (transfer full) (nullable): for the history
 * @error: as tn_project_edit()
 *
 * Makes both tables, the data set and its journal entry visible in one transaction: after a
 * crash there is all of it or nothing.
 */
gboolean
tn_project_add_dataset (TnProject *self,
                        const char *name,
                        TnTableWriter *rows,
                        TnTableWriter *problems,
                        JsonNode *info,
                        TnMessage *label,
                        GError **error)
{
  g_autoptr (TnEdit) edit = tn_edit_new (label);
  g_autoptr (JsonNode) body = make_body (rows, problems, info);
  NewDataset set = { rows, problems, edit };

  tn_edit_put (edit, TN_DOCUMENT_DATASET, name, DATASET_VERSION, body);
  if (!tn_table_writer_finish (rows, error) ||
      (problems != NULL && !tn_table_writer_finish (problems, error)) ||
      !tn_project_write (self, TN_WRITE_CHANGE, write_dataset, &set, error))
    return FALSE;
  tn_table_writer_set_published (rows);
  if (problems != NULL)
    tn_table_writer_set_published (problems);

  return TRUE;
}

static JsonObject *
body_of (const TnRecord *document, GError **error)
{
  if (JSON_NODE_HOLDS_OBJECT (document->body))
    return json_node_get_object (document->body);
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("Data set “{name}” is damaged. Import the file again to have it back."), "name",
                document->id, NULL);

  return NULL;
}

static TnDataset *
read_dataset (TnDatabase *database, const char *name, GError **error)
{
  g_autoptr (TnRecord) document = tn_record_read (database, TN_DOCUMENT_DATASET, name, error);
  JsonObject *body = document != NULL ? body_of (document, error) : NULL;
  g_autoptr (TnDataset) self = NULL;

  if (body == NULL)
    return NULL;
  self = g_new0 (TnDataset, 1);
  self->name = g_strdup (name);
  self->table = tn_json_int (body, "table", 0);
  self->problems = tn_json_int (body, "problems", 0);
  if (json_object_has_member (body, "info"))
    self->info = json_node_copy (json_object_get_member (body, "info"));
  self->n_rows = tn_stored_table_get_n_rows (database, self->table, error);
  if (self->n_rows < 0)
    return NULL;
  if (self->problems != 0)
    self->n_problem_rows = MAX (0, tn_stored_table_get_n_rows (database, self->problems, NULL));

  return g_steal_pointer (&self);
}

/**
 * tn_project_find_dataset:
 * @error: %TN_ERROR_NOT_FOUND when there is none of that name
 *
 * Returns: (transfer full): what is known of it without reading its rows
 */
TnDataset *
tn_project_find_dataset (TnProject *self, const char *name, GError **error)
{
  TnDatabase *database = tn_project_borrow_reader (self, error);
  TnDataset *dataset;

  if (database == NULL)
    return NULL;
  dataset = read_dataset (database, name, error);
  tn_project_return_reader (self, database);

  return dataset;
}

/**
 * tn_project_list_datasets:
 *
 * Returns: (transfer full) (element-type TnDataset): in the order of making, without those
 *   that are damaged
 */
GPtrArray *
tn_project_list_datasets (TnProject *self, GError **error)
{
  g_auto (GStrv) names = tn_project_list_documents (self, TN_DOCUMENT_DATASET, error);
  GPtrArray *datasets;

  if (names == NULL)
    return NULL;
  datasets = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_dataset_free);
  for (guint i = 0; names[i] != NULL; i++)
    {
      TnDataset *dataset = tn_project_find_dataset (self, names[i], NULL);

      if (dataset != NULL)
        g_ptr_array_add (datasets, dataset);
    }

  return datasets;
}

static TnTable *
load_dataset (TnProject *self, TnDatabase *database, const char *name, GError **error)
{
  g_autoptr (TnRecord) document = tn_record_read (database, TN_DOCUMENT_DATASET, name, error);
  JsonObject *body = document != NULL ? body_of (document, error) : NULL;

  if (body == NULL)
    return NULL;

  return tn_stored_table_load (self, database, tn_json_int (body, "table", 0),
                               tn_json_array (body, "fields"), error);
}

/**
 * tn_project_load_dataset:
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_DAMAGED
 *
 * Returns: (transfer full): its table, with names, roles and units as they are now
 */
TnTable *
tn_project_load_dataset (TnProject *self, const char *name, GError **error)
{
  TnDatabase *database = tn_project_borrow_reader (self, error);
  TnTable *table;

  if (database == NULL)
    return NULL;
  table = load_dataset (self, database, name, error);
  tn_project_return_reader (self, database);

  return table;
}

/**
 * tn_edit_set_field:
 * @name: of a data set
 * @field: found by its name, takes the place of the one there
 * @error: %TN_ERROR_NOT_FOUND without such a data set or column
 */
gboolean
tn_edit_set_field (TnEdit *self,
                   TnProject *project,
                   const char *name,
                   const TnField *field,
                   GError **error)
{
  g_autoptr (TnTable) table = tn_project_load_dataset (project, name, error);
  g_autoptr (JsonNode) value = tn_field_to_json (field);
  int index = table != NULL ? tn_table_find (table, field->name) : -1;
  g_autofree char *place = g_strdup_printf ("%d", index);
  const char *path[] = { "fields", place, NULL };

  if (table == NULL)
    return FALSE;
  if (index < 0)
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("Data set “{name}” has no column “{column}”. Look at its list of columns."),
                    "name", name, "column", field->name, NULL);
      tn_error_place (error, NULL, field->name, 0);
      return FALSE;
    }
  tn_edit_set (self, TN_DOCUMENT_DATASET, name, path, value);

  return TRUE;
}
