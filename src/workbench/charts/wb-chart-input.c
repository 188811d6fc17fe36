/* wb-chart-input.c: pointer, touch and keys of a chart
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-chart-view-private.h"

#define WHEEL_STEP 1.25
#define KEY_STEP   1.5
#define MOVE_STEP  0.2 /* of the plot */
#define LEAST_DRAG 6.0

/* Pointer */

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, WbChartView *self)
{
  TnFigure *figure = _wb_chart_get_figure (self);
  TnHit hit;

  self->pointer_x = x;
  self->pointer_y = y;
  if (figure == NULL || self->is_dragging || self->menu != NULL)
    return;
  if (tn_figure_find (figure, x, y, &hit))
    _wb_chart_set_hit (self, &hit, FALSE);
  else if (!self->by_keys)
    _wb_chart_set_hit (self, NULL, FALSE);
}

static void
on_leave (GtkEventControllerMotion *controller, WbChartView *self)
{
  if (!self->by_keys && self->menu == NULL)
    _wb_chart_set_hit (self, NULL, FALSE);
}

static void
on_focus_left (GtkEventControllerFocus *controller, WbChartView *self)
{
  if (self->by_keys && self->menu == NULL)
    _wb_chart_set_hit (self, NULL, FALSE);
}

static gboolean
zoom_at (WbChartView *self, double x, double y, double factor)
{
  TnFigure *figure = _wb_chart_get_figure (self);
  gssize panel = figure != NULL ? tn_figure_find_panel (figure, x, y) : -1;
  TnZoom zoom;

  if (panel < 0 || !tn_figure_zoom_by (figure, (guint) panel, x, y, factor, &zoom))
    return FALSE;
  _wb_chart_set_zoom (self, &zoom);

  return TRUE;
}

/* Only with Ctrl: the wheel alone belongs to the page. A turn of the wheel has no place of its own,
 * so it is where the pointer was last. */
static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, WbChartView *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (!(state & GDK_CONTROL_MASK))
    return FALSE;
  if (dy != 0)
    zoom_at (self, self->pointer_x, self->pointer_y, pow (WHEEL_STEP, -dy));

  return TRUE;
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, WbChartView *self)
{
  self->pinch = 1;
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, WbChartView *self)
{
  double x, y;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y) || !(scale > 0))
    return;
  zoom_at (self, x, y, scale / self->pinch);
  self->pinch = scale;
}

/* Dragging marks a part: the whole height where it is nearly level, and the other way round. */
static void
mark_part (WbChartView *self, double x, double y, double dx, double dy)
{
  cairo_rectangle_t plot;

  if (!tn_figure_get_plot (self->figure, (guint) self->panel, &plot))
    return;
  self->marked = (cairo_rectangle_t){ MIN (x, x + dx), MIN (y, y + dy), fabs (dx), fabs (dy) };
  if (fabs (dy) < 0.25 * fabs (dx))
    {
      self->marked.y = plot.y;
      self->marked.height = plot.height;
    }
  else if (fabs (dx) < 0.25 * fabs (dy))
    {
      self->marked.x = plot.x;
      self->marked.width = plot.width;
    }
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, WbChartView *self)
{
  TnFigure *figure = _wb_chart_get_figure (self);
  GdkDevice *device = gtk_gesture_get_device (GTK_GESTURE (gesture));

  self->panel = figure != NULL ? tn_figure_find_panel (figure, x, y) : -1;
  /* A finger that moves scrolls the page. */
  if (self->panel < 0 ||
      (device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, WbChartView *self)
{
  double x, y;

  if (self->panel < 0 || _wb_chart_get_figure (self) == NULL || hypot (dx, dy) < LEAST_DRAG ||
      !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  self->is_dragging = TRUE;
  mark_part (self, x, y, dx, dy);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, WbChartView *self)
{
  TnFigure *figure = _wb_chart_get_figure (self);
  TnZoom zoom;

  if (!self->is_dragging)
    return;
  self->is_dragging = FALSE;
  if (figure != NULL && tn_figure_zoom_to (figure, (guint) self->panel, &self->marked, &zoom))
    _wb_chart_set_zoom (self, &zoom);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_cancel (GtkGesture *gesture, GdkEventSequence *sequence, WbChartView *self)
{
  self->is_dragging = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_pressed (GtkGestureClick *gesture, int n, double x, double y, WbChartView *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (button == GDK_BUTTON_SECONDARY)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      _wb_chart_show_menu (self, x, y);
    }
  else if (button == GDK_BUTTON_PRIMARY && n == 2)
    _wb_chart_reset_zoom (self);
}

static void
on_long_press (GtkGestureLongPress *gesture, double x, double y, WbChartView *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  _wb_chart_show_menu (self, x, y);
}

/* Keys */

static gboolean
walk (WbChartView *self, TnWalk way)
{
  TnFigure *figure = _wb_chart_get_figure (self);
  TnHit hit = self->hit;

  if (figure == NULL)
    return FALSE;
  if (!tn_figure_walk (figure, self->has_hit ? way : TN_WALK_FIRST, &hit))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return TRUE;
    }
  _wb_chart_set_hit (self, &hit, TRUE);

  return TRUE;
}

/* The middle of the first panel, or the value that is spoken of. */
static gboolean
get_anchor (WbChartView *self, guint *panel, double *x, double *y)
{
  TnFigure *figure = _wb_chart_get_figure (self);
  cairo_rectangle_t plot;

  *panel = self->has_hit ? self->hit.panel : !tn_zoom_is_whole (&self->zoom) ? self->zoom.panel : 0;
  if (figure == NULL || !tn_figure_get_plot (figure, *panel, &plot))
    return FALSE;
  *x = self->has_hit ? self->hit.x : plot.x + plot.width / 2;
  *y = self->has_hit ? self->hit.y : plot.y + plot.height / 2;

  return TRUE;
}

gboolean
_wb_chart_zoom_step (WbChartView *self, double factor)
{
  TnZoom zoom;
  guint panel;
  double x, y;

  if (get_anchor (self, &panel, &x, &y) &&
      tn_figure_zoom_by (self->figure, panel, x, y, factor, &zoom))
    _wb_chart_set_zoom (self, &zoom);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));

  return TRUE;
}

static gboolean
move (WbChartView *self, int x_way, int y_way)
{
  cairo_rectangle_t plot;
  TnZoom zoom;
  guint panel;
  double x, y;

  if (get_anchor (self, &panel, &x, &y) && tn_figure_get_plot (self->figure, panel, &plot) &&
      tn_figure_move_by (self->figure, panel, -x_way * MOVE_STEP * plot.width,
                         -y_way * MOVE_STEP * plot.height, &zoom))
    _wb_chart_set_zoom (self, &zoom);

  return TRUE;
}

static gboolean
on_arrow (WbChartView *self, guint key, GdkModifierType state)
{
  gboolean moves = (state & GDK_CONTROL_MASK) != 0;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      return moves ? move (self, -1, 0) : walk (self, TN_WALK_LEFT);
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      return moves ? move (self, 1, 0) : walk (self, TN_WALK_RIGHT);
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      return moves ? move (self, 0, -1) : walk (self, TN_WALK_UP);
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      return moves ? move (self, 0, 1) : walk (self, TN_WALK_DOWN);
    default:
      return FALSE;
    }
}

static gboolean
on_menu_key (WbChartView *self)
{
  _wb_chart_show_menu (self,
                       self->has_hit ? self->hit.x : gtk_widget_get_width (GTK_WIDGET (self)) / 2,
                       self->has_hit ? self->hit.y : gtk_widget_get_height (GTK_WIDGET (self)) / 2);

  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        WbChartView *self)
{
  if (state & GDK_ALT_MASK)
    return FALSE;
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      return _wb_chart_zoom_step (self, KEY_STEP);
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      return _wb_chart_zoom_step (self, 1 / KEY_STEP);
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      _wb_chart_reset_zoom (self);
      return TRUE;
    case GDK_KEY_Menu:
      return on_menu_key (self);
    case GDK_KEY_F10:
      return (state & GDK_SHIFT_MASK) != 0 && on_menu_key (self);
    case GDK_KEY_c:
      if (!(state & GDK_CONTROL_MASK))
        return FALSE;
      gtk_widget_activate_action (GTK_WIDGET (self), "chart.copy", NULL);
      return TRUE;
    case GDK_KEY_Escape:
      if (!self->has_hit)
        return FALSE;
      _wb_chart_set_hit (self, NULL, FALSE);
      return TRUE;
    default:
      return on_arrow (self, key, state);
    }
}

static void
add (WbChartView *self, gpointer controller)
{
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
listen_to_pointer (WbChartView *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_cancel), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  add (self, motion);
  add (self, scroll);
  add (self, drag);
  add (self, click);
}

static void
listen_to_touch (WbChartView *self)
{
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();

  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (on_long_press), self);
  add (self, pinch);
  add (self, press);
}

/* For the constructor. */
void
_wb_chart_listen (WbChartView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_focus_left), self);
  add (self, keys);
  add (self, focus);
  listen_to_pointer (self);
  listen_to_touch (self);
}
