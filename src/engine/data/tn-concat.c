/* tn-concat.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-concat.h"

#include <string.h>

#include "tn-error.h"
#include "tn-keys.h"
#include "tn-space.h"

/* One column of the result: the parts' columns one after the other, chunk by chunk. */
typedef struct
{
  GPtrArray *parts;         /* of TnColumn */
  gsize *starts;            /* first row of each part, and the end */
  TnDictionary *dictionary; /* of all parts together */
  guint32 **codes;          /* new code of each old code, a part; %NULL: unchanged */
} Joined;

static void
joined_free (gpointer data)
{
  Joined *self = data;

  for (guint i = 0; self->codes != NULL && i < self->parts->len; i++)
    g_free (self->codes[i]);
  g_free (self->codes);
  g_ptr_array_unref (self->parts);
  g_free (self->starts);
  g_clear_pointer (&self->dictionary, tn_dictionary_unref);
  g_free (self);
}

/* The part of view @rows that lies in part @part, as one chunk of it. */
static TnChunk *
read_slice (Joined *self, guint part, gsize first, gsize n, GError **error)
{
  gsize *rows = tn_keys_try_alloc (n, sizeof (gsize), error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TnColumn) view = NULL;

  if (rows == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    rows[i] = first + i;
  bytes = g_bytes_new_take (rows, n * sizeof (gsize));
  view = tn_column_new_view (g_ptr_array_index (self->parts, part), bytes);

  return tn_column_get_chunk (view, 0, error);
}

static void
copy_fixed (const Joined *self, guint part, const TnChunk *from, TnChunk *to, guint at)
{
  for (guint i = 0; i < from->n_rows; i++)
    if (from->kind != TN_CHUNK_CODE)
      to->time[at + i] = from->time[i];
    else if (self->codes[part] == NULL || from->code[i] == TN_CODE_MISSING)
      to->code[at + i] = from->code[i];
    else
      to->code[at + i] = self->codes[part][from->code[i]];
}

static TnChunk *
join_texts (GPtrArray *slices, guint n_rows, GError **error)
{
  gsize size = 0;
  guint at = 0;
  TnChunk *out;

  for (guint i = 0; i < slices->len; i++)
    {
      const TnChunk *slice = g_ptr_array_index (slices, i);

      size += slice->offset[slice->n_rows];
    }
  out = size < G_MAXUINT32 ? tn_chunk_try_new_text (n_rows, size, TRUE) : NULL;
  if (out == NULL)
    {
      tn_space_set_error (error);
      return NULL;
    }
  for (guint i = 0; i < slices->len; i++)
    {
      const TnChunk *slice = g_ptr_array_index (slices, i);
      guint32 start = out->offset[at];

      memcpy (out->text + start, slice->text, slice->offset[slice->n_rows]);
      for (guint row = 0; row < slice->n_rows; row++, at++)
        {
          out->offset[at + 1] = start + slice->offset[row + 1];
          if (tn_chunk_is_missing (slice, row))
            out->missing[at >> 3] |= 1 << (at & 7);
        }
    }

  return out;
}

static TnChunk *
join_fixed (const Joined *self,
            GPtrArray *slices,
            const guint *parts,
            TnChunkKind kind,
            guint n_rows,
            GError **error)
{
  TnChunk *out = tn_chunk_try_new (kind, n_rows);
  guint at = 0;

  if (out == NULL)
    {
      tn_space_set_error (error);
      return NULL;
    }
  for (guint i = 0; i < slices->len; i++)
    {
      const TnChunk *slice = g_ptr_array_index (slices, i);

      copy_fixed (self, parts[i], slice, out, at);
      at += slice->n_rows;
    }

  return out;
}

static TnChunk *
load_joined_chunk (gsize index, gpointer user_data, GError **error)
{
  Joined *self = user_data;
  g_autoptr (GPtrArray) slices = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_chunk_unref);
  g_autofree guint *parts = g_new (guint, self->parts->len);
  gsize first = index * TN_CHUNK_ROWS;
  gsize last = MIN (first + TN_CHUNK_ROWS, self->starts[self->parts->len]);
  TnChunkKind kind =
      tn_column_type_get_kind (tn_column_get_column_type (g_ptr_array_index (self->parts, 0)));

  for (guint part = 0; part < self->parts->len; part++)
    {
      gsize from = MAX (first, self->starts[part]), to = MIN (last, self->starts[part + 1]);
      TnChunk *slice;

      if (from >= to)
        continue;
      slice = read_slice (self, part, from - self->starts[part], to - from, error);
      if (slice == NULL)
        return NULL;
      parts[slices->len] = part;
      g_ptr_array_add (slices, slice);
    }

  return kind == TN_CHUNK_TEXT ? join_texts (slices, last - first, error)
                               : join_fixed (self, slices, parts, kind, last - first, error);
}

static TnDictionary *
load_joined_dictionary (gpointer user_data, GError **error)
{
  return tn_dictionary_ref (((Joined *) user_data)->dictionary);
}

static guint32 *
map_codes (TnDictionary *from, TnDictionaryBuilder *builder, GError **error)
{
  guint32 n = tn_dictionary_get_size (from);
  guint32 *codes = tn_keys_try_alloc (n, sizeof (guint32), error);

  for (guint32 i = 0; codes != NULL && i < n; i++)
    {
      gsize length;
      const char *text = tn_dictionary_get (from, i, &length);

      codes[i] = tn_dictionary_builder_intern (builder, text, length);
    }

  return codes;
}

static gboolean
join_dictionaries (Joined *self, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tn_dictionary_unref);
  g_autoptr (TnDictionaryBuilder) builder = NULL;
  gboolean all_same = TRUE;

  for (guint i = 0; i < self->parts->len; i++)
    {
      TnDictionary *dictionary =
          tn_column_get_dictionary (g_ptr_array_index (self->parts, i), error);

      if (dictionary == NULL)
        return FALSE;
      g_ptr_array_add (found, dictionary);
      all_same &= dictionary == g_ptr_array_index (found, 0);
    }

  self->codes = g_new0 (guint32 *, self->parts->len);
  if (all_same)
    {
      self->dictionary = tn_dictionary_ref (g_ptr_array_index (found, 0));
      return TRUE;
    }
  builder = tn_dictionary_builder_new ();
  for (guint i = 0; i < self->parts->len; i++)
    {
      self->codes[i] = map_codes (g_ptr_array_index (found, i), builder, error);
      if (self->codes[i] == NULL)
        return FALSE;
    }
  self->dictionary = tn_dictionary_builder_try_end (g_steal_pointer (&builder), error);

  return self->dictionary != NULL;
}

static TnColumn *
join_columns (TnTable *const *parts, guint n_parts, const char *name, GError **error)
{
  Joined *self = g_new0 (Joined, 1);
  TnColumnType type = 0;

  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_column_unref);
  self->starts = g_new0 (gsize, n_parts + 1);
  for (guint i = 0; i < n_parts; i++)
    {
      int place = tn_table_find (parts[i], name);
      TnColumn *column = place >= 0 ? tn_table_get_column (parts[i], place) : NULL;

      if (i == 0)
        type = tn_column_get_column_type (column);
      if (column == NULL || tn_column_get_column_type (column) != type)
        {
          tn_error_set (
              error, TN_ERROR_DATA,
              N_ ("The tables do not fit under each other: the column “{column}” is missing in "
                  "one or of another type."),
              "column", name, NULL);
          joined_free (self);
          return NULL;
        }
      g_ptr_array_add (self->parts, tn_column_ref (column));
      self->starts[i + 1] = self->starts[i] + tn_column_get_n_rows (column);
    }
  if (tn_column_type_get_kind (type) == TN_CHUNK_CODE && !join_dictionaries (self, error))
    {
      joined_free (self);
      return NULL;
    }

  return tn_column_new_lazy (type, self->starts[n_parts], load_joined_chunk, load_joined_dictionary,
                             self, joined_free);
}

static gboolean
set_joined_roles (TnTableBuilder *builder,
                  TnTable *const *parts,
                  guint n_parts,
                  gsize n_rows,
                  GError **error)
{
  guint8 *roles = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gboolean any = FALSE;
  gsize at = 0;

  for (guint i = 0; i < n_parts; i++)
    any |= tn_table_get_row_roles (parts[i]) != NULL;
  if (!any)
    return TRUE;
  roles = tn_keys_try_alloc (n_rows, 1, error);
  if (roles == NULL)
    return FALSE;
  for (guint i = 0; i < n_parts; i++)
    {
      const guint8 *part = tn_table_get_row_roles (parts[i]);

      if (part != NULL)
        memcpy (roles + at, part, tn_table_get_n_rows (parts[i]));
      at += tn_table_get_n_rows (parts[i]);
    }
  bytes = g_bytes_new_take (roles, n_rows);
  tn_table_builder_set_row_roles (builder, bytes);

  return TRUE;
}

/**
 * tn_table_concat:
 * @parts: (array length=n_parts): at least one; the first says which columns there are
 * @error: %TN_ERROR_DATA when a part lacks a column or has it in another type,
 *   %TN_ERROR_SPACE
 *
 * Puts tables one under the other, columns found by name. Nothing is copied before it
 * is read.
 *
 * Returns: (transfer full): the rows of all parts, with their roles
 */
TnTable *
tn_table_concat (TnTable *const *parts, guint n_parts, GError **error)
{
  g_autoptr (TnTableBuilder) builder = NULL;
  gsize n_rows = 0;

  g_return_val_if_fail (n_parts > 0, NULL);

  for (guint i = 0; i < n_parts; i++)
    n_rows += tn_table_get_n_rows (parts[i]);
  builder = tn_table_builder_new (n_rows);
  for (guint i = 0; i < tn_table_get_n_columns (parts[0]); i++)
    {
      const TnField *field = tn_table_get_field (parts[0], i);
      g_autoptr (TnColumn) column = join_columns (parts, n_parts, field->name, error);

      if (column == NULL)
        return NULL;
      tn_table_builder_add (builder, field, column);
    }
  if (!set_joined_roles (builder, parts, n_parts, n_rows, error))
    return NULL;

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/**
 * tn_table_interleave:
 * @a_rows: (array): for each row of @a its place in the result
 * @b_rows: (array): for each row of @b
 *
 * Returns: (transfer full): the rows of both, each at its place
 */
TnTable *
tn_table_interleave (TnTable *a,
                     const gsize *a_rows,
                     TnTable *b,
                     const gsize *b_rows,
                     GError **error)
{
  TnTable *parts[] = { a, b };
  gsize n_a = tn_table_get_n_rows (a), n_b = tn_table_get_n_rows (b);
  g_autoptr (TnTable) below = tn_table_concat (parts, 2, error);
  g_autoptr (GBytes) bytes = NULL;
  gsize *rows;

  if (below == NULL)
    return NULL;

  rows = tn_keys_try_alloc (n_a + n_b, sizeof (gsize), error);
  if (rows == NULL)
    return NULL;
  for (gsize i = 0; i < n_a; i++)
    rows[a_rows[i]] = i;
  for (gsize i = 0; i < n_b; i++)
    rows[b_rows[i]] = n_a + i;
  bytes = g_bytes_new_take (rows, (n_a + n_b) * sizeof (gsize));

  return tn_table_try_new_view (below, bytes, error);
}
