/* tn-arrange-place.c: blocks that were moved or hidden
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrange-private.h"

/* Moves */

static void
take_out (TnBlock *block)
{
  guint place;

  if (g_ptr_array_find (block->parent->children, block, &place))
    g_ptr_array_steal_index (block->parent->children, place);
}

static void
move_part (TnArranging *self, guint from, const char *after)
{
  guint to = 0;
  TnArrangePart *part;

  if (*after != '\0' && _tn_arrange_find_part (self, after, &to) == NULL)
    return;
  if (*after != '\0' && to == from)
    return;
  part = g_ptr_array_steal_index (self->parts, from);
  if (*after != '\0' && _tn_arrange_find_part (self, after, &to) != NULL)
    to++;
  g_ptr_array_insert (self->parts, (int) to, part);
}

static TnBlock *
get_child (const TnBlock *parent, guint place)
{
  return parent->children != NULL && place < parent->children->len
             ? g_ptr_array_index (parent->children, place)
             : NULL;
}

static gboolean
ends_section (const TnBlock *heading, const TnBlock *block)
{
  return block->kind == TN_BLOCK_RULE || block->kind == TN_BLOCK_PAGE_BREAK ||
         (block->kind == TN_BLOCK_HEADING && block->level <= heading->level);
}

static gboolean
is_shape (const TnBlock *block)
{
  return block->kind == TN_BLOCK_FIGURE || block->kind == TN_BLOCK_GRID;
}

/* A heading of one's own was put where it stands, and heads nothing that would go along. */
static gboolean
heads (const TnArranging *self, const TnBlock *block)
{
  const TnArrangeName *named = g_hash_table_lookup (self->blocks, block);

  return block->kind == TN_BLOCK_HEADING && block->level > 1 && named != NULL &&
         named->state != TN_BLOCK_OWN;
}

static GPtrArray *
list_section (const TnBlock *heading)
{
  GPtrArray *unit = g_ptr_array_new ();
  TnBlock *at;
  guint place;

  g_ptr_array_add (unit, (gpointer) heading);
  g_ptr_array_find (heading->parent->children, heading, &place);
  while ((at = get_child (heading->parent, ++place)) != NULL && !ends_section (heading, at))
    g_ptr_array_add (unit, at);

  return unit;
}

static guint
count_shapes (const GPtrArray *unit)
{
  guint n = 0;

  for (guint i = 0; i < unit->len; i++)
    if (is_shape (g_ptr_array_index (unit, i)))
      n++;

  return n;
}

static GPtrArray *
list_single (TnBlock *block)
{
  GPtrArray *unit = g_ptr_array_new ();
  TnBlock *next = NULL;
  guint place;

  g_ptr_array_add (unit, block);
  if (g_ptr_array_find (block->parent->children, block, &place))
    next = get_child (block->parent, place + 1);
  if (next != NULL && next->is_mark)
    g_ptr_array_add (unit, next);

  return unit;
}

GPtrArray *
_tn_arrange_list_unit (const TnArranging *self, TnBlock *block)
{
  GPtrArray *unit;
  const TnBlock *above = NULL;
  guint place;

  if (heads (self, block))
    return list_section (block);
  if (is_shape (block) && g_ptr_array_find (block->parent->children, block, &place) && place > 0)
    above = get_child (block->parent, place - 1);
  if (above != NULL && heads (self, above))
    {
      unit = list_section (above);
      if (count_shapes (unit) == 1)
        return unit;
      g_ptr_array_unref (unit);
    }

  return list_single (block);
}

/* Behind another of its list, or behind the list's name: first in it. */
static void
move_item (TnBlock *item, const TnBlock *at)
{
  guint place;

  if (at == item->parent)
    {
      take_out (item);
      _tn_block_insert (item->parent, 0, item);
    }

  if (at->kind != TN_BLOCK_ITEM || item->parent != at->parent)
    return;
  take_out (item);
  if (g_ptr_array_find (at->parent->children, at, &place))
    _tn_block_insert (at->parent, place + 1, item);
}

static gboolean
is_within (const GPtrArray *unit, const TnBlock *block)
{
  for (; block != NULL; block = block->parent)
    if (g_ptr_array_find ((GPtrArray *) unit, block, NULL))
      return TRUE;

  return FALSE;
}

/* Behind @at, or first behind the title of @part; all of it in its order. */
static void
move_unit (const GPtrArray *unit, TnBlock *at, const TnArrangePart *part)
{
  TnBlock *parent = at != NULL ? at->parent : part->flow;
  const TnBlock *first;
  guint place = 0;

  for (guint i = 0; i < unit->len; i++)
    take_out (g_ptr_array_index (unit, i));
  first = get_child (parent, 0);
  if (at != NULL)
    {
      g_ptr_array_find (parent->children, at, &place);
      place++;
      if (get_child (parent, place) != NULL && get_child (parent, place)->is_mark)
        place++;
    }
  else if (first != NULL && _tn_arrange_is_chapter (first))
    place = 1;
  for (guint i = 0; i < unit->len; i++)
    _tn_block_insert (parent, place + i, g_ptr_array_index (unit, i));
}

static void
move_block (const TnArranging *self, TnBlock *block, const char *after, gboolean together)
{
  const TnArrangeName *target = g_hash_table_lookup (self->ids, after);
  const TnArrangePart *part = _tn_arrange_find_part (self, after, NULL);
  TnBlock *at = target != NULL ? target->block : NULL;
  g_autoptr (GPtrArray) unit = NULL;

  if (_tn_arrange_is_chapter (block) || (at == NULL && part == NULL))
    return;
  if (block->kind == TN_BLOCK_ITEM)
    {
      /* Items stay among items. */
      if (at != NULL)
        move_item (block, at);
      return;
    }
  /* What is no item goes behind their list. */
  if (at != NULL && at->kind == TN_BLOCK_ITEM)
    at = at->parent;
  unit = together ? _tn_arrange_list_unit (self, block) : list_single (block);
  if (at == NULL || !is_within (unit, at))
    move_unit (unit, at, part);
}

void
_tn_arrange_move_all (TnArranging *self)
{
  for (guint i = 0; i < _tn_arrangement_get_n_moves (self->arrangement); i++)
    {
      const char *id, *after;
      const TnArrangeName *named;
      gboolean together;
      guint place;

      if (!_tn_arrangement_get_move (self->arrangement, i, &id, &after, &together))
        continue;
      named = g_hash_table_lookup (self->ids, id);
      if (_tn_arrange_find_part (self, id, &place) != NULL)
        move_part (self, place, after);
      else if (named != NULL)
        move_block (self, named->block, after, together);
    }
}

/* Hiding */

/* Nothing may lead to what is not there; sentences that name it still say its title. */
static void
leave_out (TnBlock *block)
{
  block->is_left_out = TRUE;
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    leave_out (g_ptr_array_index (block->children, i));
}

static void
drop_block (const TnArranging *self, TnBlock *parent, guint place)
{
  TnBlock *block = g_ptr_array_steal_index (parent->children, place);

  leave_out (block);
  block->parent = NULL;
  g_ptr_array_add (self->document->left_out, block);
}

static gboolean
is_void (const TnBlock *block)
{
  gboolean is_container = _tn_arrange_is_list (block) || block->kind == TN_BLOCK_COLUMNS ||
                          block->kind == TN_BLOCK_BALANCED || block->kind == TN_BLOCK_PANEL;

  if (!is_container)
    return FALSE;
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    {
      const TnBlock *child = g_ptr_array_index (block->children, i);

      if (child->kind != TN_BLOCK_FLOW || (child->children != NULL && child->children->len > 0))
        return FALSE;
    }

  return TRUE;
}

/* A line parts what stands above from what stands below. */
static gboolean
is_idle_rule (const TnBlock *parent, guint place)
{
  const TnBlock *block = g_ptr_array_index (parent->children, place);
  const TnBlock *next =
      place + 1 < parent->children->len ? g_ptr_array_index (parent->children, place + 1) : NULL;

  return block->kind == TN_BLOCK_RULE &&
         (place == 0 || next == NULL || next->kind == TN_BLOCK_RULE);
}

/* A heading whose text or figure was hidden or moved away says nothing any more. */
static gboolean
is_idle_heading (const TnArranging *self, const TnBlock *parent, guint place)
{
  const TnBlock *block = g_ptr_array_index (parent->children, place);
  const TnBlock *next =
      place + 1 < parent->children->len ? g_ptr_array_index (parent->children, place + 1) : NULL;
  const TnArrangeName *named = g_hash_table_lookup (self->blocks, block);

  return block->kind == TN_BLOCK_HEADING && block->level > 1 && named != NULL &&
         named->state == TN_BLOCK_AS_MADE &&
         (next == NULL || next->kind == TN_BLOCK_RULE ||
          (next->kind == TN_BLOCK_HEADING && next->level <= block->level));
}

static gboolean
hide_in (const TnArranging *self, TnBlock *parent)
{
  gboolean changed = FALSE;

  for (guint i = parent->children != NULL ? parent->children->len : 0; i-- > 0;)
    {
      TnBlock *block = g_ptr_array_index (parent->children, i);
      const TnArrangeName *named = g_hash_table_lookup (self->blocks, block);

      if (named != NULL && !_tn_arrangement_is_shown (self->arrangement, named->id, FALSE))
        {
          if (get_child (parent, i + 1) != NULL && get_child (parent, i + 1)->is_mark)
            drop_block (self, parent, i + 1);
          drop_block (self, parent, i);
          changed = TRUE;
        }
      else if (hide_in (self, block))
        {
          changed = TRUE;
          if (is_void (block))
            drop_block (self, parent, i);
        }
    }
  for (guint i = parent->children != NULL ? parent->children->len : 0; i-- > 0;)
    if (is_idle_heading (self, parent, i) || (changed && is_idle_rule (parent, i)))
      {
        drop_block (self, parent, i);
        changed = TRUE;
      }

  return changed;
}

void
_tn_arrange_hide (TnArranging *self)
{
  for (guint i = self->parts->len; i-- > 0;)
    {
      TnArrangePart *part = g_ptr_array_index (self->parts, i);

      if (_tn_arrangement_is_shown (self->arrangement, part->id, TRUE))
        {
          hide_in (self, part->flow);
          continue;
        }
      leave_out (part->flow);
      g_ptr_array_add (self->document->left_out, g_steal_pointer (&part->flow));
      g_ptr_array_remove_index (self->parts, i);
    }
}
