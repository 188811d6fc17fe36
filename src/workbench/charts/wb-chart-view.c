/* wb-chart-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-chart-view.h"

#include <math.h>

#include "wb-chart-view-private.h"
#include "wb-ui.h"
#include "wb-work.h"

#define CHART_TEXT   11.0
#define MOST_RASTERS 4
/* So long a frame lays out and draws charts that are new, at least one. The others come with the
 * frames behind it: a page with many charts shows at once, and a key never waits for all. */
#define FRAME_US 10000

static guint part_changed;

G_DEFINE_FINAL_TYPE (WbChartView, wb_chart_view, GTK_TYPE_WIDGET)

/**
 * wb_plot_style:
 * @titles: whether charts draw their titles themselves
 *
 * Returns: the palette for light, dark and high contrast, as they are now
 */
TnPlotStyle
wb_plot_style (gboolean titles)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean dark = adw_style_manager_get_dark (manager);
  gboolean contrast = adw_style_manager_get_high_contrast (manager);
  TnPlotLook look = contrast ? (dark ? TN_PLOT_CONTRAST_DARK : TN_PLOT_CONTRAST_LIGHT)
                             : (dark ? TN_PLOT_DARK : TN_PLOT_LIGHT);
  TnPlotStyle style = *tn_plot_style_get (look);

  style.text_size = CHART_TEXT;
  style.titles = titles;
  style.paint_paper = FALSE;

  return style;
}

GdkRGBA
wb_plot_colour (const TnRgba *colour)
{
  return (GdkRGBA){ colour->red, colour->green, colour->blue, colour->alpha };
}

/* What is drawn */

static void
forget_figure (WbChartView *self)
{
  g_clear_pointer (&self->figure, tn_figure_free);
  self->is_old = TRUE;
}

typedef struct
{
  TnChart *chart;
  TnRasterWish wish;
} Count;

static void
count_free (gpointer data)
{
  Count *self = data;

  tn_chart_unref (self->chart);
  g_free (self);
}

static gpointer
count_in_worker (gpointer data, GCancellable *cancellable, GError **error)
{
  Count *count = data;

  return tn_raster_new (count->wish.cloud, &count->wish.grid, cancellable, error);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WbChartView *self = WB_CHART_VIEW (source);
  TnRaster *raster = wb_work_finish (result, NULL);

  /* Without memory for new counts the picture stays with those it has. */
  if (raster == NULL)
    return;
  if (self->rasters->len >= MOST_RASTERS)
    g_ptr_array_remove_index (self->rasters, 0);
  g_ptr_array_add (self->rasters, raster);
  forget_figure (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Counts for this part, off the main loop; what was asked before is not needed any more. */
static void
count_wishes (WbChartView *self)
{
  guint n;
  const TnRasterWish *wishes = tn_figure_get_wishes (self->figure, &n);

  if (n == 0)
    return;
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  for (guint i = 0; i < n; i++)
    {
      Count *count = g_new0 (Count, 1);

      count->chart = tn_chart_ref (self->chart);
      count->wish = wishes[i];
      wb_work_start (WB_LANE_LOOK, self, count_in_worker, count, count_free,
                     (GDestroyNotify) tn_raster_unref, self->counting, on_counted, NULL);
    }
}

/* The layout at the size of now; nothing without a chart or room. */
TnFigure *
_wb_chart_get_figure (WbChartView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  TnPlotStyle style = wb_plot_style (self->titles);

  if (self->chart == NULL || width < 8 || height < 8)
    return NULL;
  if (self->figure != NULL && self->width_drawn == width && self->height_drawn == height)
    return self->figure;
  forget_figure (self);
  self->width_drawn = width;
  self->height_drawn = height;
  self->figure = tn_figure_new (self->chart, &self->zoom, width, height, &style, wb_language (),
                                self->rasters);
  count_wishes (self);
  if (self->has_hit && !tn_figure_locate (self->figure, &self->hit))
    self->has_hit = FALSE;

  return self->figure;
}

static void
picture_free (gpointer data)
{
  cairo_surface_destroy (data);
}

/* Drawn once; what moves over it costs no drawing of thousands of shapes. */
static GdkTexture *
make_picture (WbChartView *self, int scale)
{
  int width = self->width_drawn * scale, height = self->height_drawn * scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes = NULL;
  cairo_t *cr;

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  tn_figure_draw (self->figure, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface),
                                      stride * (gsize) height, picture_free, surface);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static gboolean
draw_later_cb (gpointer data)
{
  WbChartView *self = data;

  self->later = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

/* What the charts of this frame took so far; all of them are drawn by the one main loop. */
static gint64 *
get_spent (GtkWidget *widget)
{
  static gint64 frame = -1, spent;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gint64 now = clock != NULL ? gdk_frame_clock_get_frame_counter (clock) : -1;

  if (now != frame || now < 0)
    spent = 0;
  frame = now;

  return &spent;
}

/* %FALSE when the frame has no time for it. */
static gboolean
draw_anew (WbChartView *self, int scale)
{
  gint64 *spent = get_spent (GTK_WIDGET (self));
  gint64 begun = g_get_monotonic_time ();

  if (*spent >= FRAME_US)
    {
      if (self->later == 0)
        self->later = g_idle_add (draw_later_cb, self);
      return FALSE;
    }
  if (_wb_chart_get_figure (self) != NULL)
    {
      g_clear_object (&self->picture);
      self->picture = make_picture (self, scale);
      self->scale_drawn = scale;
      self->is_old = FALSE;
    }
  *spent += g_get_monotonic_time () - begun;

  return TRUE;
}

static gboolean
is_drawn (WbChartView *self, int width, int height, int scale)
{
  return self->picture != NULL && !self->is_old && self->figure != NULL &&
         self->width_drawn == width && self->height_drawn == height && self->scale_drawn == scale;
}

static void
wb_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean is_new = is_drawn (self, width, height, scale) || draw_anew (self, scale);

  if (self->chart == NULL)
    g_clear_object (&self->picture);
  /* Until there is time, what was before stays: nothing blinks while a slider moves. */
  if (self->picture != NULL)
    gtk_snapshot_append_texture (
        snapshot, self->picture,
        &GRAPHENE_RECT_INIT (
            0, 0, (float) gdk_texture_get_width (self->picture) / (float) self->scale_drawn,
            (float) gdk_texture_get_height (self->picture) / (float) self->scale_drawn));
  if (is_new && self->figure != NULL)
    _wb_chart_draw_over (self, snapshot);
}

static void
wb_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  WbChartView *self = WB_CHART_VIEW (widget);

  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static GtkSizeRequestMode
wb_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
wb_chart_view_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  WbChartView *self = WB_CHART_VIEW (widget);
  TnPlotStyle style = wb_plot_style (self->titles);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = self->height > 0 && self->height < 40 ? 40 : 200;
      *natural = 280;
      return;
    }
  if (self->height > 0 || self->chart == NULL)
    *minimum = *natural = self->height;
  else
    *minimum = *natural = (int) tn_chart_get_height (self->chart, for_size > 0 ? for_size : 280,
                                                     &style, wb_language ());
}

/* What is spoken of */

/**
 * _wb_chart_say_hit:
 *
 * Returns: (transfer full) (nullable): the value that is spoken of, as one paragraph
 */
char *
_wb_chart_say_hit (WbChartView *self)
{
  g_autoptr (GPtrArray) lines = NULL;
  GString *text;

  if (!self->has_hit || _wb_chart_get_figure (self) == NULL)
    return NULL;
  lines = tn_figure_say (self->figure, &self->hit, NULL);
  text = g_string_new (NULL);
  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *line = wb_say_message (g_ptr_array_index (lines, i));

      if (text->len > 0)
        g_string_append (text, tn_language_is_cjk (wb_language ()) ? "；" : "; ");
      g_string_append (text, line);
    }

  return g_string_free (text, FALSE);
}

/* Words of the whole, or of the part that is shown. */
static char *
say_chart (WbChartView *self)
{
  g_autoptr (TnMessage) part = NULL;

  if (self->chart == NULL)
    return g_strdup ("");
  if (!tn_zoom_is_whole (&self->zoom) && _wb_chart_get_figure (self) != NULL)
    part = tn_figure_say_part (self->figure);

  return part != NULL ? wb_say_message (part) : tn_chart_summarize (self->chart, wb_language ());
}

/* Words of the value where keys chose one, else of the chart. */
static void
describe (WbChartView *self)
{
  g_autofree char *words = self->by_keys ? _wb_chart_say_hit (self) : NULL;

  if (words == NULL)
    words = say_chart (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
}

/**
 * _wb_chart_set_hit:
 * @hit: (nullable): what is spoken of now
 * @by_keys: whether it was chosen with keys, which a screen reader is told
 */
void
_wb_chart_set_hit (WbChartView *self, const TnHit *hit, gboolean by_keys)
{
  gboolean was_by_keys = self->has_hit && self->by_keys;

  if (hit == NULL && !self->has_hit)
    return;
  if (hit != NULL && self->has_hit && by_keys == self->by_keys && hit->panel == self->hit.panel &&
      hit->mark == self->hit.mark && hit->index == self->hit.index)
    return;
  self->has_hit = hit != NULL;
  self->by_keys = by_keys;
  if (hit != NULL)
    self->hit = *hit;
  if (was_by_keys || by_keys)
    describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
_wb_chart_set_zoom (WbChartView *self, const TnZoom *zoom)
{
  self->zoom = *zoom;
  forget_figure (self);
  if (!self->by_keys)
    self->has_hit = FALSE;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.reset", !tn_zoom_is_whole (zoom));
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, part_changed, 0);
}

void
_wb_chart_reset_zoom (WbChartView *self)
{
  _wb_chart_set_zoom (self, &(TnZoom) TN_ZOOM_WHOLE);
}

static void
on_look_changed (WbChartView *self)
{
  forget_figure (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
wb_chart_view_dispose (GObject *object)
{
  WbChartView *self = WB_CHART_VIEW (object);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_handle_id (&self->later, g_source_remove);
  forget_figure (self);
  g_clear_object (&self->picture);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->chart, tn_chart_unref);
  g_ptr_array_set_size (self->rasters, 0);

  G_OBJECT_CLASS (wb_chart_view_parent_class)->dispose (object);
}

static void
wb_chart_view_finalize (GObject *object)
{
  g_ptr_array_unref (WB_CHART_VIEW (object)->rasters);

  G_OBJECT_CLASS (wb_chart_view_parent_class)->finalize (object);
}

static void
wb_chart_view_class_init (WbChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = wb_chart_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = wb_chart_view_finalize;
  widget_class->snapshot = wb_chart_view_snapshot;
  widget_class->measure = wb_chart_view_measure;
  widget_class->size_allocate = wb_chart_view_size_allocate;
  widget_class->get_request_mode = wb_chart_view_get_request_mode;
  part_changed = g_signal_new ("part-changed", WB_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  _wb_chart_install_actions (widget_class);
}

static void
wb_chart_view_init (WbChartView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->titles = TRUE;
  self->zoom = (TnZoom) TN_ZOOM_WHOLE;
  self->rasters = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_raster_unref);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.reset", FALSE);
  _wb_chart_listen (self);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (on_look_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (on_look_changed), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
wb_chart_view_new (void)
{
  return g_object_new (WB_TYPE_CHART_VIEW, NULL);
}

/* Whether a zoom and a value of one chart mean the same in the other. */
static gboolean
are_alike (const TnChart *a, const TnChart *b)
{
  return a != NULL && b != NULL && g_str_equal (tn_chart_get_kind (a), tn_chart_get_kind (b)) &&
         tn_chart_get_panels (a)->len == tn_chart_get_panels (b)->len;
}

/**
 * wb_chart_view_set_chart:
 * @chart: (nullable): what to draw; a reference is taken
 *
 * A screen reader gets the chart's title as name and the same in words as description. A chart of
 * the same kind keeps the part that is shown and the value that is spoken of.
 */
void
wb_chart_view_set_chart (WbChartView *self, TnChart *chart)
{
  g_autofree char *name = g_strdup (wb_say (N_ ("Chart")));
  gboolean stays = are_alike (self->chart, chart);

  if (chart == self->chart)
    return;
  g_cancellable_cancel (self->counting);
  if (chart != NULL)
    tn_chart_ref (chart);
  forget_figure (self);
  g_ptr_array_set_size (self->rasters, 0);
  g_clear_pointer (&self->chart, tn_chart_unref);
  self->chart = chart;
  if (!stays)
    {
      self->has_hit = FALSE;
      self->zoom = (TnZoom) TN_ZOOM_WHOLE;
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "chart.reset", FALSE);
      /* Another kind of chart is no later state of the one before. */
      g_clear_object (&self->picture);
    }
  if (chart != NULL && tn_chart_get_title (chart) != NULL)
    {
      g_free (name);
      name = wb_say_message (tn_chart_get_title (chart));
    }
  /* Heard and not shown: the title stands in the picture, a tooltip would hide the values. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  describe (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

TnChart *
wb_chart_view_get_chart (WbChartView *self)
{
  return self->chart;
}

const TnZoom *
wb_chart_view_get_part (WbChartView *self)
{
  return &self->zoom;
}

void
wb_chart_view_show_menu (WbChartView *self)
{
  _wb_chart_show_menu (self, gtk_widget_get_width (GTK_WIDGET (self)) / 2.0, 0);
}

void
wb_chart_view_set_height (WbChartView *self, int height)
{
  self->height = height;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
wb_chart_view_set_titles (WbChartView *self, gboolean titles)
{
  self->titles = titles;
  forget_figure (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * wb_chart_view_dup_words:
 *
 * Returns: (transfer full) (nullable): the value that is spoken of, as it is shown
 */
char *
wb_chart_view_dup_words (WbChartView *self)
{
  return _wb_chart_say_hit (self);
}

/* Whether a picture of very many points still waits for its counts. */
gboolean
wb_chart_view_is_counting (WbChartView *self)
{
  guint n = 0;

  if (_wb_chart_get_figure (self) != NULL)
    tn_figure_get_wishes (self->figure, &n);

  return n > 0;
}
