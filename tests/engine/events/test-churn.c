/* test-churn.c: labels, the horizon and the cut dates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-asof.h"
#include "tn-churn.h"
#include "tn-error.h"
#include "tn-retail.h"
#include "tn-test.h"

#define AT(day) (tn_test_date ("2026-01-01") + (gint64) (day) *TN_DAY)

static void
add_order (TnLog *log, const char *customer, gint64 time)
{
  tn_log_add (log, customer, time, NULL, "i", "k", NULL, 1, 10);
}

static TnEvents *
read_log (TnLog *log)
{
  g_autoptr (GError) error = NULL;
  TnEvents *events = tn_log_read (log, "ctqa", NULL, &error);

  g_assert_no_error (error);

  return events;
}

static TnTable *
label (TnEvents *events, gint64 cut, const TnChurnParams *params, GError **error)
{
  TnAsofParams asof = TN_ASOF_PARAMS_INIT;
  g_autoptr (GError) features_error = NULL;
  g_autoptr (TnTable) features =
      tn_asof_features (events, &cut, 1, &asof, NULL, NULL, &features_error);

  g_assert_no_error (features_error);

  return tn_churn_label (events, features, params, NULL, error);
}

/* The label of the only row. */
static guint32
label_one (TnEvents *events, gint64 cut, const TnChurnParams *params)
{
  g_autoptr (TnTable) table = label (events, cut, params, NULL);
  g_autofree guint32 *codes = tn_column_dup_codes (
      tn_table_get_column (table, tn_table_find_role (table, TN_ROLE_TARGET)), NULL);

  g_assert_cmpuint (tn_table_get_n_rows (table), ==, 1);

  return codes[0];
}

/* An order counts exactly in [cut + gap, cut + gap + horizon). */
static void
test_edges (void)
{
  static const struct
  {
    gint64 offset;
    guint32 left;
  } cases[] = {
    { 10 * TN_DAY - 1, 1 },
    { 10 * TN_DAY, 0 },
    { 40 * TN_DAY - 1, 0 },
    { 40 * TN_DAY, 1 },
  };
  TnChurnParams params = { 30, 10, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnLog) log = tn_log_new ();
      g_autoptr (TnEvents) events = NULL;

      add_order (log, "a", AT (0));
      add_order (log, "a", AT (50) + cases[i].offset);
      add_order (log, "z", AT (200));
      events = read_log (log);
      g_assert_cmpuint (label_one (events, AT (50), &params), ==, cases[i].left);
    }
}

static void
test_returns (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) events = NULL;
  TnChurnParams params = { 30, 0, TRUE };

  add_order (log, "a", AT (0));
  tn_log_add (log, "a", AT (60), NULL, "i", "k", NULL, -1, -10);
  add_order (log, "z", AT (200));
  events = read_log (log);

  g_assert_cmpuint (label_one (events, AT (50), &params), ==, 1);
}

/* A window past the end of the data gives no label, or a refusal that names the last cut. */
static void
test_cut_off (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) events = NULL;
  g_autoptr (GError) error = NULL;
  TnChurnParams params = { 30, 0, FALSE };
  gint64 last;

  add_order (log, "a", AT (0));
  add_order (log, "a", AT (100));
  events = read_log (log);
  last = tn_churn_last_cut (events, &params);
  g_assert_cmpint (last, ==, AT (71)); /* whole days: the data end with day 100 */

  g_assert_cmpuint (label_one (events, last, &params), ==, 0);
  g_assert_cmpuint (label_one (events, last + 1, &params), ==, TN_CODE_MISSING);
  params.need_labels = TRUE;
  g_assert_null (label (events, last + 1, &params, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "The last cut date that works is 13 March 2026"));
}

static gboolean
check (TnLog *log, gint64 cut, const TnChurnParams *params, const char *words)
{
  g_autoptr (TnEvents) events = read_log (log);
  g_autoptr (TnTable) table = label (events, cut, params, NULL);
  g_autoptr (GError) error = NULL;

  if (tn_churn_check_labels (table, &error))
    return words == NULL;
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  if (words == NULL || strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);

  return TRUE;
}

static void
test_nothing_to_learn (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  TnChurnParams params = { 30, 0, FALSE };

  add_order (log, "a", AT (0));
  add_order (log, "a", AT (100));
  g_assert_true (check (log, AT (20), &params, "only one customer"));
  add_order (log, "b", AT (0));
  g_assert_true (check (log, AT (20), &params, "All 2 customers"));
  g_assert_true (check (log, AT (90), &params, "No row has a label"));
  add_order (log, "b", AT (25));
  add_order (log, "a", AT (25));
  g_assert_true (check (log, AT (20), &params, "None of the 2 customers"));
  add_order (log, "c", AT (0));
  g_assert_true (check (log, AT (20), &params, NULL));
}

/* Gaps 1 … 10 days: the median is 5, nine in ten are at most 9. Two orders of one day are one. */
static void
test_horizon (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) events = NULL;
  g_autoptr (TnGapHistory) gaps = NULL, early = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 1; i <= 10; i++)
    {
      g_autofree char *customer = g_strdup_printf ("c%d", i);

      add_order (log, customer, AT (0));
      add_order (log, customer, AT (0) + 3600000000);
      add_order (log, customer, AT (i));
    }
  events = read_log (log);
  gaps = tn_churn_propose_horizon (events, TN_TIME_MISSING, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (gaps->n_gaps, ==, 10);
  g_assert_cmpuint (gaps->median, ==, 5);
  g_assert_cmpuint (gaps->proposal, ==, 9);
  tn_assert_close (tn_gap_history_share_within (gaps, 7), 0.7, 1e-12);

  early = tn_churn_propose_horizon (events, AT (5), NULL, NULL);
  g_assert_cmpuint (early->n_gaps, ==, 4);
  g_assert_null (tn_churn_propose_horizon (events, AT (1), NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
}

/* A plan's training windows end by its test cut, whatever horizon and gap. */
static void
test_plan (void)
{
  for (int round = 0; round < 200; round++)
    {
      g_autoptr (TnLog) log = tn_log_new ();
      g_autoptr (TnEvents) events = NULL;
      TnChurnParams params = { (guint) g_test_rand_int_range (1, 200),
                               (guint) g_test_rand_int_range (0, 40), FALSE };
      gint64 window = ((gint64) params.horizon_days + params.gap_days) * TN_DAY;
      g_autoptr (TnCutPlan) plan = NULL;
      g_autoptr (GError) error = NULL;

      add_order (log, "a", AT (0));
      add_order (log, "a",
                 AT (g_test_rand_int_range (10, 900)) +
                     (gint64) g_test_rand_int_range (0, 86400) * G_USEC_PER_SEC);
      events = read_log (log);
      plan = tn_events_propose_cuts (events, &params, 6, &error);
      if (plan == NULL)
        {
          g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
          continue;
        }
      g_assert_cmpint (plan->test + window, <=, tn_events_get_end (events));
      g_assert_cmpint (plan->today, ==, tn_events_get_today (events));
      g_assert_cmpint (plan->today, >=, tn_events_get_end (events));
      g_assert_cmpuint (plan->n_training, >=, 1);
      g_assert_cmpuint (plan->n_training, <=, 6);
      for (guint i = 0; i < plan->n_training; i++)
        {
          g_assert_cmpint (plan->training[i] + window, <=, plan->test);
          g_assert_cmpint (plan->training[i], >=, tn_events_get_first (events));
          if (i > 0)
            g_assert_cmpint (plan->training[i - 1], <, plan->training[i]);
        }
      for (guint i = 0; i < plan->n_between; i++)
        {
          g_assert_cmpint (plan->between[i], <, plan->test);
          g_assert_cmpint (plan->between[i] + window, >, plan->test);
        }
    }
}

static void
test_short_log (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) events = NULL;
  g_autoptr (GError) error = NULL;
  TnChurnParams params = TN_CHURN_PARAMS_INIT;

  add_order (log, "a", AT (0));
  add_order (log, "b", AT (60));
  events = read_log (log);
  g_assert_null (tn_events_propose_cuts (events, &params, 6, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "The log covers 61 days"));
}

/* Buyers with a pace of 5 to 40 days up to @n_days, and gaps eight times as long from @slow on. */
static TnEvents *
read_paces (int n_days, int slow)
{
  g_autoptr (TnLog) log = tn_log_new ();

  for (int i = 0; i < 60; i++)
    {
      g_autofree char *customer = g_strdup_printf ("c%d", i);
      int pace = 5 + i * 35 / 59;

      for (int day = i % 20; day <= n_days; day += day < slow ? pace : 8 * pace)
        add_order (log, customer, AT (day));
    }
  add_order (log, "last", AT (n_days));

  return read_log (log);
}

static guint
proposed_of (TnEvents *events, gint64 *before)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnHorizon) horizon =
      tn_events_propose_horizon (events, 0, 6, 4, TN_TIME_MISSING, NULL, &error);

  g_assert_no_error (error);
  g_assert_false (tn_horizon_is_shortened (horizon));
  *before = horizon->before;

  return horizon->days;
}

/* What comes after the first rehearsal has no say in what the rehearsals are asked. */
static void
test_horizon_of_the_past (void)
{
  g_autoptr (TnEvents) steady = read_paces (700, 9999);
  g_autoptr (TnEvents) slowing = read_paces (700, 550);
  g_autoptr (TnGapHistory) gaps = tn_churn_propose_horizon (slowing, TN_TIME_MISSING, NULL, NULL);
  gint64 before, same;
  guint days = proposed_of (steady, &before);

  g_assert_cmpuint (days, >=, 25);
  g_assert_cmpuint (days, <=, 40);
  g_assert_cmpint (before, <=, AT (550));
  g_assert_cmpint (before, >, AT (400));
  g_assert_cmpuint (gaps->proposal, >, days);
  g_assert_cmpuint (proposed_of (slowing, &same), ==, days);
  g_assert_cmpint (same, ==, before);
}

/* The proposed window never lies before what it was made of, and it always leaves a test. */
static void
test_horizon_fits (void)
{
  guint n_shortened = 0;

  for (int n_days = 40; n_days < 700; n_days += 23)
    {
      g_autoptr (TnEvents) events = read_paces (n_days, g_test_rand_int_range (20, 700));
      g_autoptr (TnCutPlan) plan = NULL;
      g_autoptr (GError) error = NULL;
      TnChurnParams params = TN_CHURN_PARAMS_INIT;
      g_autoptr (TnHorizon) horizon =
          tn_events_propose_horizon (events, 0, 6, 4, TN_TIME_MISSING, NULL, &error);
      g_autoptr (TnMessage) said = NULL;

      g_assert_no_error (error);
      if (horizon->n_tests == 0)
        continue;
      params.horizon_days = horizon->days;
      plan = tn_events_propose_cuts (events, &params, 6, &error);
      g_assert_no_error (error);
      said = tn_horizon_say_shortened (horizon, events);
      g_assert_true ((said != NULL) == tn_horizon_is_shortened (horizon));
      n_shortened += said != NULL;
    }
  g_assert_cmpuint (n_shortened, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/churn/window-begins-and-ends-to-the-microsecond", test_edges);
  g_test_add_func ("/churn/returns-are-no-orders", test_returns);
  g_test_add_func ("/churn/window-past-the-data-has-no-label", test_cut_off);
  g_test_add_func ("/churn/nothing-to-learn-is-said", test_nothing_to_learn);
  g_test_add_func ("/churn/horizon-is-the-ninetieth-percentile", test_horizon);
  g_test_add_func ("/churn/plans-never-train-on-the-test-window", test_plan);
  g_test_add_func ("/churn/short-log-is-said", test_short_log);
  g_test_add_func ("/horizon/orders-after-the-first-rehearsal-have-no-say",
                   test_horizon_of_the_past);
  g_test_add_func ("/horizon/a-short-log-shortens-the-window", test_horizon_fits);

  return g_test_run ();
}
