/* test-value.c: expected net revenue
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-asof.h"
#include "tn-error.h"
#include "tn-pool.h"
#include "tn-random.h"
#include "tn-retail.h"
#include "tn-test.h"
#include "tn-value.h"

#define AT(day) (tn_test_date ("2026-01-01") + (gint64) (day) *TN_DAY)

static TnEvents *
read_log (TnLog *log, const char *roles)
{
  g_autoptr (GError) error = NULL;
  TnEvents *events = tn_log_read (log, roles, NULL, &error);

  g_assert_no_error (error);

  return events;
}

/* Customers whose order rates are exponential with mean 1/50 a day (gamma of shape 1, rate
 * 50), seen for 300 days, orders worth e^(customer's own + noise). */
static TnLog *
simulate_shop (guint n_customers, guint64 seed)
{
  TnLog *log = tn_log_new ();
  TnRandom random;

  tn_random_init (&random, seed, 0);
  for (guint i = 0; i < n_customers; i++)
    {
      g_autofree char *customer = g_strdup_printf ("c%u", i);
      double rate = -log1p (-tn_random_uniform (&random)) / 50;
      double own = 3 + 0.5 * tn_random_normal (&random);

      for (double day = 0; day < 300; day += -log1p (-tn_random_uniform (&random)) / rate)
        tn_log_add (log, customer, AT (0) + (gint64) (day * (double) TN_DAY), NULL, "i", "k", NULL,
                    1, exp (own + 0.5 * tn_random_normal (&random)));
    }

  return log;
}

static TnLog *
simulate (guint n_customers)
{
  return simulate_shop (n_customers, 99);
}

/* The parameters that made the data come back: standard errors are about 3 % at 3,000. */
static void
test_recovers (void)
{
  g_autoptr (TnLog) log = simulate (3000);
  g_autoptr (TnEvents) events = read_log (log, "cta");
  TnValueParams params = { 90, 1 };
  TnValueFit fit;

  g_assert_true (tn_value_fit (events, AT (300), &params, &fit, NULL, NULL));
  g_test_message ("r %.3f alpha %.1f mean %.2f credibility %.2f", fit.r, fit.alpha, fit.mean_value,
                  fit.credibility);
  tn_assert_close (fit.r / 1, 1, 0.15);
  tn_assert_close (fit.alpha / 50, 1, 0.15);
  /* E e^(3 + 0.5 a + 0.5 b) = e^3.25; within ÷ between variance: e^3·(…) =
   * (e^0.25 · e^0.25 (e^0.25 − 1)) ÷ (e^0.25 (e^0.25 − 1)) = e^0.25 = 1.284. */
  tn_assert_close (fit.mean_value / exp (3.25), 1, 0.05);
  tn_assert_close (fit.credibility / exp (0.25), 1, 0.25);
  g_assert_cmpuint (fit.n_customers, ==, 3000);
}

/* Where a parameter's own variance stands in a lower triangle by rows. */
static guint
place_of (guint param)
{
  return param * (param + 3) / 2;
}

/* What one shop says of its own errors is, on average, how much shops of the same making differ. */
static void
test_errors (void)
{
  guint n_shops = g_test_slow () ? 400 : 120;
  double slack = g_test_slow () ? 0.2 : 0.35;
  double sum[4] = { 0 }, squares[4] = { 0 }, said[4] = { 0 };

  for (guint i = 0; i < n_shops; i++)
    {
      g_autoptr (TnLog) shop_log = simulate_shop (300, i);
      g_autoptr (TnEvents) events = read_log (shop_log, "cta");
      TnValueParams params = { 90, 1 };
      TnValueFit fit;
      double found[4];

      g_assert_true (tn_value_fit (events, AT (300), &params, &fit, NULL, NULL));
      found[0] = log (fit.r);
      found[1] = log (fit.alpha);
      found[2] = fit.mean_value;
      found[3] = log (fit.credibility);
      for (guint k = 0; k < 4; k++)
        {
          sum[k] += found[k];
          squares[k] += found[k] * found[k];
          said[k] += fit.covariance[place_of (k)] / n_shops;
        }
    }
  for (guint k = 0; k < 4; k++)
    {
      double mean = sum[k] / n_shops;
      double spread = sqrt ((squares[k] - n_shops * mean * mean) / (n_shops - 1));

      g_test_message ("parameter %u: spread %.4f, said %.4f", k, spread, sqrt (said[k]));
      tn_assert_close (log (sqrt (said[k]) / spread), 0, slack);
    }
}

static double
value_at (TnTable *table, const char *name, gsize row)
{
  g_autofree double *values = tn_column_dup_numbers (
      tn_table_get_column (table, (guint) tn_table_find (table, name)), NULL);

  return values[row];
}

static TnTable *
value_of (TnEvents *events, gint64 cut, const TnValueParams *params, GError **error)
{
  TnAsofParams asof = TN_ASOF_PARAMS_INIT;
  g_autoptr (TnTable) features = NULL;

  asof.families = TN_ASOF_RECENCY;
  features = tn_asof_features (events, &cut, 1, &asof, NULL, NULL, NULL);

  return tn_value_expected (events, features, params, NULL, NULL, NULL, error);
}

/* A state without errors is one of an older program: it says none. */
static void
test_no_errors (void)
{
  g_autoptr (TnLog) log = simulate (50);
  g_autoptr (TnEvents) events = read_log (log, "cta");
  TnValueParams params = { 90, 1 };
  TnAsofParams asof = TN_ASOF_PARAMS_INIT;
  gint64 cut = AT (250);
  g_autoptr (TnTable) features = NULL;
  g_autoptr (TnTable) plain = NULL;
  g_autoptr (TnTable) valued = NULL;
  g_autoptr (GArray) shop = NULL;
  TnValueAt *at;

  asof.families = TN_ASOF_RECENCY;
  features = tn_asof_features (events, &cut, 1, &asof, NULL, NULL, NULL);
  shop = tn_value_fit_cuts (events, features, &params, NULL, NULL, NULL);
  at = &g_array_index (shop, TnValueAt, 0);
  plain = tn_value_expected (events, features, &params, shop, NULL, NULL, NULL);
  g_assert_cmpfloat (value_at (plain, TN_VALUE_SHOP_ERROR, 0), >, 0);
  memset (at->fit.covariance, 0, sizeof at->fit.covariance);
  valued = tn_value_expected (events, features, &params, shop, NULL, NULL, NULL);
  g_assert_cmpfloat (value_at (valued, TN_VALUE_SHOP_ERROR, 0), ==, 0);
  g_assert_cmpfloat (value_at (valued, "expected_net_revenue", 0), ==,
                     value_at (plain, "expected_net_revenue", 0));
  /* Errors are no facts to learn from. */
  g_assert_cmpint (
      tn_table_get_field (valued, (guint) tn_table_find (valued, TN_VALUE_OWN_ERROR))->role, ==,
      TN_ROLE_IGNORE);
}

/* Each row is the documented formula of its own past and the fit. */
static void
test_formula (void)
{
  g_autoptr (TnLog) log = simulate (200);
  g_autoptr (TnEvents) events = NULL;
  TnValueParams params = { 30, 1 };
  g_autoptr (TnTable) valued = NULL;
  g_autofree char *first = NULL;
  TnValueFit fit;
  double orders, value, returned, tenure, sold = 0, n = 0;

  /* By bytes before all others: three orders of 10, 20 and 60, and 9 sent back. */
  tn_log_add (log, "a", AT (100), NULL, "i", "k", NULL, 1, 10);
  tn_log_add (log, "a", AT (150), NULL, "i", "k", NULL, 1, 20);
  tn_log_add (log, "a", AT (200), NULL, "i", "k", NULL, 1, 60);
  tn_log_add (log, "a", AT (201), NULL, "i", "k", NULL, -1, -9);
  tn_log_add (log, "a", AT (290), NULL, "i", "k", NULL, 1, 999);
  events = read_log (log, "ctqa");
  g_assert_true (tn_value_fit (events, AT (250), &params, &fit, NULL, NULL));
  valued = value_of (events, AT (250), &params, NULL);
  first = tn_column_dup_cell (tn_table_get_column (valued, 0), 0, NULL);
  g_assert_cmpstr (first, ==, "a");

  n = 3;
  sold = 90;
  tenure = 150;
  orders = (fit.r + n - 1) / (fit.alpha + tenure) * 30;
  value = (sold + fit.credibility * fit.mean_value) / (n + fit.credibility);
  returned = (9 + 5 * fit.mean_value * fit.return_share) / (sold + 5 * fit.mean_value);
  tn_assert_close (value_at (valued, "expected_orders", 0), orders, 1e-12);
  tn_assert_close (value_at (valued, "expected_order_value", 0), value, 1e-12);
  tn_assert_close (value_at (valued, "expected_return_share", 0), returned, 1e-12);
  tn_assert_close (value_at (valued, "expected_net_revenue", 0), orders * value * (1 - returned),
                   1e-12);
}

/* Where the process goes on as before, expected and real revenue agree over all customers. */
static void
test_adds_up (void)
{
  g_autoptr (TnLog) log = simulate (3000);
  g_autoptr (TnEvents) events = read_log (log, "cta");
  TnValueParams params = { 60, 1 };
  g_autoptr (TnTable) valued = value_of (events, AT (240), &params, NULL);
  double expected = 0, real = 0;

  for (gsize i = 0; i < tn_table_get_n_rows (valued); i++)
    expected += value_at (valued, "expected_net_revenue", i);
  for (guint i = 0; i < log->times->len; i++)
    if (g_array_index (log->times, gint64, i) >= AT (240) &&
        g_array_index (log->times, gint64, i) < AT (300))
      real += g_array_index (log->amounts, double, i);
  g_test_message ("expected %.0f, real %.0f", expected, real);
  tn_assert_close (expected / real, 1, 0.1);
}

static void
test_cap (void)
{
  g_autoptr (TnLog) log = simulate (300);
  TnValueParams capped = { 90, 0.99 }, whole = { 90, 1 };
  g_autoptr (TnEvents) events = NULL;
  TnValueFit a, b;

  tn_log_add (log, "whale", AT (10), NULL, "i", "k", NULL, 1, 1e6);
  events = read_log (log, "cta");
  g_assert_true (tn_value_fit (events, AT (300), &capped, &a, NULL, NULL));
  g_assert_true (tn_value_fit (events, AT (300), &whole, &b, NULL, NULL));
  g_assert_cmpfloat (a.largest, <, 1000);
  g_assert_cmpfloat (b.largest, ==, 1e6);
  g_assert_cmpfloat (a.mean_value, <, b.mean_value);
}

/* Nobody came twice, one customer, one order: numbers all the same. */
static void
test_little (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  TnValueParams params = TN_VALUE_PARAMS_INIT;

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *customer = g_strdup_printf ("c%u", i);
      g_autoptr (TnEvents) events = NULL;
      g_autoptr (TnTable) valued = NULL;
      g_autoptr (GError) error = NULL;

      tn_log_add (log, customer, AT (i), NULL, "i", "k", NULL, 1, 10);
      events = read_log (log, "cta");
      valued = value_of (events, AT (i) + 1, &params, &error);
      g_assert_no_error (error);
      g_assert_true (isfinite (value_at (valued, "expected_net_revenue", 0)));
      g_assert_cmpfloat (value_at (valued, "expected_net_revenue", 0), >=, 0);
      tn_assert_close (value_at (valued, "expected_order_value", 0), 10, 1e-9);
    }
}

static void
test_refusals (void)
{
  g_autoptr (TnLog) log = simulate (5);
  g_autoptr (TnEvents) bare = read_log (log, "ct");
  g_autoptr (TnEvents) events = read_log (log, "cta");
  TnValueParams params = TN_VALUE_PARAMS_INIT, wrong = { 0, 0.99 };
  g_autoptr (GError) error = NULL;
  TnValueFit fit;

  g_assert_false (tn_value_fit (bare, AT (300), &params, &fit, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_clear_error (&error);
  g_assert_false (tn_value_fit (events, AT (300), &wrong, &fit, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (tn_value_fit (events, AT (-1), &params, &fit, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
}

static void
test_threads (void)
{
  g_autoptr (TnLog) log = simulate (6000);
  g_autoptr (TnEvents) events = read_log (log, "cta");
  TnValueParams params = TN_VALUE_PARAMS_INIT;
  char *prints[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TnTable) valued = NULL;

      tn_pool_set_threads (i + 1);
      valued = value_of (events, AT (250), &params, NULL);
      prints[i] = tn_table_fingerprint (valued, NULL);
    }
  tn_pool_set_threads (0);
  g_assert_cmpstr (prints[0], ==, prints[1]);
  g_free (prints[0]);
  g_free (prints[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/value/fit-recovers-what-made-the-data", test_recovers);
  g_test_add_func ("/value/errors-are-the-spread-over-shops", test_errors);
  g_test_add_func ("/value/without-errors-none-are-said", test_no_errors);
  g_test_add_func ("/value/rows-follow-the-formula", test_formula);
  g_test_add_func ("/value/expected-and-real-revenue-agree", test_adds_up);
  g_test_add_func ("/value/largest-orders-are-capped", test_cap);
  g_test_add_func ("/value/little-data-give-numbers", test_little);
  g_test_add_func ("/value/what-is-missing-is-named", test_refusals);
  g_test_add_func ("/value/same-bytes-for-any-number-of-threads", test_threads);

  return g_test_run ();
}
