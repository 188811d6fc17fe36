/* tn-join-run.c: the table a plan of a join makes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-gather.h"
#include "tn-join-private.h"
#include "tn-keys.h"
#include "tn-pool.h"

static gboolean
check_rows (const TnJoinPlan *self, GError **error)
{
  g_autofree char *keys = g_strjoinv (", ", self->right_keys);
  TnMessage *message;

  if (self->n_rows <= self->max_rows && self->n_rows < TN_NO_ROW)
    return TRUE;

  message = tn_message_new (
      self->repeats_left
          ? N_ ("This join would make {rows} rows of {left}, because “{keys}” repeats in both "
                "tables. Add a key column, or group the second table by “{keys}” first.")
          : N_ ("This join would make {rows} rows of {left}, because “{keys}” repeats in the "
                "second table. Group that table by “{keys}” first."));
  message = tn_message_count (message, "rows", (gint64) self->n_rows);
  message = tn_message_count (message, "left", (gint64) self->n_left);
  tn_error_take (error, TN_ERROR_ARGUMENT, tn_message_text (message, "keys", keys));

  return FALSE;
}

/* Which left and which right row make each new row. */
typedef struct
{
  const TnJoinPlan *plan;
  guint32 *left;
  guint32 *right;
  guint32 *place; /* of each left row: matches, then its first new row */
} Pairs;

static void
pairs_clear (Pairs *self)
{
  g_free (self->left);
  g_free (self->right);
  g_free (self->place);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pairs, pairs_clear)

static void
pair_as_of (const TnJoinPlan *self, Pairs *pairs)
{
  gsize n = 0;

  for (gsize i = 0; i < self->n_left; i++)
    if (self->found[i] != TN_NO_ROW || self->kind == TN_JOIN_LEFT)
      {
        pairs->left[n] = (guint32) i;
        pairs->right[n++] = self->found[i];
      }
}

static gboolean
count_right_part (gsize index, gpointer user_data, GError **error)
{
  Pairs *pairs = user_data;
  const TnGrouping *grouping = pairs->plan->grouping;

  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      TnJoinSpan span = tn_join_plan_get_span (pairs->plan, i);

      for (guint32 j = span.left; j < span.right; j++)
        pairs->place[grouping->rows[j]] = span.end - span.right;
    }

  return TRUE;
}

static void
place_rows (const TnJoinPlan *self, Pairs *pairs)
{
  guint32 at = 0;

  for (gsize i = 0; i < self->n_left; i++)
    {
      guint32 n = pairs->place[i] == 0 && self->kind == TN_JOIN_LEFT ? 1 : pairs->place[i];

      pairs->place[i] = at;
      for (guint32 j = 0; j < n; j++)
        {
          pairs->left[at] = (guint32) i;
          pairs->right[at++] = TN_NO_ROW;
        }
    }
}

static gboolean
fill_right_part (gsize index, gpointer user_data, GError **error)
{
  Pairs *pairs = user_data;
  const TnGrouping *grouping = pairs->plan->grouping;

  for (guint32 i = grouping->part_start[index]; i < grouping->part_start[index + 1]; i++)
    {
      TnJoinSpan span = tn_join_plan_get_span (pairs->plan, i);

      for (guint32 j = span.left; j < span.right; j++)
        for (guint32 k = span.right; k < span.end; k++)
          pairs->right[pairs->place[grouping->rows[j]] + k - span.right] =
              (guint32) (grouping->rows[k] - pairs->plan->n_left);
    }

  return TRUE;
}

/* Rows stand in the order of the left table, matches of one row in that of the right. */
static gboolean
pair_groups (const TnJoinPlan *self, Pairs *pairs, GCancellable *cancellable, GError **error)
{
  pairs->plan = self;
  pairs->place = tn_keys_try_alloc (self->n_left, sizeof (guint32), error);
  if (pairs->place == NULL ||
      !tn_pool_for (TN_GROUPING_PARTS, count_right_part, pairs, cancellable, error))
    return FALSE;
  place_rows (self, pairs);

  return tn_pool_for (TN_GROUPING_PARTS, fill_right_part, pairs, cancellable, error);
}

static gboolean
make_pairs (const TnJoinPlan *self, Pairs *pairs, GCancellable *cancellable, GError **error)
{
  pairs->left = tn_keys_try_alloc (self->n_rows, sizeof (guint32), error);
  pairs->right =
      pairs->left != NULL ? tn_keys_try_alloc (self->n_rows, sizeof (guint32), error) : NULL;
  if (pairs->right == NULL)
    return FALSE;
  if (self->found == NULL)
    return pair_groups (self, pairs, cancellable, error);
  pair_as_of (self, pairs);

  return TRUE;
}

static gboolean
is_right_key (const TnJoinPlan *self, const char *name)
{
  return g_strv_contains ((const char *const *) self->right_keys, name);
}

/* A name that is free in @left, and no second customer or time. */
static TnField *
new_right_field (const TnJoinPlan *self, const TnField *from, GHashTable *names)
{
  TnField *field = tn_field_copy (from);

  while (!g_hash_table_add (names, g_strdup (field->name)))
    {
      char *longer = g_strconcat (field->name, self->suffix, NULL);

      g_free (field->name);
      field->name = longer;
    }
  if (field->role != TN_ROLE_FEATURE && tn_table_find_role (self->left, field->role) >= 0)
    field->role = TN_ROLE_NONE;

  return field;
}

/* Left columns are shared where every left row stands in its place. */
static TnColumn *
take_left (const TnJoinPlan *self,
           TnColumn *column,
           const Pairs *pairs,
           GCancellable *cancellable,
           GError **error)
{
  gboolean same = self->n_rows == self->n_left &&
                  (self->kind == TN_JOIN_LEFT || self->n_matched == self->n_left);

  return same ? tn_column_ref (column)
              : tn_gather (column, pairs->left, self->n_rows, cancellable, error);
}

static gboolean
fill_builder (const TnJoinPlan *self,
              TnTableBuilder *builder,
              const Pairs *pairs,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_left = tn_table_get_n_columns (self->left);
  guint n_right = tn_table_get_n_columns (self->right);

  for (guint i = 0; i < n_left + n_right; i++)
    {
      TnTable *table = i < n_left ? self->left : self->right;
      guint place = i < n_left ? i : i - n_left;
      const TnField *field = tn_table_get_field (table, place);
      TnColumn *column = tn_table_get_column (table, place);
      TnField *copy;

      if (i >= n_left && is_right_key (self, field->name))
        continue;
      column = i < n_left ? take_left (self, column, pairs, cancellable, error)
                          : tn_gather (column, pairs->right, self->n_rows, cancellable, error);
      if (column == NULL)
        return FALSE;
      if (i < n_left)
        g_hash_table_add (names, g_strdup (field->name));
      copy = i < n_left ? tn_field_copy (field) : new_right_field (self, field, names);
      tn_table_builder_take (builder, copy, column);
      tn_progress_report (progress, (double) (i + 1) / (n_left + n_right));
    }

  return TRUE;
}

static gboolean
take_row_roles (const TnJoinPlan *self, TnTableBuilder *builder, const Pairs *pairs, GError **error)
{
  const guint8 *roles = tn_table_get_row_roles (self->left);
  g_autoptr (GBytes) bytes = NULL;
  guint8 *taken;

  if (roles == NULL)
    return TRUE;
  taken = tn_keys_try_alloc (self->n_rows, 1, error);
  if (taken == NULL)
    return FALSE;
  for (guint64 i = 0; i < self->n_rows; i++)
    taken[i] = roles[pairs->left[i]];
  bytes = g_bytes_new_take (taken, self->n_rows);
  tn_table_builder_set_row_roles (builder, bytes);

  return TRUE;
}

/**
 * tn_join_run:
 * @error: %TN_ERROR_ARGUMENT when more rows would come out than the plan allows, and why;
 *   %TN_ERROR_SPACE
 *
 * Makes the table of the plan: all left columns, then the right ones without the keys. Rows
 * stand in the order of the left table, several matches of one row in that of the right.
 *
 * Returns: (transfer full) (nullable): the table
 */
TnTable *
tn_join_run (const TnJoinPlan *self,
             TnProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_auto (Pairs) pairs = { 0 };
  TnTableBuilder *builder;
  g_autoptr (TnTable) table = NULL;
  gboolean done;

  if (!check_rows (self, error) || !make_pairs (self, &pairs, cancellable, error))
    return NULL;

  builder = tn_table_builder_new (self->n_rows);
  done = fill_builder (self, builder, &pairs, progress, cancellable, error) &&
         take_row_roles (self, builder, &pairs, error);
  table = tn_table_builder_end (builder);

  return done ? g_steal_pointer (&table) : NULL;
}
