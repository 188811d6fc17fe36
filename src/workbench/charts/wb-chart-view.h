/* wb-chart-view.h: a chart on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-figure.h"

G_BEGIN_DECLS

#define WB_TYPE_CHART_VIEW (wb_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (WbChartView, wb_chart_view, WB, CHART_VIEW, GtkWidget)

GtkWidget *wb_chart_view_new (void);
void wb_chart_view_set_chart (WbChartView *self, TnChart *chart);
TnChart *wb_chart_view_get_chart (WbChartView *self);

/* Pixels; 0 lets the chart choose by its width. */
void wb_chart_view_set_height (WbChartView *self, int height);
void wb_chart_view_set_titles (WbChartView *self, gboolean titles);

/* The part that is shown; “part-changed” tells of another. */
const TnZoom *wb_chart_view_get_part (WbChartView *self);
/* Copy, save, data and zoom, at the middle of @widget's place. */
void wb_chart_view_show_menu (WbChartView *self);

/* What is shown at the moment. */
char *wb_chart_view_dup_words (WbChartView *self);
gboolean wb_chart_view_is_counting (WbChartView *self);

/* The style of charts for the looks of the moment. */
TnPlotStyle wb_plot_style (gboolean titles);
GdkRGBA wb_plot_colour (const TnRgba *colour);

G_END_DECLS
