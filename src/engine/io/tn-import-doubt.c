/* tn-import-doubt.c: whether what was read shows that a guess about the file was wrong
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-encoding.h"
#include "tn-import-plan-private.h"
#include "tn-import-private.h"

/* More cells than this share contradict a column: its type was a wrong guess. Detection
 * uses the same share on its samples. */
#define MAX_BAD_SHARE 0.02

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
demote (TnImportRun *self, const TnCellWriter *writer, TnColumnType type, TnMessage *why)
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
doubt_column (TnImportRun *self, const TnCellWriter *writer)
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

gboolean
_tn_import_doubt_columns (TnImportRun *self)
{
  gboolean again = FALSE;

  for (guint i = 0; i < self->n_writers; i++)
    again = doubt_column (self, &self->writers[i]) || again;

  return again;
}

/* Bytes that are no UTF-8 in a file that looked like it: if all of it reads as GB18030 and
 * hardly anything was good UTF-8, the guess was wrong. */
TnImportPass
_tn_import_doubt_encoding (TnImportRun *self, GError **error)
{
  TnEncodingGuess guess;
  gboolean fits = FALSE;

  if (self->reader.n_broken == 0 || self->encoding_asked > self->file || !self->reader.is_utf8 ||
      self->plan->sheet != NULL || (self->plan->locks & TN_PLAN_LOCK_ENCODING) ||
      self->plan->n_bom > 0)
    return TN_IMPORT_PASS_DONE;
  self->encoding_asked = self->file + 1;
  if (!tn_encoding_guess_whole (self->source, &guess, self->cancellable, error))
    return TN_IMPORT_PASS_ERROR;
  if (strcmp (guess.name, "UTF-8") == 0)
    return TN_IMPORT_PASS_DONE;
  if (!tn_encoding_fits (self->source, guess.name, self->cancellable, &fits, error))
    return TN_IMPORT_PASS_ERROR;
  if (!fits)
    return TN_IMPORT_PASS_DONE;
  self->plan->encoding = guess.name;
  self->plan->encoding_sure = guess.sure;

  return TN_IMPORT_PASS_AGAIN;
}
