/* wb-run-head.h: what can be done with a run that is over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_RUN_HEAD (wb_run_head_get_type ())
G_DECLARE_FINAL_TYPE (WbRunHead, wb_run_head, WB, RUN_HEAD, AdwBin)

GtkWidget *wb_run_head_new (WbProject *project, const TnRun *run);
/* What was said of it may be another. */
void wb_run_head_update (WbRunHead *self, const TnRun *run);

G_END_DECLS
