/* test-model.c: what the window knows, without a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-graph-edit.h"
#include "tn-nodes.h"
#include "tn-pipeline-run.h"
#include "wb-result.h"
#include "wb-role.h"
#include "wb-rows.h"
#include "wb-sheet.h"
#include "wb-test.h"
#include "wb-ui.h"
#include "wb-work.h"

/* Words */

static void
test_translate (void)
{
  const char *xml = "<a><b translatable=\"yes\">Cancel</b><c x=\"1 &lt; 2\">Cancel</c></a>";
  g_autofree char *chinese = wb_ui_translate (xml, strlen (xml), tn_language_get ("zh_CN"), NULL);
  g_autofree char *english = wb_ui_translate (xml, strlen (xml), tn_language_get ("en"), NULL);

  g_assert_cmpstr (chinese, ==, "<a><b>取消</b><c x=\"1 &lt; 2\">Cancel</c></a>");
  g_assert_cmpstr (english, ==, "<a><b>Cancel</b><c x=\"1 &lt; 2\">Cancel</c></a>");
}

static void
test_share_with_interval (void)
{
  g_autofree char *with = NULL;
  g_autofree char *without = NULL;

  wb_language_choose ("en");
  with = wb_say_share (0.64, 0.55, 0.72);
  without = wb_say_share (0.64, NAN, NAN);
  g_assert_cmpstr (with, ==, "64% (55% to 72%)");
  g_assert_cmpstr (without, ==, "64%");
}

/* Sheets */

static void
test_sheet_answers_later (void)
{
  g_autoptr (TnTable) table = wb_test_table (1000);
  g_autoptr (WbSheet) sheet = wb_sheet_new (table);
  const char *text = NULL;

  g_assert_false (wb_sheet_peek (sheet, 0, 7, &text));
  wb_sheet_fetch (sheet);
  wb_test_settle ();
  g_assert_true (wb_sheet_peek (sheet, 0, 7, &text));
  g_assert_cmpstr (text, ==, "clara");
}

static void
test_sheet_says_missing (void)
{
  g_autoptr (TnTable) table = wb_test_table (40);
  g_autoptr (WbSheet) sheet = wb_sheet_new (table);
  const char *text = "something";

  wb_sheet_peek (sheet, 1, 9, &text);
  wb_sheet_fetch (sheet);
  wb_test_settle ();
  g_assert_true (wb_sheet_peek (sheet, 1, 9, &text));
  g_assert_null (text);
}

static void
test_sheet_drops_old_order (void)
{
  g_autoptr (TnTable) table = wb_test_table (10);
  g_autoptr (WbSheet) sheet = wb_sheet_new (table);
  const guint32 rows[] = { 4, 3 };
  g_autoptr (GBytes) bytes = g_bytes_new (rows, sizeof rows);
  const char *text = NULL;

  wb_sheet_peek (sheet, 0, 0, &text);
  wb_sheet_fetch (sheet);
  wb_sheet_set_rows (sheet, bytes);
  wb_test_settle ();
  g_assert_false (wb_sheet_peek (sheet, 0, 0, &text));
  wb_sheet_fetch (sheet);
  wb_test_settle ();
  g_assert_true (wb_sheet_peek (sheet, 0, 0, &text));
  g_assert_cmpstr (text, ==, "emil");
  g_assert_cmpuint (wb_sheet_get_n_rows (sheet), ==, 2);
}

static void
test_shape_counts (void)
{
  g_autoptr (TnTable) table = wb_test_table (1000);
  WbShape *kinds = wb_shape_read (tn_table_get_column (table, 0), NULL, NULL, NULL);
  WbShape *numbers = wb_shape_read (tn_table_get_column (table, 1), NULL, NULL, NULL);
  gsize n = 0;

  g_assert_cmpuint (kinds->n_distinct, ==, 5);
  g_assert_cmpuint (kinds->n_top, ==, 5);
  g_assert_cmpuint (kinds->top_counts[0], ==, 200);
  g_assert_cmpuint (numbers->n_missing, ==, 100);
  g_assert_cmpfloat (numbers->low, ==, 0);
  g_assert_cmpfloat (numbers->high, ==, 6);
  for (guint i = 0; i < numbers->n_bins; i++)
    n += numbers->bins[i];
  g_assert_cmpuint (n, ==, 900);
  wb_shape_free (kinds);
  wb_shape_free (numbers);
}

/* Rows against a naive look at every row */

static gsize
count_rows (TnTable *table, const char *conditions)
{
  WbRowsWish wish = { (char *) conditions, -1, FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) rows = wb_rows_find (table, &wish, NULL, &error);

  g_assert_no_error (error);

  return g_bytes_get_size (rows) / sizeof (guint32);
}

static void
test_rows_conditions_and_words (void)
{
  g_autoptr (TnTable) table = wb_test_table (700);
  gsize n = 0;

  for (gsize i = 0; i < 700; i++)
    n += i % 10 != 9 && i % 7 > 4 && i % 5 == 0;
  g_assert_cmpuint (count_rows (table, "value > 4, name = anna"), ==, n);
  g_assert_cmpuint (count_rows (table, "value over 4 and name is anna"), ==, n);
  g_assert_cmpuint (count_rows (table, "value over 10"), ==, 0);
  g_assert_cmpuint (count_rows (table, "name is not anna"), ==, 560);
  g_assert_cmpuint (count_rows (table, "CLARA"), ==, 140);
  g_assert_cmpuint (count_rows (table, "value is missing"), ==, 70);
}

static void
test_rows_sorted (void)
{
  g_autoptr (TnTable) table = wb_test_table (700);
  WbRowsWish wish = { (char *) "name = bert", 1, TRUE };
  g_autoptr (GBytes) rows = wb_rows_find (table, &wish, NULL, NULL);
  g_autofree double *values = tn_column_dup_numbers (tn_table_get_column (table, 1), NULL);
  const guint32 *order = g_bytes_get_data (rows, NULL);
  gsize n = g_bytes_get_size (rows) / sizeof (guint32);

  g_assert_cmpuint (n, ==, 140);
  for (gsize i = 1; i < n; i++)
    g_assert_true (!isfinite (values[order[i]]) || values[order[i - 1]] >= values[order[i]]);
}

static void
test_rows_wrong_condition_is_a_sentence (void)
{
  g_autoptr (TnTable) table = wb_test_table (10);
  WbRowsWish wish = { (char *) "price > 4", -1, FALSE };
  g_autoptr (GError) error = NULL;

  g_assert_null (wb_rows_find (table, &wish, NULL, &error));
  g_assert_nonnull (error);
}

/* Pipelines */

static TnGraph *
get_graph (WbProject *project)
{
  return wb_project_get_state (project)->graph;
}

static gboolean
is_linked (TnGraph *graph, const char *from, const char *to)
{
  int a = tn_graph_find_node (graph, from), b = tn_graph_find_node (graph, to);

  for (guint i = 0; i < tn_graph_get_n_links (graph); i++)
    if ((int) tn_graph_get_link (graph, i)->from == a &&
        (int) tn_graph_get_link (graph, i)->to == b)
      return TRUE;

  return FALSE;
}

static void
test_graph_insert_threads (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) graph = tn_graph_insert (get_graph (project), "scale", "impute", &id);

  g_assert_cmpstr (id, ==, "scale_2");
  g_assert_true (is_linked (graph, "impute", id));
  g_assert_true (is_linked (graph, id, "encode"));
  g_assert_false (is_linked (graph, "impute", "encode"));
  wb_project_close (project);
  wb_test_settle ();
}

static void
test_graph_remove_bridges (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  g_autoptr (TnGraph) graph = tn_graph_take_out (get_graph (project), "encode");

  g_assert_cmpint (tn_graph_find_node (graph, "encode"), <, 0);
  g_assert_true (is_linked (graph, "impute", "scale"));
  g_assert_true (is_linked (graph, "impute", "boosting"));
  wb_project_close (project);
  wb_test_settle ();
}

static void
test_graph_insert_and_remove_is_nothing (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  g_autofree char *id = NULL;
  g_autoptr (TnGraph) more = tn_graph_insert (get_graph (project), "impute", "impute", &id);
  g_autoptr (TnGraph) less = tn_graph_take_out (more, id);

  g_assert_cmpuint (tn_graph_get_n_nodes (less), ==, tn_graph_get_n_nodes (get_graph (project)));
  g_assert_cmpuint (tn_graph_get_n_links (less), ==, tn_graph_get_n_links (get_graph (project)));
  g_assert_true (is_linked (less, "impute", "encode"));
  wb_project_close (project);
  wb_test_settle ();
}

static void
test_graph_move_respects_links (void)
{
  g_autoptr (WbProject) project = wb_test_project ();

  g_assert_null (tn_graph_move (get_graph (project), "encode", -1));
  g_assert_null (tn_graph_move (get_graph (project), "data", -1));
  wb_project_close (project);
  wb_test_settle ();
}

/* Edits */

static void
set_depth (WbProject *project, gint64 depth)
{
  const WbState *state = wb_project_get_state (project);
  JsonNode *value = json_node_new (JSON_NODE_VALUE);
  g_autoptr (TnGraph) graph = NULL;
  TnEdit *edit = tn_edit_new (tn_message_new_literal ("set depth"));

  json_node_set_int (value, depth);
  graph = tn_graph_with_value (state->graph, "boosting", "depth", value);
  tn_edit_put_pipeline (edit, state->pipeline, graph);
  wb_project_edit (project, edit);
}

static gint64
get_depth (WbProject *project)
{
  TnGraph *graph = get_graph (project);
  const TnGraphNode *node = tn_graph_get_node (graph, tn_graph_find_node (graph, "boosting"));

  return json_object_has_member (node->values, "depth")
             ? json_object_get_int_member (node->values, "depth")
             : 0;
}

static void
test_undo_takes_back_in_order (void)
{
  g_autoptr (WbProject) project = wb_test_project ();

  set_depth (project, 5);
  wb_test_settle ();
  set_depth (project, 7);
  wb_test_settle ();
  g_assert_cmpint (get_depth (project), ==, 7);
  wb_project_undo (project);
  wb_test_settle ();
  g_assert_cmpint (get_depth (project), ==, 5);
  wb_project_undo (project);
  wb_test_settle ();
  g_assert_cmpint (get_depth (project), ==, 0);
  wb_project_redo (project);
  wb_test_settle ();
  g_assert_cmpint (get_depth (project), ==, 5);
  g_assert_nonnull (wb_project_get_state (project)->redo);
  wb_project_close (project);
  wb_test_settle ();
}

static void
on_failed (WbProject *project, const GError *error, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
test_failed_edit_is_told (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  TnEdit *edit = tn_edit_new (tn_message_new_literal ("rename nothing"));
  gboolean failed = FALSE;

  g_signal_connect (project, "failed", G_CALLBACK (on_failed), &failed);
  tn_edit_rename (edit, "pipeline", "none of that name", "other");
  wb_project_edit (project, edit);
  wb_test_settle ();
  g_assert_true (failed);
  wb_project_close (project);
  wb_test_settle ();
}

static void
test_roles_have_words (void)
{
  for (guint i = 0; i < TN_N_ROLES; i++)
    g_assert_cmpuint (strlen (wb_role_say ((TnRole) i)), >, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();
  wb_language_choose ("en");
  g_test_add_func ("/roles/every-role-has-words", test_roles_have_words);
  g_test_add_func ("/words/marked-texts-are-said-and-others-stay", test_translate);
  g_test_add_func ("/words/share-wears-its-interval", test_share_with_interval);
  g_test_add_func ("/sheet/answers-when-it-has-come", test_sheet_answers_later);
  g_test_add_func ("/sheet/missing-is-not-empty", test_sheet_says_missing);
  g_test_add_func ("/sheet/answers-of-an-earlier-order-are-dropped", test_sheet_drops_old_order);
  g_test_add_func ("/sheet/shape-counts-every-value-once", test_shape_counts);
  g_test_add_func ("/rows/conditions-and-words-as-a-naive-look", test_rows_conditions_and_words);
  g_test_add_func ("/rows/sorted-within-the-filter", test_rows_sorted);
  g_test_add_func ("/rows/unknown-column-is-an-error", test_rows_wrong_condition_is_a_sentence);
  g_test_add_func ("/graph/inserted-step-stands-between", test_graph_insert_threads);
  g_test_add_func ("/graph/removed-step-is-bridged", test_graph_remove_bridges);
  g_test_add_func ("/graph/insert-and-remove-leaves-nothing",
                   test_graph_insert_and_remove_is_nothing);
  g_test_add_func ("/graph/linked-steps-do-not-change-places", test_graph_move_respects_links);
  g_test_add_func ("/project/undo-and-redo-in-order", test_undo_takes_back_in_order);
  g_test_add_func ("/project/what-could-not-be-done-is-told", test_failed_edit_is_told);

  return g_test_run ();
}
