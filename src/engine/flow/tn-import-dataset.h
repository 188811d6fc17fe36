/* tn-import-dataset.h: a file becomes a data set of a project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-dataset.h"
#include "tn-import.h"

G_BEGIN_DECLS

TnDataset *tn_project_import (TnProject *project,
                              const char *name,
                              TnSource *source,
                              TnImportPlan *plan,
                              TnImportSummary *summary,
                              TnProgress *progress,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
