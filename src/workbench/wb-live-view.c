/* wb-live-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-live-view.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "wb-chart-view.h"
#include "wb-ui.h"

struct _WbLiveView
{
  AdwBin parent_instance;

  WbRun *run;
  GtkLabel *title;
  GtkLabel *about;
  GtkProgressBar *bar;
  GtkWidget *stop;
  GtkWidget *discard;
  GtkListBox *steps;
  GtkWidget *curve_card;
  WbChartView *curve;
  GtkWidget *warnings;
  guint n_warnings;
  guint n_steps;
};

G_DEFINE_FINAL_TYPE (WbLiveView, wb_live_view, ADW_TYPE_BIN)

/* Steps: all of them are named before they start. */

static const char *
get_icon (WbStepStatus status)
{
  switch (status)
    {
    case WB_STEP_RUNNING:
      return "media-playback-start-symbolic";
    case WB_STEP_DONE:
    case WB_STEP_CACHED:
      return "object-select-symbolic";
    default:
      return "tenure-clock-symbolic";
    }
}

static char *
say_step (const WbStep *step)
{
  g_autofree char *time = isfinite (step->seconds)
                              ? tn_language_format_duration (wb_language (), step->seconds)
                              : g_strdup ("–");
  g_autofree char *about = NULL;

  switch (step->status)
    {
    case WB_STEP_RUNNING:
      return g_strdup (wb_say (N_ ("running")));
    case WB_STEP_DONE:
      return wb_say_text (N_ ("done, {time}"), "time", time);
    case WB_STEP_CACHED:
      return g_strdup (wb_say (N_ ("known from before")));
    default:
      if (!isfinite (step->seconds))
        return g_strdup (wb_say (N_ ("waiting")));
      about = tn_language_format_duration_about (wb_language (), step->seconds);
      return wb_say_text (N_ ("waiting, {time}"), "time", about);
    }
}

static void
add_step (WbLiveView *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *state = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (state, "dim-label");
  gtk_widget_add_css_class (state, "tabular");
  gtk_widget_add_css_class (row, "leaderboard-row");
  gtk_box_append (GTK_BOX (row), gtk_image_new ());
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), state);
  gtk_list_box_append (self->steps, row);
  gtk_list_box_row_set_activatable (gtk_list_box_get_row_at_index (self->steps, self->n_steps),
                                    FALSE);
  self->n_steps++;
}

static void
update_step (WbLiveView *self, guint index, const WbStep *step)
{
  GtkListBoxRow *list_row = gtk_list_box_get_row_at_index (self->steps, index);
  GtkWidget *row = gtk_list_box_row_get_child (list_row);
  GtkWidget *image = gtk_widget_get_first_child (row);
  GtkWidget *name = gtk_widget_get_next_sibling (image);
  g_autofree char *title = wb_say_message (step->title);
  g_autofree char *state = say_step (step);

  gtk_image_set_from_icon_name (GTK_IMAGE (image), get_icon (step->status));
  gtk_label_set_text (GTK_LABEL (name), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), state);
  if (step->status == WB_STEP_RUNNING)
    gtk_widget_add_css_class (name, "heading");
  else
    gtk_widget_remove_css_class (name, "heading");
}

static void
update_steps (WbLiveView *self)
{
  GPtrArray *steps = wb_run_get_steps (self->run);

  while (self->n_steps < steps->len)
    add_step (self);
  for (guint i = 0; i < steps->len; i++)
    update_step (self, i, g_ptr_array_index (steps, i));
}

/* The curve of the fold that said something last. */

static gssize
find_best (const WbCurve *curve)
{
  gssize best = -1;

  for (guint i = 0; i < curve->validate->len; i++)
    {
      double value = g_array_index (curve->validate, double, i);

      if (isfinite (value) && (best < 0 || value < g_array_index (curve->validate, double, best)))
        best = i;
    }

  return best;
}

static TnMessage *
say_curve (const WbCurve *curve, gssize best)
{
  gint64 since = best >= 0 ? (gint64) curve->round->len - 1 - best : 0;

  if (best < 0 || since == 0)
    return tn_message_new (N_ ("Still improving"));

  return tn_message_count (
      tn_message_new_plural (TN_PLURAL ("No gain for {n} round", "No gain for {n} rounds"), since),
      "n", since);
}

static void
update_curve (WbLiveView *self)
{
  GPtrArray *curves = wb_run_get_curves (self->run);
  const WbCurve *curve = curves->len > 0 ? g_ptr_array_index (curves, curves->len - 1) : NULL;
  gssize best = curve != NULL ? find_best (curve) : -1;
  g_autoptr (TnChart) chart = NULL;

  gtk_widget_set_visible (self->curve_card, curve != NULL && curve->round->len > 1);
  if (curve == NULL || curve->round->len < 2)
    return;
  chart = tn_chart_learning (
      say_curve (curve, best), tn_message_new (N_ ("Error of the forecast; lower is better")),
      tn_message_new (N_ ("Error")), curve->round->len, (const double *) curve->round->data,
      (const double *) curve->train->data, (const double *) curve->validate->data, best);
  wb_chart_view_set_chart (self->curve, chart);
}

static void
update_warnings (WbLiveView *self)
{
  GPtrArray *warnings = wb_run_get_warnings (self->run);

  for (; self->n_warnings < warnings->len; self->n_warnings++)
    {
      g_autofree char *text = wb_say_message (g_ptr_array_index (warnings, self->n_warnings));

      gtk_box_append (GTK_BOX (self->warnings), wb_label_new (text, "dim-label"));
    }
}

static char *
say_about (WbLiveView *self)
{
  double left = wb_run_get_seconds_left (self->run);
  g_autofree char *so_far =
      tn_language_format_duration (wb_language (), wb_run_get_seconds (self->run));
  g_autofree char *memory = wb_say_size (wb_run_get_memory (self->run));
  g_autofree char *time = NULL;
  TnMessage *message;

  if (wb_run_is_stopping (self->run))
    return g_strdup (wb_say (N_ ("Stopping: learners keep their best, then the run goes on.")));
  if (!isfinite (left))
    message = tn_message_new (N_ ("{sofar} so far, {memory} of memory. Closing the window does not "
                                  "stop it."));
  else
    {
      time = tn_language_format_duration_about (wb_language (), left);
      message = tn_message_text (
          tn_message_new (N_ ("{left} left; {sofar} so far, {memory} of memory. Closing the window "
                              "does not stop it.")),
          "left", time);
    }
  message = tn_message_text (message, "sofar", so_far);

  return wb_say_take (tn_message_text (message, "memory", memory));
}

static void
on_changed (WbRun *run, WbLiveView *self)
{
  const TnMessage *phase = wb_run_get_phase (run);
  g_autofree char *title =
      phase != NULL ? wb_say_message (phase) : g_strdup (wb_say (N_ ("Starting")));
  g_autofree char *about = say_about (self);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->about, about);
  gtk_progress_bar_set_fraction (self->bar, wb_run_get_fraction (run));
  gtk_widget_set_sensitive (self->stop, wb_run_is_going (run) && !wb_run_is_stopping (run));
  gtk_widget_set_sensitive (self->discard, wb_run_is_going (run));
  update_steps (self);
  update_curve (self);
  update_warnings (self);
}

static void
on_stop (GtkButton *button, WbLiveView *self)
{
  wb_run_stop (self->run);
}

static void
on_discard (GtkButton *button, WbLiveView *self)
{
  wb_run_discard (self->run);
}

static GtkWidget *
make_head (WbLiveView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->title = GTK_LABEL (wb_label_new (NULL, "title-2"));
  self->about = GTK_LABEL (wb_label_new (NULL, "dim-label"));
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->stop = gtk_button_new_with_label (wb_say (N_ ("Stop and Keep Best")));
  self->discard = gtk_button_new_with_label (wb_say (N_ ("Discard")));
  gtk_widget_add_css_class (self->stop, "suggested-action");
  gtk_widget_add_css_class (self->discard, "flat");
  gtk_widget_add_css_class (self->discard, "error");
  g_signal_connect (self->stop, "clicked", G_CALLBACK (on_stop), self);
  g_signal_connect (self->discard, "clicked", G_CALLBACK (on_discard), self);
  gtk_box_append (GTK_BOX (buttons), self->stop);
  gtk_box_append (GTK_BOX (buttons), self->discard);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->about));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->bar));
  gtk_widget_set_margin_top (buttons, 6);
  gtk_box_append (GTK_BOX (head), buttons);

  return head;
}

static void
wb_live_view_dispose (GObject *object)
{
  WbLiveView *self = WB_LIVE_VIEW (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);

  G_OBJECT_CLASS (wb_live_view_parent_class)->dispose (object);
}

static void
wb_live_view_class_init (WbLiveViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_live_view_dispose;
}

static void
wb_live_view_init (WbLiveView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *flow = gtk_flow_box_new ();

  self->steps = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->steps, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->steps), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->steps), GTK_ALIGN_START);
  self->curve = WB_CHART_VIEW (wb_chart_view_new ());
  self->curve_card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->curve_card, "card");
  gtk_widget_add_css_class (self->curve_card, "card-pad");
  gtk_box_append (GTK_BOX (self->curve_card), GTK_WIDGET (self->curve));
  self->warnings = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 2);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 12);
  gtk_flow_box_append (GTK_FLOW_BOX (flow), GTK_WIDGET (self->steps));
  gtk_flow_box_append (GTK_FLOW_BOX (flow), self->curve_card);
  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_box_append (GTK_BOX (box), flow);
  gtk_box_append (GTK_BOX (box), self->warnings);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
wb_live_view_new (WbRun *run)
{
  WbLiveView *self = g_object_new (WB_TYPE_LIVE_VIEW, NULL);

  self->run = g_object_ref (run);
  g_signal_connect (run, "changed", G_CALLBACK (on_changed), self);
  on_changed (run, self);

  return GTK_WIDGET (self);
}
