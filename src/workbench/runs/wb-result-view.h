/* wb-result-view.h: what a run found: verdict, leaderboard, linked charts, warnings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-result.h"

G_BEGIN_DECLS

#define WB_TYPE_RESULT_VIEW (wb_result_view_get_type ())
G_DECLARE_FINAL_TYPE (WbResultView, wb_result_view, WB, RESULT_VIEW, AdwBin)

GtkWidget *wb_result_view_new (WbResult *result);
gboolean wb_result_view_is_whole (WbResultView *self);

G_END_DECLS
