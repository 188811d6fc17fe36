/* tn-sample-shop.h: the sample shop that ships with the program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-dataset.h"

G_BEGIN_DECLS

TnDataset *tn_project_import_sample (TnProject *project,
                                     const char *name,
                                     TnProgress *progress,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
