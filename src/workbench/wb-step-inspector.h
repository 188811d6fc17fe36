/* wb-step-inspector.h: the settings of one step, made from its description
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_STEP_INSPECTOR (wb_step_inspector_get_type ())
G_DECLARE_FINAL_TYPE (WbStepInspector, wb_step_inspector, WB, STEP_INSPECTOR, AdwBin)

GtkWidget *wb_step_inspector_new (WbProject *project, const char *node);
const char *wb_step_inspector_get_node (WbStepInspector *self);
/* The project has changed: %FALSE when the step is gone. */
gboolean wb_step_inspector_update (WbStepInspector *self);

G_END_DECLS
