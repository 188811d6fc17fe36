/* wb-step-inspector.h: one step: its settings, its data, its result, and why
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-preview.h"
#include "wb-project.h"
#include "wb-step-state.h"

G_BEGIN_DECLS

/* Emits “typed” with a TnGraph (transfer none): the pipeline as it is being typed. */
#define WB_TYPE_STEP_INSPECTOR (wb_step_inspector_get_type ())
G_DECLARE_FINAL_TYPE (WbStepInspector, wb_step_inspector, WB, STEP_INSPECTOR, AdwBin)

GtkWidget *wb_step_inspector_new (WbProject *project, const char *node);
const char *wb_step_inspector_get_node (WbStepInspector *self);
/* The project has changed: %FALSE when the step is gone. */
gboolean wb_step_inspector_update (WbStepInspector *self);
/* @issues: of TnGraphIssue, of the whole pipeline. */
void wb_step_inspector_set_issues (WbStepInspector *self, GPtrArray *issues);
void wb_step_inspector_set_state (WbStepInspector *self, const WbStepState *state);
void wb_step_inspector_set_preview (WbStepInspector *self, const TnPreview *preview);

/* "settings", "data", "result" or "why" */
const char *wb_step_inspector_get_tab (WbStepInspector *self);
void wb_step_inspector_set_tab (WbStepInspector *self, const char *tab);

G_END_DECLS
