/* tn-figure-private.h: what a figure is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart-private.h"
#include "tn-figure.h"

G_BEGIN_DECLS

struct _TnFigure
{
  TnChart *chart;
  TnPlotStyle style;
  const TnLanguage *language;
  TnZoom zoom;
  double width, height;
  TnScene *scene;
  GArray *panels; /* TnPanelPlan: places and ranges */
  GArray *wishes; /* TnRasterWish */
};

const TnPanelPlan *tn_figure_get_panel (const TnFigure *self, guint panel);
const TnMark *tn_figure_get_mark (const TnFigure *self, const TnHit *hit);

G_END_DECLS
