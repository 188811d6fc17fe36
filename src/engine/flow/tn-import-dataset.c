/* tn-import-dataset.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-import-dataset.h"

#include "tn-error.h"
#include "tn-json.h"

/* Streams the columns into the project while the file is read. Problem rows are
 * few: they go through a sink in memory. */
typedef struct
{
  TnProject *project;
  GMutex lock; /* chunks come from several threads; the writer takes one at a time */
  TnTableWriter *writer;
  guint n_columns;
  TnColumnType *types;
  TnMemorySink *problems;
} StoreSink;

static gboolean
sink_begin (gpointer data, guint n_columns, const TnField *const *fields, const TnColumnType *types,
            GError **error)
{
  StoreSink *self = data;

  self->writer = tn_table_writer_new (self->project, error);
  if (self->writer == NULL)
    return FALSE;
  self->n_columns = n_columns;
  g_free (self->types);
  self->types = g_memdup2 (types, n_columns * sizeof *types);
  for (guint i = 0; i < n_columns; i++)
    tn_table_writer_add_column (self->writer, fields[i], types[i]);

  return TRUE;
}

static gboolean
sink_chunk (gpointer data, guint column, gsize index, TnChunk *chunk, GError **error)
{
  StoreSink *self = data;
  gboolean done;

  g_mutex_lock (&self->lock);
  done = tn_table_writer_append (self->writer, column, chunk, error);
  g_mutex_unlock (&self->lock);

  return done;
}

static gboolean
sink_problem (gpointer data, const TnProblem *problem, GError **error)
{
  StoreSink *self = data;

  return tn_memory_sink.problem (self->problems, problem, error);
}

static gboolean
sink_restart (gpointer data, GError **error)
{
  StoreSink *self = data;

  g_clear_pointer (&self->writer, tn_table_writer_free);

  return tn_memory_sink.restart (self->problems, error);
}

static gboolean
sink_end (gpointer data, gsize n_rows, TnDictionary *const *dictionaries, GError **error)
{
  StoreSink *self = data;

  for (guint column = 0; column < self->n_columns; column++)
    if (self->types[column] == TN_COLUMN_CATEGORY && dictionaries[column] != NULL &&
        !tn_table_writer_set_dictionary (self->writer, column, dictionaries[column], error))
      return FALSE;

  return TRUE;
}

static const TnTableSink store_sink = {
  .begin = sink_begin,
  .chunk = sink_chunk,
  .problem = sink_problem,
  .restart = sink_restart,
  .end = sink_end,
};

static void
store_sink_clear (StoreSink *self)
{
  g_clear_pointer (&self->writer, tn_table_writer_free);
  g_clear_pointer (&self->problems, tn_memory_sink_free);
  g_clear_pointer (&self->types, g_free);
  g_mutex_clear (&self->lock);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StoreSink, store_sink_clear)

static gboolean
copy_column (TnTableWriter *writer, guint index, TnColumn *column, GError **error)
{
  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL || !tn_table_writer_append (writer, index, chunk, error))
        return FALSE;
    }
  if (tn_column_get_column_type (column) == TN_COLUMN_CATEGORY)
    {
      g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (column, error);

      return dictionary != NULL && tn_table_writer_set_dictionary (writer, index, dictionary, error);
    }

  return TRUE;
}

static TnTableWriter *
write_table (TnProject *project, TnTable *table, GError **error)
{
  g_autoptr (TnTableWriter) writer = tn_table_writer_new (project, error);

  if (writer == NULL)
    return NULL;
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      TnColumn *column = tn_table_get_column (table, i);

      tn_table_writer_add_column (writer, tn_table_get_field (table, i),
                                  tn_column_get_column_type (column));
      if (!copy_column (writer, i, column, error))
        return NULL;
    }

  return g_steal_pointer (&writer);
}

static JsonNode *
make_info (TnSource *source, const TnImportPlan *plan, const TnImportSummary *summary)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "file", tn_source_get_name (source));
  json_object_set_member (info, "plan", tn_import_plan_to_json (plan));
  json_object_set_int_member (info, "problem_cells", summary->n_problem_cells);
  json_object_set_int_member (info, "blank_lines", summary->n_blank_lines);
  json_object_set_int_member (info, "comment_lines", summary->n_comment_lines);
  json_node_take_object (node, info);

  return node;
}

static gboolean
publish (StoreSink *self, const char *name, TnSource *source, const TnImportPlan *plan,
         const TnImportSummary *summary, GError **error)
{
  TnTable *problems = tn_memory_sink_get_problems (self->problems);
  g_autoptr (TnTableWriter) problem_writer = NULL;
  g_autoptr (JsonNode) info = make_info (source, plan, summary);
  TnMessage *label = tn_message_text (tn_message_new (N_("Import {name}")), "name", name);

  if (problems != NULL && tn_table_get_n_rows (problems) > 0)
    {
      problem_writer = write_table (self->project, problems, error);
      if (problem_writer == NULL)
        {
          tn_message_unref (label);
          return FALSE;
        }
    }

  return tn_project_add_dataset (self->project, name, self->writer, problem_writer, info, label, error);
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
tn_project_import (TnProject *project, const char *name, TnSource *source, TnImportPlan *plan,
                   TnImportSummary *summary, TnProgress *progress, GCancellable *cancellable,
                   GError **error)
{
  g_auto (StoreSink) sink = { .project = project, .problems = tn_memory_sink_new () };
  g_autoptr (TnProgress) reading = tn_progress_new_part (progress, 0, 0.95);

  g_mutex_init (&sink.lock);
  if (!tn_import_run (source, plan, NULL, &store_sink, &sink, summary, reading, cancellable, error) ||
      !publish (&sink, name, source, plan, summary, error))
    return NULL;
  tn_progress_report (progress, 1);

  return tn_project_find_dataset (project, name, error);
}
