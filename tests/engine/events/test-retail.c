/* test-retail.c: features and labels on the Online Retail log
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-asof.h"
#include "tn-churn.h"
#include "tn-pool.h"
#include "tn-retail.h"
#include "tn-test.h"

static TnTable *
load (void)
{
  static TnTable *table;

  if (table == NULL)
    table = tn_retail_load ();

  return table;
}

static TnEvents *
index_log (TnTable *table)
{
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (GError) error = NULL;
  TnEvents *events = tn_events_new (table, &params, NULL, NULL, &error);

  g_assert_no_error (error);

  return events;
}

static void
test_counts (void)
{
  TnTable *table = load ();
  g_autoptr (TnEvents) events = NULL;
  const TnEventsCounts *counts;

  if (table == NULL)
    return;
  events = index_log (table);
  counts = tn_events_get_counts (events);

  /* Row, customer and customerless counts as published (datasets/README.md); buyers and
   * orders after quantity > 0 and price > 0, counted with pandas. */
  g_assert_cmpuint (counts->n_rows, ==, 541909);
  g_assert_cmpuint (counts->n_without_customer, ==, 135080);
  g_assert_cmpuint (counts->n_customers, ==, 4372);
  g_assert_cmpuint (counts->n_buyers, ==, 4338);
  g_assert_cmpuint (counts->n_orders, ==, 18532);
  g_assert_cmpuint (counts->n_sales + counts->n_returns + counts->n_other +
                        counts->n_without_customer + counts->n_without_time + counts->n_future,
                    ==, counts->n_rows);
  g_assert_cmpint (tn_events_get_last (events), ==, tn_test_date ("2011-12-09 12:50:00"));
}

static TnTable *
label_cut (TnEvents *events, gint64 cut)
{
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  TnChurnParams churn = { 90, 0, TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) features = tn_asof_features (events, &cut, 1, &params, NULL, NULL, &error);
  TnTable *table;

  g_assert_no_error (error);
  table = tn_churn_label (events, features, &churn, NULL, &error);
  g_assert_no_error (error);

  return table;
}

/* Population and leavers of each cut were counted with pandas on lines with a customer,
 * quantity > 0 and price > 0; so was the AUC of recency alone with scikit-learn. */
static void
test_cuts (void)
{
  static const struct
  {
    const char *cut;
    gsize n, left;
    double auc;
  } cases[] = {
    { "2011-06-09", 2787, 1444, 0.6693007035557307 },
    { "2011-09-09", 3362, 1456, 0.6842156564579178 },
  };
  TnTable *table = load ();
  g_autoptr (TnEvents) events = table != NULL ? index_log (table) : NULL;

  for (guint i = 0; events != NULL && i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnTable) labelled = label_cut (events, tn_test_date (cases[i].cut));
      gsize n = tn_table_get_n_rows (labelled), n_left = 0;
      g_autofree guint32 *left = tn_column_dup_codes (
          tn_table_get_column (labelled, tn_table_find (labelled, "left")), NULL);
      g_autofree double *recency = tn_column_dup_numbers (
          tn_table_get_column (labelled, tn_table_find (labelled, "recency_days")), NULL);
      double auc = tn_test_auc (recency, left, n);

      for (gsize j = 0; j < n; j++)
        n_left += left[j] == 1;
      g_test_message ("%s: %zu customers, %zu left, AUC of recency alone %.4f, %u columns",
                      cases[i].cut, n, n_left, auc, tn_table_get_n_columns (labelled));
      g_assert_cmpuint (n, ==, cases[i].n);
      g_assert_cmpuint (n_left, ==, cases[i].left);
      /* Time of the first line of the last order here, of its last line there. */
      tn_assert_close (auc, cases[i].auc, 1e-4);
    }
}

/* Gaps between order days counted with pandas: median 28, 90 % within 110 days, 85.9 % within
 * 90. The plan is the one of the sample report. */
static void
test_plan (void)
{
  static const char *const training[] = { "2011-03-09", "2011-04-09", "2011-05-09", "2011-06-09" };
  TnTable *table = load ();
  TnChurnParams churn = TN_CHURN_PARAMS_INIT;
  g_autoptr (TnEvents) events = table != NULL ? index_log (table) : NULL;
  g_autoptr (TnGapHistory) gaps = NULL;
  g_autoptr (TnCutPlan) plan = NULL;

  if (table == NULL)
    return;
  gaps = tn_churn_propose_horizon (events, TN_TIME_MISSING, NULL, NULL);
  g_assert_cmpuint (gaps->n_gaps, ==, 12425);
  g_assert_cmpuint (gaps->median, ==, 28);
  g_assert_cmpuint (gaps->proposal, ==, 110);
  tn_assert_close (tn_gap_history_share_within (gaps, 90), 0.8589134808853118, 1e-12);

  plan = tn_events_propose_cuts (events, &churn, 12, NULL);
  g_assert_cmpint (plan->test, ==, tn_test_date ("2011-09-09"));
  g_assert_cmpuint (plan->n_training, ==, G_N_ELEMENTS (training));
  for (guint i = 0; i < plan->n_training; i++)
    g_assert_cmpint (plan->training[i], ==, tn_test_date (training[i]));
  g_assert_cmpuint (plan->n_between, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/retail/every-row-is-counted-once", test_counts);
  g_test_add_func ("/retail/population-leavers-and-recency-agree-with-pandas", test_cuts);
  g_test_add_func ("/retail/horizon-and-cut-dates-are-those-of-the-report", test_plan);

  return g_test_run ();
}
