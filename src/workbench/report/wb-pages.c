/* wb-pages.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-pages.h"

#include "wb-work.h"

struct _WbPages
{
  TnDocument *document;
  TnLayout *layout;
  GPtrArray *blocks; /* of TnBlockEntry */
  GArray *places;    /* of TnLayoutPlace */
  WbReportLook look;
};

/* Laying out */

static void
pages_clear (gpointer data)
{
  WbPages *self = data;

  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_array_unref);
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

/* Blocks */

GPtrArray *
wb_pages_get_blocks (WbPages *self)
{
  return self->blocks;
}

const WbReportLook *
wb_pages_get_look (WbPages *self)
{
  return &self->look;
}

GArray *
wb_pages_find_boxes (WbPages *self, const char *id)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (TnLayoutBox));

  for (guint i = 0; id != NULL && i < self->places->len; i++)
    {
      const TnLayoutPlace *place = &g_array_index (self->places, TnLayoutPlace, i);

      if (g_str_equal (place->id, id))
        g_array_append_val (boxes, place->box);
    }

  return boxes;
}

static gboolean
contains (const TnLayoutBox *box, guint page, double x, double y)
{
  return box->page == page && x >= box->x && x <= box->x + box->width && y >= box->y &&
         y <= box->y + box->height;
}

/* Of several that stand there the smallest. */
const char *
wb_pages_find_block (WbPages *self, guint page, double x, double y)
{
  const TnLayoutPlace *found = NULL;

  for (guint i = 0; i < self->places->len; i++)
    {
      const TnLayoutPlace *place = &g_array_index (self->places, TnLayoutPlace, i);

      if (contains (&place->box, page, x, y) &&
          (found == NULL ||
           place->box.width * place->box.height <= found->box.width * found->box.height))
        found = place;
    }

  return found != NULL ? found->id : NULL;
}

/* Laying out on a thread */

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

static void
drop_result (gpointer data)
{
  g_atomic_rc_box_release_full (data, pages_clear);
}

static gboolean
read_blocks (WbPages *self, const Request *request, GError **error)
{
  g_autoptr (TnReportEditor) editor =
      tn_report_editor_new (request->project, request->run, request->language, error);
  const TnArrangement *arrangement;
  g_autoptr (GBytes) logo = NULL;

  if (editor == NULL)
    return FALSE;
  arrangement = tn_report_editor_get_arrangement (editor);
  logo = tn_arrangement_get_logo (arrangement);
  self->blocks = g_ptr_array_ref (tn_report_editor_get_blocks (editor));
  tn_document_mark_dropped (self->document, self->blocks);
  self->look = (WbReportLook){ .contents = tn_arrangement_get_contents (arrangement),
                               .colour = tn_arrangement_get_colour (arrangement),
                               .logo = logo != NULL };
  /* Those of the list live as long as the program. */
  for (const char *const *name = tn_arrangement_list_templates (); *name != NULL; name++)
    if (g_str_equal (*name, tn_arrangement_get_template (arrangement)))
      self->look.layout = *name;

  return TRUE;
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
  self->places = tn_layout_list_places (layout);
  if (read_blocks (self, request, error))
    return self;
  drop_result (self);

  return NULL;
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

void
wb_pages_draw (WbPages *self,
               gpointer owner,
               guint page,
               double scale,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  Draw *draw = g_new0 (Draw, 1);

  draw->pages = wb_pages_ref (self);
  draw->index = page;
  draw->scale = scale;
  wb_work_start (WB_LANE_PAGES, owner, draw_in_worker, draw, draw_free, g_object_unref, cancellable,
                 callback, user_data);
}
