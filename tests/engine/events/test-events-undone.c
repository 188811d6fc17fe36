/* test-events-undone.c: an event log as it was known at a moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-events-private.h"
#include "tn-retail.h"
#include "tn-test.h"

#define AT(day) (tn_test_date ("2026-03-01") + (gint64) (day) *TN_DAY)

/* A line of the log and when it was cancelled; its number is its quantity. */
typedef struct
{
  const char *customer;
  const char *order;
  int day;
  gint64 undone;
} Row;

/* Those rows that are undone strictly before @moment are left out; %G_MININT64 keeps all. */
static TnEvents *
read_rows (const Row *rows, gsize n, gint64 moment)
{
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (GArray) undone = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TnTable) table = NULL, marked = NULL;
  TnTableBuilder *builder;

  for (gsize i = 0; i < n; i++)
    if (rows[i].undone == TN_TIME_MISSING || rows[i].undone >= moment)
      {
        tn_log_add (log, rows[i].customer, AT (rows[i].day), rows[i].order, "i", "k", NULL,
                    (double) i, (double) i + 1);
        g_array_append_val (undone, rows[i].undone);
      }
  table = tn_log_end (log, "cotikqa");
  builder = tn_table_builder_new_from (table);
  tn_table_builder_take (builder, tn_field_new ("undone", TN_ROLE_UNDONE),
                         tn_column_new_times ((gint64 *) undone->data, undone->len));
  marked = tn_table_builder_end (builder);

  return tn_events_new (marked, &params, NULL, NULL, NULL);
}

static void
test_moment (void)
{
  const Row rows[] = {
    { "a", "1", 0, AT (10) },
    { "a", "1", 0, TN_TIME_MISSING },
    { "a", "2", 5, AT (10) },
    { "a", "3", 8, TN_TIME_MISSING },
  };
  static const struct
  {
    int hours; /* after day 10 */
    gsize n_lines, n_orders;
  } cases[] = { { -240, 4, 3 }, { 0, 4, 3 }, { 1, 2, 2 }, { 2400, 2, 2 } };
  g_autoptr (TnEvents) events = read_rows (rows, G_N_ELEMENTS (rows), G_MININT64);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnEvents) then =
          _tn_events_as_of (events, AT (10) + cases[i].hours * TN_DAY / 24, NULL);

      g_assert_cmpuint (then->n_lines, ==, cases[i].n_lines);
      g_assert_cmpuint (then->counts.n_orders, ==, cases[i].n_orders);
    }
}

/* An order of which the first line is gone is dated by the next; one that is gone is none. */
static void
test_orders (void)
{
  const Row rows[] = {
    { "a", "1", 0, AT (1) },          { "a", "2", 2, AT (3) }, { "a", "1", 4, TN_TIME_MISSING },
    { "a", "3", 6, TN_TIME_MISSING }, { "b", "4", 1, AT (2) },
  };
  g_autoptr (TnEvents) events = read_rows (rows, G_N_ELEMENTS (rows), G_MININT64);
  g_autoptr (TnEvents) then = _tn_events_as_of (events, AT (20), NULL);

  g_assert_cmpuint (then->counts.n_orders, ==, 2);
  g_assert_cmpint (then->order_time[0], ==, AT (4));
  g_assert_cmpint (then->order_time[1], ==, AT (6));
  g_assert_cmpuint (then->order[0], ==, 0);
  g_assert_cmpuint (then->order[1], ==, 1);

  /* Who is left without an order stays in place: codes of customers go on to fit. */
  g_assert_cmpuint (then->counts.n_customers, ==, 2);
  g_assert_cmpuint (then->counts.n_buyers, ==, 1);
  g_assert_cmpuint (then->line_start[1], ==, then->line_start[2]);
  g_assert_cmpuint (then->order_start[1], ==, then->order_start[2]);
}

static void
test_nothing (void)
{
  const Row rows[] = { { "a", "1", 0, TN_TIME_MISSING } };
  const Row some[] = { { "a", "1", 0, TN_TIME_MISSING }, { "a", "2", 1, AT (2) } };
  g_autoptr (TnEvents) events = read_rows (rows, 1, G_MININT64);
  g_autoptr (TnEvents) same = _tn_events_as_of (events, AT (5), NULL);
  g_autoptr (TnEvents) other = read_rows (some, 2, G_MININT64);
  g_autoptr (TnEvents) then = _tn_events_as_of (other, AT (5), NULL);
  g_autoptr (TnEvents) again = _tn_events_as_of (then, AT (5), NULL);

  g_assert_true (same == events);
  g_assert_true (then != other);
  g_assert_true (again == then);
}

static void
random_rows (Row *rows, gsize n)
{
  static const char *const customers[] = { "a", "b", "c", "d", "e" };
  static const char *const orders[] = { "1", "2", "3", "4", NULL };

  for (gsize i = 0; i < n; i++)
    {
      rows[i] =
          (Row){ customers[g_test_rand_int_range (0, 5)], orders[g_test_rand_int_range (0, 5)],
                 g_test_rand_int_range (0, 40), TN_TIME_MISSING };
      if (g_test_rand_bit ())
        rows[i].undone = AT (rows[i].day + g_test_rand_int_range (0, 30));
    }
  /* Everybody has a line that stays, so that both ways know the same customers. */
  for (gsize i = 0; i < 5; i++)
    rows[i] = (Row){ customers[i], "0", 0, TN_TIME_MISSING };
}

/* As of a moment is the log that is read from the rows that were left at that moment. */
static void
test_twin (void)
{
  for (int round = 0; round < 80; round++)
    {
      Row rows[90];
      gint64 moment = AT (g_test_rand_int_range (0, 70));
      g_autoptr (TnEvents) events = NULL, then = NULL, twin = NULL;

      random_rows (rows, G_N_ELEMENTS (rows));
      events = read_rows (rows, G_N_ELEMENTS (rows), G_MININT64);
      then = _tn_events_as_of (events, moment, NULL);
      twin = read_rows (rows, G_N_ELEMENTS (rows), moment);
      g_assert_cmpmem (then->time, then->n_lines * sizeof (gint64), twin->time,
                       twin->n_lines * sizeof (gint64));
      g_assert_cmpmem (then->quantity, then->n_lines * sizeof (float), twin->quantity,
                       twin->n_lines * sizeof (float));
      g_assert_cmpmem (then->amount, then->n_lines * sizeof (double), twin->amount,
                       twin->n_lines * sizeof (double));
      g_assert_cmpmem (then->kind, then->n_lines, twin->kind, twin->n_lines);
      g_assert_cmpmem (then->order, then->n_lines * sizeof (guint32), twin->order,
                       twin->n_lines * sizeof (guint32));
      g_assert_cmpmem (then->line_start, 6 * sizeof (gsize), twin->line_start, 6 * sizeof (gsize));
      g_assert_cmpmem (then->order_start, 6 * sizeof (gsize), twin->order_start,
                       6 * sizeof (gsize));
      g_assert_cmpmem (then->order_time, then->counts.n_orders * sizeof (gint64), twin->order_time,
                       twin->counts.n_orders * sizeof (gint64));
      g_assert_cmpuint (then->counts.n_buyers, ==, twin->counts.n_buyers);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/events-undone/a-cancellation-counts-after-its-moment", test_moment);
  g_test_add_func ("/events-undone/orders-are-numbered-and-dated-anew", test_orders);
  g_test_add_func ("/events-undone/nothing-undone-is-the-log-itself", test_nothing);
  g_test_add_func ("/events-undone/equals-the-log-of-the-rows-left", test_twin);

  return g_test_run ();
}
