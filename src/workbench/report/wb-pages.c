/* wb-pages.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pages.h"

#include "tn-report-editor.h"
#include "wb-ui.h"
#include "wb-work.h"

/* A page of A4 at 100%, in pixels of 96 an inch. */
#define PIXELS_A_POINT (96.0 / 72.0)

struct _WbPages
{
  TnDocument *document;
  TnLayout *layout;
};

struct _WbPageView
{
  GtkWidget parent_instance;

  WbPages *pages;
  guint index;
  double zoom;
  GdkTexture *texture; /* nullable */
  double drawn_scale;  /* of the texture, or of the one on its way */
  GCancellable *cancellable;
  GArray *marks; /* nullable: of TnLayoutBox */
  guint current; /* of them */
};

G_DEFINE_FINAL_TYPE (WbPageView, wb_page_view, GTK_TYPE_WIDGET)

/* Laying out */

static void
pages_clear (gpointer data)
{
  WbPages *self = data;

  g_clear_pointer (&self->layout, tn_layout_free);
  g_clear_pointer (&self->document, tn_document_unref);
}

static gpointer
free_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  g_atomic_rc_box_release_full (data, pages_clear);

  return NULL;
}

WbPages *
wb_pages_ref (WbPages *self)
{
  return g_atomic_rc_box_acquire (self);
}

/* Its fonts belong to the thread of the lane, so it ends there. Main thread only. */
void
wb_pages_unref (WbPages *self)
{
  wb_work_start (WB_LANE_PAGES, NULL, free_in_worker, self, NULL, NULL, NULL, NULL, NULL);
}

guint
wb_pages_get_n (WbPages *self)
{
  return tn_layout_get_n_pages (self->layout);
}

guint
wb_pages_get_n_headings (WbPages *self)
{
  return tn_layout_get_n_headings (self->layout);
}

void
wb_pages_get_heading (WbPages *self, guint index, TnLayoutHeading *heading)
{
  tn_layout_get_heading (self->layout, index, heading);
}

typedef struct
{
  TnProject *project;
  gint64 run;
  const TnLanguage *language;
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  tn_project_unref (self->project);
  g_free (self);
}

static gpointer
lay_out_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  WbPages *self;
  TnDocument *document =
      tn_report_new_arranged (request->project, request->run, request->language, error);
  TnLayout *layout = document != NULL
                         ? tn_layout_new (document, request->language, NULL, cancellable, error)
                         : NULL;

  if (layout == NULL)
    {
      g_clear_pointer (&document, tn_document_unref);
      return NULL;
    }
  self = g_atomic_rc_box_new0 (WbPages);
  self->document = document;
  self->layout = layout;

  return self;
}

static void
drop_result (gpointer data)
{
  g_atomic_rc_box_release_full (data, pages_clear);
}

void
wb_pages_load (gpointer owner,
               TnProject *project,
               gint64 run,
               const TnLanguage *language,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->project = tn_project_ref (project);
  request->run = run;
  request->language = language;
  wb_work_start (WB_LANE_PAGES, owner, lay_out_in_worker, request, request_free, drop_result,
                 cancellable, callback, user_data);
}

/* Finding and printing */

typedef struct
{
  WbPages *pages;
  char *text;
  guint page;
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  /* In the lane of pages, hence where the last reference may end. */
  g_atomic_rc_box_release_full (self->pages, pages_clear);
  g_free (self->text);
  g_free (self);
}

static gpointer
find_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;

  return tn_layout_find (look->pages->layout, look->text);
}

void
wb_pages_find (WbPages *self,
               gpointer owner,
               const char *text,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  Look *look = g_new0 (Look, 1);

  look->pages = wb_pages_ref (self);
  look->text = g_strdup (text);
  wb_work_start (WB_LANE_PAGES, owner, find_in_worker, look, look_free,
                 (GDestroyNotify) g_array_unref, cancellable, callback, user_data);
}

static gpointer
record_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;

  return tn_layout_record_page (look->pages->layout, look->page, cancellable, error);
}

static void
free_surface (gpointer surface)
{
  cairo_surface_destroy (surface);
}

void
wb_pages_record (WbPages *self,
                 gpointer owner,
                 guint page,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  Look *look = g_new0 (Look, 1);

  look->pages = wb_pages_ref (self);
  look->page = page;
  wb_work_start (WB_LANE_PAGES, owner, record_in_worker, look, look_free, free_surface, cancellable,
                 callback, user_data);
}

/* Drawing */

typedef struct
{
  WbPages *pages;
  guint index;
  double scale; /* pixels a point */
} Draw;

static void
draw_free (gpointer data)
{
  Draw *self = data;

  /* In the lane of pages, hence where the last reference may end. */
  g_atomic_rc_box_release_full (self->pages, pages_clear);
  g_free (self);
}

static void
destroy_surface (gpointer surface)
{
  cairo_surface_destroy (surface);
}

/* The texture keeps the surface and shows its pixels. */
static gpointer
draw_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Draw *draw = data;
  cairo_surface_t *surface =
      tn_layout_draw_page (draw->pages->layout, draw->index, draw->scale, cancellable, error);
  g_autoptr (GBytes) bytes = NULL;
  int height;
  gsize stride;

  if (surface == NULL)
    return NULL;
  height = cairo_image_surface_get_height (surface);
  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * height,
                                      destroy_surface, surface);

  return gdk_memory_texture_new (
      cairo_image_surface_get_width (surface), height,
      G_BYTE_ORDER == G_LITTLE_ENDIAN ? GDK_MEMORY_B8G8R8A8 : GDK_MEMORY_A8R8G8B8, bytes, stride);
}

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
  Draw *draw;

  if (scale == self->drawn_scale)
    return;
  self->drawn_scale = scale;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  draw = g_new0 (Draw, 1);
  draw->pages = wb_pages_ref (self->pages);
  draw->index = self->index;
  draw->scale = scale;
  wb_work_start (WB_LANE_PAGES, self, draw_in_worker, draw, draw_free, g_object_unref,
                 self->cancellable, on_drawn, NULL);
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
  append_marks (self, snapshot);
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
  gtk_widget_class_set_css_name (widget_class, "page");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
wb_page_view_init (WbPageView *self)
{
  self->zoom = 1;
  self->cancellable = g_cancellable_new ();
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
