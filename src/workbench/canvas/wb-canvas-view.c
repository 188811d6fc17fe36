/* wb-canvas-view.c: what part of the canvas is seen, and how large
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-canvas-private.h"

/* Left free around what is fitted; below it stand the bars of the canvas. */
#define ROOM      18
#define ROOM_FOOT 64
#define READABLE  0.8

TnBox
wb_canvas_get_view (WbCanvas *self)
{
  return (TnBox){ self->x, self->y, gtk_widget_get_width (GTK_WIDGET (self)) / self->zoom,
                  gtk_widget_get_height (GTK_WIDGET (self)) / self->zoom };
}

double
wb_canvas_get_zoom (WbCanvas *self)
{
  return self->zoom;
}

void
wb_canvas_to_widget (WbCanvas *self, double x, double y, double *wx, double *wy)
{
  *wx = (x - self->x) * self->zoom;
  *wy = (y - self->y) * self->zoom;
}

void
_wb_canvas_to_view (WbCanvas *self, double x, double y, double *wx, double *wy)
{
  wb_canvas_to_widget (self, x, y, wx, wy);
  *wx = CLAMP (*wx, 0, gtk_widget_get_width (GTK_WIDGET (self)));
  *wy = CLAMP (*wy, 0, gtk_widget_get_height (GTK_WIDGET (self)));
}

void
wb_canvas_to_scene (WbCanvas *self, double wx, double wy, double *x, double *y)
{
  *x = wx / self->zoom + self->x;
  *y = wy / self->zoom + self->y;
}

void
_wb_canvas_view_changed (WbCanvas *self)
{
  _wb_canvas_place_proxies (self);
  if (self->scene != NULL)
    _wb_canvas_place_notes (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, _wb_canvas_get_signal (WB_CANVAS_VIEW_CHANGED), 0);
}

/* Something of the pipeline is always in view. */
static void
keep_in_sight (WbCanvas *self)
{
  TnBox view = wb_canvas_get_view (self), all;

  if (self->scene == NULL)
    return;
  all = wb_scene_get_extent (self->scene);
  self->x = CLAMP (self->x, all.x - view.width + 60, all.x + all.width - 60);
  self->y = CLAMP (self->y, all.y - view.height + 60, all.y + all.height - 60);
}

void
wb_canvas_pan (WbCanvas *self, double dx, double dy)
{
  self->x += dx / self->zoom;
  self->y += dy / self->zoom;
  keep_in_sight (self);
  _wb_canvas_view_changed (self);
}

void
wb_canvas_center_on (WbCanvas *self, double x, double y)
{
  TnBox view = wb_canvas_get_view (self);

  self->x = x - view.width / 2;
  self->y = y - view.height / 2;
  keep_in_sight (self);
  _wb_canvas_view_changed (self);
}

void
wb_canvas_zoom_at (WbCanvas *self, double zoom, double x, double y)
{
  double scene_x, scene_y;

  zoom = CLAMP (zoom, WB_ZOOM_LEAST, WB_ZOOM_MOST);
  /* A hundred is a hundred, however it was come to. */
  if (fabs (zoom - 1) < 0.02)
    zoom = 1;
  wb_canvas_to_scene (self, x, y, &scene_x, &scene_y);
  self->zoom = zoom;
  self->zoomed = g_get_monotonic_time ();
  self->x = scene_x - x / zoom;
  self->y = scene_y - y / zoom;
  keep_in_sight (self);
  _wb_canvas_view_changed (self);
}

/* Around the middle. */
void
wb_canvas_zoom (WbCanvas *self, double zoom)
{
  wb_canvas_zoom_at (self, zoom, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                     gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/* All of it, never larger than 100 %. */
void
wb_canvas_fit (WbCanvas *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * ROOM;
  double height = gtk_widget_get_height (GTK_WIDGET (self)) - ROOM - ROOM_FOOT;
  TnBox all;

  if (self->scene == NULL || width < 20 || height < 20)
    return;
  all = wb_scene_get_extent (self->scene);
  self->zoom = MIN (width / all.width, height / all.height);
  self->zoom = CLAMP (self->zoom, WB_ZOOM_LEAST, 1);
  self->x = all.x - (width / self->zoom - all.width) / 2 - ROOM / self->zoom;
  self->y = all.y - MIN ((height / self->zoom - all.height) / 2, 40) - ROOM / self->zoom;
  self->placed = TRUE;
  _wb_canvas_view_changed (self);
}

/* At first all of it, unless it could not be read then: its beginning, and the map tells the rest.
 */
void
_wb_canvas_place (WbCanvas *self)
{
  TnBox all;
  int card = _wb_canvas_get_card (self);

  wb_canvas_fit (self);
  if (!self->placed || self->zoom >= READABLE)
    return;
  all = wb_scene_get_extent (self->scene);
  self->zoom = READABLE;
  self->x = all.x - ROOM / self->zoom;
  self->y = all.y + all.height / 2 -
            (gtk_widget_get_height (GTK_WIDGET (self)) - ROOM_FOOT) / self->zoom / 2;
  self->y = MAX (self->y, all.y - ROOM / self->zoom);
  if (all.height * self->zoom < gtk_widget_get_height (GTK_WIDGET (self)) - ROOM_FOOT)
    self->y = all.y - ROOM / self->zoom;
  if (card >= 0)
    wb_canvas_reveal (self, (guint) card);
  _wb_canvas_view_changed (self);
}

/* As little as it takes for it to be seen whole. */
void
wb_canvas_reveal (WbCanvas *self, guint card)
{
  _wb_canvas_reveal_box (self, &self->scene->cards[card].box);
}

void
_wb_canvas_reveal_box (WbCanvas *self, const TnBox *shown)
{
  TnBox view = wb_canvas_get_view (self);
  TnBox box = *shown;
  double room = 24 / self->zoom, foot = ROOM_FOOT / self->zoom;
  double x = self->x, y = self->y;

  if (view.width < box.width || view.height < box.height)
    return;
  x = MIN (x, box.x - room);
  x = MAX (x, box.x + box.width + room - view.width);
  y = MIN (y, box.y - room);
  y = MAX (y, box.y + box.height + foot - view.height);
  if (x == self->x && y == self->y)
    return;
  self->x = x;
  self->y = y;
  _wb_canvas_view_changed (self);
}
