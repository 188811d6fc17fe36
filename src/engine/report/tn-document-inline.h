/* tn-document-inline.h: a text said in one language: clean letters and the spans over them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document.h"

G_BEGIN_DECLS

/* What stands in a said message for things that are no letters. They are private-use
 * characters, which cleaning takes out of everything that is not such a mark; a value
 * that forges one reaches no further than a mark of a note that exists. */
#define TN_MARK_END        "\xef\xa3\xb0" /* U+F8F0 */
#define TN_MARK_NOTE       "\xef\xa3\xb1" /* U+F8F1 */
#define TN_MARK_REFERENCE  "\xef\xa3\xb2" /* U+F8F2 */
#define TN_MARK_STRONG     "\xef\xa3\xb3" /* U+F8F3 */
#define TN_MARK_STRONG_END "\xef\xa3\xb4" /* U+F8F4 */

/* More letters than this in one text are cut, with an ellipsis at the end. */
#define TN_INLINE_MAX_LETTERS 20000

typedef enum
{
  TN_SPAN_STRONG,
  TN_SPAN_SOFT,
  TN_SPAN_CODE,
  TN_SPAN_NOTE,      /* over the figures of the mark; @target is the note's id */
  TN_SPAN_REFERENCE, /* over the title; @target is the anchor */
} TnSpanKind;

typedef struct
{
  TnSpanKind kind;
  guint start; /* bytes */
  guint end;
  char *target;
} TnSpan;

typedef struct
{
  char *text;
  GArray *spans; /* of TnSpan, by start; notes and references never overlap */
} TnInline;

/**
 * TnInlineContext:
 *
 * What texts of one document need to be said in one language: the numbers of the
 * notes in order of first reference, and the pages of anchors once they are known.
 */
typedef struct
{
  const TnDocument *document;
  const TnLanguage *language;
  GHashTable *note_numbers; /* id → number, from 1 */
  GPtrArray *notes;         /* TnNote by number, from 0 */
  GHashTable *pages;        /* nullable: anchor → page, from 1 */
} TnInlineContext;

TnInlineContext *_tn_inline_context_new (const TnDocument *document, const TnLanguage *language);
void _tn_inline_context_free (TnInlineContext *self);
guint _tn_inline_context_number (const TnInlineContext *self, const char *note);

TnInline *_tn_inline_new (const TnInlineContext *context, const TnText *text);
TnInline *_tn_inline_new_plain (const TnInlineContext *context, const TnMessage *message);
void _tn_inline_append (TnInline *self, const TnInline *other, const char *between);
void _tn_inline_span (TnInline *self, TnSpanKind kind, guint start, guint end);
void _tn_inline_free (TnInline *self);

char *_tn_inline_clean (const char *text);
char *_tn_inline_say (const TnMessage *message, const TnLanguage *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnInline, _tn_inline_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnInlineContext, _tn_inline_context_free)

G_END_DECLS
