/* tn-graph.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-graph-private.h"
#include "tn-json.h"

#define GRAPH_VERSION 1

static void
node_free (gpointer data)
{
  TnGraphNode *node = data;

  g_free (node->id);
  g_free (node->type);
  json_object_unref (node->values);
  json_object_unref (node->json);
  g_free (node);
}

static void
copy_members (JsonObject *to, JsonObject *from)
{
  g_autoptr (GList) names = from != NULL ? json_object_get_members (from) : NULL;

  for (GList *at = names; at != NULL; at = at->next)
    json_object_set_member (to, at->data, tn_json_copy (json_object_get_member (from, at->data)));
}

static JsonObject *
copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();

  copy_members (copy, object);

  return copy;
}

TnGraph *
tn_graph_new (void)
{
  TnGraph *self = g_new0 (TnGraph, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->places = g_hash_table_new (g_str_hash, g_str_equal);
  self->links = g_array_new (FALSE, FALSE, sizeof (TnGraphLink));
  self->loose = json_array_new ();
  self->json = json_object_new ();

  return self;
}

TnGraph *
tn_graph_ref (TnGraph *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_graph_unref (TnGraph *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->places);
  g_ptr_array_unref (self->nodes);
  g_array_unref (self->links);
  json_array_unref (self->loose);
  json_object_unref (self->json);
  g_free (self->template_id);
  g_free (self);
}

/**
 * tn_graph_copy:
 *
 * Returns: (transfer full): an equal graph that may be changed
 */
TnGraph *
tn_graph_copy (TnGraph *self)
{
  g_autoptr (JsonNode) node = tn_graph_to_json (self);

  return tn_graph_from_json (node, NULL);
}

static TnGraphNode *
add_node (TnGraph *self, const char *id, const char *type, JsonObject *values, JsonObject *json)
{
  TnGraphNode *node = g_new0 (TnGraphNode, 1);

  node->id = g_strdup (id);
  node->type = g_strdup (type);
  node->spec = tn_node_registry_find (type);
  node->values = values;
  node->json = json;
  g_ptr_array_add (self->nodes, node);
  g_hash_table_insert (self->places, node->id, GUINT_TO_POINTER (self->nodes->len));

  return node;
}

/**
 * tn_graph_add_node:
 * @id: not yet in the graph
 * @type: id of a description
 */
void
tn_graph_add_node (TnGraph *self, const char *id, const char *type)
{
  g_return_if_fail (tn_graph_find_node (self, id) < 0);

  add_node (self, id, type, json_object_new (), json_object_new ());
}

/**
 * tn_graph_copy_node:
 * @node: of any graph
 * @id: not yet in the graph
 *
 * Adds a node with the settings of another and all else that is said of it.
 */
void
tn_graph_copy_node (TnGraph *self, const TnGraphNode *node, const char *id)
{
  g_return_if_fail (tn_graph_find_node (self, id) < 0);

  add_node (self, id, node->type, copy_object (node->values), copy_object (node->json));
}

/**
 * tn_graph_set_value:
 * @value: (transfer full) (nullable): %NULL for the default again
 */
void
tn_graph_set_value (TnGraph *self, const char *node, const char *param, JsonNode *value)
{
  int place = tn_graph_find_node (self, node);
  JsonObject *values;

  g_return_if_fail (place >= 0);

  values = tn_graph_get_node (self, place)->values;
  if (value != NULL)
    json_object_set_member (values, param, value);
  else
    json_object_remove_member (values, param);
}

/* The step where a setting of the step at @place stands; @param: (inout): what it is called. */
static const TnGraphNode *
find_stated (TnGraph *self, guint place, char **param)
{
  const TnGraphNode *node = tn_graph_get_node (self, place);
  const char *to = NULL;
  int upstream = tn_graph_find_moved (self, place, *param, &to);

  if (upstream < 0)
    return node;
  json_object_remove_member (node->values, *param);
  g_free (*param);
  *param = g_strdup (to);

  return tn_graph_get_node (self, (guint) upstream);
}

/* "node=on", "node=off": whether @setting is one of those. */
static gboolean
is_switch (const char *setting, char **node_id, gboolean *off)
{
  const char *equals = strchr (setting, '=');

  *off = equals != NULL && g_str_equal (equals + 1, "off");
  if (equals == NULL || memchr (setting, '.', (gsize) (equals - setting)) != NULL ||
      (!*off && !g_str_equal (equals + 1, "on")))
    return FALSE;
  *node_id = g_strndup (setting, (gsize) (equals - setting));

  return TRUE;
}

/**
 * tn_graph_set_text:
 * @setting: "node.param=value" as typed on a command line; "node=off" and "node=on" switch a node
 * @error: %TN_ERROR_ARGUMENT naming what is not known
 *
 * Sets one parameter of a node and checks it at once. One that stands in a node upstream (see
 * #TnMovedSpec) is set there.
 */
gboolean
tn_graph_set_text (TnGraph *self, const char *setting, GError **error)
{
  const char *dot = strchr (setting, '.');
  const char *equals = dot != NULL ? strchr (dot, '=') : NULL;
  g_autofree char *node_id = NULL;
  g_autofree char *param_id = NULL;
  g_autoptr (TnParams) params = NULL;
  const TnParamSpec *param = NULL;
  const TnGraphNode *node;
  gboolean off;
  JsonNode *value;
  int place;

  if (is_switch (setting, &node_id, &off))
    {
      if (tn_graph_require_node (self, node_id, error) < 0)
        return FALSE;
      tn_graph_set_off (self, node_id, off);
      return TRUE;
    }
  if (equals == NULL)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("A setting is written STEP.SETTING=VALUE, or STEP=off and STEP=on, not "
                        "“{value}”."),
                    "value", setting, NULL);
      return FALSE;
    }
  node_id = g_strndup (setting, dot - setting);
  param_id = g_strndup (dot + 1, equals - dot - 1);
  place = tn_graph_find_node (self, node_id);
  node = place >= 0 ? find_stated (self, (guint) place, &param_id) : NULL;
  if (node != NULL && node->spec != NULL)
    param = tn_node_spec_find_param (node->spec, param_id);
  if (param == NULL)
    {
      tn_error_set (
          error, TN_ERROR_ARGUMENT,
          N_ ("This pipeline has no setting “{setting}”. “tenure-cli templates” lists them."),
          "setting", setting, NULL);
      return FALSE;
    }

  value = tn_param_parse (param, equals + 1, error);
  if (value == NULL)
    return FALSE;
  json_object_set_member (node->values, param_id, value);
  params = tn_params_new (node->spec, node->values, error);
  if (params == NULL)
    tn_error_place (error, node->id, NULL, 0);

  return params != NULL;
}

static void
set_link_error (GError **error,
                const char *from,
                const char *from_port,
                const char *to,
                const char *to_port)
{
  tn_error_set (
      error, TN_ERROR_ARGUMENT,
      N_ ("There is no link from “{from}” ({from_port}) to “{to}” ({to_port}): one of the "
          "two does not exist."),
      "from", from, "from_port", from_port, "to", to, "to_port", to_port, NULL);
}

/**
 * tn_graph_link:
 * @error: %TN_ERROR_ARGUMENT when nodes or ports do not exist or do not fit
 */
gboolean
tn_graph_link (TnGraph *self,
               const char *from,
               const char *from_port,
               const char *to,
               const char *to_port,
               GError **error)
{
  int a = tn_graph_find_node (self, from), b = tn_graph_find_node (self, to);
  const TnNodeSpec *source = a >= 0 ? tn_graph_get_node (self, a)->spec : NULL;
  const TnNodeSpec *sink = b >= 0 ? tn_graph_get_node (self, b)->spec : NULL;
  int output = source != NULL ? tn_node_spec_find_output (source, from_port) : -1;
  int input = sink != NULL ? tn_node_spec_find_input (sink, to_port) : -1;
  TnGraphLink link = { a, output, b, input };

  if (output < 0 || input < 0)
    {
      set_link_error (error, from, from_port, to, to_port);
      return FALSE;
    }
  if (source->outputs[output].type != sink->inputs[input].type)
    {
      tn_error_take (
          error, TN_ERROR_ARGUMENT,
          tn_graph_say_misfit (from, source->outputs[output].type, to, sink->inputs[input].type));
      tn_error_place (error, to, NULL, 0);
      return FALSE;
    }
  g_array_append_val (self->links, link);

  return TRUE;
}

/* Whether a link that was not understood is that one. */
static gboolean
is_loose_link (JsonArray *loose,
               guint index,
               const char *from,
               const char *from_port,
               const char *to,
               const char *to_port)
{
  JsonObject *object = tn_json_object_at (loose, index);

  return g_str_equal (tn_json_string (object, "from", ""), from) &&
         g_str_equal (tn_json_string (object, "output", ""), from_port) &&
         g_str_equal (tn_json_string (object, "to", ""), to) &&
         g_str_equal (tn_json_string (object, "input", ""), to_port);
}

static gboolean
is_link (const TnGraph *self,
         const TnGraphLink *link,
         const char *from,
         const char *from_port,
         const char *to,
         const char *to_port)
{
  const TnGraphNode *a = tn_graph_get_node (self, link->from);
  const TnGraphNode *b = tn_graph_get_node (self, link->to);

  return g_str_equal (a->id, from) && g_str_equal (b->id, to) &&
         g_str_equal (a->spec->outputs[link->from_port].id, from_port) &&
         g_str_equal (b->spec->inputs[link->to_port].id, to_port);
}

/**
 * tn_graph_unlink:
 *
 * Removes one link, also one that does not fit.
 *
 * Returns: %FALSE when there is no such link
 */
gboolean
tn_graph_unlink (TnGraph *self,
                 const char *from,
                 const char *from_port,
                 const char *to,
                 const char *to_port)
{
  for (guint i = 0; i < self->links->len; i++)
    if (is_link (self, tn_graph_get_link (self, i), from, from_port, to, to_port))
      {
        g_array_remove_index (self->links, i);
        return TRUE;
      }
  for (guint i = 0; i < json_array_get_length (self->loose); i++)
    if (is_loose_link (self->loose, i, from, from_port, to, to_port))
      {
        json_array_remove_element (self->loose, i);
        return TRUE;
      }

  return FALSE;
}

static void
remove_loose_of (TnGraph *self, const char *id)
{
  for (guint i = json_array_get_length (self->loose); i-- > 0;)
    {
      JsonObject *object = tn_json_object_at (self->loose, i);

      if (g_str_equal (tn_json_string (object, "from", ""), id) ||
          g_str_equal (tn_json_string (object, "to", ""), id))
        json_array_remove_element (self->loose, i);
    }
}

/**
 * tn_graph_remove_node:
 *
 * Removes a node with its links.
 *
 * Returns: %FALSE when there is no such node
 */
gboolean
tn_graph_remove_node (TnGraph *self, const char *id)
{
  int found = tn_graph_find_node (self, id);
  guint place = (guint) found;

  if (found < 0)
    return FALSE;
  remove_loose_of (self, id);
  for (guint i = self->links->len; i-- > 0;)
    {
      TnGraphLink *link = &g_array_index (self->links, TnGraphLink, i);

      if (link->from == place || link->to == place)
        {
          g_array_remove_index (self->links, i);
          continue;
        }
      link->from -= link->from > place;
      link->to -= link->to > place;
    }
  g_hash_table_remove_all (self->places);
  g_ptr_array_remove_index (self->nodes, place);
  for (guint i = 0; i < self->nodes->len; i++)
    g_hash_table_insert (self->places, tn_graph_get_node (self, i)->id, GUINT_TO_POINTER (i + 1));

  return TRUE;
}

void
tn_graph_set_template (TnGraph *self, const char *template_id)
{
  g_free (self->template_id);
  self->template_id = g_strdup (template_id);
}

const char *
tn_graph_get_template (const TnGraph *self)
{
  return self->template_id;
}

guint
tn_graph_get_n_nodes (const TnGraph *self)
{
  return self->nodes->len;
}

const TnGraphNode *
tn_graph_get_node (const TnGraph *self, guint index)
{
  g_return_val_if_fail (index < self->nodes->len, NULL);

  return g_ptr_array_index (self->nodes, index);
}

/**
 * tn_graph_find_node:
 *
 * Returns: the place of the node with that id, or -1
 */
int
tn_graph_find_node (const TnGraph *self, const char *id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (self->places, id)) - 1;
}

guint
tn_graph_get_n_links (const TnGraph *self)
{
  return self->links->len;
}

const TnGraphLink *
tn_graph_get_link (const TnGraph *self, guint index)
{
  g_return_val_if_fail (index < self->links->len, NULL);

  return &g_array_index (self->links, TnGraphLink, index);
}

static JsonObject *
link_to_json (const TnGraph *self, const TnGraphLink *link)
{
  const TnGraphNode *from = tn_graph_get_node (self, link->from);
  const TnGraphNode *to = tn_graph_get_node (self, link->to);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "from", from->id);
  json_object_set_string_member (object, "output", from->spec->outputs[link->from_port].id);
  json_object_set_string_member (object, "to", to->id);
  json_object_set_string_member (object, "input", to->spec->inputs[link->to_port].id);

  return object;
}

/* What the file said, with what this version may have changed on top. */
static JsonObject *
node_to_json (const TnGraphNode *node)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", node->id);
  json_object_set_string_member (object, "type", node->type);
  copy_members (object, node->json);
  json_object_set_object_member (object, "params", tn_json_copy_object (node->values));

  return object;
}

/**
 * tn_graph_to_json:
 *
 * Returns: (transfer full): the graph as one JSON text, with what was not understood as it came; it
 *   shares nothing with the graph, which other threads may read meanwhile
 */
JsonNode *
tn_graph_to_json (const TnGraph *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *nodes = json_array_new ();
  JsonArray *links = json_array_new ();

  json_object_set_int_member (object, "version", GRAPH_VERSION);
  copy_members (object, self->json);
  if (self->template_id != NULL)
    json_object_set_string_member (object, "template", self->template_id);
  for (guint i = 0; i < self->nodes->len; i++)
    json_array_add_object_element (nodes, node_to_json (tn_graph_get_node (self, i)));
  for (guint i = 0; i < self->links->len; i++)
    json_array_add_object_element (links, link_to_json (self, tn_graph_get_link (self, i)));
  for (guint i = 0; i < json_array_get_length (self->loose); i++)
    json_array_add_element (links, tn_json_copy (json_array_get_element (self->loose, i)));
  json_object_set_array_member (object, "nodes", nodes);
  json_object_set_array_member (object, "links", links);
  json_node_take_object (node, object);

  return g_steal_pointer (&node);
}

static gboolean
read_node (TnGraph *self, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *id = tn_json_string (object, "id", NULL);
  const char *type = tn_json_string (object, "type", NULL);
  TnGraphNode *made;

  if (id == NULL || type == NULL)
    {
      tn_error_set (
          error, TN_ERROR_FORMAT,
          N_ ("A step of this pipeline has no name or kind (“{step}”). Lay the pipeline out again "
              "from its question."),
          "step", id != NULL ? id : "?", NULL);
      return FALSE;
    }
  if (tn_graph_find_node (self, id) >= 0)
    {
      tn_error_set (
          error, TN_ERROR_FORMAT,
          N_ ("Two steps of this pipeline are called “{step}”. Give each a name of its own."),
          "step", id, NULL);
      tn_error_place (error, id, NULL, 0);
      return FALSE;
    }
  made = add_node (self, id, type, copy_object (tn_json_object (object, "params")),
                   copy_object (object));
  json_object_remove_member (made->json, "id");
  json_object_remove_member (made->json, "type");
  json_object_remove_member (made->json, "params");

  return TRUE;
}

static const TnNodeSpec *
find_spec (const TnGraph *self, int place)
{
  return place >= 0 ? tn_graph_get_node (self, place)->spec : NULL;
}

/* A link to a node of a newer version has no port here: kept, not understood. */
static void
read_link (TnGraph *self, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  int from = tn_graph_find_node (self, tn_json_string (object, "from", ""));
  int to = tn_graph_find_node (self, tn_json_string (object, "to", ""));
  const TnNodeSpec *source = find_spec (self, from);
  const TnNodeSpec *sink = find_spec (self, to);
  int output = source != NULL
                   ? tn_node_spec_find_output (source, tn_json_string (object, "output", ""))
                   : -1;
  int input =
      sink != NULL ? tn_node_spec_find_input (sink, tn_json_string (object, "input", "")) : -1;

  if (output >= 0 && input >= 0 && source->outputs[output].type == sink->inputs[input].type)
    {
      TnGraphLink link = { from, output, to, input };

      g_array_append_val (self->links, link);
    }
  else
    json_array_add_element (self->loose, tn_json_copy (node));
}

/**
 * tn_graph_from_json:
 * @node: of unknown origin
 * @error: %TN_ERROR_FORMAT
 *
 * Settings that stand in another node by now are taken there (see #TnMovedSpec).
 *
 * Returns: (transfer full): the graph; it may be unsound, with nodes nobody knows
 */
TnGraph *
tn_graph_from_json (JsonNode *node, GError **error)
{
  static const char *const known[] = { "version", "template", "nodes", "links" };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *nodes = tn_json_array (object, "nodes");
  JsonArray *links = tn_json_array (object, "links");
  g_autoptr (TnGraph) self = tn_graph_new ();

  if (nodes == NULL || json_array_get_length (nodes) > TN_GRAPH_MAX_NODES ||
      (links != NULL && json_array_get_length (links) > 10 * TN_GRAPH_MAX_NODES))
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("This is not a pipeline of Tenure. Lay one out from a question."), NULL);
      return NULL;
    }

  tn_graph_set_template (self, tn_json_string (object, "template", NULL));
  json_object_unref (self->json);
  self->json = copy_object (object);
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    json_object_remove_member (self->json, known[i]);
  for (guint i = 0; i < json_array_get_length (nodes); i++)
    if (!read_node (self, json_array_get_element (nodes, i), error))
      return NULL;
  for (guint i = 0; links != NULL && i < json_array_get_length (links); i++)
    read_link (self, json_array_get_element (links, i));
  tn_graph_take_moved (self);

  return g_steal_pointer (&self);
}
