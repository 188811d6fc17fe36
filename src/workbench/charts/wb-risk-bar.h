/* wb-risk-bar.h: a chance as the length of a bar, with its interval
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_RISK_BAR (wb_risk_bar_get_type ())
G_DECLARE_FINAL_TYPE (WbRiskBar, wb_risk_bar, WB, RISK_BAR, GtkWidget)

GtkWidget *wb_risk_bar_new (void);
void wb_risk_bar_set (WbRiskBar *self, double value, double low, double high);
/* From @from to @to on a common scale instead of 0 to 1; a point with whiskers instead of a bar. */
void wb_risk_bar_set_interval (WbRiskBar *self,
                               double value,
                               double low,
                               double high,
                               double from,
                               double to,
                               gboolean is_baseline);

G_END_DECLS
