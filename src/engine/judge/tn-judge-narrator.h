/* tn-judge-narrator.h: figures as sentences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-evaluation.h"

G_BEGIN_DECLS

/* Each gives a whole sentence, or the "cannot tell" that fits when the figure has no
 * interval. (transfer full). */
TnMessage *tn_say_auc (const TnMetric *auc);
TnMessage *tn_say_pooling (void);
TnMessage *tn_say_lift (const TnJudgement *judgement, double share);
TnMessage *tn_say_topn (gint64 n, double rate, double low, double high);
TnMessage *tn_say_calibration (const TnJudgement *judgement, const char **code);
TnMessage *tn_say_threshold (const TnJudgement *judgement, gboolean best);
TnMessage *tn_say_profit (const TnMetric *profit, const char *currency);
TnMessage *tn_say_metric (const TnMetric *metric);

TnMessage *tn_say_comparison (const TnComparison *comparison,
                              const TnMessage *a,
                              const TnMessage *b,
                              const TnMessage *simple);
TnMessage *tn_say_baseline_not_beaten (const TnMessage *rule);
TnMessage *tn_say_tie_group (GPtrArray *labels, const TnMessage *loser, const TnMetric *difference);

TnMessage *tn_say_leak (const char *column, double share);
TnMessage *tn_say_small (gint64 n_events, gint64 need);
TnMessage *tn_say_imbalance (double base_rate);
TnMessage *tn_say_drift (const TnMessage *month, const char *column, double psi);
TnMessage *tn_say_season (const TnMessage *period);
TnMessage *tn_say_excluded (gint64 n_rows, const TnMessage *reason);

/* The few sentences of a whole evaluation, in the order a reader wants them: an array of
 * #TnMessage. (transfer full) */
GPtrArray *tn_say_evaluation (const TnEvaluation *evaluation);

G_END_DECLS
