/* test-features-lines.c: features of lines, worked out by hand, and what must not change them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "feature-look.h"
#include "tn-retail.h"

#define AT(day) (tn_test_date ("2026-03-02") + (gint64) ((day) *TN_DAY)) /* a Monday */

/* Two cups and tea, then cups again with a new pot, a return of cups, and views. */
static TnLog *
new_log (void)
{
  TnLog *log = tn_log_new ();

  tn_log_add (log, "a", AT (0), "1", "cup", "china", "order", 2, 10);
  tn_log_add (log, "a", AT (0), "1", "tea", "food", "order", 1, 5);
  tn_log_add (log, "a", AT (20), "2", "cup", "china", "order", 2, 10);
  tn_log_add (log, "a", AT (20), "2", "pot", "china", "order", 1, 15);
  tn_log_add (log, "a", AT (20), "2", NULL, NULL, "order", 4, 20);
  tn_log_add (log, "a", AT (24), NULL, "cup", "china", "return", -1, -5);
  tn_log_add (log, "a", AT (1), NULL, "pot", "china", "view", 1, 0);
  tn_log_add (log, "a", AT (26), NULL, "jug", "china", "view", 1, 0);
  tn_log_add (log, "a", AT (27), NULL, "jug", "china", "view", 1, 0);
  tn_log_add (log, "a", AT (50), "3", "jug", "glass", "order", 1, 500);

  return log;
}

/* As of day 28: five lines of two orders worth 60, one return of 5. */
static void
test_by_hand (void)
{
  const FeatureCase cases[] = {
    { TN_ASOF_RETURNS, "returned_lines_7d", 1 },
    { TN_ASOF_RETURNS, "returned_lines_all", 1 },
    { TN_ASOF_RETURNS, "returned_line_share", 1.0 / 6 },
    { TN_ASOF_RETURNS, "return_recency_days", 4 },
    { TN_ASOF_RETURNS, "returned_value_share", 5.0 / 60 },
    { TN_ASOF_VARIETY, "distinct_items_7d", 0 },
    { TN_ASOF_VARIETY, "distinct_items_30d", 3 },
    { TN_ASOF_VARIETY, "new_item_share_7d", NAN },
    { TN_ASOF_VARIETY, "new_item_share_30d", 1 },
    { TN_ASOF_VARIETY, "new_item_share_last_order",
      0.5 }, /* the pot; a line without item is none */
    { TN_ASOF_VARIETY, "repeat_item_share", 0.25 },
    { TN_ASOF_VARIETY, "distinct_categories_all", 2 },
    { TN_ASOF_VARIETY, "lines_per_order", 2.5 },
    { TN_ASOF_VARIETY, "last_order_lines", 3 },
    { TN_ASOF_VARIETY, "units_per_order", 5 },
    { TN_ASOF_VARIETY, "mean_unit_price", 6 },
    { TN_ASOF_EVENTS, "events_view_7d", 2 },
    { TN_ASOF_EVENTS, "events_view_all", 3 },
    { TN_ASOF_EVENTS, "events_return_7d", 1 },
    { TN_ASOF_AFFINITY, "spend_share_china", 35.0 / 60 },
    { TN_ASOF_AFFINITY, "spend_share_food", 5.0 / 60 },
    { TN_ASOF_HABIT, "weekend_share", 0.5 }, /* a Monday and a Sunday */
    { TN_ASOF_HABIT, "weekday_mean", 6.5 },
    { TN_ASOF_HABIT, "weekday_strength", cos (G_PI / 7) },
  };
  g_autoptr (TnLog) log = new_log ();
  g_autoptr (TnEvents) events = tn_log_read (log, "cotikeqa", NULL, NULL);

  feature_check (events, cases, G_N_ELEMENTS (cases), AT (28));
}

/* In the week of the second order, cups are no news though nothing older is in the window. */
static void
test_new_items (void)
{
  const FeatureCase cases[] = { { TN_ASOF_VARIETY, "distinct_items_7d", 2 },
                                { TN_ASOF_VARIETY, "new_item_share_7d", 0.5 } };
  g_autoptr (TnLog) log = new_log ();
  g_autoptr (TnEvents) events = tn_log_read (log, "cotikeqa", NULL, NULL);

  feature_check (events, cases, G_N_ELEMENTS (cases), AT (21));
}

/* A circle has no end: an hour before midnight and one after it are about midnight, and noon
 * with midnight is no hour at all. */
static void
test_circle (void)
{
  static const struct
  {
    double hours[2];
    double mean, strength;
  } cases[] = {
    { { 23, 25 }, 0, 0.96592582628906829 }, /* cos 15° */
    { { 6, 6 }, 6, 1 },
    { { 9, 15 }, 12, 0.70710678118654752 },
    { { 0, 12 }, NAN, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnLog) log = tn_log_new ();
      g_autoptr (TnEvents) events = NULL;
      const FeatureCase looked[] = { { TN_ASOF_HABIT, "hour_mean", cases[i].mean },
                                     { TN_ASOF_HABIT, "hour_strength", cases[i].strength } };

      for (guint j = 0; j < 2; j++)
        tn_log_add (log, "a", AT (7 * (int) j) + (gint64) (cases[i].hours[j] * TN_DAY / 24),
                    j == 0 ? "1" : "2", NULL, NULL, NULL, 1, 1);
      tn_log_add (log, "b", AT (0) + 1, "3", NULL, NULL, NULL, 1, 1); /* times have hours */
      events = tn_log_read (log, "cota", NULL, NULL);
      feature_check (events, looked, G_N_ELEMENTS (looked), AT (20));
    }
}

/* Families are as wide as the log: no columns about what it does not have. */
static void
test_absent (void)
{
  g_autoptr (TnLog) log = new_log ();
  g_autoptr (TnEvents) events = tn_log_read (log, "cot", NULL, NULL);
  g_autoptr (GHashTable) variety = feature_look_all (events, TN_ASOF_VARIETY, 0, AT (28));
  g_autoptr (GHashTable) habit = feature_look_all (events, TN_ASOF_HABIT, 0, AT (28));
  g_autoptr (GHashTable) returned = feature_look_all (events, TN_ASOF_RETURNS, 0, AT (28));
  g_autoptr (GHashTable) seen = feature_look_all (events, TN_ASOF_EVENTS, 0, AT (28));

  g_assert_cmpuint (g_hash_table_size (variety), ==, 2);
  g_assert_cmpuint (g_hash_table_size (habit), ==, 3); /* whole days: no hours */
  g_assert_null (g_hash_table_lookup (returned, "returned_value_share"));
  g_assert_cmpuint (g_hash_table_size (seen), ==, 0);
}

/* Names of items are names: other ones, in another order of the dictionary, count the same;
 * and shares are shares. */
static void
test_names (void)
{
  static const TnAsofFamily families[] = { TN_ASOF_VARIETY, TN_ASOF_RETURNS, TN_ASOF_HABIT };

  for (guint round = 0; round < 30; round++)
    {
      g_autoptr (TnLog) log = tn_log_new (), renamed = tn_log_new ();
      g_autoptr (TnEvents) events = NULL, others = NULL;
      guint n = (guint) g_test_rand_int_range (1, 60);

      tn_log_add (renamed, "z", AT (300), "z", "x9", NULL, "order", 1, 1);
      for (guint i = 0; i < n; i++)
        {
          int item = g_test_rand_int_range (0, 10);
          g_autofree char *name = g_strdup_printf ("i%d", item);
          g_autofree char *other = g_strdup_printf ("x%d", 9 - item);
          const char *type = i > 0 && g_test_rand_int_range (0, 5) == 0 ? "return" : "order";
          gint64 time = AT (g_test_rand_int_range (0, 100));

          tn_log_add (log, "a", time, NULL, name, NULL, type, 1, 2);
          tn_log_add (renamed, "a", time, NULL, other, NULL, type, 1, 2);
        }
      events = tn_log_read (log, "ctieqa", NULL, NULL);
      others = tn_log_read (renamed, "ctieqa", NULL, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (families); i++)
        {
          g_autoptr (GHashTable) a = feature_look_all (events, families[i], 0, AT (101));
          g_autoptr (GHashTable) b = feature_look_all (others, families[i], 0, AT (101));
          GHashTableIter iter;
          gpointer name, value;

          g_hash_table_iter_init (&iter, a);
          while (g_hash_table_iter_next (&iter, &name, &value))
            {
              double x = *(double *) value;

              feature_assert (name, *(double *) g_hash_table_lookup (b, name), x);
              if (strstr (name, "share") != NULL && !isnan (x) &&
                  strcmp (name, "returned_value_share") != 0)
                g_assert_true (x >= 0 && x <= 1);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/features-lines/agree-with-what-is-worked-out-by-hand", test_by_hand);
  g_test_add_func ("/features-lines/an-item-is-new-once", test_new_items);
  g_test_add_func ("/features-lines/hours-go-round", test_circle);
  g_test_add_func ("/features-lines/no-columns-about-what-is-not-there", test_absent);
  g_test_add_func ("/features-lines/names-of-items-do-not-matter", test_names);

  return g_test_run ();
}
