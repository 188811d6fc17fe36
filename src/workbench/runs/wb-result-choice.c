/* wb-result-choice.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-result-choice.h"

#include <math.h>

#include "wb-spin.h"
#include "wb-ui.h"

#define FIRST_SHARE 0.1
#define N_TILES     4
#define MOST_MONEY  1e7

struct _WbResultChoice
{
  AdwBin parent_instance;

  WbResult *result;
  double share;
  WbMoney money;
  GtkWidget *scale;
  GtkWidget *most;
  GtkLabel *chosen;
  GtkLabel *sentence;
  GtkLabel *earned;
  GtkLabel *tiles[N_TILES];
};

static guint changed;

G_DEFINE_FINAL_TYPE (WbResultChoice, wb_result_choice, ADW_TYPE_BIN)

/* Words */

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

/* Share and number of people: a person thinks in one or the other. */
static char *
say_share (const WbResultChoice *self, const WbCounts *counts)
{
  TnMessage *message =
      tn_message_percent (tn_message_new (N_ ("{share}: {n} customers")), "share", self->share, 0);

  return wb_say_take (tn_message_count (message, "n", llround (counts->contacted)));
}

static void
add_money (TnMessage *message, const char *name, double value, const char *currency)
{
  tn_message_money (message, name, value, currency, 3);
}

/* What a leaver is worth was stated, or follows from the margin and is the most that can come. */
static char *
say_earned (WbResultChoice *self)
{
  const char *currency = self->result->currency;
  gboolean is_stated = self->money.is_stated;
  WbEarnings earned;
  TnMessage *message;

  if (!wb_result_earn (self->result->best, self->share, &self->money, &earned))
    return g_strdup (wb_say (N_ ("What a contact costs and what a leaver who stays is worth was "
                                 "not said. Say it here to see what contacting would earn.")));
  if (isfinite (earned.low) && isfinite (earned.high))
    message = tn_message_new (
        is_stated ? N_ ("Contacting would have cost {cost} and brought {gain}: {profit} in all "
                        "({low} to {high}).")
                  : N_ ("Contacting would have cost {cost} and brought at most {gain}: {profit} in "
                        "all ({low} to {high}), if every leaver found had come back."));
  else
    message = tn_message_new (
        is_stated ? N_ ("Contacting would have cost {cost} and brought {gain}: {profit} in all.")
                  : N_ ("Contacting would have cost {cost} and brought at most {gain}: {profit} in "
                        "all, if every leaver found had come back."));
  add_money (message, "cost", earned.cost, currency);
  add_money (message, "gain", earned.gain, currency);
  add_money (message, "profit", earned.profit, currency);
  if (isfinite (earned.low) && isfinite (earned.high))
    {
      add_money (message, "low", earned.low, currency);
      add_money (message, "high", earned.high, currency);
    }

  return wb_say_take (message);
}

/* The figure and its word are one thing to hear. */
static void
set_tile (GtkLabel *label, const char *words, double count)
{
  g_autofree char *text = tn_language_format_count (wb_language (), llround (count));
  g_autofree char *name = wb_say_text (words, "n", text);

  gtk_label_set_text (label, text);
  wb_name_widget (label, name);
}

static void
update (WbResultChoice *self)
{
  g_autofree char *sentence = NULL;
  g_autofree char *chosen = NULL;
  g_autofree char *heard = NULL;
  g_autofree char *earned = say_earned (self);
  WbCounts counts;

  gtk_label_set_text (self->earned, earned);
  gtk_widget_set_visible (self->most, self->money.gain > 0);
  if (!wb_result_count (self->result->best, self->share, &counts))
    return;
  sentence = say_choice (&counts);
  chosen = say_share (self, &counts);
  gtk_label_set_text (self->chosen, chosen);
  gtk_label_set_text (self->sentence, sentence);
  heard = g_strjoin (" ", chosen, sentence, self->money.gain > 0 ? earned : NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  heard, -1);
  set_tile (self->tiles[0], N_ ("{n} contacted who really left: found"), counts.found);
  set_tile (self->tiles[1], N_ ("{n} contacted who stayed: in vain"), counts.in_vain);
  set_tile (self->tiles[2], N_ ("{n} left alone who left: missed"), counts.missed);
  set_tile (self->tiles[3], N_ ("{n} left alone who stayed: spared"), counts.spared);
}

static void
tell (WbResultChoice *self)
{
  update (self);
  g_signal_emit (self, changed, 0);
}

static void
on_share_changed (GtkRange *range, WbResultChoice *self)
{
  double share = gtk_range_get_value (range);

  if (share == self->share)
    return;
  self->share = share;
  tell (self);
}

static void
on_most (GtkButton *button, WbResultChoice *self)
{
  double share = wb_result_find_most (self->result->best, &self->money);

  if (isfinite (share))
    wb_result_choice_set_share (self, share);
}

static void
on_cost_changed (GtkSpinButton *spin, WbResultChoice *self)
{
  self->money.cost = gtk_spin_button_get_value (spin);
  tell (self);
}

static void
on_gain_changed (GtkSpinButton *spin, WbResultChoice *self)
{
  self->money.gain = gtk_spin_button_get_value (spin);
  self->money.is_stated = TRUE;
  tell (self);
}

/* Parts */

static GtkWidget *
make_tile (WbResultChoice *self, guint index, const char *words, gboolean is_good)
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
make_counts (WbResultChoice *self)
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
make_spin (WbResultChoice *self, GtkWidget *grid, int row, const char *words, double value)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, MOST_MONEY, 1);
  GtkWidget *label = wb_label_new (words, "caption");

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), 2);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  wb_spin_speak (spin, NULL);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), spin);
  gtk_widget_set_halign (spin, GTK_ALIGN_START);
  gtk_grid_attach (GTK_GRID (grid), label, 0, 2 * row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), spin, 0, 2 * row + 1, 1, 1);

  return spin;
}

/* Tried here for looking; the step that judges keeps them with the pipeline. */
static GtkWidget *
make_money (WbResultChoice *self)
{
  GtkWidget *expander = gtk_expander_new (NULL);
  const char *title = wb_say (N_ ("What a contact costs, what a leaver is worth"));
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *cost =
      make_spin (self, grid, 0, wb_say (N_ ("Cost of one contact")), self->money.cost);
  GtkWidget *gain =
      make_spin (self, grid, 1, wb_say (N_ ("Worth of one leaver reached")), self->money.gain);
  GtkWidget *note = wb_label_new (
      wb_say (N_ ("For trying out: this run and the list stay as they are. To keep them, set them "
                  "in the step “Evaluate”.")),
      "caption");

  gtk_label_set_max_width_chars (GTK_LABEL (note), 40);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_widget_set_margin_top (grid, 6);
  gtk_grid_attach (GTK_GRID (grid), note, 0, 4, 1, 1);
  gtk_expander_set_label_widget (GTK_EXPANDER (expander), wb_label_new (title, NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
  gtk_expander_set_child (GTK_EXPANDER (expander), grid);
  gtk_expander_set_expanded (GTK_EXPANDER (expander), !(self->money.gain > 0));
  g_signal_connect (cost, "value-changed", G_CALLBACK (on_cost_changed), self);
  g_signal_connect (gain, "value-changed", G_CALLBACK (on_gain_changed), self);

  return expander;
}

static GtkWidget *
make_scale (WbResultChoice *self)
{
  GtkWidget *scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0.01, 1, 0.01);

  gtk_range_set_value (GTK_RANGE (scale), self->share);
  gtk_scale_set_draw_value (GTK_SCALE (scale), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  wb_say (N_ ("Share of customers contacted")), -1);
  g_signal_connect (scale, "value-changed", G_CALLBACK (on_share_changed), self);

  return scale;
}

static GtkLabel *
add_sentence (GtkWidget *box)
{
  GtkWidget *label = wb_label_new (NULL, NULL);

  gtk_label_set_max_width_chars (GTK_LABEL (label), 50);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static void
fill (WbResultChoice *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->scale = make_scale (self);
  self->most = gtk_button_new_with_label (wb_say (N_ ("Where it earns most")));
  gtk_widget_set_halign (self->most, GTK_ALIGN_START);
  g_signal_connect (self->most, "clicked", G_CALLBACK (on_most), self);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "card-pad");
  gtk_box_append (GTK_BOX (box),
                  wb_label_new (wb_say (N_ ("How many would you contact?")), "heading"));
  self->chosen = add_sentence (box);
  gtk_widget_add_css_class (GTK_WIDGET (self->chosen), "tabular");
  gtk_box_append (GTK_BOX (box), self->scale);
  self->sentence = add_sentence (box);
  gtk_box_append (GTK_BOX (box), make_counts (self));
  self->earned = add_sentence (box);
  gtk_box_append (GTK_BOX (box), self->most);
  gtk_box_append (GTK_BOX (box), make_money (self));
  adw_bin_set_child (ADW_BIN (self), box);
  update (self);
}

static void
wb_result_choice_finalize (GObject *object)
{
  g_clear_pointer (&WB_RESULT_CHOICE (object)->result, wb_result_unref);

  G_OBJECT_CLASS (wb_result_choice_parent_class)->finalize (object);
}

static void
wb_result_choice_class_init (WbResultChoiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wb_result_choice_finalize;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                          NULL, G_TYPE_NONE, 0);
}

static void
wb_result_choice_init (WbResultChoice *self)
{
  self->share = FIRST_SHARE;
}

/**
 * wb_result_choice_new:
 * @result: with an evaluation
 */
GtkWidget *
wb_result_choice_new (WbResult *result)
{
  WbResultChoice *self = g_object_new (WB_TYPE_RESULT_CHOICE, NULL);

  self->result = wb_result_ref (result);
  self->money = result->money;
  fill (self);

  return GTK_WIDGET (self);
}

double
wb_result_choice_get_share (WbResultChoice *self)
{
  return self->share;
}

void
wb_result_choice_set_share (WbResultChoice *self, double share)
{
  gtk_range_set_value (GTK_RANGE (self->scale), share);
}

const WbMoney *
wb_result_choice_get_money (WbResultChoice *self)
{
  return &self->money;
}
