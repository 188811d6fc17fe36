/* test-memory.c: the event log when memory runs out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-asof.h"
#include "tn-churn.h"
#include "tn-exhaust.h"
#include "tn-retail.h"
#include "tn-test.h"
#include "tn-value.h"

#define N_LINES     30000
#define N_CUSTOMERS 9000

static TnTable *
make_table (void)
{
  static const char *const types[] = { "order", "order", "view", "return" };
  g_autoptr (TnLog) log = tn_log_new ();
  gint64 origin = tn_test_date ("2026-01-01");

  for (guint i = 0; i < N_LINES; i++)
    {
      g_autofree char *customer = g_strdup_printf ("c%u", i % N_CUSTOMERS);
      g_autofree char *item = g_strdup_printf ("i%u", i % 9973);
      g_autofree char *category = g_strdup_printf ("k%u", i % 11);
      const char *type = types[i % G_N_ELEMENTS (types)];
      gint64 time = origin + (gint64) (i * 7919 % 400) * TN_DAY + (gint64) (i % 24) * 3600000000LL;

      tn_log_add (log, customer, time, NULL, item, category, type, i % 4 == 3 ? -1 : 1,
                  i % 4 == 2 ? 0 : (i % 100) / 4.0);
    }

  return tn_log_end (log, "ctikeqa");
}

static gboolean
read_log (gpointer data, GError **error)
{
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnEvents) events = tn_events_new (data, &params, NULL, NULL, error);

  return events != NULL;
}

static void
test_log (void)
{
  g_autoptr (TnTable) table = make_table ();

  g_assert_cmpuint (tn_exhaust_memory (read_log, table, TN_EXHAUST_NONE), >, 0);
}

static gboolean
make_features (gpointer data, GError **error)
{
  gint64 cuts[] = { tn_test_date ("2026-06-01"), tn_test_date ("2026-09-01") };
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  g_autoptr (TnTable) features = tn_asof_features (data, cuts, 2, &params, NULL, NULL, error);

  return features != NULL;
}

static void
test_features (void)
{
  g_autoptr (TnTable) table = make_table ();
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnEvents) events = tn_events_new (table, &params, NULL, NULL, NULL);

  g_assert_cmpuint (tn_exhaust_memory (make_features, events, TN_EXHAUST_NONE), >, 0);
}

typedef struct
{
  TnEvents *events;
  TnTable *rows;
} Labelled;

static gboolean
label (gpointer data, GError **error)
{
  const Labelled *self = data;
  TnChurnParams params = TN_CHURN_PARAMS_INIT;
  g_autoptr (TnTable) labelled = tn_churn_label (self->events, self->rows, &params, NULL, error);

  return labelled != NULL;
}

static void
test_labels (void)
{
  gint64 cuts[] = { tn_test_date ("2026-05-01"), tn_test_date ("2026-06-01"),
                    tn_test_date ("2026-07-01"), tn_test_date ("2026-08-01") };
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  TnAsofParams asof = TN_ASOF_PARAMS_INIT;
  g_autoptr (TnTable) table = make_table (), rows = NULL;
  g_autoptr (TnEvents) events = tn_events_new (table, &params, NULL, NULL, NULL);
  Labelled labelled;

  asof.families = TN_ASOF_RECENCY;
  rows = tn_asof_features (events, cuts, 4, &asof, NULL, NULL, NULL);
  labelled = (Labelled){ events, rows };
  g_assert_cmpuint (tn_exhaust_memory (label, &labelled, TN_EXHAUST_NONE), >, 0);
}

static gboolean
value (gpointer data, GError **error)
{
  const Labelled *self = data;
  TnValueParams params = TN_VALUE_PARAMS_INIT;
  g_autoptr (GArray) shop =
      tn_value_fit_cuts (self->events, self->rows, &params, NULL, NULL, error);
  g_autoptr (TnTable) valued = NULL;

  if (shop == NULL)
    return FALSE;
  valued = tn_value_expected (self->events, self->rows, &params, shop, NULL, NULL, error);

  return valued != NULL;
}

static void
test_value (void)
{
  gint64 cuts[] = { tn_test_date ("2026-09-01"), tn_test_date ("2026-12-01") };
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  TnAsofParams asof = TN_ASOF_PARAMS_INIT;
  g_autoptr (TnTable) table = make_table (), rows = NULL;
  g_autoptr (TnEvents) events = tn_events_new (table, &params, NULL, NULL, NULL);
  Labelled valued;

  asof.families = TN_ASOF_RECENCY;
  rows = tn_asof_features (events, cuts, 2, &asof, NULL, NULL, NULL);
  valued = (Labelled){ events, rows };
  g_assert_cmpuint (tn_exhaust_memory (value, &valued, TN_EXHAUST_NONE), >, 0);
}

/* One account with most of the orders, as a till has it; many kinds of events. */
static TnTable *
make_till (void)
{
  g_autoptr (TnLog) log = tn_log_new ();
  gint64 origin = tn_test_date ("2026-01-01");

  for (guint i = 0; i < N_LINES; i++)
    {
      g_autofree char *type = g_strdup_printf ("t%u", i % 9000);
      g_autofree char *category = g_strdup_printf ("k%u", i % 9001);
      g_autofree char *customer = g_strdup_printf ("c%u", i % 3 == 0 ? i % 100 : 0);

      tn_log_add (log, customer, origin + (gint64) i * 900 * G_USEC_PER_SEC, NULL, "i", category,
                  i % 3 == 0 ? type : "order", 1, (i % 100) / 4.0);
    }

  return tn_log_end (log, "ctikeqa");
}

static void
test_till (void)
{
  g_autoptr (TnTable) table = make_till ();
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnEvents) events = tn_events_new (table, &params, NULL, NULL, NULL);

  g_assert_cmpuint (tn_exhaust_memory (make_features, events, TN_EXHAUST_NONE), >, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory/event-log-says-so", test_log);
  g_test_add_func ("/memory/as-of-features-say-so", test_features);
  g_test_add_func ("/memory/labels-say-so", test_labels);
  g_test_add_func ("/memory/expected-revenue-says-so", test_value);
  g_test_add_func ("/memory/one-account-with-most-orders-says-so", test_till);

  return g_test_run ();
}
