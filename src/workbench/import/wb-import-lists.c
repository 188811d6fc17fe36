/* wb-import-lists.c: files and problem rows of an import, and the focus of what is made anew
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "wb-import-parts.h"
#include "wb-ui.h"

/* Focus */

#define KEY "wb-import-key"

void
wb_import_key_widget (gpointer widget, const char *what, int index)
{
  g_object_set_data_full (G_OBJECT (widget), KEY, g_strdup_printf ("%s:%d", what, index), g_free);
}

/**
 * wb_import_dup_focus_key:
 *
 * Returns: (nullable): the key of the control that has the focus, or holds what has it
 */
char *
wb_import_dup_focus_key (GtkWidget *page)
{
  GtkRoot *root = gtk_widget_get_root (page);
  GtkWidget *at = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (; at != NULL && at != page; at = gtk_widget_get_parent (at))
    if (g_object_get_data (G_OBJECT (at), KEY) != NULL)
      return g_strdup (g_object_get_data (G_OBJECT (at), KEY));

  return NULL;
}

static GtkWidget *
find_key (GtkWidget *widget, const char *key)
{
  if (g_strcmp0 (g_object_get_data (G_OBJECT (widget), KEY), key) == 0)
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_key (at, key);

      if (found != NULL)
        return found;
    }

  return NULL;
}

void
wb_import_focus_key (GtkWidget *page, const char *key)
{
  GtkWidget *widget = key != NULL ? find_key (page, key) : NULL;

  if (widget != NULL)
    gtk_widget_grab_focus (widget);
}

/* Files */

static int
get_index (gpointer widget)
{
  return GPOINTER_TO_INT (g_object_get_data (G_OBJECT (widget), "file"));
}

static void
on_shown (GtkCheckButton *button, WbImport *import)
{
  if (gtk_check_button_get_active (button))
    wb_import_show (import, (guint) get_index (button));
}

static void
on_remove (GtkButton *button, WbImport *import)
{
  wb_import_remove (import, (guint) get_index (button));
}

static char *
say_part (WbImport *import, guint index)
{
  const WbCheck *check = wb_import_get_check (import);

  return check != NULL
             ? wb_say_count (TN_PLURAL ("{n} row", "{n} rows"), "n", check->parts[index].n_rows)
             : g_strdup ("");
}

static GtkWidget *
make_file (WbImport *import, guint index, GtkCheckButton **group)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *shown = gtk_check_button_new ();
  const char *name = wb_import_get_file_name (import, index);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *show_name = wb_say_text (N_ ("Show {file}"), "file", name);
  g_autofree char *remove_name = wb_say_text (N_ ("Leave out {file}"), "file", name);
  g_autofree char *part = say_part (import, index);
  GtkWidget *remove = wb_icon_button_new ("list-remove-symbolic", remove_name);

  gtk_check_button_set_group (GTK_CHECK_BUTTON (shown), *group);
  *group = GTK_CHECK_BUTTON (shown);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (shown), index == wb_import_get_shown (import));
  wb_name_widget (shown, show_name);
  g_object_set_data (G_OBJECT (shown), "file", GINT_TO_POINTER (index));
  g_object_set_data (G_OBJECT (remove), "file", GINT_TO_POINTER (index));
  wb_import_key_widget (shown, "shown", (int) index);
  wb_import_key_widget (remove, "remove", (int) index);
  g_signal_connect_object (shown, "toggled", G_CALLBACK (on_shown), import, 0);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove), import, 0);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), part);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), shown);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), shown);
  if (wb_import_get_dataset (import) == NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);

  return row;
}

void
wb_import_show_files (GtkListBox *list, WbImport *import)
{
  GtkCheckButton *group = NULL;
  guint n = wb_import_get_n_files (import);

  wb_list_clear (list);
  gtk_widget_set_visible (GTK_WIDGET (list), n > 1);
  for (guint i = 0; n > 1 && i < n; i++)
    gtk_list_box_append (list, make_file (import, i, &group));
}

/* Problem rows */

static char *
say_place (const TnTrialProblem *problem)
{
  TnMessage *message = problem->file != NULL ? tn_message_new (N_ ("{file}, line {n}"))
                                             : tn_message_new (N_ ("Line {n}"));

  if (problem->file != NULL)
    tn_message_text (message, "file", problem->file);

  return wb_say_take (tn_message_count (message, "n", problem->line));
}

static char *
say_problem (const TnTrialProblem *problem)
{
  TnProblem told = { .reason = problem->reason };
  g_autofree char *reason = wb_say_take (tn_problem_describe (&told));

  return problem->column != NULL ? g_strdup_printf ("%s: %s", problem->column, reason)
                                 : g_steal_pointer (&reason);
}

static GtkWidget *
make_problem (const TnTrialProblem *problem)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *place = say_place (problem);
  g_autofree char *about = say_problem (problem);
  GtkWidget *where = wb_label_new (place, "tabular");
  GtkWidget *why = wb_label_new (about, NULL);
  GtkWidget *text = wb_label_new (problem->text, "dim-label");

  gtk_widget_add_css_class (where, "caption-heading");
  gtk_label_set_wrap (GTK_LABEL (where), FALSE);
  gtk_widget_set_valign (where, GTK_ALIGN_START);
  gtk_widget_set_hexpand (why, TRUE);
  gtk_widget_add_css_class (text, "caption");
  gtk_widget_add_css_class (text, "monospace");
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (text), FALSE);
  gtk_label_set_single_line_mode (GTK_LABEL (text), TRUE);
  gtk_box_append (GTK_BOX (head), where);
  gtk_box_append (GTK_BOX (head), why);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), text);
  gtk_widget_add_css_class (box, "leaderboard-row");

  return box;
}

static void
add_rest (GtkListBox *list, const WbCheck *check)
{
  gint64 n = check->summary.n_problem_rows + check->summary.n_problem_cells;
  g_autofree char *text = NULL;

  if (n <= check->problems->len)
    return;
  text = wb_say_take (tn_message_count (
      tn_message_count (
          tn_message_new (N_ ("These are the first {n} of {all}. All of them are kept "
                              "with the data set.")),
          "n", check->problems->len),
      "all", n));
  gtk_list_box_append (list, wb_label_new (text, "dim-label"));
  gtk_list_box_row_set_selectable (gtk_list_box_get_row_at_index (list, (int) check->problems->len),
                                   FALSE);
}

void
wb_import_show_problems (GtkListBox *list, WbImport *import)
{
  const WbCheck *check = wb_import_get_check (import);

  wb_list_clear (list);
  for (guint i = 0; check != NULL && i < check->problems->len; i++)
    {
      const TnTrialProblem *problem = g_ptr_array_index (check->problems, i);
      GtkListBoxRow *row;
      g_autofree char *place = say_place (problem);
      g_autofree char *about = say_problem (problem);
      g_autofree char *name = g_strdup_printf ("%s. %s %s", place, about, problem->text);

      gtk_list_box_append (list, make_problem (problem));
      row = gtk_list_box_get_row_at_index (list, (int) i);
      wb_name_widget (row, name);
    }
  if (check != NULL)
    add_rest (list, check);
}

/* The cell itself, where it is among the rows shown. */
static void
show_cell (const TnTrialProblem *problem, WbGrid *grid)
{
  WbSheet *sheet = wb_grid_get_sheet (grid);
  TnTable *table = sheet != NULL ? wb_sheet_get_table (sheet) : NULL;
  int column =
      table != NULL && problem->column != NULL ? tn_table_find (table, problem->column) : -1;

  if (column >= 0 && problem->row >= 0 && problem->row < (gint64) tn_table_get_n_rows (table))
    wb_grid_move_to (grid, (gsize) problem->row, (guint) column);
}

gboolean
wb_import_step_problems (GtkListBox *list, WbImport *import, WbGrid *grid, int direction)
{
  const WbCheck *check = wb_import_get_check (import);
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (list);
  int n = check != NULL ? (int) check->problems->len : 0;
  int index = selected != NULL ? gtk_list_box_row_get_index (selected) + direction
              : direction > 0  ? 0
                               : n - 1;
  GtkListBoxRow *row;

  if (n == 0)
    return FALSE;
  row = gtk_list_box_get_row_at_index (list, (index + n) % n);
  gtk_list_box_select_row (list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  show_cell (g_ptr_array_index (check->problems, (index + n) % n), grid);

  return TRUE;
}
