/* wb-minimap.h: all of a canvas, small, with what is in view
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-canvas.h"

G_BEGIN_DECLS

#define WB_TYPE_MINIMAP (wb_minimap_get_type ())
G_DECLARE_FINAL_TYPE (WbMinimap, wb_minimap, WB, MINIMAP, GtkWidget)

GtkWidget *wb_minimap_new (WbCanvas *canvas);

G_END_DECLS
