/* wb-canvas.h: the pipeline as cards and links
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-scene.h"
#include "wb-steps.h"

G_BEGIN_DECLS

/**
 * WbCanvas:
 *
 * Shows what #WbSteps holds and changes it by edits; drawn by itself, with a named child for each
 * card where keyboard and screen readers are. Emits:
 * - “opened” when the settings of the chosen step are wanted,
 * - “menu” with the place where a menu is wanted,
 * - “find” when a step is looked for: with the place, and whether it was asked for behind the
 *   port wb_canvas_get_open_port() tells,
 * - “refused” with a sentence, ways out (element-type TnRepair), and the place,
 * - “view-changed” when what is in view changed.
 */
#define WB_TYPE_CANVAS (wb_canvas_get_type ())
G_DECLARE_FINAL_TYPE (WbCanvas, wb_canvas, WB, CANVAS, GtkWidget)

#define WB_ZOOM_LEAST 0.1
#define WB_ZOOM_MOST  2.5

GtkWidget *wb_canvas_new (WbSteps *steps);
WbSteps *wb_canvas_get_steps (WbCanvas *self);
/* (nullable): without a pipeline */
const WbScene *wb_canvas_get_scene (WbCanvas *self);

/* The view: what is seen, in pixels at 100 %. */
TnBox wb_canvas_get_view (WbCanvas *self);
double wb_canvas_get_zoom (WbCanvas *self);
/* Keeps the point (@x, @y) of the widget where it is. */
void wb_canvas_zoom_at (WbCanvas *self, double zoom, double x, double y);
void wb_canvas_zoom (WbCanvas *self, double zoom);
void wb_canvas_fit (WbCanvas *self);
void wb_canvas_pan (WbCanvas *self, double dx, double dy);
void wb_canvas_center_on (WbCanvas *self, double x, double y);
void wb_canvas_to_widget (WbCanvas *self, double x, double y, double *wx, double *wy);
void wb_canvas_to_scene (WbCanvas *self, double wx, double wy, double *x, double *y);
void wb_canvas_reveal (WbCanvas *self, guint card);
gboolean wb_canvas_focus_chosen (WbCanvas *self);

void wb_canvas_tidy (WbCanvas *self);
/* For the chosen cards, where the menu is shown. */
GMenuModel *wb_canvas_make_menu (WbCanvas *self);
/* @type is put where a step was looked for. */
gboolean wb_canvas_add (WbCanvas *self, const char *type);
gboolean wb_canvas_insert (WbCanvas *self, const char *type, guint link);
char *wb_canvas_copy_text (WbCanvas *self);
gboolean wb_canvas_paste_text (WbCanvas *self, const char *text);
/* The chosen link, -1 for none: a step that is found goes into it. */
int wb_canvas_get_link (WbCanvas *self);
void wb_canvas_ask_for_link (WbCanvas *self);
/* Beside the chosen card a step is looked for that goes on from there. */
void wb_canvas_ask_for_step (WbCanvas *self);
WbPort wb_canvas_get_open_port (WbCanvas *self);
void wb_canvas_connect (WbCanvas *self, WbPort from, WbPort to);
/* A key, as if it were pressed while a card has the focus. */
gboolean wb_canvas_press (WbCanvas *self, guint key, GdkModifierType state);

G_END_DECLS
