/* tn-calendar.h: days, weekdays and months in the shop's time zone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnCalendar:
 *
 * The offsets of one zone between two moments, looked up once, so that a local day
 * costs a few nanoseconds. Immutable.
 */
typedef struct _TnCalendar TnCalendar;

TnCalendar *tn_calendar_new (const char *zone, gint64 from, gint64 to);
void tn_calendar_free (TnCalendar *self);

gint64 tn_calendar_to_local (const TnCalendar *self, gint64 time);
gint64 tn_calendar_get_day (const TnCalendar *self, gint64 time);
guint tn_calendar_get_weekday (const TnCalendar *self, gint64 time);
gint64 tn_calendar_get_day_start (const TnCalendar *self, gint64 day);
gint64 tn_calendar_add_months (const TnCalendar *self, gint64 day, int months);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCalendar, tn_calendar_free)

G_END_DECLS
