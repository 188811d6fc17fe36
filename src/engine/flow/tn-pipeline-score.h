/* tn-pipeline-score.h: applies what a run learned to other data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"
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
JsonNode *tn_project_get_run_plan (TnProject *project, gint64 run, GError **error);

G_END_DECLS
