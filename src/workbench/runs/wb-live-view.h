/* wb-live-view.h: a run that goes on: phases, curves, time left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-queue.h"

G_BEGIN_DECLS

#define WB_TYPE_LIVE_VIEW (wb_live_view_get_type ())
G_DECLARE_FINAL_TYPE (WbLiveView, wb_live_view, WB, LIVE_VIEW, AdwBin)

/* Of the queue's current run; another run has a view of its own. */
GtkWidget *wb_live_view_new (WbQueue *queue);

G_END_DECLS
