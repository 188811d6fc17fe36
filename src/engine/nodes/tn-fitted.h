/* tn-fitted.h: states as the fitted objects they hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-node-spec.h"
#include "tn-node-state.h"

G_BEGIN_DECLS

TnNodeState *tn_fitted_to_state (const TnNodeSpec *spec, GVariant *fields);
void tn_fitted_set_damaged (const TnNodeSpec *spec, GError **error);
GVariant *tn_fitted_get_fields (const TnNodeSpec *spec, const TnNodeState *state, GError **error);

G_END_DECLS
