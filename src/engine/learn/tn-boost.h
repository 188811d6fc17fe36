/* tn-boost.h: gradient boosted trees (XGBoost) with early stopping and exact reasons
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <math.h>

#include "tn-checkpoint.h"
#include "tn-matrix.h"
#include "tn-progress.h"

G_BEGIN_DECLS

/**
 * TnBoostRound:
 * @round: from 0
 * @train_loss: mean log loss of the train rows
 * @validate_loss: of the validation rows; NaN without any
 * @n_validate: how many those are
 * @n_ones: the ones among them
 * @n_top: so many of them with the highest scores were looked at; 0 for none
 * @found: the ones among these; NaN when they were not counted
 */
typedef struct
{
  guint round;
  double train_loss;
  double validate_loss;
  gsize n_validate;
  double n_ones;
  gsize n_top;
  double found;
} TnBoostRound;

/* Called after every round on the fitting thread. Returns %FALSE to stop here and keep the best
 * model so far. */
typedef gboolean (*TnBoostRoundFunc) (const TnBoostRound *round, gpointer user_data);

/**
 * TnBoostParams:
 * @rounds: at most this many trees
 * @early_stop: stop after so many rounds without a lower validation log loss; 0 never.
 *   Without validation rows all @rounds are done
 * @max_depth: 1 to 16
 * @eta: learning rate, above 0 to 1
 * @subsample: share of rows a tree sees, above 0 to 1
 * @colsample: share of columns a tree sees, above 0 to 1
 * @min_child_weight: least hessian of a leaf
 * @l2: ridge penalty of leaf values (XGBoost's lambda)
 * @l1: absolute-value penalty of leaf values (XGBoost's alpha)
 * @gamma: least gain of a split
 * @max_bin: 2 to 65535
 * @seed: of row and column draws
 * @base_score: chance to start from, in (0, 1); NaN for the weighted rate of the train rows
 * @monotone: (nullable): a +1 (rising), −1 (falling) or 0 for every column
 * @round_func: (nullable): the learning curve
 * @round_data: for @round_func
 * @n_top: it is told the ones among so many validation rows with the highest scores, or among half
 *   of them where they are fewer; 0 for not. It changes nothing that is learned
 * @checkpoint: (nullable): where rounds are kept
 */
typedef struct
{
  guint rounds;
  guint early_stop;
  guint max_depth;
  double eta;
  double subsample;
  double colsample;
  double min_child_weight;
  double l2;
  double l1;
  double gamma;
  guint max_bin;
  guint64 seed;
  double base_score;
  const gint8 *monotone;
  TnBoostRoundFunc round_func;
  gpointer round_data;
  gsize n_top;
  const TnCheckpoint *checkpoint;
} TnBoostParams;

#define TN_BOOST_PARAMS_DEFAULT            \
  ((TnBoostParams){ .rounds = 300,         \
                    .early_stop = 30,      \
                    .max_depth = 3,        \
                    .eta = 0.05,           \
                    .subsample = 0.8,      \
                    .colsample = 0.8,      \
                    .min_child_weight = 1, \
                    .l2 = 1,               \
                    .max_bin = 256,        \
                    .seed = 1,             \
                    .base_score = NAN })

/**
 * TnBoostData:
 * @x: features; NaN is missing
 * @y: n labels, 0 or 1
 * @weights: (nullable): n weights, ≥ 0
 * @margin: (nullable): n log-odds to start from instead of the base score
 *
 * Rows to learn from or to validate on. Pointers are borrowed for the call.
 */
typedef struct
{
  TnMatrix *x;
  const double *y;
  const double *weights;
  const double *margin;
} TnBoostData;

/* A fitted model; immutable, reference-counted, safe on any thread. */
typedef struct _TnBoost TnBoost;

TnBoost *tn_boost_fit (const TnBoostData *train,
                       const TnBoostData *validate,
                       const TnBoostParams *params,
                       TnProgress *progress,
                       GCancellable *cancellable,
                       GError **error);
TnBoost *tn_boost_ref (TnBoost *self);
void tn_boost_unref (TnBoost *self);

const char *tn_boost_get_library (void);
gsize tn_boost_get_n_columns (const TnBoost *self);
const char *tn_boost_get_name (const TnBoost *self, gsize col);
const TnMessage *tn_boost_get_label (const TnBoost *self, gsize col);
guint tn_boost_get_n_rounds (const TnBoost *self);
guint tn_boost_get_n_curve (const TnBoost *self);
const double *tn_boost_get_train_curve (const TnBoost *self);
const double *tn_boost_get_validate_curve (const TnBoost *self);
GBytes *tn_boost_get_bytes (const TnBoost *self);

/* @out has a place for every row. @margin (nullable): log-odds to start from. */
gboolean tn_boost_predict (const TnBoost *self,
                           TnMatrix *x,
                           const double *margin,
                           double *out,
                           GCancellable *cancellable,
                           GError **error);
gboolean tn_boost_predict_margin (const TnBoost *self,
                                  TnMatrix *x,
                                  const double *margin,
                                  double *out,
                                  GCancellable *cancellable,
                                  GError **error);

/* Exact SHAP values, n_rows × (n_cols + 1) row by row, the last one the expected margin. */
gboolean tn_boost_explain (const TnBoost *self,
                           TnMatrix *x,
                           double *out,
                           TnProgress *progress,
                           GCancellable *cancellable,
                           GError **error);
/* n_cols values each: summed gain and summed cover of the splits on a column. */
gboolean tn_boost_get_importance (const TnBoost *self, double *gain, double *cover, GError **error);

/* A model of unknown origin: refused unless XGBoost can use it safely. */
gboolean tn_boost_check (GBytes *bytes, gsize n_columns, GError **error);

GVariant *tn_boost_to_variant (const TnBoost *self);
TnBoost *tn_boost_from_variant (GVariant *variant, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnBoost, tn_boost_unref)

G_END_DECLS
