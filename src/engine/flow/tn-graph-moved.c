/* tn-graph-moved.c: settings that stand in another step than they were made in
 *
 * A description says which of its settings stand in a step upstream (TnMovedSpec). Pipelines of
 * an older program, and settings given by their older name, are taken there when they are read.
 * It goes by what is there and not by a version: undo brings older pipelines back at any time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-graph-private.h"
#include "tn-json.h"

/* Member of a step: settings nobody takes at the moment. */
#define ASIDE "set_aside"

int
tn_graph_find_upstream (const TnGraph *self,
                        const TnGraphEnds *incoming,
                        guint place,
                        const char *type)
{
  g_autofree gboolean *seen = g_new0 (gboolean, self->nodes->len);
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));

  seen[place] = TRUE;
  g_array_append_val (queue, place);
  for (guint at = 0; at < queue->len; at++)
    {
      guint node = g_array_index (queue, guint, at);

      for (guint i = incoming->begin[node]; i < incoming->begin[node + 1]; i++)
        {
          guint from = tn_graph_get_link (self, incoming->links[i])->from;

          if (seen[from])
            continue;
          if (g_str_equal (tn_graph_get_node (self, from)->type, type))
            return (int) from;
          seen[from] = TRUE;
          g_array_append_val (queue, from);
        }
    }

  return -1;
}

static gboolean
is_number (JsonNode *value)
{
  GType type = JSON_NODE_HOLDS_VALUE (value) ? json_node_get_value_type (value) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

static gboolean
is_equal (JsonNode *a, JsonNode *b)
{
  if (is_number (a) && is_number (b))
    return json_node_get_double (a) == json_node_get_double (b);

  return json_node_equal (a, b);
}

/* What was set to the default says nothing that is not so without it. */
static gboolean
is_default (const TnParamSpec *param, JsonNode *value)
{
  if (is_number (value))
    return json_node_get_double (value) == param->number;
  if (JSON_NODE_HOLDS_VALUE (value) && json_node_get_value_type (value) == G_TYPE_STRING)
    return g_strcmp0 (json_node_get_string (value), param->text) == 0;

  return FALSE;
}

static JsonNode *
find_value (const TnGraphNode *node, const char *param, gboolean kept)
{
  JsonObject *aside = kept ? NULL : tn_json_object (node->json, ASIDE);

  if (json_object_has_member (node->values, param))
    return json_object_get_member (node->values, param);

  return aside != NULL && json_object_has_member (aside, param)
             ? json_object_get_member (aside, param)
             : NULL;
}

static void
forget (const TnGraphNode *node, const char *param)
{
  JsonObject *aside = tn_json_object (node->json, ASIDE);

  json_object_remove_member (node->values, param);
  if (aside == NULL)
    return;
  json_object_remove_member (aside, param);
  if (json_object_get_size (aside) == 0)
    json_object_remove_member (node->json, ASIDE);
}

static void
set_aside (const TnGraphNode *node, const char *param, JsonNode *value)
{
  g_autoptr (JsonNode) copy = tn_json_copy (value);

  if (tn_json_object (node->json, ASIDE) == NULL)
    json_object_set_object_member (node->json, ASIDE, json_object_new ());
  json_object_set_member (tn_json_object (node->json, ASIDE), param, g_steal_pointer (&copy));
  json_object_remove_member (node->values, param);
}

/* @kept: the step still has the setting, for where nothing upstream takes it. */
static void
take_one (TnGraph *self,
          const TnGraphEnds *incoming,
          guint place,
          const TnMovedSpec *moved,
          gboolean kept)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  JsonNode *value = find_value (node, moved->param, kept);
  int upstream = value != NULL ? tn_graph_find_upstream (self, incoming, place, moved->node) : -1;
  const TnGraphNode *to = upstream >= 0 ? tn_graph_get_node (self, (guint) upstream) : NULL;
  const TnParamSpec *param =
      to != NULL && to->spec != NULL ? tn_node_spec_find_param (to->spec, moved->to) : NULL;
  JsonNode *there = param != NULL ? json_object_get_member (to->values, moved->to) : NULL;
  gboolean is_free = there == NULL || (param != NULL && is_default (param, there));

  if (value == NULL)
    return;
  if (param != NULL && (is_free || is_default (param, value) || is_equal (there, value)))
    {
      if (is_free && !is_default (param, value))
        json_object_set_member (to->values, moved->to, tn_json_copy (value));
      forget (node, moved->param);
    }
  else if (!kept)
    set_aside (node, moved->param, value);
}

static gboolean
has_moved (const TnGraph *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (self, i);
      const TnMovedSpec *moved = node->spec != NULL ? node->spec->moved : NULL;

      for (; moved != NULL && moved->param != NULL; moved++)
        if (find_value (node, moved->param, FALSE) != NULL)
          return TRUE;
    }

  return FALSE;
}

/**
 * tn_graph_take_moved:
 *
 * Takes settings to the steps they stand in. Nothing that was stated is lost: where two steps
 * stated different values, the first one linked is taken, and the other goes on to count where it
 * was stated or is set aside there. Settings a step no longer has come first.
 */
void
tn_graph_take_moved (TnGraph *self)
{
  g_auto (TnGraphEnds) incoming = { 0 };

  if (!has_moved (self))
    return;
  tn_graph_ends_init (&incoming, self, TRUE);
  for (int kept = FALSE; kept <= TRUE; kept++)
    for (guint i = 0; i < self->nodes->len; i++)
      {
        const TnNodeSpec *spec = tn_graph_get_node (self, i)->spec;

        for (const TnMovedSpec *at = spec != NULL ? spec->moved : NULL;
             at != NULL && at->param != NULL; at++)
          if ((tn_node_spec_find_param (spec, at->param) != NULL) == kept)
            take_one (self, &incoming, i, at, kept);
      }
}

/**
 * tn_graph_find_moved:
 * @param: a setting of the step at @place, by its name there
 * @to: (out): what it is called where it stands
 *
 * Returns: the place of the step upstream it stands in, or -1
 */
int
tn_graph_find_moved (TnGraph *self, guint place, const char *param, const char **to)
{
  const TnNodeSpec *spec = tn_graph_get_node (self, place)->spec;

  for (const TnMovedSpec *at = spec != NULL ? spec->moved : NULL; at != NULL && at->param != NULL;
       at++)
    if (g_str_equal (at->param, param))
      {
        g_auto (TnGraphEnds) incoming = { 0 };

        tn_graph_ends_init (&incoming, self, TRUE);
        *to = at->to;

        return tn_graph_find_upstream (self, &incoming, place, at->node);
      }

  return -1;
}
