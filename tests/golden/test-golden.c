/* test-golden.c: a project saved by the first version of the format opens, scores and saves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The project and its scores were made once by build-aux/make-golden and are not made again:
 * README.md beside them says how. Every version must give the scores of that day.
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-dataset.h"
#include "tn-import.h"
#include "tn-journal.h"
#include "tn-language.h"
#include "tn-list-export.h"
#include "tn-nodes.h"
#include "tn-pdf.h"
#include "tn-pipeline-run.h"
#include "tn-pipeline-score.h"
#include "tn-report.h"
#include "tn-run.h"
#include "tn-test.h"

#define RUN 1

/* Sums of logarithms differ in their last digits between processors, and nowhere else. */
#define TOLERANCE 1e-9

static const char *const models[] = { "base_rate", "recency_rule", "logistic", "boosting" };

/* A copy to work on, opened with no memory of it, as on another computer. */
static TnProject *
open_copy (char **path)
{
  g_autofree char *original =
      g_test_build_filename (G_TEST_DIST, "golden", "project-1.tenure", NULL);
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *sessions = g_build_filename (dir, "sessions", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *project;
  gsize size;

  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  *path = g_build_filename (dir, "project.tenure", NULL);
  g_assert_true (g_file_get_contents (original, &content, &size, NULL));
  g_assert_true (g_file_set_contents (*path, content, (gssize) size, NULL));
  project = tn_project_open (*path, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);

  return project;
}

static void
close_project (TnProject *project)
{
  g_autoptr (GError) error = NULL;

  tn_project_close (project, &error);
  g_assert_no_error (error);
  tn_project_unref (project);
}

/* The scores of that day: customer, then a column a model. */
static TnTable *
read_scores (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "golden", "scores-1.csv", NULL);
  g_autoptr (GError) error = NULL;
  TnTable *table = tn_import_file (path, NULL, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return table;
}

static GHashTable *
index_scores (TnTable *table, const char *key, const char *value)
{
  GHashTable *scores = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  TnColumn *keys = tn_table_get_column (table, (guint) tn_table_find (table, key));
  g_autofree double *values = tn_column_dup_numbers (
      tn_table_get_column (table, (guint) tn_table_find (table, value)), NULL);

  for (gsize i = 0; i < tn_table_get_n_rows (table); i++)
    g_hash_table_insert (scores, tn_column_dup_cell (keys, i, NULL),
                         g_memdup2 (&values[i], sizeof (double)));

  return scores;
}

static void
check_scores (TnProject *project, TnTable *golden, const char *model)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) data = tn_project_load_dataset (project, "orders", &error);
  g_autoptr (TnTable) table =
      tn_project_score (project, RUN, model, data, TN_TIME_MISSING, NULL, NULL, &error);
  const char *customer;
  g_autoptr (GHashTable) now = NULL, then = NULL;
  GHashTableIter iter;
  gpointer name, score;

  g_assert_no_error (error);
  customer = tn_table_get_field (table, (guint) tn_table_find_role (table, TN_ROLE_CUSTOMER))->name;
  now = index_scores (table, customer, "score");
  then = index_scores (golden, "customer", model);
  g_assert_cmpuint (g_hash_table_size (then), >, 200);
  g_assert_cmpuint (g_hash_table_size (now), ==, g_hash_table_size (then));
  g_hash_table_iter_init (&iter, then);
  while (g_hash_table_iter_next (&iter, &name, &score))
    {
      const double *value = g_hash_table_lookup (now, name);

      g_assert_nonnull (value);
      tn_assert_close (*value, *(double *) score, TOLERANCE);
    }
}

static void
check_all_scores (TnProject *project)
{
  g_autoptr (TnTable) golden = read_scores ();

  for (guint i = 0; i < G_N_ELEMENTS (models); i++)
    check_scores (project, golden, models[i]);
}

static void
test_scores (void)
{
  g_autofree char *path = NULL;
  TnProject *project = open_copy (&path);

  check_all_scores (project);
  close_project (project);
}

/* The figures of the run are the stored ones, not figures made anew. */
static void
test_results (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *project = open_copy (&path);
  g_autoptr (JsonNode) run = tn_project_describe_run (project, RUN, tn_language_get ("en"), &error);
  JsonArray *metrics;

  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (run), "status"), ==,
                   "done");
  metrics = json_object_get_array_member (json_node_get_object (run), "metrics");
  g_assert_cmpuint (json_array_get_length (metrics), >, 20);
  close_project (project);
}

static void
test_report (void)
{
  static const char *const languages[] = { "en", "zh_CN" };
  g_autofree char *path = NULL;
  g_autofree char *pdf = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *project = open_copy (&path);
  g_autoptr (TnDocument) document = tn_report_new (project, RUN, &error);
  g_autoptr (TnTable) list = NULL;

  g_assert_no_error (error);
  pdf = g_strconcat (path, ".pdf", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      GStatBuf info;

      tn_pdf_write (document, tn_language_get (languages[i]), pdf, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_stat (pdf, &info), ==, 0);
      g_assert_cmpint (info.st_size, >, 20000);
    }
  list = tn_list_export (project, RUN, NULL, tn_language_get ("en"), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tn_table_get_n_rows (list), >, 200);
  close_project (project);
}

/* What is saved by this version gives the same scores once more, and the edit is in it. */
static void
test_save (void)
{
  g_autofree char *path = NULL;
  g_autofree char *other = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *project = open_copy (&path);
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, "churn", &error);

  g_assert_no_error (error);
  g_assert_true (tn_project_put_pipeline (project, "another", graph,
                                          tn_message_new ("Make pipeline"), &error));
  other = g_strconcat (path, ".again.tenure", NULL);
  tn_project_save_as (project, other, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  close_project (project);

  g_clear_pointer (&graph, tn_graph_unref);
  project = tn_project_open (other, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);
  graph = tn_project_get_pipeline (project, "another", &error);
  g_assert_no_error (error);
  check_all_scores (project);
  close_project (project);
}

static void
set_old (TnGraph *graph, const char *node, const char *param, double value)
{
  tn_graph_set_value (graph, node, param, json_node_init_double (json_node_alloc (), value));
}

static JsonObject *
get_values (TnGraph *graph, const char *node)
{
  return tn_graph_get_node (graph, (guint) tn_graph_find_node (graph, node))->values;
}

/* The pipeline of that day with money stated as that day's program let people state it: all of it
 * counts in today's places, undo brings the older pipeline back, and scores do not move. */
static void
test_old_money (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *project = open_copy (&path);
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (project, NULL, &error);
  g_autoptr (TnGraph) now = NULL;
  g_autoptr (TnGraph) back = NULL;
  JsonObject *stated;

  g_assert_no_error (error);
  set_old (graph, "list", "margin", 35);
  set_old (graph, "list", "cost", 1.5);
  tn_graph_set_value (graph, "list", "currency", json_node_init_string (json_node_alloc (), "JPY"));
  set_old (graph, "evaluate", "cost", 1.5);
  set_old (graph, "evaluate", "gain", 20);
  g_assert_true (
      tn_project_put_pipeline (project, "churn", graph, tn_message_new ("Set money"), &error));
  close_project (project);

  project = tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);
  now = tn_project_get_pipeline (project, "churn", &error);
  g_assert_no_error (error);
  g_assert_true (tn_graph_require_sound (now, &error));
  stated = get_values (now, "value");
  g_assert_cmpfloat (json_object_get_double_member (stated, "margin"), ==, 35);
  g_assert_cmpfloat (json_object_get_double_member (stated, "cost"), ==, 1.5);
  g_assert_cmpstr (json_object_get_string_member (stated, "currency"), ==, "JPY");
  g_assert_false (json_object_has_member (get_values (now, "list"), "margin"));
  g_assert_false (json_object_has_member (get_values (now, "list"), "currency"));
  g_assert_false (json_object_has_member (get_values (now, "evaluate"), "cost"));
  g_assert_cmpfloat (json_object_get_double_member (get_values (now, "evaluate"), "gain"), ==, 20);
  check_all_scores (project);

  g_assert_true (tn_project_undo (project, NULL, &error));
  back = tn_project_get_pipeline (project, "churn", &error);
  g_assert_no_error (error);
  g_assert_false (json_object_has_member (get_values (back, "value"), "margin"));
  close_project (project);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();
  g_test_add_func ("/golden/scores-are-those-of-that-day", test_scores);
  g_test_add_func ("/golden/results-are-kept", test_results);
  g_test_add_func ("/golden/report-and-list-are-written", test_report);
  g_test_add_func ("/golden/saved-again-scores-the-same", test_save);
  g_test_add_func ("/golden/money-stated-then-counts-now", test_old_money);

  return g_test_run ();
}
