/* tn-document-grid.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-document-grid.h"

#include "tn-document-private.h"

static void
clear_cell (gpointer data)
{
  TnCell *cell = data;

  g_clear_pointer (&cell->text, tn_text_unref);
  g_clear_pointer (&cell->more, tn_text_unref);
}

static void
clear_column (gpointer data)
{
  g_clear_pointer (&((TnGridColumn *) data)->title, tn_text_unref);
}

static void
clear_group (gpointer data)
{
  g_clear_pointer (&((TnGridGroup *) data)->title, tn_text_unref);
}

/**
 * tn_grid_new:
 * @caption: (transfer full) (nullable): what the table shows
 *
 * Returns: (transfer full): a table without columns
 */
TnGrid *
tn_grid_new (TnText *caption)
{
  TnGrid *self = g_new0 (TnGrid, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->caption = caption;
  self->columns = g_array_new (FALSE, TRUE, sizeof (TnGridColumn));
  self->groups = g_array_new (FALSE, TRUE, sizeof (TnGridGroup));
  self->ties = g_array_new (FALSE, TRUE, sizeof (TnGridTie));
  self->rows = g_array_new (FALSE, TRUE, sizeof (TnGridRow));
  self->cells = g_array_new (FALSE, TRUE, sizeof (TnCell));
  g_array_set_clear_func (self->cells, clear_cell);
  g_array_set_clear_func (self->columns, clear_column);
  g_array_set_clear_func (self->groups, clear_group);
  return self;
}

/**
 * tn_grid_ref:
 * @self: a table
 *
 * Returns: (transfer full): the same table
 */
TnGrid *
tn_grid_ref (const TnGrid *self)
{
  g_atomic_ref_count_inc (&((TnGrid *) self)->ref_count);
  return (TnGrid *) self;
}

/**
 * tn_grid_unref:
 * @self: (transfer full): a table
 */
void
tn_grid_unref (TnGrid *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->caption, tn_text_unref);
  g_clear_pointer (&self->footer, tn_text_unref);
  g_array_unref (self->columns);
  g_array_unref (self->groups);
  g_array_unref (self->ties);
  g_array_unref (self->rows);
  g_array_unref (self->cells);
  g_free (self);
}

/**
 * tn_grid_add_column:
 * @self: a table without rows
 * @title: (transfer full) (nullable): head of the column
 * @align: numbers at the end, words at the start
 *
 * Returns: the column's index
 */
guint
tn_grid_add_column (TnGrid *self, TnText *title, TnGridAlign align)
{
  TnGridColumn column = { .title = title, .align = align, .low = 0, .high = 1 };

  g_return_val_if_fail (self->rows->len == 0, 0);
  g_array_append_val (self->columns, column);
  return self->columns->len - 1;
}

/**
 * tn_grid_add_group:
 * @self: a table
 * @title: (transfer full): head above several columns
 * @first: its first column, not before the end of the group added last
 * @n_columns: how many columns, at least 1
 *
 * A line runs down before the first column of a group.
 */
void
tn_grid_add_group (TnGrid *self, TnText *title, guint first, guint n_columns)
{
  TnGridGroup group = { .title = title, .first = first, .n_columns = n_columns };

  g_return_if_fail (n_columns > 0 && first + n_columns <= self->columns->len);
  if (self->groups->len > 0)
    {
      const TnGridGroup *last = &g_array_index (self->groups, TnGridGroup, self->groups->len - 1);

      g_return_if_fail (first >= last->first + last->n_columns);
    }
  g_array_append_val (self->groups, group);
}

/**
 * tn_grid_set_scale:
 * @self: a table
 * @column: a column with bars
 * @low: value at the left end
 * @high: value at the right end, above @low
 */
void
tn_grid_set_scale (TnGrid *self, guint column, double low, double high)
{
  g_return_if_fail (column < self->columns->len && low < high);
  g_array_index (self->columns, TnGridColumn, column).low = low;
  g_array_index (self->columns, TnGridColumn, column).high = high;
}

/**
 * tn_grid_set_row_header:
 * @self: a table
 * @column: the column that names the row; the first unless said
 */
void
tn_grid_set_row_header (TnGrid *self, guint column)
{
  self->row_header = column;
}

/**
 * tn_grid_set_footer:
 * @self: a table
 * @text: (transfer full): small print under the table
 */
void
tn_grid_set_footer (TnGrid *self, TnText *text)
{
  g_clear_pointer (&self->footer, tn_text_unref);
  self->footer = text;
}

/**
 * tn_grid_set_dense:
 * @self: a table
 * @dense: %TRUE for smaller type and closer rows, for wide comparisons
 */
void
tn_grid_set_dense (TnGrid *self, gboolean dense)
{
  self->dense = dense;
}

static void
fill_row (TnGrid *self)
{
  while (self->rows->len > 0 && self->n_cells < self->columns->len)
    tn_grid_add_empty (self);
}

/**
 * tn_grid_add_row:
 * @self: a table with all its columns
 * @style: how its cells are set
 */
void
tn_grid_add_row (TnGrid *self, TnGridRow style)
{
  g_return_if_fail (self->columns->len > 0);
  fill_row (self);
  g_array_append_val (self->rows, style);
  self->n_cells = 0;
}

static void
add_cell (TnGrid *self, TnCell cell)
{
  g_return_if_fail (self->rows->len > 0 && self->n_cells < self->columns->len);
  g_array_append_val (self->cells, cell);
  self->n_cells++;
}

/**
 * tn_grid_add_text:
 * @self: a table
 * @text: (transfer full): next cell of the row
 */
void
tn_grid_add_text (TnGrid *self, TnText *text)
{
  add_cell (self, (TnCell){ .kind = TN_CELL_TEXT, .text = text });
}

/**
 * tn_grid_add_lines:
 * @self: a table
 * @text: (transfer full): next cell of the row
 * @below: (transfer full): small print on a line of its own below, such as an interval
 */
void
tn_grid_add_lines (TnGrid *self, TnText *text, TnText *below)
{
  add_cell (self, (TnCell){ .kind = TN_CELL_LINES, .text = text, .more = below });
}

/**
 * tn_grid_add_beside:
 * @self: a table
 * @text: (transfer full): next cell of the row
 * @beside: (transfer full): small print behind it, such as an interval
 */
void
tn_grid_add_beside (TnGrid *self, TnText *text, TnText *beside)
{
  add_cell (self, (TnCell){ .kind = TN_CELL_BESIDE, .text = text, .more = beside });
}

/**
 * tn_grid_add_bar:
 * @self: a table
 * @kind: a dot with its interval, or a length
 * @tone: colour
 * @value: where, on the scale of the column
 * @low: low end of the interval, NaN for none
 * @high: high end of the interval, NaN for none
 * @text: (transfer full) (nullable): the value in figures
 * @beside: (transfer full) (nullable): the interval in figures
 *
 * Adds a small picture with its figures. What lies outside the scale is drawn at
 * its end. A picture without figures is not told to readers who do not see it: put
 * the figures in the next cell then.
 */
void
tn_grid_add_bar (TnGrid *self,
                 TnGridBar kind,
                 TnGridTone tone,
                 double value,
                 double low,
                 double high,
                 TnText *text,
                 TnText *beside)
{
  add_cell (self, (TnCell){ .kind = TN_CELL_BAR,
                            .bar = kind,
                            .tone = tone,
                            .value = value,
                            .low = low,
                            .high = high,
                            .text = text,
                            .more = beside });
}

/**
 * tn_grid_add_tag:
 * @self: a table
 * @text: (transfer full): a word or two
 * @filled: %TRUE on a coloured ground, %FALSE in a thin frame
 */
void
tn_grid_add_tag (TnGrid *self, TnText *text, gboolean filled)
{
  add_cell (self, (TnCell){ .kind = TN_CELL_TAG, .text = text, .filled = filled });
}

/**
 * tn_grid_add_empty:
 * @self: a table
 */
void
tn_grid_add_empty (TnGrid *self)
{
  add_cell (self, (TnCell){ .kind = TN_CELL_EMPTY });
}

/**
 * tn_grid_tie:
 * @self: a table
 * @column: a column
 * @first_row: a row
 * @n_rows: how many rows
 *
 * Draws a line at the end of these cells: they cannot be told apart.
 */
void
tn_grid_tie (TnGrid *self, guint column, guint first_row, guint n_rows)
{
  TnGridTie tie = { column, first_row, n_rows };

  g_array_append_val (self->ties, tie);
}

/**
 * tn_grid_get_n_rows:
 * @self: a table
 *
 * Returns: how many rows were added
 */
guint
tn_grid_get_n_rows (const TnGrid *self)
{
  return self->rows->len;
}
