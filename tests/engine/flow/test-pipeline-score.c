/* test-pipeline-score.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "shop-support.h"
#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-nodes.h"
#include "tn-pipeline-score.h"
#include "tn-run.h"
#include "tn-test.h"

#define N_CUSTOMERS 250

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();
  g_test_add_func ("/pipeline-score/scores-of-the-same-data-are-those-of-the-run",
                   scores_of_the_same_data_are_those_of_the_run);
  g_test_add_func ("/pipeline-score/what-is-not-there-is-said", what_is_not_there_is_said);

  return g_test_run ();
}
