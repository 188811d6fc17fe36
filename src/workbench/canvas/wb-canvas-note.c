/* wb-canvas-note.c: notes on the canvas, written in a popover
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "wb-canvas-private.h"
#include "wb-step-change.h"
#include "wb-ui.h"

/* Of a new note, under its card. */
#define DISTANCE 18
#define HEIGHT   (4 * TN_BOARD_GRID)

/**
 * Writing:
 * @id: (nullable): the note; %NULL for a new one
 * @box: where that comes to stand
 */
typedef struct
{
  WbCanvas *canvas;
  GtkTextBuffer *buffer;
  char *id;
  TnBox box;
} Writing;

static void
writing_free (gpointer data, GClosure *closure)
{
  Writing *self = data;

  g_object_unref (self->buffer);
  g_free (self->id);
  g_free (self);
}

static const char *
change_board (const Writing *self, TnBoard *board, const char *text)
{
  if (self->id == NULL)
    tn_board_add_note (board, text, &self->box);
  else if (*text == '\0')
    tn_board_remove_note (board, self->id);
  else
    tn_board_set_note_text (board, self->id, text);

  return self->id == NULL ? N_ ("Write a note")
         : *text == '\0'  ? N_ ("Remove a note")
                          : N_ ("Change a note");
}

static void
on_closed (GtkPopover *popover, Writing *self)
{
  const WbScene *scene = self->canvas->scene;
  GtkTextIter start, end;
  g_autofree char *text = NULL;
  g_autoptr (TnBoard) board = NULL;
  const char *label;

  /* The popover goes once it has closed, and with it what is written. */
  wb_popover_drop (popover);
  if (!_wb_canvas_focus_note (self->canvas, _wb_canvas_get_note (self->canvas)))
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  text = g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));
  /* Meanwhile it may have been taken back. */
  if (scene == NULL || (self->id == NULL && *text == '\0') ||
      (self->id != NULL && tn_board_find_note (scene->board, self->id) < 0))
    return;
  board = tn_board_copy (scene->board);
  label = change_board (self, board, text);
  if (!tn_board_equal (board, scene->board))
    wb_steps_draw (self->canvas->steps, NULL, board, tn_message_new (label));
}

static GtkWidget *
make_field (GtkTextBuffer *buffer)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_text_view_new_with_buffer (buffer);

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  wb_name_widget (view, wb_say (N_ ("Note")));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_size_request (scrolled, 260, 110);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box),
                  wb_label_new (wb_say (N_ ("Leave it empty and the note goes.")), "caption"));

  return box;
}

/* @id: (nullable) */
static void
write_note (WbCanvas *self, const char *id, const TnBox *box)
{
  GtkWidget *popover = gtk_popover_new ();
  Writing *writing = g_new0 (Writing, 1);
  double x, y;

  writing->canvas = self;
  writing->buffer = gtk_text_buffer_new (NULL);
  writing->id = g_strdup (id);
  writing->box = *box;
  if (id != NULL)
    gtk_text_buffer_set_text (
        writing->buffer,
        tn_board_get_note (self->scene->board, (guint) tn_board_find_note (self->scene->board, id))
            ->text,
        -1);
  _wb_canvas_to_view (self, box->x + box->width / 2, box->y + box->height / 2, &x, &y);
  gtk_popover_set_child (GTK_POPOVER (popover), make_field (writing->buffer));
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  g_signal_connect_data (popover, "closed", G_CALLBACK (on_closed), writing, writing_free, 0);
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
_wb_canvas_edit_note (WbCanvas *self, guint index)
{
  const TnBoardNote *note = tn_board_get_note (self->scene->board, index);

  if (wb_steps_may_change (self->steps))
    write_note (self, note->id, &note->box);
}

/* Whether a note is there, and is written now. */
gboolean
_wb_canvas_open_note (WbCanvas *self, double x, double y)
{
  int note = wb_scene_find_note (self->scene, x, y);

  if (note < 0 || !wb_steps_may_change (self->steps))
    return FALSE;
  _wb_canvas_edit_note (self, (guint) note);

  return TRUE;
}

/* The note under the chosen card, or a new one there. */
void
_wb_canvas_write_note (WbCanvas *self)
{
  int card = _wb_canvas_get_card (self);
  const TnBox *at = card >= 0 ? &self->scene->cards[card].box : NULL;
  TnBox box;

  if (at == NULL || !wb_steps_may_change (self->steps))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  box = (TnBox){ at->x, at->y + at->height + DISTANCE, at->width, HEIGHT };
  if (!_wb_canvas_open_note (self, box.x + box.width / 2, box.y + box.height / 2))
    write_note (self, NULL, &box);
}
