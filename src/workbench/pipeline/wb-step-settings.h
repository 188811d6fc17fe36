/* wb-step-settings.h: the settings of one step, made from its description
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-preview.h"
#include "wb-project.h"

G_BEGIN_DECLS

/* Emits “typed” with a TnGraph (transfer none): the pipeline as it is being typed. */
#define WB_TYPE_STEP_SETTINGS (wb_step_settings_get_type ())
G_DECLARE_FINAL_TYPE (WbStepSettings, wb_step_settings, WB, STEP_SETTINGS, AdwBin)

GtkWidget *wb_step_settings_new (WbProject *project, const char *node);
/* The project has changed. */
void wb_step_settings_update (WbStepSettings *self);
void wb_step_settings_set_preview (WbStepSettings *self, const TnPreview *preview);

G_END_DECLS
