/* tn-chart-private.h: what a chart is made of, for the files of this folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart.h"
#include "tn-figure.h"
#include "tn-scene.h"
#include "tn-ticks.h"

G_BEGIN_DECLS

#define TN_CHART_MAX_ROWS    4
#define TN_CHART_MAX_COLUMNS 4

struct _TnChart
{
  gatomicrefcount ref_count;
  char *kind;
  TnMessage *title, *subtitle, *empty, *note;
  GPtrArray *panels;
  GPtrArray *facts;
  guint n_columns;
  GPtrArray *rows;       /* of GPtrArray of TnMessage; the first is the head */
  const TnPanel *points; /* nullable: its first mark's x and y are the rows after the head */
};

/* How the values of one axis become places, and its figures. */
typedef struct
{
  const TnAxis *axis;
  double from, to;   /* values at both ends */
  double at, length; /* places: left edge and width, or top and height */
  gboolean flip;     /* larger values stand higher */
  TnTicks *ticks;    /* nullable */
  gboolean hidden;   /* figures and names are left out */
  gboolean labelled; /* what is measured is said */
  gsize n_shown;     /* categories that have room, from the first */
} TnAxisPlan;

/* Where ink is: cells of a few pixels, holding 0 or which line of the panel it is. */
typedef struct
{
  TnPlotBox box;
  double cell;
  guint n_x, n_y;
  guint8 *cells;
} TnInk;

/* One panel at one size. */
typedef struct
{
  const TnPanel *panel;
  TnPlotBox outer, plot;
  TnAxisPlan x, y;
  double left, right, top, bottom; /* room for words around the plot */
  guint lines_below;               /* lines of category names */
  gboolean stagger, titled;
  TnInk ink;
} TnPanelPlan;

typedef struct
{
  const TnChart *chart;
  TnScene *scene;
  const TnPlotStyle *style;
  const TnLanguage *language;
  double unit;        /* size of chart text */
  gboolean key_below; /* names of lines did not find room beside them */
  GPtrArray *keys;    /* TnMark whose label goes to the key */
  gboolean crowded;   /* set when a line found no room for its name */
  const TnZoom *zoom; /* nullable */
  GPtrArray *rasters; /* nullable: counts there are; without it they are made */
  GArray *wishes;     /* nullable: TnRasterWish, those that were not there */
  TnPlotBox ramp;     /* room for the key of counts; no height where there are none */
  TnRaster *raster;   /* nullable: the counts that were drawn, for their key */
  guint raster_series;
} TnPlan;

#define TN_INK_MANY 255

double tn_axis_place (const TnAxisPlan *self, double value);
double tn_axis_value (const TnAxisPlan *self, double place);
void tn_axis_plan_range (TnAxisPlan *self, const TnPanel *panel, gboolean vertical);

const TnMessage *tn_axis_get_name (const TnAxis *self, gsize i);
const TnMessage *tn_axis_get_detail (const TnAxis *self, gsize i);
gboolean tn_axis_has_details (const TnAxis *self);

void tn_ink_init (TnInk *self, TnPlotBox box, double cell);
void tn_ink_clear (TnInk *self);
void tn_ink_box (TnInk *self, TnPlotBox box, guint8 id);
void tn_ink_line (TnInk *self, double x1, double y1, double x2, double y2, guint8 id);
guint tn_ink_count (const TnInk *self, TnPlotBox box, guint8 but);

void tn_plan_measure_height (const TnPlan *self, TnPanelPlan *panel);
void tn_plan_measure_width (const TnPlan *self, TnPanelPlan *panel, double widest_name);
void tn_plan_fit_x (const TnPlan *self, TnPanelPlan *panel, double width);
void tn_plan_fit_y (const TnPlan *self, TnPanelPlan *panel, double height);

void tn_plan_draw_axes (TnPlan *self, TnPanelPlan *panel);
void tn_plan_draw_axis_lines (TnPlan *self, TnPanelPlan *panel);
void tn_plan_draw_marks (TnPlan *self, TnPanelPlan *panel);
void tn_plan_draw_labels (TnPlan *self, TnPanelPlan *panel);
double tn_plan_draw_key (TnPlan *self, double x, double y, double width, gboolean measure_only);
void tn_plan_draw_sample (TnPlan *self, const TnMark *mark, TnPlotBox box);
double tn_plan_sample_width (const TnPlan *self);
gboolean tn_plan_needs_ramp (const TnPlan *self);
void tn_plan_draw_ramp (TnPlan *self);
void tn_plan_draw_cloud (TnPlan *self, TnPanelPlan *panel, const TnMark *mark);
TnScene *tn_plan_lay_out (const TnPlan *start, double width, double height, GArray *panels);

void tn_mark_stroke (const TnPlan *plan, const TnMark *mark, TnItem *item);
TnRgba tn_mark_colour (const TnPlan *plan, const TnMark *mark);

G_END_DECLS
