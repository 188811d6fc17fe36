/* wb-help-view.h: one page of the handbook
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-help.h"

G_BEGIN_DECLS

/**
 * WbHelpView:
 *
 * Headings, sentences, lists and terms, each a label that can be selected and is heard as what it
 * is. "link" (id) is given when a reference to another page is followed.
 */
#define WB_TYPE_HELP_VIEW (wb_help_view_get_type ())
G_DECLARE_FINAL_TYPE (WbHelpView, wb_help_view, WB, HELP_VIEW, AdwBin)

GtkWidget *wb_help_view_new (void);
void wb_help_view_show (WbHelpView *self, const TnHelpPage *page);

G_END_DECLS
