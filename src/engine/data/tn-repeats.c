/* tn-repeats.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-repeats.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-hash.h"
#include "tn-pool.h"
#include "tn-space.h"

typedef struct
{
  TnTable *table;
  guint64 *hashes;
} Hashing;

/* Bits that are the same for numbers a person takes for the same: 0 and -0, and any missing. */
static guint64
number_bits (double number)
{
  guint64 bits;

  if (number == 0)
    number = 0;
  else if (isnan (number))
    number = (double) NAN;
  memcpy (&bits, &number, sizeof bits);

  return bits;
}

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
      else if (chunk->kind == TN_CHUNK_NUMBER)
        value = number_bits (chunk->number[i]);
      else
        value = (guint64) chunk->time[i];
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

/* Missing equals missing. */
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
      return number_bits (x->number[i]) == number_bits (y->number[j]);
    case TN_CHUNK_TIME:
    default:
      return x->time[i] == y->time[j];
    }
}

/* A row that may equal an earlier one, because their hashes are equal. */
typedef struct
{
  gsize row;
  gsize earlier;
  gboolean differs;
} Pair;

typedef struct
{
  Pair *items;
  gsize n, n_allocated;
} Pairs;

static void
pairs_clear (Pairs *self)
{
  g_free (self->items);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pairs, pairs_clear)

static gboolean
compare_column (TnColumn *column, Pairs *pairs, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) chunks = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_chunk_unref);

  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      TnChunk *chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL)
        return FALSE;
      g_ptr_array_add (chunks, chunk);
    }
  for (gsize i = 0; i < pairs->n; i++)
    {
      Pair *pair = &pairs->items[i];

      if (i % TN_CHUNK_ROWS == 0 && tn_cancelled (cancellable, error))
        return FALSE;
      if (!pair->differs)
        pair->differs = !cells_equal (g_ptr_array_index (chunks, pair->row / TN_CHUNK_ROWS),
                                      pair->row % TN_CHUNK_ROWS,
                                      g_ptr_array_index (chunks, pair->earlier / TN_CHUNK_ROWS),
                                      pair->earlier % TN_CHUNK_ROWS);
    }

  return TRUE;
}

static gsize *
alloc_slots (gsize n_slots, GError **error)
{
  gsize *slots = g_try_malloc0_n (n_slots, sizeof (gsize));

  if (slots == NULL)
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("There is not enough free memory to look for repeats. Close other programs."),
                  NULL);

  return slots;
}

static gsize
count_slots (gsize n_rows)
{
  gsize n_slots = 16;

  while (n_slots < 2 * n_rows)
    n_slots *= 2;

  return n_slots;
}

/* Puts row into its slot (row + 1; 0 is free), or pairs it with the first row of its hash. */
static gboolean
place_row (gsize row,
           const guint64 *hashes,
           gsize *slots,
           gsize n_slots,
           Pairs *pairs,
           GError **error)
{
  gsize at = hashes[row] & (n_slots - 1);

  while (slots[at] != 0 && hashes[slots[at] - 1] != hashes[row])
    at = (at + 1) & (n_slots - 1);
  if (slots[at] == 0)
    {
      slots[at] = row + 1;
      return TRUE;
    }
  if (!tn_space_grow ((gpointer *) &pairs->items, &pairs->n_allocated, pairs->n + 1, sizeof (Pair),
                      error))
    return FALSE;
  pairs->items[pairs->n++] = (Pair){ row, slots[at] - 1, FALSE };

  return TRUE;
}

/* @among: (nullable): pairs whose later rows are to be looked at, ascending; all when %NULL. */
static gboolean
find_pairs (const guint64 *hashes,
            gsize n_rows,
            const Pairs *among,
            Pairs *pairs,
            GCancellable *cancellable,
            GError **error)
{
  gsize n = among != NULL ? among->n : n_rows, n_slots = count_slots (n);
  g_autofree gsize *slots = alloc_slots (n_slots, error);

  if (slots == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      if (i % TN_CHUNK_ROWS == 0 && tn_cancelled (cancellable, error))
        return FALSE;
      if (!place_row (among != NULL ? among->items[i].row : i, hashes, slots, n_slots, pairs,
                      error))
        return FALSE;
    }

  return TRUE;
}

/* Marks the rows of equal pairs, and keeps those that only share a hash. */
static gboolean
mark_equal (TnTable *table,
            Pairs *pairs,
            guint8 *marks,
            gsize *n_marked,
            GCancellable *cancellable,
            GError **error)
{
  gsize n_different = 0;

  for (guint col = 0; col < tn_table_get_n_columns (table) && pairs->n > 0; col++)
    if (!compare_column (tn_table_get_column (table, col), pairs, cancellable, error))
      return FALSE;
  for (gsize i = 0; i < pairs->n; i++)
    if (pairs->items[i].differs)
      pairs->items[n_different++] = pairs->items[i];
    else
      {
        marks[pairs->items[i].row] = TRUE;
        (*n_marked)++;
      }
  pairs->n = n_different;

  return TRUE;
}

/**
 * tn_mark_repeats:
 * @marks: (array): a byte for each row; set to 1 for repeats, left alone otherwise
 * @n_marked: (out): how many were set
 * @error: %TN_ERROR_SPACE, or as the columns say that cannot be loaded
 *
 * Finds rows that equal an earlier row in every column; missing equals missing, and -0
 * equals 0. Takes about 24 bytes a row. Different rows with one hash of 64 bits are told apart
 * by comparing them, and looked at again among themselves.
 */
gboolean
tn_mark_repeats (TnTable *table,
                 guint8 *marks,
                 gsize *n_marked,
                 GCancellable *cancellable,
                 GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autofree guint64 *hashes = alloc_slots (MAX (n, 1), error);
  g_auto (Pairs) pairs = { 0 };
  Hashing hashing = { table, hashes };

  *n_marked = 0;
  if (hashes == NULL || !tn_pool_for ((n + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS, hash_rows, &hashing,
                                      cancellable, error))
    return FALSE;

  if (!find_pairs (hashes, n, NULL, &pairs, cancellable, error) ||
      !mark_equal (table, &pairs, marks, n_marked, cancellable, error))
    return FALSE;
  /* Each round settles at least the first of the rows that share a hash. */
  while (pairs.n > 0)
    {
      g_auto (Pairs) among = pairs;

      pairs = (Pairs){ 0 };
      if (!find_pairs (hashes, n, &among, &pairs, cancellable, error) ||
          !mark_equal (table, &pairs, marks, n_marked, cancellable, error))
        return FALSE;
    }

  return TRUE;
}
