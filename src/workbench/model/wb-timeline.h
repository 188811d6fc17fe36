/* wb-timeline.h: what one customer did, from the data of the project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart.h"
#include "tn-project.h"

G_BEGIN_DECLS

/**
 * WbDay:
 * @time: by the shop's clock, microseconds since 1970 as if it were UTC
 * @bought: sum of what was bought
 * @returned: sum of what was sent back, below 0
 *
 * A day on which a customer did something.
 */
typedef struct
{
  gint64 time;
  double bought;
  double returned;
} WbDay;

/* The days of one customer. Immutable, reference-counted, of any thread. */
typedef struct _WbTimeline WbTimeline;

/* On any thread. %NULL without error when the data set has no customers or no times. */
WbTimeline *wb_timeline_read (TnProject *project,
                              const char *dataset,
                              const char *customer,
                              gint64 as_of,
                              GCancellable *cancellable,
                              GError **error);
WbTimeline *wb_timeline_new (const WbDay *days, guint n, gint64 as_of);
WbTimeline *wb_timeline_ref (WbTimeline *self);
void wb_timeline_unref (WbTimeline *self);
guint wb_timeline_get_n (const WbTimeline *self);
const WbDay *wb_timeline_get_day (const WbTimeline *self, guint index);
/* From the first day to where the list's knowledge ends, or to the last day. */
void wb_timeline_get_range (const WbTimeline *self, gint64 *from, gint64 *to);
/* @chosen: a day that is marked, or the number of days for none */
TnChart *wb_timeline_make_chart (const WbTimeline *self,
                                 gint64 from,
                                 gint64 to,
                                 guint chosen,
                                 const char *currency);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbTimeline, wb_timeline_unref)

G_END_DECLS
