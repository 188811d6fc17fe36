/* tn-layout-grid-paint.c: heads, rows and cells of tables are painted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-layout-grid.h"

static void
draw_line (TnPainter *painter, TnInk ink, double width, double x1, double y1, double x2, double y2)
{
  _tn_painter_ink (painter, ink);
  cairo_set_line_width (painter->cr, width);
  cairo_move_to (painter->cr, x1, y1);
  cairo_line_to (painter->cr, x2, y2);
  cairo_stroke (painter->cr);
}

/* Lines that run down before the first column of each group. */
static void
draw_group_lines (const TnGridPlan *self, TnPainter *painter, double y, double height)
{
  for (guint i = 0; i < self->grid->groups->len; i++)
    {
      guint first = g_array_index (self->grid->groups, TnGridGroup, i).first;

      if (first > 0)
        draw_line (painter, TN_INK_LINE, HAIRLINE, self->x[first] - PAD_X, y,
                   self->x[first] - PAD_X, y + height);
    }
}

static PangoAlignment
pango_align (TnGridAlign align)
{
  switch (align)
    {
    case TN_GRID_END:
      return PANGO_ALIGN_RIGHT;
    case TN_GRID_CENTER:
      return PANGO_ALIGN_CENTER;
    case TN_GRID_START:
    default:
      return PANGO_ALIGN_LEFT;
    }
}

static void
draw_para (const TnLayout *layout, TnPainter *painter, const TnPara *para, double x, double y)
{
  _tn_para_draw (para, layout->type, painter, x, y, 0, para->n_lines);
}

/* Opens a head cell and notes whether it heads its column or its row. */
static void
enter_head_cell (TnPainter *painter, const TnTag *tag, char scope)
{
  _tn_painter_enter (painter, tag);
  if (painter->scopes != NULL)
    g_string_append_c (painter->scopes, scope);
}

static void
draw_groups (const TnGridPlan *self, const TnLayout *layout, TnPainter *painter, const TnTag *row)
{
  for (guint i = 0; i < self->grid->groups->len; i++)
    {
      const TnGridGroup *group = &g_array_index (self->grid->groups, TnGridGroup, i);
      TnTag tag = { row, "TH" };
      g_autoptr (TnPara) para = _tn_grid_plan_text (
          layout, group->title, TN_TYPE_GROUP, _tn_grid_plan_group_width (self, group), MAX_GROUP);

      if (row != NULL)
        enter_head_cell (painter, &tag, 'C');
      draw_para (layout, painter, para, self->x[group->first],
                 self->groups_height - 3 - _tn_para_height (para));
      if (row != NULL)
        _tn_painter_enter (painter, row);
    }
}

static void
draw_titles (const TnGridPlan *self, const TnLayout *layout, TnPainter *painter, const TnTag *row)
{
  for (guint j = 0; j < self->n_columns; j++)
    {
      const TnGridColumn *column = _tn_grid_plan_column (self, j);
      TnTag tag = { row, "TH" };
      g_autoptr (TnPara) para = NULL;

      if (column->title == NULL)
        continue;
      para =
          _tn_grid_plan_text (layout, column->title, self->head_style, self->widths[j], MAX_TITLE);
      para->align = pango_align (column->align);
      if (row != NULL)
        enter_head_cell (painter, &tag, 'C');
      draw_para (layout, painter, para, self->x[j],
                 self->head_height - TN_MM (1.1) - _tn_para_height (para));
      if (row != NULL)
        _tn_painter_enter (painter, row);
    }
}

static void
begin_scaled (const TnGridPlan *self, TnPainter *painter, double x, double y)
{
  cairo_save (painter->cr);
  cairo_translate (painter->cr, x, y);
  cairo_scale (painter->cr, self->scale, self->scale);
}

/* Draws the head. Where it is @repeated it is no part of the structure, so that it is
 * not read out again on each page. */
void
_tn_grid_plan_draw_head (const TnGridPlan *self,
                         const TnLayout *layout,
                         TnPainter *painter,
                         double x,
                         double y,
                         gboolean repeated)
{
  TnTag groups = { self->table_tag, "TR" };
  TnTag titles = { self->table_tag, "TR" };

  if (!repeated)
    _tn_painter_enter (painter, self->table_tag);
  begin_scaled (self, painter, x, y);
  draw_group_lines (self, painter, 0, self->head_height);
  if (self->groups_height > 0)
    {
      draw_groups (self, layout, painter, repeated ? NULL : &groups);
      if (!repeated)
        _tn_painter_enter (painter, self->table_tag);
      draw_line (painter, TN_INK_FAINT, HAIRLINE, 0, self->groups_height, self->width,
                 self->groups_height);
    }
  draw_titles (self, layout, painter, repeated ? NULL : &titles);
  if (!repeated)
    _tn_painter_enter (painter, self->table_tag);
  draw_line (painter, TN_INK, HEAD_LINE, 0, self->head_height - HEAD_LINE / 2, self->width,
             self->head_height - HEAD_LINE / 2);
  cairo_restore (painter->cr);
}

static TnInk
tone_ink (TnGridTone tone)
{
  switch (tone)
    {
    case TN_GRID_TONE_BLUE:
      return TN_INK_DATA;
    case TN_GRID_TONE_RUST:
      return TN_INK_RUST;
    case TN_GRID_TONE_GREY:
    default:
      return TN_INK_SOFT;
    }
}

static double
on_scale (const TnGridColumn *column, double value)
{
  if (!isfinite (value))
    return 0;
  return CLAMP ((value - column->low) / (column->high - column->low), 0, 1);
}

static void
draw_bar (const TnGridPlan *self,
          TnPainter *painter,
          const TnCell *cell,
          guint column,
          double x,
          double middle,
          double width)
{
  const TnGridColumn *scale = _tn_grid_plan_column (self, column);
  double value = on_scale (scale, cell->value) * width;

  if (cell->bar == TN_GRID_BAR_LENGTH)
    {
      _tn_painter_ink (painter, tone_ink (cell->tone));
      cairo_rectangle (painter->cr, x, middle - 2.6, MAX (value, 0.4), 5.2);
      cairo_fill (painter->cr);
      return;
    }
  draw_line (painter, TN_INK_LINE, 0.7, x, middle, x + width, middle);
  if (isfinite (cell->low) && isfinite (cell->high))
    draw_line (painter, tone_ink (cell->tone), 1.4, x + on_scale (scale, cell->low) * width, middle,
               x + on_scale (scale, cell->high) * width, middle);
  if (!isfinite (cell->value))
    return;
  _tn_painter_ink (painter, tone_ink (cell->tone));
  cairo_new_path (painter->cr);
  cairo_arc (painter->cr, x + value, middle, 2.1, 0, 2 * G_PI);
  cairo_fill (painter->cr);
}

static void
draw_tag (const TnLayout *layout,
          TnPainter *painter,
          const TnCell *cell,
          TnPara *para,
          double x,
          double y)
{
  double natural;
  double least;
  double width;
  double height = _tn_para_height (para);

  _tn_type_measure (layout->type, para->text, para->style, &natural, &least);
  width = MIN (natural, para->width) + 2 * TAG_PAD;
  _tn_painter_rounded (painter, x, y, width, height, TN_MM (1.4));
  if (cell->filled)
    {
      _tn_painter_ink (painter, TN_INK_SKY);
      cairo_fill (painter->cr);
      para->ink = TN_INK_SKY_TEXT;
    }
  else
    {
      _tn_painter_ink (painter, TN_INK_FAINT);
      cairo_set_line_width (painter->cr, 0.7);
      cairo_stroke (painter->cr);
      para->ink = TN_INK_SOFT;
    }
  draw_para (layout, painter, para, x + TAG_PAD, y);
}

static void
style_para (TnPara *para, TnGridRow style)
{
  if (style == TN_GRID_ROW_QUIET)
    para->ink = TN_INK_SOFT;
  if (style == TN_GRID_ROW_STRONG)
    _tn_inline_span (para->text, TN_SPAN_STRONG, 0, strlen (para->text->text));
}

static void
draw_lines (const TnGridPlan *self,
            const TnLayout *layout,
            TnPainter *painter,
            const TnCell *cell,
            TnPara *para,
            guint column,
            double height)
{
  g_autoptr (TnPara) more =
      _tn_grid_plan_text (layout, cell->more, self->more_style, self->widths[column], MAX_MORE);
  double y = (height - _tn_para_height (para) - _tn_para_height (more)) / 2;

  more->align = para->align;
  draw_para (layout, painter, para, self->x[column], y);
  draw_para (layout, painter, more, self->x[column], y + _tn_para_height (para));
}

static void
draw_cell (const TnGridPlan *self,
           const TnLayout *layout,
           TnPainter *painter,
           guint row,
           guint column,
           double height)
{
  const TnCell *cell = _tn_grid_plan_cell (self, row, column);
  g_autoptr (TnPara) para = NULL;
  double x = self->x[column];
  double y;

  if (cell->kind == TN_CELL_EMPTY)
    return;
  para = _tn_grid_plan_cell_text (self, layout, row, column);
  para->align = pango_align (_tn_grid_plan_column (self, column)->align);
  style_para (para, g_array_index (self->grid->rows, TnGridRow, row));
  y = (height - _tn_para_height (para)) / 2;
  if (cell->kind == TN_CELL_BAR)
    {
      double width = _tn_grid_plan_bar_width (self, column);

      draw_bar (self, painter, cell, column, x, height / 2, width);
      para->align = PANGO_ALIGN_LEFT;
      draw_para (layout, painter, para, x + width + BAR_GAP, y);
    }
  else if (cell->kind == TN_CELL_TAG)
    draw_tag (layout, painter, cell, para, x, y);
  else if (cell->kind == TN_CELL_LINES && cell->more != NULL)
    draw_lines (self, layout, painter, cell, para, column, height);
  else
    draw_para (layout, painter, para, x, y);
}

static void
draw_ties (const TnGridPlan *self, TnPainter *painter, guint row, double height)
{
  for (guint i = 0; i < self->grid->ties->len; i++)
    {
      const TnGridTie *tie = &g_array_index (self->grid->ties, TnGridTie, i);
      double x;

      if (row < tie->first_row || row - tie->first_row >= tie->n_rows ||
          tie->column >= self->n_columns)
        continue;
      x = self->x[tie->column] + self->widths[tie->column] + PAD_X;
      draw_line (painter, TN_INK_DATA, 2, x - 1, 0, x - 1, height);
    }
}

void
_tn_grid_plan_draw_row (const TnGridPlan *self,
                        const TnLayout *layout,
                        TnPainter *painter,
                        guint row,
                        double x,
                        double y,
                        double height)
{
  TnTag row_tag = { self->table_tag, "TR" };

  height /= self->scale;
  _tn_painter_enter (painter, self->table_tag);
  begin_scaled (self, painter, x, y);
  if (g_array_index (self->grid->rows, TnGridRow, row) == TN_GRID_ROW_BASE)
    {
      _tn_painter_ink (painter, TN_INK_WASH);
      cairo_rectangle (painter->cr, 0, 0, self->width, height);
      cairo_fill (painter->cr);
    }
  draw_group_lines (self, painter, 0, height);
  draw_ties (self, painter, row, height);
  draw_line (painter, TN_INK_LINE, HAIRLINE, 0, height - HAIRLINE / 2, self->width,
             height - HAIRLINE / 2);
  for (guint j = 0; j < self->n_columns; j++)
    {
      TnTag cell_tag = { &row_tag, j == self->grid->row_header ? "TH" : "TD" };

      if (j == self->grid->row_header)
        enter_head_cell (painter, &cell_tag, 'R');
      else
        _tn_painter_enter (painter, &cell_tag);
      draw_cell (self, layout, painter, row, j, height);
      _tn_painter_enter (painter, &row_tag);
    }
  _tn_painter_enter (painter, self->table_tag);
  cairo_restore (painter->cr);
}
