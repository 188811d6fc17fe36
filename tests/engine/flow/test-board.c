/* test-board.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "flow-support.h"
#include "tn-arrange.h"
#include "tn-error.h"
#include "tn-json.h"

static TnBoard *
read_board (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = tn_json_parse (text, -1, error);

  return node != NULL ? tn_board_from_json (node, error) : NULL;
}

static char *
print_board (const TnBoard *board)
{
  g_autoptr (JsonNode) node = tn_board_to_json (board);

  return tn_json_print (node, FALSE);
}

static void
test_round_trip (void)
{
  static const char *const members[] = { "split", "center", NULL };
  g_autoptr (TnBoard) board = tn_board_new ();
  TnBox box = { -40, 12.5, 200, 60 };
  g_autoptr (TnBoard) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again_text = NULL;
  double x, y;

  tn_board_set_place (board, "split", 1.25, -18);
  tn_board_set_place (board, "data", 0, 0);
  tn_board_set_group_folded (board, tn_board_add_group (board, "As of each date", members), TRUE);
  tn_board_add_note (board, "看这里", &box);
  text = print_board (board);
  again = read_board (text, &error);
  g_assert_no_error (error);
  again_text = print_board (again);
  g_assert_cmpstr (again_text, ==, text);
  g_assert_true (tn_board_equal (board, again));
  g_assert_true (tn_board_get_place (again, "split", &x, &y));
  g_assert_cmpfloat (x, ==, 1.25);
  g_assert_cmpfloat (y, ==, -18);
  g_assert_false (tn_board_get_place (again, "center", &x, &y));
  g_assert_cmpint (tn_board_find_group_of (again, "center"), ==, 0);
  g_assert_true (tn_board_get_group (again, 0)->folded);
}

static void
test_unknown_is_kept (void)
{
  static const char text[] =
      "{\"version\":1,\"places\":{\"a\":[1.5,2.0],\"gone\":[0.0,0.0]},\"groups\":[{\"id\":\"g1\","
      "\"title\":\"T\",\"nodes\":[\"a\"],\"folded\":false,\"colour\":\"red\"}],\"notes\":[{\"id\":"
      "\"n1\",\"text\":\"\",\"x\":0.0,\"y\":0.0,\"width\":10.0,\"height\":10.0,\"bold\":[1]}],"
      "\"zoom\":{\"at\":2}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (TnBoard) board = read_board (text, &error);
  g_autoptr (TnBoard) copy = NULL;
  g_autofree char *printed = NULL;

  g_assert_no_error (error);
  copy = tn_board_copy (board);
  printed = print_board (copy);
  g_assert_cmpstr (printed, ==, text);
}

static void
test_bad_boards (void)
{
  g_autofree char *title = g_strnfill (TN_BOARD_MAX_TITLE + 1, 'x');
  g_autofree char *long_title =
      g_strdup_printf ("{\"groups\":[{\"id\":\"a\",\"title\":\"%s\",\"nodes\":[\"b\"]}]}", title);
  const char *const bad[] = {
    "[]",
    "3",
    "{\"places\":[]}",
    "{\"places\":{\"a\":[1]}}",
    "{\"places\":{\"a\":[1,2,3]}}",
    "{\"places\":{\"a\":[1,\"2\"]}}",
    "{\"places\":{\"a\":[1,null]}}",
    "{\"places\":{\"a\":[1e7,0]}}",
    "{\"places\":{\"a\":[0,1e999]}}",
    "{\"places\":{\"\":[0,0]}}",
    "{\"groups\":{}}",
    "{\"groups\":[1]}",
    "{\"groups\":[{\"id\":\"a\"}]}",
    "{\"groups\":[{\"id\":\"a\",\"nodes\":[]}]}",
    "{\"groups\":[{\"id\":\"a\",\"nodes\":[{}]}]}",
    "{\"groups\":[{\"nodes\":[\"b\"]}]}",
    "{\"groups\":[{\"id\":\"a\",\"nodes\":[\"b\",\"b\"]}]}",
    "{\"groups\":[{\"id\":\"a\",\"nodes\":[\"b\"]},{\"id\":\"c\",\"nodes\":[\"b\"]}]}",
    "{\"groups\":[{\"id\":\"a\",\"nodes\":[\"b\"]},{\"id\":\"a\",\"nodes\":[\"c\"]}]}",
    long_title,
    "{\"notes\":[[]]}",
    "{\"notes\":[{\"id\":\"a\",\"x\":0,\"y\":0,\"width\":10}]}",
    "{\"notes\":[{\"id\":\"a\",\"x\":0,\"y\":0,\"width\":10,\"height\":0}]}",
    "{\"notes\":[{\"id\":\"a\",\"x\":0,\"y\":2e6,\"width\":10,\"height\":10}]}",
    "{\"notes\":[{\"id\":\"a\",\"x\":0,\"y\":0,\"width\":10,\"height\":20000}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TnBoard) board = read_board (bad[i], &error);
      g_autofree char *said = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (board);
      g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
      said = tn_error_render (error, tn_language_get ("en"));
      g_assert_null (strchr (said, '{'));
    }
}

static void
assert_clear (const TnBoard *board, TnGraph *graph)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    for (guint k = 0; k < i; k++)
      {
        double x, y, other_x, other_y;

        g_assert_true (tn_board_get_place (board, tn_graph_get_node (graph, i)->id, &x, &y));
        g_assert_true (
            tn_board_get_place (board, tn_graph_get_node (graph, k)->id, &other_x, &other_y));
        g_assert_true (ABS (x - other_x) >= TN_CARD_WIDTH || ABS (y - other_y) >= TN_CARD_HEIGHT);
      }
}

/* What is missing gets a place, what is too much goes, and nothing else moves. */
static void
test_fit (void)
{
  static const char *const members[] = { "split", "gone", NULL };
  static const char *const gone[] = { "gone", NULL };
  g_autoptr (TnGraph) graph = flow_make_graph ();
  g_autoptr (TnBoard) empty = tn_board_new ();
  g_autoptr (TnBoard) first = tn_board_fit (empty, graph);
  g_autoptr (TnBoard) fit = NULL;
  double x, y, new_x, new_y;

  assert_clear (first, graph);
  tn_board_set_place (first, "gone", 5, 5);
  tn_board_add_group (first, "Kept", members);
  tn_board_add_group (first, "Dropped", gone);
  tn_board_unset_place (first, "center");
  fit = tn_board_fit (first, graph);
  assert_clear (fit, graph);
  g_assert_false (tn_board_get_place (fit, "gone", NULL, NULL));
  g_assert_cmpuint (tn_board_get_n_groups (fit), ==, 1);
  g_assert_cmpuint (tn_board_get_group (fit, 0)->nodes->len, ==, 1);
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      const char *id = tn_graph_get_node (graph, i)->id;

      tn_board_get_place (fit, id, &new_x, &new_y);
      if (tn_board_get_place (first, id, &x, &y))
        {
          g_assert_cmpfloat (x, ==, new_x);
          g_assert_cmpfloat (y, ==, new_y);
        }
    }
}

static void
test_membership (void)
{
  static const char *const ab[] = { "a", "b", NULL };
  static const char *const bc[] = { "b", "c", NULL };
  g_autoptr (TnBoard) board = tn_board_new ();
  g_autofree char *first = g_strdup (tn_board_add_group (board, "1", ab));

  tn_board_add_group (board, "2", bc);
  g_assert_cmpint (tn_board_find_group_of (board, "b"), ==, 1);
  tn_board_remove_node (board, "a");
  g_assert_cmpint (tn_board_find_group (board, first), ==, -1);
  g_assert_cmpint (tn_board_find_group_of (board, "b"), ==, 0);
  tn_board_remove_group (board, tn_board_get_group (board, 0)->id);
  g_assert_cmpuint (tn_board_get_n_groups (board), ==, 0);
  g_assert_cmpint (tn_board_find_group_of (board, "c"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  flow_register ();

  g_test_add_func ("/board/comes-back-from-json", test_round_trip);
  g_test_add_func ("/board/what-it-does-not-know-is-kept", test_unknown_is_kept);
  g_test_add_func ("/board/what-is-no-board-is-refused", test_bad_boards);
  g_test_add_func ("/board/fits-the-steps-there-are", test_fit);
  g_test_add_func ("/board/a-step-is-in-one-group", test_membership);

  return g_test_run ();
}
