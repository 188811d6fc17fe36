/* tn-pipeline-score.h: applies what a run learned to other data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"
#include "tn-pseudonym.h"
#include "tn-source.h"
#include "tn-table.h"

G_BEGIN_DECLS

TnTable *tn_project_score (TnProject *project,
                           gint64 run,
                           const char *node,
                           TnTable *data,
                           gint64 as_of,
                           TnProgress *progress,
                           GCancellable *cancellable,
                           GError **error);
/* What each column adds to the score of given customers, or of all. */
TnTable *tn_project_explain (TnProject *project,
                             gint64 run,
                             const char *node,
                             const char *const *customers,
                             TnProgress *progress,
                             GCancellable *cancellable,
                             GError **error);
/* The day they were scored as of. */
gint64 tn_scores_get_day (TnTable *scores);

/* Reads a second file as the file of the run's data was read. */
TnTable *tn_project_read_like_run (TnProject *project,
                                   gint64 run,
                                   const char *file,
                                   TnPseudonymKey *key,
                                   GPtrArray **sentences,
                                   TnProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);
TnTable *tn_project_read_source_like_run (TnProject *project,
                                          gint64 run,
                                          TnSource *source,
                                          TnPseudonymKey *key,
                                          GPtrArray **sentences,
                                          TnProgress *progress,
                                          GCancellable *cancellable,
                                          GError **error);

G_END_DECLS
