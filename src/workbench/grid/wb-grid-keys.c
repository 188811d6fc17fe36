/* wb-grid-keys.c: the cursor of the grid, and its keys
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-grid-private.h"

/* What a screen reader says as it moves. */
static void
say_cursor (WbGrid *self)
{
  g_autofree char *said = _wb_grid_say_cell (self, self->place, self->row);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

static void
scroll_to_cursor (WbGrid *self)
{
  GtkAdjustment *h = self->scrolling.adjustments[GTK_ORIENTATION_HORIZONTAL];
  GtkAdjustment *v = self->scrolling.adjustments[GTK_ORIENTATION_VERTICAL];
  int frozen = g_array_index (self->starts, int, self->n_frozen);
  double top = (double) self->row * WB_GRID_ROW;

  if (v != NULL)
    gtk_adjustment_clamp_page (v, top, top + WB_GRID_ROW);
  if (h == NULL || self->place < self->n_frozen)
    return;
  gtk_adjustment_clamp_page (h, g_array_index (self->starts, int, self->place) - frozen,
                             g_array_index (self->starts, int, self->place + 1));
}

void
_wb_grid_set_cursor (WbGrid *self, gsize row, guint place, gboolean extend)
{
  gboolean other_column = place != self->place;

  self->row = row;
  self->place = place;
  if (!extend)
    {
      self->anchor_row = row;
      self->anchor_place = place;
    }
  scroll_to_cursor (self);
  say_cursor (self);
  if (other_column)
    g_signal_emit (self, _wb_grid_get_signal (WB_GRID_COLUMN_CHOSEN), 0,
                   _wb_grid_get_column (self, place));
  _wb_grid_update (self);
}

static void
move_by (WbGrid *self, gssize rows, int columns, gboolean extend)
{
  gssize row = (gssize) self->row + rows;
  int place = (int) self->place + columns;

  _wb_grid_pick_only (self, -1);
  _wb_grid_set_cursor (self, CLAMP (row, 0, (gssize) wb_sheet_get_n_rows (self->sheet) - 1),
                       CLAMP (place, 0, (int) self->columns->len - 1), extend);
}

void
_wb_grid_ask_menu (WbGrid *self, guint place)
{
  g_signal_emit (
      self, _wb_grid_get_signal (WB_GRID_COLUMN_MENU), 0, _wb_grid_get_column (self, place),
      _wb_grid_get_x (self, place) + _wb_grid_get_width (self, place) / 2, WB_GRID_HEADER);
}

/* What moves the cursor; %FALSE for another key. */
static gboolean
on_move_key (WbGrid *self, guint key, gboolean extend, gboolean far)
{
  gssize all = G_MAXSSIZE / 4;
  gssize page = MAX (gtk_widget_get_height (GTK_WIDGET (self)) / WB_GRID_ROW - 4, 1);

  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_by (self, far ? all : 1, 0, extend);
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_by (self, far ? -all : -1, 0, extend);
      break;
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      move_by (self, 0, far ? -G_MAXINT / 2 : -1, extend);
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      move_by (self, 0, far ? G_MAXINT / 2 : 1, extend);
      break;
    case GDK_KEY_Page_Down:
      move_by (self, page, 0, extend);
      break;
    case GDK_KEY_Page_Up:
      move_by (self, -page, 0, extend);
      break;
    case GDK_KEY_Home:
      move_by (self, far ? -all : 0, -G_MAXINT / 2, extend);
      break;
    case GDK_KEY_End:
      move_by (self, far ? all : 0, G_MAXINT / 2, extend);
      break;
    default:
      return FALSE;
    }

  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        WbGrid *self)
{
  gboolean far = (state & GDK_CONTROL_MASK) != 0;

  if (_wb_grid_is_empty (self))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0) ||
      (key == GDK_KEY_Down && (state & GDK_ALT_MASK) != 0))
    _wb_grid_ask_menu (self, self->place);
  else if ((state & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  else if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter)
    g_signal_emit (self, _wb_grid_get_signal (WB_GRID_COLUMN_OPENED), 0,
                   _wb_grid_get_column (self, self->place));
  else if (key == GDK_KEY_space && far)
    _wb_grid_pick (
        self, self->place,
        !_wb_grid_is_marked (self, _wb_grid_get_column (self, self->place), WB_GRID_PICKED));
  else if ((key == GDK_KEY_c || key == GDK_KEY_Insert) && far)
    wb_grid_copy (self);
  else if (!on_move_key (self, key, (state & GDK_SHIFT_MASK) != 0, far))
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

void
_wb_grid_add_keys (WbGrid *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();

  g_signal_connect (key, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);
}

gboolean
wb_grid_get_cursor (WbGrid *self, gsize *row, guint *column)
{
  if (_wb_grid_is_empty (self))
    return FALSE;
  *row = self->row;
  *column = _wb_grid_get_column (self, self->place);

  return TRUE;
}

/**
 * wb_grid_move_to:
 * @row: shown row, from 0
 * @column: of the table
 *
 * Moves the cursor there and into view.
 */
void
wb_grid_move_to (WbGrid *self, gsize row, guint column)
{
  if (_wb_grid_is_empty (self) || row >= wb_sheet_get_n_rows (self->sheet))
    return;
  for (guint i = 0; i < self->columns->len; i++)
    if (_wb_grid_get_column (self, i) == column)
      {
        _wb_grid_pick_only (self, -1);
        _wb_grid_set_cursor (self, row, i, FALSE);
      }
}
