/* tn-csv-libcsv.c: cutting by libcsv
 *
 * libcsv hands out copies of cells and says nothing about places, so the text goes in line
 * by line: where a row comes out, its last line ends. It runs strict; a row it does not
 * take is cut byte by byte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <csv.h>
#include <string.h>

#include "tn-csv-cutter-private.h"

#define FIELD_BEGUN 2 /* state of libcsv: inside a field */

typedef struct
{
  TnCsvCut *cut;
  const char *text;
  GByteArray *cells; /* of the row in the making, one behind another */
  GArray *ends;
  gboolean row;
} Feed;

static void
take_field (void *field, size_t length, void *data)
{
  Feed *feed = data;
  guint end;

  g_byte_array_append (feed->cells, field, length);
  end = feed->cells->len;
  g_array_append_val (feed->ends, end);
}

static void
take_row (int mark, void *data)
{
  ((Feed *) data)->row = TRUE;
}

static int
is_no_space (unsigned char c)
{
  return 0;
}

static int
is_lf (unsigned char c)
{
  return c == '\n';
}

static int
is_cr (unsigned char c)
{
  return c == '\r';
}

static int
is_cr_or_lf (unsigned char c)
{
  return c == '\r' || c == '\n';
}

static void
open_parser (struct csv_parser *parser, const TnCsvDialect *d)
{
  csv_init (parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
  csv_set_delim (parser, (unsigned char) d->delimiter);
  csv_set_quote (parser, (unsigned char) d->quote);
  csv_set_space_func (parser, is_no_space);
  csv_set_term_func (parser, d->row_end == TN_ROW_END_LF   ? is_lf
                             : d->row_end == TN_ROW_END_CR ? is_cr
                                                           : is_cr_or_lf);
  csv_set_blk_size (parser, 64 * 1024);
}

/* Length of the line at @p without its end; @next is behind the end, or 0 without one. */
static gsize
find_line (const TnCsvDialect *d, const char *p, gsize size, gsize *next)
{
  gsize n = 0;

  while (n < size && !(d->row_end != TN_ROW_END_CR && p[n] == '\n') &&
         !(d->row_end != TN_ROW_END_LF && p[n] == '\r'))
    n++;
  *next = n < size ? n + 1 : 0;
  if (n + 1 < size && d->row_end == TN_ROW_END_ANY && p[n] == '\r' && p[n + 1] == '\n')
    *next = n + 2;

  return n;
}

/* Puts the cells of a row as places of the text: a cell is there verbatim, or quoted. */
static gboolean
push_row (Feed *feed, const TnCsvDialect *d, gsize start, gsize end)
{
  TnCsvCut *cut = feed->cut;
  gsize first = cut->n_cells;
  gsize at = start;
  guint from = 0;

  if (!_tn_csv_cut_reserve_rows (cut, 1) || !_tn_csv_cut_reserve_cells (cut, feed->ends->len + 1))
    return FALSE;
  if (feed->ends->len == 0)
    cut->cells[cut->n_cells++] = (TnCsvCell){ start, 0 };
  for (guint i = 0; i < feed->ends->len; i++)
    {
      guint n = g_array_index (feed->ends, guint, i) - from;
      gboolean quoted = at < end && feed->text[at] == d->quote;
      gsize length = n;
      guint32 flags = 0;

      at += quoted;
      for (guint k = 0; quoted && k < n; k++)
        if (feed->cells->data[from + k] == (guint8) d->quote)
          {
            length++;
            flags = TN_CELL_ESCAPED;
          }
      cut->cells[cut->n_cells++] = (TnCsvCell){ at, (guint32) length | flags };
      at += length + quoted + 1;
      from += n;
    }
  cut->rows[cut->n_rows++] = (TnCsvRow){ start, end, first, cut->n_cells - first, TN_CSV_ROW_OK };

  return TRUE;
}

/* One row by libcsv at *@position; FALSE when it is not taken, or not whole. */
static gboolean
cut_row (Feed *feed,
         struct csv_parser *parser,
         const TnCsvDialect *d,
         gsize size,
         gboolean at_end,
         gsize *position)
{
  gsize at = *position;

  g_byte_array_set_size (feed->cells, 0);
  g_array_set_size (feed->ends, 0);
  feed->row = FALSE;
  while (at < size && at - *position <= TN_CSV_MAX_CELL)
    {
      const char *p = feed->text + at;
      gsize next;
      gsize n = find_line (d, p, size - at, &next);
      gsize content = n;
      char end = d->row_end == TN_ROW_END_CR ? '\r' : '\n';

      if (!at_end &&
          (next == 0 || (d->row_end == TN_ROW_END_ANY && p[n] == '\r' && at + n + 1 == size)))
        return FALSE;
      if (d->row_end == TN_ROW_END_LF)
        while (content > 0 && p[content - 1] == '\r')
          content--;
      if (csv_parse (parser, p, content, take_field, take_row, feed) != content)
        return FALSE;
      if (parser->quoted && parser->pstate == FIELD_BEGUN)
        {
          /* The line end is part of a cell, with its carriage returns. */
          gsize rest = (next > 0 ? next : n) - content;

          if (csv_parse (parser, p + content, rest, take_field, take_row, feed) != rest)
            return FALSE;
          if (next == 0)
            return FALSE;
          at += next;
          continue;
        }
      if (csv_parse (parser, &end, 1, take_field, take_row, feed) != 1 || !feed->row)
        return FALSE;
      if (!push_row (feed, d, *position, at + n))
        return FALSE;
      *position = at + (next > 0 ? next : n);
      return TRUE;
    }

  return FALSE;
}

gsize
_tn_csv_cut_libcsv (TnCsvCut *self,
                    const TnCsvDialect *dialect,
                    const char *text,
                    gsize size,
                    gboolean at_end,
                    guint n_expected)
{
  g_autoptr (GByteArray) cells = g_byte_array_new ();
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  Feed feed = { self, text, cells, ends, FALSE };
  struct csv_parser parser;
  gsize p = 0;

  open_parser (&parser, dialect);
  while (p < size && !self->out_of_memory)
    {
      if (cut_row (&feed, &parser, dialect, size, at_end, &p))
        continue;
      csv_free (&parser);
      open_parser (&parser, dialect);
      if (!_tn_csv_cut_row (self, dialect, text, size, at_end, n_expected, &p))
        break;
    }
  csv_free (&parser);

  return p;
}
