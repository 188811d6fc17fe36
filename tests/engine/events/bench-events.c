/* bench-events.c: features as of cut dates from 10 M events
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tn-asof.h"
#include "tn-bench.h"
#include "tn-churn.h"
#include "tn-pool.h"
#include "tn-random.h"
#include "tn-value.h"

#define N_ITEMS          20000
#define N_CATEGORIES     40
#define LINES_A_CUSTOMER 25

static const char *const types[] = { "view", "cart", "order", "review", "share" };

static TnDictionary *
make_words (const char *format, guint32 n)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();

  for (guint32 i = 0; i < n; i++)
    {
      char word[32];

      g_snprintf (word, sizeof word, format, i);
      tn_dictionary_builder_intern (builder, word, strlen (word));
    }

  return tn_dictionary_builder_end (builder);
}

/* Takes @codes. */
static void
take_codes (TnTableBuilder *builder,
            const char *name,
            TnRole role,
            TnDictionary *dictionary,
            guint32 *codes,
            gsize n)
{
  tn_table_builder_take (builder, tn_field_new (name, role),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, dictionary, codes, n));
  tn_dictionary_unref (dictionary);
  g_free (codes);
}

/* A log in order of time, as shops write it: customers of uneven weight, one in eight lines
 * an order. */
static TnTable *
make_log (gsize n)
{
  guint32 n_customers = (guint32) (n / LINES_A_CUSTOMER);
  TnTableBuilder *builder = tn_table_builder_new (n);
  guint32 *customers = g_new (guint32, n), *items = g_new (guint32, n);
  guint32 *categories = g_new (guint32, n), *events = g_new (guint32, n);
  gint64 *times = g_new (gint64, n);
  double *amounts = g_new (double, n);
  TnRandom random;

  tn_random_init (&random, 11, 0);
  for (gsize i = 0; i < n; i++)
    {
      guint32 kind = tn_random_below (&random, 100);
      guint32 item = tn_random_below (&random, N_ITEMS);

      customers[i] = tn_random_below (&random, 1 + tn_random_below (&random, n_customers));
      items[i] = item;
      categories[i] = item % N_CATEGORIES;
      events[i] = kind < 70 ? 0 : kind < 80 ? 1 : kind < 94 ? 2 : kind < 98 ? 3 : 4;
      amounts[i] = events[i] == 2 ? 5 + tn_random_below (&random, 10000) / 100.0 : 0;
      times[i] = (gint64) ((double) i / (double) n * 730 * TN_DAY);
    }
  take_codes (builder, "customer", TN_ROLE_CUSTOMER, make_words ("C%07u", n_customers), customers,
              n);
  take_codes (builder, "item", TN_ROLE_ITEM, make_words ("SKU-%05u", N_ITEMS), items, n);
  take_codes (builder, "category", TN_ROLE_CATEGORY, make_words ("cat %u", N_CATEGORIES),
              categories, n);
  take_codes (builder, "type", TN_ROLE_EVENT, tn_dictionary_new (types, 5), events, n);
  tn_table_builder_take (builder, tn_field_new ("time", TN_ROLE_TIME),
                         tn_column_new_times (times, n));
  tn_table_builder_take (builder, tn_field_new ("amount", TN_ROLE_AMOUNT),
                         tn_column_new_numbers (amounts, n));
  g_free (times);
  g_free (amounts);

  return tn_table_builder_end (builder);
}

static void
bench_features (TnEvents *events, gsize n, guint n_cuts)
{
  TnAsofParams params = TN_ASOF_PARAMS_INIT;
  g_autofree gint64 *cuts = g_new (gint64, n_cuts);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) features = NULL;
  double seconds, lines = 0;
  gint64 start;

  for (guint i = 0; i < n_cuts; i++)
    {
      cuts[i] = (730 - 30 * (gint64) i) * TN_DAY;
      lines += (double) n * (730.0 - 30 * i) / 730;
    }
  start = g_get_monotonic_time ();
  features = tn_asof_features (events, cuts, n_cuts, &params, NULL, NULL, &error);
  g_assert_no_error (error);
  seconds = tn_bench_seconds_since (start);
  printf ("as-of features, %u cut%s: %.2f s, %zu rows × %u columns, %.1f M event rows/s, "
          "peak %.0f MB\n",
          n_cuts, n_cuts > 1 ? "s" : "", seconds, tn_table_get_n_rows (features),
          tn_table_get_n_columns (features), lines / seconds / 1e6, tn_bench_peak_mb ());

  if (n_cuts > 1)
    return;
  start = g_get_monotonic_time ();
  {
    TnChurnParams churn = TN_CHURN_PARAMS_INIT;
    TnValueParams value = TN_VALUE_PARAMS_INIT;
    g_autoptr (TnTable) labelled = tn_churn_label (events, features, &churn, NULL, NULL);
    double labels = tn_bench_seconds_since (start);
    g_autoptr (TnTable) valued = NULL;

    start = g_get_monotonic_time ();
    valued = tn_value_expected (events, features, &value, NULL, NULL, NULL, NULL);
    g_assert_nonnull (labelled);
    g_assert_nonnull (valued);
    printf ("labels: %.3f s; expected net revenue: %.2f s\n", labels,
            tn_bench_seconds_since (start));
  }
}

int
main (int argc, char **argv)
{
  gsize n = argc > 1 ? strtoul (argv[1], NULL, 10) : 10000000;
  TnEventsParams params = TN_EVENTS_PARAMS_INIT;
  g_autoptr (TnTable) table = make_log (n);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEvents) events = NULL;
  double before = tn_bench_peak_mb ();
  gint64 start = g_get_monotonic_time ();

  events = tn_events_new (table, &params, NULL, NULL, &error);
  g_assert_no_error (error);
  printf ("%zu events of %zu customers, %u threads\n", n,
          tn_events_get_counts (events)->n_customers, tn_pool_get_threads ());
  printf ("index: %.2f s, %.1f M rows/s, table %.0f MB, peak %.0f MB\n",
          tn_bench_seconds_since (start), (double) n / tn_bench_seconds_since (start) / 1e6, before,
          tn_bench_peak_mb ());
  bench_features (events, n, 1);
  bench_features (events, n, 6);

  return 0;
}
