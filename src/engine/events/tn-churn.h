/* tn-churn.h: who left, how long silence must last, and which cut dates to use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-events.h"

G_BEGIN_DECLS

/**
 * TnChurnParams:
 * @horizon_days: left means no order in [cut + gap, cut + gap + horizon); 1 to 3650
 * @gap_days: days between the cut and the window, 0 to 3650
 * @need_labels: every row must have a label: a window past the end of the data is refused
 */
typedef struct
{
  guint horizon_days;
  guint gap_days;
  gboolean need_labels;
} TnChurnParams;

#define TN_CHURN_PARAMS_INIT \
  {                          \
    90, 0, FALSE             \
  }

TnTable *tn_churn_label (TnEvents *events,
                         TnTable *table,
                         const TnChurnParams *params,
                         GCancellable *cancellable,
                         GError **error);
gboolean tn_churn_check_labels (TnTable *table, GError **error);
gboolean tn_churn_check_cut (const TnEvents *events,
                             gint64 cut,
                             const TnChurnParams *params,
                             GError **error);
gint64 tn_churn_last_cut (const TnEvents *events, const TnChurnParams *params);

/**
 * TnGapHistory:
 * @n_gaps: times from one order day to the next, over all customers
 * @days: how often a gap of i days came, i from 0 (array length=n_days)
 * @n_days: one more than the longest gap
 * @median: half of the gaps are at most so many days
 * @proposal: nine in ten are at most so many days: the proposed horizon
 */
typedef struct
{
  gsize n_gaps;
  guint64 *days;
  guint n_days;
  guint median;
  guint proposal;
} TnGapHistory;

TnGapHistory *tn_churn_propose_horizon (const TnEvents *events,
                                        gint64 before,
                                        GCancellable *cancellable,
                                        GError **error);
double tn_gap_history_share_within (const TnGapHistory *self, guint days);
TnMessage *tn_gap_history_say (const TnGapHistory *self);
void tn_gap_history_free (TnGapHistory *self);

/**
 * TnCutPlan:
 * @training: (array length=n_training): ascending; each one's label window ends by @test
 * @n_training: at least 1
 * @between: (array length=n_between): cuts between the last training cut and @test; they
 *   are legal for later tests and for the final fit, not for this test
 * @n_between: may be 0
 * @test: latest monthly cut whose label window is over
 * @today: end of the data; customers to be scored
 */
typedef struct
{
  gint64 *training;
  guint n_training;
  gint64 *between;
  guint n_between;
  gint64 test;
  gint64 today;
} TnCutPlan;

TnCutPlan *tn_events_propose_cuts (const TnEvents *events,
                                   const TnChurnParams *params,
                                   guint n_training,
                                   GError **error);
void tn_cut_plan_free (TnCutPlan *self);

/**
 * TnHorizon:
 * @days: the window to use
 * @n_tests: cuts that can be tested with it; 0 when the log is too short for any window
 * @before: orders from this moment on were not looked at; %TN_TIME_MISSING when all were
 * @gaps: what was looked at; its proposal is more than @days where the log is too short
 */
typedef struct
{
  guint days;
  guint n_tests;
  gint64 before;
  TnGapHistory *gaps;
} TnHorizon;

TnHorizon *tn_events_propose_horizon (const TnEvents *events,
                                      guint gap_days,
                                      guint n_training,
                                      guint n_latest,
                                      gint64 before,
                                      GCancellable *cancellable,
                                      GError **error);
gboolean tn_horizon_is_shortened (const TnHorizon *self);
TnMessage *tn_horizon_say (const TnHorizon *self, const TnEvents *events);
TnMessage *tn_horizon_say_shortened (const TnHorizon *self, const TnEvents *events);
void tn_horizon_free (TnHorizon *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnHorizon, tn_horizon_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnGapHistory, tn_gap_history_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnCutPlan, tn_cut_plan_free)

G_END_DECLS
