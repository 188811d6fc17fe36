/* tn-time-parser.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-time-parser.h"

#include <string.h>

#include "tn-number.h"

#define SECOND G_GINT64_CONSTANT (1000000)

static const char *const order_ids[TN_N_TIME_ORDERS] = { "ymd",     "dmy",     "mdy",
                                                         "compact", "seconds", "milliseconds" };

const char *
tn_time_order_to_id (TnTimeOrder order)
{
  g_return_val_if_fail (order < TN_N_TIME_ORDERS, "ymd");
  return order_ids[order];
}

gboolean
tn_time_order_from_id (const char *id, TnTimeOrder *order)
{
  for (guint i = 0; i < TN_N_TIME_ORDERS; i++)
    if (g_strcmp0 (id, order_ids[i]) == 0)
      {
        *order = i;
        return TRUE;
      }

  return FALSE;
}

static int
days_in_month (int year, int month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
    return 29;

  return days[month - 1];
}

/* Days since 1970-01-01 of the proleptic Gregorian calendar (Hinnant, "chrono-compatible
 * low-level date algorithms", days_from_civil). */
static gint64
days_from_civil (int year, int month, int day)
{
  int era;
  int yoe;
  int doy;
  int doe;

  year -= month <= 2;
  era = (year >= 0 ? year : year - 399) / 400;
  yoe = year - era * 400;
  doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

  return (gint64) era * 146097 + doe - 719468;
}

static gboolean
make_day (int year, int month, int day, gint64 *time)
{
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
      day > days_in_month (year, month))
    return FALSE;
  *time = days_from_civil (year, month, day) * 86400 * SECOND;

  return TRUE;
}

/* Up to @max digits; -1 when there is none or one more follows. */
static int
take_digits (const char **p, const char *end, int max, int *n_digits)
{
  int value = 0;
  int n = 0;

  for (; *p < end && (guint8) (**p - '0') < 10 && n < max; (*p)++, n++)
    value = value * 10 + (**p - '0');
  if (n_digits != NULL)
    *n_digits = n;

  return n == 0 || (*p < end && (guint8) (**p - '0') < 10) ? -1 : value;
}

static gboolean
take (const char **p, const char *end, const char *word)
{
  gsize n = strlen (word);

  if ((gsize) (end - *p) < n || g_ascii_strncasecmp (*p, word, n) != 0)
    return FALSE;
  *p += n;

  return TRUE;
}

static int
take_month_name (const char **p, const char *end)
{
  static const char *const names[] = { "january",   "february", "march",    "april",
                                       "may",       "june",     "july",     "august",
                                       "september", "october",  "november", "december" };

  for (int i = 0; i < 12; i++)
    {
      char abbreviation[4] = { names[i][0], names[i][1], names[i][2], 0 };

      if (take (p, end, names[i]) || (i == 8 && take (p, end, "sept")) ||
          take (p, end, abbreviation))
        {
          take (p, end, ".");
          return i + 1;
        }
    }

  return -1;
}

static gboolean
take_date_mark (const char **p, const char *end)
{
  gboolean found = FALSE;

  if (*p < end && (**p == '-' || **p == '/' || **p == '.'))
    {
      (*p)++;
      found = TRUE;
    }
  else if (take (p, end, "年") || take (p, end, "月"))
    found = TRUE;
  else if (take (p, end, ",") || take (p, end, " "))
    found = TRUE;
  if (found)
    while (*p < end && **p == ' ')
      (*p)++;

  return found;
}

/* One of year, month, day. Years have two or four digits, the rest one or two. */
static int
take_part (const char **p, const char *end, char part, int pivot)
{
  int n_digits;
  int value;

  if (part == 'm' && *p < end && g_ascii_isalpha (**p))
    return take_month_name (p, end);
  value = take_digits (p, end, part == 'y' ? 4 : 2, &n_digits);
  if (part != 'y' || value < 0)
    return value;
  if (n_digits == 2)
    return value <= pivot ? 2000 + value : 1900 + value;

  return n_digits == 4 ? value : -1;
}

static gboolean
take_date (const char **p, const char *end, const char *order, int pivot, gint64 *time)
{
  int parts[128] = { 0 };

  for (int i = 0; i < 3; i++)
    {
      const char *before = *p;
      int value = take_part (p, end, order[i], pivot);

      if (value < 0 || (i == 0 && order[0] == 'y' && *p - before != 4))
        return FALSE;
      parts[(int) order[i]] = value;
      if (order[i] == 'd')
        {
          /* 3rd of March; but 3日 only behind a Chinese month. */
          if (!take (p, end, "日") && !take (p, end, "号") && *p < end && g_ascii_isalpha (**p) &&
              **p != 'T' && **p != 't')
            (void) (take (p, end, "st") || take (p, end, "nd") || take (p, end, "rd") ||
                    take (p, end, "th"));
        }
      if (i < 2 && !take_date_mark (p, end))
        return FALSE;
    }

  return make_day (parts['y'], parts['m'], parts['d'], time);
}

/* 2026030114[05[09]] or 20260301: the digits alone say it. */
static gboolean
take_compact (const char **p, const char *end, gint64 *time)
{
  int d[14];
  int n = 0;

  for (; *p < end && n < 14 && (guint8) (**p - '0') < 10; (*p)++)
    d[n++] = **p - '0';
  if (n != 8 && n != 12 && n != 14)
    return FALSE;
  if (!make_day (d[0] * 1000 + d[1] * 100 + d[2] * 10 + d[3], d[4] * 10 + d[5], d[6] * 10 + d[7],
                 time))
    return FALSE;
  if (n > 8)
    {
      int h = d[8] * 10 + d[9];
      int m = d[10] * 10 + d[11];
      int s = n == 14 ? d[12] * 10 + d[13] : 0;

      if (h > 23 || m > 59 || s > 59)
        return FALSE;
      *time += (h * 3600 + m * 60 + s) * SECOND;
    }

  return TRUE;
}

/* Fraction of a second, to the microsecond; further digits do not count. */
static gint64
take_fraction (const char **p, const char *end)
{
  gint64 value = 0;
  gint64 unit = SECOND / 10;

  for (; *p < end && (guint8) (**p - '0') < 10; (*p)++, unit /= 10)
    value += (**p - '0') * unit;

  return value;
}

static gboolean
take_zone (const char **p, const char *end, gint64 *shift, gboolean *has_zone)
{
  int sign;
  int hours;
  int minutes = 0;
  int n;

  if (take (p, end, "Z") || take (p, end, "UTC") || take (p, end, "GMT"))
    {
      *has_zone = TRUE;
      return TRUE;
    }
  if (*p == end || (**p != '+' && **p != '-'))
    return TRUE;
  sign = *(*p)++ == '-' ? -1 : 1;
  hours = take_digits (p, end, 4, &n);
  if (hours < 0 || n == 3)
    return FALSE;
  if (n == 4)
    {
      minutes = hours % 100;
      hours /= 100;
    }
  else if (*p < end && **p == ':')
    {
      (*p)++;
      minutes = take_digits (p, end, 2, NULL);
    }
  if (hours > 15 || minutes < 0 || minutes > 59)
    return FALSE;
  *shift = sign * (hours * 3600 + minutes * 60) * SECOND;
  *has_zone = TRUE;

  return TRUE;
}

static gboolean
take_half_day (const char **p, const char *end, int *hours)
{
  gboolean am;

  while (*p < end && **p == ' ')
    (*p)++;
  am = take (p, end, "am") || take (p, end, "a.m.");
  if (!am && !take (p, end, "pm") && !take (p, end, "p.m."))
    return TRUE;
  if (*hours < 1 || *hours > 12)
    return FALSE;
  *hours = *hours % 12 + (am ? 0 : 12);

  return TRUE;
}

static gboolean
take_clock (const char **p, const char *end, gint64 *time, gboolean *has_zone)
{
  gint64 fraction = 0;
  gint64 shift = 0;
  gboolean afternoon = take (p, end, "下午");
  int hours;
  int minutes;
  int seconds = 0;

  if (!afternoon)
    take (p, end, "上午");
  while (*p < end && **p == ' ')
    (*p)++;
  hours = take_digits (p, end, 2, NULL);
  if (hours < 0 || !(take (p, end, ":") || take (p, end, "时") || take (p, end, "点")))
    return FALSE;
  minutes = take_digits (p, end, 2, NULL);
  if (minutes < 0)
    return FALSE;
  if (take (p, end, ":") || (take (p, end, "分") && *p < end))
    {
      seconds = take_digits (p, end, 2, NULL);
      if (seconds < 0)
        return FALSE;
      if (*p < end && (**p == '.' || **p == ','))
        {
          (*p)++;
          fraction = take_fraction (p, end);
        }
      take (p, end, "秒");
    }
  if (afternoon && hours < 12)
    hours += 12;
  if (!take_half_day (p, end, &hours) || hours > 23 || minutes > 59 || seconds > 59)
    return FALSE;
  while (*p < end && **p == ' ')
    (*p)++;
  if (!take_zone (p, end, &shift, has_zone))
    return FALSE;
  *time += (hours * 3600 + minutes * 60 + seconds) * SECOND + fraction - shift;

  return TRUE;
}

static inline int
two (const char *p)
{
  guint8 a = p[0] - '0';
  guint8 b = p[1] - '0';

  return a < 10 && b < 10 ? a * 10 + b : -100000;
}

/* 2026-03-01 and 2026-03-01 14:05:09, by far the most frequent, by fixed places. */
static gboolean
parse_fixed (const char *p, gsize length, gint64 *time)
{
  int year;
  int h;
  int m;
  int s;

  if ((length != 10 && length != 19) || p[4] != p[7] || (p[4] != '-' && p[4] != '/'))
    return FALSE;
  year = two (p) * 100 + two (p + 2);
  if (year < 0 || !make_day (year, two (p + 5), two (p + 8), time))
    return FALSE;
  if (length == 10)
    return TRUE;
  if ((p[10] != ' ' && p[10] != 'T') || p[13] != ':' || p[16] != ':')
    return FALSE;
  h = two (p + 11);
  m = two (p + 14);
  s = two (p + 17);
  if (h < 0 || m < 0 || s < 0 || h > 23 || m > 59 || s > 59)
    return FALSE;
  *time += (h * 3600 + m * 60 + s) * SECOND;

  return TRUE;
}

static gboolean
parse_epoch (const char *text, gsize length, double unit, gint64 *time)
{
  double value;

  if (!tn_number_parse_plain (text, length, &value) || value < -6.3e10 * SECOND / unit ||
      value > 2.6e11 * SECOND / unit)
    return FALSE;
  *time = (gint64) (value * unit + (value < 0 ? -0.5 : 0.5));

  return TRUE;
}

/**
 * tn_time_parse:
 * @text: not terminated, without blanks around
 * @layout: order of the parts
 * @time: (out): microseconds since 1970-01-01 00:00, by the clock of the file, or UTC if
 *   the text names its shift
 * @has_zone: (out): whether the text itself says how far its clock is from UTC
 *
 * Reads a date, or a date and a time of day. Days that do not exist are refused (29
 * February 1900, 31 April); years go from 1 to 9999. Months may be English names in any
 * case. Never depends on the locale.
 *
 * Returns: whether all of @text is a time in that layout
 */
gboolean
tn_time_parse (const char *text,
               gsize length,
               const TnTimeLayout *layout,
               gint64 *time,
               gboolean *has_zone)
{
  static const char *const orders[] = { "ymd", "dmy", "mdy" };
  const char *p = text;
  const char *end = text + length;

  *has_zone = FALSE;
  switch (layout->order)
    {
    case TN_TIME_YMD:
      if (parse_fixed (text, length, time))
        return TRUE;
      G_GNUC_FALLTHROUGH;
    case TN_TIME_DMY:
    case TN_TIME_MDY:
      if (!take_date (&p, end, orders[layout->order], layout->pivot, time))
        return FALSE;
      break;
    case TN_TIME_COMPACT:
      if (!take_compact (&p, end, time))
        return FALSE;
      break;
    case TN_TIME_SECONDS:
      return parse_epoch (text, length, 1e6, time);
    case TN_TIME_MILLISECONDS:
      return parse_epoch (text, length, 1e3, time);
    default:
      g_return_val_if_reached (FALSE);
    }
  if (p == end)
    return TRUE;
  if (*p == 'T' || *p == 't' || *p == ' ' || *p == ',')
    p++;
  else if ((guint8) *p < 0x80 && (guint8) p[-1] < 0x80) /* 1日14时 has nothing between */
    return FALSE;
  while (p < end && *p == ' ')
    p++;

  return take_clock (&p, end, time, has_zone) && p == end;
}
