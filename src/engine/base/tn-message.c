/* tn-message.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-message.h"

#include <string.h>

#include "tn-message-private.h"

static void
value_free (Value *self)
{
  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self);
}

TnMessage *
_tn_message_alloc (const char *id)
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

  return _tn_message_alloc (id);
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

  self = _tn_message_alloc (one);
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

  self = _tn_message_alloc (text);
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

gboolean
_tn_message_is_name (const char *text)
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

TnMessage *
_tn_message_add_number (TnMessage *self, const char *name, Kind kind, double number, int digits)
{
  Value *value;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL && _tn_message_is_name (name), self);

  value = add_value (self, name, kind);
  value->number = number;
  value->digits = CLAMP (digits, -1, TN_MESSAGE_MAX_DIGITS);

  return self;
}

TnMessage *
_tn_message_add_count (TnMessage *self, const char *name, Kind kind, gint64 count)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL && _tn_message_is_name (name), self);

  add_value (self, name, kind)->count = count;

  return self;
}

TnMessage *
_tn_message_add_parts (TnMessage *self, const char *name, Kind kind, GPtrArray *parts)
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
  g_return_val_if_fail (name != NULL && _tn_message_is_name (name), self);
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
  return _tn_message_add_count (self, name, KIND_COUNT, count);
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
  return _tn_message_add_number (self, name, KIND_NUMBER, value, MAX (decimals, 0));
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
  return _tn_message_add_number (self, name, KIND_ROUND, value, MAX (digits, 1));
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
  return _tn_message_add_number (self, name, KIND_PERCENT, share, MAX (decimals, 0));
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
  g_return_val_if_fail (name != NULL && _tn_message_is_name (name), self);

  _tn_message_add_number (self, name, KIND_MONEY, value, digits);
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
  return _tn_message_add_count (self, name, KIND_DATE, time);
}

/**
 * tn_message_date_brief:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @time: microseconds since 1970-01-01 UTC; see tn_language_format_date_brief()
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_date_brief (TnMessage *self, const char *name, gint64 time)
{
  return _tn_message_add_count (self, name, KIND_BRIEF, time);
}

/**
 * tn_message_period:
 * @self: a message not yet shared
 * @name: the placeholder, without braces
 * @from: the first day, as for tn_message_date()
 * @to: the last day; see tn_language_format_date_range()
 *
 * Returns: (transfer none): @self
 */
TnMessage *
tn_message_period (TnMessage *self, const char *name, gint64 from, gint64 to)
{
  Value *value;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL && _tn_message_is_name (name), self);

  value = add_value (self, name, KIND_PERIOD);
  value->count = from;
  value->last = to;

  return self;
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
  return _tn_message_add_number (self, name, KIND_DURATION, seconds, 0);
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
  return _tn_message_add_number (self, name, KIND_ABOUT, seconds, 0);
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
  g_return_val_if_fail (name != NULL && _tn_message_is_name (name), self);

  parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  g_ptr_array_add (parts, part);

  return _tn_message_add_parts (self, name, KIND_MESSAGE, parts);
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
  g_return_val_if_fail (name != NULL && _tn_message_is_name (name), self);
  g_return_val_if_fail (parts != NULL, self);

  copy = g_ptr_array_new_full (parts->len, (GDestroyNotify) tn_message_unref);
  for (guint i = 0; i < parts->len; i++)
    g_ptr_array_add (copy, tn_message_ref (g_ptr_array_index (parts, i)));

  return _tn_message_add_parts (self, name, KIND_LIST, copy);
}

/* Whether a template is one placeholder and at most a sign: "{value}", "{value}×". */
static gboolean
is_bare (const char *id)
{
  const char *at = *id == '{' ? id + 1 + name_length (id + 1) : id;

  if (at == id || *at != '}')
    return FALSE;
  for (at++; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalnum (g_utf8_get_char (at)) || *at == '{')
      return FALSE;

  return TRUE;
}

/**
 * tn_message_get_value:
 * @number: (out): of a number, a share or an amount
 * @time: (out): of a time
 * @currency: (out): of an amount: its code, empty where there is none
 *
 * For files that machines read: the value behind what is said, not rounded.
 *
 * Returns: what it is; %TN_MESSAGE_WORDS, and nothing set, for what is more than one value
 */
TnMessageValue
tn_message_get_value (const TnMessage *self, double *number, gint64 *time, const char **currency)
{
  const Value *value;

  g_return_val_if_fail (self != NULL, TN_MESSAGE_WORDS);

  if (self->literal || self->other != NULL || self->values->len != 1 || !is_bare (self->id))
    return TN_MESSAGE_WORDS;
  value = g_ptr_array_index (self->values, 0);
  switch (value->kind)
    {
    case KIND_COUNT:
      *number = (double) value->count;
      return TN_MESSAGE_NUMBER;
    case KIND_NUMBER:
    case KIND_ROUND:
      *number = value->number;
      return TN_MESSAGE_NUMBER;
    case KIND_PERCENT:
      *number = value->number;
      return TN_MESSAGE_SHARE;
    case KIND_MONEY:
      *number = value->number;
      *currency = value->text;
      return TN_MESSAGE_MONEY;
    case KIND_DATE:
    case KIND_BRIEF:
      *time = value->count;
      return TN_MESSAGE_TIME;
    default:
      return TN_MESSAGE_WORDS;
    }
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
    case KIND_BRIEF:
      return tn_language_format_date_brief (language, value->count);
    case KIND_PERIOD:
      return tn_language_format_date_range (language, value->count, value->last);
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
              /* A file may be anybody's; what the program says itself is complete. */
              if (!self->stored)
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
