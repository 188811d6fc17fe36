/* tn-import.c: reading, cutting and converting at the same time
 *
 * Batches of about 2 MiB go through two stages: one part reads and cuts the next batch
 * while the other parts convert the columns of this one, a part a column. A column's cells
 * are thus taken in the order of the file whatever the number of threads, so dictionaries
 * and chunks come out the same.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-import.h"

#include <string.h>

#include "tn-cell-writer.h"
#include "tn-csv-reader.h"
#include "tn-encoding.h"
#include "tn-error.h"
#include "tn-import-plan-private.h"
#include "tn-pool.h"
#include "tn-xlsx-sheet-private.h"

/* More cells than this share contradict a column: its type was a wrong guess. Detection
 * uses the same share on its samples. */
#define MAX_BAD_SHARE 0.02
/* After so many early ends of a pass, wrong guesses are looked for at its end only. */
#define MAX_EARLY_ENDS 4

typedef struct
{
  const TnImportFile *files;
  guint n_files;
  guint file;             /* the one being read */
  TnSource *source;       /* of it */
  TnImportPlan *plan;     /* of it */
  TnImportSummary *parts; /* (nullable): counts of each file */
  TnImportColumn *names;  /* (nullable): the column that names the file */
  gint64 n_bytes;         /* of all files */
  gint64 n_bytes_before;  /* of those read to their ends */
  const TnImportOptions *options;
  const TnTableSink *sink;
  gpointer sink_data;
  TnImportSummary *summary;
  TnProgress *progress;
  GCancellable *cancellable;

  TnCsvReader reader;
  TnCsvBatch batches[2];
  guint current;
  gboolean started; /* the current batch is filled */
  TnCellWriter *writers;
  guint n_writers;
  guint *order;         /* writers, the dearest first */
  guint encoding_asked; /* files before this one, and this one if it is above @file */
  guint n_restarts;
} Import;

typedef enum
{
  PASS_DONE,
  PASS_AGAIN,
  PASS_ERROR,
} Pass;

static void
import_begin_writers (Import *self)
{
  guint n = tn_import_plan_get_n_columns (self->plan);

  self->writers = g_new0 (TnCellWriter, n + 1);
  self->order = g_new0 (guint, n + 1);
  self->n_writers = 0;
  for (guint i = 0; i < n; i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (self->plan, i);

      if (!column->included)
        continue;
      tn_cell_writer_init (&self->writers[self->n_writers], column, &self->reader.dialect, i,
                           self->n_writers, self->sink, self->sink_data);
      self->writers[self->n_writers].key = column->pseudonym ? self->plan->key : NULL;
      self->order[self->n_writers] = self->n_writers;
      self->n_writers++;
    }
  if (self->names == NULL)
    return;
  tn_cell_writer_init (&self->writers[self->n_writers], self->names, &self->reader.dialect,
                       G_MAXUINT, self->n_writers, self->sink, self->sink_data);
  self->writers[self->n_writers].constant = tn_source_get_name (self->source);
  self->order[self->n_writers] = self->n_writers;
  self->n_writers++;
}

/* The same columns, as the next file has them. */
static void
import_turn_writers (Import *self)
{
  for (guint i = 0; i < self->n_writers; i++)
    {
      TnCellWriter *writer = &self->writers[i];
      int column;

      if (writer->constant != NULL)
        {
          writer->constant = tn_source_get_name (self->source);
          continue;
        }
      column = tn_import_plan_find (self->plan, writer->column->name);
      g_assert (column >= 0);
      tn_cell_writer_turn (writer, tn_import_plan_get_column (self->plan, (guint) column),
                           (guint) column);
      writer->key = writer->column->pseudonym ? self->plan->key : NULL;
    }
}

static TnField *
make_field (const TnImportColumn *column)
{
  TnField *field = tn_field_new (column->name, column->role);

  if (column->type == TN_COLUMN_NUMBER)
    field->unit = g_strdup (tn_currency_from_mark (column->format.unit));
  if (column->type == TN_COLUMN_TIME)
    field->zone = g_strdup (column->zone);

  return field;
}

static gboolean
import_begin_sink (Import *self, GError **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_field_free);
  g_autofree TnColumnType *types = g_new (TnColumnType, MAX (self->n_writers, 1));

  for (guint i = 0; i < self->n_writers; i++)
    {
      g_ptr_array_add (fields, make_field (self->writers[i].column));
      types[i] = self->writers[i].column->type;
    }

  return self->sink->begin (self->sink_data, self->n_writers,
                            (const TnField *const *) fields->pdata, types, error);
}

static void
import_clear_pass (Import *self)
{
  for (guint i = 0; i < self->n_writers; i++)
    tn_cell_writer_clear (&self->writers[i]);
  g_clear_pointer (&self->writers, g_free);
  g_clear_pointer (&self->order, g_free);
  self->n_writers = 0;
  tn_csv_reader_clear (&self->reader);
  tn_csv_batch_clear (&self->batches[0]);
  tn_csv_batch_clear (&self->batches[1]);
}

/* Part 0 fills the next batch, the others convert this one. */
static gboolean
do_part (gsize index, gpointer user_data, GError **error)
{
  Import *self = user_data;
  TnCsvBatch *batch = &self->batches[self->current];

  if (index > 0)
    return tn_cell_writer_take (&self->writers[self->order[index - 1]], batch, error);
  if (batch->last)
    return TRUE;

  return tn_csv_reader_fill (&self->reader, batch, &self->batches[1 - self->current], error);
}

/* Line of the file each row of a batch begins on. */
static gint64 *
count_row_lines (const Import *self, const TnCsvBatch *batch)
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
hides (const Import *self, const char *column)
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
report (Import *self,
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
find_writer (Import *self, guint column)
{
  for (guint i = 0; i < self->n_writers; i++)
    if (self->writers[i].in_file == column)
      return &self->writers[i];

  return NULL;
}

/* Cells of a sheet without a value: no reason to doubt the type of their column. */
static gboolean
report_odd (Import *self, const TnCsvBatch *batch, const gint64 *lines, GError **error)
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
static gboolean
report_problems (Import *self, const TnCsvBatch *batch, GError **error)
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

static TnMessage *
say_demoted (const TnCellWriter *writer, const char *sentence)
{
  TnMessage *message = tn_message_new (sentence);

  tn_message_text (message, "column", writer->column->name);
  tn_message_count (message, "n", writer->n_problems);

  return message;
}

static void
demote_column (TnImportColumn *column, TnColumnType type, TnMessage *why)
{
  g_clear_pointer (&column->demoted, tn_message_unref);
  column->demoted = why;
  column->type = type;
  column->trim = type == TN_COLUMN_CATEGORY;
  g_clear_pointer (&column->format.unit, g_free);
  if (!(column->locks & TN_IMPORT_LOCK_ROLE) &&
      (column->role == TN_ROLE_TIME || column->role == TN_ROLE_AMOUNT ||
       column->role == TN_ROLE_PRICE || column->role == TN_ROLE_QUANTITY))
    {
      column->role = TN_ROLE_NONE;
      g_clear_pointer (&column->reason, tn_message_unref);
    }
}

/* In all files; @why is taken. */
static void
demote (Import *self, const TnCellWriter *writer, TnColumnType type, TnMessage *why)
{
  g_autofree char *name = g_strdup (writer->column->name);

  for (guint k = 0; k < self->n_files; k++)
    {
      int i = tn_import_plan_find (self->files[k].plan, name);

      demote_column (_tn_import_plan_get (self->files[k].plan, (guint) i), type,
                     tn_message_ref (why));
    }
  tn_message_unref (why);
}

/* Whether what was read shows that a guess about a column was wrong; mends the plan. */
static gboolean
check_column (Import *self, const TnCellWriter *writer)
{
  TnImportColumn *column =
      writer->constant == NULL ? _tn_import_plan_get (self->plan, writer->in_file) : NULL;
  gint64 n_filled = writer->n_rows - writer->n_missing;
  guint32 n_words = writer->words != NULL ? tn_dictionary_builder_get_size (writer->words) : 0;

  if (column == NULL)
    return FALSE;
  if (column->strip_zero && writer->n_fraction > 0 && !(column->locks & TN_IMPORT_LOCK_TYPE))
    {
      column->strip_zero = FALSE;
      return TRUE;
    }
  if (column->locks & TN_IMPORT_LOCK_TYPE)
    return FALSE;
  if ((column->type == TN_COLUMN_NUMBER || column->type == TN_COLUMN_TIME ||
       column->type == TN_COLUMN_FLAG) &&
      writer->n_problems > MAX_BAD_SHARE * n_filled)
    {
      demote (self, writer, TN_COLUMN_CATEGORY,
              say_demoted (writer,
                           column->type == TN_COLUMN_TIME
                               ? N_ ("{column} looked like dates, but {n} cells are none; it is "
                                     "kept as text.")
                           : column->type == TN_COLUMN_NUMBER
                               ? N_ ("{column} looked like numbers, but {n} cells are none; it is "
                                     "kept as text.")
                               : N_ ("{column} looked like yes and no, but {n} cells are neither; "
                                     "it is kept as text.")));
      return TRUE;
    }
  if (column->type == TN_COLUMN_CATEGORY && column->role == TN_ROLE_NONE && n_words > 500000 &&
      n_words > 0.8 * n_filled &&
      tn_dictionary_builder_get_bytes (writer->words) > (gsize) 64 * n_words)
    {
      demote (self, writer, TN_COLUMN_TEXT,
              say_demoted (writer, N_ ("Nearly every cell of {column} is another one and long; it "
                                       "is kept as text.")));
      return TRUE;
    }

  return FALSE;
}

static gboolean
check_columns (Import *self)
{
  gboolean again = FALSE;

  for (guint i = 0; i < self->n_writers; i++)
    again = check_column (self, &self->writers[i]) || again;

  return again;
}

/* Bytes that are no UTF-8 in a file that looked like it: if all of it reads as GB18030 and
 * hardly anything was good UTF-8, the guess was wrong. */
static Pass
check_encoding (Import *self, GError **error)
{
  TnEncodingGuess guess;
  gboolean fits = FALSE;

  if (self->reader.n_broken == 0 || self->encoding_asked > self->file || !self->reader.is_utf8 ||
      self->plan->sheet != NULL || (self->plan->locks & TN_PLAN_LOCK_ENCODING) ||
      self->plan->n_bom > 0)
    return PASS_DONE;
  self->encoding_asked = self->file + 1;
  if (!tn_encoding_guess_whole (self->source, &guess, self->cancellable, error))
    return PASS_ERROR;
  if (strcmp (guess.name, "UTF-8") == 0)
    return PASS_DONE;
  if (!tn_encoding_fits (self->source, guess.name, self->cancellable, &fits, error))
    return PASS_ERROR;
  if (!fits)
    return PASS_DONE;
  self->plan->encoding = guess.name;
  self->plan->encoding_sure = guess.sure;

  return PASS_AGAIN;
}

static Pass
import_batch (Import *self, GError **error)
{
  TnCsvBatch *batch = &self->batches[self->current];
  Pass encoding;

  if (!tn_pool_for (1 + self->n_writers, do_part, self, self->cancellable, error) ||
      !report_problems (self, batch, error))
    return PASS_ERROR;
  encoding = check_encoding (self, error);
  if (encoding != PASS_DONE)
    return encoding;
  if (self->n_writers > 0 &&
      (batch->last ||
       (self->n_restarts < MAX_EARLY_ENDS && self->writers[0].n_rows >= TN_CHUNK_ROWS)) &&
      check_columns (self))
    return PASS_AGAIN;
  tn_progress_report (self->progress,
                      MIN (1.0, (double) (self->n_bytes_before + batch->file_offset) /
                                    (double) MAX (self->n_bytes, 1)));

  return PASS_DONE;
}

static void
note_sheet (Import *self)
{
  const TnXlsxSheet *sheet = self->reader.sheet;
  TnImportPlan *plan = self->plan;

  if (sheet == NULL)
    return;
  plan->n_hidden_rows = sheet->n_hidden_rows;
  plan->n_hidden_columns = MIN (sheet->n_hidden_columns, tn_import_plan_get_n_columns (plan));
  plan->n_merged = sheet->n_merged;
  plan->n_formulas = sheet->n_formulas;
}

static void
add_summary (TnImportSummary *all, const TnImportSummary *part)
{
  all->n_rows += part->n_rows;
  all->n_problem_rows += part->n_problem_rows;
  all->n_mended_rows += part->n_mended_rows;
  all->n_blank_lines += part->n_blank_lines;
  all->n_comment_lines += part->n_comment_lines;
  all->max_rows_reached = all->max_rows_reached || part->max_rows_reached;
}

/* What the reader of a file counted, at its end. */
static void
note_file (Import *self)
{
  TnImportSummary part = { .n_rows = self->reader.n_rows,
                           .n_problem_rows = self->reader.n_bad,
                           .n_mended_rows = self->reader.n_mended,
                           .n_blank_lines = self->reader.n_blank,
                           .n_comment_lines = self->reader.n_comments };

  part.max_rows_reached = self->reader.max_rows > 0 && self->reader.n_rows >= self->reader.max_rows;
  note_sheet (self);
  for (guint i = 0; i < self->n_writers; i++)
    {
      TnCellWriter *writer = &self->writers[i];

      if (writer->constant == NULL && self->reader.n_inexact != NULL)
        _tn_import_plan_get (self->plan, writer->in_file)->n_inexact =
            self->reader.n_inexact[writer->in_file];
      part.n_problem_cells += writer->n_problems + writer->n_odd;
    }
  part.n_problem_cells -= self->summary->n_problem_cells;
  self->summary->n_problem_cells += part.n_problem_cells;
  add_summary (self->summary, &part);
  if (self->parts != NULL)
    self->parts[self->file] = part;
}

/* What the writers counted, at the end of all: in the plan of the first file. */
static void
note_columns (Import *self)
{
  for (guint i = 0; i < self->n_writers; i++)
    {
      TnCellWriter *writer = &self->writers[i];
      TnImportColumn *column;
      int index = tn_import_plan_find (self->files[0].plan, writer->column->name);

      if (writer->constant != NULL)
        continue;
      column = _tn_import_plan_get (self->files[0].plan, (guint) index);
      column->n_problems = writer->n_problems + writer->n_odd;
      column->n_missing = writer->n_missing - writer->n_odd;
      column->n_stripped = writer->n_stripped;
      column->n_trimmed = writer->n_trimmed;
      column->last = writer->last;
      column->first = writer->last != TN_TIME_MISSING ? writer->first : TN_TIME_MISSING;
    }
}

static gboolean
end_part (gsize index, gpointer user_data, GError **error)
{
  Import *self = user_data;

  return tn_cell_writer_end (&self->writers[index], error);
}

static gboolean
import_end (Import *self, GError **error)
{
  g_autoptr (GPtrArray) dictionaries = g_ptr_array_new ();
  gboolean ok = TRUE;

  if (!tn_pool_for (self->n_writers, end_part, self, self->cancellable, error))
    return FALSE;
  for (guint i = 0; i < self->n_writers && ok; i++)
    {
      TnDictionary *dictionary = NULL;

      if (self->writers[i].column->type == TN_COLUMN_FLAG)
        dictionary = tn_dictionary_ref (tn_dictionary_get_flags ());
      else if (self->writers[i].words != NULL)
        {
          dictionary =
              tn_dictionary_builder_try_end (g_steal_pointer (&self->writers[i].words), error);
          ok = dictionary != NULL;
        }
      g_ptr_array_add (dictionaries, dictionary);
    }
  note_columns (self);
  ok = ok && self->sink->end (self->sink_data, self->summary->n_rows,
                              (TnDictionary *const *) dictionaries->pdata, error);
  for (guint i = 0; i < dictionaries->len; i++)
    if (dictionaries->pdata[i] != NULL)
      tn_dictionary_unref (dictionaries->pdata[i]);

  return ok;
}

/* One file, to its end. */
static Pass
import_file (Import *self, GError **error)
{
  TnCsvEngine engine = self->options != NULL && self->options->use_libcsv ? TN_CSV_ENGINE_LIBCSV
                                                                          : TN_CSV_ENGINE_BEST;
  gint64 max_rows = self->options != NULL ? self->options->max_rows : 0;

  self->current = 0;
  self->source = self->files[self->file].source;
  self->plan = self->files[self->file].plan;
  if (!tn_csv_reader_init (&self->reader, self->source, self->plan, engine, self->cancellable,
                           error))
    return PASS_ERROR;
  self->reader.max_rows = max_rows > 0 ? max_rows - self->summary->n_rows : 0;
  if (self->file == 0)
    import_begin_writers (self);
  else
    import_turn_writers (self);
  if ((self->file == 0 && !import_begin_sink (self, error)) ||
      !tn_csv_reader_fill (&self->reader, NULL, &self->batches[0], error))
    return PASS_ERROR;
  for (;;)
    {
      gboolean last = self->batches[self->current].last;
      Pass pass = import_batch (self, error);

      if (pass != PASS_DONE)
        return pass;
      if (last)
        break;
      self->current = 1 - self->current;
    }
  if (!tn_source_check_unchanged (self->source, error))
    return PASS_ERROR;
  note_file (self);
  tn_csv_reader_clear (&self->reader);
  self->n_bytes_before += tn_source_get_size (self->source);

  return PASS_DONE;
}

/* All files once, from their tops. */
static Pass
import_pass (Import *self, GError **error)
{
  memset (self->summary, 0, sizeof *self->summary);
  tn_csv_batch_init (&self->batches[0]);
  tn_csv_batch_init (&self->batches[1]);
  self->n_bytes_before = 0;
  for (self->file = 0; self->file < self->n_files; self->file++)
    {
      Pass pass;

      if (self->file > 0 && self->summary->max_rows_reached)
        break;
      pass = import_file (self, error);
      if (pass != PASS_DONE)
        return pass;
    }

  return import_end (self, error) ? PASS_DONE : PASS_ERROR;
}

/**
 * tn_import_run:
 * @plan: how to read the file; counts are written into it, and what turned out otherwise
 *   than guessed is corrected in it
 * @options: (nullable): all rows, own tokenizer
 * @sink: where chunks and problems go, with @sink_data
 * @summary: (out caller-allocated) (nullable): counts
 * @progress: (nullable): fraction of the file
 *
 * Reads the whole file and verifies the plan on every cell. A cell that contradicts its
 * column goes to the problems and reads as missing; more than 2 % of them, and the column
 * was guessed wrong: it becomes text and the file is read again. Rows that cannot be cut, have too
 * few or too many cells, or bytes that are no text, are set aside. Rows of the
 * table and rows set aside together are the rows of the file.
 *
 * Memory does not grow with the file: two batches, one chunk a column, and dictionaries.
 * The result is the same for any number of threads.
 *
 * Returns: %FALSE with @error: %TN_ERROR_IO when the file changed meanwhile,
 *   %TN_ERROR_SPACE, or what @sink said
 */
gboolean
tn_import_run (TnSource *source,
               TnImportPlan *plan,
               const TnImportOptions *options,
               const TnTableSink *sink,
               gpointer sink_data,
               TnImportSummary *summary,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  TnImportFile file = { source, plan };

  return tn_import_run_files (&file, 1, NULL, options, sink, sink_data, NULL, summary, progress,
                              cancellable, error);
}

static gboolean
check_zones (const TnImportPlan *plan, GError **error)
{
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      const TnImportColumn *column = tn_import_plan_get_column (plan, i);

      if (tn_zone_check (column->zone, error))
        continue;
      tn_error_place (error, NULL, column->name, 0);
      return FALSE;
    }

  return TRUE;
}

/**
 * tn_import_run_files:
 * @files: (array length=n_files): at least one, with the plans of tn_import_detect_files()
 * @file_column: (nullable): name of a column that says which file a row is from
 * @parts: (out caller-allocated) (nullable): counts of each file
 * @summary: (out caller-allocated) (nullable): counts of all
 *
 * tn_import_run() for several files that become one table, row behind row. A column that
 * turns out otherwise than guessed in one file is read anew in all. Counts of columns are
 * written into the plan of the first.
 *
 * Returns: %FALSE with @error
 */
gboolean
tn_import_run_files (const TnImportFile *files,
                     guint n_files,
                     const char *file_column,
                     const TnImportOptions *options,
                     const TnTableSink *sink,
                     gpointer sink_data,
                     TnImportSummary *parts,
                     TnImportSummary *summary,
                     TnProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  TnImportSummary unused;
  Import self = { .files = files,
                  .n_files = n_files,
                  .parts = parts,
                  .options = options,
                  .sink = sink,
                  .sink_data = sink_data,
                  .summary = summary != NULL ? summary : &unused,
                  .progress = progress,
                  .cancellable = cancellable };
  Pass pass;

  g_return_val_if_fail (n_files > 0, FALSE);
  for (guint k = 0; k < n_files; k++)
    if (!_tn_import_plan_check_key (files[k].plan, error) || !check_zones (files[k].plan, error))
      return FALSE;
  if (file_column != NULL)
    self.names = _tn_import_column_new (file_column);
  for (guint k = 0; k < n_files; k++)
    self.n_bytes += tn_source_get_size (files[k].source);
  for (;;)
    {
      pass = import_pass (&self, error);
      import_clear_pass (&self);
      self.summary->n_restarts = self.n_restarts;
      if (pass != PASS_AGAIN)
        break;
      self.n_restarts++;
      if (!sink->restart (sink_data, error))
        {
          pass = PASS_ERROR;
          break;
        }
    }
  g_clear_pointer (&self.names, _tn_import_column_free);
  if (pass == PASS_DONE)
    tn_progress_report (progress, 1);

  return pass == PASS_DONE;
}

/**
 * tn_import_file:
 * @problems: (out) (optional) (transfer full): rows and cells that did not fit
 * @plan: (out) (optional) (transfer full): how it was read
 * @summary: (out caller-allocated) (nullable): counts
 *
 * Detects and reads a file into memory.
 *
 * Returns: (transfer full): the table, or %NULL with @error
 */
TnTable *
tn_import_file (const char *path,
                TnTable **problems,
                TnImportPlan **plan,
                TnImportSummary *summary,
                TnProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TnSource) source = tn_source_open (path, cancellable, error);
  g_autoptr (TnImportPlan) found =
      source != NULL ? tn_import_detect (source, NULL, NULL, cancellable, error) : NULL;
  g_autoptr (TnMemorySink) sink = tn_memory_sink_new ();

  if (found == NULL || !tn_import_run (source, found, NULL, &tn_memory_sink, sink, summary,
                                       progress, cancellable, error))
    return NULL;
  if (problems != NULL)
    *problems = tn_table_ref (tn_memory_sink_get_problems (sink));
  if (plan != NULL)
    *plan = g_steal_pointer (&found);

  return tn_table_ref (tn_memory_sink_get_table (sink));
}
