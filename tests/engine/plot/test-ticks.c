/* test-ticks.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-ticks.h"

#define DAY ((gint64) 86400 * G_USEC_PER_SEC)

static void
assert_ticks (const TnTicks *ticks, gsize n, const double *expected)
{
  g_assert_cmpuint (ticks->n, ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat_with_epsilon (ticks->at[i], expected[i], 1e-9 * MAX (1, fabs (expected[i])));
}

/* Heckbert, Graphics Gems (1990), p. 61: 1, 2, 5 and 10 times powers of ten; the limits
 * of rounding are 1.5, 3 and 7. */
static void
test_nice_numbers (void)
{
  static const double cases[][3] = {
    /* value, rounded, next */
    { 1, 1, 1 },          { 1.49, 1, 2 },    { 1.5, 2, 2 },         { 2.9, 2, 5 },
    { 3, 5, 5 },          { 6.9, 5, 10 },    { 7, 10, 10 },         { 10, 10, 10 },
    { 109.5, 100, 200 },  { 438, 500, 500 }, { 0.031, 0.05, 0.05 }, { 2e-9, 2e-9, 2e-9 },
    { 8e12, 1e13, 1e13 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpfloat_with_epsilon (tn_nice_number (cases[i][0], TRUE) / cases[i][1], 1, 1e-12);
      g_assert_cmpfloat_with_epsilon (tn_nice_number (cases[i][0], FALSE) / cases[i][2], 1, 1e-12);
    }
}

/* The gem's own example: data from 105 to 543 are labelled 100, 200, …, 600. The other is
 * the example of heckbert() in the R package "labeling" (J. Talbot): 5, 10, 15. */
static void
test_heckbert (void)
{
  g_autoptr (TnTicks) gem = tn_ticks_heckbert (105, 543, 5);
  g_autoptr (TnTicks) r = tn_ticks_heckbert (8.1, 14.1, 4);

  assert_ticks (gem, 6, (const double[]){ 100, 200, 300, 400, 500, 600 });
  assert_ticks (r, 3, (const double[]){ 5, 10, 15 });
}

/* extended(8.1, 14.1, 4) of the same package gives 8, 10, 12, 14; extended(0, 1, 5) the
 * quarters that ggplot2's extended_breaks() shows for a share. */
static void
test_extended (void)
{
  g_autoptr (TnTicks) r = tn_ticks_extended (8.1, 14.1, 4);
  g_autoptr (TnTicks) share = tn_ticks_extended (0, 1, 5);
  g_autoptr (TnTicks) hundred = tn_ticks_extended (0, 100, 6);

  assert_ticks (r, 4, (const double[]){ 8, 10, 12, 14 });
  assert_ticks (share, 5, (const double[]){ 0, 0.25, 0.5, 0.75, 1 });
  assert_ticks (hundred, 6, (const double[]){ 0, 20, 40, 60, 80, 100 });
}

static void
assert_readable (const TnTicks *ticks, double from, double to)
{
  g_assert_cmpuint (ticks->n, >=, 2);
  g_assert_cmpuint (ticks->n, <=, 40);
  for (gsize i = 0; i < ticks->n; i++)
    {
      double multiple = ticks->at[i] / ticks->step;

      g_assert_true (isfinite (ticks->at[i]));
      g_assert_cmpfloat (fabs (multiple - rint (multiple)), <, 1e-3);
      if (i > 0)
        {
          g_assert_cmpfloat (ticks->at[i], >, ticks->at[i - 1]);
          g_assert_cmpstr (ticks->words[i], !=, ticks->words[i - 1]);
        }
      g_assert_cmpuint (g_utf8_strlen (ticks->words[i], -1), <, 24);
    }
  g_assert_cmpfloat (ticks->at[0], <=, from + (to - from) * 0.6);
}

/* Any range: rising, at multiples of the step, no two with the same words, in both languages. */
static void
test_any_range (void)
{
  guint n = g_test_slow () ? 20000 : 2000;
  static const TnUnit units[] = { TN_UNIT_NUMBER, TN_UNIT_MONEY, TN_UNIT_TIMES };

  for (guint i = 0; i < n; i++)
    {
      double size = pow (10, g_test_rand_double_range (-9, 12));
      double from = g_test_rand_double_range (-1, 1) * size;
      double to = from + size * pow (10, g_test_rand_double_range (-4, 0));
      TnAxis axis = { .unit = units[g_test_rand_int_range (0, 3)], .currency = "GBP" };
      g_autoptr (TnTicks) ticks =
          tn_ticks_extended (from, to, (guint) g_test_rand_int_range (2, 12));

      for (const char *const *id = tn_language_list (); *id != NULL; id++)
        {
          tn_ticks_say (ticks, &axis, tn_language_get (*id));
          assert_readable (ticks, from, to);
        }
    }
}

static void
test_extreme_ranges (void)
{
  static const double ranges[][2] = {
    { 1e-9, 3e-9 }, { -1e12, 1e12 },    { 0, 1e12 },       { -5e-9, -1e-9 },
    { 7, 7 },       { 0, 0 },           { -3, -3 },        { 1e15, 1e15 + 1 },
    { 5, -5 },      { 1e-300, 2e-300 }, { -1e300, 1e300 }, { 1e9, 1e9 + 1e-7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    for (guint wanted = 2; wanted < 10; wanted++)
      {
        g_autoptr (TnTicks) ticks = tn_ticks_extended (ranges[i][0], ranges[i][1], wanted);
        g_autoptr (TnTicks) loose = tn_ticks_heckbert (ranges[i][0], ranges[i][1], wanted);
        TnAxis axis = { .unit = TN_UNIT_NUMBER };

        tn_ticks_say (ticks, &axis, tn_language_get ("en"));
        g_assert_cmpuint (ticks->n, >=, 2);
        for (gsize k = 1; k < ticks->n; k++)
          {
            g_assert_cmpfloat (ticks->at[k], >, ticks->at[k - 1]);
            g_assert_cmpstr (ticks->words[k], !=, ticks->words[k - 1]);
          }
        g_assert_cmpuint (loose->n, >=, 2);
        g_assert_cmpuint (loose->n, <, 60);
      }
}

static void
assert_words (TnTicks *ticks, const TnAxis *axis, const char *language, const char *expected)
{
  g_autofree char *joined = NULL;

  tn_ticks_say (ticks, axis, tn_language_get (language));
  ticks->words[ticks->n] = NULL;
  joined = g_strjoinv (" | ", ticks->words);
  g_assert_cmpstr (joined, ==, expected);
}

static void
test_words (void)
{
  TnAxis share = { .unit = TN_UNIT_SHARE }, money = { .unit = TN_UNIT_MONEY, .currency = "GBP" };
  TnAxis number = { .unit = TN_UNIT_NUMBER }, count = { .unit = TN_UNIT_COUNT };
  g_autoptr (TnTicks) quarters = tn_ticks_extended (0, 1, 5);
  g_autoptr (TnTicks) fine = tn_ticks_extended (0, 0.02, 5);
  g_autoptr (TnTicks) thousands = tn_ticks_extended (-2000, 10000, 4);
  g_autoptr (TnTicks) hundreds = tn_ticks_extended (0, 1200, 4);
  g_autoptr (TnTicks) tiny = tn_ticks_extended (0, 4e-9, 3);
  g_autoptr (TnTicks) millions = tn_ticks_extended (0, 3e6, 4);

  assert_words (quarters, &share, "en", "0% | 25% | 50% | 75% | 100%");
  assert_words (fine, &share, "en", "0.0% | 0.5% | 1.0% | 1.5% | 2.0%");
  assert_words (thousands, &money, "en", "£0 | £5k | £10k");
  assert_words (hundreds, &count, "en", "0 | 400 | 800 | 1,200");
  assert_words (tiny, &number, "en", "0 | 2×10⁻⁹ | 4×10⁻⁹");
  assert_words (millions, &count, "en", "0 | 1M | 2M | 3M");
}

static gint64
at (int year, int month, int day)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, 0, 0, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
test_calendar_months (void)
{
  g_autoptr (TnTicks) ticks = tn_ticks_calendar (at (2010, 12, 1), at (2012, 3, 8), 6);
  TnAxis axis = { .scale = TN_SCALE_TIME, .unit = TN_UNIT_DATE };

  assert_words (ticks, &axis, "en", "Jan 2011 | Apr | Jul | Oct | Jan 2012");
  g_assert_cmpfloat (ticks->at[0], ==, (double) at (2011, 1, 1));
}

/* Weeks begin on Mondays, months on their first day, years on 1 January; also before 1970. */
static void
test_calendar_any (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      gint64 from = (gint64) (g_test_rand_double_range (-40000, 40000)) * DAY;
      gint64 to = from + (gint64) (pow (10, g_test_rand_double_range (0, 4.6)) * (double) DAY);
      g_autoptr (TnTicks) ticks =
          tn_ticks_calendar (from, to, (guint) g_test_rand_int_range (2, 12));
      TnAxis axis = { .scale = TN_SCALE_TIME, .unit = TN_UNIT_DATE };

      tn_ticks_say (ticks, &axis, tn_language_get (i % 2 ? "en" : "zh_CN"));
      for (gsize k = 0; k < ticks->n; k++)
        {
          g_autoptr (GDateTime) date =
              g_date_time_new_from_unix_utc ((gint64) ticks->at[k] / G_USEC_PER_SEC);

          g_assert_nonnull (ticks->words[k]);
          if (ticks->n == 1)
            continue;
          g_assert_cmpfloat (ticks->at[k], >=, (double) from);
          g_assert_cmpfloat (ticks->at[k], <=, (double) to);
          if (k > 0)
            g_assert_cmpfloat (ticks->at[k], >, ticks->at[k - 1]);
          if (ticks->step > 20.0 * (double) DAY)
            g_assert_cmpint (g_date_time_get_day_of_month (date), ==, 1);
          else if (ticks->step > 3.0 * (double) DAY)
            g_assert_cmpint (g_date_time_get_day_of_week (date), ==, 1);
          if (ticks->step > 360.0 * (double) DAY)
            g_assert_cmpint (g_date_time_get_month (date), ==, 1);
        }
    }
}

static void
test_calendar_far (void)
{
  g_autoptr (TnTicks) ages = tn_ticks_calendar ((gint64) -1e18, (gint64) 1e18, 8);
  g_autoptr (TnTicks) moment = tn_ticks_calendar (at (2011, 5, 5), at (2011, 5, 5), 8);

  g_assert_cmpuint (ages->n, >, 1);
  g_assert_cmpuint (ages->n, <=, 1000);
  g_assert_cmpuint (moment->n, >=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ticks/nice-numbers-are-heckberts", test_nice_numbers);
  g_test_add_func ("/ticks/loose-labels-are-heckberts", test_heckbert);
  g_test_add_func ("/ticks/extended-labels-are-talbots", test_extended);
  g_test_add_func ("/ticks/any-range-has-readable-ticks", test_any_range);
  g_test_add_func ("/ticks/extreme-ranges-have-ticks", test_extreme_ranges);
  g_test_add_func ("/ticks/words-follow-the-unit", test_words);
  g_test_add_func ("/ticks/months-name-the-year-where-it-changes", test_calendar_months);
  g_test_add_func ("/ticks/calendar-ticks-begin-weeks-months-and-years", test_calendar_any);
  g_test_add_func ("/ticks/ages-and-moments-have-ticks", test_calendar_far);

  return g_test_run ();
}
