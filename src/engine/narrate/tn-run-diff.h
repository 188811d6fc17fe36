/* tn-run-diff.h: in what two runs differ: pipeline, settings, data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"
#include "tn-run.h"

G_BEGIN_DECLS

/**
 * TnRunChange:
 * @what: interned: "seed", "program", "step_added", "step_removed", "step_replaced", "setting",
 *   "link_added", "link_removed", "data_added", "data_removed", "data_rows", "data_values",
 *   "data_read", "column_added", "column_removed", "column_role"
 * @node: (nullable): id of the step
 * @param: (nullable): id of the setting
 * @dataset: (nullable)
 * @column: (nullable)
 * @message: one sentence
 */
typedef struct
{
  const char *what;
  char *node;
  char *param;
  char *dataset;
  char *column;
  TnMessage *message;
} TnRunChange;

void tn_run_change_free (TnRunChange *self);

/* (element-type TnRunChange): from @before to @after, the pipeline first, in the order of its
 * steps; empty when equal runs would come of both. */
GPtrArray *tn_run_diff (const TnRun *before, const TnRun *after);
/* One object a change: its members as above, and “text”. */
JsonArray *tn_run_diff_describe (GPtrArray *changes, const TnLanguage *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRunChange, tn_run_change_free)

G_END_DECLS
