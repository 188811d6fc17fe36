/* test-join-asof.c: which right row was the latest known before each left one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-error.h"
#include "tn-gather.h"
#include "tn-join-private.h"
#include "tn-test.h"

#define NEVER TN_TIME_MISSING

/* A customer by number, −1 for none, and a moment. */
typedef struct
{
  int customer;
  gint64 time;
} Row;

static TnTable *
new_table (const Row *rows, gsize n)
{
  TnTableBuilder *builder = tn_table_builder_new (n);
  g_autofree double *customers = g_new (double, n + 1);
  g_autofree gint64 *times = g_new (gint64, n + 1);

  for (gsize i = 0; i < n; i++)
    {
      customers[i] = rows[i].customer < 0 ? NAN : rows[i].customer;
      times[i] = rows[i].time;
    }
  tn_table_builder_take (builder, tn_field_new ("customer", TN_ROLE_CUSTOMER),
                         tn_column_new_numbers (customers, n));
  tn_table_builder_take (builder, tn_field_new ("at", TN_ROLE_TIME),
                         tn_column_new_times (times, n));

  return tn_table_builder_end (builder);
}

static TnJoinPlan *
plan (const Row *left, gsize n_left, const Row *right, gsize n_right, GError **error)
{
  static const char *const keys[] = { "customer" };
  TnJoinParams params = { TN_JOIN_LEFT, keys, keys, 1, "at", "at", 0, NULL };
  g_autoptr (TnTable) a = new_table (left, n_left);
  g_autoptr (TnTable) b = new_table (right, n_right);

  return tn_join_plan (a, b, &params, NULL, error);
}

static void
test_table (void)
{
  static const Row right[] = { { 1, 10 }, { 1, 20 }, { 2, 5 },     { 1, 20 },
                               { 1, 15 }, { 3, 1 },  { 1, NEVER }, { -1, 0 } };
  static const struct
  {
    Row row;
    guint32 expected;
  } cases[] = {
    { { 1, 10 }, TN_NO_ROW }, /* not the row of that very moment */
    { { 1, 11 }, 0 },
    { { 1, 15 }, 0 },
    { { 1, 16 }, 4 },
    { { 1, 20 }, 4 },
    { { 1, 21 }, 3 }, /* of two of one moment, the last of the table */
    { { 1, G_MAXINT64 }, 3 },
    { { 1, G_MININT64 + 1 }, TN_NO_ROW },
    { { 1, NEVER }, TN_NO_ROW }, /* as of no moment */
    { { 2, 100 }, 2 },
    { { 4, 100 }, TN_NO_ROW },
    { { -1, 100 }, TN_NO_ROW }, /* nobody is nobody's partner */
  };
  Row left[G_N_ELEMENTS (cases)];
  g_autoptr (TnJoinPlan) self = NULL;
  gsize n_matched = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    left[i] = cases[i].row;
  self = plan (left, G_N_ELEMENTS (left), right, G_N_ELEMENTS (right), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (self->found[i], ==, cases[i].expected);
      n_matched += cases[i].expected != TN_NO_ROW;
    }
  g_assert_cmpuint (tn_join_plan_get_n_matched (self), ==, n_matched);
  g_assert_null (self->grouping);
}

static Row *
random_rows (gsize n, int n_moments)
{
  Row *rows = g_new (Row, n + 1);

  for (gsize i = 0; i < n; i++)
    rows[i] =
        (Row){ g_test_rand_int_range (-1, 8),
               g_test_rand_int_range (0, 12) == 0 ? NEVER : g_test_rand_int_range (0, n_moments) };

  return rows;
}

/* Whatever the table holds at or after a left row's moment could as well not be there: taking
 * it out, or writing anything else there, finds the same row. */
static void
test_future (void)
{
  for (int round = 0; round < 40; round++)
    {
      gsize n = (gsize) g_test_rand_int_range (1, 120);
      g_autofree Row *left = random_rows (30, 20);
      g_autofree Row *right = random_rows (n, 20);
      g_autofree Row *other = g_memdup2 (right, (n + 1) * sizeof (Row));
      gint64 now = g_test_rand_int_range (0, 20);
      g_autoptr (TnJoinPlan) before = plan (left, 30, right, n, NULL);
      g_autoptr (TnJoinPlan) after = NULL;

      for (gsize i = 0; i < n; i++)
        if (right[i].time >= now) /* a missing time is below every moment */
          other[i] = (Row){ g_test_rand_int_range (-1, 8), now + g_test_rand_int_range (0, 20) };
      after = plan (left, 30, other, n, NULL);
      for (guint i = 0; i < 30; i++)
        if (left[i].time <= now)
          g_assert_cmpuint (after->found[i], ==, before->found[i]);
    }
}

/* Looking later never finds something older, and always somebody's own row. */
static void
test_monotone (void)
{
  Row left[64];

  for (int round = 0; round < 40; round++)
    {
      g_autofree Row *right = random_rows (200, 60);
      g_autoptr (TnJoinPlan) self = NULL;
      gint64 last = G_MININT64;

      for (gsize i = 0; i < G_N_ELEMENTS (left); i++)
        left[i] = (Row){ 3, (gint64) i };
      self = plan (left, G_N_ELEMENTS (left), right, 200, NULL);
      for (gsize i = 0; i < G_N_ELEMENTS (left); i++)
        if (self->found[i] != TN_NO_ROW)
          {
            g_assert_cmpint (right[self->found[i]].customer, ==, 3);
            g_assert_cmpint (right[self->found[i]].time, >=, last);
            g_assert_cmpint (right[self->found[i]].time, <, left[i].time);
            last = right[self->found[i]].time;
          }
        else
          g_assert_cmpint (last, ==, G_MININT64);
    }
}

static void
test_refused (void)
{
  static const char *const keys[] = { "customer" };
  static const struct
  {
    const char *left;
    const char *right;
    int code;
    const char *column;
  } cases[] = {
    { "customer", "at", TN_ERROR_ARGUMENT, "customer" },
    { "at", "customer", TN_ERROR_ARGUMENT, "customer" },
    { "gone", "at", TN_ERROR_NOT_FOUND, "gone" },
    { "at", "gone", TN_ERROR_NOT_FOUND, "gone" },
  };
  static const Row rows[] = { { 1, 10 } };
  g_autoptr (TnTable) table = new_table (rows, 1);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TnJoinParams params = { TN_JOIN_LEFT, keys, keys, 1, cases[i].left, cases[i].right, 0, NULL };
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_join_plan (table, table, &params, NULL, &error));
      g_assert_error (error, TN_ERROR, cases[i].code);
      g_assert_cmpstr (tn_error_get_column (error), ==, cases[i].column);
    }
}

static void
test_empty (void)
{
  static const Row rows[] = { { 1, 10 } };
  g_autoptr (TnJoinPlan) no_left = plan (rows, 0, rows, 1, NULL);
  g_autoptr (TnJoinPlan) no_right = plan (rows, 1, rows, 0, NULL);

  g_assert_cmpuint (tn_join_plan_get_n_matched (no_left), ==, 0);
  g_assert_cmpuint (tn_join_plan_get_n_matched (no_right), ==, 0);
  g_assert_cmpuint (no_right->found[0], ==, TN_NO_ROW);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/join-asof/latest-row-strictly-before", test_table);
  g_test_add_func ("/join-asof/nothing-from-the-moment-on-has-any-influence", test_future);
  g_test_add_func ("/join-asof/later-moments-never-find-older-rows", test_monotone);
  g_test_add_func ("/join-asof/columns-without-times-are-named", test_refused);
  g_test_add_func ("/join-asof/empty-tables-match-nothing", test_empty);

  return g_test_run ();
}
