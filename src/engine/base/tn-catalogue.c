/* tn-catalogue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-catalogue.h"

#include <string.h>

#define MO_MAGIC       0x950412deu
#define MO_HEADER_SIZE 20

/* The file as msgfmt writes it: two tables of (length, offset), one for the ids in the
 * order of strcmp(), one for the translations. Both were checked when it was opened. */
struct _TnCatalogue
{
  GBytes *bytes;
  const guint8 *data;
  gsize size;
  gboolean swapped;
  guint32 n_entries;
  guint32 ids;          /* offset of the table of ids */
  guint32 translations; /* offset of the table of translations */
};

static guint32
read_u32 (const TnCatalogue *self, gsize offset)
{
  guint32 value;

  memcpy (&value, self->data + offset, sizeof value);
  return self->swapped ? GUINT32_SWAP_LE_BE (value) : value;
}

static const char *
read_string (const TnCatalogue *self, guint32 table, guint32 index, guint32 *out_length)
{
  gsize entry = (gsize) table + (gsize) index * 8;

  if (out_length != NULL)
    *out_length = read_u32 (self, entry);
  return (const char *) self->data + read_u32 (self, entry + 4);
}

/* Every string must lie in the file and end in NUL. */
static gboolean
check_table (const TnCatalogue *self, guint32 table)
{
  if (table > self->size || ((gsize) self->n_entries) * 8 > self->size - table)
    return FALSE;

  for (guint32 i = 0; i < self->n_entries; i++)
    {
      guint64 length = read_u32 (self, (gsize) table + (gsize) i * 8);
      guint64 offset = read_u32 (self, (gsize) table + (gsize) i * 8 + 4);

      if (offset + length + 1 > self->size || self->data[offset + length] != '\0')
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_order (const TnCatalogue *self)
{
  for (guint32 i = 1; i < self->n_entries; i++)
    if (strcmp (read_string (self, self->ids, i - 1, NULL),
                read_string (self, self->ids, i, NULL)) >= 0)
      return FALSE;

  return TRUE;
}

/**
 * tn_catalogue_new:
 * @bytes: a .mo file, of either byte order
 *
 * Opens a compiled catalogue (GNU gettext manual, "The Format of GNU MO Files"). All of
 * its tables are checked here, so that a lookup needs no check.
 *
 * Returns: (transfer full) (nullable): the catalogue, or %NULL if @bytes are not one
 */
TnCatalogue *
tn_catalogue_new (GBytes *bytes)
{
  g_autoptr (TnCatalogue) self = g_new0 (TnCatalogue, 1);
  guint32 magic;

  g_return_val_if_fail (bytes != NULL, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &self->size);
  if (self->size < MO_HEADER_SIZE)
    return NULL;

  magic = read_u32 (self, 0);
  self->swapped = magic == GUINT32_SWAP_LE_BE (MO_MAGIC);
  if (magic != MO_MAGIC && !self->swapped)
    return NULL;

  self->n_entries = read_u32 (self, 8);
  self->ids = read_u32 (self, 12);
  self->translations = read_u32 (self, 16);
  if (!check_table (self, self->ids) || !check_table (self, self->translations) ||
      !check_order (self))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tn_catalogue_free:
 * @self: a catalogue
 *
 * Frees @self; translations it gave are gone unless the bytes are static.
 */
void
tn_catalogue_free (TnCatalogue *self)
{
  g_return_if_fail (self != NULL);

  g_bytes_unref (self->bytes);
  g_free (self);
}

/**
 * tn_catalogue_get_size:
 * @self: a catalogue
 *
 * Returns: how many entries there are, the header included
 */
guint
tn_catalogue_get_size (const TnCatalogue *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_entries;
}

/* Plural entries hold their forms one after the other, a NUL between them. */
static const char *
pick_form (const char *text, guint32 length, guint form)
{
  const char *end = text + length;

  for (guint i = 0; i < form; i++)
    {
      text += strlen (text) + 1;
      if (text > end)
        return NULL;
    }

  return *text != '\0' ? text : NULL;
}

/**
 * tn_catalogue_lookup:
 * @self: a catalogue
 * @id: the English text; of a plural entry the form for one
 * @form: which plural form, 0 where there is one only
 *
 * Returns: (nullable): the translation, valid as long as @self, or %NULL without one
 */
const char *
tn_catalogue_lookup (const TnCatalogue *self, const char *id, guint form)
{
  guint32 low = 0;
  guint32 high;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  high = self->n_entries;
  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      /* The id of a plural entry is "one\0other": strcmp() sees "one". */
      int order = strcmp (id, read_string (self, self->ids, middle, NULL));
      guint32 length;
      const char *text;

      if (order == 0)
        {
          text = read_string (self, self->translations, middle, &length);
          return pick_form (text, length, form);
        }
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }

  return NULL;
}
