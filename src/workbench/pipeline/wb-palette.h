/* wb-palette.h: the steps there are, to be added or put in another's place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-graph-fit.h"

G_BEGIN_DECLS

/**
 * WbPalette:
 *
 * Steps that fit come first; the others say why they do not. Found by words in both languages.
 * Emits “chosen” with the id of a description, and whether it replaces.
 */
#define WB_TYPE_PALETTE (wb_palette_get_type ())
G_DECLARE_FINAL_TYPE (WbPalette, wb_palette, WB, PALETTE, GtkPopover)

GtkWidget *wb_palette_new (void);
/* @node: (nullable): the step that is followed or, with @replace, replaced. */
void wb_palette_set_place (WbPalette *self, TnGraph *graph, const char *node, gboolean replace);

/* @fits: (element-type TnFit): those alone, in that order; @where: said above them. */
void wb_palette_set_fits (WbPalette *self, GPtrArray *fits, const char *where);

/* Whether all of @words are found in what is said of a step, in any language. */
gboolean wb_palette_matches (const TnNodeSpec *spec, const char *words);

G_END_DECLS
