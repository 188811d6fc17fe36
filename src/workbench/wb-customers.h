/* wb-customers.h: the ranked customers of a run as a list model
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-table.h"

G_BEGIN_DECLS

/* What is read once and shared by all views of one list. Immutable. */
typedef struct _WbCustomerData WbCustomerData;

WbCustomerData *wb_customer_data_read (TnTable *table, GError **error);
WbCustomerData *wb_customer_data_ref (WbCustomerData *self);
void wb_customer_data_unref (WbCustomerData *self);
gsize wb_customer_data_get_n (const WbCustomerData *self);

/**
 * WbCustomer:
 * @row: in the list, from 0: rank less one
 * @name: number of the customer
 * @chance: of leaving, 0 to 1
 * @low: of its 95% interval
 * @high: of it
 * @revenue: expected without leaving; NaN when not known
 * @stake: value at stake; NaN when not known
 * @last_order: microseconds since 1970, %TN_TIME_MISSING when not known
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

/**
 * WbCustomerWish:
 * @text: (nullable): part of the number
 * @chance: at least
 * @first: at most so many of the first, 0 for all
 */
typedef struct
{
  const char *text;
  double chance;
  gsize first;
} WbCustomerWish;

/* Rows that fulfil the wish, as guint32 in their order. */
GBytes *wb_customer_data_find (const WbCustomerData *self, const WbCustomerWish *wish);

#define WB_TYPE_CUSTOMER_ITEM (wb_customer_item_get_type ())
G_DECLARE_FINAL_TYPE (WbCustomerItem, wb_customer_item, WB, CUSTOMER_ITEM, GObject)

gsize wb_customer_item_get_row (WbCustomerItem *self);

/* A GListModel of #WbCustomerItem, made when asked for: a million rows cost a million numbers. */
#define WB_TYPE_CUSTOMERS (wb_customers_get_type ())
G_DECLARE_FINAL_TYPE (WbCustomers, wb_customers, WB, CUSTOMERS, GObject)

WbCustomers *wb_customers_new (void);
void wb_customers_set_rows (WbCustomers *self, GBytes *rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCustomerData, wb_customer_data_unref)

G_END_DECLS
