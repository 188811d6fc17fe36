/* tn-list-chance.h: from the score of a model to the chance and the interval a list shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-calibrator.h"
#include "tn-node-spec.h"
#include "tn-risk.h"

G_BEGIN_DECLS

/**
 * TnListChance:
 * @model: id of the learner whose scores it is about
 * @calibrator: (nullable): from scores to chances; %NULL where scores are taken at their word
 * @risk: what became of customers with a similar chance
 */
typedef struct
{
  char *model;
  TnCalibrator *calibrator;
  TnRisk *risk;
} TnListChance;

void tn_list_chance_clear (TnListChance *self);
void tn_list_chance_query (const TnListChance *self,
                           double score,
                           double *chance,
                           double *low,
                           double *high);

/* @scores with the columns chance, low and high. */
TnTable *tn_list_chance_add (const TnListChance *self, TnTable *scores, GError **error);

GVariant *tn_list_chance_to_variant (const TnListChance *self);
gboolean tn_list_chance_from_state (TnListChance *self,
                                    const TnNodeSpec *spec,
                                    const TnNodeState *state,
                                    GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnListChance, tn_list_chance_clear)

G_END_DECLS
