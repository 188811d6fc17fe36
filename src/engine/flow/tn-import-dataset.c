/* tn-import-dataset.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-import-dataset.h"

#include "tn-dataset-sink.h"
#include "tn-error.h"

static JsonNode *
make_info (TnSource *source, const TnImportPlan *plan, const TnImportSummary *summary)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *info = json_object_new ();

  json_object_set_string_member (info, "file", tn_source_get_name (source));
  json_object_set_member (info, "plan", tn_import_plan_to_json (plan));
  json_object_set_int_member (info, "problem_cells", summary->n_problem_cells);
  json_object_set_int_member (info, "blank_lines", summary->n_blank_lines);
  json_object_set_int_member (info, "comment_lines", summary->n_comment_lines);
  json_node_take_object (node, info);

  return node;
}

/**
 * tn_project_import:
 * @name: of the data set to be; one of that name is replaced
 * @plan: as detected or corrected; says afterwards what was found on the way
 * @summary: (out caller-allocates): what was read
 * @error: as tn_import_run(), or the store's
 *
 * Reads a file into the project. The data set appears whole or not at all.
 *
 * Returns: (transfer full): the data set
 */
TnDataset *
tn_project_import (TnProject *project,
                   const char *name,
                   TnSource *source,
                   TnImportPlan *plan,
                   TnImportSummary *summary,
                   TnProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (TnDatasetSink) sink = tn_dataset_sink_new (project);
  g_autoptr (TnProgress) reading = tn_progress_new_part (progress, 0, 0.95);
  g_autoptr (JsonNode) info = NULL;
  TnMessage *label;

  if (!tn_import_run (source, plan, NULL, &tn_dataset_sink, sink, summary, reading, cancellable,
                      error))
    return NULL;
  info = make_info (source, plan, summary);
  label = tn_message_text (tn_message_new (N_ ("Import {name}")), "name", name);
  if (!tn_dataset_sink_publish (sink, name, info, label, error))
    return NULL;
  tn_progress_report (progress, 1);

  return tn_project_find_dataset (project, name, error);
}
