/* tn-what-if.h: what the model would say of a customer if a fact were another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-progress.h"
#include "tn-project.h"

G_BEGIN_DECLS

JsonObject *tn_project_what_if (TnProject *project,
                                gint64 run,
                                const char *customer,
                                const char *const *set,
                                TnProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
