/* wb-canvas-clip.c: steps as text: copied, cut, and put in again, also in another project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-graph-part.h"
#include "wb-canvas-private.h"
#include "wb-step-change.h"

void
_wb_canvas_copy (WbCanvas *self)
{
  g_autoptr (GPtrArray) chosen = wb_steps_list_chosen (self->steps);
  g_autofree char *text = NULL;

  g_ptr_array_add (chosen, NULL);
  text = tn_graph_part_to_text (self->scene->graph, self->scene->board,
                                (const char *const *) chosen->pdata, NULL);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

void
_wb_canvas_cut (WbCanvas *self)
{
  if (!wb_steps_may_change (self->steps))
    return;
  _wb_canvas_copy (self);
  wb_steps_remove (self->steps);
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
  g_autoptr (TnMessage) label = NULL;
  guint n;

  if (self->scene == NULL || !wb_steps_may_change (self->steps))
    return FALSE;
  if (!tn_graph_paste (self->scene->graph, self->scene->board, text, NULL, &pasted, &error))
    {
      wb_project_fail (wb_steps_get_project (self->steps), error);
      return FALSE;
    }
  n = g_strv_length (pasted.ids);
  if (n == 0)
    return FALSE;
  label = tn_message_count (
      tn_message_new_plural (TN_PLURAL ("Paste {n} step", "Paste {n} steps"), n), "n", n);
  wb_steps_draw (self->steps, pasted.graph, pasted.board, tn_message_ref (label));
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
