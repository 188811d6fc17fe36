/* tn-layout-grid.c: tables: widths by content, rows that are never divided
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-layout-private.h"

#define PAD_X       TN_MM (1.6)
#define PAD_Y       TN_MM (1.35)
#define DENSE_PAD_Y TN_MM (0.95)
#define BAR_WIDTH   54.0
#define BAR_MIN     34.0
#define BAR_GAP     4.0
#define TAG_PAD     TN_MM (1.5)
#define MAX_SAMPLE  1000 /* rows looked at for the widths of columns */
/* No cell is taller than these parts of a page; what is cut ends in an ellipsis. With a
 * repeated head a row then always has room. */
#define MAX_CELL   (TN_PAGE_HEIGHT * 0.26)
#define MAX_MORE   (TN_PAGE_HEIGHT * 0.14)
#define MAX_TITLE  (TN_PAGE_HEIGHT * 0.2)
#define MAX_GROUP  (TN_PAGE_HEIGHT * 0.08)
#define MIN_COLUMN 16.0 /* narrower than this, the table is drawn smaller as a whole */
#define SHORT_CELL 78.0 /* narrower cells keep to one line */
#define SHORT_HEAD 38.0
#define HEAD_LINE  1.1
#define HAIRLINE   0.6

struct _TnGridPlan
{
  const TnGrid *grid;
  double scale; /* of the whole table, below 1 when it has too many columns */
  double width; /* before scaling */
  guint n_columns;
  double *x;       /* of the text of each column */
  double *widths;  /* of the text of each column */
  double *figures; /* width of the widest figures beside a bar */
  TnTypeStyle cell_style;
  TnTypeStyle more_style;
  TnTypeStyle head_style;
  double pad_y;
  double groups_height;
  double head_height; /* with groups */
  double *row_heights;
  const TnTag *table_tag;
};

void
_tn_grid_plan_free (TnGridPlan *self)
{
  g_free (self->x);
  g_free (self->widths);
  g_free (self->figures);
  g_free (self->row_heights);
  g_free (self);
}

static const TnGridColumn *
column_at (const TnGridPlan *self, guint column)
{
  return &g_array_index (self->grid->columns, TnGridColumn, column);
}

static const TnCell *
cell_at (const TnGridPlan *self, guint row, guint column)
{
  return &g_array_index (self->grid->cells, TnCell, (gsize) row * self->n_columns + column);
}

/* The figures of a cell that stand on one line: the value, then the rest in small. */
static TnInline *
cell_inline (const TnLayout *layout, const TnCell *cell)
{
  TnInline *said = _tn_inline_new (layout->context, cell->text);

  if (cell->more != NULL && (cell->kind == TN_CELL_BESIDE || cell->kind == TN_CELL_BAR))
    {
      g_autoptr (TnInline) more = _tn_inline_new (layout->context, cell->more);
      guint start = strlen (said->text);

      _tn_inline_append (said, more, said->text[0] == '\0' ? "" : " ");
      _tn_inline_span (said, TN_SPAN_SOFT, start, strlen (said->text));
    }
  return said;
}

static void
measure_text (const TnLayout *layout,
              const TnText *text,
              TnTypeStyle style,
              double *natural,
              double *least)
{
  g_autoptr (TnInline) said = _tn_inline_new (layout->context, text);

  _tn_type_measure (layout->type, said, style, natural, least);
}

/* What is short, such as an interval, is not broken. */
static void
keep_short (double natural, double *least)
{
  if (natural <= SHORT_CELL)
    *least = natural;
}

static void
measure_cell (TnGridPlan *self,
              const TnLayout *layout,
              const TnCell *cell,
              guint column,
              double *natural,
              double *least)
{
  g_autoptr (TnInline) said = cell_inline (layout, cell);
  double more_natural;
  double more_least;

  _tn_type_measure (layout->type, said, self->cell_style, natural, least);
  keep_short (*natural, least);
  if (cell->kind == TN_CELL_LINES)
    {
      measure_text (layout, cell->more, self->more_style, &more_natural, &more_least);
      keep_short (more_natural, &more_least);
      *natural = MAX (*natural, more_natural);
      *least = MAX (*least, more_least);
    }
  if (cell->kind == TN_CELL_TAG)
    {
      *natural += 2 * TAG_PAD;
      *least += 2 * TAG_PAD;
    }
  if (cell->kind == TN_CELL_BAR)
    {
      double gap = said->text[0] == '\0' ? 0 : BAR_GAP;

      self->figures[column] = MAX (self->figures[column], *natural);
      *natural += BAR_WIDTH + gap;
      *least += BAR_MIN + gap;
    }
}

static gboolean
measure_columns (TnGridPlan *self,
                 const TnLayout *layout,
                 double *natural,
                 double *least,
                 GError **error)
{
  guint n_rows = self->grid->rows->len;
  guint step = MAX (1, n_rows / MAX_SAMPLE);

  for (guint j = 0; j < self->n_columns; j++)
    {
      double title = 0;
      double word = 0;

      if (column_at (self, j)->title != NULL)
        measure_text (layout, column_at (self, j)->title, self->head_style, &title, &word);
      /* A head may take two lines, but not two letters a line. */
      if (title <= SHORT_HEAD)
        word = title;
      natural[j] = MAX (word, ceil (title * 0.55));
      least[j] = word;
    }
  for (guint i = 0; i < n_rows; i += step)
    {
      if (tn_cancelled (layout->cancellable, error))
        return FALSE;
      for (guint j = 0; j < self->n_columns; j++)
        {
          double cell_natural;
          double cell_least;

          measure_cell (self, layout, cell_at (self, i, j), j, &cell_natural, &cell_least);
          natural[j] = MAX (natural[j], cell_natural);
          least[j] = MAX (least[j], cell_least);
        }
    }
  return TRUE;
}

static double
sum (const double *values, guint n)
{
  double total = 0;

  for (guint i = 0; i < n; i++)
    total += values[i];
  return total;
}

/* Shares @room out: what is over goes to all by their natural widths; what is missing
 * is taken where there is something between natural and least; and when even the least
 * is too much, words are divided, widest columns first. */
static void
share_room (double *widths, const double *natural, const double *least, guint n, double room)
{
  double all_natural = sum (natural, n);
  double all_least = sum (least, n);
  double low = 0;
  double high = room;

  for (guint i = 0; i < n; i++)
    {
      if (all_natural <= room)
        widths[i] = natural[i] +
                    (all_natural > 0 ? (room - all_natural) * natural[i] / all_natural : room / n);
      else if (all_least <= room)
        widths[i] = least[i] + (natural[i] - least[i]) * (room - all_least) /
                                   MAX (all_natural - all_least, 1e-9);
    }
  if (all_least <= room)
    return;
  for (int round = 0; round < 60; round++)
    {
      double cap = (low + high) / 2;
      double total = 0;

      for (guint i = 0; i < n; i++)
        total += MIN (least[i], cap);
      if (total > room)
        high = cap;
      else
        low = cap;
    }
  for (guint i = 0; i < n; i++)
    widths[i] = MAX (MIN (least[i], low), 1);
}

static gboolean
plan_columns (TnGridPlan *self, const TnLayout *layout, double width, GError **error)
{
  guint n = self->n_columns;
  g_autofree double *natural = g_new0 (double, n);
  g_autofree double *least = g_new0 (double, n);
  double x = PAD_X;

  self->width = MAX (width, n * (MIN_COLUMN + 2 * PAD_X));
  self->scale = width / self->width;
  if (!measure_columns (self, layout, natural, least, error))
    return FALSE;
  share_room (self->widths, natural, least, n, self->width - 2 * PAD_X * n);
  for (guint j = 0; j < n; j++)
    {
      self->x[j] = x;
      x += self->widths[j] + 2 * PAD_X;
    }
  return TRUE;
}

static TnPara *
text_para (const TnLayout *layout,
           const TnText *text,
           TnTypeStyle style,
           double width,
           double max_height)
{
  return _tn_para_new_limited (layout->type, _tn_inline_new (layout->context, text), style, width,
                               max_height);
}

/* All bars of a column are as wide, so that they can be compared. */
static double
bar_width (const TnGridPlan *self, guint column)
{
  double width = self->widths[column];

  if (self->figures[column] == 0)
    return width;
  return CLAMP (width - self->figures[column] - BAR_GAP, width * 0.3, width * 0.7);
}

/* The text of a cell, broken to the room it has. */
static TnPara *
cell_para (const TnGridPlan *self, const TnLayout *layout, guint row, guint column)
{
  const TnCell *cell = cell_at (self, row, column);
  TnInline *said = cell_inline (layout, cell);
  double width = self->widths[column];

  if (cell->kind == TN_CELL_BAR)
    width -= MIN (bar_width (self, column) + BAR_GAP, width - 1);
  if (cell->kind == TN_CELL_TAG)
    width -= MIN (2 * TAG_PAD, width - 1);
  return _tn_para_new_limited (layout->type, said, self->cell_style, width, MAX_CELL);
}

static double
cell_height (const TnGridPlan *self, const TnLayout *layout, guint row, guint column)
{
  const TnCell *cell = cell_at (self, row, column);
  double height;

  if (cell->kind == TN_CELL_EMPTY)
    return 0;
  {
    g_autoptr (TnPara) para = cell_para (self, layout, row, column);

    height = _tn_para_height (para);
  }
  if (cell->kind == TN_CELL_LINES && cell->more != NULL)
    {
      g_autoptr (TnPara) more =
          text_para (layout, cell->more, self->more_style, self->widths[column], MAX_MORE);

      height += _tn_para_height (more);
    }
  return height + (cell->kind == TN_CELL_TAG ? 2 : 0);
}

static double
row_height (const TnGridPlan *self, const TnLayout *layout, guint row)
{
  double height = _tn_type_line_height (layout->type, self->cell_style);

  for (guint j = 0; j < self->n_columns; j++)
    height = MAX (height, cell_height (self, layout, row, j));
  return height + 2 * self->pad_y;
}

static double
group_width (const TnGridPlan *self, const TnGridGroup *group)
{
  guint last = group->first + group->n_columns - 1;

  return self->x[last] + self->widths[last] - self->x[group->first];
}

static void
plan_head (TnGridPlan *self, const TnLayout *layout)
{
  double height = 0;

  for (guint i = 0; i < self->grid->groups->len; i++)
    {
      const TnGridGroup *group = &g_array_index (self->grid->groups, TnGridGroup, i);
      g_autoptr (TnPara) para =
          text_para (layout, group->title, TN_TYPE_GROUP, group_width (self, group), MAX_GROUP);

      self->groups_height = MAX (self->groups_height, _tn_para_height (para) + 6);
    }
  for (guint j = 0; j < self->n_columns; j++)
    if (column_at (self, j)->title != NULL)
      {
        g_autoptr (TnPara) para = text_para (layout, column_at (self, j)->title, self->head_style,
                                             self->widths[j], MAX_TITLE);

        height = MAX (height, _tn_para_height (para));
      }
  self->head_height = height > 0 ? self->groups_height + height + 2 * TN_MM (1.1) : HAIRLINE;
}

double
_tn_grid_plan_head_height (const TnGridPlan *self)
{
  return self->head_height * self->scale;
}

static TnGridPlan *
plan_new (const TnLayout *layout, const TnGrid *grid, double width, GError **error)
{
  TnGridPlan *self = g_new0 (TnGridPlan, 1);

  self->grid = grid;
  self->n_columns = grid->columns->len;
  self->x = g_new0 (double, self->n_columns + 1);
  self->widths = g_new0 (double, self->n_columns + 1);
  self->figures = g_new0 (double, self->n_columns + 1);
  self->row_heights = g_new0 (double, grid->rows->len + 1);
  self->cell_style = grid->dense ? TN_TYPE_DENSE : TN_TYPE_CELL;
  self->more_style = grid->dense ? TN_TYPE_DENSE_MORE : TN_TYPE_CELL_MORE;
  self->head_style = grid->dense ? TN_TYPE_DENSE_HEAD : TN_TYPE_HEAD;
  self->pad_y = grid->dense ? DENSE_PAD_Y : PAD_Y;
  if (!plan_columns (self, layout, width, error))
    {
      _tn_grid_plan_free (self);
      return NULL;
    }
  plan_head (self, layout);
  for (guint i = 0; i < grid->rows->len; i++)
    {
      if (tn_cancelled (layout->cancellable, error))
        {
          _tn_grid_plan_free (self);
          return NULL;
        }
      self->row_heights[i] = row_height (self, layout, i);
      if (i % 64 == 0)
        tn_progress_report (layout->progress, 0.5 * i / grid->rows->len);
    }
  return self;
}

static void
claim_text_notes (TnLayout *layout, TnPiece *piece, const TnText *text)
{
  g_autoptr (TnInline) said = NULL;

  if (text == NULL || layout->note_paras == NULL)
    return;
  said = _tn_inline_new (layout->context, text);
  for (guint i = 0; i < said->spans->len; i++)
    {
      const TnSpan *span = &g_array_index (said->spans, TnSpan, i);
      guint number;

      if (span->kind != TN_SPAN_NOTE)
        continue;
      number = _tn_inline_context_number (layout->context, span->target) - 1;
      if (layout->note_seen[number])
        continue;
      layout->note_seen[number] = TRUE;
      if (piece->notes == NULL)
        piece->notes = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (piece->notes, number);
      piece->notes_height += _tn_para_height (g_ptr_array_index (layout->note_paras, number)) + 2;
    }
}

static void
add_rows (TnLayout *layout, TnFlow *flow, TnGridPlan *plan)
{
  guint n_rows = plan->grid->rows->len;

  for (guint i = 0; i < n_rows; i++)
    {
      TnPiece *piece = _tn_flow_add (flow, TN_PIECE_ROW, plan->row_heights[i] * plan->scale);

      piece->grid = plan;
      piece->row = i;
      piece->width = flow->width;
      piece->keep_next = (i == 0 && n_rows > 1) || i + 2 == n_rows;
      for (guint j = 0; layout->context->notes->len > 0 && j < plan->n_columns; j++)
        {
          claim_text_notes (layout, piece, cell_at (plan, i, j)->text);
          claim_text_notes (layout, piece, cell_at (plan, i, j)->more);
        }
    }
}

static void
add_head (TnLayout *layout, TnFlow *flow, TnGridPlan *plan, const TnBlock *block, double before)
{
  TnPiece *piece = _tn_flow_add (flow, TN_PIECE_HEAD, _tn_grid_plan_head_height (plan));

  piece->grid = plan;
  piece->block = block;
  piece->width = flow->width;
  piece->before = before;
  piece->keep_next = plan->grid->rows->len > 0;
  for (guint i = 0; i < plan->grid->groups->len; i++)
    claim_text_notes (layout, piece, g_array_index (plan->grid->groups, TnGridGroup, i).title);
  for (guint j = 0; j < plan->n_columns; j++)
    claim_text_notes (layout, piece, column_at (plan, j)->title);
}

/* Adds caption, head, rows and small print of a table; the caller sets the space
 * above the first of them. */
gboolean
_tn_layout_add_grid (TnLayout *self,
                     TnFlow *flow,
                     const TnBlock *block,
                     const TnTag *parent,
                     GError **error)
{
  const TnGrid *grid = block->grid;
  TnGridPlan *plan;
  const TnTag *table = _tn_layout_tag (self, parent, "Table");

  if (grid->columns->len == 0)
    return TRUE;
  plan = plan_new (self, grid, flow->width, error);
  if (plan == NULL)
    return FALSE;
  plan->table_tag = table;
  g_ptr_array_add (self->grids, plan);
  if (grid->caption != NULL)
    _tn_layout_add_para (self, flow,
                         _tn_para_new (self->type, _tn_inline_new (self->context, grid->caption),
                                       TN_TYPE_CAPTION, flow->width),
                         0, 0, _tn_layout_tag (self, table, "Caption"), TRUE);
  add_head (self, flow, plan, block, grid->caption == NULL ? 0 : 3);
  add_rows (self, flow, plan);
  if (grid->footer != NULL)
    {
      g_array_index (flow->pieces, TnPiece, flow->pieces->len - 1).keep_next = TRUE;
      _tn_layout_add_para (self, flow,
                           _tn_para_new (self->type, _tn_inline_new (self->context, grid->footer),
                                         TN_TYPE_SMALL, flow->width),
                           0, 6, _tn_layout_tag (self, parent, "P"), FALSE);
    }
  return TRUE;
}

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
      g_autoptr (TnPara) para =
          text_para (layout, group->title, TN_TYPE_GROUP, group_width (self, group), MAX_GROUP);

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
      const TnGridColumn *column = column_at (self, j);
      TnTag tag = { row, "TH" };
      g_autoptr (TnPara) para = NULL;

      if (column->title == NULL)
        continue;
      para = text_para (layout, column->title, self->head_style, self->widths[j], MAX_TITLE);
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
      return TN_INK_BLUE;
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
  const TnGridColumn *scale = column_at (self, column);
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
rounded (cairo_t *cr, double x, double y, double width, double height, double radius)
{
  radius = MIN (radius, MIN (width, height) / 2);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
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
  rounded (painter->cr, x, y, width, height, TN_MM (1.4));
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
      text_para (layout, cell->more, self->more_style, self->widths[column], MAX_MORE);
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
  const TnCell *cell = cell_at (self, row, column);
  g_autoptr (TnPara) para = NULL;
  double x = self->x[column];
  double y;

  if (cell->kind == TN_CELL_EMPTY)
    return;
  para = cell_para (self, layout, row, column);
  para->align = pango_align (column_at (self, column)->align);
  style_para (para, g_array_index (self->grid->rows, TnGridRow, row));
  y = (height - _tn_para_height (para)) / 2;
  if (cell->kind == TN_CELL_BAR)
    {
      double width = bar_width (self, column);

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
      draw_line (painter, TN_INK_BLUE, 2, x - 1, 0, x - 1, height);
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
