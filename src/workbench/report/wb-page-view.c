/* wb-page-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-page-view.h"

#include "wb-ui.h"
#include "wb-work.h"

/* A page of A4 at 100%, in pixels of 96 an inch. */
#define PIXELS_A_POINT (96.0 / 72.0)
#define OUTLINE_GAP    5

struct _WbPageView
{
  GtkWidget parent_instance;

  WbPages *pages;
  guint index;
  double zoom;
  GdkTexture *texture; /* nullable */
  double drawn_scale;  /* of the texture, or of the one on its way */
  GCancellable *cancellable;
  GArray *marks;   /* nullable: of TnLayoutBox */
  guint current;   /* of them */
  GArray *outline; /* nullable: of TnLayoutBox */
};

enum
{
  PICKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (WbPageView, wb_page_view, GTK_TYPE_WIDGET)

static void
on_drawn (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbPageView *self = WB_PAGE_VIEW (source);
  GdkTexture *texture = wb_work_finish (result, NULL);

  if (texture == NULL)
    return;
  g_clear_object (&self->texture);
  self->texture = texture;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
ask_texture (WbPageView *self)
{
  double scale = self->zoom * PIXELS_A_POINT * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (scale == self->drawn_scale)
    return;
  self->drawn_scale = scale;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  wb_pages_draw (self->pages, self, self->index, scale, self->cancellable, on_drawn, NULL);
}

/* The one looked at has a frame, the others a ground. */
static void
append_marks (WbPageView *self, GtkSnapshot *snapshot)
{
  double scale = self->zoom * PIXELS_A_POINT;
  GdkRGBA ground = { 1, 0.85, 0, 0.4 };
  GdkRGBA ink = { 0.1, 0.1, 0.1, 1 };

  for (guint i = 0; self->marks != NULL && i < self->marks->len; i++)
    {
      const TnLayoutBox *box = &g_array_index (self->marks, TnLayoutBox, i);
      graphene_rect_t place = GRAPHENE_RECT_INIT (box->x * scale, box->y * scale,
                                                  box->width * scale, box->height * scale);
      GskRoundedRect frame;

      if (box->page != self->index)
        continue;
      gtk_snapshot_append_color (snapshot, &ground, &place);
      if (i != self->current)
        continue;
      graphene_rect_inset (&place, -2, -2);
      gsk_rounded_rect_init_from_rect (&frame, &place, 3);
      gtk_snapshot_append_border (snapshot, &frame, (float[]){ 2, 2, 2, 2 },
                                  (GdkRGBA[]){ ink, ink, ink, ink });
    }
}

/* What is chosen in the list of blocks: a frame around it, which no page prints. */
static void
append_outline (WbPageView *self, GtkSnapshot *snapshot)
{
  double scale = self->zoom * PIXELS_A_POINT;
  GdkRGBA blue = { 0.21, 0.52, 0.89, 1 };

  for (guint i = 0; self->outline != NULL && i < self->outline->len; i++)
    {
      const TnLayoutBox *box = &g_array_index (self->outline, TnLayoutBox, i);
      graphene_rect_t place = GRAPHENE_RECT_INIT (box->x * scale, box->y * scale,
                                                  box->width * scale, box->height * scale);
      GskRoundedRect frame;

      if (box->page != self->index)
        continue;
      graphene_rect_inset (&place, -OUTLINE_GAP, -OUTLINE_GAP);
      gsk_rounded_rect_init_from_rect (&frame, &place, OUTLINE_GAP);
      gtk_snapshot_append_border (snapshot, &frame, (float[]){ 2, 2, 2, 2 },
                                  (GdkRGBA[]){ blue, blue, blue, blue });
    }
}

static void
wb_page_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WbPageView *self = WB_PAGE_VIEW (widget);
  graphene_rect_t page =
      GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  GdkRGBA white = { 1, 1, 1, 1 };

  ask_texture (self);
  gtk_snapshot_append_color (snapshot, &white, &page);
  if (self->texture != NULL)
    gtk_snapshot_append_texture (snapshot, self->texture, &page);
  append_outline (self, snapshot);
  append_marks (self, snapshot);
}

/* A click chooses the block that stands there. */
static void
on_pressed (GtkGestureClick *click, int n, double x, double y, WbPageView *self)
{
  double scale = self->zoom * PIXELS_A_POINT;
  const char *id = wb_pages_find_block (self->pages, self->index, x / scale, y / scale);

  if (id != NULL)
    g_signal_emit (self, signals[PICKED], 0, id, n);
}

static void
wb_page_view_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  WbPageView *self = WB_PAGE_VIEW (widget);
  double points = orientation == GTK_ORIENTATION_HORIZONTAL ? TN_LAYOUT_WIDTH : TN_LAYOUT_HEIGHT;

  *minimum = *natural = (int) (points * PIXELS_A_POINT * self->zoom);
}

static void
wb_page_view_dispose (GObject *object)
{
  WbPageView *self = WB_PAGE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->pages, wb_pages_unref);
  g_clear_object (&self->texture);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->outline, g_array_unref);

  G_OBJECT_CLASS (wb_page_view_parent_class)->dispose (object);
}

static void
wb_page_view_finalize (GObject *object)
{
  g_clear_object (&WB_PAGE_VIEW (object)->cancellable);

  G_OBJECT_CLASS (wb_page_view_parent_class)->finalize (object);
}

static void
wb_page_view_class_init (WbPageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_page_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_page_view_finalize;
  widget_class->snapshot = wb_page_view_snapshot;
  widget_class->measure = wb_page_view_measure;
  signals[PICKED] = g_signal_new ("picked", WB_TYPE_PAGE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "page");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
wb_page_view_init (WbPageView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->zoom = 1;
  self->cancellable = g_cancellable_new ();
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
wb_page_view_new (WbPages *pages, guint index)
{
  WbPageView *self = g_object_new (WB_TYPE_PAGE_VIEW, NULL);
  g_autofree char *number = tn_language_format_count (wb_language (), index + 1);
  g_autofree char *name = wb_say_text (N_ ("Page {n}"), "n", number);

  self->pages = wb_pages_ref (pages);
  self->index = index;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return GTK_WIDGET (self);
}

void
wb_page_view_set_zoom (WbPageView *self, double zoom)
{
  self->zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
wb_page_view_set_marks (WbPageView *self, GArray *boxes, guint current)
{
  if (boxes != NULL)
    g_array_ref (boxes);
  g_clear_pointer (&self->marks, g_array_unref);
  self->marks = boxes;
  self->current = current;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
wb_page_view_set_outline (WbPageView *self, GArray *boxes)
{
  if (boxes != NULL)
    g_array_ref (boxes);
  g_clear_pointer (&self->outline, g_array_unref);
  self->outline = boxes;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
