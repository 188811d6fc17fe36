/* tn-grouping.h: rows with equal keys brought together, the core of group-by and join
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define TN_GROUPING_PARTS 64

/**
 * TnGrouping:
 * @n_rows: how many rows were grouped
 * @n_groups: how many different keys there are
 * @part_start: group at which each part begins; %TN_GROUPING_PARTS + 1
 * @start: n_groups + 1 offsets into @rows
 * @rows: the rows of group g, ascending, are rows[start[g]] … rows[start[g + 1] - 1]
 * @rank: of each group: its place in the order of first rows
 *
 * Groups stand in the order of a hash, in parts that can be worked on side by side; the
 * order does not depend on the number of threads.
 */
typedef struct
{
  gsize n_rows;
  guint32 n_groups;
  guint32 part_start[TN_GROUPING_PARTS + 1];
  guint32 *start;
  guint32 *rows;
  guint32 *rank;
} TnGrouping;

TnGrouping *tn_grouping_new (const guint64 *keys,
                             gsize n_rows,
                             GCancellable *cancellable,
                             GError **error);
void tn_grouping_free (TnGrouping *self);

gboolean tn_grouping_fold (guint64 *keys,
                           guint *bits,
                           guint64 *more,
                           guint more_bits,
                           gsize n_rows,
                           GCancellable *cancellable,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnGrouping, tn_grouping_free)

G_END_DECLS
