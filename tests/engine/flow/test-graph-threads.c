/* test-graph-threads.c: one pipeline read by many threads at once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON-GLib counts the references of objects, arrays and values without locks: whoever shares a
 * part of a graph by a reference, and be it for a moment, may free what another thread reads.
 */

#include "config.h"

#include "shop-support.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-pipeline-run.h"
#include "tn-template.h"

#define N_THREADS 4
#define N_TURNS   400

static TnGraph *
make_graph (void)
{
  g_autoptr (GError) error = NULL;
  TnGraph *graph = tn_template_find ("churn")->build ("orders", NULL, &error);

  g_assert_no_error (error);
  tn_graph_set_text (graph, "boosting.rounds=7", &error);
  g_assert_no_error (error);
  tn_graph_set_text (graph, "value.margin=40", &error);
  g_assert_no_error (error);

  return graph;
}

/* What a window, its checks and a run that begins do with the pipeline of the moment. */
static gpointer
read_in_thread (gpointer data)
{
  TnGraph *graph = data;

  for (guint i = 0; i < N_TURNS; i++)
    {
      g_autoptr (JsonNode) node = tn_graph_to_json (graph);
      g_autoptr (TnGraph) copy = tn_graph_copy (graph);
      g_autoptr (TnGraph) active = tn_graph_new_active (graph);
      g_autoptr (GPtrArray) issues = tn_graph_check (graph);

      g_assert_true (tn_graph_is_same (copy, graph));
      for (guint k = 0; k < tn_graph_get_n_nodes (graph); k++)
        {
          const TnGraphNode *at = tn_graph_get_node (graph, k);
          g_autoptr (TnParams) params = tn_params_new (at->spec, at->values, NULL);

          g_assert_nonnull (params);
        }
    }

  return NULL;
}

static void
test_read_at_once (void)
{
  g_autoptr (TnGraph) graph = make_graph ();
  g_autoptr (JsonNode) before = tn_graph_to_json (graph);
  g_autoptr (JsonNode) after = NULL;
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("reader", read_in_thread, graph);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  after = tn_graph_to_json (graph);
  g_assert_true (json_node_equal (before, after));
}

/* A copy is another pipeline, down to the last value. */
static void
test_copy_shares_nothing (void)
{
  g_autoptr (TnGraph) graph = make_graph ();
  g_autoptr (JsonNode) node = tn_graph_to_json (graph);
  JsonArray *nodes = tn_json_array (json_node_get_object (node), "nodes");

  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      JsonObject *object = json_array_get_object_element (nodes, i);
      const TnGraphNode *at = tn_graph_get_node (graph, i);

      g_assert_true (tn_json_object (object, "params") != at->values);
      json_object_set_string_member (tn_json_object (object, "params"), "new", "value");
      g_assert_false (json_object_has_member (at->values, "new"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/graph-threads/copy-shares-nothing", test_copy_shares_nothing);
  g_test_add_func ("/graph-threads/many-read-one-at-once", test_read_at_once);

  return g_test_run ();
}
