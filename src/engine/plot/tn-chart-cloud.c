/* tn-chart-cloud.c: counts of very many points as a picture, and its key
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-chart-private.h"

#define CELL       2.0 /* units of the surface */
#define MOST_CELLS 2000
#define N_SHADES   256
#define N_SWATCHES 24

/* The cells of a panel at its size. */
static TnRasterGrid
grid_of (const TnPanelPlan *panel)
{
  return (TnRasterGrid){ .x_from = panel->x.from,
                         .x_to = panel->x.to,
                         .y_from = panel->y.from,
                         .y_to = panel->y.to,
                         .columns = (guint) CLAMP (panel->plot.width / CELL, 1, MOST_CELLS),
                         .rows = (guint) CLAMP (panel->plot.height / CELL, 1, MOST_CELLS) };
}

/* The counts themselves, or those of another part until they are there, or none. */
static TnRaster *
find_raster (TnPlan *self, const TnCloud *cloud, const TnRasterGrid *grid)
{
  TnRaster *other = NULL;
  TnRasterWish wish = { cloud, *grid };

  if (self->rasters == NULL)
    return tn_raster_new (cloud, grid, NULL, NULL);
  for (guint i = 0; i < self->rasters->len; i++)
    {
      TnRaster *raster = g_ptr_array_index (self->rasters, i);

      if (tn_raster_is_of (raster, cloud, grid))
        return tn_raster_ref (raster);
      if (raster->cloud == cloud)
        other = raster;
    }
  if (self->wishes != NULL)
    g_array_append_val (self->wishes, wish);

  return other != NULL ? tn_raster_ref (other) : NULL;
}

static guint32
pixel_of (TnRgba colour)
{
  return 0xff000000u | (guint32) lrint (colour.red * 255) << 16 |
         (guint32) lrint (colour.green * 255) << 8 | (guint32) lrint (colour.blue * 255);
}

/* Shades go by the logarithm of the count: single points are seen beside a thousand. */
static double
shade_of (guint32 count, guint32 most)
{
  return most > 1 ? log (count) / log (most) : 1;
}

static cairo_surface_t *
paint (const TnRaster *raster, const TnPlotStyle *style, guint series, gboolean flip)
{
  guint columns = raster->grid.columns, rows = raster->grid.rows;
  cairo_surface_t *picture =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) columns, (int) rows);
  guchar *pixels = cairo_image_surface_get_data (picture);
  gsize stride = (gsize) cairo_image_surface_get_stride (picture);
  guint32 shades[N_SHADES];

  for (guint i = 0; i < N_SHADES; i++)
    shades[i] = pixel_of (tn_plot_ramp (style, series, i / (N_SHADES - 1.0)));
  for (guint row = 0; pixels != NULL && row < rows; row++)
    for (guint column = 0; column < columns; column++)
      {
        guint32 count = raster->counts[(gsize) row * columns + column];
        gsize line = flip ? rows - 1 - row : row;

        if (count > 0)
          memcpy (pixels + line * stride + 4 * column,
                  &shades[lrint ((N_SHADES - 1) * shade_of (count, raster->most))], 4);
      }
  cairo_surface_mark_dirty (picture);

  return picture;
}

static void
note_ink (TnPanelPlan *panel, const TnRaster *raster)
{
  const TnRasterGrid *grid = &raster->grid;
  double width = (grid->x_to - grid->x_from) / grid->columns;
  double height = (grid->y_to - grid->y_from) / grid->rows;

  for (guint row = 0; row < grid->rows; row++)
    for (guint column = 0; column < grid->columns; column++)
      if (raster->counts[(gsize) row * grid->columns + column] > 0)
        {
          double x = tn_axis_place (&panel->x, grid->x_from + (column + 0.5) * width);
          double y = tn_axis_place (&panel->y, grid->y_from + (row + 0.5) * height);

          tn_ink_box (&panel->ink, (TnPlotBox){ x, y, 0.1, 0.1 }, TN_INK_MANY);
        }
}

/**
 * tn_plan_draw_cloud:
 * @self: a plan
 * @panel: one of its panels
 * @mark: points with a cloud
 *
 * Draws counts where they belong: counts of another part of the plane lie where that part is,
 * so that a picture that was just zoomed has something to show.
 */
void
tn_plan_draw_cloud (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  TnRasterGrid grid = grid_of (panel);
  TnRaster *raster = find_raster (self, mark->cloud, &grid);
  double x1, x2, y1, y2;

  if (raster == NULL)
    return;
  x1 = tn_axis_place (&panel->x, raster->grid.x_from);
  x2 = tn_axis_place (&panel->x, raster->grid.x_to);
  y1 = tn_axis_place (&panel->y, raster->grid.y_from);
  y2 = tn_axis_place (&panel->y, raster->grid.y_to);
  {
    double xy[4] = { x1, MIN (y1, y2), x2, MAX (y1, y2) };

    tn_scene_add (self->scene, TN_ITEM_PICTURE, &panel->plot, 2, xy)->picture =
        paint (raster, self->style, mark->series, panel->y.flip);
  }
  note_ink (panel, raster);
  g_clear_pointer (&self->raster, tn_raster_unref);
  self->raster = raster;
  self->raster_series = mark->series;
}

/* Whether counts are drawn, which need a key. */
gboolean
tn_plan_needs_ramp (const TnPlan *self)
{
  for (guint i = 0; i < self->chart->panels->len; i++)
    {
      const TnPanel *panel = g_ptr_array_index (self->chart->panels, i);

      for (guint k = 0; k < panel->marks->len; k++)
        if (((const TnMark *) g_ptr_array_index (panel->marks, k))->cloud != NULL)
          return TRUE;
    }

  return FALSE;
}

static TnWords *
say_count (TnPlan *self, guint32 count)
{
  g_autoptr (TnMessage) message =
      tn_message_count (tn_message_new ("{value}"), "value", (gint64) count);

  return tn_scene_say (self->scene, message, self->unit, FALSE, self->style->soft, 0, 1);
}

/* From left to right: 1, the shades, the most, what was counted. */
void
tn_plan_draw_ramp (TnPlan *self)
{
  g_autoptr (TnMessage) what = tn_message_new (N_ ("points at one place"));
  double u = self->unit, gap = 0.5 * u, x = self->ramp.x, width;
  double top = self->ramp.y + 0.3 * u;
  TnWords *words;

  if (self->raster == NULL || self->raster->most == 0 || !(self->ramp.height > 0))
    return;
  words = say_count (self, 1);
  width = words->width;
  tn_scene_place (self->scene, words, x, top);
  x += width + gap;
  for (guint i = 0; i < N_SWATCHES && self->raster->most > 1; i++)
    tn_scene_add_box (self->scene, NULL,
                      (TnPlotBox){ x + 8 * u * i / N_SWATCHES, top, 8 * u / N_SWATCHES, u },
                      tn_plot_ramp (self->style, self->raster_series, i / (N_SWATCHES - 1.0)));
  if (self->raster->most > 1)
    {
      x += 8 * u + gap;
      words = say_count (self, self->raster->most);
      width = words->width;
      tn_scene_place (self->scene, words, x, top);
      x += width + 1.2 * u;
    }
  words = tn_scene_say (self->scene, what, u, FALSE, self->style->soft,
                        MAX (1, self->ramp.x + self->ramp.width - x), 1);
  tn_scene_place (self->scene, words, x, top);
}
