/* tn-layout-grid.c: tables: widths by content, rows that are never divided
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-layout-grid.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"

void
_tn_grid_plan_free (TnGridPlan *self)
{
  g_free (self->x);
  g_free (self->widths);
  g_free (self->figures);
  g_free (self->row_heights);
  g_free (self);
}

const TnGridColumn *
_tn_grid_plan_column (const TnGridPlan *self, guint column)
{
  return &g_array_index (self->grid->columns, TnGridColumn, column);
}

const TnCell *
_tn_grid_plan_cell (const TnGridPlan *self, guint row, guint column)
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

      if (_tn_grid_plan_column (self, j)->title != NULL)
        measure_text (layout, _tn_grid_plan_column (self, j)->title, self->head_style, &title,
                      &word);
      /* A head may take two lines, but not two letters a line. */
      if (title <= SHORT_HEAD)
        word = title;
      else if (title <= 2 * SHORT_HEAD)
        word = MAX (word, ceil (title * TWO_LINES));
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

          measure_cell (self, layout, _tn_grid_plan_cell (self, i, j), j, &cell_natural,
                        &cell_least);
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

TnPara *
_tn_grid_plan_text (const TnLayout *layout,
                    const TnText *text,
                    TnTypeStyle style,
                    double width,
                    double max_height)
{
  return _tn_para_new_limited (layout->type, _tn_inline_new (layout->context, text), style, width,
                               max_height);
}

/* All bars of a column are as wide, so that they can be compared. */
double
_tn_grid_plan_bar_width (const TnGridPlan *self, guint column)
{
  double width = self->widths[column];

  if (self->figures[column] == 0)
    return width;
  return CLAMP (width - self->figures[column] - BAR_GAP, width * 0.3, width * 0.7);
}

/* The text of a cell, broken to the room it has. */
TnPara *
_tn_grid_plan_cell_text (const TnGridPlan *self, const TnLayout *layout, guint row, guint column)
{
  const TnCell *cell = _tn_grid_plan_cell (self, row, column);
  TnInline *said = cell_inline (layout, cell);
  double width = self->widths[column];

  if (cell->kind == TN_CELL_BAR)
    width -= MIN (_tn_grid_plan_bar_width (self, column) + BAR_GAP, width - 1);
  if (cell->kind == TN_CELL_TAG)
    width -= MIN (2 * TAG_PAD, width - 1);
  return _tn_para_new_limited (layout->type, said, self->cell_style, width, MAX_CELL);
}

static double
cell_height (const TnGridPlan *self, const TnLayout *layout, guint row, guint column)
{
  const TnCell *cell = _tn_grid_plan_cell (self, row, column);
  double height;

  if (cell->kind == TN_CELL_EMPTY)
    return 0;
  {
    g_autoptr (TnPara) para = _tn_grid_plan_cell_text (self, layout, row, column);

    height = _tn_para_height (para);
  }
  if (cell->kind == TN_CELL_LINES && cell->more != NULL)
    {
      g_autoptr (TnPara) more =
          _tn_grid_plan_text (layout, cell->more, self->more_style, self->widths[column], MAX_MORE);

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

double
_tn_grid_plan_group_width (const TnGridPlan *self, const TnGridGroup *group)
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
      g_autoptr (TnPara) para = _tn_grid_plan_text (
          layout, group->title, TN_TYPE_GROUP, _tn_grid_plan_group_width (self, group), MAX_GROUP);

      self->groups_height = MAX (self->groups_height, _tn_para_height (para) + 6);
    }
  for (guint j = 0; j < self->n_columns; j++)
    if (_tn_grid_plan_column (self, j)->title != NULL)
      {
        g_autoptr (TnPara) para = _tn_grid_plan_text (layout, _tn_grid_plan_column (self, j)->title,
                                                      self->head_style, self->widths[j], MAX_TITLE);

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
          claim_text_notes (layout, piece, _tn_grid_plan_cell (plan, i, j)->text);
          claim_text_notes (layout, piece, _tn_grid_plan_cell (plan, i, j)->more);
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
    claim_text_notes (layout, piece, _tn_grid_plan_column (plan, j)->title);
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
