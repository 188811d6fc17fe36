/* pictures-runs.c: a run that goes on, rests, is about to be discarded; runs that wait
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "pictures.h"
#include "tn-pipeline-run.h"
#include "wb-run-row.h"
#include "wb-words.h"
#include "wb-work.h"

static gboolean
has_rounds (WbRun *run, guint n)
{
  GPtrArray *curves = wb_run_get_curves (run);

  for (guint i = 0; i < curves->len; i++)
    if (((WbCurve *) g_ptr_array_index (curves, i))->round->len >= n)
      return TRUE;

  return FALSE;
}

static void
scroll_down (GtkWidget *widget)
{
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      if (GTK_IS_SCROLLED_WINDOW (at) && gtk_widget_get_mapped (at))
        {
          GtkAdjustment *adjustment =
              gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (at));

          gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
        }
      scroll_down (at);
    }
}

/* While the run of the sample goes on: it rests for its pictures, and then ends by itself. */
void
pictures_take_live (Pictures *self, WbRun *run)
{
  WbQueue *queue = wb_project_get_queue (wb_window_get_project (self->window));

  while (wb_run_is_going (run) && !has_rounds (run, 25))
    g_main_context_iteration (NULL, TRUE);
  if (!wb_run_is_going (run))
    return;
  wb_run_set_aside (run);
  pictures_take (self, "live-discarded");
  wb_run_take_back (run);
  wb_run_pause (run, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.run", NULL);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.run", NULL);
  pictures_take (self, "live-paused");
  scroll_down (GTK_WIDGET (self->window));
  pictures_take (self, "live-waiting");
  while (wb_queue_get_waiting (queue)->len > 0)
    wb_queue_remove (queue, g_ptr_array_index (wb_queue_get_waiting (queue), 0));
  wb_run_pause (run, FALSE);
  pictures_take (self, "live");
}

/* --- Runs side by side --- */

static GtkWidget *
find_with_label (GtkWidget *widget, GType type, const char *label)
{
  const char *text = GTK_IS_BUTTON (widget) ? gtk_button_get_label (GTK_BUTTON (widget)) : NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && g_strcmp0 (text, label) == 0)
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_with_label (at, type, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Asks about another time ahead, and runs with that. */
static void
run_otherwise (Pictures *self)
{
  WbProject *project = wb_window_get_project (self->window);
  TnProject *store = wb_project_get_store (project);
  const WbState *state = wb_project_get_state (project);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnGraph) graph = tn_project_get_pipeline (store, state->pipeline, &error);

  g_assert_no_error (error);
  tn_graph_set_text (graph, "churn.horizon_days=45", &error);
  g_assert_no_error (error);
  tn_project_put_pipeline (store, state->pipeline, graph, tn_message_new_literal ("45"), &error);
  g_assert_no_error (error);
  wb_project_refresh (project);
  pictures_settle (GTK_WIDGET (self->window));
  wb_project_run (project, NULL);
  while (wb_queue_is_busy (wb_project_get_queue (project)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (wb_run_get_error (wb_project_get_run (project)));
}

static void
say_of_run (Pictures *self, gint64 run)
{
  TnRunLabel before = { 0 };
  TnRunLabel after = { (char *) "As it was in summer", (char *) "Shown to the boss", TRUE, FALSE };

  wb_project_edit (wb_window_get_project (self->window), tn_run_label_edit (run, &before, &after));
  pictures_settle (GTK_WIDGET (self->window));
}

static void
choose_all (GtkWidget *widget)
{
  if (WB_IS_RUN_ROW (widget))
    {
      GtkWidget *check = wb_run_row_get_check (WB_RUN_ROW (widget));

      if (gtk_widget_get_sensitive (check))
        gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
    }
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    choose_all (at);
}

/* As if the program had been killed while runs went on and waited. */
static void
take_left (Pictures *self)
{
  WbProject *project = wb_window_get_project (self->window);
  WbQueue *queue = wb_project_get_queue (project);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (runs, wb_run_new (wb_project_get_store (project), "churn",
                                       wb_project_get_state (project)->graph, NULL, 1));
  wb_queue_set_left (queue, runs);
  pictures_take (self, "runs-left");
  wb_queue_forget_left (queue);
}

void
pictures_take_compared (Pictures *self)
{
  GtkWidget *window = GTK_WIDGET (self->window);
  g_autofree char *label = NULL;
  GtkWidget *choose;

  run_otherwise (self);
  say_of_run (self, 1);
  wb_window_show_page (self->window, "runs");
  take_left (self);
  pictures_take (self, "runs-named");
  choose = find_with_label (window, GTK_TYPE_TOGGLE_BUTTON, wb_say (N_ ("Compare…")));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (choose), TRUE);
  choose_all (window);
  pictures_take (self, "runs-choosing");
  label = wb_say_take (tn_message_count (tn_message_new (N_ ("Compare ({n} chosen)")), "n", 2));
  g_signal_emit_by_name (find_with_label (window, GTK_TYPE_BUTTON, label), "clicked");
  pictures_settle (window);
  pictures_take (self, "runs-compared");
  scroll_down (window);
  pictures_take (self, "runs-compared-below");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (choose), FALSE);
}
