/* tn-reasons.h: from what each column adds to a score, to facts a person can read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-fact-words.h"
#include "tn-step.h"

G_BEGIN_DECLS

#define TN_MAX_REASONS 3

/**
 * TnFact:
 * @column: its place in the table of facts
 * @field: borrowed from that table
 * @middle: median over today's customers, NaN for a category
 * @share: of everything the model weighs, 0 to 1
 * @topic: what it is about
 * @rising: whether more of it goes with a higher chance
 */
typedef struct
{
  guint column;
  const TnField *field;
  double middle;
  double share;
  gboolean rising;
  TnTopic topic;
} TnFact;

/**
 * TnReasons:
 *
 * The facts a model uses, and which of them raise the chance of given customers.
 */
typedef struct _TnReasons TnReasons;

TnReasons *tn_reasons_new (TnStep *step,
                           TnTable *facts,
                           TnPacket *model,
                           const TnNodeSpec *spec,
                           const gsize *rows,
                           gsize n_rows,
                           const char *currency,
                           GError **error);
void tn_reasons_free (TnReasons *self);

/* Facts by their share, largest first. */
guint tn_reasons_get_n_facts (const TnReasons *self);
const TnFact *tn_reasons_get_fact (const TnReasons *self, guint index);
JsonNode *tn_reasons_importance_to_json (const TnReasons *self);
JsonNode *tn_reasons_topics_to_json (const TnReasons *self);

/* What raises the chance of the @index-th of the rows given, strongest first: messages. */
gboolean tn_reasons_explain (TnReasons *self,
                             const gsize *indices,
                             gsize n_indices,
                             GPtrArray **reasons,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnReasons, tn_reasons_free)

G_END_DECLS
