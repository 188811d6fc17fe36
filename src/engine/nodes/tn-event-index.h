/* tn-event-index.h: the index of an event log, made once for all nodes that read it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-events.h"
#include "tn-step.h"

G_BEGIN_DECLS

TnEvents *tn_step_get_events (TnStep *step, guint port, GError **error);

G_END_DECLS
