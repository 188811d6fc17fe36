/* wb-canvas-pointer.c: pointer, wheel and pinch
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-canvas-private.h"

#define WHEEL_STEP 60
#define NEAR       6

static void
to_scene (WbCanvas *self, double wx, double wy, double *x, double *y)
{
  wb_canvas_to_scene (self, wx, wy, x, y);
}

static int
find_card_at (WbCanvas *self, double wx, double wy)
{
  double x, y;

  to_scene (self, wx, wy, &x, &y);

  return wb_scene_find_card (self->scene, x, y);
}

/* Dragging cards */

static void
move_chosen (WbCanvas *self, double dx, double dy)
{
  for (guint i = 0; i < self->scene->n_cards; i++)
    if (wb_steps_is_chosen (self->steps, _wb_canvas_get_id (self, i)))
      wb_scene_move (self->scene, i, self->scene->cards[i].box.x + dx - self->drag_x,
                     self->scene->cards[i].box.y + dy - self->drag_y);
  self->drag_x = dx;
  self->drag_y = dy;
  wb_scene_update_links (self->scene);
}

static gboolean
has_links (const WbScene *scene, guint card)
{
  for (guint i = 0; i < scene->n_links; i++)
    if (scene->links[i].from == card || scene->links[i].to == card)
      return TRUE;

  return FALSE;
}

/* One that is linked to nothing goes into the link it is dropped on. */
static void
look_for_link (WbCanvas *self, double wx, double wy)
{
  int card = _wb_canvas_get_card (self);
  g_autoptr (GPtrArray) chosen = wb_steps_list_chosen (self->steps);
  double x, y;

  self->insert = -1;
  if (card < 0 || chosen->len != 1 || has_links (self->scene, (guint) card))
    return;
  to_scene (self, wx, wy, &x, &y);
  self->insert = wb_scene_find_link (self->scene, x, y, TN_CARD_HEIGHT / 3.0);
}

/* The cards are where the board has them again. */
static void
take_back (WbCanvas *self)
{
  WbScene *old = self->scene;

  self->scene = wb_scene_new (old->graph, old->board);
  wb_scene_free (old);
  _wb_canvas_view_changed (self);
}

static void
end_cards (WbCanvas *self)
{
  const char *chosen = wb_steps_get_chosen (self->steps);
  gboolean moved = fabs (self->drag_x) + fabs (self->drag_y) > 0;
  int insert = self->insert;

  self->insert = -1;
  if (!moved && self->group >= 0)
    _wb_canvas_fold_group (self, (guint) self->group);
  if (!moved)
    return;
  if (insert < 0 || !_wb_canvas_insert_into (self, (guint) insert, chosen))
    _wb_canvas_put_places (self);
  _wb_canvas_view_changed (self);
}

/* The marquee */

static void
end_marquee (WbCanvas *self)
{
  double x0, y0, x1, y1;
  TnBox box;
  g_autoptr (GPtrArray) inside = g_ptr_array_new ();

  to_scene (self, MIN (self->start_x, self->pointer_x), MIN (self->start_y, self->pointer_y), &x0,
            &y0);
  to_scene (self, MAX (self->start_x, self->pointer_x), MAX (self->start_y, self->pointer_y), &x1,
            &y1);
  box = (TnBox){ x0, y0, x1 - x0, y1 - y0 };
  for (guint i = 0; i < self->scene->n_cards; i++)
    if (!self->scene->cards[i].hidden && wb_box_meets (&self->scene->cards[i].box, &box))
      g_ptr_array_add (inside, (gpointer) _wb_canvas_get_id (self, i));
  if (inside->len > 0)
    wb_steps_choose_all (self->steps, inside);
}

/* Drags */

static void
take_card (WbCanvas *self, guint card, GdkModifierType state)
{
  const char *id = _wb_canvas_get_id (self, card);

  self->link = -1;
  if (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK))
    wb_steps_toggle (self->steps, id);
  else if (!wb_steps_is_chosen (self->steps, id))
    wb_steps_choose (self->steps, id);
  _wb_canvas_focus_card (self, card);
}

static void
begin (WbCanvas *self, double wx, double wy, GdkModifierType state)
{
  double x, y;
  WbPort port;
  int card, note;

  to_scene (self, wx, wy, &x, &y);
  port = wb_scene_find_port (self->scene, x, y, 3);
  card = wb_scene_find_card (self->scene, x, y);
  note = wb_scene_find_note (self->scene, x, y);
  _wb_canvas_choose_note (self, -1);
  if (port.card >= 0 && !self->space && wb_steps_may_change (self->steps))
    {
      self->drag = WB_DRAG_LINK;
      _wb_canvas_begin_link (self, port, FALSE);
    }
  else if (card >= 0 && !self->space)
    {
      self->drag = WB_DRAG_CARDS;
      take_card (self, (guint) card, state);
    }
  else if (self->space)
    self->drag = WB_DRAG_PAN;
  else if (note >= 0)
    {
      self->drag =
          _wb_canvas_is_corner (self, (guint) note, x, y) ? WB_DRAG_NOTE_SIZE : WB_DRAG_NOTE;
      _wb_canvas_focus_note (self, note);
    }
  else if (wb_scene_find_group (self->scene, x, y) >= 0)
    {
      /* Its head: dragged, it takes its cards along; clicked, it folds. */
      self->drag = WB_DRAG_CARDS;
      self->group = wb_scene_find_group (self->scene, x, y);
      _wb_canvas_choose_group (self, (guint) self->group);
    }
  else
    {
      self->link = wb_scene_find_link (self->scene, x, y, NEAR / MIN (self->zoom, 1));
      self->drag = self->link < 0 ? WB_DRAG_MARQUEE : WB_DRAG_NONE;
      wb_canvas_focus_chosen (self);
    }
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, WbCanvas *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (drag));

  if (self->scene == NULL)
    return;
  _wb_canvas_end_link (self, FALSE);
  self->start_x = self->pointer_x = x;
  self->start_y = self->pointer_y = y;
  self->from_x = self->x;
  self->from_y = self->y;
  self->drag_x = self->drag_y = 0;
  self->group = -1;
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (drag)) == GDK_BUTTON_MIDDLE)
    self->drag = WB_DRAG_PAN;
  else
    begin (self, x, y, state);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_to (WbCanvas *self, double dx, double dy)
{
  double x, y;

  to_scene (self, self->pointer_x, self->pointer_y, &x, &y);
  switch (self->drag)
    {
    case WB_DRAG_PAN:
      wb_canvas_pan (self, (self->from_x - self->x) * self->zoom - dx,
                     (self->from_y - self->y) * self->zoom - dy);
      break;
    case WB_DRAG_CARDS:
      if (!wb_steps_may_change (self->steps) || fabs (dx) + fabs (dy) + fabs (self->drag_x) < 4)
        return;
      move_chosen (self, dx / self->zoom, dy / self->zoom);
      look_for_link (self, self->pointer_x, self->pointer_y);
      break;
    case WB_DRAG_LINK:
      _wb_canvas_move_link (self, x, y);
      break;
    case WB_DRAG_NOTE:
    case WB_DRAG_NOTE_SIZE:
      if (wb_steps_may_change (self->steps) && _wb_canvas_get_note (self) >= 0)
        _wb_canvas_drag_note (self, dx / self->zoom, dy / self->zoom,
                              self->drag == WB_DRAG_NOTE_SIZE);
      break;
    default:
      break;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, WbCanvas *self)
{
  if (self->scene == NULL || self->drag == WB_DRAG_NONE)
    return;
  self->pointer_x = self->start_x + dx;
  self->pointer_y = self->start_y + dy;
  drag_to (self, dx, dy);
}

static void
on_drag_end (GtkGestureDrag *drag, double dx, double dy, WbCanvas *self)
{
  WbDragKind kind = self->drag;

  self->drag = WB_DRAG_NONE;
  if (self->scene == NULL)
    return;
  if (kind == WB_DRAG_CARDS)
    end_cards (self);
  else if (kind == WB_DRAG_MARQUEE && fabs (dx) + fabs (dy) > 4)
    end_marquee (self);
  else if ((kind == WB_DRAG_NOTE || kind == WB_DRAG_NOTE_SIZE) && fabs (dx) + fabs (dy) > 4 &&
           wb_steps_may_change (self->steps) && _wb_canvas_get_note (self) >= 0)
    _wb_canvas_put_note (self, kind == WB_DRAG_NOTE_SIZE);
  else if (kind == WB_DRAG_LINK)
    /* A click on a port is no link. */
    _wb_canvas_end_link (self, fabs (dx) + fabs (dy) > 4);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_cancelled (GtkGesture *drag, GdkEventSequence *sequence, WbCanvas *self)
{
  if (self->drag == WB_DRAG_CARDS && self->scene != NULL)
    take_back (self);
  _wb_canvas_choose_note (self, _wb_canvas_get_note (self));
  self->drag = WB_DRAG_NONE;
  self->insert = -1;
  _wb_canvas_end_link (self, FALSE);
}

/* Clicks */

/* A step that is looked for in the void comes to stand there. */
static void
ask_here (WbCanvas *self, double wx, double wy)
{
  self->open.card = -1;
  self->open_here = TRUE;
  to_scene (self, wx, wy, &self->open_x, &self->open_y);
  g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_FIND), 0, wx, wy);
}

static void
on_pressed (GtkGestureClick *click, int n, double wx, double wy, WbCanvas *self)
{
  double x, y;
  int card, group;

  if (self->scene == NULL || n != 2)
    return;
  to_scene (self, wx, wy, &x, &y);
  card = wb_scene_find_card (self->scene, x, y);
  group = card < 0 ? wb_scene_find_group (self->scene, x, y) : -1;
  if (card >= 0)
    g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_OPENED), 0);
  else if (group < 0 && self->link < 0 && !_wb_canvas_open_note (self, x, y))
    ask_here (self, wx, wy);
}

static void
on_menu_pressed (GtkGestureClick *click, int n, double wx, double wy, WbCanvas *self)
{
  double x, y;
  int card, group;

  if (self->scene == NULL)
    return;
  to_scene (self, wx, wy, &x, &y);
  card = find_card_at (self, wx, wy);
  group = card < 0 ? wb_scene_find_group (self->scene, x, y) : -1;
  self->link = card < 0 ? wb_scene_find_link (self->scene, x, y, NEAR / MIN (self->zoom, 1)) : -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (card >= 0 && !wb_steps_is_chosen (self->steps, _wb_canvas_get_id (self, (guint) card)))
    _wb_canvas_choose (self, card);
  if (card >= 0)
    {
      _wb_canvas_focus_card (self, (guint) card);
      g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_MENU), 0, wx, wy);
    }
  else if (group >= 0)
    {
      _wb_canvas_choose_group (self, (guint) group);
      g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_MENU), 0, wx, wy);
    }
  else
    ask_here (self, wx, wy);
}

/* Wheel and pinch */

static gboolean
on_scroll (GtkEventControllerScroll *scroll, double dx, double dy, WbCanvas *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  gboolean wheel = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_WHEEL;
  double step = wheel ? WHEEL_STEP : 1;

  if (self->scene == NULL)
    return FALSE;
  if (state & GDK_CONTROL_MASK)
    wb_canvas_zoom_at (self, self->zoom * exp (-dy * (wheel ? 0.16 : 0.004)), self->pointer_x,
                       self->pointer_y);
  else if (state & GDK_SHIFT_MASK && dx == 0)
    wb_canvas_pan (self, dy * step, 0);
  else
    wb_canvas_pan (self, dx * step, dy * step);

  return TRUE;
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, WbCanvas *self)
{
  self->pinched = self->zoom;
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, WbCanvas *self)
{
  double x, y;

  if (self->scene == NULL)
    return;
  if (!gtk_gesture_is_recognized (GTK_GESTURE (gesture)) ||
      !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    {
      x = self->pointer_x;
      y = self->pointer_y;
    }
  wb_canvas_zoom_at (self, self->pinched * scale, x, y);
}

static void
on_motion (GtkEventControllerMotion *motion, double wx, double wy, WbCanvas *self)
{
  double x, y;
  const char *cursor = NULL;

  self->pointer_x = wx;
  self->pointer_y = wy;
  if (self->scene == NULL || self->drag != WB_DRAG_NONE)
    return;
  to_scene (self, wx, wy, &x, &y);
  if (self->space)
    cursor = "grab";
  else if (wb_scene_find_port (self->scene, x, y, 3).card >= 0)
    cursor = "crosshair";
  else if (wb_scene_find_card (self->scene, x, y) >= 0)
    cursor = "pointer";
  else if (wb_scene_find_note (self->scene, x, y) >= 0)
    cursor = _wb_canvas_is_corner (self, (guint) wb_scene_find_note (self->scene, x, y), x, y)
                 ? "nwse-resize"
                 : "grab";
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cursor);
}

static void
add_click (WbCanvas *self, guint button, GCallback pressed)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), button);
  g_signal_connect (click, "pressed", pressed, self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
add_drag (WbCanvas *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_drag_cancelled), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

void
_wb_canvas_add_pointer (WbCanvas *self)
{
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  add_drag (self, GDK_BUTTON_PRIMARY);
  add_drag (self, GDK_BUTTON_MIDDLE);
  add_click (self, GDK_BUTTON_PRIMARY, G_CALLBACK (on_pressed));
  add_click (self, GDK_BUTTON_SECONDARY, G_CALLBACK (on_menu_pressed));
}
