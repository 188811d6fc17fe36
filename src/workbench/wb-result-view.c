/* wb-result-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-result-view.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-judge-narrator.h"
#include "wb-chart-view.h"
#include "wb-leaderboard.h"
#include "wb-ui.h"

#define MOST_TRACES  6
#define FIRST_SHARE  0.1
#define CHART_HEIGHT 300
#define N_TILES      4

struct _WbResultView
{
  AdwBin parent_instance;

  WbResult *result;
  double share; /* of customers contacted: one choice that moves everything below */
  GtkWidget *leaderboard;
  WbChartView *roc;
  WbChartView *lift;
  WbChartView *calibration;
  GtkWidget *scale;
  GtkLabel *sentence;
  GtkLabel *tiles[N_TILES];
};

G_DEFINE_FINAL_TYPE (WbResultView, wb_result_view, ADW_TYPE_BIN)

/* Charts */

/* The curves of one kind: the list's model, the others, the rule. */
static gsize
read_traces (const WbResult *result, const char *id, TnTrace *traces)
{
  gsize n = 0;
  guint series = 3;

  for (guint i = tn_evaluation_get_n_models (result->evaluation); i-- > 0 && n < MOST_TRACES;)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (result->evaluation, i);
      const TnCurve *curve = tn_judgement_find_curve (model->pooled, id);
      TnTrace *at;

      if (curve == NULL || curve->n_points < 2 || (model->is_baseline && model != result->rule))
        continue;
      at = &traces[n++];
      /* The first is the one a chart marks and speaks of. */
      if (model == result->best && n > 1)
        {
          *at = traces[0];
          at = &traces[0];
        }
      at->name = tn_message_ref (model->label);
      at->series = model == result->best ? 1 : model->is_baseline ? 0 : MIN (series++, 5);
      at->n = curve->n_points;
      at->x = curve->x;
      at->y = curve->y;
    }

  return n;
}

static TnMessage *
say_point (double a, double b)
{
  return tn_message_percent (
      tn_message_percent (tn_message_new (N_ ("{found} found, {alarms} false alarms")), "found", a,
                          0),
      "alarms", b, 0);
}

static TnChart *
make_roc (WbResultView *self, const WbCounts *counts)
{
  TnTrace traces[MOST_TRACES] = { 0 };
  gsize n = read_traces (self->result, "roc", traces);
  TnChart *chart =
      tn_chart_roc (tn_message_new (N_ ("Found against false alarms")), NULL, n, traces);
  TnPanel *panel = g_ptr_array_index (tn_chart_get_panels (chart), 0);
  TnMark *mark;

  mark = tn_panel_add_mark (panel, TN_MARK_POINT, 2, 1, &counts->false_alarms, &counts->recall,
                            NULL, NULL);
  mark->place = TN_PLACE_RIGHT;
  tn_mark_add_text (mark, say_point (counts->recall, counts->false_alarms), NULL);

  return chart;
}

static TnChart *
make_lift (WbResultView *self)
{
  TnTrace traces[MOST_TRACES] = { 0 };
  gsize n = read_traces (self->result, "lift", traces);

  return tn_chart_lift (tn_message_new (N_ ("Times better than by lot")), NULL, n, traces,
                        tn_judgement_value (self->result->best->pooled, "base_rate"), self->share);
}

static TnChart *
make_calibration (WbResultView *self)
{
  const TnCurve *bins = tn_judgement_find_curve (self->result->best->pooled, "reliability");

  if (bins == NULL)
    return NULL;

  return tn_chart_calibration (tn_message_new (N_ ("Is 60% really 60%?")), NULL, bins->n_points,
                               bins->x, bins->y, bins->low, bins->high, 0, NULL);
}

static WbChartView *
add_chart (GtkWidget *flow)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *view = wb_chart_view_new ();

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "card-pad");
  wb_chart_view_set_height (WB_CHART_VIEW (view), CHART_HEIGHT);
  gtk_box_append (GTK_BOX (card), view);
  gtk_flow_box_append (GTK_FLOW_BOX (flow), card);
  gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);

  return WB_CHART_VIEW (view);
}

/* The choice */

static char *
say_choice (const WbCounts *counts)
{
  TnMessage *message = tn_message_count (
      tn_message_new_plural (
          TN_PLURAL (
              "Of the {n} customer you would have contacted, {found} really left, {share}.",
              "Of the {n} customers you would have contacted, {found} really left, {share}."),
          llround (counts->contacted)),
      "n", llround (counts->contacted));
  g_autofree char *share =
      wb_say_share (counts->precision, counts->precision_low, counts->precision_high);

  message = tn_message_count (message, "found", llround (counts->found));

  return wb_say_take (tn_message_text (message, "share", share));
}

static void
set_count (GtkLabel *label, double count)
{
  g_autofree char *text = tn_language_format_count (wb_language (), llround (count));

  gtk_label_set_text (label, text);
}

/* One choice moves the points of the curves, the four counts, the leaderboard and the sentence. */
static void
update (WbResultView *self)
{
  g_autoptr (TnChart) roc = NULL;
  g_autoptr (TnChart) lift = NULL;
  g_autofree char *sentence = NULL;
  WbCounts counts;

  wb_leaderboard_set_share (self->leaderboard, self->result, self->share);
  if (!wb_result_count (self->result->best, self->share, &counts))
    return;
  roc = make_roc (self, &counts);
  lift = make_lift (self);
  wb_chart_view_set_chart (self->roc, roc);
  wb_chart_view_set_chart (self->lift, lift);
  sentence = say_choice (&counts);
  gtk_label_set_text (self->sentence, sentence);
  set_count (self->tiles[0], counts.found);
  set_count (self->tiles[1], counts.in_vain);
  set_count (self->tiles[2], counts.missed);
  set_count (self->tiles[3], counts.spared);
}

static void
on_share_changed (GtkRange *range, WbResultView *self)
{
  double share = gtk_range_get_value (range);

  if (share == self->share)
    return;
  self->share = share;
  update (self);
}

static char *
format_share (GtkScale *scale, double value, gpointer user_data)
{
  return tn_language_format_percent (wb_language (), value, 0);
}

static GtkWidget *
make_tile (WbResultView *self, guint index, const char *words, gboolean is_good)
{
  GtkWidget *tile = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->tiles[index] = GTK_LABEL (wb_label_new ("–", "heading"));
  gtk_widget_add_css_class (GTK_WIDGET (self->tiles[index]), "tabular");
  gtk_widget_add_css_class (tile, "figure-tile");
  if (is_good)
    gtk_widget_add_css_class (tile, "good");
  gtk_widget_set_hexpand (tile, TRUE);
  gtk_box_append (GTK_BOX (tile), GTK_WIDGET (self->tiles[index]));
  gtk_box_append (GTK_BOX (tile), wb_label_new (words, "caption"));

  return tile;
}

static GtkWidget *
make_counts (WbResultView *self)
{
  GtkWidget *grid = gtk_grid_new ();
  static const char *const rows[] = { N_ ("contacted"), N_ ("left alone") };
  static const char *const columns[] = { N_ ("left the shop"), N_ ("stayed") };
  static const struct
  {
    const char *words;
    gboolean good;
  } tiles[] = { { N_ ("found"), TRUE },
                { N_ ("in vain"), FALSE },
                { N_ ("missed"), FALSE },
                { N_ ("spared"), TRUE } };

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < 2; i++)
    {
      gtk_grid_attach (GTK_GRID (grid), wb_label_new (wb_say (columns[i]), "caption"), i + 1, 0, 1,
                       1);
      gtk_grid_attach (GTK_GRID (grid), wb_label_new (wb_say (rows[i]), "caption"), 0, i + 1, 1, 1);
    }
  for (guint i = 0; i < N_TILES; i++)
    gtk_grid_attach (GTK_GRID (grid), make_tile (self, i, wb_say (tiles[i].words), tiles[i].good),
                     1 + i % 2, 1 + i / 2, 1, 1);

  return grid;
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

static GtkWidget *
make_choice (WbResultView *self)
{
  GtkWidget *card = make_card (wb_say (N_ ("How many would you contact?")));

  self->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0.01, 1, 0.01);
  gtk_range_set_value (GTK_RANGE (self->scale), self->share);
  gtk_scale_set_draw_value (GTK_SCALE (self->scale), TRUE);
  gtk_scale_set_value_pos (GTK_SCALE (self->scale), GTK_POS_RIGHT);
  gtk_scale_set_format_value_func (GTK_SCALE (self->scale), format_share, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  wb_say (N_ ("Share of customers contacted")), -1);
  g_signal_connect (self->scale, "value-changed", G_CALLBACK (on_share_changed), self);
  self->sentence = GTK_LABEL (wb_label_new (NULL, NULL));
  gtk_label_set_max_width_chars (self->sentence, 50);
  gtk_box_append (GTK_BOX (card), self->scale);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->sentence));
  gtk_box_append (GTK_BOX (card), make_counts (self));

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
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->leaderboard = wb_leaderboard_new (self->result);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->leaderboard);
  gtk_box_append (GTK_BOX (card), scrolled);
  gtk_box_append (GTK_BOX (box), card);
}

static void
add_charts (WbResultView *self, GtkWidget *box)
{
  GtkWidget *flow = make_flow (3);
  g_autoptr (TnChart) calibration = make_calibration (self);

  self->roc = add_chart (flow);
  self->lift = add_chart (flow);
  if (calibration != NULL)
    {
      self->calibration = add_chart (flow);
      wb_chart_view_set_chart (self->calibration, calibration);
    }
  gtk_box_append (GTK_BOX (box), flow);
}

static void
fill (WbResultView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *verdict = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *flow = make_flow (2);

  adw_bin_set_child (ADW_BIN (self), box);
  add_verdict (self, verdict);
  gtk_box_append (GTK_BOX (box), verdict);
  add_leaderboard (self, box);
  add_charts (self, box);
  gtk_flow_box_append (GTK_FLOW_BOX (flow), make_choice (self));
  gtk_flow_box_append (GTK_FLOW_BOX (flow), make_findings (self));
  for (int i = 0; i < 2; i++)
    gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (flow), i)),
                              FALSE);
  gtk_box_append (GTK_BOX (box), flow);
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
  self->share = FIRST_SHARE;
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
