/* tn-reason-text.h: one fact about one customer as a sentence
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-reasons.h"

G_BEGIN_DECLS

TnMessage *tn_reason_say (TnTable *facts, gsize row, const TnFact *fact, const char *currency);
TnTopic tn_reason_get_topic (TnTable *facts, gsize row, const TnFact *fact);

G_END_DECLS
