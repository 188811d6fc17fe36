/* test-events-orders.c: which lines are orders, and which make the same one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-events-private.h"
#include "tn-retail.h"
#include "tn-test.h"

#define AT(day) (tn_test_date ("2026-03-01") + (gint64) (day) *TN_DAY)
#define HOUR    G_GINT64_CONSTANT (3600000000)

static TnEvents *
read_marked (TnLog *log, const guint8 *kinds, GError **error)
{
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnTable) table = tn_log_end (log, "cotqa");
  TnTableBuilder *builder = tn_table_builder_new_from (table);
  g_autoptr (TnTable) marked = NULL;

  tn_table_builder_take (builder, tn_field_new ("line", TN_ROLE_LINE),
                         tn_line_kinds_to_column (kinds, log->times->len, NULL));
  marked = tn_table_builder_end (builder);

  return tn_events_new (marked, &params, NULL, NULL, error);
}

/* Rows carry their number as quantity; some orders have a number, others only a day. */
static TnLog *
random_log (guint8 *kinds, guint n)
{
  static const char *const customers[] = { "a", "b", "c", "d" };
  static const char *const numbers[] = { "1", "2", "3", NULL };
  TnLog *log = tn_log_new ();

  for (guint i = 0; i < n; i++)
    {
      kinds[i] = i == 0 ? TN_LINE_SALE : (guint8) g_test_rand_int_range (0, TN_N_LINE_KINDS);
      tn_log_add (log, customers[g_test_rand_int_range (0, 4)],
                  AT (g_test_rand_int_range (0, 10)) + g_test_rand_int_range (0, 24) * HOUR,
                  numbers[g_test_rand_int_range (0, 4)], NULL, NULL, NULL, i,
                  g_test_rand_int_range (-20, 20));
    }

  return log;
}

/* Of one customer, and of one number where both have one, else of one day. */
static gboolean
is_same_order (const TnLog *log, guint a, guint b)
{
  const char *x = g_ptr_array_index (log->orders, a), *y = g_ptr_array_index (log->orders, b);
  gint64 s = g_array_index (log->times, gint64, a), t = g_array_index (log->times, gint64, b);

  if (x != NULL && y != NULL)
    return strcmp (x, y) == 0;

  return x == NULL && y == NULL && s / TN_DAY == t / TN_DAY;
}

/* Two sales of a customer stand in one order exactly when their rows say so; orders are
 * numbered by their first lines and dated by them. */
static void
test_twin (void)
{
  for (int round = 0; round < 60; round++)
    {
      guint8 kinds[80];
      g_autoptr (TnLog) log = random_log (kinds, G_N_ELEMENTS (kinds));
      g_autoptr (TnEvents) events = read_marked (log, kinds, NULL);
      gsize n_buyers = 0;

      for (gsize i = 0; i < events->counts.n_customers; i++)
        {
          guint32 n_orders = 0;

          for (gsize j = events->line_start[i]; j < events->line_start[i + 1]; j++)
            {
              guint row = (guint) events->quantity[j];

              g_assert_cmpuint (events->kind[j], ==, kinds[row]);
              if (kinds[row] != TN_LINE_SALE)
                {
                  g_assert_cmpuint (events->order[j], ==, TN_NO_ORDER);
                  continue;
                }
              for (gsize k = events->line_start[i]; k < j; k++)
                if (events->order[k] != TN_NO_ORDER)
                  g_assert_cmpint (events->order[k] == events->order[j], ==,
                                   is_same_order (log, (guint) events->quantity[k], row));
              if (events->order[j] == n_orders)
                g_assert_cmpint (events->order_time[events->order_start[i] + n_orders++], ==,
                                 events->time[j]);
              g_assert_cmpuint (events->order[j], <, n_orders);
            }
          g_assert_cmpuint (events->order_start[i + 1] - events->order_start[i], ==, n_orders);
          n_buyers += n_orders > 0;
        }
      g_assert_cmpuint (events->counts.n_buyers, ==, n_buyers);
      g_assert_cmpuint (events->counts.n_orders, ==,
                        events->order_start[events->counts.n_customers]);
    }
}

/* Money that goes back is negative however the file writes it; money that comes stays. */
static void
test_signs (void)
{
  static const guint8 kinds[] = { TN_LINE_SALE, TN_LINE_RETURN, TN_LINE_RETURN, TN_LINE_OTHER };
  static const double amounts[] = { 5, 7, -7, 3 }, expected[] = { 5, -7, -7, 3 };
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) events = NULL;

  for (guint i = 0; i < 4; i++)
    tn_log_add (log, "a", AT (i), NULL, NULL, NULL, NULL, 1, amounts[i]);
  events = read_marked (log, kinds, NULL);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (events->amount[i], ==, expected[i]);
  g_assert_cmpuint (events->counts.n_sales, ==, 1);
  g_assert_cmpuint (events->counts.n_returns, ==, 2);
  g_assert_cmpuint (events->counts.n_other, ==, 1);
}

/* The marks decide, also against what the words and amounts would propose. */
static void
test_marks (void)
{
  static const guint8 kinds[] = { TN_LINE_OTHER, TN_LINE_SALE };
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) events = NULL;

  tn_log_add (log, "a", AT (0), "1", NULL, NULL, NULL, 1, 10);
  tn_log_add (log, "a", AT (1), "C2", NULL, NULL, NULL, -1, -10);
  events = read_marked (log, kinds, NULL);
  g_assert_cmpuint (events->counts.n_orders, ==, 1);
  g_assert_cmpint (events->order_time[0], ==, AT (1));
}

static void
test_none (void)
{
  static const guint8 kinds[] = { TN_LINE_RETURN, TN_LINE_OTHER };
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (GError) error = NULL;

  tn_log_add (log, "a", AT (0), "1", NULL, NULL, NULL, 1, 10);
  tn_log_add (log, "a", AT (1), "2", NULL, NULL, NULL, 1, 10);
  g_assert_null (read_marked (log, kinds, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "No row of this log is an order"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/events-orders/lines-share-an-order-by-number-or-day", test_twin);
  g_test_add_func ("/events-orders/returned-money-is-negative", test_signs);
  g_test_add_func ("/events-orders/marks-decide", test_marks);
  g_test_add_func ("/events-orders/log-without-an-order-is-refused", test_none);

  return g_test_run ();
}
