/* tn-evaluation-private.h: the document itself, for those that make and store it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-evaluation.h"

G_BEGIN_DECLS

struct _TnEvaluation
{
  gatomicrefcount ref_count;
  GPtrArray *models;   /* of TnJudgedModel, baselines first */
  GPtrArray *folds;    /* of TnJudgedFold */
  GArray *comparisons; /* of TnComparison */
  GPtrArray *findings; /* of TnFinding */
  gboolean is_within_folds;
};

TnEvaluation *_tn_evaluation_new_empty (void);
void _tn_judged_model_free (TnJudgedModel *self, guint n_folds);
void _tn_judged_fold_free (TnJudgedFold *self);

G_END_DECLS
