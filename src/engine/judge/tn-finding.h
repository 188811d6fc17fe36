/* tn-finding.h: what could be wrong with a result, and how to check
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-folds.h"
#include "tn-judgement.h"

G_BEGIN_DECLS

typedef enum
{
  TN_SEVERITY_NOTE,    /* good to know */
  TN_SEVERITY_WARNING, /* check before relying on it */
  TN_SEVERITY_SERIOUS, /* do not rely on it */
} TnSeverity;

const char *tn_severity_to_id (TnSeverity severity);

/**
 * TnFinding:
 * @code: "warn.leak", "warn.toogood", "warn.small", "warn.imbalance", "warn.oneclass",
 *   "warn.allequal", "warn.wide", "warn.shift", "metric.calibration.over", ".under", ".uneven",
 *   ".good", "compare.baseline.notbeaten"; interned
 * @severity: how much it matters
 * @model: (nullable): id of the model it is about, interned
 * @message: the sentence
 */
typedef struct
{
  const char *code;
  TnSeverity severity;
  const char *model;
  TnMessage *message;
} TnFinding;

TnFinding *tn_finding_new (const char *code,
                           TnSeverity severity,
                           const char *model,
                           TnMessage *message);
TnFinding *tn_finding_copy (const TnFinding *self);
void tn_finding_free (TnFinding *self);
JsonNode *tn_finding_to_json (const TnFinding *self);
TnFinding *tn_finding_from_json (JsonNode *node, GError **error);

/**
 * TnFeatureShare:
 * @label: the column's plain name
 * @importance: its share of all importance, 0 to 1, NaN when unknown
 * @auc: of the column alone (tn_feature_auc()), NaN when unknown
 */
typedef struct
{
  const char *label;
  double importance;
  double auc;
} TnFeatureShare;

/* Each appends what it finds to an array of #TnFinding made by tn_findings_new(). */
GPtrArray *tn_findings_new (void);
void tn_findings_add_target (GPtrArray *findings, const guint8 *labels, gsize n_rows);
void tn_findings_add_counts (GPtrArray *findings, const TnScored *scored);
void tn_findings_add_scores (GPtrArray *findings, const char *model, const TnScored *scored);
void tn_findings_add_judgement (GPtrArray *findings,
                                const char *model,
                                const TnJudgement *judgement);
void tn_findings_add_features (GPtrArray *findings,
                               const char *model,
                               const TnJudgement *judgement,
                               const TnFeatureShare *features,
                               guint n_features);
void tn_findings_add_folds (GPtrArray *findings, const TnFolds *folds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnFinding, tn_finding_free)

G_END_DECLS
