/* wb-graph-edit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-graph-edit.h"

#include "tn-json.h"

/* A link by the ids and ports of its ends. */
typedef struct
{
  char *from, *from_port, *to, *to_port;
} Wire;

static void
wire_clear (gpointer data)
{
  Wire *self = data;

  g_free (self->from);
  g_free (self->from_port);
  g_free (self->to);
  g_free (self->to_port);
}

/* A pipeline under construction: the JSON of each node in order, and the links. */
typedef struct
{
  TnGraph *old;
  GPtrArray *order; /* of the ids */
  GArray *wires;
} Draft;

static void
draft_clear (Draft *self)
{
  g_ptr_array_unref (self->order);
  g_array_unref (self->wires);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

static const char *
get_output (const TnGraphNode *node, guint port)
{
  return node->spec != NULL && port < tn_node_spec_count_outputs (node->spec)
             ? node->spec->outputs[port].id
             : "";
}

static const char *
get_input (const TnGraphNode *node, guint port)
{
  return node->spec != NULL && port < tn_node_spec_count_inputs (node->spec)
             ? node->spec->inputs[port].id
             : "";
}

static void
add_wire (Draft *self, const char *from, const char *from_port, const char *to, const char *to_port)
{
  Wire wire = { g_strdup (from), g_strdup (from_port), g_strdup (to), g_strdup (to_port) };

  g_array_append_val (self->wires, wire);
}

static void
draft_init (Draft *self, TnGraph *graph)
{
  self->old = graph;
  self->order = g_ptr_array_new_with_free_func (g_free);
  self->wires = g_array_new (FALSE, FALSE, sizeof (Wire));
  g_array_set_clear_func (self->wires, wire_clear);
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    g_ptr_array_add (self->order, g_strdup (tn_graph_get_node (graph, i)->id));
  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);
      const TnGraphNode *from = tn_graph_get_node (graph, link->from);
      const TnGraphNode *to = tn_graph_get_node (graph, link->to);

      add_wire (self, from->id, get_output (from, link->from_port), to->id,
                get_input (to, link->to_port));
    }
}

static gboolean
find (Draft *self, const char *id, guint *place)
{
  for (guint i = 0; i < self->order->len; i++)
    if (g_str_equal (g_ptr_array_index (self->order, i), id))
      {
        *place = i;
        return TRUE;
      }

  return FALSE;
}

static char *
make_id (Draft *self, const char *type)
{
  guint place;

  if (!find (self, type, &place))
    return g_strdup (type);
  for (guint i = 2;; i++)
    {
      char *id = g_strdup_printf ("%s_%u", type, i);

      if (!find (self, id, &place))
        return id;
      g_free (id);
    }
}

static void
copy_values (TnGraph *graph, const char *id, JsonObject *values)
{
  g_autoptr (GList) names = values != NULL ? json_object_get_members (values) : NULL;

  for (GList *at = names; at != NULL; at = at->next)
    tn_graph_set_value (graph, id, at->data,
                        json_node_copy (json_object_get_member (values, at->data)));
}

/* The nodes of @types are new: their type by id; @values_of gives those of another node. */
static TnGraph *
draft_end (Draft *self, const char *new_id, const char *new_type, JsonObject *new_values)
{
  g_autoptr (TnGraph) graph = tn_graph_new ();

  if (tn_graph_get_template (self->old) != NULL)
    tn_graph_set_template (graph, tn_graph_get_template (self->old));
  for (guint i = 0; i < self->order->len; i++)
    {
      const char *id = g_ptr_array_index (self->order, i);
      int old = tn_graph_find_node (self->old, id);

      if (old >= 0)
        {
          tn_graph_add_node (graph, id, tn_graph_get_node (self->old, old)->type);
          copy_values (graph, id, tn_graph_get_node (self->old, old)->values);
        }
      else if (g_strcmp0 (id, new_id) == 0)
        {
          tn_graph_add_node (graph, id, new_type);
          copy_values (graph, id, new_values);
        }
    }
  /* A link that is impossible now is left out: the checks say what is missing. */
  for (guint i = 0; i < self->wires->len; i++)
    {
      const Wire *wire = &g_array_index (self->wires, Wire, i);

      tn_graph_link (graph, wire->from, wire->from_port, wire->to, wire->to_port, NULL);
    }

  return g_steal_pointer (&graph);
}

static int
find_port (const TnPortSpec *ports, TnPortType type)
{
  for (int i = 0; ports != NULL && ports[i].id != NULL; i++)
    if (ports[i].type == type)
      return i;

  return -1;
}

/* Puts @id of @spec behind @after: what @after gave to others of the same kind goes through it. */
static void
thread_in (Draft *self, const char *id, const TnNodeSpec *spec, const TnGraphNode *after)
{
  for (guint i = 0; after->spec != NULL && i < tn_node_spec_count_outputs (after->spec); i++)
    {
      const TnPortSpec *out = &after->spec->outputs[i];
      int input = find_port (spec->inputs, out->type);
      int output = find_port (spec->outputs, out->type);

      if (input < 0)
        continue;
      for (guint j = 0; output >= 0 && j < self->wires->len; j++)
        {
          Wire *wire = &g_array_index (self->wires, Wire, j);

          if (!g_str_equal (wire->from, after->id) || !g_str_equal (wire->from_port, out->id))
            continue;
          g_free (wire->from);
          g_free (wire->from_port);
          wire->from = g_strdup (id);
          wire->from_port = g_strdup (spec->outputs[output].id);
        }
      add_wire (self, after->id, out->id, id, spec->inputs[input].id);
      return;
    }
}

/**
 * wb_graph_insert:
 * @type: of the new step
 * @after: (nullable): the step it follows; %NULL to stand at the end, by itself
 * @id: (out): of the new step
 */
TnGraph *
wb_graph_insert (TnGraph *graph, const char *type, const char *after, char **id)
{
  const TnNodeSpec *spec = tn_node_registry_find (type);
  g_auto (Draft) draft = { 0 };
  guint place;

  if (spec == NULL)
    return NULL;
  draft_init (&draft, graph);
  *id = make_id (&draft, type);
  if (after == NULL || !find (&draft, after, &place))
    place = draft.order->len - 1;
  else
    thread_in (&draft, *id, spec, tn_graph_get_node (graph, tn_graph_find_node (graph, after)));
  g_ptr_array_insert (draft.order, (int) place + 1, g_strdup (*id));

  return draft_end (&draft, *id, type, NULL);
}

/* What came in goes on to those it was given to, where the kinds agree. */
static void
bridge (Draft *self, const TnGraphNode *node)
{
  guint n = self->wires->len;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      {
        const Wire in = g_array_index (self->wires, Wire, i);
        const Wire out = g_array_index (self->wires, Wire, j);
        int input, output;

        if (!g_str_equal (in.to, node->id) || !g_str_equal (out.from, node->id))
          continue;
        input = tn_node_spec_find_input (node->spec, in.to_port);
        output = tn_node_spec_find_output (node->spec, out.from_port);
        if (input >= 0 && output >= 0 &&
            node->spec->inputs[input].type == node->spec->outputs[output].type)
          add_wire (self, in.from, in.from_port, out.to, out.to_port);
      }
}

TnGraph *
wb_graph_remove (TnGraph *graph, const char *node)
{
  int old = tn_graph_find_node (graph, node);
  g_auto (Draft) draft = { 0 };
  guint place;

  if (old < 0)
    return NULL;
  draft_init (&draft, graph);
  if (tn_graph_get_node (graph, old)->spec != NULL)
    bridge (&draft, tn_graph_get_node (graph, old));
  for (guint i = draft.wires->len; i-- > 0;)
    {
      const Wire *wire = &g_array_index (draft.wires, Wire, i);

      if (g_str_equal (wire->from, node) || g_str_equal (wire->to, node))
        g_array_remove_index (draft.wires, i);
    }
  if (find (&draft, node, &place))
    g_ptr_array_remove_index (draft.order, place);

  return draft_end (&draft, NULL, NULL, NULL);
}

/* The copy takes and gives the same. Inputs that take one link keep the first. */
TnGraph *
wb_graph_duplicate (TnGraph *graph, const char *node, char **id)
{
  int old = tn_graph_find_node (graph, node);
  g_auto (Draft) draft = { 0 };
  const TnGraphNode *from;
  guint place, n;

  if (old < 0)
    return NULL;
  from = tn_graph_get_node (graph, old);
  draft_init (&draft, graph);
  *id = make_id (&draft, from->type);
  n = draft.wires->len;
  for (guint i = 0; i < n; i++)
    {
      const Wire wire = g_array_index (draft.wires, Wire, i);

      if (g_str_equal (wire.to, node))
        add_wire (&draft, wire.from, wire.from_port, *id, wire.to_port);
      else if (g_str_equal (wire.from, node))
        add_wire (&draft, *id, wire.from_port, wire.to, wire.to_port);
    }
  if (find (&draft, node, &place))
    g_ptr_array_insert (draft.order, (int) place + 1, g_strdup (*id));

  return draft_end (&draft, *id, from->type, from->values);
}

static gboolean
are_linked (Draft *self, const char *a, const char *b)
{
  for (guint i = 0; i < self->wires->len; i++)
    {
      const Wire *wire = &g_array_index (self->wires, Wire, i);

      if ((g_str_equal (wire->from, a) && g_str_equal (wire->to, b)) ||
          (g_str_equal (wire->from, b) && g_str_equal (wire->to, a)))
        return TRUE;
    }

  return FALSE;
}

TnGraph *
wb_graph_move (TnGraph *graph, const char *node, int by)
{
  g_auto (Draft) draft = { 0 };
  guint place, other;
  gpointer moved;

  draft_init (&draft, graph);
  if (!find (&draft, node, &place) || (by < 0 ? place == 0 : place + 1 >= draft.order->len))
    return NULL;
  other = place + by;
  if (are_linked (&draft, node, g_ptr_array_index (draft.order, other)))
    return NULL;
  moved = g_ptr_array_index (draft.order, place);
  g_ptr_array_index (draft.order, place) = g_ptr_array_index (draft.order, other);
  g_ptr_array_index (draft.order, other) = moved;

  return draft_end (&draft, NULL, NULL, NULL);
}

/* @value: (transfer full) (nullable): %NULL for the usual value again */
TnGraph *
wb_graph_set (TnGraph *graph, const char *node, const char *param, JsonNode *value)
{
  TnGraph *changed = tn_graph_copy (graph);

  tn_graph_set_value (changed, node, param, value);

  return changed;
}
