/* test-features.c: who is asked about, what is known about them, what they are worth
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "nodes-support.h"
#include "tn-error.h"
#include "tn-retail.h"

static Lab *
new_lab (void)
{
  return lab_new ("d dataset", "d.name=log", "c define_churn", "d.events > c.events",
                  "f asof_features", "d.events > f.events", "c.table > f.rows", NULL);
}

/* What has readers is let go when they have read: here nothing reads the rows. */
static Lab *
new_rows_lab (void)
{
  return lab_new ("d dataset", "d.name=log", "c define_churn", "d.events > c.events", NULL);
}

static GArray *
distinct_times (TnTable *table, const char *column)
{
  g_autofree gint64 *times =
      tn_column_dup_times (tn_table_get_column (table, tn_table_find (table, column)), NULL);
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    {
      gboolean is_new = TRUE;

      for (guint j = 0; is_new && j < found->len; j++)
        is_new = g_array_index (found, gint64, j) != times[i];
      if (is_new)
        g_array_append_val (found, times[i]);
    }

  return found;
}

static void
test_proposed (void)
{
  g_autoptr (Lab) lab = new_rows_lab ();
  g_autoptr (GArray) cuts = NULL;
  g_autoptr (GVariant) horizon = NULL;
  const char *warning;

  lab_put (lab, "log", lab_make_log (1));
  lab_run (lab);
  warning = lab_find_warning (lab, "horizon.proposed");
  g_assert_nonnull (warning);
  horizon =
      tn_node_state_get (tn_runner_get_state (lab->runner, "c", 0), "horizon_days", "u", NULL);
  /* Gaps are up to 1.7 times a pace of 12 to 42 days. */
  g_assert_cmpuint (g_variant_get_uint32 (horizon), >, 30);
  g_assert_cmpuint (g_variant_get_uint32 (horizon), <, 72);
  cuts = distinct_times (lab_table (lab, "c.table"), "cut");
  g_assert_cmpuint (cuts->len, >=, 8);
  g_assert_cmpint (tn_node_spec_find_param (tn_node_registry_find ("define_churn"), "cuts")->type,
                   ==, TN_PARAM_DATES);
  g_assert_nonnull (strstr (warning, "Later orders are not looked at"));
}

/* Rows of a typed cut: everyone with an order before it; the label looks at the window alone. */
static void
test_typed (void)
{
  g_autoptr (Lab) lab = new_rows_lab ();
  g_autofree char *who = NULL;
  g_autofree char *left = NULL;

  lab_put (lab, "log",
           lab_table_of ("who:customer:a b a c b",
                         "when:time:2026-01-01 2026-01-05 "
                         "2026-02-10 2026-02-20 2026-04-20",
                         "o:order:1 2 3 4 5", NULL));
  lab_set (lab, "c.horizon_days=30");
  lab_set (lab, "c.cuts=2026-02-01\n2026-03-01");
  lab_run (lab);
  who = lab_cells (lab_table (lab, "c.table"), "customer");
  left = lab_cells (lab_table (lab, "c.table"), "left");
  g_assert_cmpstr (who, ==, "a b a b c a b c");
  g_assert_cmpstr (left, ==, "no yes yes yes yes - - -");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *setting;
    int code;
    const char *node;
  } cases[] = {
    { "c.cuts=2026-03-20", TN_ERROR_DATA, "c" },
    { "c.cuts=2027-03-20", TN_ERROR_DATA, "c" },
    { "c.cuts=2020-01-01", TN_ERROR_DATA, "c" },
    { "c.cuts=soon", TN_ERROR_ARGUMENT, "c" },
    { "c.cuts=2025-11-01\n2025-11-01", TN_ERROR_ARGUMENT, "c" },
    { "c.horizon_days=3000", TN_ERROR_DATA, "c" },
    { "f.windows=0", TN_ERROR_ARGUMENT, "f" },
    { "f.windows=7.5 30", TN_ERROR_ARGUMENT, "f" },
    { "f.windows=30 7", TN_ERROR_ARGUMENT, "f" },
    { "f.windows=-7", TN_ERROR_ARGUMENT, "f" },
    { "f.windows=1e300", TN_ERROR_ARGUMENT, "f" },
    { "f.windows=2 3 4 5 6 7 8 9 10", TN_ERROR_ARGUMENT, "f" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Lab) lab = new_lab ();

      lab_put (lab, "log", lab_make_log (1));
      lab_set (lab, cases[i].setting);
      lab_run_refused (lab, cases[i].code, cases[i].node);
    }
}

static void
test_bad_logs (void)
{
  g_autoptr (Lab) lab = new_lab ();

  lab_put (lab, "log", lab_table_of ("who:customer:a b", "x:number:1 2", NULL));
  lab_run_refused (lab, TN_ERROR_DATA, "c");
  lab_put (lab, "log", lab_table_of ("who:number:1 2", "t:time:2026-01-01 2026-01-02", NULL));
  lab_run_refused (lab, TN_ERROR_DATA, "c");
  lab_put (lab, "log", lab_table_of ("who:customer:- -", "t:time:- -", NULL));
  lab_run_refused (lab, TN_ERROR_DATA, "c");
  /* One order each: nothing to propose a window from. */
  lab_put (lab, "log", lab_table_of ("who:customer:a b", "t:time:2026-01-01 2026-01-02", NULL));
  lab_run_refused (lab, TN_ERROR_DATA, "c");
}

/* A category that first comes after the earliest cut gets no column. */
static void
test_vocabulary (void)
{
  g_autoptr (Lab) lab = new_lab ();
  TnTable *table;

  lab_put (lab, "log",
           lab_table_of ("who:customer:a b a b a b",
                         "when:time:2026-01-01 2026-01-05 2026-01-20 "
                         "2026-02-20 2026-03-20 2026-04-20",
                         "o:order:1 2 3 4 5 6", "kind:category:tea tea cups lamps lamps lamps",
                         "amount:amount:1 1 1 1 1 1",
                         "what:event:order order order order order "
                         "order",
                         NULL));
  lab_set (lab, "c.horizon_days=30");
  lab_set (lab, "c.cuts=2026-02-01\n2026-03-01");
  lab_run (lab);
  table = lab_table (lab, "f.table");
  g_assert_cmpint (tn_table_find (table, "spend_share_tea"), >=, 0);
  g_assert_cmpint (tn_table_find (table, "spend_share_cups"), >=, 0);
  g_assert_cmpint (tn_table_find (table, "spend_share_lamps"), ==, -1);
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    if (tn_table_get_field (table, i)->role == TN_ROLE_FEATURE)
      g_assert_nonnull (tn_table_get_field (table, i)->help);
}

static char *
list_columns (TnTable *table)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    g_string_append_printf (names, "%s/%d ", tn_table_get_field (table, i)->name,
                            tn_table_get_field (table, i)->role);

  return g_string_free (names, FALSE);
}

/* Data that lack a category, and have others, give the columns that were learned. */
static void
test_same_columns (void)
{
  g_autoptr (Lab) lab = new_lab ();
  g_autoptr (Lab) other = new_lab ();
  g_autoptr (TnTable) log = lab_make_log (1);
  g_autoptr (TnTable) fewer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;
  g_autoptr (Lab) filter = lab_new ("d dataset", "d.name=log", "f filter_events",
                                    "d.events > f.events", "f.conditions=category != tea", NULL);

  lab_put (filter, "log", tn_table_ref (log));
  lab_run (filter);
  fewer = tn_table_ref (lab_table (filter, "f.events"));
  lab_put (lab, "log", tn_table_ref (log));
  lab_put (other, "log", tn_table_ref (fewer));
  lab_run (lab);
  lab_score (lab, other, "f", TN_TIME_MISSING, &error);
  g_assert_no_error (error);
  a = list_columns (lab_table (lab, "f.table"));
  b = list_columns (lab_table (other, "f.table"));
  g_assert_cmpstr (a, ==, b);
  g_assert_nonnull (strstr (a, "spend_share_tea"));
}

/* Cheating: what happens from the cut on changes no fact of a row at that cut. */
static void
test_no_future (void)
{
  g_autoptr (Lab) whole = new_lab ();
  g_autoptr (Lab) past = new_lab ();
  g_autoptr (Lab) cutter = lab_new ("d dataset", "d.name=log", "f filter_events",
                                    "d.events > f.events", "f.conditions=when < 2026-01-01", NULL);
  g_autoptr (TnTable) log = lab_make_log (1);
  TnTable *a, *b;

  lab_put (cutter, "log", tn_table_ref (log));
  lab_run (cutter);
  lab_put (whole, "log", tn_table_ref (log));
  lab_put (past, "log", tn_table_ref (lab_table (cutter, "f.events")));
  for (guint i = 0; i < 2; i++)
    {
      Lab *lab = i == 0 ? whole : past;

      lab_set (lab, "c.horizon_days=45");
      lab_set (lab, "c.cuts=2025-09-01\n2025-11-01");
      lab_run (lab);
    }
  a = lab_table (whole, "f.table");
  b = lab_table (past, "f.table");
  for (guint i = 0; i < tn_table_get_n_columns (a); i++)
    if (tn_table_get_field (a, i)->role == TN_ROLE_FEATURE)
      {
        const char *name = tn_table_get_field (a, i)->name;
        g_autofree double *x = lab_numbers (a, name);
        g_autofree double *y = lab_numbers (b, name);
        g_autofree gint64 *cuts =
            tn_column_dup_times (tn_table_get_column (a, tn_table_find (a, "cut")), NULL);

        for (gsize j = 0; j < tn_table_get_n_rows (a) && cuts[j] < tn_test_date ("2025-12-01"); j++)
          if (memcmp (&x[j], &y[j], sizeof (double)) != 0 && !(isnan (x[j]) && isnan (y[j])))
            g_error ("%s of row %" G_GSIZE_FORMAT " is %g with the future, %g without", name, j,
                     x[j], y[j]);
      }
}

static void
test_value (void)
{
  g_autoptr (Lab) lab = new_lab ();
  g_autofree double *value = NULL;
  double sum = 0;
  TnTable *out;
  guint n;

  tn_graph_add_node (lab->graph, "v", "value");
  tn_graph_link (lab->graph, "d", "events", "v", "events", NULL);
  tn_graph_link (lab->graph, "f", "table", "v", "table", NULL);
  lab_put (lab, "log", lab_make_log (1));
  lab_run (lab);
  out = lab_table (lab, "v.table");
  n = (guint) tn_table_find (out, "expected_net_revenue");
  g_assert_cmpint ((int) n, >=, 0);
  value = lab_numbers (out, tn_table_get_field (out, n)->name);
  for (gsize i = 0; i < tn_table_get_n_rows (out); i++)
    {
      g_assert_true (isfinite (value[i]));
      sum += value[i];
    }
  g_assert_cmpfloat (sum / (double) tn_table_get_n_rows (out), >, 10);
  g_assert_cmpint (tn_table_get_field (out, n)->role, !=, TN_ROLE_FEATURE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/define-churn/proposes-horizon-and-cuts", test_proposed);
  g_test_add_func ("/define-churn/labels-typed-cuts", test_typed);
  g_test_add_func ("/define-churn/wrong-settings-get-one-sentence", test_refused);
  g_test_add_func ("/define-churn/wrong-logs-get-one-sentence", test_bad_logs);
  g_test_add_func ("/asof-features/vocabulary-is-from-before-the-earliest-cut", test_vocabulary);
  g_test_add_func ("/asof-features/scoring-gives-the-same-columns", test_same_columns);
  g_test_add_func ("/asof-features/the-future-changes-nothing", test_no_future);
  g_test_add_func ("/value/is-finite-and-no-fact-to-learn-from", test_value);

  return g_test_run ();
}
