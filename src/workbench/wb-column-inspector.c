/* wb-column-inspector.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-column-inspector.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "wb-chart-view.h"
#include "wb-role.h"
#include "wb-ui.h"

#define CHART_HEIGHT 150

/* What a change is written with. */
typedef struct
{
  WbProject *project;
  char *dataset;
  guint column;
  TnField *field;
} Target;

static void
target_free (gpointer data, GClosure *closure)
{
  Target *self = data;

  g_object_unref (self->project);
  g_free (self->dataset);
  tn_field_free (self->field);
  g_free (self);
}

static Target *
target_new (WbProject *project, const char *dataset, guint column, const TnField *field)
{
  Target *target = g_new0 (Target, 1);

  target->project = g_object_ref (project);
  target->dataset = g_strdup (dataset);
  target->column = column;
  target->field = tn_field_copy (field);

  return target;
}

/* One step of the history. Other fields of the data set stay as they are. */
static void
write_field (Target *target, TnMessage *label)
{
  TnEdit *edit = tn_edit_new (label);
  g_autoptr (JsonNode) value = tn_field_to_json (target->field);
  g_autofree char *place = g_strdup_printf ("%u", target->column);
  const char *path[] = { "fields", place, NULL };

  tn_edit_set (edit, TN_DOCUMENT_DATASET, target->dataset, path, value);
  wb_project_edit (target->project, edit);
}

static void
on_role_selected (AdwComboRow *row, GParamSpec *pspec, gpointer user_data)
{
  Target *target = user_data;
  guint n_roles, selected = adw_combo_row_get_selected (row);
  const TnRole *roles = wb_role_list (&n_roles);
  TnMessage *label;

  if (selected >= n_roles || roles[selected] == target->field->role)
    return;
  target->field->role = roles[selected];
  label = tn_message_new (N_ ("Let {column} be: {role}"));
  label = tn_message_text (label, "column", target->field->name);
  label = tn_message_take (label, "role", tn_message_new_literal (wb_role_say (roles[selected])));
  write_field (target, label);
}

static void
on_label_applied (AdwEntryRow *row, gpointer user_data)
{
  Target *target = user_data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  g_clear_pointer (&target->field->label, tn_message_unref);
  if (*text != '\0' && !g_str_equal (text, target->field->name))
    target->field->label = tn_message_new_literal (text);
  write_field (target,
               tn_message_text (tn_message_text (tn_message_new (N_ ("Call {column} “{name}”")),
                                                 "column", target->field->name),
                                "name", text));
}

static GtkWidget *
make_role_row (WbProject *project, const char *dataset, guint column, const TnField *field)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_roles;
  const TnRole *roles = wb_role_list (&n_roles);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), wb_say (N_ ("Role")));
  for (guint i = 0; i < n_roles; i++)
    gtk_string_list_append (names, wb_role_say (roles[i]));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  for (guint i = 0; i < n_roles; i++)
    if (roles[i] == field->role)
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  gtk_widget_set_sensitive (row, dataset != NULL);
  if (dataset != NULL)
    g_signal_connect_data (row, "notify::selected", G_CALLBACK (on_role_selected),
                           target_new (project, dataset, column, field), target_free, 0);

  return row;
}

static GtkWidget *
make_name_row (WbProject *project, const char *dataset, guint column, const TnField *field)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *said = tn_field_say (field, wb_language ());

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), wb_say (N_ ("Name")));
  gtk_editable_set_text (GTK_EDITABLE (row), said);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  gtk_widget_set_sensitive (row, dataset != NULL);
  if (dataset != NULL)
    g_signal_connect_data (row, "apply", G_CALLBACK (on_label_applied),
                           target_new (project, dataset, column, field), target_free, 0);

  return row;
}

/* Words below */

static void
add_pair (GtkWidget *grid, int row, const char *name, const char *value)
{
  GtkWidget *label = wb_label_new (name, "dim-label");
  GtkWidget *figure = wb_label_new (value, "tabular");

  gtk_label_set_xalign (GTK_LABEL (figure), 1);
  gtk_widget_set_hexpand (figure, TRUE);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), figure, 1, row, 1, 1);
}

static char *
say_value (double value, gboolean is_time)
{
  if (!isfinite (value))
    return g_strdup ("–");
  if (is_time)
    return tn_language_format_date (wb_language (), (gint64) value);

  return tn_language_format_round (wb_language (), value, 4);
}

static GtkWidget *
make_figures (const WbShape *shape, TnColumnType type)
{
  GtkWidget *grid = gtk_grid_new ();
  gboolean is_time = type == TN_COLUMN_TIME;
  int row = 0;
  g_autofree char *missing = tn_language_format_count (wb_language (), shape->n_missing);
  g_autofree char *low = say_value (shape->low, is_time);
  g_autofree char *high = say_value (shape->high, is_time);
  g_autofree char *middle = say_value (shape->middle, is_time);
  g_autofree char *quarter = say_value (shape->quarter, is_time);
  g_autofree char *three = say_value (shape->three_quarters, is_time);
  g_autofree char *half = tn_language_format_interval (wb_language (), quarter, three, FALSE);

  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  if (type == TN_COLUMN_NUMBER || is_time)
    {
      add_pair (grid, row++, wb_say (N_ ("Half lie between")), half);
      add_pair (grid, row++, wb_say (N_ ("Middle value")), middle);
      add_pair (grid, row++, wb_say (N_ ("Smallest")), low);
      add_pair (grid, row++, wb_say (N_ ("Largest")), high);
    }
  if (shape->n_distinct > 0)
    {
      g_autofree char *kinds = tn_language_format_count (wb_language (), shape->n_distinct);

      add_pair (grid, row++, wb_say (N_ ("Kinds")), kinds);
    }
  add_pair (grid, row++, wb_say (N_ ("Missing")), missing);

  return grid;
}

static GtkWidget *
make_top (const WbShape *shape)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), wb_label_new (wb_say (N_ ("Most frequent")), "heading"));
  for (guint i = 0; i < shape->n_top; i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
      GtkWidget *name = gtk_label_new (shape->top[i]);
      GtkWidget *bar = gtk_level_bar_new_for_interval (0, 1);
      double share = (double) shape->top_counts[i] / MAX (shape->n_rows, 1);
      g_autofree char *percent = tn_language_format_percent (wb_language (), share, 1);
      GtkWidget *figure = gtk_label_new (percent);

      gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
      gtk_label_set_xalign (GTK_LABEL (name), 0);
      gtk_label_set_width_chars (GTK_LABEL (name), 12);
      gtk_label_set_max_width_chars (GTK_LABEL (name), 12);
      gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), share);
      gtk_widget_set_hexpand (bar, TRUE);
      gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, percent,
                                      -1);
      gtk_widget_add_css_class (figure, "tabular");
      gtk_widget_add_css_class (figure, "dim-label");
      gtk_box_append (GTK_BOX (row), name);
      gtk_box_append (GTK_BOX (row), bar);
      gtk_box_append (GTK_BOX (row), figure);
      gtk_box_append (GTK_BOX (box), row);
    }

  return box;
}

static GtkWidget *
make_histogram (const WbShape *shape)
{
  double edges[WB_SHAPE_BINS + 1], counts[WB_SHAPE_BINS];
  TnHistogram data = { .x_label = NULL,
                       .y_label = NULL,
                       .unit = TN_UNIT_NUMBER,
                       .currency = "",
                       .n_bins = shape->n_bins,
                       .edges = edges,
                       .counts = counts,
                       .threshold = NAN };
  GtkWidget *view = wb_chart_view_new ();
  g_autoptr (TnChart) chart = NULL;

  for (guint i = 0; i <= shape->n_bins; i++)
    edges[i] = shape->bins_low + (shape->bins_high - shape->bins_low) * i / shape->n_bins;
  for (guint i = 0; i < shape->n_bins; i++)
    counts[i] = shape->bins[i];
  chart = tn_chart_histogram (tn_message_new (N_ ("Distribution")), NULL, &data);
  wb_chart_view_set_height (WB_CHART_VIEW (view), CHART_HEIGHT);
  wb_chart_view_set_chart (WB_CHART_VIEW (view), chart);

  return view;
}

/* The one thing worth knowing first. */
static GtkWidget *
make_warning (const WbShape *shape, const TnField *field, TnColumnType type)
{
  double distinct = shape->n_rows > 0 ? (double) shape->n_distinct / shape->n_rows : 0;
  double missing = shape->n_rows > 0 ? (double) shape->n_missing / shape->n_rows : 0;
  g_autofree char *share = NULL;
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (type == TN_COLUMN_CATEGORY && distinct > 0.9 && shape->n_rows > 20 &&
      (field->role == TN_ROLE_NONE || field->role == TN_ROLE_FEATURE))
    {
      share = tn_language_format_percent (wb_language (), distinct, 0);
      text = wb_say_text (N_ ("{share} of the values stand only once: is this a number of "
                              "something? Then give it no role, or “order”."),
                          "share", share);
    }
  else if (missing > 0.2)
    {
      share = tn_language_format_percent (wb_language (), missing, 0);
      text = wb_say_text (N_ ("{share} of the cells are empty."), "share", share);
    }
  if (text == NULL)
    return NULL;
  label = wb_label_new (text, "note");
  gtk_widget_add_css_class (label, "warning-note");

  return label;
}

GtkWidget *
wb_column_inspector_new (WbProject *project, const char *dataset, WbSheet *sheet, guint column)
{
  TnTable *table = wb_sheet_get_table (sheet);
  const TnField *field = tn_table_get_field (table, column);
  TnColumnType type = tn_column_get_column_type (tn_table_get_column (table, column));
  const WbShape *shape = wb_sheet_peek_shape (sheet, column);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *rows = gtk_list_box_new ();
  GtkWidget *type_row = adw_action_row_new ();
  GtkWidget *warning;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (type_row), wb_say (N_ ("Type")));
  adw_action_row_add_suffix (ADW_ACTION_ROW (type_row), gtk_label_new (wb_type_say (type)));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (rows), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (rows, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (rows), make_name_row (project, dataset, column, field));
  gtk_list_box_append (GTK_LIST_BOX (rows), type_row);
  gtk_list_box_append (GTK_LIST_BOX (rows), make_role_row (project, dataset, column, field));
  gtk_box_append (GTK_BOX (box), wb_label_new (field->name, "title-4"));
  gtk_box_append (GTK_BOX (box), rows);
  if (shape == NULL)
    return box;
  warning = make_warning (shape, field, type);
  if (warning != NULL)
    gtk_box_append (GTK_BOX (box), warning);
  if (type == TN_COLUMN_NUMBER && shape->n_bins > 0 && shape->bins_high > shape->bins_low)
    gtk_box_append (GTK_BOX (box), make_histogram (shape));
  gtk_box_append (GTK_BOX (box), make_figures (shape, type));
  if (shape->n_top > 0)
    gtk_box_append (GTK_BOX (box), make_top (shape));

  return box;
}
