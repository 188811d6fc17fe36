/* wb-data-page.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-data-page.h"

#include <stdlib.h>

#include "tn-import-dataset.h"
#include "wb-column-inspector.h"
#include "wb-grid.h"
#include "wb-rows.h"
#include "wb-ui.h"

struct _WbDataPage
{
  AdwBin parent_instance;

  WbProject *project;
  char *shown;        /* nullable: name of the data set */
  char *shown_digest; /* what it was made of, to notice that it is another */
  gboolean problems;  /* its problem rows are shown */
  WbSheet *sheet;
  WbRowsWish wish;
  GCancellable *loading;
  GCancellable *finding;
  gint64 inspected; /* column in the inspector, -1 for none */
  gboolean inspected_whole;
  gboolean filling;

  GtkStack *stack;
  AdwFlap *left, *right;
  GtkListBox *datasets;
  GtkWidget *again;
  GtkWidget *inspector; /* %NULL once disposed of */
  GtkWidget *tabs;
  GtkToggleButton *rows_tab, *problems_tab;
  GtkEditable *search;
  GtkMenuButton *columns_button;
  WbGrid *grid;
  GtkLabel *status;
  GtkSpinner *spinner;
  GtkEditable *jump;
};

G_DEFINE_FINAL_TYPE (WbDataPage, wb_data_page, ADW_TYPE_BIN)

/* Words */

static void
show_status (WbDataPage *self)
{
  gsize shown = self->sheet != NULL ? wb_sheet_get_n_rows (self->sheet) : 0;
  gsize all = self->sheet != NULL ? tn_table_get_n_rows (wb_sheet_get_table (self->sheet)) : 0;
  g_autofree char *text = NULL;

  if (shown == all)
    text = wb_say_count (TN_PLURAL ("{n} row", "{n} rows"), "n", all);
  else
    text = wb_say_take (tn_message_count (
        tn_message_count (
            tn_message_new_plural (
                TN_PLURAL ("{n} of {all} rows matches", "{n} of {all} rows match"), shown),
            "n", shown),
        "all", all));
  gtk_label_set_text (self->status, text);
}

static void
say_wrong (WbDataPage *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  text = wb_say_error (error);
  gtk_label_set_text (self->status, text);
}

/* Inspector */

static void
inspect (WbDataPage *self, guint column)
{
  const WbState *state = wb_project_get_state (self->project);

  if (self->sheet == NULL || self->inspector == NULL)
    return;
  self->inspected = column;
  self->inspected_whole = wb_sheet_peek_shape (self->sheet, column) != NULL;
  wb_box_clear (self->inspector);
  gtk_box_append (GTK_BOX (self->inspector),
                  wb_column_inspector_new (self->project,
                                           self->problems || state->read_only ? NULL : self->shown,
                                           self->sheet, column));
}

static void
on_column_chosen (WbGrid *grid, guint column, WbDataPage *self)
{
  inspect (self, column);
}

/* The column's shape has come meanwhile. */
static void
on_sheet_changed (WbSheet *sheet, WbDataPage *self)
{
  if (self->inspected >= 0 && !self->inspected_whole &&
      wb_sheet_peek_shape (sheet, self->inspected) != NULL)
    inspect (self, self->inspected);
}

/* Sorting, filtering, finding */

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbDataPage *self = WB_DATA_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) rows = wb_work_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->inspector == NULL)
    return;
  gtk_spinner_stop (self->spinner);
  if (error != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->search), "error");
      say_wrong (self, error);
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->search), "error");
  wb_sheet_set_rows (self->sheet, rows);
  wb_grid_set_sorted (self->grid, self->wish.sort, self->wish.descending);
  show_status (self);
}

static void
find_rows (WbDataPage *self)
{
  if (self->sheet == NULL)
    return;
  g_cancellable_cancel (self->finding);
  g_object_unref (self->finding);
  self->finding = g_cancellable_new ();
  g_free (self->wish.conditions);
  self->wish.conditions = g_strdup (gtk_editable_get_text (self->search));
  gtk_spinner_start (self->spinner);
  wb_rows_start (self, wb_sheet_get_table (self->sheet), &self->wish, self->finding, on_found,
                 NULL);
}

static void
sort_by (WbDataPage *self, int column, gboolean descending)
{
  self->wish.sort = column;
  self->wish.descending = descending;
  find_rows (self);
}

/* Menu of a column */

static guint
get_menu_column (WbDataPage *self)
{
  gsize row;
  guint column = 0;

  wb_grid_get_cursor (self->grid, &row, &column);

  return column;
}

static void
do_sort (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  const char *how = g_variant_get_string (parameter, NULL);

  sort_by (self, g_str_equal (how, "none") ? -1 : (int) get_menu_column (self),
           g_str_equal (how, "descending"));
}

static void
do_freeze (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);

  wb_grid_set_frozen (self->grid,
                      wb_grid_get_frozen (self->grid) > 0 ? 0 : get_menu_column (self) + 1);
}

static void
set_hidden (WbDataPage *self, guint column, gboolean hidden)
{
  guint n = wb_sheet_get_n_columns (self->sheet);
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n; i++)
    if (i == column ? !hidden : wb_grid_is_column_shown (self->grid, i))
      g_array_append_val (columns, i);
  if (columns->len > 0)
    wb_grid_set_columns (self->grid, (const guint *) columns->data, columns->len);
}

static void
do_hide (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);

  set_hidden (self, get_menu_column (self), TRUE);
}

/* A filter by the value of the cell the cursor is in. */
static void
do_filter_cell (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  TnTable *table = wb_sheet_get_table (self->sheet);
  guint column;
  gsize row;
  g_autofree char *cell = NULL;
  g_autofree char *text = NULL;

  if (!wb_grid_get_cursor (self->grid, &row, &column))
    return;
  cell = tn_column_dup_cell (tn_table_get_column (table, column),
                             wb_sheet_get_table_row (self->sheet, row), NULL);
  text = cell != NULL
             ? g_strdup_printf ("\"%s\" = \"%s\"", tn_table_get_field (table, column)->name, cell)
             : g_strdup_printf ("\"%s\" is missing", tn_table_get_field (table, column)->name);
  gtk_editable_set_text (self->search, text);
}

static GMenu *
make_column_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) sort = g_menu_new ();
  g_autoptr (GMenu) show = g_menu_new ();

  g_menu_append (sort, wb_say (N_ ("Sort, smallest first")), "page.sort::ascending");
  g_menu_append (sort, wb_say (N_ ("Sort, largest first")), "page.sort::descending");
  g_menu_append (sort, wb_say (N_ ("As in the file")), "page.sort::none");
  g_menu_append (show, wb_say (N_ ("Only rows like this cell")), "page.filter-cell");
  g_menu_append (show, wb_say (N_ ("Keep columns up to here in view")), "page.freeze");
  g_menu_append (show, wb_say (N_ ("Hide the column")), "page.hide");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (sort));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (show));

  return menu;
}

static void
on_menu_closed (GtkPopover *popover, gpointer user_data)
{
  g_idle_add_once ((GSourceOnceFunc) gtk_widget_unparent, popover);
}

static void
on_column_menu (WbGrid *grid, guint column, int x, int y, WbDataPage *self)
{
  g_autoptr (GMenu) menu = make_column_menu ();
  GtkWidget *popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  double at_x, at_y;

  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  if (gtk_widget_translate_coordinates (GTK_WIDGET (grid), GTK_WIDGET (self), x, y, &at_x, &at_y))
    gtk_popover_set_pointing_to (GTK_POPOVER (popover),
                                 &(GdkRectangle){ (int) at_x, (int) at_y, 1, 1 });
  g_signal_connect (popover, "closed", G_CALLBACK (on_menu_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

/* Column chooser */

static void
on_column_toggled (GtkCheckButton *button, WbDataPage *self)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "column"));

  set_hidden (self, column, !gtk_check_button_get_active (button));
}

static void
fill_chooser (WbDataPage *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  TnTable *table = wb_sheet_get_table (self->sheet);

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      g_autofree char *name = tn_field_say (tn_table_get_field (table, i), wb_language ());
      GtkWidget *button = gtk_check_button_new_with_label (name);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (button),
                                   wb_grid_is_column_shown (self->grid, i));
      g_object_set_data (G_OBJECT (button), "column", GUINT_TO_POINTER (i));
      g_signal_connect (button, "toggled", G_CALLBACK (on_column_toggled), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 400);
  gtk_popover_set_child (GTK_POPOVER (popover), scrolled);
  gtk_menu_button_set_popover (self->columns_button, popover);
}

/* Loading */

typedef struct
{
  TnProject *project;
  char *name;
  gint64 problems; /* table of problem rows, 0 for the rows */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_project_unref (self->project);
  g_free (self->name);
  g_free (self);
}

static gpointer
load_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;

  return request->problems != 0 ? tn_project_load_table (request->project, request->problems, error)
                                : tn_project_load_dataset (request->project, request->name, error);
}

static void
set_sheet (WbDataPage *self, TnTable *table)
{
  if (self->sheet != NULL)
    g_signal_handlers_disconnect_by_data (self->sheet, self);
  g_clear_object (&self->sheet);
  self->sheet = wb_sheet_new (table);
  g_signal_connect (self->sheet, "changed", G_CALLBACK (on_sheet_changed), self);
  wb_grid_set_sheet (self->grid, self->sheet);
  self->wish.sort = -1;
  fill_chooser (self);
  show_status (self);
  inspect (self, self->inspected > 0 && self->inspected < tn_table_get_n_columns (table)
                     ? (guint) self->inspected
                     : 0);
  if (*gtk_editable_get_text (self->search) != '\0')
    find_rows (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbDataPage *self = WB_DATA_PAGE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TnTable) table = wb_work_finish (result, &error);

  if (self->inspector == NULL)
    return;
  if (table == NULL)
    {
      wb_project_fail (self->project, error);
      return;
    }
  set_sheet (self, table);
}

static void
load (WbDataPage *self, const TnDataset *dataset)
{
  Request *request = g_new0 (Request, 1);

  g_cancellable_cancel (self->loading);
  g_object_unref (self->loading);
  self->loading = g_cancellable_new ();
  request->project = tn_project_ref (wb_project_get_store (self->project));
  request->name = g_strdup (dataset->name);
  request->problems = self->problems ? dataset->problems : 0;
  wb_work_start (WB_LANE_LOOK, self, load_in_worker, request, request_free,
                 (GDestroyNotify) tn_table_unref, self->loading, on_loaded, NULL);
}

static char *
digest (const TnDataset *dataset, const WbState *state, gboolean problems)
{
  g_autofree char *undo = wb_say_message (state->undo);

  return g_strdup_printf ("%" G_GINT64_FORMAT "/%d/%s", dataset->table, problems, undo);
}

/* How it was read can be corrected where that is known. */
static void
show_again (WbDataPage *self, const TnDataset *dataset, const WbState *state)
{
  g_autoptr (GPtrArray) origins = tn_dataset_get_origins (dataset, NULL);

  gtk_widget_set_visible (self->again, origins != NULL && !state->read_only);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->again), "s", dataset->name);
}

static void
show_dataset (WbDataPage *self, const TnDataset *dataset)
{
  const WbState *state = wb_project_get_state (self->project);
  g_autofree char *now = NULL;
  g_autofree char *tab =
      wb_say_count (TN_PLURAL ("Problems {n}", "Problems {n}"), "n", dataset->n_problem_rows);

  if (g_strcmp0 (self->shown, dataset->name) != 0)
    {
      self->inspected = -1;
      self->problems = FALSE;
      gtk_toggle_button_set_active (self->rows_tab, TRUE);
      gtk_editable_set_text (self->search, "");
    }
  gtk_button_set_label (GTK_BUTTON (self->problems_tab), tab);
  gtk_widget_set_visible (self->tabs, dataset->n_problem_rows > 0);
  show_again (self, dataset, state);
  now = digest (dataset, state, self->problems);
  if (g_strcmp0 (self->shown, dataset->name) == 0 && g_strcmp0 (now, self->shown_digest) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (dataset->name);
  g_free (self->shown_digest);
  self->shown_digest = g_steal_pointer (&now);
  load (self, dataset);
}

/* Data sets */

static GtkWidget *
make_row (const TnDataset *dataset)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *rows = wb_say_count (TN_PLURAL ("{n} row", "{n} rows"), "n", dataset->n_rows);
  gint64 n_aside = tn_dataset_count_problem_rows (dataset);
  g_autofree char *problems =
      n_aside > 0
          ? wb_say_count (TN_PLURAL ("{n} row set aside", "{n} rows set aside"), "n", n_aside)
          : g_strdup (wb_say (N_ ("no problems")));
  GtkWidget *name = wb_label_new (dataset->name, "heading");
  GtkWidget *about = wb_label_new (rows, "caption");
  GtkWidget *more = wb_label_new (problems, "caption");

  gtk_widget_add_css_class (about, "dim-label");
  gtk_widget_add_css_class (more, "dim-label");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), about);
  gtk_box_append (GTK_BOX (box), more);

  return box;
}

static const TnDataset *
fill_datasets (WbDataPage *self, const WbState *state)
{
  const TnDataset *shown = NULL;

  self->filling = TRUE;
  wb_list_clear (self->datasets);
  for (guint i = 0; i < state->datasets->len; i++)
    {
      const TnDataset *dataset = g_ptr_array_index (state->datasets, i);

      gtk_list_box_append (self->datasets, make_row (dataset));
      if (shown == NULL || g_strcmp0 (dataset->name, self->shown) == 0)
        {
          shown = dataset;
          gtk_list_box_select_row (self->datasets,
                                   gtk_list_box_get_row_at_index (self->datasets, i));
        }
    }
  self->filling = FALSE;

  return shown;
}

static void
on_changed (WbProject *project, WbDataPage *self)
{
  const WbState *state = wb_project_get_state (project);
  const TnDataset *shown = fill_datasets (self, state);

  gtk_stack_set_visible_child_name (self->stack, shown != NULL ? "data" : "empty");
  if (shown != NULL)
    show_dataset (self, shown);
}

static void
on_dataset_selected (GtkListBox *list, GtkListBoxRow *row, WbDataPage *self)
{
  const WbState *state;

  /* The list lets go of its rows when it ends, too. */
  if (self->filling || row == NULL || self->project == NULL)
    return;
  state = wb_project_get_state (self->project);
  show_dataset (self, g_ptr_array_index (state->datasets, gtk_list_box_row_get_index (row)));
}

static void
on_tab (GtkToggleButton *tab, WbDataPage *self)
{
  const TnDataset *dataset =
      self->shown != NULL
          ? wb_state_find_dataset (wb_project_get_state (self->project), self->shown)
          : NULL;

  self->problems = gtk_toggle_button_get_active (self->problems_tab);
  if (dataset != NULL)
    show_dataset (self, dataset);
}

/* Jumping */

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
  gtk_widget_grab_focus (GTK_WIDGET (WB_DATA_PAGE (widget)->search));
}

static void
do_jump (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (WB_DATA_PAGE (widget)->jump));
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
  g_free (self->shown_digest);
  g_free (self->wish.conditions);
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
  gtk_widget_class_install_action (widget_class, "page.sort", "s", do_sort);
  gtk_widget_class_install_action (widget_class, "page.freeze", NULL, do_freeze);
  gtk_widget_class_install_action (widget_class, "page.hide", NULL, do_hide);
  gtk_widget_class_install_action (widget_class, "page.filter-cell", NULL, do_filter_cell);
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
  self->search = wb_ui_get (ui, "search");
  self->columns_button = wb_ui_get (ui, "columns_button");
  self->status = wb_ui_get (ui, "status");
  self->spinner = wb_ui_get (ui, "spinner");
  self->jump = wb_ui_get (ui, "jump");
  self->grid = WB_GRID (wb_grid_new ());
  gtk_scrolled_window_set_child (wb_ui_get (ui, "scrolled"), GTK_WIDGET (self->grid));
}

static void
name_widgets (WbDataPage *self, GtkBuilder *ui)
{
  wb_name_widget (wb_ui_get (ui, "add"), wb_say (N_ ("Import a file…")));
  wb_name_widget (self->columns_button, wb_say (N_ ("Choose columns")));
  wb_name_widget (self->jump, wb_say (N_ ("Jump to a row")));
  wb_name_widget (self->search, wb_say (N_ ("Find rows")));
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
  g_signal_connect (self->datasets, "row-selected", G_CALLBACK (on_dataset_selected), self);
  g_signal_connect (self->problems_tab, "toggled", G_CALLBACK (on_tab), self);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (find_rows), self);
  g_signal_connect (self->grid, "column-chosen", G_CALLBACK (on_column_chosen), self);
  g_signal_connect (self->grid, "column-menu", G_CALLBACK (on_column_menu), self);
  g_signal_connect (self->jump, "activate", G_CALLBACK (on_jump), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
wb_data_page_new (WbProject *project)
{
  WbDataPage *self = g_object_new (WB_TYPE_DATA_PAGE, NULL);

  self->project = g_object_ref (project);
  g_signal_connect (project, "changed", G_CALLBACK (on_changed), self);
  on_changed (project, self);

  return GTK_WIDGET (self);
}
