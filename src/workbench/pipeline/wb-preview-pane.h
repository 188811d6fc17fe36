/* wb-preview-pane.h: what the chosen step gives, on a sample
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-preview.h"

G_BEGIN_DECLS

/**
 * WbPreviewPane:
 *
 * Looks off the main loop, a moment after it was last asked; what is still looked for then is let
 * go. Emits “looked” when there is an answer: wb_preview_pane_get() gives it; and “go” with the id
 * of a step that a person wants to see.
 */
#define WB_TYPE_PREVIEW_PANE (wb_preview_pane_get_type ())
G_DECLARE_FINAL_TYPE (WbPreviewPane, wb_preview_pane, WB, PREVIEW_PANE, AdwBin)

GtkWidget *wb_preview_pane_new (TnProject *project);
/* @graph: as it is being typed; it may lack what it needs. */
void wb_preview_pane_show (WbPreviewPane *self, TnGraph *graph, const char *node);
/* Looks again, also when it was asked for the same before: a run has ended. */
void wb_preview_pane_renew (WbPreviewPane *self);
void wb_preview_pane_set_open (WbPreviewPane *self, gboolean open);

/* %NULL while it looks and when it could not. */
const TnPreview *wb_preview_pane_get (WbPreviewPane *self);
gboolean wb_preview_pane_is_looking (WbPreviewPane *self);

G_END_DECLS
