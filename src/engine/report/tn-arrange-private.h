/* tn-arrange-private.h: a document while it is laid out anew
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-arrangement-private.h"
#include "tn-document-private.h"

G_BEGIN_DECLS

/* From one heading of the first level to the next. */
typedef struct
{
  char *id;
  gboolean breaks; /* begins a page */
  TnBlock *flow;   /* its blocks */
} TnArrangePart;

typedef struct
{
  TnBlock *block; /* NULL when it is hidden for good */
  char *id;
  char *older; /* nullable: counted, as ids once were */
  char *made;  /* nullable: what it said */
  TnBlockState state;
} TnArrangeName;

typedef struct
{
  TnDocument *document;
  const TnArrangement *arrangement;
  const TnLanguage *language;
  GPtrArray *parts;       /* of TnArrangePart */
  GHashTable *ids;        /* id → TnArrangeName */
  GHashTable *blocks;     /* TnBlock → TnArrangeName, not owned */
  TnArrangement *renamed; /* nullable: the arrangement by ids of today */
} TnArranging;

TnArrangeName *_tn_arrange_name_block (TnArranging *self, TnBlock *block, char *id);
char *_tn_arrange_make_id (const char *part,
                           const char *stem,
                           const TnBlock *block,
                           gboolean with_words);
/* Blocks that move together, in their order, all of one parent: @block among them. */
GPtrArray *_tn_arrange_list_unit (const TnArranging *self, TnBlock *block);
TnArrangePart *_tn_arrange_find_part (const TnArranging *self, const char *id, guint *place);
TnBlock *_tn_arrange_make_picture (GBytes *png, TnMessage *alt, double most);
char *_tn_arrange_say_text (const TnDocument *document,
                            const TnText *text,
                            const TnLanguage *language);
const char *_tn_arrange_get_kind (const TnBlock *block);
gboolean _tn_arrange_can_be_written (const TnBlock *block);
gboolean _tn_arrange_is_chapter (const TnBlock *block);
gboolean _tn_arrange_is_list (const TnBlock *block);
void _tn_arrange_add_own (TnArranging *self);
void _tn_arrange_begin (TnArranging *self);
void _tn_arrange_hide (TnArranging *self);
void _tn_arrange_join_parts (TnArranging *self);
void _tn_arrange_move_all (TnArranging *self);
void _tn_arrange_name_all (TnArranging *self);
void _tn_arrange_named_free (gpointer data);
void _tn_arrange_part_document (TnArranging *self);
void _tn_arrange_part_free (gpointer data);
void _tn_arrange_write_texts (TnArranging *self);
void _tn_arranging_clear (TnArranging *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnArranging, _tn_arranging_clear)

G_END_DECLS
