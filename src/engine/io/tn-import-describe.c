/* tn-import-describe.c: a plan and what came of it, in sentences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-import-plan-private.h"
#include "tn-import.h"

static void
say (GPtrArray *sentences, TnMessage *message)
{
  g_ptr_array_add (sentences, message);
}

/* A second column of one name goes by another, which no file says. */
static void
describe_name (const TnImportColumn *column, GPtrArray *sentences)
{
  g_autofree char *name = g_strstrip (g_utf8_make_valid (column->original, -1));

  if (*name == '\0' || column->locks & TN_IMPORT_LOCK_NAME || g_str_equal (name, column->name))
    return;
  say (sentences,
       tn_message_text (tn_message_text (tn_message_new (N_ (
                                             "The file has more than one column “{name}”; a later "
                                             "one is called “{column}” here. Give it the name "
                                             "that fits, or leave it out.")),
                                         "name", name),
                        "column", column->name));
}

static void
describe_column (const TnImportColumn *column, GPtrArray *sentences)
{
  describe_name (column, sentences);
  if (column->demoted != NULL)
    say (sentences, tn_message_ref (column->demoted));
  if (column->pseudonym)
    say (sentences,
         tn_message_text (tn_message_new (N_ ("{column} is read as pseudonyms; what stands in the "
                                              "file is not kept.")),
                          "column", column->name));
  else if (column->sensitive != TN_SENSITIVE_NONE && column->included)
    say (sentences,
         tn_message_text (tn_message_take (tn_message_new (N_ ("{column}: {finding} Read as "
                                                               "pseudonyms they would stay out of "
                                                               "the project.")),
                                           "finding", tn_sensitive_describe (column->sensitive)),
                          "column", column->name));
  if (column->ambiguous)
    say (sentences,
         tn_message_text (
             tn_message_new (column->layout.order == TN_TIME_DMY
                                 ? N_ ("The dates of {column} can be read day first or month "
                                       "first; they are read day first.")
                                 : N_ ("The dates of {column} can be read day first or month "
                                       "first; they are read month first.")),
             "column", column->name));
  if (column->strip_zero && column->n_stripped > 0)
    say (sentences,
         tn_message_count (
             tn_message_text (
                 tn_message_new_plural (
                     TN_PLURAL ("{n} cell of {column} lost a trailing “.0”, so that 17850.0 is "
                                "17850.",
                                "{n} cells of {column} lost a trailing “.0”, so that 17850.0 is "
                                "17850."),
                     column->n_stripped),
                 "column", column->name),
             "n", column->n_stripped));
  if (column->n_trimmed > 0)
    say (sentences,
         tn_message_count (
             tn_message_text (tn_message_new_plural (
                                  TN_PLURAL ("{n} cell of {column} lost blanks at its ends.",
                                             "{n} cells of {column} lost blanks at their ends."),
                                  column->n_trimmed),
                              "column", column->name),
             "n", column->n_trimmed));
  if (column->last != TN_TIME_MISSING && column->last > g_get_real_time () + 36 * G_TIME_SPAN_HOUR)
    say (sentences,
         tn_message_date (
             tn_message_text (tn_message_new (N_ (
                                  "{column} goes up to {date}, which is still to come; check the "
                                  "order of day and month, or leave those rows out.")),
                              "column", column->name),
             "date", column->last));
  if (column->n_problems > 0)
    say (sentences,
         tn_message_count (
             tn_message_text (
                 tn_message_new_plural (
                     TN_PLURAL ("{n} cell of {column} does not fit its column and reads as "
                                "missing.",
                                "{n} cells of {column} do not fit their column and read as "
                                "missing."),
                     column->n_problems),
                 "column", column->name),
             "n", column->n_problems));
  if (column->n_inexact > 0)
    say (sentences,
         tn_message_count (
             tn_message_text (
                 tn_message_new_plural (
                     TN_PLURAL ("{n} number of {column} has more than the 15 digits Excel keeps, "
                                "so its last digits may not be those that were typed; in the "
                                "workbook, store such numbers as text.",
                                "{n} numbers of {column} have more than the 15 digits Excel keeps, "
                                "so their last digits may not be those that were typed; in the "
                                "workbook, store such numbers as text."),
                     column->n_inexact),
                 "column", column->name),
             "n", column->n_inexact));
}

static void
say_some (GPtrArray *sentences, gint64 n, TnMessage *message)
{
  if (n > 0)
    say (sentences, tn_message_count (message, "n", n));
  else
    tn_message_unref (message);
}

static void
describe_sheet (const TnImportPlan *self, GPtrArray *sentences)
{
  if (self->sheet_hidden)
    say (sentences,
         tn_message_text (tn_message_new (N_ ("The sheet “{sheet}” is hidden in Excel.")), "sheet",
                          self->sheet));
  else if (self->n_sheets > 1)
    say (sentences,
         tn_message_count (
             tn_message_text (tn_message_new (N_ ("The workbook has {n} sheets; “{sheet}” is "
                                                  "read.")),
                              "sheet", self->sheet),
             "n", self->n_sheets));
  say_some (sentences, self->n_hidden_rows,
            tn_message_new_plural (TN_PLURAL ("{n} row is hidden in Excel; it is imported like "
                                              "the others.",
                                              "{n} rows are hidden in Excel; they are imported "
                                              "like the others."),
                                   self->n_hidden_rows));
  say_some (sentences, self->n_hidden_columns,
            tn_message_new_plural (TN_PLURAL ("{n} column is hidden in Excel; it is imported like "
                                              "the others.",
                                              "{n} columns are hidden in Excel; they are imported "
                                              "like the others."),
                                   self->n_hidden_columns));
  say_some (sentences, self->n_merged,
            tn_message_new_plural (TN_PLURAL ("{n} area of cells is merged in Excel; its value "
                                              "is in the first cell, the others are empty.",
                                              "{n} areas of cells are merged in Excel; the value "
                                              "of each is in its first cell, the others are "
                                              "empty."),
                                   self->n_merged));
  if (self->recalculate)
    say_some (sentences, self->n_formulas,
              tn_message_new_plural (
                  TN_PLURAL ("{n} cell is a formula, and the file asks Excel to calculate it "
                             "anew; open and save the workbook in Excel once, so that its value "
                             "is up to date.",
                             "{n} cells are formulas, and the file asks Excel to calculate them "
                             "anew; open and save the workbook in Excel once, so that their "
                             "values are up to date."),
                  self->n_formulas));
}

/**
 * tn_import_plan_describe:
 *
 * Says what was altered, given up, or needs an answer.
 *
 * Returns: (transfer container) (element-type TnMessage): sentences
 */
GPtrArray *
tn_import_plan_describe (const TnImportPlan *self)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  if (self->sheet != NULL)
    describe_sheet (self, sentences);
  else if (!self->encoding_sure)
    say (sentences,
         tn_message_text (tn_message_new (N_ ("The file does not say its encoding; it is read as "
                                              "{encoding}. Look at a few words with accents or "
                                              "Chinese characters.")),
                          "encoding", self->encoding));
  for (guint i = 0; i < self->columns->len; i++)
    describe_column (_tn_import_plan_get (self, i), sentences);

  return sentences;
}

static void
say_count (GPtrArray *sentences, TnMessage *message, gint64 count)
{
  g_ptr_array_add (sentences, tn_message_count (message, "n", count));
}

/**
 * tn_import_describe:
 * @plan: as it is after the import
 * @summary: what the import counted
 *
 * Says what came of an import: rows, rows set aside, lines that are no rows, then what
 * tn_import_plan_describe() says of encoding and columns.
 *
 * Returns: (transfer container) (element-type TnMessage): sentences
 */
GPtrArray *
tn_import_describe (const TnImportPlan *plan, const TnImportSummary *summary)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  g_autoptr (GPtrArray) more = tn_import_plan_describe (plan);
  gint64 n_all = summary->n_rows + summary->n_problem_rows;

  if (summary->n_problem_rows == 0)
    say_count (sentences,
               tn_message_new_plural (TN_PLURAL ("{n} row was imported; nothing was left out.",
                                                 "{n} rows were imported; nothing was left out."),
                                      summary->n_rows),
               summary->n_rows);
  else
    say_count (sentences,
               tn_message_count (
                   tn_message_new_plural (
                       TN_PLURAL ("{n} of {all} rows could not be read as it is. It is kept aside "
                                  "as a problem row; the rest is imported.",
                                  "{n} of {all} rows could not be read as they are. They are kept "
                                  "aside as problem rows; the rest is imported."),
                       summary->n_problem_rows),
                   "all", n_all),
               summary->n_problem_rows);
  if (summary->n_mended_rows > 0)
    say_count (sentences,
               tn_message_new_plural (
                   TN_PLURAL ("{n} row had an empty cell too many, lacked empty cells, or held a "
                              "stray quote; it is imported.",
                              "{n} rows had an empty cell too many, lacked empty cells, or held a "
                              "stray quote; they are imported."),
                   summary->n_mended_rows),
               summary->n_mended_rows);
  if (summary->n_comment_lines > 0)
    say_count (
        sentences,
        tn_message_new_plural (TN_PLURAL ("{n} line is a comment.", "{n} lines are comments."),
                               summary->n_comment_lines),
        summary->n_comment_lines);
  if (summary->n_blank_lines > 0)
    say_count (sentences,
               tn_message_new_plural (TN_PLURAL ("{n} line is empty.", "{n} lines are empty."),
                                      summary->n_blank_lines),
               summary->n_blank_lines);
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (sentences, tn_message_ref (more->pdata[i]));

  return sentences;
}
