/* tn-layout-paint.c: pages are painted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-layout-private.h"

#define PANEL_RADIUS TN_MM (2)
#define NOTE_INDENT  TN_MM (5)

static void
draw_rule (TnPainter *painter, double x, double y, double width)
{
  _tn_painter_ink (painter, TN_INK_LINE);
  cairo_set_line_width (painter->cr, 0.8);
  cairo_move_to (painter->cr, x, y);
  cairo_line_to (painter->cr, x + width, y);
  cairo_stroke (painter->cr);
}

static void
draw_panel (const TnLayout *self, TnPainter *painter, const TnPlaced *placed)
{
  cairo_t *cr = painter->cr;

  if (placed->piece->framed)
    {
      _tn_painter_rounded (painter, placed->x + 0.5, placed->y + 0.5, placed->piece->width - 1,
                           placed->height - 1, PANEL_RADIUS);
      _tn_painter_ink (painter, TN_INK_FAINT);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
      return;
    }
  _tn_painter_rounded (painter, placed->x, placed->y, placed->piece->width, placed->height,
                       PANEL_RADIUS);
  _tn_painter_ink (painter, TN_INK_WASH);
  cairo_fill (cr);
}

static TnPara *
marker_para (const TnLayout *self, const char *text, TnTypeStyle style, TnInk ink, double width)
{
  g_autoptr (TnMessage) message = tn_message_new_literal (text);
  TnPara *para =
      _tn_para_new (self->type, _tn_inline_new_plain (self->context, message), style, width);

  _tn_inline_span (para->text, TN_SPAN_STRONG, 0, strlen (para->text->text));
  para->ink = ink;
  return para;
}

static void
draw_marker_text (const TnLayout *self,
                  TnPainter *painter,
                  const TnPlaced *placed,
                  const char *text,
                  TnInk ink,
                  double x)
{
  g_autoptr (TnPara) para = marker_para (self, text, placed->piece->para->style, ink, 40);

  _tn_para_draw (para, self->type, painter, x, placed->y, 0, 1);
}

static void
draw_circle (const TnLayout *self, TnPainter *painter, const char *text, double x, double middle)
{
  double diameter = TN_MM (5.4);
  g_autoptr (TnPara) para = marker_para (self, text, TN_TYPE_MARKER, TN_INK_WHITE, diameter);

  _tn_painter_ink (painter, TN_INK_BLUE);
  cairo_new_path (painter->cr); /* text leaves a current point behind */
  cairo_arc (painter->cr, x + diameter / 2, middle, diameter / 2, 0, 2 * G_PI);
  cairo_fill (painter->cr);
  para->align = PANGO_ALIGN_CENTER;
  _tn_para_draw (para, self->type, painter, x, middle - _tn_para_height (para) / 2, 0, 1);
}

/* What stands before the first line of an item. */
static void
draw_marker (const TnLayout *self, TnPainter *painter, const TnPlaced *placed)
{
  const TnPiece *piece = placed->piece;
  g_autofree char *number = g_strdup_printf ("%u", piece->number);
  double left = placed->x - piece->x; /* of the flow */

  _tn_painter_enter (painter, piece->marker_tag);
  switch (piece->marker)
    {
    case TN_MARKER_CIRCLE:
      draw_circle (self, painter, number, left, placed->y + piece->height / 2);
      break;
    case TN_MARKER_QUESTION:
      draw_marker_text (self, painter, placed, "?", TN_INK_RUST, left);
      break;
    case TN_MARKER_BULLET:
      draw_marker_text (self, painter, placed, "•", TN_INK_SOFT,
                        left + (tn_language_is_cjk (self->language) ? -1 : 2));
      break;
    case TN_MARKER_NUMBER:
      draw_marker_text (self, painter, placed, number, TN_INK_BLUE, left);
      break;
    case TN_MARKER_NONE:
    default:
      break;
    }
  if (piece->marker_tag != NULL)
    _tn_painter_enter (painter, piece->marker_tag->parent);
}

/* The note an item of the list of notes explains can be gone to. */
static void
draw_note_target (const TnLayout *self, TnPainter *painter, guint number, double x, double y)
{
  const TnNote *note = g_ptr_array_index (self->context->notes, number);

  _tn_painter_target (painter, "note", note->id, x, y);
}

static gboolean
is_note_item (const TnLayout *self, const TnPiece *piece)
{
  return piece->marker == TN_MARKER_NUMBER && piece->para->style == TN_TYPE_NOTE &&
         piece->number <= self->context->notes->len;
}

static void
draw_lines (const TnLayout *self, TnPainter *painter, const TnPlaced *placed)
{
  const TnPiece *piece = placed->piece;

  if (piece->line == 0 && piece->marker != TN_MARKER_NONE)
    draw_marker (self, painter, placed);
  if (piece->line == 0 && is_note_item (self, piece))
    draw_note_target (self, painter, piece->number - 1, placed->x, placed->y);
  _tn_painter_enter (painter, piece->tag);
  _tn_para_draw (piece->para, self->type, painter, placed->x, placed->y, piece->line,
                 placed->line_to);
  _tn_painter_enter (painter, piece->tag->parent);
}

static void
draw_figure (const TnLayout *self, TnPainter *painter, const TnPlaced *placed)
{
  const TnFigure *figure = placed->piece->block->figure;
  cairo_t *cr = painter->cr;

  _tn_painter_enter (painter, placed->piece->tag);
  cairo_save (cr);
  cairo_translate (cr, placed->x, placed->y);
  cairo_rectangle (cr, 0, 0, placed->piece->width, placed->height);
  cairo_clip (cr);
  _tn_figure_draw (figure, cr, placed->piece->width, placed->height, self->language, FALSE);
  cairo_restore (cr);
  _tn_painter_enter (painter, placed->piece->tag->parent);
  if (painter->figures != NULL)
    g_ptr_array_add (painter->figures, (gpointer) figure);
}

/* A picture with a caption is gone to at its caption. */
static gboolean
is_below_caption (const TnPiece *piece)
{
  return piece->kind == TN_PIECE_FIGURE && piece->block->text != NULL;
}

static void
draw_placed (const TnLayout *self, TnPainter *painter, const TnPlaced *placed)
{
  const TnPiece *piece = placed->piece;
  const TnBlock *block = piece->block;

  if (block != NULL && block->anchor != NULL && placed->line_to > 0 && !is_below_caption (piece))
    _tn_painter_target (painter, "block", block->anchor, placed->x, placed->y);
  switch (piece->kind)
    {
    case TN_PIECE_LINE:
      draw_lines (self, painter, placed);
      break;
    case TN_PIECE_FIGURE:
      draw_figure (self, painter, placed);
      break;
    case TN_PIECE_RULE:
      draw_rule (painter, placed->x, placed->y + placed->height / 2, piece->width);
      break;
    case TN_PIECE_HEAD:
      _tn_grid_plan_draw_head (piece->grid, self, painter, placed->x, placed->y,
                               placed->line_to == 0);
      break;
    case TN_PIECE_ROW:
      _tn_grid_plan_draw_row (piece->grid, self, painter, piece->row, placed->x, placed->y,
                              placed->height);
      break;
    case TN_PIECE_PANEL:
      draw_panel (self, painter, placed);
      break;
    case TN_PIECE_SPACE:
    case TN_PIECE_BREAK:
    case TN_PIECE_COLUMNS:
    case TN_PIECE_BALANCED:
    default:
      break;
    }
}

static void
draw_page_notes (const TnLayout *self, TnPainter *painter, const TnPage *page)
{
  double y = TN_PAGE_BOTTOM - page->notes_height + 4;

  draw_rule (painter, TN_PAGE_LEFT, y - 1, TN_MM (40));
  y += 4;
  for (guint i = 0; i < page->notes->len; i++)
    {
      guint number = g_array_index (page->notes, guint, i);
      const TnPara *para = g_ptr_array_index (self->note_paras, number);
      g_autofree char *figures = g_strdup_printf ("%u", number + 1);
      g_autoptr (TnPara) mark = marker_para (self, figures, TN_TYPE_FOOT, TN_INK_BLUE, NOTE_INDENT);
      TnTag note = { _tn_layout_root (self), "Note" };

      draw_note_target (self, painter, number, TN_PAGE_LEFT, y);
      _tn_painter_enter (painter, &note);
      _tn_para_draw (mark, self->type, painter, TN_PAGE_LEFT, y, 0, 1);
      _tn_para_draw (para, self->type, painter, TN_PAGE_LEFT + NOTE_INDENT, y, 0, para->n_lines);
      _tn_painter_enter (painter, _tn_layout_root (self));
      y += _tn_para_height (para) + 2;
    }
}

/* One line of small print, cut where it would meet what stands opposite. */
static double
draw_strip_text (const TnLayout *self,
                 TnPainter *painter,
                 const TnInline *text,
                 TnTypeStyle style,
                 PangoAlignment align,
                 double x,
                 double y,
                 double width)
{
  TnInline *copy = _tn_inline_new (self->context, NULL);
  g_autoptr (TnPara) para = NULL;
  double natural;
  double least;

  _tn_inline_append (copy, text, "");
  _tn_type_measure (self->type, copy, style, &natural, &least);
  para = _tn_para_new_limited (self->type, copy, style, width,
                               _tn_type_line_height (self->type, style));
  para->align = align;
  _tn_para_draw (para, self->type, painter, x, y, 0, 1);
  return MIN (natural, width);
}

static void
draw_strip (const TnLayout *self, TnPainter *painter)
{
  g_autoptr (TnMessage) product = tn_message_new_literal ("Tenure");
  g_autoptr (TnInline) left = _tn_inline_new_plain (self->context, product);
  double y = TN_MM (12.8);
  double used = 0;

  _tn_inline_span (left, TN_SPAN_STRONG, 0, strlen (left->text));
  if (self->document->header_name != NULL)
    {
      g_autoptr (TnInline) name = _tn_inline_new_plain (self->context, self->document->header_name);

      _tn_inline_append (left, name, "  ");
    }
  used = draw_strip_text (self, painter, left, TN_TYPE_STRIP, PANGO_ALIGN_LEFT, TN_PAGE_LEFT, y,
                          TN_PAGE_WIDTH * 0.5);
  if (self->document->header_about != NULL)
    {
      g_autoptr (TnInline) about =
          _tn_inline_new_plain (self->context, self->document->header_about);

      draw_strip_text (self, painter, about, TN_TYPE_STRIP, PANGO_ALIGN_RIGHT,
                       TN_PAGE_LEFT + used + 12, y, TN_PAGE_WIDTH - used - 12);
    }
  draw_rule (painter, TN_PAGE_LEFT, TN_MM (18.4), TN_PAGE_WIDTH);
}

static void
draw_foot (const TnLayout *self, TnPainter *painter, guint page)
{
  g_autoptr (TnMessage) message = tn_message_new (N_ ("{page} of {pages}"));
  g_autoptr (TnInline) number = NULL;
  double y = TN_LAYOUT_HEIGHT - TN_MM (11.5);
  double used;

  tn_message_count (message, "page", page + 1);
  tn_message_count (message, "pages", self->pages->len);
  number = _tn_inline_new_plain (self->context, message);
  used = draw_strip_text (self, painter, number, TN_TYPE_FOOT, PANGO_ALIGN_RIGHT, TN_PAGE_LEFT, y,
                          TN_PAGE_WIDTH);
  if (self->document->footer != NULL)
    {
      g_autoptr (TnInline) text = _tn_inline_new_plain (self->context, self->document->footer);

      draw_strip_text (self, painter, text, TN_TYPE_FOOT, PANGO_ALIGN_LEFT, TN_PAGE_LEFT, y,
                       TN_PAGE_WIDTH - used - 16);
    }
}

/* Paints page @number (from 0), or part of it when the painter is cancelled. Structure
 * that goes on over pages stays open. */
void
_tn_layout_paint_page (const TnLayout *self, TnPainter *painter, guint number)
{
  const TnPage *page = &g_array_index (self->pages, TnPage, number);

  draw_strip (self, painter);
  for (guint i = page->first; i < page->first + page->n_placed; i++)
    {
      if (painter->cancellable != NULL && g_cancellable_is_cancelled (painter->cancellable))
        return;
      draw_placed (self, painter, &g_array_index (self->placed, TnPlaced, i));
    }
  if (page->notes != NULL)
    draw_page_notes (self, painter, page);
  draw_foot (self, painter, number);
}

static gboolean
paint_paper (const TnLayout *self,
             guint page,
             double scale,
             cairo_surface_t *paper,
             GCancellable *cancellable,
             GError **error)
{
  TnPainter painter = { .cr = cairo_create (paper),
                        .colour = self->document->colour,
                        .outlines = TRUE,
                        .cancellable = cancellable };
  cairo_status_t status;

  cairo_set_source_rgb (painter.cr, 1, 1, 1);
  cairo_paint (painter.cr);
  cairo_scale (painter.cr, scale, scale);
  _tn_layout_paint_page (self, &painter, page);
  status = cairo_status (painter.cr);
  cairo_destroy (painter.cr);
  if (tn_cancelled (cancellable, error))
    return FALSE;
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("Memory ran out while a page was drawn; choose a lower resolution."), NULL);
  return FALSE;
}

/**
 * tn_layout_record_page:
 * @page: which, from 0
 * @cancellable: (nullable): to give up
 * @error: TN_ERROR_SPACE, or G_IO_ERROR_CANCELLED
 *
 * Records one page as the PDF file has it, text as text and lines as lines, in points. To be used
 * on the thread that made the layout; the recording can be painted on any.
 *
 * Returns: (transfer full) (nullable): a surface of A4
 */
cairo_surface_t *
tn_layout_record_page (const TnLayout *self, guint page, GCancellable *cancellable, GError **error)
{
  cairo_rectangle_t sheet = { 0, 0, TN_LAYOUT_WIDTH, TN_LAYOUT_HEIGHT };
  cairo_surface_t *paper = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &sheet);
  TnPainter painter = { .cr = cairo_create (paper),
                        .colour = self->document->colour,
                        .cancellable = cancellable };
  cairo_status_t status;

  g_return_val_if_fail (page < self->pages->len, NULL);

  _tn_layout_paint_page (self, &painter, page);
  status = cairo_status (painter.cr);
  cairo_destroy (painter.cr);
  if (!tn_cancelled (cancellable, error) && status == CAIRO_STATUS_SUCCESS)
    return paper;
  if (status != CAIRO_STATUS_SUCCESS && (error == NULL || *error == NULL))
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("Memory ran out while the report was drawn; close other programs and write "
                      "it again."),
                  NULL);
  cairo_surface_destroy (paper);

  return NULL;
}

/**
 * tn_layout_draw_page:
 * @self: a layout
 * @page: which, from 0
 * @scale: pixels a point, above 0
 * @cancellable: (nullable): to give up; looked at between lines, rows and pictures
 * @error: TN_ERROR_SPACE, or G_IO_ERROR_CANCELLED
 *
 * Draws one page in pixels on white paper: an image of CAIRO_FORMAT_RGB24, as wide and high
 * as the page times @scale, rounded. On the thread that made the layout.
 *
 * Returns: (transfer full) (nullable): the picture
 */
cairo_surface_t *
tn_layout_draw_page (const TnLayout *self,
                     guint page,
                     double scale,
                     GCancellable *cancellable,
                     GError **error)
{
  cairo_surface_t *paper;

  g_return_val_if_fail (page < self->pages->len && scale > 0, NULL);

  paper = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) lround (TN_LAYOUT_WIDTH * scale),
                                      (int) lround (TN_LAYOUT_HEIGHT * scale));
  if (paint_paper (self, page, scale, paper, cancellable, error))
    return paper;
  cairo_surface_destroy (paper);
  return NULL;
}
