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
