/* tn-group-by.h: one row a group, with aggregates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-progress.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnAggregateKind:
 * @TN_AGGREGATE_COUNT: rows of the group; with a column, those where it is not missing
 * @TN_AGGREGATE_SUM: compensated sum of the numbers there are
 * @TN_AGGREGATE_MEAN: their mean; missing when there are none
 * @TN_AGGREGATE_MIN: the smallest number or earliest time
 * @TN_AGGREGATE_MAX: the largest number or latest time
 * @TN_AGGREGATE_FIRST: the first value that is not missing, in row order; any type
 * @TN_AGGREGATE_LAST: the last one
 * @TN_AGGREGATE_STD: standard deviation with n - 1; missing below two values
 * @TN_AGGREGATE_DISTINCT: how many different values there are
 */
typedef enum
{
  TN_AGGREGATE_COUNT,
  TN_AGGREGATE_SUM,
  TN_AGGREGATE_MEAN,
  TN_AGGREGATE_MIN,
  TN_AGGREGATE_MAX,
  TN_AGGREGATE_FIRST,
  TN_AGGREGATE_LAST,
  TN_AGGREGATE_STD,
  TN_AGGREGATE_DISTINCT,
} TnAggregateKind;

#define TN_N_AGGREGATE_KINDS 9

/**
 * TnAggregate:
 * @kind: what is computed
 * @column: (nullable): of which column; %NULL for a count of rows
 * @name: (nullable): name of the new column; otherwise made of column and kind ("amount_sum")
 */
typedef struct
{
  TnAggregateKind kind;
  const char *column;
  const char *name;
} TnAggregate;

/**
 * TnGroupOrder:
 * @TN_GROUP_ORDER_FIRST: groups in the order their first row has
 * @TN_GROUP_ORDER_KEY: groups ascending by key (numbers, times, bytes of the text)
 */
typedef enum
{
  TN_GROUP_ORDER_FIRST,
  TN_GROUP_ORDER_KEY,
} TnGroupOrder;

/**
 * TnGroups:
 * @n_groups: how many
 * @first: (array length=n_groups): each group's first row
 * @start: n_groups + 1 offsets into @rows
 * @rows: the rows of group g, ascending, are rows[start[g]] … rows[start[g + 1] - 1]
 *
 * Which rows belong together; groups in order of first appearance.
 */
typedef struct
{
  guint32 n_groups;
  guint32 *first;
  guint32 *start;
  guint32 *rows;
} TnGroups;

const char *tn_aggregate_kind_to_id (TnAggregateKind kind);
gboolean tn_aggregate_kind_from_id (const char *id, TnAggregateKind *kind);

TnGroups *tn_groups_new (TnTable *table,
                         const char *const *keys,
                         guint n_keys,
                         GCancellable *cancellable,
                         GError **error);
void tn_groups_free (TnGroups *self);

TnTable *tn_group_by (TnTable *table,
                      const char *const *keys,
                      guint n_keys,
                      const TnAggregate *aggregates,
                      guint n_aggregates,
                      TnGroupOrder order,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnGroups, tn_groups_free)

G_END_DECLS
