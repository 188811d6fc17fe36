/* tn-rule.h: learners that need no model, treated like those that do
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-baseline.h"
#include "tn-step.h"

G_BEGIN_DECLS

/* The rule as it is learned from the rows of @table. */
typedef TnBaseline *(*TnRuleFitFunc) (TnStep *step, TnTable *table, GError **error);
/* What the rule looks at; %FALSE with an error. A rule that looks at nothing leaves it %NULL. */
typedef gboolean (*TnRuleReadFunc) (TnStep *step, TnTable *table, double **x, GError **error);

gboolean tn_rule_fit (TnStep *step,
                      const TnNodeSpec *spec,
                      TnRuleFitFunc fit,
                      TnNodeState **state,
                      GError **error);
gboolean tn_rule_apply (TnStep *step,
                        const TnNodeSpec *spec,
                        TnRuleReadFunc read,
                        const TnNodeState *state,
                        TnPacket **outputs,
                        GError **error);

G_END_DECLS
