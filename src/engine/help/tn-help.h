/* tn-help.h: the handbook: guides, a page for every step, and the words used
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-language.h"

G_BEGIN_DECLS

/**
 * TnHelpKind:
 * @TN_HELP_GUIDE: written by hand: how to do something
 * @TN_HELP_STEP: made from the description of a step
 *
 * In the order in which pages are listed.
 */
typedef enum
{
  TN_HELP_GUIDE,
  TN_HELP_STEP,
} TnHelpKind;

/**
 * TnHelpBlockKind:
 * @TN_HELP_HEADING: begins a part of the page
 * @TN_HELP_PARAGRAPH: sentences
 * @TN_HELP_ITEM: one of a list
 * @TN_HELP_NUMBER: one of a list of things to do, in their order
 * @TN_HELP_TERM: a word or a setting, with what it means
 */
typedef enum
{
  TN_HELP_HEADING,
  TN_HELP_PARAGRAPH,
  TN_HELP_ITEM,
  TN_HELP_NUMBER,
  TN_HELP_TERM,
} TnHelpBlockKind;

/**
 * TnHelpBlock:
 * @number: of a %TN_HELP_NUMBER, from 1
 * @title: (nullable): of a %TN_HELP_TERM: the word
 * @markup: Pango markup of <b>, <i>, <tt> and <a href="ID">, ID being the id of a page
 * @text: the same without markup
 */
typedef struct
{
  TnHelpBlockKind kind;
  guint number;
  char *title;
  char *markup;
  char *text;
} TnHelpBlock;

/**
 * TnHelpPage:
 * @id: of a guide the name of its file, of a step "step-" and its id
 * @title: its heading
 * @summary: what it is about: its first sentence
 * @blocks: (element-type TnHelpBlock):
 */
typedef struct
{
  TnHelpKind kind;
  char *id;
  char *title;
  char *summary;
  GPtrArray *blocks;
} TnHelpPage;

/**
 * TnHelpHit:
 * @page: where
 * @block: (nullable): which block says it, where the title does not
 */
typedef struct
{
  const TnHelpPage *page;
  const TnHelpBlock *block;
} TnHelpHit;

/**
 * TnHelp:
 *
 * The handbook in one language. Immutable; safe on any thread.
 */
typedef struct _TnHelp TnHelp;

/* The one of @language, made when it is first asked for; it stays until the program ends. */
const TnHelp *tn_help_get (const TnLanguage *language);

guint tn_help_get_n_pages (const TnHelp *self);
const TnHelpPage *tn_help_get_page (const TnHelp *self, guint index);
const TnHelpPage *tn_help_find (const TnHelp *self, const char *id);
/* (element-type TnHelpHit): a page once, the likeliest first. */
GArray *tn_help_search (const TnHelp *self, const char *words);
/* As plain text, lines of any length. */
char *tn_help_page_to_text (const TnHelpPage *page);

G_END_DECLS
