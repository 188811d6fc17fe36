/* tn-graph-edit.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-graph-edit.h"

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
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_pointer (&self->wires, g_array_unref);
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

static JsonArray *
get_array (JsonNode *graph, const char *name)
{
  return json_object_get_array_member (json_node_get_object (graph), name);
}

/* What the file says of a node, as it is. */
static JsonNode *
dup_node (JsonNode *graph, const char *id)
{
  JsonArray *nodes = get_array (graph, "nodes");

  for (guint i = 0; i < json_array_get_length (nodes); i++)
    if (g_str_equal (tn_json_string (tn_json_object_at (nodes, i), "id", ""), id))
      return tn_json_copy (json_array_get_element (nodes, i));

  return NULL;
}

static JsonNode *
make_node (const char *id, const char *type)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "type", type);
  json_node_take_object (node, object);

  return node;
}

/* Links of steps this version does not know stay, as long as their steps do. */
static JsonArray *
list_loose (Draft *self, JsonNode *old)
{
  JsonArray *links = get_array (old, "links");
  JsonArray *loose = json_array_new ();
  guint place;

  for (guint i = tn_graph_get_n_links (self->old); i < json_array_get_length (links); i++)
    {
      JsonNode *link = json_array_get_element (links, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (link) ? json_node_get_object (link) : NULL;

      if (find (self, tn_json_string (object, "from", ""), &place) &&
          find (self, tn_json_string (object, "to", ""), &place))
        json_array_add_element (loose, tn_json_copy (link));
    }

  return loose;
}

/* @made: (transfer full) (nullable): the one node that is new, or that takes the place of one; all
 * else is kept as the file has it. */
static TnGraph *
draft_end (Draft *self, JsonNode *made)
{
  g_autoptr (JsonNode) old = tn_graph_to_json (self->old);
  const char *made_id =
      made != NULL ? tn_json_string (json_node_get_object (made), "id", "") : NULL;
  JsonArray *nodes = json_array_new ();
  JsonArray *loose = list_loose (self, old);
  TnGraph *graph;

  for (guint i = 0; i < self->order->len; i++)
    {
      const char *id = g_ptr_array_index (self->order, i);

      json_array_add_element (nodes, g_strcmp0 (id, made_id) == 0 ? tn_json_copy (made)
                                                                  : dup_node (old, id));
    }
  json_object_set_array_member (json_node_get_object (old), "nodes", nodes);
  json_object_set_array_member (json_node_get_object (old), "links", loose);
  graph = tn_graph_from_json (old, NULL);
  /* A link that is impossible now is left out: the checks say what is missing. */
  for (guint i = 0; i < self->wires->len; i++)
    {
      const Wire *wire = &g_array_index (self->wires, Wire, i);

      tn_graph_link (graph, wire->from, wire->from_port, wire->to, wire->to_port, NULL);
    }
  g_clear_pointer (&made, json_node_unref);

  return graph;
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

/* A model nobody compares is of no use: it goes where the others go. */
static void
join_learners (Draft *self, const char *id, const TnNodeSpec *spec)
{
  guint n = self->wires->len;

  for (guint i = 0; i < n && (spec->flags & TN_NODE_LEARNER); i++)
    {
      const Wire wire = g_array_index (self->wires, Wire, i);
      const TnNodeSpec *from =
          tn_graph_get_node (self->old, (guint) tn_graph_find_node (self->old, wire.from))->spec;
      int output = tn_node_spec_find_output (spec, wire.from_port);
      gboolean is_known = FALSE;

      if (!(from->flags & TN_NODE_LEARNER) || output < 0)
        continue;
      for (guint k = n; k < self->wires->len; k++)
        {
          const Wire *made = &g_array_index (self->wires, Wire, k);

          is_known |= g_str_equal (made->from_port, wire.from_port) &&
                      g_str_equal (made->to, wire.to) && g_str_equal (made->to_port, wire.to_port);
        }
      if (!is_known)
        add_wire (self, id, wire.from_port, wire.to, wire.to_port);
    }
}

/**
 * tn_graph_insert:
 * @type: of the new step
 * @after: (nullable): the step it follows; %NULL to stand at the end, by itself
 * @id: (out): of the new step
 */
TnGraph *
tn_graph_insert (TnGraph *graph, const char *type, const char *after, char **id)
{
  const TnNodeSpec *spec = tn_node_registry_find (type);
  g_auto (Draft) draft = { 0 };
  guint place;

  if (spec == NULL)
    return NULL;
  draft_init (&draft, graph);
  *id = make_id (&draft, type);
  if (after != NULL)
    join_learners (&draft, *id, spec);
  if (after == NULL || !find (&draft, after, &place))
    place = draft.order->len - 1;
  else
    thread_in (&draft, *id, spec, tn_graph_get_node (graph, tn_graph_find_node (graph, after)));
  g_ptr_array_insert (draft.order, (int) place + 1, g_strdup (*id));

  return draft_end (&draft, make_node (*id, type));
}

/**
 * tn_graph_insert_in_link:
 * @link: its place in the graph
 * @id: (out): of the new step
 *
 * Returns: (nullable): %NULL when the step cannot take and give what the link carries
 */
TnGraph *
tn_graph_insert_in_link (TnGraph *graph, const char *type, guint link, char **id)
{
  const TnNodeSpec *spec = tn_node_registry_find (type);
  g_auto (Draft) draft = { 0 };
  TnPortType kind;
  int input, output;
  Wire *wire;
  guint place = 0;

  if (spec == NULL || link >= tn_graph_get_n_links (graph))
    return NULL;
  kind = tn_graph_get_node (graph, tn_graph_get_link (graph, link)->from)
             ->spec->outputs[tn_graph_get_link (graph, link)->from_port]
             .type;
  input = find_port (spec->inputs, kind);
  output = find_port (spec->outputs, kind);
  if (input < 0 || output < 0)
    return NULL;
  draft_init (&draft, graph);
  *id = make_id (&draft, type);
  wire = &g_array_index (draft.wires, Wire, link);
  find (&draft, wire->from, &place);
  g_ptr_array_insert (draft.order, (int) place + 1, g_strdup (*id));
  add_wire (&draft, *id, spec->outputs[output].id, wire->to, wire->to_port);
  wire = &g_array_index (draft.wires, Wire, link);
  g_free (wire->to);
  g_free (wire->to_port);
  wire->to = g_strdup (*id);
  wire->to_port = g_strdup (spec->inputs[input].id);

  return draft_end (&draft, make_node (*id, type));
}

/* @behind: the new step comes behind @node, in the list as well. */
static TnGraph *
insert_beside (TnGraph *graph,
               const char *type,
               const char *node,
               const char *port,
               gboolean behind,
               char **id)
{
  const TnNodeSpec *spec = tn_node_registry_find (type);
  int at = tn_graph_find_node (graph, node);
  const TnNodeSpec *other = at >= 0 ? tn_graph_get_node (graph, (guint) at)->spec : NULL;
  int given = -1, taken = -1;
  g_auto (Draft) draft = { 0 };

  if (spec == NULL || other == NULL)
    return NULL;
  given = behind ? tn_node_spec_find_output (other, port) : tn_node_spec_find_input (other, port);
  if (given >= 0)
    taken = behind ? find_port (spec->inputs, other->outputs[given].type)
                   : find_port (spec->outputs, other->inputs[given].type);
  if (taken < 0)
    return NULL;
  draft_init (&draft, graph);
  *id = make_id (&draft, type);
  g_ptr_array_insert (draft.order, at + behind, g_strdup (*id));
  if (behind)
    add_wire (&draft, node, port, *id, spec->inputs[taken].id);
  else
    add_wire (&draft, *id, spec->outputs[taken].id, node, port);

  return draft_end (&draft, make_node (*id, type));
}

/**
 * tn_graph_insert_at_output:
 * @id: (out): of the new step
 *
 * Returns: (nullable): %NULL when there is no such output, or nothing of the step takes it
 */
TnGraph *
tn_graph_insert_at_output (TnGraph *graph,
                           const char *type,
                           const char *from,
                           const char *from_port,
                           char **id)
{
  return insert_beside (graph, type, from, from_port, TRUE, id);
}

/**
 * tn_graph_insert_at_input:
 * @id: (out): of the new step
 *
 * A link that the input has already stays; where it takes one only, the check says so.
 */
TnGraph *
tn_graph_insert_at_input (TnGraph *graph,
                          const char *type,
                          const char *to,
                          const char *to_port,
                          char **id)
{
  return insert_beside (graph, type, to, to_port, FALSE, id);
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

/* Without its links; those before and behind it are joined where that can be. */
static void
take_out (Draft *self, const TnGraphNode *node)
{
  if (node->spec != NULL)
    bridge (self, node);
  for (guint i = self->wires->len; i-- > 0;)
    {
      const Wire *wire = &g_array_index (self->wires, Wire, i);

      if (g_str_equal (wire->from, node->id) || g_str_equal (wire->to, node->id))
        g_array_remove_index (self->wires, i);
    }
}

TnGraph *
tn_graph_take_out (TnGraph *graph, const char *node)
{
  int old = tn_graph_find_node (graph, node);
  g_auto (Draft) draft = { 0 };
  guint place;

  if (old < 0)
    return NULL;
  draft_init (&draft, graph);
  take_out (&draft, tn_graph_get_node (graph, old));
  if (find (&draft, node, &place))
    g_ptr_array_remove_index (draft.order, place);

  return draft_end (&draft, NULL);
}

/* The copy takes and gives the same. Inputs that take one link keep the first. */
TnGraph *
tn_graph_duplicate (TnGraph *graph, const char *node, char **id)
{
  int old = tn_graph_find_node (graph, node);
  g_auto (Draft) draft = { 0 };
  g_autoptr (JsonNode) json = NULL;
  const TnGraphNode *from;
  JsonNode *made;
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

  json = tn_graph_to_json (graph);
  made = dup_node (json, node);
  json_object_set_string_member (json_node_get_object (made), "id", *id);

  return draft_end (&draft, made);
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
tn_graph_move (TnGraph *graph, const char *node, int by)
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

  return draft_end (&draft, NULL);
}

/* @value: (transfer full) (nullable): %NULL for the usual value again */
TnGraph *
tn_graph_with_value (TnGraph *graph, const char *node, const char *param, JsonNode *value)
{
  TnGraph *changed = tn_graph_copy (graph);

  tn_graph_set_value (changed, node, param, value);

  return changed;
}

TnGraph *
tn_graph_switch (TnGraph *graph, const char *node, gboolean off)
{
  TnGraph *changed = tn_graph_copy (graph);

  tn_graph_set_off (changed, node, off);

  return changed;
}

/* The input or output that takes the place of port @index: the same by name, else the first of its
 * kind. */
static const char *
match_port (const TnPortSpec *ports, const TnPortSpec *old)
{
  int place = find_port (ports, old->type);

  for (const TnPortSpec *at = ports; at != NULL && at->id != NULL; at++)
    if (at->type == old->type && g_str_equal (at->id, old->id))
      return at->id;

  return place >= 0 ? ports[place].id : NULL;
}

/* Links of the step go to the ports of the new kind that are like theirs; others are dropped. */
static void
rewire (Draft *self, const char *id, const TnNodeSpec *old, const TnNodeSpec *spec)
{
  for (guint i = self->wires->len; i-- > 0;)
    {
      Wire *wire = &g_array_index (self->wires, Wire, i);
      gboolean gives = g_str_equal (wire->from, id);
      int place = gives ? tn_node_spec_find_output (old, wire->from_port)
                        : tn_node_spec_find_input (old, wire->to_port);
      const char *port;

      if (!gives && !g_str_equal (wire->to, id))
        continue;
      port = place >= 0 ? match_port (gives ? spec->outputs : spec->inputs,
                                      gives ? &old->outputs[place] : &old->inputs[place])
                        : NULL;
      if (port == NULL)
        {
          g_array_remove_index (self->wires, i);
          continue;
        }
      g_free (gives ? wire->from_port : wire->to_port);
      *(gives ? &wire->from_port : &wire->to_port) = g_strdup (port);
    }
}

/**
 * tn_graph_replace:
 * @type: of the step that stands there then
 *
 * Keeps the links that fit, the settings both have, and the name.
 */
TnGraph *
tn_graph_replace (TnGraph *graph, const char *node, const char *type)
{
  const TnNodeSpec *spec = tn_node_registry_find (type);
  int place = tn_graph_find_node (graph, node);
  const TnGraphNode *old = place >= 0 ? tn_graph_get_node (graph, (guint) place) : NULL;
  g_auto (Draft) draft = { 0 };
  g_autoptr (GList) names = NULL;
  JsonNode *made;
  JsonObject *values;

  if (spec == NULL || old == NULL || old->spec == NULL || spec == old->spec)
    return NULL;
  draft_init (&draft, graph);
  rewire (&draft, node, old->spec, spec);
  made = make_node (node, type);
  values = json_object_new ();
  names = json_object_get_members (old->values);
  for (GList *at = names; at != NULL; at = at->next)
    {
      JsonNode *value = json_object_get_member (old->values, at->data);

      if (tn_node_spec_find_param (spec, at->data) != NULL &&
          tn_params_check_value (spec, at->data, value, NULL))
        json_object_set_member (values, at->data, tn_json_copy (value));
    }
  json_object_set_object_member (json_node_get_object (made), "params", values);

  return draft_end (&draft, made);
}

/**
 * tn_graph_put_behind:
 * @after: the step it is to follow
 *
 * Takes the step out of its place and puts it behind another, with its settings.
 *
 * Returns: (nullable): %NULL when it would be in more trouble there than where it stands
 */
TnGraph *
tn_graph_put_behind (TnGraph *graph, const char *node, const char *after)
{
  int old = tn_graph_find_node (graph, node), target = tn_graph_find_node (graph, after);
  g_auto (Draft) draft = { 0 };
  const TnGraphNode *moved;
  g_autoptr (TnGraph) changed = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) now = NULL;
  guint place;
  gpointer id;

  if (old < 0 || target < 0 || old == target)
    return NULL;
  moved = tn_graph_get_node (graph, (guint) old);
  if (moved->spec == NULL || tn_graph_get_node (graph, (guint) target)->spec == NULL)
    return NULL;
  draft_init (&draft, graph);
  take_out (&draft, moved);
  thread_in (&draft, node, moved->spec, tn_graph_get_node (graph, (guint) target));
  if (!find (&draft, node, &place))
    return NULL;
  id = g_ptr_array_steal_index (draft.order, place);
  if (find (&draft, after, &place))
    g_ptr_array_insert (draft.order, (int) place + 1, id);
  changed = draft_end (&draft, NULL);
  before = tn_graph_check (graph);
  now = tn_graph_check (changed);

  return now->len <= before->len ? g_steal_pointer (&changed) : NULL;
}
