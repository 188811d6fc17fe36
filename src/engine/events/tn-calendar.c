/* tn-calendar.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-calendar.h"

#define SECOND G_GINT64_CONSTANT (1000000)
#define DAY    (86400 * SECOND)

/* From @from on (UTC), local time is UTC plus @offset. */
typedef struct
{
  gint64 from;
  gint64 offset;
} Span;

struct _TnCalendar
{
  Span *spans;
  guint n_spans;
};

static gint64
floor_div (gint64 a, gint64 b)
{
  return a / b - (a % b < 0);
}

static gint64
offset_at (GTimeZone *zone, gint64 time)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, floor_div (time, SECOND));

  return interval >= 0 ? (gint64) g_time_zone_get_offset (zone, interval) * SECOND : 0;
}

/* The moment in (low, high] at which the offset becomes that of @high, to the second. */
static gint64
find_change (GTimeZone *zone, gint64 low, gint64 high)
{
  gint64 offset = offset_at (zone, high);

  while (high - low > SECOND)
    {
      gint64 middle = low + floor_div ((high - low) / 2, SECOND) * SECOND;

      if (middle == low)
        middle += SECOND;
      if (offset_at (zone, middle) == offset)
        high = middle;
      else
        low = middle;
    }

  return high;
}

/**
 * tn_calendar_new:
 * @zone: (nullable): IANA name; UTC when %NULL or not known
 * @from: first moment of interest
 * @to: last one; outside of the two the nearest offset holds
 *
 * Returns: (transfer full): a calendar
 */
TnCalendar *
tn_calendar_new (const char *zone, gint64 from, gint64 to)
{
  g_autoptr (GTimeZone) found = zone != NULL ? g_time_zone_new_identifier (zone) : NULL;
  TnCalendar *self = g_new0 (TnCalendar, 1);
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (Span));
  Span span = { G_MININT64, 0 };
  gint64 last = floor_div (from, SECOND) * SECOND;

  if (found != NULL)
    span.offset = offset_at (found, last);
  g_array_append_val (spans, span);
  for (gint64 t = last + 7 * DAY; found != NULL && last < to; last = t, t += 7 * DAY)
    if (offset_at (found, t) != span.offset)
      {
        span.from = find_change (found, last, t);
        span.offset = offset_at (found, t);
        g_array_append_val (spans, span);
      }
  self->n_spans = spans->len;
  self->spans = (Span *) g_array_steal (spans, NULL);

  return self;
}

void
tn_calendar_free (TnCalendar *self)
{
  g_free (self->spans);
  g_free (self);
}

/**
 * tn_calendar_to_local:
 *
 * Returns: @time as if the local clock were UTC
 */
gint64
tn_calendar_to_local (const TnCalendar *self, gint64 time)
{
  guint low = 0, high = self->n_spans;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (self->spans[middle].from <= time)
        low = middle;
      else
        high = middle;
    }

  return time + self->spans[low].offset;
}

/**
 * tn_calendar_get_day:
 *
 * Returns: the local day, counted from 1970-01-01
 */
gint64
tn_calendar_get_day (const TnCalendar *self, gint64 time)
{
  return floor_div (tn_calendar_to_local (self, time), DAY);
}

/**
 * tn_calendar_get_weekday:
 *
 * Returns: 0 for Monday to 6 for Sunday
 */
guint
tn_calendar_get_weekday (const TnCalendar *self, gint64 time)
{
  gint64 day = tn_calendar_get_day (self, time) + 3; /* 1970-01-01 was a Thursday */

  return (guint) (day - 7 * floor_div (day, 7));
}

/**
 * tn_calendar_get_day_start:
 *
 * Where clocks change at midnight a day may have no midnight, and begins an hour later, or two
 * of them, and begins with the first.
 *
 * Returns: the moment at which local day @day begins
 */
gint64
tn_calendar_get_day_start (const TnCalendar *self, gint64 day)
{
  gint64 local = day * DAY;
  gint64 before = tn_calendar_to_local (self, local - DAY) - (local - DAY);
  gint64 after = tn_calendar_to_local (self, local + DAY) - (local + DAY);
  gint64 early = local - MAX (before, after);

  return tn_calendar_to_local (self, early) >= local ? early : local - MIN (before, after);
}

/**
 * tn_calendar_add_months:
 * @months: may be negative
 *
 * Returns: the same day of another month, or that month's last
 */
gint64
tn_calendar_add_months (const TnCalendar *self, gint64 day, int months)
{
  g_autoptr (GDate) date = g_date_new_dmy (1, G_DATE_JANUARY, 1970);
  guint32 epoch = g_date_get_julian (date);

  g_date_set_julian (date, (guint32) (epoch + day));
  if (months < 0)
    g_date_subtract_months (date, (guint) -months);
  else
    g_date_add_months (date, (guint) months);

  return (gint64) g_date_get_julian (date) - epoch;
}
