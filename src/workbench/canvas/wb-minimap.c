/* wb-minimap.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-minimap.h"

#include "wb-card-look.h"
#include "wb-ui.h"

#define WIDTH  112
#define HEIGHT 74
#define PAD    6

struct _WbMinimap
{
  GtkWidget parent_instance;

  WbCanvas *canvas; /* not owned: its pane holds both */
  WbSteps *steps;
};

G_DEFINE_FINAL_TYPE (WbMinimap, wb_minimap, GTK_TYPE_WIDGET)

/* From pixels at 100 % to those of the map. */
static double
get_scale (const WbScene *scene, double *x, double *y)
{
  TnBox all = wb_scene_get_extent (scene);
  double scale = MIN ((WIDTH - 2 * PAD) / all.width, (HEIGHT - 2 * PAD) / all.height);

  scale = MIN (scale, 0.2);
  *x = (WIDTH - all.width * scale) / 2 - all.x * scale;
  *y = (HEIGHT - all.height * scale) / 2 - all.y * scale;

  return scale;
}

static void
fill (GtkSnapshot *snapshot, const TnBox *box, double scale, double x, double y, GdkRGBA *colour)
{
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT (box->x * scale + x, box->y * scale + y,
                                                  MAX (box->width * scale, 1),
                                                  MAX (box->height * scale, 1)));
}

static void
wb_minimap_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WbMinimap *self = WB_MINIMAP (widget);
  const WbScene *scene = wb_canvas_get_scene (self->canvas);
  TnBox view = wb_canvas_get_view (self->canvas);
  WbCanvasColours colours;
  GskRoundedRect frame;
  double scale, x, y;

  if (scene == NULL)
    return;
  wb_canvas_colours_read (&colours, widget);
  scale = get_scale (scene, &x, &y);
  for (guint i = 0; i < scene->n_cards; i++)
    fill (snapshot, &scene->cards[i].box, scale, x, y,
          wb_steps_is_chosen (self->steps, scene->cards[i].node->id) ? &colours.tint
                                                                     : &colours.soft);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (1, 1, WIDTH - 2, HEIGHT - 2));
  gsk_rounded_rect_init_from_rect (
      &frame, &GRAPHENE_RECT_INIT (MAX (view.x * scale + x, 2), MAX (view.y * scale + y, 2), 0, 0),
      3);
  frame.bounds.size.width =
      MIN ((view.x + view.width) * scale + x, WIDTH - 2) - frame.bounds.origin.x;
  frame.bounds.size.height =
      MIN ((view.y + view.height) * scale + y, HEIGHT - 2) - frame.bounds.origin.y;
  gtk_snapshot_append_border (
      snapshot, &frame, (float[4]){ 2, 2, 2, 2 },
      (GdkRGBA[4]){ colours.tint, colours.tint, colours.tint, colours.tint });
  gtk_snapshot_pop (snapshot);
}

static void
wb_minimap_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
go_to (WbMinimap *self, double mx, double my)
{
  const WbScene *scene = wb_canvas_get_scene (self->canvas);
  double scale, x, y;

  if (scene == NULL)
    return;
  scale = get_scale (scene, &x, &y);
  wb_canvas_center_on (self->canvas, (mx - x) / scale, (my - y) / scale);
}

static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, WbMinimap *self)
{
  go_to (self, x, y);
}

static void
on_drag_update (GtkGestureDrag *drag, double dx, double dy, WbMinimap *self)
{
  double x, y;

  gtk_gesture_drag_get_start_point (drag, &x, &y);
  go_to (self, x + dx, y + dy);
}

static void
wb_minimap_dispose (GObject *object)
{
  g_clear_object (&WB_MINIMAP (object)->steps);

  G_OBJECT_CLASS (wb_minimap_parent_class)->dispose (object);
}

static void
wb_minimap_class_init (WbMinimapClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = wb_minimap_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = wb_minimap_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = wb_minimap_measure;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "minimap");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
wb_minimap_init (WbMinimap *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_END);
  wb_name_widget (self, wb_say (N_ ("Small map of the pipeline")));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
wb_minimap_new (WbCanvas *canvas)
{
  WbMinimap *self = g_object_new (WB_TYPE_MINIMAP, NULL);

  self->canvas = canvas;
  self->steps = g_object_ref (wb_canvas_get_steps (canvas));
  g_signal_connect_object (canvas, "view-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
