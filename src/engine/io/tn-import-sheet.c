/* tn-import-sheet.c: a plan from the beginning of a sheet
 *
 * A sheet has no dialect; where its table begins, what its columns are called and what they
 * hold is found out as for a text, from the same samples.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-import-detect-private.h"
#include "tn-number.h"
#include "tn-xlsx-sheet-private.h"

#define SAMPLE_ROWS  20480
#define SAMPLE_BYTES (32 * 1024 * 1024)
#define SAMPLE_CELLS (2 * 1024 * 1024)
#define HEADER_ROWS  50

/* A row of the sample before it is known how wide the table is. */
typedef struct
{
  TnXlsxCell *cells;
  guint n_cells;
  char *text;
  gint64 number;
} RawRow;

typedef struct
{
  TnXlsxSheet *sheet;
  GArray *rows;   /* of RawRow */
  guint32 *fills; /* of each column, rows that have a cell there */
  gsize n_bytes;
  gsize n_cells;
  gboolean full;
} Sample;

static gboolean
is_filled (const TnXlsxCell *cell)
{
  return cell->kind < TN_XLSX_CELL_MISSING && cell->length > 0;
}

static gboolean
take_sample (gpointer user_data, const TnXlsxRow *row, GError **error)
{
  Sample *self = user_data;
  gsize bytes = 0;
  RawRow raw = { .number = row->number, .n_cells = row->n_cells };

  if (self->full)
    return TRUE;
  for (guint i = 0; i < row->n_cells; i++)
    {
      bytes = MAX (bytes, (gsize) row->cells[i].start + row->cells[i].length);
      if (is_filled (&row->cells[i]))
        self->fills[row->cells[i].column]++;
    }
  raw.cells = g_memdup2 (row->cells, row->n_cells * sizeof *row->cells);
  raw.text = g_memdup2 (row->text, bytes);
  g_array_append_val (self->rows, raw);
  self->n_bytes += bytes + sizeof raw;
  self->n_cells += row->n_cells;
  self->full = self->rows->len >= SAMPLE_ROWS || self->n_bytes >= SAMPLE_BYTES ||
               self->n_cells >= SAMPLE_CELLS;

  return TRUE;
}

static void
sample_clear (Sample *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      RawRow *row = &g_array_index (self->rows, RawRow, i);

      g_free (row->cells);
      g_free (row->text);
    }
  g_array_unref (self->rows);
  g_free (self->fills);
  g_clear_pointer (&self->sheet, _tn_xlsx_sheet_free);
}

/* The beginning of a sheet. */
static gboolean
read_sample (Sample *self, TnSource *source, guint index, GCancellable *cancellable, GError **error)
{
  memset (self, 0, sizeof *self);
  self->rows = g_array_new (FALSE, FALSE, sizeof (RawRow));
  self->fills = g_new0 (guint32, TN_CSV_MAX_COLUMNS);
  self->sheet = _tn_xlsx_sheet_open (source, index, FALSE, cancellable, error);
  if (self->sheet == NULL)
    return FALSE;
  self->sheet->take = take_sample;
  self->sheet->user_data = self;
  while (!self->full && !self->sheet->at_end)
    if (tn_cancelled (cancellable, error) || !_tn_xlsx_sheet_step (self->sheet, error))
      return FALSE;

  return TRUE;
}

static gboolean
sample_is_blank (const Sample *self)
{
  for (guint j = 0; j < TN_CSV_MAX_COLUMNS; j++)
    if (self->fills[j] > 0)
      return FALSE;

  return TRUE;
}

static guint
count_filled (const RawRow *row)
{
  guint n = 0;

  for (guint i = 0; i < row->n_cells; i++)
    n += is_filled (&row->cells[i]);

  return n;
}

static gboolean
row_has (const RawRow *row, guint column)
{
  for (guint i = 0; i < row->n_cells; i++)
    if (row->cells[i].column == column)
      return is_filled (&row->cells[i]);

  return FALSE;
}

/* Which columns the table has, from @first up to @width: those where more than one row has
 * something, or the row that names the columns. A note far to the right makes no column. */
static void
find_columns (const Sample *self, guint *first, guint *width)
{
  const RawRow *names = NULL;
  guint n_rows = 0;
  guint32 enough;

  *first = *width = 0;
  for (guint i = 0; i < self->rows->len && n_rows < 4; i++)
    n_rows += count_filled (&g_array_index (self->rows, RawRow, i)) > 0;
  enough = n_rows > 3 ? 2 : 1;
  for (guint j = 0; j < TN_CSV_MAX_COLUMNS; j++)
    if (self->fills[j] >= enough)
      *width = j + 1;
  while (*first + 1 < *width && self->fills[*first] < enough)
    (*first)++;
  for (guint i = 0; i < MIN (self->rows->len, HEADER_ROWS) && names == NULL; i++)
    {
      const RawRow *row = &g_array_index (self->rows, RawRow, i);

      if (count_filled (row) >= MAX (2, (*width - *first + 1) / 2))
        names = row;
    }
  while (names != NULL && *width < TN_CSV_MAX_COLUMNS && row_has (names, *width))
    (*width)++;
  while (names != NULL && *first > 0 && row_has (names, *first - 1))
    (*first)--;
  *width = MAX (*width, 1);
}

/* Rows as detection knows them, all as wide as the table. */
static TnSampleRows *
make_rows (const Sample *self, guint first, guint width)
{
  TnSampleRows *rows = _tn_sample_rows_new ();
  guint n_rows = MIN (self->rows->len, MAX (SAMPLE_CELLS / width, 100));

  for (guint i = 0; i < n_rows; i++)
    {
      const RawRow *raw = &g_array_index (self->rows, RawRow, i);
      guint last = raw->n_cells > 0 ? raw->cells[raw->n_cells - 1].column + 1 : 0;
      TnSampleRow row = { .line = raw->number - 1, .blank = count_filled (raw) == 0 };

      row.n_cells = MAX (last, width) - first;
      row.cells = g_try_new (TnSampleCell, row.n_cells);
      if (row.cells == NULL)
        {
          rows->refused = TRUE;
          break;
        }
      g_ptr_array_add (rows->owned, row.cells);
      for (guint j = 0; j < row.n_cells; j++)
        row.cells[j] = (TnSampleCell){ "", 0 };
      for (guint k = 0; k < raw->n_cells; k++)
        if (is_filled (&raw->cells[k]) && raw->cells[k].column >= first)
          row.cells[raw->cells[k].column - first] =
              (TnSampleCell){ raw->text + raw->cells[k].start, raw->cells[k].length };
      _tn_sample_rows_append (rows, &row);
    }

  return rows;
}

static gboolean
is_odd_number (const char *text, gsize length)
{
  double value;

  return _tn_cell_look (text, length) == TN_CELL_NUMBER &&
         !tn_number_parse_plain (text, length, &value);
}

/* Where a column holds values and also the same as text (25/02/2026, 1,5), the texts say how
 * it is written, and values will be written like them: so only texts are left to look at. */
static void
leave_texts (const Sample *self, const TnSampleRows *rows, guint first, guint n_columns)
{
  g_autofree guint32 *times = g_new0 (guint32, 4 * (gsize) n_columns);
  guint32 *numbers = times + n_columns;
  guint32 *text_times = numbers + n_columns;
  guint32 *text_numbers = text_times + n_columns;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < rows->n_rows; i++)
      {
        const RawRow *raw = &g_array_index (self->rows, RawRow, i);
        TnSampleRow *row = &rows->rows[i];

        for (guint k = 0; k < raw->n_cells; k++)
          {
            const TnXlsxCell *cell = &raw->cells[k];
            guint j = cell->column - first;
            const char *text = raw->text + cell->start;

            if (cell->column < first || j >= n_columns || !is_filled (cell))
              continue;
            if (pass == 0)
              {
                times[j] += cell->kind == TN_XLSX_CELL_TIME;
                numbers[j] += cell->kind == TN_XLSX_CELL_NUMBER;
                if (cell->kind == TN_XLSX_CELL_TEXT && cell->length < 48)
                  {
                    text_times[j] += _tn_cell_look (text, cell->length) == TN_CELL_TIME;
                    text_numbers[j] += is_odd_number (text, cell->length);
                  }
              }
            else if ((cell->kind == TN_XLSX_CELL_TIME && text_times[j] > 0) ||
                     (cell->kind == TN_XLSX_CELL_NUMBER && text_numbers[j] > 0))
              row->cells[j].length = 0;
          }
      }
}

static gboolean
set_no_sheet (TnSource *source, const TnXlsxWorkbook *book, const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < book->sheets->len && names->len < 300; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            ((TnXlsxSheetEntry *) book->sheets->pdata[i])->name);
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("{file} has no sheet “{sheet}”; its sheets are {sheets}."), "file",
                tn_source_get_name (source), "sheet", name, "sheets", names->str, NULL);

  return FALSE;
}

/* The sheet that is wished for, or the first with cells that a person sees. */
static gboolean
choose_sheet (Sample *sample,
              TnSource *source,
              const TnXlsxWorkbook *book,
              const TnImportPlan *wish,
              guint *chosen,
              GCancellable *cancellable,
              GError **error)
{
  int wished =
      wish != NULL && wish->sheet != NULL ? _tn_xlsx_workbook_find (book, wish->sheet) : -1;
  guint n = book->sheets->len;

  if (wished < 0 && wish != NULL && wish->sheet != NULL && (wish->locks & TN_PLAN_LOCK_SHEET))
    return set_no_sheet (source, book, wish->sheet, error);
  if (wished >= 0)
    {
      *chosen = (guint) wished;
      return read_sample (sample, source, *chosen, cancellable, error);
    }
  /* Visible sheets first, then hidden ones. */
  for (guint k = 0; k < 2 * n; k++)
    {
      const TnXlsxSheetEntry *sheet = book->sheets->pdata[k % n];

      if ((sheet->state == TN_SHEET_VISIBLE) != (k < n))
        continue;
      if (sample->rows != NULL)
        sample_clear (sample);
      *chosen = k % n;
      if (!read_sample (sample, source, *chosen, cancellable, error))
        return FALSE;
      if (!sample_is_blank (sample))
        return TRUE;
    }

  return TRUE;
}

static void
set_sheet (TnImportPlan *plan, const TnXlsxWorkbook *book, guint index, const TnImportPlan *wish)
{
  const TnXlsxSheetEntry *sheet = book->sheets->pdata[index];

  plan->sheet = g_strdup (sheet->name);
  plan->n_sheets = book->sheets->len;
  plan->sheet_hidden = sheet->state != TN_SHEET_VISIBLE;
  plan->recalculate = book->recalculate;
  if (wish != NULL && wish->sheet != NULL)
    plan->locks |= wish->locks & TN_PLAN_LOCK_SHEET;
  if (wish != NULL)
    plan->locks |= wish->locks & (TN_PLAN_LOCK_HEADER | TN_PLAN_LOCK_SKIP);
  plan->dialect.delimiter = '\t';
  plan->dialect.quote = plan->dialect.escape = 0;
}

static gboolean
detect (TnImportPlan *plan,
        const TnImportPlan *wish,
        TnSource *source,
        const Sample *sample,
        GError **error)
{
  gboolean locked =
      wish != NULL && wish->sheet != NULL && (wish->locks & TN_PLAN_LOCK_DIALECT) != 0;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (TnSampleRows) rows = NULL;
  guint first_row;
  guint first;
  guint width;

  find_columns (sample, &first, &width);
  rows = make_rows (sample, first, width);
  if (!_tn_sample_rows_check (rows, error))
    return FALSE;
  plan->first_column = first;
  if (locked)
    {
      plan->dialect.n_skip = wish->dialect.n_skip;
      plan->dialect.n_header = wish->dialect.n_header;
      plan->locks |= TN_PLAN_LOCK_DIALECT;
      first_row = _tn_apply_header (rows, &plan->dialect, names);
    }
  else
    first_row = _tn_wish_header (rows, wish, &plan->dialect, names);
  plan->dialect.comment = 0;
  if (!_tn_detect_columns (plan, wish, source, sample->sheet->at_end && !sample->full, rows,
                           first_row, names, error))
    return FALSE;
  leave_texts (sample, rows, first, MIN (names->len, width - first));
  _tn_detect_columns_end (plan, rows, first_row);

  return TRUE;
}

/* The steps of tn_import_detect() for a workbook. */
gboolean
_tn_detect_sheet (TnImportPlan *plan,
                  const TnImportPlan *wish,
                  TnSource *source,
                  GCancellable *cancellable,
                  GError **error)
{
  TnXlsxWorkbook *book = _tn_xlsx_workbook_get (source, cancellable, error);
  Sample sample = { 0 };
  guint index = 0;
  gboolean ok;

  if (book == NULL)
    return FALSE;
  ok = choose_sheet (&sample, source, book, wish, &index, cancellable, error);
  if (ok)
    {
      set_sheet (plan, book, index, wish);
      ok = detect (plan, wish, source, &sample, error);
    }
  if (sample.rows != NULL)
    sample_clear (&sample);

  return ok;
}
