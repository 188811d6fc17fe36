/* tn-keys.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-keys.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-space.h"

/**
 * tn_keys_try_alloc:
 *
 * As tn_space_try_alloc().
 */
gpointer
tn_keys_try_alloc (gsize n, gsize size, GError **error)
{
  return tn_space_try_alloc (n, size, error);
}

/**
 * tn_keys_check_rows:
 *
 * Row numbers are 32 bits wide in whole-table work: half the memory.
 *
 * Returns: whether @n_rows fits
 */
gboolean
tn_keys_check_rows (gsize n_rows, GError **error)
{
  if (n_rows < G_MAXUINT32)
    return TRUE;

  tn_error_take (error, TN_ERROR_SPACE,
                 tn_message_count (tn_message_new (N_ ("A table of {rows} rows is too long to be "
                                                       "sorted or grouped. Use a sample of the "
                                                       "rows.")),
                                   "rows", (gint64) n_rows));

  return FALSE;
}

/**
 * tn_keys_require:
 * @error: %TN_ERROR_NOT_FOUND when there is no such column
 *
 * Returns: (transfer none) (nullable): the column named @name
 */
TnColumn *
tn_keys_require (TnTable *table, const char *name, GError **error)
{
  int place = tn_table_find (table, name);

  if (place >= 0)
    return tn_table_get_column (table, place);

  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("There is no column “{column}” in this table. Choose one of its columns."),
                "column", name, NULL);
  tn_error_place (error, NULL, name, 0);

  return NULL;
}

static gboolean
intern_chunk (TnColumn *column,
              gsize index,
              TnDictionaryBuilder *builder,
              guint32 *codes,
              GError **error)
{
  g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, index, error);

  if (chunk == NULL)
    return FALSE;
  for (guint i = 0; i < chunk->n_rows; i++)
    if (tn_chunk_is_missing (chunk, i))
      codes[i] = TN_CODE_MISSING;
    else if (chunk->kind == TN_CHUNK_TEXT)
      codes[i] = tn_dictionary_builder_intern (builder, chunk->text + chunk->offset[i],
                                               chunk->offset[i + 1] - chunk->offset[i]);
    else
      {
        g_autofree char *cell = tn_column_dup_cell (column, index * TN_CHUNK_ROWS + i, error);

        if (cell == NULL)
          return FALSE;
        codes[i] = tn_dictionary_builder_intern (builder, cell, strlen (cell));
      }

  return TRUE;
}

/**
 * tn_keys_dup_codes:
 * @codes: (out) (transfer full): one a row, %TN_CODE_MISSING where missing
 * @dictionary: (out) (transfer full): what they stand for
 *
 * Gives any column as a category: numbers and times by their text.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
tn_keys_dup_codes (TnColumn *column, guint32 **codes, TnDictionary **dictionary, GError **error)
{
  TnDictionaryBuilder *builder;
  g_autofree guint32 *all = NULL;
  gboolean done = TRUE;

  if (tn_column_type_get_kind (tn_column_get_column_type (column)) == TN_CHUNK_CODE)
    {
      g_autoptr (TnDictionary) own = tn_column_get_dictionary (column, error);

      *codes = own != NULL ? tn_column_dup_codes (column, error) : NULL;
      *dictionary = *codes != NULL ? g_steal_pointer (&own) : NULL;
      return *codes != NULL;
    }

  all = tn_keys_try_alloc (tn_column_get_n_rows (column), sizeof (guint32), error);
  if (all == NULL)
    return FALSE;
  builder = tn_dictionary_builder_new ();
  for (gsize i = 0; done && i < tn_column_get_n_chunks (column); i++)
    done = intern_chunk (column, i, builder, all + i * TN_CHUNK_ROWS, error);
  if (!done)
    {
      tn_dictionary_builder_free (builder);
      return FALSE;
    }
  *dictionary = tn_dictionary_builder_try_end (builder, error);
  *codes = *dictionary != NULL ? g_steal_pointer (&all) : NULL;

  return *codes != NULL;
}

static guint
bits_for (guint64 n_values)
{
  return n_values > 1 ? g_bit_storage (n_values - 1) : 0;
}

/* The bits of a number, with one form each for zero and missing. */
static guint64
number_to_key (double value)
{
  guint64 bits;

  if (isnan (value))
    return TN_KEYS_MISSING_NUMBER;
  value = value == 0 ? 0 : value;
  memcpy (&bits, &value, sizeof bits);

  return bits;
}

/**
 * tn_keys_dup_values:
 * @bits: (out): how many of the low bits are in use
 *
 * Gives a column as integers that are equal exactly where the cells are: codes + 1 (0 is
 * missing) for categories and texts, bits of numbers and times.
 *
 * Returns: (transfer full) (nullable): one a row
 */
guint64 *
tn_keys_dup_values (TnColumn *column, guint *bits, GError **error)
{
  gsize n = tn_column_get_n_rows (column);
  TnColumnType type = tn_column_get_column_type (column);
  g_autoptr (TnDictionary) dictionary = NULL;
  g_autofree guint32 *codes = NULL;
  guint64 *values;

  *bits = 64;
  if (type == TN_COLUMN_TIME)
    return (guint64 *) tn_column_dup_times (column, error);
  if (type == TN_COLUMN_NUMBER)
    {
      double *numbers = tn_column_dup_numbers (column, error);

      values = (guint64 *) numbers;
      for (gsize i = 0; numbers != NULL && i < n; i++)
        {
          guint64 key = number_to_key (numbers[i]);

          memcpy (&values[i], &key, sizeof key);
        }
      return values;
    }

  if (!tn_keys_dup_codes (column, &codes, &dictionary, error))
    return NULL;
  *bits = bits_for ((guint64) tn_dictionary_get_size (dictionary) + 1);
  values = tn_keys_try_alloc (n, sizeof (guint64), error);
  for (gsize i = 0; values != NULL && i < n; i++)
    values[i] = (guint32) (codes[i] + 1);

  return values;
}
