/* tn-arrangement.h: what a person changed about a document: order, texts, pictures, looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document.h"

G_BEGIN_DECLS

#define TN_ARRANGEMENT_VERSION 1
/* Id of what stands before the first chapter. */
#define TN_PART_FRONT "front"

/**
 * TnArrangement:
 *
 * A template, which blocks are hidden, where blocks were moved to, texts written by hand with what
 * stood there, blocks of one's own, contents, logo and colour. It names blocks by their ids (see
 * tn_document_list_blocks()) and holds none of the document, so that it is applied to that of any
 * run; what it names and a document does not have is passed over there and stays here.
 */
typedef struct _TnArrangement TnArrangement;

TnArrangement *tn_arrangement_new (void);
TnArrangement *tn_arrangement_new_from_json (JsonNode *node);
void tn_arrangement_free (TnArrangement *self);
JsonNode *tn_arrangement_to_json (const TnArrangement *self);
gboolean tn_arrangement_is_empty (const TnArrangement *self);

const char *const *tn_arrangement_list_templates (void);
gboolean tn_arrangement_set_template (TnArrangement *self, const char *name, GError **error);
const char *tn_arrangement_get_template (const TnArrangement *self);
void tn_arrangement_set_contents (TnArrangement *self, gboolean contents);
gboolean tn_arrangement_set_colour (TnArrangement *self, const char *colour, GError **error);
gboolean tn_arrangement_set_logo (TnArrangement *self, GBytes *png, GError **error);
gboolean tn_arrangement_get_contents (const TnArrangement *self);
/* As 0x1a5fb4, or -1 for none. */
gint32 tn_arrangement_get_colour (const TnArrangement *self);
/* (transfer full) (nullable) */
GBytes *tn_arrangement_get_logo (const TnArrangement *self);

void tn_arrangement_show (TnArrangement *self, const char *id, gboolean shown);
void tn_arrangement_move (TnArrangement *self, const char *id, const char *after);
void tn_arrangement_move_together (TnArrangement *self, const char *id, const char *after);
void tn_arrangement_rename (TnArrangement *self, const char *from, const char *to);
gboolean tn_arrangement_set_text (TnArrangement *self,
                                  const char *id,
                                  const TnLanguage *language,
                                  const char *text,
                                  const char *was,
                                  GError **error);
/* @language: (nullable): of the text that goes; %NULL for all */
void tn_arrangement_unset_text (TnArrangement *self, const char *id, const TnLanguage *language);
char *tn_arrangement_add_text (TnArrangement *self,
                               gboolean heading,
                               const TnLanguage *language,
                               const char *text,
                               const char *after,
                               GError **error);
char *tn_arrangement_add_picture (TnArrangement *self,
                                  GBytes *png,
                                  const TnLanguage *language,
                                  const char *caption,
                                  const char *after,
                                  GError **error);
gboolean tn_arrangement_remove_own (TnArrangement *self, const char *id);

/**
 * TnBlockState:
 * @TN_BLOCK_AS_MADE: as the report has it
 * @TN_BLOCK_EDITED: its text was written by hand
 * @TN_BLOCK_CHANGED: likewise, and what stood there has changed since
 * @TN_BLOCK_OWN: a block of the person's own
 * @TN_BLOCK_GONE: the arrangement names it, and the document does not have it
 */
typedef enum
{
  TN_BLOCK_AS_MADE,
  TN_BLOCK_EDITED,
  TN_BLOCK_CHANGED,
  TN_BLOCK_OWN,
  TN_BLOCK_GONE,
} TnBlockState;

/**
 * TnBlockEntry:
 * @id: by which it is named; equal for the same block of another run
 * @kind: "part", "heading", "sentence", "number", "figure", "table", "list", "item", "picture" or
 *   "words"
 * @part: id of the part it is in; its own for a part
 * @older: (nullable): by which it was named when ids were counted
 * @title: (nullable): what stands above it: the title of a point, the heading of a figure or table
 * @text: (nullable): what it says
 * @made: (nullable): what it would say without the hand
 * @was: (nullable): what it would have said when the hand wrote
 * @state: whether somebody wrote it
 * @hidden: it is left out
 * @covered: it is left out because what it is in is
 * @dropped: it is left out because the template has no room for it
 */
typedef struct
{
  char *id;
  const char *kind;
  char *part;
  char *older;
  char *title;
  char *text;
  char *made;
  char *was;
  TnBlockState state;
  gboolean hidden;
  gboolean covered;
  gboolean dropped;
} TnBlockEntry;

/* All take @made as it was built, shared with nobody. The first gives (element-type TnBlockEntry)
 * in the order of the arranged document, hidden ones among them. */
GPtrArray *tn_document_list_blocks (TnDocument *made,
                                    const TnArrangement *arrangement,
                                    const TnLanguage *language);
/* @moved, @after: (out): for tn_arrangement_move_together(), that moves @id a place; %FALSE at an
 * end
 */
gboolean tn_document_find_step (TnDocument *made,
                                const TnArrangement *arrangement,
                                const TnLanguage *language,
                                const char *id,
                                int by,
                                char **moved,
                                char **after);
TnDocument *tn_document_arrange (TnDocument *made,
                                 const TnArrangement *arrangement,
                                 const TnLanguage *language);

/* On one page: see there. */
gboolean tn_document_fit (TnDocument *self,
                          const TnLanguage *language,
                          GCancellable *cancellable,
                          GError **error);
/* @entries: (element-type TnBlockEntry): of the same report; those it had no room for are marked */
void tn_document_mark_dropped (const TnDocument *self, GPtrArray *entries);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnArrangement, tn_arrangement_free)

G_END_DECLS
