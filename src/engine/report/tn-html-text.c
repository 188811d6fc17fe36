/* tn-html-text.c: texts and elements of HTML, safe whatever they contain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-html-private.h"

void
_tn_html_put (TnHtml *self, const char *markup)
{
  g_string_append (self->out, markup);
}

void
_tn_html_put_escaped (TnHtml *self, const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    switch (text[i])
      {
      case '&':
        _tn_html_put (self, "&amp;");
        break;
      case '<':
        _tn_html_put (self, "&lt;");
        break;
      case '>':
        _tn_html_put (self, "&gt;");
        break;
      case '"':
        _tn_html_put (self, "&quot;");
        break;
      case '\'':
        _tn_html_put (self, "&#39;");
        break;
      default:
        g_string_append_c (self->out, text[i]);
      }
}

void
_tn_html_put_message (TnHtml *self, const TnMessage *message)
{
  g_autofree char *said = _tn_inline_say (message, self->language);

  _tn_html_put_escaped (self, said, strlen (said));
}

static void
open_span (TnHtml *self, const TnSpan *span)
{
  guint number;

  switch (span->kind)
    {
    case TN_SPAN_STRONG:
      _tn_html_put (self, "<b>");
      break;
    case TN_SPAN_SOFT:
      _tn_html_put (self, "<span class=\"more\">");
      break;
    case TN_SPAN_CODE:
      _tn_html_put (self, "<code>");
      break;
    case TN_SPAN_NOTE:
      number = _tn_inline_context_number (self->context, span->target);
      g_string_append_printf (self->out, "<sup><a href=\"#note-%s\"", span->target);
      if (!self->note_linked[number])
        g_string_append_printf (self->out, " id=\"from-%s\"", span->target);
      self->note_linked[number] = TRUE;
      _tn_html_put (self, ">");
      break;
    case TN_SPAN_REFERENCE:
      g_string_append_printf (self->out, "<a href=\"#block-%s\">", span->target);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
close_span (TnHtml *self, TnSpanKind kind)
{
  static const char *const ends[] = {
    [TN_SPAN_STRONG] = "</b>",     [TN_SPAN_SOFT] = "</span>",   [TN_SPAN_CODE] = "</code>",
    [TN_SPAN_NOTE] = "</a></sup>", [TN_SPAN_REFERENCE] = "</a>",
  };

  _tn_html_put (self, ends[kind]);
}

/* Writes what lies between two borders of spans, inside all spans that cover it. */
static void
put_piece (TnHtml *self, const TnInline *text, guint start, guint end)
{
  const GArray *spans = text->spans;

  for (guint i = 0; i < spans->len; i++)
    if (g_array_index (spans, TnSpan, i).start <= start &&
        g_array_index (spans, TnSpan, i).end >= end)
      open_span (self, &g_array_index (spans, TnSpan, i));
  _tn_html_put_escaped (self, text->text + start, end - start);
  for (guint i = spans->len; i-- > 0;)
    if (g_array_index (spans, TnSpan, i).start <= start &&
        g_array_index (spans, TnSpan, i).end >= end)
      close_span (self, g_array_index (spans, TnSpan, i).kind);
}

static void
put_inline (TnHtml *self, const TnInline *text)
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

void
_tn_html_put_text (TnHtml *self, const TnText *text)
{
  g_autoptr (TnInline) said = _tn_inline_new (self->context, text);

  put_inline (self, said);
}

/* <name class="…" id="block-…"> */
void
_tn_html_open_element (TnHtml *self, const char *name, const char *class, const TnBlock *block)
{
  g_string_append_printf (self->out, "<%s", name);
  if (class != NULL)
    g_string_append_printf (self->out, " class=\"%s\"", class);
  if (block != NULL && block->anchor != NULL)
    g_string_append_printf (self->out, " id=\"block-%s\"", block->anchor);
  _tn_html_put (self, ">");
}

void
_tn_html_put_element (TnHtml *self,
                      const char *name,
                      const char *class,
                      const TnBlock *block,
                      const TnText *text)
{
  _tn_html_open_element (self, name, class, block);
  _tn_html_put_text (self, text);
  g_string_append_printf (self->out, "</%s>\n", name);
}
