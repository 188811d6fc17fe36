/* wb-canvas-pane.h: the canvas with its bars
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-canvas.h"

G_BEGIN_DECLS

/**
 * WbCanvasPane:
 *
 * The canvas, how large it is shown, what its ports mean, and the small map. Its button “As a list”
 * does “page.as-list”.
 */
#define WB_TYPE_CANVAS_PANE (wb_canvas_pane_get_type ())
G_DECLARE_FINAL_TYPE (WbCanvasPane, wb_canvas_pane, WB, CANVAS_PANE, AdwBin)

GtkWidget *wb_canvas_pane_new (WbSteps *steps);
WbCanvas *wb_canvas_pane_get_canvas (WbCanvasPane *self);

G_END_DECLS
