/* wb-param-row.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-param-row.h"

#include <math.h>

#include "tn-json.h"
#include "tn-param-words.h"
#include "tn-params.h"
#include "wb-condition-adder.h"
#include "wb-picker.h"
#include "wb-role.h"
#include "wb-spin.h"
#include "wb-ui.h"

/* While somebody types or turns, nothing is stored. */
#define PATIENCE_MS 400

struct _WbParamRow
{
  AdwBin parent_instance;

  const TnNodeSpec *node; /* nullable */
  const TnParamSpec *spec;
  GtkWidget *control; /* switch, spin button, drop-down, picker, entry or text view */
  GtkWidget *adder;   /* nullable: of conditions */
  GtkLabel *about;
  GtkLabel *wrong;
  GtkLabel *reason;
  GtkWidget *reset;
  gboolean names;   /* a picker of names */
  gboolean showing; /* the program changes the control, nobody else */
  guint timeout;
};

enum
{
  SET,
  TYPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbParamRow, wb_param_row, ADW_TYPE_BIN)

/* Values as text */

static int
get_digits (const TnParamSpec *spec)
{
  if (spec->type == TN_PARAM_INT)
    return 0;

  /* Amounts of money have cents, however large they may be. */
  return spec->max <= 1 ? 3 : 2;
}

static void
show_about (WbParamRow *self, gboolean is_set)
{
  g_autofree char *usual = tn_param_say_usual (self->spec, wb_language ());
  g_autofree char *changed =
      is_set && !self->names ? wb_say_text (N_ ("Changed by you; usually {usual}."), "usual", usual)
                             : NULL;
  g_autofree char *range = tn_param_say_range (self->spec, wb_language ());
  const char *why = is_set && self->spec->why != NULL ? wb_say (self->spec->why) : NULL;
  g_autofree char *text =
      g_strdup_printf ("%s%s%s%s%s%s%s", changed != NULL ? changed : "", changed != NULL ? " " : "",
                       why != NULL ? why : "", why != NULL ? " " : "", wb_say (self->spec->help),
                       range != NULL ? " " : "", range != NULL ? range : "");

  gtk_label_set_text (self->about, text);
  gtk_widget_set_visible (self->reset, is_set && !self->names);
}

/* From the control */

static void
give (WbParamRow *self, JsonNode *value)
{
  gtk_widget_set_visible (GTK_WIDGET (self->wrong), FALSE);
  g_signal_emit (self, signals[SET], 0, value);
}

static void
show_wrong (WbParamRow *self, const GError *error)
{
  g_autofree char *wrong = error != NULL ? wb_say_error (error) : NULL;

  gtk_label_set_text (self->wrong, wrong != NULL ? wrong : "");
  gtk_widget_set_visible (GTK_WIDGET (self->wrong), wrong != NULL);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_STATE_INVALID,
      wrong != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (wrong != NULL)
    gtk_widget_add_css_class (self->control, "error");
  else
    gtk_widget_remove_css_class (self->control, "error");
}

/* The value of what is typed; %NULL when it is none, which is said below. */
static JsonNode *
read_value (WbParamRow *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) value = tn_param_parse (self->spec, text, &error);

  if (value != NULL && self->node != NULL)
    tn_params_check_value (self->node, self->spec->id, value, &error);
  show_wrong (self, error);

  return error == NULL ? g_steal_pointer (&value) : NULL;
}

static void
give_text (WbParamRow *self, const char *text)
{
  g_autoptr (JsonNode) value = read_value (self, text);

  if (value != NULL)
    give (self, value);
}

static char *
read_control (WbParamRow *self)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (WB_IS_PICKER (self->control))
    return wb_picker_get_text (WB_PICKER (self->control));
  if (!GTK_IS_TEXT_VIEW (self->control))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control));
  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static gboolean
give_later_cb (gpointer user_data)
{
  WbParamRow *self = user_data;

  self->timeout = 0;
  if (GTK_IS_SPIN_BUTTON (self->control))
    {
      double number = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->control));
      g_autoptr (JsonNode) value = json_node_new (JSON_NODE_VALUE);

      if (self->spec->type == TN_PARAM_INT)
        json_node_set_int (value, llround (number));
      else
        json_node_set_double (value, number);
      give (self, value);
    }
  else
    {
      g_autofree char *text = read_control (self);

      give_text (self, text);
    }

  return G_SOURCE_REMOVE;
}

/* Where the language writes a comma before the tenths, people type one. */
static char *
read_number (WbParamRow *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->control)));

  return g_strdup (g_strstrip (g_strdelimit (text, ",", '.')));
}

/* At every letter: what is wrong is said at once, and what is right can be looked at. */
static void
look_at_typing (WbParamRow *self)
{
  g_autofree char *text =
      GTK_IS_SPIN_BUTTON (self->control) ? read_number (self) : read_control (self);
  g_autoptr (JsonNode) value = read_value (self, text);

  if (value != NULL)
    g_signal_emit (self, signals[TYPED], 0, value);
}

static void
on_typed (WbParamRow *self)
{
  if (self->showing)
    return;
  look_at_typing (self);
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (PATIENCE_MS, give_later_cb, self);
}

static void
on_switched (GtkSwitch *control, GParamSpec *pspec, WbParamRow *self)
{
  g_autoptr (JsonNode) value = json_node_new (JSON_NODE_VALUE);

  json_node_set_boolean (value, gtk_switch_get_active (control));
  if (!self->showing)
    give (self, value);
}

static void
on_chosen (GtkDropDown *control, GParamSpec *pspec, WbParamRow *self)
{
  guint selected = gtk_drop_down_get_selected (control);

  if (!self->showing && selected != GTK_INVALID_LIST_POSITION)
    give_text (self, self->spec->choices[selected].id);
}

/* Chosen at one click: there is nothing to wait for. */
static void
on_picked (WbParamRow *self)
{
  g_autofree char *text = read_control (self);

  if (!self->showing)
    give_text (self, text);
}

/* Letters in the field, which becomes a number later. */
static void
on_spin_typed (WbParamRow *self)
{
  if (!self->showing)
    look_at_typing (self);
}

static void
on_reset (GtkButton *button, WbParamRow *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  give (self, NULL);
}

/* Controls */

static GtkWidget *
make_spin (WbParamRow *self)
{
  const TnParamSpec *spec = self->spec;
  double step = spec->type == TN_PARAM_INT ? 1 : spec->max <= 1 ? 0.01 : spec->max <= 100 ? 0.5 : 1;
  GtkWidget *spin = gtk_spin_button_new_with_range (spec->min, spec->max, step);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), get_digits (spec));
  wb_spin_speak (spin, spec->unit != NULL ? wb_say (spec->unit) : NULL);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 8);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (on_typed), self);
  g_signal_connect_swapped (spin, "changed", G_CALLBACK (on_spin_typed), self);

  return spin;
}

static void
on_choice_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_choice_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkStringObject *name = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);

  gtk_label_set_text (GTK_LABEL (label), gtk_string_object_get_string (name));
  gtk_widget_set_tooltip_text (label, gtk_string_object_get_string (name));
}

/* What is chosen gives way where there is no room for it; the list shows it whole. */
static void
let_shrink (GtkDropDown *drop_down)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_choice_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_choice_bind), NULL);
  gtk_drop_down_set_list_factory (drop_down, gtk_drop_down_get_factory (drop_down));
  gtk_drop_down_set_factory (drop_down, factory);
}

static GtkWidget *
make_drop_down (WbParamRow *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (const TnChoice *at = self->spec->choices; at != NULL && at->id != NULL; at++)
    gtk_string_list_append (names, wb_say (at->title));
  drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)), NULL);
  let_shrink (GTK_DROP_DOWN (drop_down));
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (on_chosen), self);

  return drop_down;
}

static GtkWidget *
make_entry (WbParamRow *self)
{
  GtkWidget *entry = gtk_entry_new ();

  if (self->spec->type != TN_PARAM_TEXT)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), wb_say (N_ ("automatic")));
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (on_typed), self);

  return entry;
}

static GtkWidget *
make_lines (WbParamRow *self)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 6);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 6);
  gtk_widget_set_size_request (view, -1, 64);
  gtk_widget_add_css_class (view, "card");
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed",
                            G_CALLBACK (on_typed), self);

  return view;
}

static void
on_condition_added (WbConditionAdder *adder, const char *line, WbParamRow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control));
  g_autofree char *there = read_control (self);
  g_autofree char *text =
      *g_strchomp (there) != '\0' ? g_strdup_printf ("%s\n%s", there, line) : g_strdup (line);

  gtk_text_buffer_set_text (buffer, text, -1);
}

static GtkWidget *
make_conditions (WbParamRow *self)
{
  self->adder = wb_condition_adder_new ();
  g_signal_connect (self->adder, "added", G_CALLBACK (on_condition_added), self);

  return make_lines (self);
}

static GtkWidget *
make_switch (WbParamRow *self)
{
  GtkWidget *control = gtk_switch_new ();

  g_signal_connect (control, "notify::active", G_CALLBACK (on_switched), self);

  return control;
}

static GtkWidget *
make_picker (WbParamRow *self, WbPick kind)
{
  GtkWidget *picker = wb_picker_new (kind, wb_say (self->spec->title));

  g_signal_connect_swapped (picker, "changed", G_CALLBACK (on_picked), self);

  return picker;
}

static GtkWidget *
make_control (WbParamRow *self)
{
  switch (self->spec->type)
    {
    case TN_PARAM_BOOL:
      return make_switch (self);
    case TN_PARAM_INT:
    case TN_PARAM_NUMBER:
      return make_spin (self);
    case TN_PARAM_CHOICE:
      return make_drop_down (self);
    case TN_PARAM_COLUMN:
      return make_picker (self, WB_PICK_ONE);
    case TN_PARAM_COLUMNS:
      return make_picker (self, WB_PICK_MANY);
    case TN_PARAM_DATE:
      return make_picker (self, WB_PICK_DATE);
    case TN_PARAM_DATES:
      return make_picker (self, WB_PICK_DATES);
    case TN_PARAM_CONDITIONS:
      return make_conditions (self);
    default:
      return make_entry (self);
    }
}

static gboolean
is_wide (const TnParamSpec *spec)
{
  return spec->type == TN_PARAM_COLUMNS || spec->type == TN_PARAM_CONDITIONS ||
         spec->type == TN_PARAM_TEXT || spec->type == TN_PARAM_COLUMN ||
         spec->type == TN_PARAM_DATE || spec->type == TN_PARAM_DATES ||
         spec->type == TN_PARAM_NUMBERS || spec->type == TN_PARAM_CHOICE;
}

static void
fill (WbParamRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = wb_label_new (wb_say (self->spec->title), NULL);

  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), self->reset);
  gtk_widget_set_valign (self->control, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (is_wide (self->spec) ? GTK_BOX (box) : GTK_BOX (line), self->control);
  if (self->spec->unit != NULL)
    gtk_box_append (GTK_BOX (line), gtk_label_new (wb_say (self->spec->unit)));
  if (self->adder != NULL)
    gtk_box_append (GTK_BOX (box), self->adder);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->about));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->wrong));
  gtk_widget_add_css_class (box, "card-pad");
  adw_bin_set_child (ADW_BIN (self), box);
}

/* Showing */

static const char *
get_text (const TnParamSpec *spec, JsonNode *value)
{
  if (value != NULL && JSON_NODE_HOLDS_VALUE (value) &&
      json_node_get_value_type (value) == G_TYPE_STRING)
    return json_node_get_string (value);

  return spec->text != NULL ? spec->text : "";
}

static double
get_number (const TnParamSpec *spec, JsonNode *value)
{
  if (value == NULL || !JSON_NODE_HOLDS_VALUE (value))
    return spec->number;

  return json_node_get_value_type (value) == G_TYPE_BOOLEAN ? json_node_get_boolean (value)
                                                            : json_node_get_double (value);
}

/* Words that are there already are not put again: the cursor would jump. */
static void
show_text (WbParamRow *self, const char *text)
{
  g_autofree char *there = read_control (self);

  if (g_strcmp0 (there, text) == 0)
    return;
  if (WB_IS_PICKER (self->control))
    wb_picker_set_text (WB_PICKER (self->control), text);
  else if (GTK_IS_TEXT_VIEW (self->control))
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->control)), text, -1);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->control), text);
}

void
wb_param_row_show (WbParamRow *self, JsonNode *value)
{
  const TnParamSpec *spec = self->spec;
  const TnChoice *choice;

  if (self->timeout != 0)
    return;
  self->showing = TRUE;
  show_wrong (self, NULL);
  if (GTK_IS_SWITCH (self->control))
    gtk_switch_set_active (GTK_SWITCH (self->control), get_number (spec, value) != 0);
  else if (GTK_IS_SPIN_BUTTON (self->control))
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->control), get_number (spec, value));
  else if (GTK_IS_DROP_DOWN (self->control))
    {
      choice = tn_param_find_choice (spec, get_text (spec, value));
      if (choice != NULL)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->control), choice - spec->choices);
    }
  else
    show_text (self, get_text (spec, value));
  show_about (self, value != NULL);
  self->showing = FALSE;
}

/* @node: (nullable): the step it is a setting of: what it says of values is told while typing */
void
wb_param_row_set_node (WbParamRow *self, const TnNodeSpec *node)
{
  self->node = node;
}

/* What the setting needs, of a column that is something else. */
static char *
say_why (TnTable *table, guint column, gpointer user_data)
{
  const TnParamSpec *spec = user_data;
  TnColumnType type = tn_column_get_column_type (tn_table_get_column (table, column));
  TnMessage *why = tn_param_spec_refuse (spec, type);
  g_autofree char *text = why != NULL ? wb_say_take (why) : NULL;

  return text != NULL ? g_strdup_printf ("%s · %s", wb_type_say (type), text) : NULL;
}

/**
 * wb_param_row_set_columns:
 * @table: (nullable): what arrives at the step
 */
void
wb_param_row_set_columns (WbParamRow *self, TnTable *table)
{
  if (self->adder != NULL)
    wb_condition_adder_set_columns (WB_CONDITION_ADDER (self->adder), table);
  if (!WB_IS_PICKER (self->control) || self->names)
    return;
  wb_picker_set_why (WB_PICKER (self->control), say_why, (gpointer) self->spec, NULL);
  wb_picker_set_columns (WB_PICKER (self->control), table, self->spec->role);
}

/**
 * wb_param_row_set_names:
 * @names: what a text may be, with @details about each
 */
void
wb_param_row_set_names (WbParamRow *self, const char *const *names, const char *const *details)
{
  if (self->spec->type != TN_PARAM_TEXT)
    return;
  if (!WB_IS_PICKER (self->control))
    {
      GtkWidget *box = gtk_widget_get_parent (self->control);

      self->names = TRUE;
      gtk_box_remove (GTK_BOX (box), self->control);
      self->control = make_picker (self, WB_PICK_ONE);
      gtk_box_insert_child_after (GTK_BOX (box), self->control, gtk_widget_get_first_child (box));
      wb_param_row_show (self, NULL);
    }
  wb_picker_set_names (WB_PICKER (self->control), names, details);
}

void
wb_param_row_set_reason (WbParamRow *self, const char *reason)
{
  gtk_label_set_text (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
}

const TnParamSpec *
wb_param_row_get_spec (WbParamRow *self)
{
  return self->spec;
}

static void
wb_param_row_dispose (GObject *object)
{
  g_clear_handle_id (&WB_PARAM_ROW (object)->timeout, g_source_remove);

  G_OBJECT_CLASS (wb_param_row_parent_class)->dispose (object);
}

static void
wb_param_row_class_init (WbParamRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_param_row_dispose;
  signals[SET] = g_signal_new ("set", WB_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[TYPED] = g_signal_new ("typed", WB_TYPE_PARAM_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
wb_param_row_init (WbParamRow *self)
{
  self->about = GTK_LABEL (wb_label_new (NULL, "dim-label"));
  self->wrong = GTK_LABEL (wb_label_new (NULL, "error"));
  self->reason = GTK_LABEL (wb_label_new (NULL, "caption"));
  gtk_widget_set_visible (GTK_WIDGET (self->reason), FALSE);
  self->reset = wb_icon_button_new ("edit-undo-symbolic", wb_say (N_ ("Back to the usual value")));
  gtk_widget_add_css_class (GTK_WIDGET (self->about), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->wrong), "caption");
  gtk_widget_add_css_class (self->reset, "flat");
  gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->wrong), FALSE);
  g_signal_connect (self->reset, "clicked", G_CALLBACK (on_reset), self);
}

GtkWidget *
wb_param_row_new (const TnParamSpec *spec)
{
  WbParamRow *self = g_object_new (WB_TYPE_PARAM_ROW, NULL);

  self->spec = spec;
  self->control = make_control (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->control), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  wb_say (spec->title), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  wb_say (spec->help), -1);
  if (spec->why != NULL)
    gtk_widget_set_tooltip_text (self->control, wb_say (spec->why));
  fill (self);
  wb_param_row_show (self, NULL);

  return GTK_WIDGET (self);
}
