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

/* Behind the title, where there is one. */
static void
move_into_part (TnBlock *block, const TnArrangePart *part)
{
  const TnBlock *first =
      part->flow->children->len > 0 ? g_ptr_array_index (part->flow->children, 0) : NULL;

  if (first == block)
    return;
  take_out (block);
  _tn_block_insert (part->flow, first != NULL && _tn_arrange_is_chapter (first) ? 1 : 0, block);
}

static void
move_block (const TnArranging *self, TnBlock *block, const char *after)
{
  const TnArrangeName *target = g_hash_table_lookup (self->ids, after);
  const TnArrangePart *part = _tn_arrange_find_part (self, after, NULL);
  TnBlock *at = target != NULL ? target->block : NULL;
  guint place;

  if (_tn_arrange_is_chapter (block))
    return;
  if (at == NULL && part != NULL && block->kind != TN_BLOCK_ITEM)
    move_into_part (block, part);
  if (at == NULL || at == block)
    return;
  /* Items stay among items, and what is none goes behind their list. */
  if ((block->kind == TN_BLOCK_ITEM) != (at->kind == TN_BLOCK_ITEM))
    {
      if (block->kind == TN_BLOCK_ITEM || at->parent == block)
        return;
      at = at->parent;
    }
  if (block->kind == TN_BLOCK_ITEM && block->parent != at->parent)
    return;
  take_out (block);
  if (g_ptr_array_find (at->parent->children, at, &place))
    _tn_block_insert (at->parent, place + 1, block);
}

void
_tn_arrange_move_all (TnArranging *self)
{
  for (guint i = 0; i < _tn_arrangement_get_n_moves (self->arrangement); i++)
    {
      const char *id, *after;
      const TnArrangeName *named;
      guint place;

      if (!_tn_arrangement_get_move (self->arrangement, i, &id, &after))
        continue;
      named = g_hash_table_lookup (self->ids, id);
      if (_tn_arrange_find_part (self, id, &place) != NULL)
        move_part (self, place, after);
      else if (named != NULL)
        move_block (self, named->block, after);
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
