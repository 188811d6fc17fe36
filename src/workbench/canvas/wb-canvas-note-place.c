/* wb-canvas-note-place.c: where notes stand and how large they are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-canvas-private.h"
#include "wb-step-change.h"
#include "wb-words.h"

/* The corner it is sized at, pixels on the screen. */
#define CORNER 14
/* No smaller than a word. */
#define LEAST_WIDTH  (3 * TN_BOARD_GRID)
#define LEAST_HEIGHT (2 * TN_BOARD_GRID)

/* The chosen one, -1 for none. */
int
_wb_canvas_get_note (WbCanvas *self)
{
  return self->scene != NULL && self->note != NULL
             ? tn_board_find_note (self->scene->board, self->note)
             : -1;
}

static const TnBoardNote *
get_note (WbCanvas *self)
{
  return tn_board_get_note (self->scene->board, (guint) _wb_canvas_get_note (self));
}

void
_wb_canvas_choose_note (WbCanvas *self, int note)
{
  g_clear_pointer (&self->note, g_free);
  if (note >= 0)
    {
      self->note = g_strdup (tn_board_get_note (self->scene->board, (guint) note)->id);
      self->note_box = get_note (self)->box;
      self->link = -1;
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Whether the place is where the note is sized at. */
gboolean
_wb_canvas_is_corner (WbCanvas *self, guint note, double x, double y)
{
  const TnBox *box = &tn_board_get_note (self->scene->board, note)->box;
  double slack = CORNER / self->zoom;

  return x > box->x + box->width - slack && y > box->y + box->height - slack;
}

/* So far from where it was. */
void
_wb_canvas_drag_note (WbCanvas *self, double dx, double dy, gboolean sizes)
{
  TnBox box = get_note (self)->box;

  if (sizes)
    {
      box.width = CLAMP (box.width + dx, LEAST_WIDTH, TN_BOARD_MAX_SIZE);
      box.height = CLAMP (box.height + dy, LEAST_HEIGHT, TN_BOARD_MAX_SIZE);
    }
  else
    {
      box.x += dx;
      box.y += dy;
    }
  self->note_box = box;
}

static double
snap (double value)
{
  return round (value / TN_BOARD_GRID) * TN_BOARD_GRID;
}

void
_wb_canvas_put_note (WbCanvas *self, gboolean sizes)
{
  g_autoptr (TnBoard) board = tn_board_copy (self->scene->board);
  TnBox box = self->note_box;

  if (sizes)
    {
      box.width = MAX (snap (box.width), LEAST_WIDTH);
      box.height = MAX (snap (box.height), LEAST_HEIGHT);
    }
  else
    {
      box.x = snap (box.x);
      box.y = snap (box.y);
    }
  tn_board_set_note_box (board, self->note, &box);
  if (!tn_board_equal (board, self->scene->board))
    wb_steps_draw (self->steps, NULL, board,
                   tn_message_new (sizes ? N_ ("Size a note") : N_ ("Move a note")));
}

void
_wb_canvas_remove_note (WbCanvas *self)
{
  g_autoptr (TnBoard) board = tn_board_copy (self->scene->board);

  tn_board_remove_note (board, self->note);
  wb_steps_draw (self->steps, NULL, board, tn_message_new (N_ ("Remove a note")));
}

static void
nudge (WbCanvas *self, int dx, int dy, gboolean sizes)
{
  _wb_canvas_drag_note (self, dx * TN_BOARD_GRID, dy * TN_BOARD_GRID, sizes);
  _wb_canvas_put_note (self, sizes);
}

/* A key while a note has the focus. */
gboolean
_wb_canvas_press_note (WbCanvas *self, guint key, GdkModifierType state)
{
  gboolean may = wb_steps_may_change (self->steps);
  int dx, dy;

  if (_wb_canvas_get_note (self) < 0)
    return FALSE;
  if (_wb_canvas_get_direction (key, &dx, &dy))
    {
      if ((state & GDK_ALT_MASK) && may)
        nudge (self, dx, dy, (state & GDK_SHIFT_MASK) != 0);
      else if (!(state & GDK_CONTROL_MASK))
        wb_canvas_focus_chosen (self);
      else
        return FALSE;
      return TRUE;
    }
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_F2:
      _wb_canvas_edit_note (self, (guint) _wb_canvas_get_note (self));
      return TRUE;
    case GDK_KEY_Delete:
    case GDK_KEY_BackSpace:
      if (may)
        _wb_canvas_remove_note (self);
      return TRUE;
    default:
      return FALSE;
    }
}
