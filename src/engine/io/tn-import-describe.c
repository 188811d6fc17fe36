/* tn-import-describe.c: what came of an import, in sentences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-import.h"

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
