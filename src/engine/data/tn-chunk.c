/* tn-chunk.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-chunk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 64

static gsize
round_up (gsize size)
{
  return (size + ALIGNMENT - 1) & ~(gsize) (ALIGNMENT - 1);
}

static gsize
row_size (TnChunkKind kind)
{
  return kind == TN_CHUNK_CODE || kind == TN_CHUNK_TEXT ? sizeof (guint32) : sizeof (double);
}

static TnChunk *
chunk_new_in_slab (TnChunkKind kind, guint n_rows, gsize size)
{
  TnChunk *self;
  /* aligned_alloc wants a multiple of the alignment, and none of zero. */
  gpointer slab = aligned_alloc (ALIGNMENT, MAX (ALIGNMENT, round_up (size)));

  if (slab == NULL)
    return NULL;

  self = g_new0 (TnChunk, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->n_rows = n_rows;
  self->slab = slab;
  self->number = slab;

  return self;
}

/**
 * tn_chunk_try_new:
 * @kind: anything but texts
 * @n_rows: at most %TN_CHUNK_ROWS
 *
 * Returns: (transfer full) (nullable): a chunk to be filled, its values undefined; %NULL when
 *   memory is short
 */
TnChunk *
tn_chunk_try_new (TnChunkKind kind, guint n_rows)
{
  g_return_val_if_fail (kind != TN_CHUNK_TEXT, NULL);
  g_return_val_if_fail (n_rows <= TN_CHUNK_ROWS, NULL);

  return chunk_new_in_slab (kind, n_rows, row_size (kind) * n_rows);
}

TnChunk *
tn_chunk_new (TnChunkKind kind, guint n_rows)
{
  TnChunk *self = tn_chunk_try_new (kind, n_rows);

  if (self == NULL)
    g_error ("no memory for %u rows", n_rows);

  return self;
}

/**
 * tn_chunk_try_new_text:
 * @n_rows: at most %TN_CHUNK_ROWS
 * @text_size: bytes of all texts, below 4 GiB
 * @with_missing: whether any row is missing; the bits are cleared
 *
 * Returns: (transfer full) (nullable): a chunk of texts to be filled
 */
TnChunk *
tn_chunk_try_new_text (guint n_rows, gsize text_size, gboolean with_missing)
{
  gsize offsets = round_up (sizeof (guint32) * ((gsize) n_rows + 1));
  gsize mask = with_missing ? round_up ((n_rows + 7) / 8) : 0;
  TnChunk *self;

  g_return_val_if_fail (n_rows <= TN_CHUNK_ROWS, NULL);
  g_return_val_if_fail (text_size < G_MAXUINT32, NULL);

  self = chunk_new_in_slab (TN_CHUNK_TEXT, n_rows, offsets + mask + text_size);
  if (self == NULL)
    return NULL;

  self->offset[0] = 0;
  if (with_missing)
    {
      self->missing = (guint8 *) self->slab + offsets;
      memset (self->missing, 0, mask);
    }
  self->text = (char *) self->slab + offsets + mask;

  return self;
}

TnChunk *
tn_chunk_new_text (guint n_rows, gsize text_size, gboolean with_missing)
{
  TnChunk *self = tn_chunk_try_new_text (n_rows, text_size, with_missing);

  if (self == NULL)
    g_error ("no memory for %zu bytes of text", text_size);

  return self;
}

TnChunk *
tn_chunk_ref (TnChunk *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_chunk_unref (TnChunk *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  free (self->slab);
  g_free (self);
}

/**
 * tn_chunk_get_size:
 *
 * Returns: the bytes of memory its values take
 */
gsize
tn_chunk_get_size (const TnChunk *self)
{
  gsize size = row_size (self->kind) * self->n_rows;

  if (self->kind == TN_CHUNK_TEXT)
    size += sizeof (guint32) + self->offset[self->n_rows] +
            (self->missing != NULL ? (self->n_rows + 7) / 8 : 0);

  return size;
}

gboolean
tn_chunk_is_missing (const TnChunk *self, guint row)
{
  switch (self->kind)
    {
    case TN_CHUNK_NUMBER:
      return isnan (self->number[row]);
    case TN_CHUNK_CODE:
      return self->code[row] == TN_CODE_MISSING;
    case TN_CHUNK_TIME:
      return self->time[row] == TN_TIME_MISSING;
    case TN_CHUNK_TEXT:
    default:
      return self->missing != NULL && (self->missing[row >> 3] >> (row & 7) & 1);
    }
}

guint
tn_chunk_count_missing (const TnChunk *self)
{
  guint n_missing = 0;

  for (guint i = 0; i < self->n_rows; i++)
    n_missing += tn_chunk_is_missing (self, i);

  return n_missing;
}
