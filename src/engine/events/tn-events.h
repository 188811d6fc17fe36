/* tn-events.h: an event log by customer and time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-progress.h"
#include "tn-reading.h"

G_BEGIN_DECLS

#define TN_DAY G_GINT64_CONSTANT (86400000000) /* µs */

/**
 * TnEventsParams:
 * @now: rows later than this are kept aside and counted; %TN_TIME_MISSING for no such limit
 * @reading: (nullable): which rows are orders and which returns, in a log whose rows are not
 *   marked (role “line”); %NULL to take what the log itself proposes
 */
typedef struct
{
  gint64 now;
  const TnReading *reading;
} TnEventsParams;

#define TN_EVENTS_PARAMS_INIT \
  {                           \
    TN_TIME_MISSING, NULL     \
  }

/**
 * TnEventsCounts:
 * @n_rows: rows of the table; the next five sum up to it
 * @n_sales: lines of orders
 * @n_returns: returned or cancelled lines
 * @n_other: other events (views, reviews, lines without value)
 * @n_without_customer: rows without a customer
 * @n_without_time: rows with a customer and no time
 * @n_future: rows later than now
 * @n_customers: different customers of the lines that are used
 * @n_buyers: those with an order
 * @n_orders: orders
 *
 * Nothing is lost: every row is in one of the six kinds.
 */
typedef struct
{
  gsize n_rows;
  gsize n_sales;
  gsize n_returns;
  gsize n_other;
  gsize n_without_customer;
  gsize n_without_time;
  gsize n_future;
  gsize n_customers;
  gsize n_buyers;
  gsize n_orders;
} TnEventsCounts;

/**
 * TnEvents:
 *
 * The lines of an event log, sorted by customer (bytes of the name) and time, grouped
 * into orders, returns told apart. Immutable, reference-counted. About 30 to 50 bytes
 * a line.
 */
typedef struct _TnEvents TnEvents;

TnEvents *tn_events_new (TnTable *table,
                         const TnEventsParams *params,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error);
TnEvents *tn_events_ref (TnEvents *self);
void tn_events_unref (TnEvents *self);

const TnEventsCounts *tn_events_get_counts (const TnEvents *self);
GPtrArray *tn_events_describe (const TnEvents *self);
gint64 tn_events_get_first (const TnEvents *self);
gint64 tn_events_get_last (const TnEvents *self);
gint64 tn_events_get_end (const TnEvents *self);
gint64 tn_events_get_today (const TnEvents *self);
gint64 tn_events_get_day_start (const TnEvents *self, gint64 date);
TnMessage *tn_events_add_date (const TnEvents *self,
                               TnMessage *message,
                               const char *name,
                               gint64 time);
const char *tn_events_get_zone (const TnEvents *self);
const char *tn_events_get_unit (const TnEvents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnEvents, tn_events_unref)

G_END_DECLS
