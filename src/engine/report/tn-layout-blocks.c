/* tn-layout-blocks.c: blocks of a document become pieces of flows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-layout-private.h"

#define COLUMN_GAP     TN_MM (7)
#define NAME_WIDTH     TN_MM (36)
#define NAME_GAP       TN_MM (4)
#define ACTION_INDENT  TN_MM (8.2)
#define WARNING_INDENT TN_MM (4)
#define NOTE_INDENT    TN_MM (5)
#define PANEL_PADDING  TN_MM (4.6)
#define LEAD_WIDTH     TN_MM (166)
#define HAIRLINE       0.6
#define MAX_ALIGNED    40.0
#define AFTER_HEADING  5.0

/* Space above and below a block; between two the larger counts. */
typedef struct
{
  double before;
  double after;
} Gap;

static const Gap gaps[] = {
  [TN_BLOCK_FLOW] = { 0, 0 },       [TN_BLOCK_KICKER] = { 0, 2.8 },
  [TN_BLOCK_COVER] = { 2.8, 7 },    [TN_BLOCK_HEADING] = { 14, 4.5 },
  [TN_BLOCK_LEAD] = { 4, 8.5 },     [TN_BLOCK_PARAGRAPH] = { 5.7, 5.7 },
  [TN_BLOCK_SMALL] = { 5, 5 },      [TN_BLOCK_BIG_NUMBER] = { 9, 5.7 },
  [TN_BLOCK_RULE] = { 11.5, 11.5 }, [TN_BLOCK_PAGE_BREAK] = { 0, 0 },
  [TN_BLOCK_NOTES] = { 5, 5 },      [TN_BLOCK_GRID] = { 8, 10 },
  [TN_BLOCK_FIGURE] = { 8, 9 },     [TN_BLOCK_ACTIONS] = { 5.7, 6 },
  [TN_BLOCK_WARNINGS] = { 5.7, 4 }, [TN_BLOCK_BULLETS] = { 4, 5.7 },
  [TN_BLOCK_STEPS] = { 5, 7 },      [TN_BLOCK_DEFINITIONS] = { 5, 6 },
  [TN_BLOCK_PAIRS] = { 4, 4 },      [TN_BLOCK_ITEM] = { 0, 0 },
  [TN_BLOCK_COLUMNS] = { 8, 8 },    [TN_BLOCK_BALANCED] = { 6, 6 },
  [TN_BLOCK_PANEL] = { 8, 8 },
};

static const Gap heading_gaps[] = { { 0, 0 }, { 15, 4.5 }, { 9.5, 3.2 }, { 7, 2.4 } };
static const double item_gaps[] = {
  [TN_BLOCK_ACTIONS - TN_BLOCK_ACTIONS] = 7.4,     [TN_BLOCK_WARNINGS - TN_BLOCK_ACTIONS] = 5.4,
  [TN_BLOCK_BULLETS - TN_BLOCK_ACTIONS] = 2.8,     [TN_BLOCK_STEPS - TN_BLOCK_ACTIONS] = 6,
  [TN_BLOCK_DEFINITIONS - TN_BLOCK_ACTIONS] = 3.7, [TN_BLOCK_PAIRS - TN_BLOCK_ACTIONS] = 3.1,
};

/* Where the next block of a flow goes. */
typedef struct
{
  TnLayout *layout;
  TnFlow *flow;
  const TnTag *tag;
  double after; /* of the block above */
  double inset; /* of a page's height, by the panels around */
} Builder;

static gboolean build_flow (Builder *self, GPtrArray *blocks, GError **error);

static Gap
block_gap (const TnBlock *block)
{
  return block->kind == TN_BLOCK_HEADING ? heading_gaps[block->level] : gaps[block->kind];
}

const TnTag *
_tn_layout_tag (TnLayout *self, const TnTag *parent, const char *name)
{
  TnTag *tag = g_new0 (TnTag, 1);

  tag->parent = parent;
  tag->name = name;
  g_ptr_array_add (self->tags, tag);
  return tag;
}

/* What stands in it directly is no part of the text: lines, page numbers. */
const TnTag *
_tn_layout_root (const TnLayout *self)
{
  return g_ptr_array_index (self->tags, 0);
}

/* The notes first referred to on line @line go with it. */
static void
claim_notes (TnLayout *self, TnPiece *piece, const TnPara *para, const guint *span_lines)
{
  for (guint i = 0; i < para->text->spans->len; i++)
    {
      const TnSpan *span = &g_array_index (para->text->spans, TnSpan, i);
      guint number;

      if (span->kind != TN_SPAN_NOTE || span_lines[i] != piece->line)
        continue;
      number = _tn_inline_context_number (self->context, span->target) - 1;
      if (self->note_paras == NULL || self->note_seen[number])
        continue;
      self->note_seen[number] = TRUE;
      if (piece->notes == NULL)
        piece->notes = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (piece->notes, number);
      piece->notes_height += _tn_para_height (g_ptr_array_index (self->note_paras, number)) + 2;
    }
}

/* Adds the lines of @para (transfer full). At least two lines stay together at either
 * end of a page. Returns the first piece, valid until the next is added. */
TnPiece *
_tn_layout_add_para (TnLayout *self,
                     TnFlow *flow,
                     TnPara *para,
                     double x,
                     double before,
                     const TnTag *tag,
                     gboolean keep_next)
{
  g_autofree guint *span_lines = _tn_para_span_lines (para, self->type);
  guint first = flow->pieces->len;

  g_ptr_array_add (self->paras, para);
  for (guint i = 0; i < para->n_lines; i++)
    {
      TnPiece *piece = _tn_flow_add (flow, TN_PIECE_LINE, para->heights[i]);

      piece->para = para;
      piece->line = i;
      piece->x = x;
      piece->width = para->width;
      piece->before = i == 0 ? before : 0;
      piece->tag = tag;
      piece->keep_next = keep_next || (i == 0 && para->n_lines > 1) || i + 2 == para->n_lines;
      if (keep_next && para->n_lines > 12 && i + 2 < para->n_lines)
        piece->keep_next = FALSE;
      claim_notes (self, piece, para, span_lines);
    }
  return &g_array_index (flow->pieces, TnPiece, first);
}

static TnPiece *
add_text (Builder *self,
          const TnText *text,
          TnTypeStyle style,
          double before,
          const char *tag,
          gboolean keep_next)
{
  TnLayout *layout = self->layout;
  TnInline *said = _tn_inline_new (layout->context, text);
  double width = style == TN_TYPE_LEAD ? MIN (LEAD_WIDTH, self->flow->width) : self->flow->width;
  gboolean title = style == TN_TYPE_COVER || style == TN_TYPE_H1 || style == TN_TYPE_H2;
  TnPara *para = title ? _tn_para_new_balanced (layout->type, said, style, width)
                       : _tn_para_new (layout->type, said, style, width);

  return _tn_layout_add_para (layout, self->flow, para, 0, before,
                              _tn_layout_tag (layout, self->tag, tag), keep_next);
}

static void
add_heading (Builder *self, const TnBlock *block, double before)
{
  static const TnTypeStyle styles[] = { 0, TN_TYPE_H1, TN_TYPE_H2, TN_TYPE_H3 };
  static const char *const tags[] = { NULL, "H2", "H3", "H4" };

  add_text (self, block->text, styles[block->level], before, tags[block->level], TRUE)->block =
      block;
}

static void
add_big_number (Builder *self, const TnBlock *block, double before)
{
  if (block->title != NULL)
    {
      add_text (self, block->title, TN_TYPE_H2, before, "P", TRUE);
      before = 2;
    }
  add_text (self, block->text, TN_TYPE_BIG, before, "P", block->more != NULL);
  if (block->more != NULL)
    add_text (self, block->more, TN_TYPE_BODY, 4, "P", FALSE);
}

static void
add_rule (Builder *self, double before)
{
  TnPiece *piece = _tn_flow_add (self->flow, TN_PIECE_RULE, HAIRLINE);

  piece->before = before;
  piece->width = self->flow->width;
  piece->keep_next = TRUE;
}

static void
add_figure (Builder *self, const TnBlock *block, double before)
{
  double width = self->flow->width;
  double room = TN_PAGE_HEIGHT - self->inset;
  double height;
  TnPiece *piece;

  if (block->text != NULL)
    {
      TnPara *para =
          _tn_para_new (self->layout->type, _tn_inline_new (self->layout->context, block->text),
                        TN_TYPE_CAPTION, width);

      room = MAX (room / 3, room - _tn_para_height (para) - 4);
      _tn_layout_add_para (self->layout, self->flow, para, 0, before,
                           _tn_layout_tag (self->layout, self->tag, "Caption"), TRUE)
          ->block = block;
      before = 4.4;
    }
  height = _tn_figure_get_height (block->figure, width, self->layout->language);
  if (height > room)
    {
      width *= block->figure->chart == NULL ? room / height : 1;
      height = room;
    }
  piece = _tn_flow_add (self->flow, TN_PIECE_FIGURE, height);
  piece->x = (self->flow->width - width) / 2;
  piece->width = width;
  piece->before = before;
  piece->block = block;
  piece->tag = _tn_layout_tag (self->layout, self->tag, "Figure");
  piece->natural = height;
}

/* The parts of an item as one text, the first in bold. */
static TnInline *
item_inline (const TnLayout *layout,
             const TnInline *title,
             const TnInline *text,
             const char *between)
{
  TnInline *joined = _tn_inline_new (layout->context, NULL);

  _tn_inline_append (joined, title, "");
  _tn_inline_span (joined, TN_SPAN_STRONG, 0, strlen (joined->text));
  _tn_inline_append (joined, text, joined->text[0] != '\0' ? between : "");
  return joined;
}

static void
add_marked (Builder *self,
            TnInline *text,
            TnTypeStyle style,
            double indent,
            double before,
            const TnTag *item,
            TnMarker marker,
            guint number)
{
  double width = MAX (self->flow->width - indent, self->flow->width / 2);
  TnPara *para = _tn_para_new (self->layout->type, text, style, width);
  TnPiece *piece =
      _tn_layout_add_para (self->layout, self->flow, para, self->flow->width - width, before,
                           _tn_layout_tag (self->layout, item, "LBody"), FALSE);

  piece->marker = marker;
  piece->number = number;
  piece->marker_tag = _tn_layout_tag (self->layout, item, "Lbl");
}

static void
add_item (Builder *self,
          const TnBlock *list,
          const TnBlock *item,
          guint index,
          double before,
          const TnTag *tag)
{
  const TnInlineContext *context = self->layout->context;
  gboolean cjk = tn_language_is_cjk (self->layout->language);
  g_autoptr (TnInline) title = _tn_inline_new (context, item->title);
  g_autoptr (TnInline) text = _tn_inline_new (context, item->text);
  const char *between = cjk ? "" : " ";

  if (list->kind == TN_BLOCK_DEFINITIONS)
    between = cjk ? "：" : ". ";
  if (list->kind == TN_BLOCK_ACTIONS)
    add_marked (self, item_inline (self->layout, title, text, between), TN_TYPE_BODY, ACTION_INDENT,
                before, tag, TN_MARKER_CIRCLE, index + 1);
  else if (list->kind == TN_BLOCK_WARNINGS)
    add_marked (self, item_inline (self->layout, title, text, between), TN_TYPE_BODY,
                WARNING_INDENT, before, tag, TN_MARKER_QUESTION, 0);
  else if (list->kind == TN_BLOCK_BULLETS)
    add_marked (self, item_inline (self->layout, title, text, between), TN_TYPE_BODY,
                WARNING_INDENT, before, tag, TN_MARKER_BULLET, 0);
  else
    add_marked (self, item_inline (self->layout, title, text, between), TN_TYPE_NOTE, 0, before,
                tag, TN_MARKER_NONE, 0);
}

/* A name at the left, its text at the right; kept together unless taller than a page. */
static void
add_beside (Builder *self,
            const TnBlock *list,
            const TnBlock *item,
            guint index,
            double before,
            const TnTag *tag)
{
  TnLayout *layout = self->layout;
  gboolean steps = list->kind == TN_BLOCK_STEPS;
  double name_width = MIN (NAME_WIDTH, self->flow->width * 0.3);
  double text_width = self->flow->width - name_width - MIN (NAME_GAP, self->flow->width * 0.1);
  /* Numbers of two figures take more room, for all steps of the list alike. */
  double number_width = list->children->len > 9 ? TN_MM (6.4) : TN_MM (4.2);
  double indent = steps ? MIN (number_width, name_width / 2) : 0;
  TnFlow *left = _tn_flow_new (name_width);
  TnFlow *right = _tn_flow_new (text_width);
  TnInline *name = _tn_inline_new (layout->context, item->title);
  TnInline *text = _tn_inline_new (layout->context, item->text);
  TnPiece *piece;

  if (steps)
    _tn_inline_span (name, TN_SPAN_STRONG, 0, strlen (name->text));
  piece = _tn_layout_add_para (layout, left,
                               _tn_para_new (layout->type, name,
                                             steps ? TN_TYPE_BODY : TN_TYPE_PAIR_NAME,
                                             name_width - indent),
                               indent, 0, _tn_layout_tag (layout, tag, "Lbl"), FALSE);
  piece->marker = steps ? TN_MARKER_NUMBER : TN_MARKER_NONE;
  piece->number = index + 1;
  piece->marker_tag = piece->tag;
  _tn_layout_add_para (
      layout, right,
      _tn_para_new (layout->type, text, steps ? TN_TYPE_BODY : TN_TYPE_PAIR, text_width), 0, 0,
      _tn_layout_tag (layout, tag, "LBody"), FALSE);

  piece = _tn_flow_add (self->flow, TN_PIECE_COLUMNS,
                        MAX (_tn_flow_height (left, 0), _tn_flow_height (right, 0)));
  piece->before = before;
  piece->width = self->flow->width;
  piece->flows[0] = left;
  piece->flows[1] = right;
  piece->n_flows = 2;
}

/* Pieces from @from on, and those in them, that no block within @block has. */
static void
own_pieces (TnFlow *flow, guint from, const TnBlock *block)
{
  for (guint i = from; i < flow->pieces->len; i++)
    {
      TnPiece *piece = &g_array_index (flow->pieces, TnPiece, i);

      if (piece->owner == NULL)
        piece->owner = block;
      for (guint j = 0; j < piece->n_flows; j++)
        own_pieces (piece->flows[j], 0, block);
    }
}

static void
add_list (Builder *self, const TnBlock *list, double before)
{
  const TnTag *tag = _tn_layout_tag (self->layout, self->tag, "L");
  double gap = item_gaps[list->kind - TN_BLOCK_ACTIONS];

  for (guint i = 0; list->children != NULL && i < list->children->len; i++)
    {
      const TnBlock *item = g_ptr_array_index (list->children, i);
      const TnTag *item_tag = _tn_layout_tag (self->layout, tag, "LI");
      guint first = self->flow->pieces->len;
      double above = i == 0 ? before : gap;

      if (list->kind == TN_BLOCK_STEPS)
        {
          add_rule (self, above);
          above = gap;
        }
      if (list->kind == TN_BLOCK_STEPS || list->kind == TN_BLOCK_PAIRS)
        add_beside (self, list, item, i, above, item_tag);
      else
        add_item (self, list, item, i, above, item_tag);
      own_pieces (self->flow, first, item);
    }
}

static TnFlow *
build_part (Builder *self, GPtrArray *blocks, double width, const TnTag *tag, GError **error)
{
  TnFlow *flow = _tn_flow_new (width);
  Builder part = { .layout = self->layout, .flow = flow, .tag = tag, .inset = self->inset };

  if (blocks == NULL || build_flow (&part, blocks, error))
    return flow;
  _tn_flow_free (flow);
  return NULL;
}

/* In narrow places gaps are narrower too. */
static double
column_gap (const Builder *self)
{
  return MIN (COLUMN_GAP, self->flow->width * 0.1);
}

/* Finds the next picture of @flow from @index on, and how far down it stands. */
static TnPiece *
next_figure (const TnFlow *flow, guint *index, double *y)
{
  *y = 0;
  for (guint i = 0; i < flow->pieces->len; i++)
    {
      TnPiece *piece = &g_array_index (flow->pieces, TnPiece, i);

      *y += i == 0 ? 0 : piece->before;
      if (piece->kind == TN_PIECE_FIGURE && i >= *index)
        {
          *index = i + 1;
          return i == 0 ? NULL : piece;
        }
      *y += piece->height;
    }
  return NULL;
}

/* Pictures beside each other begin at one height, though one has a longer caption. */
static void
align_figures (TnFlow *left, TnFlow *right)
{
  guint i = 0;
  guint j = 0;

  for (;;)
    {
      double y_left;
      double y_right;
      TnPiece *a = next_figure (left, &i, &y_left);
      TnPiece *b = next_figure (right, &j, &y_right);

      if (a == NULL || b == NULL || fabs (y_left - y_right) > MAX_ALIGNED)
        return;
      a->before += MAX (0, y_right - y_left);
      b->before += MAX (0, y_left - y_right);
    }
}

static gboolean
add_columns (Builder *self, const TnBlock *block, double before, GError **error)
{
  const TnTag *tag = _tn_layout_tag (self->layout, self->tag, "Sect");
  double gap = column_gap (self);
  double first = (self->flow->width - gap) * block->share;
  double widths[] = { first, self->flow->width - gap - first };
  TnFlow *flows[2] = { NULL, NULL };
  TnPiece *piece;

  for (guint i = 0; i < 2; i++)
    {
      const TnBlock *part =
          i < block->children->len ? g_ptr_array_index (block->children, i) : NULL;

      flows[i] = build_part (self, part == NULL ? NULL : part->children, widths[i], tag, error);
      if (flows[i] == NULL)
        {
          g_clear_pointer (&flows[0], _tn_flow_free);
          return FALSE;
        }
    }
  align_figures (flows[0], flows[1]);
  piece = _tn_flow_add (self->flow, TN_PIECE_COLUMNS,
                        MAX (_tn_flow_height (flows[0], 0), _tn_flow_height (flows[1], 0)));
  piece->before = before;
  piece->width = self->flow->width;
  piece->n_flows = 2;
  memcpy (piece->flows, flows, sizeof flows);
  return TRUE;
}

static void
add_balanced_flow (Builder *self, TnFlow *flow, double before)
{
  TnPiece *piece = _tn_flow_add (self->flow, TN_PIECE_BALANCED, _tn_flow_split_height (flow, 0));

  piece->before = before;
  piece->width = self->flow->width;
  piece->flows[0] = flow;
  piece->n_flows = 1;
}

static double
half_width (const Builder *self)
{
  return (self->flow->width - column_gap (self)) / 2;
}

static gboolean
add_balanced (Builder *self, const TnBlock *block, double before, GError **error)
{
  TnFlow *flow = build_part (self, block->children, half_width (self), self->tag, error);

  if (flow == NULL)
    return FALSE;
  add_balanced_flow (self, flow, before);
  return TRUE;
}

static gboolean
add_panel (Builder *self, const TnBlock *block, double before, GError **error)
{
  const TnTag *tag = _tn_layout_tag (self->layout, self->tag, "Sect");
  Builder inside = *self;
  double padding = MIN (PANEL_PADDING, self->flow->width * 0.1);
  TnPiece *piece;
  TnFlow *flow;

  inside.inset += 2 * padding;
  flow = build_part (&inside, block->children, self->flow->width - 2 * padding, tag, error);
  if (flow == NULL)
    return FALSE;
  piece = _tn_flow_add (self->flow, TN_PIECE_PANEL, _tn_flow_height (flow, 0) + 2 * padding);
  piece->before = before;
  piece->width = self->flow->width;
  piece->padding = padding;
  piece->framed = block->panel == TN_DOCUMENT_PANEL_BOX;
  piece->flows[0] = flow;
  piece->n_flows = 1;
  return TRUE;
}

/* A note as one text: its term in bold, then what it means. */
static TnInline *
note_inline (const TnLayout *self, guint number)
{
  const TnNote *note = g_ptr_array_index (self->context->notes, number);
  g_autoptr (TnInline) term = _tn_inline_new_plain (self->context, note->term);
  g_autoptr (TnInline) text = _tn_inline_new_plain (self->context, note->text);

  return item_inline (self, term, text, tn_language_is_cjk (self->language) ? "：" : ". ");
}

/* All notes in two columns, where the document wants them. */
static void
add_notes (Builder *self, double before)
{
  TnFlow *flow = _tn_flow_new (half_width (self));
  Builder part = { .layout = self->layout,
                   .flow = flow,
                   .tag = _tn_layout_tag (self->layout, self->tag, "L") };

  for (guint i = 0; i < self->layout->context->notes->len; i++)
    {
      const TnTag *item = _tn_layout_tag (self->layout, part.tag, "LI");
      guint first = flow->pieces->len;

      add_marked (&part, note_inline (self->layout, i), TN_TYPE_NOTE, NOTE_INDENT, i == 0 ? 0 : 3.7,
                  item, TN_MARKER_NUMBER, i + 1);
      for (guint j = first; j + 1 < flow->pieces->len; j++)
        g_array_index (flow->pieces, TnPiece, j).keep_next = flow->pieces->len - first < 12;
    }
  if (flow->pieces->len > 0)
    add_balanced_flow (self, flow, before);
  else
    _tn_flow_free (flow);
}

static gboolean
build_block (Builder *self, const TnBlock *block, double before, GError **error)
{
  switch (block->kind)
    {
    case TN_BLOCK_KICKER:
      add_text (self, block->text, TN_TYPE_KICKER, before, "P", TRUE);
      return TRUE;
    case TN_BLOCK_COVER:
      add_text (self, block->text, TN_TYPE_COVER, before, "H1", TRUE)->block = block;
      return TRUE;
    case TN_BLOCK_HEADING:
      add_heading (self, block, before);
      return TRUE;
    case TN_BLOCK_LEAD:
      add_text (self, block->text, TN_TYPE_LEAD, before, "P", FALSE);
      return TRUE;
    case TN_BLOCK_PARAGRAPH:
      add_text (self, block->text, TN_TYPE_BODY, before, "P", FALSE);
      return TRUE;
    case TN_BLOCK_SMALL:
      add_text (self, block->text, TN_TYPE_SMALL, before, "P", FALSE);
      return TRUE;
    case TN_BLOCK_BIG_NUMBER:
      add_big_number (self, block, before);
      return TRUE;
    case TN_BLOCK_RULE:
      add_rule (self, before);
      return TRUE;
    case TN_BLOCK_PAGE_BREAK:
      _tn_flow_add (self->flow, TN_PIECE_BREAK, 0);
      return TRUE;
    case TN_BLOCK_NOTES:
      if (self->layout->document->notes_place == TN_DOCUMENT_NOTES_END)
        add_notes (self, before);
      return TRUE;
    case TN_BLOCK_GRID:
      return _tn_layout_add_grid (self->layout, self->flow, block, self->tag, error);
    case TN_BLOCK_FIGURE:
      add_figure (self, block, before);
      return TRUE;
    case TN_BLOCK_COLUMNS:
      return add_columns (self, block, before, error);
    case TN_BLOCK_BALANCED:
      return add_balanced (self, block, before, error);
    case TN_BLOCK_PANEL:
      return add_panel (self, block, before, error);
    case TN_BLOCK_FLOW:
    case TN_BLOCK_ITEM:
      return TRUE;
    default:
      add_list (self, block, before);
      return TRUE;
    }
}

static gboolean
build_flow (Builder *self, GPtrArray *blocks, GError **error)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      const TnBlock *block = g_ptr_array_index (blocks, i);
      Gap gap = block_gap (block);
      guint first = self->flow->pieces->len;
      double before;

      if (tn_cancelled (self->layout->cancellable, error))
        return FALSE;
      if (i > 0 && ((TnBlock *) g_ptr_array_index (blocks, i - 1))->kind == TN_BLOCK_HEADING)
        gap.before = MIN (gap.before, AFTER_HEADING);
      before = i == 0 ? 0 : MAX (self->after, gap.before);
      if (!build_block (self, block, before, error))
        return FALSE;
      if (block->kind == TN_BLOCK_GRID && first < self->flow->pieces->len)
        g_array_index (self->flow->pieces, TnPiece, first).before = before;
      own_pieces (self->flow, first, block);
      self->after = gap.after;
    }
  return TRUE;
}

static void
build_note_paras (TnLayout *self)
{
  self->note_paras = g_ptr_array_new_with_free_func ((GDestroyNotify) _tn_para_free);
  self->note_seen = g_new0 (gboolean, self->context->notes->len + 1);
  for (guint i = 0; i < self->context->notes->len; i++)
    g_ptr_array_add (self->note_paras,
                     _tn_para_new_limited (self->type, note_inline (self, i), TN_TYPE_FOOT,
                                           TN_PAGE_WIDTH - NOTE_INDENT, TN_PAGE_HEIGHT / 6));
}

static gboolean
has_notes_block (const TnBlock *block)
{
  if (block->kind == TN_BLOCK_NOTES)
    return TRUE;
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    if (has_notes_block (g_ptr_array_index (block->children, i)))
      return TRUE;
  return FALSE;
}

/* Makes the pieces of the whole document. */
gboolean
_tn_layout_build (TnLayout *self, GError **error)
{
  const TnBlock *root = self->document->root;
  Builder builder = { .layout = self };

  if (self->document->notes_place == TN_DOCUMENT_NOTES_PAGE)
    build_note_paras (self);
  self->flow = _tn_flow_new (TN_PAGE_WIDTH);
  builder.flow = self->flow;
  builder.tag = _tn_layout_tag (self, NULL, "Document");
  if (root->children != NULL && !build_flow (&builder, root->children, error))
    return FALSE;
  if (self->document->notes_place == TN_DOCUMENT_NOTES_END && !has_notes_block (root))
    add_notes (&builder, gaps[TN_BLOCK_HEADING].before);
  _tn_flow_squeeze (self->flow, TN_PAGE_HEIGHT, self->language);
  return TRUE;
}
