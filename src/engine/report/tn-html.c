/* tn-html.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-html.h"

#include <math.h>
#include <string.h>

#include "tn-document-file.h"
#include "tn-error.h"
#include "tn-html-private.h"
#include "tn-html-style.h"
#include "tn-html-svg.h"

#define FIGURE_WIDTH 500.0 /* points: letters in pictures are as large as on paper */
#define COLUMN_WIDTH 245.0
#define NARROW_WIDTH 245.0

/* Nothing is loaded and nothing runs, whatever a text may contain. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

static gboolean write_blocks (TnHtml *self, GPtrArray *blocks, GError **error);

static gboolean
write_svg (TnHtml *self, const TnBlock *block, double width, gboolean dark, GError **error)
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
write_pictures (TnHtml *self, const TnBlock *block, double width, const char *class, GError **error)
{
  _tn_html_open_element (self, "div", class, NULL);
  if (!write_svg (self, block, width, FALSE, error) || !write_svg (self, block, width, TRUE, error))
    return FALSE;
  _tn_html_put (self, "</div>\n");
  return TRUE;
}

static void
write_cells (TnHtml *self, char **cells, gboolean is_head)
{
  _tn_html_put (self, "<tr>");
  for (guint i = 0; cells[i] != NULL; i++)
    {
      const char *name = is_head ? "th scope=\"col\"" : i == 0 ? "th scope=\"row\"" : "td";

      g_string_append_printf (self->out, "<%s>", name);
      _tn_html_put_escaped (self, cells[i], strlen (cells[i]));
      g_string_append_printf (self->out, "</%.2s>", name);
    }
  _tn_html_put (self, "</tr>\n");
}

/* What the picture shows, as figures for those who cannot see it or want to know exactly. */
static void
write_figures (TnHtml *self, const TnChart *chart)
{
  g_autoptr (GPtrArray) table = tn_chart_to_table (chart, self->language);
  g_autoptr (TnMessage) summary = tn_message_new (N_ ("Figures of this picture"));
  g_autofree char *said = tn_message_say (summary, self->language);

  if (table->len < 2)
    return;
  _tn_html_put (self, "<details class=\"data\"><summary>");
  _tn_html_put_escaped (self, said, strlen (said));
  _tn_html_put (self, "</summary>\n<div class=\"scroll\"><table class=\"dense\"><thead>\n");
  write_cells (self, g_ptr_array_index (table, 0), TRUE);
  _tn_html_put (self, "</thead><tbody>\n");
  for (guint i = 1; i < table->len; i++)
    write_cells (self, g_ptr_array_index (table, i), FALSE);
  _tn_html_put (self, "</tbody></table></div></details>\n");
}

/* Wide charts are drawn once more for narrow windows, where their letters would become
 * too small to read. */
static gboolean
write_figure (TnHtml *self, const TnBlock *block, GError **error)
{
  g_autofree char *alt = _tn_figure_describe (block->figure, self->language);
  gboolean twice = block->figure->chart != NULL && self->width > NARROW_WIDTH * 1.3;

  _tn_html_open_element (self, "figure", NULL, block);
  if (block->text != NULL)
    _tn_html_put_element (self, "figcaption", NULL, NULL, block->text);
  _tn_html_put (self, "<div role=\"img\" aria-label=\"");
  _tn_html_put_escaped (self, alt, strlen (alt));
  _tn_html_put (self, "\">\n");
  if (!write_pictures (self, block, self->width, twice ? "wide" : NULL, error) ||
      (twice && !write_pictures (self, block, NARROW_WIDTH, "narrow", error)))
    return FALSE;
  _tn_html_put (self, "</div>\n");
  if (block->figure->chart != NULL)
    write_figures (self, block->figure->chart);
  _tn_html_put (self, "</figure>\n");
  return TRUE;
}

static void
write_item_text (TnHtml *self, const TnBlock *item)
{
  if (item->title != NULL)
    {
      _tn_html_put (self, "<b>");
      _tn_html_put_text (self, item->title);
      _tn_html_put (self, "</b>");
      if (!tn_language_is_cjk (self->language))
        _tn_html_put (self, " ");
    }
  if (item->text != NULL)
    {
      _tn_html_put (self, "<span>");
      _tn_html_put_text (self, item->text);
      _tn_html_put (self, "</span>");
    }
}

static void
write_pairs (TnHtml *self, const TnBlock *list, const char *class)
{
  _tn_html_open_element (self, "dl", class, NULL);
  for (guint i = 0; list->children != NULL && i < list->children->len; i++)
    {
      const TnBlock *item = g_ptr_array_index (list->children, i);

      _tn_html_put_element (self, "dt", NULL, NULL, item->title);
      _tn_html_put_element (self, "dd", NULL, NULL, item->text);
    }
  _tn_html_put (self, "</dl>\n");
}

static void
write_list (TnHtml *self, const TnBlock *list)
{
  gboolean ordered = list->kind == TN_BLOCK_ACTIONS || list->kind == TN_BLOCK_STEPS;
  const char *class = list->kind == TN_BLOCK_ACTIONS    ? "actions"
                      : list->kind == TN_BLOCK_WARNINGS ? "warnings"
                      : list->kind == TN_BLOCK_STEPS    ? "steps"
                                                        : "bullets";

  _tn_html_open_element (self, ordered ? "ol" : "ul", class, NULL);
  for (guint i = 0; list->children != NULL && i < list->children->len; i++)
    {
      _tn_html_put (self, "<li>");
      write_item_text (self, g_ptr_array_index (list->children, i));
      _tn_html_put (self, "</li>\n");
    }
  _tn_html_put (self, ordered ? "</ol>\n" : "</ul>\n");
}

static void
write_notes (TnHtml *self)
{
  const GPtrArray *notes = self->context->notes;

  if (self->notes_done || notes->len == 0)
    return;
  self->notes_done = TRUE;
  _tn_html_put (self, "<ol class=\"notes balanced\">\n");
  for (guint i = 0; i < notes->len; i++)
    {
      const TnNote *note = g_ptr_array_index (notes, i);

      g_string_append_printf (self->out, "<li id=\"note-%s\"><span class=\"n\">%u</span><b>",
                              note->id, i + 1);
      _tn_html_put_message (self, note->term);
      _tn_html_put (self, tn_language_is_cjk (self->language) ? "</b>：" : "</b>. ");
      _tn_html_put_message (self, note->text);
      if (self->note_linked[i + 1])
        {
          g_autoptr (TnMessage) back = tn_message_new (N_ ("Back to the text"));

          g_string_append_printf (self->out, " <a href=\"#from-%s\" aria-label=\"", note->id);
          _tn_html_put_message (self, back);
          _tn_html_put (self, "\">↑</a>");
        }
      _tn_html_put (self, "</li>\n");
    }
  _tn_html_put (self, "</ol>\n");
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
write_columns (TnHtml *self, const TnBlock *block, GError **error)
{
  double width = self->width;

  _tn_html_open_element (self, "div", columns_class (block->share), NULL);
  for (guint i = 0; i < block->children->len; i++)
    {
      const TnBlock *part = g_ptr_array_index (block->children, i);

      self->width = MIN (COLUMN_WIDTH, width) * 2 * (i == 0 ? block->share : 1 - block->share);
      _tn_html_put (self, "<div>\n");
      if (part->children != NULL && !write_blocks (self, part->children, error))
        return FALSE;
      _tn_html_put (self, "</div>\n");
    }
  self->width = width;
  _tn_html_put (self, "</div>\n");
  return TRUE;
}

static gboolean
write_container (TnHtml *self,
                 const TnBlock *block,
                 const char *element,
                 const char *class,
                 GError **error)
{
  _tn_html_open_element (self, element, class, NULL);
  if (block->children != NULL && !write_blocks (self, block->children, error))
    return FALSE;
  g_string_append_printf (self->out, "</%s>\n", element);
  return TRUE;
}

static void
write_big_number (TnHtml *self, const TnBlock *block)
{
  if (block->title != NULL)
    _tn_html_put_element (self, "p", "label", NULL, block->title);
  _tn_html_put_element (self, "p", "big", NULL, block->text);
  if (block->more != NULL)
    _tn_html_put_element (self, "p", NULL, NULL, block->more);
}

static gboolean
write_block (TnHtml *self, const TnBlock *block, GError **error)
{
  static const char *const headings[] = { "h1", "h2", "h3", "h4" };

  switch (block->kind)
    {
    case TN_BLOCK_KICKER:
      _tn_html_put_element (self, "p", "kicker", NULL, block->text);
      return TRUE;
    case TN_BLOCK_COVER:
      _tn_html_put_element (self, "h1", NULL, NULL, block->text);
      return TRUE;
    case TN_BLOCK_HEADING:
      _tn_html_put_element (self, headings[block->level], NULL, block, block->text);
      return TRUE;
    case TN_BLOCK_LEAD:
      _tn_html_put_element (self, "p", "lead", NULL, block->text);
      return TRUE;
    case TN_BLOCK_PARAGRAPH:
      _tn_html_put_element (self, "p", NULL, NULL, block->text);
      return TRUE;
    case TN_BLOCK_SMALL:
      _tn_html_put_element (self, "p", "small", NULL, block->text);
      return TRUE;
    case TN_BLOCK_BIG_NUMBER:
      write_big_number (self, block);
      return TRUE;
    case TN_BLOCK_RULE:
      _tn_html_put (self, "<hr>\n");
      return TRUE;
    case TN_BLOCK_PAGE_BREAK:
      _tn_html_put (self, "<div class=\"break\"></div>\n");
      return TRUE;
    case TN_BLOCK_NOTES:
      write_notes (self);
      return TRUE;
    case TN_BLOCK_GRID:
      return _tn_html_put_grid (self, block, error);
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
write_blocks (TnHtml *self, GPtrArray *blocks, GError **error)
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

/* On a light ground alone: on a dark one it could hardly be read. */
static void
write_colour (TnHtml *self, gint32 colour)
{
  g_autofree char *rule = NULL;

  if (colour < 0)
    return;
  rule =
      g_strdup_printf ("@media not (prefers-color-scheme:dark){a,.kicker,ol.notes .n,"
                       "ol.steps>li>b::before{color:#%06x}ol.actions>li::before{background:#%06x}"
                       "}\n",
                       (guint) colour, (guint) colour);
  _tn_html_put (self, rule);
}

static void
write_meta (TnHtml *self, const char *name, const TnMessage *content)
{
  if (content == NULL)
    return;
  g_string_append_printf (self->out, "<meta name=\"%s\" content=\"", name);
  _tn_html_put_message (self, content);
  _tn_html_put (self, "\">\n");
}

static void
write_start (TnHtml *self)
{
  const TnDocument *document = self->document;

  g_string_append_printf (self->out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n",
                          tn_language_get_bcp47 (self->language));
  _tn_html_put (self, "<meta charset=\"utf-8\">\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                      "<meta name=\"referrer\" content=\"no-referrer\">\n"
                      "<meta name=\"generator\" content=\"Tenure\">\n");
  write_meta (self, "author", document->author);
  write_meta (self, "description", document->subject);
  _tn_html_put (self, "<title>");
  _tn_html_put_message (self, document->title);
  _tn_html_put (self, "</title>\n<style>\n" TN_HTML_STYLE "\n");
  write_colour (self, document->colour);
  _tn_html_put (self, "</style>\n</head>\n<body>\n"
                      "<header><span><b>Tenure</b> ");
  if (document->header_name != NULL)
    _tn_html_put_message (self, document->header_name);
  _tn_html_put (self, "</span><span>");
  if (document->header_about != NULL)
    _tn_html_put_message (self, document->header_about);
  _tn_html_put (self, "</span></header>\n<main>\n");
}

static void
write_end (TnHtml *self)
{
  write_notes (self);
  _tn_html_put (self, "</main>\n<footer>");
  if (self->document->footer != NULL)
    _tn_html_put_message (self, self->document->footer);
  _tn_html_put (self, "</footer>\n</body>\n</html>\n");
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
  TnHtml self = { .out = g_string_new (NULL),
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
