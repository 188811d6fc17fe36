/* tn-chunk.h: up to 64 Ki values of one kind, the unit of work and of storage
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TN_CHUNK_ROWS   65536
#define TN_CODE_MISSING G_MAXUINT32
#define TN_TIME_MISSING G_MININT64

typedef enum
{
  TN_CHUNK_NUMBER, /* double, 8 bytes a row */
  TN_CHUNK_CODE,   /* guint32, 4 bytes a row */
  TN_CHUNK_TIME,   /* gint64, 8 bytes a row */
  TN_CHUNK_TEXT,   /* offsets and an arena */
} TnChunkKind;

/**
 * TnChunk:
 * @n_rows: at most %TN_CHUNK_ROWS
 * @number: for numbers
 * @code: for codes
 * @time: for times
 * @offset: for texts, n_rows + 1 ascending offsets into @text
 * @text: for texts, UTF-8 without terminators
 * @missing: for texts, a bit a row (bit i & 7 of byte i >> 3), or %NULL when none is
 *
 * The maker of a chunk fills it; from the moment it is shared nobody writes to it.
 * Memory is 64-byte aligned.
 */
typedef struct
{
  gatomicrefcount ref_count;
  TnChunkKind kind;
  guint n_rows;
  union
  {
    double *number;
    guint32 *code;
    gint64 *time;
    guint32 *offset;
  };
  char *text;
  guint8 *missing;
  gpointer slab;
} TnChunk;

TnChunk *tn_chunk_new (TnChunkKind kind, guint n_rows);
TnChunk *tn_chunk_new_text (guint n_rows, gsize text_size, gboolean with_missing);
TnChunk *tn_chunk_try_new (TnChunkKind kind, guint n_rows);
TnChunk *tn_chunk_try_new_text (guint n_rows, gsize text_size, gboolean with_missing);
TnChunk *tn_chunk_ref (TnChunk *self);
void tn_chunk_unref (TnChunk *self);

gsize tn_chunk_get_size (const TnChunk *self);
guint tn_chunk_count_missing (const TnChunk *self);
gboolean tn_chunk_is_missing (const TnChunk *self, guint row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnChunk, tn_chunk_unref)

G_END_DECLS
