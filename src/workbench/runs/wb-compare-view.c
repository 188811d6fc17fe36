/* wb-compare-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-compare-view.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "wb-chart-view.h"
#include "wb-flow.h"
#include "wb-ui.h"

#define CHART_HEIGHT 300
#define NAME_CHARS   24

static const char *const metrics[] = { "auc", "lift_10", "log_loss", "brier" };

static GtkWidget *
make_card (const char *title)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "card-pad");
  gtk_box_append (GTK_BOX (card), wb_label_new (title, "heading"));

  return card;
}

/* --- Figures --- */

static char *
say_figure (const TnMetric *metric)
{
  int decimals = tn_metric_get_decimals (metric->id);
  TnMessage *message;

  if (!isfinite (metric->low) || !isfinite (metric->high))
    return tn_language_format_number (wb_language (), metric->value, decimals);
  message = tn_message_number (tn_message_new (N_ ("{value} ({low} to {high})")), "value",
                               metric->value, decimals);
  message = tn_message_number (message, "low", metric->low, decimals);

  return wb_say_take (tn_message_number (message, "high", metric->high, decimals));
}

/* A cell is heard with its run and what it is. */
static GtkWidget *
make_cell (const char *text, const char *run, const char *what)
{
  GtkWidget *label = wb_label_new (text, "tabular");
  g_autofree char *name = g_strjoin (" · ", run, what, text, NULL);

  /* The table scrolls; a cell that wraps would make it as high as for the narrowest width. */
  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  wb_name_widget (label, name);

  return label;
}

static const TnMetric *
find_metric (const WbResult *result, const char *id)
{
  return result->best != NULL ? tn_judgement_find (result->best->pooled, id) : NULL;
}

static void
add_models (GtkWidget *grid, const WbComparison *comparison, GPtrArray *names, int row)
{
  const char *what = wb_say (N_ ("Model"));

  gtk_grid_attach (GTK_GRID (grid), wb_label_new (what, "dim-label"), 0, row, 1, 1);
  for (guint i = 0; i < comparison->results->len; i++)
    {
      const WbResult *result = g_ptr_array_index (comparison->results, i);
      g_autofree char *label =
          result->best != NULL ? wb_say_message (result->best->label) : g_strdup ("–");

      gtk_grid_attach (GTK_GRID (grid), make_cell (label, g_ptr_array_index (names, i), what),
                       (int) i + 1, row, 1, 1);
    }
}

static void
add_metric (GtkWidget *grid,
            const WbComparison *comparison,
            GPtrArray *names,
            const char *id,
            int row)
{
  g_autofree char *what = wb_say_take (tn_metric_get_name (id));
  g_autoptr (TnMessage) help = tn_metric_get_help (id);
  g_autofree char *tip = help != NULL ? wb_say_message (help) : NULL;
  GtkWidget *head = wb_label_new (what, "dim-label");

  gtk_label_set_wrap (GTK_LABEL (head), FALSE);
  gtk_widget_set_tooltip_text (head, tip);
  gtk_grid_attach (GTK_GRID (grid), head, 0, row, 1, 1);
  for (guint i = 0; i < comparison->results->len; i++)
    {
      const TnMetric *metric = find_metric (g_ptr_array_index (comparison->results, i), id);
      g_autofree char *text = metric != NULL ? say_figure (metric) : g_strdup ("–");

      gtk_grid_attach (GTK_GRID (grid), make_cell (text, g_ptr_array_index (names, i), what),
                       (int) i + 1, row, 1, 1);
    }
}

static GtkWidget *
make_figures (const WbComparison *comparison, GPtrArray *names)
{
  GtkWidget *card = make_card (wb_say (N_ ("Figures side by side, with their 95% intervals")));
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  for (guint i = 0; i < names->len; i++)
    {
      GtkWidget *label = wb_label_new (g_ptr_array_index (names, i), "heading");

      gtk_label_set_wrap (GTK_LABEL (label), FALSE);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
      gtk_widget_set_tooltip_text (label, g_ptr_array_index (names, i));
      gtk_grid_attach (GTK_GRID (grid), label, (int) i + 1, 0, 1, 1);
    }
  add_models (grid, comparison, names, 1);
  for (guint i = 0; i < G_N_ELEMENTS (metrics); i++)
    add_metric (grid, comparison, names, metrics[i], (int) i + 2);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scrolled), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);
  gtk_box_append (GTK_BOX (card), scrolled);

  return card;
}

/* --- What differs --- */

static void
add_sentence (GtkWidget *box, const TnMessage *message, const char *bullet)
{
  g_autofree char *text = wb_say_message (message);
  g_autofree char *line = g_strconcat (bullet, text, NULL);
  GtkWidget *label = wb_label_new (line, NULL);

  gtk_label_set_max_width_chars (GTK_LABEL (label), 70);
  gtk_box_append (GTK_BOX (box), label);
}

static gboolean
is_of_data (const TnRunChange *change)
{
  return change->dataset != NULL;
}

static void
add_changes (GtkWidget *box, GPtrArray *changes, gboolean data)
{
  gboolean told = FALSE;

  for (guint i = 0; i < changes->len; i++)
    {
      const TnRunChange *change = g_ptr_array_index (changes, i);

      if (is_of_data (change) != data)
        continue;
      if (!told)
        gtk_box_append (GTK_BOX (box), wb_label_new (data ? wb_say (N_ ("Data that differ"))
                                                          : wb_say (N_ ("Settings that differ")),
                                                     "caption-heading"));
      told = TRUE;
      add_sentence (box, change->message, "• ");
    }
}

static GtkWidget *
make_step (const WbRunStep *step, const char *before, const char *after)
{
  TnMessage *title = tn_message_new (N_ ("Why did this change? From {before} to {after}"));
  g_autofree char *said = NULL;
  GtkWidget *card;

  title = tn_message_text (tn_message_text (title, "before", before), "after", after);
  said = wb_say_take (title);
  card = make_card (said);
  for (guint i = 0; i < step->why->len; i++)
    add_sentence (card, g_ptr_array_index (step->why, i), "");
  add_changes (card, step->changes, FALSE);
  add_changes (card, step->changes, TRUE);

  return card;
}

/* --- Curves --- */

typedef TnChart *(*MakeChart) (gsize n, const TnTrace *traces, double base_rate);

static TnChart *
make_gains (gsize n, const TnTrace *traces, double base_rate)
{
  return tn_chart_gains (tn_message_new (N_ ("How many leavers are reached")), NULL, n, traces,
                         base_rate, NAN);
}

static TnChart *
make_roc (gsize n, const TnTrace *traces, double base_rate)
{
  return tn_chart_roc (tn_message_new (N_ ("Found against false alarms")), NULL, n, traces);
}

/* One curve a run, of its best model. */
static TnChart *
overlay (const WbComparison *comparison, GPtrArray *names, const char *id, MakeChart make)
{
  static const guint series[WB_COMPARISON_MOST] = { 1, 3, 4, 5 };
  TnTrace traces[WB_COMPARISON_MOST] = { 0 };
  double base_rate = NAN;
  gsize n = 0;

  for (guint i = 0; i < comparison->results->len && n < WB_COMPARISON_MOST; i++)
    {
      const WbResult *result = g_ptr_array_index (comparison->results, i);
      const TnCurve *curve =
          result->best != NULL ? tn_judgement_find_curve (result->best->pooled, id) : NULL;

      if (curve == NULL || curve->n_points < 2)
        continue;
      if (n == 0)
        base_rate = tn_judgement_value (result->best->pooled, "base_rate");
      traces[n] = (TnTrace){ .name = tn_message_new_literal (g_ptr_array_index (names, i)),
                             .series = series[n],
                             .n = curve->n_points,
                             .x = curve->x,
                             .y = curve->y };
      n++;
    }

  return n > 0 ? make (n, traces, base_rate) : NULL;
}

static void
add_chart (GtkWidget *flow, TnChart *chart)
{
  GtkWidget *card, *view;

  if (chart == NULL)
    return;
  card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  view = wb_chart_view_new ();
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "card-pad");
  wb_chart_view_set_height (WB_CHART_VIEW (view), CHART_HEIGHT);
  wb_chart_view_set_chart (WB_CHART_VIEW (view), chart);
  tn_chart_unref (chart);
  gtk_box_append (GTK_BOX (card), view);
  wb_flow_add (flow, card);
}

static GtkWidget *
make_curves (const WbComparison *comparison, GPtrArray *names)
{
  GtkWidget *flow = wb_flow_new (2);

  add_chart (flow, overlay (comparison, names, "gains", make_gains));
  add_chart (flow, overlay (comparison, names, "roc", make_roc));

  return flow;
}

/**
 * wb_compare_view_new:
 *
 * Returns: the newest change first, then figures, curves and the earlier changes
 */
GtkWidget *
wb_compare_view_new (const WbComparison *comparison, GPtrArray *names)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  guint n = comparison->steps->len;

  g_return_val_if_fail (names->len == comparison->results->len, NULL);

  for (guint i = n; i-- > 0;)
    {
      gtk_box_append (GTK_BOX (box),
                      make_step (g_ptr_array_index (comparison->steps, i),
                                 g_ptr_array_index (names, i), g_ptr_array_index (names, i + 1)));
      if (i + 1 == n)
        {
          gtk_box_append (GTK_BOX (box), make_figures (comparison, names));
          gtk_box_append (GTK_BOX (box), make_curves (comparison, names));
        }
    }

  return box;
}
