/* tn-logit-solver.h: minimising the penalised logistic loss
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-checkpoint.h"
#include "tn-design.h"
#include "tn-progress.h"

G_BEGIN_DECLS

/**
 * TnLogitTask:
 * @design: rows and columns
 * @ridge: n_cols penalties: Σ ridgeⱼ βⱼ² / 2 is added to the mean loss
 * @lasso: (nullable): n_cols penalties: Σ lassoⱼ |βⱼ|
 * @tolerance: relative to the loss of the base rate
 * @max_iterations: outer steps
 * @watch_separation: refuse when a coefficient has no end
 * @checkpoint: (nullable): where steps are kept
 *
 * What is to be minimised, in the coefficients of the design.
 */
typedef struct
{
  TnDesign *design;
  double *ridge;
  double *lasso;
  double tolerance;
  guint max_iterations;
  gboolean watch_separation;
  const TnCheckpoint *checkpoint;
} TnLogitTask;

/* @beta: n_cols + 1, the start on entry. @n_steps counts outer steps. */
gboolean tn_logit_solve (const TnLogitTask *task,
                         double *beta,
                         guint *n_steps,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error);
/* The same from a start that is near already: no look at fewer rows first. */
gboolean tn_logit_solve_from (const TnLogitTask *task,
                              double *beta,
                              guint *n_steps,
                              GCancellable *cancellable,
                              GError **error);
void tn_logit_start (const TnDesign *design, double *beta);

G_END_DECLS
