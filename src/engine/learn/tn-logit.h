/* tn-logit.h: logistic regression with ridge and elastic net penalties
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-checkpoint.h"
#include "tn-matrix.h"
#include "tn-progress.h"

G_BEGIN_DECLS

/**
 * TnLogitParams:
 * @lambda: strength of the penalty, ≥ 0; 0 for plain maximum likelihood
 * @alpha: share of the absolute-value penalty, 0 (ridge) to 1 (lasso)
 * @standardize: penalise the coefficients of columns scaled to variance 1, so that the
 *   answer does not depend on units; coefficients are given per original unit either way
 * @tolerance: stop when the relative gap of the objective is below this
 * @max_iterations: outer (Newton) steps; more is %TN_ERROR_NUMERIC
 * @std_errors: compute standard errors (ridge and plain only)
 * @weights: (nullable): n row weights, ≥ 0; a weight of 2 counts like two equal rows
 * @clusters: (nullable): n cluster numbers; rows of one customer share one. Standard
 *   errors are then robust to dependence within a cluster
 * @checkpoint: (nullable): where steps are kept, so that a fit can be gone on with
 *
 * Minimises, with W = Σ wᵢ and an intercept that is never penalised,
 *
 *   (1/W) Σ wᵢ log (1 + exp (−sᵢ (a + xᵢ·b))) + λ ((1 − α)/2 Σ (σⱼbⱼ)² + α Σ |σⱼbⱼ|)
 *
 * where sᵢ = ±1 and σⱼ is the column's standard deviation, or 1 without @standardize.
 * (scikit-learn's C is 1/(λW) without @standardize.) Pointers are borrowed for the call.
 */
typedef struct
{
  double lambda;
  double alpha;
  gboolean standardize;
  double tolerance;
  guint max_iterations;
  gboolean std_errors;
  const double *weights;
  const guint32 *clusters;
  const TnCheckpoint *checkpoint;
} TnLogitParams;

#define TN_LOGIT_PARAMS_DEFAULT            \
  ((TnLogitParams){ .lambda = 1e-3,        \
                    .standardize = TRUE,   \
                    .tolerance = 1e-10,    \
                    .max_iterations = 100, \
                    .std_errors = TRUE })

/**
 * TnLogitTerm:
 * @name: of the column; "(intercept)" for the intercept
 * @label: (nullable): for people
 * @dropped: the column was a combination of earlier ones (or constant) and has no coefficient
 * @estimate: change of the log-odds for one unit more
 * @std_error: NaN when not computed
 * @z: estimate / std_error
 * @p: two-sided, normal
 * @odds_ratio: exp (estimate)
 * @low: lower end of the 95 % interval of @odds_ratio
 * @high: upper end
 */
typedef struct
{
  const char *name;
  const TnMessage *label;
  gboolean dropped;
  double estimate;
  double std_error;
  double z;
  double p;
  double odds_ratio;
  double low;
  double high;
} TnLogitTerm;

/* A fitted model; immutable, reference-counted. */
typedef struct _TnLogit TnLogit;

TnLogit *tn_logit_fit (TnMatrix *x,
                       const double *y,
                       const TnLogitParams *params,
                       TnProgress *progress,
                       GCancellable *cancellable,
                       GError **error);
TnLogit *tn_logit_ref (TnLogit *self);
void tn_logit_unref (TnLogit *self);

gsize tn_logit_get_n_columns (const TnLogit *self);
double tn_logit_get_intercept (const TnLogit *self);
const double *tn_logit_get_coefficients (const TnLogit *self);
void tn_logit_get_term (const TnLogit *self, gssize index, TnLogitTerm *term);
double tn_logit_get_log_loss (const TnLogit *self);
double tn_logit_get_lambda (const TnLogit *self);
guint tn_logit_get_n_iterations (const TnLogit *self);
const GPtrArray *tn_logit_get_findings (const TnLogit *self);

/* @out has a place for every row; the columns of @x are found by name. */
gboolean tn_logit_predict (const TnLogit *self,
                           TnMatrix *x,
                           double *out,
                           GCancellable *cancellable,
                           GError **error);
gboolean tn_logit_predict_margin (const TnLogit *self,
                                  TnMatrix *x,
                                  double *out,
                                  GCancellable *cancellable,
                                  GError **error);
gboolean tn_logit_explain (const TnLogit *self,
                           TnMatrix *x,
                           double *out,
                           GCancellable *cancellable,
                           GError **error);

GVariant *tn_logit_to_variant (const TnLogit *self);
TnLogit *tn_logit_from_variant (GVariant *variant, GError **error);

/* Choosing λ: one fit a fold along falling λ, warm-started. */

/* Gives the loss (lower is better) of probabilities @p for the @n rows left out. */
typedef double (*TnLogitScoreFunc) (const double *p,
                                    const double *y,
                                    const double *weights,
                                    gsize n,
                                    gpointer user_data);

/**
 * TnLogitPath:
 * @n_lambdas: how many were tried, falling
 * @lambdas: the values
 * @mean: mean loss over the folds, weighted by rows left out
 * @std_error: of @mean over the folds
 * @best: where @mean is lowest
 * @sparse: the largest λ within one standard error of it
 */
typedef struct
{
  guint n_lambdas;
  double *lambdas;
  double *mean;
  double *std_error;
  guint best;
  guint sparse;
} TnLogitPath;

TnLogitPath *tn_logit_path (TnMatrix *x,
                            const double *y,
                            const TnLogitParams *params,
                            const guint32 *folds,
                            guint n_folds,
                            TnLogitScoreFunc score,
                            gpointer user_data,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
void tn_logit_path_free (TnLogitPath *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnLogit, tn_logit_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnLogitPath, tn_logit_path_free)

G_END_DECLS
