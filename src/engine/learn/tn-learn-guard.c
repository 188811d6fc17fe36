/* tn-learn-guard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-learn-guard.h"

#include "tn-error.h"

/**
 * tn_learn_guard:
 * @table: a table about to be learned from
 * @error: %TN_ERROR_LEAK with the number of rows that must not be seen
 *
 * Every fit asks this first: a table with row roles is learned from only when all its
 * rows are train rows. Without row roles all rows may be used.
 *
 * Returns: whether @table may be learned from
 */
gboolean
tn_learn_guard (const TnTable *table, GError **error)
{
  gsize n_rows = tn_table_get_n_rows (table);
  gsize n_train;
  TnMessage *message;

  if (tn_table_get_row_roles (table) == NULL)
    return TRUE;
  n_train = tn_table_count_row_role (table, TN_ROW_TRAIN);
  if (n_train == n_rows)
    return TRUE;

  message = tn_message_new_plural (TN_PLURAL ("{n} row given to learn from is not a training row: "
                                              "learn from the training rows only.",
                                              "{n} rows given to learn from are not training "
                                              "rows: learn from the training rows only."),
                                   (gint64) (n_rows - n_train));
  tn_message_count (message, "n", (gint64) (n_rows - n_train));
  tn_error_take (error, TN_ERROR_LEAK, message);
  return FALSE;
}
