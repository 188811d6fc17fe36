/* tn-column.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-column.h"

#include <math.h>
#include <string.h>

#include "tn-hash.h"
#include "tn-plain.h"
#include "tn-space.h"

struct _TnColumn
{
  gatomicrefcount ref_count;
  TnColumnType type;
  gsize n_rows;
  gsize n_chunks;

  /* Resident: all of them. Lazy: %NULL, and the functions are asked. */
  TnChunk **chunks;
  TnDictionary *dictionary;
  TnChunkLoadFunc load_chunk;
  TnDictionaryLoadFunc load_dictionary;
  gpointer user_data;
  GDestroyNotify destroy;
};

static const char *const type_ids[TN_N_COLUMN_TYPES] = {
  [TN_COLUMN_NUMBER] = "number", [TN_COLUMN_CATEGORY] = "category", [TN_COLUMN_TIME] = "time",
  [TN_COLUMN_TEXT] = "text",     [TN_COLUMN_FLAG] = "flag",
};

const char *
tn_column_type_to_id (TnColumnType type)
{
  g_return_val_if_fail (type < TN_N_COLUMN_TYPES, NULL);

  return type_ids[type];
}

gboolean
tn_column_type_from_id (const char *id, TnColumnType *type)
{
  for (guint i = 0; i < TN_N_COLUMN_TYPES; i++)
    if (g_strcmp0 (id, type_ids[i]) == 0)
      {
        *type = i;
        return TRUE;
      }

  return FALSE;
}

TnChunkKind
tn_column_type_get_kind (TnColumnType type)
{
  switch (type)
    {
    case TN_COLUMN_NUMBER:
      return TN_CHUNK_NUMBER;
    case TN_COLUMN_TIME:
      return TN_CHUNK_TIME;
    case TN_COLUMN_TEXT:
      return TN_CHUNK_TEXT;
    case TN_COLUMN_CATEGORY:
    case TN_COLUMN_FLAG:
    default:
      return TN_CHUNK_CODE;
    }
}

static gsize
count_chunks (gsize n_rows)
{
  return (n_rows + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS;
}

static TnColumn *
column_new (TnColumnType type, gsize n_rows)
{
  TnColumn *self = g_new0 (TnColumn, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->type = type;
  self->n_rows = n_rows;
  self->n_chunks = count_chunks (n_rows);

  return self;
}

/**
 * tn_column_new:
 * @dictionary: (nullable): for categories and flags
 * @chunks: (array length=n_chunks) (transfer full): all but the last of %TN_CHUNK_ROWS rows;
 *   the array itself stays the caller's
 *
 * Returns: (transfer full): a resident column
 */
TnColumn *
tn_column_new (TnColumnType type, TnDictionary *dictionary, TnChunk **chunks, gsize n_chunks)
{
  gsize n_rows = n_chunks > 0 ? (n_chunks - 1) * TN_CHUNK_ROWS + chunks[n_chunks - 1]->n_rows : 0;
  TnColumn *self = column_new (type, n_rows);

  g_assert (self->n_chunks == n_chunks);
  self->chunks = g_new (TnChunk *, n_chunks);
  for (gsize i = 0; i < n_chunks; i++)
    {
      g_assert (chunks[i]->kind == tn_column_type_get_kind (type));
      self->chunks[i] = chunks[i];
    }
  if (tn_column_type_get_kind (type) == TN_CHUNK_CODE)
    self->dictionary =
        tn_dictionary_ref (type == TN_COLUMN_FLAG ? tn_dictionary_get_flags () : dictionary);

  return self;
}

/**
 * tn_column_new_lazy:
 * @load_chunk: gives a chunk; called on any thread, for any chunk, any number of times
 * @load_dictionary: (nullable): for categories
 * @user_data: (transfer full): for both, freed by @destroy
 *
 * Returns: (transfer full): a column whose chunks are loaded when asked for
 */
TnColumn *
tn_column_new_lazy (TnColumnType type,
                    gsize n_rows,
                    TnChunkLoadFunc load_chunk,
                    TnDictionaryLoadFunc load_dictionary,
                    gpointer user_data,
                    GDestroyNotify destroy)
{
  TnColumn *self = column_new (type, n_rows);

  self->load_chunk = load_chunk;
  self->load_dictionary = load_dictionary;
  self->user_data = user_data;
  self->destroy = destroy;
  if (type == TN_COLUMN_FLAG)
    self->dictionary = tn_dictionary_ref (tn_dictionary_get_flags ());

  return self;
}

TnColumn *
tn_column_ref (TnColumn *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_column_unref (TnColumn *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->chunks != NULL)
    for (gsize i = 0; i < self->n_chunks; i++)
      tn_chunk_unref (self->chunks[i]);
  g_free (self->chunks);
  g_clear_pointer (&self->dictionary, tn_dictionary_unref);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self);
}

TnColumnType
tn_column_get_column_type (const TnColumn *self)
{
  return self->type;
}

gsize
tn_column_get_n_rows (const TnColumn *self)
{
  return self->n_rows;
}

gsize
tn_column_get_n_chunks (const TnColumn *self)
{
  return self->n_chunks;
}

/**
 * tn_column_get_chunk:
 * @index: below the number of chunks
 * @error: as the loader says: damaged, out of memory
 *
 * Returns: (transfer full) (nullable): the chunk
 */
TnChunk *
tn_column_get_chunk (TnColumn *self, gsize index, GError **error)
{
  g_return_val_if_fail (index < self->n_chunks, NULL);

  return self->chunks != NULL ? tn_chunk_ref (self->chunks[index])
                              : self->load_chunk (index, self->user_data, error);
}

/**
 * tn_column_get_dictionary:
 *
 * Returns: (transfer full) (nullable): the dictionary of a category or flag
 */
TnDictionary *
tn_column_get_dictionary (TnColumn *self, GError **error)
{
  g_return_val_if_fail (tn_column_type_get_kind (self->type) == TN_CHUNK_CODE, NULL);

  return self->dictionary != NULL ? tn_dictionary_ref (self->dictionary)
                                  : self->load_dictionary (self->user_data, error);
}

/**
 * tn_column_count_missing:
 * @n_missing: (out): rows without a value
 * @error: what loading a chunk gives
 *
 * Reads every chunk once.
 */
gboolean
tn_column_count_missing (TnColumn *self, gsize *n_missing, GError **error)
{
  *n_missing = 0;
  for (gsize i = 0; i < self->n_chunks; i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (self, i, error);

      if (chunk == NULL)
        return FALSE;
      *n_missing += tn_chunk_count_missing (chunk);
    }

  return TRUE;
}

static gpointer
dup_values (TnColumn *self, TnChunkKind kind, gsize size, GError **error)
{
  g_autofree char *values = g_try_malloc_n (MAX (self->n_rows, 1), size);

  g_return_val_if_fail (tn_column_type_get_kind (self->type) == kind, NULL);

  if (values == NULL)
    {
      tn_space_set_error (error);
      return NULL;
    }
  for (gsize i = 0; i < self->n_chunks; i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (self, i, error);

      if (chunk == NULL)
        return NULL;
      memcpy (values + i * TN_CHUNK_ROWS * size, chunk->number, chunk->n_rows * size);
    }

  return g_steal_pointer (&values);
}

/**
 * tn_column_dup_numbers:
 *
 * Returns: (transfer full) (array): all values of a number column; free with g_free()
 */
double *
tn_column_dup_numbers (TnColumn *self, GError **error)
{
  return dup_values (self, TN_CHUNK_NUMBER, sizeof (double), error);
}

/**
 * tn_column_dup_codes:
 * @self: of categories or flags
 * @error: %TN_ERROR_SPACE, or what loading a chunk gives
 *
 * Returns: (transfer full) (nullable): one code a row, %TN_CODE_MISSING without a value
 */
guint32 *
tn_column_dup_codes (TnColumn *self, GError **error)
{
  return dup_values (self, TN_CHUNK_CODE, sizeof (guint32), error);
}

/**
 * tn_column_dup_times:
 * @self: of times
 * @error: %TN_ERROR_SPACE, or what loading a chunk gives
 *
 * Returns: (transfer full) (nullable): microseconds since 1970 UTC, one a row,
 *   %TN_TIME_MISSING without a value
 */
gint64 *
tn_column_dup_times (TnColumn *self, GError **error)
{
  return dup_values (self, TN_CHUNK_TIME, sizeof (gint64), error);
}

/* A day no calendar has is no cell. */
static char *
format_time (gint64 time)
{
  char plain[TN_PLAIN_BYTES];
  int year, month, day;
  gint64 in_day;

  if (!tn_plain_split_time (time, &year, &month, &day, &in_day))
    return NULL;
  tn_plain_time (time, plain);

  return g_strdup (plain);
}

/**
 * tn_column_dup_cell:
 * @row: below the number of rows
 * @error: set only when the chunk could not be loaded
 *
 * For single cells; loops take chunks.
 *
 * Returns: (transfer full) (nullable): the cell as text, whatever the locale: numbers with as many
 *   digits as bring them back, times as 2026-03-01 or 2026-03-01 14:05:00 in UTC; %NULL when
 * missing
 */
char *
tn_column_dup_cell (TnColumn *self, gsize row, GError **error)
{
  g_autoptr (TnChunk) chunk = NULL;
  g_autoptr (TnDictionary) dictionary = NULL;
  guint at = row % TN_CHUNK_ROWS;
  char plain[TN_PLAIN_BYTES];

  g_return_val_if_fail (row < self->n_rows, NULL);

  chunk = tn_column_get_chunk (self, row / TN_CHUNK_ROWS, error);
  if (chunk == NULL || tn_chunk_is_missing (chunk, at))
    return NULL;

  switch (chunk->kind)
    {
    case TN_CHUNK_NUMBER:
      tn_plain_number (chunk->number[at], plain);
      return g_strdup (plain);
    case TN_CHUNK_TIME:
      return format_time (chunk->time[at]);
    case TN_CHUNK_TEXT:
      return g_strndup (chunk->text + chunk->offset[at], chunk->offset[at + 1] - chunk->offset[at]);
    case TN_CHUNK_CODE:
    default:
      dictionary = tn_column_get_dictionary (self, error);
      return dictionary != NULL ? tn_dictionary_dup (dictionary, chunk->code[at]) : NULL;
    }
}

/**
 * tn_column_add_to_fingerprint:
 * @fingerprint: a #TnFingerprint
 *
 * Takes in type and values; a category by its dictionary and codes.
 */
gboolean
tn_column_add_to_fingerprint (TnColumn *self, gpointer fingerprint, GError **error)
{
  tn_fingerprint_add_int (fingerprint, self->type);
  tn_fingerprint_add_int (fingerprint, self->n_rows);

  if (tn_column_type_get_kind (self->type) == TN_CHUNK_CODE)
    {
      g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (self, error);
      g_autoptr (GBytes) arena = NULL;

      if (dictionary == NULL)
        return FALSE;
      arena = tn_dictionary_dup_arena (dictionary);
      tn_fingerprint_add (fingerprint, g_bytes_get_data (arena, NULL), g_bytes_get_size (arena));
    }

  for (gsize i = 0; i < self->n_chunks; i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (self, i, error);

      if (chunk == NULL)
        return FALSE;
      if (chunk->kind == TN_CHUNK_TEXT)
        {
          tn_fingerprint_add (fingerprint, chunk->offset, sizeof (guint32) * (chunk->n_rows + 1));
          tn_fingerprint_add (fingerprint, chunk->text, chunk->offset[chunk->n_rows]);
          for (guint row = 0; row < chunk->n_rows; row++)
            if (tn_chunk_is_missing (chunk, row))
              tn_fingerprint_add_int (fingerprint, row);
        }
      else
        tn_fingerprint_add (fingerprint, chunk->number, tn_chunk_get_size (chunk));
    }

  return TRUE;
}

/* The column of @chunks as far as they were made: all of them, or none and an error. */
static TnColumn *
take_chunks (TnColumnType type,
             TnDictionary *dictionary,
             TnChunk **chunks,
             gsize n_made,
             gsize n_chunks,
             GError **error)
{
  if (n_made == n_chunks)
    return tn_column_new (type, dictionary, chunks, n_chunks);
  for (gsize i = 0; i < n_made; i++)
    tn_chunk_unref (chunks[i]);
  tn_space_set_error (error);

  return NULL;
}

static TnColumn *
try_from_values (TnColumnType type,
                 TnDictionary *dictionary,
                 gconstpointer values,
                 gsize size,
                 gsize n_rows,
                 GError **error)
{
  gsize n_chunks = count_chunks (n_rows), i = 0;
  g_autofree TnChunk **chunks = g_new (TnChunk *, n_chunks);

  for (; i < n_chunks; i++)
    {
      guint rows = MIN (TN_CHUNK_ROWS, n_rows - i * TN_CHUNK_ROWS);

      chunks[i] = tn_chunk_try_new (tn_column_type_get_kind (type), rows);
      if (chunks[i] == NULL)
        break;
      memcpy (chunks[i]->number, (const char *) values + i * TN_CHUNK_ROWS * size, rows * size);
    }

  return take_chunks (type, dictionary, chunks, i, n_chunks, error);
}

/* Of a length the program knows: as everywhere in GLib, no memory for it ends the program. */
static TnColumn *
insist (TnColumn *column)
{
  if (column == NULL)
    g_error ("no memory for a column");

  return column;
}

/**
 * tn_column_try_new_numbers:
 * @values: (array length=n_rows): copied; NaN is missing
 * @error: %TN_ERROR_SPACE
 */
TnColumn *
tn_column_try_new_numbers (const double *values, gsize n_rows, GError **error)
{
  return try_from_values (TN_COLUMN_NUMBER, NULL, values, sizeof (double), n_rows, error);
}

TnColumn *
tn_column_new_numbers (const double *values, gsize n_rows)
{
  return insist (tn_column_try_new_numbers (values, n_rows, NULL));
}

/**
 * tn_column_try_new_codes:
 * @type: category or flag
 * @dictionary: (nullable): for a category
 */
TnColumn *
tn_column_try_new_codes (TnColumnType type,
                         TnDictionary *dictionary,
                         const guint32 *codes,
                         gsize n_rows,
                         GError **error)
{
  return try_from_values (type, dictionary, codes, sizeof (guint32), n_rows, error);
}

TnColumn *
tn_column_new_codes (TnColumnType type,
                     TnDictionary *dictionary,
                     const guint32 *codes,
                     gsize n_rows)
{
  return insist (tn_column_try_new_codes (type, dictionary, codes, n_rows, NULL));
}

/**
 * tn_column_try_new_times:
 * @times: (array length=n_rows): microseconds since 1970 UTC, copied; %TN_TIME_MISSING is missing
 * @error: %TN_ERROR_SPACE
 */
TnColumn *
tn_column_try_new_times (const gint64 *times, gsize n_rows, GError **error)
{
  return try_from_values (TN_COLUMN_TIME, NULL, times, sizeof (gint64), n_rows, error);
}

TnColumn *
tn_column_new_times (const gint64 *times, gsize n_rows)
{
  return insist (tn_column_try_new_times (times, n_rows, NULL));
}

/**
 * tn_column_try_new_flags:
 * @flags: (array length=n_rows): 0 no, 1 yes, anything else missing
 */
TnColumn *
tn_column_try_new_flags (const guint8 *flags, gsize n_rows, GError **error)
{
  g_autofree guint32 *codes = g_try_new (guint32, MAX (n_rows, 1));

  if (codes == NULL)
    {
      tn_space_set_error (error);
      return NULL;
    }
  for (gsize i = 0; i < n_rows; i++)
    codes[i] = flags[i] <= 1 ? flags[i] : TN_CODE_MISSING;

  return tn_column_try_new_codes (TN_COLUMN_FLAG, NULL, codes, n_rows, error);
}

TnColumn *
tn_column_new_flags (const guint8 *flags, gsize n_rows)
{
  return insist (tn_column_try_new_flags (flags, n_rows, NULL));
}

static TnChunk *
try_text_chunk (const char *const *texts, guint n_rows)
{
  gsize size = 0;
  gboolean any_missing = FALSE;
  TnChunk *chunk;

  for (guint i = 0; i < n_rows; i++)
    {
      size += texts[i] != NULL ? strlen (texts[i]) : 0;
      any_missing |= texts[i] == NULL;
    }

  chunk = size < G_MAXUINT32 ? tn_chunk_try_new_text (n_rows, size, any_missing) : NULL;
  for (guint i = 0; chunk != NULL && i < n_rows; i++)
    {
      gsize length = texts[i] != NULL ? strlen (texts[i]) : 0;

      if (length > 0)
        memcpy (chunk->text + chunk->offset[i], texts[i], length);
      chunk->offset[i + 1] = chunk->offset[i] + length;
      if (texts[i] == NULL)
        chunk->missing[i >> 3] |= 1 << (i & 7);
    }

  return chunk;
}

/**
 * tn_column_try_new_texts:
 * @texts: (array length=n_rows): %NULL for missing
 */
TnColumn *
tn_column_try_new_texts (const char *const *texts, gsize n_rows, GError **error)
{
  gsize n_chunks = count_chunks (n_rows), i = 0;
  g_autofree TnChunk **chunks = g_new (TnChunk *, n_chunks);

  for (; i < n_chunks; i++)
    {
      chunks[i] = try_text_chunk (texts + i * TN_CHUNK_ROWS,
                                  MIN (TN_CHUNK_ROWS, n_rows - i * TN_CHUNK_ROWS));
      if (chunks[i] == NULL)
        break;
    }

  return take_chunks (TN_COLUMN_TEXT, NULL, chunks, i, n_chunks, error);
}

TnColumn *
tn_column_new_texts (const char *const *texts, gsize n_rows)
{
  return insist (tn_column_try_new_texts (texts, n_rows, NULL));
}

/* A view: rows of another column in an order of their own, gathered chunk by chunk. */
typedef struct
{
  TnColumn *parent;
  GBytes *rows;
} View;

/* The parent's chunks a view's chunk needs, each loaded once. */
typedef struct
{
  TnColumn *parent;
  TnChunk **chunks;
} Loaded;

static void
loaded_clear (Loaded *self)
{
  for (gsize i = 0; i < self->parent->n_chunks; i++)
    g_clear_pointer (&self->chunks[i], tn_chunk_unref);
  g_free (self->chunks);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Loaded, loaded_clear)

static const TnChunk *
loaded_get (Loaded *self, gsize row, GError **error)
{
  gsize index = row / TN_CHUNK_ROWS;

  if (self->chunks[index] == NULL)
    self->chunks[index] = tn_column_get_chunk (self->parent, index, error);

  return self->chunks[index];
}

static gboolean
gather_fixed (Loaded *loaded, const gsize *rows, TnChunk *out, GError **error)
{
  for (guint i = 0; i < out->n_rows; i++)
    {
      const TnChunk *from = loaded_get (loaded, rows[i], error);
      guint at = rows[i] % TN_CHUNK_ROWS;

      if (from == NULL)
        return FALSE;
      if (out->kind == TN_CHUNK_CODE)
        out->code[i] = from->code[at];
      else
        out->time[i] = from->time[at]; /* 8 bytes, of a number too */
    }

  return TRUE;
}

static TnChunk *
gather_text (Loaded *loaded, const gsize *rows, guint n_rows, GError **error)
{
  gsize size = 0;
  gboolean any_missing = FALSE;
  TnChunk *out;

  for (guint i = 0; i < n_rows; i++)
    {
      const TnChunk *from = loaded_get (loaded, rows[i], error);
      guint at = rows[i] % TN_CHUNK_ROWS;

      if (from == NULL)
        return NULL;
      size += from->offset[at + 1] - from->offset[at];
      any_missing |= tn_chunk_is_missing (from, at);
    }

  out = size < G_MAXUINT32 ? tn_chunk_try_new_text (n_rows, size, any_missing) : NULL;
  if (out == NULL)
    {
      tn_space_set_error (error);
      return NULL;
    }
  for (guint i = 0; i < n_rows; i++)
    {
      const TnChunk *from = loaded_get (loaded, rows[i], NULL);
      guint at = rows[i] % TN_CHUNK_ROWS;
      gsize length = from->offset[at + 1] - from->offset[at];

      memcpy (out->text + out->offset[i], from->text + from->offset[at], length);
      out->offset[i + 1] = out->offset[i] + length;
      if (tn_chunk_is_missing (from, at))
        out->missing[i >> 3] |= 1 << (i & 7);
    }

  return out;
}

static TnChunk *
load_view_chunk (gsize index, gpointer user_data, GError **error)
{
  View *view = user_data;
  gsize n_rows = g_bytes_get_size (view->rows) / sizeof (gsize);
  const gsize *rows = (const gsize *) g_bytes_get_data (view->rows, NULL) + index * TN_CHUNK_ROWS;
  guint n = MIN (TN_CHUNK_ROWS, n_rows - index * TN_CHUNK_ROWS);
  TnChunkKind kind = tn_column_type_get_kind (view->parent->type);
  g_auto (Loaded) loaded = { view->parent, g_new0 (TnChunk *, view->parent->n_chunks) };
  g_autoptr (TnChunk) out = NULL;

  if (kind == TN_CHUNK_TEXT)
    return gather_text (&loaded, rows, n, error);

  out = tn_chunk_try_new (kind, n);
  if (out == NULL)
    {
      tn_space_set_error (error);
      return NULL;
    }
  if (!gather_fixed (&loaded, rows, out, error))
    return NULL;

  return g_steal_pointer (&out);
}

static TnDictionary *
load_view_dictionary (gpointer user_data, GError **error)
{
  View *view = user_data;

  return tn_column_get_dictionary (view->parent, error);
}

static void
view_free (gpointer data)
{
  View *view = data;

  tn_column_unref (view->parent);
  g_bytes_unref (view->rows);
  g_free (view);
}

/**
 * tn_column_new_view:
 * @parent: any column
 * @rows: row numbers of @parent as gsize, in the order wanted; repeats allowed
 *
 * Returns: (transfer full): those rows, gathered when read and not kept
 */
TnColumn *
tn_column_new_view (TnColumn *parent, GBytes *rows)
{
  View *view = g_new (View, 1);

  view->parent = tn_column_ref (parent);
  view->rows = g_bytes_ref (rows);

  return tn_column_new_lazy (parent->type, g_bytes_get_size (rows) / sizeof (gsize),
                             load_view_chunk, load_view_dictionary, view, view_free);
}
