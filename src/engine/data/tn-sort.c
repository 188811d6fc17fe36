/* tn-sort.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-sort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-error.h"
#include "tn-keys.h"
#include "tn-pool.h"

#define BLOCK_ROWS (4 * TN_CHUNK_ROWS)
#define N_DIGITS   256

/* A string's first eight bytes as a number decide most comparisons. */
typedef struct
{
  guint64 prefix;
  guint32 code;
} Entry;

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Entry *x = a, *y = b;
  const TnDictionary *dictionary = user_data;
  gsize n_x, n_y;
  const char *text_x, *text_y;
  int order;

  if (x->prefix != y->prefix)
    return x->prefix < y->prefix ? -1 : 1;
  text_x = tn_dictionary_get (dictionary, x->code, &n_x);
  text_y = tn_dictionary_get (dictionary, y->code, &n_y);
  order = memcmp (text_x, text_y, MIN (n_x, n_y));

  return order != 0 ? order : (n_x > n_y) - (n_x < n_y);
}

static guint64
prefix_of (const char *text, gsize length)
{
  guint64 prefix = 0;

  for (gsize i = 0; i < 8; i++)
    prefix = prefix << 8 | (i < length ? (guint8) text[i] : 0);

  return prefix;
}

/**
 * tn_sort_dictionary:
 * @error: %TN_ERROR_SPACE
 *
 * Returns: (transfer full) (array) (nullable): the codes in the order of their strings' bytes
 */
guint32 *
tn_sort_dictionary (const TnDictionary *dictionary, GError **error)
{
  guint32 n = tn_dictionary_get_size (dictionary);
  g_autofree Entry *entries = tn_keys_try_alloc (n, sizeof (Entry), error);
  guint32 *order = entries != NULL ? tn_keys_try_alloc (n, sizeof (guint32), error) : NULL;
  gboolean sorted = TRUE;

  if (order == NULL)
    return NULL;
  for (guint32 i = 0; i < n; i++)
    {
      gsize length;
      const char *text = tn_dictionary_get (dictionary, i, &length);

      entries[i] = (Entry){ prefix_of (text, length), i };
      if (i > 0 && sorted)
        sorted = compare_entries (&entries[i - 1], &entries[i], (gpointer) dictionary) < 0;
    }
  if (!sorted)
    qsort_r (entries, n, sizeof (Entry), compare_entries, (gpointer) dictionary);
  for (guint32 i = 0; i < n; i++)
    order[i] = entries[i].code;

  return order;
}

/* Ascending integers for numbers: flip all bits of negatives, the sign of the others. */
static guint64
number_to_order (double value, gboolean descending)
{
  guint64 bits;

  if (isnan (value))
    return G_MAXUINT64;
  value = value == 0 ? 0 : value;
  memcpy (&bits, &value, sizeof bits);
  bits = bits >> 63 ? ~bits : bits | G_GUINT64_CONSTANT (1) << 63;

  return descending ? ~bits : bits;
}

static guint64
time_to_order (gint64 time, gboolean descending)
{
  guint64 bits = (guint64) time ^ G_GUINT64_CONSTANT (1) << 63;

  if (time == TN_TIME_MISSING)
    return G_MAXUINT64;

  return descending ? ~bits : bits;
}

static guint64 *
dup_order_of_codes (TnColumn *column, gboolean descending, GError **error)
{
  gsize n = tn_column_get_n_rows (column);
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = NULL, *order = NULL, *rank = NULL;
  guint64 *keys;
  guint32 size;

  if (!tn_keys_dup_codes (column, &codes, &dictionary, error))
    return NULL;
  keys = tn_keys_try_alloc (n, sizeof (guint64), error);
  if (keys == NULL)
    return NULL;
  size = tn_dictionary_get_size (dictionary);
  order = tn_sort_dictionary (dictionary, error);
  rank = order != NULL ? tn_keys_try_alloc (size, sizeof (guint32), error) : NULL;
  if (rank == NULL)
    {
      g_free (keys);
      return NULL;
    }
  for (guint32 i = 0; i < size; i++)
    rank[order[i]] = descending ? size - 1 - i : i;
  for (gsize i = 0; i < n; i++)
    keys[i] = codes[i] == TN_CODE_MISSING ? size : rank[codes[i]];

  return keys;
}

/* One integer a row whose order is the column's. */
static guint64 *
dup_order (TnColumn *column, gboolean descending, GError **error)
{
  gsize n = tn_column_get_n_rows (column);
  guint64 *keys;

  switch (tn_column_get_column_type (column))
    {
    case TN_COLUMN_NUMBER:
      keys = (guint64 *) tn_column_dup_numbers (column, error);
      for (gsize i = 0; keys != NULL && i < n; i++)
        {
          double value;

          memcpy (&value, &keys[i], sizeof value);
          keys[i] = number_to_order (value, descending);
        }
      return keys;
    case TN_COLUMN_TIME:
      keys = (guint64 *) tn_column_dup_times (column, error);
      for (gsize i = 0; keys != NULL && i < n; i++)
        keys[i] = time_to_order ((gint64) keys[i], descending);
      return keys;
    case TN_COLUMN_CATEGORY:
    case TN_COLUMN_FLAG:
    case TN_COLUMN_TEXT:
    default:
      return dup_order_of_codes (column, descending, error);
    }
}

/* One least-significant-digit radix sort of pairs, in blocks that do not depend on threads. */
typedef struct
{
  gsize n;
  guint shift;
  const guint64 *keys;
  guint64 *keys_out;
  const guint32 *rows;
  guint32 *rows_out;
  gsize (*counts)[N_DIGITS]; /* a row for each block: counts, then places */
} Pass;

static gboolean
count_digits (gsize index, gpointer user_data, GError **error)
{
  Pass *pass = user_data;
  gsize end = MIN (pass->n, (index + 1) * BLOCK_ROWS);

  memset (pass->counts[index], 0, sizeof pass->counts[index]);
  for (gsize i = index * BLOCK_ROWS; i < end; i++)
    pass->counts[index][pass->keys[i] >> pass->shift & 0xff]++;

  return TRUE;
}

static gboolean
scatter_digits (gsize index, gpointer user_data, GError **error)
{
  Pass *pass = user_data;
  gsize end = MIN (pass->n, (index + 1) * BLOCK_ROWS);

  for (gsize i = index * BLOCK_ROWS; i < end; i++)
    {
      gsize to = pass->counts[index][pass->keys[i] >> pass->shift & 0xff]++;

      pass->keys_out[to] = pass->keys[i];
      pass->rows_out[to] = pass->rows[i];
    }

  return TRUE;
}

/* Counts to places; %FALSE when all rows share the digit and nothing need move. */
static gboolean
place_digits (Pass *pass, gsize n_blocks)
{
  gsize place = 0;

  for (guint digit = 0; digit < N_DIGITS; digit++)
    {
      gsize before = place;

      for (gsize i = 0; i < n_blocks; i++)
        {
          gsize count = pass->counts[i][digit];

          pass->counts[i][digit] = place;
          place += count;
        }
      if (place - before == pass->n)
        return FALSE;
    }

  return TRUE;
}

/* Sorts @rows stably by @keys (both in the same order); buffers are swapped as it goes. */
static gboolean
radix_sort (guint64 **keys,
            guint64 **keys_buffer,
            guint32 **rows,
            guint32 **rows_buffer,
            gsize n,
            GCancellable *cancellable,
            GError **error)
{
  gsize n_blocks = (n + BLOCK_ROWS - 1) / BLOCK_ROWS;
  g_autofree gsize (*counts)[N_DIGITS] = tn_keys_try_alloc (n_blocks, sizeof *counts, error);
  guint64 any = 0;

  if (counts == NULL)
    return FALSE;
  for (gsize i = 1; i < n; i++)
    any |= (*keys)[i] ^ (*keys)[0];

  for (guint shift = 0; shift < 64; shift += 8)
    {
      Pass pass = { n, shift, *keys, *keys_buffer, *rows, *rows_buffer, counts };

      if ((any >> shift & 0xff) == 0)
        continue;
      if (!tn_pool_for (n_blocks, count_digits, &pass, cancellable, error))
        return FALSE;
      if (!place_digits (&pass, n_blocks))
        continue;
      if (!tn_pool_for (n_blocks, scatter_digits, &pass, cancellable, error))
        return FALSE;
      *keys_buffer = *keys;
      *keys = pass.keys_out;
      *rows_buffer = *rows;
      *rows = pass.rows_out;
    }

  return TRUE;
}

static gboolean
sort_by (TnTable *table,
         const TnSortKey *key,
         guint32 **rows,
         guint32 **rows_buffer,
         guint64 **keys_buffer,
         GCancellable *cancellable,
         GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  TnColumn *column = tn_keys_require (table, key->column, error);
  g_autofree guint64 *order = column != NULL ? dup_order (column, key->descending, error) : NULL;
  guint64 *keys;
  gboolean done;

  if (order == NULL || tn_cancelled (cancellable, error))
    return FALSE;
  keys = tn_keys_try_alloc (n, sizeof (guint64), error);
  if (keys == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    keys[i] = order[(*rows)[i]];

  done = radix_sort (&keys, keys_buffer, rows, rows_buffer, n, cancellable, error);
  g_free (keys);

  return done;
}

/**
 * tn_sort_permutation:
 * @keys: (array length=n_keys): most important first
 * @error: %TN_ERROR_NOT_FOUND for a column that is not there, %TN_ERROR_SPACE
 *
 * Sorts rows stably: numbers and times by size, categories and texts by the bytes of
 * their UTF-8, missing values last. About 24 bytes a row while it runs.
 *
 * Returns: (transfer full) (array) (nullable): the row numbers in their new order
 */
guint32 *
tn_sort_permutation (TnTable *table,
                     const TnSortKey *keys,
                     guint n_keys,
                     GCancellable *cancellable,
                     GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autofree guint32 *rows = NULL, *rows_buffer = NULL;
  g_autofree guint64 *keys_buffer = NULL;

  if (!tn_keys_check_rows (n, error))
    return NULL;
  rows = tn_keys_try_alloc (n, sizeof (guint32), error);
  rows_buffer = rows != NULL ? tn_keys_try_alloc (n, sizeof (guint32), error) : NULL;
  keys_buffer = rows_buffer != NULL ? tn_keys_try_alloc (n, sizeof (guint64), error) : NULL;
  if (keys_buffer == NULL)
    return NULL;

  for (gsize i = 0; i < n; i++)
    rows[i] = (guint32) i;
  for (guint i = n_keys; i > 0; i--)
    if (!sort_by (table, &keys[i - 1], &rows, &rows_buffer, &keys_buffer, cancellable, error))
      return NULL;

  return g_steal_pointer (&rows);
}

/**
 * tn_sort:
 *
 * As tn_sort_permutation().
 *
 * Returns: (transfer full) (nullable): a view of @table in the new order
 */
TnTable *
tn_sort (TnTable *table,
         const TnSortKey *keys,
         guint n_keys,
         GCancellable *cancellable,
         GError **error)
{
  gsize n = tn_table_get_n_rows (table);
  g_autofree guint32 *order = tn_sort_permutation (table, keys, n_keys, cancellable, error);
  g_autoptr (GBytes) rows = NULL;
  gsize *wide = order != NULL ? tn_keys_try_alloc (n, sizeof (gsize), error) : NULL;

  if (wide == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    wide[i] = order[i];
  rows = g_bytes_new_take (wide, n * sizeof (gsize));

  return tn_table_try_new_view (table, rows, error);
}

static int
compare_moments (gconstpointer a, gconstpointer b)
{
  const TnMoment *x = a, *y = b;

  if (x->time != y->time)
    return x->time < y->time ? -1 : 1;

  return (x->row > y->row) - (x->row < y->row);
}

/**
 * tn_sort_moments:
 * @moments: (array length=n): sorted in place, by time and, at one time, by row
 */
void
tn_sort_moments (TnMoment *moments, gsize n)
{
  qsort (moments, n, sizeof (TnMoment), compare_moments);
}
