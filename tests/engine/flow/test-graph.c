/* test-graph.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "flow-support.h"
#include "tn-error.h"
#include "tn-json.h"

static TnGraph *
read_graph (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = tn_json_parse (text, -1, error);

  return node != NULL ? tn_graph_from_json (node, error) : NULL;
}

static char *
print_graph (TnGraph *graph)
{
  g_autoptr (JsonNode) node = tn_graph_to_json (graph);

  return tn_json_print (node, FALSE);
}

/* Codes of all issues in order, as "code@node". */
static char *
check_graph (TnGraph *graph)
{
  g_autoptr (GPtrArray) issues = tn_graph_check (graph);
  GString *codes = g_string_new (NULL);

  for (guint i = 0; i < issues->len; i++)
    {
      const TnGraphIssue *issue = g_ptr_array_index (issues, i);
      g_autofree char *text = tn_message_say (issue->message, tn_language_get ("en"));

      g_test_message ("%s", text);
      g_string_append_printf (codes, "%s%s@%s", i > 0 ? " " : "", issue->code,
                              issue->node != NULL ? issue->node : "");
    }

  return g_string_free (codes, FALSE);
}

static void
assert_issues (const char *json, const char *codes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = read_graph (json, &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = check_graph (graph);
  g_assert_cmpstr (found, ==, codes);
  g_assert_true (tn_graph_require_sound (graph, &error) == (*codes == '\0'));
  if (*codes != '\0')
    g_assert_cmpstr (tn_error_get_node (error), !=, NULL);
}

static void
test_round_trip (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autofree char *text = NULL;
  g_autofree char *again_text = NULL;
  g_autofree char *issues = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) again = NULL;

  flow_set (graph, "prep.plus=2.5");
  flow_set (graph, "prep.words=dot.and=equals");
  tn_graph_set_template (graph, "churn");
  text = print_graph (graph);
  again = read_graph (text, &error);
  g_assert_no_error (error);
  again_text = print_graph (again);
  g_assert_cmpstr (again_text, ==, text);
  g_assert_cmpstr (tn_graph_get_template (again), ==, "churn");
  issues = check_graph (again);
  g_assert_cmpstr (issues, ==, "");
}

static void
test_unknown_is_kept (void)
{
  static const char text[] =
      "{\"version\":1,\"colour\":{\"dark\":[1,null]},\"nodes\":["
      "{\"id\":\"a\",\"type\":\"source\",\"place\":[3.5,-1],\"params\":{\"name\":\"shop\"}},"
      "{\"id\":\"b\",\"type\":\"oracle\",\"asks\":{\"x\":1},\"params\":{\"deep\":{\"er\":[]}}},"
      "{\"id\":\"c\",\"type\":\"prep\",\"params\":{\"later\":true}}],"
      "\"links\":[{\"from\":\"a\",\"output\":\"table\",\"to\":\"c\",\"input\":\"table\"},"
      "{\"from\":\"a\",\"output\":\"table\",\"to\":\"b\",\"input\":\"omens\",\"bend\":2},"
      "{\"from\":\"nobody\",\"output\":\"x\",\"to\":\"b\",\"input\":\"y\"}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = read_graph (text, &error);
  g_autofree char *printed = NULL;
  g_autoptr (JsonNode) expected = tn_json_parse (text, -1, NULL);
  g_autoptr (JsonNode) got = NULL;
  g_autofree char *issues = NULL;

  g_assert_no_error (error);
  printed = print_graph (graph);
  got = tn_json_parse (printed, -1, NULL);
  g_assert_true (json_node_equal (expected, got));
  issues = check_graph (graph);
  g_assert_cmpstr (issues, ==, "unknown_node@b setting@c");
}

static void
test_issues (void)
{
  assert_issues ("{\"nodes\":[{\"id\":\"p\",\"type\":\"prep\"}]}", "missing_input@p");
  assert_issues (
      "{\"nodes\":[{\"id\":\"a\",\"type\":\"source\"},{\"id\":\"b\",\"type\":\"source\"},"
      "{\"id\":\"p\",\"type\":\"prep\"}],\"links\":["
      "{\"from\":\"a\",\"output\":\"table\",\"to\":\"p\",\"input\":\"table\"},"
      "{\"from\":\"b\",\"output\":\"table\",\"to\":\"p\",\"input\":\"table\"}]}",
      "too_many_inputs@p");
  assert_issues (
      "{\"nodes\":[{\"id\":\"p\",\"type\":\"prep\"},{\"id\":\"q\",\"type\":\"prep\"}],\"links\":["
      "{\"from\":\"p\",\"output\":\"table\",\"to\":\"q\",\"input\":\"table\"},"
      "{\"from\":\"q\",\"output\":\"table\",\"to\":\"p\",\"input\":\"table\"}]}",
      "cycle@p");
  assert_issues ("{\"nodes\":[{\"id\":\"p\",\"type\":\"prep\"}],\"links\":["
                 "{\"from\":\"p\",\"output\":\"table\",\"to\":\"p\",\"input\":\"table\"}]}",
                 "cycle@p");
  assert_issues (
      "{\"nodes\":[{\"id\":\"a\",\"type\":\"source\"},{\"id\":\"m\",\"type\":\"learner\"}],"
      "\"links\":[{\"from\":\"a\",\"output\":\"table\",\"to\":\"m\",\"input\":\"table\"}]}",
      "no_split@m");
  assert_issues ("{\"nodes\":[{\"id\":\"a\",\"type\":\"source\"},{\"id\":\"s\",\"type\":\"split\"},"
                 "{\"id\":\"t\",\"type\":\"split\"}],\"links\":["
                 "{\"from\":\"a\",\"output\":\"table\",\"to\":\"s\",\"input\":\"table\"},"
                 "{\"from\":\"s\",\"output\":\"table\",\"to\":\"t\",\"input\":\"table\"}]}",
                 "two_splits@t");
}

static void
test_empty (void)
{
  g_autoptr (TnGraph) graph = tn_graph_new ();
  g_autofree char *issues = check_graph (graph);

  g_assert_cmpstr (issues, ==, "empty@");
  g_assert_false (tn_graph_require_sound (graph, NULL));
}

/* What learns from rows must stand behind the split, however far before it stood. */
static void
test_learning_before_split (void)
{
  g_autoptr (TnGraph) graph = tn_graph_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *issues = NULL;

  tn_graph_add_node (graph, "data", "source");
  tn_graph_add_node (graph, "center", "center");
  tn_graph_add_node (graph, "prep", "prep");
  tn_graph_add_node (graph, "split", "split");
  g_assert_true (tn_graph_link (graph, "data", "table", "center", "table", &error));
  g_assert_true (tn_graph_link (graph, "center", "table", "prep", "table", &error));
  g_assert_true (tn_graph_link (graph, "prep", "table", "split", "table", &error));
  issues = check_graph (graph);
  g_assert_cmpstr (issues, ==, "learns_before_split@center");
  g_assert_false (tn_graph_require_sound (graph, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_LEAK);
  g_assert_cmpstr (tn_error_get_node (error), ==, "center");
  g_assert_nonnull (strstr (error->message, "Center"));
}

static void
test_bad_links (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (GError) error = NULL;

  g_assert_false (tn_graph_link (graph, "data", "table", "judge", "scores", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "judge"));
  g_clear_error (&error);
  g_assert_false (tn_graph_link (graph, "data", "table", "nowhere", "table", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "nowhere"));
}

static void
test_bad_settings (void)
{
  static const char *const settings[] = { "prep",
                                          "prep.plus",
                                          "nobody.plus=1",
                                          "prep.minus=1",
                                          "prep.plus=one",
                                          "prep.n=11",
                                          "prep.style=shy",
                                          "=1",
                                          ".=",
                                          "prep.on=2" };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (TnGraph) graph = flow_make_graph ();
      g_autoptr (GError) error = NULL;

      g_assert_false (tn_graph_set_text (graph, settings[i], &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
      g_test_message ("%s", error->message);
    }
}

static void
test_bad_files (void)
{
  static const char *const texts[] = {
    "[]",
    "{}",
    "3",
    "{\"nodes\":{}}",
    "{\"nodes\":[3]}",
    "{\"nodes\":[{\"id\":\"a\"}]}",
    "{\"nodes\":[{\"type\":\"prep\"}]}",
    "{\"nodes\":[{\"id\":1,\"type\":2}]}",
    "{\"nodes\":[{\"id\":\"twin\",\"type\":\"prep\"},{\"id\":\"twin\",\"type\":\"source\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TnGraph) graph = read_graph (texts[i], &error);

      g_assert_null (graph);
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
      if (strstr (texts[i], "twin") != NULL)
        g_assert_nonnull (strstr (error->message, "twin"));
    }
}

/* A chain of as many steps as there may be, each linked to the next, then closed to a ring. */
static void
test_many_nodes (void)
{
  g_autoptr (TnGraph) graph = tn_graph_new ();
  g_autoptr (TnGraph) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autofree guint *order = NULL;
  g_autofree char *issues = NULL;
  char last[32], id[32];

  tn_graph_add_node (graph, "n0", "source");
  for (guint i = 1; i < TN_GRAPH_MAX_NODES; i++)
    {
      g_snprintf (id, sizeof id, "n%u", i);
      g_snprintf (last, sizeof last, "n%u", i - 1);
      tn_graph_add_node (graph, id, "prep");
      g_assert_true (tn_graph_link (graph, last, "table", id, "table", &error));
    }
  json = tn_graph_to_json (graph);
  again = tn_graph_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tn_graph_get_n_links (again), ==, TN_GRAPH_MAX_NODES - 1);
  order = tn_graph_sort (again, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < TN_GRAPH_MAX_NODES; i++)
    g_assert_cmpuint (order[i], ==, i);
  issues = check_graph (again);
  g_assert_cmpstr (issues, ==, "");

  g_assert_true (tn_graph_link (again, id, "table", "n1", "table", &error));
  g_clear_pointer (&order, g_free);
  order = tn_graph_sort (again, &error);
  g_assert_null (order);
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
}

/* A star: every link at the same node. */
static void
test_many_links (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autofree char *issues = NULL;

  for (guint i = 0; i < 50000; i++)
    g_assert_true (tn_graph_link (graph, "learner", "scores", "judge", "scores", NULL));
  for (guint i = 0; i < 3; i++)
    {
      g_autofree guint *order = tn_graph_sort (graph, NULL);

      g_assert_nonnull (order);
    }
  issues = check_graph (graph);
  g_assert_cmpstr (issues, ==, "");
}

static void
test_order (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = read_graph (
      "{\"nodes\":[{\"id\":\"j\",\"type\":\"judge\"},{\"id\":\"l\",\"type\":\"learner\"},"
      "{\"id\":\"a\",\"type\":\"source\"},{\"id\":\"b\",\"type\":\"source\"}],\"links\":["
      "{\"from\":\"l\",\"output\":\"scores\",\"to\":\"j\",\"input\":\"scores\"},"
      "{\"from\":\"b\",\"output\":\"table\",\"to\":\"l\",\"input\":\"table\"}]}",
      &error);
  g_autofree guint *order = tn_graph_sort (graph, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (order[0], ==, 3);
  g_assert_cmpuint (order[1], ==, 1);
  g_assert_cmpuint (order[2], ==, 0);
  g_assert_cmpuint (order[3], ==, 2);
}

static void
test_long_text (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autofree char *text = g_strnfill (10 * 1024 * 1024, 'x');
  g_autoptr (JsonNode) json = NULL;
  g_autoptr (TnGraph) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *issues = NULL;

  tn_graph_set_value (graph, "prep", "words", json_node_init_string (json_node_alloc (), text));
  json = tn_graph_to_json (graph);
  again = tn_graph_from_json (json, &error);
  g_assert_no_error (error);
  issues = check_graph (again);
  g_assert_cmpstr (issues, ==, "");
  g_assert_cmpstr (
      json_object_get_string_member (
          tn_graph_get_node (again, tn_graph_find_node (again, "prep"))->values, "words"),
      ==, text);
}

static void
test_copy (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (TnGraph) copy = tn_graph_copy (graph);
  g_autofree char *before = print_graph (graph);
  g_autofree char *after = NULL;

  flow_set (copy, "prep.plus=9");
  tn_graph_set_value (copy, "data", "name", NULL);
  after = print_graph (graph);
  g_assert_cmpstr (before, ==, after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  flow_register ();

  g_test_add_func ("/graph/comes-back-from-json", test_round_trip);
  g_test_add_func ("/graph/what-it-does-not-know-is-kept", test_unknown_is_kept);
  g_test_add_func ("/graph/every-issue-names-its-node", test_issues);
  g_test_add_func ("/graph/nothing-at-all-is-an-issue", test_empty);
  g_test_add_func ("/graph/learning-before-the-split-is-a-leak", test_learning_before_split);
  g_test_add_func ("/graph/links-that-do-not-fit-are-refused", test_bad_links);
  g_test_add_func ("/graph/settings-that-do-not-exist-are-refused", test_bad_settings);
  g_test_add_func ("/graph/what-is-no-pipeline-is-refused", test_bad_files);
  g_test_add_func ("/graph/a-hundred-thousand-nodes-are-sorted", test_many_nodes);
  g_test_add_func ("/graph/many-links-to-one-node-are-sorted", test_many_links);
  g_test_add_func ("/graph/order-is-by-need-then-by-age", test_order);
  g_test_add_func ("/graph/ten-megabytes-of-text-are-kept", test_long_text);
  g_test_add_func ("/graph/a-copy-is-by-itself", test_copy);

  return g_test_run ();
}
