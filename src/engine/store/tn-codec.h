/* tn-codec.h: chunks as compressed, checksummed bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chunk.h"
#include "tn-hash.h"

G_BEGIN_DECLS

/* What a stored piece is; the first four are those of TnChunkKind. */
#define TN_PIECE_BYTES     4
#define TN_PIECE_MAX_BYTES (1024 * 1024)

/**
 * TnPiece:
 * @kind: a TnChunkKind, or %TN_PIECE_BYTES
 * @n_rows: rows, or bytes
 * @data: as stored
 * @hash: BLAKE2b-256 of kind, n_rows and data: the piece's name and its checksum
 */
typedef struct
{
  int kind;
  guint n_rows;
  GBytes *data;
  guint8 hash[TN_FINGERPRINT_BYTES];
} TnPiece;

void tn_piece_free (TnPiece *self);
gint64 tn_piece_get_mark (const guint8 *hash);

TnPiece *tn_codec_encode_chunk (const TnChunk *chunk, GError **error);
TnPiece *tn_codec_encode_bytes (gconstpointer data, gsize size, GError **error);

/* %TN_ERROR_DAMAGED when the bytes are not what they were, or make no chunk. */
gboolean tn_codec_check (int kind,
                         guint n_rows,
                         gconstpointer data,
                         gsize size,
                         const guint8 *hash,
                         GError **error);
TnChunk *tn_codec_decode_chunk (int kind,
                                guint n_rows,
                                gconstpointer data,
                                gsize size,
                                GError **error);
GBytes *tn_codec_decode_bytes (guint n_rows, gconstpointer data, gsize size, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPiece, tn_piece_free)

G_END_DECLS
