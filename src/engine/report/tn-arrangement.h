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

void tn_arrangement_show (TnArrangement *self, const char *id, gboolean shown);
void tn_arrangement_move (TnArrangement *self, const char *id, const char *after);
gboolean tn_arrangement_set_text (TnArrangement *self,
                                  const char *id,
                                  const TnLanguage *language,
                                  const char *text,
                                  const char *was,
                                  GError **error);
void tn_arrangement_unset_text (TnArrangement *self, const char *id);
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
 * @text: (nullable): what it says
 * @made: (nullable): what it would say without the hand
 * @state: whether somebody wrote it
 * @hidden: it is left out
 */
typedef struct
{
  char *id;
  const char *kind;
  char *part;
  char *text;
  char *made;
  TnBlockState state;
  gboolean hidden;
} TnBlockEntry;

/* Both take @made as it was built, shared with nobody. The first gives (element-type TnBlockEntry)
 * in the order of the arranged document, hidden ones among them. */
GPtrArray *tn_document_list_blocks (TnDocument *made,
                                    const TnArrangement *arrangement,
                                    const TnLanguage *language);
TnDocument *tn_document_arrange (TnDocument *made,
                                 const TnArrangement *arrangement,
                                 const TnLanguage *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnArrangement, tn_arrangement_free)

G_END_DECLS
