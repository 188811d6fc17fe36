/* wb-filter-bar.h: plain conditions on rows, typed with help
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-condition-text.h"
#include "wb-sheet.h"

G_BEGIN_DECLS

/**
 * WbFilterBar:
 *
 * What was understood is bold; what was not is underlined, and a sentence below says why. While
 * typing it offers columns, then what can be said of them, then their most frequent values.
 * Emits “changed” when what was typed is another condition, and “left” when the rows are to be
 * looked at.
 */
#define WB_TYPE_FILTER_BAR (wb_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (WbFilterBar, wb_filter_bar, WB, FILTER_BAR, AdwBin)

GtkWidget *wb_filter_bar_new (void);
void wb_filter_bar_set_sheet (WbFilterBar *self, WbSheet *sheet);
const char *wb_filter_bar_get_text (WbFilterBar *self);
void wb_filter_bar_set_text (WbFilterBar *self, const char *text);
/* Appends conditions on a column, in place of those there are on it. */
void wb_filter_bar_add (WbFilterBar *self, guint column, const char *conditions);
/* %NULL without text. */
const TnConditionText *wb_filter_bar_get_read (WbFilterBar *self);
void wb_filter_bar_focus (WbFilterBar *self);

/* What is offered now, and taking one of it: as the arrows and Enter do. */
guint wb_filter_bar_get_n_offers (WbFilterBar *self);
const char *wb_filter_bar_get_offer (WbFilterBar *self, guint index);
void wb_filter_bar_take_offer (WbFilterBar *self, guint index);

G_END_DECLS
