/* tn-arrange-parts.c: a document taken apart into chapters and named blocks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrange-private.h"

void
_tn_arrange_part_free (gpointer data)
{
  TnArrangePart *self = data;

  g_free (self->id);
  g_clear_pointer (&self->flow, _tn_block_free);
  g_free (self);
}

void
_tn_arrange_named_free (gpointer data)
{
  TnArrangeName *self = data;

  g_free (self->id);
  g_free (self->older);
  g_free (self->made);
  g_free (self);
}

void
_tn_arranging_clear (TnArranging *self)
{
  g_clear_pointer (&self->blocks, g_hash_table_unref);
  g_clear_pointer (&self->ids, g_hash_table_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->renamed, tn_arrangement_free);
}

/* Parts */

gboolean
_tn_arrange_is_chapter (const TnBlock *block)
{
  return block->kind == TN_BLOCK_HEADING && block->level == 1;
}

static TnArrangePart *
add_part (TnArranging *self, const char *id, gboolean breaks)
{
  TnArrangePart *part = g_new0 (TnArrangePart, 1);

  part->id = id != NULL ? g_strdup (id) : g_strdup_printf ("part-%u", self->parts->len);
  part->breaks = breaks;
  part->flow = _tn_block_new (TN_BLOCK_FLOW);
  part->flow->children = g_ptr_array_new_with_free_func (_tn_block_free);
  g_ptr_array_add (self->parts, part);

  return part;
}

/* Takes the document apart; a break before a chapter is the chapter's. */
void
_tn_arrange_part_document (TnArranging *self)
{
  GPtrArray *blocks = g_steal_pointer (&self->document->root->children);
  TnArrangePart *part = add_part (self, TN_PART_FRONT, TRUE);
  gboolean breaks = FALSE;

  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      TnBlock *block = g_ptr_array_index (blocks, i);
      const TnBlock *next = i + 1 < blocks->len ? g_ptr_array_index (blocks, i + 1) : NULL;

      if (block->kind == TN_BLOCK_PAGE_BREAK && next != NULL && _tn_arrange_is_chapter (next))
        {
          breaks = TRUE;
          _tn_block_free (block);
          continue;
        }
      if (_tn_arrange_is_chapter (block))
        part = add_part (self, block->anchor, breaks);
      breaks = FALSE;
      _tn_block_insert (part->flow, G_MAXINT, block);
    }
  if (blocks != NULL)
    {
      g_ptr_array_set_free_func (blocks, NULL);
      g_ptr_array_unref (blocks);
    }
}

TnArrangePart *
_tn_arrange_find_part (const TnArranging *self, const char *id, guint *place)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      TnArrangePart *part = g_ptr_array_index (self->parts, i);

      if (!g_str_equal (part->id, id))
        continue;
      if (place != NULL)
        *place = i;
      return part;
    }

  return NULL;
}

/* Names */

static const char *
get_stem (const TnBlock *block)
{
  switch (block->kind)
    {
    case TN_BLOCK_KICKER:
      return "kicker";
    case TN_BLOCK_COVER:
      return "answer";
    case TN_BLOCK_HEADING:
      return _tn_arrange_is_chapter (block) ? "title" : "heading";
    case TN_BLOCK_LEAD:
      return "lead";
    case TN_BLOCK_PARAGRAPH:
      return "sentence";
    case TN_BLOCK_SMALL:
      return "small";
    case TN_BLOCK_BIG_NUMBER:
      return "number";
    case TN_BLOCK_NOTES:
      return "terms";
    case TN_BLOCK_GRID:
      return "table";
    case TN_BLOCK_FIGURE:
      return "figure";
    case TN_BLOCK_ACTIONS:
    case TN_BLOCK_WARNINGS:
    case TN_BLOCK_BULLETS:
    case TN_BLOCK_STEPS:
    case TN_BLOCK_DEFINITIONS:
    case TN_BLOCK_PAIRS:
      return "list";
    case TN_BLOCK_ITEM:
      return "item";
    default:
      return NULL;
    }
}

/* What a list of blocks calls it. */
const char *
_tn_arrange_get_kind (const TnBlock *block)
{
  const char *stem = get_stem (block);

  if (block->kind == TN_BLOCK_HEADING)
    return "heading";
  if (block->kind == TN_BLOCK_NOTES)
    return "words";
  if (block->kind == TN_BLOCK_FIGURE && block->figure->chart == NULL)
    return "picture";

  return block->kind <= TN_BLOCK_SMALL ? "sentence" : stem;
}

gboolean
_tn_arrange_is_list (const TnBlock *block)
{
  return block->kind >= TN_BLOCK_ACTIONS && block->kind <= TN_BLOCK_PAIRS;
}

TnArrangeName *
_tn_arrange_name_block (TnArranging *self, TnBlock *block, char *id)
{
  TnArrangeName *named;

  if (g_hash_table_contains (self->ids, id))
    {
      g_free (id);
      return NULL;
    }
  named = g_new0 (TnArrangeName, 1);
  named->block = block;
  named->id = id;
  g_free (block->id);
  block->id = g_strdup (id);
  g_hash_table_insert (self->ids, named->id, named);
  g_hash_table_insert (self->blocks, block, named);

  return named;
}

static char *
count_id (const char *id, guint n)
{
  return n <= 1 ? g_strdup (id) : g_strdup_printf ("%s-%u", id, n);
}

static guint
count_up (GHashTable *counts, const char *what)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, what)) + 1;

  g_hash_table_insert (counts, g_strdup (what), GUINT_TO_POINTER (n));

  return n;
}

static gboolean
has_own_anchor (const TnBlock *block)
{
  return block->anchor != NULL && !_tn_arrange_is_chapter (block);
}

/* How many blocks of the part say the same sentence. */
static void
count_sentences (const TnArrangePart *part, const TnBlock *block, GHashTable *totals)
{
  const char *stem = get_stem (block);
  g_autofree char *told = stem != NULL && !has_own_anchor (block)
                              ? _tn_arrange_make_id (part->id, stem, block, FALSE)
                              : NULL;

  if (told != NULL)
    count_up (totals, told);
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    count_sentences (part, g_ptr_array_index (block->children, i), totals);
}

static void
name_by_sentence (TnArranging *self,
                  const TnArrangePart *part,
                  TnBlock *block,
                  GHashTable *totals,
                  GHashTable *counts)
{
  const char *stem = get_stem (block);
  g_autofree char *counted = g_strdup_printf ("%s-%s", part->id, stem);
  g_autofree char *told = _tn_arrange_make_id (part->id, stem, block, FALSE);
  guint n = count_up (counts, counted);
  TnArrangeName *named;

  if (told == NULL)
    {
      _tn_arrange_name_block (self, block, count_id (counted, n));
      return;
    }
  if (GPOINTER_TO_UINT (g_hash_table_lookup (totals, told)) > 1)
    {
      g_free (told);
      told = _tn_arrange_make_id (part->id, stem, block, TRUE);
    }
  named = _tn_arrange_name_block (self, block, count_id (told, count_up (counts, told)));
  if (named != NULL)
    named->older = count_id (counted, n);
}

/* By its anchor, or by part and what sentence it says: equal for the same block of another run,
 * also where that has a block more before it. Older arrangements counted. */
static void
name_blocks (TnArranging *self,
             const TnArrangePart *part,
             TnBlock *block,
             GHashTable *totals,
             GHashTable *counts)
{
  if (get_stem (block) != NULL && has_own_anchor (block))
    _tn_arrange_name_block (self, block, g_strdup (block->anchor));
  else if (get_stem (block) != NULL)
    name_by_sentence (self, part, block, totals, counts);
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    name_blocks (self, part, g_ptr_array_index (block->children, i), totals, counts);
}

void
_tn_arrange_name_all (TnArranging *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const TnArrangePart *part = g_ptr_array_index (self->parts, i);
      g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      g_autoptr (GHashTable) totals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      count_sentences (part, part->flow, totals);
      name_blocks (self, part, part->flow, totals, counts);
    }
}
