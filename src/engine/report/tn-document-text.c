/* tn-document-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-document-text.h"

#include "tn-document-inline.h"
#include "tn-document-private.h"

static void
clear_run (gpointer data)
{
  TnTextRun *run = data;

  g_clear_pointer (&run->message, tn_message_unref);
  g_clear_pointer (&run->note, g_free);
}

/**
 * tn_text_new:
 * @message: (transfer full): a sentence
 *
 * Returns: (transfer full): a text of one sentence
 */
TnText *
tn_text_new (TnMessage *message)
{
  return tn_text_new_styled (message, TN_TEXT_PLAIN);
}

/**
 * tn_text_new_styled:
 * @message: (transfer full): a sentence
 * @style: how it is set
 *
 * Returns: (transfer full): a text of one sentence
 */
TnText *
tn_text_new_styled (TnMessage *message, TnTextStyle style)
{
  TnText *self = g_new0 (TnText, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->runs = g_array_new (FALSE, TRUE, sizeof (TnTextRun));
  g_array_set_clear_func (self->runs, clear_run);
  return tn_text_add (self, message, style);
}

/**
 * tn_text_ref:
 * @self: a text
 *
 * Returns: (transfer full): the same text
 */
TnText *
tn_text_ref (const TnText *self)
{
  g_atomic_ref_count_inc (&((TnText *) self)->ref_count);
  return (TnText *) self;
}

/**
 * tn_text_unref:
 * @self: (transfer full): a text
 */
void
tn_text_unref (TnText *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->runs);
  g_free (self);
}

/**
 * tn_text_add:
 * @self: a text not yet given to a block
 * @message: (transfer full): a further sentence
 * @style: how it is set
 *
 * Returns: (transfer none): @self
 */
TnText *
tn_text_add (TnText *self, TnMessage *message, TnTextStyle style)
{
  TnTextRun run = { .message = message, .style = style };

  g_return_val_if_fail (message != NULL, self);
  g_array_append_val (self->runs, run);
  return self;
}

/**
 * tn_text_note:
 * @self: a text not yet given to a block
 * @note: id of a note of the document
 *
 * Sets the mark of a note behind what was said so far. A note that the document
 * does not define leaves no mark.
 *
 * Returns: (transfer none): @self
 */
TnText *
tn_text_note (TnText *self, const char *note)
{
  TnTextRun run = { .note = g_strdup (note) };

  g_array_append_val (self->runs, run);
  return self;
}

/**
 * tn_text_fill_note:
 * @message: a sentence under construction
 * @name: its placeholder
 * @note: id of a note of the document
 *
 * Puts the mark of a note in the middle of a sentence, where each translation wants
 * it. The voice of Tenure sets no blank before it.
 *
 * Returns: (transfer none): @message
 */
TnMessage *
tn_text_fill_note (TnMessage *message, const char *name, const char *note)
{
  g_autofree char *mark = g_strconcat (TN_MARK_NOTE, note, TN_MARK_END, NULL);

  return tn_message_text (message, name, mark);
}

/**
 * tn_text_fill_reference:
 * @message: a sentence under construction
 * @name: its placeholder
 * @anchor: name of a block of the document
 *
 * Puts a link to a block into a sentence. It reads as the block's title between
 * quotes, and in paged files says the page.
 *
 * Returns: (transfer none): @message
 */
TnMessage *
tn_text_fill_reference (TnMessage *message, const char *name, const char *anchor)
{
  g_autofree char *mark = g_strconcat (TN_MARK_REFERENCE, anchor, TN_MARK_END, NULL);

  return tn_message_text (message, name, mark);
}

/**
 * tn_text_fill_strong:
 * @message: a sentence under construction
 * @begin: placeholder where the bold part begins
 * @end: placeholder where it ends
 *
 * Returns: (transfer none): @message
 */
TnMessage *
tn_text_fill_strong (TnMessage *message, const char *begin, const char *end)
{
  tn_message_text (message, begin, TN_MARK_STRONG);
  return tn_message_text (message, end, TN_MARK_STRONG_END);
}
