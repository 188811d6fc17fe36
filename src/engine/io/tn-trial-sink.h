/* tn-trial-sink.h: a file is read to its end, and only what a person wants to know is kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table-sink.h"

G_BEGIN_DECLS

/**
 * TnTrialProblem:
 * @reason: why
 * @file: (nullable): which file, where there are several
 * @line: of the file, from 1
 * @row: for a cell: row of the table, from 0; otherwise -1
 * @column: (nullable): for a cell
 * @text: the row or cell, cut if it is long
 *
 * A copy of a #TnProblem.
 */
typedef struct
{
  TnProblemReason reason;
  char *file;
  gint64 line;
  gint64 row;
  char *column;
  char *text;
} TnTrialProblem;

/**
 * TnTrialSink:
 *
 * A sink for trying a plan: nothing of the rows is kept. It knows how much memory the table would
 * take, and the first problems.
 */
typedef struct _TnTrialSink TnTrialSink;

extern const TnTableSink tn_trial_sink;

TnTrialSink *tn_trial_sink_new (guint max_problems);
void tn_trial_sink_free (TnTrialSink *self);
gint64 tn_trial_sink_get_bytes (TnTrialSink *self);
GPtrArray *tn_trial_sink_get_problems (TnTrialSink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTrialSink, tn_trial_sink_free)

G_END_DECLS
