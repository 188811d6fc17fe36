/* wb-live-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-live-view.h"

#include <math.h>

#include "tn-json.h"
#include "wb-chart-view.h"
#include "wb-flow.h"
#include "wb-phases.h"
#include "wb-ui.h"
#include "wb-waiting.h"

#define CHART_HEIGHT 280
/* So often it is drawn anew at most: the processor belongs to the run. */
#define INTERVAL_MS 100

struct _WbLiveView
{
  AdwBin parent_instance;

  WbRun *run;
  GtkLabel *title;
  GtkLabel *about;
  GtkWidget *stop;
  GtkWidget *pause;
  GtkWidget *discard;
  GtkWidget *aside; /* the note that it is about to be discarded */
  WbPhases *phases;
  GtkWidget *status; /* the note on what goes on and what will happen by itself */
  GtkImage *status_icon;
  GtkLabel *status_text;
  GtkWidget *charts;
  WbChartView *loss;
  WbChartView *found;
  guint n_points; /* of the curve that is drawn */
  guint timer;    /* until it is drawn anew */
  gint64 drawn_at;
  GtkLabel *left;
  GtkProgressBar *bar;
  GtkLabel *sofar;
  GtkWidget *best_card;
  GtkLabel *best_title;
  GtkLabel *best;
  GtkLabel *best_about;
  GtkLabel *facts;
  GtkListBox *steps;
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

/* The curve of the fold that began last. */

static const WbCurve *
get_curve (WbLiveView *self)
{
  GPtrArray *curves = wb_run_get_curves (self->run);
  const WbCurve *curve = curves->len > 0 ? g_ptr_array_index (curves, curves->len - 1) : NULL;

  /* A line needs two points; until then the one before stays. */
  if (curve != NULL && curve->round->len < 2 && curves->len > 1)
    curve = g_ptr_array_index (curves, curves->len - 2);

  return curve != NULL && curve->round->len > 1 ? curve : NULL;
}

static void
show_status (WbLiveView *self, const char *icon, char *text)
{
  gtk_widget_set_visible (self->status, text != NULL);
  gtk_image_set_from_icon_name (self->status_icon, icon);
  /* Said again only when it is another sentence: a screen reader reads what changes. */
  if (text != NULL && !g_str_equal (gtk_label_get_text (self->status_text), text))
    gtk_label_set_text (self->status_text, text);
  g_free (text);
}

static void
update_status (WbLiveView *self, const WbCurve *curve)
{
  if (wb_run_is_paused (self->run))
    show_status (self, "media-playback-pause-symbolic",
                 g_strdup (wb_say (N_ ("Paused. It keeps its memory and leaves the processor to "
                                       "others until you let it go on, also when you close the "
                                       "window."))));
  else if (wb_run_is_stopping (self->run))
    show_status (self, "media-playback-stop-symbolic",
                 g_strdup (wb_say (N_ ("Stopping: what learns keeps its best, then the run goes on "
                                       "to its end."))));
  else if (curve == NULL)
    show_status (self, NULL, NULL);
  else
    show_status (self,
                 wb_curve_get_state (curve) == WB_CURVE_MEMORISING ? "dialog-warning-symbolic"
                                                                   : "tenure-clock-symbolic",
                 wb_say_take (wb_curve_say (curve)));
}

static void
update_charts (WbLiveView *self, const WbCurve *curve)
{
  g_autoptr (TnChart) loss = NULL;
  g_autoptr (TnChart) found = NULL;

  gtk_widget_set_visible (self->charts, curve != NULL);
  if (curve == NULL || curve->round->len == self->n_points)
    return;
  self->n_points = curve->round->len;
  loss = wb_curve_draw_loss (curve);
  found = wb_curve_draw_found (curve);
  wb_chart_view_set_chart (self->loss, loss);
  gtk_widget_set_visible (
      gtk_widget_get_ancestor (GTK_WIDGET (self->found), GTK_TYPE_FLOW_BOX_CHILD), found != NULL);
  if (found != NULL)
    wb_chart_view_set_chart (self->found, found);
}

/* What the loss means: of those you would contact, how many really leave. */
static void
update_best (WbLiveView *self, const WbCurve *curve)
{
  gssize best = curve != NULL ? wb_curve_find_best (curve) : -1;
  double found = best >= 0 ? g_array_index (curve->found, double, best) : NAN;
  TnMessage *message;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *about = NULL;

  gtk_widget_set_visible (gtk_widget_get_parent (self->best_card), isfinite (found));
  if (!isfinite (found))
    return;
  title = wb_say_take (tn_message_count (tn_message_new (N_ ("Best so far, round {n}")), "n",
                                         (gint64) g_array_index (curve->round, double, best)));
  message = tn_message_count (tn_message_new (N_ ("{found} of {n}")), "found", llround (found));
  text = wb_say_take (tn_message_count (message, "n", curve->contacted));
  message = tn_message_new (N_ ("really leave of those you would contact, among customers kept for "
                                "checking; 95% between {low} and {high}, {chance} by chance"));
  message =
      tn_message_count (message, "low", llround (g_array_index (curve->found_low, double, best)));
  message =
      tn_message_count (message, "high", llround (g_array_index (curve->found_high, double, best)));
  message = tn_message_count (
      message, "chance",
      llround ((double) curve->contacted * curve->leavers / (double) MAX (curve->checked, 1)));
  about = wb_say_take (message);
  gtk_label_set_text (self->best_title, title);
  gtk_label_set_text (self->best, text);
  gtk_label_set_text (self->best_about, about);
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

static void
update_time (WbLiveView *self)
{
  double left = wb_run_get_seconds_left (self->run);
  g_autofree char *time = isfinite (left) ? tn_language_format_duration_about (wb_language (), left)
                                          : g_strdup (wb_say (N_ ("not known yet")));
  g_autofree char *worked =
      tn_language_format_duration (wb_language (), wb_run_get_seconds (self->run));
  g_autofree char *sofar =
      wb_say_text (N_ ("{time} so far. Closing the window does not stop it."), "time", worked);

  gtk_label_set_text (self->left, time);
  gtk_label_set_text (self->sofar, sofar);
  gtk_progress_bar_set_fraction (self->bar, wb_run_get_fraction (self->run));
}

static void
update_facts (WbLiveView *self)
{
  JsonObject *machine = wb_run_get_machine (self->run);
  g_autofree char *memory = wb_say_size (wb_run_get_memory (self->run));
  g_autofree char *all = wb_say_size (tn_json_int (machine, "memory", 0));
  const char *name = machine != NULL ? tn_json_string (machine, "processor", NULL) : NULL;
  TnMessage *message = tn_message_new (N_ ("Memory: {memory} of {all}. Seed: {seed}."));
  GString *text = g_string_new (NULL);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, wb_run_get_seed (self->run));
  g_autofree char *said = NULL;

  message = tn_message_text (message, "memory", memory);
  message = tn_message_text (message, "all", machine != NULL ? all : "–");
  said = wb_say_take (tn_message_text (message, "seed", seed));
  g_string_append (text, said);
  if (machine != NULL)
    {
      g_autofree char *cores = wb_say_count (TN_PLURAL ("{n} processor", "{n} processors"), "n",
                                             tn_json_int (machine, "processors", 1));

      g_string_append_printf (text, "\n%s", cores);
      if (name != NULL)
        g_string_append_printf (text, " (%s)", name);
    }
  gtk_label_set_text (self->facts, text->str);
  g_string_free (text, TRUE);
}

/* "Step 3 of 14 · Run 12 · started 14:29" */
static char *
say_place (WbLiveView *self)
{
  GPtrArray *steps = wb_run_get_steps (self->run);
  guint n_done = 0;
  TnMessage *message;
  g_autofree char *run = g_strdup_printf ("%" G_GINT64_FORMAT, wb_run_get_id (self->run));
  g_autofree char *when = wb_say_when (wb_run_get_began (self->run));

  for (guint i = 0; i < steps->len; i++)
    n_done += ((WbStep *) g_ptr_array_index (steps, i))->status >= WB_STEP_DONE;
  if (steps->len == 0)
    return wb_say_text (N_ ("Started at {time}"), "time", when);
  message = tn_message_new (N_ ("Step {n} of {all} · Run {run} · started at {time}"));
  message = tn_message_count (message, "n", MIN (n_done + 1, steps->len));
  message = tn_message_count (message, "all", steps->len);
  message = tn_message_text (message, "run", run);

  return wb_say_take (tn_message_text (message, "time", when));
}

static void
update_buttons (WbLiveView *self)
{
  gboolean going = wb_run_is_going (self->run), aside = wb_run_is_aside (self->run);
  gboolean paused = wb_run_is_paused (self->run);

  gtk_button_set_label (GTK_BUTTON (self->pause),
                        paused ? wb_say (N_ ("Go On")) : wb_say (N_ ("Pause")));
  gtk_widget_set_sensitive (self->stop, going && !aside && !wb_run_is_stopping (self->run));
  gtk_widget_set_sensitive (self->pause, going && !aside);
  gtk_widget_set_sensitive (self->discard, going && !aside);
  gtk_widget_set_visible (self->aside, going && aside);
}

static void
update (WbLiveView *self)
{
  WbRun *run = self->run;
  const TnMessage *phase = wb_run_get_phase (run);
  const WbCurve *curve = get_curve (self);
  g_autofree char *title =
      phase != NULL ? wb_say_message (phase) : g_strdup (wb_say (N_ ("Starting")));
  g_autofree char *about = say_place (self);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->about, about);
  update_buttons (self);
  wb_phases_update (self->phases, wb_run_get_steps (run));
  gtk_widget_set_visible (GTK_WIDGET (self->phases), wb_run_get_steps (run)->len > 0);
  update_status (self, curve);
  update_charts (self, curve);
  update_best (self, curve);
  update_time (self);
  update_facts (self);
  update_steps (self);
  update_warnings (self);
  self->drawn_at = g_get_monotonic_time ();
}

static gboolean
update_cb (gpointer user_data)
{
  WbLiveView *self = user_data;

  self->timer = 0;
  update (self);

  return G_SOURCE_REMOVE;
}

static void
on_changed (WbRun *run, WbLiveView *self)
{
  gint64 passed = (g_get_monotonic_time () - self->drawn_at) / 1000;

  if (self->timer == 0)
    self->timer =
        g_timeout_add ((guint) CLAMP (INTERVAL_MS - passed, 0, INTERVAL_MS), update_cb, self);
}

static void
on_stop (GtkButton *button, WbLiveView *self)
{
  wb_run_stop (self->run);
}

static void
on_pause (GtkButton *button, WbLiveView *self)
{
  wb_run_pause (self->run, !wb_run_is_paused (self->run));
}

/* Building */

/* What throws away stands apart from what keeps. */
static GtkWidget *
make_head (WbLiveView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->title = GTK_LABEL (wb_label_new (NULL, "title-2"));
  self->about = GTK_LABEL (wb_label_new (NULL, "dim-label"));
  self->stop = gtk_button_new_with_label (wb_say (N_ ("Stop and Keep Best")));
  self->pause = gtk_button_new_with_label (wb_say (N_ ("Pause")));
  self->discard = gtk_button_new_with_label (wb_say (N_ ("Discard")));
  gtk_widget_add_css_class (GTK_WIDGET (self->about), "tabular");
  gtk_widget_add_css_class (self->stop, "suggested-action");
  gtk_widget_add_css_class (self->discard, "flat");
  gtk_widget_add_css_class (self->discard, "error");
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_set_valign (self->discard, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top (buttons, 6);
  g_signal_connect (self->stop, "clicked", G_CALLBACK (on_stop), self);
  g_signal_connect (self->pause, "clicked", G_CALLBACK (on_pause), self);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->discard), "win.discard-run");
  gtk_box_append (GTK_BOX (first), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (first), self->discard);
  gtk_box_append (GTK_BOX (buttons), self->stop);
  gtk_box_append (GTK_BOX (buttons), self->pause);
  gtk_box_append (GTK_BOX (head), first);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->about));
  gtk_box_append (GTK_BOX (head), buttons);

  return head;
}

/* Until then it rests, so that undoing costs nothing. */
static GtkWidget *
make_aside (WbLiveView *self)
{
  GtkWidget *words = wb_label_new (
      wb_say (N_ ("Discarded. For a few seconds it can be taken back; then nothing of it is "
                  "kept.")),
      NULL);
  GtkWidget *undo = gtk_button_new_with_label (wb_say (N_ ("Undo")));

  self->aside = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->aside, "note");
  gtk_widget_add_css_class (self->aside, "warning-note");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (undo, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (undo), "win.keep-run");
  gtk_box_append (GTK_BOX (self->aside), words);
  gtk_box_append (GTK_BOX (self->aside), undo);

  return self->aside;
}

static GtkWidget *
make_status (WbLiveView *self)
{
  self->status = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->status_icon = GTK_IMAGE (gtk_image_new ());
  self->status_text = GTK_LABEL (wb_label_new (NULL, NULL));
  g_object_set (self->status_text, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_add_css_class (self->status, "note");
  gtk_widget_set_hexpand (GTK_WIDGET (self->status_text), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->status_icon), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->status_icon), 2);
  gtk_box_append (GTK_BOX (self->status), GTK_WIDGET (self->status_icon));
  gtk_box_append (GTK_BOX (self->status), GTK_WIDGET (self->status_text));

  return self->status;
}

static WbChartView *
add_chart (WbLiveView *self)
{
  GtkWidget *card = wb_card_new (NULL);
  GtkWidget *view = wb_chart_view_new ();

  wb_chart_view_set_height (WB_CHART_VIEW (view), CHART_HEIGHT);
  gtk_box_append (GTK_BOX (card), view);
  wb_flow_add (self->charts, card);

  return WB_CHART_VIEW (view);
}

/* A card is as wide as its share of the line, however long its words are. */
static GtkLabel *
make_caption (void)
{
  GtkWidget *label = wb_label_new (NULL, "caption");

  gtk_widget_add_css_class (label, "tabular");
  gtk_label_set_max_width_chars (GTK_LABEL (label), 30);

  return GTK_LABEL (label);
}

static GtkWidget *
make_time (WbLiveView *self)
{
  GtkWidget *card = wb_card_new (NULL);

  self->left = GTK_LABEL (wb_label_new (NULL, "title-3"));
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  self->sofar = make_caption ();
  gtk_widget_add_css_class (GTK_WIDGET (self->left), "tabular");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  wb_say (N_ ("The whole run")), -1);
  gtk_box_append (GTK_BOX (card), wb_label_new (wb_say (N_ ("Time left")), "caption"));
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->left));
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->sofar));

  return card;
}

static GtkWidget *
make_best (WbLiveView *self)
{
  self->best_card = wb_card_new (NULL);
  self->best_title = GTK_LABEL (wb_label_new (NULL, "caption"));
  self->best = GTK_LABEL (wb_label_new (NULL, "title-3"));
  self->best_about = make_caption ();
  gtk_widget_add_css_class (GTK_WIDGET (self->best), "tabular");
  gtk_box_append (GTK_BOX (self->best_card), GTK_WIDGET (self->best_title));
  gtk_box_append (GTK_BOX (self->best_card), GTK_WIDGET (self->best));
  gtk_box_append (GTK_BOX (self->best_card), GTK_WIDGET (self->best_about));

  return self->best_card;
}

static GtkWidget *
make_facts (WbLiveView *self)
{
  GtkWidget *card = wb_card_new (NULL);

  self->facts = make_caption ();
  gtk_box_append (GTK_BOX (card), wb_label_new (wb_say (N_ ("This run")), "caption"));
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->facts));

  return card;
}

static GtkWidget *
make_steps (WbLiveView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->steps = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->steps, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->steps), "boxed-list");
  gtk_box_append (GTK_BOX (box), wb_label_new (wb_say (N_ ("Steps")), "heading"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->steps));

  return box;
}

static void
wb_live_view_dispose (GObject *object)
{
  WbLiveView *self = WB_LIVE_VIEW (object);

  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_handle_id (&self->timer, g_source_remove);
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
}

static void
build (WbLiveView *self, WbQueue *queue)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *cards = wb_flow_new (3);
  GtkWidget *lists = wb_flow_new (2);
  GtkWidget *waiting = wb_waiting_new (queue);

  self->phases = WB_PHASES (wb_phases_new ());
  self->charts = wb_flow_new (2);
  self->loss = add_chart (self);
  self->found = add_chart (self);
  self->warnings = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  wb_flow_add (cards, make_time (self));
  wb_flow_add (cards, make_best (self));
  wb_flow_add (cards, make_facts (self));
  /* Below each other, the short one is not as tall as the long one. */
  gtk_flow_box_set_homogeneous (wb_flow_get_box (lists), FALSE);
  wb_flow_add (lists, make_steps (self));
  wb_flow_add (lists, waiting);
  gtk_widget_set_valign (waiting, GTK_ALIGN_START);
  gtk_widget_set_valign (lists, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_box_append (GTK_BOX (box), make_aside (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->phases));
  gtk_box_append (GTK_BOX (box), make_status (self));
  gtk_box_append (GTK_BOX (box), self->charts);
  gtk_box_append (GTK_BOX (box), cards);
  gtk_box_append (GTK_BOX (box), lists);
  gtk_box_append (GTK_BOX (box), self->warnings);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
wb_live_view_new (WbQueue *queue)
{
  WbLiveView *self = g_object_new (WB_TYPE_LIVE_VIEW, NULL);

  self->run = g_object_ref (wb_queue_get_current (queue));
  build (self, queue);
  g_signal_connect (self->run, "changed", G_CALLBACK (on_changed), self);
  update (self);

  return GTK_WIDGET (self);
}
