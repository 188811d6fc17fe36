/* tn-sort.h: the rows of a table in another order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnSortKey:
 * @column: name of a column
 * @descending: largest first; missing values stand last either way
 */
typedef struct
{
  const char *column;
  gboolean descending;
} TnSortKey;

guint32 *tn_sort_permutation (TnTable *table,
                              const TnSortKey *keys,
                              guint n_keys,
                              GCancellable *cancellable,
                              GError **error);
TnTable *tn_sort (TnTable *table,
                  const TnSortKey *keys,
                  guint n_keys,
                  GCancellable *cancellable,
                  GError **error);

/**
 * TnMoment:
 * @time: when something happened
 * @row: where it stands in its table
 */
typedef struct
{
  gint64 time;
  guint32 row;
} TnMoment;

void tn_sort_moments (TnMoment *moments, gsize n);

/* Codes of a dictionary in the order of their bytes: order[0] is the smallest string. */
guint32 *tn_sort_dictionary (const TnDictionary *dictionary, GError **error);

G_END_DECLS
