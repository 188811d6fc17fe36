/* tn-join.h: two tables made one by keys, planned before it runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-progress.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnJoinKind:
 * @TN_JOIN_LEFT: every left row stays, with missing values where nothing matches
 * @TN_JOIN_INNER: only left rows that match
 */
typedef enum
{
  TN_JOIN_LEFT,
  TN_JOIN_INNER,
} TnJoinKind;

/**
 * TnJoinParams:
 * @kind: what happens to left rows without a match
 * @left_keys: (array length=n_keys): columns of the left table
 * @right_keys: (array length=n_keys): the columns they are compared with, of the same kind
 * @n_keys: at least 1
 * @left_time: (nullable): with @right_time an as-of join: each left row gets the latest
 *   right row strictly before its time, never more than one
 * @right_time: (nullable): see @left_time
 * @max_rows: refuse to make more rows than this; 0 for ten times the left table, and at
 *   least a million
 * @suffix: (nullable): goes on names of right columns that the left table has too; "_2"
 */
typedef struct
{
  TnJoinKind kind;
  const char *const *left_keys;
  const char *const *right_keys;
  guint n_keys;
  const char *left_time;
  const char *right_time;
  guint64 max_rows;
  const char *suffix;
} TnJoinParams;

/**
 * TnJoinPlan:
 *
 * What a join would do, known before it does it.
 */
typedef struct _TnJoinPlan TnJoinPlan;

TnJoinPlan *tn_join_plan (TnTable *left,
                          TnTable *right,
                          const TnJoinParams *params,
                          GCancellable *cancellable,
                          GError **error);
void tn_join_plan_free (TnJoinPlan *self);

guint64 tn_join_plan_get_n_rows (const TnJoinPlan *self);
gsize tn_join_plan_get_n_matched (const TnJoinPlan *self);
double tn_join_plan_get_match_rate (const TnJoinPlan *self);
gboolean tn_join_plan_repeats_left (const TnJoinPlan *self);
gboolean tn_join_plan_repeats_right (const TnJoinPlan *self);
guint64 tn_join_plan_get_max_rows (const TnJoinPlan *self);
TnMessage *tn_join_plan_say (const TnJoinPlan *self);

TnTable *tn_join_run (const TnJoinPlan *self,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnJoinPlan, tn_join_plan_free)

G_END_DECLS
