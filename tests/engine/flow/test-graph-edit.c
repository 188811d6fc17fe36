/* test-graph-edit.c: steps put in, taken out, copied and pasted; what fits where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "flow-support.h"
#include "tn-error.h"
#include "tn-graph-edit.h"
#include "tn-graph-fit.h"
#include "tn-graph-part.h"
#include "tn-json.h"

static gboolean
is_linked (const TnGraph *graph, const char *from, const char *to)
{
  int a = tn_graph_find_node (graph, from), b = tn_graph_find_node (graph, to);

  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    if ((int) tn_graph_get_link (graph, i)->from == a &&
        (int) tn_graph_get_link (graph, i)->to == b)
      return TRUE;

  return FALSE;
}

static guint
find_link (const TnGraph *graph, const char *from, const char *to)
{
  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    if ((int) tn_graph_get_link (graph, i)->from == tn_graph_find_node (graph, from) &&
        (int) tn_graph_get_link (graph, i)->to == tn_graph_find_node (graph, to))
      return i;
  g_assert_not_reached ();
}

static const TnFit *
find_fit (GPtrArray *fits, const char *type)
{
  for (guint i = 0; i < fits->len; i++)
    {
      const TnFit *fit = g_ptr_array_index (fits, i);

      if (g_str_equal (fit->spec->id, type))
        return fit;
    }

  return NULL;
}

static void
test_insert_in_link (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) changed =
      tn_graph_insert_in_link (graph, "stretch", find_link (graph, "center", "last"), &id);
  g_autoptr (TnGraph) impossible = NULL;
  g_autofree char *no_id = NULL;

  g_assert_cmpstr (id, ==, "stretch_2");
  g_assert_true (is_linked (changed, "center", id));
  g_assert_true (is_linked (changed, id, "last"));
  g_assert_false (is_linked (changed, "center", "last"));
  /* The other link of the same output stays. */
  g_assert_true (is_linked (changed, "center", "stretch"));
  g_assert_cmpuint (tn_graph_get_n_links (changed), ==, tn_graph_get_n_links (graph) + 1);
  impossible =
      tn_graph_insert_in_link (graph, "judge", find_link (graph, "center", "last"), &no_id);
  g_assert_null (impossible);
  g_assert_null (tn_graph_insert_in_link (graph, "stretch", 1000, &no_id));
}

static void
test_insert_at_ports (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autofree char *behind = NULL;
  g_autofree char *before = NULL;
  g_autofree char *none = NULL;
  g_autoptr (TnGraph) more = tn_graph_insert_at_output (graph, "last", "stretch", "table", &behind);
  g_autoptr (TnGraph) most = tn_graph_insert_at_input (more, "learner", "judge", "scores", &before);

  g_assert_true (is_linked (most, "stretch", behind));
  g_assert_true (is_linked (most, before, "judge"));
  g_assert_cmpuint (tn_graph_get_n_links (most), ==, tn_graph_get_n_links (graph) + 2);
  g_assert_null (tn_graph_insert_at_output (graph, "judge", "stretch", "table", &none));
  g_assert_null (tn_graph_insert_at_output (graph, "last", "stretch", "nothing", &none));
  g_assert_null (tn_graph_insert_at_output (graph, "last", "nobody", "table", &none));
}

/* Every kind that takes the output is offered, and each that is offered can be put there. */
static void
test_takers (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (GPtrArray) fits = tn_graph_list_takers (graph, "split", "table");
  g_autoptr (GPtrArray) late = tn_graph_list_takers (graph, "learner", "scores");
  g_autoptr (GPtrArray) none = tn_graph_list_takers (graph, "learner", "nothing");
  guint n_takers = 0;
  gboolean in_trouble = FALSE;

  for (const TnNodeSpec *const *at = tn_node_registry_list (); *at != NULL; at++)
    n_takers += tn_ports_find_type ((*at)->inputs, TN_PORT_TABLE) >= 0;
  g_assert_cmpuint (fits->len, ==, n_takers);
  g_assert_cmpuint (n_takers, >, 3);
  for (guint i = 0; i < fits->len; i++)
    {
      const TnFit *fit = g_ptr_array_index (fits, i);

      g_assert_nonnull (fit->input);
      g_assert_true (fit->trouble != NULL || !in_trouble);
      in_trouble = fit->trouble != NULL;
    }
  /* A second split is known to be one too many. */
  g_assert_nonnull (find_fit (fits, "split")->trouble);
  g_assert_null (find_fit (fits, "center")->trouble);
  g_assert_nonnull (find_fit (late, "judge"));
  g_assert_null (find_fit (late, "center"));
  g_assert_cmpuint (none->len, ==, 0);
}

static void
test_givers_and_between (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (GPtrArray) givers = tn_graph_list_givers (graph, "judge", "scores");
  g_autoptr (GPtrArray) between = tn_graph_list_between (graph, find_link (graph, "data", "prep"));

  g_assert_nonnull (find_fit (givers, "learner"));
  g_assert_null (find_fit (givers, "prep"));
  /* What learns in front of the split is in trouble there. */
  g_assert_nonnull (find_fit (between, "center")->trouble);
  g_assert_null (find_fit (between, "prep")->trouble);
  g_assert_null (find_fit (between, "learner"));
  g_assert_null (find_fit (between, "source"));
}

/* --- Copy and paste --- */

static TnBoard *
draw (TnGraph *graph)
{
  static const char *const both[] = { "center", "stretch", NULL };
  static const char *const half[] = { "learner", "judge", NULL };
  g_autoptr (TnBoard) empty = tn_board_new ();
  TnBoard *board = tn_board_fit (empty, graph);
  TnBox box = { 0, -200, 180, 90 };

  tn_board_add_group (board, "Learns", both);
  tn_board_add_group (board, "Half", half);
  tn_board_add_note (board, "Look", &box);

  return board;
}

static const char *const copied[] = { "center", "stretch", "learner", NULL };
static const char *const copied_notes[] = { "n1", NULL };

static void
test_paste (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (TnBoard) board = draw (graph);
  g_autofree char *text = NULL;
  g_auto (TnPasted) pasted = { 0 };
  g_autoptr (GError) error = NULL;
  const TnBoardGroup *group;
  double x, y, new_x, new_y;

  flow_set (graph, "stretch=off");
  tn_graph_set_value (graph, "learner", "rounds", json_node_init_int (json_node_alloc (), 7));
  text = tn_graph_part_to_text (graph, board, copied, copied_notes);
  g_assert_true (tn_graph_paste (graph, board, text, NULL, &pasted, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (pasted.ids), ==, 3);
  g_assert_cmpstr (pasted.ids[0], ==, "center_2");
  g_assert_cmpuint (tn_graph_get_n_nodes (pasted.graph), ==, tn_graph_get_n_nodes (graph) + 3);
  /* Links among them, and none to others. */
  g_assert_cmpuint (tn_graph_get_n_links (pasted.graph), ==, tn_graph_get_n_links (graph) + 2);
  g_assert_true (is_linked (pasted.graph, "center_2", "stretch_2"));
  g_assert_true (is_linked (pasted.graph, "stretch_2", "learner_2"));
  g_assert_true (tn_graph_node_is_off (
      tn_graph_get_node (pasted.graph, (guint) tn_graph_find_node (pasted.graph, "stretch_2"))));
  g_assert_cmpint (tn_json_int (tn_graph_get_node (pasted.graph, (guint) tn_graph_find_node (
                                                                     pasted.graph, "learner_2"))
                                    ->values,
                                "rounds", 0),
                   ==, 7);
  tn_board_get_place (board, "center", &x, &y);
  tn_board_get_place (pasted.board, "center_2", &new_x, &new_y);
  g_assert_cmpfloat (new_x, ==, x + 36);
  g_assert_cmpfloat (new_y, ==, y + 36);
  /* A group comes along as a whole or not at all. */
  g_assert_cmpuint (tn_board_get_n_groups (pasted.board), ==, 3);
  group = tn_board_get_group (pasted.board, 2);
  g_assert_cmpstr (group->title, ==, "Learns");
  g_assert_cmpuint (group->nodes->len, ==, 2);
  g_assert_cmpuint (tn_board_get_n_notes (pasted.board), ==, 2);
  g_assert_cmpuint (g_strv_length (pasted.notes), ==, 1);
}

static void
test_paste_again (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (TnBoard) board = draw (graph);
  g_autofree char *text = tn_graph_part_to_text (graph, board, copied, NULL);
  g_auto (TnPasted) once = { 0 };
  g_auto (TnPasted) twice = { 0 };
  g_auto (TnPasted) there = { 0 };
  TnBox at = { 1000, 2000, 0, 0 };
  double x, y, other_x, other_y;

  tn_graph_paste (graph, board, text, NULL, &once, NULL);
  tn_graph_paste (once.graph, once.board, text, NULL, &twice, NULL);
  g_assert_cmpstr (twice.ids[0], ==, "center_3");
  tn_board_get_place (twice.board, "center_2", &x, &y);
  tn_board_get_place (twice.board, "center_3", &other_x, &other_y);
  g_assert_cmpfloat (other_x, >, x);
  tn_graph_paste (graph, board, text, &at, &there, NULL);
  tn_board_get_place (there.board, "center_2", &x, &y);
  g_assert_cmpfloat (x, >=, 1000);
  g_assert_cmpfloat (y, >=, 2000);
}

/* Steps nobody knows, links of theirs and data sets that are not there come along. */
static void
test_paste_unknown (void)
{
  static const char text[] =
      "{\"nodes\":[{\"id\":\"a\",\"type\":\"source\",\"params\":{\"name\":\"elsewhere\"}},"
      "{\"id\":\"a b.c\",\"type\":\"oracle\",\"asks\":{\"x\":1},\"params\":{\"deep\":[1]}}],"
      "\"links\":[{\"from\":\"a\",\"output\":\"table\",\"to\":\"a b.c\",\"input\":\"omens\"}]}";
  g_autoptr (TnGraph) graph = tn_graph_new ();
  g_autoptr (TnBoard) board = tn_board_new ();
  g_auto (TnPasted) pasted = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *printed = NULL;

  g_assert_true (tn_graph_paste (graph, board, text, NULL, &pasted, &error));
  g_assert_cmpstr (pasted.ids[0], ==, "a");
  g_assert_cmpstr (pasted.ids[1], ==, "step");
  node = tn_graph_to_json (pasted.graph);
  printed = tn_json_print (node, FALSE);
  g_assert_nonnull (strstr (printed, "\"elsewhere\""));
  g_assert_nonnull (strstr (printed, "\"asks\":{\"x\":1}"));
  g_assert_nonnull (strstr (printed, "\"to\":\"step\",\"input\":\"omens\""));
}

static void
test_paste_refused (void)
{
  g_autofree char *deep = g_strnfill (1000, '[');
  const char *const bad[] = {
    "",
    "Dear all,",
    "{}",
    "[]",
    "null",
    "{\"nodes\":[]}",
    "{\"nodes\":3}",
    "{\"nodes\":[3]}",
    "{\"nodes\":[{\"id\":\"a\"}]}",
    "{\"nodes\":[{\"id\":\"a\",\"type\":\"prep\"},{\"id\":\"a\",\"type\":\"prep\"}]}",
    "{\"nodes\":[{\"id\":\"a\",\"type\":\"prep\"}],\"board\":[]}",
    "{\"nodes\":[{\"id\":\"a\",\"type\":\"prep\"}],\"board\":{\"places\":{\"a\":[1e99,0]}}}",
    "{\"nodes\":[{\"id\":\"a\",\"type\":\"prep\"}],\"board\":{\"notes\":[1]}}",
    deep,
  };
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (TnBoard) board = tn_board_new ();
  GString *many = g_string_new ("{\"nodes\":[");
  g_autofree char *many_text = NULL;

  for (guint i = 0; i <= TN_PART_MAX_NODES; i++)
    g_string_append_printf (many, "%s{\"id\":\"a%u\",\"type\":\"prep\"}", i > 0 ? "," : "", i);
  g_string_append (many, "]}");
  many_text = g_string_free (many, FALSE);
  for (guint i = 0; i <= G_N_ELEMENTS (bad); i++)
    {
      g_auto (TnPasted) pasted = { 0 };
      g_autoptr (GError) error = NULL;
      const char *text = i < G_N_ELEMENTS (bad) ? bad[i] : many_text;
      g_autofree char *said = NULL;

      g_assert_false (tn_graph_paste (graph, board, text, NULL, &pasted, &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
      said = tn_error_render (error, tn_language_get ("en"));
      g_test_message ("%s", said);
      g_assert_null (strchr (said, '{'));
    }
}

/* Whatever is cut out of it or changed in it: a sentence, or a pipeline. */
static void
test_paste_fuzz (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (TnBoard) board = draw (graph);
  g_autofree char *text = tn_graph_part_to_text (graph, board, copied, copied_notes);
  gsize size = strlen (text);
  guint n_read = 0;

  for (guint i = 0; i < (g_test_slow () ? 20000 : 1000); i++)
    {
      g_autofree char *changed = g_strdup (text);
      g_auto (TnPasted) pasted = { 0 };
      g_autoptr (GError) error = NULL;

      for (int k = g_test_rand_int_range (1, 4); k > 0; k--)
        changed[g_test_rand_int_range (0, (int) size)] =
            "{}[]\",:0123456789eE+-.abcn\x01\xff"[g_test_rand_int_range (0, 29)];
      if (tn_graph_paste (graph, board, changed, NULL, &pasted, &error))
        n_read++;
      else
        g_assert_nonnull (error);
    }
  g_assert_cmpuint (n_read, >, 0);
}

static void
test_whole (void)
{
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (TnBoard) board = draw (graph);
  g_autoptr (JsonNode) node = tn_pipeline_to_json (graph, board);
  g_autoptr (TnBoard) drawn = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) again = tn_pipeline_from_json (node, &drawn, &error);
  g_autoptr (JsonNode) a = tn_graph_to_json (graph);
  g_autoptr (JsonNode) b = NULL;

  g_assert_no_error (error);
  g_assert_true (tn_board_equal (board, drawn));
  b = tn_graph_to_json (again);
  g_assert_true (json_node_equal (a, b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  flow_register ();

  g_test_add_func ("/graph-edit/a-step-is-put-in-a-link", test_insert_in_link);
  g_test_add_func ("/graph-edit/a-step-is-put-at-a-port", test_insert_at_ports);
  g_test_add_func ("/graph-fit/what-takes-an-output", test_takers);
  g_test_add_func ("/graph-fit/what-gives-an-input-and-fits-a-link", test_givers_and_between);
  g_test_add_func ("/graph-part/pasted-under-names-of-their-own", test_paste);
  g_test_add_func ("/graph-part/pasted-beside-each-other", test_paste_again);
  g_test_add_func ("/graph-part/what-nobody-knows-comes-along", test_paste_unknown);
  g_test_add_func ("/graph-part/what-is-no-part-is-refused", test_paste_refused);
  g_test_add_func ("/graph-part/changed-texts-are-read-or-refused", test_paste_fuzz);
  g_test_add_func ("/graph-part/a-pipeline-and-its-board-come-back", test_whole);

  return g_test_run ();
}
