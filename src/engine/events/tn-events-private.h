/* tn-events-private.h: the arrays of an event log, for its siblings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-calendar.h"
#include "tn-events.h"

G_BEGIN_DECLS

#define TN_NO_ORDER G_MAXUINT32

/* Lines are sorted by customer and time, in file order where times are equal. Arrays of
 * what the log does not have are %NULL. */
struct _TnEvents
{
  gatomicrefcount ref_count;
  TnEventsCounts counts;
  TnCalendar *calendar;
  char *zone;
  char *unit;
  gint64 first;
  gint64 last;
  gint64 end;
  gboolean by_day; /* times are whole days */

  TnDictionary *customers; /* ascending by bytes */
  gsize *line_start;       /* n_customers + 1 */
  gsize *order_start;      /* n_customers + 1 */
  gint64 *order_time;      /* n_orders: each order's first line */

  gsize n_lines;
  gint64 *time;
  guint8 *kind;    /* TnLineKind */
  guint32 *order;  /* of the customer's orders, from 0; TN_NO_ORDER */
  double *amount;  /* negative for returns; NaN when missing */
  float *quantity; /* NaN when missing */
  guint32 *item;
  guint32 *category;
  guint32 *type;
  TnDictionary *categories;
  TnDictionary *types;
  gint64 *undone; /* (nullable): when each line was cancelled, TN_TIME_MISSING */
};

/* Customers [from, to) of one of the fixed partitions of similar size. */
guint _tn_events_get_n_parts (const TnEvents *self);
void _tn_events_get_part (const TnEvents *self, guint part, gsize *from, gsize *to);

/* The log as it was known at @moment: without what had been undone before it. */
TnEvents *_tn_events_as_of (TnEvents *self, gint64 moment, GError **error);

guint32 *_tn_events_find_customers (const TnEvents *self,
                                    const TnDictionary *dictionary,
                                    GError **error);

/* How many of the ascending @times lie strictly before @limit. */
gsize _tn_events_count_before (const gint64 *times, gsize n, gint64 limit);

G_END_DECLS
