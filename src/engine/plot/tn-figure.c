/* tn-figure.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-figure-private.h"

/* A part shown is at least this share of its axis: beyond it lines lose their places. */
#define LEAST_PART (1.0 / 64)

/**
 * tn_figure_new:
 * @chart: what to draw
 * @zoom: (nullable): the part of it to show
 * @width: in units of the surface; at least 1 and below 100,000, as @height
 * @height: in units of the surface
 * @style: colours and sizes; copied
 * @language: the language
 * @rasters: (nullable) (element-type TnRaster): counts of points that are known; what is not
 *   among them is not counted here but wished for. Without this list everything is counted
 *
 * Returns: (transfer full): the figure
 */
TnFigure *
tn_figure_new (const TnChart *chart,
               const TnZoom *zoom,
               double width,
               double height,
               const TnPlotStyle *style,
               const TnLanguage *language,
               GPtrArray *rasters)
{
  TnFigure *self = g_new0 (TnFigure, 1);
  TnPlan start = { 0 };

  self->chart = tn_chart_ref (chart);
  self->style = *style;
  self->language = language;
  self->zoom = zoom != NULL ? *zoom : (TnZoom) TN_ZOOM_WHOLE;
  self->width = width;
  self->height = height;
  self->panels = g_array_new (FALSE, TRUE, sizeof (TnPanelPlan));
  self->wishes = g_array_new (FALSE, FALSE, sizeof (TnRasterWish));
  start.chart = self->chart;
  start.style = &self->style;
  start.language = language;
  start.zoom = tn_zoom_is_whole (&self->zoom) ? NULL : &self->zoom;
  start.rasters = rasters;
  start.wishes = self->wishes;
  if (width >= 1 && height >= 1 && width < 1e5 && height < 1e5)
    self->scene = tn_plan_lay_out (&start, width, height, self->panels);

  return self;
}

void
tn_figure_free (TnFigure *self)
{
  g_clear_pointer (&self->scene, tn_scene_free);
  g_array_unref (self->panels);
  g_array_unref (self->wishes);
  tn_chart_unref (self->chart);
  g_free (self);
}

/**
 * tn_figure_draw:
 * @self: a figure
 * @cr: where to draw; the origin is the top left corner; the state is kept
 *
 * Draws nothing outside of width × height.
 */
void
tn_figure_draw (const TnFigure *self, cairo_t *cr)
{
  if (self->scene == NULL)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);
  tn_scene_render (self->scene, cr);
  cairo_restore (cr);
}

/**
 * tn_figure_get_wishes:
 * @n_wishes: (out): how many
 *
 * Returns: (array length=n_wishes) (transfer none): counts for tn_raster_new() on any thread, as
 *   long as the chart lives; until a new figure gets them, old ones or none are drawn
 */
const TnRasterWish *
tn_figure_get_wishes (const TnFigure *self, guint *n_wishes)
{
  *n_wishes = self->wishes->len;

  return (const TnRasterWish *) (gconstpointer) self->wishes->data;
}

/* The plan of a panel of the chart, or nothing when it is not shown at this size. */
const TnPanelPlan *
tn_figure_get_panel (const TnFigure *self, guint panel)
{
  const TnPanel *wanted =
      panel < self->chart->panels->len ? g_ptr_array_index (self->chart->panels, panel) : NULL;

  for (guint i = 0; i < self->panels->len; i++)
    if (g_array_index (self->panels, TnPanelPlan, i).panel == wanted)
      return &g_array_index (self->panels, TnPanelPlan, i);

  return NULL;
}

const TnMark *
tn_figure_get_mark (const TnFigure *self, const TnHit *hit)
{
  const TnPanel *panel = hit->panel < self->chart->panels->len
                             ? g_ptr_array_index (self->chart->panels, hit->panel)
                             : NULL;

  return panel != NULL && hit->mark < panel->marks->len
             ? g_ptr_array_index (panel->marks, hit->mark)
             : NULL;
}

/**
 * tn_figure_get_plot:
 * @panel: index of a panel
 * @plot: (out): where its marks are
 *
 * Returns: %FALSE when it is not shown at this size
 */
gboolean
tn_figure_get_plot (const TnFigure *self, guint panel, cairo_rectangle_t *plot)
{
  const TnPanelPlan *plan = tn_figure_get_panel (self, panel);

  if (plan == NULL)
    return FALSE;
  *plot = (cairo_rectangle_t){ plan->plot.x, plan->plot.y, plan->plot.width, plan->plot.height };

  return TRUE;
}

/**
 * tn_figure_find_panel:
 *
 * Returns: the panel whose plot a place is in or next to; -1 for none
 */
gssize
tn_figure_find_panel (const TnFigure *self, double x, double y)
{
  const double reach = 8;

  for (guint i = 0; i < self->chart->panels->len; i++)
    {
      cairo_rectangle_t plot;

      if (tn_figure_get_plot (self, i, &plot) && x >= plot.x - reach && y >= plot.y - reach &&
          x <= plot.x + plot.width + reach && y <= plot.y + plot.height + reach)
        return i;
    }

  return -1;
}

gboolean
tn_zoom_is_whole (const TnZoom *self)
{
  return !(self->x_from < self->x_to) && !(self->y_from < self->y_to);
}

/* The ends of an axis when everything is shown. */
static void
whole_range (const TnAxisPlan *self, const TnPanel *panel, double *from, double *to)
{
  gboolean vertical = self->axis == &panel->y;
  TnAxisPlan whole = { .axis = self->axis };

  tn_axis_plan_range (&whole, panel, vertical);
  *from = whole.from;
  *to = whole.to;
}

/* Keeps a part within its axis and not too small; the whole axis is NaN. */
static void
settle (const TnAxisPlan *axis, const TnPanel *panel, double *from, double *to)
{
  double first, last, length, whole;

  if (axis->axis->scale == TN_SCALE_CATEGORY || !isfinite (*from) || !isfinite (*to))
    {
      *from = *to = NAN;
      return;
    }
  whole_range (axis, panel, &first, &last);
  whole = last - first;
  length = CLAMP (*to - *from, whole * LEAST_PART, whole);
  *from = CLAMP ((*from + *to - length) / 2, first, last - length);
  *to = *from + length;
  if (length > whole * (1 - 1e-9))
    *from = *to = NAN;
}

/* Whether two ends are one; the end of a whole axis is NaN. */
static gboolean
is_same (double a, double b)
{
  return a == b || (isnan (a) && isnan (b));
}

static gboolean
take_zoom (const TnFigure *self, TnZoom *zoom, const TnPanelPlan *plan)
{
  const TnZoom *old = &self->zoom;

  settle (&plan->x, plan->panel, &zoom->x_from, &zoom->x_to);
  settle (&plan->y, plan->panel, &zoom->y_from, &zoom->y_to);
  if (tn_zoom_is_whole (old) && tn_zoom_is_whole (zoom))
    return FALSE;

  return old->panel != zoom->panel || !is_same (old->x_from, zoom->x_from) ||
         !is_same (old->x_to, zoom->x_to) || !is_same (old->y_from, zoom->y_from) ||
         !is_same (old->y_to, zoom->y_to);
}

/**
 * tn_figure_zoom_to:
 * @panel: index of a panel
 * @part: a part of its plot, in units of the picture; as wide or as high as the plot or more
 *   keeps that axis
 * @zoom: (out): the new part to show
 *
 * Returns: whether it shows another part than before
 */
gboolean
tn_figure_zoom_to (const TnFigure *self, guint panel, const cairo_rectangle_t *part, TnZoom *zoom)
{
  const TnPanelPlan *plan = tn_figure_get_panel (self, panel);
  double top, bottom;

  if (plan == NULL)
    return FALSE;
  zoom->panel = panel;
  zoom->x_from = tn_axis_value (&plan->x, MAX (part->x, plan->plot.x));
  zoom->x_to =
      tn_axis_value (&plan->x, MIN (part->x + part->width, plan->plot.x + plan->plot.width));
  top = tn_axis_value (&plan->y, MAX (part->y, plan->plot.y));
  bottom = tn_axis_value (&plan->y, MIN (part->y + part->height, plan->plot.y + plan->plot.height));
  zoom->y_from = MIN (top, bottom);
  zoom->y_to = MAX (top, bottom);

  return take_zoom (self, zoom, plan);
}

/**
 * tn_figure_zoom_by:
 * @panel: index of a panel
 * @x: what stays where it is, in units of the picture
 * @y: in units of the picture
 * @factor: above 1 shows a smaller part
 * @zoom: (out): the new part to show
 *
 * Returns: whether it shows another part than before
 */
gboolean
tn_figure_zoom_by (const TnFigure *self,
                   guint panel,
                   double x,
                   double y,
                   double factor,
                   TnZoom *zoom)
{
  const TnPanelPlan *plan = tn_figure_get_panel (self, panel);
  double at_x, at_y;

  if (plan == NULL || !(factor > 0) || !isfinite (factor))
    return FALSE;
  at_x = tn_axis_value (&plan->x, CLAMP (x, plan->plot.x, plan->plot.x + plan->plot.width));
  at_y = tn_axis_value (&plan->y, CLAMP (y, plan->plot.y, plan->plot.y + plan->plot.height));
  *zoom =
      (TnZoom){ panel, at_x + (plan->x.from - at_x) / factor, at_x + (plan->x.to - at_x) / factor,
                at_y + (plan->y.from - at_y) / factor, at_y + (plan->y.to - at_y) / factor };

  return take_zoom (self, zoom, plan);
}

/**
 * tn_figure_move_by:
 * @panel: index of a panel
 * @dx: how far the picture goes to the right, in units of it
 * @dy: how far it goes down
 * @zoom: (out): the new part to show
 *
 * Returns: whether it shows another part than before
 */
gboolean
tn_figure_move_by (const TnFigure *self, guint panel, double dx, double dy, TnZoom *zoom)
{
  const TnPanelPlan *plan = tn_figure_get_panel (self, panel);
  double x, y;

  if (plan == NULL)
    return FALSE;
  x = tn_axis_value (&plan->x, plan->plot.x - dx) - tn_axis_value (&plan->x, plan->plot.x);
  y = tn_axis_value (&plan->y, plan->plot.y - dy) - tn_axis_value (&plan->y, plan->plot.y);
  *zoom = (TnZoom){ panel, plan->x.from + x, plan->x.to + x, plan->y.from + y, plan->y.to + y };

  return take_zoom (self, zoom, plan);
}
