/* tn-import-dialect.c: guessing how a file is cut
 *
 * A dialect is good when it cuts the rows of a sample into equally many cells that look
 * like values; after van den Burg, Nazábal & Sutton, "Wrangling messy CSV files by
 * detecting row and type patterns" (Data Mining and Knowledge Discovery 33, 2019), with row
 * lengths for row patterns.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-cell-writer.h"
#include "tn-import-detect-private.h"
#include "tn-space.h"

#define MAX_SCORED_ROWS 200

TnSampleRows *
_tn_sample_rows_new (void)
{
  TnSampleRows *self = g_new0 (TnSampleRows, 1);

  self->owned = g_ptr_array_new_with_free_func (g_free);

  return self;
}

void
_tn_sample_rows_free (TnSampleRows *self)
{
  g_free (self->rows);
  g_ptr_array_unref (self->owned);
  g_free (self);
}

/* @row without its cells where memory is refused. */
void
_tn_sample_rows_append (TnSampleRows *self, const TnSampleRow *row)
{
  if (tn_space_grow ((gpointer *) &self->rows, &self->n_allocated, self->n_rows + 1,
                     sizeof (TnSampleRow), NULL))
    self->rows[self->n_rows++] = *row;
  else
    self->refused = TRUE;
}

/* A plan made from a part of the sample would be wrong without a word. */
gboolean
_tn_sample_rows_check (const TnSampleRows *self, GError **error)
{
  if (self->refused)
    tn_space_set_error (error);

  return !self->refused;
}

static gboolean
is_blank_text (const TnCsvDialect *d, const char *p, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (p[i] != d->delimiter && p[i] != ' ' && p[i] != '\t' && p[i] != '\r')
      return FALSE;

  return TRUE;
}

static void
add_row (TnSampleRows *self,
         const TnSamplePiece *piece,
         const TnCsvDialect *d,
         const TnCsvCut *cut,
         const TnCsvRow *row,
         gint64 line)
{
  TnSampleRow sample = { g_try_new (TnSampleCell, MAX (row->n_cells, 1)), row->n_cells, line,
                         row->state, FALSE };

  if (sample.cells == NULL)
    {
      self->refused = TRUE;
      return;
    }
  g_ptr_array_add (self->owned, sample.cells);
  sample.blank = is_blank_text (d, piece->text + row->start, row->end - row->start);
  for (guint i = 0; i < row->n_cells; i++)
    {
      const TnCsvCell *cell = &cut->cells[row->first_cell + i];
      const char *text = piece->text + cell->start;
      gsize length = cell->length & TN_CELL_LENGTH_MASK;

      if (cell->length & TN_CELL_ESCAPED)
        {
          char *copy = g_try_malloc (length + 1);

          if (copy == NULL)
            {
              self->refused = TRUE;
              return;
            }
          length = tn_csv_unescape (d, text, length, copy);
          g_ptr_array_add (self->owned, copy);
          text = copy;
        }
      sample.cells[i] = (TnSampleCell){ text, length };
    }
  _tn_sample_rows_append (self, &sample);
}

/* Cuts a piece, whose text must outlive the rows. */
void
_tn_sample_rows_add (TnSampleRows *self,
                     const TnSamplePiece *piece,
                     const TnCsvDialect *dialect,
                     guint n_expected,
                     guint max_rows)
{
  TnCsvCut cut;
  gint64 line = 0;
  gsize at = 0;

  tn_csv_cut_init (&cut);
  tn_csv_cut (&cut, dialect, TN_CSV_ENGINE_BEST, piece->text, piece->size, piece->at_end,
              n_expected);
  for (gsize i = 0; i < cut.n_rows && i < max_rows; i++)
    {
      const TnCsvRow *row = &cut.rows[i];
      TnCsvBatch batch = { .text = piece->text + at, .first_line = line };

      line = tn_csv_batch_get_line (&batch, dialect, row->start - at);
      at = row->start;
      add_row (self, piece, dialect, &cut, row, line);
    }
  self->refused = self->refused || cut.out_of_memory;
  tn_csv_cut_clear (&cut);
}

static gboolean
looks_like_clock (const char *p, gsize n)
{
  return n >= 4 && n <= 12 && g_ascii_isdigit (p[0]) && memchr (p, ':', n) != NULL &&
         strspn (p, "0123456789:.") >= n;
}

/**
 * What kind of value a cell could be, without knowing its column.
 */
TnCellLook
_tn_cell_look (const char *text, gsize length)
{
  static const TnTimeOrder orders[] = { TN_TIME_YMD, TN_TIME_DMY, TN_TIME_MDY };
  static const TnNumberFormat formats[] = { { '.', ',', NULL },
                                            { ',', '.', NULL },
                                            { ',', ' ', NULL } };
  static const char *const units[] = { "$", "£", "€", "¥", "￥" };
  char buffer[48];
  double value;
  gint64 time;
  gboolean has_zone;
  gsize n_odd = 0;

  tn_cell_trim (&text, &length);
  if (length == 0)
    return TN_CELL_EMPTY;
  if (length < sizeof buffer)
    {
      const char *p = text;
      gsize n = length;

      if (tn_number_parse_plain (text, length, &value))
        return TN_CELL_NUMBER;
      for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
        if (tn_time_parse (text, length, &(TnTimeLayout){ orders[i], TN_TIME_PIVOT }, &time,
                           &has_zone))
          return TN_CELL_TIME;
      memcpy (buffer, text, length);
      buffer[length] = '\0';
      if (looks_like_clock (buffer, length))
        return TN_CELL_TIME;
      /* $ £ € ¥ % and brackets about a number. */
      for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
        if (g_str_has_prefix (buffer, units[i]) && n > strlen (units[i]))
          {
            p += strlen (units[i]);
            n -= strlen (units[i]);
            break;
          }
      if (n > 1 && p[n - 1] == '%')
        n--;
      for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
        if (tn_number_parse (p, n, &formats[i], &value))
          return TN_CELL_NUMBER;
    }
  for (gsize i = 0; i < length; i++)
    n_odd += strchr (",;\t|\"", text[i]) != NULL;
  if (n_odd == 0 && length <= 40)
    return TN_CELL_WORD;

  return TN_CELL_OTHER;
}

static double
look_worth (const TnSampleCell *cell)
{
  static const double worth[] = { 0.9, 1.0, 1.0, 0.9, 0.5 };

  /* A quote at an end says that it was not taken for one. */
  if (cell->length > 1 && (cell->text[0] == '"' || cell->text[cell->length - 1] == '"'))
    return 0.1;

  return worth[_tn_cell_look (cell->text, cell->length)];
}

/* Consistency of row lengths times share of cells that look like values. */
static double
score_rows (const TnSampleRows *rows)
{
  g_autoptr (GHashTable) lengths = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer key;
  gpointer value;
  double pattern = 0;
  double worth = 0;
  gsize n_cells = 0;
  gsize n_rows = 0;
  gsize n_bad = 0;

  for (guint i = 0; i < rows->n_rows; i++)
    {
      const TnSampleRow *row = &rows->rows[i];
      gsize n;

      if (row->blank)
        continue;
      n_rows++;
      if (row->state == TN_CSV_ROW_UNCLOSED || row->state == TN_CSV_ROW_TOO_LARGE)
        n_bad += 2;
      else if (row->state == TN_CSV_ROW_MENDED)
        n_bad++;
      n = GPOINTER_TO_SIZE (g_hash_table_lookup (lengths, GSIZE_TO_POINTER (row->n_cells)));
      g_hash_table_insert (lengths, GSIZE_TO_POINTER (row->n_cells), GSIZE_TO_POINTER (n + 1));
      for (guint j = 0; j < row->n_cells && j < 200; j++, n_cells++)
        worth += look_worth (&row->cells[j]);
    }
  if (n_rows == 0 || n_cells == 0)
    return 0;
  g_hash_table_iter_init (&iter, lengths);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gsize n = GPOINTER_TO_SIZE (key);

      if (n > 1)
        pattern += (double) GPOINTER_TO_SIZE (value) * (n - 1) / n;
    }
  pattern /= (double) n_rows * g_hash_table_size (lengths);

  return pattern * (worth / n_cells) * (1 - 0.4 * MIN (1.0, (double) n_bad / n_rows));
}

static TnRowEnd
detect_row_end (const TnSamplePiece *head)
{
  gsize n_lf = 0;
  gsize n_cr = 0; /* not before LF */

  for (gsize i = 0; i < head->size; i++)
    if (head->text[i] == '\n')
      n_lf++;
    else if (head->text[i] == '\r')
      {
        gsize j = i;

        while (j < head->size && head->text[j] == '\r')
          j++;
        if (j < head->size ? head->text[j] != '\n' : head->at_end)
          n_cr += j - i;
        i = j - 1;
      }
  if (n_lf == 0 && n_cr > 0)
    return TN_ROW_END_CR;

  return n_cr > 0 && 10 * n_cr >= n_lf ? TN_ROW_END_ANY : TN_ROW_END_LF;
}

static gboolean
has_text (const TnSamplePiece *head, const char *text, gsize length)
{
  return memmem (head->text, head->size, text, length) != NULL;
}

/* Whether single quotes stand beside delimiters, as quotes and not apostrophes do. */
static gboolean
has_single_quotes (const TnSamplePiece *head, char delimiter)
{
  char before[2] = { delimiter, '\'' };
  char after[2] = { '\'', delimiter };

  return has_text (head, before, 2) && has_text (head, after, 2);
}

/* Blanks behind nearly every delimiter are part of it. */
static gboolean
has_padding (const TnSampleRows *rows)
{
  gsize n = 0;
  gsize n_padded = 0;

  for (guint i = 0; i < rows->n_rows; i++)
    {
      const TnSampleRow *row = &rows->rows[i];

      for (guint j = 1; j < row->n_cells; j++)
        {
          n++;
          n_padded += (row->cells[j].length > 0 && row->cells[j].text[0] == ' ') ||
                      (row->cells[j].length == 0 && row->cells[j].text[-1] == ' ');
        }
    }

  return n >= 4 && n_padded * 20 >= n * 19;
}

static gboolean
try_dialect (const TnSamplePiece *head, const TnCsvDialect *dialect, double *score, GError **error)
{
  g_autoptr (TnSampleRows) rows = _tn_sample_rows_new ();

  _tn_sample_rows_add (rows, head, dialect, 0, MAX_SCORED_ROWS);
  *score = score_rows (rows);

  return _tn_sample_rows_check (rows, error);
}

/* A piece that is enough to score with, and ends with a line where it can. */
static TnSamplePiece
shorten (const TnSamplePiece *head)
{
  TnSamplePiece piece = *head;
  gsize n_lines = 0;

  for (gsize i = 0; i < head->size && i < 128 * 1024; i++)
    if ((head->text[i] == '\n' || head->text[i] == '\r') && ++n_lines == 2 * MAX_SCORED_ROWS)
      {
        piece.size = i + 1;
        piece.at_end = piece.at_end && piece.size == head->size;
        return piece;
      }
  if (head->size > 128 * 1024)
    {
      piece.size = 128 * 1024;
      piece.at_end = FALSE;
    }

  return piece;
}

/* Whether blanks follow half the delimiters, quotes or not: worth trying without them. */
static gboolean
may_be_padded (const TnSamplePiece *piece, char delimiter)
{
  gsize n = 0;
  gsize n_blank = 0;

  for (gsize i = 0; i + 1 < piece->size; i++)
    if (piece->text[i] == delimiter)
      {
        n++;
        n_blank += piece->text[i + 1] == ' ';
      }

  return n_blank * 2 >= n && n > 0;
}

typedef enum
{
  VARIANT_PLAIN,
  VARIANT_BACKSLASH,
  VARIANT_SINGLE,
  VARIANT_NONE,
  N_VARIANTS,
} Variant;

/* The variant of a delimiter, or FALSE when nothing in the piece speaks for it. */
static gboolean
make_variant (const TnSamplePiece *piece, char delimiter, Variant variant, TnCsvDialect *d)
{
  d->delimiter = delimiter;
  switch (variant)
    {
    case VARIANT_BACKSLASH:
      d->escape = '\\';
      return has_text (piece, "\\\"", 2);
    case VARIANT_SINGLE:
      d->quote = d->escape = '\'';
      return has_single_quotes (piece, delimiter);
    case VARIANT_NONE:
      d->quote = d->escape = 0;
      return has_text (piece, "\"", 1);
    default:
      return TRUE;
    }
}

/* What a person decided of quotes; a backslash before them is still looked for. */
static gboolean
wish_quote (const TnImportPlan *wish, Variant variant, TnCsvDialect *d)
{
  if (wish == NULL || !(wish->locks & TN_PLAN_LOCK_QUOTE))
    return TRUE;
  if (variant == VARIANT_SINGLE || variant == VARIANT_NONE)
    return FALSE;
  d->quote = wish->dialect.quote;
  d->escape = variant == VARIANT_BACKSLASH && d->quote != 0 ? '\\' : d->quote;

  return TRUE;
}

/* Delimiter, quote, escape, row end and padding, as far as @wish does not say them; the first
 * lines are left to _tn_wish_header(). */
gboolean
_tn_detect_dialect (const TnSamplePiece *head,
                    const TnImportPlan *wish,
                    TnCsvDialect *dialect,
                    GError **error)
{
  static const char known[] = { ',', ';', '\t', '|', '^', '~', ' ' };
  gboolean fixed = wish != NULL && (wish->locks & TN_PLAN_LOCK_DELIMITER);
  const char *delimiters = fixed ? &wish->dialect.delimiter : known;
  guint n_delimiters = fixed ? 1 : G_N_ELEMENTS (known);
  TnSamplePiece piece = shorten (head);
  TnRowEnd row_end = detect_row_end (&piece);
  double best = 0;

  tn_csv_dialect_init (dialect);
  dialect->row_end = row_end;
  for (gsize i = 0; i < n_delimiters; i++)
    {
      gboolean padded = may_be_padded (&piece, delimiters[i]);

      if (!has_text (&piece, &delimiters[i], 1))
        continue;
      for (guint variant = 0; variant < 2 * N_VARIANTS; variant++)
        {
          TnCsvDialect d;
          double score;

          tn_csv_dialect_init (&d);
          d.row_end = row_end;
          d.trim = delimiters[i] == ' ' || variant >= N_VARIANTS;
          if ((variant >= N_VARIANTS && (!padded || delimiters[i] == ' ')) ||
              !make_variant (&piece, delimiters[i], variant % N_VARIANTS, &d) ||
              !wish_quote (wish, variant % N_VARIANTS, &d))
            continue;
          if (!try_dialect (&piece, &d, &score, error))
            return FALSE;
          if (d.delimiter == ' ')
            score *= 0.8; /* words are parted by blanks, too */
          if (d.quote == 0)
            score *= 0.9; /* a stray quote is more likely than none at all */
          if (score > best * 1.0001)
            {
              best = score;
              *dialect = d;
            }
        }
    }
  if (best < 0.05)
    {
      dialect->delimiter = fixed ? *delimiters : ',';
      dialect->trim = FALSE;
      wish_quote (wish, VARIANT_PLAIN, dialect);
    }
  if (dialect->delimiter != ' ' && !dialect->trim)
    {
      g_autoptr (TnSampleRows) rows = _tn_sample_rows_new ();

      _tn_sample_rows_add (rows, &piece, dialect, 0, MAX_SCORED_ROWS);
      dialect->trim = has_padding (rows);
      return _tn_sample_rows_check (rows, error);
    }

  return TRUE;
}
