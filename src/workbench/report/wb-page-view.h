/* wb-page-view.h: one page of a report on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-pages.h"

G_BEGIN_DECLS

/* One page at a zoom; it draws itself when it comes into view. */
#define WB_TYPE_PAGE_VIEW (wb_page_view_get_type ())
G_DECLARE_FINAL_TYPE (WbPageView, wb_page_view, WB, PAGE_VIEW, GtkWidget)

/* “picked” has the id of the block that was clicked, and how often. */
GtkWidget *wb_page_view_new (WbPages *pages, guint index);
void wb_page_view_set_zoom (WbPageView *self, double zoom);
/* @boxes: (nullable) (element-type TnLayoutBox): places of all pages; @current: the one looked at
 */
void wb_page_view_set_marks (WbPageView *self, GArray *boxes, guint current);
/* @boxes: (nullable) (element-type TnLayoutBox): of the block that is chosen */
void wb_page_view_set_outline (WbPageView *self, GArray *boxes);

G_END_DECLS
