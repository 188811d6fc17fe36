/* wb-sheet.h: the cells of a table as text, fetched off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-language.h"
#include "tn-table.h"

G_BEGIN_DECLS

#define WB_TILE_ROWS    128
#define WB_SHAPE_BINS   16
#define WB_SHAPE_TOP    5
#define WB_CELL_LETTERS 120

/**
 * WbShape:
 * @n_rows: of the column
 * @n_missing: of them without an entry
 * @n_distinct: kinds of a category; 0 for others
 * @bins: how many values in each of %WB_SHAPE_BINS equal steps from @bins_low to @bins_high,
 *   those beyond in the outermost; of a category the counts of @top
 * @n_bins: 0 when there is nothing to draw
 * @bins_low: below which 1% of the values lie
 * @bins_high: above which 1% lie
 * @low: least value; of a time in microseconds
 * @high: greatest
 * @quarter: a quarter of a sample of values is below it
 * @middle: half of it is
 * @three_quarters: three quarters are
 * @top: (array length=n_top): the most frequent kinds of a category
 * @top_counts: how often
 * @n_top: how many
 */
typedef struct
{
  gsize n_rows, n_missing, n_distinct;
  gsize bins[WB_SHAPE_BINS];
  guint n_bins;
  double bins_low, bins_high;
  double low, high;
  double quarter, middle, three_quarters;
  char *top[WB_SHAPE_TOP];
  gsize top_counts[WB_SHAPE_TOP];
  guint n_top;
} WbShape;

WbShape *wb_shape_read (TnColumn *column, GCancellable *cancellable, GError **error);
void wb_shape_free (WbShape *self);

/* A cell as people read it: NULL when missing. Dates and figures as the language has them. */
char *wb_cell_say (TnColumnType type,
                   const TnChunk *chunk,
                   const TnDictionary *dictionary,
                   guint row,
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
