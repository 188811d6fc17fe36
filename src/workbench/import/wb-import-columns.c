/* wb-import-columns.c: what the columns of an import mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-import-parts.h"
#include "wb-role.h"
#include "wb-ui.h"

static guint
get_column (gpointer widget)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (widget), "column"));
}

static void
set_column (gpointer widget, guint column, const char *what, const char *sentence, const char *name)
{
  g_autofree char *said = wb_say_text (sentence, "column", name);

  wb_name_widget (widget, said);
  /* The button inside has the focus, and would be heard as nothing but a button. */
  if (GTK_IS_DROP_DOWN (widget))
    wb_name_widget (gtk_widget_get_first_child (widget), said);
  g_object_set_data (G_OBJECT (widget), "column", GUINT_TO_POINTER (column));
  wb_import_key_widget (widget, what, (int) column);
}

static void
on_type_chosen (GtkDropDown *drop_down, GParamSpec *pspec, WbImport *import)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected < TN_N_COLUMN_TYPES)
    wb_import_set_type (import, get_column (drop_down), selected);
}

static void
on_role_chosen (GtkDropDown *drop_down, GParamSpec *pspec, WbImport *import)
{
  guint n_roles, selected = gtk_drop_down_get_selected (drop_down);
  const TnRole *roles = wb_role_list (&n_roles);

  if (selected < n_roles)
    wb_import_set_role (import, get_column (drop_down), roles[selected]);
}

static void
on_included (GtkCheckButton *button, WbImport *import)
{
  wb_import_set_included (import, get_column (button), gtk_check_button_get_active (button));
}

static void
on_pseudonym (GtkCheckButton *button, WbImport *import)
{
  wb_import_set_pseudonym (import, get_column (button), gtk_check_button_get_active (button));
}

static GtkWidget *
make_type (WbImport *import, guint index, const TnImportColumn *column)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (guint i = 0; i < TN_N_COLUMN_TYPES; i++)
    gtk_string_list_append (names, wb_type_say (i));
  drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), column->type);
  set_column (drop_down, index, "type", N_ ("Type of {column}"), column->name);
  gtk_widget_set_sensitive (drop_down, !column->pseudonym);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_type_chosen), import, 0);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);

  return drop_down;
}

static GtkWidget *
make_role (WbImport *import, guint index, const TnImportColumn *column)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_roles, selected = 0;
  const TnRole *roles = wb_role_list (&n_roles);
  GtkWidget *drop_down;

  for (guint i = 0; i < n_roles; i++)
    {
      gtk_string_list_append (names, wb_role_say (roles[i]));
      if (roles[i] == column->role)
        selected = i;
    }
  drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  set_column (drop_down, index, "role", N_ ("Role of {column}"), column->name);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_role_chosen), import, 0);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);

  return drop_down;
}

/* What the whole file says of the type. */
static char *
say_fit (WbImport *import, const TnImportColumn *column)
{
  const TnImportColumn *checked = wb_import_get_checked (import, column->name);

  if (checked == NULL || !column->included)
    return NULL;
  if (checked->demoted != NULL)
    return wb_say_message (checked->demoted);
  if (checked->n_problems > 0)
    return wb_say_count (TN_PLURAL ("{n} cell does not fit and will be empty.",
                                    "{n} cells do not fit and will be empty."),
                         "n", checked->n_problems);

  return g_strdup (wb_say (N_ ("All cells fit.")));
}

/* Why this role, whom it may name, and whether it fits. */
static char *
say_column (WbImport *import, const TnImportColumn *column)
{
  g_autoptr (TnMessage) finding =
      column->pseudonym
          ? tn_message_new (N_ ("Pseudonyms come in; what stands in the file is not kept."))
          : tn_sensitive_describe (column->sensitive);
  g_autofree char *reason = wb_say_message (column->reason);
  g_autofree char *sensitive = wb_say_message (finding);
  g_autofree char *fits = say_fit (import, column);
  const char *parts[] = { reason, sensitive, fits };
  const char *blank = g_str_has_prefix (tn_language_get_id (wb_language ()), "zh") ? "" : " ";
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? blank : "", parts[i]);

  return g_string_free (text, FALSE);
}

static GtkWidget *
make_head (WbImport *import, guint index, const TnImportColumn *column)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *name = wb_label_new (column->name, "heading");

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), column->included);
  set_column (check, index, "included", N_ ("Bring in {column}"), column->name);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_included), import, 0);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (name), FALSE);
  gtk_label_set_width_chars (GTK_LABEL (name), 8);
  gtk_box_append (GTK_BOX (line), check);
  gtk_box_append (GTK_BOX (line), name);

  return line;
}

/* Offered where a column may say who a person is. */
static GtkWidget *
make_pseudonym (WbImport *import, guint index, const TnImportColumn *column)
{
  GtkWidget *check = gtk_check_button_new_with_label (wb_say (N_ ("Replace by pseudonyms")));

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), column->pseudonym);
  set_column (check, index, "pseudonym", N_ ("Replace {column} by pseudonyms"), column->name);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_pseudonym), import, 0);

  return check;
}

static GtkWidget *
make_column (WbImport *import, guint index)
{
  const TnImportColumn *column = tn_import_plan_get_column (wb_import_get_plan (import), index);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *about = say_column (import, column);
  GtkWidget *label = wb_label_new (about, "dim-label");

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_visible (label, *about != '\0');
  gtk_box_append (GTK_BOX (choices), make_type (import, index, column));
  gtk_box_append (GTK_BOX (choices), make_role (import, index, column));
  gtk_box_append (GTK_BOX (box), make_head (import, index, column));
  gtk_box_append (GTK_BOX (box), choices);
  if (column->pseudonym || column->sensitive != TN_SENSITIVE_NONE ||
      column->role == TN_ROLE_CUSTOMER)
    gtk_box_append (GTK_BOX (box), make_pseudonym (import, index, column));
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "leaderboard-row");
  g_object_set_data (G_OBJECT (box), "about", label);

  return box;
}

void
wb_import_show_columns (GtkListBox *list, WbImport *import)
{
  const TnImportPlan *plan = wb_import_get_plan (import);

  wb_list_clear (list);
  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      GtkListBoxRow *row;

      gtk_list_box_append (list, make_column (import, i));
      row = gtk_list_box_get_row_at_index (list, (int) i);
      gtk_list_box_row_set_activatable (row, FALSE);
      gtk_widget_set_focusable (GTK_WIDGET (row), FALSE);
    }
}

void
wb_import_note_columns (GtkListBox *list, WbImport *import)
{
  const TnImportPlan *plan = wb_import_get_plan (import);

  for (guint i = 0; i < tn_import_plan_get_n_columns (plan); i++)
    {
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (list, (int) i);
      GtkWidget *label =
          row != NULL ? g_object_get_data (G_OBJECT (gtk_list_box_row_get_child (row)), "about")
                      : NULL;
      g_autofree char *about = say_column (import, tn_import_plan_get_column (plan, i));

      if (label == NULL)
        continue;
      gtk_label_set_text (GTK_LABEL (label), about);
      gtk_widget_set_visible (label, *about != '\0');
    }
}
