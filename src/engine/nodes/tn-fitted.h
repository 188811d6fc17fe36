/* tn-fitted.h: states as the fitted objects they hold
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-node-spec.h"
#include "tn-node-state.h"
#include "tn-step.h"

G_BEGIN_DECLS

TnNodeState *tn_fitted_to_state (const TnNodeSpec *spec, GVariant *fields);
void tn_fitted_set_damaged (const TnNodeSpec *spec, GError **error);
GVariant *tn_fitted_get_fields (const TnNodeSpec *spec, const TnNodeState *state, GError **error);

/* Once, with the final fit: findings are about the same columns in every fold. */
void tn_fitted_tell (TnStep *step, const char *code, const GPtrArray *findings);

G_END_DECLS
