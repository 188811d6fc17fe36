/* test-queue.c: runs that wait, and those left over by a program that was killed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The worker of these tests never answers: what is looked at is who waits for whom.
 */

#include "config.h"

#include <locale.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "wb-application.h"
#include "wb-left-note.h"
#include "wb-queue-keeper.h"
#include "wb-test.h"
#include "wb-waiting.h"

static char *
get_file (WbProject *project)
{
  return g_build_filename (tn_project_get_session (wb_project_get_store (project)), "queue.json",
                           NULL);
}

static gboolean
is_written (WbProject *project)
{
  g_autofree char *file = get_file (project);

  return g_file_test (file, G_FILE_TEST_EXISTS);
}

/* What a program would find that opens the project now. */
static WbQueue *
find_left (WbProject *project)
{
  WbQueue *queue = wb_queue_new ();

  wb_queue_keep (queue, wb_project_get_store (project));
  wb_test_settle ();

  return queue;
}

static guint
count_left (WbProject *project)
{
  g_autoptr (WbQueue) queue = find_left (project);

  return wb_queue_get_left (queue)->len;
}

/* One that goes on, and two behind it, each with another setting. */
static WbProject *
make_busy (void)
{
  WbProject *project = wb_test_project ();

  wb_test_settle ();
  for (guint rounds = 100; rounds <= 300; rounds += 100)
    {
      g_autofree char *setting = g_strdup_printf ("boosting.rounds=%u", rounds);
      g_autoptr (TnGraph) graph = tn_graph_copy (wb_project_get_state (project)->graph);
      g_autoptr (GError) error = NULL;
      g_autoptr (WbRun) run = NULL;

      tn_graph_set_text (graph, setting, &error);
      g_assert_no_error (error);
      run = wb_run_new (wb_project_get_store (project), "churn", graph,
                        rounds == 200 ? "boosting" : NULL, rounds);
      wb_queue_add (wb_project_get_queue (project), run);
    }
  wb_test_settle ();

  return project;
}

static void
end (WbProject *project)
{
  WbRun *run = wb_project_get_run (project);

  wb_project_close (project);
  while (run != NULL && wb_run_is_going (run))
    g_main_context_iteration (NULL, TRUE);
  wb_test_settle ();
  g_object_unref (project);
  wb_test_settle ();
}

static WbRun *
get_waiting (WbProject *project, guint i)
{
  return g_ptr_array_index (wb_queue_get_waiting (wb_project_get_queue (project)), i);
}

static void
test_kept (void)
{
  WbProject *project = make_busy ();
  g_autoptr (WbQueue) left = find_left (project);
  GPtrArray *runs = wb_queue_get_left (left);
  g_autofree char *file = get_file (project);
  GStatBuf info;

  g_assert_cmpuint (runs->len, ==, 3);
  g_assert_false (wb_queue_is_busy (left));
  for (guint i = 0; i < 3; i++)
    {
      WbRun *run = g_ptr_array_index (runs, i);
      WbRun *original = i == 0 ? wb_project_get_run (project) : get_waiting (project, i - 1);
      g_autoptr (JsonNode) graph = tn_graph_to_json (wb_run_get_graph (run));
      g_autoptr (JsonNode) expected = tn_graph_to_json (wb_run_get_graph (original));

      g_assert_true (json_node_equal (graph, expected));
      g_assert_cmpstr (wb_run_get_pipeline (run), ==, "churn");
      g_assert_cmpstr (wb_run_get_target (run), ==, i == 1 ? "boosting" : NULL);
      g_assert_cmpuint (wb_run_get_seed (run), ==, 100 * (i + 1));
      g_assert_cmpint (wb_run_get_asked (run), ==, wb_run_get_asked (original));
    }
  g_assert_cmpint (g_stat (file, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  end (project);
}

static void
test_order (void)
{
  WbProject *project = make_busy ();
  WbQueue *queue = wb_project_get_queue (project);
  WbRun *first = get_waiting (project, 0);
  WbRun *second = get_waiting (project, 1);

  /* Not over the ends. */
  wb_queue_move (queue, first, FALSE);
  wb_queue_move (queue, second, TRUE);
  g_assert_true (get_waiting (project, 0) == first);
  wb_queue_move (queue, wb_project_get_run (project), TRUE);
  wb_queue_move (queue, first, TRUE);
  g_assert_true (get_waiting (project, 0) == second);
  g_assert_true (get_waiting (project, 1) == first);
  wb_test_settle ();
  {
    g_autoptr (WbQueue) left = find_left (project);

    g_assert_cmpuint (wb_run_get_seed (g_ptr_array_index (wb_queue_get_left (left), 1)), ==, 300);
  }
  wb_queue_move (queue, first, FALSE);
  g_assert_true (get_waiting (project, 0) == first);
  end (project);
}

/* Whoever closes the project has discarded them. */
static void
test_closed (void)
{
  WbProject *project = make_busy ();
  g_autofree char *file = get_file (project);

  g_assert_true (is_written (project));
  end (project);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
}

static void
test_left (void)
{
  WbProject *project = make_busy ();
  g_autoptr (WbQueue) left = find_left (project);
  GtkWidget *note = g_object_ref_sink (wb_left_note_new (left));

  g_assert_true (gtk_widget_get_visible (note));
  wb_queue_forget_left (left);
  g_assert_cmpuint (wb_queue_get_left (left)->len, ==, 0);
  g_assert_false (gtk_widget_get_visible (note));
  wb_test_settle ();
  g_assert_false (is_written (project));
  g_assert_true (wb_queue_put_back (left));
  g_assert_false (wb_queue_put_back (left));
  g_assert_cmpuint (wb_queue_get_left (left)->len, ==, 3);
  wb_test_settle ();
  g_assert_true (is_written (project));

  /* They go on in their order. */
  wb_queue_add_left (left);
  g_assert_false (gtk_widget_get_visible (note));
  g_assert_cmpuint (wb_run_get_seed (wb_queue_get_current (left)), ==, 100);
  g_assert_cmpuint (wb_queue_get_waiting (left)->len, ==, 2);
  wb_test_settle ();
  g_assert_cmpuint (count_left (project), ==, 3);
  wb_queue_close (left);
  while (wb_run_is_going (wb_queue_get_current (left)))
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (note);
  end (project);
}

/* The file of a queue is one of ours, and may be damaged all the same. */
static void
test_damaged (void)
{
  static const char *const damaged[] = {
    "",
    "{",
    "[]",
    "null",
    "{\"runs\": 7}",
    "{\"runs\": {}}",
    "{\"runs\": [null, 1, \"a\", [], {}]}",
    "{\"runs\": [{\"pipeline\": 5, \"graph\": {}}]}",
    "{\"runs\": [{\"pipeline\": \"churn\", \"graph\": []}]}",
    "{\"runs\": [{\"pipeline\": \"churn\", \"graph\": {\"nodes\": 7}, \"seed\": {}}]}",
  };
  WbProject *project = wb_test_project ();
  g_autofree char *file = get_file (project);

  wb_test_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (damaged); i++)
    {
      g_assert_true (g_file_set_contents (file, damaged[i], -1, NULL));
      g_assert_cmpuint (count_left (project), ==, 0);
    }
  end (project);
}

static GtkWidget *
find_named (GtkWidget *widget, const char *name)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), name) == 0)
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_named (at, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
click (GtkWidget *widget, const char *name)
{
  GtkWidget *button = find_named (widget, name);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static void
test_rows (void)
{
  WbProject *project = make_busy ();
  GtkWidget *waiting = wb_waiting_new (wb_project_get_queue (project));
  GtkWidget *window = gtk_window_new ();
  WbRun *first = get_waiting (project, 0);

  gtk_window_set_child (GTK_WINDOW (window), waiting);
  gtk_window_present (GTK_WINDOW (window));
  g_assert_null (find_named (waiting, "Move up: Next"));
  click (waiting, "Move down: Next");
  g_assert_true (get_waiting (project, 1) == first);
  /* The focus goes along. */
  g_assert_cmpint (gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (
                       gtk_window_get_focus (GTK_WINDOW (window)), GTK_TYPE_LIST_BOX_ROW))),
                   ==, 1);
  click (waiting, "Move up: Place 2");
  g_assert_true (get_waiting (project, 0) == first);
  click (waiting, "Remove from the queue: Next");
  g_assert_cmpuint (wb_queue_get_waiting (wb_project_get_queue (project))->len, ==, 1);
  g_assert_null (find_named (waiting, "Move down: Next"));
  gtk_window_destroy (GTK_WINDOW (window));
  end (project);
}

int
main (int argc, char **argv)
{
  g_autoptr (WbApplication) application = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *worker = NULL;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  directory = g_dir_make_tmp ("tenure-queue-XXXXXX", NULL);
  worker = g_build_filename (directory, "worker", NULL);
  g_assert_true (g_file_set_contents_full (worker, "#!/bin/sh\nexec sleep 1000\n", -1,
                                           G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_setenv ("TENURE_CLI", worker, TRUE);

  g_test_add_func ("/queue/is-kept-beside-the-store", test_kept);
  g_test_add_func ("/queue/order-can-be-another", test_order);
  g_test_add_func ("/queue/closing-leaves-nothing", test_closed);
  g_test_add_func ("/queue/left-over-can-run-or-be-forgotten", test_left);
  g_test_add_func ("/queue/damaged-file-is-none", test_damaged);
  g_test_add_func ("/queue/rows-move", test_rows);

  return g_test_run ();
}
