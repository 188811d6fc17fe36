/* test-board-store.c: boards in a project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "shop-support.h"
#include "tn-arrange.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-nodes.h"

typedef struct
{
  char *directory;
  TnProject *project;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->directory = shop_directory ();
  self->project = shop_make_project (self->directory, 160, 5);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  shop_close (self->project);
  g_free (self->directory);
}

static TnBoard *
get_board (Fixture *self, const char *pipeline)
{
  g_autoptr (GError) error = NULL;
  TnBoard *board = tn_project_get_board (self->project, pipeline, &error);

  g_assert_no_error (error);

  return board;
}

static void
put_board (Fixture *self, const char *pipeline, const TnBoard *board)
{
  g_autoptr (TnEdit) edit = tn_edit_new (tn_message_new_literal ("Moved"));
  g_autoptr (GError) error = NULL;

  tn_edit_put_board (edit, pipeline, board);
  tn_project_edit (self->project, edit, &error);
  g_assert_no_error (error);
}

static void
count_runs (const char *node, TnNodeStatus status, double seconds, gpointer user_data)
{
  if (status == TN_NODE_RUNNING)
    ++*(guint *) user_data;
}

static guint
run_churn (Fixture *self)
{
  const TnRunEvents events = { .status = count_runs };
  g_autoptr (GError) error = NULL;
  guint n = 0;

  tn_project_run_pipeline_to (self->project, "churn", "features", 1, &events, &n, NULL, NULL,
                              &error);
  g_assert_no_error (error);

  return n;
}

/* A drawing is nothing a step reads: what ran counts as it did. */
static void
test_nothing_is_stale (Fixture *self, gconstpointer data)
{
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (self->project, "churn", NULL);
  g_autoptr (TnBoard) empty = get_board (self, "churn");
  g_autoptr (TnBoard) board = tn_board_fit (empty, graph);
  static const char *const members[] = { "data", "clean", NULL };
  TnBox box = { 0, -300, 200, 100 };
  guint n_first = run_churn (self), n_again = run_churn (self);

  g_assert_cmpuint (n_again, <, n_first);
  tn_board_set_place (board, "clean", 500, 700);
  tn_board_add_group (board, "Prepare", members);
  tn_board_add_note (board, "Why", &box);
  put_board (self, "churn", board);
  g_assert_cmpuint (run_churn (self), ==, n_again);
  g_assert_cmpint (tn_project_find_run_of_step (self->project, graph, "features"), >, 0);
}

static void
test_undo (Fixture *self, gconstpointer data)
{
  g_autoptr (TnBoard) board = get_board (self, "churn");
  g_autoptr (TnBoard) moved = NULL;
  g_autoptr (TnBoard) before = NULL;
  g_autoptr (TnBoard) after = NULL;

  g_assert_cmpuint (tn_board_get_n_places (board), ==, 0);
  tn_board_set_place (board, "clean", 1, 2);
  put_board (self, "churn", board);
  moved = tn_board_copy (board);
  tn_board_set_place (moved, "clean", 100, 200);
  put_board (self, "churn", moved);
  g_assert_true (tn_project_undo (self->project, NULL, NULL));
  before = get_board (self, "churn");
  g_assert_true (tn_board_equal (before, board));
  g_assert_true (tn_project_redo (self->project, NULL, NULL));
  after = get_board (self, "churn");
  g_assert_true (tn_board_equal (after, moved));
  g_assert_true (tn_project_undo (self->project, NULL, NULL));
  g_assert_true (tn_project_undo (self->project, NULL, NULL));
  g_clear_pointer (&before, tn_board_unref);
  before = get_board (self, "churn");
  g_assert_cmpuint (tn_board_get_n_places (before), ==, 0);
}

static void
test_names (Fixture *self, gconstpointer data)
{
  g_autoptr (TnBoard) board = tn_board_new ();
  g_autoptr (TnBoard) found = NULL;
  g_autoptr (TnEdit) copy = tn_edit_new (NULL);
  g_autoptr (TnEdit) rename = tn_edit_new (NULL);
  g_autoptr (TnEdit) delete = tn_edit_new (NULL);
  g_autoptr (GError) error = NULL;

  tn_board_set_place (board, "clean", 7, 8);
  put_board (self, "churn", board);
  g_assert_true (tn_edit_copy_pipeline (copy, self->project, "churn", "twin", &error));
  g_assert_true (tn_project_edit (self->project, copy, &error));
  found = get_board (self, "twin");
  g_assert_true (tn_board_equal (found, board));

  g_assert_true (tn_edit_rename_pipeline (rename, self->project, "churn", "leaving", &error));
  g_assert_true (tn_project_edit (self->project, rename, &error));
  g_assert_no_error (error);
  g_clear_pointer (&found, tn_board_unref);
  found = get_board (self, "leaving");
  g_assert_true (tn_board_equal (found, board));

  g_assert_true (tn_edit_delete_pipeline (delete, self->project, "twin", &error));
  g_assert_true (tn_project_edit (self->project, delete, &error));
  g_clear_pointer (&found, tn_board_unref);
  found = get_board (self, "twin");
  g_assert_cmpuint (tn_board_get_n_places (found), ==, 0);
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (TnEdit) edit = tn_edit_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = tn_json_parse ("{\"places\":{\"clean\":[null,0]}}", -1, NULL);

  tn_edit_put (edit, TN_DOCUMENT_BOARD, "churn", 1, body);
  g_assert_true (tn_project_edit (self->project, edit, NULL));
  g_assert_null (tn_project_get_board (self->project, "churn", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_FORMAT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)
  ADD ("/board-store/moving-a-card-makes-no-step-stale", test_nothing_is_stale);
  ADD ("/board-store/undo-covers-a-move", test_undo);
  ADD ("/board-store/goes-by-the-name-of-its-pipeline", test_names);
  ADD ("/board-store/a-damaged-one-is-told", test_damaged);

  return g_test_run ();
}
