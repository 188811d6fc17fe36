/* tn-arrange-text.c: texts written by hand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-arrange-private.h"
#include "tn-document-inline.h"

/* Texts */

gboolean
_tn_arrange_can_be_written (const TnBlock *block)
{
  return block->text != NULL && block->kind != TN_BLOCK_BIG_NUMBER;
}

/* The title of what is referred to, by its first sentence. */
static void
append_title (GString *out,
              const TnDocument *document,
              const char *anchor,
              const TnLanguage *language)
{
  const TnBlock *block = g_hash_table_lookup (document->anchors, anchor);
  const TnTextRun *run = block != NULL && block->text != NULL
                             ? &g_array_index (block->text->runs, TnTextRun, 0)
                             : NULL;
  g_autofree char *said = NULL;

  if (run == NULL || run->message == NULL)
    return;
  said = _tn_inline_say (run->message, language);
  g_string_append_printf (out, "“%s”", said);
}

/* One message without marks: notes leave nothing, references the title they name. */
static char *
say_message (const TnDocument *document, const TnMessage *message, const TnLanguage *language)
{
  g_autofree char *said = tn_message_say (message, language);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *at = said;

  while (*at != '\0')
    {
      gboolean is_note = g_str_has_prefix (at, TN_MARK_NOTE);
      const char *_tn_arrange_begin = at + strlen (TN_MARK_NOTE);
      const char *end = is_note || g_str_has_prefix (at, TN_MARK_REFERENCE)
                            ? strstr (_tn_arrange_begin, TN_MARK_END)
                            : NULL;
      g_autofree char *name =
          end != NULL ? g_strndup (_tn_arrange_begin, (gsize) (end - _tn_arrange_begin)) : NULL;

      if (name != NULL && !is_note)
        append_title (out, document, name, language);
      if (name == NULL)
        g_string_append_len (out, at, g_utf8_next_char (at) - at);
      at = name != NULL ? end + strlen (TN_MARK_END) : g_utf8_next_char (at);
    }

  return _tn_inline_clean (out->str);
}

/* What a block says, without marks. */
char *
_tn_arrange_say_text (const TnDocument *document, const TnText *text, const TnLanguage *language)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; text != NULL && i < text->runs->len; i++)
    {
      const TnTextRun *run = &g_array_index (text->runs, TnTextRun, i);
      g_autofree char *said =
          run->message != NULL ? say_message (document, run->message, language) : NULL;

      if (said == NULL)
        continue;
      if (out->len > 0 && !tn_language_is_cjk (language))
        g_string_append_c (out, ' ');
      g_string_append (out, said);
    }

  return g_string_free (out, FALSE);
}

/* Words that were explained are explained behind what was written instead. */
static void
keep_notes (TnText *text, const TnText *made, const TnLanguage *language)
{
  for (guint i = 0; i < made->runs->len; i++)
    {
      const TnTextRun *run = &g_array_index (made->runs, TnTextRun, i);
      g_autofree char *said = run->message != NULL ? tn_message_say (run->message, language) : NULL;
      const char *at = said;

      if (run->note != NULL)
        tn_text_note (text, run->note);
      while (at != NULL && (at = strstr (at, TN_MARK_NOTE)) != NULL)
        {
          const char *_tn_arrange_begin = at + strlen (TN_MARK_NOTE);
          const char *end = strstr (_tn_arrange_begin, TN_MARK_END);
          g_autofree char *note =
              end != NULL ? g_strndup (_tn_arrange_begin, (gsize) (end - _tn_arrange_begin)) : NULL;

          if (note == NULL)
            break;
          tn_text_note (text, note);
          at = end;
        }
    }
}

static TnMessage *
say_change (const char *was, const char *made)
{
  TnMessage *message =
      tn_message_new (N_ ("Written by hand when the report said: “{was}” It now says: “{now}”"));

  return tn_message_text (tn_message_text (message, "was", was), "now", made);
}

/* In the line where there is small type, below where letters are large. */
static void
mark_change (TnBlock *block, TnText *text, const char *was, const char *made)
{
  TnBlock *mark;
  guint place;

  if (block->kind >= TN_BLOCK_LEAD)
    {
      tn_text_add (text, say_change (was, made), TN_TEXT_SOFT);
      return;
    }
  mark = _tn_block_new (TN_BLOCK_SMALL);
  mark->text = tn_text_new (say_change (was, made));
  mark->is_mark = TRUE;
  if (g_ptr_array_find (block->parent->children, block, &place))
    _tn_block_insert (block->parent, place + 1, mark);
}

static void
write_text (TnArranging *self, TnArrangeName *named)
{
  TnBlock *block = named->block;
  TnHandText hand = _tn_arrangement_find_text (self->arrangement, named->id, self->language, FALSE);
  TnText *text;

  if (hand.text == NULL || !_tn_arrange_can_be_written (block))
    return;
  named->made = _tn_arrange_say_text (self->document, block->text, self->language);
  named->state =
      hand.was != NULL && !g_str_equal (hand.was, named->made) ? TN_BLOCK_CHANGED : TN_BLOCK_EDITED;
  text = tn_text_new (tn_message_new_literal (hand.text));
  keep_notes (text, block->text, self->language);
  if (named->state == TN_BLOCK_CHANGED)
    mark_change (block, text, hand.was, named->made);
  if (block->kind == TN_BLOCK_COVER && self->document->subject != NULL)
    {
      tn_message_unref (self->document->subject);
      self->document->subject = tn_message_new_literal (hand.text);
    }
  tn_text_unref (block->text);
  block->text = text;
  block->by_hand = TRUE;
}

void
_tn_arrange_write_texts (TnArranging *self)
{
  g_autoptr (GList) ids = _tn_arrangement_list_texts (self->arrangement);

  for (GList *at = ids; at != NULL; at = at->next)
    {
      TnArrangeName *named = g_hash_table_lookup (self->ids, at->data);

      if (named != NULL)
        write_text (self, named);
    }
}
