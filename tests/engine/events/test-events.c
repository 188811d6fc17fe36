/* test-events.c: how an event log is read, and the calendar it is read by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-calendar.h"
#include "tn-error.h"
#include "tn-events.h"
#include "tn-retail.h"
#include "tn-test.h"

#define AT(day) (tn_test_date ("2026-03-01") + (day) *TN_DAY)

static void
add_sale (TnLog *log, const char *customer, gint64 time, const char *order, double amount)
{
  tn_log_add (log, customer, time, order, "i", "k", NULL, amount < 0 ? -1 : 1, amount);
}

static void
test_kinds (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnReading) reading = tn_reading_new ();
  g_autoptr (TnEvents) events = NULL;
  const TnEventsCounts *counts;

  add_sale (log, "a", AT (0), "1", 10);
  add_sale (log, "a", AT (0), "1", 5);
  add_sale (log, "a", AT (1), "C2", 7); /* cancelled by its number */
  add_sale (log, "a", AT (2), "3", -7); /* returned */
  add_sale (log, "b", AT (2), "4", 0);  /* free of charge */
  add_sale (log, NULL, AT (3), "5", 9); /* nobody */
  add_sale (log, "", AT (3), "5", 9);   /* nobody either */
  add_sale (log, "b", TN_TIME_MISSING, "6", 9);
  add_sale (log, "b", AT (50), "7", 9); /* not yet */
  g_free (reading->cancel_prefix);
  reading->cancel_prefix = g_strdup ("C");
  params.reading = reading;
  params.now = AT (10);
  events = tn_log_read (log, "ctoqa", &params, NULL);
  counts = tn_events_get_counts (events);

  g_assert_cmpuint (counts->n_rows, ==, 9);
  g_assert_cmpuint (counts->n_sales, ==, 2);
  g_assert_cmpuint (counts->n_returns, ==, 2);
  g_assert_cmpuint (counts->n_other, ==, 1);
  g_assert_cmpuint (counts->n_without_customer, ==, 2);
  g_assert_cmpuint (counts->n_without_time, ==, 1);
  g_assert_cmpuint (counts->n_future, ==, 1);
  g_assert_cmpuint (counts->n_customers, ==, 2);
  g_assert_cmpuint (counts->n_buyers, ==, 1);
  g_assert_cmpuint (counts->n_orders, ==, 1);
  g_assert_cmpint (tn_events_get_last (events), ==, AT (2));
}

/* The sentences say what was set aside, in both languages. */
static void
test_describe (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnEvents) events = NULL;
  g_autoptr (GPtrArray) sentences = NULL;
  g_autoptr (GString) all = g_string_new (NULL);

  add_sale (log, "a", AT (0), "1", 10);
  add_sale (log, NULL, AT (0), "1", 10);
  add_sale (log, NULL, AT (0), "1", 10);
  add_sale (log, "a", AT (60), "1", 10);
  params.now = AT (10);
  events = tn_log_read (log, "ctoqa", &params, NULL);
  sentences = tn_events_describe (events);
  for (guint i = 0; i < sentences->len; i++)
    {
      g_autofree char *text =
          tn_message_say (g_ptr_array_index (sentences, i), tn_language_get ("en"));

      g_string_append_printf (all, "%s\n", text);
    }
  g_assert_nonnull (strstr (all->str, "2 rows have no customer."));
  g_assert_nonnull (strstr (all->str, "One row lies in the future"));
}

/* Without order numbers, the lines of one customer and day are one order. */
static void
test_days (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) events = NULL;

  add_sale (log, "a", AT (0) + 1000000, NULL, 10);
  add_sale (log, "a", AT (1) - 1000000, NULL, 10);
  add_sale (log, "a", AT (1), NULL, 10);
  add_sale (log, "b", AT (1), NULL, 10);
  events = tn_log_read (log, "cta", NULL, NULL);

  g_assert_cmpuint (tn_events_get_counts (events)->n_orders, ==, 3);
}

/* One order number is one order however its lines are spread, but not over two customers. */
static void
test_numbers (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) events = NULL;

  add_sale (log, "a", AT (3), "x", 10);
  add_sale (log, "a", AT (0), "x", 10);
  add_sale (log, "b", AT (1), "x", 10);
  add_sale (log, "a", AT (0), "y", 10);
  events = tn_log_read (log, "ctoa", NULL, NULL);

  g_assert_cmpuint (tn_events_get_counts (events)->n_orders, ==, 3);
}

static void
test_types (void)
{
  static const struct
  {
    const char *words[3];
    const char *given[2];
    guint n_orders;
  } cases[] = {
    { { "order", "view", "return" }, { NULL, NULL }, 1 },
    { { "Purchase", "cart", "REFUND" }, { NULL, NULL }, 1 },
    { { "购买", "浏览", "退货" }, { NULL, NULL }, 1 },
    { { "abc", "view", "def" }, { "abc", NULL }, 1 },
    /* No type is known as an order: what has an amount is one. */
    { { "abc", "view", "refund" }, { NULL, NULL }, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnLog) log = tn_log_new ();
      TnEventsParams params = TN_EVENTS_PARAMS_INIT;
      g_autoptr (TnReading) reading = tn_reading_new ();
      g_autoptr (TnEvents) events = NULL;

      for (guint j = 0; j < 3; j++)
        tn_log_add (log, "a", AT (j), NULL, "i", "k", cases[i].words[j], 1, 10);
      if (cases[i].given[0] != NULL)
        {
          g_strfreev (reading->order_types);
          reading->order_types = g_strdupv ((char **) cases[i].given);
          params.reading = reading;
        }
      events = tn_log_read (log, "ctea", &params, NULL);
      g_assert_cmpuint (tn_events_get_counts (events)->n_orders, ==, cases[i].n_orders);
    }
}

/* A log of whole days knows its last day whole; one with hours only to its last event. */
static void
test_end (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnEvents) by_day = NULL, by_hour = NULL;

  add_sale (log, "a", AT (0), NULL, 10);
  add_sale (log, "a", AT (5), NULL, 10);
  by_day = tn_log_read (log, "cta", NULL, NULL);
  g_assert_cmpint (tn_events_get_end (by_day), ==, AT (6));
  g_assert_cmpint (tn_events_get_today (by_day), ==, AT (6));
  add_sale (log, "a", AT (4) + 3600000000, NULL, 10);
  by_hour = tn_log_read (log, "cta", NULL, NULL);
  g_assert_cmpint (tn_events_get_end (by_hour), ==, AT (5) + 1);
  g_assert_cmpint (tn_events_get_today (by_hour), ==, AT (6));
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *roles;
    guint n_rows;
    double amount;
    const char *words;
  } cases[] = {
    { "ta", 1, 10, "says who ordered" },    { "ca", 1, 10, "says when" },
    { "cta", 0, 10, "No row is left" },     { "cta", 1, 0, "No row of this log is an order" },
    { "cta", 1, -5, "No row of this log" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TnLog) log = tn_log_new ();
      g_autoptr (GError) error = NULL;

      if (cases[i].n_rows > 0)
        add_sale (log, "a", AT (0), NULL, cases[i].amount);
      g_assert_null (tn_log_read (log, cases[i].roles, NULL, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
      if (strstr (error->message, cases[i].words) == NULL)
        g_error ("“%s” does not say “%s”", error->message, cases[i].words);
    }
}

/* Everything in the future, or a time that is a word: said, not guessed. */
static void
test_unusable (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  TnTableBuilder *builder;
  g_autoptr (TnTable) table = NULL, wrong = NULL;
  g_autoptr (GError) error = NULL;

  add_sale (log, "a", AT (5), NULL, 10);
  params.now = AT (0);
  g_assert_null (tn_log_read (log, "cta", &params, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_nonnull (strstr (error->message, "future"));
  g_clear_error (&error);

  table = tn_log_end (log, "ca");
  builder = tn_table_builder_new_from (table);
  tn_table_builder_take (builder, tn_field_new ("when", TN_ROLE_TIME),
                         tn_column_ref (tn_table_get_column (table, 0)));
  wrong = tn_table_builder_end (builder);
  g_assert_null (tn_events_new (wrong, &params, NULL, NULL, &error));
  g_assert_cmpstr (tn_error_get_column (error), ==, "when");
}

static void
test_unknown_zone (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  g_autoptr (TnTable) table = NULL;
  g_autoptr (TnTable) elsewhere = NULL;
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (GError) error = NULL;
  TnTableBuilder *builder;
  TnField *field;

  tn_log_add (log, "a", tn_test_date ("2026-01-01"), "1", "s", NULL, NULL, 1, 2);
  table = tn_log_end (log, "cotikeqa");
  builder = tn_table_builder_new_from (table);
  field =
      tn_field_copy (tn_table_get_field (table, (guint) tn_table_find_role (table, TN_ROLE_TIME)));
  field->zone = g_strdup ("Atlantis/Harbour");
  tn_table_builder_take (builder, field,
                         tn_column_ref (tn_table_get_column (
                             table, (guint) tn_table_find_role (table, TN_ROLE_TIME))));
  elsewhere = tn_table_builder_end (builder);
  g_assert_null (tn_events_new (elsewhere, &params, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "Atlantis/Harbour"));
}

/* Europe/Berlin: UTC+1, from 2026-03-29 01:00 UTC UTC+2, from 2026-10-25 01:00 UTC UTC+1. */
static void
test_zone (void)
{
  g_autoptr (TnCalendar) calendar =
      tn_calendar_new ("Europe/Berlin", tn_test_date ("2025-01-01"), tn_test_date ("2028-01-01"));
  gint64 change = tn_test_date ("2026-03-29 01:00:00");
  gint64 day = tn_test_date ("2026-03-29") / TN_DAY;

  g_assert_cmpint (tn_calendar_to_local (calendar, change - 1) - (change - 1), ==, 3600000000);
  g_assert_cmpint (tn_calendar_to_local (calendar, change) - change, ==, 7200000000);
  change = tn_test_date ("2026-10-25 01:00:00");
  g_assert_cmpint (tn_calendar_to_local (calendar, change - 1) - (change - 1), ==, 7200000000);
  g_assert_cmpint (tn_calendar_to_local (calendar, change) - change, ==, 3600000000);

  /* The day of the change begins at 23:00 UTC and the next at 22:00: 23 hours. */
  g_assert_cmpint (tn_calendar_get_day_start (calendar, day), ==,
                   tn_test_date ("2026-03-28 23:00:00"));
  g_assert_cmpint (tn_calendar_get_day_start (calendar, day + 1), ==,
                   tn_test_date ("2026-03-29 22:00:00"));
  g_assert_cmpuint (tn_calendar_get_weekday (calendar, tn_test_date ("2026-03-28 23:00:00")), ==,
                    6);
}

/* Clocks that change at midnight, by the rules in force then: a day without a midnight begins
 * at one o'clock, one with two begins with the first. */
static void
test_midnights (void)
{
  static const struct
  {
    const char *zone;
    const char *day;
    const char *start; /* UTC */
  } cases[] = {
    { "America/Sao_Paulo", "2018-11-04", "2018-11-04 03:00:00" }, /* 00:00 became 01:00 */
    { "America/Sao_Paulo", "2018-02-18", "2018-02-18 03:00:00" }, /* 00:00 became 23:00 */
    { "America/Havana", "2018-11-04", "2018-11-04 04:00:00" },    /* 01:00 became 00:00 */
    { "Asia/Amman", "2018-10-26", "2018-10-25 21:00:00" },        /* 01:00 became 00:00 */
    { "Asia/Shanghai", "2018-10-26", "2018-10-25 16:00:00" },
    { "Pacific/Kiritimati", "2018-10-26", "2018-10-25 10:00:00" },
    { "America/New_York", "2018-03-11", "2018-03-11 05:00:00" },
    { "America/New_York", "2018-03-12", "2018-03-12 04:00:00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 date = tn_test_date (cases[i].day);
      g_autoptr (TnCalendar) calendar =
          tn_calendar_new (cases[i].zone, date - 400 * TN_DAY, date + 400 * TN_DAY);
      gint64 start = tn_calendar_get_day_start (calendar, date / TN_DAY);

      g_assert_cmpint (start, ==, tn_test_date (cases[i].start));
      g_assert_cmpint (tn_calendar_get_day (calendar, start), ==, date / TN_DAY);
      g_assert_cmpint (tn_calendar_get_day (calendar, start - 1), ==, date / TN_DAY - 1);
    }
}

static void
test_months (void)
{
  g_autoptr (TnCalendar) calendar = tn_calendar_new (NULL, 0, 0);
  gint64 march = tn_test_date ("2028-03-31") / TN_DAY;

  g_assert_cmpint (tn_calendar_add_months (calendar, march, -1), ==,
                   tn_test_date ("2028-02-29") / TN_DAY);
  g_assert_cmpint (tn_calendar_add_months (calendar, march, -15), ==,
                   tn_test_date ("2026-12-31") / TN_DAY);
  g_assert_cmpint (tn_calendar_add_months (calendar, march, 1), ==,
                   tn_test_date ("2028-04-30") / TN_DAY);
  g_assert_cmpint (tn_calendar_get_day (calendar, -1), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/events/every-row-is-of-one-kind", test_kinds);
  g_test_add_func ("/events/what-is-set-aside-is-said", test_describe);
  g_test_add_func ("/events/lines-of-a-day-are-an-order", test_days);
  g_test_add_func ("/events/an-order-number-is-an-order-of-one-customer", test_numbers);
  g_test_add_func ("/events/types-are-recognised-or-given", test_types);
  g_test_add_func ("/events/end-of-the-data-knows-whole-days", test_end);
  g_test_add_func ("/events/what-is-missing-is-named", test_refusals);
  g_test_add_func ("/events/nothing-usable-is-said", test_unusable);
  g_test_add_func ("/events/a-zone-not-known-is-refused", test_unknown_zone);
  g_test_add_func ("/calendar/offsets-change-to-the-second", test_zone);
  g_test_add_func ("/calendar/a-day-begins-where-clocks-change-at-midnight", test_midnights);
  g_test_add_func ("/calendar/months-end-where-they-end", test_months);

  return g_test_run ();
}
