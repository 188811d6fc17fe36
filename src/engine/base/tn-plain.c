/* tn-plain.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-plain.h"

#include <math.h>
#include <string.h>

/**
 * tn_plain_number:
 * @out: (out caller-allocates): as few digits as give the same double back, whatever the locale
 *
 * Returns: bytes written, without the last zero
 */
gsize
tn_plain_number (double value, char out[TN_PLAIN_BYTES])
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  if (value == trunc (value) && fabs (value) < 1e15)
    return (gsize) g_snprintf (out, TN_PLAIN_BYTES, "%" G_GINT64_FORMAT, (gint64) value);
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (out, TN_PLAIN_BYTES, formats[i], value);
      if (g_ascii_strtod (out, NULL) == value)
        break;
    }

  return strlen (out);
}

/**
 * tn_plain_split_time:
 * @time: microseconds since 1970
 * @in_day: (out): microseconds since midnight
 *
 * The civil date (Hinnant, civil_from_days).
 *
 * Returns: %FALSE outside of the years 1 to 9999
 */
gboolean
tn_plain_split_time (gint64 time, int *year, int *month, int *day, gint64 *in_day)
{
  gint64 days = time / (24 * G_TIME_SPAN_HOUR);
  gint64 era;
  gint64 doe;
  gint64 yoe;
  gint64 doy;
  gint64 mp;

  *in_day = time % (24 * G_TIME_SPAN_HOUR);
  if (*in_day < 0)
    {
      *in_day += 24 * G_TIME_SPAN_HOUR;
      days--;
    }
  days += 719468;
  era = (days >= 0 ? days : days - 146096) / 146097;
  doe = days - era * 146097;
  yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  mp = (5 * doy + 2) / 153;
  *day = (int) (doy - (153 * mp + 2) / 5 + 1);
  *month = (int) (mp < 10 ? mp + 3 : mp - 9);
  *year = (int) (yoe + era * 400 + (*month <= 2));

  return *year >= 1 && *year <= 9999;
}

/**
 * tn_plain_time:
 * @time: microseconds since 1970
 * @out: (out caller-allocates): as ISO 8601 with a space: the day alone at midnight, parts of a
 *   second only where there are any
 *
 * Returns: bytes written, without the last zero
 */
gsize
tn_plain_time (gint64 time, char out[TN_PLAIN_BYTES])
{
  int year;
  int month;
  int day;
  gint64 in_day;
  int seconds;
  int micro;
  gsize n;

  if (!tn_plain_split_time (time, &year, &month, &day, &in_day))
    return (gsize) g_snprintf (out, TN_PLAIN_BYTES, "%" G_GINT64_FORMAT, time);
  n = (gsize) g_snprintf (out, TN_PLAIN_BYTES, "%04d-%02d-%02d", year, month, day);
  if (in_day == 0)
    return n;
  seconds = (int) (in_day / G_USEC_PER_SEC);
  micro = (int) (in_day % G_USEC_PER_SEC);
  n += (gsize) g_snprintf (out + n, TN_PLAIN_BYTES - n, " %02d:%02d:%02d", seconds / 3600,
                           seconds / 60 % 60, seconds % 60);
  if (micro != 0)
    n += (gsize) g_snprintf (out + n, TN_PLAIN_BYTES - n, ".%06d", micro);

  return n;
}
