/* tn-repeats.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-repeats.h"

#include <string.h>

#include "tn-error.h"
#include "tn-hash.h"
#include "tn-pool.h"

typedef struct
{
  TnTable *table;
  guint64 *hashes;
} Hashing;

static void
hash_chunk (const TnChunk *chunk, guint64 *hashes)
{
  for (guint i = 0; i < chunk->n_rows; i++)
    {
      guint64 value;

      if (chunk->kind == TN_CHUNK_CODE)
        value = chunk->code[i];
      else if (chunk->kind == TN_CHUNK_TEXT)
        value = tn_hash_bytes (chunk->text + chunk->offset[i],
                               chunk->offset[i + 1] - chunk->offset[i]) +
                tn_chunk_is_missing (chunk, i);
      else
        memcpy (&value, &chunk->time[i], sizeof value);
      hashes[i] = tn_hash_u64 (hashes[i] ^ value) + G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
    }
}

static gboolean
hash_rows (gsize index, gpointer user_data, GError **error)
{
  Hashing *self = user_data;

  for (guint col = 0; col < tn_table_get_n_columns (self->table); col++)
    {
      g_autoptr (TnChunk) chunk =
          tn_column_get_chunk (tn_table_get_column (self->table, col), index, error);

      if (chunk == NULL)
        return FALSE;
      hash_chunk (chunk, self->hashes + index * TN_CHUNK_ROWS);
    }

  return TRUE;
}

/* Whether rows a and b are equal to the byte; missing equals missing. */
static gboolean
cells_equal (const TnChunk *x, guint i, const TnChunk *y, guint j)
{
  switch (x->kind)
    {
    case TN_CHUNK_CODE:
      return x->code[i] == y->code[j];
    case TN_CHUNK_TEXT:
      return tn_chunk_is_missing (x, i) == tn_chunk_is_missing (y, j) &&
             x->offset[i + 1] - x->offset[i] == y->offset[j + 1] - y->offset[j] &&
             memcmp (x->text + x->offset[i], y->text + y->offset[j],
                     x->offset[i + 1] - x->offset[i]) == 0;
    case TN_CHUNK_NUMBER:
    case TN_CHUNK_TIME:
    default:
      return x->time[i] == y->time[j];
    }
}

/* Rows that may be equal, because their hashes are, to be compared column by column. */
typedef struct
{
  gsize row;
  gsize earlier;
} Pair;

static gboolean
drop_unequal (TnTable *table, GArray *pairs, GError **error)
{
  for (guint col = 0; col < tn_table_get_n_columns (table) && pairs->len > 0; col++)
    {
      TnColumn *column = tn_table_get_column (table, col);
      g_autoptr (GPtrArray) chunks =
          g_ptr_array_new_with_free_func ((GDestroyNotify) tn_chunk_unref);
      guint n_kept = 0;

      for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
        {
          TnChunk *chunk = tn_column_get_chunk (column, i, error);

          if (chunk == NULL)
            return FALSE;
          g_ptr_array_add (chunks, chunk);
        }
      for (guint i = 0; i < pairs->len; i++)
        {
          Pair pair = g_array_index (pairs, Pair, i);

          if (cells_equal (g_ptr_array_index (chunks, pair.row / TN_CHUNK_ROWS),
                           pair.row % TN_CHUNK_ROWS,
                           g_ptr_array_index (chunks, pair.earlier / TN_CHUNK_ROWS),
                           pair.earlier % TN_CHUNK_ROWS))
            g_array_index (pairs, Pair, n_kept++) = pair;
        }
      g_array_set_size (pairs, n_kept);
    }

  return TRUE;
}

/**
 * tn_mark_repeats:
 * @marks: (array): a byte for each row; set to 1 for repeats, left alone otherwise
 * @n_marked: (out): how many were set
 *
 * Finds rows that equal an earlier row in every column. Takes about 24 bytes a row; two
 * different rows with one hash of 64 bits are told apart by comparing them.
 */
gboolean
tn_mark_repeats (TnTable *table,
                 guint8 *marks,
                 gsize *n_marked,
                 GCancellable *cancellable,
                 GError **error)
{
  gsize n = tn_table_get_n_rows (table), n_slots = 16;
  gsize n_chunks = (n + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS;
  g_autofree guint64 *hashes = g_try_malloc0_n (MAX (n, 1), sizeof (guint64));
  g_autofree gsize *slots = NULL;
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  Hashing hashing = { table, hashes };

  while (n_slots < 2 * n)
    n_slots *= 2;
  slots = g_try_malloc0_n (n_slots, sizeof (gsize)); /* row + 1; 0 is free */
  if (hashes == NULL || slots == NULL)
    {
      tn_error_set (error, TN_ERROR_SPACE,
                    N_ ("There is not enough free memory to look for repeats."), NULL);
      return FALSE;
    }
  if (!tn_pool_for (n_chunks, hash_rows, &hashing, cancellable, error))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      gsize at = hashes[i] & (n_slots - 1);

      while (slots[at] != 0 && hashes[slots[at] - 1] != hashes[i])
        at = (at + 1) & (n_slots - 1);
      if (slots[at] == 0)
        slots[at] = i + 1;
      else
        {
          Pair pair = { i, slots[at] - 1 };

          g_array_append_val (pairs, pair);
        }
    }
  if (!drop_unequal (table, pairs, error))
    return FALSE;

  *n_marked = pairs->len;
  for (guint i = 0; i < pairs->len; i++)
    marks[g_array_index (pairs, Pair, i).row] = TRUE;

  return TRUE;
}
