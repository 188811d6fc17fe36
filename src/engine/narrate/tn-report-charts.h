/* tn-report-charts.h: the charts of a report, apart from the judge's headers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Both the judge and the plots call a line TnCurve; a file that reads the one and draws the other
 * calls that of the plots TnPlotCurve. */
#define TnCurve         TnPlotCurve
#define TnCurve_autoptr TnPlotCurve_autoptr
#include "tn-chart-kinds.h"
#undef TnCurve
#undef TnCurve_autoptr
