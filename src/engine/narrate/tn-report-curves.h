/* tn-report-curves.h: the curves of the models, as charts of a report take them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart-kinds.h"
#include "tn-report-private.h"

G_BEGIN_DECLS

#define TN_REPORT_CURVES 6

gsize tn_report_read_curves (const TnReport *self, const char *id, TnTrace *curves);

G_END_DECLS
