/* tn-message.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-message.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"

#define MAX_DEPTH    16
#define MAX_VALUES   64
#define MAX_PARTS    10000
#define MAX_DECIMALS 9

typedef enum
{
  KIND_TEXT,
  KIND_COUNT,
  KIND_NUMBER,
  KIND_ROUND,
  KIND_PERCENT,
  KIND_MONEY,
  KIND_DATE,
  KIND_DURATION,
  KIND_ABOUT,
  KIND_MESSAGE,
  KIND_LIST,
  N_KINDS,
} Kind;

/* Their names in JSON, where the name is also the member that holds the value. */
static const char *const kind_names[N_KINDS] = {
  "text", "count",    "number", "round",   "percent", "money",
  "date", "duration", "about",  "message", "list",
};

typedef struct
{
  Kind kind;
  char *name;
  char *text;       /* text; the currency of money */
  gint64 count;     /* count, date */
  double number;    /* number, round, percent, money, duration, about */
  int digits;       /* of those that are shown with so many */
  GPtrArray *parts; /* message, which is one part, and list */
} Value;

struct _TnMessage
{
  gatomicrefcount ref_count;
  char *id;     /* the text of a literal */
  char *other;  /* the English for other counts; %NULL without a plural */
  gint64 count; /* which picks the form */
  gboolean literal;
  GPtrArray *values; /* of Value, in the order they were given */
};

static void
value_free (Value *self)
{
  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self);
}

static TnMessage *
message_new (const char *id)
{
  TnMessage *self = g_new0 (TnMessage, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->id = g_utf8_make_valid (id, -1);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) value_free);

  return self;
}

/**
 * tn_message_new:
 * @id: the English sentence with its placeholders, marked N_()
 *
 * Returns: (transfer full): a message, to which values can be added until it is shared
 */
TnMessage *
tn_message_new (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  return message_new (id);
}

/**
 * tn_message_new_plural:
 * @one: the English sentence for one; with @other as TN_PLURAL()
 * @other: the English sentence for any other count
 * @count: how many; said as `{n}`
 *
 * Returns: (transfer full): a message whose form depends on @count
 */
TnMessage *
tn_message_new_plural (const char *one, const char *other, gint64 count)
{
  TnMessage *self;

  g_return_val_if_fail (one != NULL && other != NULL, NULL);

  self = message_new (one);
  self->other = g_utf8_make_valid (other, -1);
  self->count = count;

  return tn_message_count (self, "n", count);
}

/**
 * tn_message_new_literal:
 * @text: what is the same in every language, such as the name of a file
 *
 * Returns: (transfer full): a message that says @text as it is, braces included
 */
TnMessage *
tn_message_new_literal (const char *text)
{
  TnMessage *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = message_new (text);
  self->literal = TRUE;

  return self;
}

/**
 * tn_message_ref:
 * @self: a message, which must not get further values from here on
 *
 * Returns: (transfer full): @self
 */
TnMessage *
tn_message_ref (const TnMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&((TnMessage *) self)->ref_count);
  return (TnMessage *) self;
}

/**
 * tn_message_unref:
 * @self: (transfer full): a message
 */
void
tn_message_unref (TnMessage *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_free (self->other);
  g_ptr_array_unref (self->values);
  g_free (self);
}

static Value *
find_value (const TnMessage *self, const char *name, gsize length)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      Value *value = g_ptr_array_index (self->values, i);

      if (strncmp (value->name, name, length) == 0 && value->name[length] == '\0')
        return value;
    }

  return NULL;
}

/* A name has small letters, digits and underscores, as in "{lo_95}". */
static gsize
name_length (const char *text)
{
  return strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_");
}

static gboolean
is_name (const char *text)
{
  gsize length = name_length (text);

  return length > 0 && length <= 64 && text[length] == '\0';
}

/* A place for the value: a name given twice has its last value. */
static Value *
add_value (TnMessage *self, const char *name, Kind kind)
{
  Value *value = find_value (self, name, strlen (name));

  if (value == NULL)
    {
      value = g_new0 (Value, 1);
      value->name = g_strdup (name);
      g_ptr_array_add (self->values, value);
    }
  g_clear_pointer (&value->text, g_free);
  g_clear_pointer (&value->parts, g_ptr_array_unref);
  value->kind = kind;

  return value;
}

static TnMessage *
add_number (TnMessage *self, const char *name, Kind kind, double number, int digits)
{
  Value *value;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL && is_name (name), self);

  value = add_value (self, name, kind);
  value->number = number;
  value->digits = CLAMP (digits, -1, MAX_DECIMALS);

  return self;
}

static TnMessage *
add_count (TnMessage *self, const char *name, Kind kind, gint64 count)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL && is_name (name), self);

  add_value (self, name, kind)->count = count;

  return self;
}

static TnMessage *
add_parts (TnMessage *self, const char *name, Kind kind, GPtrArray *parts)
{
  add_value (self, name, kind)->parts = parts;

  return self;
}

/**
 * tn_message_text:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @text: what is said there in every language, such as a name of the reader's own
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_text (TnMessage *self, const char *name, const char *text)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL && is_name (name), self);
  g_return_val_if_fail (text != NULL, self);

  add_value (self, name, KIND_TEXT)->text = g_utf8_make_valid (text, -1);

  return self;
}

/**
 * tn_message_count:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @count: how many; see tn_language_format_count()
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_count (TnMessage *self, const char *name, gint64 count)
{
  return add_count (self, name, KIND_COUNT, count);
}

/**
 * tn_message_number:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @value: a number; see tn_language_format_number()
 * @decimals: digits after the point
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_number (TnMessage *self, const char *name, double value, int decimals)
{
  return add_number (self, name, KIND_NUMBER, value, MAX (decimals, 0));
}

/**
 * tn_message_round:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @value: an estimate; see tn_language_format_round()
 * @digits: significant digits, 1 or more
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_round (TnMessage *self, const char *name, double value, int digits)
{
  return add_number (self, name, KIND_ROUND, value, MAX (digits, 1));
}

/**
 * tn_message_percent:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @share: a share, 1 for 100%; see tn_language_format_percent()
 * @decimals: digits after the point
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_percent (TnMessage *self, const char *name, double share, int decimals)
{
  return add_number (self, name, KIND_PERCENT, share, MAX (decimals, 0));
}

/**
 * tn_message_money:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @value: an amount; see tn_language_format_money()
 * @currency: (nullable): ISO 4217 code; empty for a plain number
 * @digits: significant digits; 0 whole units; negative with cents
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_money (TnMessage *self, const char *name, double value, const char *currency, int digits)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL && is_name (name), self);

  add_number (self, name, KIND_MONEY, value, digits);
  find_value (self, name, strlen (name))->text =
      g_utf8_make_valid (currency != NULL ? currency : "", -1);

  return self;
}

/**
 * tn_message_date:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @time: microseconds since 1970-01-01 UTC; see tn_language_format_date()
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_date (TnMessage *self, const char *name, gint64 time)
{
  return add_count (self, name, KIND_DATE, time);
}

/**
 * tn_message_duration:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @seconds: how long; see tn_language_format_duration()
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_duration (TnMessage *self, const char *name, double seconds)
{
  return add_number (self, name, KIND_DURATION, seconds, 0);
}

/**
 * tn_message_duration_about:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @seconds: roughly how long; see tn_language_format_duration_about()
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_duration_about (TnMessage *self, const char *name, double seconds)
{
  return add_number (self, name, KIND_ABOUT, seconds, 0);
}

/**
 * tn_message_take:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @part: (transfer full): a message said there in the same language, such as a term
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_take (TnMessage *self, const char *name, TnMessage *part)
{
  GPtrArray *parts;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (part != NULL && part != self, self);
  g_return_val_if_fail (name != NULL && is_name (name), self);

  parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  g_ptr_array_add (parts, part);

  return add_parts (self, name, KIND_MESSAGE, parts);
}

/**
 * tn_message_list:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @parts: (element-type TnMessage) (transfer none): what is listed; @self holds the
 *   messages themselves, so that the array can change afterwards
 *
 * The parts are joined as the language does: see tn_language_join().
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_list (TnMessage *self, const char *name, GPtrArray *parts)
{
  GPtrArray *copy;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL && is_name (name), self);
  g_return_val_if_fail (parts != NULL, self);

  copy = g_ptr_array_new_full (parts->len, (GDestroyNotify) tn_message_unref);
  for (guint i = 0; i < parts->len; i++)
    g_ptr_array_add (copy, tn_message_ref (g_ptr_array_index (parts, i)));

  return add_parts (self, name, KIND_LIST, copy);
}

/**
 * tn_message_get_id:
 * @self: a message
 *
 * Returns: the English template, of a plural the form for one; the text of a literal
 */
const char *
tn_message_get_id (const TnMessage *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->id;
}

static char *
say_list (const GPtrArray *parts, const TnLanguage *language)
{
  g_auto (GStrv) said = g_new0 (char *, parts->len + 1);

  for (guint i = 0; i < parts->len; i++)
    said[i] = tn_message_say (g_ptr_array_index (parts, i), language);

  return tn_language_join (language, said);
}

static char *
say_value (const Value *value, const TnLanguage *language)
{
  switch (value->kind)
    {
    case KIND_TEXT:
      return g_strdup (value->text);
    case KIND_COUNT:
      return tn_language_format_count (language, value->count);
    case KIND_NUMBER:
      return tn_language_format_number (language, value->number, value->digits);
    case KIND_ROUND:
      return tn_language_format_round (language, value->number, value->digits);
    case KIND_PERCENT:
      return tn_language_format_percent (language, value->number, value->digits);
    case KIND_MONEY:
      return tn_language_format_money (language, value->number, value->text, value->digits);
    case KIND_DATE:
      return tn_language_format_date (language, value->count);
    case KIND_DURATION:
      return tn_language_format_duration (language, value->number);
    case KIND_ABOUT:
      return tn_language_format_duration_about (language, value->number);
    case KIND_MESSAGE:
    case KIND_LIST:
      return say_list (value->parts, language);
    case N_KINDS:
    default:
      g_assert_not_reached ();
    }
}

/* Takes the next piece off the template: text up to a placeholder, or one. */
static gboolean
is_placeholder (const char *text, gsize *out_length)
{
  *out_length = *text == '{' ? name_length (text + 1) : 0;

  return *out_length > 0 && text[*out_length + 1] == '}';
}

static char *
fill (const TnMessage *self, const char *form, const TnLanguage *language)
{
  g_autoptr (GString) said = g_string_new (NULL);

  while (*form != '\0')
    {
      g_autofree char *piece = NULL;
      gsize length;
      const Value *value;

      if (is_placeholder (form, &length))
        {
          value = find_value (self, form + 1, length);
          if (value != NULL)
            piece = say_value (value, language);
          else
            {
              g_warning ("“%s” has no value for {%.*s}", self->id, (int) length, form + 1);
              piece = g_strndup (form, length + 2);
            }
          form += length + 2;
        }
      else
        {
          const char *end = form + 1;

          while (*end != '\0' && !is_placeholder (end, &length))
            end++;
          piece = g_strndup (form, end - form);
          form = end;
        }
      tn_language_append (language, said, piece);
    }

  return g_string_free (g_steal_pointer (&said), FALSE);
}

/**
 * tn_message_say:
 * @self: a message
 * @language: in which language
 *
 * Says the sentence. What is filled in is not looked at for placeholders again. One
 * without a value stays as it is and is warned about: that is a mistake in our code.
 *
 * Returns: (transfer full): the sentence, UTF-8
 */
char *
tn_message_say (const TnMessage *self, const TnLanguage *language)
{
  const char *form;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (language != NULL, NULL);

  if (self->literal)
    return g_strdup (self->id);

  form = self->other != NULL
             ? tn_language_lookup_plural (language, self->id, self->other, self->count)
             : tn_language_lookup (language, self->id);

  return fill (self, form, language);
}

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
    case KIND_COUNT:
    case KIND_DATE:
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

  if (!read_int (object, "digits", &digits) || digits < least || digits > MAX_DECIMALS)
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
  gint64 count;
  double number;
  int digits = 0;
  Kind kind = KIND_TEXT;

  if (!is_name (name) || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  if (!read_kind (object, &kind))
    return FALSE;

  switch (kind)
    {
    case KIND_TEXT:
      text = read_string (object, kind_names[kind]);
      return text != NULL && tn_message_text (self, name, text) != NULL;
    case KIND_COUNT:
    case KIND_DATE:
      return read_int (object, kind_names[kind], &count) &&
             add_count (self, name, kind, count) != NULL;
    case KIND_MESSAGE:
    case KIND_LIST:
      parts = read_parts (object, kind, depth);
      return parts != NULL && add_parts (self, name, kind, parts) != NULL;
    case KIND_MONEY:
      text = read_string (object, "currency");
      return text != NULL && read_digits (object, kind, &digits) &&
             read_double (object, kind_names[kind], &number) &&
             tn_message_money (self, name, number, text, digits) != NULL;
    default:
      if (kind != KIND_DURATION && kind != KIND_ABOUT && !read_digits (object, kind, &digits))
        return FALSE;
      return read_double (object, kind_names[kind], &number) &&
             add_number (self, name, kind, number, digits) != NULL;
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

  self = message_new (text != NULL ? text : id);
  self->literal = text != NULL;
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
