/* tn-csv-cutter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-csv-cutter.h"

#include <string.h>

#include "tn-csv-cutter-private.h"

#define MAX_MENDED 8
#define MAX_ROW    (64 * 1024 * 1024)

/* One attempt to cut one row, byte by byte. */
typedef struct
{
  const TnCsvDialect *dialect;
  const char *text;
  gsize size;
  gboolean at_end;
  gsize max_open;            /* bytes over several lines that a quote may stay open */
  guint literal[MAX_MENDED]; /* cells whose first quote is a character */
  guint n_literal;
  int irregular; /* first cell with a quote where none may stand, or -1 */
} Attempt;

typedef enum
{
  ROW_DONE,
  ROW_MORE, /* the text ends before the row does */
  ROW_UNCLOSED,
  ROW_TOO_LARGE,
} RowResult;

void
tn_csv_cut_init (TnCsvCut *self)
{
  memset (self, 0, sizeof *self);
}

void
tn_csv_cut_clear (TnCsvCut *self)
{
  g_clear_pointer (&self->cells, g_free);
  g_clear_pointer (&self->rows, g_free);
  tn_csv_cut_init (self);
}

gboolean
_tn_csv_cut_reserve_cells (TnCsvCut *self, gsize n_more)
{
  gsize max = MAX (self->max_cells, 4096);
  TnCsvCell *cells;

  if (self->n_cells + n_more <= self->max_cells)
    return TRUE;
  while (max < self->n_cells + n_more)
    max *= 2;
  cells = g_try_realloc_n (self->cells, max, sizeof *cells);
  if (cells == NULL)
    {
      self->out_of_memory = TRUE;
      return FALSE;
    }
  self->cells = cells;
  self->max_cells = max;

  return TRUE;
}

gboolean
_tn_csv_cut_reserve_rows (TnCsvCut *self, gsize n_more)
{
  gsize max = MAX (self->max_rows, 1024);
  TnCsvRow *rows;

  if (self->n_rows + n_more <= self->max_rows)
    return TRUE;
  while (max < self->n_rows + n_more)
    max *= 2;
  rows = g_try_realloc_n (self->rows, max, sizeof *rows);
  if (rows == NULL)
    {
      self->out_of_memory = TRUE;
      return FALSE;
    }
  self->rows = rows;
  self->max_rows = max;

  return TRUE;
}

static inline gboolean
is_row_end (const TnCsvDialect *d, char c)
{
  return (c == '\n' && d->row_end != TN_ROW_END_CR) || (c == '\r' && d->row_end != TN_ROW_END_LF);
}

static inline gboolean
is_blank (const TnCsvDialect *d, char c)
{
  return c == ' ' || (c == '\t' && d->delimiter != '\t');
}

/* Behind the row end at @p; CR and LF are one where both are row ends. */
static gsize
skip_row_end (const TnCsvDialect *d, const char *text, gsize size, gsize p)
{
  if (p >= size)
    return size;
  if (d->row_end == TN_ROW_END_ANY && text[p] == '\r' && p + 1 < size && text[p + 1] == '\n')
    return p + 2;

  return p + 1;
}

/* Whether a cell may end at @p: delimiter, row end (behind carriage returns), or text end. */
static gboolean
is_cell_end (const Attempt *a, gsize p)
{
  const TnCsvDialect *d = a->dialect;

  if (d->trim && d->delimiter != ' ')
    while (p < a->size && is_blank (d, a->text[p]))
      p++;
  if (p < a->size && a->text[p] == d->delimiter)
    return TRUE;
  if (d->row_end == TN_ROW_END_LF)
    while (p < a->size && a->text[p] == '\r')
      p++;

  return p == a->size || is_row_end (d, a->text[p]);
}

static gboolean
is_literal (const Attempt *a, guint cell)
{
  for (guint i = 0; i < a->n_literal; i++)
    if (a->literal[i] == cell)
      return TRUE;

  return FALSE;
}

static void
push_cell (TnCsvCut *self, gsize start, gsize end, gboolean escaped)
{
  TnCsvCell *cell = &self->cells[self->n_cells++];

  cell->start = start;
  cell->length = (end - start) | (escaped ? TN_CELL_ESCAPED : 0);
}

/* From behind the opening quote to the closing one; *@p is then behind that. */
static RowResult
cut_quoted (Attempt *a, guint cell, gsize *p, gsize *end, gboolean *escaped)
{
  const TnCsvDialect *d = a->dialect;
  gsize start = *p;
  gboolean lines = FALSE;

  for (; *p < a->size; (*p)++)
    {
      char c = a->text[*p];

      if (c == '\\' && d->escape == '\\')
        {
          *escaped = TRUE;
          (*p)++;
        }
      else if (c == d->quote)
        {
          if (d->escape == d->quote && *p + 1 < a->size && a->text[*p + 1] == d->quote)
            {
              *escaped = TRUE;
              (*p)++;
              continue;
            }
          if (*p + 1 == a->size && !a->at_end)
            return ROW_MORE;
          if (is_cell_end (a, *p + 1))
            {
              *end = (*p)++;
              return ROW_DONE;
            }
          if (lines)
            return ROW_UNCLOSED;
          if (a->irregular < 0)
            a->irregular = (int) cell;
        }
      else if (is_row_end (d, c))
        lines = TRUE;
      if (*p - start > TN_CSV_MAX_CELL || (lines && *p - start > a->max_open))
        return ROW_UNCLOSED;
    }
  *p = MIN (*p, a->size);

  return a->at_end ? ROW_UNCLOSED : ROW_MORE;
}

static RowResult
cut_unquoted (Attempt *a, guint cell, gsize *p, gsize *end, gboolean *escaped)
{
  const TnCsvDialect *d = a->dialect;
  gsize start = *p;

  for (; *p < a->size; (*p)++)
    {
      char c = a->text[*p];

      if (c == d->delimiter || is_row_end (d, c))
        break;
      if (c == '\\' && d->escape == '\\' && *p + 1 < a->size && !is_row_end (d, a->text[*p + 1]))
        {
          *escaped = TRUE;
          (*p)++;
        }
      else if (c == d->quote && c != 0 && a->irregular < 0 && !is_literal (a, cell))
        a->irregular = (int) cell;
    }
  *p = MIN (*p, a->size);
  if (*p - start > TN_CSV_MAX_CELL)
    return ROW_TOO_LARGE;
  if (*p == a->size && !a->at_end)
    return ROW_MORE;
  *end = *p;
  if (d->row_end == TN_ROW_END_LF && (*p == a->size || a->text[*p] == '\n'))
    while (*end > start && a->text[*end - 1] == '\r')
      (*end)--;
  if (d->trim)
    while (*end > start && is_blank (d, a->text[*end - 1]))
      (*end)--;

  return ROW_DONE;
}

/* Cuts one row at *@p, pushing its cells; *@end is where its text ends. */
static RowResult
attempt_row (TnCsvCut *self, Attempt *a, gsize *p, gsize *row_end)
{
  const TnCsvDialect *d = a->dialect;
  guint cell = 0;

  a->irregular = -1;
  for (;; cell++)
    {
      gboolean escaped = FALSE;
      gsize start;
      gsize end = 0;
      RowResult result;

      if (d->trim)
        while (*p < a->size && is_blank (d, a->text[*p]))
          (*p)++;
      if (*p == a->size && !a->at_end)
        return ROW_MORE;
      if (!_tn_csv_cut_reserve_cells (self, 1))
        return ROW_TOO_LARGE;
      /* Blanks before the row end are no delimiter. */
      if (d->delimiter == ' ' && d->trim && cell > 0 &&
          (*p == a->size || is_row_end (d, a->text[*p]) ||
           (a->text[*p] == '\r' && *p + 1 < a->size && a->text[*p + 1] == '\n')))
        {
          *row_end = *p;
          if (*p < a->size && a->text[*p] == '\r' && d->row_end == TN_ROW_END_LF)
            (*p)++;
          *p = skip_row_end (d, a->text, a->size, *p);
          return ROW_DONE;
        }
      start = *p;
      if (d->quote != 0 && *p < a->size && a->text[*p] == d->quote && !is_literal (a, cell))
        {
          start = ++(*p);
          result = cut_quoted (a, cell, p, &end, &escaped);
          if (result == ROW_DONE && d->trim && d->delimiter != ' ')
            while (*p < a->size && is_blank (d, a->text[*p]))
              (*p)++;
          if (result == ROW_DONE && d->row_end == TN_ROW_END_LF)
            {
              gsize q = *p;

              while (q < a->size && a->text[q] == '\r')
                q++;
              if (q == a->size && !a->at_end)
                return ROW_MORE;
              if (q == a->size || a->text[q] == '\n')
                *p = q;
            }
        }
      else
        result = cut_unquoted (a, cell, p, &end, &escaped);
      if (result != ROW_DONE)
        return result;
      push_cell (self, start, end, escaped);
      if (*p < a->size && a->text[*p] == d->delimiter)
        {
          (*p)++;
          continue;
        }
      if (*p == a->size && !a->at_end)
        return ROW_MORE;
      /* With mixed row ends a CR at the end of the piece may have its LF in the next. */
      if (d->row_end == TN_ROW_END_ANY && *p + 1 == a->size && a->text[*p] == '\r' && !a->at_end)
        return ROW_MORE;
      *row_end = *p;
      *p = skip_row_end (d, a->text, a->size, *p);
      return ROW_DONE;
    }
}

static gsize
find_line_end (const TnCsvDialect *d, const char *text, gsize size, gsize p)
{
  while (p < size && !is_row_end (d, text[p]))
    p++;

  return p;
}

static void
push_row (TnCsvCut *self, gsize start, gsize end, gsize first_cell, TnCsvRowState state)
{
  TnCsvRow *row = &self->rows[self->n_rows++];

  row->start = start;
  row->end = end;
  row->first_cell = first_cell;
  row->n_cells = self->n_cells - first_cell;
  row->state = state;
}

/* The row is given up: its first line is kept uncut and reading goes on behind it. */
static gboolean
give_up_row (TnCsvCut *self, const Attempt *a, gsize *position, TnCsvRowState state)
{
  gsize start = *position;
  gsize end = find_line_end (a->dialect, a->text, a->size, start);

  if (end == a->size && !a->at_end)
    {
      if (end - start <= TN_CSV_MAX_CELL)
        return FALSE;
      self->skip_line = TRUE;
    }
  push_row (self, start, end, self->n_cells, state);
  *position = self->skip_line ? end : skip_row_end (a->dialect, a->text, a->size, end);
  self->n_unclosed++;

  return TRUE;
}

/* A quote stood where none may stand and the row has the wrong number of cells: perhaps
 * the quote that opened that cell is a character. Tries so, a few cells deep. */
static RowResult
mend_row (TnCsvCut *self, Attempt *a, gsize *position, gsize first_cell, guint n_expected)
{
  RowResult result;
  gsize row_end;

  while (a->irregular >= 0 && a->n_literal < MAX_MENDED)
    {
      gsize p = *position;

      a->literal[a->n_literal++] = a->irregular;
      self->n_cells = first_cell;
      result = attempt_row (self, a, &p, &row_end);
      if (result != ROW_DONE)
        return result;
      if (self->n_cells - first_cell == n_expected)
        {
          push_row (self, *position, row_end, first_cell, TN_CSV_ROW_MENDED);
          *position = p;
          return ROW_DONE;
        }
    }

  return ROW_UNCLOSED;
}

/* One row at *@position, byte by byte. FALSE when the text ends before the row does, or
 * memory does. */
gboolean
_tn_csv_cut_row (TnCsvCut *self,
                 const TnCsvDialect *dialect,
                 const char *text,
                 gsize size,
                 gboolean at_end,
                 guint n_expected,
                 gsize *position)
{
  Attempt a = { dialect, text, size, at_end, TN_CSV_MAX_CELL >> MIN (self->n_unclosed, 12),
                { 0 },   0,    -1 };
  gsize first_cell = self->n_cells;
  gsize p = *position;
  gsize row_end = 0;
  RowResult result;

  if (!_tn_csv_cut_reserve_rows (self, 1))
    return FALSE;
  result = attempt_row (self, &a, &p, &row_end);
  if (self->out_of_memory)
    return FALSE;
  if (result == ROW_MORE && size - *position <= MAX_ROW)
    {
      self->n_cells = first_cell;
      return FALSE;
    }
  if (result == ROW_DONE && a.irregular >= 0 && n_expected > 0 &&
      self->n_cells - first_cell != n_expected)
    {
      gsize n_cells = self->n_cells - first_cell;
      RowResult mended = mend_row (self, &a, position, first_cell, n_expected);

      if (mended == ROW_DONE)
        return TRUE;
      if (mended == ROW_MORE && size - *position <= MAX_ROW)
        {
          self->n_cells = first_cell;
          return FALSE;
        }
      /* As it was before. */
      a.n_literal = 0;
      p = *position;
      self->n_cells = first_cell;
      result = attempt_row (self, &a, &p, &row_end);
      g_assert (self->out_of_memory || self->n_cells - first_cell == n_cells);
    }
  if (result == ROW_DONE)
    {
      gboolean large = FALSE;

      for (gsize i = first_cell; row_end - *position > TN_CSV_MAX_CELL && i < self->n_cells; i++)
        large = large || (self->cells[i].length & TN_CELL_LENGTH_MASK) > TN_CSV_MAX_CELL;
      if (large)
        self->n_cells = first_cell;
      push_row (self, *position, row_end, first_cell,
                large              ? TN_CSV_ROW_TOO_LARGE
                : a.irregular >= 0 ? TN_CSV_ROW_MENDED
                                   : TN_CSV_ROW_OK);
      *position = p;
      return TRUE;
    }
  self->n_cells = first_cell;

  return give_up_row (self, &a, position,
                      result == ROW_UNCLOSED ? TN_CSV_ROW_UNCLOSED : TN_CSV_ROW_TOO_LARGE);
}

static gsize
cut_bytes (TnCsvCut *self,
           const TnCsvDialect *dialect,
           const char *text,
           gsize size,
           gboolean at_end,
           guint n_expected)
{
  gsize p = 0;

  while (p < size && _tn_csv_cut_row (self, dialect, text, size, at_end, n_expected, &p))
    ;

  return p;
}

/* Block engines take the dialects of RFC 4180 with any delimiter, quote and row end. */
static gboolean
is_plain (const TnCsvDialect *d)
{
  return !d->trim && (d->escape == d->quote || d->escape == 0);
}

static TnCsvEngine
choose_engine (TnCsvEngine engine, const TnCsvDialect *dialect)
{
  if (engine != TN_CSV_ENGINE_BEST && tn_csv_engine_is_available (engine, dialect))
    return engine;
  if (!is_plain (dialect))
    return TN_CSV_ENGINE_BYTES;

  return tn_csv_engine_is_available (TN_CSV_ENGINE_AVX2, dialect) ? TN_CSV_ENGINE_AVX2
                                                                  : TN_CSV_ENGINE_SCALAR;
}

/**
 * tn_csv_engine_is_available:
 *
 * Returns: whether this CPU has what @engine needs and it knows @dialect
 */
gboolean
tn_csv_engine_is_available (TnCsvEngine engine, const TnCsvDialect *dialect)
{
  switch (engine)
    {
    case TN_CSV_ENGINE_AVX2:
#if defined(__x86_64__)
      return is_plain (dialect) && __builtin_cpu_supports ("avx2") &&
             __builtin_cpu_supports ("pclmul") && __builtin_cpu_supports ("bmi");
#else
      return FALSE;
#endif
    case TN_CSV_ENGINE_SCALAR:
      return is_plain (dialect);
    case TN_CSV_ENGINE_LIBCSV:
      return is_plain (dialect) && dialect->quote != 0;
    case TN_CSV_ENGINE_BEST:
    case TN_CSV_ENGINE_BYTES:
    default:
      return TRUE;
    }
}

/**
 * tn_csv_cut:
 * @self: result; earlier rows are forgotten
 * @text: a piece of UTF-8 that begins with a row; at most 2^31 bytes
 * @at_end: whether the file ends with it
 * @n_expected: cells a row should have, 0 if not known: helps to mend stray quotes
 *
 * Cuts as many whole rows as there are. The dialect's skipped lines, header and comments
 * are rows here like all others. Rows that cannot be cut are kept whole with their state;
 * after a quote that is never closed reading goes on with the next line. A search for a
 * closing quote goes no further than %TN_CSV_MAX_CELL, and less far each time it was in
 * vain, so no input takes quadratic time.
 *
 * Returns: bytes used; the rest belongs to a row that is not whole yet
 */
gsize
tn_csv_cut (TnCsvCut *self,
            const TnCsvDialect *dialect,
            TnCsvEngine engine,
            const char *text,
            gsize size,
            gboolean at_end,
            guint n_expected)
{
  gsize skipped = 0;
  gsize used;

  g_return_val_if_fail (size <= G_MAXINT32, 0);

  self->n_rows = 0;
  self->n_cells = 0;
  if (self->skip_line)
    {
      skipped = find_line_end (dialect, text, size, 0);
      if (skipped == size)
        return size;
      skipped = skip_row_end (dialect, text, size, skipped);
      self->skip_line = FALSE;
    }
  if (skipped > 0)
    {
      /* Offsets count from @text: cut the rest byte by byte, it is rare. */
      used = skipped;
      while (used < size && _tn_csv_cut_row (self, dialect, text, size, at_end, n_expected, &used))
        ;
      return used;
    }

  switch (choose_engine (engine, dialect))
    {
    case TN_CSV_ENGINE_LIBCSV:
      return _tn_csv_cut_libcsv (self, dialect, text, size, at_end, n_expected);
    case TN_CSV_ENGINE_AVX2:
      return _tn_csv_cut_blocks (self, dialect, TRUE, text, size, at_end, n_expected);
    case TN_CSV_ENGINE_SCALAR:
      return _tn_csv_cut_blocks (self, dialect, FALSE, text, size, at_end, n_expected);
    case TN_CSV_ENGINE_BEST:
    case TN_CSV_ENGINE_BYTES:
    default:
      return cut_bytes (self, dialect, text, size, at_end, n_expected);
    }
}

/* A backslash before anything else is a backslash. */
static gboolean
is_escapable (const TnCsvDialect *d, char c)
{
  return c == d->quote || c == d->delimiter || c == '\\' || c == '\n' || c == '\r';
}

/**
 * tn_csv_unescape:
 * @text: a cell with %TN_CELL_ESCAPED
 * @out: (out caller-allocated): room for @length bytes
 *
 * Undoes doubled quotes or backslashes.
 *
 * Returns: bytes written
 */
gsize
tn_csv_unescape (const TnCsvDialect *dialect, const char *text, gsize length, char *out)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (i + 1 < length &&
          ((dialect->escape == '\\' && text[i] == '\\' && is_escapable (dialect, text[i + 1])) ||
           (dialect->escape == dialect->quote && text[i] == dialect->quote &&
            text[i + 1] == dialect->quote)))
        i++;
      out[n++] = text[i];
    }

  return n;
}
