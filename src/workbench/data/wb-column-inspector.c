/* wb-column-inspector.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-column-inspector.h"

#include <math.h>

#include "wb-compare.h"
#include "wb-filter-offers.h"
#include "wb-histogram.h"
#include "wb-keep-step.h"
#include "wb-role.h"
#include "wb-ui.h"

/* What its rows act on: the page that shows it does the work. */
typedef struct
{
  WbSheet *sheet;
  guint column;
} Target;

static void
target_free (gpointer data, GClosure *closure)
{
  Target *self = data;

  g_object_unref (self->sheet);
  g_free (self);
}

static Target *
target_new (const WbColumnInspect *what)
{
  Target *target = g_new0 (Target, 1);

  target->sheet = g_object_ref (what->sheet);
  target->column = what->column;

  return target;
}

static const TnField *
get_field (const WbColumnInspect *what)
{
  return tn_table_get_field (wb_sheet_get_table (what->sheet), what->column);
}

static TnColumnType
get_column_type (const WbColumnInspect *what)
{
  return tn_column_get_column_type (
      tn_table_get_column (wb_sheet_get_table (what->sheet), what->column));
}

/* Rows that change something */

/* A row of choices; @values of them are what the action is told. */
static GtkWidget *
make_choice (const char *name, const char *title, GtkStringList *names, guint selected)
{
  GtkWidget *row = adw_combo_row_new ();

  gtk_widget_set_name (row, name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), selected);

  return row;
}

static void
on_role_selected (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  Target *target = user_data;
  guint n_roles, selected = adw_combo_row_get_selected (row);
  const TnRole *roles = wb_role_list (&n_roles);

  if (selected < n_roles)
    gtk_widget_activate_action (GTK_WIDGET (row), "page.set-role", "(uu)", target->column,
                                roles[selected]);
}

/* A role the pipeline gave stands in the list too, so that looking does not change it. */
static GtkWidget *
make_role_row (const WbColumnInspect *what)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_roles, selected = GTK_INVALID_LIST_POSITION;
  const TnRole *roles = wb_role_list (&n_roles);
  TnRole role = get_field (what)->role;
  GtkWidget *row;

  for (guint i = 0; i < n_roles; i++)
    {
      gtk_string_list_append (names, wb_role_say (roles[i]));
      if (roles[i] == role)
        selected = i;
    }
  if (selected == GTK_INVALID_LIST_POSITION)
    {
      gtk_string_list_append (names, wb_role_say (role));
      selected = n_roles;
    }
  row = make_choice ("inspect-role", wb_say (N_ ("Role")), names, selected);
  gtk_widget_set_sensitive (row, what->dataset != NULL);
  g_signal_connect_data (row, "notify::selected", G_CALLBACK (on_role_selected), target_new (what),
                         target_free, 0);

  return row;
}

static void
on_type_selected (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  Target *target = user_data;

  gtk_widget_activate_action (GTK_WIDGET (row), "page.set-type", "(uu)", target->column,
                              adw_combo_row_get_selected (row));
}

/* Why a type cannot be changed is said where it would be. */
static GtkWidget *
make_type_row (const WbColumnInspect *what)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  TnColumnType type = get_column_type (what);
  gboolean can = what->dataset != NULL && what->has_files;
  GtkWidget *row;

  for (guint i = 0; i < TN_N_COLUMN_TYPES; i++)
    gtk_string_list_append (names, wb_type_say (i));
  if (what->retype != NULL &&
      g_str_equal (wb_retype_get_column (what->retype), get_field (what)->name))
    type = wb_retype_get_column_type (what->retype);
  row = make_choice ("inspect-type", wb_say (N_ ("Type")), names, type);
  gtk_widget_set_sensitive (row, can);
  if (what->dataset != NULL && !can)
    gtk_widget_set_tooltip_text (
        row, wb_say (N_ ("The project does not know the file; import it to change types.")));
  g_signal_connect_data (row, "notify::selected", G_CALLBACK (on_type_selected), target_new (what),
                         target_free, 0);

  return row;
}

static void
on_missing_selected (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  Target *target = user_data;
  const guint *rules = g_object_get_data (G_OBJECT (row), "rules");
  guint selected = adw_combo_row_get_selected (row);

  if (selected < WB_N_MISSING_RULES)
    gtk_widget_activate_action (GTK_WIDGET (row), "page.set-missing", "(uu)", target->column,
                                rules[selected]);
}

static GtkWidget *
make_missing_row (const WbColumnInspect *what)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  TnGraph *graph = wb_project_get_state (what->project)->graph;
  guint *rules = g_new0 (guint, WB_N_MISSING_RULES);
  guint n = 0, selected = 0;
  WbMissingRule now = what->dataset != NULL
                          ? wb_keep_get_missing (graph, what->dataset, get_field (what)->name)
                          : WB_MISSING_LEAVE;
  GtkWidget *row;

  for (guint rule = 0; rule < WB_N_MISSING_RULES; rule++)
    {
      if (rule != now && (what->dataset == NULL ||
                          !wb_keep_can (graph, what->dataset, get_column_type (what), rule)))
        continue;
      if (rule == now)
        selected = n;
      rules[n++] = rule;
      gtk_string_list_append (names, wb_missing_rule_say (rule));
    }
  row = make_choice ("inspect-missing", wb_say (N_ ("If missing")), names, selected);
  gtk_widget_set_sensitive (row, what->dataset != NULL);
  g_object_set_data_full (G_OBJECT (row), "rules", rules, g_free);
  g_signal_connect_data (row, "notify::selected", G_CALLBACK (on_missing_selected),
                         target_new (what), target_free, 0);

  return row;
}

static void
on_label_applied (AdwEntryRow *row, gpointer user_data)
{
  Target *target = user_data;

  gtk_widget_activate_action (GTK_WIDGET (row), "page.set-label", "(us)", target->column,
                              gtk_editable_get_text (GTK_EDITABLE (row)));
}

static GtkWidget *
make_name_row (const WbColumnInspect *what)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *said = tn_field_say (get_field (what), wb_language ());

  gtk_widget_set_name (row, "inspect-name");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), wb_say (N_ ("Name")));
  gtk_editable_set_text (GTK_EDITABLE (row), said);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  gtk_widget_set_sensitive (row, what->dataset != NULL);
  g_signal_connect_data (row, "apply", G_CALLBACK (on_label_applied), target_new (what),
                         target_free, 0);

  return row;
}

/* Notes */

static GtkWidget *
make_note (const char *text, gboolean warning)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (box, "note");
  if (warning)
    gtk_widget_add_css_class (box, "warning-note");
  gtk_box_append (GTK_BOX (box), wb_label_new (text, NULL));

  return box;
}

/* @target: (transfer full) (nullable) */
static void
add_button (GtkWidget *note, const char *label, const char *action, GVariant *target)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  if (target != NULL)
    gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (note), button);
}

/* How the reading as another type stands. */
static GtkWidget *
make_retype_note (const WbColumnInspect *what)
{
  const GError *error = wb_retype_get_error (what->retype);
  WbRetypeState state = wb_retype_get_state (what->retype);
  g_autofree char *text = error != NULL ? wb_say_error (error)
                                        : wb_say_text (N_ ("Reading {column} anew…"), "column",
                                                       wb_retype_get_column (what->retype));
  GtkWidget *note = make_note (text, error != NULL);

  gtk_widget_set_name (note, "inspect-retype");
  if (state == WB_RETYPE_LOST)
    add_button (note, wb_say (N_ ("Locate…")), "page.locate", NULL);
  if (state == WB_RETYPE_WORKING)
    {
      GtkWidget *bar = gtk_progress_bar_new ();

      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), wb_retype_get_fraction (what->retype));
      wb_name_widget (bar, text);
      gtk_box_append (GTK_BOX (note), bar);
    }
  add_button (note,
              state == WB_RETYPE_WORKING ? wb_say (N_ ("Stop")) : wb_say (N_ ("Leave as It Was")),
              "page.stop-type", NULL);

  return note;
}

/* Words below */

static GtkWidget *
make_figures (const WbShape *shape, TnColumnType type, const char *zone)
{
  GtkWidget *grid = wb_pairs_new ();
  gboolean is_time = type == TN_COLUMN_TIME;
  g_autofree char *missing = tn_language_format_count (wb_language (), shape->n_missing);
  g_autofree char *low = wb_histogram_say_value (shape->low, type, zone);
  g_autofree char *high = wb_histogram_say_value (shape->high, type, zone);
  g_autofree char *middle = wb_histogram_say_value (shape->middle, type, zone);
  g_autofree char *quarter = wb_histogram_say_value (shape->quarter, type, zone);
  g_autofree char *three = wb_histogram_say_value (shape->three_quarters, type, zone);
  g_autofree char *half = tn_language_format_interval (wb_language (), quarter, three, FALSE);

  if (type == TN_COLUMN_NUMBER || is_time)
    {
      wb_pairs_add (grid, wb_say (N_ ("Half lie between")), half);
      wb_pairs_add (grid, wb_say (N_ ("Middle value")), middle);
      wb_pairs_add (grid, wb_say (N_ ("Smallest")), low);
      wb_pairs_add (grid, wb_say (N_ ("Largest")), high);
    }
  if (type == TN_COLUMN_CATEGORY || type == TN_COLUMN_FLAG)
    {
      g_autofree char *kinds = tn_language_format_count (wb_language (), shape->n_distinct);

      wb_pairs_add (grid, wb_say (N_ ("Kinds")), kinds);
    }
  wb_pairs_add (grid, wb_say (N_ ("Missing")), missing);

  return grid;
}

/* Bars and kinds that can be asked for */

static void
activate_filter (gpointer widget, guint column, const char *conditions)
{
  gtk_widget_activate_action (widget, "page.add-filter", "(us)", column, conditions);
}

static GtkWidget *
make_kind (const WbColumnInspect *what, const WbShape *shape, guint kind)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *name = gtk_label_new (shape->top[kind]);
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, 1);
  double share = (double) shape->top_counts[kind] / (double) MAX (shape->n_rows, 1);
  g_autofree char *percent = tn_language_format_share (wb_language (), share, 1);
  g_autofree char *count =
      tn_language_format_count (wb_language (), (gint64) shape->top_counts[kind]);
  g_autofree char *figures = g_strdup_printf ("%s · %s", count, percent);
  g_autofree char *said = g_strdup_printf ("%s: %s", shape->top[kind], figures);
  g_autofree char *conditions =
      wb_filter_say (what->sheet, what->column, "condition|is", shape->top[kind]);
  GtkWidget *figure = gtk_label_new (figures);

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_width_chars (GTK_LABEL (name), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 10);
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), share);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, percent,
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, shape->top[kind], -1);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (figure, "tabular");
  gtk_widget_add_css_class (figure, "dim-label");
  gtk_widget_add_css_class (figure, "caption");
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), bar);
  gtk_box_append (GTK_BOX (row), figure);
  gtk_button_set_child (GTK_BUTTON (button), row);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "kind-row");
  wb_name_widget (button, said);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "page.add-filter");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(us)", what->column, conditions);

  return button;
}

static GtkWidget *
make_top (const WbColumnInspect *what, const WbShape *shape)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = wb_label_new (wb_say (N_ ("Most frequent")), "heading");

  gtk_widget_set_margin_bottom (title, 3);
  gtk_box_append (GTK_BOX (box), title);
  for (guint i = 0; i < shape->n_top; i++)
    gtk_box_append (GTK_BOX (box), make_kind (what, shape, i));

  return box;
}

/* A value so exact that a filter finds what the bar has counted. */
static char *
write_value (const WbColumnInspect *what, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GDateTime) time = NULL;
  gint64 local;

  if (get_column_type (what) != TN_COLUMN_TIME)
    {
      g_ascii_formatd (text, sizeof text, "%.12g", value);
      return g_strdup (text);
    }
  local = tn_zone_to_local (get_field (what)->zone, (gint64) value);
  time = g_date_time_new_from_unix_utc (local / G_USEC_PER_SEC);
  if (time == NULL)
    return g_strdup ("");

  return g_date_time_format (
      time, local % ((gint64) 86400 * G_USEC_PER_SEC) == 0 ? "%Y-%m-%d" : "%Y-%m-%d %H:%M");
}

static void
on_brushed (WbHistogram *histogram, double low, double high, gpointer user_data)
{
  Target *target = user_data;
  WbColumnInspect what = { .sheet = target->sheet, .column = target->column };
  gboolean is_time = get_column_type (&what) == TN_COLUMN_TIME;
  g_autofree char *from = isfinite (low) ? write_value (&what, low) : NULL;
  g_autofree char *to = isfinite (high) ? write_value (&what, high) : NULL;
  g_autofree char *least =
      from != NULL ? wb_filter_say (target->sheet, target->column,
                                    is_time ? "condition|since" : "condition|at least", from)
                   : g_strdup ("");
  g_autofree char *most = to != NULL
                              ? wb_filter_say (target->sheet, target->column,
                                               is_time ? "condition|before" : "condition|under", to)
                              : g_strdup ("");
  g_autofree char *both = wb_filter_join (least, most);

  if (*both != '\0')
    activate_filter (histogram, target->column, both);
}

static GtkWidget *
make_histogram (const WbColumnInspect *what, const WbShape *shape)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = wb_label_new (wb_say (N_ ("Distribution")), "heading");
  GtkWidget *histogram = wb_histogram_new (shape, get_column_type (what), get_field (what)->zone);
  g_autofree char *rows =
      wb_say_count (TN_PLURAL ("{n} row", "{n} rows"), "n", (gint64) shape->n_rows);
  GtkWidget *about = wb_label_new (rows, "caption");

  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (about, "dim-label");
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), about);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), histogram);
  gtk_widget_set_name (histogram, "inspect-histogram");
  g_signal_connect_data (histogram, "brushed", G_CALLBACK (on_brushed), target_new (what),
                         target_free, 0);

  return box;
}

/* What is worth doing first */

static gboolean
is_unplaced (TnRole role)
{
  return role == TN_ROLE_NONE || role == TN_ROLE_FEATURE;
}

static void
add_ignore_button (GtkWidget *note, const WbColumnInspect *what)
{
  if (what->dataset != NULL)
    add_button (note, wb_say (N_ ("Leave the Column Out")), "page.set-role",
                g_variant_new ("(uu)", what->column, TN_ROLE_IGNORE));
}

/* Values that hardly ever come twice tell a model nothing but who it is. */
static GtkWidget *
warn_distinct (const WbColumnInspect *what, const WbShape *shape)
{
  gsize known = shape->n_rows - shape->n_missing;
  double distinct = known > 0 ? (double) shape->n_distinct / (double) known : 0;
  g_autofree char *share = tn_language_format_share (wb_language (), distinct, 0);
  g_autofree char *text = NULL;
  GtkWidget *note;

  if (get_column_type (what) != TN_COLUMN_CATEGORY || distinct <= 0.9 || known <= 20 ||
      !is_unplaced (get_field (what)->role))
    return NULL;
  text = wb_say_text (N_ ("{share} of the values are distinct: an identifier?"), "share", share);
  note = make_note (text, TRUE);
  add_ignore_button (note, what);

  return note;
}

static GtkWidget *
warn_constant (const WbColumnInspect *what, const WbShape *shape)
{
  GtkWidget *note;

  if (shape->n_distinct != 1 || shape->n_rows <= 20 || shape->n_missing > 0 ||
      !is_unplaced (get_field (what)->role))
    return NULL;
  note = make_note (wb_say (N_ ("All rows hold the same value: it tells them apart in nothing.")),
                    TRUE);
  add_ignore_button (note, what);

  return note;
}

static GtkWidget *
warn_below_zero (const WbColumnInspect *what, const WbShape *shape)
{
  TnRole role = get_field (what)->role;
  g_autofree char *text = NULL;
  g_autofree char *conditions = NULL;
  GtkWidget *note;

  if (shape->n_below_zero == 0 ||
      (role != TN_ROLE_QUANTITY && role != TN_ROLE_PRICE && role != TN_ROLE_AMOUNT))
    return NULL;
  text = wb_say_count (
      TN_PLURAL ("{n} row is below zero. Where the data are cleaned, returns are told from orders.",
                 "{n} rows are below zero. Where the data are cleaned, returns are told from "
                 "orders."),
      "n", (gint64) shape->n_below_zero);
  note = make_note (text, TRUE);
  conditions = wb_filter_say (what->sheet, what->column, "condition|under", "0");
  add_button (note, wb_say (N_ ("Show These Rows")), "page.add-filter",
              g_variant_new ("(us)", what->column, conditions));

  return note;
}

static GtkWidget *
warn_missing (const WbColumnInspect *what, const WbShape *shape)
{
  double missing = shape->n_rows > 0 ? (double) shape->n_missing / (double) shape->n_rows : 0;
  g_autofree char *share = tn_language_format_share (wb_language (), missing, 0);
  g_autofree char *text = NULL;
  g_autofree char *conditions = NULL;
  GtkWidget *note;

  if (missing <= 0.2)
    return NULL;
  text = wb_say_text (N_ ("{share} of the cells are empty."), "share", share);
  note = make_note (text, TRUE);
  conditions = wb_filter_say (what->sheet, what->column, "condition|is missing", NULL);
  add_button (note, wb_say (N_ ("Show These Rows")), "page.add-filter",
              g_variant_new ("(us)", what->column, conditions));

  return note;
}

/* The one thing worth doing leads. */
static GtkWidget *
make_warning (const WbColumnInspect *what, const WbShape *shape)
{
  static GtkWidget *(*const warnings[]) (const WbColumnInspect *, const WbShape *) = {
    warn_below_zero,
    warn_distinct,
    warn_constant,
    warn_missing,
  };

  for (guint i = 0; i < G_N_ELEMENTS (warnings); i++)
    {
      GtkWidget *note = warnings[i](what, shape);

      if (note != NULL)
        return note;
    }

  return NULL;
}

static GtkWidget *
make_rows (const WbColumnInspect *what)
{
  GtkWidget *rows = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (rows), make_name_row (what));
  gtk_list_box_append (GTK_LIST_BOX (rows), make_type_row (what));
  gtk_list_box_append (GTK_LIST_BOX (rows), make_role_row (what));
  gtk_list_box_append (GTK_LIST_BOX (rows), make_missing_row (what));

  return rows;
}

static GtkWidget *
make_compare (const WbColumnInspect *what)
{
  GtkWidget *button = gtk_button_new_with_label (wb_say (N_ ("Compare with Another Column…")));

  gtk_widget_set_name (button, "inspect-compare");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "page.compare");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", what->column);
  gtk_widget_set_halign (button, GTK_ALIGN_START);

  return button;
}

GtkWidget *
wb_column_inspector_new (const WbColumnInspect *what)
{
  const TnField *field = get_field (what);
  TnColumnType type = get_column_type (what);
  const WbShape *shape = wb_sheet_peek_shape (what->sheet, what->column);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *warning;

  gtk_box_append (GTK_BOX (box), wb_label_new (field->name, "title-4"));
  gtk_box_append (GTK_BOX (box), make_rows (what));
  if (what->retype != NULL)
    gtk_box_append (GTK_BOX (box), make_retype_note (what));
  if (shape == NULL)
    return box;
  warning = make_warning (what, shape);
  if (warning != NULL)
    gtk_box_append (GTK_BOX (box), warning);
  if ((type == TN_COLUMN_NUMBER || type == TN_COLUMN_TIME) && shape->bins_high > shape->bins_low)
    gtk_box_append (GTK_BOX (box), make_histogram (what, shape));
  gtk_box_append (GTK_BOX (box), make_figures (shape, type, field->zone));
  if (field->zone != NULL && type == TN_COLUMN_TIME)
    {
      g_autofree char *zone = wb_say_text (N_ ("By the clock of {zone}"), "zone", field->zone);
      GtkWidget *label = wb_label_new (zone, "caption");

      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  if (shape->n_top > 0)
    gtk_box_append (GTK_BOX (box), make_top (what, shape));
  if (wb_compare_can (wb_sheet_get_table (what->sheet), what->column))
    gtk_box_append (GTK_BOX (box), make_compare (what));

  return box;
}
