/* wb-canvas-note-proxies.c: undrawn notes for keyboard and screen readers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-canvas-private.h"
#include "wb-words.h"

/* They follow the cards, in the order they were written in. */

static GtkWidget *
make_note (WbCanvas *self)
{
  GtkWidget *proxy = _wb_canvas_make_proxy (GTK_ACCESSIBLE_ROLE_LIST_ITEM);

  gtk_widget_set_focusable (proxy, TRUE);
  gtk_widget_insert_before (proxy, GTK_WIDGET (self), NULL);

  return proxy;
}

void
_wb_canvas_update_notes (WbCanvas *self)
{
  guint n = self->scene != NULL ? tn_board_get_n_notes (self->scene->board) : 0;

  while (self->notes->len > n)
    {
      gtk_widget_unparent (g_ptr_array_index (self->notes, self->notes->len - 1));
      g_ptr_array_set_size (self->notes, self->notes->len - 1);
    }
  while (self->notes->len < n)
    g_ptr_array_add (self->notes, make_note (self));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = wb_say_text (N_ ("Note: {text}"), "text",
                                           tn_board_get_note (self->scene->board, i)->text);

      gtk_accessible_update_property (GTK_ACCESSIBLE (g_ptr_array_index (self->notes, i)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
  _wb_canvas_place_notes (self);
}

void
_wb_canvas_place_notes (WbCanvas *self)
{
  for (guint i = 0; i < self->notes->len; i++)
    _wb_canvas_place_proxy (self, g_ptr_array_index (self->notes, i),
                            &tn_board_get_note (self->scene->board, i)->box);
}

void
_wb_canvas_drop_notes (WbCanvas *self)
{
  for (guint i = 0; i < self->notes->len; i++)
    gtk_widget_unparent (g_ptr_array_index (self->notes, i));
  g_ptr_array_set_size (self->notes, 0);
}

/* -1 for none. */
int
_wb_canvas_get_focused_note (WbCanvas *self)
{
  GtkWidget *focus = gtk_widget_get_focus_child (GTK_WIDGET (self));

  for (guint i = 0; focus != NULL && i < self->notes->len; i++)
    if (g_ptr_array_index (self->notes, i) == focus)
      return gtk_widget_is_focus (focus) ? (int) i : -1;

  return -1;
}

/* FALSE where there is no such note. */
gboolean
_wb_canvas_focus_note (WbCanvas *self, int note)
{
  if (note < 0 || note >= (int) self->notes->len)
    return FALSE;
  gtk_widget_grab_focus (g_ptr_array_index (self->notes, note));
  _wb_canvas_choose_note (self, note);
  _wb_canvas_reveal_box (self, &self->note_box);

  return TRUE;
}
