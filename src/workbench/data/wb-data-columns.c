/* wb-data-columns.c: what is done to columns on the data page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-data-private.h"
#include "wb-filter-offers.h"
#include "wb-ui.h"

#define WIDTH_STEP 40

/* Keeping */

void
_wb_data_store_view (WbDataPage *self, TnMessage *label)
{
  TnEdit *edit;

  if (!_wb_data_can_change (self) || self->sheet == NULL)
    {
      tn_message_unref (label);
      return;
    }
  g_clear_pointer (&self->pending, wb_view_free);
  g_clear_pointer (&self->view, wb_view_free);
  self->pending = wb_view_new_from_grid (self->grid, self->wish.sort, self->wish.descending);
  self->view = wb_view_new_from_grid (self->grid, self->wish.sort, self->wish.descending);
  self->n_awaited = 4;
  edit = tn_edit_new (label);
  wb_view_store (self->view, edit, self->shown);
  wb_project_edit (self->project, edit);
}

static char *
say_column (WbDataPage *self, guint column)
{
  return tn_field_say (tn_table_get_field (wb_sheet_get_table (self->sheet), column),
                       wb_language ());
}

/* @sentence: about {column} */
static void
store_about (WbDataPage *self, const char *sentence, guint column)
{
  g_autofree char *name = say_column (self, column);

  _wb_data_store_view (self, tn_message_text (tn_message_new (sentence), "column", name));
}

static void
on_arranged (WbGrid *grid, guint column, gboolean moved, WbDataPage *self)
{
  store_about (self, moved ? N_ ("Move column {column}") : N_ ("Size column {column}"), column);
}

static void
on_column_chosen (WbGrid *grid, guint column, WbDataPage *self)
{
  _wb_data_inspect (self, column);
}

/* Where the inspector lies over the rows it comes forward only when it is asked for. */
static void
on_column_opened (WbGrid *grid, guint column, WbDataPage *self)
{
  if (self->inspected != column)
    _wb_data_inspect (self, column);
  adw_flap_set_reveal_flap (self->right, TRUE);
}

static guint
get_menu_column (WbDataPage *self)
{
  gsize row;
  guint column = 0;

  wb_grid_get_cursor (self->grid, &row, &column);

  return column;
}

/* Actions */

static void
do_sort (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  const char *how = g_variant_get_string (parameter, NULL);
  guint column = get_menu_column (self);

  if (self->sheet == NULL)
    return;
  self->wish.sort = g_str_equal (how, "none") ? -1 : (int) column;
  self->wish.descending = g_str_equal (how, "descending");
  _wb_data_find_rows (self);
  if (self->wish.sort >= 0)
    store_about (self, N_ ("Sort by {column}"), column);
  else
    _wb_data_store_view (self, tn_message_new (N_ ("Sort as in the file")));
}

static void
do_freeze (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  guint column = get_menu_column (self), n;
  const guint *shown = wb_grid_get_columns (self->grid, &n);
  guint place = 0;

  if (self->sheet == NULL)
    return;
  while (place < n && shown[place] != column)
    place++;
  wb_grid_set_frozen (self->grid, wb_grid_get_frozen (self->grid) > 0 ? 0 : place + 1);
  if (wb_grid_get_frozen (self->grid) > 0)
    store_about (self, N_ ("Keep columns up to {column} in view"), column);
  else
    _wb_data_store_view (self, tn_message_new (N_ ("Let all columns scroll")));
}

static gboolean
is_among (guint column, const guint *columns, guint n)
{
  for (guint i = 0; i < n; i++)
    if (columns[i] == column)
      return TRUE;

  return FALSE;
}

/* Columns shown keep their order; one that comes back stands where the file has it. */
void
_wb_data_set_hidden (WbDataPage *self, const guint *columns, guint n, gboolean hidden)
{
  guint n_shown;
  const guint *shown = wb_grid_get_columns (self->grid, &n_shown);
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n_shown; i++)
    if (!hidden || !is_among (shown[i], columns, n))
      g_array_append_val (kept, shown[i]);
  for (guint i = 0; !hidden && i < n; i++)
    {
      guint at = 0;

      if (wb_grid_is_column_shown (self->grid, columns[i]))
        continue;
      while (at < kept->len && g_array_index (kept, guint, at) < columns[i])
        at++;
      g_array_insert_val (kept, at, columns[i]);
    }
  if (kept->len == 0 || kept->len == n_shown)
    return;
  wb_grid_set_columns (self->grid, (const guint *) kept->data, kept->len);
  if (n == 1)
    store_about (self, hidden ? N_ ("Hide column {column}") : N_ ("Show column {column}"),
                 columns[0]);
  else
    _wb_data_store_view (self, tn_message_new (hidden ? N_ ("Hide columns") : N_ ("Show columns")));
}

static void
do_hide (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  g_autoptr (GArray) picked = NULL;

  if (self->sheet == NULL)
    return;
  picked = wb_grid_get_picked (self->grid);
  _wb_data_set_hidden (self, (const guint *) picked->data, picked->len, TRUE);
}

/* "(ub)": a column of the table, and whether it is shown; all of them with a number beyond. */
static void
do_show_column (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint));
  guint column;
  gboolean shown;

  if (self->sheet == NULL)
    return;
  g_variant_get (parameter, "(ub)", &column, &shown);
  if (column < wb_sheet_get_n_columns (self->sheet))
    {
      _wb_data_set_hidden (self, &column, 1, !shown);
      return;
    }
  for (guint i = 0; i < wb_sheet_get_n_columns (self->sheet); i++)
    g_array_append_val (all, i);
  _wb_data_set_hidden (self, (const guint *) all->data, all->len, FALSE);
}

static void
do_move (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);

  if (self->sheet != NULL && wb_grid_move_picked (self->grid, g_variant_get_int32 (parameter)))
    store_about (self, N_ ("Move column {column}"), get_menu_column (self));
}

/* Steps of a width; 0 as wide as what is in view wants it. */
static void
do_size (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  int by = g_variant_get_int32 (parameter);
  g_autoptr (GArray) picked = NULL;

  if (self->sheet == NULL)
    return;
  picked = wb_grid_get_picked (self->grid);
  for (guint i = 0; i < picked->len; i++)
    {
      guint column = g_array_index (picked, guint, i);

      if (by == 0)
        wb_grid_fit_width (self->grid, column);
      else
        wb_grid_set_width (self->grid, column,
                           MAX (wb_grid_get_width (self->grid, column) + by * WIDTH_STEP, 1));
    }
  store_about (self, N_ ("Size column {column}"), get_menu_column (self));
}

/* A cell as a condition has it. */
static char *
dup_cell (WbDataPage *self, gsize row, guint column)
{
  TnTable *table = wb_sheet_get_table (self->sheet);
  TnColumn *data = tn_table_get_column (table, column);
  const char *zone = tn_table_get_field (table, column)->zone;
  gsize at = wb_sheet_get_table_row (self->sheet, row);
  g_autoptr (TnChunk) chunk = NULL;
  g_autoptr (GDateTime) day = NULL;

  if (tn_column_get_column_type (data) != TN_COLUMN_TIME)
    return tn_column_dup_cell (data, at, NULL);
  chunk = tn_column_get_chunk (data, at / TN_CHUNK_ROWS, NULL);
  if (chunk == NULL || chunk->time[at % TN_CHUNK_ROWS] == TN_TIME_MISSING)
    return NULL;
  day = g_date_time_new_from_unix_utc (tn_zone_to_local (zone, chunk->time[at % TN_CHUNK_ROWS]) /
                                       G_USEC_PER_SEC);

  return day != NULL ? g_date_time_format (day, "%Y-%m-%d") : NULL;
}

static void
do_filter_cell (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);
  guint column;
  gsize row;
  g_autofree char *cell = NULL;
  g_autofree char *text = NULL;

  if (self->sheet == NULL || !wb_grid_get_cursor (self->grid, &row, &column))
    return;
  cell = dup_cell (self, row, column);
  text = wb_filter_say (self->sheet, column, cell != NULL ? "condition|is" : "condition|is missing",
                        cell);
  wb_filter_bar_add (self->search, column, text);
}

static void
do_copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  wb_grid_copy (WB_DATA_PAGE (widget)->grid);
}

static void
do_open_column (GtkWidget *widget, const char *name, GVariant *parameter)
{
  WbDataPage *self = WB_DATA_PAGE (widget);

  on_column_opened (self->grid, get_menu_column (self), self);
  gtk_widget_child_focus (self->inspector, GTK_DIR_TAB_FORWARD);
}

/* Menu of a column */

static void
append (GMenu *menu, const char *label, const char *action)
{
  g_menu_append (menu, wb_say (label), action);
}

static GMenu *
make_column_menu (WbDataPage *self)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) sort = g_menu_new ();
  g_autoptr (GMenu) rows = g_menu_new ();
  g_autoptr (GMenu) place = g_menu_new ();
  g_autoptr (GMenu) show = g_menu_new ();

  append (sort, N_ ("Sort, smallest first"), "page.sort::ascending");
  append (sort, N_ ("Sort, largest first"), "page.sort::descending");
  append (sort, N_ ("As in the file"), "page.sort::none");
  append (rows, N_ ("Only rows like this cell"), "page.filter-cell");
  append (rows, N_ ("Copy"), "page.copy");
  append (place, N_ ("Move left"), "page.move(-1)");
  append (place, N_ ("Move right"), "page.move(1)");
  append (place, N_ ("Wider"), "page.size(1)");
  append (place, N_ ("Narrower"), "page.size(-1)");
  append (place, N_ ("As wide as its contents"), "page.size(0)");
  append (show,
          wb_grid_get_frozen (self->grid) > 0 ? N_ ("Let all columns scroll")
                                              : N_ ("Keep columns up to here in view"),
          "page.freeze");
  append (show, N_ ("Hide the column"), "page.hide");
  append (show, N_ ("About the column"), "page.open-column");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (sort));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rows));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (place));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (show));

  return menu;
}

static void
on_column_menu (WbGrid *grid, guint column, int x, int y, WbDataPage *self)
{
  g_autoptr (GMenu) menu = make_column_menu (self);
  GtkWidget *popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  double at_x, at_y;

  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  if (gtk_widget_translate_coordinates (GTK_WIDGET (grid), GTK_WIDGET (self), x, y, &at_x, &at_y))
    gtk_popover_set_pointing_to (GTK_POPOVER (popover),
                                 &(GdkRectangle){ (int) at_x, (int) at_y, 1, 1 });
  g_signal_connect (popover, "closed", G_CALLBACK (wb_popover_drop), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
_wb_data_connect_grid (WbDataPage *self)
{
  g_signal_connect (self->grid, "column-chosen", G_CALLBACK (on_column_chosen), self);
  g_signal_connect (self->grid, "column-opened", G_CALLBACK (on_column_opened), self);
  g_signal_connect (self->grid, "column-menu", G_CALLBACK (on_column_menu), self);
  g_signal_connect (self->grid, "arranged", G_CALLBACK (on_arranged), self);
}

void
_wb_data_add_column_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "page.sort", "s", do_sort);
  gtk_widget_class_install_action (klass, "page.freeze", NULL, do_freeze);
  gtk_widget_class_install_action (klass, "page.hide", NULL, do_hide);
  gtk_widget_class_install_action (klass, "page.show-column", "(ub)", do_show_column);
  gtk_widget_class_install_action (klass, "page.move", "i", do_move);
  gtk_widget_class_install_action (klass, "page.size", "i", do_size);
  gtk_widget_class_install_action (klass, "page.filter-cell", NULL, do_filter_cell);
  gtk_widget_class_install_action (klass, "page.copy", NULL, do_copy);
  gtk_widget_class_install_action (klass, "page.open-column", NULL, do_open_column);
}
