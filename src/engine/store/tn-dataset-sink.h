/* tn-dataset-sink.h: an import's columns and problem rows, straight into a project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-dataset.h"
#include "tn-table-sink.h"

G_BEGIN_DECLS

/**
 * TnDatasetSink:
 *
 * Where tn_import_run() puts what it reads, with `&tn_dataset_sink` and one of these:
 * columns are staged in the project while the file is still being read. Problems become
 * a table "line", "reason", "row", "column", "text", "size".
 */
typedef struct _TnDatasetSink TnDatasetSink;

extern const TnTableSink tn_dataset_sink;

TnDatasetSink *tn_dataset_sink_new (TnProject *project);
void tn_dataset_sink_keep_words (TnDatasetSink *self, TnTable *before);
void tn_dataset_sink_free (TnDatasetSink *self);

/* After a finished import: one transaction makes data set @name of it. */
gboolean tn_dataset_sink_publish (TnDatasetSink *self,
                                  const char *name,
                                  JsonNode *info,
                                  TnMessage *label,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDatasetSink, tn_dataset_sink_free)

G_END_DECLS
