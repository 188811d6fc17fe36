/* tn-cell-writer.h: cells of one column to chunks (private to io)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-csv-reader.h"
#include "tn-table-sink.h"
#include "tn-word-cache-private.h"

G_BEGIN_DECLS

/* A cell that contradicts its column. */
typedef struct
{
  gint64 row;
  TnProblemReason reason;
  guint32 start;
  guint32 length;
} TnBadCell;

/**
 * TnCellWriter:
 *
 * Takes batches one after another; only one thread at a time touches it.
 */
typedef struct
{
  const TnImportColumn *column; /* as planned */
  const TnCsvDialect *dialect;
  const char *constant;      /* (nullable): every cell is this */
  const TnPseudonymKey *key; /* (nullable): words are made by it of the cells */
  guint in_file;             /* index in the rows */
  guint in_table;            /* index in the sink */
  const TnTableSink *sink;
  gpointer sink_data;

  gpointer values; /* of the chunk in the making: double, guint32, gint64, or offsets */
  guint n_values;
  guint max_values;
  GByteArray *text;
  guint8 *missing; /* bits, for texts */
  gboolean any_missing;
  gsize next_chunk;
  gint64 n_rows;

  TnDictionaryBuilder *words;
  TnWordCache cache;      /* of @words */
  guint8 mark_first[256]; /* bytes that a missing mark begins with */
  GTimeZone *zone;
  char *scratch;
  gsize max_scratch;
  GArray *bad; /* of the last batch */

  gint64 first; /* of times */
  gint64 last;
  gint64 n_missing;
  gint64 n_problems;
  gint64 n_odd; /* cells of a sheet without a value */
  gint64 n_stripped;
  gint64 n_trimmed;
  gint64 n_fraction; /* identifiers like 12.5, against which ".0" must not be left out */
  gint64 n_bytes;    /* of all texts or words */
} TnCellWriter;

void tn_cell_writer_init (TnCellWriter *self,
                          const TnImportColumn *column,
                          const TnCsvDialect *dialect,
                          guint in_file,
                          guint in_table,
                          const TnTableSink *sink,
                          gpointer sink_data);
void tn_cell_writer_turn (TnCellWriter *self, const TnImportColumn *column, guint in_file);
void tn_cell_writer_clear (TnCellWriter *self);
gboolean tn_cell_writer_take (TnCellWriter *self, const TnCsvBatch *batch, GError **error);
gboolean tn_cell_writer_end (TnCellWriter *self, GError **error);

void tn_cell_trim (const char **text, gsize *length);
gboolean tn_cell_is_mark (char *const *marks, const char *text, gsize length);
int tn_cell_parse_flag (const char *text, gsize length);
gboolean tn_cell_is_zero_tail (const char *text, gsize length);

G_END_DECLS
