/* tn-command.c: the commands an edit is made of, as JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-record.h"

struct _TnEdit
{
  TnMessage *label;
  JsonArray *commands;
};

static JsonObject *
command_new (const char *verb, const char *kind, const char *id)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "do", verb);
  json_object_set_string_member (object, "kind", kind);
  json_object_set_string_member (object, "id", id);

  return object;
}

static JsonNode *
command_end (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);

  return node;
}

JsonNode *
tn_command_new_put (const char *kind, const char *id, int version, JsonNode *body)
{
  JsonObject *object = command_new ("put", kind, id);

  json_object_set_int_member (object, "version", version);
  json_object_set_member (object, "body", json_node_copy (body));

  return command_end (object);
}

JsonNode *
tn_command_new_delete (const char *kind, const char *id)
{
  return command_end (command_new ("delete", kind, id));
}

JsonNode *
tn_command_new_rename (const char *kind, const char *id, const char *new_id)
{
  JsonObject *object = command_new ("rename", kind, id);

  json_object_set_string_member (object, "to", new_id);

  return command_end (object);
}

/**
 * tn_command_new_set:
 * @path: names and indices, as text
 * @value: (nullable): %NULL removes
 */
JsonNode *
tn_command_new_set (const char *kind, const char *id, JsonArray *path, JsonNode *value)
{
  JsonObject *object = command_new ("set", kind, id);

  json_object_set_array_member (object, "path", json_array_ref (path));
  if (value != NULL)
    json_object_set_member (object, "value", json_node_copy (value));

  return command_end (object);
}

static gboolean
is_text_path (JsonArray *path)
{
  if (path == NULL || json_array_get_length (path) == 0 ||
      json_array_get_length (path) > TN_JSON_MAX_DEPTH)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (path); i++)
    if (json_node_get_value_type (json_array_get_element (path, i)) != G_TYPE_STRING)
      return FALSE;

  return TRUE;
}

/**
 * tn_command_check:
 * @command: of any origin
 * @error: %TN_ERROR_ARGUMENT when it is no command
 */
gboolean
tn_command_check (JsonNode *command, GError **error)
{
  JsonObject *object =
      command != NULL && JSON_NODE_HOLDS_OBJECT (command) ? json_node_get_object (command) : NULL;
  const char *verb = object != NULL ? tn_json_string (object, "do", "") : "";
  const char *kind = object != NULL ? tn_json_string (object, "kind", "") : "";
  const char *id = object != NULL ? tn_json_string (object, "id", "") : "";
  gboolean known = FALSE;

  if (strcmp (verb, "put") == 0)
    known = json_object_has_member (object, "body");
  else if (strcmp (verb, "delete") == 0)
    known = TRUE;
  else if (strcmp (verb, "rename") == 0)
    known = *tn_json_string (object, "to", "") != '\0';
  else if (strcmp (verb, "set") == 0)
    known = is_text_path (tn_json_array (object, "path"));
  if (known && *kind != '\0' && *id != '\0')
    return TRUE;

  tn_error_set (
      error, TN_ERROR_ARGUMENT,
      N_ ("A change needs “do” (put, delete, rename or set), “kind”, “id” and what belongs "
          "to it; “{verb}” lacks one of them."),
      "verb", verb, NULL);

  return FALSE;
}

/**
 * tn_edit_new:
 * @label: (transfer full) (nullable): what is done, for the history: "Set window to 90 days"
 */
TnEdit *
tn_edit_new (TnMessage *label)
{
  TnEdit *self = g_new0 (TnEdit, 1);

  self->label = label;
  self->commands = json_array_new ();

  return self;
}

void
tn_edit_free (TnEdit *self)
{
  g_clear_pointer (&self->label, tn_message_unref);
  json_array_unref (self->commands);
  g_free (self);
}

const TnMessage *
tn_edit_get_label (const TnEdit *self)
{
  return self->label;
}

JsonArray *
tn_edit_get_commands (const TnEdit *self)
{
  return self->commands;
}

/**
 * tn_edit_put:
 * @body: copied
 *
 * Makes document @id of @kind, or gives it another body.
 */
void
tn_edit_put (TnEdit *self, const char *kind, const char *id, int version, JsonNode *body)
{
  json_array_add_element (self->commands, tn_command_new_put (kind, id, version, body));
}

void
tn_edit_delete (TnEdit *self, const char *kind, const char *id)
{
  json_array_add_element (self->commands, tn_command_new_delete (kind, id));
}

void
tn_edit_rename (TnEdit *self, const char *kind, const char *id, const char *new_id)
{
  json_array_add_element (self->commands, tn_command_new_rename (kind, id, new_id));
}

/**
 * tn_edit_set:
 * @path: (array zero-terminated=1): from the body down: member names, indices as text
 * @value: (nullable): copied; %NULL removes a member or element. At the length of an
 *   array it is added
 *
 * Costs the history the value before and after, not the document.
 */
void
tn_edit_set (TnEdit *self,
             const char *kind,
             const char *id,
             const char *const *path,
             JsonNode *value)
{
  g_autoptr (JsonArray) steps = json_array_new ();

  for (guint i = 0; path[i] != NULL; i++)
    json_array_add_string_element (steps, path[i]);
  json_array_add_element (self->commands, tn_command_new_set (kind, id, steps, value));
}

JsonNode *
tn_edit_to_json (const TnEdit *self)
{
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_node_set_array (node, self->commands);

  return node;
}

/**
 * tn_edit_new_from_json:
 * @commands: one command or an array of such, of any origin
 * @label: (transfer full) (nullable): for the history
 * @error: %TN_ERROR_ARGUMENT
 */
TnEdit *
tn_edit_new_from_json (JsonNode *commands, TnMessage *label, GError **error)
{
  g_autoptr (TnEdit) self = tn_edit_new (label);
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (commands) ? json_node_get_array (commands) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 1;

  for (guint i = 0; i < n; i++)
    {
      JsonNode *command = array != NULL ? json_array_get_element (array, i) : commands;

      if (!tn_command_check (command, error))
        return NULL;
      json_array_add_element (self->commands, json_node_copy (command));
    }

  return g_steal_pointer (&self);
}
