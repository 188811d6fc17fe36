/* tn-column.h: an immutable sequence of chunks of one type
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-chunk.h"
#include "tn-dictionary.h"

G_BEGIN_DECLS

/**
 * TnColumnType:
 * @TN_COLUMN_NUMBER: double, missing is NaN
 * @TN_COLUMN_CATEGORY: code into a dictionary, missing is %TN_CODE_MISSING; identifiers too
 * @TN_COLUMN_TIME: microseconds since 1970-01-01 UTC, missing is %TN_TIME_MISSING
 * @TN_COLUMN_TEXT: UTF-8 of any length, one by one
 * @TN_COLUMN_FLAG: a category whose dictionary is exactly "no" (0) and "yes" (1)
 */
typedef enum
{
  TN_COLUMN_NUMBER,
  TN_COLUMN_CATEGORY,
  TN_COLUMN_TIME,
  TN_COLUMN_TEXT,
  TN_COLUMN_FLAG,
} TnColumnType;

#define TN_N_COLUMN_TYPES 5

const char *tn_column_type_to_id (TnColumnType type);
gboolean tn_column_type_from_id (const char *id, TnColumnType *type);
TnChunkKind tn_column_type_get_kind (TnColumnType type);

/**
 * TnColumn:
 *
 * One column of a table: chunks of %TN_CHUNK_ROWS rows (the last may be shorter).
 * Immutable and reference-counted, so it is shared by tables, threads and caches.
 * Chunks are resident, or loaded when asked for: then asking can fail, and what is
 * not in use is forgotten under the memory budget of the loader.
 */
typedef struct _TnColumn TnColumn;

/* Gives chunk @index, (transfer full). Called on any thread. */
typedef TnChunk *(*TnChunkLoadFunc) (gsize index, gpointer user_data, GError **error);
typedef TnDictionary *(*TnDictionaryLoadFunc) (gpointer user_data, GError **error);

TnColumn *tn_column_new (TnColumnType type,
                         TnDictionary *dictionary,
                         TnChunk **chunks,
                         gsize n_chunks);
TnColumn *tn_column_new_lazy (TnColumnType type,
                              gsize n_rows,
                              TnChunkLoadFunc load_chunk,
                              TnDictionaryLoadFunc load_dictionary,
                              gpointer user_data,
                              GDestroyNotify destroy);
TnColumn *tn_column_new_view (TnColumn *parent, GBytes *rows);
TnColumn *tn_column_ref (TnColumn *self);
void tn_column_unref (TnColumn *self);

TnColumnType tn_column_get_column_type (const TnColumn *self);
gsize tn_column_get_n_rows (const TnColumn *self);
gsize tn_column_get_n_chunks (const TnColumn *self);

TnChunk *tn_column_get_chunk (TnColumn *self, gsize index, GError **error);
TnDictionary *tn_column_get_dictionary (TnColumn *self, GError **error);
gboolean tn_column_count_missing (TnColumn *self, gsize *n_missing, GError **error);

/* The whole column at once, in memory of the caller. */
double *tn_column_dup_numbers (TnColumn *self, GError **error);
guint32 *tn_column_dup_codes (TnColumn *self, GError **error);
gint64 *tn_column_dup_times (TnColumn *self, GError **error);

/* One cell as text, as an export writes it (C locale); %NULL when missing. */
char *tn_column_dup_cell (TnColumn *self, gsize row, GError **error);

gboolean tn_column_add_to_fingerprint (TnColumn *self, gpointer fingerprint, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnColumn, tn_column_unref)

/* Ready columns from arrays; the arrays are copied. Where data say how long they are, the second
 * kind: %NULL with %TN_ERROR_SPACE. */
TnColumn *tn_column_new_numbers (const double *values, gsize n_rows);
TnColumn *tn_column_new_codes (TnColumnType type,
                               TnDictionary *dictionary,
                               const guint32 *codes,
                               gsize n_rows);
TnColumn *tn_column_new_times (const gint64 *times, gsize n_rows);
TnColumn *tn_column_new_texts (const char *const *texts, gsize n_rows);
TnColumn *tn_column_new_flags (const guint8 *flags, gsize n_rows);
TnColumn *tn_column_try_new_numbers (const double *values, gsize n_rows, GError **error);
TnColumn *tn_column_try_new_codes (TnColumnType type,
                                   TnDictionary *dictionary,
                                   const guint32 *codes,
                                   gsize n_rows,
                                   GError **error);
TnColumn *tn_column_try_new_times (const gint64 *times, gsize n_rows, GError **error);
TnColumn *tn_column_try_new_texts (const char *const *texts, gsize n_rows, GError **error);
TnColumn *tn_column_try_new_flags (const guint8 *flags, gsize n_rows, GError **error);

G_END_DECLS
