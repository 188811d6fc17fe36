/* wb-canvas-clip.c: steps as text: copied, cut, and put in again, also in another project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-graph-part.h"
#include "wb-canvas-private.h"
#include "wb-step-change.h"

/* Around the chosen cards; FALSE when fewer than two are. */
static gboolean
find_extent (WbCanvas *self, TnBox *all)
{
  guint n = 0;

  for (guint i = 0; i < self->scene->n_cards; i++)
    {
      const TnBox *box = &self->scene->cards[i].box;
      double right, foot;

      if (!wb_steps_is_chosen (self->steps, _wb_canvas_get_id (self, i)))
        continue;
      right = n > 0 ? MAX (all->x + all->width, box->x + box->width) : box->x + box->width;
      foot = n > 0 ? MAX (all->y + all->height, box->y + box->height) : box->y + box->height;
      all->x = n > 0 ? MIN (all->x, box->x) : box->x;
      all->y = n > 0 ? MIN (all->y, box->y) : box->y;
      all->width = right - all->x;
      all->height = foot - all->y;
      n++;
    }

  return n > 1;
}

/* The chosen one, or those that stand among the chosen cards. */
static GPtrArray *
list_notes (WbCanvas *self)
{
  GPtrArray *notes = g_ptr_array_new ();
  TnBox all = { 0 };

  if (self->note != NULL)
    g_ptr_array_add (notes, self->note);
  else if (find_extent (self, &all))
    for (guint i = 0; i < tn_board_get_n_notes (self->scene->board); i++)
      if (wb_box_meets (&tn_board_get_note (self->scene->board, i)->box, &all))
        g_ptr_array_add (notes, tn_board_get_note (self->scene->board, i)->id);
  g_ptr_array_add (notes, NULL);

  return notes;
}

/**
 * wb_canvas_copy_text:
 *
 * Returns: (transfer full): the chosen cards with the notes among them, or the chosen note
 */
char *
wb_canvas_copy_text (WbCanvas *self)
{
  static const char *const none[] = { NULL };
  g_autoptr (GPtrArray) chosen = wb_steps_list_chosen (self->steps);
  g_autoptr (GPtrArray) notes = list_notes (self);

  g_ptr_array_add (chosen, NULL);

  return tn_graph_part_to_text (self->scene->graph, self->scene->board,
                                self->note != NULL ? none : (const char *const *) chosen->pdata,
                                (const char *const *) notes->pdata);
}

void
_wb_canvas_copy (WbCanvas *self)
{
  g_autofree char *text = wb_canvas_copy_text (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

void
_wb_canvas_cut (WbCanvas *self)
{
  if (!wb_steps_may_change (self->steps))
    return;
  _wb_canvas_copy (self);
  if (_wb_canvas_get_note (self) >= 0)
    _wb_canvas_remove_note (self);
  else
    wb_steps_remove (self->steps);
}

static TnMessage *
name_paste (guint n)
{
  if (n == 0)
    return tn_message_new (N_ ("Paste a note"));

  return tn_message_count (
      tn_message_new_plural (TN_PLURAL ("Paste {n} step", "Paste {n} steps"), n), "n", n);
}

/**
 * wb_canvas_paste_text:
 * @text: of unknown origin: what it is not made of steps is refused in words
 */
gboolean
wb_canvas_paste_text (WbCanvas *self, const char *text)
{
  g_auto (TnPasted) pasted = { 0 };
  g_autoptr (GError) error = NULL;
  guint n;

  if (self->scene == NULL || !wb_steps_may_change (self->steps))
    return FALSE;
  if (!tn_graph_paste (self->scene->graph, self->scene->board, text, NULL, &pasted, &error))
    {
      wb_project_fail (wb_steps_get_project (self->steps), error);
      return FALSE;
    }
  n = g_strv_length (pasted.ids);
  if (n == 0 && g_strv_length (pasted.notes) == 0)
    return FALSE;
  wb_steps_draw (self->steps, n > 0 ? pasted.graph : NULL, pasted.board, name_paste (n));
  if (n > 0)
    wb_steps_choose_next (self->steps, pasted.ids[n - 1]);

  return TRUE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (WbCanvas) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (text != NULL && self->steps != NULL)
    wb_canvas_paste_text (self, text);
}

void
_wb_canvas_paste (WbCanvas *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, on_read,
                                 g_object_ref (self));
}
