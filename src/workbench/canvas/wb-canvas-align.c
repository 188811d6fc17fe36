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

/* In the order they stand in along the edge. */
static int
compare_places (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const WbScene *scene = user_data;
  const TnBox *x = &scene->cards[*(const guint *) a].box,
              *y = &scene->cards[*(const guint *) b].box;

  return x->y != y->y ? (x->y < y->y ? -1 : 1) : x->x < y->x ? -1 : x->x > y->x;
}

static int
compare_columns (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const WbScene *scene = user_data;
  const TnBox *x = &scene->cards[*(const guint *) a].box,
              *y = &scene->cards[*(const guint *) b].box;

  return x->x != y->x ? (x->x < y->x ? -1 : 1) : x->y < y->y ? -1 : x->y > y->y;
}

/* (element-type guint): the cards that are aligned */
static GArray *
list_cards (WbCanvas *self, gboolean in_column)
{
  GArray *cards = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->scene->n_cards; i++)
    if (!self->scene->cards[i].hidden &&
        wb_steps_is_chosen (self->steps, _wb_canvas_get_id (self, i)))
      g_array_append_val (cards, i);
  g_array_sort_with_data (cards, in_column ? compare_places : compare_columns, self->scene);

  return cards;
}

/**
 * _wb_canvas_align:
 * @dx, @dy: one of them -1 or 1: the edge that becomes common
 *
 * Cards of folded groups stay where they are. Those that would lie on each other then are set apart
 * along the edge, in the order they stood in.
 */
void
_wb_canvas_align (WbCanvas *self, int dx, int dy)
{
  double edge = find_edge (self, dx, dy);
  g_autoptr (TnBoard) board = tn_board_copy (self->scene->board);
  g_autoptr (GArray) cards = list_cards (self, dx != 0);
  double free_from = -G_MAXDOUBLE;
  guint n = cards->len;

  for (guint i = 0; i < n; i++)
    {
      const WbSceneCard *card = &self->scene->cards[g_array_index (cards, guint, i)];
      double x = card->box.x, y = card->box.y;

      if (dx != 0)
        {
          x = dx < 0 ? edge : edge - card->box.width;
          y = MAX (y, free_from);
          free_from = y + card->box.height + TN_BOARD_GRID;
        }
      else
        {
          y = dy < 0 ? edge : edge - card->box.height;
          x = MAX (x, free_from);
          free_from = x + card->box.width + TN_BOARD_GRID;
        }
      tn_board_set_place (board, card->node->id, x, y);
    }
  if (n < 2 || !wb_steps_may_change (self->steps))
    gtk_widget_error_bell (GTK_WIDGET (self));
  else if (!tn_board_equal (board, self->scene->board))
    wb_steps_draw (
        self->steps, NULL, board,
        tn_message_count (
            tn_message_new_plural (TN_PLURAL ("Align {n} step", "Align {n} steps"), n), "n", n));
}
