/* tn-join-private.h: what a plan of a join holds, for the files that make and use it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-grouping.h"
#include "tn-join.h"

G_BEGIN_DECLS

/* Rows of both tables are grouped together, the right ones behind the left ones: a group
 * with both is a match. */
struct _TnJoinPlan
{
  TnTable *left;
  TnTable *right;
  TnJoinKind kind;
  char **left_keys;
  char **right_keys;
  guint n_keys;
  char *suffix;
  guint64 max_rows;
  gsize n_left;
  TnGrouping *grouping; /* not of an as-of join */
  guint32 *found;       /* of an as-of join: the right row of each left row */
  guint8 *no_key;       /* of each row of both: a key is missing */
  gsize n_matched;
  guint64 n_rows;
  gboolean repeats_left;
  gboolean repeats_right;
};

/* Rows of a group: left ones in [left, right), right ones in [right, end). */
typedef struct
{
  guint32 left;
  guint32 right;
  guint32 end;
} TnJoinSpan;

gboolean tn_join_plan_group (TnJoinPlan *self, GCancellable *cancellable, GError **error);
gboolean tn_join_plan_find_as_of (TnJoinPlan *self,
                                  const TnJoinParams *params,
                                  GCancellable *cancellable,
                                  GError **error);
TnJoinSpan tn_join_plan_get_span (const TnJoinPlan *self, guint32 group);

G_END_DECLS
