/* tn-prepare.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-prepare.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-pool.h"

/**
 * tn_prepare_no_memory:
 * @error: becomes %TN_ERROR_SPACE
 *
 * Returns: %FALSE
 */
gboolean
tn_prepare_no_memory (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough memory to prepare these columns: use fewer columns or a "
                    "sample of the rows."),
                NULL);

  return FALSE;
}

/**
 * tn_prepare_find:
 * @types: bits of the column types accepted
 * @field: (out) (optional): its field
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_DATA for another type
 *
 * Returns: (transfer none) (nullable): the column of that name
 */
TnColumn *
tn_prepare_find (TnTable *table,
                 const char *name,
                 guint types,
                 const TnField **field,
                 GError **error)
{
  int place = tn_table_find (table, name);
  TnColumn *column = place >= 0 ? tn_table_get_column (table, (guint) place) : NULL;

  if (column != NULL && (types & 1u << tn_column_get_column_type (column)) != 0)
    {
      if (field != NULL)
        *field = tn_table_get_field (table, (guint) place);
      return column;
    }

  if (column == NULL)
    tn_error_set (error, TN_ERROR_NOT_FOUND,
                  N_ ("The table has no column “{column}”, which the model uses: choose a file "
                      "that has it."),
                  "column", name, NULL);
  else if (types == TN_PREPARE_NUMBERS)
    tn_error_set (error, TN_ERROR_DATA,
                  N_ ("“{column}” is not a column of numbers, as this step needs: change its type "
                      "or leave it out."),
                  "column", name, NULL);
  else
    tn_error_set (error, TN_ERROR_DATA,
                  N_ ("“{column}” has a type that this step cannot use: change its type or leave "
                      "it out."),
                  "column", name, NULL);
  tn_error_place (error, NULL, name, 0);

  return NULL;
}

/**
 * tn_prepare_choose:
 * @names: (nullable): columns asked for; %NULL for all features of the types
 *
 * Returns: (transfer full) (nullable) (element-type guint): places of the columns
 */
GArray *
tn_prepare_choose (TnTable *table, const char *const *names, guint types, GError **error)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; names == NULL && i < tn_table_get_n_columns (table); i++)
    if (tn_table_get_field (table, i)->role == TN_ROLE_FEATURE &&
        (types & 1u << tn_column_get_column_type (tn_table_get_column (table, i))) != 0)
      g_array_append_val (places, i);
  for (gsize k = 0; names != NULL && names[k] != NULL; k++)
    {
      guint place;

      if (tn_prepare_find (table, names[k], types, NULL, error) == NULL)
        return NULL;
      place = (guint) tn_table_find (table, names[k]);
      g_array_append_val (places, place);
    }

  return g_steal_pointer (&places);
}

typedef struct
{
  TnColumn *source;
  TnColumnType type;
  TnPrepareFunc func;
  gpointer user_data;
  TnChunk **chunks;
} Mapping;

static gboolean
map_chunk (gsize index, gpointer user_data, GError **error)
{
  Mapping *work = user_data;
  g_autoptr (TnChunk) in = tn_column_get_chunk (work->source, index, error);

  if (in == NULL)
    return FALSE;
  work->chunks[index] = tn_chunk_try_new (tn_column_type_get_kind (work->type), in->n_rows);
  if (work->chunks[index] == NULL)
    return tn_prepare_no_memory (error);
  work->func (in, work->chunks[index], work->user_data);

  return TRUE;
}

/**
 * tn_prepare_map:
 * @dictionary: (nullable): of the new column
 * @func: makes one chunk from another; called on several threads
 *
 * Returns: (transfer full) (nullable): a new column, chunk by chunk
 */
TnColumn *
tn_prepare_map (TnColumn *source,
                TnColumnType type,
                TnDictionary *dictionary,
                TnPrepareFunc func,
                gpointer user_data,
                GCancellable *cancellable,
                GError **error)
{
  gsize n = tn_column_get_n_chunks (source);
  g_autofree TnChunk **chunks = g_new0 (TnChunk *, n + 1);
  Mapping work = { source, type, func, user_data, chunks };

  if (tn_pool_for (n, map_chunk, &work, cancellable, error))
    return tn_column_new (type, dictionary, chunks, n);
  for (gsize i = 0; i < n; i++)
    g_clear_pointer (&chunks[i], tn_chunk_unref);

  return NULL;
}

/**
 * tn_prepare_dup_present:
 * @n: (out): how many cells are not missing
 *
 * Returns: (transfer full) (nullable): the finite numbers of a column, in their order
 */
double *
tn_prepare_dup_present (TnColumn *column, gsize *n, GError **error)
{
  g_autofree double *values = g_try_new (double, tn_column_get_n_rows (column) + 1);
  gsize count = 0;

  if (values == NULL)
    {
      tn_prepare_no_memory (error);
      return NULL;
    }
  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL)
        return NULL;
      for (guint k = 0; k < chunk->n_rows; k++)
        if (isfinite (chunk->number[k]))
          values[count++] = chunk->number[k];
    }
  *n = count;

  return g_steal_pointer (&values);
}

/**
 * tn_prepare_count_codes:
 * @counts: (out) (transfer full): rows of each code of the dictionary
 * @n_codes: (out): size of the dictionary
 * @n_missing: (out): rows without one
 */
gboolean
tn_prepare_count_codes (TnColumn *column,
                        guint64 **counts,
                        guint32 *n_codes,
                        guint64 *n_missing,
                        GError **error)
{
  TnDictionary *dictionary = tn_column_get_dictionary (column, error);
  g_autofree guint64 *rows = NULL;

  if (dictionary == NULL)
    return FALSE;
  *n_codes = tn_dictionary_get_size (dictionary);
  tn_dictionary_unref (dictionary);
  *n_missing = 0;
  rows = g_try_new0 (guint64, (gsize) *n_codes + 1);
  if (rows == NULL)
    return tn_prepare_no_memory (error);
  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL)
        return FALSE;
      for (guint k = 0; k < chunk->n_rows; k++)
        if (chunk->code[k] < *n_codes)
          rows[chunk->code[k]]++;
        else
          ++*n_missing;
    }
  *counts = g_steal_pointer (&rows);

  return TRUE;
}

static void
swap (double *a, double *b)
{
  double c = *a;

  *a = *b;
  *b = c;
}

/* Puts the k-th smallest in its place, smaller ones before it, larger ones after
 * (Hoare's FIND, with the middle of three as the pivot). */
static double
select_kth (double *v, gsize n, gsize k)
{
  gssize left = 0, right = (gssize) n - 1;

  while (left < right)
    {
      gssize i = left, j = right, middle = left + (right - left) / 2;
      double pivot;

      if (v[middle] < v[left])
        swap (&v[middle], &v[left]);
      if (v[right] < v[left])
        swap (&v[right], &v[left]);
      if (v[right] < v[middle])
        swap (&v[right], &v[middle]);
      pivot = v[middle];
      while (i <= j)
        {
          while (v[i] < pivot)
            i++;
          while (pivot < v[j])
            j--;
          if (i <= j)
            swap (&v[i++], &v[j--]);
        }
      if ((gssize) k <= j)
        right = j;
      else if ((gssize) k >= i)
        left = i;
      else
        break;
    }

  return v[k];
}

/**
 * tn_prepare_quantile:
 * @values: n finite numbers, put in another order
 * @n: at least 1
 * @share: 0 to 1
 *
 * The quantile by straight lines between order statistics (type 7 of Hyndman & Fan 1996).
 */
double
tn_prepare_quantile (double *values, gsize n, double share)
{
  double place = share * (double) (n - 1);
  gsize k = (gsize) place;
  double low = select_kth (values, n, k), high = INFINITY;

  if (place == (double) k || k + 1 >= n)
    return low;
  for (gsize i = k + 1; i < n; i++)
    high = MIN (high, values[i]);

  return low + (place - (double) k) * (high - low);
}

/**
 * tn_prepare_label:
 *
 * Returns: (transfer full): what people call the column
 */
TnMessage *
tn_prepare_label (const TnField *field)
{
  return field->label != NULL ? tn_message_ref (field->label)
                              : tn_message_new_literal (field->name);
}

/* Adds a sentence with {column} in it. */
void
tn_prepare_note (GPtrArray *findings, const TnField *field, const char *sentence)
{
  TnMessage *message = tn_message_new (sentence);

  tn_message_take (message, "column", tn_prepare_label (field));
  g_ptr_array_add (findings, message);
}
