/* tn-condition-text.h: conditions as a person types them, in one line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

typedef enum
{
  TN_CONDITION_PART_COLUMN,
  TN_CONDITION_PART_OPERATOR,
  TN_CONDITION_PART_VALUE,
  TN_CONDITION_PART_JOIN,
} TnConditionPartKind;

/**
 * TnConditionPart:
 * @kind: what it was understood as
 * @start: first byte of it in the text
 * @end: behind its last byte
 */
typedef struct
{
  TnConditionPartKind kind;
  gsize start, end;
} TnConditionPart;

/**
 * TnConditionExpect:
 * @TN_CONDITION_EXPECT_COLUMN: the text ends in the name of a column, or before one
 * @TN_CONDITION_EXPECT_OPERATOR: behind a column
 * @TN_CONDITION_EXPECT_VALUE: behind an operator
 * @TN_CONDITION_EXPECT_NOTHING: a condition is complete that has no value
 */
typedef enum
{
  TN_CONDITION_EXPECT_COLUMN,
  TN_CONDITION_EXPECT_OPERATOR,
  TN_CONDITION_EXPECT_VALUE,
  TN_CONDITION_EXPECT_NOTHING,
} TnConditionExpect;

/**
 * TnConditionText:
 * @lines: (element-type utf8): each condition as tn_conditions_new() and a step take it,
 *   %NULL-terminated; those before a mistake, when there is one
 * @any: they are joined by "or": one is enough
 * @parts: (element-type TnConditionPart): what was understood, in the order of the text
 * @columns: (element-type guint): that @lines are about
 * @is_words: it is no condition at all, but words to be looked for
 * @is_unfinished: its last condition is not complete yet
 * @error: (nullable): why it is not understood, one sentence
 * @error_start: first byte of the place where
 * @error_end: behind it
 * @expect: what stands at the end of the text or could come there
 * @expect_start: first byte of what was begun of it
 * @column: the column the end is about, -1 for none
 *
 * `country is not United Kingdom and quantity over 10`, in English or Chinese, with columns by
 * their names or by what a person called them.
 */
typedef struct
{
  GPtrArray *lines;
  gboolean any;
  GArray *parts;
  GArray *columns;
  gboolean is_words;
  gboolean is_unfinished;
  GError *error;
  gsize error_start, error_end;
  TnConditionExpect expect;
  gsize expect_start;
  int column;
} TnConditionText;

TnConditionText *tn_condition_text_read (const char *text,
                                         TnTable *table,
                                         const TnLanguage *language);
void tn_condition_text_free (TnConditionText *self);

/* What may be typed behind a column of @type, the usual first; %NULL-terminated. */
const char *const *tn_condition_text_operators (TnColumnType type);
const char *tn_condition_text_say (const char *id, const TnLanguage *language);
gboolean tn_condition_text_has_value (const char *op);

/* One condition as a line: "=", "!=", "<", "<=", ">", ">=", "contains", "is missing", "is known".
 */
char *tn_condition_line_new (const TnField *field, const char *op, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnConditionText, tn_condition_text_free)

G_END_DECLS
