/* tn-csv-reader.h: a file as batches of cut rows (private to io)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-csv-cutter.h"
#include "tn-import-plan.h"
#include "tn-problem.h"
#include "tn-source.h"

G_BEGIN_DECLS

/* A row set aside. */
typedef struct
{
  TnProblemReason reason;
  guint32 start;
  guint32 end;
} TnBadRow;

/* A cell of a sheet that has no value: it reads as missing. */
typedef struct
{
  TnProblemReason reason;
  guint32 row; /* in the cut */
  guint32 column;
  guint32 start;
  guint32 length;
} TnOddCell;

/**
 * TnCsvBatch:
 * @text: what the cells point into
 * @used: bytes of @text that were cut
 * @cut: rows and cells
 * @first: for every row of the table, index of its first cell; the others follow it
 * @n_rows: rows of the table in this batch
 * @bad: rows set aside
 * @first_line: line of the file on which @text begins, from 1
 * @lines: (nullable): row of the sheet of every row cut, when it is a sheet
 * @odd: cells without a value, when it is a sheet
 *
 * One of two: while one is converted, the next is filled.
 */
typedef struct
{
  char *text;
  gsize size;
  gsize allocated;
  gsize used;
  TnCsvCut cut;
  guint32 *first;
  gsize n_rows;
  gsize max_rows;
  GArray *bad;
  gint64 first_line;
  gint64 *lines;
  gsize max_lines;
  GArray *odd;        /* of TnOddCell */
  gint64 file_offset; /* how far the file was read */
  gboolean last;
} TnCsvBatch;

/**
 * TnCsvReader:
 *
 * Reads text, or, when @sheet is there, a sheet of a workbook.
 */
typedef struct
{
  TnSource *source;
  const TnImportPlan *plan;
  gpointer decoder;
  struct _TnXlsxSheet *sheet;
  gpointer sheet_columns;
  TnCsvBatch *filling;
  gint64 *n_inexact; /* of each column */
  GCancellable *cancellable;
  TnCsvDialect dialect;
  TnCsvEngine engine;
  guint n_columns;
  guint n_tail_empty; /* last columns that may be left out */
  char **header;      /* cells of the header row, to know it again; %NULL-terminated */
  gsize first_name_length;
  gboolean is_utf8;
  gint64 n_skip_left;
  guint n_header_left;
  gboolean other_table;
  gint64 line;
  gint64 max_rows;
  gint64 n_rows;
  gint64 n_bad;
  gint64 n_mended;
  gint64 n_blank;
  gint64 n_comments;
  gint64 n_broken; /* rows whose bytes are no UTF-8 */
  guint n_unclosed;
  gboolean skip_line;
  gboolean at_end;
  gsize batch_bytes;
} TnCsvReader;

gboolean tn_csv_reader_init (TnCsvReader *self,
                             TnSource *source,
                             const TnImportPlan *plan,
                             TnCsvEngine engine,
                             GCancellable *cancellable,
                             GError **error);
void tn_csv_reader_clear (TnCsvReader *self);
gboolean tn_csv_reader_fill (TnCsvReader *self,
                             const TnCsvBatch *previous,
                             TnCsvBatch *batch,
                             GError **error);

gboolean _tn_csv_reader_sort (TnCsvReader *self, TnCsvBatch *batch, GError **error);
gboolean _tn_csv_batch_reserve (TnCsvBatch *batch, gsize size, GError **error);
gboolean _tn_xlsx_reader_init (TnCsvReader *self, GError **error);
void _tn_xlsx_reader_clear (TnCsvReader *self);
gboolean _tn_xlsx_reader_fill (TnCsvReader *self, TnCsvBatch *batch, GError **error);

void tn_csv_batch_init (TnCsvBatch *self);
void tn_csv_batch_clear (TnCsvBatch *self);
gint64 tn_csv_batch_get_line (const TnCsvBatch *self, const TnCsvDialect *dialect, guint32 offset);
char *tn_csv_show_bytes (const char *text, gsize length, gboolean marked, gsize *out_length);

G_END_DECLS
