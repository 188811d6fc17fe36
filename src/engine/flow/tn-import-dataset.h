/* tn-import-dataset.h: files become a data set of a project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-dataset.h"
#include "tn-import.h"

G_BEGIN_DECLS

/**
 * TnImportOrigin:
 * @name: of the file
 * @path: (nullable): where it was; a hint, never followed without being asked
 * @fingerprint: of its bytes, to know it again
 * @size: of it, unpacked
 * @plan: how it was read
 *
 * A file that a data set was made of, as the project remembers it.
 */
typedef struct
{
  char *name;
  char *path;
  char *fingerprint;
  gint64 size;
  TnImportPlan *plan;
} TnImportOrigin;

void tn_import_origin_free (TnImportOrigin *self);
TnSource *tn_import_origin_open (const TnImportOrigin *self,
                                 const char *path,
                                 GCancellable *cancellable,
                                 GError **error);

GPtrArray *tn_dataset_get_origins (const TnDataset *self, GError **error);
GPtrArray *tn_project_recall_origins (TnProject *project, const char *name, GError **error);
const char *tn_dataset_get_file_column (const TnDataset *self);

TnDataset *tn_project_import (TnProject *project,
                              const char *name,
                              TnSource *source,
                              TnImportPlan *plan,
                              TnImportSummary *summary,
                              TnProgress *progress,
                              GCancellable *cancellable,
                              GError **error);
TnDataset *tn_project_import_files (TnProject *project,
                                    const char *name,
                                    const TnImportFile *files,
                                    guint n_files,
                                    const char *file_column,
                                    TnImportSummary *summary,
                                    TnProgress *progress,
                                    GCancellable *cancellable,
                                    GError **error);

TnDataset *tn_project_import_labelled (TnProject *project,
                                       const char *name,
                                       const TnImportFile *files,
                                       guint n_files,
                                       const char *file_column,
                                       TnMessage *label,
                                       TnImportSummary *summary,
                                       TnProgress *progress,
                                       GCancellable *cancellable,
                                       GError **error);

char *tn_project_find_other_key (TnProject *project, const char *name, const TnImportPlan *plan);
char *tn_project_find_key_id (TnProject *project);

gint64 tn_dataset_count_problem_rows (const TnDataset *dataset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnImportOrigin, tn_import_origin_free)

G_END_DECLS
