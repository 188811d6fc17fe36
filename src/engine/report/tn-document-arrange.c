/* tn-document-arrange.c: a document as a person laid it out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrange-private.h"

#define LOGO_SHARE 0.25

/* Looks */

static void
add_logo (const TnArranging *self, TnBlock *flow)
{
  g_autoptr (GBytes) png = tn_arrangement_get_logo (self->arrangement);
  TnBlock *columns, *picture;

  if (png == NULL)
    return;
  picture = _tn_arrange_make_picture (png, tn_message_new (N_ ("Logo of the shop")), 0.5);
  if (picture == NULL)
    return;
  columns = _tn_block_new (TN_BLOCK_COLUMNS);
  columns->share = LOGO_SHARE;
  _tn_block_insert (columns, 0, _tn_block_new (TN_BLOCK_FLOW));
  _tn_block_insert (columns, 1, _tn_block_new (TN_BLOCK_FLOW));
  _tn_block_insert (g_ptr_array_index (columns->children, 0), 0, picture);
  _tn_block_insert (flow, 0, columns);
}

static TnBlock *
list_chapters (const TnArranging *self)
{
  TnBlock *list = _tn_block_new (TN_BLOCK_BULLETS);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const TnArrangePart *part = g_ptr_array_index (self->parts, i);
      TnBlock *first =
          part->flow->children->len > 0 ? g_ptr_array_index (part->flow->children, 0) : NULL;
      TnBlock *item;

      if (first == NULL || !_tn_arrange_is_chapter (first) || first->anchor == NULL)
        continue;
      item = _tn_block_new (TN_BLOCK_ITEM);
      item->text =
          tn_text_new (tn_text_fill_reference (tn_message_new ("{part}"), "part", first->anchor));
      _tn_block_insert (list, G_MAXINT, item);
    }

  return list;
}

static void
add_contents (const TnArranging *self, TnBlock *flow)
{
  TnBlock *heading = _tn_block_new (TN_BLOCK_HEADING);

  heading->level = 2;
  heading->text = tn_text_new (tn_message_new (N_ ("Contents")));
  _tn_block_insert (flow, G_MAXINT, heading);
  _tn_block_insert (flow, G_MAXINT, list_chapters (self));
}

static gboolean
explains_words (const TnBlock *block)
{
  if (block->kind == TN_BLOCK_NOTES)
    return TRUE;
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    if (explains_words (g_ptr_array_index (block->children, i)))
      return TRUE;

  return FALSE;
}

/* Puts the document together again. */
void
_tn_arrange_join_parts (TnArranging *self)
{
  TnBlock *root = self->document->root;

  for (guint i = 0; i < self->parts->len; i++)
    {
      TnArrangePart *part = g_ptr_array_index (self->parts, i);
      GPtrArray *blocks = g_steal_pointer (&part->flow->children);

      if (part->breaks && root->children != NULL && blocks->len > 0)
        _tn_block_insert (root, G_MAXINT, _tn_block_new (TN_BLOCK_PAGE_BREAK));
      while (blocks->len > 0)
        _tn_block_insert (root, G_MAXINT, g_ptr_array_steal_index (blocks, 0));
      g_ptr_array_unref (blocks);
    }
  if (root->children == NULL)
    root->children = g_ptr_array_new_with_free_func (_tn_block_free);
  /* Without a chapter for them words are explained at the foot of the page. */
  if (!explains_words (root))
    self->document->notes_place = TN_DOCUMENT_NOTES_PAGE;
}

/* What was changed when ids were counted. */
static void
take_older_ids (TnArranging *self)
{
  g_autoptr (JsonNode) copy = NULL;
  GHashTableIter iter;
  gpointer value;

  if (tn_arrangement_is_empty (self->arrangement))
    return;
  copy = tn_arrangement_to_json (self->arrangement);
  self->renamed = tn_arrangement_new_from_json (copy);
  self->arrangement = self->renamed;
  g_hash_table_iter_init (&iter, self->ids);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const TnArrangeName *named = value;

      if (named->older != NULL)
        tn_arrangement_rename (self->renamed, named->older, named->id);
    }
}

void
_tn_arrange_begin (TnArranging *self)
{
  self->parts = g_ptr_array_new_with_free_func (_tn_arrange_part_free);
  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, _tn_arrange_named_free);
  self->blocks = g_hash_table_new (NULL, NULL);
  _tn_arrange_part_document (self);
  _tn_arrange_name_all (self);
  take_older_ids (self);
  _tn_arrange_write_texts (self);
  _tn_arrange_add_own (self);
  _tn_arrange_move_all (self);
}

/**
 * tn_document_arrange:
 * @made: (transfer full): as it was built, shared with nobody
 * @arrangement: what a person changed
 * @language: in which texts written by hand are shown
 *
 * What @arrangement names and the document does not have is passed over.
 *
 * Returns: (transfer full): the document as the person laid it out; as it was for an empty one
 */
TnDocument *
tn_document_arrange (TnDocument *made, const TnArrangement *arrangement, const TnLanguage *language)
{
  g_auto (TnArranging) self = { made, arrangement, language, NULL, NULL, NULL, NULL };
  TnArrangePart *first;

  _tn_arrange_begin (&self);
  _tn_arrange_hide (&self);
  made->colour = tn_arrangement_get_colour (self.arrangement);
  if (self.parts->len > 0)
    {
      first = g_ptr_array_index (self.parts, 0);
      add_logo (&self, first->flow);
      if (tn_arrangement_get_contents (arrangement) && self.parts->len > 1)
        add_contents (&self, first->flow);
    }
  _tn_arrange_join_parts (&self);

  return made;
}
