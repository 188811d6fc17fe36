/* tn-join.c: what a join would do, found out before it does it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-join.h"

#include "tn-join-private.h"
#include "tn-pool.h"

#define LEAST_MAX_ROWS  1000000
#define MAX_ROWS_FACTOR 10

void
tn_join_plan_free (TnJoinPlan *self)
{
  tn_table_unref (self->left);
  tn_table_unref (self->right);
  g_strfreev (self->left_keys);
  g_strfreev (self->right_keys);
  g_free (self->suffix);
  g_clear_pointer (&self->grouping, tn_grouping_free);
  g_free (self->found);
  g_free (self->no_key);
  g_free (self);
}

/* What the groups of one part make. */
typedef struct
{
  gsize n_matched;
  guint64 n_rows;
  gboolean repeats_left;
  gboolean repeats_right;
} Counts;

typedef struct
{
  const TnJoinPlan *plan;
  Counts counts[TN_GROUPING_PARTS];
} Count;

static gboolean
count_part (gsize index, gpointer user_data, GError **error)
{
  Count *self = user_data;
  const TnGrouping *grouping = self->plan->grouping;
  Counts *counts = &self->counts[index];

  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      TnJoinSpan span = tn_join_plan_get_span (self->plan, i);
      guint32 n_left = span.right - span.left, n_right = span.end - span.right;

      counts->repeats_left |= n_left > 1;
      counts->repeats_right |= n_right > 1;
      counts->n_matched += n_right > 0 ? n_left : 0;
      counts->n_rows += (guint64) n_left * n_right;
    }

  return TRUE;
}

static gboolean
count_matches (TnJoinPlan *self, GCancellable *cancellable, GError **error)
{
  Count count = { self, { { 0 } } };

  if (!tn_pool_for (TN_GROUPING_PARTS, count_part, &count, cancellable, error))
    return FALSE;
  for (guint i = 0; i < TN_GROUPING_PARTS; i++)
    {
      self->n_matched += count.counts[i].n_matched;
      self->n_rows += count.counts[i].n_rows;
      self->repeats_left |= count.counts[i].repeats_left;
      self->repeats_right |= count.counts[i].repeats_right;
    }

  return TRUE;
}

static char **
dup_names (const char *const *names, guint n)
{
  char **copy = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    copy[i] = g_strdup (names[i]);

  return copy;
}

/**
 * tn_join_plan:
 * @left: the table that gets more columns
 * @right: where they come from
 * @error: %TN_ERROR_NOT_FOUND for a column that is not there, %TN_ERROR_ARGUMENT for keys of
 *   types that never match, %TN_ERROR_SPACE
 *
 * Finds out what the join would do. A missing key matches nothing. About 30 bytes a row of
 * both tables while it works, 5 afterwards.
 *
 * Returns: (transfer full) (nullable): the plan; holds both tables
 */
TnJoinPlan *
tn_join_plan (TnTable *left,
              TnTable *right,
              const TnJoinParams *params,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TnJoinPlan) self = g_new0 (TnJoinPlan, 1);

  g_return_val_if_fail (params->n_keys > 0, NULL);
  g_return_val_if_fail ((params->left_time == NULL) == (params->right_time == NULL), NULL);

  self->left = tn_table_ref (left);
  self->right = tn_table_ref (right);
  self->kind = params->kind;
  self->n_keys = params->n_keys;
  self->left_keys = dup_names (params->left_keys, params->n_keys);
  self->right_keys = dup_names (params->right_keys, params->n_keys);
  self->suffix = g_strdup (params->suffix != NULL ? params->suffix : "_2");
  self->n_left = tn_table_get_n_rows (left);
  self->max_rows = params->max_rows > 0
                       ? params->max_rows
                       : MAX (LEAST_MAX_ROWS, (guint64) self->n_left * MAX_ROWS_FACTOR);
  if (!tn_join_plan_group (self, cancellable, error) || !count_matches (self, cancellable, error))
    return NULL;
  if (params->left_time != NULL && !tn_join_plan_find_as_of (self, params, cancellable, error))
    return NULL;
  if (self->kind == TN_JOIN_LEFT)
    self->n_rows += self->n_left - self->n_matched;

  return g_steal_pointer (&self);
}

/**
 * tn_join_plan_get_n_rows:
 *
 * Returns: how many rows the join makes
 */
guint64
tn_join_plan_get_n_rows (const TnJoinPlan *self)
{
  return self->n_rows;
}

/**
 * tn_join_plan_get_n_matched:
 *
 * Returns: how many left rows have a match
 */
gsize
tn_join_plan_get_n_matched (const TnJoinPlan *self)
{
  return self->n_matched;
}

/**
 * tn_join_plan_get_match_rate:
 *
 * Returns: the share of left rows that have a match; 0 for an empty table
 */
double
tn_join_plan_get_match_rate (const TnJoinPlan *self)
{
  return self->n_left > 0 ? (double) self->n_matched / (double) self->n_left : 0;
}

gboolean
tn_join_plan_repeats_left (const TnJoinPlan *self)
{
  return self->repeats_left;
}

gboolean
tn_join_plan_repeats_right (const TnJoinPlan *self)
{
  return self->repeats_right;
}

guint64
tn_join_plan_get_max_rows (const TnJoinPlan *self)
{
  return self->max_rows;
}

/**
 * tn_join_plan_say:
 *
 * Returns: (transfer full): what the join will do, in one sentence
 */
TnMessage *
tn_join_plan_say (const TnJoinPlan *self)
{
  TnMessage *message = tn_message_new (
      self->repeats_right && self->found == NULL
          ? N_ ("{matched} of {left} rows find a match ({share}); some find several, which makes "
                "{rows} rows.")
          : N_ ("{matched} of {left} rows find a match ({share}); the result has {rows} rows."));

  message = tn_message_count (message, "matched", (gint64) self->n_matched);
  message = tn_message_count (message, "left", (gint64) self->n_left);
  message = tn_message_percent (message, "share", tn_join_plan_get_match_rate (self), 0);

  return tn_message_count (message, "rows", (gint64) self->n_rows);
}
