/* tn-csv-cutter.h: text to rows and cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-csv-dialect.h"

G_BEGIN_DECLS

/**
 * TnCsvCell:
 * @start: offset in the text; behind the opening quote
 * @length: bytes, without quotes; the upper bits are flags
 *
 * %TN_CELL_ESCAPED: doubled quotes or escapes are still to be undone,
 * see tn_csv_unescape().
 */
typedef struct
{
  guint32 start;
  guint32 length;
} TnCsvCell;

#define TN_CELL_ESCAPED     (1u << 31)
#define TN_CELL_LENGTH_MASK (TN_CELL_ESCAPED - 1)

/**
 * TnCsvRowState:
 * @TN_CSV_ROW_OK: cut as the dialect says
 * @TN_CSV_ROW_MENDED: a quote stood where none may stand and was taken as a character
 * @TN_CSV_ROW_UNCLOSED: a quote that is never closed: the row is its first line, uncut
 * @TN_CSV_ROW_TOO_LARGE: a cell above %TN_CSV_MAX_CELL: uncut
 */
typedef enum
{
  TN_CSV_ROW_OK,
  TN_CSV_ROW_MENDED,
  TN_CSV_ROW_UNCLOSED,
  TN_CSV_ROW_TOO_LARGE,
} TnCsvRowState;

/**
 * TnCsvRow:
 * @start: offset of its first byte
 * @end: offset behind its last byte, row end not included
 * @first_cell: index of its first cell
 * @n_cells: how many
 * @state: a #TnCsvRowState
 */
typedef struct
{
  guint32 start;
  guint32 end;
  guint32 first_cell;
  guint32 n_cells;
  guint32 state;
} TnCsvRow;

/**
 * TnCsvCut:
 *
 * Result of cutting a piece of text. Reused from piece to piece.
 */
typedef struct
{
  TnCsvCell *cells;
  gsize n_cells;
  gsize max_cells;
  TnCsvRow *rows;
  gsize n_rows;
  gsize max_rows;
  guint n_unclosed;   /* so far in the file: makes the search for a closing quote shorter */
  gboolean skip_line; /* the rest of a line that was too large is still to come */
  gboolean out_of_memory;
} TnCsvCut;

/**
 * TnCsvEngine:
 * @TN_CSV_ENGINE_BEST: what this CPU does best
 * @TN_CSV_ENGINE_AVX2: 64 bytes at a time with AVX2 and a carry-less product
 * @TN_CSV_ENGINE_SCALAR: the same in plain C
 * @TN_CSV_ENGINE_BYTES: byte by byte: for odd dialects, and the naive twin
 * @TN_CSV_ENGINE_LIBCSV: libcsv, strict
 */
typedef enum
{
  TN_CSV_ENGINE_BEST,
  TN_CSV_ENGINE_AVX2,
  TN_CSV_ENGINE_SCALAR,
  TN_CSV_ENGINE_BYTES,
  TN_CSV_ENGINE_LIBCSV,
} TnCsvEngine;

void tn_csv_cut_init (TnCsvCut *self);
void tn_csv_cut_clear (TnCsvCut *self);

gsize tn_csv_cut (TnCsvCut *self,
                  const TnCsvDialect *dialect,
                  TnCsvEngine engine,
                  const char *text,
                  gsize size,
                  gboolean at_end,
                  guint n_expected);
gboolean tn_csv_engine_is_available (TnCsvEngine engine, const TnCsvDialect *dialect);
gsize tn_csv_unescape (const TnCsvDialect *dialect, const char *text, gsize length, char *out);

G_END_DECLS
