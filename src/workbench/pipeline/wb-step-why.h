/* wb-step-why.h: what a step did to the rows, what it says of them, and what was chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-graph.h"
#include "tn-preview.h"

G_BEGIN_DECLS

#define WB_TYPE_STEP_WHY (wb_step_why_get_type ())
G_DECLARE_FINAL_TYPE (WbStepWhy, wb_step_why, WB, STEP_WHY, AdwBin)

GtkWidget *wb_step_why_new (void);
void wb_step_why_set_node (WbStepWhy *self, const TnGraphNode *node);
void wb_step_why_set_preview (WbStepWhy *self, const TnPreview *preview);

G_END_DECLS
