/* wb-leaderboard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-leaderboard.h"

#include <math.h>

#include "wb-risk-bar.h"
#include "wb-ui.h"

enum
{
  COLUMN_MODEL,
  COLUMN_BAR,
  COLUMN_AUC,
  COLUMN_LOSS,
  COLUMN_FOUND,
  COLUMN_SPARED,
  N_COLUMNS,
};

#define FIRST_ROW 2

static void
attach (GtkWidget *grid, GtkWidget *cell, int column, int row)
{
  gtk_grid_attach (GTK_GRID (grid), cell, column, row, 1, 1);
}

static GtkWidget *
make_number (const char *text, const char *help)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "tabular");
  if (help != NULL)
    gtk_widget_set_tooltip_text (label, help);

  return label;
}

static char *
say_help (const char *metric)
{
  g_autoptr (TnMessage) help = tn_metric_get_help (metric);

  return help != NULL ? wb_say_message (help) : NULL;
}

static void
add_heads (GtkWidget *grid)
{
  static const struct
  {
    int column;
    const char *title;
    const char *metric;
    float align;
  } heads[] = {
    { COLUMN_MODEL, N_ ("Model"), NULL, 0 },
    { COLUMN_BAR, N_ ("AUC, 95% interval"), "auc", 0 },
    { COLUMN_LOSS, N_ ("Log loss"), "log_loss", 1 },
    { COLUMN_FOUND, N_ ("Leavers found"), NULL, 1 },
    { COLUMN_SPARED, N_ ("Contacted in vain"), NULL, 1 },
  };
  GtkWidget *statistics = wb_label_new (wb_say (N_ ("Statistics")), "heading");
  GtkWidget *business = wb_label_new (wb_say (N_ ("Business")), "heading");

  gtk_grid_attach (GTK_GRID (grid), statistics, COLUMN_BAR, 0, 2, 1);
  gtk_label_set_xalign (GTK_LABEL (business), 1);
  gtk_grid_attach (GTK_GRID (grid), business, COLUMN_FOUND, 0, 2, 1);
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      GtkWidget *label = gtk_label_new (wb_say (heads[i].title));
      g_autofree char *help = heads[i].metric != NULL ? say_help (heads[i].metric) : NULL;

      gtk_label_set_xalign (GTK_LABEL (label), heads[i].align);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
      if (help != NULL)
        gtk_widget_set_tooltip_text (label, help);
      attach (grid, label, heads[i].column, 1);
    }
}

static void
find_scale (const WbResult *result, double *low, double *high)
{
  *low = 0.5;
  *high = 0.5;
  for (guint i = 0; i < tn_evaluation_get_n_models (result->evaluation); i++)
    {
      const TnMetric *auc =
          tn_judgement_find (tn_evaluation_get_model (result->evaluation, i)->pooled, "auc");

      if (auc == NULL || !isfinite (auc->low))
        continue;
      *low = MIN (*low, auc->low);
      *high = MAX (*high, auc->high);
    }
}

static GtkWidget *
make_name (const WbResult *result, const TnJudgedModel *model)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *name = wb_say_message (model->label);
  GtkWidget *label = gtk_label_new (name);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 14);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (box, TRUE);
  if (model == result->best)
    gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), label);
  if (model->is_baseline || model == result->best)
    {
      GtkWidget *chip = gtk_label_new (model->is_baseline ? wb_say (N_ ("no model"))
                                                          : wb_say (N_ ("used for the list")));

      gtk_widget_add_css_class (chip, "chip");
      if (model == result->best)
        gtk_widget_add_css_class (chip, "accent-chip");
      gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), chip);
    }

  return box;
}

static GtkWidget *
make_auc (const TnJudgedModel *model, const TnMetric *auc)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *text = tn_language_format_number (wb_language (), auc->value, 3);

  gtk_box_append (GTK_BOX (box), make_number (text, NULL));
  if (model->tied)
    {
      GtkWidget *chip = gtk_label_new (wb_say (N_ ("≈ tie")));

      gtk_widget_add_css_class (chip, "chip");
      gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (
          chip, wb_say (N_ ("On these customers the two cannot be told apart.")));
      gtk_box_append (GTK_BOX (box), chip);
    }

  return box;
}

static void
add_model (GtkWidget *grid, const WbResult *result, guint index, double from, double to)
{
  const TnJudgedModel *model = tn_evaluation_get_model (result->evaluation, index);
  const TnMetric *auc = tn_judgement_find (model->pooled, "auc");
  int row = FIRST_ROW + index;
  g_autofree char *loss =
      tn_language_format_number (wb_language (), tn_judgement_value (model->pooled, "log_loss"), 3);
  GtkWidget *bar = wb_risk_bar_new ();

  gtk_widget_set_size_request (bar, 170, -1);
  attach (grid, make_name (result, model), COLUMN_MODEL, row);
  if (auc != NULL)
    {
      wb_risk_bar_set_interval (WB_RISK_BAR (bar), auc->value, auc->low, auc->high, from, to,
                                model->is_baseline);
      attach (grid, bar, COLUMN_BAR, row);
      attach (grid, make_auc (model, auc), COLUMN_AUC, row);
    }
  attach (grid, make_number (loss, NULL), COLUMN_LOSS, row);
  attach (grid, make_number ("–", NULL), COLUMN_FOUND, row);
  attach (grid, make_number ("–", NULL), COLUMN_SPARED, row);
}

/**
 * wb_leaderboard_new:
 * @result: with an evaluation
 *
 * Returns: a table with one row a model
 */
GtkWidget *
wb_leaderboard_new (const WbResult *result)
{
  GtkWidget *grid = gtk_grid_new ();
  double from, to;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  add_heads (grid);
  find_scale (result, &from, &to);
  for (guint i = 0; i < tn_evaluation_get_n_models (result->evaluation); i++)
    add_model (grid, result, i, from, to);

  return grid;
}

void
wb_leaderboard_set_share (GtkWidget *leaderboard, const WbResult *result, double share)
{
  for (guint i = 0; i < tn_evaluation_get_n_models (result->evaluation); i++)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (result->evaluation, i);
      GtkWidget *found =
          gtk_grid_get_child_at (GTK_GRID (leaderboard), COLUMN_FOUND, FIRST_ROW + i);
      GtkWidget *spared =
          gtk_grid_get_child_at (GTK_GRID (leaderboard), COLUMN_SPARED, FIRST_ROW + i);
      g_autofree char *found_text = NULL;
      g_autofree char *spared_text = NULL;
      WbCounts counts;

      if (!wb_result_count (model, share, &counts))
        continue;
      found_text = tn_language_format_count (wb_language (), llround (counts.found));
      spared_text = tn_language_format_count (wb_language (), llround (counts.in_vain));
      gtk_label_set_text (GTK_LABEL (found), found_text);
      gtk_label_set_text (GTK_LABEL (spared), spared_text);
    }
}
