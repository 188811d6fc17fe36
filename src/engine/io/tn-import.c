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

#include <string.h>

#include "tn-error.h"
#include "tn-import-plan-private.h"
#include "tn-import-private.h"
#include "tn-pool.h"
#include "tn-xlsx-sheet-private.h"

/* After so many early ends of a pass, wrong guesses are looked for at its end only. */
#define MAX_EARLY_ENDS 4

static void
import_begin_writers (TnImportRun *self)
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
import_turn_writers (TnImportRun *self)
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
import_begin_sink (TnImportRun *self, GError **error)
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
import_clear_pass (TnImportRun *self)
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
  TnImportRun *self = user_data;
  TnCsvBatch *batch = &self->batches[self->current];

  if (index > 0)
    return tn_cell_writer_take (&self->writers[self->order[index - 1]], batch, error);
  if (batch->last)
    return TRUE;

  return tn_csv_reader_fill (&self->reader, batch, &self->batches[1 - self->current], error);
}

static TnImportPass
import_batch (TnImportRun *self, GError **error)
{
  TnCsvBatch *batch = &self->batches[self->current];
  TnImportPass encoding;

  if (!tn_pool_for (1 + self->n_writers, do_part, self, self->cancellable, error) ||
      !_tn_import_report_problems (self, batch, error))
    return TN_IMPORT_PASS_ERROR;
  encoding = _tn_import_doubt_encoding (self, error);
  if (encoding != TN_IMPORT_PASS_DONE)
    return encoding;
  if (self->n_writers > 0 &&
      (batch->last ||
       (self->n_restarts < MAX_EARLY_ENDS && self->writers[0].n_rows >= TN_CHUNK_ROWS)) &&
      _tn_import_doubt_columns (self))
    return TN_IMPORT_PASS_AGAIN;
  tn_progress_report (self->progress,
                      MIN (1.0, (double) (self->n_bytes_before + batch->file_offset) /
                                    (double) MAX (self->n_bytes, 1)));

  return TN_IMPORT_PASS_DONE;
}

static void
note_sheet (TnImportRun *self)
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
note_file (TnImportRun *self)
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
note_columns (TnImportRun *self)
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
  TnImportRun *self = user_data;

  return tn_cell_writer_end (&self->writers[index], error);
}

static gboolean
import_end (TnImportRun *self, GError **error)
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
static TnImportPass
import_file (TnImportRun *self, GError **error)
{
  TnCsvEngine engine = self->options != NULL && self->options->use_libcsv ? TN_CSV_ENGINE_LIBCSV
                                                                          : TN_CSV_ENGINE_BEST;
  gint64 max_rows = self->options != NULL ? self->options->max_rows : 0;

  self->current = 0;
  self->source = self->files[self->file].source;
  self->plan = self->files[self->file].plan;
  if (!tn_csv_reader_init (&self->reader, self->source, self->plan, engine, self->cancellable,
                           error))
    return TN_IMPORT_PASS_ERROR;
  self->reader.max_rows = max_rows > 0 ? max_rows - self->summary->n_rows : 0;
  if (self->file == 0)
    import_begin_writers (self);
  else
    import_turn_writers (self);
  if ((self->file == 0 && !import_begin_sink (self, error)) ||
      !tn_csv_reader_fill (&self->reader, NULL, &self->batches[0], error))
    return TN_IMPORT_PASS_ERROR;
  for (;;)
    {
      gboolean last = self->batches[self->current].last;
      TnImportPass pass = import_batch (self, error);

      if (pass != TN_IMPORT_PASS_DONE)
        return pass;
      if (last)
        break;
      self->current = 1 - self->current;
    }
  if (!tn_source_check_unchanged (self->source, error))
    return TN_IMPORT_PASS_ERROR;
  note_file (self);
  tn_csv_reader_clear (&self->reader);
  self->n_bytes_before += tn_source_get_size (self->source);

  return TN_IMPORT_PASS_DONE;
}

/* All files once, from their tops. */
static TnImportPass
import_pass (TnImportRun *self, GError **error)
{
  memset (self->summary, 0, sizeof *self->summary);
  tn_csv_batch_init (&self->batches[0]);
  tn_csv_batch_init (&self->batches[1]);
  self->n_bytes_before = 0;
  for (self->file = 0; self->file < self->n_files; self->file++)
    {
      TnImportPass pass;

      if (self->file > 0 && self->summary->max_rows_reached)
        break;
      pass = import_file (self, error);
      if (pass != TN_IMPORT_PASS_DONE)
        return pass;
    }

  return import_end (self, error) ? TN_IMPORT_PASS_DONE : TN_IMPORT_PASS_ERROR;
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
  TnImportRun self = { .files = files,
                       .n_files = n_files,
                       .parts = parts,
                       .options = options,
                       .sink = sink,
                       .sink_data = sink_data,
                       .summary = summary != NULL ? summary : &unused,
                       .progress = progress,
                       .cancellable = cancellable };
  TnImportPass pass;

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
      if (pass != TN_IMPORT_PASS_AGAIN)
        break;
      self.n_restarts++;
      if (!sink->restart (sink_data, error))
        {
          pass = TN_IMPORT_PASS_ERROR;
          break;
        }
    }
  g_clear_pointer (&self.names, _tn_import_column_free);
  if (pass == TN_IMPORT_PASS_DONE)
    tn_progress_report (progress, 1);

  return pass == TN_IMPORT_PASS_DONE;
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
