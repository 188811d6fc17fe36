/* tn-score-pool.h: the scores of one learner over all folds, one fold after the other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-items.h"
#include "tn-learner.h"
#include "tn-scored.h"

G_BEGIN_DECLS

/**
 * TnScorePool:
 * @scores: of double
 * @labels: 0 or 1
 * @customers: of guint32
 * @folds: of guint32
 * @rows: of gsize: place in the table
 *
 * Rows of one role whose label is known.
 */
typedef struct
{
  TnItems *scores;
  TnItems *labels;
  TnItems *customers;
  TnItems *folds;
  TnItems *rows;
} TnScorePool;

gboolean tn_score_pool_read (TnScorePool *self,
                             TnStep *step,
                             guint port,
                             guint link,
                             TnRowRole role,
                             GError **error);
void tn_score_pool_clear (TnScorePool *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnScorePool, tn_score_pool_clear)

G_END_DECLS
