/* tn-score-pool.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-score-pool.h"

#include "tn-error.h"

static gsize
count_rows (const guint8 *roles, const guint8 *labels, gsize n_rows, TnRowRole role)
{
  gsize n = 0;

  for (gsize i = 0; i < n_rows; i++)
    n += roles[i] == role && labels[i] <= 1;

  return n;
}

static gboolean
reserve (TnScorePool *self, gsize n, GError **error)
{
  return tn_items_reserve (self->scores, n, error) && tn_items_reserve (self->labels, n, error) &&
         tn_items_reserve (self->customers, n, error) && tn_items_reserve (self->folds, n, error) &&
         tn_items_reserve (self->rows, n, error);
}

static gboolean
add_fold (TnScorePool *self, TnTable *table, TnRowRole role, guint32 fold, GError **error)
{
  const guint8 *roles = tn_table_get_row_roles (table);
  int place = tn_table_find (table, TN_SCORE_COLUMN);
  g_autofree guint8 *labels = tn_table_dup_labels (table, error);
  g_autofree double *scores = NULL;
  g_autofree guint32 *customers = NULL;
  gsize n_customers, n;

  if (roles == NULL || place < 0)
    {
      tn_error_set (
          error, TN_ERROR_ARGUMENT,
          N_ ("These scores come without rows to test on. Put a split before the models."), NULL);
      return FALSE;
    }

  scores =
      labels != NULL ? tn_column_dup_numbers (tn_table_get_column (table, place), error) : NULL;
  customers = scores != NULL ? tn_table_dup_customers (table, &n_customers, error) : NULL;
  if (customers == NULL)
    return FALSE;

  n = count_rows (roles, labels, tn_table_get_n_rows (table), role);
  if (!reserve (self, n, error))
    return FALSE;
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    if (roles[i] == role && labels[i] <= 1)
      {
        tn_items_append (self->scores, &scores[i], 1, NULL);
        tn_items_append (self->labels, &labels[i], 1, NULL);
        tn_items_append (self->customers, &customers[i], 1, NULL);
        tn_items_append (self->folds, &fold, 1, NULL);
        tn_items_append (self->rows, &i, 1, NULL);
      }

  return TRUE;
}

/**
 * tn_score_pool_read:
 * @self: (out caller-allocates): cleared by tn_score_pool_clear(), also after an error
 * @step: of a node that gathers
 * @port: an input of scores
 */
gboolean
tn_score_pool_read (TnScorePool *self,
                    TnStep *step,
                    guint port,
                    guint link,
                    TnRowRole role,
                    GError **error)
{
  self->scores = tn_items_new (sizeof (double));
  self->labels = tn_items_new (1);
  self->customers = tn_items_new (sizeof (guint32));
  self->folds = tn_items_new (sizeof (guint32));
  self->rows = tn_items_new (sizeof (gsize));

  for (guint fold = 0; fold < tn_step_get_n_folds (step); fold++)
    if (!add_fold (self, tn_packet_get_table (tn_step_get_fold_input (step, port, link, fold)),
                   role, fold, error))
      return FALSE;

  return TRUE;
}

void
tn_score_pool_clear (TnScorePool *self)
{
  g_clear_pointer (&self->scores, tn_items_free);
  g_clear_pointer (&self->labels, tn_items_free);
  g_clear_pointer (&self->customers, tn_items_free);
  g_clear_pointer (&self->folds, tn_items_free);
  g_clear_pointer (&self->rows, tn_items_free);
}
