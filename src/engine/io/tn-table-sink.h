/* tn-table-sink.h: where imported columns go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-problem.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnTableSink:
 * @begin: the columns to come. @fields and @types are valid during the call
 * @chunk: chunk @index of column @column; all but the last of a column hold
 *   %TN_CHUNK_ROWS rows. **Called on any thread, for several columns at the same
 *   time**; for one column one at a time and in ascending order. Codes of a category
 *   refer to the dictionary that comes at the end, which only grows meanwhile. The sink
 *   takes a reference of its own if it keeps @chunk
 * @problem: (nullable): a row set aside, or a cell that reads as missing; in order of
 *   lines, except that cells of one batch come after its rows
 * @restart: everything since @begin is void, because a later part of the file showed
 *   that a column or the encoding was guessed wrong; @begin is called again next
 * @end: all chunks were given. @dictionaries holds one entry a column, %NULL for columns
 *   that are not categories or flags
 *
 * An import speaks to it: begin, any number of chunk and problem, then end or restart.
 * begin, problem, restart and end come on the thread that called the import, never while
 * a chunk call runs. When a member gives %FALSE with an error, the import stops with that
 * error and calls nothing more; what was given so far is then void, too.
 */
typedef struct
{
  gboolean (*begin) (gpointer self,
                     guint n_columns,
                     const TnField *const *fields,
                     const TnColumnType *types,
                     GError **error);
  gboolean (*chunk) (gpointer self, guint column, gsize index, TnChunk *chunk, GError **error);
  gboolean (*problem) (gpointer self, const TnProblem *problem, GError **error);
  gboolean (*restart) (gpointer self, GError **error);
  gboolean (*end) (gpointer self, gsize n_rows, TnDictionary *const *dictionaries, GError **error);
} TnTableSink;

/* Keeps nothing and wants no object: a whole file is read, and its plan verified by it. */
extern const TnTableSink tn_null_sink;

/* A sink in memory, that makes tables. */
typedef struct _TnMemorySink TnMemorySink;

extern const TnTableSink tn_memory_sink;

TnMemorySink *tn_memory_sink_new (void);
void tn_memory_sink_free (TnMemorySink *self);
TnTable *tn_memory_sink_get_table (TnMemorySink *self);
TnTable *tn_memory_sink_get_problems (TnMemorySink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnMemorySink, tn_memory_sink_free)

G_END_DECLS
