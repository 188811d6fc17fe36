/* tn-reason-text.h: one fact about one customer as a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-reasons.h"

G_BEGIN_DECLS

TnMessage *tn_reason_say (TnTable *facts, gsize row, const TnFact *fact, const char *currency);
/* What a sentence that was said is about, from the message as JSON; @label: (out): of a column of a
 * customer table, where it is about no topic. */
TnTopic tn_reason_find_topic (JsonObject *message, JsonNode **label);
TnTopic tn_reason_get_topic (TnTable *facts, gsize row, const TnFact *fact);

G_END_DECLS
