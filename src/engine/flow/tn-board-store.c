/* tn-board-store.c: boards in a project, beside their pipelines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrange.h"
#include "tn-board-private.h"
#include "tn-error.h"
#include "tn-pipeline-run.h"

#define BOARD_VERSION 1

static void
prune (TnBoard *self, TnGraph *graph)
{
  g_autoptr (GHashTable) gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTable *tables[] = { self->places, self->members };
  GHashTableIter at;
  gpointer node;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_hash_table_iter_init (&at, tables[i]);
      while (g_hash_table_iter_next (&at, &node, NULL))
        if (tn_graph_find_node (graph, node) < 0)
          g_hash_table_add (gone, g_strdup (node));
    }
  g_hash_table_iter_init (&at, gone);
  while (g_hash_table_iter_next (&at, &node, NULL))
    tn_board_remove_node (self, node);
}

/**
 * tn_board_fit:
 *
 * Places and memberships of steps the pipeline no longer has go; a step without a place gets one
 * near what it is linked to. With no place at all everything is arranged.
 *
 * Returns: (transfer full): may be changed
 */
TnBoard *
tn_board_fit (const TnBoard *self, TnGraph *graph)
{
  TnBoard *fit = tn_board_copy (self);

  prune (fit, graph);
  tn_arrange_missing (graph, fit);

  return fit;
}

static gboolean
has_board (TnProject *project, const char *pipeline, gboolean *has, GError **error)
{
  g_auto (GStrv) names = tn_project_list_documents (project, TN_DOCUMENT_BOARD, error);

  *has = names != NULL && g_strv_contains ((const char *const *) names, pipeline);

  return names != NULL;
}

/**
 * tn_project_get_board:
 *
 * Returns: (transfer full): as it was stored; tn_board_fit() makes it fit the pipeline
 */
TnBoard *
tn_project_get_board (TnProject *project, const char *pipeline, GError **error)
{
  g_autoptr (TnRecord) record = NULL;
  gboolean has;

  if (!has_board (project, pipeline, &has, error))
    return NULL;
  if (!has)
    return tn_board_new ();
  record = tn_project_get_document (project, TN_DOCUMENT_BOARD, pipeline, error);

  return record != NULL ? tn_board_from_json (record->body, error) : NULL;
}

void
tn_edit_put_board (TnEdit *edit, const char *pipeline, const TnBoard *board)
{
  g_autoptr (JsonNode) body = tn_board_to_json (board);

  tn_edit_put (edit, TN_DOCUMENT_BOARD, pipeline, BOARD_VERSION, body);
}

gboolean
tn_edit_rename_pipeline (TnEdit *edit,
                         TnProject *project,
                         const char *name,
                         const char *new_name,
                         GError **error)
{
  gboolean has, in_the_way;

  if (!has_board (project, name, &has, error) || !has_board (project, new_name, &in_the_way, error))
    return FALSE;
  tn_edit_rename (edit, TN_DOCUMENT_PIPELINE, name, new_name);
  if (in_the_way)
    tn_edit_delete (edit, TN_DOCUMENT_BOARD, new_name);
  if (has)
    tn_edit_rename (edit, TN_DOCUMENT_BOARD, name, new_name);

  return TRUE;
}

gboolean
tn_edit_delete_pipeline (TnEdit *edit, TnProject *project, const char *name, GError **error)
{
  gboolean has;

  if (!has_board (project, name, &has, error))
    return FALSE;
  tn_edit_delete (edit, TN_DOCUMENT_PIPELINE, name);
  if (has)
    tn_edit_delete (edit, TN_DOCUMENT_BOARD, name);

  return TRUE;
}

/**
 * tn_edit_copy_pipeline:
 * @copy: its name; a pipeline of that name is replaced
 */
gboolean
tn_edit_copy_pipeline (TnEdit *edit,
                       TnProject *project,
                       const char *name,
                       const char *copy,
                       GError **error)
{
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, name, error);
  g_autoptr (TnBoard) board = graph != NULL ? tn_project_get_board (project, name, error) : NULL;

  if (board == NULL)
    return FALSE;
  tn_edit_put_pipeline (edit, copy, graph);
  tn_edit_put_board (edit, copy, board);

  return TRUE;
}
