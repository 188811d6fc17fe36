/* tn-sweep.h: all figures of one set of scores in one pass, under any weights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-judgement.h"
#include "tn-progress.h"

G_BEGIN_DECLS

#define TN_SWEEP_GRID  101 /* shares contacted: 0, 1 %, … 100 % */
#define TN_SWEEP_EDGES (TN_SWEEP_GRID + TN_JUDGE_MAX_SHARES)
#define TN_SWEEP_STOPS 2 /* the stated and the profit threshold */

/* What one pass gives. */
typedef enum
{
  TN_SWEEP_AUC,
  TN_SWEEP_PR_AUC,
  TN_SWEEP_LOG_LOSS,
  TN_SWEEP_BRIER,
  TN_SWEEP_ECE,
  TN_SWEEP_ACCURACY, /* four of the stated threshold, then four of the best */
  TN_SWEEP_PRECISION,
  TN_SWEEP_RECALL,
  TN_SWEEP_F1,
  TN_SWEEP_ACCURACY_BEST,
  TN_SWEEP_PRECISION_BEST,
  TN_SWEEP_RECALL_BEST,
  TN_SWEEP_F1_BEST,
  TN_SWEEP_LIFT, /* one a share */
  TN_SWEEP_PROFIT = TN_SWEEP_LIFT + TN_JUDGE_MAX_SHARES,
  TN_SWEEP_BASE_RATE,
  TN_SWEEP_MEAN_SCORE,
  TN_SWEEP_GAP,    /* mean score less base rate */
  TN_SWEEP_CAUGHT, /* share of all rows that are leavers in the contacted part of each stratum, one
                      a grid point */
  TN_SWEEP_ROC = TN_SWEEP_CAUGHT + TN_SWEEP_GRID, /* share of leavers above as many stayers */
  TN_SWEEP_MET = TN_SWEEP_ROC + TN_SWEEP_GRID,    /* as caught, with all strata ranked together */
  TN_SWEEP_SCORED = TN_SWEEP_MET + TN_SWEEP_GRID, /* likewise the sum of scores */
  TN_SWEEP_WIDTH = TN_SWEEP_SCORED + TN_SWEEP_GRID,
} TnSweepValue;

/**
 * TnSweep:
 *
 * A plan of the pass: thresholds as places in the order, sums by customer made once.
 */
typedef struct
{
  TnScored *scored;
  TnJudgeOptions options;
  double threshold_profit;
  gsize stop[TN_SWEEP_STOPS]; /* rows at or above each threshold */
  gboolean has_best;          /* decisions by thresholds chosen on rows to choose by */
  gsize n_best;               /* rows they contact */
  guint n_shares;             /* for lift */
  guint n_edges;
  double edge[TN_SWEEP_EDGES]; /* the grid's and the lifts' shares, ascending */
  double *sums;                /* by unit: rows, leavers, log loss, squared error, score, contacted
                                  by the best threshold, leavers among those */
  double total;                /* weight of all rows */
} TnSweep;

TnSweep *tn_sweep_new (TnScored *scored, const TnJudgeOptions *options, GError **error);
void tn_sweep_free (TnSweep *self);
gboolean tn_sweep_run (const TnSweep *self,
                       const guint8 *count,
                       double *out,
                       GCancellable *cancellable,
                       GError **error);

double *tn_sweep_bootstrap (TnSweep *const *sweeps,
                            guint n_sweeps,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
double *tn_sweep_pick (const double *samples,
                       guint n_samples,
                       TnSweepValue value,
                       guint *n_defined);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSweep, tn_sweep_free)

G_END_DECLS
