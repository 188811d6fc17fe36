/* wb-grid-proxies.c: undrawn rows and cells for screen readers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-grid-private.h"
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
static void
name_cell (WbGrid *self, GtkWidget *cell, guint place_in_grid, gsize row)
{
  guint column = g_array_index (self->columns, guint, place_in_grid);
  const TnField *field = tn_table_get_field (wb_sheet_get_table (self->sheet), column);
  g_autofree char *name = tn_field_say (field, wb_language ());
  const char *value = NULL;
  TnMessage *message = tn_message_new (N_ ("{column}: {value}, row {row} of {rows}"));
  g_autofree char *said = NULL;
  gboolean there = wb_sheet_peek (self->sheet, column, row, &value);

  message = tn_message_text (message, "column", name);
  message = tn_message_text (message, "value",
                             !there          ? wb_say (N_ ("loading"))
                             : value != NULL ? value
                                             : wb_say (N_ ("missing")));
  message = tn_message_count (message, "row", row + 1);
  said = wb_say_take (tn_message_count (message, "rows", wb_sheet_get_n_rows (self->sheet)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
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

void
_wb_grid_place_proxies (WbGrid *self)
{
  WbGridView view;
  guint n_rows;

  if (self->sheet == NULL)
    return;
  _wb_grid_get_view (self, &view);
  n_rows = view.last_row - view.first_row;
  while (self->rows->len < n_rows)
    g_ptr_array_add (self->rows, proxy_new (GTK_WIDGET (self), GTK_ACCESSIBLE_ROLE_ROW));
  while (self->rows->len > n_rows)
    {
      gtk_widget_unparent (g_ptr_array_index (self->rows, self->rows->len - 1));
      g_ptr_array_set_size (self->rows, self->rows->len - 1);
    }
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
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}
