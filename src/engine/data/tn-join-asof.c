/* tn-join-asof.c: the latest right row before each left one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-gather.h"
#include "tn-join-private.h"
#include "tn-keys.h"
#include "tn-pool.h"
#include "tn-sort.h"

/* The latest row strictly before @time; of several of one moment, the last of the table. */
static guint32
find_before (const TnMoment *known, guint32 n, gint64 time)
{
  guint32 low = 0, high = n;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;

      if (known[middle].time < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low > 0 ? known[low - 1].row : TN_NO_ROW;
}

typedef struct
{
  TnJoinPlan *plan;
  const gint64 *left_times;
  const gint64 *right_times;
} AsOf;

static gboolean
find_in_group (const AsOf *self, const TnJoinSpan *span, GError **error)
{
  TnJoinPlan *plan = self->plan;
  const guint32 *rows = plan->grouping->rows;
  g_autofree TnMoment *known =
      tn_keys_try_alloc (span->end - span->right, sizeof (TnMoment), error);
  guint32 n = 0;

  if (known == NULL)
    return FALSE;
  for (guint32 i = span->right; i < span->end; i++)
    {
      guint32 row = (guint32) (rows[i] - plan->n_left);

      if (self->right_times[row] != TN_TIME_MISSING)
        known[n++] = (TnMoment){ self->right_times[row], row };
    }
  tn_sort_moments (known, n);
  for (guint32 i = span->left; i < span->right; i++)
    if (self->left_times[rows[i]] != TN_TIME_MISSING)
      plan->found[rows[i]] = find_before (known, n, self->left_times[rows[i]]);

  return TRUE;
}

static gboolean
find_part (gsize index, gpointer user_data, GError **error)
{
  AsOf *self = user_data;
  const TnGrouping *grouping = self->plan->grouping;

  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      TnJoinSpan span = tn_join_plan_get_span (self->plan, i);

      if (span.right > span.left && span.end > span.right && !find_in_group (self, &span, error))
        return FALSE;
    }

  return TRUE;
}

static gint64 *
dup_times (TnTable *table, const char *name, GError **error)
{
  TnColumn *column = tn_keys_require (table, name, error);

  if (column == NULL)
    return NULL;
  if (tn_column_get_column_type (column) == TN_COLUMN_TIME)
    return tn_column_dup_times (column, error);

  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{column}” does not hold dates, so nothing can be joined as of it. Read it as "
                    "a time, or choose another column."),
                "column", name, NULL);
  tn_error_place (error, NULL, name, 0);

  return NULL;
}

/* Finds the one right row of each left row; the groups are let go, as nothing needs them then. */
gboolean
tn_join_plan_find_as_of (TnJoinPlan *self,
                         const TnJoinParams *params,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autofree gint64 *left_times = dup_times (self->left, params->left_time, error);
  g_autofree gint64 *right_times =
      left_times != NULL ? dup_times (self->right, params->right_time, error) : NULL;
  AsOf as_of = { self, left_times, right_times };

  if (right_times == NULL)
    return FALSE;
  self->found = tn_keys_try_alloc (self->n_left, sizeof (guint32), error);
  if (self->found == NULL)
    return FALSE;
  memset (self->found, 0xff, self->n_left * sizeof (guint32));
  if (!tn_pool_for (TN_GROUPING_PARTS, find_part, &as_of, cancellable, error))
    return FALSE;

  self->n_matched = 0;
  for (gsize i = 0; i < self->n_left; i++)
    self->n_matched += self->found[i] != TN_NO_ROW;
  self->n_rows = self->n_matched;
  g_clear_pointer (&self->grouping, tn_grouping_free);

  return TRUE;
}
