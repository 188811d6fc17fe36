/* wb-result-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-result-view.h"

#include "tn-judge-narrator.h"
#include "wb-chart-view.h"
#include "wb-flow.h"
#include "wb-leaderboard.h"
#include "wb-result-charts.h"
#include "wb-result-choice.h"
#include "wb-ui.h"

#define CHART_HEIGHT 300
#define MOST_CHARTS  6
/* Leaderboard, choice; then findings, one a time; then charts. */
#define FIRST_STAGES 2

/* One sentence of what to think of before relying on it. */
typedef struct
{
  const char *icon;
  TnMessage *message;
} Finding;

struct _WbResultView
{
  AdwBin parent_instance;

  WbResult *result;
  WbResultChoice *choice; /* moves everything below */
  GtkWidget *leaderboard;
  GtkWidget *box;
  GtkWidget *findings;
  GArray *doubts;     /* of Finding */
  TnMessage *promise; /* the first of them */
  GtkWidget *charts;
  WbChartView *roc;
  WbChartView *lift;
  WbChartView *gains;
  WbChartView *profit;
  guint stage; /* what is made next */
  guint tick;  /* that makes it */
};

G_DEFINE_FINAL_TYPE (WbResultView, wb_result_view, ADW_TYPE_BIN)

static WbChartView *
add_chart (GtkWidget *flow)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *view = wb_chart_view_new ();

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "card-pad");
  wb_chart_view_set_height (WB_CHART_VIEW (view), CHART_HEIGHT);
  gtk_box_append (GTK_BOX (card), view);
  wb_flow_add (flow, card);

  return WB_CHART_VIEW (view);
}

/* @view: (nullable): not yet made */
static void
take_chart (WbChartView *view, TnChart *chart)
{
  if (view != NULL)
    wb_chart_view_set_chart (view, chart);
  g_clear_pointer (&chart, tn_chart_unref);
}

/* The place of a chart in the flow is its card's parent. */
static void
show_place (WbChartView *view, gboolean visible)
{
  gtk_widget_set_visible (gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (view))),
                          visible);
}

static void
update_profit (WbResultView *self, double share)
{
  TnChart *profit =
      wb_result_chart_profit (self->result, share, wb_result_choice_get_money (self->choice));

  show_place (self->profit, profit != NULL);
  take_chart (self->profit, profit);
}

/* One choice moves the points of all curves, the counts, the money and the leaderboard. */
static void
update (WbResultView *self)
{
  double share = wb_result_choice_get_share (self->choice);

  wb_leaderboard_set_share (self->leaderboard, self->result, share);
  if (self->roc != NULL)
    take_chart (self->roc, wb_result_chart_roc (self->result, share));
  if (self->lift != NULL)
    take_chart (self->lift, wb_result_chart_lift (self->result, share));
  if (self->gains != NULL)
    take_chart (self->gains, wb_result_chart_gains (self->result, share));
  if (self->profit != NULL)
    update_profit (self, share);
}

static GtkWidget *
make_card (const char *title)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "card-pad");
  if (title != NULL)
    gtk_box_append (GTK_BOX (card), wb_label_new (title, "heading"));

  return card;
}

/* Findings */

static GtkWidget *
make_finding (const char *icon, const TnMessage *message)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  g_autofree char *text = wb_say_message (message);
  GtkWidget *label = wb_label_new (text, NULL);

  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_set_margin_top (image, 2);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  gtk_box_append (GTK_BOX (row), image);
  gtk_box_append (GTK_BOX (row), label);

  return row;
}

/* Of the model whose chances are shown, as in the report; that they are good is said above. */
static gboolean
is_doubt (const WbResult *result, const TnFinding *finding)
{
  return g_strcmp0 (finding->code, "metric.calibration.good") != 0 &&
         (finding->model == NULL || result->best == NULL ||
          g_str_has_prefix (finding->code, "compare.") ||
          g_str_equal (finding->model, result->best->id));
}

static void
note (WbResultView *self, const char *icon, const TnMessage *message)
{
  Finding finding = { icon, (TnMessage *) message };

  g_array_append_val (self->doubts, finding);
}

/* What there is to say; the sentences of the result outlive this view. */
static void
list_findings (WbResultView *self)
{
  const WbResult *result = self->result;

  note (self, "dialog-information-symbolic", self->promise);
  for (guint i = 0; i < tn_evaluation_get_n_findings (result->evaluation); i++)
    {
      const TnFinding *finding = tn_evaluation_get_finding (result->evaluation, i);

      if (is_doubt (result, finding))
        note (self,
              finding->severity == TN_SEVERITY_NOTE ? "dialog-information-symbolic"
                                                    : "dialog-warning-symbolic",
              finding->message);
    }
  for (guint i = 0; i < result->warnings->len; i++)
    note (self, "dialog-information-symbolic", g_ptr_array_index (result->warnings, i));
}

static void
add_verdict (WbResultView *self, GtkWidget *box)
{
  g_autoptr (GPtrArray) said = tn_say_evaluation (self->result->evaluation);

  for (guint i = 0; i < said->len && i < 3; i++)
    {
      g_autofree char *text = wb_say_message (g_ptr_array_index (said, i));
      GtkWidget *label = wb_label_new (text, i == 0 ? "title-4" : "dim-label");

      gtk_label_set_selectable (GTK_LABEL (label), FALSE);
      gtk_box_append (GTK_BOX (box), label);
    }
}

static void
add_leaderboard (WbResultView *self, GtkWidget *box)
{
  GtkWidget *card = make_card (NULL);

  self->leaderboard = wb_leaderboard_new (self->result);
  gtk_box_append (GTK_BOX (card), self->leaderboard);
  gtk_box_append (GTK_BOX (box), card);
}

/* One that stands still, where there is something to draw. */
static void
add_still (WbResultView *self, TnChart *chart)
{
  if (chart != NULL)
    take_chart (add_chart (self->charts), chart);
}

static void
add_nth_chart (WbResultView *self, guint n)
{
  double share = wb_result_choice_get_share (self->choice);

  if (n == 0)
    take_chart (self->roc = add_chart (self->charts), wb_result_chart_roc (self->result, share));
  else if (n == 1)
    take_chart (self->lift = add_chart (self->charts), wb_result_chart_lift (self->result, share));
  else if (n == 2)
    take_chart (self->gains = add_chart (self->charts),
                wb_result_chart_gains (self->result, share));
  else if (n == 3)
    {
      self->profit = add_chart (self->charts);
      update_profit (self, share);
    }
  else if (n == 4)
    add_still (self, wb_result_chart_calibration (self->result));
  else
    add_still (self, wb_result_chart_learning (self->result));
}

static void
add_cards (WbResultView *self, GtkWidget *box)
{
  GtkWidget *flow = wb_flow_new (2);

  self->choice = WB_RESULT_CHOICE (wb_result_choice_new (self->result));
  g_signal_connect_swapped (self->choice, "changed", G_CALLBACK (update), self);
  self->findings = make_card (wb_say (N_ ("Before you rely on it")));
  gtk_widget_set_valign (self->findings, GTK_ALIGN_FILL);
  wb_flow_add (flow, GTK_WIDGET (self->choice));
  wb_flow_add (flow, self->findings);
  gtk_box_append (GTK_BOX (box), flow);
}

static guint
count_stages (WbResultView *self)
{
  return FIRST_STAGES + self->doubts->len + MOST_CHARTS;
}

static void
add_stage (WbResultView *self, guint stage)
{
  if (stage == 0)
    add_leaderboard (self, self->box);
  else if (stage == 1)
    {
      add_cards (self, self->box);
      wb_leaderboard_set_share (self->leaderboard, self->result,
                                wb_result_choice_get_share (self->choice));
      self->charts = wb_flow_new (3);
      gtk_box_append (GTK_BOX (self->box), self->charts);
    }
  else if (stage < FIRST_STAGES + self->doubts->len)
    {
      const Finding *finding = &g_array_index (self->doubts, Finding, stage - FIRST_STAGES);

      gtk_box_append (GTK_BOX (self->findings), make_finding (finding->icon, finding->message));
    }
  else
    add_nth_chart (self, stage - FIRST_STAGES - self->doubts->len);
}

/* What is read first is there at once. The rest follows with one part a frame: no turn of the main
 * loop is so long that a key waits. Sentences are parts of their own, since wrapping a text means
 * laying it out many times. */
static gboolean
fill_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  WbResultView *self = WB_RESULT_VIEW (widget);

  add_stage (self, self->stage++);
  if (self->stage < count_stages (self))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, FALSE, -1);

  return G_SOURCE_REMOVE;
}

/* The choice stands above the charts it moves. */
static void
fill (WbResultView *self)
{
  GtkWidget *verdict = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->promise = tn_message_new (
      N_ ("A test on the past is no promise. Run again when there are new orders."));
  self->doubts = g_array_new (FALSE, FALSE, sizeof (Finding));
  list_findings (self);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  adw_bin_set_child (ADW_BIN (self), self->box);
  add_verdict (self, verdict);
  gtk_box_append (GTK_BOX (self->box), verdict);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, TRUE, -1);
}

/* What nobody looks at is not made: a page that is first shown would have it all to lay out. */
static void
wb_result_view_map (GtkWidget *widget)
{
  WbResultView *self = WB_RESULT_VIEW (widget);

  GTK_WIDGET_CLASS (wb_result_view_parent_class)->map (widget);
  if (self->box != NULL && self->tick == 0 && self->stage < count_stages (self))
    self->tick = gtk_widget_add_tick_callback (widget, fill_cb, NULL, NULL);
}

static void
wb_result_view_dispose (GObject *object)
{
  WbResultView *self = WB_RESULT_VIEW (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;

  G_OBJECT_CLASS (wb_result_view_parent_class)->dispose (object);
}

static void
wb_result_view_finalize (GObject *object)
{
  WbResultView *self = WB_RESULT_VIEW (object);

  g_clear_pointer (&self->doubts, g_array_unref);
  g_clear_pointer (&self->promise, tn_message_unref);
  g_clear_pointer (&self->result, wb_result_unref);

  G_OBJECT_CLASS (wb_result_view_parent_class)->finalize (object);
}

static void
wb_result_view_class_init (WbResultViewClass *klass)
{
  GTK_WIDGET_CLASS (klass)->map = wb_result_view_map;
  G_OBJECT_CLASS (klass)->dispose = wb_result_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_result_view_finalize;
}

static void
wb_result_view_init (WbResultView *self)
{
}

/* Whether all its parts are there; they come one a frame, from when it is looked at. */
gboolean
wb_result_view_is_whole (WbResultView *self)
{
  return self->box == NULL || self->stage >= count_stages (self);
}

/**
 * wb_result_view_new:
 * @result: of a run that was done; one without an evaluation has a sentence instead
 */
GtkWidget *
wb_result_view_new (WbResult *result)
{
  WbResultView *self = g_object_new (WB_TYPE_RESULT_VIEW, NULL);

  self->result = wb_result_ref (result);
  if (result->evaluation == NULL || result->best == NULL)
    adw_bin_set_child (
        ADW_BIN (self),
        wb_empty_new ("tenure-runs-symbolic", wb_say (N_ ("Nothing was judged")),
                      wb_say (N_ ("This pipeline has no step that tests its models. Add "
                                  "“Evaluate” to see how good they are."))));
  else
    fill (self);

  return GTK_WIDGET (self);
}
