/* tn-fact-groups.h: customers in a few groups by one fact
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-fact-words.h"

G_BEGIN_DECLS

/**
 * TnFactGroups:
 * @n_rows: customers
 * @n_groups: groups
 * @group: (array length=n_rows): which each belongs to, -1 for none: the value is missing
 * @labels: (array length=n_groups): as "15–29", "90+"
 */
typedef struct
{
  gsize n_rows;
  guint n_groups;
  gint32 *group;
  TnMessage **labels;
} TnFactGroups;

TnFactGroups *tn_fact_groups_new (TnTable *facts,
                                  guint column,
                                  const gsize *rows,
                                  gsize n_rows,
                                  guint most,
                                  const char *currency,
                                  GError **error);
TnFactGroups *tn_fact_groups_new_orders (TnTable *facts,
                                         const gsize *rows,
                                         gsize n_rows,
                                         GError **error);
void tn_fact_groups_free (TnFactGroups *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnFactGroups, tn_fact_groups_free)

G_END_DECLS
