/* wb-step-list.h: the pipeline as a list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-steps.h"

G_BEGIN_DECLS

/**
 * WbStepList:
 *
 * A row for each step, in the order they run. Emits “opened” when one is activated, and “menu”
 * with the place in the list where its menu is to be.
 */
#define WB_TYPE_STEP_LIST (wb_step_list_get_type ())
G_DECLARE_FINAL_TYPE (WbStepList, wb_step_list, WB, STEP_LIST, AdwBin)

GtkWidget *wb_step_list_new (WbSteps *steps);

G_END_DECLS
