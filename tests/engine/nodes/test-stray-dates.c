/* test-stray-dates.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-stray-dates.h"

#define DAY    (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define N_ROWS 5000

/* Rows over two years from day 15000 on; row @stray is on @stray_day. */
static TnTable *
make_table (gsize stray, gint64 stray_day)
{
  g_autofree gint64 *times = g_new (gint64, N_ROWS);
  TnTableBuilder *builder = tn_table_builder_new (N_ROWS);

  for (gsize i = 0; i < N_ROWS; i++)
    times[i] = (15000 + (gint64) (i * 7919 % 730)) * DAY + 3600;
  if (stray < N_ROWS)
    times[stray] = stray_day * DAY;
  times[17] = TN_TIME_MISSING;
  tn_table_builder_take (builder, tn_field_new ("when", TN_ROLE_TIME),
                         tn_column_new_times (times, N_ROWS));

  return tn_table_builder_end (builder);
}

static gsize
mark (TnTable *table, gint64 last, guint8 *marks)
{
  g_autoptr (GError) error = NULL;
  TnStrayDates found;

  g_assert_true (tn_mark_stray_dates (table, last, marks, &found, NULL, &error));
  g_assert_no_error (error);

  return found.n_marked;
}

static void
a_lone_far_date_is_stray (void)
{
  g_autoptr (TnTable) table = make_table (1234, 47482); /* 2100-01-01 */
  g_autofree guint8 *marks = g_malloc0 (N_ROWS);

  g_assert_cmpuint (mark (table, TN_TIME_MISSING, marks), ==, 1);
  g_assert_cmpint (marks[1234], ==, 1);
  g_assert_cmpint (marks[17], ==, 0);
}

static void
ordinary_ends_are_kept (void)
{
  g_autoptr (TnTable) plain = make_table (N_ROWS, 0);
  g_autoptr (TnTable) near = make_table (1234, 15730 + 200);
  g_autofree guint8 *marks = g_malloc0 (N_ROWS);

  g_assert_cmpuint (mark (plain, TN_TIME_MISSING, marks), ==, 0);
  g_assert_cmpuint (mark (near, TN_TIME_MISSING, marks), ==, 0);
}

static void
a_stated_last_day_decides (void)
{
  g_autoptr (TnTable) table = make_table (N_ROWS, 0);
  g_autofree guint8 *marks = g_malloc0 (N_ROWS);
  g_autofree gint64 *times = tn_column_dup_times (tn_table_get_column (table, 0), NULL);
  gint64 last = 15365 * DAY;
  gsize n_later = 0;

  for (gsize i = 0; i < N_ROWS; i++)
    n_later += times[i] != TN_TIME_MISSING && times[i] >= last + DAY;
  g_assert_cmpuint (mark (table, last, marks), ==, n_later);
  for (gsize i = 0; i < N_ROWS; i++)
    g_assert_cmpint (marks[i], ==, times[i] != TN_TIME_MISSING && times[i] >= last + DAY);
}

static void
few_or_no_dates_are_harmless (void)
{
  gint64 times[] = { TN_TIME_MISSING, 0, G_MAXINT64 - 1, G_MININT64 + 2 };

  for (guint n = 0; n <= G_N_ELEMENTS (times); n++)
    {
      TnTableBuilder *builder = tn_table_builder_new (n);
      guint8 marks[G_N_ELEMENTS (times)] = { 0 };
      g_autoptr (TnTable) table = NULL;

      tn_table_builder_take (builder, tn_field_new ("when", TN_ROLE_TIME),
                             tn_column_new_times (times, n));
      table = tn_table_builder_end (builder);
      g_assert_cmpuint (mark (table, TN_TIME_MISSING, marks), <=, n);
    }
}

/* @n rows over two years, of which the last @n_strays are dated 2031 and later, 60 days apart. */
static TnTable *
make_short (gsize n, gsize n_strays)
{
  g_autofree gint64 *times = g_new (gint64, n);
  TnTableBuilder *builder = tn_table_builder_new (n);

  for (gsize i = 0; i < n; i++)
    times[i] = i + n_strays < n ? (15000 + (gint64) (i * 7919 % 730)) * DAY
                                : (22281 + 60 * (gint64) (n - i)) * DAY;
  tn_table_builder_take (builder, tn_field_new ("when", TN_ROLE_TIME),
                         tn_column_new_times (times, n));

  return tn_table_builder_end (builder);
}

/* A thousandth of 668 rows is none, and of 1,600 it is one. */
static void
short_logs_have_strays_too (void)
{
  static const struct
  {
    gsize n;
    gsize n_strays;
    gsize n_marked;
  } cases[] = { { 668, 1, 1 }, { 1600, 2, 2 }, { 300, 3, 3 },  { 668, 4, 0 },
                { 99, 1, 0 },  { 5000, 5, 5 }, { 5000, 6, 0 }, { 1600, 160, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnTable) table = make_short (cases[i].n, cases[i].n_strays);
      g_autofree guint8 *marks = g_malloc0 (cases[i].n);
      gsize first = cases[i].n - cases[i].n_strays;
      g_autoptr (GError) error = NULL;
      TnStrayDates found;

      g_assert_true (tn_mark_stray_dates (table, TN_TIME_MISSING, marks, &found, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (found.n_marked, ==, cases[i].n_marked);
      g_assert_cmpuint (found.n_far, ==, cases[i].n_strays - cases[i].n_marked);
      g_assert_cmpuint (found.n_marked > 0 ? found.row : found.far_row, ==, first);
      g_assert_cmpint (found.n_marked > 0 ? found.date : found.far_date, ==,
                       (22281 + 60 * (gint64) cases[i].n_strays) * DAY);
    }
}

/* A second half of the data after a pause of two years is the data. */
static void
a_pause_is_no_stray (void)
{
  g_autofree gint64 *times = g_new (gint64, 1000);
  g_autofree guint8 *marks = g_malloc0 (1000);
  TnTableBuilder *builder = tn_table_builder_new (1000);
  g_autoptr (TnTable) table = NULL;
  TnStrayDates found;

  for (gsize i = 0; i < 1000; i++)
    times[i] = (15000 + (gint64) i + (i >= 500 ? 730 : 0)) * DAY;
  tn_table_builder_take (builder, tn_field_new ("when", TN_ROLE_TIME),
                         tn_column_new_times (times, 1000));
  table = tn_table_builder_end (builder);
  g_assert_true (tn_mark_stray_dates (table, TN_TIME_MISSING, marks, &found, NULL, NULL));
  g_assert_cmpuint (found.n_marked + found.n_far, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stray-dates/a-lone-far-date-is-stray", a_lone_far_date_is_stray);
  g_test_add_func ("/stray-dates/ordinary-ends-are-kept", ordinary_ends_are_kept);
  g_test_add_func ("/stray-dates/a-stated-last-day-decides", a_stated_last_day_decides);
  g_test_add_func ("/stray-dates/few-or-no-dates-are-harmless", few_or_no_dates_are_harmless);

  g_test_add_func ("/stray-dates/short-logs-have-strays-too", short_logs_have_strays_too);
  g_test_add_func ("/stray-dates/a-pause-is-no-stray", a_pause_is_no_stray);

  return g_test_run ();
}
