/* tn-problem.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-problem.h"

static const struct
{
  const char *id;
  const char *sentence;
} reasons[TN_N_PROBLEM_REASONS] = {
  { "short", N_ ("This row has fewer cells than the header.") },
  { "long", N_ ("This row has more cells than the header.") },
  { "quote", N_ ("A quote is opened in this row and never closed.") },
  { "encoding", N_ ("This row holds bytes that are no text in the encoding of the file.") },
  { "nul", N_ ("This row holds NUL bytes.") },
  { "size", N_ ("A cell of this row is larger than 1 MiB.") },
  { "header", N_ ("This is the header once more.") },
  { "other-table", N_ ("This row belongs to another table further down in the file.") },
  { "footer", N_ ("This is a note or a total below the table.") },
  { "number", N_ ("This cell is not a number, and nearly all others of its column are.") },
  { "time", N_ ("This cell is not a date, and nearly all others of its column are.") },
  { "flag", N_ ("This cell says neither yes nor no, and nearly all others of its column do.") },
  { "error", N_ ("Excel shows an error in this cell.") },
  { "formula", N_ ("This cell is a formula, and the file does not hold its value.") },
};

/**
 * tn_problem_is_row:
 *
 * Returns: whether the whole row was set aside
 */
gboolean
tn_problem_is_row (const TnProblem *self)
{
  return self->reason < TN_PROBLEM_NUMBER;
}

const char *
tn_problem_reason_to_id (TnProblemReason reason)
{
  g_return_val_if_fail (reason < TN_N_PROBLEM_REASONS, "short");
  return reasons[reason].id;
}

/**
 * tn_problem_describe:
 *
 * Returns: (transfer full): one sentence for people
 */
TnMessage *
tn_problem_describe (const TnProblem *self)
{
  g_return_val_if_fail (self->reason < TN_N_PROBLEM_REASONS, NULL);
  return tn_message_new (reasons[self->reason].sentence);
}
