/* wb-scatter.h: two columns against each other, read off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"
#include "wb-chart-view.h"

G_BEGIN_DECLS

/* @finding: (nullable): what the picture shows; %NULL where there is none, which the view says.
 * Not called when the reading was cancelled. */
typedef void (*WbScatterFunc) (WbChartView *view, const TnMessage *finding, gpointer user_data);

/* Reads the columns off the main loop and shows them in @view; see tn_column_chart_new(). */
void wb_scatter_load (WbChartView *view,
                      TnTable *table,
                      guint x_column,
                      guint y_column,
                      GCancellable *cancellable,
                      WbScatterFunc done,
                      gpointer user_data);

G_END_DECLS
