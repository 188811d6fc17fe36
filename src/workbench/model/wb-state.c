/* wb-state.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-state.h"

#include <string.h>

#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-report-editor.h"

#define MAX_HISTORY 200

/* The next to take back is the newest not taken back; to do again, the oldest taken back. */
static gboolean
read_history (WbState *self, TnProject *project, GError **error)
{
  g_autoptr (GPtrArray) history = tn_project_list_history (project, MAX_HISTORY, error);
  const TnHistoryEntry *redo = NULL;

  if (history == NULL)
    return FALSE;
  for (guint i = 0; i < history->len; i++)
    {
      const TnHistoryEntry *entry = g_ptr_array_index (history, i);

      if (entry->undone)
        {
          redo = entry;
          continue;
        }
      self->undo =
          entry->label != NULL ? tn_message_ref (entry->label) : tn_message_new_literal ("");
      break;
    }
  if (redo != NULL)
    self->redo = redo->label != NULL ? tn_message_ref (redo->label) : tn_message_new_literal ("");

  return TRUE;
}

static gboolean
read_pipeline (WbState *self, TnProject *project, GError **error)
{
  g_autoptr (TnBoard) board = NULL;
  guint n;

  self->pipelines = tn_project_list_documents (project, TN_DOCUMENT_PIPELINE, error);
  if (self->pipelines == NULL)
    return FALSE;
  n = g_strv_length (self->pipelines);
  if (n == 0)
    return TRUE;
  self->pipeline = g_strdup (self->pipelines[n - 1]);
  self->graph = tn_project_get_pipeline (project, self->pipeline, error);
  board = self->graph != NULL ? tn_project_get_board (project, self->pipeline, error) : NULL;
  if (board == NULL)
    return FALSE;
  self->board = tn_board_fit (board, self->graph);

  return TRUE;
}

/* Without those that were thrown away. */
static gboolean
read_runs (WbState *self, TnProject *project, GError **error)
{
  self->labels = tn_project_list_run_labels (project, error);
  self->runs = self->labels != NULL ? tn_project_list_runs (project, error) : NULL;
  for (guint i = self->runs != NULL ? self->runs->len : 0; i-- > 0;)
    if (wb_state_get_label (self, g_ptr_array_index (self->runs, i))->deleted)
      g_ptr_array_remove_index (self->runs, i);

  return self->runs != NULL;
}

/* Pages of a report are laid out again when this is another. */
static gboolean
read_reports (WbState *self, TnProject *project, GError **error)
{
  g_auto (GStrv) names = tn_project_list_documents (project, TN_DOCUMENT_REPORT, error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  if (names == NULL)
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (TnRecord) record =
          tn_project_get_document (project, TN_DOCUMENT_REPORT, names[i], error);
      g_autofree char *text = record != NULL ? tn_json_print (record->body, FALSE) : NULL;

      if (text == NULL)
        return FALSE;
      g_checksum_update (sum, (const guchar *) names[i], (gssize) strlen (names[i]) + 1);
      g_checksum_update (sum, (const guchar *) text, -1);
    }
  self->reports = g_strdup (g_checksum_get_string (sum));

  return TRUE;
}

static void
state_clear (gpointer data)
{
  WbState *self = data;

  g_clear_pointer (&self->datasets, g_ptr_array_unref);
  g_clear_pointer (&self->pipelines, g_strfreev);
  g_clear_pointer (&self->pipeline, g_free);
  g_clear_pointer (&self->graph, tn_graph_unref);
  g_clear_pointer (&self->board, tn_board_unref);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->labels, g_hash_table_unref);
  g_clear_pointer (&self->undo, tn_message_unref);
  g_clear_pointer (&self->redo, tn_message_unref);
  g_clear_pointer (&self->reports, g_free);
  g_clear_pointer (&self->path, g_free);
}

/**
 * wb_state_read:
 *
 * Returns: (transfer full): what @project holds now
 */
WbState *
wb_state_read (TnProject *project, GError **error)
{
  g_autoptr (WbState) self = g_atomic_rc_box_new0 (WbState);

  self->path = g_strdup (tn_project_get_path (project));
  self->unsaved = tn_project_has_unsaved (project);
  self->read_only = tn_project_is_read_only (project);
  self->datasets = tn_project_list_datasets (project, error);
  if (self->datasets == NULL || !read_pipeline (self, project, error))
    return NULL;
  if (!read_runs (self, project, error) || !read_history (self, project, error) ||
      !read_reports (self, project, error))
    return NULL;

  return g_steal_pointer (&self);
}

WbState *
wb_state_ref (WbState *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
wb_state_unref (WbState *self)
{
  g_atomic_rc_box_release_full (self, state_clear);
}

/**
 * wb_state_get_label:
 *
 * Returns: (transfer none): what was said of @run, all zero for nothing
 */
const TnRunLabel *
wb_state_get_label (const WbState *self, const TnRun *run)
{
  static const TnRunLabel nothing;
  const TnRunLabel *label = g_hash_table_lookup (self->labels, &run->id);

  return label != NULL ? label : &nothing;
}

const TnRun *
wb_state_find_run (const WbState *self, gint64 id)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      const TnRun *run = g_ptr_array_index (self->runs, i);

      if (run->id == id)
        return run;
    }

  return NULL;
}

const TnRun *
wb_state_find_last_done (const WbState *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    {
      const TnRun *run = g_ptr_array_index (self->runs, i);

      if (run->status == TN_RUN_DONE && tn_run_get_target (run) == NULL)
        return run;
    }

  return NULL;
}

const TnDataset *
wb_state_find_dataset (const WbState *self, const char *name)
{
  for (guint i = 0; i < self->datasets->len; i++)
    {
      const TnDataset *dataset = g_ptr_array_index (self->datasets, i);

      if (g_str_equal (dataset->name, name))
        return dataset;
    }

  return NULL;
}

/**
 * wb_state_is_stale:
 *
 * Returns: whether the pipeline is another than the one @run was made with
 */
gboolean
wb_state_is_stale (const WbState *self, const TnRun *run)
{
  return self->graph != NULL && run->snapshot != NULL && !tn_run_is_of (run, self->graph);
}
