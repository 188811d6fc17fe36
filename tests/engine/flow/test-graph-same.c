/* test-graph-same.c: whether two pipelines come to the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "shop-support.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-pipeline-run.h"
#include "tn-template.h"

static TnGraph *
make_graph (void)
{
  g_autoptr (GError) error = NULL;
  TnGraph *graph = tn_template_find ("churn")->build ("orders", NULL, &error);

  g_assert_no_error (error);

  return graph;
}

static void
set (TnGraph *graph, const char *node, const char *param, JsonNode *value)
{
  tn_graph_set_value (graph, node, param, value);
}

/* The usual value of a setting, as its description says it. */
static JsonNode *
get_usual (TnGraph *graph, const char *node, const char *param)
{
  const TnGraphNode *at = tn_graph_get_node (graph, (guint) tn_graph_find_node (graph, node));
  g_autoptr (JsonObject) none = json_object_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnParams) params = tn_params_new (at->spec, none, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = tn_params_print (params, param);

  return json_from_string (text, NULL);
}

static void
test_usual_value (void)
{
  g_autoptr (TnGraph) bare = make_graph ();
  g_autoptr (TnGraph) said = make_graph ();
  static const char *const params[] = { "rounds", "depth", "rate" };

  g_assert_true (tn_graph_is_same (bare, said));
  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    {
      const TnGraphNode *node =
          tn_graph_get_node (said, (guint) tn_graph_find_node (said, "boosting"));

      if (tn_node_spec_find_param (node->spec, params[i]) == NULL)
        continue;
      set (said, "boosting", params[i], get_usual (said, "boosting", params[i]));
      g_assert_true (json_object_has_member (node->values, params[i]));
      g_assert_true (tn_graph_is_same (bare, said));
      g_assert_true (tn_graph_is_same (said, bare));
    }
  set (said, "boosting", "rounds", json_node_init_int (json_node_alloc (), 7));
  g_assert_false (tn_graph_is_same (bare, said));
  g_assert_false (tn_graph_is_same (said, bare));
}

static void
test_written_with_a_point (void)
{
  g_autoptr (TnGraph) a = make_graph ();
  g_autoptr (TnGraph) b = make_graph ();

  set (a, "value", "margin", json_node_init_int (json_node_alloc (), 40));
  set (b, "value", "margin", json_node_init_double (json_node_alloc (), 40.0));
  g_assert_true (tn_graph_is_same (a, b));
  set (b, "value", "margin", json_node_init_double (json_node_alloc (), 40.5));
  g_assert_false (tn_graph_is_same (a, b));
}

static void
test_links_and_steps (void)
{
  g_autoptr (TnGraph) a = make_graph ();
  g_autoptr (TnGraph) fewer = make_graph ();
  g_autoptr (TnGraph) off = make_graph ();
  g_autoptr (TnGraph) other = make_graph ();
  const TnGraphLink *link = tn_graph_get_link (other, 0);
  const TnGraphNode *from = tn_graph_get_node (other, link->from);
  const TnGraphNode *to = tn_graph_get_node (other, link->to);

  g_assert_true (tn_graph_remove_node (fewer, "boosting"));
  g_assert_false (tn_graph_is_same (a, fewer));
  tn_graph_set_off (off, "boosting", TRUE);
  g_assert_false (tn_graph_is_same (a, off));
  g_assert_true (tn_graph_unlink (other, from->id, from->spec->outputs[link->from_port].id, to->id,
                                  to->spec->inputs[link->to_port].id));
  g_assert_false (tn_graph_is_same (a, other));
}

/* A step of a newer program, and a value that is none: as they were said. */
static void
test_not_understood (void)
{
  g_autoptr (TnGraph) a = tn_graph_new ();
  g_autoptr (TnGraph) b = tn_graph_new ();
  g_autoptr (TnGraph) c = make_graph ();
  g_autoptr (TnGraph) d = make_graph ();

  tn_graph_add_node (a, "later", "of-tomorrow");
  tn_graph_add_node (b, "later", "of-tomorrow");
  g_assert_true (tn_graph_is_same (a, b));
  set (a, "later", "how", json_node_init_string (json_node_alloc (), "well"));
  g_assert_false (tn_graph_is_same (a, b));
  set (b, "later", "how", json_node_init_string (json_node_alloc (), "well"));
  g_assert_true (tn_graph_is_same (a, b));

  set (c, "boosting", "rounds", json_node_init_string (json_node_alloc (), "many"));
  g_assert_false (tn_graph_is_same (c, d));
  set (d, "boosting", "rounds", json_node_init_string (json_node_alloc (), "many"));
  g_assert_true (tn_graph_is_same (c, d));
}

/* A run is still of a pipeline in which a setting was set to what it was anyway. */
static void
test_run_is_of_it (void)
{
  g_autoptr (TnGraph) then = make_graph ();
  g_autoptr (TnGraph) now = make_graph ();
  g_autoptr (JsonNode) snapshot = tn_graph_to_json (then);
  TnRun run = { .snapshot = snapshot };

  set (now, "boosting", "rounds", get_usual (now, "boosting", "rounds"));
  g_assert_true (tn_run_is_of (&run, now));
  set (now, "boosting", "rounds", json_node_init_int (json_node_alloc (), 3));
  g_assert_false (tn_run_is_of (&run, now));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/graph-same/usual-value-is-no-change", test_usual_value);
  g_test_add_func ("/graph-same/whole-number-may-have-a-point", test_written_with_a_point);
  g_test_add_func ("/graph-same/links-and-steps-count", test_links_and_steps);
  g_test_add_func ("/graph-same/what-is-not-understood-is-as-it-was-said", test_not_understood);
  g_test_add_func ("/graph-same/run-is-of-the-same-pipeline", test_run_is_of_it);

  return g_test_run ();
}
