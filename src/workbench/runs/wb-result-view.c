/* wb-result-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-result-view.h"

#include "tn-judge-narrator.h"
#include "wb-chart-view.h"
#include "wb-leaderboard.h"
#include "wb-result-charts.h"
#include "wb-result-choice.h"
#include "wb-ui.h"

#define CHART_HEIGHT 300

struct _WbResultView
{
  AdwBin parent_instance;

  WbResult *result;
  WbResultChoice *choice; /* moves everything below */
  GtkWidget *leaderboard;
  WbChartView *roc;
  WbChartView *lift;
  WbChartView *gains;
  WbChartView *profit;
};

G_DEFINE_FINAL_TYPE (WbResultView, wb_result_view, ADW_TYPE_BIN)

static WbChartView *
add_chart (GtkWidget *flow, TnChart *chart)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *view = wb_chart_view_new ();

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "card-pad");
  wb_chart_view_set_height (WB_CHART_VIEW (view), CHART_HEIGHT);
  wb_chart_view_set_chart (WB_CHART_VIEW (view), chart);
  gtk_box_append (GTK_BOX (card), view);
  gtk_flow_box_append (GTK_FLOW_BOX (flow), card);
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);

  return WB_CHART_VIEW (view);
}

static void
take_chart (WbChartView *view, TnChart *chart)
{
  wb_chart_view_set_chart (view, chart);
  g_clear_pointer (&chart, tn_chart_unref);
}

/* One choice moves the points of all curves, the counts, the money and the leaderboard. */
static void
update (WbResultView *self)
{
  double share = wb_result_choice_get_share (self->choice);
  TnChart *profit =
      wb_result_chart_profit (self->result, share, wb_result_choice_get_money (self->choice));

  wb_leaderboard_set_share (self->leaderboard, self->result, share);
  take_chart (self->roc, wb_result_chart_roc (self->result, share));
  take_chart (self->lift, wb_result_chart_lift (self->result, share));
  take_chart (self->gains, wb_result_chart_gains (self->result, share));
  /* The place of a chart in the flow is its card's parent. */
  gtk_widget_set_visible (gtk_widget_get_parent (gtk_widget_get_parent (GTK_WIDGET (self->profit))),
                          profit != NULL);
  take_chart (self->profit, profit);
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

static GtkWidget *
make_findings (WbResultView *self)
{
  const WbResult *result = self->result;
  GtkWidget *card = make_card (wb_say (N_ ("Before you rely on it")));
  g_autoptr (TnMessage) promise = tn_message_new (
      N_ ("A test on the past is no promise. Run again when there are new orders."));

  gtk_box_append (GTK_BOX (card), make_finding ("dialog-information-symbolic", promise));
  for (guint i = 0; i < tn_evaluation_get_n_findings (result->evaluation); i++)
    {
      const TnFinding *finding = tn_evaluation_get_finding (result->evaluation, i);

      if (!is_doubt (result, finding))
        continue;
      gtk_box_append (GTK_BOX (card), make_finding (finding->severity == TN_SEVERITY_NOTE
                                                        ? "dialog-information-symbolic"
                                                        : "dialog-warning-symbolic",
                                                    finding->message));
    }
  for (guint i = 0; i < result->warnings->len; i++)
    gtk_box_append (GTK_BOX (card), make_finding ("dialog-information-symbolic",
                                                  g_ptr_array_index (result->warnings, i)));

  return card;
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

static GtkWidget *
make_flow (guint most)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), most);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 12);

  return flow;
}

static void
add_leaderboard (WbResultView *self, GtkWidget *box)
{
  GtkWidget *card = make_card (NULL);

  self->leaderboard = wb_leaderboard_new (self->result);
  gtk_box_append (GTK_BOX (card), self->leaderboard);
  gtk_box_append (GTK_BOX (box), card);
}

static void
add_charts (WbResultView *self, GtkWidget *box)
{
  GtkWidget *flow = make_flow (3);
  g_autoptr (TnChart) calibration = wb_result_chart_calibration (self->result);
  g_autoptr (TnChart) learning = wb_result_chart_learning (self->result);

  self->roc = add_chart (flow, NULL);
  self->lift = add_chart (flow, NULL);
  self->gains = add_chart (flow, NULL);
  self->profit = add_chart (flow, NULL);
  if (calibration != NULL)
    add_chart (flow, calibration);
  if (learning != NULL)
    add_chart (flow, learning);
  gtk_box_append (GTK_BOX (box), flow);
}

static void
add_cards (WbResultView *self, GtkWidget *box)
{
  GtkWidget *flow = make_flow (2);
  GtkWidget *findings = make_findings (self);

  self->choice = WB_RESULT_CHOICE (wb_result_choice_new (self->result));
  g_signal_connect_swapped (self->choice, "changed", G_CALLBACK (update), self);
  gtk_widget_set_valign (findings, GTK_ALIGN_FILL);
  gtk_flow_box_append (GTK_FLOW_BOX (flow), GTK_WIDGET (self->choice));
  gtk_flow_box_append (GTK_FLOW_BOX (flow), findings);
  for (int i = 0; i < 2; i++)
    gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (flow), i)),
                              FALSE);
  gtk_box_append (GTK_BOX (box), flow);
}

/* The choice stands above the charts it moves. */
static void
fill (WbResultView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *verdict = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  adw_bin_set_child (ADW_BIN (self), box);
  add_verdict (self, verdict);
  gtk_box_append (GTK_BOX (box), verdict);
  add_leaderboard (self, box);
  add_cards (self, box);
  add_charts (self, box);
  update (self);
}

static void
wb_result_view_finalize (GObject *object)
{
  WbResultView *self = WB_RESULT_VIEW (object);

  g_clear_pointer (&self->result, wb_result_unref);

  G_OBJECT_CLASS (wb_result_view_parent_class)->finalize (object);
}

static void
wb_result_view_class_init (WbResultViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_result_view_finalize;
}

static void
wb_result_view_init (WbResultView *self)
{
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
