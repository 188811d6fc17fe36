/* tn-import-problems.c: rows and cells that do not fit, told with their lines
 *
 * A batch is converted before its problems are told, rows first, then cells column by column: the
 * order is that of the file and the plan, whatever the number of threads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-import-private.h"
#include "tn-pseudonym.h"

/* Line of the file each row of a batch begins on. */
static gint64 *
count_row_lines (const TnImportRun *self, const TnCsvBatch *batch)
{
  gint64 *lines = g_new (gint64, batch->cut.n_rows + 1);
  TnCsvBatch rest = *batch;
  guint32 counted = 0;

  if (self->reader.sheet != NULL)
    {
      memcpy (lines, batch->lines, batch->cut.n_rows * sizeof *lines);
      return lines;
    }

  for (gsize i = 0; i < batch->cut.n_rows; i++)
    {
      guint32 start = batch->cut.rows[i].start;

      rest.text = batch->text + counted;
      lines[i] = tn_csv_batch_get_line (&rest, &self->reader.dialect, start - counted);
      rest.first_line = lines[i];
      counted = start;
    }

  return lines;
}

static gint64
find_line (const TnCsvBatch *batch, const gint64 *lines, guint32 offset)
{
  gsize low = 0;
  gsize high = batch->cut.n_rows;

  /* The last row that begins at or before it. */
  while (high - low > 1)
    {
      gsize middle = low + (high - low) / 2;

      if (batch->cut.rows[middle].start <= offset)
        low = middle;
      else
        high = middle;
    }

  return lines[low];
}

/* Whether the text of a problem row, or of a cell of @column, may hold what the project is not to
 * know: a row that could not be cut has its cells anywhere. */
static gboolean
hides (const TnImportRun *self, const char *column)
{
  for (guint i = 0; i < tn_import_plan_get_n_columns (self->plan); i++)
    {
      const TnImportColumn *other = tn_import_plan_get_column (self->plan, i);

      if ((other->pseudonym || (other->sensitive != TN_SENSITIVE_NONE && !other->included)) &&
          (column == NULL || strcmp (column, other->name) == 0))
        return TRUE;
    }

  return FALSE;
}

static gboolean
report (TnImportRun *self,
        TnProblem *problem,
        const TnCsvBatch *batch,
        const gint64 *lines,
        guint32 start,
        gsize size,
        GError **error)
{
  g_autofree char *text = NULL;

  if (self->sink->problem == NULL)
    return TRUE;
  text = tn_csv_show_bytes (batch->text + start, size, !self->reader.is_utf8, &problem->length);
  if (hides (self, problem->column))
    {
      g_autofree char *plain = g_steal_pointer (&text);

      text = tn_pseudonym_mask (plain, problem->length, &problem->length);
    }
  problem->file = self->n_files > 1 ? tn_source_get_name (self->source) : NULL;
  problem->line = find_line (batch, lines, start);
  problem->text = text;
  problem->size = size;

  return self->sink->problem (self->sink_data, problem, error);
}

/* Which row of the table a row that was cut became, of those in this batch; -1 for none. */
static gint64
find_row (const TnCsvBatch *batch, guint32 row)
{
  guint32 first = batch->cut.rows[row].first_cell;
  gsize low = 0;
  gsize high = batch->n_rows;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (batch->first[middle] < first)
        low = middle + 1;
      else
        high = middle;
    }

  return low < batch->n_rows && batch->first[low] == first ? (gint64) low : -1;
}

static TnCellWriter *
find_writer (TnImportRun *self, guint column)
{
  for (guint i = 0; i < self->n_writers; i++)
    if (self->writers[i].in_file == column)
      return &self->writers[i];

  return NULL;
}

/* Cells of a sheet without a value: no reason to doubt the type of their column. */
static gboolean
report_odd (TnImportRun *self, const TnCsvBatch *batch, const gint64 *lines, GError **error)
{
  for (guint i = 0; i < batch->odd->len; i++)
    {
      const TnOddCell *odd = &g_array_index (batch->odd, TnOddCell, i);
      TnCellWriter *writer = find_writer (self, odd->column);
      gint64 row = writer != NULL ? find_row (batch, odd->row) : -1;
      TnProblem problem = { .reason = odd->reason };

      if (row < 0)
        continue;
      writer->n_odd++;
      problem.row = writer->n_rows - (gint64) batch->n_rows + row;
      problem.column = writer->column->name;
      if (!report (self, &problem, batch, lines, odd->start, odd->length, error))
        return FALSE;
    }

  return TRUE;
}

/* Rows set aside, then cells that do not fit, column by column. */
gboolean
_tn_import_report_problems (TnImportRun *self, const TnCsvBatch *batch, GError **error)
{
  g_autofree gint64 *lines = NULL;
  guint n = batch->bad->len + batch->odd->len;

  for (guint i = 0; i < self->n_writers; i++)
    n += self->writers[i].bad->len;
  if (n == 0)
    return TRUE;
  lines = count_row_lines (self, batch);
  for (guint i = 0; i < batch->bad->len; i++)
    {
      const TnBadRow *bad = &g_array_index (batch->bad, TnBadRow, i);
      TnProblem problem = { .reason = bad->reason, .row = -1 };

      if (!report (self, &problem, batch, lines, bad->start, bad->end - bad->start, error))
        return FALSE;
    }
  for (guint i = 0; i < self->n_writers; i++)
    for (guint k = 0; k < self->writers[i].bad->len; k++)
      {
        const TnBadCell *bad = &g_array_index (self->writers[i].bad, TnBadCell, k);
        TnProblem problem = { .reason = bad->reason, .row = bad->row };

        problem.column = self->writers[i].column->name;
        if (!report (self, &problem, batch, lines, bad->start, bad->length, error))
          return FALSE;
      }

  return report_odd (self, batch, lines, error);
}
