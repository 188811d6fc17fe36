/* tn-joining.h: what the two joins share: one for events, one for tables
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-step.h"

G_BEGIN_DECLS

extern const TnParamSpec tn_joining_params[];

gboolean tn_joining_apply (TnStep *step, TnPortType type, TnPacket **outputs, GError **error);

G_END_DECLS
