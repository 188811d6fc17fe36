/* tn-html.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-html.h"

#include <math.h>
#include <string.h>

#include "tn-document-file.h"
#include "tn-document-inline.h"
#include "tn-document-private.h"
#include "tn-error.h"
#include "tn-html-style.h"
#include "tn-html-svg.h"

#define FIGURE_WIDTH 500.0 /* points: letters in pictures are as large as on paper */
#define COLUMN_WIDTH 245.0
#define NARROW_WIDTH 245.0

/* Nothing is loaded and nothing runs, whatever a text may contain. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

typedef struct
{
  GString *out;
  const TnDocument *document;
  const TnLanguage *language;
  TnInlineContext *context;
  guint n_pictures;
  double width; /* of the column a picture stands in, points */
  gboolean notes_done;
  gboolean *note_linked; /* whether a mark of the note can be gone back to */
  gsize n_done;
  TnProgress *progress;
  GCancellable *cancellable;
} Html;

static gboolean write_blocks (Html *self, GPtrArray *blocks, GError **error);

static void
put (Html *self, const char *markup)
{
  g_string_append (self->out, markup);
}

static void
put_escaped (Html *self, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    switch (text[i])
      {
      case '&':
        put (self, "&amp;");
        break;
      case '<':
        put (self, "&lt;");
        break;
      case '>':
        put (self, "&gt;");
        break;
      case '"':
        put (self, "&quot;");
        break;
      case '\'':
        put (self, "&#39;");
        break;
      default:
        g_string_append_c (self->out, text[i]);
      }
}

static void
put_message (Html *self, const TnMessage *message)
{
  g_autofree char *said = _tn_inline_say (message, self->language);

  put_escaped (self, said, strlen (said));
}

static void
open_span (Html *self, const TnSpan *span)
{
  guint number;

  switch (span->kind)
    {
    case TN_SPAN_STRONG:
      put (self, "<b>");
      break;
    case TN_SPAN_SOFT:
      put (self, "<span class=\"more\">");
      break;
    case TN_SPAN_CODE:
      put (self, "<code>");
      break;
    case TN_SPAN_NOTE:
      number = _tn_inline_context_number (self->context, span->target);
      g_string_append_printf (self->out, "<sup><a href=\"#note-%s\"", span->target);
      if (!self->note_linked[number])
        g_string_append_printf (self->out, " id=\"from-%s\"", span->target);
      self->note_linked[number] = TRUE;
      put (self, ">");
      break;
    case TN_SPAN_REFERENCE:
      g_string_append_printf (self->out, "<a href=\"#block-%s\">", span->target);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
close_span (Html *self, TnSpanKind kind)
{
  static const char *const ends[] = {
    [TN_SPAN_STRONG] = "</b>",     [TN_SPAN_SOFT] = "</span>",   [TN_SPAN_CODE] = "</code>",
    [TN_SPAN_NOTE] = "</a></sup>", [TN_SPAN_REFERENCE] = "</a>",
  };

  put (self, ends[kind]);
}

/* Writes what lies between two borders of spans, inside all spans that cover it. */
static void
put_piece (Html *self, const TnInline *text, guint start, guint end)
{
  const GArray *spans = text->spans;

  for (guint i = 0; i < spans->len; i++)
    if (g_array_index (spans, TnSpan, i).start <= start &&
        g_array_index (spans, TnSpan, i).end >= end)
      open_span (self, &g_array_index (spans, TnSpan, i));
  put_escaped (self, text->text + start, end - start);
  for (guint i = spans->len; i-- > 0;)
    if (g_array_index (spans, TnSpan, i).start <= start &&
        g_array_index (spans, TnSpan, i).end >= end)
      close_span (self, g_array_index (spans, TnSpan, i).kind);
}

static void
put_inline (Html *self, const TnInline *text)
{
  guint length = strlen (text->text);
  guint at = 0;

  while (at < length)
    {
      guint next = length;

      for (guint i = 0; i < text->spans->len; i++)
        {
          const TnSpan *span = &g_array_index (text->spans, TnSpan, i);

          if (span->start > at)
            next = MIN (next, span->start);
          if (span->end > at)
            next = MIN (next, span->end);
        }
      put_piece (self, text, at, next);
      at = next;
    }
}

static void
put_text (Html *self, const TnText *text)
{
  g_autoptr (TnInline) said = _tn_inline_new (self->context, text);

  put_inline (self, said);
}

/* <name class="…" id="block-…"> */
static void
open_element (Html *self, const char *name, const char *class, const TnBlock *block)
{
  g_string_append_printf (self->out, "<%s", name);
  if (class != NULL)
    g_string_append_printf (self->out, " class=\"%s\"", class);
  if (block != NULL && block->anchor != NULL)
    g_string_append_printf (self->out, " id=\"block-%s\"", block->anchor);
  put (self, ">");
}

static void
write_element (Html *self,
               const char *name,
               const char *class,
               const TnBlock *block,
               const TnText *text)
{
  open_element (self, name, class, block);
  put_text (self, text);
  g_string_append_printf (self->out, "</%s>\n", name);
}

static gboolean
write_svg (Html *self, const TnBlock *block, double width, gboolean dark, GError **error)
{
  g_autofree char *prefix = g_strdup_printf ("s%u-", ++self->n_pictures);
  g_autofree char *svg = _tn_html_svg (block->figure, self->language, width, dark, prefix, error);

  if (svg == NULL)
    return FALSE;
  g_string_append_printf (self->out, "<div class=\"%s\">%s</div>\n", dark ? "dark" : "light", svg);
  return TRUE;
}

/* The picture at one width, for light and for dark. */
static gboolean
write_pictures (Html *self, const TnBlock *block, double width, const char *class, GError **error)
{
  open_element (self, "div", class, NULL);
  if (!write_svg (self, block, width, FALSE, error) || !write_svg (self, block, width, TRUE, error))
    return FALSE;
  put (self, "</div>\n");
  return TRUE;
}

static void
write_cells (Html *self, char **cells, gboolean is_head)
{
  put (self, "<tr>");
  for (guint i = 0; cells[i] != NULL; i++)
    {
      const char *name = is_head ? "th scope=\"col\"" : i == 0 ? "th scope=\"row\"" : "td";

      g_string_append_printf (self->out, "<%s>", name);
      put_escaped (self, cells[i], strlen (cells[i]));
      g_string_append_printf (self->out, "</%.2s>", name);
    }
  put (self, "</tr>\n");
}

/* What the picture shows, as figures for those who cannot see it or want to know exactly. */
static void
write_figures (Html *self, const TnChart *chart)
{
  g_autoptr (GPtrArray) table = tn_chart_to_table (chart, self->language);
  g_autoptr (TnMessage) summary = tn_message_new (N_ ("Figures of this picture"));
  g_autofree char *said = tn_message_say (summary, self->language);

  if (table->len < 2)
    return;
  put (self, "<details class=\"data\"><summary>");
  put_escaped (self, said, strlen (said));
  put (self, "</summary>\n<div class=\"scroll\"><table class=\"dense\"><thead>\n");
  write_cells (self, g_ptr_array_index (table, 0), TRUE);
  put (self, "</thead><tbody>\n");
  for (guint i = 1; i < table->len; i++)
    write_cells (self, g_ptr_array_index (table, i), FALSE);
  put (self, "</tbody></table></div></details>\n");
}

/* Wide charts are drawn once more for narrow windows, where their letters would become
 * too small to read. */
static gboolean
write_figure (Html *self, const TnBlock *block, GError **error)
{
  g_autofree char *alt = _tn_figure_describe (block->figure, self->language);
  gboolean twice = block->figure->chart != NULL && self->width > NARROW_WIDTH * 1.3;

  open_element (self, "figure", NULL, block);
  if (block->text != NULL)
    write_element (self, "figcaption", NULL, NULL, block->text);
  put (self, "<div role=\"img\" aria-label=\"");
  put_escaped (self, alt, strlen (alt));
  put (self, "\">\n");
  if (!write_pictures (self, block, self->width, twice ? "wide" : NULL, error) ||
      (twice && !write_pictures (self, block, NARROW_WIDTH, "narrow", error)))
    return FALSE;
  put (self, "</div>\n");
  if (block->figure->chart != NULL)
    write_figures (self, block->figure->chart);
  put (self, "</figure>\n");
  return TRUE;
}

static double
on_scale (const TnGridColumn *column, double value)
{
  return 100 * CLAMP ((value - column->low) / (column->high - column->low), 0, 1);
}

static void
put_number (Html *self, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.1f", value);
  g_string_append_printf (self->out, " %s=\"%s\"", name, text);
}

static void
put_bar (Html *self, const TnGridColumn *column, const TnCell *cell)
{
  static const char *const tones[] = {
    [TN_GRID_TONE_GREY] = "grey", [TN_GRID_TONE_BLUE] = "blue", [TN_GRID_TONE_RUST] = "rust"
  };

  put (self, "<svg class=\"bar\" viewBox=\"-4 0 108 16\" aria-hidden=\"true\" "
             "preserveAspectRatio=\"none\">");
  if (cell->bar == TN_GRID_BAR_LENGTH && isfinite (cell->value))
    {
      g_string_append_printf (self->out, "<rect class=\"%s\" x=\"0\" y=\"3\" height=\"10\"",
                              tones[cell->tone]);
      put_number (self, "width", MAX (0.5, on_scale (column, cell->value)));
      put (self, "/>");
    }
  if (cell->bar == TN_GRID_BAR_INTERVAL)
    put (self, "<line class=\"axis\" x1=\"0\" x2=\"100\" y1=\"8\" y2=\"8\"/>");
  if (cell->bar == TN_GRID_BAR_INTERVAL && isfinite (cell->low) && isfinite (cell->high))
    {
      g_string_append_printf (self->out,
                              "<line class=\"%s\" stroke-width=\"2.5\" y1=\"8\" y2=\"8\"",
                              tones[cell->tone]);
      put_number (self, "x1", on_scale (column, cell->low));
      put_number (self, "x2", on_scale (column, cell->high));
      put (self, "/>");
    }
  if (cell->bar == TN_GRID_BAR_INTERVAL && isfinite (cell->value))
    {
      g_string_append_printf (self->out, "<circle class=\"%s\" r=\"4\" cy=\"8\"",
                              tones[cell->tone]);
      put_number (self, "cx", on_scale (column, cell->value));
      put (self, "/>");
    }
  put (self, "</svg>");
}

static void
put_more (Html *self, const TnText *text, const char *class)
{
  if (text == NULL)
    return;
  g_string_append_printf (self->out, " <span class=\"%s\">", class);
  put_text (self, text);
  put (self, "</span>");
}

static void
put_cell (Html *self, const TnGridColumn *column, const TnCell *cell)
{
  switch (cell->kind)
    {
    case TN_CELL_TEXT:
      put_text (self, cell->text);
      break;
    case TN_CELL_LINES:
      put_text (self, cell->text);
      put_more (self, cell->more, "more below");
      break;
    case TN_CELL_BAR:
    case TN_CELL_BESIDE:
      put (self, "<span class=\"figures\">");
      if (cell->kind == TN_CELL_BAR)
        put_bar (self, column, cell);
      put_text (self, cell->text);
      put_more (self, cell->more, "more");
      put (self, "</span>");
      break;
    case TN_CELL_TAG:
      put (self, cell->filled ? "<span class=\"tag filled\">" : "<span class=\"tag\">");
      put_text (self, cell->text);
      put (self, "</span>");
      break;
    case TN_CELL_EMPTY:
    default:
      break;
    }
}

static gboolean
starts_group (const TnGrid *grid, guint column)
{
  for (guint i = 0; i < grid->groups->len; i++)
    if (g_array_index (grid->groups, TnGridGroup, i).first == column && column > 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_tied (const TnGrid *grid, guint row, guint column)
{
  for (guint i = 0; i < grid->ties->len; i++)
    {
      const TnGridTie *tie = &g_array_index (grid->ties, TnGridTie, i);

      if (tie->column == column && row >= tie->first_row && row - tie->first_row < tie->n_rows)
        return TRUE;
    }
  return FALSE;
}

static void
put_classes (Html *self, const TnGrid *grid, guint column, gboolean tied)
{
  TnGridAlign align = g_array_index (grid->columns, TnGridColumn, column).align;
  const char *parts[] = { align == TN_GRID_END      ? "e"
                          : align == TN_GRID_CENTER ? "m"
                                                    : "",
                          starts_group (grid, column) ? " g" : "", tied ? " t" : "" };
  g_autofree char *classes = g_strconcat (parts[0], parts[1], parts[2], NULL);

  if (classes[0] != '\0')
    g_string_append_printf (self->out, " class=\"%s\"", g_strchug (classes));
}

static void
write_groups (Html *self, const TnGrid *grid)
{
  guint at = 0;

  if (grid->groups->len == 0)
    return;
  put (self, "<tr class=\"groups\">");
  for (guint i = 0; i < grid->groups->len; i++)
    {
      const TnGridGroup *group = &g_array_index (grid->groups, TnGridGroup, i);

      if (group->first > at)
        g_string_append_printf (self->out, "<td colspan=\"%u\"></td>", group->first - at);
      g_string_append_printf (self->out, "<th scope=\"colgroup\" colspan=\"%u\"%s>",
                              group->n_columns, group->first > 0 ? " class=\"g\"" : "");
      put_text (self, group->title);
      put (self, "</th>");
      at = group->first + group->n_columns;
    }
  if (at < grid->columns->len)
    g_string_append_printf (self->out, "<td colspan=\"%u\"></td>", grid->columns->len - at);
  put (self, "</tr>\n");
}

static void
write_head (Html *self, const TnGrid *grid)
{
  put (self, "<thead>\n");
  write_groups (self, grid);
  put (self, "<tr>");
  for (guint j = 0; j < grid->columns->len; j++)
    {
      const TnGridColumn *column = &g_array_index (grid->columns, TnGridColumn, j);

      put (self, column->title == NULL ? "<td" : "<th scope=\"col\"");
      put_classes (self, grid, j, FALSE);
      put (self, ">");
      if (column->title != NULL)
        put_text (self, column->title);
      put (self, column->title == NULL ? "</td>" : "</th>");
    }
  put (self, "</tr>\n</thead>\n");
}

static void
write_row (Html *self, const TnGrid *grid, guint row)
{
  static const char *const starts[] = {
    [TN_GRID_ROW_PLAIN] = "<tr>",
    [TN_GRID_ROW_BASE] = "<tr class=\"base\">",
    [TN_GRID_ROW_QUIET] = "<tr class=\"quiet\">",
    [TN_GRID_ROW_STRONG] = "<tr class=\"strong\">",
  };

  put (self, starts[g_array_index (grid->rows, TnGridRow, row)]);
  for (guint j = 0; j < grid->columns->len; j++)
    {
      gboolean header = j == grid->row_header;

      put (self, header ? "<th scope=\"row\"" : "<td");
      put_classes (self, grid, j, is_tied (grid, row, j));
      put (self, ">");
      put_cell (self, &g_array_index (grid->columns, TnGridColumn, j),
                &g_array_index (grid->cells, TnCell, (gsize) row * grid->columns->len + j));
      put (self, header ? "</th>" : "</td>");
    }
  put (self, "</tr>\n");
}

static gboolean
write_grid (Html *self, const TnBlock *block, GError **error)
{
  const TnGrid *grid = block->grid;

  if (grid->columns->len == 0)
    return TRUE;
  /* Wide tables scroll in a frame of their own, which the keyboard can reach. */
  put (self, "<div class=\"scroll\" tabindex=\"0\">");
  open_element (self, "table", grid->dense ? "dense" : NULL, block);
  if (grid->caption != NULL)
    write_element (self, "caption", NULL, NULL, grid->caption);
  write_head (self, grid);
  put (self, "<tbody>\n");
  for (guint i = 0; i < grid->rows->len; i++)
    {
      if (i % 16 == 0 && tn_cancelled (self->cancellable, error))
        return FALSE;
      write_row (self, grid, i);
    }
  put (self, "</tbody></table></div>\n");
  if (grid->footer != NULL)
    write_element (self, "p", "small", NULL, grid->footer);
  return TRUE;
}

static void
write_item_text (Html *self, const TnBlock *item)
{
  if (item->title != NULL)
    {
      put (self, "<b>");
      put_text (self, item->title);
      put (self, "</b>");
      if (!tn_language_is_cjk (self->language))
        put (self, " ");
    }
  if (item->text != NULL)
    {
      put (self, "<span>");
      put_text (self, item->text);
      put (self, "</span>");
    }
}

static void
write_pairs (Html *self, const TnBlock *list, const char *class)
{
  open_element (self, "dl", class, NULL);
  for (guint i = 0; list->children != NULL && i < list->children->len; i++)
    {
      const TnBlock *item = g_ptr_array_index (list->children, i);

      write_element (self, "dt", NULL, NULL, item->title);
      write_element (self, "dd", NULL, NULL, item->text);
    }
  put (self, "</dl>\n");
}

static void
write_list (Html *self, const TnBlock *list)
{
  gboolean ordered = list->kind == TN_BLOCK_ACTIONS || list->kind == TN_BLOCK_STEPS;
  const char *class = list->kind == TN_BLOCK_ACTIONS    ? "actions"
                      : list->kind == TN_BLOCK_WARNINGS ? "warnings"
                      : list->kind == TN_BLOCK_STEPS    ? "steps"
                                                        : "bullets";

  open_element (self, ordered ? "ol" : "ul", class, NULL);
  for (guint i = 0; list->children != NULL && i < list->children->len; i++)
    {
      put (self, "<li>");
      write_item_text (self, g_ptr_array_index (list->children, i));
      put (self, "</li>\n");
    }
  put (self, ordered ? "</ol>\n" : "</ul>\n");
}

static void
write_notes (Html *self)
{
  const GPtrArray *notes = self->context->notes;

  if (self->notes_done || notes->len == 0)
    return;
  self->notes_done = TRUE;
  put (self, "<ol class=\"notes balanced\">\n");
  for (guint i = 0; i < notes->len; i++)
    {
      const TnNote *note = g_ptr_array_index (notes, i);

      g_string_append_printf (self->out, "<li id=\"note-%s\"><span class=\"n\">%u</span><b>",
                              note->id, i + 1);
      put_message (self, note->term);
      put (self, tn_language_is_cjk (self->language) ? "</b>：" : "</b>. ");
      put_message (self, note->text);
      if (self->note_linked[i + 1])
        {
          g_autoptr (TnMessage) back = tn_message_new (N_ ("Back to the text"));

          g_string_append_printf (self->out, " <a href=\"#from-%s\" aria-label=\"", note->id);
          put_message (self, back);
          put (self, "\">↑</a>");
        }
      put (self, "</li>\n");
    }
  put (self, "</ol>\n");
}

static const char *
columns_class (double share)
{
  if (share < 0.37)
    return "columns a";
  if (share < 0.45)
    return "columns b";
  if (share > 0.63)
    return "columns d";
  return share > 0.55 ? "columns c" : "columns";
}

static gboolean
write_columns (Html *self, const TnBlock *block, GError **error)
{
  double width = self->width;

  open_element (self, "div", columns_class (block->share), NULL);
  for (guint i = 0; i < block->children->len; i++)
    {
      const TnBlock *part = g_ptr_array_index (block->children, i);

      self->width = MIN (COLUMN_WIDTH, width) * 2 * (i == 0 ? block->share : 1 - block->share);
      put (self, "<div>\n");
      if (part->children != NULL && !write_blocks (self, part->children, error))
        return FALSE;
      put (self, "</div>\n");
    }
  self->width = width;
  put (self, "</div>\n");
  return TRUE;
}

static gboolean
write_container (Html *self,
                 const TnBlock *block,
                 const char *element,
                 const char *class,
                 GError **error)
{
  open_element (self, element, class, NULL);
  if (block->children != NULL && !write_blocks (self, block->children, error))
    return FALSE;
  g_string_append_printf (self->out, "</%s>\n", element);
  return TRUE;
}

static void
write_big_number (Html *self, const TnBlock *block)
{
  if (block->title != NULL)
    write_element (self, "p", "label", NULL, block->title);
  write_element (self, "p", "big", NULL, block->text);
  if (block->more != NULL)
    write_element (self, "p", NULL, NULL, block->more);
}

static gboolean
write_block (Html *self, const TnBlock *block, GError **error)
{
  static const char *const headings[] = { "h1", "h2", "h3", "h4" };

  switch (block->kind)
    {
    case TN_BLOCK_KICKER:
      write_element (self, "p", "kicker", NULL, block->text);
      return TRUE;
    case TN_BLOCK_COVER:
      write_element (self, "h1", NULL, NULL, block->text);
      return TRUE;
    case TN_BLOCK_HEADING:
      write_element (self, headings[block->level], NULL, block, block->text);
      return TRUE;
    case TN_BLOCK_LEAD:
      write_element (self, "p", "lead", NULL, block->text);
      return TRUE;
    case TN_BLOCK_PARAGRAPH:
      write_element (self, "p", NULL, NULL, block->text);
      return TRUE;
    case TN_BLOCK_SMALL:
      write_element (self, "p", "small", NULL, block->text);
      return TRUE;
    case TN_BLOCK_BIG_NUMBER:
      write_big_number (self, block);
      return TRUE;
    case TN_BLOCK_RULE:
      put (self, "<hr>\n");
      return TRUE;
    case TN_BLOCK_PAGE_BREAK:
      put (self, "<div class=\"break\"></div>\n");
      return TRUE;
    case TN_BLOCK_NOTES:
      write_notes (self);
      return TRUE;
    case TN_BLOCK_GRID:
      return write_grid (self, block, error);
    case TN_BLOCK_FIGURE:
      return write_figure (self, block, error);
    case TN_BLOCK_COLUMNS:
      return write_columns (self, block, error);
    case TN_BLOCK_BALANCED:
      return write_container (self, block, "div", "balanced", error);
    case TN_BLOCK_PANEL:
      return write_container (self, block, "section",
                              block->panel == TN_DOCUMENT_PANEL_BOX ? "panel box" : "panel", error);
    case TN_BLOCK_PAIRS:
    case TN_BLOCK_DEFINITIONS:
      write_pairs (self, block, block->kind == TN_BLOCK_PAIRS ? "pairs" : "words");
      return TRUE;
    case TN_BLOCK_FLOW:
    case TN_BLOCK_ITEM:
      return TRUE;
    default:
      write_list (self, block);
      return TRUE;
    }
}

static gboolean
write_blocks (Html *self, GPtrArray *blocks, GError **error)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      const TnBlock *block = g_ptr_array_index (blocks, i);

      if (tn_cancelled (self->cancellable, error) || !write_block (self, block, error))
        return FALSE;
      if (block->parent->parent == NULL)
        tn_progress_report (self->progress, (i + 1.0) / blocks->len);
    }
  return TRUE;
}

static void
write_meta (Html *self, const char *name, const TnMessage *content)
{
  if (content == NULL)
    return;
  g_string_append_printf (self->out, "<meta name=\"%s\" content=\"", name);
  put_message (self, content);
  put (self, "\">\n");
}

static void
write_start (Html *self)
{
  const TnDocument *document = self->document;

  g_string_append_printf (self->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n",
                          tn_language_get_bcp47 (self->language));
  put (self, "<meta charset=\"utf-8\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"referrer\" content=\"no-referrer\">\n"
             "<meta name=\"generator\" content=\"Tenure\">\n");
  write_meta (self, "author", document->author);
  write_meta (self, "description", document->subject);
  put (self, "<title>");
  put_message (self, document->title);
  put (self, "</title>\n<style>\n" TN_HTML_STYLE "\n</style>\n</head>\n<body>\n"
             "<header><span><b>Tenure</b> ");
  if (document->header_name != NULL)
    put_message (self, document->header_name);
  put (self, "</span><span>");
  if (document->header_about != NULL)
    put_message (self, document->header_about);
  put (self, "</span></header>\n<main>\n");
}

static void
write_end (Html *self)
{
  write_notes (self);
  put (self, "</main>\n<footer>");
  if (self->document->footer != NULL)
    put_message (self, self->document->footer);
  put (self, "</footer>\n</body>\n</html>\n");
}

/**
 * tn_html_render:
 * @document: a document
 * @language: in which language
 * @progress: (nullable): how far
 * @cancellable: (nullable): to give up
 * @error: TN_ERROR_SPACE, or G_IO_ERROR_CANCELLED
 *
 * Renders one file that loads nothing: styles and pictures are inside, there is no
 * script, and its policy forbids both. It is read from 360 pixels on, in light and
 * dark, and prints on A4.
 *
 * Returns: (transfer full) (nullable): the file, UTF-8
 */
GBytes *
tn_html_render (const TnDocument *document,
                const TnLanguage *language,
                TnProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TnInlineContext) context = _tn_inline_context_new (document, language);
  g_autofree gboolean *note_linked = g_new0 (gboolean, context->notes->len + 1);
  Html self = { .out = g_string_new (NULL),
                .document = document,
                .language = language,
                .context = context,
                .note_linked = note_linked,
                .width = FIGURE_WIDTH,
                .progress = progress,
                .cancellable = cancellable };

  write_start (&self);
  if (document->root->children != NULL && !write_blocks (&self, document->root->children, error))
    {
      g_string_free (self.out, TRUE);
      return NULL;
    }
  write_end (&self);
  return g_string_free_to_bytes (self.out);
}

/**
 * tn_html_write:
 * @document: a document
 * @language: in which language
 * @file: where to; replaced as a whole or left as it was
 * @progress: (nullable): how far
 * @cancellable: (nullable): to give up
 * @error: TN_ERROR_IO, TN_ERROR_SPACE, or G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when @file is written, safe on the disk
 */
gboolean
tn_html_write (const TnDocument *document,
               const TnLanguage *language,
               const char *file,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GBytes) bytes = tn_html_render (document, language, progress, cancellable, error);

  return bytes != NULL && _tn_document_write_bytes (bytes, file, cancellable, error);
}
