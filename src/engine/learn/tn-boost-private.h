/* tn-boost-private.h: what fitting and using boosted trees share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <xgboost/c_api.h>

#include "tn-boost.h"
#include "tn-trees.h"

G_BEGIN_DECLS

/**
 * TnBoost:
 * @lock: guards @booster, which is not safe for several threads
 * @booster: loaded from @bytes
 * @bytes: the model in XGBoost's UBJ form
 * @trees: the same, parsed and checked
 */
struct _TnBoost
{
  gatomicrefcount ref_count;
  GMutex lock;
  BoosterHandle booster;
  GBytes *bytes;
  TnTrees *trees;
  gsize n_cols;
  char **names;
  TnMessage **labels;
  guint n_curve;
  double *train_curve;
  double *validate_curve;
};

/**
 * TnBoostWatch:
 * @data: rows whose loss is followed
 * @matrix: (nullable): where XGBoost knows them
 * @held: (nullable): the same, when it is ours to free
 * @margins: (nullable): their sums so far, where XGBoost does not know the rows
 * @n_top: how many of the highest are looked at; 0 for none
 * @scratch: (nullable): for that
 * @found: the ones among them after the last round; NaN before
 * @n_ones: the ones among all rows
 */
typedef struct
{
  const TnBoostData *data;
  DMatrixHandle matrix;
  DMatrixHandle held;
  float *margins;
  gsize n_top;
  float *scratch;
  double found;
  double n_ones;
} TnBoostWatch;

gboolean _tn_boost_watch_init (TnBoostWatch *self,
                               const TnBoostData *data,
                               DMatrixHandle matrix,
                               GCancellable *cancellable,
                               GError **error);
void _tn_boost_watch_clear (TnBoostWatch *self);
void _tn_boost_watch_count_top (TnBoostWatch *self, gsize n_top);
gboolean _tn_boost_watch_measure (TnBoostWatch *self,
                                  BoosterHandle booster,
                                  guint round,
                                  double *loss,
                                  GCancellable *cancellable,
                                  GError **error);

/* After rounds that were taken over: the margins they give. */
gboolean _tn_boost_watch_replay (TnBoostWatch *self,
                                 BoosterHandle booster,
                                 guint n_rounds,
                                 GCancellable *cancellable,
                                 GError **error);

/**
 * TnBoostFit:
 * @matrix: @train, binned
 * @best: round with the lowest validation loss
 * @kept_at: when a checkpoint was last kept
 *
 * One fit under way.
 */
typedef struct
{
  const TnBoostData *train;
  const TnBoostData *validate;
  const TnBoostParams *params;
  DMatrixHandle matrix;
  TnBoostWatch train_watch;
  TnBoostWatch validate_watch;
  BoosterHandle booster;
  GArray *train_curve;
  GArray *validate_curve;
  guint best;
  gint64 kept_at;
} TnBoostFit;

gboolean _tn_boost_set_params (TnBoostFit *self, double base_score);
void _tn_boost_keep_round (TnBoostFit *self);
gboolean _tn_boost_take_rounds (TnBoostFit *self, double base_score);

TnBoost *_tn_boost_new (GBytes *bytes, gsize n_cols, GError **error);
void _tn_boost_quiet (void);
void _tn_boost_take_error (GError **error);
char *_tn_boost_describe_array (const float *values, gsize n_rows, gsize n_cols);
gboolean _tn_boost_fill_rows (TnMatrix *x,
                              const gsize *columns,
                              gsize n_cols,
                              gsize start,
                              gsize n_rows,
                              float *out,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
