/* tn-judgement-private.h: judgements from resamples that several of them share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-sweep.h"

G_BEGIN_DECLS

TnJudgement *_tn_judgement_make (const TnSweep *sweep,
                                 const double *samples,
                                 gboolean all_curves,
                                 GCancellable *cancellable,
                                 GError **error);
GPtrArray *_tn_judge_curves (const TnSweep *sweep,
                             const double *point,
                             const double *samples,
                             gboolean all_curves,
                             GCancellable *cancellable,
                             GError **error);

gboolean _tn_judge_find_value (const TnSweep *sweep, const char *id, TnSweepValue *value);

/* 2.5 % and 97.5 % of the resamples; NaN where more than one in twenty has no such figure. */
void _tn_judge_ends (const double *sorted,
                     guint n_defined,
                     guint n_samples,
                     double *low,
                     double *high);

G_END_DECLS
