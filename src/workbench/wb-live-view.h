/* wb-live-view.h: a run that goes on: phases, curves, time left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-run.h"

G_BEGIN_DECLS

#define WB_TYPE_LIVE_VIEW (wb_live_view_get_type ())
G_DECLARE_FINAL_TYPE (WbLiveView, wb_live_view, WB, LIVE_VIEW, AdwBin)

GtkWidget *wb_live_view_new (WbRun *run);

G_END_DECLS
