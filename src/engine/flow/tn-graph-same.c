/* tn-graph-same.c: whether two pipelines come to the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-graph-private.h"
#include "tn-json.h"

static gboolean
is_number (JsonNode *node)
{
  return JSON_NODE_HOLDS_VALUE (node) && (json_node_get_value_type (node) == G_TYPE_INT64 ||
                                          json_node_get_value_type (node) == G_TYPE_DOUBLE);
}

/* A whole number is the same written with a point. */
static gboolean
is_same_value (JsonNode *a, JsonNode *b)
{
  if (is_number (a) && is_number (b))
    return json_node_get_double (a) == json_node_get_double (b);

  return json_node_equal (a, b);
}

static gboolean
has_same_values (JsonObject *a, JsonObject *b)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (json_object_get_size (a) != json_object_get_size (b))
    return FALSE;
  json_object_iter_init (&iter, a);
  while (json_object_iter_next (&iter, &name, &value))
    {
      JsonNode *other = json_object_get_member (b, name);

      if (other == NULL || !is_same_value (value, other))
        return FALSE;
    }

  return TRUE;
}

/* With what is not set: the usual value and nothing are the same. What this version does not
 * understand is as it was said. Nothing of the steps is referred to: other threads may read them.
 */
static gboolean
has_same_settings (const TnGraphNode *a, const TnGraphNode *b)
{
  g_autoptr (TnParams) x = a->spec != NULL ? tn_params_new (a->spec, a->values, NULL) : NULL;
  g_autoptr (TnParams) y = b->spec != NULL ? tn_params_new (b->spec, b->values, NULL) : NULL;
  g_autoptr (JsonNode) x_all = x != NULL && y != NULL ? tn_params_to_json (x) : NULL;
  g_autoptr (JsonNode) y_all = x != NULL && y != NULL ? tn_params_to_json (y) : NULL;

  return x_all != NULL
             ? has_same_values (json_node_get_object (x_all), json_node_get_object (y_all))
             : has_same_values (a->values, b->values);
}

/**
 * tn_graph_node_is_same:
 *
 * Returns: whether two steps do the same: a setting that was set to its usual value is no other
 *   than one that was not set. Ids, names and places are no matter
 */
gboolean
tn_graph_node_is_same (const TnGraphNode *a, const TnGraphNode *b)
{
  return g_str_equal (a->type, b->type) && tn_graph_node_is_off (a) == tn_graph_node_is_off (b) &&
         has_same_settings (a, b);
}

/* The links that come to one node, in their order: an input may take several. */
static gboolean
has_same_links (const TnGraph *a,
                const TnGraphEnds *a_ends,
                guint a_place,
                const TnGraph *b,
                const TnGraphEnds *b_ends,
                guint b_place)
{
  guint first = a_ends->begin[a_place], n = a_ends->begin[a_place + 1] - first;

  if (b_ends->begin[b_place + 1] - b_ends->begin[b_place] != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      const TnGraphLink *x = tn_graph_get_link (a, a_ends->links[first + i]);
      const TnGraphLink *y = tn_graph_get_link (b, b_ends->links[b_ends->begin[b_place] + i]);

      if (x->from_port != y->from_port || x->to_port != y->to_port ||
          !g_str_equal (tn_graph_get_node (a, x->from)->id, tn_graph_get_node (b, y->from)->id))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_same_loose (const TnGraph *a, const TnGraph *b)
{
  guint n = json_array_get_length (a->loose);

  if (json_array_get_length (b->loose) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!json_node_equal (json_array_get_element (a->loose, i),
                          json_array_get_element (b->loose, i)))
      return FALSE;

  return TRUE;
}

/**
 * tn_graph_is_same:
 *
 * Returns: whether two pipelines have the same steps by their ids, with equal settings and links.
 *   In which order the steps stand, and where on a canvas, is no matter
 */
gboolean
tn_graph_is_same (const TnGraph *a, const TnGraph *b)
{
  g_auto (TnGraphEnds) a_ends = { 0 };
  g_auto (TnGraphEnds) b_ends = { 0 };
  guint n = tn_graph_get_n_nodes (a);

  if (n != tn_graph_get_n_nodes (b) || g_strcmp0 (a->template_id, b->template_id) != 0 ||
      !has_same_loose (a, b))
    return FALSE;
  tn_graph_ends_init (&a_ends, a, TRUE);
  tn_graph_ends_init (&b_ends, b, TRUE);
  for (guint i = 0; i < n; i++)
    {
      const TnGraphNode *node = tn_graph_get_node (a, i);
      int place = tn_graph_find_node (b, node->id);

      if (place < 0 || !tn_graph_node_is_same (node, tn_graph_get_node (b, (guint) place)) ||
          !has_same_links (a, &a_ends, i, b, &b_ends, (guint) place))
        return FALSE;
    }

  return TRUE;
}
