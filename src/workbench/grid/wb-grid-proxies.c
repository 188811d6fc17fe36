/* wb-grid-proxies.c: undrawn rows and cells for screen readers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-grid-private.h"
#include "wb-role.h"
#include "wb-words.h"

/* GTK 4.8 lets nobody else implement GtkAccessible: what works is widgets that are placed and
 * named and never drawn, for what is in view. */

#define WB_TYPE_GRID_PROXY (wb_grid_proxy_get_type ())
G_DECLARE_FINAL_TYPE (WbGridProxy, wb_grid_proxy, WB, GRID_PROXY, GtkWidget)

struct _WbGridProxy
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (WbGridProxy, wb_grid_proxy, GTK_TYPE_WIDGET)

static void
wb_grid_proxy_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (wb_grid_proxy_parent_class)->dispose (object);
}

static void
wb_grid_proxy_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
}

static void
wb_grid_proxy_class_init (WbGridProxyClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_grid_proxy_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = wb_grid_proxy_snapshot;
}

static void
wb_grid_proxy_init (WbGridProxy *self)
{
}

static GtkWidget *
proxy_new (GtkWidget *parent, GtkAccessibleRole role)
{
  GtkWidget *proxy =
      g_object_new (WB_TYPE_GRID_PROXY, "accessible-role", role, "can-target", FALSE, NULL);

  gtk_widget_set_parent (proxy, parent);

  return proxy;
}

static void
place (GtkWidget *proxy, int x, int y, int width, int height)
{
  int least;

  gtk_widget_measure (proxy, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_size_allocate (proxy, &(GtkAllocation){ x, y, width, height }, -1);
}

/* "amount: 12.50, row 3 of 20,065" */
char *
_wb_grid_say_cell (WbGrid *self, guint place, gsize row)
{
  guint column = _wb_grid_get_column (self, place);
  const TnField *field = tn_table_get_field (wb_sheet_get_table (self->sheet), column);
  g_autofree char *name = tn_field_say (field, wb_language ());
  const char *value = NULL;
  TnMessage *message = tn_message_new (N_ ("{column}: {value}, row {row} of {rows}"));
  gboolean there = wb_sheet_peek (self->sheet, column, row, &value);

  message = tn_message_text (message, "column", name);
  message = tn_message_text (message, "value",
                             !there          ? wb_say (N_ ("loading"))
                             : value != NULL ? value
                                             : wb_say (N_ ("missing")));
  message = tn_message_count (message, "row", row + 1);

  return wb_say_take (tn_message_count (message, "rows", wb_sheet_get_n_rows (self->sheet)));
}

static void
name_cell (WbGrid *self, GtkWidget *cell, guint place, gsize row)
{
  g_autofree char *said = _wb_grid_say_cell (self, place, row);

  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

/* "amount, Number, amount of money, 3% missing" */
static void
name_header (WbGrid *self, GtkWidget *header, guint place)
{
  guint column = _wb_grid_get_column (self, place);
  TnTable *table = wb_sheet_get_table (self->sheet);
  const TnField *field = tn_table_get_field (table, column);
  const WbShape *shape = wb_sheet_peek_shape (self->sheet, column);
  g_autofree char *name = tn_field_say (field, wb_language ());
  g_autofree char *missing = NULL;
  const char *parts[6] = { name };
  guint n = 1;
  g_autofree char *said = NULL;

  parts[n++] = wb_type_say (tn_column_get_column_type (tn_table_get_column (table, column)));
  if (field->role != TN_ROLE_NONE)
    parts[n++] = wb_role_say (field->role);
  if (shape != NULL && shape->n_missing > 0)
    parts[n++] = missing = wb_shape_say_missing (shape);
  if (_wb_grid_is_marked (self, column, WB_GRID_FILTERED))
    parts[n++] = wb_say (N_ ("filtered"));
  said = g_strjoinv (", ", (char **) parts);
  gtk_accessible_update_property (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_STATE_SELECTED,
                               _wb_grid_is_marked (self, column, WB_GRID_PICKED), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_PROPERTY_SORT,
                                  self->sorted != (int) column ? GTK_ACCESSIBLE_SORT_NONE
                                  : self->descending           ? GTK_ACCESSIBLE_SORT_DESCENDING
                                                               : GTK_ACCESSIBLE_SORT_ASCENDING,
                                  -1);
}

static void
place_cells (WbGrid *self, GtkWidget *proxy, const WbGridView *view, gsize row)
{
  GtkWidget *cell = gtk_widget_get_first_child (proxy);
  guint n_seen = 0, n_cells = self->n_frozen + view->last_place - view->first_place;

  for (guint i = 0; i < n_cells; i++)
    {
      guint at = i < self->n_frozen ? i : view->first_place + i - self->n_frozen;

      if (cell == NULL)
        cell = proxy_new (proxy, GTK_ACCESSIBLE_ROLE_GRID_CELL);
      place (cell, _wb_grid_get_x (self, at), 0, _wb_grid_get_width (self, at), WB_GRID_ROW);
      name_cell (self, cell, at, row);
      gtk_accessible_update_state (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_STATE_SELECTED,
                                   _wb_grid_is_selected (self, row, at), -1);
      cell = gtk_widget_get_next_sibling (cell);
      n_seen++;
    }
  while (cell != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (cell);

      gtk_widget_unparent (cell);
      cell = next;
    }
}

static void
resize_list (WbGrid *self, GPtrArray *list, guint n, GtkAccessibleRole role)
{
  while (list->len < n)
    g_ptr_array_add (list, proxy_new (GTK_WIDGET (self), role));
  while (list->len > n)
    {
      gtk_widget_unparent (g_ptr_array_index (list, list->len - 1));
      g_ptr_array_set_size (list, list->len - 1);
    }
}

static void
place_headers (WbGrid *self, const WbGridView *view)
{
  guint n = self->n_frozen + view->last_place - view->first_place;

  /* GTK 4.8 tells AT-SPI of a column header as of something without meaning: it would be left out.
   */
  resize_list (self, self->headers, n, GTK_ACCESSIBLE_ROLE_LABEL);
  for (guint i = 0; i < n; i++)
    {
      guint at = i < self->n_frozen ? i : view->first_place + i - self->n_frozen;
      GtkWidget *header = g_ptr_array_index (self->headers, i);

      name_header (self, header, at);
      place (header, _wb_grid_get_x (self, at), 0, _wb_grid_get_width (self, at), WB_GRID_HEADER);
    }
}

void
_wb_grid_place_proxies (WbGrid *self)
{
  WbGridView view;
  guint n_rows;

  if (self->sheet == NULL)
    return;
  _wb_grid_get_view (self, &view);
  place_headers (self, &view);
  n_rows = view.last_row - view.first_row;
  resize_list (self, self->rows, n_rows, GTK_ACCESSIBLE_ROLE_ROW);
  for (guint i = 0; i < n_rows; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      place_cells (self, row, &view, view.first_row + i);
      place (row, 0, (int) _wb_grid_get_y (self, view.first_row + i),
             gtk_widget_get_width (GTK_WIDGET (self)), WB_GRID_ROW);
    }
}

void
_wb_grid_drop_proxies (WbGrid *self)
{
  GPtrArray *lists[] = { self->rows, self->headers };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      for (guint j = 0; j < lists[i]->len; j++)
        gtk_widget_unparent (g_ptr_array_index (lists[i], j));
      g_ptr_array_set_size (lists[i], 0);
    }
}
