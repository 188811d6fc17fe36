/* tn-risk.h: how sure the chance of one customer is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-scored.h"

G_BEGIN_DECLS

#define TN_RISK_NEIGHBOURS 100

/**
 * TnRiskInterval:
 * @rate: share of the neighbours that left
 * @low: lower end of its 95 % Wilson interval
 * @high: upper end
 * @n: how many rows of neighbours
 * @customers: how many customers these amount to; not less than were asked for, unless there are
 *   fewer in all
 */
typedef struct
{
  double rate;
  double low;
  double high;
  gsize n;
  double customers;
} TnRiskInterval;

/**
 * TnRisk:
 *
 * What became of customers with a similar chance, out of fold: a rate of a group, not a
 * personal certainty. Immutable, reference-counted; a query takes O(log² n).
 */
typedef struct _TnRisk TnRisk;

TnRisk *tn_risk_new (const TnScored *out_of_fold, GError **error);
TnRisk *tn_risk_new_from_state (GBytes *scores, GBytes *labels, GBytes *counts, GError **error);
TnRisk *tn_risk_ref (TnRisk *self);
void tn_risk_unref (TnRisk *self);
void tn_risk_query (const TnRisk *self,
                    double score,
                    gsize min_neighbours,
                    TnRiskInterval *interval);

/* What is stored of it: doubles ascending, and beside each a byte 0 or 1 and a guint32. */
GBytes *tn_risk_dup_scores (const TnRisk *self);
GBytes *tn_risk_dup_labels (const TnRisk *self);
GBytes *tn_risk_dup_counts (const TnRisk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRisk, tn_risk_unref)

G_END_DECLS
