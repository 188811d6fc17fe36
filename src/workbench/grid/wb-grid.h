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
 * Emits “column-chosen” (the column of the table) when the cursor moves to another column,
 * “column-opened” (column) when it is to be seen closely: its header was clicked, or Enter pressed;
 * “column-menu” (column, x, y) when its menu is asked for; and “arranged” (column, whether it was
 * moved) when a person has moved or sized columns.
 *
 * A screen reader finds undrawn headers, rows and cells for what is in view, each named by its
 * column, value and row.
 */
#define WB_TYPE_GRID (wb_grid_get_type ())
G_DECLARE_FINAL_TYPE (WbGrid, wb_grid, WB, GRID, GtkWidget)

GtkWidget *wb_grid_new (void);
void wb_grid_set_sheet (WbGrid *self, WbSheet *sheet);
WbSheet *wb_grid_get_sheet (WbGrid *self);

/* Columns of the table, in the order shown. */
void wb_grid_set_columns (WbGrid *self, const guint *columns, guint n_columns);
const guint *wb_grid_get_columns (WbGrid *self, guint *n_columns);
gboolean wb_grid_is_column_shown (WbGrid *self, guint column);
void wb_grid_set_frozen (WbGrid *self, guint n_frozen);
guint wb_grid_get_frozen (WbGrid *self);
int wb_grid_get_width (WbGrid *self, guint column);
/* Pixels; 0 for as wide as its name and cells want it. */
void wb_grid_set_width (WbGrid *self, guint column, int width);
/* Pixels by name (element-type utf8 int); the others are as wide as they are guessed. */
void wb_grid_set_widths (WbGrid *self, GHashTable *widths);
void wb_grid_fit_width (WbGrid *self, guint column);
/* Pixels a column has before anybody sized it. */
int wb_grid_guess_width (WbGrid *self, guint column);

/* Columns chosen whole, or those of the selected cells: (element-type guint) (transfer full). */
GArray *wb_grid_get_picked (WbGrid *self);
/* @by -1 or 1: all that are chosen change places with their neighbour. */
gboolean wb_grid_move_picked (WbGrid *self, int by);

gboolean wb_grid_get_cursor (WbGrid *self, gsize *row, guint *column);
gsize wb_grid_get_first_row (WbGrid *self);
void wb_grid_move_to (WbGrid *self, gsize row, guint column);
void wb_grid_copy (WbGrid *self);
/* Sorted by it, for the mark in its header; -1 for none. */
void wb_grid_set_sorted (WbGrid *self, int column, gboolean descending);
int wb_grid_get_sorted (WbGrid *self);
/* Columns the rows are filtered by, for the mark in their headers. */
void wb_grid_set_filtered (WbGrid *self, const guint *columns, guint n_columns);

G_END_DECLS
