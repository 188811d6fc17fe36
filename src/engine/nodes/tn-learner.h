/* tn-learner.h: what the learners' nodes share: features in, scores out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-checkpoint.h"
#include "tn-matrix.h"
#include "tn-step.h"

G_BEGIN_DECLS

#define TN_SCORE_COLUMN "score"

/* Rows with a label, as a matrix of the columns with the role feature. */
typedef struct
{
  TnMatrix *x;
  double *y;
  guint32 *customers;
  gsize n_rows;
} TnLearnRows;

TnMatrix *tn_learner_matrix (TnTable *table, GCancellable *cancellable, GError **error);
gboolean tn_learn_rows_read (TnLearnRows *self,
                             TnTable *table,
                             GCancellable *cancellable,
                             GError **error);
void tn_learn_rows_clear (TnLearnRows *self);

gboolean tn_learner_check_classes (TnTable *table, gsize n_positive, gsize n_rows, GError **error);
gboolean tn_learner_find_both_classes (TnTable *table, gboolean *both, GError **error);
/* Whether the state holds, as “chooser”, a model that did not learn from the rows to choose by. */
gboolean tn_learner_has_chooser (const TnNodeState *state);
/* The rows that may decide what is tried out on the rows to choose by. */
TnTable *tn_learner_known_before (TnTable *train, TnTable *validate, GError **error);
void tn_learner_take_validate (TnTable *table, const double *from, double *scores);

TnTable *tn_scores_new (TnTable *table, const double *scores, GError **error);
gboolean tn_learner_give (TnStep *step,
                          TnPacket **outputs,
                          const TnNodeState *state,
                          TnTable *table,
                          const double *scores,
                          GError **error);

/* Where one of a step's fits keeps how far it is. */
typedef struct
{
  TnStep *step;
  const char *name;
  TnCheckpoint checkpoint;
} TnLearnerCheckpoint;

const TnCheckpoint *tn_learner_checkpoint_init (TnLearnerCheckpoint *self,
                                                TnStep *step,
                                                const char *name);

/* For the explain verbs: room for n_rows × (n_columns + 1) values, the last one the base. */
gboolean tn_explanation_init (TnExplanation *self, TnMatrix *x, GError **error);
void tn_explanation_take_base (TnExplanation *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnLearnRows, tn_learn_rows_clear)

G_END_DECLS
