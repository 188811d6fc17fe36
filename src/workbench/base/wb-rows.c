/* wb-rows.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-rows.h"

#include <string.h>

#include "tn-condition-text.h"
#include "tn-conditions.h"
#include "tn-error.h"
#include "tn-sort.h"
#include "wb-kind.h"
#include "wb-words.h"
#include "wb-work.h"

/* Words that are no condition are looked for in every cell of a column of words: kinds are
 * compared once each, not once a row. */
static gboolean
mark_kinds (TnColumn *column,
            const char *needle,
            guint8 *hits,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (column, error);
  g_autofree guint8 *kinds = NULL;
  gsize at = 0;

  if (dictionary == NULL)
    return FALSE;
  kinds = g_new0 (guint8, MAX (tn_dictionary_get_size (dictionary), 1));
  for (guint32 code = 0; code < tn_dictionary_get_size (dictionary); code++)
    {
      gsize length;
      const char *text = wb_kind_get (tn_column_get_column_type (column), dictionary, code,
                                      wb_language (), &length);
      g_autofree char *folded = g_utf8_casefold (text, length);

      kinds[code] = strstr (folded, needle) != NULL;
    }
  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL || tn_cancelled (cancellable, error))
        return FALSE;
      for (guint j = 0; j < chunk->n_rows; j++, at++)
        if (chunk->code[j] != TN_CODE_MISSING && kinds[chunk->code[j]])
          hits[at] = 1;
    }

  return TRUE;
}

static gboolean
mark_texts (TnColumn *column,
            const char *needle,
            guint8 *hits,
            GCancellable *cancellable,
            GError **error)
{
  gsize at = 0;

  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL || tn_cancelled (cancellable, error))
        return FALSE;
      for (guint j = 0; j < chunk->n_rows; j++, at++)
        {
          g_autofree char *folded = g_utf8_casefold (chunk->text + chunk->offset[j],
                                                     chunk->offset[j + 1] - chunk->offset[j]);

          if (!tn_chunk_is_missing (chunk, j) && strstr (folded, needle) != NULL)
            hits[at] = 1;
        }
    }

  return TRUE;
}

static GBytes *
take_hits (const guint8 *hits, gsize n)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  gsize size;
  gpointer data;

  for (gsize i = 0; i < n; i++)
    if (hits[i])
      {
        guint32 row = i;

        g_array_append_val (rows, row);
      }
  data = g_array_steal (rows, &size);
  g_array_unref (rows);

  return g_bytes_new_take (data, size * sizeof (guint32));
}

static GBytes *
find_words (TnTable *table, const char *words, GCancellable *cancellable, GError **error)
{
  g_autofree char *needle = g_utf8_casefold (words, -1);
  gsize n = tn_table_get_n_rows (table);
  g_autofree guint8 *hits = g_try_new0 (guint8, MAX (n, 1));

  for (guint i = 0; hits != NULL && i < tn_table_get_n_columns (table); i++)
    {
      TnColumn *column = tn_table_get_column (table, i);
      TnChunkKind kind = tn_column_type_get_kind (tn_column_get_column_type (column));

      if (kind == TN_CHUNK_CODE && !mark_kinds (column, needle, hits, cancellable, error))
        return NULL;
      if (kind == TN_CHUNK_TEXT && !mark_texts (column, needle, hits, cancellable, error))
        return NULL;
    }

  return hits != NULL ? take_hits (hits, n) : NULL;
}

static GBytes *
narrow_rows (GBytes *wide)
{
  gsize n = g_bytes_get_size (wide) / sizeof (gsize);
  const gsize *from = g_bytes_get_data (wide, NULL);
  guint32 *rows = g_new (guint32, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    rows[i] = from[i];

  return g_bytes_new_take (rows, n * sizeof (guint32));
}

static GBytes *
find_rows (TnTable *table, const char *typed, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (typed));
  g_autoptr (TnConditionText) read = tn_condition_text_read (text, table, wb_language ());
  g_autoptr (TnConditions) conditions = NULL;
  g_autoptr (GBytes) wide = NULL;

  if (read->is_words)
    return find_words (table, text, cancellable, error);
  if (read->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&read->error));
      return NULL;
    }
  conditions = tn_conditions_new (table, (const char *const *) read->lines->pdata, error);
  wide = conditions != NULL
             ? tn_conditions_select (conditions, table, read->any, cancellable, error)
             : NULL;

  return wide != NULL ? narrow_rows (wide) : NULL;
}

/* The sorted rows, without those that are not wanted. */
static GBytes *
sort_rows (TnTable *table,
           const WbRowsWish *wish,
           GBytes *rows,
           GCancellable *cancellable,
           GError **error)
{
  TnSortKey key = { tn_table_get_field (table, wish->sort)->name, wish->descending };
  g_autofree guint32 *order = tn_sort_permutation (table, &key, 1, cancellable, error);
  gsize n = tn_table_get_n_rows (table), n_wanted = 0;
  g_autofree guint8 *wanted = NULL;
  const guint32 *from;

  if (order == NULL)
    return NULL;
  if (rows == NULL)
    return g_bytes_new_take (g_steal_pointer (&order), n * sizeof (guint32));
  wanted = g_new0 (guint8, MAX (n, 1));
  from = g_bytes_get_data (rows, NULL);
  for (gsize i = 0; i < g_bytes_get_size (rows) / sizeof (guint32); i++)
    wanted[from[i]] = 1;
  for (gsize i = 0; i < n; i++)
    if (wanted[order[i]])
      order[n_wanted++] = order[i];

  return g_bytes_new_take (g_steal_pointer (&order), n_wanted * sizeof (guint32));
}

GBytes *
wb_rows_find (TnTable *table, const WbRowsWish *wish, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) rows = NULL;

  if (wish->conditions != NULL && *wish->conditions != '\0')
    {
      rows = find_rows (table, wish->conditions, cancellable, error);
      if (rows == NULL)
        return NULL;
    }
  if (wish->sort < 0)
    return g_steal_pointer (&rows);

  return sort_rows (table, wish, rows, cancellable, error);
}

typedef struct
{
  TnTable *table;
  WbRowsWish wish;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_table_unref (self->table);
  g_free (self->wish.conditions);
  g_free (self);
}

static gpointer
find_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return wb_rows_find (request->table, &request->wish, cancellable, error);
}

void
wb_rows_start (gpointer owner,
               TnTable *table,
               const WbRowsWish *wish,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->table = tn_table_ref (table);
  request->wish = *wish;
  request->wish.conditions = g_strdup (wish->conditions);
  wb_work_start (WB_LANE_LOOK, owner, find_in_worker, request, request_free,
                 (GDestroyNotify) g_bytes_unref, cancellable, callback, user_data);
}
