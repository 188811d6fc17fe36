/* test-moved.c: settings that stand in another step than the one that reads them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "flow-support.h"
#include "tn-error.h"
#include "tn-json.h"

static JsonNode *
new_number (double value)
{
  return json_node_init_double (json_node_alloc (), value);
}

/* The graph as a file has it, read again. */
static TnGraph *
read_again (TnGraph *graph)
{
  g_autoptr (JsonNode) node = tn_graph_to_json (graph);
  g_autoptr (GError) error = NULL;
  TnGraph *again = tn_graph_from_json (node, &error);

  g_assert_no_error (error);

  return again;
}

/* What a step was set to, -1 for nothing. */
static double
get_value (TnGraph *graph, const char *node, const char *param)
{
  return tn_json_double (
      tn_graph_get_node (graph, (guint) tn_graph_find_node (graph, node))->values, param, -1);
}

static JsonObject *
run (TnGraph *graph, FlowKeep *keep, TnRunner **runner)
{
  g_autoptr (GError) error = NULL;
  TnPacket *packet;

  *runner = tn_runner_new (graph, 1, &flow_hooks, keep, &error);
  g_assert_no_error (error);
  tn_runner_run (*runner, NULL, NULL, &error);
  g_assert_no_error (error);
  packet = tn_runner_get_output (*runner, "judge", "result", tn_runner_get_n_folds (*runner));
  g_assert_nonnull (packet);

  return json_node_get_object (tn_packet_get_document (packet));
}

/* A stated assumption reaches its reader, and carries nothing out but the reader. */
static void
test_only_readers_run (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) first = NULL;
  g_autoptr (TnRunner) second = NULL;
  g_autoptr (TnRunner) third = NULL;
  JsonObject *said = run (graph, keep, &first);
  g_auto (GStrv) first_log = flow_take_log ();
  g_auto (GStrv) log = NULL;
  g_auto (GStrv) last_log = NULL;

  g_assert_cmpfloat (tn_json_double (said, "rate", -1), ==, 0);
  g_assert_cmpuint (flow_count_log (first_log, "fit"), >, 0);
  flow_set (graph, "prep.rate=40");
  said = run (graph, keep, &second);
  log = flow_take_log ();
  g_assert_cmpfloat (tn_json_double (said, "rate", -1), ==, 40);
  g_assert_cmpstr (tn_json_string (said, "rate_of", ""), ==, "prep");
  g_assert_cmpuint (flow_count_log (log, "fit"), ==, 0);
  g_assert_cmpuint (flow_count_log (log, "apply"), ==, 0);
  g_assert_cmpuint (flow_count_log (log, "gather judge"), ==, 1);

  /* The same again is recalled. */
  said = run (graph, keep, &third);
  last_log = flow_take_log ();
  g_assert_cmpuint (flow_count_log (last_log, "gather judge"), ==, 0);
  g_assert_cmpfloat (tn_json_double (said, "rate", -1), ==, 40);
}

/* Where no such step is upstream the reader is told so. */
static void
test_nothing_upstream (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) runner = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *said;
  g_auto (GStrv) log = NULL;

  tn_graph_remove_node (graph, "prep");
  g_assert_true (tn_graph_link (graph, "data", "table", "split", "table", &error));
  said = run (graph, keep, &runner);
  log = flow_take_log ();
  g_assert_cmpfloat (tn_json_double (said, "rate", 0), ==, -1);
  g_assert_false (json_object_has_member (said, "rate_of"));
}

/* Of two the nearest is read. */
static void
test_nearest (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (FlowKeep) keep = flow_keep_new ();
  g_autoptr (TnRunner) runner = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *said;
  g_auto (GStrv) log = NULL;

  tn_graph_add_node (graph, "near", "prep");
  tn_graph_unlink (graph, "prep", "table", "split", "table");
  g_assert_true (tn_graph_link (graph, "prep", "table", "near", "table", &error));
  g_assert_true (tn_graph_link (graph, "near", "table", "split", "table", &error));
  flow_set (graph, "prep.rate=7");
  flow_set (graph, "near.rate=9");
  said = run (graph, keep, &runner);
  log = flow_take_log ();
  g_assert_cmpfloat (tn_json_double (said, "rate", 0), ==, 9);
  g_assert_cmpstr (tn_json_string (said, "rate_of", ""), ==, "near");
}

/* What an older program stated under a name that is gone is stated where it stands now. */
static void
test_old_setting (void)
{
  g_autoptr (TnGraph) old = flow_make_graph ();
  g_autoptr (TnGraph) graph = NULL;
  g_autoptr (TnGraph) twice = NULL;
  g_autoptr (GPtrArray) issues = NULL;

  tn_graph_set_value (old, "judge", "old_rate", new_number (30));
  graph = read_again (old);
  g_assert_cmpfloat (get_value (graph, "prep", "rate"), ==, 30);
  g_assert_cmpfloat (get_value (graph, "judge", "old_rate"), ==, -1);
  issues = tn_graph_check (graph);
  g_assert_cmpuint (issues->len, ==, 0);
  twice = read_again (graph);
  g_assert_cmpfloat (get_value (twice, "prep", "rate"), ==, 30);
}

/* A value that differs from what stands there is not lost, and takes nothing away. */
static void
test_conflict (void)
{
  g_autoptr (TnGraph) old = flow_make_graph ();
  g_autoptr (TnGraph) graph = NULL;
  g_autoptr (TnGraph) emptied = NULL;

  tn_graph_set_value (old, "prep", "rate", new_number (5));
  tn_graph_set_value (old, "judge", "rate", new_number (6));
  tn_graph_set_value (old, "judge", "old_rate", new_number (7));
  graph = read_again (old);
  g_assert_cmpfloat (get_value (graph, "prep", "rate"), ==, 5);
  g_assert_cmpfloat (get_value (graph, "judge", "rate"), ==, 6);
  g_assert_cmpfloat (get_value (graph, "judge", "old_rate"), ==, -1);
  g_assert_true (tn_graph_require_sound (graph, NULL));

  /* It waits until there is room for it. */
  tn_graph_set_value (graph, "prep", "rate", NULL);
  tn_graph_set_value (graph, "judge", "rate", NULL);
  emptied = read_again (graph);
  g_assert_cmpfloat (get_value (emptied, "prep", "rate"), ==, 7);
}

/* Equal values become one; what says nothing goes. */
static void
test_same_twice (void)
{
  g_autoptr (TnGraph) old = flow_make_graph ();
  g_autoptr (TnGraph) graph = NULL;

  tn_graph_set_value (old, "judge", "old_rate", json_node_init_int (json_node_alloc (), 5));
  tn_graph_set_value (old, "judge", "rate", new_number (5));
  graph = read_again (old);
  g_assert_cmpfloat (get_value (graph, "prep", "rate"), ==, 5);
  g_assert_cmpfloat (get_value (graph, "judge", "rate"), ==, -1);

  tn_graph_set_value (graph, "judge", "old_rate", new_number (0));
  g_clear_pointer (&old, tn_graph_unref);
  old = read_again (graph);
  g_assert_cmpfloat (get_value (old, "prep", "rate"), ==, 5);
  g_assert_cmpfloat (get_value (old, "judge", "old_rate"), ==, -1);
}

/* Without a step that takes it, a setting that is gone waits, and one that is not gone stays. */
static void
test_waits (void)
{
  g_autoptr (TnGraph) old = flow_make_graph ();
  g_autoptr (TnGraph) without = NULL;
  g_autoptr (TnGraph) with = NULL;
  g_autoptr (GError) error = NULL;

  tn_graph_remove_node (old, "prep");
  g_assert_true (tn_graph_link (old, "data", "table", "split", "table", &error));
  tn_graph_set_value (old, "judge", "old_rate", new_number (8));
  tn_graph_set_value (old, "judge", "rate", new_number (9));
  without = read_again (old);
  g_assert_cmpfloat (get_value (without, "judge", "rate"), ==, 9);
  g_assert_cmpfloat (get_value (without, "judge", "old_rate"), ==, -1);
  g_assert_true (tn_graph_require_sound (without, &error));

  tn_graph_add_node (without, "prep", "prep");
  tn_graph_unlink (without, "data", "table", "split", "table");
  g_assert_true (tn_graph_link (without, "data", "table", "prep", "table", &error));
  g_assert_true (tn_graph_link (without, "prep", "table", "split", "table", &error));
  with = read_again (without);
  g_assert_cmpfloat (get_value (with, "prep", "rate"), ==, 8);
  g_assert_cmpfloat (get_value (with, "judge", "rate"), ==, 9);
}

/* The older name on a command line sets it where it stands, and says so when that is wrong. */
static void
test_old_name (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (GError) error = NULL;

  g_assert_true (tn_graph_set_text (graph, "judge.old_rate=12", &error));
  g_assert_cmpfloat (get_value (graph, "prep", "rate"), ==, 12);
  tn_graph_set_value (graph, "judge", "rate", new_number (3));
  g_assert_true (tn_graph_set_text (graph, "judge.rate=13", &error));
  g_assert_cmpfloat (get_value (graph, "prep", "rate"), ==, 13);
  g_assert_cmpfloat (get_value (graph, "judge", "rate"), ==, -1);
  g_assert_false (tn_graph_set_text (graph, "judge.old_rate=1000", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_cmpstr (tn_error_get_node (error), ==, "prep");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  flow_register ();

  g_test_add_func ("/moved/stating-it-runs-its-readers-alone", test_only_readers_run);
  g_test_add_func ("/moved/nothing-upstream-is-told", test_nothing_upstream);
  g_test_add_func ("/moved/the-nearest-step-is-read", test_nearest);
  g_test_add_func ("/moved/an-old-setting-is-taken-over", test_old_setting);
  g_test_add_func ("/moved/a-different-value-is-kept", test_conflict);
  g_test_add_func ("/moved/the-same-value-stands-once", test_same_twice);
  g_test_add_func ("/moved/without-a-step-for-it-it-waits", test_waits);
  g_test_add_func ("/moved/an-old-name-sets-it-where-it-stands", test_old_name);

  return g_test_run ();
}
