/* tn-document-text.h: what one block of a document says, run by run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-message.h"

G_BEGIN_DECLS

/**
 * TnTextStyle:
 * @TN_TEXT_PLAIN: as the block says
 * @TN_TEXT_STRONG: bold
 * @TN_TEXT_SOFT: in the quieter colour
 * @TN_TEXT_CODE: fixed width: fingerprints, column names
 */
typedef enum
{
  TN_TEXT_PLAIN,
  TN_TEXT_STRONG,
  TN_TEXT_SOFT,
  TN_TEXT_CODE,
} TnTextStyle;

/**
 * TnText:
 *
 * Whole sentences, each a message with a style, with marks of notes behind them.
 * Sentences are set apart by the rule of the language: a space in English, nothing
 * behind full-width punctuation in Chinese. To be changed by its maker only, until
 * it is given to a block; immutable from then on.
 */
typedef struct _TnText TnText;

TnText *tn_text_new (TnMessage *message);
TnText *tn_text_new_styled (TnMessage *message, TnTextStyle style);
TnText *tn_text_ref (const TnText *self);
void tn_text_unref (TnText *self);

/* Each returns @self, so that a text is written as one expression. */
TnText *tn_text_add (TnText *self, TnMessage *message, TnTextStyle style);
TnText *tn_text_note (TnText *self, const char *note);

/* Fill a placeholder `{name}` of a template with something that is not a value:
 * the mark of a note, a reference to a block, or the ends of a bold part. */
TnMessage *tn_text_fill_note (TnMessage *message, const char *name, const char *note);
TnMessage *tn_text_fill_reference (TnMessage *message, const char *name, const char *anchor);
TnMessage *tn_text_fill_strong (TnMessage *message, const char *begin, const char *end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnText, tn_text_unref)

G_END_DECLS
