/* wb-canvas-align.c: the chosen cards in one row or column
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-canvas-private.h"
#include "wb-step-change.h"
#include "wb-words.h"

/* Left or top edges: the least there is; right or bottom edges: the greatest. */
static double
find_edge (WbCanvas *self, int dx, int dy)
{
  gboolean any = FALSE;
  double edge = 0;

  for (guint i = 0; i < self->scene->n_cards; i++)
    {
      const TnBox *box = &self->scene->cards[i].box;
      double at = dx < 0   ? box->x
                  : dx > 0 ? box->x + box->width
                  : dy < 0 ? box->y
                           : box->y + box->height;

      if (self->scene->cards[i].hidden ||
          !wb_steps_is_chosen (self->steps, _wb_canvas_get_id (self, i)))
        continue;
      if (!any || (dx + dy < 0 ? at < edge : at > edge))
        edge = at;
      any = TRUE;
    }

  return edge;
}

/**
 * _wb_canvas_align:
 * @dx, @dy: one of them -1 or 1: the edge that becomes common
 *
 * Cards of folded groups stay where they are.
 */
void
_wb_canvas_align (WbCanvas *self, int dx, int dy)
{
  double edge = find_edge (self, dx, dy);
  g_autoptr (TnBoard) board = tn_board_copy (self->scene->board);
  guint n = 0;

  for (guint i = 0; i < self->scene->n_cards; i++)
    {
      const WbSceneCard *card = &self->scene->cards[i];
      double x = card->box.x, y = card->box.y;

      if (card->hidden || !wb_steps_is_chosen (self->steps, card->node->id))
        continue;
      if (dx != 0)
        x = dx < 0 ? edge : edge - card->box.width;
      else
        y = dy < 0 ? edge : edge - card->box.height;
      tn_board_set_place (board, card->node->id, x, y);
      n++;
    }
  if (n < 2 || !wb_steps_may_change (self->steps))
    gtk_widget_error_bell (GTK_WIDGET (self));
  else if (!tn_board_equal (board, self->scene->board))
    wb_steps_draw (
        self->steps, NULL, board,
        tn_message_count (
            tn_message_new_plural (TN_PLURAL ("Align {n} step", "Align {n} steps"), n), "n", n));
}
