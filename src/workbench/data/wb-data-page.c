/* wb-data-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-data-page.h"

#include <stdlib.h>

#include "wb-column-chooser.h"
#include "wb-column-inspector.h"
#include "wb-compare.h"
#include "wb-data-private.h"
#include "wb-scroll-bubble.h"
#include "wb-ui.h"
#include "wb-wrap-bar.h"

G_DEFINE_FINAL_TYPE (WbDataPage, wb_data_page, ADW_TYPE_BIN)

/* Words */

void
_wb_data_show_status (WbDataPage *self)
{
  gsize shown = self->sheet != NULL ? wb_sheet_get_n_rows (self->sheet) : 0;
  gsize all = self->sheet != NULL ? tn_table_get_n_rows (wb_sheet_get_table (self->sheet)) : 0;
  const TnConditionText *read = wb_filter_bar_get_read (self->search);
  gboolean is_filter =
      read != NULL && !read->is_words && read->error == NULL && read->lines->len > 1;
  g_autofree char *text = NULL;

  if (shown == all)
    text = wb_say_count (TN_PLURAL ("{n} row", "{n} rows"), "n", (gint64) all);
  else
    text = wb_say_take (tn_message_count (
        tn_message_count (
            tn_message_new_plural (
                TN_PLURAL ("{n} of {all} rows matches", "{n} of {all} rows match"), (gint64) shown),
            "n", (gint64) shown),
        "all", (gint64) all));
  gtk_label_set_text (self->status, text);
  gtk_widget_set_visible (self->keep, is_filter && _wb_data_can_change (self));
  gtk_widget_set_visible (self->export, self->problems);
}

/* %NULL: nothing is */
static void
show_wrong (WbDataPage *self, const GError *error)
{
  g_autofree char *text = error != NULL ? wb_say_error (error) : NULL;

  if (text != NULL)
    gtk_label_set_text (self->wrong_label, text);
  gtk_revealer_set_reveal_child (self->wrong, text != NULL);
}

/* Looking only, or a table that is no data set's own. */
gboolean
_wb_data_can_change (WbDataPage *self)
{
  return self->shown != NULL && !self->problems && !wb_project_get_state (self->project)->read_only;
}

/* Inspector */

static GtkWidget *
find_named (GtkWidget *widget, const char *name)
{
  if (g_str_equal (gtk_widget_get_name (widget), name))
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_named (at, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The row of the inspector that has the keys, as it is called. */
static char *
dup_focus (WbDataPage *self)
{
  GtkRoot *root = gtk_widget_get_root (self->inspector);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->inspector))
    return NULL;
  while (focus != self->inspector && !g_str_has_prefix (gtk_widget_get_name (focus), "inspect-"))
    focus = gtk_widget_get_parent (focus);

  return focus != self->inspector ? g_strdup (gtk_widget_get_name (focus)) : NULL;
}

void
_wb_data_inspect (WbDataPage *self, guint column)
{
  WbColumnInspect what = {
    self->project, NULL, self->sheet, column, self->has_files, self->retype
  };
  g_autofree char *focus = NULL;
  GtkWidget *kept;

  if (self->sheet == NULL || self->inspector == NULL ||
      column >= wb_sheet_get_n_columns (self->sheet))
    return;
  what.dataset = _wb_data_can_change (self) ? self->shown : NULL;
  focus = self->inspected == column ? dup_focus (self) : NULL;
  self->inspected = column;
  self->inspected_whole = wb_sheet_peek_shape (self->sheet, column) != NULL;
  wb_box_clear (self->inspector);
  gtk_box_append (GTK_BOX (self->inspector), wb_column_inspector_new (&what));
  kept = focus != NULL ? find_named (self->inspector, focus) : NULL;
  if (kept != NULL)
    gtk_widget_grab_focus (kept);
}

/* Filtering and finding */

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbDataPage *self = WB_DATA_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) rows = wb_work_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->inspector == NULL)
    return;
  gtk_spinner_stop (self->spinner);
  show_wrong (self, error);
  if (error != NULL)
    return;
  wb_sheet_set_rows (self->sheet, rows);
  wb_grid_set_sorted (self->grid, self->wish.sort, self->wish.descending);
  _wb_data_show_status (self);
}

static void
mark_filtered (WbDataPage *self)
{
  const TnConditionText *read = wb_filter_bar_get_read (self->search);

  if (read != NULL && read->error == NULL)
    wb_grid_set_filtered (self->grid, (const guint *) read->columns->data, read->columns->len);
  else
    wb_grid_set_filtered (self->grid, NULL, 0);
}

void
_wb_data_find_rows (WbDataPage *self)
{
  if (self->sheet == NULL)
    return;
  g_cancellable_cancel (self->finding);
  g_object_unref (self->finding);
  self->finding = g_cancellable_new ();
  g_free (self->wish.conditions);
  self->wish.conditions = g_strdup (wb_filter_bar_get_text (self->search));
  mark_filtered (self);
  gtk_spinner_start (self->spinner);
  wb_rows_start (self, wb_sheet_get_table (self->sheet), &self->wish, self->finding, on_found,
                 NULL);
}

static void
on_search_left (WbDataPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

/* Tabs, jumping */

static void
on_tab (GtkToggleButton *tab, WbDataPage *self)
{
  const TnDataset *dataset =
      self->shown != NULL
          ? wb_state_find_dataset (wb_project_get_state (self->project), self->shown)
          : NULL;

  self->problems = gtk_toggle_button_get_active (self->problems_tab);
  if (dataset != NULL)
    _wb_data_show_dataset (self, dataset);
}

static void
on_jump (GtkEntry *entry, WbDataPage *self)
{
  g_auto (GStrv) parts = g_strsplit_set (gtk_editable_get_text (self->jump), ", ", -1);
  g_autofree char *digits = g_strjoinv ("", parts);
  guint64 number = g_ascii_strtoull (digits, NULL, 10);
  gsize row;
  guint column = 0;

  if (number == 0 || self->sheet == NULL || !wb_grid_get_cursor (self->grid, &row, &column))
    return;
  wb_grid_move_to (self->grid, MIN (number, wb_sheet_get_n_rows (self->sheet)) - 1, column);
  gtk_widget_grab_focus (GTK_WIDGET (self->grid));
}

static void
do_find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  wb_filter_bar_focus (WB_DATA_PAGE (widget)->search);
}

static void
do_jump (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (WB_DATA_PAGE (widget)->jump));
}

static void
do_show_problems (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);

  if (gtk_widget_get_visible (self->tabs))
    gtk_toggle_button_set_active (self->problems_tab, TRUE);
}

/* Conditions of a column, from its menu or its inspector. */
static void
do_add_filter (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  const char *conditions;
  guint column;

  g_variant_get (parameter, "(u&s)", &column, &conditions);
  wb_filter_bar_add (self->search, column, conditions);
}

/* "u": a column; with which other one is chosen there. */
static void
do_compare (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  guint column = g_variant_get_uint32 (parameter);

  if (self->sheet != NULL && column < wb_sheet_get_n_columns (self->sheet))
    gtk_window_present (GTK_WINDOW (wb_compare_new (widget, self->sheet, column, -1)));
}

/* The widget */

static void
wb_data_page_dispose (GObject *object)
{
  WbDataPage *self = WB_DATA_PAGE (object);

  if (self->project != NULL)
    g_signal_handlers_disconnect_by_data (self->project, self);
  if (self->sheet != NULL)
    g_signal_handlers_disconnect_by_data (self->sheet, self);
  _wb_data_stop_retype (self);
  g_cancellable_cancel (self->loading);
  g_cancellable_cancel (self->finding);
  self->inspector = NULL;
  g_clear_object (&self->sheet);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (wb_data_page_parent_class)->dispose (object);
}

static void
wb_data_page_finalize (GObject *object)
{
  WbDataPage *self = WB_DATA_PAGE (object);

  g_free (self->shown);
  g_free (self->wish.conditions);
  g_clear_pointer (&self->view, wb_view_free);
  g_clear_pointer (&self->pending, wb_view_free);
  g_object_unref (self->loading);
  g_object_unref (self->finding);

  G_OBJECT_CLASS (wb_data_page_parent_class)->finalize (object);
}

static void
wb_data_page_class_init (WbDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_data_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_data_page_finalize;
  gtk_widget_class_install_action (widget_class, "page.find", NULL, do_find);
  gtk_widget_class_install_action (widget_class, "page.jump", NULL, do_jump);
  gtk_widget_class_install_action (widget_class, "page.show-problems", NULL, do_show_problems);
  gtk_widget_class_install_action (widget_class, "page.add-filter", "(us)", do_add_filter);
  gtk_widget_class_install_action (widget_class, "page.compare", "u", do_compare);
  _wb_data_add_column_actions (widget_class);
  _wb_data_add_step_actions (widget_class);
}

static void
bind_widgets (WbDataPage *self, GtkBuilder *ui)
{
  self->stack = wb_ui_get (ui, "root");
  self->left = wb_ui_get (ui, "left");
  self->right = wb_ui_get (ui, "right");
  self->datasets = wb_ui_get (ui, "datasets");
  self->again = wb_ui_get (ui, "again");
  self->inspector = wb_ui_get (ui, "inspector");
  self->tabs = wb_ui_get (ui, "tabs");
  self->rows_tab = wb_ui_get (ui, "rows_tab");
  self->problems_tab = wb_ui_get (ui, "problems_tab");
  self->wrong = wb_ui_get (ui, "wrong");
  self->wrong_label = wb_ui_get (ui, "wrong_label");
  self->columns_button = wb_ui_get (ui, "columns_button");
  self->status = wb_ui_get (ui, "status");
  self->keep = wb_ui_get (ui, "keep");
  self->export = wb_ui_get (ui, "export");
  self->spinner = wb_ui_get (ui, "spinner");
  self->jump = wb_ui_get (ui, "jump");
  self->grid = WB_GRID (wb_grid_new ());
  wb_name_widget (self->grid, wb_say (N_ ("Rows of the data set")));
  self->search = WB_FILTER_BAR (wb_filter_bar_new ());
  adw_bin_set_child (wb_ui_get (ui, "bar"),
                     wb_wrap_bar_new (wb_ui_get (ui, "bar_first"), wb_ui_get (ui, "bar_second")));
  adw_bin_set_child (wb_ui_get (ui, "search_place"), GTK_WIDGET (self->search));
  gtk_scrolled_window_set_child (wb_ui_get (ui, "scrolled"), GTK_WIDGET (self->grid));
  gtk_overlay_add_overlay (wb_ui_get (ui, "overlay"),
                           wb_scroll_bubble_new (wb_ui_get (ui, "scrolled"), self->grid));
  gtk_menu_button_set_popover (self->columns_button, wb_column_chooser_new (self->grid));
}

static void
name_widgets (WbDataPage *self, GtkBuilder *ui)
{
  wb_name_widget (wb_ui_get (ui, "add"), wb_say (N_ ("Import a file…")));
  wb_name_widget (self->columns_button, wb_say (N_ ("Choose columns")));
  wb_name_widget (self->jump, wb_say (N_ ("Jump to a row")));
  wb_name_widget (wb_ui_get (ui, "left_button"), wb_say (N_ ("Show the data sets")));
  wb_name_widget (wb_ui_get (ui, "right_button"), wb_say (N_ ("Show the column")));
  g_object_bind_property (self->left, "reveal-flap", wb_ui_get (ui, "left_button"), "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->right, "reveal-flap", wb_ui_get (ui, "right_button"), "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

static void
wb_data_page_init (WbDataPage *self)
{
  g_autoptr (GtkBuilder) ui = wb_ui_new ("data-page");

  self->loading = g_cancellable_new ();
  self->finding = g_cancellable_new ();
  self->inspected = -1;
  self->wish.sort = -1;
  bind_widgets (self, ui);
  name_widgets (self, ui);
  _wb_data_connect_grid (self);
  g_signal_connect_swapped (self->datasets, "row-selected", G_CALLBACK (_wb_data_select_dataset),
                            self);
  g_signal_connect (self->problems_tab, "toggled", G_CALLBACK (on_tab), self);
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (_wb_data_find_rows), self);
  g_signal_connect_swapped (self->search, "left", G_CALLBACK (on_search_left), self);
  g_signal_connect (self->jump, "activate", G_CALLBACK (on_jump), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
wb_data_page_new (WbProject *project)
{
  WbDataPage *self = g_object_new (WB_TYPE_DATA_PAGE, NULL);

  self->project = g_object_ref (project);
  g_signal_connect_swapped (project, "changed", G_CALLBACK (_wb_data_show_state), self);
  _wb_data_show_state (self);

  return GTK_WIDGET (self);
}
