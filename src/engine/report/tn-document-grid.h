/* tn-document-grid.h: a table of a document: columns, groups, rows, cells
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document-text.h"

G_BEGIN_DECLS

typedef enum
{
  TN_GRID_START,
  TN_GRID_END,
  TN_GRID_CENTER,
} TnGridAlign;

/**
 * TnGridRow:
 * @TN_GRID_ROW_PLAIN: as it is
 * @TN_GRID_ROW_BASE: on a wash: what the others are compared with
 * @TN_GRID_ROW_QUIET: in the quieter colour: left alone, held out
 * @TN_GRID_ROW_STRONG: bold: the best, the sum
 */
typedef enum
{
  TN_GRID_ROW_PLAIN,
  TN_GRID_ROW_BASE,
  TN_GRID_ROW_QUIET,
  TN_GRID_ROW_STRONG,
} TnGridRow;

/**
 * TnGridTone:
 * @TN_GRID_TONE_GREY: the others
 * @TN_GRID_TONE_BLUE: the one meant
 * @TN_GRID_TONE_RUST: risk
 */
typedef enum
{
  TN_GRID_TONE_GREY,
  TN_GRID_TONE_BLUE,
  TN_GRID_TONE_RUST,
} TnGridTone;

/**
 * TnGridBar:
 * @TN_GRID_BAR_INTERVAL: a dot at the value and a line over its interval
 * @TN_GRID_BAR_LENGTH: a bar from the low end of the scale to the value
 */
typedef enum
{
  TN_GRID_BAR_INTERVAL,
  TN_GRID_BAR_LENGTH,
} TnGridBar;

/**
 * TnGrid:
 *
 * A table under construction; immutable once given to a document. Rows are added
 * with tn_grid_add_row(), then their cells from left to right. A row that ends early
 * is filled with empty cells.
 */
typedef struct _TnGrid TnGrid;

TnGrid *tn_grid_new (TnText *caption);
TnGrid *tn_grid_ref (const TnGrid *self);
void tn_grid_unref (TnGrid *self);

guint tn_grid_add_column (TnGrid *self, TnText *title, TnGridAlign align);
void tn_grid_add_group (TnGrid *self, TnText *title, guint first, guint n_columns);
void tn_grid_set_scale (TnGrid *self, guint column, double low, double high);
void tn_grid_set_row_header (TnGrid *self, guint column);
void tn_grid_set_footer (TnGrid *self, TnText *text);
void tn_grid_set_dense (TnGrid *self, gboolean dense);

void tn_grid_add_row (TnGrid *self, TnGridRow style);
void tn_grid_add_text (TnGrid *self, TnText *text);
void tn_grid_add_lines (TnGrid *self, TnText *text, TnText *below);
void tn_grid_add_beside (TnGrid *self, TnText *text, TnText *beside);
void tn_grid_add_bar (TnGrid *self,
                      TnGridBar kind,
                      TnGridTone tone,
                      double value,
                      double low,
                      double high,
                      TnText *text,
                      TnText *beside);
void tn_grid_add_tag (TnGrid *self, TnText *text, gboolean filled);
void tn_grid_add_empty (TnGrid *self);

void tn_grid_tie (TnGrid *self, guint column, guint first_row, guint n_rows);
guint tn_grid_get_n_rows (const TnGrid *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnGrid, tn_grid_unref)

G_END_DECLS
