/* test-events-build.c: from rows of a table to lines of a log, array by array
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-events-private.h"
#include "tn-pool.h"
#include "tn-retail.h"
#include "tn-test.h"

#define AT(day) (tn_test_date ("2026-03-01") + (gint64) (day) *TN_DAY)

/* Rows with holes; each carries its number as its quantity. Row 0 is an order in any case. */
static TnLog *
random_log (guint n)
{
  static const char *const names[] = { "b", "B", "aa", "a", "Ä", "z", "", "10", "9" };
  static const char *const categories[] = { "tea", "cups", NULL };
  TnLog *log = tn_log_new ();

  tn_log_add (log, "a", AT (0), "o", "i", "tea", NULL, 0, 5);
  for (guint i = 1; i < n; i++)
    tn_log_add (log, names[g_test_rand_int_range (0, G_N_ELEMENTS (names))],
                g_test_rand_int_range (0, 9) == 0 ? TN_TIME_MISSING
                                                  : AT (g_test_rand_int_range (0, 30)),
                "o", "i", categories[g_test_rand_int_range (0, 3)], NULL, i,
                g_test_rand_int_range (1, 50) / 4.0);

  return log;
}

static gboolean
is_used (const TnLog *log, guint row, gint64 now)
{
  const char *customer = g_ptr_array_index (log->customers, row);
  gint64 time = g_array_index (log->times, gint64, row);

  return customer != NULL && *customer != '\0' && time != TN_TIME_MISSING &&
         (now == TN_TIME_MISSING || time <= now);
}

static void
assert_line (const TnLog *log, const TnEvents *events, gsize line, gsize customer)
{
  guint row = (guint) events->quantity[line];
  const char *category = g_ptr_array_index (log->categories, row);

  g_assert_cmpstr (tn_dictionary_get (events->customers, (guint32) customer, NULL), ==,
                   g_ptr_array_index (log->customers, row));
  g_assert_cmpint (events->time[line], ==, g_array_index (log->times, gint64, row));
  g_assert_cmpfloat (events->amount[line], ==, g_array_index (log->amounts, double, row));
  if (category == NULL)
    g_assert_cmpuint (events->category[line], ==, TN_CODE_MISSING);
  else
    g_assert_cmpstr (tn_dictionary_get (events->categories, events->category[line], NULL), ==,
                     category);
}

/* Every row that can be used is one line, with its own values, in the order of customer (by
 * bytes), time and row; the others are counted for what they lack. */
static void
test_lines (void)
{
  for (int round = 0; round < 40; round++)
    {
      g_autoptr (TnLog) log = random_log ((guint) g_test_rand_int_range (1, 400));
      TnEventsParams params = TN_EVENTS_PARAMS_INIT;
      g_autoptr (TnEvents) events = NULL;
      const TnEventsCounts *counts;
      gsize n_used = 0, n_seen = 0;

      params.now = g_test_rand_bit () ? TN_TIME_MISSING : AT (g_test_rand_int_range (0, 30));
      events = tn_log_read (log, "cotikqa", &params, NULL);
      counts = tn_events_get_counts (events);
      for (guint i = 0; i < log->times->len; i++)
        n_used += is_used (log, i, params.now);
      g_assert_cmpuint (events->n_lines, ==, n_used);
      g_assert_cmpuint (counts->n_rows, ==, log->times->len);
      g_assert_cmpuint (counts->n_without_customer + counts->n_without_time + counts->n_future, ==,
                        counts->n_rows - n_used);
      g_assert_cmpuint (events->line_start[counts->n_customers], ==, n_used);
      for (gsize i = 0; i < counts->n_customers; i++)
        {
          g_assert_cmpuint (events->line_start[i], <, events->line_start[i + 1]);
          if (i > 0)
            g_assert_cmpint (strcmp (tn_dictionary_get (events->customers, (guint32) i - 1, NULL),
                                     tn_dictionary_get (events->customers, (guint32) i, NULL)),
                             <, 0);
          for (gsize j = events->line_start[i]; j < events->line_start[i + 1]; j++, n_seen++)
            {
              assert_line (log, events, j, i);
              if (j == events->line_start[i])
                continue;
              g_assert_cmpint (events->time[j - 1], <=, events->time[j]);
              if (events->time[j - 1] == events->time[j])
                g_assert_cmpfloat (events->quantity[j - 1], <, events->quantity[j]);
            }
        }
      g_assert_cmpuint (n_seen, ==, n_used);
    }
}

static TnTable *
with_column (TnTable *table, const char *name, TnRole role, TnColumn *column)
{
  TnTableBuilder *builder = tn_table_builder_new_from (table);

  tn_table_builder_take (builder, tn_field_new (name, role), column);

  return tn_table_builder_end (builder);
}

/* A price is of one piece; an amount of its own wins over it. */
static void
test_price (void)
{
  static const double prices[] = { 2.5, NAN, 10 };
  static const struct
  {
    const char *roles;
    double amounts[3];
  } cases[] = {
    { "ctq", { 7.5, NAN, 20 } }, /* 3 × 2.5, unknown, 2 × 10 */
    { "ct", { 2.5, NAN, 10 } },
    { "ctqa", { 1, 2, 3 } },
  };
  g_autoptr (TnLog) log = tn_log_new ();

  tn_log_add (log, "a", AT (0), NULL, NULL, NULL, NULL, 3, 1);
  tn_log_add (log, "a", AT (1), NULL, NULL, NULL, NULL, 4, 2);
  tn_log_add (log, "a", AT (2), NULL, NULL, NULL, NULL, 2, 3);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TnEventsParams params = TN_EVENTS_PARAMS_INIT;
      g_autoptr (TnTable) table = tn_log_end (log, cases[i].roles);
      g_autoptr (TnTable) priced =
          with_column (table, "price", TN_ROLE_PRICE, tn_column_new_numbers (prices, 3));
      g_autoptr (TnEvents) events = tn_events_new (priced, &params, NULL, NULL, NULL);

      for (guint j = 0; j < 3; j++)
        if (isnan (cases[i].amounts[j]))
          g_assert_true (isnan (events->amount[j]));
        else
          g_assert_cmpfloat (events->amount[j], ==, cases[i].amounts[j]);
    }
}

/* What the log does not have has no array, and a customer of no usable row no place. */
static void
test_absent (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) events = NULL;

  tn_log_add (log, "later", TN_TIME_MISSING, NULL, NULL, NULL, NULL, 1, 1);
  tn_log_add (log, "now", AT (0), NULL, NULL, NULL, NULL, 1, 1);
  events = tn_log_read (log, "cta", NULL, NULL);
  g_assert_cmpuint (tn_events_get_counts (events)->n_customers, ==, 1);
  g_assert_cmpstr (tn_dictionary_get (events->customers, 0, NULL), ==, "now");
  g_assert_nonnull (events->amount);
  g_assert_null (events->quantity);
  g_assert_null (events->item);
  g_assert_null (events->category);
  g_assert_null (events->type);
  g_assert_null (events->undone);
}

/* Amounts that are words: the column is named, nothing is guessed. */
static void
test_words (void)
{
  static const TnRole roles[] = { TN_ROLE_AMOUNT, TN_ROLE_PRICE, TN_ROLE_QUANTITY };
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnTable) table = NULL;
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;

  tn_log_add (log, "a", AT (0), "o", NULL, NULL, NULL, 1, 1);
  table = tn_log_end (log, "cot");
  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    {
      g_autoptr (TnTable) wrong =
          with_column (table, "worth", roles[i], tn_column_ref (tn_table_get_column (table, 0)));
      g_autoptr (GError) error = NULL;

      g_assert_null (tn_events_new (wrong, &params, NULL, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
      g_assert_cmpstr (tn_error_get_column (error), ==, "worth");
    }
}

/* Long enough for several parts: sorted by each of them, the same for any number of threads. */
static void
test_threads (void)
{
  g_autoptr (TnLog) log = random_log (200000);
  g_autoptr (TnEvents) one = NULL, two = NULL;

  tn_pool_set_threads (1);
  one = tn_log_read (log, "cotikqa", NULL, NULL);
  tn_pool_set_threads (2);
  two = tn_log_read (log, "cotikqa", NULL, NULL);
  tn_pool_set_threads (0);
  g_assert_cmpmem (one->quantity, one->n_lines * sizeof (float), two->quantity,
                   two->n_lines * sizeof (float));
  g_assert_cmpmem (one->order, one->n_lines * sizeof (guint32), two->order,
                   two->n_lines * sizeof (guint32));
  g_assert_cmpuint (_tn_events_get_n_parts (one), >, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/events-build/every-usable-row-is-one-line-in-order", test_lines);
  g_test_add_func ("/events-build/price-times-pieces-unless-there-is-an-amount", test_price);
  g_test_add_func ("/events-build/what-is-not-there-has-no-array", test_absent);
  g_test_add_func ("/events-build/amounts-that-are-words-are-named", test_words);
  g_test_add_func ("/events-build/same-lines-for-any-number-of-threads", test_threads);

  return g_test_run ();
}
