/* wb-canvas-group.c: boxes around cards, and folding them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-canvas-private.h"
#include "wb-step-change.h"
#include "wb-words.h"

static TnMessage *
name_change (const char *label, const char *title)
{
  return tn_message_text (tn_message_new (label), "group", title);
}

void
_wb_canvas_choose_group (WbCanvas *self, guint group)
{
  wb_steps_choose_all (self->steps, tn_board_get_group (self->scene->board, group)->nodes);
}

void
_wb_canvas_fold_group (WbCanvas *self, guint group)
{
  const TnBoardGroup *old = tn_board_get_group (self->scene->board, group);
  g_autoptr (TnBoard) board = NULL;

  if (!wb_steps_may_change (self->steps))
    return;
  board = tn_board_copy (self->scene->board);
  tn_board_set_group_folded (board, old->id, !old->folded);
  wb_steps_draw (
      self->steps, NULL, board,
      name_change (old->folded ? N_ ("Unfold “{group}”") : N_ ("Fold “{group}”"), old->title));
}

/* A box around the chosen cards, called by what the first of them does. */
void
_wb_canvas_group (WbCanvas *self)
{
  g_autoptr (GPtrArray) chosen = wb_steps_list_chosen (self->steps);
  g_autoptr (TnBoard) board = NULL;
  g_autofree char *title = NULL;
  int first;

  if (chosen->len < 2 || !wb_steps_may_change (self->steps))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  first = tn_graph_find_node (self->scene->graph, g_ptr_array_index (chosen, 0));
  title = wb_say_text (
      N_ ("{step} and more"), "step",
      ((WbCardLook *) g_hash_table_lookup (self->looks, _wb_canvas_get_id (self, (guint) first)))
          ->title);
  g_ptr_array_add (chosen, NULL);
  board = tn_board_copy (self->scene->board);
  tn_board_add_group (board, title, (const char *const *) chosen->pdata);
  wb_steps_draw (self->steps, NULL, board, name_change (N_ ("Group “{group}”"), title));
}

/* The box around the chosen card goes; its cards stay. */
void
_wb_canvas_ungroup (WbCanvas *self)
{
  int card = _wb_canvas_get_card (self);
  int group = card >= 0 ? self->scene->cards[card].group : -1;
  const TnBoardGroup *old;
  g_autoptr (TnBoard) board = NULL;

  if (group < 0 || !wb_steps_may_change (self->steps))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  old = tn_board_get_group (self->scene->board, (guint) group);
  board = tn_board_copy (self->scene->board);
  tn_board_remove_group (board, old->id);
  wb_steps_draw (self->steps, NULL, board, name_change (N_ ("Ungroup “{group}”"), old->title));
}
