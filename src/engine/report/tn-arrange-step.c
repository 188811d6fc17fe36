/* tn-arrange-step.c: a place up or down
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrange-private.h"

/* What may be stepped over: a named block, and the part it is in. */
typedef struct
{
  const char *id;
  TnBlock *block;
  guint part;
} Place;

static void
list_places (const TnArranging *self, GArray *places, TnBlock *block, guint part)
{
  const TnArrangeName *named = g_hash_table_lookup (self->blocks, block);

  if (named != NULL && !_tn_arrange_is_chapter (block))
    {
      Place place = { named->id, block, part };

      g_array_append_val (places, place);
    }
  if (_tn_arrange_is_list (block))
    return;
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    list_places (self, places, g_ptr_array_index (block->children, i), part);
}

static GArray *
list_all (const TnArranging *self)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < self->parts->len; i++)
    list_places (self, places, ((TnArrangePart *) g_ptr_array_index (self->parts, i))->flow, i);

  return places;
}

static const char *
get_part_id (const TnArranging *self, guint index)
{
  return ((TnArrangePart *) g_ptr_array_index (self->parts, index))->id;
}

static gboolean
is_in (const GPtrArray *unit, const TnBlock *block)
{
  for (; block != NULL; block = block->parent)
    if (g_ptr_array_find ((GPtrArray *) unit, block, NULL))
      return TRUE;

  return FALSE;
}

/* The first and the last of @places that move with the one at @index. */
static void
find_range (const TnArranging *self, const GArray *places, guint index, guint *first, guint *last)
{
  g_autoptr (GPtrArray) unit =
      _tn_arrange_list_unit (self, g_array_index (places, Place, index).block);

  *first = *last = index;
  while (*first > 0 && is_in (unit, g_array_index (places, Place, *first - 1).block))
    --*first;
  while (*last + 1 < places->len && is_in (unit, g_array_index (places, Place, *last + 1).block))
    ++*last;
}

static const char *
step_down (const TnArranging *self, const GArray *places, guint first, guint last)
{
  const Place *at = &g_array_index (places, Place, last);
  const Place *next = last + 1 < places->len ? at + 1 : NULL;
  guint over = last + 1, unused;

  if (next == NULL || next->part != at->part)
    return at->part + 1 < self->parts->len ? get_part_id (self, at->part + 1) : NULL;
  /* A section steps over a section; a block over a block. */
  if (last > first)
    find_range (self, places, over, &unused, &over);

  return g_array_index (places, Place, over).id;
}

/* Where the outermost section begins that @index is in; @index itself in none. */
static guint
find_section (const TnArranging *self, const GArray *places, guint index)
{
  const Place *at = &g_array_index (places, Place, index);
  guint found = index;

  for (guint i = index + 1; i-- > 0 && g_array_index (places, Place, i).part == at->part;)
    {
      g_autoptr (GPtrArray) unit =
          _tn_arrange_list_unit (self, g_array_index (places, Place, i).block);

      if (is_in (unit, at->block) &&
          g_ptr_array_index (unit, 0) == g_array_index (places, Place, i).block)
        found = i;
    }

  return found;
}

static const char *
step_up (const TnArranging *self, const GArray *places, guint first, guint last)
{
  const Place *at = &g_array_index (places, Place, first);
  const Place *before = first > 0 ? at - 1 : NULL;
  guint over = first;

  if (before == NULL || before->part != at->part)
    {
      if (at->part == 0)
        return NULL;
      return before != NULL && before->part == at->part - 1 ? before->id
                                                            : get_part_id (self, at->part - 1);
    }
  over--;
  if (last > first)
    over = find_section (self, places, over);
  if (over > 0 && g_array_index (places, Place, over - 1).part == at->part)
    return g_array_index (places, Place, over - 1).id;

  return get_part_id (self, at->part);
}

static gboolean
step_part (const TnArranging *self, guint index, int by, char **moved, char **after)
{
  if ((by < 0 && index == 0) || (by > 0 && index + 1 >= self->parts->len))
    return FALSE;
  *moved = g_strdup (get_part_id (self, index));
  *after = g_strdup (by > 0      ? get_part_id (self, index + 1)
                     : index > 1 ? get_part_id (self, index - 2)
                                 : "");

  return TRUE;
}

/* Nothing comes before the first point but by another that goes behind it. */
static gboolean
step_item (const TnArranging *self, const TnBlock *item, int by, char **moved, char **after)
{
  const GPtrArray *items = item->parent->children;
  const TnArrangeName *a, *b;
  guint place, other;

  if (!g_ptr_array_find ((GPtrArray *) items, item, &place))
    return FALSE;
  other = by > 0 ? place + 1 : place - 1;
  if ((by < 0 && place == 0) || other >= items->len)
    return FALSE;
  a = g_hash_table_lookup (self->blocks, g_ptr_array_index (items, MIN (place, other)));
  b = g_hash_table_lookup (self->blocks, g_ptr_array_index (items, MAX (place, other)));
  if (a == NULL || b == NULL)
    return FALSE;
  *moved = g_strdup (a->id);
  *after = g_strdup (b->id);

  return TRUE;
}

static gboolean
step_block (const TnArranging *self, const TnBlock *block, int by, char **moved, char **after)
{
  g_autoptr (GArray) places = list_all (self);
  guint index = 0, first, last;
  const char *found;

  while (index < places->len && g_array_index (places, Place, index).block != block)
    index++;
  if (index == places->len)
    return FALSE;
  find_range (self, places, index, &first, &last);
  found = by > 0 ? step_down (self, places, first, last) : step_up (self, places, first, last);
  if (found == NULL)
    return FALSE;
  *moved = g_strdup (g_array_index (places, Place, index).id);
  *after = g_strdup (found);

  return TRUE;
}

/**
 * tn_document_find_step:
 * @made: (transfer full): as it was built, shared with nobody
 * @id: a part, a block or a point
 * @by: 1 down, -1 up
 * @moved: (out) (transfer full): what is to be moved
 * @after: (out) (transfer full): behind what
 *
 * A part steps over parts, a point over points, a section (a heading with what it heads) over
 * sections, anything else over the next block; behind the last block of a part the next part comes.
 *
 * Returns: %FALSE for what is not there, cannot move, or stands at an end
 */
gboolean
tn_document_find_step (TnDocument *made,
                       const TnArrangement *arrangement,
                       const TnLanguage *language,
                       const char *id,
                       int by,
                       char **moved,
                       char **after)
{
  g_auto (TnArranging) self = { made, arrangement, language, NULL, NULL, NULL, NULL };
  g_autoptr (TnDocument) owned = made;
  const TnArrangeName *named;
  gboolean done = FALSE;
  guint part;

  _tn_arrange_begin (&self);
  named = g_hash_table_lookup (self.ids, id);
  if (_tn_arrange_find_part (&self, id, &part) != NULL)
    done = step_part (&self, part, by, moved, after);
  else if (named != NULL && named->block->kind == TN_BLOCK_ITEM)
    done = step_item (&self, named->block, by, moved, after);
  else if (named != NULL && !_tn_arrange_is_chapter (named->block))
    done = step_block (&self, named->block, by, moved, after);
  _tn_arrange_join_parts (&self);

  return done;
}
