/* tn-ubj.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-ubj.h"

#include <math.h>
#include <string.h>

/* XGBoost nests seven deep; its own reader recurses without a limit. */
#define MAX_DEPTH  16
#define MAX_VALUES 4000000

typedef struct
{
  const guint8 *at;
  const guint8 *end;
  gsize n_values;
} Reader;

static TnUbj *read_value (Reader *self, char marker, guint depth);

static TnUbj *
ubj_new (TnUbjKind kind)
{
  TnUbj *self = g_new0 (TnUbj, 1);

  self->kind = kind;

  return self;
}

void
tn_ubj_free (TnUbj *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

static gsize
width_of (char marker)
{
  switch (marker)
    {
    case 'U':
    case 'i':
      return 1;
    case 'I':
      return 2;
    case 'l':
    case 'd':
      return 4;
    case 'L':
    case 'D':
      return 8;
    default:
      return 0;
    }
}

static double
decode (const guint8 *at, char marker)
{
  guint64 bits = 0;
  guint32 half;
  float single;
  double value;

  for (gsize i = 0; i < width_of (marker); i++)
    bits = bits << 8 | at[i];
  switch (marker)
    {
    case 'U':
      return (double) bits;
    case 'i':
      return (double) (gint8) bits;
    case 'I':
      return (double) (gint16) bits;
    case 'l':
      return (double) (gint32) bits;
    case 'L':
      return (double) (gint64) bits;
    case 'd':
      half = (guint32) bits;
      memcpy (&single, &half, sizeof single);
      return (double) single;
    default:
      memcpy (&value, &bits, sizeof value);
      return value;
    }
}

static gboolean
read_marker (Reader *self, char *marker)
{
  if (self->at == self->end)
    return FALSE;
  *marker = (char) *self->at++;

  return TRUE;
}

/* Lengths are written as 'L' and eight bytes; none can be more than what is left. */
static gboolean
read_length (Reader *self, gsize *length)
{
  char marker;
  double value;

  if (!read_marker (self, &marker) || marker != 'L' || self->end - self->at < 8)
    return FALSE;
  value = decode (self->at, 'L');
  self->at += 8;
  if (value < 0 || value > (double) (self->end - self->at))
    return FALSE;
  *length = (gsize) value;

  return TRUE;
}

static TnUbj *
read_packed (Reader *self)
{
  g_autoptr (TnUbj) value = ubj_new (TN_UBJ_NUMBERS);
  gsize width, length;
  char marker;

  if (!read_marker (self, &value->marker) || (width = width_of (value->marker)) == 0 ||
      !read_marker (self, &marker) || marker != '#' || !read_length (self, &length) ||
      length > (gsize) (self->end - self->at) / width)
    return NULL;
  value->data = self->at;
  value->size = length * width;
  value->number = (double) length;
  self->at += value->size;

  return g_steal_pointer (&value);
}

static TnUbj *
read_list (Reader *self, guint depth)
{
  g_autoptr (TnUbj) value = NULL;
  gsize length;
  char marker;

  if (!read_marker (self, &marker))
    return NULL;
  if (marker == '$')
    return read_packed (self);
  if (marker != '#' || !read_length (self, &length))
    return NULL;
  value = ubj_new (TN_UBJ_LIST);
  value->items = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_ubj_free);
  for (gsize i = 0; i < length; i++)
    {
      TnUbj *item = read_marker (self, &marker) ? read_value (self, marker, depth + 1) : NULL;

      if (item == NULL)
        return NULL;
      g_ptr_array_add (value->items, item);
    }

  return g_steal_pointer (&value);
}

static char *
read_name (Reader *self)
{
  gsize length;
  char *name;

  if (!read_length (self, &length) || length > 256 || memchr (self->at, 0, length) != NULL)
    return NULL;
  name = g_strndup ((const char *) self->at, length);
  self->at += length;

  return name;
}

static TnUbj *
read_object (Reader *self, guint depth)
{
  g_autoptr (TnUbj) value = ubj_new (TN_UBJ_OBJECT);

  value->names = g_ptr_array_new_with_free_func (g_free);
  value->items = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_ubj_free);
  while (self->at < self->end && *self->at != '}')
    {
      char *name = read_name (self);
      TnUbj *item;
      char marker;

      if (name == NULL)
        return NULL;
      /* Which of two equal names another reader would take is anybody's guess. */
      if (tn_ubj_get (value, name) != NULL || !read_marker (self, &marker) ||
          (item = read_value (self, marker, depth + 1)) == NULL)
        {
          g_free (name);
          return NULL;
        }
      g_ptr_array_add (value->names, name);
      g_ptr_array_add (value->items, item);
    }
  if (self->at == self->end)
    return NULL;
  self->at++;

  return g_steal_pointer (&value);
}

static TnUbj *
read_string (Reader *self)
{
  gsize length;
  TnUbj *value;

  if (!read_length (self, &length))
    return NULL;
  value = ubj_new (TN_UBJ_STRING);
  value->data = self->at;
  value->size = length;
  self->at += length;

  return value;
}

static TnUbj *
read_value (Reader *self, char marker, guint depth)
{
  gsize width = width_of (marker);
  TnUbj *value;

  if (depth > MAX_DEPTH || ++self->n_values > MAX_VALUES)
    return NULL;
  switch (marker)
    {
    case '{':
      return read_object (self, depth);
    case '[':
      return read_list (self, depth);
    case 'S':
      return read_string (self);
    default:
      if (width == 0 || (gsize) (self->end - self->at) < width)
        return NULL;
      value = ubj_new (TN_UBJ_NUMBER);
      value->number = decode (self->at, marker);
      self->at += width;
      return value;
    }
}

/**
 * tn_ubj_parse:
 * @data: bytes of unknown origin; must outlive the result
 *
 * Returns: (transfer full) (nullable): the one value that the bytes are; %NULL when they are
 *   not, or nest or count beyond what a model needs
 */
TnUbj *
tn_ubj_parse (const guint8 *data, gsize size)
{
  Reader reader = { data, data + size, 0 };
  g_autoptr (TnUbj) value = NULL;
  char marker;

  if (size == 0 || !read_marker (&reader, &marker))
    return NULL;
  value = read_value (&reader, marker, 0);

  return value != NULL && reader.at == reader.end ? g_steal_pointer (&value) : NULL;
}

/**
 * tn_ubj_get:
 * @self: (nullable): an object, or anything else
 *
 * Returns: (nullable): the member of that name
 */
const TnUbj *
tn_ubj_get (const TnUbj *self, const char *name)
{
  if (self == NULL || self->kind != TN_UBJ_OBJECT)
    return NULL;
  for (guint i = 0; i < self->items->len; i++)
    if (strcmp (g_ptr_array_index (self->names, i), name) == 0)
      return g_ptr_array_index (self->items, i);

  return NULL;
}

gboolean
tn_ubj_is_text (const TnUbj *self, const char *text)
{
  return self != NULL && self->kind == TN_UBJ_STRING && self->size == strlen (text) &&
         memcmp (self->data, text, self->size) == 0;
}

/**
 * tn_ubj_get_text_number:
 *
 * XGBoost writes parameters as strings, newer ones some in square brackets.
 *
 * Returns: whether the string is a finite number and nothing else
 */
gboolean
tn_ubj_get_text_number (const TnUbj *self, double *number)
{
  char text[64];
  char *start = text, *end = NULL;
  gsize size;

  if (self == NULL || self->kind != TN_UBJ_STRING || self->size == 0 || self->size >= sizeof text)
    return FALSE;
  size = self->size;
  memcpy (text, self->data, size);
  text[size] = '\0';
  if (text[0] == '[' && text[size - 1] == ']')
    {
      text[size - 1] = '\0';
      start++;
    }
  if (strspn (start, "0123456789+-.eE") != strlen (start) || *start == '\0')
    return FALSE;
  *number = g_ascii_strtod (start, &end);

  return *end == '\0' && isfinite (*number);
}

/**
 * tn_ubj_get_length:
 *
 * Returns: items of a packed array or a list; %G_MAXSIZE for anything else
 */
gsize
tn_ubj_get_length (const TnUbj *self)
{
  if (self == NULL)
    return G_MAXSIZE;
  if (self->kind == TN_UBJ_NUMBERS)
    return (gsize) self->number;

  return self->kind == TN_UBJ_LIST ? self->items->len : G_MAXSIZE;
}

/**
 * tn_ubj_get_item:
 * @index: below the length
 *
 * Returns: a number of a packed array or a list; NaN when it is not a number
 */
double
tn_ubj_get_item (const TnUbj *self, gsize index)
{
  const TnUbj *item;

  if (self->kind == TN_UBJ_NUMBERS)
    return decode (self->data + index * width_of (self->marker), self->marker);
  item = g_ptr_array_index (self->items, index);

  return item->kind == TN_UBJ_NUMBER ? item->number : NAN;
}
