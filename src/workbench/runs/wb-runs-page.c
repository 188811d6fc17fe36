/* wb-runs-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-runs-page.h"

#include <math.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-pipeline-run.h"
#include "tn-template.h"
#include "wb-compare-view.h"
#include "wb-left-note.h"
#include "wb-live-view.h"
#include "wb-result-view.h"
#include "wb-run-choice.h"
#include "wb-run-head.h"
#include "wb-run-row.h"
#include "wb-ui.h"

struct _WbRunsPage
{
  AdwBin parent_instance;

  WbProject *project;
  WbRun *live;  /* nullable: the run the live view shows */
  gint64 shown; /* the run whose result is shown or on its way */
  gboolean shown_stale;
  gboolean looks_back; /* at an older run, while one goes on */
  gint64 ended;        /* the run that was watched and came to no result; 0 without */
  GtkLabel *live_row;  /* nullable: the words of the run that goes on, in the history */
  GCancellable *loading;
  GCancellable *comparing; /* nullable */
  WbRunChoice *choice;
  gboolean compares; /* the comparison is shown */
  gboolean filling;

  AdwFlap *flap;
  GtkListBox *history;
  GtkWidget *bar;
  AdwBin *left;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkWidget *live_box;
  GtkWidget *finished;
  WbRunHead *head; /* of @head_run, whose result is there */
  gint64 head_run; /* 0 before any */
  GtkWidget *compared;
};

G_DEFINE_FINAL_TYPE (WbRunsPage, wb_runs_page, ADW_TYPE_BIN)

static void update (WbRunsPage *self);

/* History */

static char *
say_live (WbRun *run)
{
  double left = wb_run_get_seconds_left (run);
  g_autofree char *time = NULL;

  if (wb_run_is_paused (run) || wb_run_is_aside (run))
    return g_strdup (wb_say (N_ ("Paused")));
  if (!isfinite (left))
    return g_strdup (wb_say (N_ ("running")));
  time = tn_language_format_duration_about (wb_language (), left);

  return wb_say_text (N_ ("{time} left"), "time", time);
}

static gboolean
is_live (WbRunsPage *self, const TnRun *run)
{
  WbRun *live = wb_project_get_run (self->project);

  return live != NULL && wb_run_is_going (live) && wb_run_get_id (live) == run->id;
}

/* Comparing */

static void
on_choose (GtkToggleButton *button, WbRunsPage *self)
{
  wb_run_choice_set_on (self->choice, gtk_toggle_button_get_active (button));
  if (!wb_run_choice_is_on (self->choice))
    self->compares = FALSE;
  update (self);
}

static GPtrArray *
name_runs (WbRunsPage *self, const WbComparison *comparison)
{
  const WbState *state = wb_project_get_state (self->project);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < comparison->results->len; i++)
    {
      const TnRun *run = ((const WbResult *) g_ptr_array_index (comparison->results, i))->record;

      g_ptr_array_add (names, wb_run_say_title (run, wb_state_get_label (state, run)));
    }

  return names;
}

static void
on_compared (GObject *source, GAsyncResult *async, gpointer user_data)
{
  WbRunsPage *self = WB_RUNS_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbComparison) comparison = wb_work_finish (async, &error);
  g_autoptr (GPtrArray) names = NULL;

  if (self->project == NULL || !wb_run_choice_is_on (self->choice))
    return;
  if (comparison == NULL)
    {
      wb_project_fail (self->project, error);
      return;
    }
  names = name_runs (self, comparison);
  wb_box_clear (self->compared);
  gtk_box_append (GTK_BOX (self->compared), wb_compare_view_new (comparison, names));
  self->compares = TRUE;
  gtk_stack_set_visible_child_name (self->stack, "compared");
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
on_compare (GtkButton *button, WbRunsPage *self)
{
  g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  self->comparing = g_cancellable_new ();
  wb_comparison_load (self, wb_project_get_store (self->project), wb_run_choice_get (self->choice),
                      self->comparing, on_compared, NULL);
}

static GtkWidget *
make_row (WbRunsPage *self, const TnRun *run)
{
  const WbState *state = wb_project_get_state (self->project);
  GtkWidget *row = wb_run_row_new (run, wb_state_get_label (state, run));

  if (is_live (self, run))
    {
      g_autofree char *live = say_live (wb_project_get_run (self->project));

      self->live_row = wb_run_row_get_caption (WB_RUN_ROW (row));
      gtk_label_set_text (self->live_row, live);
    }
  wb_run_choice_add (self->choice, WB_RUN_ROW (row));

  return row;
}

static gboolean
shows_live (WbRunsPage *self)
{
  WbRun *live = wb_project_get_run (self->project);

  return live != NULL && wb_run_is_going (live) && !self->looks_back;
}

/* What stopped is shown here, where it was watched; other pages keep the last result. */
static const TnRun *
get_shown (WbRunsPage *self)
{
  const TnRun *ended = self->ended != 0
                           ? wb_state_find_run (wb_project_get_state (self->project), self->ended)
                           : NULL;

  return ended != NULL ? ended : wb_project_get_shown_run (self->project);
}

/* Pinned ones stand before the others. */
static void
add_run (WbRunsPage *self, const TnRun *run, const TnRun *shown, gboolean pinned)
{
  GtkWidget *row;

  if (wb_state_get_label (wb_project_get_state (self->project), run)->pinned != pinned)
    return;
  row = make_row (self, run);
  gtk_list_box_append (self->history, row);
  if (is_live (self, run) ? !self->looks_back : run == shown && !shows_live (self))
    gtk_list_box_select_row (self->history, GTK_LIST_BOX_ROW (row));
}

/* The row the keyboard is in, and whether it is at its check; 0 for none. */
static gint64
find_focus (WbRunsPage *self, gboolean *at_check)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, WB_TYPE_RUN_ROW) : NULL;

  *at_check = row != NULL && focus == wb_run_row_get_check (WB_RUN_ROW (row));

  return row != NULL && gtk_widget_is_ancestor (row, GTK_WIDGET (self->history))
             ? wb_run_row_get_run (WB_RUN_ROW (row))
             : 0;
}

/* The rows are made anew; the keyboard stays where it was. */
static void
restore_focus (WbRunsPage *self, gint64 run, gboolean at_check)
{
  GtkListBoxRow *row;

  for (int i = 0; run != 0 && (row = gtk_list_box_get_row_at_index (self->history, i)) != NULL; i++)
    if (wb_run_row_get_run (WB_RUN_ROW (row)) == run)
      gtk_widget_grab_focus (at_check ? wb_run_row_get_check (WB_RUN_ROW (row)) : GTK_WIDGET (row));
}

static void
fill_history (WbRunsPage *self)
{
  const WbState *state = wb_project_get_state (self->project);
  const TnRun *shown = get_shown (self);
  gboolean at_check;
  gint64 focused = find_focus (self, &at_check);

  self->filling = TRUE;
  self->live_row = NULL;
  wb_list_clear (self->history);
  for (guint i = 0; i < state->runs->len; i++)
    add_run (self, g_ptr_array_index (state->runs, i), shown, TRUE);
  for (guint i = 0; i < state->runs->len; i++)
    add_run (self, g_ptr_array_index (state->runs, i), shown, FALSE);
  self->filling = FALSE;
  wb_run_choice_settle (self->choice, state);
  restore_focus (self, focused, at_check);
}

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, WbRunsPage *self)
{
  const TnRun *run;

  /* The list lets go of its rows when it ends, too. */
  if (self->filling || row == NULL || self->project == NULL)
    return;
  run = wb_state_find_run (wb_project_get_state (self->project),
                           wb_run_row_get_run (WB_RUN_ROW (row)));
  if (run == NULL)
    return;
  self->ended = 0;
  self->compares = FALSE;
  self->looks_back = !is_live (self, run);
  if (self->looks_back)
    wb_project_show_run (self->project, run->id);
  update (self);
}

/* The middle */

static void
make_empty (WbRunsPage *self)
{
  const WbState *state = wb_project_get_state (self->project);
  GtkWidget *button;

  if (state->graph != NULL)
    {
      adw_status_page_set_description (
          self->empty, wb_say (N_ ("The pipeline is laid out. Run it to get the answer.")));
      button = gtk_button_new_with_label (wb_say_in (N_ ("button|Run")));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.run");
    }
  else
    {
      adw_status_page_set_description (self->empty,
                                       wb_say (N_ ("Choose a question to make the first.")));
      button = gtk_button_new_with_label (wb_say (tn_template_list ()[0]->question));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.ask-here");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", tn_template_list ()[0]->id);
    }
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  adw_status_page_set_child (self->empty, button);
}

static GtkWidget *
make_note (const char *icon, const char *text, const char *action, const char *label)
{
  GtkWidget *note = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = wb_label_new (text, NULL);

  gtk_widget_add_css_class (note, "note");
  gtk_widget_add_css_class (note, "warning-note");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (note), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (note), words);
  if (action != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (label);

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (note), button);
    }

  return note;
}

/* A run without a result says what became of it. */
static char *
say_end (WbRunsPage *self, const TnRun *run)
{
  WbRun *watched = wb_project_get_run (self->project);
  const GError *said =
      watched != NULL && wb_run_get_id (watched) == run->id ? wb_run_get_error (watched) : NULL;
  JsonObject *info = tn_run_get_info (run);
  JsonObject *error = tn_json_object (info, "error");
  g_autoptr (TnMessage) message = tn_message_read (error, "message");

  if (message != NULL)
    return wb_say_message (message);
  if (run->status == TN_RUN_DONE)
    return g_strdup (wb_say (N_ ("This run went up to one step and has no answer. What its steps "
                                 "gave is shown in the pipeline.")));
  if (run->status != TN_RUN_STOPPED && said != NULL)
    return wb_say_error (said);
  if (run->status == TN_RUN_STOPPED)
    return g_strdup (wb_say (N_ ("This run was discarded. Nothing of it is kept.")));

  return g_strdup (
      wb_say (N_ ("This run ended before it was done. Run again; finished steps are known.")));
}

/* What can be done with the run stands above what it found. */
static void
begin_finished (WbRunsPage *self, const TnRun *run)
{
  wb_box_clear (self->finished);
  self->head_run = run->id;
  self->head = WB_RUN_HEAD (wb_run_head_new (self->project, run));
  gtk_box_append (GTK_BOX (self->finished), GTK_WIDGET (self->head));
}

static void
show_end (WbRunsPage *self, const TnRun *run)
{
  g_autofree char *text = say_end (self, run);

  begin_finished (self, run);
  gtk_box_append (GTK_BOX (self->finished), make_note (wb_run_get_icon (run->status), text,
                                                       "win.run", wb_say (N_ ("Run again"))));
  gtk_stack_set_visible_child_name (self->stack, "finished");
}

static void
on_result (GObject *source, GAsyncResult *async, gpointer user_data)
{
  WbRunsPage *self = WB_RUNS_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (WbResult) result = wb_work_finish (async, &error);

  if (result == NULL)
    {
      wb_project_fail (self->project, error);
      return;
    }
  if (result->run != self->shown || self->finished == NULL || self->project == NULL)
    return;
  begin_finished (self, result->record);
  if (self->shown_stale)
    gtk_box_append (GTK_BOX (self->finished),
                    make_note ("tenure-clock-symbolic",
                               wb_say (N_ ("This result belongs to earlier settings.")), "win.run",
                               wb_say (N_ ("Run again"))));
  gtk_box_append (GTK_BOX (self->finished), wb_result_view_new (result));
  if (!self->compares)
    gtk_stack_set_visible_child_name (self->stack, "finished");
}

static void
show_result (WbRunsPage *self, const TnRun *run)
{
  gboolean stale = wb_state_is_stale (wb_project_get_state (self->project), run);

  if (self->shown == run->id && self->shown_stale == stale)
    {
      /* What it found may still be on its way. */
      if (self->head_run == run->id)
        {
          wb_run_head_update (self->head, run);
          gtk_stack_set_visible_child_name (self->stack, "finished");
        }
      return;
    }
  self->shown = run->id;
  self->shown_stale = stale;
  g_cancellable_cancel (self->loading);
  g_object_unref (self->loading);
  self->loading = g_cancellable_new ();
  if (run->status == TN_RUN_DONE && tn_run_get_target (run) == NULL)
    wb_result_load (self, wb_project_get_store (self->project), run->id, self->loading, on_result,
                    NULL);
  else
    show_end (self, run);
}

static void
show_live (WbRunsPage *self, WbRun *run)
{
  self->shown = 0;
  if (self->live != run)
    {
      g_set_object (&self->live, run);
      wb_box_clear (self->live_box);
      gtk_box_append (GTK_BOX (self->live_box),
                      wb_live_view_new (wb_project_get_queue (self->project)));
    }
  gtk_stack_set_visible_child_name (self->stack, "live");
}

static void
update (WbRunsPage *self)
{
  WbRun *run = wb_project_get_run (self->project);
  const TnRun *shown = get_shown (self);

  /* A run that begins is what a person asked to see last. */
  if (run != NULL && run != self->live && wb_run_is_going (run))
    {
      self->looks_back = FALSE;
      self->compares = FALSE;
      self->ended = 0;
      shown = get_shown (self);
    }
  if (self->compares)
    {
      gtk_stack_set_visible_child_name (self->stack, "compared");
      return;
    }
  if (shows_live (self))
    show_live (self, run);
  else if (shown != NULL)
    show_result (self, shown);
  else
    {
      make_empty (self);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
}

static void
on_changed (WbProject *project, WbRunsPage *self)
{
  fill_history (self);
  update (self);
}

static void
on_run_changed (WbProject *project, WbRunsPage *self)
{
  WbRun *run = wb_project_get_run (project);

  if (self->live_row != NULL && run != NULL && wb_run_is_going (run))
    {
      g_autofree char *text = say_live (run);

      gtk_label_set_text (self->live_row, text);
    }
  update (self);
}

/* What stopped it is said here, where the run was watched. */
static void
on_run_ended (WbProject *project, WbRunsPage *self)
{
  WbRun *run = wb_project_get_run (project);
  const GError *error = wb_run_get_error (run);

  self->looks_back = FALSE;
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->ended = wb_run_get_id (run);
  /* Who looks here reads it in a moment. */
  if (self->ended == 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    wb_project_fail (project, error);
}

static void
on_folded (WbRunsPage *self)
{
  gtk_widget_set_visible (self->bar, adw_flap_get_folded (self->flap));
}

static void
wb_runs_page_dispose (GObject *object)
{
  WbRunsPage *self = WB_RUNS_PAGE (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->loading != NULL)
    g_cancellable_cancel (self->loading);
  if (self->comparing != NULL)
    g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  g_clear_object (&self->loading);
  g_clear_object (&self->choice);
  g_clear_object (&self->live);
  g_clear_object (&self->project);
  self->finished = NULL;

  G_OBJECT_CLASS (wb_runs_page_parent_class)->dispose (object);
}

static void
wb_runs_page_class_init (WbRunsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_runs_page_dispose;
}

static void
wb_runs_page_init (WbRunsPage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("runs-page");
  GtkWidget *button = wb_ui_get (ui, "history_button");

  self->loading = g_cancellable_new ();
  self->flap = wb_ui_get (ui, "root");
  self->history = wb_ui_get (ui, "history");
  self->bar = wb_ui_get (ui, "bar");
  self->left = wb_ui_get (ui, "left");
  self->stack = wb_ui_get (ui, "stack");
  self->empty = wb_ui_get (ui, "empty");
  self->live_box = wb_ui_get (ui, "live");
  self->finished = wb_ui_get (ui, "finished");
  self->compared = wb_ui_get (ui, "compared");
  self->choice = wb_run_choice_new (self->history, wb_ui_get (ui, "compare_button"));
  g_signal_connect (wb_ui_get (ui, "choose_button"), "toggled", G_CALLBACK (on_choose), self);
  g_signal_connect (wb_ui_get (ui, "compare_button"), "clicked", G_CALLBACK (on_compare), self);
  wb_name_widget (button, wb_say (N_ ("Show the runs")));
  g_object_bind_property (self->flap, "reveal-flap", button, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect (self->history, "row-selected", G_CALLBACK (on_row_selected), self);
  g_signal_connect_swapped (self->flap, "notify::folded", G_CALLBACK (on_folded), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->flap));
}

GtkWidget *
wb_runs_page_new (WbProject *project)
{
  WbRunsPage *self = g_object_new (WB_TYPE_RUNS_PAGE, NULL);

  self->project = g_object_ref (project);
  adw_bin_set_child (self->left, wb_left_note_new (wb_project_get_queue (project)));
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (project, "run-changed", G_CALLBACK (on_run_changed), self);
  g_signal_connect (project, "run-ended", G_CALLBACK (on_run_ended), self);
  on_changed (project, self);

  return GTK_WIDGET (self);
}
