/* tn-xlsx-reader.c: the rows of a sheet as batches, as if they had been cut
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-csv-reader.h"
#include "tn-error.h"
#include "tn-import-plan-private.h"
#include "tn-xlsx-sheet-private.h"

#define SHEET_BATCH_BYTES (1024 * 1024)

static gboolean
set_no_memory (GError **error)
{
  _tn_xlsx_set_no_memory (error);

  return FALSE;
}

/* Room for one row more, of @n_cells. */
static gboolean
reserve_row (TnCsvBatch *batch, gsize n_cells)
{
  TnCsvCut *cut = &batch->cut;

  if (cut->n_cells + n_cells > cut->max_cells)
    {
      gsize max = MAX (2 * cut->max_cells, cut->n_cells + n_cells);
      TnCsvCell *cells = g_try_realloc_n (cut->cells, max, sizeof *cells);

      if (cells == NULL)
        return FALSE;
      cut->cells = cells;
      cut->max_cells = max;
    }
  if (cut->n_rows == cut->max_rows)
    {
      gsize max = MAX (2 * cut->max_rows, 1024);
      TnCsvRow *rows = g_try_realloc_n (cut->rows, max, sizeof *rows);

      if (rows == NULL)
        return FALSE;
      cut->rows = rows;
      cut->max_rows = max;
    }
  if (cut->n_rows == batch->max_lines)
    {
      gsize max = MAX (2 * batch->max_lines, 1024);
      gint64 *lines = g_try_realloc_n (batch->lines, max, sizeof *lines);

      if (lines == NULL)
        return FALSE;
      batch->lines = lines;
      batch->max_lines = max;
    }

  return TRUE;
}

static void
add_odd (TnCsvBatch *batch, const TnXlsxCell *cell, guint32 column, guint32 start)
{
  TnOddCell odd = { cell->kind == TN_XLSX_CELL_ERROR ? TN_PROBLEM_ERROR : TN_PROBLEM_FORMULA,
                    (guint32) batch->cut.n_rows, column, start, cell->length };

  g_array_append_val (batch->odd, odd);
}

/* Writes the cells behind each other, with tabs between, so that the row can be shown. */
static void
write_cells (TnCsvReader *self,
             TnCsvBatch *batch,
             const TnXlsxRow *row,
             guint first,
             guint n_cells,
             gboolean *large)
{
  TnCsvCell *cells = batch->cut.cells + batch->cut.n_cells;
  char *out = batch->text + batch->size;
  guint k = 0;

  for (guint j = 0; j < n_cells; j++)
    {
      const TnXlsxCell *cell =
          k < row->n_cells && row->cells[k].column - first == j ? &row->cells[k++] : NULL;
      guint32 start;

      if (j > 0)
        *out++ = '\t';
      start = (guint32) (out - batch->text);
      cells[j] = (TnCsvCell){ start, 0 };
      if (cell == NULL)
        continue;
      memcpy (out, row->text + cell->start, cell->length);
      out += cell->length;
      if (cell->kind < TN_XLSX_CELL_MISSING)
        cells[j].length = cell->length;
      else if (cell->kind == TN_XLSX_CELL_LARGE)
        *large = TRUE;
      else if (cell->kind != TN_XLSX_CELL_MISSING && j < self->n_columns)
        add_odd (batch, cell, j, start);
      if (cell->inexact && j < self->n_columns)
        self->n_inexact[j]++;
    }
  batch->size = (gsize) (out - batch->text);
}

static gboolean
take_row (gpointer user_data, const TnXlsxRow *row, GError **error)
{
  TnCsvReader *self = user_data;
  TnCsvBatch *batch = self->filling;
  guint first = self->plan->first_column;
  guint last = row->n_cells > 0 ? row->cells[row->n_cells - 1].column + 1 : 0;
  gboolean outside = row->n_cells > 0 && row->cells[0].column < first;
  guint n_cells = MAX (self->n_columns, last > first ? last - first : 0);
  gsize n_bytes;
  gboolean large = FALSE;
  TnCsvRow *cut;

  if (row->number <= self->n_skip_left)
    return TRUE;
  self->n_blank += MIN (row->gap, row->number - 1 - self->n_skip_left);
  if (outside) /* shown whole, and never taken apart */
    n_cells = MAX (last, self->n_columns + 1);
  n_bytes = n_cells + 2;
  for (guint i = 0; i < row->n_cells; i++)
    n_bytes += row->cells[i].length;
  if (!reserve_row (batch, n_cells))
    return set_no_memory (error);
  if (!_tn_csv_batch_reserve (batch, batch->size + n_bytes, error))
    return FALSE;
  cut = &batch->cut.rows[batch->cut.n_rows];
  cut->start = (guint32) batch->size;
  cut->first_cell = (guint32) batch->cut.n_cells;
  cut->n_cells = outside ? self->n_columns + 1 : n_cells;
  write_cells (self, batch, row, outside ? 0 : first, n_cells, &large);
  cut->end = (guint32) batch->size;
  cut->state = large ? TN_CSV_ROW_TOO_LARGE : TN_CSV_ROW_OK;
  batch->cut.n_cells += n_cells;
  batch->lines[batch->cut.n_rows++] = row->number;
  batch->text[batch->size++] = '\n';

  return TRUE;
}

/* How values of each column are written: as its texts are. */
static TnXlsxColumn *
make_columns (const TnCsvReader *self)
{
  TnXlsxColumn *columns = g_new0 (TnXlsxColumn, MAX (self->n_columns, 1));

  for (guint i = 0; i < self->n_columns; i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (self->plan, i);

      columns[i].type = column->type;
      columns[i].decimal = column->type == TN_COLUMN_NUMBER ? column->format.decimal : '.';
      columns[i].percent =
          column->type == TN_COLUMN_NUMBER && g_strcmp0 (column->format.unit, "%") == 0;
      columns[i].order = column->layout.order;
    }

  return columns;
}

/* Opens the sheet of the plan. */
gboolean
_tn_xlsx_reader_init (TnCsvReader *self, GError **error)
{
  TnXlsxWorkbook *book;
  int index;

  book = tn_source_is_workbook (self->source)
             ? _tn_xlsx_workbook_get (self->source, self->cancellable, error)
             : NULL;
  index = book != NULL ? _tn_xlsx_workbook_find (book, self->plan->sheet) : -1;
  if (index < 0)
    {
      if (error == NULL || *error == NULL)
        tn_error_set (error, TN_ERROR_NOT_FOUND,
                      N_ ("{file} has no sheet “{sheet}” any more; choose another sheet."), "file",
                      tn_source_get_name (self->source), "sheet", self->plan->sheet, NULL);
      return FALSE;
    }
  self->sheet = _tn_xlsx_sheet_open (self->source, (guint) index, FALSE, self->cancellable, error);
  if (self->sheet == NULL)
    return FALSE;
  self->n_inexact = g_new0 (gint64, MAX (self->n_columns, 1));
  self->sheet_columns = make_columns (self);
  self->sheet->columns = self->sheet_columns;
  self->sheet->n_columns = self->n_columns;
  self->sheet->first_column = self->plan->first_column;
  self->sheet->take = take_row;
  self->sheet->user_data = self;

  return TRUE;
}

void
_tn_xlsx_reader_clear (TnCsvReader *self)
{
  g_clear_pointer (&self->sheet, _tn_xlsx_sheet_free);
  g_clear_pointer (&self->sheet_columns, g_free);
  g_clear_pointer (&self->n_inexact, g_free);
}

/* tn_csv_reader_fill() for a sheet. */
gboolean
_tn_xlsx_reader_fill (TnCsvReader *self, TnCsvBatch *batch, GError **error)
{
  batch->size = batch->n_rows = 0;
  batch->cut.n_rows = batch->cut.n_cells = 0;
  g_array_set_size (batch->bad, 0);
  g_array_set_size (batch->odd, 0);
  if (!_tn_csv_batch_reserve (batch, SHEET_BATCH_BYTES, error))
    return FALSE;
  if (!reserve_row (batch, 0))
    return set_no_memory (error);
  self->filling = batch;
  while (!self->sheet->at_end && batch->size < MIN (SHEET_BATCH_BYTES, self->batch_bytes))
    if (tn_cancelled (self->cancellable, error) || !_tn_xlsx_sheet_step (self->sheet, error))
      return FALSE;
  self->filling = NULL;
  self->at_end = self->sheet->at_end;
  batch->used = batch->size;
  batch->file_offset = (gint64) (_tn_xlsx_sheet_get_fraction (self->sheet) *
                                 (double) tn_source_get_size (self->source));

  return _tn_csv_reader_sort (self, batch, error);
}
