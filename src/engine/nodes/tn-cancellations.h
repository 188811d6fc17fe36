/* tn-cancellations.h: what the step “clean” does about orders that were taken back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-reading.h"
#include "tn-step.h"

G_BEGIN_DECLS

TnReading *tn_cancellations_learn (TnStep *step, TnTable *table, GError **error);
TnTable *tn_cancellations_mark (TnStep *step,
                                const TnReading *reading,
                                TnTable *table,
                                guint8 *dropped,
                                gsize *n_dropped,
                                GError **error);

G_END_DECLS
