/* wb-step-data.h: the columns that a step gives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-preview.h"

G_BEGIN_DECLS

#define WB_TYPE_STEP_DATA (wb_step_data_get_type ())
G_DECLARE_FINAL_TYPE (WbStepData, wb_step_data, WB, STEP_DATA, AdwBin)

GtkWidget *wb_step_data_new (void);
/* @preview: (nullable): %NULL while nothing is known */
void wb_step_data_set_preview (WbStepData *self, const TnPreview *preview);

G_END_DECLS
