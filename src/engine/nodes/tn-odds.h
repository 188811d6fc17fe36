/* tn-odds.h: what a logistic regression says of each fact, to be read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-logit.h"
#include "tn-node-state.h"

G_BEGIN_DECLS

/* Of the matrix learned from: one standard deviation a column, for the state of the model. */
GVariant *tn_odds_measure_spread (TnMatrix *x);
#define TN_ODDS_SPREAD "spread"

JsonNode *tn_odds_to_json (const TnNodeState *state, GError **error);

G_END_DECLS
