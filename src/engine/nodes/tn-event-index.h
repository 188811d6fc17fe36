/* tn-event-index.h: the index of an event log, made once for all nodes that read it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-events.h"
#include "tn-step.h"

G_BEGIN_DECLS

TnEvents *tn_step_get_events (TnStep *step, guint port, GError **error);

/* Where no step before has marked the rows: a reading that is kept with what is learned. */
TnReading *tn_step_learn_reading (TnStep *step, guint port, GError **error);
TnReading *tn_step_get_reading (TnStep *step,
                                const TnNodeSpec *spec,
                                const TnNodeState *state,
                                GError **error);
TnEvents *tn_step_read_events (TnStep *step, guint port, const TnReading *reading, GError **error);

G_END_DECLS
