/* tn-arrange-own.c: blocks of one's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-arrange-private.h"
#include "tn-picture.h"

#define MOST_ASPECT 1.2

/* Blocks of one's own */

static void
draw_picture (cairo_t *cr,
              double width,
              double height,
              const TnLanguage *language,
              gboolean dark,
              gpointer user_data)
{
  tn_picture_draw (user_data, cr, width, height);
}

TnBlock *
_tn_arrange_make_picture (GBytes *png, TnMessage *alt, double most)
{
  cairo_surface_t *surface = png != NULL ? tn_picture_read (png, NULL) : NULL;
  TnBlock *block;

  if (surface == NULL)
    {
      tn_message_unref (alt);
      return NULL;
    }
  block = _tn_block_new (TN_BLOCK_FIGURE);
  block->figure = g_new0 (TnFigure, 1);
  block->figure->draw = draw_picture;
  block->figure->user_data = surface;
  block->figure->destroy = (GDestroyNotify) cairo_surface_destroy;
  block->figure->aspect = MIN ((double) cairo_image_surface_get_height (surface) /
                                   cairo_image_surface_get_width (surface),
                               most);
  block->figure->alt = alt;

  return block;
}

static TnBlock *
make_own (const TnArranging *self, const char *id)
{
  g_autoptr (GBytes) png = NULL;
  const char *kind = _tn_arrangement_get_own (self->arrangement, id, &png);
  TnHandText hand = _tn_arrangement_find_text (self->arrangement, id, self->language, TRUE);
  TnBlock *block;

  if (kind == NULL || hand.text == NULL)
    return NULL;
  if (g_str_equal (kind, "picture"))
    block = _tn_arrange_make_picture (png, tn_message_new_literal (hand.text), MOST_ASPECT);
  else
    block = _tn_block_new (g_str_equal (kind, "heading") ? TN_BLOCK_HEADING : TN_BLOCK_PARAGRAPH);
  if (block == NULL)
    return NULL;
  block->level = 2;
  block->by_hand = TRUE;
  block->text = tn_text_new (tn_message_new_literal (hand.text));

  return block;
}

/* At the end of the first part, until they are moved. */
void
_tn_arrange_add_own (TnArranging *self)
{
  g_autoptr (GList) ids = _tn_arrangement_list_own (self->arrangement);
  const TnArrangePart *front = g_ptr_array_index (self->parts, 0);

  for (GList *at = ids; at != NULL; at = at->next)
    {
      TnBlock *block = make_own (self, at->data);
      TnArrangeName *named;

      if (block == NULL)
        continue;
      _tn_block_insert (front->flow, G_MAXINT, block);
      named = _tn_arrange_name_block (self, block, g_strdup (at->data));
      if (named != NULL)
        named->state = TN_BLOCK_OWN;
    }
}
