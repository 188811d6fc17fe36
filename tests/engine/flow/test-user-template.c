/* test-user-template.c: pipelines kept to lay out again, and how questions are drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tn-arrange.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-nodes.h"
#include "tn-template.h"
#include "tn-user-template.h"

static TnGraph *
make_graph (void)
{
  g_autoptr (GError) error = NULL;
  TnGraph *graph = tn_template_find ("churn")->build ("orders", NULL, &error);

  g_assert_no_error (error);
  tn_graph_set_text (graph, "churn.horizon_days=33", &error);
  g_assert_no_error (error);

  return graph;
}

/* Lanes from left to right, a note above each; no card, box or note on another. */
static void
test_lanes (void)
{
  const char *const languages[] = { "en", "zh_CN" };

  for (guint l = 0; l < G_N_ELEMENTS (languages); l++)
    {
      g_autoptr (TnGraph) graph = make_graph ();
      g_autoptr (TnBoard) board = tn_graph_draw_lanes (graph, tn_language_get (languages[l]));
      g_autoptr (TnBoard) tidy = NULL;
      TnArrangeFacts facts;
      double right = -1e9;

      g_assert_cmpuint (tn_board_get_n_groups (board), ==, 4);
      g_assert_cmpuint (tn_board_get_n_notes (board), ==, 4);
      for (guint i = 0; i < 4; i++)
        {
          TnBox box, note = tn_board_get_note (board, i)->box;

          g_assert_true (tn_board_get_group_box (board, i, &box));
          g_assert_cmpfloat (box.x, >, right);
          g_assert_cmpfloat (note.x, ==, box.x);
          g_assert_cmpfloat (note.x + note.width, <=, box.x + box.width);
          g_assert_cmpfloat (note.y + note.height, <, box.y);
          right = box.x + box.width;
        }
      g_assert_cmpint (tn_board_find_group_of (board, "clean"), ==, 0);
      g_assert_cmpint (tn_board_find_group_of (board, "features"), ==, 1);
      g_assert_cmpint (tn_board_find_group_of (board, "boosting"), ==, 2);
      g_assert_cmpint (tn_board_find_group_of (board, "list"), ==, 3);
      g_assert_true ((strcmp (tn_board_get_group (board, 0)->title, "Prepare") == 0) == (l == 0));
      tidy = tn_arrange (graph, board, &facts);
      g_assert_cmpuint (facts.n_moved, ==, 0);
      g_assert_true (tn_board_equal (board, tidy));
    }
}

static void
test_round_trip (void)
{
  g_autoptr (TnGraph) graph = make_graph ();
  g_autoptr (TnBoard) board = tn_graph_draw_lanes (graph, tn_language_get ("en"));
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autoptr (TnGraph) laid = NULL;
  g_autoptr (TnBoard) drawn = NULL;
  g_autofree char *text = NULL;
  const TnGraphNode *data;

  g_assert_true (tn_user_template_save ("Leavers of the club", graph, board, &id, &error));
  g_assert_cmpstr (id, ==, "my-leavers-of-the-club");
  g_assert_true (tn_user_template_save ("谁会离开俱乐部", graph, board, &second, &error));
  list = tn_user_template_list ();
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_true (tn_user_template_lay_out (id, "shop-2026", &laid, &drawn, &error));
  g_assert_true (tn_board_equal (board, drawn));
  data = tn_graph_get_node (laid, (guint) tn_graph_find_node (laid, "data"));
  g_assert_cmpstr (tn_json_string (data->values, "name", ""), ==, "shop-2026");
  g_assert_cmpint (
      tn_json_int (tn_graph_get_node (laid, (guint) tn_graph_find_node (laid, "churn"))->values,
                   "horizon_days", 0),
      ==, 33);

  /* The name of the data set stays at home. */
  g_assert_true (tn_user_template_export (id, "out.json", &error));
  g_assert_true (g_file_get_contents ("out.json", &text, NULL, NULL));
  g_assert_null (strstr (text, "orders\""));
  g_assert_true (tn_user_template_remove (id, &error));
  g_assert_true (tn_user_template_import ("out.json", &third, &error));
  g_assert_cmpstr (third, ==, id);
  g_assert_true (tn_user_template_remove (third, &error));
  g_assert_true (tn_user_template_remove (second, &error));
  g_assert_no_error (error);
}

static void
test_refused (void)
{
  static const char *const bad[] = {
    "",
    "orders;customers",
    "[]",
    "{\"format\":\"tenure-template\"}",
    "{\"format\":\"tenure-template\",\"title\":\"A\",\"pipeline\":3}",
    "{\"format\":\"other\",\"title\":\"A\",\"pipeline\":{\"nodes\":[]}}",
    "{\"format\":\"tenure-template\",\"title\":\"\",\"pipeline\":{\"nodes\":[]}}",
    "{\"format\":\"tenure-template\",\"title\":\"A\",\"pipeline\":{\"nodes\":[1]}}",
    "{\"format\":\"tenure-template\",\"title\":\"A\",\"pipeline\":{\"nodes\":[],\"board\":3}}",
    "{\"format\":\"tenure-template\",\"version\":9,\"title\":\"A\",\"pipeline\":{\"nodes\":[]}}",
  };
  static const char *const no_ids[] = { "", "nobody", "../out", "/etc/passwd", "a/b" };
  g_autoptr (TnGraph) graph = make_graph ();
  g_autoptr (TnBoard) board = tn_board_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  g_autofree char *title = g_strnfill (TN_USER_TEMPLATE_MAX_TITLE + 1, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *said = NULL;

      g_file_set_contents ("bad.json", bad[i], -1, NULL);
      g_assert_false (tn_user_template_import ("bad.json", &id, &error));
      g_assert_nonnull (error);
      said = tn_error_render (error, tn_language_get ("en"));
      g_test_message ("%s", said);
      g_assert_null (strchr (said, '{'));
      g_clear_error (&error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (no_ids); i++)
    {
      g_assert_false (tn_user_template_remove (no_ids[i], &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
      g_clear_error (&error);
    }
  g_assert_false (tn_user_template_import ("absent.json", &id, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tn_user_template_save ("", graph, board, &id, &error));
  g_clear_error (&error);
  g_assert_false (tn_user_template_save (title, graph, board, &id, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
  g_assert_null (id);
}

int
main (int argc, char **argv)
{
  g_autofree char *directory = g_dir_make_tmp ("tn-template-XXXXXX", NULL);

  g_setenv ("XDG_DATA_HOME", directory, TRUE);
  g_assert_cmpint (g_chdir (directory), ==, 0);
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/template/a-question-is-drawn-in-lanes-with-notes", test_lanes);
  g_test_add_func ("/user-template/kept-and-laid-out-again", test_round_trip);
  g_test_add_func ("/user-template/what-is-none-is-refused", test_refused);

  return g_test_run ();
}
