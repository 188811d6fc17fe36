/* tn-pipeline-check.h: what keeps a pipeline of a project from running, and what can be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-pipeline-run.h"
#include "tn-repair.h"

G_BEGIN_DECLS

/* What the graph lacks, what its data lack, and what its last run stumbled over if it was one of
 * the pipeline as it is now: (element-type TnGraphIssue). */
GPtrArray *tn_project_check_pipeline (TnProject *project, const char *name, GError **error);

/* {"issues": [{"code", "node", "param", "column", "text", "repairs": [{"id", "text"}]}]} */
JsonNode *tn_graph_issues_describe (GPtrArray *issues, const TnLanguage *language);

G_END_DECLS
