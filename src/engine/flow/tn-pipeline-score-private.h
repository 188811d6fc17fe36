/* tn-pipeline-score-private.h: scoring with a table of a step replaced
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-node-spec.h"
#include "tn-pipeline-score.h"

G_BEGIN_DECLS

/**
 * TnScoreAlter:
 * @node: id of the step
 * @func: gives what takes the place of the table it made, (transfer full)
 */
typedef struct
{
  const char *node;
  TnTable *(*func) (TnTable *made, gpointer data, GError **error);
  gpointer data;
} TnScoreAlter;

TnTable *_tn_score_altered (TnProject *project,
                            gint64 run,
                            const TnScoreAlter *alter,
                            TnExplanation *explanation,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
