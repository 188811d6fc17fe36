/* wb-grid-pointer.c: clicking and dragging in the grid
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "wb-grid-private.h"

#define EDGE      4
#define HELD      8  /* pixels a header is dragged before it moves */
#define NEAR_END  32 /* pixels from the sides in which a dragged header scrolls */
#define PUSH_STEP 24

static gboolean
is_in_columns (WbGrid *self, double x)
{
  int width = g_array_index (self->starts, int, self->columns->len);

  return self->columns->len > 0 && x >= self->gutter &&
         x <= self->gutter + width - _wb_grid_get_scroll (self, GTK_ORIENTATION_HORIZONTAL);
}

/* Choosing */

static void
press_header (WbGrid *self, guint place, GdkModifierType state)
{
  guint column = _wb_grid_get_column (self, place);
  gboolean picked = _wb_grid_is_marked (self, column, WB_GRID_PICKED);

  if ((state & GDK_SHIFT_MASK) != 0)
    _wb_grid_pick_range (self, self->anchor_place, place);
  else if ((state & GDK_CONTROL_MASK) != 0)
    _wb_grid_pick (self, place, !picked);
  else if (!picked)
    _wb_grid_pick_only (self, (int) place);
  if (!_wb_grid_is_empty (self))
    _wb_grid_set_cursor (self, self->row, place, (state & GDK_SHIFT_MASK) != 0);
}

static gboolean
is_on_button (WbGrid *self, guint place, double x)
{
  double end = _wb_grid_get_x (self, place) + _wb_grid_get_width (self, place);

  return x > end - WB_GRID_BUTTON - EDGE;
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, WbGrid *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean is_menu =
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY;
  guint place;
  double row;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->sheet == NULL || !is_in_columns (self, x))
    return;
  place = _wb_grid_find_place (self, x);
  if (y < WB_GRID_HEADER)
    {
      press_header (self, place, state);
      if (is_menu)
        _wb_grid_ask_menu (self, place);
      return;
    }
  row = (y - WB_GRID_HEADER + _wb_grid_get_scroll (self, GTK_ORIENTATION_VERTICAL)) / WB_GRID_ROW;
  if (row >= (double) wb_sheet_get_n_rows (self->sheet))
    return;
  _wb_grid_pick_only (self, -1);
  if (!is_menu || !_wb_grid_is_selected (self, (gsize) row, place))
    _wb_grid_set_cursor (self, (gsize) row, place, (state & GDK_SHIFT_MASK) != 0);
  if (is_menu)
    _wb_grid_ask_menu (self, place);
}

/* A header that was not dragged: its column is to be seen closely, or its menu. */
static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, WbGrid *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  guint place;

  if (self->sheet == NULL || y > WB_GRID_HEADER || y < 0 || !is_in_columns (self, x) ||
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) != GDK_BUTTON_PRIMARY ||
      (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) != 0)
    return;
  place = _wb_grid_find_place (self, x);
  _wb_grid_pick_only (self, (int) place);
  if (y < WB_GRID_BUTTON + 4 && is_on_button (self, place, x))
    _wb_grid_ask_menu (self, place);
  else
    g_signal_emit (self, _wb_grid_get_signal (WB_GRID_COLUMN_OPENED), 0,
                   _wb_grid_get_column (self, place));
}

/* Dragging */

/* The place of the column whose right edge is at @x, or -1. */
static int
find_edge (WbGrid *self, double x, double y)
{
  if (y > WB_GRID_HEADER || self->columns->len == 0)
    return -1;
  for (int side = -EDGE; side <= EDGE; side += EDGE)
    {
      guint place = _wb_grid_find_place (self, x + side);
      int end = _wb_grid_get_x (self, place) + _wb_grid_get_width (self, place);

      if (fabs (end - x) <= EDGE)
        return (int) place;
    }

  return -1;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, WbGrid *self)
{
  self->resized = find_edge (self, x, y);
  self->moved = self->drop = -1;
  if (self->resized >= 0)
    {
      self->resized_width = _wb_grid_get_width (self, (guint) self->resized);
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      return;
    }
  if (self->sheet != NULL && y < WB_GRID_HEADER && is_in_columns (self, x))
    self->moved = (int) _wb_grid_find_place (self, x);
  else
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
push (WbGrid *self, double x)
{
  GtkAdjustment *h = self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL];
  int frozen = self->gutter + g_array_index (self->starts, int, self->n_frozen);
  double step = x > gtk_widget_get_width (GTK_WIDGET (self)) - NEAR_END ? PUSH_STEP
                : x < frozen + NEAR_END                                 ? -PUSH_STEP
                                                                        : 0;

  if (h != NULL && step != 0)
    gtk_adjustment_set_value (h, gtk_adjustment_get_value (h) + step);
}

static void
drag_header (WbGrid *self, GtkGestureDrag *gesture, double by)
{
  double begin, y, x;
  guint place;

  gtk_gesture_drag_get_start_point (gesture, &begin, &y);
  x = begin + by;
  if (self->drop < 0 && fabs (by) < HELD)
    return;
  if (self->drop < 0)
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  push (self, x);
  place = _wb_grid_find_place (self, CLAMP (x, self->gutter, 1e6));
  if (x > _wb_grid_get_x (self, place) + _wb_grid_get_width (self, place) / 2)
    place++;
  self->drop = (int) MIN (place, self->columns->len);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_update (GtkGestureDrag *gesture, double x, double y, WbGrid *self)
{
  if (self->resized >= 0)
    wb_grid_set_width (self, _wb_grid_get_column (self, (guint) self->resized),
                       self->resized_width + (int) x);
  else if (self->moved >= 0)
    drag_header (self, gesture, x);
}

/* The dragged column, and those chosen with it, stand before the place where it was let go. */
static void
drop_columns (WbGrid *self)
{
  guint column = _wb_grid_get_column (self, (guint) self->moved);
  g_autoptr (GArray) picked = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  guint before = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      guint at = _wb_grid_get_column (self, i);
      gboolean goes = at == column || (_wb_grid_is_marked (self, column, WB_GRID_PICKED) &&
                                       _wb_grid_is_marked (self, at, WB_GRID_PICKED));

      g_array_append_val (goes ? picked : order, at);
      if (!goes && (int) i < self->drop)
        before++;
    }
  g_array_insert_vals (order, before, picked->data, picked->len);
  if (memcmp (order->data, self->columns->data, order->len * sizeof (guint)) == 0)
    return;
  wb_grid_set_columns (self, (const guint *) order->data, order->len);
  g_signal_emit (self, _wb_grid_get_signal (WB_GRID_ARRANGED), 0, column, TRUE);
}

static void
on_drag_end (GtkGestureDrag *gesture, double x, double y, WbGrid *self)
{
  int resized = self->resized;

  self->resized = -1;
  if (resized >= 0 && fabs (x) >= 1)
    g_signal_emit (self, _wb_grid_get_signal (WB_GRID_ARRANGED), 0,
                   _wb_grid_get_column (self, (guint) resized), FALSE);
  if (self->moved >= 0 && self->drop >= 0)
    drop_columns (self);
  self->moved = self->drop = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Moving over */

static void
set_hovered (WbGrid *self, int place)
{
  if (self->hovered == place)
    return;
  self->hovered = place;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, WbGrid *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   find_edge (self, x, y) >= 0 ? "col-resize" : NULL);
  set_hovered (self, y < WB_GRID_HEADER && is_in_columns (self, x)
                         ? (int) _wb_grid_find_place (self, x)
                         : -1);
}

static void
on_leave (GtkEventControllerMotion *controller, WbGrid *self)
{
  set_hovered (self, -1);
}

/* What is cut off in a header is told whole. */
static gboolean
on_query_tooltip (WbGrid *self,
                  int x,
                  int y,
                  gboolean keyboard,
                  GtkTooltip *tooltip,
                  gpointer user_data)
{
  const TnField *field;

  if (keyboard || self->sheet == NULL || y > WB_GRID_HEADER || !is_in_columns (self, x))
    return FALSE;
  field = tn_table_get_field (wb_sheet_get_table (self->sheet),
                              _wb_grid_get_column (self, _wb_grid_find_place (self, x)));
  gtk_tooltip_set_text (tooltip, field->name);

  return TRUE;
}

void
_wb_grid_add_pointer (WbGrid *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
}
