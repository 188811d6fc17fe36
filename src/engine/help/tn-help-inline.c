/* tn-help-inline.c: one paragraph of Markdown as Pango markup and as letters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <cmark.h>

#include "tn-help-private.h"

typedef struct
{
  GString *markup;
  GString *text;
} Said;

static void
put_tag (Said *self, cmark_node *node, gboolean enter, const char *tag)
{
  if (enter && cmark_node_get_type (node) == CMARK_NODE_LINK)
    {
      g_autofree char *target = g_markup_escape_text (cmark_node_get_url (node), -1);

      g_string_append_printf (self->markup, "<a href=\"%s\">", target);
      return;
    }
  g_string_append_printf (self->markup, "<%s%s>", enter ? "" : "/", tag);
}

static void
put_letters (Said *self, const char *letters)
{
  g_autofree char *escaped = g_markup_escape_text (letters, -1);

  g_string_append (self->markup, escaped);
  g_string_append (self->text, letters);
}

static void
put (Said *self, cmark_node *node, gboolean enter)
{
  switch (cmark_node_get_type (node))
    {
    case CMARK_NODE_TEXT:
      put_letters (self, cmark_node_get_literal (node));
      break;
    case CMARK_NODE_CODE:
      g_string_append (self->markup, "<tt>");
      put_letters (self, cmark_node_get_literal (node));
      g_string_append (self->markup, "</tt>");
      break;
    case CMARK_NODE_SOFTBREAK:
    case CMARK_NODE_LINEBREAK:
      put_letters (self, " ");
      break;
    case CMARK_NODE_STRONG:
      put_tag (self, node, enter, "b");
      break;
    case CMARK_NODE_EMPH:
      put_tag (self, node, enter, "i");
      break;
    case CMARK_NODE_LINK:
      put_tag (self, node, enter, "a");
      break;
    default:
      break;
    }
}

void
_tn_help_inline (const char *source, char **markup, char **text)
{
  cmark_node *document = cmark_parse_document (source, strlen (source), CMARK_OPT_DEFAULT);
  cmark_iter *iter = cmark_iter_new (document);
  Said said = { g_string_new (NULL), g_string_new (NULL) };
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    put (&said, cmark_iter_get_node (iter), event == CMARK_EVENT_ENTER);
  cmark_iter_free (iter);
  cmark_node_free (document);
  *markup = g_string_free (said.markup, FALSE);
  *text = g_string_free (said.text, FALSE);
}
