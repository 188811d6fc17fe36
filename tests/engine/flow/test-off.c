/* test-off.c: steps that are switched off, and runs up to one step
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "shop-support.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-pipeline-check.h"
#include "tn-run.h"
#include "tn-test.h"
#include "tn-worker.h"

static TnGraph *
make_graph (const char *const *settings)
{
  g_autoptr (GError) error = NULL;
  TnGraph *graph = tn_graph_new ();
  static const char *const nodes[][2] = {
    { "data", "dataset" },        { "clean", "clean" },       { "churn", "define_churn" },
    { "facts", "asof_features" }, { "split", "split" },       { "impute", "impute" },
    { "encode", "encode" },       { "logistic", "logistic" }, { "rule", "recency_rule" },
    { "judge", "evaluate" },
  };
  static const char *const links[][4] = {
    { "data", "events", "clean", "events" },     { "clean", "events", "churn", "events" },
    { "clean", "events", "facts", "events" },    { "churn", "table", "facts", "rows" },
    { "facts", "table", "split", "table" },      { "split", "table", "impute", "table" },
    { "impute", "table", "encode", "table" },    { "encode", "table", "logistic", "table" },
    { "split", "table", "rule", "table" },       { "rule", "scores", "judge", "scores" },
    { "logistic", "scores", "judge", "scores" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    tn_graph_add_node (graph, nodes[i][0], nodes[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (links); i++)
    {
      tn_graph_link (graph, links[i][0], links[i][1], links[i][2], links[i][3], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; settings != NULL && settings[i] != NULL; i++)
    {
      tn_graph_set_text (graph, settings[i], &error);
      g_assert_no_error (error);
    }

  return graph;
}

static char *
list_links (TnGraph *graph)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    {
      const TnGraphLink *link = tn_graph_get_link (graph, i);

      g_string_append_printf (text, "%s%s>%s", i > 0 ? " " : "",
                              tn_graph_get_node (graph, link->from)->id,
                              tn_graph_get_node (graph, link->to)->id);
    }

  return g_string_free (text, FALSE);
}

static void
test_passes_through (void)
{
  static const char *const off[] = { "clean=off", "impute=off", "encode=off", NULL };
  g_autoptr (TnGraph) graph = make_graph (off);
  g_autoptr (TnGraph) active = tn_graph_new_active (graph);
  g_autofree char *links = list_links (active);
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);

  g_assert_cmpuint (issues->len, ==, 0);
  g_assert_cmpuint (tn_graph_get_n_nodes (active), ==, 7);
  g_assert_cmpstr (links, ==,
                   "data>churn data>facts churn>facts facts>split split>logistic split>rule "
                   "rule>judge logistic>judge");
}

static void
test_learner_drops_out (void)
{
  static const char *const off[] = { "rule=off", NULL };
  g_autoptr (TnGraph) graph = make_graph (off);
  g_autoptr (TnGraph) active = tn_graph_new_active (graph);
  g_autofree char *links = list_links (active);
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);

  g_assert_cmpuint (issues->len, ==, 0);
  g_assert_null (strstr (links, "rule"));
  g_assert_nonnull (strstr (links, "logistic>judge"));
}

/* One finding, of that step, whose first way out leads to a sound pipeline. */
static void
assert_needed (const char *setting, const char *node, const char *words)
{
  const char *const settings[] = { setting, NULL };
  g_autoptr (TnGraph) graph = make_graph (settings);
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);
  const TnGraphIssue *issue;
  g_autofree char *text = NULL;
  g_autoptr (TnGraph) fixed = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (issues->len, >, 0);
  issue = g_ptr_array_index (issues, 0);
  g_assert_cmpstr (issue->code, ==, "needs_off");
  g_assert_cmpstr (issue->node, ==, node);
  text = tn_message_say (issue->message, tn_language_get ("en"));
  g_assert_nonnull (strstr (text, words));
  g_assert_nonnull (strstr (text, "Switch it on"));
  g_assert_cmpuint (issue->repairs->len, ==, 2);
  fixed = tn_repair_apply_to_graph (g_ptr_array_index (issue->repairs, 0), graph, &error);
  g_assert_no_error (error);
  left = tn_graph_check (fixed);
  g_assert_cmpuint (left->len, ==, 0);
}

static void
test_needed (void)
{
  assert_needed ("data=off", "clean", "Data");
  assert_needed ("churn=off", "facts", "needs what it gives");
  assert_needed ("split=off", "logistic", "needs what it gives");
}

static void
test_all_off (void)
{
  static const char *const off[] = { "data=off",  "clean=off",  "churn=off",  "facts=off",
                                     "split=off", "impute=off", "encode=off", "logistic=off",
                                     "rule=off",  "judge=off",  NULL };
  g_autoptr (TnGraph) graph = make_graph (off);
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);
  g_autofree char *text = NULL;

  g_assert_cmpuint (issues->len, ==, 1);
  text = tn_message_say (((TnGraphIssue *) g_ptr_array_index (issues, 0))->message,
                         tn_language_get ("en"));
  g_assert_nonnull (strstr (text, "switched off"));
}

/* Kept with the pipeline; what does not say anything of it is on. */
static void
test_stored (void)
{
  static const char *const off[] = { "impute=off", NULL };
  static const char *const on_again[] = { "impute=off", "impute=on", NULL };
  g_autoptr (TnGraph) graph = make_graph (off);
  g_autoptr (TnGraph) plain = make_graph (NULL);
  g_autoptr (TnGraph) back = make_graph (on_again);
  g_autoptr (JsonNode) json = tn_graph_to_json (graph);
  g_autoptr (JsonNode) plain_json = tn_graph_to_json (plain);
  g_autoptr (JsonNode) back_json = tn_graph_to_json (back);
  g_autoptr (TnGraph) again = tn_graph_from_json (json, NULL);
  g_autofree char *plain_text = tn_json_print (plain_json, FALSE);

  g_assert_true (
      tn_graph_node_is_off (tn_graph_get_node (again, tn_graph_find_node (again, "impute"))));
  g_assert_false (
      tn_graph_node_is_off (tn_graph_get_node (again, tn_graph_find_node (again, "encode"))));
  g_assert_null (strstr (plain_text, "\"off\""));
  g_assert_true (json_node_equal (plain_json, back_json));
}

static void
test_bad_switch (void)
{
  g_autoptr (TnGraph) graph = make_graph (NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (tn_graph_set_text (graph, "nobody=off", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tn_graph_set_text (graph, "impute=perhaps", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
}

static void
test_up_to (void)
{
  static const char *const off[] = { "clean=off", NULL };
  g_autoptr (TnGraph) graph = make_graph (off);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) part = tn_graph_new_up_to (graph, "facts", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (tn_graph_get_n_nodes (part), ==, 3);
  g_assert_cmpstr (tn_graph_get_target (part), ==, "facts");
  g_assert_null (tn_graph_get_target (graph));
  g_assert_null (tn_graph_new_up_to (graph, "clean", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_cmpstr (tn_error_get_node (error), ==, "clean");
  g_clear_error (&error);
  g_assert_null (tn_graph_new_up_to (graph, "nobody", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

/* --- In a project --- */

static gint64
run_to (TnProject *project, const char *to)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tn_project_run_pipeline_to (project, "churn", to, 1, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);

  return id;
}

static guint
count_outputs (TnProject *project, gint64 run, const char *node)
{
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (project, run, NULL);
  guint n = 0;

  for (guint i = 0; i < outputs->len; i++)
    n += g_str_equal (((TnOutput *) g_ptr_array_index (outputs, i))->node, node);

  return n;
}

static void
test_run_without (void)
{
  g_autofree char *directory = shop_directory ();
  g_autoptr (TnProject) project = shop_make_project (directory, 160, 3);
  g_autoptr (GError) error = NULL;
  gint64 whole = run_to (project, NULL), less;
  g_autoptr (TnRun) run = NULL;
  g_autoptr (TnGraph) now = NULL;

  g_assert_cmpuint (count_outputs (project, whole, "boosting"), >, 0);
  shop_set (project, "boosting=off");
  less = run_to (project, NULL);
  g_assert_cmpuint (count_outputs (project, less, "boosting"), ==, 0);
  g_assert_cmpuint (count_outputs (project, less, "logistic"), >, 0);

  /* What is kept of the run is what ran, so the report says no more than that. */
  run = tn_project_get_run (project, less, &error);
  now = tn_graph_from_json (run->snapshot, &error);
  g_assert_cmpint (tn_graph_find_node (now, "boosting"), <, 0);
  g_clear_pointer (&now, tn_graph_unref);
  now = tn_project_get_pipeline (project, "churn", &error);
  g_assert_true (tn_run_is_of (run, now));

  /* Undo is the history's, as for any edit. */
  g_assert_true (tn_project_undo (project, NULL, &error));
  g_clear_pointer (&now, tn_graph_unref);
  now = tn_project_get_pipeline (project, "churn", &error);
  g_assert_false (tn_run_is_of (run, now));
  shop_close (g_steal_pointer (&project));
}

static void
count_status (const char *node, TnNodeStatus status, double seconds, gpointer user_data)
{
  if (status == TN_NODE_RUNNING)
    ++*(guint *) user_data;
}

/* What ran up to a step is recalled by the whole run, and the whole run stays the one that counts.
 */
static void
test_run_to (void)
{
  g_autofree char *directory = shop_directory ();
  g_autoptr (TnProject) project = shop_make_project (directory, 160, 4);
  g_autoptr (GError) error = NULL;
  TnRunEvents events = { .status = count_status };
  guint n_all = 0, n_rest = 0;
  gint64 whole, part;
  g_autoptr (TnRun) run = NULL;

  part = tn_project_run_pipeline_to (project, "churn", "features", 1, &events, &n_rest, NULL, NULL,
                                     &error);
  g_assert_no_error (error);
  run = tn_project_get_run (project, part, &error);
  g_assert_cmpstr (tn_run_get_target (run), ==, "features");
  g_assert_cmpuint (count_outputs (project, part, "evaluate"), ==, 0);
  n_rest = 0;
  whole =
      tn_project_run_pipeline_to (project, "churn", NULL, 1, &events, &n_rest, NULL, NULL, &error);
  g_assert_no_error (error);
  tn_project_run_pipeline_to (project, "churn", NULL, 2, &events, &n_all, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_rest, <, n_all);
  whole = tn_project_find_run (project, 0, &error);
  part = run_to (project, "features");
  g_assert_cmpint (part, >, whole);
  g_assert_cmpint (tn_project_find_run (project, 0, &error), ==, whole);

  g_assert_cmpint (
      tn_project_run_pipeline_to (project, "churn", "nobody", 1, NULL, NULL, NULL, NULL, &error),
      ==, 0);
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  shop_close (g_steal_pointer (&project));
}

/* The same by the worker. */
static void
test_worker_runs_to (void)
{
  g_autofree char *directory = shop_directory ();
  g_autoptr (TnProject) project = shop_make_project (directory, 160, 6);
  g_autoptr (GError) error = NULL;
  TnWorkerOrder order = { .pipeline = "churn", .to = "features", .seed = 1, .n_threads = 2 };
  gint64 id =
      tn_worker_run_order (project, shop_program (), &order, NULL, NULL, NULL, NULL, &error);
  g_autoptr (TnRun) run = NULL;

  g_assert_no_error (error);
  run = tn_project_get_run (project, id, &error);
  g_assert_cmpstr (tn_run_get_target (run), ==, "features");
  order.to = "nobody";
  g_assert_cmpint (
      tn_worker_run_order (project, shop_program (), &order, NULL, NULL, NULL, NULL, &error), ==,
      0);
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  shop_close (g_steal_pointer (&project));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/off/what-comes-in-passes-through", test_passes_through);
  g_test_add_func ("/off/a-learner-drops-out-of-the-evaluation", test_learner_drops_out);
  g_test_add_func ("/off/what-others-need-says-so-with-a-way-out", test_needed);
  g_test_add_func ("/off/nothing-left-is-said", test_all_off);
  g_test_add_func ("/off/is-kept-with-the-pipeline", test_stored);
  g_test_add_func ("/off/what-is-no-switch-is-refused", test_bad_switch);
  g_test_add_func ("/off/the-part-of-a-step-is-what-it-needs", test_up_to);
  g_test_add_func ("/off/a-run-is-of-what-is-on", test_run_without);
  g_test_add_func ("/off/a-run-up-to-a-step-is-recalled-by-the-next", test_run_to);
  g_test_add_func ("/off/the-worker-runs-up-to-a-step", test_worker_runs_to);

  return g_test_run ();
}
