/* tn-document-list.c: the blocks of a document, as a person sees them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrange-private.h"

/* Listing */

static void
entry_free (gpointer data)
{
  TnBlockEntry *self = data;

  g_free (self->id);
  g_free (self->part);
  g_free (self->older);
  g_free (self->title);
  g_free (self->was);
  g_free (self->text);
  g_free (self->made);
  g_free (self);
}

static TnBlockEntry *
add_entry (GPtrArray *entries, const char *id, const char *kind, const char *part)
{
  TnBlockEntry *entry = g_new0 (TnBlockEntry, 1);

  entry->id = g_strdup (id);
  entry->kind = kind;
  entry->part = g_strdup (part);
  g_ptr_array_add (entries, entry);

  return entry;
}

/* Of a point its title; of a figure or table the heading it stands under. */
static char *
say_title (const TnArranging *self, const TnBlock *block)
{
  const TnText *title = block->title;
  guint place;

  if (block->kind == TN_BLOCK_GRID && block->grid->caption != NULL)
    title = block->grid->caption;
  else if ((block->kind == TN_BLOCK_FIGURE || block->kind == TN_BLOCK_GRID) &&
           g_ptr_array_find (block->parent->children, block, &place))
    while (title == NULL && place-- > 0)
      {
        const TnBlock *above = g_ptr_array_index (block->parent->children, place);

        if (above->kind == TN_BLOCK_HEADING)
          title = above->text;
      }

  return title != NULL ? _tn_arrange_say_text (self->document, title, self->language) : NULL;
}

static void
list_in (const TnArranging *self,
         GPtrArray *entries,
         const TnArrangePart *part,
         const TnBlock *block,
         gboolean hidden)
{
  const TnArrangeName *named = g_hash_table_lookup (self->blocks, block);

  if (named != NULL)
    {
      TnBlockEntry *entry = add_entry (entries, named->id, _tn_arrange_get_kind (block), part->id);
      TnHandText hand = _tn_arrangement_find_text (self->arrangement, named->id, self->language,
                                                   named->state == TN_BLOCK_OWN);

      entry->covered = hidden;
      hidden |= !_tn_arrangement_is_shown (self->arrangement, named->id, FALSE);
      entry->hidden = hidden;
      entry->state = named->state;
      entry->made = g_strdup (named->made);
      entry->older = g_strdup (named->older);
      entry->title = say_title (self, block);
      entry->was = g_strdup (hand.was);
      if (named->state != TN_BLOCK_AS_MADE)
        entry->text = g_strdup (hand.text);
      else if (block->text != NULL)
        entry->text = _tn_arrange_say_text (self->document, block->text, self->language);
      if (entry->made == NULL && named->state == TN_BLOCK_AS_MADE &&
          _tn_arrange_can_be_written (block))
        entry->made = g_strdup (entry->text);
    }
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    list_in (self, entries, part, g_ptr_array_index (block->children, i), hidden);
}

static gboolean
is_known (const TnArranging *self, const char *id)
{
  return g_hash_table_contains (self->ids, id) || _tn_arrange_find_part (self, id, NULL) != NULL;
}

/* Texts whose block this document does not have: they wait for a run that has it. */
static void
list_gone (const TnArranging *self, GPtrArray *entries)
{
  g_autoptr (GList) ids = _tn_arrangement_list_texts (self->arrangement);

  for (GList *at = ids; at != NULL; at = at->next)
    if (!is_known (self, at->data))
      {
        TnBlockEntry *entry = add_entry (entries, at->data, "sentence", "");

        entry->state = TN_BLOCK_GONE;
        entry->text = g_strdup (
            _tn_arrangement_find_text (self->arrangement, at->data, self->language, TRUE).text);
      }
}

GPtrArray *
tn_document_list_blocks (TnDocument *made,
                         const TnArrangement *arrangement,
                         const TnLanguage *language)
{
  g_auto (TnArranging) self = { made, arrangement, language, NULL, NULL, NULL, NULL };
  g_autoptr (TnDocument) owned = made;
  GPtrArray *entries = g_ptr_array_new_with_free_func (entry_free);

  _tn_arrange_begin (&self);
  for (guint i = 0; i < self.parts->len; i++)
    {
      const TnArrangePart *part = g_ptr_array_index (self.parts, i);
      gboolean hidden = !_tn_arrangement_is_shown (self.arrangement, part->id, TRUE);

      add_entry (entries, part->id, "part", part->id)->hidden = hidden;
      list_in (&self, entries, part, part->flow, hidden);
    }
  list_gone (&self, entries);
  _tn_arrange_join_parts (&self);

  return entries;
}
