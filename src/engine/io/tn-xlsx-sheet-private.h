/* tn-xlsx-sheet-private.h: the rows of a sheet, one after another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-problem.h"
#include "tn-xlsx-workbook-private.h"
#include "tn-xlsx-xml-private.h"

G_BEGIN_DECLS

/* What a cell was before it became text. */
typedef enum
{
  TN_XLSX_CELL_TEXT,
  TN_XLSX_CELL_NUMBER,
  TN_XLSX_CELL_TIME,
  TN_XLSX_CELL_FLAG,
  TN_XLSX_CELL_MISSING, /* #N/A */
  TN_XLSX_CELL_ERROR,   /* #DIV/0! and the like */
  TN_XLSX_CELL_FORMULA, /* without the value it had */
  TN_XLSX_CELL_LARGE,   /* above 1 MiB */
} TnXlsxCellKind;

typedef struct
{
  guint32 column;
  guint32 start;
  guint32 length;
  guint16 kind; /* TnXlsxCellKind */
  guint16 inexact;
} TnXlsxCell;

/**
 * TnXlsxRow:
 * @number: of the row in the sheet, from 1
 * @gap: rows before it that the sheet does not mention
 * @cells: that hold something, by column; none twice
 * @text: what they point into
 */
typedef struct
{
  gint64 number;
  gint64 gap;
  gboolean hidden;
  const TnXlsxCell *cells;
  guint n_cells;
  const char *text;
} TnXlsxRow;

/* Gives %FALSE with @error to end the reading. */
typedef gboolean (*TnXlsxTake) (gpointer user_data, const TnXlsxRow *row, GError **error);

/**
 * TnXlsxSheet:
 * @columns: (nullable): how values are written; %NULL while that is being found out
 * @n_rows: rows given
 * @n_hidden_rows: of these, rows that Excel does not show
 * @n_hidden_columns: columns that Excel does not show
 * @n_merged: areas of cells that are one for people
 * @n_formulas: cells whose value was calculated by a program
 */
typedef struct _TnXlsxSheet
{
  TnXlsxXml xml;
  TnSource *source;
  TnXlsxWorkbook *book;
  TnXlsxPart *part;
  gint64 n_bytes; /* as the file says */
  gint64 n_read;
  const char *block; /* unpacked and not yet parsed */
  gssize n_block;
  gboolean at_end;

  gboolean scan; /* only where cells are counts */
  const TnXlsxColumn *columns;
  guint first_column;
  guint n_columns;
  TnXlsxTake take;
  gpointer user_data;

  gboolean in_data;
  gboolean in_row;
  gboolean in_cell;
  guint in_phonetic;
  gboolean has_formula;
  gboolean has_value;
  char type; /* of the cell: n, s (shared), t (text), i (inline), b, e, d */
  guint32 column;
  guint32 style;
  GString *value;
  GString *formula;
  GString *capture;
  GString *text;
  GArray *cells; /* of TnXlsxCell */
  gint64 row_number;
  gint64 row_gap;
  gboolean row_hidden;
  gboolean sorted;

  gint64 n_rows;
  gint64 n_hidden_rows;
  gint64 n_hidden_columns;
  gint64 n_merged;
  gint64 n_formulas;
  gint64 n_expanded; /* bytes of shared strings given */
} TnXlsxSheet;

TnXlsxSheet *_tn_xlsx_sheet_open (TnSource *source,
                                  guint index,
                                  gboolean scan,
                                  GCancellable *cancellable,
                                  GError **error);
void _tn_xlsx_sheet_free (TnXlsxSheet *self);
gboolean _tn_xlsx_sheet_step (TnXlsxSheet *self, GError **error);
double _tn_xlsx_sheet_get_fraction (const TnXlsxSheet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnXlsxSheet, _tn_xlsx_sheet_free)

G_END_DECLS
