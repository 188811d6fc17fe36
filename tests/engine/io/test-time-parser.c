/* test-time-parser.c: dates and times as they stand in files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-test.h"
#include "tn-time-parser.h"

static gboolean
parse (const char *text, TnTimeOrder order, gint64 *time)
{
  TnTimeLayout layout = { order, TN_TIME_PIVOT };
  gboolean has_zone;

  return tn_time_parse (text, strlen (text), &layout, time, &has_zone);
}

static gint64
utc (int year, int month, int day, int hour, int minute, double seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, seconds);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);
}

static void
check (const char *text, TnTimeOrder order, gint64 right)
{
  gint64 time = 0;

  if (!parse (text, order, &time) || time != right)
    g_error ("%s: %" G_GINT64_FORMAT ", not %" G_GINT64_FORMAT, text, time, right);
}

static void
test_layouts (void)
{
  gint64 day = utc (2026, 3, 1, 0, 0, 0);
  gint64 moment = utc (2026, 3, 1, 14, 5, 9);

  check ("2026-03-01", TN_TIME_YMD, day);
  check ("2026/3/1", TN_TIME_YMD, day);
  check ("2026.03.01", TN_TIME_YMD, day);
  check ("2026-Mar-01", TN_TIME_YMD, day);
  check ("2026年3月1日", TN_TIME_YMD, day);
  check ("2026年3月1日 14:05", TN_TIME_YMD, utc (2026, 3, 1, 14, 5, 0));
  check ("2026年3月1日14时5分9秒", TN_TIME_YMD, moment);
  check ("2026年3月1日 下午2:05:09", TN_TIME_YMD, moment);
  check ("2026-03-01 14:05:09", TN_TIME_YMD, moment);
  check ("2026-03-01T14:05:09Z", TN_TIME_YMD, moment);
  check ("2026-03-01T14:05:09.250", TN_TIME_YMD, moment + 250000);
  check ("2026-03-01T22:05:09+08:00", TN_TIME_YMD, moment);
  check ("2026-03-01 22:05:09 +0800", TN_TIME_YMD, moment);
  check ("2026-03-01 07:05:09-07", TN_TIME_YMD, moment);
  check ("2026-03-01 2:05:09 PM", TN_TIME_YMD, moment);
  check ("01/03/2026", TN_TIME_DMY, day);
  check ("1.3.26", TN_TIME_DMY, day);
  check ("01-Mar-2026", TN_TIME_DMY, day);
  check ("1 March 2026", TN_TIME_DMY, day);
  check ("03/01/2026", TN_TIME_MDY, day);
  check ("Mar 1, 2026", TN_TIME_MDY, day);
  check ("March 1st, 2026 2:05 pm", TN_TIME_MDY, utc (2026, 3, 1, 14, 5, 0));
  check ("3/1/26 12:00 AM", TN_TIME_MDY, day);
  check ("20260301", TN_TIME_COMPACT, day);
  check ("20260301140509", TN_TIME_COMPACT, moment);
  check ("202603011405", TN_TIME_COMPACT, utc (2026, 3, 1, 14, 5, 0));
  check ("1772373909", TN_TIME_SECONDS, moment);
  check ("1772373909.5", TN_TIME_SECONDS, moment + 500000);
  check ("1772373909000", TN_TIME_MILLISECONDS, moment);
  check ("-1", TN_TIME_SECONDS, -1000000);
  check ("01/02/69", TN_TIME_DMY, utc (1969, 2, 1, 0, 0, 0));
  check ("01/02/68", TN_TIME_DMY, utc (2068, 2, 1, 0, 0, 0));
  check ("0001-01-01", TN_TIME_YMD, utc (1, 1, 1, 0, 0, 0));
  check ("9999-12-31", TN_TIME_YMD, utc (9999, 12, 31, 0, 0, 0));
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    TnTimeOrder order;
  } cases[] = {
    { "1900-02-29", TN_TIME_YMD }, /* Excel's leap year, nobody else's */
    { "2026-04-31", TN_TIME_YMD },
    { "2026-13-01", TN_TIME_YMD },
    { "2026-00-10", TN_TIME_YMD },
    { "26-03-01", TN_TIME_YMD },
    { "2026-03-01 25:00", TN_TIME_YMD },
    { "2026-03-01 14:60", TN_TIME_YMD },
    { "2026-03-01x", TN_TIME_YMD },
    { "2026-W09-7", TN_TIME_YMD },
    { "2026-03", TN_TIME_YMD },
    { "", TN_TIME_YMD },
    { "25/02/2026", TN_TIME_MDY },
    { "02/25/2026", TN_TIME_DMY },
    { "1.2.3.4", TN_TIME_DMY },
    { "14:05", TN_TIME_DMY },
    { "20261301", TN_TIME_COMPACT },
    { "2026030", TN_TIME_COMPACT },
    { "12.5.x", TN_TIME_DMY },
    { "1e300", TN_TIME_SECONDS },
    { "2026-03-01 14:05 +99:00", TN_TIME_YMD },
    { "2026-03-01 13:00 pm", TN_TIME_YMD },
  };
  gint64 time;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (parse (cases[i].text, cases[i].order, &time))
      g_error ("%s is no time", cases[i].text);
}

/* Against GDateTime, over all years. */
static void
test_days (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      int year = g_test_rand_int_range (1, 10000);
      int month = g_test_rand_int_range (1, 13);
      int day = g_test_rand_int_range (1, 32);
      int hour = g_test_rand_int_range (0, 24);
      int minute = g_test_rand_int_range (0, 60);
      g_autofree char *text =
          g_strdup_printf ("%04d-%02d-%02d %02d:%02d:07", year, month, day, hour, minute);
      gint64 time;

      if (g_date_valid_dmy (day, month, year))
        check (text, TN_TIME_YMD, utc (year, month, day, hour, minute, 7));
      else
        g_assert_false (parse (text, TN_TIME_YMD, &time));
    }
}

static void
test_zone_is_told (void)
{
  TnTimeLayout layout = { TN_TIME_YMD, TN_TIME_PIVOT };
  gint64 time;
  gboolean has_zone;

  g_assert_true (tn_time_parse ("2026-03-01T14:05Z", 17, &layout, &time, &has_zone));
  g_assert_true (has_zone);
  g_assert_true (tn_time_parse ("2026-03-01T14:05", 16, &layout, &time, &has_zone));
  g_assert_false (has_zone);
}

static void
test_ids (void)
{
  for (TnTimeOrder order = 0; order < TN_N_TIME_ORDERS; order++)
    {
      TnTimeOrder back;

      g_assert_true (tn_time_order_from_id (tn_time_order_to_id (order), &back));
      g_assert_cmpint (back, ==, order);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time/usual-layouts", test_layouts);
  g_test_add_func ("/time/days-that-do-not-exist-are-refused", test_refused);
  g_test_add_func ("/time/agrees-with-gdatetime", test_days);
  g_test_add_func ("/time/a-zone-in-the-text-is-told", test_zone_is_told);
  g_test_add_func ("/time/ids-come-back", test_ids);

  return g_test_run ();
}
