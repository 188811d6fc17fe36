/* tn-csv-reader.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-csv-reader.h"

#include <string.h>

#if defined(__SSE2__)
#  include <emmintrin.h>
#endif

#include "tn-cell-writer.h"
#include "tn-encoding.h"
#include "tn-error.h"
#include "tn-import-plan-private.h"

#define BATCH_BYTES        (2 * 1024 * 1024)
#define MAX_TEXT           (1024 * 1024 * 1024)
#define SHOWN_BYTES        (64 * 1024)
#define MAX_MENDED_COLUMNS 256

void
tn_csv_batch_init (TnCsvBatch *self)
{
  memset (self, 0, sizeof *self);
  tn_csv_cut_init (&self->cut);
  self->bad = g_array_new (FALSE, FALSE, sizeof (TnBadRow));
  self->odd = g_array_new (FALSE, FALSE, sizeof (TnOddCell));
}

void
tn_csv_batch_clear (TnCsvBatch *self)
{
  g_free (self->text);
  g_free (self->first);
  tn_csv_cut_clear (&self->cut);
  g_clear_pointer (&self->bad, g_array_unref);
  g_clear_pointer (&self->odd, g_array_unref);
  g_free (self->lines);
  memset (self, 0, sizeof *self);
}

static gint64
count_byte (const char *text, gsize size, char mark)
{
  gint64 n = 0;
  gsize i = 0;

#if defined(__SSE2__)
  /* Sums of matches in 16 bytes, emptied before they can overflow. */
  const __m128i wanted = _mm_set1_epi8 (mark);

  while (i + 16 <= size)
    {
      gsize stop = MIN (size - 15, i + 16 * 255);
      __m128i sums = _mm_setzero_si128 ();
      __m128i halves;

      for (; i < stop; i += 16)
        {
          __m128i bytes = _mm_loadu_si128 ((const __m128i *) (text + i));

          sums = _mm_sub_epi8 (sums, _mm_cmpeq_epi8 (bytes, wanted));
        }
      halves = _mm_sad_epu8 (sums, _mm_setzero_si128 ());
      n += _mm_cvtsi128_si64 (halves) + _mm_cvtsi128_si64 (_mm_srli_si128 (halves, 8));
    }
#endif
  for (; i < size; i++)
    n += text[i] == mark;

  return n;
}

static gint64
count_lines (const TnCsvDialect *dialect, const char *text, gsize size)
{
  gint64 n = 0;
  char mark = dialect->row_end == TN_ROW_END_CR ? '\r' : '\n';

  if (dialect->row_end == TN_ROW_END_ANY)
    {
      for (gsize i = 0; i < size; i++)
        n += text[i] == '\n' || (text[i] == '\r' && (i + 1 == size || text[i + 1] != '\n'));
      return n;
    }
  return n + count_byte (text, size, mark);
}

/**
 * tn_csv_batch_get_line:
 *
 * Returns: line of the file in which byte @offset of the batch stands, from 1
 */
gint64
tn_csv_batch_get_line (const TnCsvBatch *self, const TnCsvDialect *dialect, guint32 offset)
{
  return self->first_line + count_lines (dialect, self->text, offset);
}

static gboolean
set_no_memory (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough memory to read this file; close other programs, or read "
                    "a part of it."),
                NULL);
  return FALSE;
}

/**
 * tn_csv_reader_init:
 * @plan: dialect, encoding, columns
 *
 * Begins at the top of the file.
 *
 * Returns: %FALSE with @error when it cannot be opened
 */
gboolean
tn_csv_reader_init (TnCsvReader *self,
                    TnSource *source,
                    const TnImportPlan *plan,
                    TnCsvEngine engine,
                    GCancellable *cancellable,
                    GError **error)
{
  memset (self, 0, sizeof *self);
  self->source = tn_source_ref (source);
  self->plan = plan;
  self->dialect = *tn_import_plan_get_dialect (plan);
  self->engine = engine;
  self->n_columns = tn_import_plan_get_n_columns (plan);
  self->n_tail_empty = _tn_import_plan_get_n_tail_empty (plan);
  self->is_utf8 = strcmp (tn_import_plan_get_encoding (plan), "UTF-8") == 0;
  self->n_skip_left = self->dialect.n_skip;
  self->n_header_left = self->dialect.n_header;
  self->line = 1;
  self->cancellable = cancellable;
  self->batch_bytes = BATCH_BYTES;
  if (self->dialect.n_header == 1)
    {
      self->header = g_new0 (char *, self->n_columns + 1);
      for (guint i = 0; i < self->n_columns; i++)
        self->header[i] = g_strdup (tn_import_plan_get_column (plan, i)->original);
      self->first_name_length = self->n_columns > 0 ? strlen (self->header[0]) : 0;
    }
  if (tn_import_plan_get_sheet (plan) != NULL)
    {
      self->is_utf8 = TRUE;
      return _tn_xlsx_reader_init (self, error);
    }
  self->decoder = tn_decoder_new (source, tn_import_plan_get_encoding (plan),
                                  _tn_import_plan_get_n_bom (plan), error);

  return self->decoder != NULL;
}

void
tn_csv_reader_clear (TnCsvReader *self)
{
  g_clear_pointer (&self->source, tn_source_unref);
  g_clear_pointer ((TnDecoder **) &self->decoder, tn_decoder_free);
  g_clear_pointer (&self->header, g_strfreev);
  _tn_xlsx_reader_clear (self);
}

/* Room for @size bytes and some behind them. */
gboolean
_tn_csv_batch_reserve (TnCsvBatch *batch, gsize size, GError **error)
{
  char *text;

  if (size + 64 <= batch->allocated)
    return TRUE;
  text = size < MAX_TEXT ? g_try_realloc (batch->text, size + 64) : NULL;
  if (text == NULL)
    return set_no_memory (error);
  batch->text = text;
  batch->allocated = size + 64;

  return TRUE;
}

static gboolean
batch_read (TnCsvReader *self, TnCsvBatch *batch, gsize target, GError **error)
{
  while (!self->at_end && batch->size < target)
    {
      gssize n = tn_decoder_read (self->decoder, batch->text + batch->size,
                                  batch->allocated - batch->size, error);

      if (n < 0)
        return FALSE;
      self->at_end = n == 0;
      batch->size += n;
    }

  return TRUE;
}

/* Drops lines before the table; FALSE when the batch ends before they do. */
static gsize
skip_lines (TnCsvReader *self, const TnCsvBatch *batch)
{
  const TnCsvDialect *d = &self->dialect;
  gsize p = 0;

  while (self->n_skip_left > 0 && p < batch->size)
    {
      char c = batch->text[p++];
      gboolean end =
          (c == '\n' && d->row_end != TN_ROW_END_CR) || (c == '\r' && d->row_end != TN_ROW_END_LF);

      if (!end)
        continue;
      if (c == '\r' && d->row_end == TN_ROW_END_ANY && p < batch->size && batch->text[p] == '\n')
        p++;
      self->n_skip_left--;
    }

  return p;
}

static void
add_bad (TnCsvReader *self, TnCsvBatch *batch, const TnCsvRow *row, TnProblemReason reason)
{
  TnBadRow bad = { reason, row->start, row->end };

  g_array_append_val (batch->bad, bad);
  self->n_bad++;
}

/* Nothing on the line, or only delimiters and blanks. */
static gboolean
is_blank_row (const TnCsvReader *self, const TnCsvBatch *batch, const TnCsvRow *row)
{
  const char *p = batch->text + row->start;
  const char *end = batch->text + row->end;

  if (row->start == row->end)
    return TRUE;
  if (*p != self->dialect.delimiter && *p != ' ' && *p != '\t' && *p != '\r')
    return FALSE;
  for (; p < end; p++)
    if (*p != self->dialect.delimiter && *p != ' ' && *p != '\t' && *p != '\r')
      return FALSE;

  return TRUE;
}

static gboolean
cell_equals (const TnCsvBatch *batch, const TnCsvCell *cell, const char *text)
{
  gsize length = cell->length & TN_CELL_LENGTH_MASK;

  return strncmp (batch->text + cell->start, text, length) == 0 && text[length] == '\0';
}

/* Whether a row repeats the header, or as many of its cells as it has (two at least). */
static gboolean
is_header (const TnCsvReader *self, const TnCsvBatch *batch, const TnCsvRow *row)
{
  const TnCsvCell *cells = batch->cut.cells + row->first_cell;
  guint n = MIN (row->n_cells, self->n_columns);

  if (self->header == NULL || n < 2 ||
      (cells[0].length & TN_CELL_LENGTH_MASK) != self->first_name_length)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!cell_equals (batch, &cells[i], self->header[i]))
      return FALSE;

  return TRUE;
}

static gboolean
push_first (TnCsvBatch *batch, guint32 first)
{
  if (batch->n_rows == batch->max_rows)
    {
      gsize max = MAX (2 * batch->max_rows, 1024);
      guint32 *grown = g_try_realloc_n (batch->first, max, sizeof *grown);

      if (grown == NULL)
        return FALSE;
      batch->first = grown;
      batch->max_rows = max;
    }
  batch->first[batch->n_rows++] = first;

  return TRUE;
}

/* Whether a cell can be of its column, as far as detection knows. Words can be anything. */
static gboolean
cell_fits (const TnCsvReader *self, const TnCsvBatch *batch, guint j, const TnCsvCell *cell)
{
  const TnImportColumn *column = tn_import_plan_get_column (self->plan, j);
  const char *text = batch->text + cell->start;
  gsize length = cell->length & TN_CELL_LENGTH_MASK;
  gboolean has_zone;
  gint64 time;
  double number;

  tn_cell_trim (&text, &length);
  if (length == 0)
    return TRUE;
  if (j >= self->n_columns - self->n_tail_empty)
    return FALSE;
  switch (column->guess)
    {
    case TN_COLUMN_NUMBER:
      return tn_number_parse (text, length, &column->format, &number) ||
             tn_cell_is_mark (column->missing, text, length);
    case TN_COLUMN_TIME:
      return tn_time_parse (text, length, &column->layout, &time, &has_zone) ||
             tn_cell_is_mark (column->missing, text, length);
    case TN_COLUMN_FLAG:
      return tn_cell_parse_flag (text, length) >= 0;
    default:
      return TRUE;
    }
}

/* Whether all cells fit when those from @gap on belong @shift columns further left. */
static gboolean
row_fits (const TnCsvReader *self,
          const TnCsvBatch *batch,
          const TnCsvRow *row,
          guint gap,
          guint shift)
{
  const TnCsvCell *cells = batch->cut.cells + row->first_cell;

  for (guint j = 0; j < self->n_columns; j++)
    {
      guint from = j < gap ? j : j + shift;

      if (from < row->n_cells && !cell_fits (self, batch, j, &cells[from]))
        return FALSE;
    }

  return TRUE;
}

/* Copies the cells of a row behind all others, without @shift of them at @gap, and with
 * empty ones behind the last. */
static gboolean
push_mended (TnCsvReader *self, TnCsvBatch *batch, const TnCsvRow *row, guint gap, guint shift)
{
  TnCsvCut *cut = &batch->cut;
  guint32 first = cut->n_cells;
  gsize needed = cut->n_cells + self->n_columns;

  if (needed > cut->max_cells)
    {
      gsize max = MAX (2 * cut->max_cells, needed);
      TnCsvCell *cells = g_try_realloc_n (cut->cells, max, sizeof *cells);

      if (cells == NULL)
        return FALSE;
      cut->cells = cells;
      cut->max_cells = max;
    }
  for (guint j = 0; j < self->n_columns; j++)
    {
      guint from = j < gap ? j : j + shift;

      cut->cells[first + j] =
          from < row->n_cells ? cut->cells[row->first_cell + from] : (TnCsvCell){ row->end, 0 };
    }
  cut->n_cells = needed;
  self->n_mended++;

  return push_first (batch, first);
}

static gboolean
is_empty_cell (const TnCsvBatch *batch, const TnCsvRow *row, guint i)
{
  const TnCsvCell *cell = &batch->cut.cells[row->first_cell + i];
  const char *text = batch->text + cell->start;
  gsize length = cell->length & TN_CELL_LENGTH_MASK;

  tn_cell_trim (&text, &length);

  return length == 0;
}

/* Which cells of a row that is too long are empty and surplus: those at the end, or one
 * somewhere. -1 when there are none, or when it cannot be told which. */
static int
find_surplus (const TnCsvReader *self, const TnCsvBatch *batch, const TnCsvRow *row)
{
  guint surplus = row->n_cells - self->n_columns;
  int found = -1;
  gboolean at_end = TRUE;

  for (guint i = self->n_columns; i < row->n_cells; i++)
    at_end = at_end && is_empty_cell (batch, row, i);
  if (at_end && row_fits (self, batch, row, self->n_columns, surplus))
    found = (int) self->n_columns;
  if (surplus > 1 || self->n_columns > MAX_MENDED_COLUMNS)
    return found;
  for (guint i = 0; i < self->n_columns; i++)
    {
      /* Of neighbouring empty cells it does not matter which. */
      if (!is_empty_cell (batch, row, i) || is_empty_cell (batch, row, i + 1) ||
          !row_fits (self, batch, row, i, 1))
        continue;
      if (found >= 0)
        return -1;
      found = (int) i;
    }

  return found;
}

/* A row with another number of cells than the header is taken only where nothing but
 * empty cells is added or left out, and every other cell then fits its column. */
static gboolean
sort_odd_row (TnCsvReader *self, TnCsvBatch *batch, const TnCsvRow *row)
{
  /* Cells of a sheet have their places: none is surplus, and none is left out. */
  if (self->sheet != NULL)
    add_bad (self, batch, row, TN_PROBLEM_LONG);
  else if (row->n_cells > self->n_columns)
    {
      int surplus = find_surplus (self, batch, row);

      if (surplus >= 0)
        return push_mended (self, batch, row, (guint) surplus, row->n_cells - self->n_columns);
      add_bad (self, batch, row, TN_PROBLEM_LONG);
    }
  else if (is_header (self, batch, row))
    {
      self->other_table = TRUE;
      add_bad (self, batch, row, TN_PROBLEM_OTHER_TABLE);
    }
  else if (self->other_table)
    add_bad (self, batch, row, TN_PROBLEM_OTHER_TABLE);
  else if (row->n_cells + self->n_tail_empty >= self->n_columns &&
           row_fits (self, batch, row, self->n_columns, 0))
    return push_mended (self, batch, row, self->n_columns, 0);
  else
    add_bad (self, batch, row, TN_PROBLEM_SHORT);

  return TRUE;
}

/* Where a row belongs that is neither blank nor a comment. */
static gboolean
sort_row (TnCsvReader *self, TnCsvBatch *batch, const TnCsvRow *row)
{
  if (row->state == TN_CSV_ROW_UNCLOSED || row->state == TN_CSV_ROW_TOO_LARGE)
    add_bad (self, batch, row,
             row->state == TN_CSV_ROW_UNCLOSED ? TN_PROBLEM_QUOTE : TN_PROBLEM_SIZE);
  else if (G_LIKELY (row->n_cells == self->n_columns))
    {
      self->n_mended += row->state == TN_CSV_ROW_MENDED;
      if (G_UNLIKELY (is_header (self, batch, row)))
        add_bad (self, batch, row, TN_PROBLEM_HEADER);
      else
        return push_first (batch, row->first_cell);
    }
  else
    return sort_odd_row (self, batch, row);

  return TRUE;
}

/* Sets rows with bytes that are no text aside: their cells never reach a column. */
static void
mark_broken (TnCsvReader *self, TnCsvBatch *batch, gboolean nul, guint8 *broken)
{
  TnCsvCut *cut = &batch->cut;
  gsize p = 0;
  gsize row = 0;

  while (p < batch->used)
    {
      gsize bad;

      if (nul)
        {
          const char *found = memchr (batch->text + p, 0, batch->used - p);

          bad = found != NULL ? (gsize) (found - batch->text) : batch->used;
        }
      else
        bad = p + tn_utf8_check (batch->text + p, batch->used - p);
      if (bad >= batch->used)
        return;
      while (row < cut->n_rows && cut->rows[row].end <= bad)
        row++;
      if (row == cut->n_rows)
        return;
      if (broken[row] == 0)
        broken[row] = nul ? TN_PROBLEM_NUL : TN_PROBLEM_ENCODING;
      p = cut->rows[row].end;
    }
}

static gboolean
sort_rows (TnCsvReader *self, TnCsvBatch *batch)
{
  gboolean is_text = tn_utf8_check (batch->text, batch->used) == batch->used;
  gboolean has_nul = memchr (batch->text, 0, batch->used) != NULL;
  g_autofree guint8 *broken = NULL;

  if (!is_text || has_nul)
    {
      broken = g_new0 (guint8, MAX (batch->cut.n_rows, 1));
      if (!is_text)
        mark_broken (self, batch, FALSE, broken);
      if (has_nul)
        mark_broken (self, batch, TRUE, broken);
    }
  for (gsize i = 0; i < batch->cut.n_rows; i++)
    {
      const TnCsvRow *row = &batch->cut.rows[i];

      if (is_blank_row (self, batch, row))
        self->n_blank++;
      else if (self->dialect.comment != 0 && batch->text[row->start] == self->dialect.comment)
        self->n_comments++;
      else if (self->n_header_left > 0)
        self->n_header_left--;
      else if (self->max_rows > 0 && self->n_rows + (gint64) batch->n_rows >= self->max_rows)
        return TRUE;
      else if (broken != NULL && broken[i] != 0)
        {
          self->n_broken += broken[i] == TN_PROBLEM_ENCODING;
          add_bad (self, batch, row, broken[i]);
        }
      else if (!sort_row (self, batch, row))
        return FALSE;
    }

  return TRUE;
}

/* A row whose first filled cell is just "Total". */
static gboolean
is_total (const TnCsvBatch *batch, const TnCsvRow *row)
{
  static const char *const words[] = { "total", "totals", "grand total", "sum",  "summe", "gesamt",
                                       "合计",  "总计",   "小计",        "总和", "共计" };

  for (guint i = 0; i < row->n_cells; i++)
    {
      const TnCsvCell *cell = &batch->cut.cells[row->first_cell + i];
      const char *text = batch->text + cell->start;
      gsize length = cell->length & TN_CELL_LENGTH_MASK;

      tn_cell_trim (&text, &length);
      if (length == 0)
        continue;
      if (text[length - 1] == ':')
        length--;
      for (gsize w = 0; w < G_N_ELEMENTS (words); w++)
        if (strlen (words[w]) == length && g_ascii_strncasecmp (words[w], text, length) == 0)
          return TRUE;
      return FALSE;
    }

  return FALSE;
}

static int
compare_bad_rows (gconstpointer a, gconstpointer b)
{
  const TnBadRow *x = a;
  const TnBadRow *y = b;

  return (x->start > y->start) - (x->start < y->start);
}

/* Sums below the table would be counted twice: the last rows, when they say so. */
static void
set_totals_aside (TnCsvReader *self, TnCsvBatch *batch)
{
  gsize i = batch->cut.n_rows;

  while (i > 0 && batch->n_rows > 0 && self->n_columns > 1)
    {
      const TnCsvRow *row = &batch->cut.rows[--i];

      if (row->first_cell != batch->first[batch->n_rows - 1])
        {
          if (row->first_cell < batch->first[batch->n_rows - 1])
            break;
          continue;
        }
      if (!is_total (batch, row))
        break;
      batch->n_rows--;
      add_bad (self, batch, row, TN_PROBLEM_FOOTER);
    }
  g_array_sort (batch->bad, compare_bad_rows);
}

/* Where the rows of a batch that was cut belong. */
gboolean
_tn_csv_reader_sort (TnCsvReader *self, TnCsvBatch *batch, GError **error)
{
  if (!sort_rows (self, batch))
    return set_no_memory (error);
  if (self->at_end && batch->used == batch->size)
    set_totals_aside (self, batch);
  self->n_rows += batch->n_rows;
  batch->last = (self->at_end && batch->used == batch->size) ||
                (self->max_rows > 0 && self->n_rows >= self->max_rows);

  return TRUE;
}

/**
 * tn_csv_reader_fill:
 * @previous: (nullable): the batch before, whose uncut rest comes first
 * @batch: filled anew
 *
 * Reads, cuts and sorts the next rows. May run while @previous is read by others.
 *
 * Returns: %FALSE with @error when the file cannot be read or memory is too small
 */
gboolean
tn_csv_reader_fill (TnCsvReader *self,
                    const TnCsvBatch *previous,
                    TnCsvBatch *batch,
                    GError **error)
{
  gsize rest = previous != NULL ? previous->size - previous->used : 0;
  gsize target = MAX (self->batch_bytes, 2 * rest);
  gsize skipped;

  if (self->sheet != NULL)
    return _tn_xlsx_reader_fill (self, batch, error);
  batch->n_rows = 0;
  batch->size = rest;
  batch->used = 0;
  batch->first_line = self->line;
  g_array_set_size (batch->bad, 0);
  g_array_set_size (batch->odd, 0);
  if (!_tn_csv_batch_reserve (batch, target, error))
    return FALSE;
  if (rest > 0)
    memcpy (batch->text, previous->text + previous->used, rest);

  for (;;)
    {
      if (!batch_read (self, batch, target, error))
        return FALSE;
      skipped = self->n_skip_left > 0 ? skip_lines (self, batch) : 0;
      if (skipped > 0)
        {
          batch->first_line += count_lines (&self->dialect, batch->text, skipped);
          batch->size -= skipped;
          memmove (batch->text, batch->text + skipped, batch->size);
        }
      batch->cut.n_unclosed = self->n_unclosed;
      batch->cut.skip_line = self->skip_line;
      batch->used = tn_csv_cut (&batch->cut, &self->dialect, self->engine, batch->text, batch->size,
                                self->at_end, self->n_columns);
      if (batch->cut.out_of_memory)
        return set_no_memory (error);
      if (batch->used > 0 || self->at_end)
        break;
      /* Not one whole row: read on. */
      target = 2 * MAX (target, batch->size);
      if (!_tn_csv_batch_reserve (batch, target, error))
        return FALSE;
    }
  self->n_unclosed = batch->cut.n_unclosed;
  self->skip_line = batch->cut.skip_line;
  if (!_tn_csv_reader_sort (self, batch, error))
    return FALSE;
  self->line = batch->first_line + count_lines (&self->dialect, batch->text, batch->used);
  batch->file_offset = tn_decoder_get_offset (self->decoder);
  g_assert (batch->last || !self->at_end || batch->used > 0);

  return TRUE;
}

/**
 * tn_csv_show_bytes:
 * @marked: the text went through a decoder that puts %TN_ENCODING_MARK
 * @out_length: (out): bytes of the result
 *
 * Writes bytes of any kind as text: what is no UTF-8, NUL and the backslash as \xNN and
 * \\; the marks of the decoder are left out. At most 64 KiB of @text.
 *
 * Returns: (transfer full): text
 */
char *
tn_csv_show_bytes (const char *text, gsize length, gboolean marked, gsize *out_length)
{
  GString *shown = g_string_new (NULL);
  const char *p = text;
  const char *end = text + MIN (length, SHOWN_BYTES);

  while (p < end)
    {
      gsize good = tn_utf8_check (p, end - p);

      for (const char *q = p; q < p + good; q++)
        if (*q == '\\')
          g_string_append (shown, "\\\\");
        else if (*q == '\0')
          g_string_append (shown, "\\x00");
        else
          g_string_append_c (shown, *q);
      p += good;
      if (p == end)
        break;
      if (marked && (guint8) *p == TN_ENCODING_MARK && p + 1 < end)
        p++;
      g_string_append_printf (shown, "\\x%02x", (guint8) *p++);
    }
  *out_length = shown->len;

  return g_string_free (shown, FALSE);
}
