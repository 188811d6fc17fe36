/* wb-step-change.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-change.h"

#include "tn-error.h"
#include "tn-graph-edit.h"
#include "tn-pipeline-run.h"

/* The English title: what an edit is called is said in the language of whoever looks. */
static const char *
get_title (TnGraph *graph, const char *id)
{
  int place = tn_graph_find_node (graph, id);
  const TnGraphNode *node = place >= 0 ? tn_graph_get_node (graph, (guint) place) : NULL;

  return node != NULL && node->spec != NULL ? node->spec->title : id;
}

/**
 * wb_steps_draw:
 * @graph: (nullable): the pipeline as it is then
 * @board: (nullable): how it is drawn then; where cards stand now is kept else
 * @label: (transfer full)
 */
void
wb_steps_draw (WbSteps *self, TnGraph *graph, TnBoard *board, TnMessage *label)
{
  WbProject *project = wb_steps_get_project (self);
  const WbState *state = wb_project_get_state (project);
  TnEdit *edit = tn_edit_new (label);
  g_autoptr (TnBoard) fit =
      tn_board_fit (board != NULL ? board : state->board, graph != NULL ? graph : state->graph);

  if (graph != NULL)
    tn_edit_put_pipeline (edit, state->pipeline, graph);
  tn_edit_put_board (edit, state->pipeline, fit);
  wb_project_edit (project, edit);
}

/* (transfer none): @graph and @title; @label with a “{step}” */
void
wb_steps_put (WbSteps *self, TnGraph *graph, const char *label, const char *title)
{
  wb_steps_draw (self, graph, NULL,
                 tn_message_take (tn_message_new (label), "step", tn_message_new (title)));
}

/* @one with a “{step}”, @many with an “{n}”. */
static void
put_all (WbSteps *self, TnGraph *graph, GPtrArray *nodes, const char *one, TnMessage *many)
{
  if (nodes->len == 1)
    wb_steps_put (self, graph, one,
                  get_title (wb_steps_get_graph (self), g_ptr_array_index (nodes, 0)));
  else
    wb_steps_draw (self, graph, NULL, tn_message_ref (many));
}

void
wb_steps_begin (WbSteps *self)
{
  WbProject *project = wb_steps_get_project (self);
  g_autoptr (TnGraph) graph = tn_graph_new ();
  TnEdit *edit;

  if (wb_steps_get_graph (self) != NULL || wb_project_get_state (project)->read_only)
    return;
  edit = tn_edit_new (tn_message_new (N_ ("Begin a pipeline")));
  tn_edit_put_pipeline (edit, "pipeline", graph);
  wb_project_edit (project, edit);
}

/**
 * wb_steps_name_data:
 * @graph: not shared yet
 * @node: a step that was just added
 */
void
wb_steps_name_data (WbSteps *self, TnGraph *graph, const char *node)
{
  GPtrArray *datasets = wb_project_get_state (wb_steps_get_project (self))->datasets;
  int place = tn_graph_find_node (graph, node);
  const TnDataset *newest;

  if (datasets->len == 0 || place < 0 ||
      !g_str_equal (tn_graph_get_node (graph, (guint) place)->type, "dataset"))
    return;
  newest = g_ptr_array_index (datasets, datasets->len - 1);
  tn_graph_set_value (graph, node, "name",
                      json_node_init_string (json_node_alloc (), newest->name));
}

gboolean
wb_steps_add (WbSteps *self, const char *type, const char *after)
{
  const TnNodeSpec *spec = tn_node_registry_find (type);
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) changed =
      spec != NULL ? tn_graph_insert (wb_steps_get_graph (self), type, after, &id) : NULL;

  if (changed == NULL)
    return FALSE;
  wb_steps_name_data (self, changed, id);
  wb_steps_put (self, changed, N_ ("Add {step}"), spec->title);
  wb_steps_choose_next (self, id);

  return TRUE;
}

gboolean
wb_steps_replace (WbSteps *self, const char *node, const char *type)
{
  const TnNodeSpec *spec = tn_node_registry_find (type);
  g_autoptr (TnGraph) changed = tn_graph_replace (wb_steps_get_graph (self), node, type);

  if (changed == NULL)
    return FALSE;
  wb_steps_put (self, changed, N_ ("Put {step} in its place"), spec->title);

  return TRUE;
}

gboolean
wb_steps_remove (WbSteps *self)
{
  g_autoptr (GPtrArray) nodes = wb_steps_list_chosen (self);
  g_autoptr (TnGraph) graph = tn_graph_ref (wb_steps_get_graph (self));
  g_autoptr (TnMessage) many =
      tn_message_new_plural (TN_PLURAL ("Remove {n} step", "Remove {n} steps"), nodes->len);

  for (guint i = 0; i < nodes->len; i++)
    {
      TnGraph *without = tn_graph_take_out (graph, g_ptr_array_index (nodes, i));

      tn_graph_unref (graph);
      graph = without;
    }
  if (nodes->len == 0)
    return FALSE;
  put_all (self, graph, nodes, N_ ("Remove {step}"), tn_message_count (many, "n", nodes->len));

  return TRUE;
}

gboolean
wb_steps_duplicate (WbSteps *self)
{
  g_autoptr (GPtrArray) nodes = wb_steps_list_chosen (self);
  g_autoptr (TnGraph) graph = tn_graph_ref (wb_steps_get_graph (self));
  g_autofree char *last = NULL;
  g_autoptr (TnMessage) many =
      tn_message_new_plural (TN_PLURAL ("Duplicate {n} step", "Duplicate {n} steps"), nodes->len);

  for (guint i = 0; i < nodes->len; i++)
    {
      g_autofree char *id = NULL;
      TnGraph *with = tn_graph_duplicate (graph, g_ptr_array_index (nodes, i), &id);

      tn_graph_unref (graph);
      graph = with;
      g_free (last);
      last = g_steal_pointer (&id);
    }
  if (last == NULL)
    return FALSE;
  put_all (self, graph, nodes, N_ ("Duplicate {step}"), tn_message_count (many, "n", nodes->len));
  wb_steps_choose_next (self, last);

  return TRUE;
}

/* All as the one that is shown will be. */
gboolean
wb_steps_switch (WbSteps *self)
{
  g_autoptr (GPtrArray) nodes = wb_steps_list_chosen (self);
  g_autoptr (TnGraph) graph = NULL;
  g_autoptr (TnMessage) many = NULL;
  int place = wb_steps_get_chosen (self) != NULL
                  ? tn_graph_find_node (wb_steps_get_graph (self), wb_steps_get_chosen (self))
                  : -1;
  gboolean off;

  if (place < 0)
    return FALSE;
  graph = tn_graph_copy (wb_steps_get_graph (self));
  off = !tn_graph_node_is_off (tn_graph_get_node (graph, (guint) place));
  for (guint i = 0; i < nodes->len; i++)
    tn_graph_set_off (graph, g_ptr_array_index (nodes, i), off);
  many = off ? tn_message_new_plural (TN_PLURAL ("Switch {n} step off", "Switch {n} steps off"),
                                      nodes->len)
             : tn_message_new_plural (TN_PLURAL ("Switch {n} step on", "Switch {n} steps on"),
                                      nodes->len);
  put_all (self, graph, nodes, off ? N_ ("Switch {step} off") : N_ ("Switch {step} on"),
           tn_message_count (many, "n", nodes->len));

  return TRUE;
}

/* Moving */

static void
refuse_move (WbSteps *self, const char *node)
{
  g_autoptr (GError) error = NULL;
  const char *title = get_title (wb_steps_get_graph (self), node);

  tn_error_take (&error, TN_ERROR_ARGUMENT,
                 tn_message_take (tn_message_new (N_ ("“{step}” cannot stand there: it, or a step "
                                                      "after it, would miss what it needs.")),
                                  "step", tn_message_new (title)));
  wb_project_fail (wb_steps_get_project (self), error);
}

static gboolean
put_moved (WbSteps *self, TnGraph *changed, const char *node)
{
  if (changed != NULL)
    wb_steps_put (self, changed, N_ ("Move {step}"), get_title (wb_steps_get_graph (self), node));
  else
    refuse_move (self, node);

  return changed != NULL;
}

/* The step @node takes its main input from (@up), or gives its main output to. */
static const char *
find_neighbour (TnGraph *graph, const char *node, gboolean up)
{
  int place = tn_graph_find_node (graph, node);

  for (guint i = 0; place >= 0 && i < tn_graph_get_n_links (graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);

      if (up ? (int) link->to == place && link->to_port == 0 : (int) link->from == place)
        return tn_graph_get_node (graph, up ? link->from : link->to)->id;
    }

  return NULL;
}

/* Before the step it follows, or behind the one that follows it; where it is linked to neither,
 * only the order of the list changes. */
gboolean
wb_steps_move (WbSteps *self, const char *node, int by)
{
  TnGraph *graph = wb_steps_get_graph (self);
  const char *next = find_neighbour (graph, node, by < 0);
  const char *after = next != NULL && by < 0 ? find_neighbour (graph, next, TRUE) : next;
  g_autoptr (TnGraph) changed = tn_graph_move (graph, node, by);

  if (changed == NULL && after != NULL)
    changed = tn_graph_put_behind (graph, node, after);

  return put_moved (self, changed, node);
}

gboolean
wb_steps_place (WbSteps *self, const char *node, const char *after)
{
  g_autoptr (TnGraph) changed = tn_graph_put_behind (wb_steps_get_graph (self), node, after);

  return put_moved (self, changed, node);
}
