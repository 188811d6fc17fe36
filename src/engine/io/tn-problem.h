/* tn-problem.h: a row or cell of a file that could not be taken as it is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-message.h"

G_BEGIN_DECLS

/**
 * TnProblemReason:
 * @TN_PROBLEM_SHORT: the row has fewer cells than the header
 * @TN_PROBLEM_LONG: the row has more cells than the header
 * @TN_PROBLEM_QUOTE: a quote is opened in the row and never closed
 * @TN_PROBLEM_ENCODING: bytes that are no text in the encoding of the file
 * @TN_PROBLEM_NUL: the row holds NUL bytes
 * @TN_PROBLEM_SIZE: a cell is larger than 1 MiB
 * @TN_PROBLEM_HEADER: the header once more
 * @TN_PROBLEM_OTHER_TABLE: the row belongs to another table further down in the file
 * @TN_PROBLEM_FOOTER: a note or a total below the table
 * @TN_PROBLEM_NUMBER: (cell) no number in a column of numbers
 * @TN_PROBLEM_TIME: (cell) no date in a column of dates
 * @TN_PROBLEM_FLAG: (cell) neither yes nor no
 * @TN_PROBLEM_ERROR: (cell) Excel shows an error there, such as #DIV/0!
 * @TN_PROBLEM_FORMULA: (cell) a formula without the value it had
 *
 * From @TN_PROBLEM_NUMBER on it is the cell that is concerned: the row is in the table,
 * the cell reads as missing. Before, the row was set aside. So rows of the table and
 * rows set aside together are the rows of the file, always.
 */
typedef enum
{
  TN_PROBLEM_SHORT,
  TN_PROBLEM_LONG,
  TN_PROBLEM_QUOTE,
  TN_PROBLEM_ENCODING,
  TN_PROBLEM_NUL,
  TN_PROBLEM_SIZE,
  TN_PROBLEM_HEADER,
  TN_PROBLEM_OTHER_TABLE,
  TN_PROBLEM_FOOTER,
  TN_PROBLEM_NUMBER,
  TN_PROBLEM_TIME,
  TN_PROBLEM_FLAG,
  TN_PROBLEM_ERROR,
  TN_PROBLEM_FORMULA,
} TnProblemReason;

#define TN_N_PROBLEM_REASONS 14

/**
 * TnProblem:
 * @reason: why
 * @file: (nullable): which file, where several become one table
 * @line: line of the file the row begins on, or row of the sheet, from 1
 * @row: for a cell: row of the table, from 0; for a row set aside -1
 * @column: (nullable): name of the column, for a cell
 * @text: the row or cell as in the file, UTF-8; bytes that are no text, NUL and
 *   backslash are written as \xNN and \\, so the original can be had back
 * @length: bytes of @text; it is cut at 64 KiB (then @size is larger)
 * @size: bytes of the whole
 */
typedef struct
{
  TnProblemReason reason;
  const char *file;
  gint64 line;
  gint64 row;
  const char *column;
  const char *text;
  gsize length;
  gsize size;
} TnProblem;

gboolean tn_problem_is_row (const TnProblem *self);
const char *tn_problem_reason_to_id (TnProblemReason reason);
TnMessage *tn_problem_describe (const TnProblem *self);

G_END_DECLS
