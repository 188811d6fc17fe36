/* wb-phases.h: the phases of a run, all of them named before they begin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-run.h"

G_BEGIN_DECLS

#define WB_TYPE_PHASES (wb_phases_get_type ())
G_DECLARE_FINAL_TYPE (WbPhases, wb_phases, WB, PHASES, AdwBin)

GtkWidget *wb_phases_new (void);
/* (element-type WbStep) */
void wb_phases_update (WbPhases *self, GPtrArray *steps);

G_END_DECLS
