/* tn-json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-json.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"

/* json-glib descends once for each bracket, so deep input would end the stack; and it
 * takes comments and names, which JSON has not and in which a quote would hide brackets
 * from a count. So outside of strings only what JSON allows may stand. */
static gboolean
is_plain_and_shallow (const char *text, gsize size)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < size; i++)
    {
      char c = text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == '[' || c == '{')
        {
          if (++depth > TN_JSON_MAX_DEPTH)
            return FALSE;
        }
      else if (c == ']' || c == '}')
        depth -= depth > 0;
      else if (!g_ascii_isalnum (c) && (c == '\0' || strchr (" \t\r\n,:+-.", c) == NULL))
        return FALSE;
    }

  return TRUE;
}

/**
 * tn_json_parse:
 * @text: JSON of unknown origin
 * @size: its bytes, or -1 when it ends in NUL
 * @error: %TN_ERROR_FORMAT when it is not JSON, too deep or too large
 *
 * Returns: (transfer full): the tree
 */
JsonNode *
tn_json_parse (const char *text, gssize size, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) parse_error = NULL;
  gsize length = size < 0 ? strlen (text) : (gsize) size;

  if (length > TN_JSON_MAX_BYTES || !is_plain_and_shallow (text, length))
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("This text is too large or too deep, or holds what JSON does not have."),
                    NULL);
      return NULL;
    }

  parser = json_parser_new_immutable ();
  if (!g_utf8_validate_len (text, length, NULL) ||
      !json_parser_load_from_data (parser, text, length, &parse_error) ||
      json_parser_get_root (parser) == NULL)
    {
      tn_error_set (error, TN_ERROR_FORMAT, N_ ("This text is not complete JSON: {detail}"),
                    "detail", parse_error != NULL ? parse_error->message : "empty", NULL);
      return NULL;
    }

  return json_parser_steal_root (parser);
}

char *
tn_json_print (JsonNode *node, gboolean pretty)
{
  return json_to_string (node, pretty);
}

static JsonNode *
member (JsonObject *object, const char *name, JsonNodeType type)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

static JsonNode *
value_member (JsonObject *object, const char *name, GType type, GType other)
{
  JsonNode *node = member (object, name, JSON_NODE_VALUE);
  GType value_type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return node != NULL && (value_type == type || value_type == other) ? node : NULL;
}

/**
 * tn_json_string:
 *
 * Returns: (transfer none) (nullable): the member, or @fallback when it is absent or no string
 */
const char *
tn_json_string (JsonObject *object, const char *name, const char *fallback)
{
  JsonNode *node = value_member (object, name, G_TYPE_STRING, G_TYPE_STRING);

  return node != NULL ? json_node_get_string (node) : fallback;
}

/**
 * tn_json_double:
 * @fallback: where there is no such member, or it is no number
 *
 * Returns: the member, also when it was written as a whole number
 */
double
tn_json_double (JsonObject *object, const char *name, double fallback)
{
  JsonNode *node = value_member (object, name, G_TYPE_DOUBLE, G_TYPE_INT64);

  return node != NULL ? json_node_get_double (node) : fallback;
}

/**
 * tn_json_int:
 * @fallback: where there is no such member, or it is no whole number
 */
gint64
tn_json_int (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *node = value_member (object, name, G_TYPE_INT64, G_TYPE_INT64);

  return node != NULL ? json_node_get_int (node) : fallback;
}

gboolean
tn_json_bool (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = value_member (object, name, G_TYPE_BOOLEAN, G_TYPE_BOOLEAN);

  return node != NULL ? json_node_get_boolean (node) : fallback;
}

/**
 * tn_json_object:
 *
 * Returns: (transfer none) (nullable): the member, or %NULL when it is no object
 */
JsonObject *
tn_json_object (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name, JSON_NODE_OBJECT);

  return node != NULL ? json_node_get_object (node) : NULL;
}

JsonArray *
tn_json_array (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name, JSON_NODE_ARRAY);

  return node != NULL ? json_node_get_array (node) : NULL;
}

static JsonNode *
element (JsonArray *array, guint index)
{
  return array != NULL && index < json_array_get_length (array)
             ? json_array_get_element (array, index)
             : NULL;
}

/**
 * tn_json_object_at:
 * @array: (nullable)
 * @index: may lie behind its end
 *
 * Returns: (transfer none) (nullable): the element, or %NULL when there is none or it is no object
 */
JsonObject *
tn_json_object_at (JsonArray *array, guint index)
{
  JsonNode *node = element (array, index);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * tn_json_int_at:
 * @array: (nullable)
 * @index: may lie behind its end
 * @fallback: where there is no such element, or it is no whole number
 */
gint64
tn_json_int_at (JsonArray *array, guint index, gint64 fallback)
{
  JsonNode *node = element (array, index);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : fallback;
}

static JsonArray *
copy_array (JsonArray *array)
{
  guint n = json_array_get_length (array);
  JsonArray *copy = json_array_sized_new (n);

  for (guint i = 0; i < n; i++)
    json_array_add_element (copy, tn_json_copy (json_array_get_element (array, i)));

  return copy;
}

static JsonNode *
copy_value (JsonNode *node)
{
  g_auto (GValue) value = G_VALUE_INIT;
  JsonNode *copy = json_node_new (JSON_NODE_VALUE);

  json_node_get_value (node, &value);
  json_node_set_value (copy, &value);

  return copy;
}

/**
 * tn_json_copy_object:
 *
 * Returns: (transfer full): as tn_json_copy() copies a node of it
 */
JsonObject *
tn_json_copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (copy, name, tn_json_copy (node));

  return copy;
}

/**
 * tn_json_copy:
 *
 * json_node_copy() shares objects, arrays and values with the node it copies, and JSON-GLib counts
 * the references of those without locks: what several threads read at once may only be copied so.
 *
 * Returns: (transfer full): a copy down to the last value
 */
JsonNode *
tn_json_copy (JsonNode *node)
{
  JsonNode *copy;

  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, tn_json_copy_object (json_node_get_object (node)));
      return copy;
    case JSON_NODE_ARRAY:
      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, copy_array (json_node_get_array (node)));
      return copy;
    case JSON_NODE_VALUE:
      return copy_value (node);
    case JSON_NODE_NULL:
    default:
      return json_node_new (JSON_NODE_NULL);
    }
}

/**
 * tn_json_set_double:
 * @value: kept to the last bit; what is not finite becomes null, as JSON has no name for it
 */
void
tn_json_set_double (JsonObject *object, const char *name, double value)
{
  if (isfinite (value))
    json_object_set_double_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}

/**
 * tn_json_add_double:
 * @value: as of tn_json_set_double()
 */
void
tn_json_add_double (JsonArray *array, double value)
{
  if (isfinite (value))
    json_array_add_double_element (array, value);
  else
    json_array_add_null_element (array);
}
