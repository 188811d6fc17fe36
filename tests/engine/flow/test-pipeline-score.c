/* test-pipeline-score.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "shop-support.h"
#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-pipeline-score.h"
#include "tn-run.h"
#include "tn-test.h"

#define N_CUSTOMERS 250
/* Months after all others. */
#define LATER_LINE "O99999-000,C00001,2026-01-31 12:00:00,SKU01,1,9.50\n"

/* Score by customer of the rows with the latest cut. */
static GHashTable *
latest_scores (TnTable *table)
{
  GHashTable *scores = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  TnColumn *customer = tn_table_require_role (table, TN_ROLE_CUSTOMER, NULL);
  g_autofree gint64 *cuts =
      tn_column_dup_times (tn_table_require_role (table, TN_ROLE_CUT, NULL), NULL);
  g_autofree double *values =
      tn_column_dup_numbers (tn_table_get_column (table, tn_table_find (table, "score")), NULL);
  gint64 latest = G_MININT64;

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    latest = MAX (latest, cuts[i]);
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    if (cuts[i] == latest)
      g_hash_table_insert (scores, tn_column_dup_cell (customer, i, NULL),
                           g_memdup2 (&values[i], sizeof (double)));

  return scores;
}

static void
assert_same (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer name, score;

  g_assert_cmpuint (g_hash_table_size (a), >, 0);
  g_assert_cmpuint (g_hash_table_size (a), ==, g_hash_table_size (b));
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &name, &score))
    {
      const double *other = g_hash_table_lookup (b, name);

      g_assert_nonnull (other);
      g_assert_cmpmem (score, sizeof (double), other, sizeof (double));
    }
}

static void
check_model (TnProject *project, gint64 run, const char *model)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnOutput) output = tn_project_get_output (project, run, model, "scores", &error);
  g_autoptr (TnTable) stored = NULL;
  g_autoptr (TnTable) data = NULL;
  g_autoptr (TnTable) again = NULL;
  g_autoptr (GHashTable) a = NULL;
  g_autoptr (GHashTable) b = NULL;

  g_assert_no_error (error);
  stored = tn_project_load_table (project, output->table, &error);
  g_assert_no_error (error);
  data = tn_project_load_dataset (project, "orders", &error);
  g_assert_no_error (error);
  again = tn_project_score (project, run, model, data, TN_TIME_MISSING, NULL, NULL, &error);
  g_assert_no_error (error);
  a = latest_scores (stored);
  b = latest_scores (again);
  assert_same (a, b);
}

static void
scores_of_the_same_data_are_those_of_the_run (void)
{
  g_autofree char *directory = shop_directory ();
  g_autoptr (GError) error = NULL;
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  gint64 run = tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  check_model (project, run, "logistic");
  check_model (project, run, "boosting");
  check_model (project, run, "recency_rule");
  shop_close (project);
}

/* Base and additions sum to the log-odds of the score, for everybody and for one alone. */
static void
explained_parts_sum_to_the_score (void)
{
  static const char *const models[] = { "logistic", "boosting" };
  g_autofree char *directory = shop_directory ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) rule = NULL;
  g_autoptr (GError) cancelled = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  gint64 run = tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint m = 0; m < 2; m++)
    {
      g_autoptr (TnTable) all =
          tn_project_explain (project, run, models[m], NULL, NULL, NULL, &error);
      g_autoptr (TnTable) alone = NULL;
      g_autofree double *scores = NULL;
      g_autofree double *sums = NULL;
      g_autofree char *first = NULL;
      const char *asked[] = { NULL, NULL };
      gsize n, n_moved = 0;

      g_assert_no_error (error);
      n = tn_table_get_n_rows (all);
      g_assert_cmpuint (n, >, N_CUSTOMERS / 2);
      sums = g_new0 (double, n);
      scores =
          tn_column_dup_numbers (tn_table_get_column (all, tn_table_find (all, "score")), NULL);
      for (guint i = 0; i < tn_table_get_n_columns (all); i++)
        {
          const char *name = tn_table_get_field (all, i)->name;
          g_autofree double *values = NULL;

          if (!g_str_equal (name, "base") && !g_str_has_prefix (name, "+ "))
            continue;
          values = tn_column_dup_numbers (tn_table_get_column (all, i), NULL);
          for (gsize row = 0; row < n; row++)
            {
              sums[row] += values[row];
              n_moved += g_str_has_prefix (name, "+ ") && values[row] != 0;
            }
        }
      g_assert_cmpuint (n_moved, >, n);
      for (gsize row = 0; row < n; row++)
        g_assert_cmpfloat_with_epsilon (1 / (1 + exp (-sums[row])), scores[row], 1e-5);

      first = tn_column_dup_cell (tn_table_require_role (all, TN_ROLE_CUSTOMER, NULL), 0, NULL);
      asked[0] = first;
      alone = tn_project_explain (project, run, models[m], asked, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (tn_table_get_n_rows (alone), ==, 1);
    }
  g_assert_null (tn_project_explain (project, run, NULL, (const char *const[]){ "nobody", NULL },
                                     NULL, NULL, &unknown));
  g_assert_error (unknown, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_null (tn_project_explain (project, run, "recency_rule", NULL, NULL, NULL, &rule));
  g_assert_error (rule, TN_ERROR, TN_ERROR_ARGUMENT);
  g_cancellable_cancel (cancellable);
  g_assert_null (tn_project_explain (project, run, NULL, NULL, NULL, cancellable, &cancelled));
  g_assert_error (cancelled, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  shop_close (project);
}

/* One column of numbers by customer; only of rows with the latest cut where there are cuts. */
static GHashTable *
by_customer (TnTable *table, const char *name)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  TnColumn *customer = tn_table_require_role (table, TN_ROLE_CUSTOMER, NULL);
  int place = tn_table_find (table, name);
  g_autofree double *values = NULL;

  g_assert_cmpint (place, >=, 0);
  values = tn_column_dup_numbers (tn_table_get_column (table, (guint) place), NULL);
  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    g_hash_table_insert (found, tn_column_dup_cell (customer, i, NULL),
                         g_memdup2 (&values[i], sizeof (double)));

  return found;
}

static void
assert_part_of (GHashTable *part, GHashTable *whole)
{
  GHashTableIter iter;
  gpointer name, value;

  g_assert_cmpuint (g_hash_table_size (part), >, 0);
  g_hash_table_iter_init (&iter, part);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const double *other = g_hash_table_lookup (whole, name);

      g_assert_nonnull (other);
      g_assert_cmpmem (value, sizeof (double), other, sizeof (double));
    }
}

static TnTable *
score (TnProject *project, gint64 run, TnTable *data, gint64 as_of)
{
  g_autoptr (GError) error = NULL;
  TnTable *scores = tn_project_score (project, run, NULL, data, as_of, NULL, NULL, &error);

  g_assert_no_error (error);

  return scores;
}

static void
assert_columns_are_part_of (TnTable *part, TnTable *whole, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GHashTable) some = by_customer (part, names[i]);
      g_autoptr (GHashTable) all = by_customer (whole, names[i]);

      assert_part_of (some, all);
    }
}

/* A score is not what the list says of a customer: that is the chance, and how sure it is. */
static void
chances_are_those_of_the_list (void)
{
  static const char *const names[] = { "chance", "low", "high", NULL };
  g_autofree char *directory = shop_directory ();
  g_autoptr (GError) error = NULL;
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  gint64 run = tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error);
  g_autoptr (TnTable) data = tn_project_load_dataset (project, "orders", NULL);
  g_autoptr (TnTable) scores = NULL;
  g_autoptr (TnTable) list = NULL;
  g_autoptr (TnOutput) output = tn_project_get_output (project, run, "list", "result", &error);
  g_autoptr (GHashTable) raw = NULL;
  g_autoptr (GHashTable) chance = NULL;

  g_assert_no_error (error);
  g_assert_true (tn_json_bool (json_node_get_object (output->body), "calibrated", FALSE));
  /* A list is of a day, and no clock tells of the microsecond after the last order. */
  g_assert_cmpint (tn_json_int (json_node_get_object (output->body), "as_of", 1) % G_TIME_SPAN_DAY,
                   ==, 0);
  list = tn_project_load_table (project, output->table, &error);
  g_assert_no_error (error);
  scores = score (project, run, data, TN_TIME_MISSING);
  g_assert_cmpuint (tn_table_get_n_rows (scores), ==, tn_table_get_n_rows (list));
  assert_columns_are_part_of (scores, list, names);
  raw = by_customer (scores, "score");
  chance = by_customer (scores, "chance");
  g_assert_cmpuint (g_hash_table_size (raw), ==, g_hash_table_size (chance));
  shop_close (project);
}

/* Every line of customers who ordered early enough not to be the shop's last. */
static TnTable *
take_two (TnTable *data)
{
  TnColumn *customer = tn_table_require_role (data, TN_ROLE_CUSTOMER, NULL);
  g_autofree gint64 *times =
      tn_column_dup_times (tn_table_require_role (data, TN_ROLE_TIME, NULL), NULL);
  g_autoptr (GHashTable) last = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GBytes) bytes = NULL;
  gint64 end = G_MININT64;

  for (gsize i = 0; i < tn_table_get_n_rows (data); i++)
    {
      char *name = tn_column_dup_cell (customer, i, NULL);
      const gint64 *known = g_hash_table_lookup (last, name);

      end = MAX (end, times[i]);
      if (known == NULL || *known < times[i])
        g_hash_table_replace (last, name, g_memdup2 (&times[i], sizeof (gint64)));
      else
        g_free (name);
    }
  for (gsize i = 0; i < tn_table_get_n_rows (data); i++)
    {
      g_autofree char *name = tn_column_dup_cell (customer, i, NULL);
      const gint64 *known = g_hash_table_lookup (last, name);

      if (!g_hash_table_contains (taken, name) && g_hash_table_size (taken) < 2 &&
          *known < end - G_TIME_SPAN_DAY * 40)
        g_hash_table_add (taken, g_strdup (name));
      if (g_hash_table_contains (taken, name))
        g_array_append_val (rows, i);
    }
  g_assert_cmpuint (g_hash_table_size (taken), ==, 2);
  bytes = g_bytes_new (rows->data, rows->len * sizeof (gsize));

  return tn_table_new_view (data, bytes);
}

/* Their day is the shop's, which their own lines do not reach, and the shop they are measured
 * against is the one that was learned from. */
static void
two_customers_are_scored_as_among_all (void)
{
  static const char *const names[] = { "score",
                                       "chance",
                                       "low",
                                       "high",
                                       "expected_orders",
                                       "expected_order_value",
                                       "expected_return_share",
                                       "expected_net_revenue",
                                       NULL };
  g_autofree char *directory = shop_directory ();
  g_autoptr (GError) error = NULL;
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  gint64 run = tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error);
  g_autoptr (TnTable) data = tn_project_load_dataset (project, "orders", NULL);
  g_autoptr (TnTable) two = take_two (data);
  g_autoptr (TnTable) all = NULL;
  g_autoptr (TnTable) some = NULL;
  g_autoptr (TnTable) asked = NULL;

  g_assert_no_error (error);
  all = score (project, run, data, TN_TIME_MISSING);
  some = score (project, run, two, TN_TIME_MISSING);
  g_assert_cmpuint (tn_table_get_n_rows (some), ==, 2);
  assert_columns_are_part_of (some, all, names);
  g_assert_cmpint (tn_scores_get_day (some), ==, tn_scores_get_day (all));
  asked = score (project, run, two, tn_scores_get_day (all));
  assert_columns_are_part_of (asked, all, names);

  g_clear_pointer (&asked, tn_table_unref);
  asked = score (project, run, two, tn_scores_get_day (all) + 30 * G_TIME_SPAN_DAY);
  g_assert_cmpint (tn_scores_get_day (asked), ==, tn_scores_get_day (all) + 30 * G_TIME_SPAN_DAY);
  shop_close (project);
}

/* What a run learned and kept is all that scoring needs: here in a copy of the project without the
 * data, from the file. A file that goes on later has a later day. */
static void
data_may_be_gone (void)
{
  static const char *const names[] = { "score", "chance", "low", "high", NULL };
  g_autofree char *directory = shop_directory ();
  g_autofree char *csv = g_build_filename (directory, "orders.csv", NULL);
  g_autofree char *later = g_build_filename (directory, "later.csv", NULL);
  g_autofree char *path = g_build_filename (directory, "shop.tenure", NULL);
  g_autofree char *copy = g_build_filename (directory, "copy.tenure", NULL);
  g_autofree char *bytes = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnEdit) edit = tn_edit_new (tn_message_new_literal ("Remove"));
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  gint64 run = tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error);
  g_autoptr (TnTable) data = tn_project_load_dataset (project, "orders", NULL);
  g_autoptr (TnTable) before = score (project, run, data, TN_TIME_MISSING);
  g_autoptr (TnTable) read = NULL;
  g_autoptr (TnTable) after = NULL;
  g_autoptr (TnTable) then = NULL;
  g_autofree char *text = NULL;
  g_autofree char *more = NULL;

  g_assert_no_error (error);
  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  shop_close (project);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (copy, bytes, (gssize) size, NULL));
  project = tn_project_open (copy, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);
  tn_edit_delete (edit, TN_DOCUMENT_DATASET, "orders");
  tn_project_edit (project, edit, &error);
  g_assert_no_error (error);

  read = tn_project_read_like_run (project, run, csv, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  after = score (project, run, read, TN_TIME_MISSING);
  assert_columns_are_part_of (after, before, names);
  g_assert_cmpuint (tn_table_get_n_rows (after), ==, tn_table_get_n_rows (before));

  g_assert_true (g_file_get_contents (csv, &text, NULL, NULL));
  more = g_strconcat (text, LATER_LINE, NULL);
  g_assert_true (g_file_set_contents (later, more, -1, NULL));
  g_clear_pointer (&read, tn_table_unref);
  read = tn_project_read_like_run (project, run, later, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  then = score (project, run, read, TN_TIME_MISSING);
  g_assert_cmpint (tn_scores_get_day (then), >, tn_scores_get_day (after));
  shop_close (project);
}

static void
what_is_not_there_is_said (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (TnTable) data = tn_project_load_dataset (project, "orders", NULL);
  g_autoptr (GError) error = NULL;
  gint64 run;

  g_assert_null (tn_project_score (project, 0, NULL, data, TN_TIME_MISSING, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);

  run = tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (
      tn_project_score (project, run, "nobody", data, TN_TIME_MISSING, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "nobody"));
  g_clear_error (&error);

  shop_close (project);
}

/* Without order numbers every line would be an order of its own, and nothing would tell. */
static void
a_file_without_its_orders_is_refused (void)
{
  g_autofree char *directory = shop_directory ();
  TnProject *project = shop_make_project (directory, N_CUSTOMERS, 1);
  g_autoptr (TnTable) data = tn_project_load_dataset (project, "orders", NULL);
  TnTableBuilder *builder = tn_table_builder_new_from (data);
  g_autoptr (TnTable) poor = NULL;
  g_autoptr (GError) error = NULL;
  gint64 run = tn_project_run_pipeline (project, "churn", 1, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  tn_table_builder_remove (builder, "OrderNo");
  poor = tn_table_builder_end (builder);
  g_assert_null (tn_project_score (project, run, NULL, poor, TN_TIME_MISSING, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DATA);
  g_assert_cmpstr (tn_error_get_column (error), ==, "OrderNo");
  g_assert_nonnull (strstr (error->message, "“OrderNo”"));
  shop_close (project);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();
  g_test_add_func ("/score/explained-parts-sum-to-the-score", explained_parts_sum_to_the_score);
  g_test_add_func ("/pipeline-score/scores-of-the-same-data-are-those-of-the-run",
                   scores_of_the_same_data_are_those_of_the_run);
  g_test_add_func ("/pipeline-score/chances-are-those-of-the-list", chances_are_those_of_the_list);
  g_test_add_func ("/pipeline-score/two-customers-are-scored-as-among-all",
                   two_customers_are_scored_as_among_all);
  g_test_add_func ("/pipeline-score/data-may-be-gone", data_may_be_gone);
  g_test_add_func ("/pipeline-score/what-is-not-there-is-said", what_is_not_there_is_said);
  g_test_add_func ("/pipeline-score/a-file-without-its-orders-is-refused",
                   a_file_without_its_orders_is_refused);

  return g_test_run ();
}
