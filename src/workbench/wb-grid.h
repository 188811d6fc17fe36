/* wb-grid.h: any number of rows and columns, drawn by ourselves
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-sheet.h"

G_BEGIN_DECLS

/**
 * WbGrid:
 *
 * Shows a #WbSheet. Only what is in view is looked at, laid out and drawn, in both directions.
 * Emits “column-chosen” (the column of the table) when a header is clicked or the cursor moves
 * to another column, and “column-menu” (column, x, y) when its menu is asked for.
 *
 * A screen reader finds undrawn rows and cells for what is in view, each named by its column,
 * value and row.
 */
#define WB_TYPE_GRID (wb_grid_get_type ())
G_DECLARE_FINAL_TYPE (WbGrid, wb_grid, WB, GRID, GtkWidget)

GtkWidget *wb_grid_new (void);
void wb_grid_set_sheet (WbGrid *self, WbSheet *sheet);
WbSheet *wb_grid_get_sheet (WbGrid *self);

/* Columns of the table, in the order shown. */
void wb_grid_set_columns (WbGrid *self, const guint *columns, guint n_columns);
gboolean wb_grid_is_column_shown (WbGrid *self, guint column);
void wb_grid_set_frozen (WbGrid *self, guint n_frozen);
guint wb_grid_get_frozen (WbGrid *self);

gboolean wb_grid_get_cursor (WbGrid *self, gsize *row, guint *column);
void wb_grid_move_to (WbGrid *self, gsize row, guint column);
void wb_grid_copy (WbGrid *self);
/* Sorted by it, for the mark in its header; -1 for none. */
void wb_grid_set_sorted (WbGrid *self, int column, gboolean descending);

G_END_DECLS
