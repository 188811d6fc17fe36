/* tn-repair.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-repair.h"

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-pipeline-run.h"

#define MAX_EDITS 1000

struct _TnRepair
{
  gatomicrefcount ref_count;
  char *id;
  TnMessage *text;
  JsonArray *edits; /* {"do": "set", …} in their order */
};

/**
 * tn_repair_new:
 * @id: what it does, as "insert-split"; unique among the repairs of a finding
 * @text: (transfer full): what it will do
 */
TnRepair *
tn_repair_new (const char *id, TnMessage *text)
{
  TnRepair *self = g_new0 (TnRepair, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_strdup (id);
  self->text = text;
  self->edits = json_array_new ();

  return self;
}

TnRepair *
tn_repair_ref (const TnRepair *self)
{
  TnRepair *mutable_self = (TnRepair *) self;

  g_atomic_ref_count_inc (&mutable_self->ref_count);

  return mutable_self;
}

void
tn_repair_unref (TnRepair *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  tn_message_unref (self->text);
  json_array_unref (self->edits);
  g_free (self);
}

const char *
tn_repair_get_id (const TnRepair *self)
{
  return self->id;
}

const TnMessage *
tn_repair_get_text (const TnRepair *self)
{
  return self->text;
}

/* --- Edits --- */

static JsonObject *
add_edit (TnRepair *self, const char *what)
{
  JsonObject *edit = json_object_new ();

  json_object_set_string_member (edit, "do", what);
  json_array_add_object_element (self->edits, edit);

  return edit;
}

/**
 * tn_repair_set:
 * @value: (transfer full) (nullable): %NULL for the default again
 */
TnRepair *
tn_repair_set (TnRepair *self, const char *node, const char *param, JsonNode *value)
{
  JsonObject *edit = add_edit (self, "set");

  json_object_set_string_member (edit, "node", node);
  json_object_set_string_member (edit, "param", param);
  if (value != NULL)
    json_object_set_member (edit, "value", value);

  return self;
}

TnRepair *
tn_repair_add_node (TnRepair *self, const char *node, const char *type)
{
  JsonObject *edit = add_edit (self, "add");

  json_object_set_string_member (edit, "node", node);
  json_object_set_string_member (edit, "type", type);

  return self;
}

TnRepair *
tn_repair_remove_node (TnRepair *self, const char *node)
{
  json_object_set_string_member (add_edit (self, "remove"), "node", node);

  return self;
}

TnRepair *
tn_repair_switch (TnRepair *self, const char *node, gboolean off)
{
  json_object_set_string_member (add_edit (self, off ? "off" : "on"), "node", node);

  return self;
}

static TnRepair *
add_link_edit (TnRepair *self,
               const char *what,
               const char *from,
               const char *output,
               const char *to,
               const char *input)
{
  JsonObject *edit = add_edit (self, what);

  json_object_set_string_member (edit, "from", from);
  json_object_set_string_member (edit, "output", output);
  json_object_set_string_member (edit, "to", to);
  json_object_set_string_member (edit, "input", input);

  return self;
}

TnRepair *
tn_repair_link (TnRepair *self,
                const char *from,
                const char *output,
                const char *to,
                const char *input)
{
  return add_link_edit (self, "link", from, output, to, input);
}

TnRepair *
tn_repair_unlink (TnRepair *self,
                  const char *from,
                  const char *output,
                  const char *to,
                  const char *input)
{
  return add_link_edit (self, "unlink", from, output, to, input);
}

TnRepair *
tn_repair_set_role (TnRepair *self, const char *dataset, const char *column, TnRole role)
{
  JsonObject *edit = add_edit (self, "role");

  json_object_set_string_member (edit, "dataset", dataset);
  json_object_set_string_member (edit, "column", column);
  json_object_set_string_member (edit, "role", tn_role_to_id (role));

  return self;
}

/* --- Carrying out --- */

static gboolean
set_stale (GError **error)
{
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("The pipeline has changed since this was offered. Ask for what can be done "
                    "about it again."),
                NULL);

  return FALSE;
}

static gboolean
set_value (TnGraph *graph, JsonObject *edit, GError **error)
{
  const char *node = tn_json_string (edit, "node", "");
  JsonNode *value = json_object_get_member (edit, "value");

  if (tn_graph_find_node (graph, node) < 0)
    return set_stale (error);
  tn_graph_set_value (graph, node, tn_json_string (edit, "param", ""),
                      value != NULL ? tn_json_copy (value) : NULL);

  return TRUE;
}

static gboolean
add_node (TnGraph *graph, JsonObject *edit, GError **error)
{
  const char *node = tn_json_string (edit, "node", "");
  const char *type = tn_json_string (edit, "type", "");

  if (*node == '\0' || tn_graph_find_node (graph, node) >= 0 ||
      tn_node_registry_find (type) == NULL)
    return set_stale (error);
  tn_graph_add_node (graph, node, type);

  return TRUE;
}

static gboolean
switch_node (TnGraph *graph, JsonObject *edit, gboolean off, GError **error)
{
  const char *node = tn_json_string (edit, "node", "");

  if (tn_graph_find_node (graph, node) < 0)
    return set_stale (error);
  tn_graph_set_off (graph, node, off);

  return TRUE;
}

static gboolean
change_graph (TnGraph *graph, JsonObject *edit, GError **error)
{
  const char *what = tn_json_string (edit, "do", "");
  const char *from = tn_json_string (edit, "from", ""), *to = tn_json_string (edit, "to", "");
  const char *output = tn_json_string (edit, "output", "");
  const char *input = tn_json_string (edit, "input", "");

  if (g_str_equal (what, "set"))
    return set_value (graph, edit, error);
  if (g_str_equal (what, "add"))
    return add_node (graph, edit, error);
  if (g_str_equal (what, "remove"))
    return tn_graph_remove_node (graph, tn_json_string (edit, "node", "")) || set_stale (error);
  if (g_str_equal (what, "on") || g_str_equal (what, "off"))
    return switch_node (graph, edit, g_str_equal (what, "off"), error);
  if (g_str_equal (what, "link"))
    return tn_graph_link (graph, from, output, to, input, error);
  if (g_str_equal (what, "unlink"))
    return tn_graph_unlink (graph, from, output, to, input) || set_stale (error);

  return g_str_equal (what, "role") || set_stale (error);
}

/**
 * tn_repair_apply_to_graph:
 * @error: %TN_ERROR_ARGUMENT when an edit does not fit the graph any more
 *
 * Returns: (transfer full): a changed copy
 */
TnGraph *
tn_repair_apply_to_graph (const TnRepair *self, TnGraph *graph, GError **error)
{
  g_autoptr (TnGraph) changed = tn_graph_copy (graph);

  for (guint i = 0; i < json_array_get_length (self->edits); i++)
    if (!change_graph (changed, tn_json_object_at (self->edits, i), error))
      return NULL;

  return g_steal_pointer (&changed);
}

static gboolean
change_role (TnProject *project, TnEdit *edit, JsonObject *how, GError **error)
{
  const char *dataset = tn_json_string (how, "dataset", "");
  const char *column = tn_json_string (how, "column", "");
  g_autoptr (TnTable) table = tn_project_load_dataset (project, dataset, error);
  g_autoptr (TnField) field = NULL;
  TnRole role;
  int place;

  if (table == NULL)
    return FALSE;
  place = tn_table_find (table, column);
  if (place < 0 || !tn_role_from_id (tn_json_string (how, "role", ""), &role))
    return set_stale (error);
  field = tn_field_copy (tn_table_get_field (table, place));
  field->role = role;

  return tn_edit_set_field (edit, project, dataset, field, error);
}

/**
 * tn_repair_apply:
 * @pipeline: its name
 *
 * Makes the edits as one step of the history.
 */
gboolean
tn_repair_apply (const TnRepair *self, TnProject *project, const char *pipeline, GError **error)
{
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, pipeline, error);
  g_autoptr (TnGraph) changed =
      graph != NULL ? tn_repair_apply_to_graph (self, graph, error) : NULL;
  g_autoptr (TnEdit) edit = tn_edit_new (tn_message_ref (self->text));

  if (changed == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (self->edits); i++)
    {
      JsonObject *how = tn_json_object_at (self->edits, i);

      if (g_str_equal (tn_json_string (how, "do", ""), "role") &&
          !change_role (project, edit, how, error))
        return FALSE;
    }
  tn_edit_put_pipeline (edit, pipeline, changed);

  return tn_project_edit (project, edit, error);
}

/* --- As data --- */

JsonNode *
tn_repair_to_json (const TnRepair *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *edits = json_array_new ();

  for (guint i = 0; i < json_array_get_length (self->edits); i++)
    json_array_add_element (edits, tn_json_copy (json_array_get_element (self->edits, i)));
  json_object_set_string_member (object, "id", self->id);
  json_object_set_member (object, "message", tn_message_to_json (self->text));
  json_object_set_array_member (object, "edits", edits);
  json_node_take_object (node, object);

  return g_steal_pointer (&node);
}

/**
 * tn_repair_from_json:
 * @node: of unknown origin
 * @error: %TN_ERROR_FORMAT
 */
TnRepair *
tn_repair_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (TnMessage) text = tn_message_read (object, "message");
  JsonArray *edits = tn_json_array (object, "edits");
  guint n = edits != NULL ? json_array_get_length (edits) : 0;
  gboolean sound = text != NULL && edits != NULL && n <= MAX_EDITS;
  TnRepair *self;

  for (guint i = 0; sound && i < n; i++)
    sound = JSON_NODE_HOLDS_OBJECT (json_array_get_element (edits, i));
  if (!sound)
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("What was offered here cannot be read. Ask for it again."), NULL);
      return NULL;
    }
  self = tn_repair_new (tn_json_string (object, "id", ""), g_steal_pointer (&text));
  for (guint i = 0; i < n; i++)
    json_array_add_element (self->edits, tn_json_copy (json_array_get_element (edits, i)));

  return self;
}

/**
 * tn_repairs_describe:
 * @repairs: (nullable) (element-type TnRepair)
 *
 * Returns: (transfer full): id and text of each
 */
JsonArray *
tn_repairs_describe (GPtrArray *repairs, const TnLanguage *language)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; repairs != NULL && i < repairs->len; i++)
    {
      const TnRepair *repair = g_ptr_array_index (repairs, i);
      g_autofree char *text = tn_message_say (repair->text, language);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", repair->id);
      json_object_set_string_member (object, "text", text);
      json_array_add_object_element (array, object);
    }

  return array;
}
