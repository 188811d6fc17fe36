/* tn-import-header.c: guessing where a table begins and what its columns are called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-cell-writer.h"
#include "tn-import-detect-private.h"

#define MAX_HEADER_ROWS 4

static const TnSampleRow *
get_row (const TnSampleRows *rows, gsize i)
{
  return &rows->rows[i];
}

/* The number of cells most rows have; of equals, the larger. */
static guint
count_columns (const TnSampleRows *rows)
{
  g_autoptr (GHashTable) lengths = g_hash_table_new (NULL, NULL);
  gsize best = 0;
  guint n_columns = 1;

  for (guint i = 0; i < rows->n_rows; i++)
    {
      const TnSampleRow *row = get_row (rows, i);
      gsize n;

      if (row->blank || row->state >= TN_CSV_ROW_UNCLOSED)
        continue;
      n = 1 + GPOINTER_TO_SIZE (g_hash_table_lookup (lengths, GSIZE_TO_POINTER (row->n_cells)));
      g_hash_table_insert (lengths, GSIZE_TO_POINTER (row->n_cells), GSIZE_TO_POINTER (n));
      if (n > best || (n == best && row->n_cells > n_columns))
        {
          best = n;
          n_columns = row->n_cells;
        }
    }

  return n_columns;
}

static guint
count_filled (const TnSampleRow *row)
{
  guint n = 0;

  for (guint i = 0; i < row->n_cells; i++)
    n += _tn_cell_look (row->cells[i].text, row->cells[i].length) != TN_CELL_EMPTY;

  return n;
}

/* The next row that is not blank, or the number of rows. */
static gsize
next_row (const TnSampleRows *rows, gsize i)
{
  while (i < rows->n_rows && get_row (rows, i)->blank)
    i++;

  return i;
}

typedef enum
{
  HEADER_NO,
  HEADER_MAYBE,
  HEADER_YES,
} HeaderLook;

/* Whether one of the next few rows is filled as a row of the table should be. */
static gboolean
is_title (const TnSampleRows *rows, gsize at, guint n_columns)
{
  if (n_columns < 2 || count_filled (get_row (rows, at)) > 1)
    return FALSE;
  for (gsize i = next_row (rows, at + 1), n = 0; i < rows->n_rows && n < 6;
       i = next_row (rows, i + 1), n++)
    if (count_filled (get_row (rows, i)) >= MAX (2, (n_columns + 1) / 2))
      return TRUE;

  return FALSE;
}

static HeaderLook look_at_row (const TnSampleRows *rows, gsize at, guint n_columns);

/* Whether a row can be the first of the table. The very first may be a header with one
 * name less (of the row names) or more than the rows have cells. */
static gboolean
can_be_first (const TnSampleRows *rows, gsize at, guint n_columns)
{
  const TnSampleRow *row = get_row (rows, at);
  gsize after = next_row (rows, at + 1);

  if (row->state >= TN_CSV_ROW_UNCLOSED)
    return FALSE;
  if (row->n_cells == n_columns)
    return !is_title (rows, at, n_columns);
  if (at > 0 || n_columns < 2)
    return FALSE;

  return (row->n_cells + 1 == n_columns && n_columns > 2) ||
         (row->n_cells > n_columns && after < rows->n_rows &&
          look_at_row (rows, after, n_columns) != HEADER_YES);
}

/* Titles and notes above the table: other lengths, or one filled cell among many. */
static gsize
skip_preamble (const TnSampleRows *rows, guint n_columns)
{
  gsize i = next_row (rows, 0);

  for (guint n = 0; i < rows->n_rows && n < 200; n++, i = next_row (rows, i + 1))
    if (can_be_first (rows, i, n_columns))
      return i;

  return 0;
}

/* For each column, whether its cells below row @from are numbers or times. */
static gboolean *
find_value_columns (const TnSampleRows *rows, gsize from, guint n_columns)
{
  gboolean *values = g_new0 (gboolean, n_columns);

  for (guint j = 0; j < n_columns; j++)
    {
      gsize n = 0;
      gsize n_values = 0;

      for (gsize i = from, seen = 0; i < rows->n_rows && seen < 100; i++)
        {
          const TnSampleRow *row = get_row (rows, i);
          TnCellLook look;

          if (row->blank || row->n_cells != n_columns)
            continue;
          seen++;
          look = _tn_cell_look (row->cells[j].text, row->cells[j].length);
          n += look != TN_CELL_EMPTY;
          n_values += look == TN_CELL_NUMBER || look == TN_CELL_TIME;
        }
      values[j] = n > 0 && n_values * 10 >= n * 7;
    }

  return values;
}

/* Words where the columns below hold values: a header. Values there: a row. */
static HeaderLook
look_at_header (const TnSampleRow *row, const gboolean *values, guint n_columns)
{
  guint n_words = 0;
  guint n_values = 0;

  for (guint j = 0; j < MIN (row->n_cells, n_columns); j++)
    {
      TnCellLook look = _tn_cell_look (row->cells[j].text, row->cells[j].length);

      if (!values[j + (n_columns - MIN (row->n_cells, n_columns))])
        continue;
      n_words += look == TN_CELL_WORD || look == TN_CELL_OTHER;
      n_values += look == TN_CELL_NUMBER || look == TN_CELL_TIME;
    }
  if (n_values > 0 && n_values * 4 >= n_words)
    return HEADER_NO;

  return n_words > 0 ? HEADER_YES : HEADER_MAYBE;
}

static HeaderLook
look_at_row (const TnSampleRows *rows, gsize at, guint n_columns)
{
  g_autofree gboolean *values = find_value_columns (rows, next_row (rows, at + 1), n_columns);

  return look_at_header (get_row (rows, at), values, n_columns);
}

/* Digits and marks alone ("1 1 2 3", "--") name nothing. */
static gboolean
has_letter (const TnSampleCell *cell)
{
  for (gsize i = 0; i < cell->length; i++)
    if (g_ascii_isalpha (cell->text[i]) || (guchar) cell->text[i] >= 0x80)
      return TRUE;

  return FALSE;
}

/* No column holds values: names are all there, all different, and occur only once. */
static gboolean
looks_like_names (const TnSampleRows *rows, gsize at)
{
  const TnSampleRow *row = get_row (rows, at);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint j = 0; j < row->n_cells; j++)
    {
      const TnSampleCell *cell = &row->cells[j];

      if (_tn_cell_look (cell->text, cell->length) <= TN_CELL_TIME || cell->length > 100)
        {
          if (cell->length > 0)
            return FALSE;
          continue;
        }
      if (!has_letter (cell) || !g_hash_table_add (seen, g_strndup (cell->text, cell->length)))
        return FALSE;
      for (gsize i = at + 1; i < rows->n_rows && i < at + 200; i++)
        {
          const TnSampleRow *other = get_row (rows, i);

          if (other->n_cells == row->n_cells && other->cells[j].length == cell->length &&
              memcmp (other->cells[j].text, cell->text, cell->length) == 0)
            return FALSE;
        }
    }

  return g_hash_table_size (seen) > 0;
}

/* Rows above the first that has values; all of them name the columns together. */
static guint
count_header_rows (const TnSampleRows *rows, gsize at, guint n_columns, gsize *last)
{
  guint n = 0;
  gsize i = at;

  *last = at;
  while (i < rows->n_rows && n < MAX_HEADER_ROWS)
    {
      gsize after = next_row (rows, i + 1);
      const TnSampleRow *row = get_row (rows, i);
      g_autofree gboolean *values = find_value_columns (rows, after, n_columns);
      HeaderLook look = look_at_header (row, values, n_columns);
      gboolean any = FALSE;

      for (guint j = 0; j < n_columns; j++)
        any = any || values[j];
      if (n > 0 && (row->n_cells != n_columns || !any))
        break;
      if (look == HEADER_YES || (n == 0 && !any && looks_like_names (rows, i)))
        n++;
      else if (n == 0 && after >= rows->n_rows && looks_like_names (rows, i))
        {
          n++; /* a header and no rows */
          *last = i;
          break;
        }
      else
        break;
      *last = i;
      i = after;
    }
  if (n == MAX_HEADER_ROWS)
    {
      *last = at;
      n = 1;
    }

  return n;
}

/* Names of all header rows, joined; a group name holds for the empty cells behind it. */
static char *
join_names (const TnSampleRows *rows, gsize at, gsize last, guint j)
{
  GString *name = g_string_new (NULL);

  for (gsize i = at; i <= last; i++)
    {
      const TnSampleRow *row = get_row (rows, i);
      const char *text;
      gsize length;
      guint k = j;

      if (row->blank || j >= row->n_cells)
        continue;
      text = row->cells[j].text;
      length = row->cells[j].length;
      tn_cell_trim (&text, &length);
      if (length == 0 && i < last)
        {
          const TnSampleRow *below = get_row (rows, last);

          if (j < below->n_cells && below->cells[j].length > 0)
            while (length == 0 && k > 0)
              {
                text = row->cells[--k].text;
                length = row->cells[k].length;
                tn_cell_trim (&text, &length);
              }
        }
      if (length > 0 && name->len > 0)
        g_string_append_c (name, ' ');
      g_string_append_len (name, text, length);
    }

  return g_string_free (name, FALSE);
}

/* Lines behind '#' that do not look like rows. */
static gboolean
has_comments (const TnSampleRows *rows, gsize from, guint n_columns)
{
  gsize n_other = 0;

  for (gsize i = from; i < rows->n_rows; i++)
    {
      const TnSampleRow *row = get_row (rows, i);

      if (row->n_cells == 0 || row->cells[0].length == 0 || row->cells[0].text[0] != '#')
        continue;
      if (row->n_cells == n_columns)
        return FALSE;
      n_other++;
    }

  return n_other > 0;
}

static gboolean
is_blank_column (const TnSampleRows *rows, gsize from, guint j)
{
  for (gsize i = from; i < rows->n_rows; i++)
    {
      const TnSampleRow *row = get_row (rows, i);

      if (j < row->n_cells &&
          _tn_cell_look (row->cells[j].text, row->cells[j].length) != TN_CELL_EMPTY)
        return FALSE;
    }

  return TRUE;
}

/* Finds where the table begins and what its columns are called. @names gets as many
 * names as there are columns. Gives the index of the first row of the table. */
guint
_tn_detect_header (const TnSampleRows *rows, TnCsvDialect *dialect, GPtrArray *names)
{
  guint n_columns = count_columns (rows);
  gsize at = rows->n_rows > 0 ? skip_preamble (rows, n_columns) : 0;
  gsize last = at;
  guint shift = 0;

  dialect->n_skip = rows->n_rows > 0 && at > 0 ? get_row (rows, at)->line : 0;
  dialect->n_header = rows->n_rows > 0 ? count_header_rows (rows, at, n_columns, &last) : 0;
  if (has_comments (rows, at, n_columns))
    dialect->comment = '#';
  if (dialect->n_header == 1 && get_row (rows, at)->n_cells > n_columns)
    n_columns = get_row (rows, at)->n_cells;
  /* Row names have no name of their own; but a last cell that is always blank is none. */
  if (dialect->n_header == 1 && get_row (rows, at)->n_cells + 1 == n_columns)
    {
      if (is_blank_column (rows, last + 1, n_columns - 1))
        n_columns--;
      else
        shift = 1;
    }
  for (guint j = 0; j < n_columns; j++)
    g_ptr_array_add (names, dialect->n_header == 0 || j < shift
                                ? g_strdup ("")
                                : join_names (rows, at, last, j - shift));

  return dialect->n_header == 0 ? at : last + 1;
}

/* Names where the place of the header is given. */
guint
_tn_apply_header (const TnSampleRows *rows, const TnCsvDialect *dialect, GPtrArray *names)
{
  guint n_columns = count_columns (rows);
  gsize at = 0;
  gsize last;

  while (at < rows->n_rows && get_row (rows, at)->line < dialect->n_skip)
    at++;
  at = next_row (rows, at);
  last = at;
  for (guint i = 1; i < dialect->n_header; i++)
    last = next_row (rows, last + 1);
  if (last >= rows->n_rows)
    last = rows->n_rows > 0 ? rows->n_rows - 1 : 0;
  if (dialect->n_header == 1 && at < rows->n_rows)
    n_columns = MAX (n_columns, get_row (rows, at)->n_cells);
  for (guint j = 0; j < n_columns; j++)
    g_ptr_array_add (names, dialect->n_header == 0 || at >= rows->n_rows
                                ? g_strdup ("")
                                : join_names (rows, at, last, j));

  return dialect->n_header == 0 ? at : last + 1;
}

/* _tn_detect_header(), less what a person decided about lines above the table and names. */
guint
_tn_wish_header (const TnSampleRows *rows,
                 const TnImportPlan *wish,
                 TnCsvDialect *dialect,
                 GPtrArray *names)
{
  guint locks = wish != NULL ? wish->locks : 0;
  guint first = _tn_detect_header (rows, dialect, names);

  if (!(locks & (TN_PLAN_LOCK_HEADER | TN_PLAN_LOCK_SKIP)))
    return first;
  if (locks & TN_PLAN_LOCK_SKIP)
    dialect->n_skip = wish->dialect.n_skip;
  if (locks & TN_PLAN_LOCK_HEADER)
    dialect->n_header = wish->dialect.n_header;
  else
    dialect->n_header = MAX (dialect->n_header, 1);
  g_ptr_array_set_size (names, 0);

  return _tn_apply_header (rows, dialect, names);
}
