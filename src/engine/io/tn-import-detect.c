/* tn-import-detect.c: a plan from samples of several places of the file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-encoding.h"
#include "tn-error.h"
#include "tn-import-detect-private.h"
#include "tn-import.h"
#include "tn-space.h"
#include "tn-workbook.h"

#define HEAD_BYTES  (384 * 1024)
#define PIECE_BYTES (48 * 1024)
#define N_PIECES    16
#define MAX_HEAD    (64 * 1024 * 1024)
#define SAMPLE_ROWS 20480
#define MAX_SHIFTS  8

typedef struct
{
  TnSource *source;
  TnImportPlan *plan;
  GCancellable *cancellable;
  TnSamplePiece head;
  GArray *pieces; /* of TnSamplePiece, behind the head */
} Detection;

/* Reads up to @size bytes of UTF-8 from @offset of the file. Bytes that are no text become
 * '?': a sample must not stumble over them. */
static gboolean
read_piece (Detection *self, gint64 offset, gsize size, TnSamplePiece *piece, GError **error)
{
  g_autoptr (TnDecoder) decoder =
      tn_decoder_new (self->source, self->plan->encoding, offset, error);
  gssize n = 1;

  memset (piece, 0, sizeof *piece);
  if (decoder == NULL)
    return FALSE;
  piece->text = g_try_malloc (size + 64);
  if (piece->text == NULL)
    {
      tn_space_set_error (error);
      return FALSE;
    }
  while (piece->size < size && n > 0)
    {
      n = tn_decoder_read (decoder, piece->text + piece->size, size + 64 - piece->size, error);
      piece->size += MAX (n, 0);
    }
  piece->at_end = n == 0;
  for (gsize at = 0; at < piece->size;)
    {
      at += tn_utf8_check (piece->text + at, piece->size - at);
      if (at < piece->size)
        piece->text[at++] = '?';
    }
  for (gsize i = 0; i < piece->size; i++)
    if (piece->text[i] == '\0')
      piece->text[i] = '?';

  return n >= 0;
}

/* Grows the head until it holds a few whole rows, where the rows are that long. */
static gboolean
read_head (Detection *self, GError **error)
{
  for (gsize size = HEAD_BYTES;; size *= 4)
    {
      g_clear_pointer (&self->head.text, g_free);
      if (!read_piece (self, self->plan->n_bom, size, &self->head, error))
        return FALSE;
      if (self->head.at_end || size >= MAX_HEAD)
        return TRUE;
      for (gsize i = 0, n = 0; i < self->head.size; i++)
        if ((self->head.text[i] == '\n' || self->head.text[i] == '\r') && ++n == 4)
          return TRUE;
    }
}

/* Rows of a piece from the middle: it begins behind a line end, which may be inside quotes;
 * then the first rows have other lengths, and the next line is tried. */
static void
add_piece_rows (const TnSamplePiece *piece,
                const TnCsvDialect *dialect,
                guint n_columns,
                TnSampleRows *rows)
{
  gsize at = 0;

  for (guint shift = 0; shift < MAX_SHIFTS && at < piece->size; shift++)
    {
      TnSamplePiece rest = { piece->text + at, piece->size - at, piece->at_end };
      TnSampleRows *found = _tn_sample_rows_new ();
      gsize n_good = 0;
      const char *next;

      _tn_sample_rows_add (found, &rest, dialect, n_columns, 4);
      for (guint i = 0; i < found->n_rows; i++)
        n_good += found->rows[i].n_cells == n_columns;
      rows->refused = rows->refused || found->refused;
      if (n_good == found->n_rows && n_good > 0)
        _tn_sample_rows_add (rows, &rest, dialect, n_columns,
                             SAMPLE_ROWS - MIN (rows->n_rows, SAMPLE_ROWS));
      _tn_sample_rows_free (found);
      if (n_good > 0)
        return;
      next = memchr (rest.text, '\n', rest.size);
      if (next == NULL)
        return;
      at = next + 1 - piece->text;
    }
}

static gboolean
read_pieces (Detection *self, GError **error)
{
  gint64 size = tn_source_get_size (self->source);
  gint64 from = self->plan->n_bom + HEAD_BYTES;
  guint unit = g_str_has_prefix (self->plan->encoding, "UTF-16") ? 2 : 1;

  if (self->head.at_end || size - from < 2 * N_PIECES * PIECE_BYTES)
    return TRUE;
  for (guint i = 1; i <= N_PIECES; i++)
    {
      gint64 offset = from + (size - from - PIECE_BYTES) / N_PIECES * i;
      TnSamplePiece piece;
      char *line;

      offset -= (offset - self->plan->n_bom) % unit;
      if (tn_cancelled (self->cancellable, error) ||
          !read_piece (self, offset, PIECE_BYTES, &piece, error))
        return FALSE;
      line = memchr (piece.text, self->plan->dialect.row_end == TN_ROW_END_CR ? '\r' : '\n',
                     piece.size);
      if (line != NULL)
        {
          piece.size -= line + 1 - piece.text;
          memmove (piece.text, line + 1, piece.size);
          g_array_append_val (self->pieces, piece);
        }
      else
        g_free (piece.text);
    }

  return TRUE;
}

static gboolean
detect_encoding (Detection *self, const TnImportPlan *wish, GError **error)
{
  TnEncodingGuess guess;

  if (!tn_encoding_guess (self->source, &guess, self->cancellable, error))
    return FALSE;
  if (wish != NULL && (wish->locks & TN_PLAN_LOCK_ENCODING))
    {
      self->plan->encoding = wish->encoding;
      self->plan->n_bom =
          guess.by_bom && strcmp (guess.name, wish->encoding) == 0 ? guess.n_bom : 0;
      self->plan->encoding_sure = TRUE;
      self->plan->locks |= TN_PLAN_LOCK_ENCODING;
      return TRUE;
    }
  self->plan->encoding = guess.name;
  self->plan->n_bom = guess.n_bom;
  self->plan->encoding_sure = guess.sure;

  return TRUE;
}

static gboolean
set_too_wide (TnSource *source, gsize n_columns, GError **error)
{
  TnMessage *message = tn_message_new (
      N_ ("{file} has {n} columns, more than the {max} Tenure reads; choose the columns you need "
          "where the file is made, or turn rows and columns around."));

  tn_message_text (message, "file", tn_source_get_name (source));
  tn_message_count (message, "n", (gint64) n_columns);
  tn_message_count (message, "max", TN_CSV_MAX_COLUMNS);
  tn_error_take (error, TN_ERROR_DATA, message);

  return FALSE;
}

/* @whole says that @rows are all there are. */
static gboolean
check_table (TnSource *source,
             gboolean whole,
             const GPtrArray *names,
             gsize first_row,
             const TnSampleRows *rows,
             GError **error)
{
  const char *sentence = NULL;
  gboolean empty = TRUE;

  if (names->len > TN_CSV_MAX_COLUMNS)
    return set_too_wide (source, names->len, error);
  for (guint i = 0; i < rows->n_rows && empty; i++)
    empty = rows->rows[i].blank;
  if (empty)
    sentence = N_ ("{file} holds nothing but empty lines; choose another file, or export it from "
                   "the shop again.");
  else if (whole)
    {
      for (gsize i = first_row; i < rows->n_rows; i++)
        if (!rows->rows[i].blank)
          return TRUE;
      sentence = N_ ("{file} has a header and no rows; choose another file, or export it from the "
                     "shop again.");
    }
  if (sentence == NULL)
    return TRUE;
  tn_error_take (error, TN_ERROR_DATA,
                 tn_message_text (tn_message_new (sentence), "file", tn_source_get_name (source)));

  return FALSE;
}

/* For every column, how many before it have the same name in the file. */
static guint *
number_repeats (const TnImportPlan *plan)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint *numbers = g_new0 (guint, plan->columns->len + 1);

  for (guint i = 0; i < plan->columns->len; i++)
    {
      char *name = _tn_import_plan_get (plan, i)->original;

      numbers[i] = GPOINTER_TO_UINT (g_hash_table_lookup (seen, name));
      g_hash_table_replace (seen, name, GUINT_TO_POINTER (numbers[i] + 1));
    }

  return numbers;
}

/* What a person decided about columns of the same name in the file. */
static void
take_wishes (TnImportPlan *plan, const TnImportPlan *wish)
{
  g_autofree guint *ours = number_repeats (plan);
  g_autofree guint *theirs = wish != NULL ? number_repeats (wish) : NULL;

  if (wish == NULL)
    return;
  for (guint j = 0; j < plan->columns->len; j++)
    {
      TnImportColumn *column = _tn_import_plan_get (plan, j);

      for (guint i = 0; i < wish->columns->len; i++)
        {
          const TnImportColumn *wished = _tn_import_plan_get (wish, i);

          /* Repeated names are told apart by their place among them. */
          if (wished->locks == 0 && wished->included)
            continue;
          if (ours[j] != theirs[i] || strcmp (wished->original, column->original) != 0 ||
              (*wished->original == '\0' && i != j))
            continue;
          plan->columns->pdata[j] = _tn_import_column_copy (wished);
          column = (_tn_import_column_free (column), plan->columns->pdata[j]);
          break;
        }
    }
}

static void
clear_counts (TnImportPlan *plan)
{
  for (guint i = 0; i < plan->columns->len; i++)
    {
      TnImportColumn *column = _tn_import_plan_get (plan, i);

      column->n_missing = column->n_problems = column->n_stripped = column->n_trimmed = 0;
      column->n_inexact = 0;
      g_clear_pointer (&column->demoted, tn_message_unref);
    }
}

/* Makes the columns that @names names, as far as @wish says something about them. */
gboolean
_tn_detect_columns (TnImportPlan *plan,
                    const TnImportPlan *wish,
                    TnSource *source,
                    gboolean whole,
                    const TnSampleRows *head_rows,
                    gsize first_row,
                    GPtrArray *names,
                    GError **error)
{
  if (!check_table (source, whole, names, first_row, head_rows, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (plan->columns, _tn_import_column_new (names->pdata[i]));
  take_wishes (plan, wish);
  if (wish != NULL)
    _tn_import_plan_take_key (plan, wish);
  _tn_import_plan_name_columns (plan);

  return TRUE;
}

/* Finds out about them what nobody decided. */
void
_tn_detect_columns_end (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row)
{
  _tn_detect_types (plan, rows, first_row);
  _tn_detect_roles (plan, rows, first_row);
  _tn_detect_currency (plan, rows, first_row);
  _tn_detect_sensitive (plan, rows, first_row);
  clear_counts (plan);
}

static gboolean
detect_table (Detection *self, const TnImportPlan *wish, GError **error)
{
  TnImportPlan *plan = self->plan;
  gboolean locked = wish != NULL && wish->sheet == NULL && (wish->locks & TN_PLAN_LOCK_DIALECT);
  g_autoptr (TnSampleRows) head_rows = _tn_sample_rows_new ();
  g_autoptr (TnSampleRows) rows = _tn_sample_rows_new ();
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  gsize first_row;

  if (locked)
    {
      plan->dialect = wish->dialect;
      plan->locks |= TN_PLAN_LOCK_DIALECT;
    }
  else if (!_tn_detect_dialect (&self->head, wish, &plan->dialect, error))
    return FALSE;
  plan->locks |= wish != NULL ? wish->locks & TN_PLAN_LOCK_PARTS : 0;
  _tn_sample_rows_add (head_rows, &self->head, &plan->dialect, 0, SAMPLE_ROWS);
  if (!_tn_sample_rows_check (head_rows, error))
    return FALSE;
  if (locked)
    first_row = _tn_apply_header (head_rows, &plan->dialect, names);
  else
    first_row = _tn_wish_header (head_rows, wish, &plan->dialect, names);
  if (!_tn_detect_columns (plan, wish, self->source, self->head.at_end, head_rows, first_row, names,
                           error) ||
      !read_pieces (self, error))
    return FALSE;

  _tn_sample_rows_add (rows, &self->head, &plan->dialect, names->len, SAMPLE_ROWS);
  for (guint i = 0; i < self->pieces->len; i++)
    add_piece_rows (&g_array_index (self->pieces, TnSamplePiece, i), &plan->dialect, names->len,
                    rows);
  if (!_tn_sample_rows_check (rows, error))
    return FALSE;
  _tn_detect_columns_end (plan, rows, first_row);

  return TRUE;
}

/**
 * tn_import_detect:
 * @wish: (nullable): what a person decided: its locked encoding, dialect, sheet and columns (by
 *   their names in the file) are taken as they are
 * @progress: (nullable): how far it is
 *
 * Looks at samples from several places of the file and makes a plan to read it: encoding,
 * dialect, header, and for each column type, marks, date order, unit and role. Takes some
 * 20 ms whatever the size of a text; of a workbook, all shared texts are read. tn_import_run()
 * verifies the plan.
 *
 * Returns: (transfer full): a plan, or %NULL with @error: %TN_ERROR_DATA for a file with a
 *   header only, empty lines only, or more than %TN_CSV_MAX_COLUMNS columns
 */
TnImportPlan *
tn_import_detect (TnSource *source,
                  const TnImportPlan *wish,
                  TnProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (TnImportPlan) plan = tn_import_plan_new ();
  Detection self = { .source = source, .plan = plan, .cancellable = cancellable };
  gboolean ok;

  if (tn_source_is_workbook (source))
    {
      ok = _tn_detect_sheet (plan, wish, source, cancellable, error);
      tn_progress_report (progress, 1);
      return ok ? g_steal_pointer (&plan) : NULL;
    }
  self.pieces = g_array_new (FALSE, FALSE, sizeof (TnSamplePiece));
  ok = detect_encoding (&self, wish, error) && read_head (&self, error) &&
       !tn_cancelled (cancellable, error) && detect_table (&self, wish, error);
  g_free (self.head.text);
  for (guint i = 0; i < self.pieces->len; i++)
    g_free (g_array_index (self.pieces, TnSamplePiece, i).text);
  g_array_unref (self.pieces);
  tn_progress_report (progress, 1);

  return ok ? g_steal_pointer (&plan) : NULL;
}
