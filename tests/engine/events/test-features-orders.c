/* test-features-orders.c: features of orders, worked out by hand, and what must not change them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "feature-look.h"
#include "tn-retail.h"

#define AT(day) (tn_test_date ("2026-03-02") + (gint64) ((day) *TN_DAY))

/* Orders at day 0, 10, 30 and 40 worth 10, 20, 30 (in two lines) and 40. */
static TnLog *
new_log (void)
{
  TnLog *log = tn_log_new ();

  tn_log_add (log, "a", AT (0), "1", "i", "k", "order", 1, 10);
  tn_log_add (log, "a", AT (10), "2", "i", "k", "order", 1, 20);
  tn_log_add (log, "a", AT (30), "3", "i", "k", "order", 1, 12);
  tn_log_add (log, "a", AT (30), "3", "i", "k", "order", 1, 18);
  tn_log_add (log, "a", AT (40), "4", "i", "k", "order", 1, 40);
  tn_log_add (log, "a", AT (44), NULL, "i", "k", "view", 1, 0);
  tn_log_add (log, "a", AT (60), "5", "i", "k", "order", 1, 1000);

  return log;
}

/* As of day 46: six days of silence, 46 of tenure, gaps of 10, 20 and 10 days. The standard
 * deviation of the gaps is √(200/3 ÷ 2), that of the values 10, 20, 30, 40 √(500/3). */
static void
test_by_hand (void)
{
  const FeatureCase cases[] = {
    { TN_ASOF_RECENCY, "recency_days", 6 },
    { TN_ASOF_RECENCY, "tenure_days", 46 },
    { TN_ASOF_RECENCY, "silent_share", 6.0 / 46 },
    { TN_ASOF_RECENCY, "activity_recency_days", 2 },
    { TN_ASOF_FREQUENCY, "orders_7d", 1 },
    { TN_ASOF_FREQUENCY, "orders_30d", 2 },
    { TN_ASOF_FREQUENCY, "orders_90d", 4 },
    { TN_ASOF_FREQUENCY, "orders_all", 4 },
    { TN_ASOF_FREQUENCY, "orders_per_month", 4.0 / 46 * 30 },
    { TN_ASOF_MONEY, "spend_7d", 40 },
    { TN_ASOF_MONEY, "spend_30d", 70 },
    { TN_ASOF_MONEY, "spend_all", 100 },
    { TN_ASOF_MONEY, "mean_order_value_30d", 35 },
    { TN_ASOF_MONEY, "mean_order_value_all", 25 },
    { TN_ASOF_MONEY, "last_order_value", 40 },
    { TN_ASOF_MONEY, "largest_order_value", 40 },
    { TN_ASOF_MONEY, "sd_order_value", sqrt (500.0 / 3) },
    { TN_ASOF_MONEY, "last_order_ratio", 1.6 },
    { TN_ASOF_MONEY, "spend_per_month", 100.0 / 46 * 30 },
    { TN_ASOF_TREND, "orders_trend_7d", 2 },         /* (1 + 1) ÷ (0 + 1) */
    { TN_ASOF_TREND, "orders_trend_30d", 1 },        /* (2 + 1) ÷ (2 + 1) */
    { TN_ASOF_TREND, "spend_trend_30d", 95.0 / 55 }, /* (70 + 25) ÷ (30 + 25) */
    { TN_ASOF_TREND, "spend_trend_90d", 125.0 / 25 },
    { TN_ASOF_RHYTHM, "mean_gap_days", 40.0 / 3 },
    { TN_ASOF_RHYTHM, "median_gap_days", 10 },
    { TN_ASOF_RHYTHM, "sd_gap_days", sqrt (200.0 / 6) },
    { TN_ASOF_RHYTHM, "last_gap_days", 10 },
    { TN_ASOF_RHYTHM, "gap_variation", sqrt (200.0 / 6) / (40.0 / 3) },
    { TN_ASOF_RHYTHM, "gap_trend", 0.75 },
    { TN_ASOF_RHYTHM, "overdue_ratio", 0.45 },
    { TN_ASOF_RHYTHM, "overdue_ratio_median", 0.6 },
    { TN_ASOF_RHYTHM, "shorter_gaps_share", 0 },
  };
  g_autoptr (TnLog) log = new_log ();
  g_autoptr (TnEvents) events = tn_log_read (log, "cotikeqa", NULL, NULL);

  feature_check (events, cases, G_N_ELEMENTS (cases), AT (46));
}

/* A window is strictly before the cut and begins with its first moment. */
static void
test_edges (void)
{
  g_autoptr (TnLog) log = new_log ();
  g_autoptr (TnEvents) events = tn_log_read (log, "cotikeqa", NULL, NULL);
  const FeatureCase at_cut[] = { { TN_ASOF_FREQUENCY, "orders_all", 3 },
                                 { TN_ASOF_RECENCY, "recency_days", 10 } };
  const FeatureCase at_start[] = { { TN_ASOF_FREQUENCY, "orders_7d", 1 } };
  const FeatureCase behind[] = { { TN_ASOF_FREQUENCY, "orders_7d", 0 },
                                 { TN_ASOF_MONEY, "mean_order_value_7d", NAN } };

  feature_check (events, at_cut, G_N_ELEMENTS (at_cut), AT (40));
  feature_check (events, at_start, G_N_ELEMENTS (at_start), AT (47));
  feature_check (events, behind, G_N_ELEMENTS (behind), AT (47) + 1);
}

/* What one order, or two, cannot say is missing and not nought. */
static void
test_few (void)
{
  g_autoptr (TnLog) log = new_log ();
  g_autoptr (TnEvents) events = tn_log_read (log, "cotikeqa", NULL, NULL);
  const FeatureCase one[] = { { TN_ASOF_RHYTHM, "mean_gap_days", NAN },
                              { TN_ASOF_RHYTHM, "shorter_gaps_share", NAN },
                              { TN_ASOF_MONEY, "sd_order_value", NAN },
                              { TN_ASOF_MONEY, "last_order_ratio", 1 } };
  const FeatureCase two[] = { { TN_ASOF_RHYTHM, "mean_gap_days", 10 },
                              { TN_ASOF_RHYTHM, "sd_gap_days", NAN },
                              { TN_ASOF_MONEY, "sd_order_value", sqrt (50) },
                              { TN_ASOF_RHYTHM, "shorter_gaps_share", 1 } };

  feature_check (events, one, G_N_ELEMENTS (one), AT (5));
  feature_check (events, two, G_N_ELEMENTS (two), AT (21));
}

/* Without amounts there is no family of money, and trends are of orders alone. */
static void
test_no_amounts (void)
{
  g_autoptr (TnLog) log = new_log ();
  g_autoptr (TnEvents) events = tn_log_read (log, "coti", NULL, NULL);
  g_autoptr (GHashTable) money = feature_look_all (events, TN_ASOF_MONEY, 0, AT (46));
  g_autoptr (GHashTable) trend = feature_look_all (events, TN_ASOF_TREND, 0, AT (46));

  g_assert_cmpuint (g_hash_table_size (money), ==, 0);
  g_assert_cmpuint (g_hash_table_size (trend), ==, 4);
  g_assert_null (g_hash_table_lookup (trend, "spend_trend_7d"));
}

static TnLog *
random_log (gint64 from, double scale, guint32 seed, guint n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  TnLog *log = tn_log_new ();

  for (guint i = 0; i < n; i++)
    tn_log_add (log, "a", from + g_rand_int_range (random, 0, 120 * 24) * (TN_DAY / 24), NULL, "i",
                "k", "order", 1, g_rand_int_range (random, 1, 100) * scale);

  return log;
}

static gboolean
is_money (const char *name)
{
  return strstr (name, "value") != NULL || g_str_has_prefix (name, "spend_7") ||
         g_str_has_prefix (name, "spend_3") || g_str_has_prefix (name, "spend_9") ||
         g_str_has_prefix (name, "spend_all") || g_str_has_prefix (name, "spend_per");
}

/* In cents instead of pounds, money is a hundred times as much and nothing else changes; some
 * weeks later everything is as it was. */
static void
test_units (void)
{
  static const TnAsofFamily families[] = { TN_ASOF_RECENCY, TN_ASOF_FREQUENCY, TN_ASOF_MONEY,
                                           TN_ASOF_TREND, TN_ASOF_RHYTHM };

  for (guint round = 0; round < 30; round++)
    {
      guint32 seed = (guint32) g_test_rand_int ();
      guint n = (guint) g_test_rand_int_range (1, 40);
      int weeks = g_test_rand_int_range (1, 30) * 7;
      g_autoptr (TnLog) log = random_log (AT (0), 1, seed, n);
      g_autoptr (TnLog) log_in_cents = random_log (AT (0), 100, seed, n);
      g_autoptr (TnLog) log_later = random_log (AT (weeks), 1, seed, n);
      g_autoptr (TnEvents) events = tn_log_read (log, "cta", NULL, NULL);
      g_autoptr (TnEvents) cents = tn_log_read (log_in_cents, "cta", NULL, NULL);
      g_autoptr (TnEvents) later = tn_log_read (log_later, "cta", NULL, NULL);

      for (guint i = 0; i < G_N_ELEMENTS (families); i++)
        {
          g_autoptr (GHashTable) a = feature_look_all (events, families[i], 0, AT (121));
          g_autoptr (GHashTable) b = feature_look_all (cents, families[i], 0, AT (121));
          g_autoptr (GHashTable) c = feature_look_all (later, families[i], 0, AT (121 + weeks));
          GHashTableIter iter;
          gpointer name, value;

          g_hash_table_iter_init (&iter, a);
          while (g_hash_table_iter_next (&iter, &name, &value))
            {
              double x = *(double *) value, y = *(double *) g_hash_table_lookup (b, name);

              feature_assert (name, *(double *) g_hash_table_lookup (c, name), x);
              feature_assert (name, is_money (name) ? y / 100 : y, x);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/features-orders/agree-with-what-is-worked-out-by-hand", test_by_hand);
  g_test_add_func ("/features-orders/windows-begin-and-end-to-the-microsecond", test_edges);
  g_test_add_func ("/features-orders/what-few-orders-cannot-say-is-missing", test_few);
  g_test_add_func ("/features-orders/no-money-without-amounts", test_no_amounts);
  g_test_add_func ("/features-orders/units-and-dates-do-not-matter", test_units);

  return g_test_run ();
}
