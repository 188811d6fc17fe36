/* wb-pages.h: the pages of a report, laid out and drawn off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-language.h"
#include "tn-layout.h"
#include "tn-project.h"

G_BEGIN_DECLS

/* A report laid out in one language. Reference-counted; drawn in the lane of pages only. */
typedef struct _WbPages WbPages;

WbPages *wb_pages_ref (WbPages *self);
void wb_pages_unref (WbPages *self);
guint wb_pages_get_n (WbPages *self);
guint wb_pages_get_n_headings (WbPages *self);
void wb_pages_get_heading (WbPages *self, guint index, TnLayoutHeading *heading);

/* wb_work_finish() gives the #WbPages. */
void wb_pages_load (gpointer owner,
                    TnProject *project,
                    gint64 run,
                    const TnLanguage *language,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data);

/* Where @text stands; wb_work_finish() gives a GArray of #TnLayoutBox. */
void wb_pages_find (WbPages *self,
                    gpointer owner,
                    const char *text,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data);
/* A page for a printer; wb_work_finish() gives a cairo_surface_t. */
void wb_pages_record (WbPages *self,
                      gpointer owner,
                      guint page,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);

/* One page at a zoom; it draws itself when it comes into view. */
#define WB_TYPE_PAGE_VIEW (wb_page_view_get_type ())
G_DECLARE_FINAL_TYPE (WbPageView, wb_page_view, WB, PAGE_VIEW, GtkWidget)

GtkWidget *wb_page_view_new (WbPages *pages, guint index);
void wb_page_view_set_zoom (WbPageView *self, double zoom);
/* @boxes: (nullable) (element-type TnLayoutBox): places of all pages; @current: the one looked at
 */
void wb_page_view_set_marks (WbPageView *self, GArray *boxes, guint current);

/* Pixels of a page at a zoom of 1. */
#define WB_PAGE_WIDTH  (TN_LAYOUT_WIDTH * 96.0 / 72.0)
#define WB_PAGE_HEIGHT (TN_LAYOUT_HEIGHT * 96.0 / 72.0)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPages, wb_pages_unref)

G_END_DECLS
