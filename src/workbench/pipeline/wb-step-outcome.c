/* wb-step-outcome.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-step-outcome.h"

#include <math.h>

#include "tn-judge-narrator.h"
#include "tn-step-record.h"
#include "wb-ui.h"
#include "wb-work.h"

struct _WbStepOutcome
{
  AdwBin parent_instance;

  WbProject *project;
  char *node;
  WbStepState state;
  gint64 shown;          /* the run that is shown; 0 for none */
  GCancellable *reading; /* nullable */
  TnStepRecord *record;  /* nullable */
  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (WbStepOutcome, wb_step_outcome, ADW_TYPE_BIN)

/* “AUC: 0.796 (0.781 to 0.811).” What each is, is told on asking. */
static void
add_figures (GtkWidget *box, const TnJudgement *judgement)
{
  static const char *const shown[] = { "auc", "pr_auc", "lift_10", "log_loss", "brier", "ece" };

  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      const TnMetric *metric = tn_judgement_find (judgement, shown[i]);
      g_autoptr (TnMessage) help = NULL;
      g_autofree char *said = NULL;
      g_autofree char *about = NULL;
      GtkWidget *label;

      if (metric == NULL || !isfinite (metric->value))
        continue;
      help = tn_metric_get_help (metric->id);
      said = wb_say_take (tn_say_metric (metric));
      about = help != NULL ? wb_say_message (help) : NULL;
      label = wb_label_new (said, NULL);
      gtk_widget_set_tooltip_text (label, about);
      gtk_box_append (GTK_BOX (box), label);
    }
}

static void
add_shapes (GtkWidget *pairs, const TnStepRecord *record, const TnNodeSpec *spec)
{
  for (guint i = 0; i < record->shapes->len; i++)
    {
      const TnStepShape *shape = g_ptr_array_index (record->shapes, i);
      TnMessage *size = tn_message_new_plural (
          TN_PLURAL ("{n} row × {columns}", "{n} rows × {columns}"), shape->rows);
      const char *title = shape->port;
      g_autofree char *text = NULL;

      for (const TnPortSpec *at = spec->outputs; at != NULL && at->id != NULL; at++)
        if (g_str_equal (at->id, shape->port))
          title = wb_say (at->title);
      tn_message_count (size, "n", shape->rows);
      text = wb_say_take (tn_message_count (size, "columns", shape->columns));
      wb_pairs_add (pairs, title, text);
    }
}

static void
add_costs (GtkWidget *pairs, const TnStepRecord *record)
{
  if (record->seconds >= 0)
    {
      g_autofree char *time = tn_language_format_duration (wb_language (), record->seconds);

      wb_pairs_add (pairs, wb_say (N_ ("Work")), time);
    }
  else
    wb_pairs_add (pairs, wb_say (N_ ("Work")), wb_say (N_ ("none, taken from an earlier run")));
  if (record->bytes >= 0)
    {
      g_autofree char *size = wb_say_size (record->bytes);

      wb_pairs_add (pairs, wb_say (N_ ("Memory held")), size);
    }
}

static void
show_record (WbStepOutcome *self)
{
  const TnStepRecord *record = self->record;
  TnGraph *graph = wb_project_get_state (self->project)->graph;
  int place = graph != NULL ? tn_graph_find_node (graph, self->node) : -1;
  const TnNodeSpec *spec = place >= 0 ? tn_graph_get_node (graph, (guint) place)->spec : NULL;
  g_autofree char *when = wb_say_when (record->finished);
  TnMessage *message = tn_message_new (N_ ("Run {run}, {when}"));
  g_autofree char *head =
      wb_say_take (tn_message_text (tn_message_count (message, "run", record->run), "when", when));
  GtkWidget *pairs = wb_pairs_new ();

  gtk_box_append (GTK_BOX (self->box), wb_label_new (head, "heading"));
  if (spec != NULL)
    add_shapes (pairs, record, spec);
  add_costs (pairs, record);
  gtk_box_append (GTK_BOX (self->box), pairs);
  if (record->judgement != NULL)
    add_figures (self->box, record->judgement);
  if (record->error != NULL)
    {
      g_autofree char *text = wb_say_message (record->error);

      gtk_box_append (GTK_BOX (self->box), wb_label_new (text, NULL));
    }
  for (guint i = 0; i < record->said->len; i++)
    {
      g_autofree char *text = wb_say_message (g_ptr_array_index (record->said, i));

      gtk_box_append (GTK_BOX (self->box), wb_label_new (text, "dim-label"));
    }
}

static void
show (WbStepOutcome *self)
{
  g_autofree char *expected = wb_step_state_say_expected (&self->state);

  /* Anew: see wb-step-why. */
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  if (self->state.standing != WB_STANDING_DONE && expected != NULL)
    {
      g_autofree char *text = wb_say_text (N_ ("The next run of it: {cost}."), "cost", expected);

      gtk_box_append (GTK_BOX (self->box), wb_label_new (text, NULL));
    }
  if (self->record != NULL)
    show_record (self);
  else
    gtk_box_append (GTK_BOX (self->box),
                    wb_label_new (self->reading != NULL
                                      ? wb_say (N_ ("Looking up the run…"))
                                      : wb_say (N_ ("No run has carried out this step yet.")),
                                  "dim-label"));
  adw_bin_set_child (ADW_BIN (self), self->box);
}

/* Reading */

typedef struct
{
  TnProject *store;
  gint64 run;
  char *node;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *self = data;

  tn_project_unref (self->store);
  g_free (self->node);
  g_free (self);
}

static gpointer
read_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *self = data;

  return tn_step_record_read (self->store, self->run, self->node, error);
}

static void
stop_reading (WbStepOutcome *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

/* A run that was deleted meanwhile has nothing to say. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbStepOutcome *self = user_data;
  g_autoptr (GError) error = NULL;
  TnStepRecord *record = wb_work_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  g_clear_pointer (&self->record, tn_step_record_free);
  self->record = record;
  show (self);
}

static void
start_reading (WbStepOutcome *self)
{
  Reading *reading = g_new0 (Reading, 1);

  stop_reading (self);
  self->reading = g_cancellable_new ();
  reading->store = tn_project_ref (wb_project_get_store (self->project));
  reading->run = self->shown;
  reading->node = g_strdup (self->node);
  wb_work_start (WB_LANE_LOOK, self, read_in_worker, reading, reading_free,
                 (GDestroyNotify) tn_step_record_free, self->reading, on_read, self);
}

void
wb_step_outcome_set_state (WbStepOutcome *self, const WbStepState *state)
{
  self->state = *state;
  if (state->run != self->shown)
    {
      stop_reading (self);
      g_clear_pointer (&self->record, tn_step_record_free);
      self->shown = state->run;
      if (self->shown != 0)
        start_reading (self);
    }
  show (self);
}

static void
wb_step_outcome_dispose (GObject *object)
{
  stop_reading (WB_STEP_OUTCOME (object));

  G_OBJECT_CLASS (wb_step_outcome_parent_class)->dispose (object);
}

static void
wb_step_outcome_finalize (GObject *object)
{
  WbStepOutcome *self = WB_STEP_OUTCOME (object);

  g_clear_pointer (&self->record, tn_step_record_free);
  g_clear_object (&self->project);
  g_free (self->node);

  G_OBJECT_CLASS (wb_step_outcome_parent_class)->finalize (object);
}

static void
wb_step_outcome_class_init (WbStepOutcomeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_step_outcome_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_step_outcome_finalize;
}

static void
wb_step_outcome_init (WbStepOutcome *self)
{
  self->state.expected_seconds = -1;
}

GtkWidget *
wb_step_outcome_new (WbProject *project, const char *node)
{
  WbStepOutcome *self = g_object_new (WB_TYPE_STEP_OUTCOME, NULL);

  self->project = g_object_ref (project);
  self->node = g_strdup (node);
  show (self);

  return GTK_WIDGET (self);
}
