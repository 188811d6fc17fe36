/* test-compare-runs.c: runs side by side, why they differ, and what is said of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "tn-error.h"
#include "tn-nodes.h"
#include "tn-pipeline-run.h"
#include "wb-chart-view.h"
#include "wb-compare-view.h"
#include "wb-run-head.h"
#include "wb-run-row.h"
#include "wb-runs-page.h"
#include "wb-test.h"
#include "wb-work.h"

/* A run as the one with that number, of a pipeline with another setting. */
static void
copy_run (TnProject *store, gint64 from, const char *setting)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnRun) run = tn_project_get_run (store, from, &error);
  g_autoptr (GPtrArray) outputs = tn_project_list_outputs (store, from, &error);
  g_autoptr (TnGraph) graph = tn_graph_from_json (run->snapshot, &error);
  g_autoptr (TnGraph) changed = tn_graph_copy (graph);
  g_autoptr (JsonNode) snapshot = NULL;
  gint64 id;

  g_assert_no_error (error);
  g_assert_true (tn_graph_set_text (changed, setting, &error));
  g_assert_no_error (error);
  snapshot = tn_graph_to_json (changed);
  id = tn_project_begin_run (store, run->pipeline, snapshot, run->seed, run->versions, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < outputs->len; i++)
    {
      const TnOutput *at = g_ptr_array_index (outputs, i);
      g_autoptr (TnOutput) output = tn_project_get_output (store, from, at->node, at->name, &error);

      g_assert_no_error (error);
      g_assert_true (tn_project_put_output (store, id, output, &error));
    }
  g_assert_true (tn_project_end_run (store, id, TN_RUN_DONE, run->info, &error));
  g_assert_no_error (error);
}

/* The project that was saved once and for all, with a second run of another horizon. */
static WbProject *
open_project (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *from = g_test_build_filename (G_TEST_DIST, "golden", "project-1.tenure", NULL);
  g_autofree char *folder = g_dir_make_tmp ("wb-compare-XXXXXX", &error);
  g_autofree char *to = g_build_filename (folder, "project.tenure", NULL);
  g_autofree char *sessions = g_build_filename (folder, "sessions", NULL);
  g_autofree char *text = NULL;
  TnProject *store;
  WbState *state;
  gsize size;

  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  g_assert_true (g_file_get_contents (from, &text, &size, &error));
  g_assert_true (g_file_set_contents (to, text, (gssize) size, &error));
  store = tn_project_open (to, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_no_error (error);
  copy_run (store, 1, "churn.horizon_days=45");
  state = wb_state_read (store, &error);
  g_assert_no_error (error);

  return wb_project_new (store, state);
}

static void
close_project (WbProject *project)
{
  wb_test_settle ();
  wb_project_close (project);
  wb_work_drain ();
  g_object_unref (project);
}

static void
test_read (void)
{
  WbProject *project = open_project ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (WbComparison) comparison = NULL;
  const WbRunStep *step;
  const TnFigureChange *figure;
  const TnRunChange *change;

  /* In any order, the earliest comes first. */
  for (gint64 run = 2; run > 0; run--)
    g_array_append_val (runs, run);
  comparison = wb_comparison_read (wb_project_get_store (project), runs, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (comparison->results->len, ==, 2);
  g_assert_cmpint (((const WbResult *) g_ptr_array_index (comparison->results, 0))->run, ==, 1);
  step = g_ptr_array_index (comparison->steps, 0);
  g_assert_cmpuint (step->changes->len, ==, 1);
  change = g_ptr_array_index (step->changes, 0);
  g_assert_cmpstr (change->what, ==, "setting");
  g_assert_cmpstr (change->param, ==, "horizon_days");
  /* Equal figures are no difference. */
  figure = &g_array_index (step->outcome->figures, TnFigureChange, 0);
  g_assert_cmpstr (figure->before.id, ==, "auc");
  g_assert_cmpfloat (figure->difference.value, ==, 0);
  g_assert_cmpint (figure->verdict, ==, TN_VERDICT_TIE);
  g_assert_true (step->outcome->is_same_test);
  close_project (project);
}

static void
test_absent (void)
{
  WbProject *project = open_project ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 ids[] = { 1, 99 };

  g_array_append_vals (runs, ids, 2);
  g_assert_null (wb_comparison_read (wb_project_get_store (project), runs, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  close_project (project);
}

static void
count (GtkWidget *widget, const char *type, guint *n)
{
  *n += g_str_equal (G_OBJECT_TYPE_NAME (widget), type);
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    count (at, type, n);
}

static GtkWidget *
find_label (GtkWidget *widget, const char *words)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_label (at, words);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_button (GtkWidget *widget, const char *words)
{
  GtkWidget *label = find_label (widget, words);

  g_assert_nonnull (label);

  return gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
}

static GtkListBox *
find_history (GtkWidget *page)
{
  return GTK_LIST_BOX (
      gtk_widget_get_ancestor (wb_test_find (page, "WbRunRow"), GTK_TYPE_LIST_BOX));
}

static WbRunRow *
get_row (GtkWidget *page, int index)
{
  return WB_RUN_ROW (gtk_list_box_get_row_at_index (find_history (page), index));
}

static GtkWidget *
show_page (WbProject *project, GtkWidget **window)
{
  GtkWidget *page = wb_runs_page_new (project);

  *window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (*window), 1100, 800);
  gtk_window_set_child (GTK_WINDOW (*window), page);
  gtk_window_present (GTK_WINDOW (*window));
  wb_test_settle ();

  return page;
}

static void
test_choose (void)
{
  WbProject *project = open_project ();
  GtkWidget *window, *page = show_page (project, &window), *compare, *view;
  guint n_charts = 0;

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (page, "Compare…")), TRUE);
  compare = find_button (page, "Compare (0 chosen)");
  g_assert_false (gtk_widget_get_sensitive (compare));
  for (int i = 0; i < 2; i++)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (wb_run_row_get_check (get_row (page, i))), TRUE);
  g_assert_true (gtk_widget_get_sensitive (compare));
  g_signal_emit_by_name (compare, "clicked");
  wb_test_settle ();
  view = find_label (page, "Why did this change? From Run 1 to Run 2");
  g_assert_nonnull (view);
  g_assert_true (gtk_widget_get_mapped (view));
  g_assert_nonnull (find_label (page, "Only one thing differs"));
  g_assert_nonnull (find_label (page, "45"));
  count (gtk_widget_get_ancestor (gtk_widget_get_parent (view), GTK_TYPE_VIEWPORT), "WbChartView",
         &n_charts);
  g_assert_cmpuint (n_charts, ==, 2);

  /* Back to one run. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (page, "Compare…")), FALSE);
  wb_test_settle ();
  g_assert_false (gtk_widget_get_mapped (view));
  gtk_window_destroy (GTK_WINDOW (window));
  close_project (project);
}

static void
label_run (WbProject *project, gint64 run, const TnRunLabel *after)
{
  TnRunLabel nothing = { 0 };

  wb_project_edit (project, tn_run_label_edit (run, &nothing, after));
  wb_test_settle ();
}

static void
test_labels (void)
{
  WbProject *project = open_project ();
  GtkWidget *window, *page = show_page (project, &window);
  TnRunLabel pinned = { (char *) "as it was", (char *) "before the summer", TRUE, FALSE };
  TnRunLabel deleted = { .deleted = TRUE };

  g_assert_cmpint (wb_run_row_get_run (get_row (page, 0)), ==, 2);
  label_run (project, 1, &pinned);
  g_assert_cmpint (wb_run_row_get_run (get_row (page, 0)), ==, 1);
  g_assert_nonnull (find_label (GTK_WIDGET (get_row (page, 0)), "as it was"));
  g_assert_nonnull (find_label (GTK_WIDGET (get_row (page, 0)), "before the summer"));

  /* What was deleted is nobody's answer any more, until it is taken back. */
  label_run (project, 2, &deleted);
  g_assert_null (get_row (page, 1));
  g_assert_cmpint (wb_project_get_shown_run (project)->id, ==, 1);
  wb_project_undo (project);
  wb_test_settle ();
  g_assert_cmpint (wb_run_row_get_run (get_row (page, 1)), ==, 2);
  gtk_window_destroy (GTK_WINDOW (window));
  close_project (project);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  tn_nodes_init ();
  g_test_add_func ("/compare-runs/what-differs", test_read);
  g_test_add_func ("/compare-runs/a-run-that-is-not-there", test_absent);
  g_test_add_func ("/compare-runs/chosen-in-the-history", test_choose);
  g_test_add_func ("/compare-runs/pinned-named-deleted", test_labels);

  return g_test_run ();
}
