/* wb-view.h: how a person has laid out the columns of a data set
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-edit.h"
#include "wb-grid.h"

G_BEGIN_DECLS

#define WB_DOCUMENT_VIEW "view"

/**
 * WbView:
 *
 * Order, widths, hidden and frozen columns of one data set, and how its rows are sorted; by the
 * names of columns, so that it outlives another import. Kept with the project as a document of
 * kind %WB_DOCUMENT_VIEW, with the data set's name as id. Nothing but the screen depends on it:
 * no step reads it.
 */
typedef struct _WbView WbView;

WbView *wb_view_new_from_json (JsonNode *node);
WbView *wb_view_new_from_grid (WbGrid *grid, int sort, gboolean descending);
void wb_view_free (WbView *self);
gboolean wb_view_equal (const WbView *a, const WbView *b);
JsonNode *wb_view_to_json (const WbView *self);

/* On any thread: an empty view when there is none, or none that can be read. */
WbView *wb_view_load (TnProject *project, const char *dataset);
void wb_view_store (const WbView *self, TnEdit *edit, const char *dataset);

void wb_view_apply (const WbView *self, WbGrid *grid);
/* A column of @table, or -1. */
int wb_view_get_sort (const WbView *self, TnTable *table, gboolean *descending);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbView, wb_view_free)

G_END_DECLS
