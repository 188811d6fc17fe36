/* tn-gather.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-gather.h"

#include <math.h>
#include <string.h>

#include "tn-pool.h"
#include "tn-space.h"

typedef struct
{
  TnColumn *column;
  TnChunkKind kind;
  const guint32 *rows;
  gsize n_rows;
  gsize n_in;
  gsize n_out;
  guint8 *wanted; /* of each chunk of the column: a row of it is asked for */
  TnChunk **in;   /* those with rows that are asked for, loaded once */
  TnChunk **out;
} Gather;

static void
gather_clear (Gather *self)
{
  for (gsize i = 0; i < self->n_in; i++)
    g_clear_pointer (&self->in[i], tn_chunk_unref);
  for (gsize i = 0; i < self->n_out; i++)
    g_clear_pointer (&self->out[i], tn_chunk_unref);
  g_free (self->wanted);
  g_free (self->in);
  g_free (self->out);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Gather, gather_clear)

static void
mark_wanted (Gather *self)
{
  for (gsize i = 0; i < self->n_rows; i++)
    if (self->rows[i] != TN_NO_ROW)
      self->wanted[self->rows[i] / TN_CHUNK_ROWS] = TRUE;
}

static gboolean
load_chunk (gsize index, gpointer user_data, GError **error)
{
  Gather *self = user_data;

  if (!self->wanted[index])
    return TRUE;
  self->in[index] = tn_column_get_chunk (self->column, index, error);

  return self->in[index] != NULL;
}

static void
gather_numbers (const Gather *self, const guint32 *rows, TnChunk *out)
{
  for (guint i = 0; i < out->n_rows; i++)
    out->number[i] = rows[i] != TN_NO_ROW
                         ? self->in[rows[i] / TN_CHUNK_ROWS]->number[rows[i] % TN_CHUNK_ROWS]
                         : NAN;
}

static void
gather_times (const Gather *self, const guint32 *rows, TnChunk *out)
{
  for (guint i = 0; i < out->n_rows; i++)
    out->time[i] = rows[i] != TN_NO_ROW
                       ? self->in[rows[i] / TN_CHUNK_ROWS]->time[rows[i] % TN_CHUNK_ROWS]
                       : TN_TIME_MISSING;
}

static void
gather_codes (const Gather *self, const guint32 *rows, TnChunk *out)
{
  for (guint i = 0; i < out->n_rows; i++)
    out->code[i] = rows[i] != TN_NO_ROW
                       ? self->in[rows[i] / TN_CHUNK_ROWS]->code[rows[i] % TN_CHUNK_ROWS]
                       : TN_CODE_MISSING;
}

static gboolean
is_missing (const Gather *self, guint32 row)
{
  return row == TN_NO_ROW ||
         tn_chunk_is_missing (self->in[row / TN_CHUNK_ROWS], row % TN_CHUNK_ROWS);
}

static TnChunk *
gather_texts (const Gather *self, const guint32 *rows, guint n_rows)
{
  gsize size = 0;
  gboolean any_missing = FALSE;
  TnChunk *out;

  for (guint i = 0; i < n_rows; i++)
    if (is_missing (self, rows[i]))
      any_missing = TRUE;
    else
      {
        const TnChunk *from = self->in[rows[i] / TN_CHUNK_ROWS];
        guint at = rows[i] % TN_CHUNK_ROWS;

        size += from->offset[at + 1] - from->offset[at];
      }
  out = size < G_MAXUINT32 ? tn_chunk_try_new_text (n_rows, size, any_missing) : NULL;
  if (out == NULL)
    return NULL;

  out->offset[0] = 0;
  for (guint i = 0; i < n_rows; i++)
    {
      gsize length = 0;

      if (is_missing (self, rows[i]))
        out->missing[i >> 3] |= (guint8) (1 << (i & 7));
      else
        {
          const TnChunk *from = self->in[rows[i] / TN_CHUNK_ROWS];
          guint at = rows[i] % TN_CHUNK_ROWS;

          length = from->offset[at + 1] - from->offset[at];
          memcpy (out->text + out->offset[i], from->text + from->offset[at], length);
        }
      out->offset[i + 1] = out->offset[i] + (guint32) length;
    }

  return out;
}

static gboolean
gather_chunk (gsize index, gpointer user_data, GError **error)
{
  Gather *self = user_data;
  const guint32 *rows = self->rows + index * TN_CHUNK_ROWS;
  guint n = (guint) MIN (TN_CHUNK_ROWS, self->n_rows - index * TN_CHUNK_ROWS);
  TnChunk *out =
      self->kind == TN_CHUNK_TEXT ? gather_texts (self, rows, n) : tn_chunk_try_new (self->kind, n);

  if (out == NULL)
    {
      tn_space_set_error (error);
      return FALSE;
    }
  self->out[index] = out;
  if (self->kind == TN_CHUNK_NUMBER)
    gather_numbers (self, rows, out);
  else if (self->kind == TN_CHUNK_TIME)
    gather_times (self, rows, out);
  else if (self->kind == TN_CHUNK_CODE)
    gather_codes (self, rows, out);

  return TRUE;
}

/**
 * tn_gather:
 * @rows: (array length=n_rows): rows of @column; %TN_NO_ROW for a missing value
 * @error: as the column's chunks say, %TN_ERROR_SPACE
 *
 * Copies rows, where a view would gather them again at each reading or cannot say "none".
 *
 * Returns: (transfer full) (nullable): a resident column
 */
TnColumn *
tn_gather (TnColumn *column,
           const guint32 *rows,
           gsize n_rows,
           GCancellable *cancellable,
           GError **error)
{
  TnColumnType type = tn_column_get_column_type (column);
  g_auto (Gather) self = {
    .column = column, .kind = tn_column_type_get_kind (type), .rows = rows, .n_rows = n_rows
  };
  g_autoptr (TnDictionary) dictionary = NULL;

  if (self.kind == TN_CHUNK_CODE)
    {
      dictionary = tn_column_get_dictionary (column, error);
      if (dictionary == NULL)
        return NULL;
    }
  self.n_in = tn_column_get_n_chunks (column);
  self.n_out = (n_rows + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS;
  self.wanted = g_new0 (guint8, self.n_in + 1);
  self.in = g_new0 (TnChunk *, self.n_in);
  self.out = g_new0 (TnChunk *, self.n_out);
  mark_wanted (&self);
  if (!tn_pool_for (self.n_in, load_chunk, &self, cancellable, error) ||
      !tn_pool_for (self.n_out, gather_chunk, &self, cancellable, error))
    return NULL;

  column = tn_column_new (type, dictionary, self.out, self.n_out);
  self.n_out = 0; /* the chunks are the column's now */

  return column;
}
