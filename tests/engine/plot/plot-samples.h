/* plot-samples.h: one chart of every kind, for the gallery and the tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart-kinds.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  double width, height; /* at which it is shown; height 0 for its own */
  TnChart *(*make) (gboolean chinese);
} PlotSample;

extern const PlotSample plot_samples[];
extern const guint n_plot_samples;

G_END_DECLS
