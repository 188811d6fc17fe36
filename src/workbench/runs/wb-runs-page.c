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
#include "tn-run-figure.h"
#include "tn-template.h"
#include "wb-live-view.h"
#include "wb-result-view.h"
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
  gboolean filling;

  AdwFlap *flap;
  GtkListBox *history;
  GtkWidget *bar;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkWidget *live_box;
  GtkWidget *finished;
};

G_DEFINE_FINAL_TYPE (WbRunsPage, wb_runs_page, ADW_TYPE_BIN)

static void update (WbRunsPage *self);

/* History */

static const char *
get_status_icon (TnRunStatus status)
{
  switch (status)
    {
    case TN_RUN_DONE:
      return "object-select-symbolic";
    case TN_RUN_RUNNING:
      return "content-loading-symbolic";
    case TN_RUN_STOPPED:
      return "media-playback-stop-symbolic";
    default:
      return "dialog-warning-symbolic";
    }
}

static const char *
say_status (TnRunStatus status)
{
  switch (status)
    {
    case TN_RUN_DONE:
      return wb_say (N_ ("done"));
    case TN_RUN_RUNNING:
      return wb_say (N_ ("running"));
    case TN_RUN_STOPPED:
      return wb_say (N_ ("discarded"));
    case TN_RUN_INTERRUPTED:
      return wb_say (N_ ("interrupted"));
    default:
      return wb_say (N_ ("stopped by a problem"));
    }
}

/* "Boosting, AUC 0.741" and, where it is so, that it ties. */
static char *
say_figure (const TnRun *run)
{
  g_auto (TnRunFigure) figure = { 0 };
  g_autofree char *value = NULL;
  TnMessage *message;

  if (!tn_run_get_figure (run, &figure) || !g_str_equal (figure.metric, "auc"))
    return NULL;
  value = tn_language_format_number (wb_language (), figure.value, 3);
  if (figure.n_tied > 1)
    message = tn_message_count (tn_message_new (N_ ("{n} tie for best, AUC {value}")), "n",
                                figure.n_tied);
  else
    message = tn_message_take (tn_message_new (N_ ("{model}, AUC {value}")), "model",
                               tn_message_ref (figure.model));

  return wb_say_take (tn_message_text (message, "value", value));
}

static char *
say_run (const TnRun *run)
{
  g_autofree char *when = wb_say_when (run->started);
  g_autofree char *duration =
      run->finished > run->started
          ? tn_language_format_duration (wb_language (), (run->finished - run->started) / 1e6)
          : NULL;

  if (tn_run_get_target (run) != NULL)
    return g_strdup_printf ("%s · %s", when, wb_say (N_ ("part of the pipeline")));
  if (run->status == TN_RUN_DONE && duration != NULL)
    return g_strdup_printf ("%s · %s", when, duration);

  return g_strdup_printf ("%s · %s", when, say_status (run->status));
}

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

/* As it is heard: with the state in words, which eyes see as a picture. */
static void
name_row (GtkWidget *row, const char *title, const TnRun *run, const char *figure)
{
  g_autofree char *when = wb_say_when (run->started);
  g_autofree char *name = g_strjoin (" · ", title, say_status (run->status), when, figure, NULL);

  wb_name_widget (row, name);
}

static GtkWidget *
make_row (WbRunsPage *self, const TnRun *run)
{
  GtkWidget *list_row = gtk_list_box_row_new ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name (get_status_icon (run->status));
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, run->id);
  g_autofree char *title = wb_say_text (N_ ("Run {n}"), "n", number);
  g_autofree char *about = say_run (run);
  g_autofree char *figure = run->status == TN_RUN_DONE ? say_figure (run) : NULL;
  GtkWidget *caption = wb_label_new (about, "caption");

  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_set_margin_top (image, 3);
  gtk_widget_set_margin_top (row, 6);
  gtk_widget_set_margin_bottom (row, 6);
  gtk_box_append (GTK_BOX (words), wb_label_new (title, "heading"));
  if (figure != NULL)
    gtk_box_append (GTK_BOX (words), wb_label_new (figure, "caption"));
  gtk_box_append (GTK_BOX (words), caption);
  if (is_live (self, run))
    {
      g_autofree char *live = say_live (wb_project_get_run (self->project));

      self->live_row = GTK_LABEL (caption);
      gtk_label_set_text (self->live_row, live);
    }
  gtk_box_append (GTK_BOX (row), image);
  gtk_box_append (GTK_BOX (row), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), row);
  name_row (list_row, title, run, figure);

  return list_row;
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

static void
fill_history (WbRunsPage *self)
{
  const WbState *state = wb_project_get_state (self->project);
  const TnRun *shown = get_shown (self);

  self->filling = TRUE;
  self->live_row = NULL;
  wb_list_clear (self->history);
  for (guint i = 0; i < state->runs->len; i++)
    {
      const TnRun *run = g_ptr_array_index (state->runs, i);

      gtk_list_box_append (self->history, make_row (self, run));
      if (is_live (self, run) ? !self->looks_back : run == shown && !shows_live (self))
        gtk_list_box_select_row (self->history, gtk_list_box_get_row_at_index (self->history, i));
    }
  self->filling = FALSE;
}

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, WbRunsPage *self)
{
  const WbState *state;
  guint index;

  /* The list lets go of its rows when it ends, too. */
  if (self->filling || row == NULL || self->project == NULL)
    return;
  state = wb_project_get_state (self->project);
  index = gtk_list_box_row_get_index (row);
  if (index >= state->runs->len)
    return;
  self->ended = 0;
  self->looks_back = !is_live (self, g_ptr_array_index (state->runs, index));
  if (self->looks_back)
    wb_project_show_run (self->project, ((TnRun *) g_ptr_array_index (state->runs, index))->id);
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
  JsonObject *info = run->info != NULL ? json_node_get_object (run->info) : NULL;
  JsonObject *error = tn_json_object (info, "error");
  JsonNode *node = error != NULL ? json_object_get_member (error, "message") : NULL;
  g_autoptr (TnMessage) message =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? tn_message_from_json (node, NULL) : NULL;

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

static void
show_end (WbRunsPage *self, const TnRun *run)
{
  g_autofree char *text = say_end (self, run);

  wb_box_clear (self->finished);
  gtk_box_append (GTK_BOX (self->finished), make_note (get_status_icon (run->status), text,
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
  if (result->run != self->shown || self->finished == NULL)
    return;
  wb_box_clear (self->finished);
  if (self->shown_stale)
    gtk_box_append (GTK_BOX (self->finished),
                    make_note ("tenure-clock-symbolic",
                               wb_say (N_ ("This result belongs to earlier settings.")), "win.run",
                               wb_say (N_ ("Run again"))));
  gtk_box_append (GTK_BOX (self->finished), wb_result_view_new (result));
  gtk_stack_set_visible_child_name (self->stack, "finished");
}

static void
show_result (WbRunsPage *self, const TnRun *run)
{
  gboolean stale = wb_state_is_stale (wb_project_get_state (self->project), run);

  if (self->shown == run->id && self->shown_stale == stale)
    return;
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
      self->ended = 0;
      shown = get_shown (self);
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
  g_clear_object (&self->loading);
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
  self->stack = wb_ui_get (ui, "stack");
  self->empty = wb_ui_get (ui, "empty");
  self->live_box = wb_ui_get (ui, "live");
  self->finished = wb_ui_get (ui, "finished");
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
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  g_signal_connect (project, "run-changed", G_CALLBACK (on_run_changed), self);
  g_signal_connect (project, "run-ended", G_CALLBACK (on_run_ended), self);
  on_changed (project, self);

  return GTK_WIDGET (self);
}
