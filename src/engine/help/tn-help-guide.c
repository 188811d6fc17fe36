/* tn-help-guide.c: a guide, written in Markdown, in any language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A guide is written once, in English. Each heading, paragraph and item of it is a sentence of the
 * catalogues like any other, so build-aux/messages tells which of them has no Chinese. What a
 * guide may hold: one “#” heading, “##” headings, paragraphs, “-” and “1.” lists, and lists of
 * terms, “- **word**: what it means”.
 */

#include "config.h"

#include <cmark.h>
#include <string.h>

#include "tn-help-private.h"

/* What stands from the place where @node begins to where it ends, on one line: as
 * build-aux/messages reads it. */
static char *
dup_source (cmark_node *node, char *const *lines)
{
  int first = cmark_node_get_start_line (node), last = cmark_node_get_end_line (node);
  GString *source = g_string_new (NULL);

  for (int i = first; i <= last; i++)
    {
      const char *line = lines[i - 1];
      g_autofree char *part = NULL;

      if (i == first)
        line += cmark_node_get_start_column (node) - 1;
      if (cmark_node_get_type (node) == CMARK_NODE_HEADING)
        line += strspn (line, "#");
      part = g_strstrip (g_strdup (line));
      g_string_append_printf (source, "%s%s", source->len > 0 ? " " : "", part);
    }

  return g_string_free (source, FALSE);
}

/* “**word**: what it means”, in the colon of either language. */
static gboolean
split_term (const char *said, char **title, const char **about)
{
  const char *end = g_str_has_prefix (said, "**") ? strstr (said + 2, "**") : NULL;
  const char *after = end != NULL ? end + 2 : NULL;

  if (after == NULL)
    return FALSE;
  if (g_str_has_prefix (after, ": "))
    after += strlen (": ");
  else if (g_str_has_prefix (after, "："))
    after += strlen ("：");
  else
    return FALSE;
  *title = g_strndup (said + 2, (gsize) (end - said - 2));
  *about = after;

  return TRUE;
}

static void
add_item (TnHelpPage *page, cmark_node *item, const char *said)
{
  cmark_node *list = cmark_node_parent (item);
  g_autofree char *title = NULL;
  const char *about;
  guint number = 1;

  if (split_term (said, &title, &about))
    {
      _tn_help_page_add (page, TN_HELP_TERM, 0, title, about);
      return;
    }
  for (cmark_node *at = cmark_node_previous (item); at != NULL; at = cmark_node_previous (at))
    number++;
  if (cmark_node_get_list_type (list) == CMARK_ORDERED_LIST)
    _tn_help_page_add (page, TN_HELP_NUMBER, number, NULL, said);
  else
    _tn_help_page_add (page, TN_HELP_ITEM, 0, NULL, said);
}

static void
add_block (TnHelpPage *page, cmark_node *node, const char *said)
{
  cmark_node *parent = cmark_node_parent (node);

  if (cmark_node_get_type (node) == CMARK_NODE_HEADING && page->title == NULL)
    page->title = g_strdup (said);
  else if (cmark_node_get_type (node) == CMARK_NODE_HEADING)
    _tn_help_page_add (page, TN_HELP_HEADING, 0, NULL, said);
  else if (cmark_node_get_type (parent) == CMARK_NODE_ITEM)
    add_item (page, parent, said);
  else
    _tn_help_page_add (page, TN_HELP_PARAGRAPH, 0, NULL, said);
}

TnHelpPage *
_tn_help_guide_new (const char *id, const char *markdown, const TnLanguage *language)
{
  TnHelpPage *page = _tn_help_page_new (TN_HELP_GUIDE, id);
  g_auto (GStrv) lines = g_strsplit (markdown, "\n", -1);
  cmark_node *document = cmark_parse_document (markdown, strlen (markdown), CMARK_OPT_DEFAULT);
  cmark_iter *iter = cmark_iter_new (document);
  cmark_event_type event;

  while ((event = cmark_iter_next (iter)) != CMARK_EVENT_DONE)
    {
      cmark_node *node = cmark_iter_get_node (iter);
      cmark_node_type type = cmark_node_get_type (node);
      g_autofree char *source = NULL;

      if (event != CMARK_EVENT_ENTER ||
          (type != CMARK_NODE_HEADING && type != CMARK_NODE_PARAGRAPH))
        continue;
      source = dup_source (node, lines);
      add_block (page, node, tn_language_lookup (language, source));
    }
  cmark_iter_free (iter);
  cmark_node_free (document);

  return page;
}
