/* tn-document-fit.c: a document on one page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrangement.h"
#include "tn-document-private.h"
#include "tn-layout.h"

/* Letters grow smaller to this before anything is dropped: 8.5 points of text. */
static const double scales[] = { 1, 0.95, 0.9 };

#define NEVER G_MAXUINT

/* What is dropped */

static gboolean
has_by_hand (const TnBlock *block)
{
  if (block->by_hand)
    return TRUE;
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    if (has_by_hand (g_ptr_array_index (block->children, i)))
      return TRUE;

  return FALSE;
}

/* The first of what to do and of what could be wrong is never given up. */
static guint
get_rank_of_item (const TnBlock *item)
{
  if (g_ptr_array_index (item->parent->children, 0) == item)
    return NEVER;

  return item->parent->kind == TN_BLOCK_ACTIONS ? 6 : 5;
}

/* What can best be missed has the lowest: the answer and what a person wrote cannot. */
static guint
get_rank (const TnBlock *block)
{
  if (has_by_hand (block))
    return NEVER;
  switch (block->kind)
    {
    case TN_BLOCK_SMALL:
      return 1;
    case TN_BLOCK_PARAGRAPH:
      return 2;
    case TN_BLOCK_GRID:
      return 3;
    case TN_BLOCK_FIGURE:
      return block->id != NULL ? 4 : NEVER; /* the logo has no name */
    case TN_BLOCK_ITEM:
      return get_rank_of_item (block);
    case TN_BLOCK_LEAD:
      return 7;
    case TN_BLOCK_BIG_NUMBER:
      return 8;
    case TN_BLOCK_KICKER:
      return 9;
    default:
      return NEVER;
    }
}

/* Of equal ones the last. */
static void
find_least (TnBlock *block, TnBlock **found, guint *least)
{
  guint rank = get_rank (block);

  if (rank <= *least && rank != NEVER)
    {
      *found = block;
      *least = rank;
    }
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    find_least (g_ptr_array_index (block->children, i), found, least);
}

/* Dropping */

static void
note_dropped (TnDocument *self, TnBlock *block)
{
  block->is_left_out = TRUE;
  if (block->id != NULL)
    g_ptr_array_add (self->dropped, g_strdup (block->id));
  for (guint i = 0; block->children != NULL && i < block->children->len; i++)
    note_dropped (self, g_ptr_array_index (block->children, i));
}

static void
drop_at (TnDocument *self, TnBlock *parent, guint place)
{
  TnBlock *block = g_ptr_array_steal_index (parent->children, place);

  note_dropped (self, block);
  block->parent = NULL;
  g_ptr_array_add (self->left_out, block);
}

static const TnBlock *
get_child (const TnBlock *parent, guint place)
{
  return place < parent->children->len ? g_ptr_array_index (parent->children, place) : NULL;
}

/* A heading that heads nothing any more, or a line with nothing below or another line. */
static gboolean
is_idle (const TnBlock *parent, guint place)
{
  const TnBlock *block = get_child (parent, place);
  const TnBlock *next = get_child (parent, place + 1);

  if (block->kind == TN_BLOCK_RULE)
    return next == NULL || next->kind == TN_BLOCK_RULE;

  return block->kind == TN_BLOCK_HEADING && block->level > 1 && !block->by_hand &&
         (next == NULL || next->kind == TN_BLOCK_RULE ||
          (next->kind == TN_BLOCK_HEADING && next->level <= block->level));
}

static gboolean
is_void (const TnBlock *block)
{
  gboolean is_container = (block->kind >= TN_BLOCK_ACTIONS && block->kind <= TN_BLOCK_PAIRS) ||
                          block->kind == TN_BLOCK_COLUMNS || block->kind == TN_BLOCK_BALANCED ||
                          block->kind == TN_BLOCK_PANEL;

  for (guint i = 0; is_container && block->children != NULL && i < block->children->len; i++)
    {
      const TnBlock *child = get_child (block, i);

      if (child->kind != TN_BLOCK_FLOW || (child->children != NULL && child->children->len > 0))
        return FALSE;
    }

  return is_container;
}

static void
tidy (TnDocument *self, TnBlock *parent)
{
  for (guint i = parent->children != NULL ? parent->children->len : 0; i-- > 0;)
    {
      tidy (self, g_ptr_array_index (parent->children, i));
      if (is_void (get_child (parent, i)) || is_idle (parent, i))
        drop_at (self, parent, i);
    }
}

static gboolean
drop_least (TnDocument *self)
{
  TnBlock *found = NULL;
  guint least = NEVER;
  guint place;

  find_least (self->root, &found, &least);
  if (found == NULL || !g_ptr_array_find (found->parent->children, found, &place))
    return FALSE;
  drop_at (self, found->parent, place);
  tidy (self, self->root);

  return TRUE;
}

/* Fitting */

/* Pages it takes; 0 when cancelled. */
static guint
count_pages (const TnDocument *self,
             const TnLanguage *language,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TnLayout) layout = tn_layout_new (self, language, NULL, cancellable, error);

  return layout != NULL ? tn_layout_get_n_pages (layout) : 0;
}

/**
 * tn_document_fit:
 * @self: arranged, and shared with nobody
 * @language: for whose words the page has to do
 * @cancellable: (nullable): to give up
 * @error: G_IO_ERROR_CANCELLED
 *
 * Brings the document to one page: with smaller letters first, down to nine tenths; then without
 * what can best be missed: small print, sentences, tables, charts, points of lists but the first,
 * the introduction, large figures. The answer, headings with something below and what a person
 * wrote or added stay; if they alone are more than a page, so is the document.
 *
 * Returns: %FALSE when cancelled
 */
gboolean
tn_document_fit (TnDocument *self,
                 const TnLanguage *language,
                 GCancellable *cancellable,
                 GError **error)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (scales) && n != 1; i++)
    {
      self->scale = scales[i];
      n = count_pages (self, language, cancellable, error);
      if (n == 0)
        return FALSE;
    }
  while (n > 1 && drop_least (self))
    {
      n = count_pages (self, language, cancellable, error);
      if (n == 0)
        return FALSE;
    }

  return TRUE;
}

void
tn_document_mark_dropped (const TnDocument *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      TnBlockEntry *entry = g_ptr_array_index (entries, i);

      for (guint j = 0; j < self->dropped->len; j++)
        if (g_str_equal (g_ptr_array_index (self->dropped, j), entry->id))
          entry->dropped = TRUE;
    }
}
