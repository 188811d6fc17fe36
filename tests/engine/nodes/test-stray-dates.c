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
  gsize n_marked;
  gint64 limit;

  g_assert_true (tn_mark_stray_dates (table, last, marks, &n_marked, &limit, NULL, &error));
  g_assert_no_error (error);

  return n_marked;
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stray-dates/a-lone-far-date-is-stray", a_lone_far_date_is_stray);
  g_test_add_func ("/stray-dates/ordinary-ends-are-kept", ordinary_ends_are_kept);
  g_test_add_func ("/stray-dates/a-stated-last-day-decides", a_stated_last_day_decides);
  g_test_add_func ("/stray-dates/few-or-no-dates-are-harmless", few_or_no_dates_are_harmless);

  return g_test_run ();
}
