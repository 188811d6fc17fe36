/* tn-figure.h: a chart laid out at one size and zoom, to be drawn and to be asked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart.h"
#include "tn-cloud.h"

G_BEGIN_DECLS

/**
 * TnZoom:
 * @panel: which panel of the chart; panels that share its axis across go with it
 * @x_from: where its axis across begins; NaN for the whole axis
 * @x_to: where it ends, or NaN
 * @y_from: where its axis upwards begins, or NaN
 * @y_to: where it ends, or NaN
 *
 * The part of a chart that is shown.
 */
typedef struct
{
  guint panel;
  double x_from, x_to, y_from, y_to;
} TnZoom;

#define TN_ZOOM_WHOLE                                         \
  {                                                           \
    0, (double) NAN, (double) NAN, (double) NAN, (double) NAN \
  }

/**
 * TnHit:
 * @panel: index of the panel
 * @mark: index of the mark in it
 * @index: element of the mark
 * @x: where its value stands, in units of the picture
 * @y: where its value stands
 *
 * One element of a mark.
 */
typedef struct
{
  guint panel, mark;
  gsize index;
  double x, y;
} TnHit;

typedef enum
{
  TN_WALK_FIRST,
  TN_WALK_LEFT,
  TN_WALK_RIGHT,
  TN_WALK_UP,
  TN_WALK_DOWN,
} TnWalk;

/* Counts that a picture still needs, of the cloud of one mark. */
typedef struct
{
  const TnCloud *cloud;
  TnRasterGrid grid;
} TnRasterWish;

/**
 * TnFigure:
 *
 * A chart at one size, zoom, style and language. It belongs to the thread that made it.
 */
typedef struct _TnFigure TnFigure;

TnFigure *tn_figure_new (const TnChart *chart,
                         const TnZoom *zoom,
                         double width,
                         double height,
                         const TnPlotStyle *style,
                         const TnLanguage *language,
                         GPtrArray *rasters);
void tn_figure_free (TnFigure *self);
void tn_figure_draw (const TnFigure *self, cairo_t *cr);
const TnRasterWish *tn_figure_get_wishes (const TnFigure *self, guint *n_wishes);

/* Places and values. */
gssize tn_figure_find_panel (const TnFigure *self, double x, double y);
gboolean tn_figure_get_plot (const TnFigure *self, guint panel, cairo_rectangle_t *plot);
gboolean tn_figure_zoom_to (const TnFigure *self,
                            guint panel,
                            const cairo_rectangle_t *part,
                            TnZoom *zoom);
gboolean tn_figure_zoom_by (const TnFigure *self,
                            guint panel,
                            double x,
                            double y,
                            double factor,
                            TnZoom *zoom);
gboolean tn_figure_move_by (const TnFigure *self, guint panel, double dx, double dy, TnZoom *zoom);
gboolean tn_zoom_is_whole (const TnZoom *self);

/* Elements. */
gboolean tn_figure_find (const TnFigure *self, double x, double y, TnHit *hit);
gboolean tn_figure_walk (const TnFigure *self, TnWalk walk, TnHit *hit);
gboolean tn_figure_locate (const TnFigure *self, TnHit *hit);
TnMessage *tn_figure_say_part (const TnFigure *self);
GPtrArray *tn_figure_say (const TnFigure *self, const TnHit *hit, gboolean *has_name);

/* Words of the whole: title, axes with their ends, curves, the main figures. */
char *tn_chart_summarize (const TnChart *self, const TnLanguage *language);

/* As tn_chart_to_picture(), of the part that is shown. */
GBytes *tn_chart_to_picture_of (const TnChart *self,
                                const TnZoom *zoom,
                                TnPictureFormat format,
                                double width,
                                double height,
                                double scale,
                                const TnPlotStyle *style,
                                const TnLanguage *language,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnFigure, tn_figure_free)

G_END_DECLS
