/* wb-chart-view-private.h: a chart on the screen, for the files that draw it and listen to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-figure.h"
#include "tn-scene.h"
#include "wb-chart-view.h"

G_BEGIN_DECLS

struct _WbChartView
{
  GtkWidget parent_instance;

  TnChart *chart;
  int height;
  guint titles : 1;
  guint by_keys : 1; /* the value that is spoken of was chosen with keys */
  guint has_hit : 1;
  guint is_dragging : 1;
  guint is_old : 1; /* the picture shows what was before */
  guint later;      /* source: to be drawn in a frame that has time for it */

  /* What is drawn, until size, part or looks change. */
  TnFigure *figure;
  GdkTexture *picture;
  int width_drawn, height_drawn, scale_drawn;
  TnZoom zoom;
  GPtrArray *rasters; /* TnRaster, the newest last */
  GCancellable *counting;

  TnHit hit;
  gssize panel;             /* that is dragged in */
  cairo_rectangle_t marked; /* the part that is dragged over */
  double pinch;             /* of the gesture so far */
  double pointer_x, pointer_y;
  GtkWidget *menu;
};

/* Drawing: wb-chart-view.c. */
TnFigure *_wb_chart_get_figure (WbChartView *self);
void _wb_chart_set_zoom (WbChartView *self, const TnZoom *zoom);
void _wb_chart_reset_zoom (WbChartView *self);
void _wb_chart_set_hit (WbChartView *self, const TnHit *hit, gboolean by_keys);
char *_wb_chart_say_hit (WbChartView *self);

/* Pointer and keys: wb-chart-input.c. */
void _wb_chart_listen (WbChartView *self);
gboolean _wb_chart_zoom_step (WbChartView *self, double factor);

/* What lies over the picture: wb-chart-readout.c. */
void _wb_chart_draw_over (WbChartView *self, GtkSnapshot *snapshot);

/* Menu, copy and save: wb-chart-menu.c. */
void _wb_chart_install_actions (GtkWidgetClass *widget_class);
void _wb_chart_show_menu (WbChartView *self, double x, double y);

G_END_DECLS
