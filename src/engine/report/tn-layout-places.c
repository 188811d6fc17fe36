/* tn-layout-places.c: where blocks stand on the pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-layout-private.h"

static void
enlarge (TnLayoutBox *box, double x, double y, double width, double height)
{
  double right = MAX (box->x + box->width, x + width);
  double bottom = MAX (box->y + box->height, y + height);

  box->x = MIN (box->x, x);
  box->y = MIN (box->y, y);
  box->width = right - box->x;
  box->height = bottom - box->y;
}

/* The place of that block on the page being looked through: not before @from. */
static TnLayoutPlace *
find_place (GArray *places, guint from, const char *id)
{
  for (guint i = places->len; i-- > from;)
    {
      TnLayoutPlace *place = &g_array_index (places, TnLayoutPlace, i);

      if (place->id == id)
        return place;
    }

  return NULL;
}

static void
add_place (GArray *places, guint from, guint page, const TnPlaced *placed, const TnBlock *block)
{
  TnLayoutPlace *place = find_place (places, from, block->id);
  TnLayoutPlace new_place = {
    block->id, { TN_LAYOUT_LINE, page, placed->x, placed->y, placed->piece->width, placed->height }
  };

  if (place == NULL)
    g_array_append_val (places, new_place);
  else
    enlarge (&place->box, placed->x, placed->y, placed->piece->width, placed->height);
}

/**
 * tn_layout_list_places:
 *
 * A block that goes on on another page has a place on each. A list encloses its points, which stand
 * behind it.
 *
 * Returns: (transfer full) (element-type TnLayoutPlace): in the order of reading
 */
GArray *
tn_layout_list_places (const TnLayout *self)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (TnLayoutPlace));

  for (guint p = 0; p < self->pages->len; p++)
    {
      const TnPage *page = &g_array_index (self->pages, TnPage, p);
      guint from = places->len;

      for (guint i = page->first; i < page->first + page->n_placed; i++)
        {
          const TnPlaced *placed = &g_array_index (self->placed, TnPlaced, i);
          const TnBlock *owner = placed->piece->owner;

          if (owner != NULL && owner->kind == TN_BLOCK_ITEM && owner->parent->id != NULL)
            add_place (places, from, p, placed, owner->parent);
          if (owner != NULL && owner->id != NULL)
            add_place (places, from, p, placed, owner);
        }
    }

  return places;
}
