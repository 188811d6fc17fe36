/* test-stake.c: whether the interval of the value at stake holds what it says it holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shops are made up whose customers have rates, usual orders and shares returned drawn from the
 * distributions the estimate is made for; what each truly brings is then known, and with it the
 * value at stake. Of many shops, the share whose truth lies in the 95 % interval is counted.
 */

#include "config.h"

#include <math.h>

#include "tn-asof.h"
#include "tn-outlook.h"
#include "tn-pool.h"
#include "tn-random.h"
#include "tn-retail.h"
#include "tn-test.h"
#include "tn-value.h"

#define SEEN_DAYS   400
#define WINDOW_DAYS 90
#define RATE_SHAPE  0.8
#define RATE_DAYS   60
#define MEAN_ORDER  40
#define RETURNED    0.1

#define AT(day) (tn_test_date ("2026-01-01") + (gint64) ((day) * (double) TN_DAY))

/* Marsaglia & Tsang 2000; shapes below 1 by their boost. */
static double
draw_gamma (TnRandom *random, double shape)
{
  double d, c;

  if (shape < 1)
    return draw_gamma (random, shape + 1) * pow (1 - tn_random_uniform (random), 1 / shape);
  d = shape - 1.0 / 3;
  c = 1 / sqrt (9 * d);
  for (;;)
    {
      double x = tn_random_normal (random), v = pow (MAX (1 + c * x, 0), 3);

      if (v > 0 && log (1 - tn_random_uniform (random)) < x * x / 2 + d - d * v + d * log (v))
        return d * v;
    }
}

static double
draw_beta (TnRandom *random, double a, double b)
{
  double x = draw_gamma (random, a);

  return x / (x + draw_gamma (random, b));
}

/* What is true of one shop. */
typedef struct
{
  guint n;
  double *revenue; /* by number of the customer: what the window brings on average */
  double *chance;
  TnEvents *events;
} Shop;

static void
shop_clear (Shop *self)
{
  g_free (self->revenue);
  g_free (self->chance);
  tn_events_unref (self->events);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shop, shop_clear)

/* Orders from the first one, on a day drawn, to the end; whole orders go back now and then. */
static void
add_orders (TnLog *log,
            const char *customer,
            double rate,
            double usual,
            double share,
            TnRandom *random)
{
  double day = 300 * tn_random_uniform (random);

  for (; day < SEEN_DAYS; day += -log1p (-tn_random_uniform (random)) / rate)
    {
      double amount = usual * draw_gamma (random, 3) / 3;

      tn_log_add (log, customer, AT (day), NULL, "i", "k", NULL, 1, amount);
      if (tn_random_uniform (random) < share)
        tn_log_add (log, customer, AT (MIN (day + 0.01, SEEN_DAYS - 0.001)), NULL, "i", "k", NULL,
                    -1, -amount);
    }
}

static void
make_shop (Shop *self, guint n, guint64 seed)
{
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnTable) table = NULL;
  g_autoptr (GError) error = NULL;
  TnRandom random;

  *self = (Shop){ n, g_new (double, n), g_new (double, n), NULL };
  tn_random_init (&random, seed, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *customer = g_strdup_printf ("%u", i);
      double rate = draw_gamma (&random, RATE_SHAPE) / RATE_DAYS;
      double usual = MEAN_ORDER * draw_gamma (&random, 4) / 4;
      double share = draw_beta (&random, 5 * RETURNED, 5 * (1 - RETURNED));

      add_orders (log, customer, rate, usual, share, &random);
      self->revenue[i] = rate * WINDOW_DAYS * usual * (1 - share);
      self->chance[i] = draw_beta (&random, 1, 1);
    }
  /* Somebody of whom nothing is known at the cut: data go on that long. */
  tn_log_add (log, "later", AT (SEEN_DAYS), NULL, "i", "k", NULL, 1, 1);
  table = tn_log_end (log, "ctaq");
  self->events = tn_events_new (table, &params, NULL, NULL, &error);
  g_assert_no_error (error);
}

static TnTable *
value_shop (Shop *self)
{
  TnAsofParams asof = TN_ASOF_PARAMS_INIT;
  TnValueParams params = { WINDOW_DAYS, 1 };
  gint64 cut = AT (SEEN_DAYS);
  g_autoptr (TnTable) features = NULL;
  g_autoptr (GError) error = NULL;
  TnTable *valued;

  asof.families = TN_ASOF_RECENCY;
  features = tn_asof_features (self->events, &cut, 1, &asof, NULL, NULL, &error);
  g_assert_no_error (error);
  valued = tn_value_expected (self->events, features, &params, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tn_table_get_n_rows (valued), ==, self->n);

  return valued;
}

static double *
read_numbers (TnTable *table, const char *name)
{
  return tn_column_dup_numbers (tn_table_get_column (table, (guint) tn_table_find (table, name)),
                                NULL);
}

/* What one shop tells. */
typedef struct
{
  gboolean covered;      /* the interval holds the true value at stake */
  gboolean bare_covered; /* it does without the errors of revenue */
  double customers;      /* share of customers whose own interval holds the truth */
  double width;          /* half the interval over the value */
} Told;

static void
judge (Shop *shop, guint64 seed, Told *told)
{
  g_autoptr (TnTable) valued = value_shop (shop);
  TnColumn *names =
      tn_table_get_column (valued, (guint) tn_table_find_role (valued, TN_ROLE_CUSTOMER));
  g_autofree double *expected = read_numbers (valued, "expected_net_revenue");
  g_autofree double *own = read_numbers (valued, TN_VALUE_OWN_ERROR);
  g_autofree double *shared = read_numbers (valued, TN_VALUE_SHOP_ERROR);
  g_autofree double *none = g_new0 (double, shop->n);
  g_autofree double *chances = g_new (double, shop->n);
  TnAmounts amounts = { expected, own, shared }, bare = { expected, none, none };
  TnOutlook with, without;
  TnRandom random;
  double truth = 0;

  tn_random_init (&random, seed, 1);
  *told = (Told){ 0 };
  for (guint i = 0; i < shop->n; i++)
    {
      g_autofree char *name = tn_column_dup_cell (names, i, NULL);
      guint customer = (guint) g_ascii_strtoull (name, NULL, 10);
      double error = 1.959963984540054 * hypot (own[i], shared[i]);

      chances[i] = shop->chance[customer];
      if (tn_random_uniform (&random) < chances[i])
        truth += shop->revenue[customer];
      told->customers += fabs (shop->revenue[customer] - expected[i]) <= error;
    }
  told->customers /= shop->n;
  tn_outlook_sum (&with, chances, &amounts, shop->n, 0);
  tn_outlook_sum (&without, chances, &bare, shop->n, 0);
  told->covered = with.low <= truth && truth <= with.high;
  told->bare_covered = without.low <= truth && truth <= without.high;
  told->width = (with.high - with.low) / (2 * with.value);
}

/* @slack: how far from 95 % the share may be: four standard errors of the short count, 2.5 points
 * of the long one. */
static void
check_coverage (guint n_customers)
{
  guint n_shops = !g_test_slow ()      ? 200
                  : n_customers < 1000 ? 2000
                                       : 1000,
        n_covered = 0, n_bare = 0;
  double slack = g_test_slow () ? 0.025 : 0.06, customers = 0, width = 0, share;

  for (guint i = 0; i < n_shops; i++)
    {
      g_auto (Shop) shop = { 0 };
      Told told;

      make_shop (&shop, n_customers, 1000 * n_customers + i);
      judge (&shop, i, &told);
      n_covered += told.covered;
      n_bare += told.bare_covered;
      customers += told.customers / n_shops;
      width += told.width / n_shops;
    }
  share = (double) n_covered / n_shops;
  g_test_message ("%u shops of %u customers: %.1f %% covered, %.1f %% without the errors of "
                  "revenue; one customer %.1f %%; half width %.1f %%",
                  n_shops, n_customers, 100 * share, 100.0 * n_bare / n_shops, 100 * customers,
                  100 * width);
  g_assert_cmpfloat (fabs (share - 0.95), <=, slack);
  g_assert_cmpfloat (fabs (customers - 0.95), <=, 0.03);
  g_assert_cmpfloat ((double) n_bare / n_shops, <, share);
}

static void
test_small_shop (void)
{
  check_coverage (80);
}

static void
test_large_shop (void)
{
  check_coverage (500);
}

/* Where what all customers share is most of the error. */
static void
test_very_large_shop (void)
{
  if (!g_test_slow ())
    {
      g_test_skip ("only in the long form");
      return;
    }
  check_coverage (3000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stake/interval-holds-the-truth-in-small-shops", test_small_shop);
  g_test_add_func ("/stake/interval-holds-the-truth-in-large-shops", test_large_shop);
  g_test_add_func ("/stake/interval-holds-the-truth-in-very-large-shops", test_very_large_shop);

  return g_test_run ();
}
