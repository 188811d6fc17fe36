/* wb-pages.h: the pages of a report, laid out and drawn off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "tn-layout.h"
#include "tn-report-editor.h"
#include "wb-report-blocks.h"

G_BEGIN_DECLS

/* A report laid out in one language. Reference-counted; drawn in the lane of pages only. */
typedef struct _WbPages WbPages;

WbPages *wb_pages_ref (WbPages *self);
void wb_pages_unref (WbPages *self);
guint wb_pages_get_n (WbPages *self);
guint wb_pages_get_n_headings (WbPages *self);
void wb_pages_get_heading (WbPages *self, guint index, TnLayoutHeading *heading);

/* (element-type TnBlockEntry), and how it looks. */
GPtrArray *wb_pages_get_blocks (WbPages *self);
const WbReportLook *wb_pages_get_look (WbPages *self);
/* (transfer full) (element-type TnLayoutBox): where a block stands, page by page */
GArray *wb_pages_find_boxes (WbPages *self, const char *id);
/* (nullable): id of the block that stands there; points of a page, from 0 */
const char *wb_pages_find_block (WbPages *self, guint page, double x, double y);

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

/* A page as a GdkTexture; @scale: pixels a point. */
void wb_pages_draw (WbPages *self,
                    gpointer owner,
                    guint page,
                    double scale,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data);

/* Pixels of a page at a zoom of 1. */
#define WB_PAGE_WIDTH  (TN_LAYOUT_WIDTH * 96.0 / 72.0)
#define WB_PAGE_HEIGHT (TN_LAYOUT_HEIGHT * 96.0 / 72.0)

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPages, wb_pages_unref)

G_END_DECLS
