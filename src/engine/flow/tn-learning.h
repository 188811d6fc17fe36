/* tn-learning.h: how a learner came to its best, read from what a run keeps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"

G_BEGIN_DECLS

/**
 * TnLearning:
 * @node: id of the step
 * @fold: the latest one that had rows to choose by
 * @n: number of rounds
 * @round: (array length=n): 1, 2, …
 * @train: (array length=n): error on the rows learned from
 * @validate: (array length=n): error on the rows to choose by, finite
 * @best: index of the round that was kept
 */
typedef struct
{
  char *node;
  guint fold;
  gsize n;
  double *round, *train, *validate;
  gsize best;
} TnLearning;

gboolean tn_learning_read (TnProject *project,
                           gint64 run,
                           const char *node,
                           TnLearning **learning,
                           GError **error);
void tn_learning_free (TnLearning *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnLearning, tn_learning_free)

G_END_DECLS
