/* tn-evaluation.h: several models over several folds, judged and compared
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-comparison.h"
#include "tn-finding.h"
#include "tn-folds.h"

G_BEGIN_DECLS

/**
 * TnContender:
 * @id: of the model
 * @label: its name for people
 * @is_baseline: a rule without learning; stands first
 * @complexity: of two that cannot be told apart the lower is recommended
 * @test: out-of-fold scores of the test rows of all folds, each with its fold
 * @chances: (nullable): the chances a curve made of @test, of the same rows; customers are ranked
 *   by @test, and all that is said of chances is said of these
 * @validate: (nullable): chances of the validate rows, for the best threshold
 * @features: (nullable) (array length=n_features): for the warnings on single columns
 */
typedef struct
{
  const char *id;
  const TnMessage *label;
  gboolean is_baseline;
  guint complexity;
  TnScored *test;
  TnScored *chances;
  TnScored *validate;
  const TnFeatureShare *features;
  guint n_features;
} TnContender;

/**
 * TnJudgedModel:
 * @id: interned
 * @label: its name
 * @is_baseline: whether it is a rule without learning
 * @complexity: of two that cannot be told apart the lower is recommended
 * @is_calibrated: whether chances were judged that a curve made of the model's scores
 * @pooled: over the test rows of all folds
 * @folds: (array length=n_folds): one each fold; %NULL when there is one fold only
 * @rank: by AUC
 * @tied: whether another model has the same rank
 */
typedef struct
{
  const char *id;
  TnMessage *label;
  gboolean is_baseline;
  guint complexity;
  gboolean is_calibrated;
  TnJudgement *pooled;
  TnJudgement **folds;
  guint rank;
  gboolean tied;
} TnJudgedModel;

/**
 * TnJudgedFold:
 * @name: of the fold
 * @cut: test cut, %TN_TIME_MISSING when it has none
 * @n_train: rows
 * @n_validate: rows
 * @n_test: rows
 * @base_rate: share of 1 among the test rows
 */
typedef struct
{
  char *name;
  gint64 cut;
  gsize n_train;
  gsize n_validate;
  gsize n_test;
  double base_rate;
} TnJudgedFold;

/**
 * TnEvaluation:
 *
 * The result document of *Evaluate*: report, command line and window read this one.
 * Immutable, reference-counted.
 */
typedef struct _TnEvaluation TnEvaluation;

TnEvaluation *tn_evaluation_new (const TnContender *contenders,
                                 guint n_contenders,
                                 const TnFolds *folds,
                                 const TnJudgeOptions *options,
                                 TnProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);
TnEvaluation *tn_evaluation_ref (TnEvaluation *self);
void tn_evaluation_unref (TnEvaluation *self);

guint tn_evaluation_get_n_models (const TnEvaluation *self);
const TnJudgedModel *tn_evaluation_get_model (const TnEvaluation *self, guint index);
const TnJudgedModel *tn_evaluation_find_model (const TnEvaluation *self, const char *id);
const TnJudgedModel *tn_evaluation_get_best (const TnEvaluation *self);
guint tn_evaluation_get_n_folds (const TnEvaluation *self);
const TnJudgedFold *tn_evaluation_get_fold (const TnEvaluation *self, guint index);
gboolean tn_evaluation_is_within_folds (const TnEvaluation *self);
guint tn_evaluation_get_n_comparisons (const TnEvaluation *self);
const TnComparison *tn_evaluation_get_comparison (const TnEvaluation *self, guint index);
const TnComparison *tn_evaluation_find_comparison (const TnEvaluation *self,
                                                   const char *a,
                                                   const char *b,
                                                   const char *metric);
guint tn_evaluation_get_n_findings (const TnEvaluation *self);
const TnFinding *tn_evaluation_get_finding (const TnEvaluation *self, guint index);

JsonNode *tn_evaluation_to_json (const TnEvaluation *self);
TnEvaluation *tn_evaluation_from_json (JsonNode *node, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnEvaluation, tn_evaluation_unref)

G_END_DECLS
