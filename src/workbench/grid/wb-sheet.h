/* wb-sheet.h: the cells of a table as text, fetched off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-language.h"
#include "wb-shape.h"

G_BEGIN_DECLS

#define WB_TILE_ROWS    128
#define WB_CELL_LETTERS 120

/* A cell as people read it: NULL when missing. Dates and figures as the language has them, times by
 * the clock of @zone (nullable: UTC). */
char *wb_cell_say (TnColumnType type,
                   const TnChunk *chunk,
                   const TnDictionary *dictionary,
                   guint row,
                   const char *zone,
                   const TnLanguage *language);

/**
 * WbSheet:
 *
 * A table and an order of its rows. Asked for a cell it answers at once: with the text, or
 * that it is on its way; “changed” tells when more has come. Only tiles near the last view are
 * kept, so memory does not grow with the table.
 */
#define WB_TYPE_SHEET (wb_sheet_get_type ())
G_DECLARE_FINAL_TYPE (WbSheet, wb_sheet, WB, SHEET, GObject)

WbSheet *wb_sheet_new (TnTable *table);
TnTable *wb_sheet_get_table (WbSheet *self);
/* The same rows and columns with other names and roles: what was fetched stays. */
void wb_sheet_set_table (WbSheet *self, TnTable *table);
gsize wb_sheet_get_n_rows (WbSheet *self);
guint wb_sheet_get_n_columns (WbSheet *self);
/* Rows of the table in the order shown, as guint32; %NULL for all of them as they are. */
void wb_sheet_set_rows (WbSheet *self, GBytes *rows);
GBytes *wb_sheet_get_rows (WbSheet *self);
gsize wb_sheet_get_table_row (WbSheet *self, gsize row);

/* %FALSE while it is on its way; @text is %NULL for a missing value. */
gboolean wb_sheet_peek (WbSheet *self, guint column, gsize row, const char **text);
/* Starts to fetch what was peeked at in vain. */
void wb_sheet_fetch (WbSheet *self);
const WbShape *wb_sheet_peek_shape (WbSheet *self, guint column);

/* A block of cells as tab-separated lines; wb_work_finish() gives the text. */
void wb_sheet_copy (WbSheet *self,
                    const guint *columns,
                    guint n_columns,
                    gsize first,
                    gsize last,
                    GAsyncReadyCallback callback,
                    gpointer user_data);

G_END_DECLS
