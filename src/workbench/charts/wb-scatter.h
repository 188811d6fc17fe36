/* wb-scatter.h: two columns of numbers against each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"
#include "wb-chart-view.h"

G_BEGIN_DECLS

/* Reads two columns of numbers or moments off the main loop and shows them in @view. */
void wb_scatter_load (WbChartView *view,
                      TnTable *table,
                      guint x_column,
                      guint y_column,
                      GCancellable *cancellable);

/* The same on any thread. */
TnChart *wb_scatter_new (TnTable *table,
                         guint x_column,
                         guint y_column,
                         const TnLanguage *language,
                         GError **error);

G_END_DECLS
