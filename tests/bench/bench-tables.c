/* bench-tables.c: group-by against pandas on the peer's own input; group-by, join and sort of
 * 10 M rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdio.h>

#include "tn-bench.h"
#include "tn-group-by.h"
#include "tn-import.h"
#include "tn-join.h"
#include "tn-pool.h"
#include "tn-random.h"
#include "tn-sort.h"

#define N_LARGE 10000000
#define REPEATS 5

/* What the answers of both sides are compared by. */
static const char answers_script[] =
    "import sys, pandas as pd\n"
    "e = pd.read_csv(sys.argv[1] + '/e.csv', parse_dates=['time'])\n"
    "g = e.groupby('customer').agg(n=('item','size'), last=('time','max'), first=('time','min'), "
    "m=('amount','sum'), k=('item','nunique'))\n"
    "print(len(g), g.n.sum(), round(g.m.sum(), 2), g.k.sum(), "
    "int((g['last'] - g['first']).dt.total_seconds().sum()))\n";

static const char *const by_customer[] = { "customer" };
static const TnAggregate aggregates[] = {
  { TN_AGGREGATE_COUNT, NULL, "n" },      { TN_AGGREGATE_MAX, "time", "last" },
  { TN_AGGREGATE_MIN, "time", "first" },  { TN_AGGREGATE_SUM, "amount", "m" },
  { TN_AGGREGATE_DISTINCT, "item", "k" },
};

static TnTable *
time_group_by (TnTable *table, guint repeats, double *median)
{
  g_autofree double *seconds = g_new (double, repeats);
  TnTable *grouped = NULL;

  for (guint i = 0; i < repeats; i++)
    {
      gint64 start = g_get_monotonic_time ();

      g_clear_pointer (&grouped, tn_table_unref);
      grouped = tn_group_by (table, by_customer, 1, aggregates, G_N_ELEMENTS (aggregates),
                             TN_GROUP_ORDER_KEY, NULL, NULL, NULL);
      seconds[i] = tn_bench_seconds_since (start);
      g_assert_nonnull (grouped);
    }
  *median = tn_bench_median (seconds, repeats);

  return grouped;
}

static double
sum_of (TnTable *table, const char *name)
{
  TnColumn *column = tn_table_get_column (table, (guint) tn_table_find (table, name));
  g_autofree double *values = tn_column_dup_numbers (column, NULL);
  double sum = 0;

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    sum += values[i];

  return sum;
}

static double
span_of (TnTable *table)
{
  g_autofree gint64 *first = tn_column_dup_times (tn_table_get_column (table, 3), NULL);
  g_autofree gint64 *last = tn_column_dup_times (tn_table_get_column (table, 2), NULL);
  gint64 sum = 0;

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    sum += last[i] - first[i];

  return (double) (sum / G_USEC_PER_SEC);
}

/* Stops the benchmark where pandas has other answers; FALSE when pandas is not there. */
static gboolean
check_answers (TnTable *grouped, const char *dir)
{
  const char *arguments[] = { "-c", answers_script, dir, NULL };
  g_autofree char *said = tn_bench_ask_python (arguments, 0);
  const double ours[] = { (double) tn_table_get_n_rows (grouped), sum_of (grouped, "n"),
                          sum_of (grouped, "m"), sum_of (grouped, "k"), span_of (grouped) };
  char *at = said;

  for (guint i = 0; said != NULL && i < G_N_ELEMENTS (ours); i++)
    {
      double theirs = g_ascii_strtod (at, &at);

      if (fabs (theirs - ours[i]) > 1e-9 * fabs (theirs))
        g_error ("answer %u is %.10g, pandas has %.10g", i, ours[i], theirs);
    }

  return said != NULL;
}

static void
bench_peer (void)
{
  g_autofree char *dir = tn_bench_peer_data ();
  g_autofree char *path = dir != NULL ? g_build_filename (dir, "e.csv", NULL) : NULL;
  g_autoptr (TnTable) table = NULL, grouped = NULL;
  g_autoptr (GPtrArray) answers = NULL;
  g_autoptr (GError) error = NULL;
  double ours, theirs;

  if (dir == NULL)
    return;
  table = tn_import_file (path, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  grouped = time_group_by (table, REPEATS, &ours);
  g_print (
      "group-by of %zu rows into %zu groups, 5 aggregates: %.3f s (median of %d), %u threads\n",
      tn_table_get_n_rows (table), tn_table_get_n_rows (grouped), ours, REPEATS,
      tn_pool_get_threads ());
  if (!check_answers (grouped, dir) ||
      (answers = tn_bench_ask_peer ("groupby", dir, tn_pool_get_threads ())) == NULL)
    {
      g_print ("pandas is not installed here: no ratio\n");
      return;
    }
  theirs = json_object_get_double_member (g_ptr_array_index (answers, 0), "median");
  g_print ("%s: %.3f s, same answers; ratio %.1f\n",
           json_object_get_string_member (g_ptr_array_index (answers, 0), "peer"), theirs,
           theirs / ours);
}

static TnDictionary *
make_words (guint32 n)
{
  TnDictionaryBuilder *builder = tn_dictionary_builder_new ();

  for (guint32 i = 0; i < n; i++)
    {
      char word[16];

      g_snprintf (word, sizeof word, "C%07u", i);
      tn_dictionary_builder_intern (builder, word, strlen (word));
    }

  return tn_dictionary_builder_end (builder);
}

/* Columns customer, item, time and amount; or one row a customer in another order. */
static TnTable *
make_table (gsize n, guint32 n_customers, gboolean one_each)
{
  TnTableBuilder *builder = tn_table_builder_new (n);
  g_autoptr (TnDictionary) customers = make_words (n_customers);
  g_autoptr (TnDictionary) items = make_words (20000);
  g_autofree guint32 *codes = g_new (guint32, n);
  g_autofree guint32 *item_codes = g_new (guint32, n);
  g_autofree gint64 *times = g_new (gint64, n);
  g_autofree double *amounts = g_new (double, n);
  TnRandom random;

  tn_random_init (&random, 5, one_each);
  for (gsize i = 0; i < n; i++)
    {
      codes[i] = one_each ? (guint32) i : tn_random_below (&random, n_customers);
      item_codes[i] = tn_random_below (&random, 20000);
      times[i] = (gint64) tn_random_below (&random, 1u << 31) * 1000;
      amounts[i] = tn_random_uniform (&random);
    }
  if (one_each)
    tn_random_shuffle (&random, codes, n);
  tn_table_builder_take (builder, tn_field_new ("customer", TN_ROLE_CUSTOMER),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, customers, codes, n));
  tn_table_builder_take (builder, tn_field_new ("item", TN_ROLE_ITEM),
                         tn_column_new_codes (TN_COLUMN_CATEGORY, items, item_codes, n));
  tn_table_builder_take (builder, tn_field_new ("time", TN_ROLE_TIME),
                         tn_column_new_times (times, n));
  tn_table_builder_take (builder, tn_field_new ("amount", TN_ROLE_AMOUNT),
                         tn_column_new_numbers (amounts, n));

  return tn_table_builder_end (builder);
}

static void
bench_join (TnTable *events, TnTable *customers, gboolean as_of)
{
  TnJoinParams params = { TN_JOIN_LEFT, by_customer, by_customer, 1, NULL, NULL, 0, NULL };
  g_autoptr (TnJoinPlan) plan = NULL;
  g_autoptr (TnTable) joined = NULL;
  gint64 start = g_get_monotonic_time ();
  double planned;

  if (as_of)
    params.left_time = params.right_time = "time";
  plan = tn_join_plan (events, customers, &params, NULL, NULL);
  planned = tn_bench_seconds_since (start);
  start = g_get_monotonic_time ();
  joined = tn_join_run (plan, NULL, NULL, NULL);
  g_print ("%sjoin of %zu with %zu rows: plan %.2f s, run %.2f s, %.0f%% matched, peak %.0f MB\n",
           as_of ? "as-of " : "", tn_table_get_n_rows (events), tn_table_get_n_rows (customers),
           planned, tn_bench_seconds_since (start), 100 * tn_join_plan_get_match_rate (plan),
           tn_bench_peak_mb ());
  g_assert_cmpuint (tn_table_get_n_rows (joined), ==, tn_table_get_n_rows (events));
}

static void
bench_large (void)
{
  static const TnSortKey keys[] = { { "customer", FALSE }, { "time", TRUE } };
  g_autoptr (TnTable) events = make_table (N_LARGE, 1000000, FALSE);
  g_autoptr (TnTable) customers = make_table (800000, 800000, TRUE);
  g_autoptr (TnTable) grouped = NULL;
  g_autofree guint32 *order = NULL;
  gint64 start;
  double seconds;

  g_print ("table of %d rows in memory, peak %.0f MB, %u threads\n", N_LARGE, tn_bench_peak_mb (),
           tn_pool_get_threads ());
  grouped = time_group_by (events, 3, &seconds);
  g_print ("group-by into %zu groups, 5 aggregates: %.2f s, peak %.0f MB\n",
           tn_table_get_n_rows (grouped), seconds, tn_bench_peak_mb ());
  bench_join (events, customers, FALSE);
  bench_join (events, customers, TRUE);
  start = g_get_monotonic_time ();
  order = tn_sort_permutation (events, keys, 2, NULL, NULL);
  g_print ("sort by customer and time: %.2f s, peak %.0f MB\n", tn_bench_seconds_since (start),
           tn_bench_peak_mb ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bench_peer ();
  bench_large ();

  return 0;
}
