/* wb-result-charts.h: the charts of a finished run, for one choice of how many to contact
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart.h"
#include "wb-result.h"

G_BEGIN_DECLS

/* @share of customers contacted is marked; %NULL where the run has no such figures. */
TnChart *wb_result_chart_roc (const WbResult *result, double share);
TnChart *wb_result_chart_lift (const WbResult *result, double share);
TnChart *wb_result_chart_gains (const WbResult *result, double share);
TnChart *wb_result_chart_profit (const WbResult *result, double share, const WbMoney *money);
TnChart *wb_result_chart_calibration (const WbResult *result);
TnChart *wb_result_chart_learning (const WbResult *result);

G_END_DECLS
