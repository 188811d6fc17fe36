/* wb-pages.h: the pages of a report, laid out and drawn off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "tn-language.h"
#include "tn-project.h"

G_BEGIN_DECLS

/* A report laid out in one language. Reference-counted; drawn in the lane of pages only. */
typedef struct _WbPages WbPages;

WbPages *wb_pages_ref (WbPages *self);
void wb_pages_unref (WbPages *self);
guint wb_pages_get_n (WbPages *self);

/* wb_work_finish() gives the #WbPages. */
void wb_pages_load (gpointer owner,
                    TnProject *project,
                    gint64 run,
                    const TnLanguage *language,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data);

/* One page at a zoom; it draws itself when it comes into view. */
#define WB_TYPE_PAGE_VIEW (wb_page_view_get_type ())
G_DECLARE_FINAL_TYPE (WbPageView, wb_page_view, WB, PAGE_VIEW, GtkWidget)

GtkWidget *wb_page_view_new (WbPages *pages, guint index);
void wb_page_view_set_zoom (WbPageView *self, double zoom);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPages, wb_pages_unref)

G_END_DECLS
