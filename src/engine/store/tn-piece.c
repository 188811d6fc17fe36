/* tn-piece.c: stored pieces, each once under its hash
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-project-private.h"

static gboolean
find_piece (TnDatabase *database, const TnPiece *piece, gint64 *id, GError **error)
{
  g_autoptr (TnStatement) find =
      tn_database_query (database, "SELECT id FROM chunk WHERE hash = ?1", error);
  gboolean row;

  *id = 0;
  if (find == NULL)
    return FALSE;
  sqlite3_bind_blob (find, 1, piece->hash, sizeof piece->hash, SQLITE_STATIC);
  if (!tn_database_step (database, find, &row, error))
    return FALSE;
  if (row)
    *id = sqlite3_column_int64 (find, 0);

  return TRUE;
}

/**
 * tn_piece_store:
 * @id: (out): where it is
 *
 * Stores a piece unless one of the same hash is there. Inside a write.
 */
gboolean
tn_piece_store (TnDatabase *database, const TnPiece *piece, gint64 *id, GError **error)
{
  g_autoptr (TnStatement) insert = NULL;

  if (!find_piece (database, piece, id, error))
    return FALSE;
  if (*id != 0)
    return TRUE;

  insert = tn_database_query (
      database, "INSERT INTO chunk (hash, kind, n_rows, data) VALUES (?1, ?2, ?3, ?4)", error);
  if (insert == NULL)
    return FALSE;
  sqlite3_bind_blob (insert, 1, piece->hash, sizeof piece->hash, SQLITE_STATIC);
  sqlite3_bind_int (insert, 2, piece->kind);
  sqlite3_bind_int64 (insert, 3, piece->n_rows);
  sqlite3_bind_blob64 (insert, 4, g_bytes_get_data (piece->data, NULL),
                       g_bytes_get_size (piece->data), SQLITE_STATIC);
  if (!tn_database_run (database, insert, error))
    return FALSE;
  *id = sqlite3_last_insert_rowid (tn_database_get_handle (database));

  return TRUE;
}

typedef struct
{
  int kind;
  guint n_rows;
  gconstpointer data; /* valid until the statement is reset */
  gsize size;
} StoredPiece;

/* Reads a row of chunk and compares its checksum. */
static gboolean
read_piece (TnDatabase *database,
            TnStatement *select,
            const TnPieceRef *ref,
            StoredPiece *piece,
            GError **error)
{
  gboolean row;

  sqlite3_bind_int64 (select, 1, ref->id);
  if (!tn_database_step (database, select, &row, error))
    return FALSE;
  if (!row || sqlite3_column_bytes (select, 2) != TN_FINGERPRINT_BYTES ||
      tn_piece_get_mark (sqlite3_column_blob (select, 2)) != ref->mark ||
      sqlite3_column_int64 (select, 1) < 0 || sqlite3_column_int64 (select, 1) > G_MAXINT32)
    {
      tn_error_set (error, TN_ERROR_DAMAGED, N_ ("A stored piece of the project is missing."),
                    NULL);
      return FALSE;
    }
  piece->kind = sqlite3_column_int (select, 0);
  piece->n_rows = sqlite3_column_int (select, 1);
  piece->data = sqlite3_column_blob (select, 3);
  piece->size = sqlite3_column_bytes (select, 3);

  return tn_codec_check (piece->kind, piece->n_rows, piece->data, piece->size,
                         sqlite3_column_blob (select, 2), error);
}

#define SELECT_PIECE "SELECT kind, n_rows, hash, data FROM chunk WHERE id = ?1"

/**
 * tn_piece_load_chunk:
 * @chunk: (out) (optional): the chunk; without, the piece is only checked
 * @error: %TN_ERROR_DAMAGED when it is not what was stored
 */
gboolean
tn_piece_load_chunk (TnDatabase *database, const TnPieceRef *ref, TnChunk **chunk, GError **error)
{
  g_autoptr (TnStatement) select = tn_database_query (database, SELECT_PIECE, error);
  StoredPiece piece;

  if (select == NULL || !read_piece (database, select, ref, &piece, error))
    return FALSE;
  if (chunk == NULL)
    return TRUE;
  *chunk = tn_codec_decode_chunk (piece.kind, piece.n_rows, piece.data, piece.size, error);

  return *chunk != NULL;
}

GBytes *
tn_piece_load_bytes (TnDatabase *database, const TnPieceRef *ref, GError **error)
{
  g_autoptr (TnStatement) select = tn_database_query (database, SELECT_PIECE, error);
  StoredPiece piece;

  if (select == NULL || !read_piece (database, select, ref, &piece, error))
    return NULL;
  if (piece.kind != TN_PIECE_BYTES)
    {
      tn_error_set (error, TN_ERROR_DAMAGED, N_ ("A stored piece of the project is damaged."),
                    NULL);
      return NULL;
    }

  return tn_codec_decode_bytes (piece.n_rows, piece.data, piece.size, error);
}
