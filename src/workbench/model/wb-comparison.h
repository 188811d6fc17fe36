/* wb-comparison.h: several runs side by side, read for the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-run-diff.h"
#include "tn-run-outcome.h"
#include "wb-result.h"

G_BEGIN_DECLS

/* As many curves can be told apart. */
#define WB_COMPARISON_MOST 4

/**
 * WbRunStep:
 * @changes: (element-type TnRunChange): from the run before to this one
 * @outcome: how the figures differ
 * @why: (element-type TnMessage): what became of it, and what it may come from
 */
typedef struct
{
  GPtrArray *changes;
  TnRunOutcome *outcome;
  GPtrArray *why;
} WbRunStep;

/**
 * WbComparison:
 * @results: (element-type WbResult): the earliest first
 * @steps: (element-type WbRunStep): one less: from each to the next
 *
 * Immutable; reference-counted.
 */
typedef struct
{
  GPtrArray *results;
  GPtrArray *steps;
} WbComparison;

/* @runs: (element-type gint64): numbers, in any order */
WbComparison *wb_comparison_read (TnProject *project, GArray *runs, GError **error);
void wb_comparison_unref (WbComparison *self);
/* As wb_comparison_read(), off the main loop; wb_work_finish() gives it. */
void wb_comparison_load (gpointer owner,
                         TnProject *project,
                         GArray *runs,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbComparison, wb_comparison_unref)

G_END_DECLS
