/* tn-message-json.c: messages in projects and between processes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-message-private.h"
#include "tn-message.h"

#define MAX_DEPTH  16
#define MAX_VALUES 64
#define MAX_PARTS  10000

/* Their names in JSON, where the name is also the member that holds the value. */
static const char *const kind_names[N_KINDS] = {
  "text",     "count", "number",  "round", "percent", "money",  "date",
  "duration", "about", "message", "list",  "brief",   "period",
};

/* JSON has no NaN and no infinity; they are kept as text. */
static void
set_double (JsonObject *object, const char *name, double number)
{
  if (isnan (number))
    json_object_set_string_member (object, name, "nan");
  else if (isinf (number))
    json_object_set_string_member (object, name, number > 0 ? "inf" : "-inf");
  else
    json_object_set_double_member (object, name, number);
}

static JsonNode *
value_to_json (const Value *value)
{
  g_autoptr (JsonObject) object = json_object_new ();
  const char *name = kind_names[value->kind];
  g_autoptr (JsonArray) parts = NULL;
  JsonNode *node;

  switch (value->kind)
    {
    case KIND_TEXT:
      json_object_set_string_member (object, name, value->text);
      break;
    case KIND_PERIOD:
      json_object_set_int_member (object, "last", value->last);
      G_GNUC_FALLTHROUGH;
    case KIND_COUNT:
    case KIND_DATE:
    case KIND_BRIEF:
      json_object_set_int_member (object, name, value->count);
      break;
    case KIND_MESSAGE:
      json_object_set_member (object, name,
                              tn_message_to_json (g_ptr_array_index (value->parts, 0)));
      break;
    case KIND_LIST:
      parts = json_array_new ();
      for (guint i = 0; i < value->parts->len; i++)
        json_array_add_element (parts, tn_message_to_json (g_ptr_array_index (value->parts, i)));
      json_object_set_array_member (object, name, g_steal_pointer (&parts));
      break;
    case KIND_MONEY:
      json_object_set_string_member (object, "currency", value->text);
      G_GNUC_FALLTHROUGH;
    case KIND_NUMBER:
    case KIND_ROUND:
    case KIND_PERCENT:
      json_object_set_int_member (object, "digits", value->digits);
      G_GNUC_FALLTHROUGH;
    case KIND_DURATION:
    case KIND_ABOUT:
      set_double (object, name, value->number);
      break;
    case N_KINDS:
    default:
      g_assert_not_reached ();
    }

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, g_steal_pointer (&object));
  return node;
}

/**
 * tn_message_to_json:
 * @self: a message
 *
 * Writes the message so that tn_message_from_json() gives the same one:
 * `{"text": …}` for a literal, otherwise
 * `{"id": …, "other": …, "count": …, "values": {"share": {"percent": 0.3, "digits": 0}}}`.
 *
 * Returns: (transfer full): a JSON object
 */
JsonNode *
tn_message_to_json (const TnMessage *self)
{
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (JsonObject) values = NULL;
  JsonNode *node;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  json_object_set_string_member (object, self->literal ? "text" : "id", self->id);
  if (self->other != NULL)
    {
      json_object_set_string_member (object, "other", self->other);
      json_object_set_int_member (object, "count", self->count);
    }
  if (self->values->len > 0)
    {
      values = json_object_new ();
      for (guint i = 0; i < self->values->len; i++)
        {
          const Value *value = g_ptr_array_index (self->values, i);

          json_object_set_member (values, value->name, value_to_json (value));
        }
      json_object_set_object_member (object, "values", g_steal_pointer (&values));
    }

  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, g_steal_pointer (&object));
  return node;
}

/* What follows reads JSON that anybody may have written: every member is asked for its
 * type, and whatever is not as above makes the whole message unreadable. */

static TnMessage *message_from_json (JsonNode *node, guint depth);

static const char *
read_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  text = json_node_get_string (node);
  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : NULL;
}

static gboolean
read_int (JsonObject *object, const char *name, gint64 *out)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_INT64)
    return FALSE;

  *out = json_node_get_int (node);
  return TRUE;
}

static gboolean
read_double (JsonObject *object, const char *name, double *out)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text = read_string (object, name);
  GType type;

  if (text != NULL)
    {
      *out = strcmp (text, "nan") == 0 ? NAN : strcmp (text, "-inf") == 0 ? -INFINITY : INFINITY;
      return strcmp (text, "nan") == 0 || strcmp (text, "inf") == 0 || strcmp (text, "-inf") == 0;
    }
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return FALSE;

  type = json_node_get_value_type (node);
  if (type != G_TYPE_DOUBLE && type != G_TYPE_INT64)
    return FALSE;
  *out = json_node_get_double (node);
  return TRUE;
}

static gboolean
read_digits (JsonObject *object, Kind kind, int *out)
{
  gint64 least = kind == KIND_MONEY ? -1 : kind == KIND_ROUND ? 1 : 0;
  gint64 digits;

  if (!read_int (object, "digits", &digits) || digits < least || digits > TN_MESSAGE_MAX_DIGITS)
    return FALSE;

  *out = (int) digits;
  return TRUE;
}

static GPtrArray *
read_parts (JsonObject *object, Kind kind, guint depth)
{
  JsonNode *node = json_object_get_member (object, kind_names[kind]);
  g_autoptr (GPtrArray) parts = NULL;
  JsonArray *array;
  guint n_parts = 1;

  if (kind == KIND_LIST && (!JSON_NODE_HOLDS_ARRAY (node) ||
                            json_array_get_length (json_node_get_array (node)) > MAX_PARTS))
    return NULL;

  array = kind == KIND_LIST ? json_node_get_array (node) : NULL;
  n_parts = array != NULL ? json_array_get_length (array) : 1;
  parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  for (guint i = 0; i < n_parts; i++)
    {
      TnMessage *part =
          message_from_json (array != NULL ? json_array_get_element (array, i) : node, depth + 1);

      if (part == NULL)
        return NULL;
      g_ptr_array_add (parts, part);
    }

  return g_steal_pointer (&parts);
}

static gboolean
read_kind (JsonObject *object, Kind *out)
{
  guint n_found = 0;

  for (Kind kind = 0; kind < N_KINDS; kind++)
    if (json_object_has_member (object, kind_names[kind]))
      {
        *out = kind;
        n_found++;
      }

  return n_found == 1;
}

static gboolean
read_value (TnMessage *self, const char *name, JsonNode *node, guint depth)
{
  JsonObject *object;
  GPtrArray *parts;
  const char *text;
  gint64 count, last;
  double number;
  int digits = 0;
  Kind kind = KIND_TEXT;

  if (!_tn_message_is_name (name) || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  if (!read_kind (object, &kind))
    return FALSE;

  switch (kind)
    {
    case KIND_TEXT:
      text = read_string (object, kind_names[kind]);
      return text != NULL && tn_message_text (self, name, text) != NULL;
    case KIND_PERIOD:
      return read_int (object, kind_names[kind], &count) && read_int (object, "last", &last) &&
             tn_message_period (self, name, count, last) != NULL;
    case KIND_COUNT:
    case KIND_DATE:
    case KIND_BRIEF:
      return read_int (object, kind_names[kind], &count) &&
             _tn_message_add_count (self, name, kind, count) != NULL;
    case KIND_MESSAGE:
    case KIND_LIST:
      parts = read_parts (object, kind, depth);
      return parts != NULL && _tn_message_add_parts (self, name, kind, parts) != NULL;
    case KIND_MONEY:
      text = read_string (object, "currency");
      return text != NULL && read_digits (object, kind, &digits) &&
             read_double (object, kind_names[kind], &number) &&
             tn_message_money (self, name, number, text, digits) != NULL;
    default:
      if (kind != KIND_DURATION && kind != KIND_ABOUT && !read_digits (object, kind, &digits))
        return FALSE;
      return read_double (object, kind_names[kind], &number) &&
             _tn_message_add_number (self, name, kind, number, digits) != NULL;
    }
}

static gboolean
read_values (TnMessage *self, JsonObject *object, guint depth)
{
  JsonNode *node = json_object_get_member (object, "values");
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node) ||
      json_object_get_size (json_node_get_object (node)) > MAX_VALUES)
    return FALSE;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &member))
    if (!read_value (self, name, member, depth))
      return FALSE;

  return TRUE;
}

static TnMessage *
message_from_json (JsonNode *node, guint depth)
{
  g_autoptr (TnMessage) self = NULL;
  JsonObject *object;
  const char *id, *text, *other;

  if (depth > MAX_DEPTH || node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  object = json_node_get_object (node);
  id = read_string (object, "id");
  text = read_string (object, "text");
  if ((id == NULL) == (text == NULL))
    return NULL;

  self = _tn_message_alloc (text != NULL ? text : id);
  self->literal = text != NULL;
  self->stored = TRUE;
  if (json_object_has_member (object, "other"))
    {
      other = read_string (object, "other");
      if (self->literal || other == NULL || !read_int (object, "count", &self->count))
        return NULL;
      self->other = g_strdup (other);
    }
  if (!read_values (self, object, depth))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tn_message_from_json:
 * @node: JSON of any origin
 * @error: %TN_ERROR_FORMAT when it is not a message, or nested more than 16 deep
 *
 * Returns: (transfer full) (nullable): the message that was written
 */
TnMessage *
tn_message_from_json (JsonNode *node, GError **error)
{
  TnMessage *self;

  g_return_val_if_fail (node != NULL, NULL);

  self = message_from_json (node, 0);
  if (self == NULL)
    tn_error_set (error, TN_ERROR_FORMAT,
                  N_ ("A stored sentence is not in the form Tenure writes. "
                      "Run the step again to renew it."),
                  NULL);

  return self;
}

/**
 * tn_message_read:
 * @object: (nullable): JSON of any origin
 * @name: of a member that may be absent, or something else
 *
 * Returns: (transfer full) (nullable): the message it is; %NULL when it is none
 */
TnMessage *
tn_message_read (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL ? message_from_json (node, 0) : NULL;
}
