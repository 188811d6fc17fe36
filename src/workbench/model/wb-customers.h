/* wb-customers.h: the ranked customers of a run, read for the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-list-search.h"

G_BEGIN_DECLS

/* What is read once and shared by all views of one list. Immutable. */
typedef struct _WbCustomerData WbCustomerData;

/* @zone: (nullable): where the shop's clock stands, for lists that do not say it themselves */
WbCustomerData *wb_customer_data_read (TnTable *table,
                                       const char *zone,
                                       GCancellable *cancellable,
                                       GError **error);
WbCustomerData *wb_customer_data_ref (WbCustomerData *self);
void wb_customer_data_unref (WbCustomerData *self);
gsize wb_customer_data_get_n (const WbCustomerData *self);
TnListSearch *wb_customer_data_get_search (const WbCustomerData *self);
const char *wb_customer_data_get_zone (const WbCustomerData *self);

/**
 * WbCustomer:
 * @row: in the list, from 0: rank less one
 * @name: number of the customer
 * @chance: of leaving, 0 to 1
 * @low: of its 95% interval
 * @high: of it
 * @revenue: expected without leaving; NaN when not known
 * @stake: value at stake; NaN when not known
 * @last_order: by the shop's clock, microseconds since 1970 as if it were UTC; %TN_TIME_MISSING
 *   when not known
 */
typedef struct
{
  gsize row;
  const char *name;
  double chance, low, high;
  double revenue, stake;
  gint64 last_order;
} WbCustomer;

void wb_customer_data_get (const WbCustomerData *self, gsize row, WbCustomer *customer);
/* (transfer full) (element-type TnMessage) */
GPtrArray *wb_customer_data_get_reasons (const WbCustomerData *self, gsize row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCustomerData, wb_customer_data_unref)

G_END_DECLS
