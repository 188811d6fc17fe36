/* wb-leaderboard.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-leaderboard.h"

#include <math.h>

#include "tn-json.h"
#include "wb-risk-bar.h"
#include "wb-ui.h"

/* What a column says something of: each group can be hidden. */
typedef enum
{
  GROUP_STATISTICS,
  GROUP_BUSINESS,
  GROUP_PRACTICAL,
  N_GROUPS,
} Group;

enum
{
  COLUMN_MODEL,
  COLUMN_BAR,
  COLUMN_AUC,
  COLUMN_LOSS,
  COLUMN_FOUND,
  COLUMN_SPARED,
  COLUMN_PROFIT,
  COLUMN_SECONDS,
  COLUMN_MEMORY,
  COLUMN_REASONS,
  N_COLUMNS,
};

#define FIRST_ROW  2
#define HEAD_CHARS 9
#define BAR_WIDTH  96

static const struct
{
  const char *title;
  int first, n;
} groups[N_GROUPS] = {
  [GROUP_STATISTICS] = { N_ ("Statistics"), COLUMN_BAR, 3 },
  [GROUP_BUSINESS] = { N_ ("Business"), COLUMN_FOUND, 3 },
  [GROUP_PRACTICAL] = { N_ ("Practical"), COLUMN_SECONDS, 3 },
};

static const struct
{
  const char *title;
  const char *metric; /* nullable: whose explanation it is given */
  const char *help;   /* nullable: another one */
  float align;
} heads[N_COLUMNS] = {
  [COLUMN_MODEL] = { N_ ("Model"), NULL, NULL, 0 },
  [COLUMN_BAR] = { N_ ("AUC, 95% interval"), "auc", NULL, 0 },
  [COLUMN_AUC] = { N_ ("AUC"), "auc", NULL, 1 },
  [COLUMN_LOSS] = { N_ ("Log loss"), "log_loss", NULL, 1 },
  [COLUMN_FOUND] = { N_ ("Leavers found"), NULL,
                     N_ ("Of the customers you would have contacted, so many really left, with the "
                         "95% interval."),
                     1 },
  [COLUMN_SPARED] = { N_ ("Contacted in vain"), NULL,
                      N_ ("Of the customers you would have contacted, so many stayed anyway."), 1 },
  [COLUMN_PROFIT] = { N_ ("Expected profit"), "profit", NULL, 1 },
  [COLUMN_SECONDS] = { N_ ("Time"), NULL,
                       N_ ("Work of this step in all tests, on the computer of the run. What was "
                           "known from before took none."),
                       1 },
  [COLUMN_MEMORY] = { N_ ("Memory"), NULL, N_ ("The most the run held while this step went on."),
                      1 },
  [COLUMN_REASONS] = { N_ ("Reasons"), NULL,
                       N_ ("Whether it can say of each customer what speaks for leaving."), 0 },
};

/* A cell is heard with the name of its column. */
static void
name_cell (GtkWidget *label, int column)
{
  TnMessage *message = tn_message_new (N_ ("{column}: {value}"));
  g_autofree char *name = NULL;

  message = tn_message_text (message, "column", wb_say (heads[column].title));
  message = tn_message_text (message, "value", gtk_label_get_text (GTK_LABEL (label)));
  name = wb_say_take (message);
  wb_name_widget (label, name);
}

static void
attach (GtkWidget *grid, GtkWidget *cell, int column, int row)
{
  gtk_grid_attach (GTK_GRID (grid), cell, column, row, 1, 1);
}

static GtkWidget *
make_text (const char *text, int column)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), heads[column].align);
  gtk_widget_add_css_class (label, "tabular");
  name_cell (label, column);

  return label;
}

static char *
say_help (int column)
{
  g_autoptr (TnMessage) help =
      heads[column].metric != NULL ? tn_metric_get_help (heads[column].metric) : NULL;

  if (heads[column].help != NULL)
    return g_strdup (wb_say (heads[column].help));

  return help != NULL ? wb_say_message (help) : NULL;
}

static void
add_heads (GtkWidget *grid)
{
  for (guint i = 0; i < N_GROUPS; i++)
    {
      GtkWidget *label = wb_label_new (wb_say (groups[i].title), "heading");

      gtk_grid_attach (GTK_GRID (grid), label, groups[i].first, 0, groups[i].n, 1);
    }
  for (int i = 0; i < N_COLUMNS; i++)
    {
      GtkWidget *label = gtk_label_new (wb_say (heads[i].title));
      g_autofree char *help = say_help (i);

      if (i == COLUMN_AUC)
        {
          /* The bar beside it says it already. */
          gtk_label_set_text (GTK_LABEL (label), "");
        }
      gtk_label_set_xalign (GTK_LABEL (label), heads[i].align);
      /* A head wraps, so that a column is as wide as what stands in it. */
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_justify (GTK_LABEL (label),
                             heads[i].align > 0 ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
      gtk_label_set_max_width_chars (GTK_LABEL (label), HEAD_CHARS);
      gtk_widget_set_valign (label, GTK_ALIGN_END);
      gtk_widget_add_css_class (label, "dim-label");
      gtk_widget_add_css_class (label, "caption");
      if (help != NULL)
        gtk_widget_set_tooltip_text (label, help);
      attach (grid, label, i, 1);
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
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
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
      gtk_widget_set_halign (chip, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (box), chip);
    }

  return box;
}

static GtkWidget *
make_auc (const TnJudgedModel *model, const TnMetric *auc)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *text = tn_language_format_number (wb_language (), auc->value, 3);

  gtk_widget_set_halign (box, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), make_text (text, COLUMN_AUC));
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

/* What the run kept of the step: NAN where it is of an earlier version. */
static double
read_cost (const WbResult *result, const char *member, const char *node)
{
  JsonNode *info = result->record != NULL ? result->record->info : NULL;
  JsonObject *costs = info != NULL && JSON_NODE_HOLDS_OBJECT (info)
                          ? tn_json_object (json_node_get_object (info), member)
                          : NULL;

  return costs != NULL ? tn_json_double (costs, node, NAN) : NAN;
}

static char *
say_seconds (const WbResult *result, const TnJudgedModel *model)
{
  double seconds = read_cost (result, "seconds", model->id);

  if (!isfinite (seconds))
    return g_strdup ("–");

  return seconds < 0.1 ? g_strdup (wb_say (N_ ("under 0.1 s")))
                       : tn_language_format_duration (wb_language (), seconds);
}

static char *
say_memory (const WbResult *result, const TnJudgedModel *model)
{
  double bytes = read_cost (result, "memory", model->id);

  return isfinite (bytes) && bytes > 0 ? wb_say_size ((gint64) bytes) : g_strdup ("–");
}

static const char *
say_reasons (const WbResult *result, const TnJudgedModel *model)
{
  int place = result->graph != NULL ? tn_graph_find_node (result->graph, model->id) : -1;
  const TnNodeSpec *spec = place >= 0 ? tn_graph_get_node (result->graph, place)->spec : NULL;

  if (spec == NULL)
    return "–";
  if (spec->flags & TN_NODE_BASELINE)
    return wb_say (N_ ("one rule for all"));

  return spec->explain != NULL ? wb_say (N_ ("for each customer")) : wb_say (N_ ("none"));
}

static void
add_practical (GtkWidget *grid, const WbResult *result, const TnJudgedModel *model, int row)
{
  g_autofree char *seconds = say_seconds (result, model);
  g_autofree char *memory = say_memory (result, model);

  attach (grid, make_text (seconds, COLUMN_SECONDS), COLUMN_SECONDS, row);
  attach (grid, make_text (memory, COLUMN_MEMORY), COLUMN_MEMORY, row);
  attach (grid, make_text (say_reasons (result, model), COLUMN_REASONS), COLUMN_REASONS, row);
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

  gtk_widget_set_size_request (bar, BAR_WIDTH, -1);
  attach (grid, make_name (result, model), COLUMN_MODEL, row);
  if (auc != NULL)
    {
      wb_risk_bar_set_interval (WB_RISK_BAR (bar), auc->value, auc->low, auc->high, from, to,
                                model->is_baseline);
      attach (grid, bar, COLUMN_BAR, row);
      attach (grid, make_auc (model, auc), COLUMN_AUC, row);
    }
  attach (grid, make_text (loss, COLUMN_LOSS), COLUMN_LOSS, row);
  for (int column = COLUMN_FOUND; column <= COLUMN_PROFIT; column++)
    attach (grid, make_text ("–", column), column, row);
  add_practical (grid, result, model, row);
}

/* @list: (transfer full) */
static char *
say_more (char *list, const char *name)
{
  g_autofree char *before = list;
  TnMessage *message = tn_message_text (tn_message_new (N_ ("{list} and {name}")), "list", before);

  return wb_say_take (tn_message_text (message, "name", name));
}

/* Ties: models of one rank. It was a comparison in pairs on the same customers, and not a look at
 * bars that overlap. */
static char *
say_ties (const WbResult *result)
{
  guint n = tn_evaluation_get_n_models (result->evaluation);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const TnJudgedModel *first = tn_evaluation_get_model (result->evaluation, i);
      g_autofree char *names = NULL;
      g_autofree char *sentence = NULL;
      guint n_tied = 0;
      gboolean told = FALSE;

      for (guint k = 0; k < n; k++)
        {
          const TnJudgedModel *other = tn_evaluation_get_model (result->evaluation, k);
          g_autofree char *name = wb_say_message (other->label);

          if (other->rank != first->rank || !other->tied)
            continue;
          told |= k < i;
          names = n_tied++ > 0 ? say_more (names, name) : g_strdup (name);
        }
      if (n_tied < 2 || told)
        continue;
      sentence = wb_say_text (N_ ("Cannot be told apart on this data: {models}."), "models", names);
      g_string_append (text, text->len > 0 ? "\n" : "");
      g_string_append (text, sentence);
    }

  return g_string_free (text, FALSE);
}

/* What a leaver reached is worth is stated by a person, or there is no profit to expect. */
static gboolean
has_profit (const WbResult *result)
{
  for (guint i = 0; i < tn_evaluation_get_n_models (result->evaluation); i++)
    if (tn_judgement_find_curve (tn_evaluation_get_model (result->evaluation, i)->pooled,
                                 "profit") != NULL)
      return TRUE;

  return FALSE;
}

/* Groups of columns */

static void
show_group (GtkWidget *grid, Group group, gboolean visible)
{
  gboolean has_profit = g_object_get_data (G_OBJECT (grid), "profit") != NULL;

  for (GtkWidget *at = gtk_widget_get_first_child (grid); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      int column, row, width, height;

      gtk_grid_query_child (GTK_GRID (grid), at, &column, &row, &width, &height);
      if (column >= groups[group].first && column < groups[group].first + groups[group].n)
        gtk_widget_set_visible (at, visible && (column != COLUMN_PROFIT || has_profit));
    }
}

static void
on_group_toggled (GtkToggleButton *button, GtkWidget *grid)
{
  Group group = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "group"));

  show_group (grid, group, gtk_toggle_button_get_active (button));
}

static GtkWidget *
make_toggles (GtkWidget *grid)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  for (guint i = 0; i < N_GROUPS; i++)
    {
      GtkWidget *button = gtk_toggle_button_new_with_label (wb_say (groups[i].title));
      g_autofree char *help =
          wb_say_text (N_ ("Show the columns “{name}”"), "name", wb_say (groups[i].title));

      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
      gtk_widget_set_tooltip_text (button, help);
      g_object_set_data (G_OBJECT (button), "group", GUINT_TO_POINTER (i));
      g_signal_connect (button, "toggled", G_CALLBACK (on_group_toggled), grid);
      gtk_box_append (GTK_BOX (box), button);
    }

  return box;
}

/* Where it is narrow the columns move, by a bar that is always seen, and the sentences below wrap.
 */
static GtkWidget *
make_scrolled (GtkWidget *grid)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scrolled), FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), grid);

  return scrolled;
}

/**
 * wb_leaderboard_new:
 * @result: with an evaluation
 *
 * Returns: a table with one row a model, rules without a model first, whose columns scroll where
 *   there is no room for them
 */
GtkWidget *
wb_leaderboard_new (const WbResult *result)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *grid = gtk_grid_new ();
  g_autofree char *ties = say_ties (result);
  double from, to;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  add_heads (grid);
  find_scale (result, &from, &to);
  for (guint i = 0; i < tn_evaluation_get_n_models (result->evaluation); i++)
    add_model (grid, result, i, from, to);
  g_object_set_data (G_OBJECT (box), "grid", grid);
  g_object_set_data (G_OBJECT (grid), "profit", GINT_TO_POINTER (has_profit (result)));
  show_group (grid, GROUP_BUSINESS, TRUE);
  gtk_box_append (GTK_BOX (box), make_toggles (grid));
  gtk_box_append (GTK_BOX (box), make_scrolled (grid));
  if (*ties != '\0')
    gtk_box_append (GTK_BOX (box), wb_label_new (ties, "dim-label"));
  if (!has_profit (result))
    gtk_box_append (GTK_BOX (box),
                    wb_label_new (wb_say (N_ ("The profit to expect is shown once margin and cost "
                                              "of a contact are stated in “Expected revenue”.")),
                                  "dim-label"));

  return box;
}

static void
set_text (GtkWidget *grid, int column, int row, char *text)
{
  GtkWidget *label = gtk_grid_get_child_at (GTK_GRID (grid), column, row);

  gtk_label_set_text (GTK_LABEL (label), text);
  name_cell (label, column);
  g_free (text);
}

static char *
say_found (const WbCounts *counts)
{
  const TnLanguage *language = wb_language ();
  g_autofree char *found = tn_language_format_count (language, llround (counts->found));
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;
  TnMessage *message;

  if (!isfinite (counts->precision_low) || !isfinite (counts->precision_high) ||
      counts->precision_low == counts->precision_high)
    return g_steal_pointer (&found);
  low = tn_language_format_count (language, llround (counts->precision_low * counts->contacted));
  high = tn_language_format_count (language, llround (counts->precision_high * counts->contacted));
  message = tn_message_text (tn_message_new (N_ ("{value} ({low} to {high})")), "value", found);
  message = tn_message_text (message, "low", low);

  return wb_say_take (tn_message_text (message, "high", high));
}

/* By the curve of profit at what is stated; without that there is none. */
static char *
say_profit (const WbResult *result, const TnJudgedModel *model, double share)
{
  const TnCurve *profit = tn_judgement_find_curve (model->pooled, "profit");
  JsonObject *list = result->list != NULL ? json_node_get_object (result->list) : NULL;

  if (profit == NULL)
    return g_strdup (wb_say (N_ ("not stated")));

  return tn_language_format_money (wb_language (), tn_curve_at (profit, share),
                                   tn_json_string (list, "currency", ""), 3);
}

void
wb_leaderboard_set_share (GtkWidget *leaderboard, const WbResult *result, double share)
{
  GtkWidget *grid = g_object_get_data (G_OBJECT (leaderboard), "grid");

  for (guint i = 0; i < tn_evaluation_get_n_models (result->evaluation); i++)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (result->evaluation, i);
      int row = FIRST_ROW + i;
      WbCounts counts;

      set_text (grid, COLUMN_PROFIT, row, say_profit (result, model, share));
      if (!wb_result_count (model, share, &counts))
        continue;
      set_text (grid, COLUMN_FOUND, row, say_found (&counts));
      set_text (grid, COLUMN_SPARED, row,
                tn_language_format_count (wb_language (), llround (counts.in_vain)));
    }
}
