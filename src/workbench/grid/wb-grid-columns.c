/* wb-grid-columns.c: which columns the grid shows, in which order, how wide
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-grid-private.h"
#include "wb-ui.h"

guint
_wb_grid_get_column (WbGrid *self, guint place)
{
  return g_array_index (self->columns, guint, place);
}

gboolean
_wb_grid_is_marked (WbGrid *self, guint column, guint8 mark)
{
  return (g_array_index (self->marks, guint8, column) & mark) != 0;
}

static void
set_mark (WbGrid *self, guint column, guint8 mark, gboolean on)
{
  guint8 *marks = &g_array_index (self->marks, guint8, column);

  *marks = on ? *marks | mark : *marks & (guint8) ~mark;
}

static void
clear_marks (WbGrid *self, guint8 mark)
{
  for (guint i = 0; i < self->marks->len; i++)
    set_mark (self, i, mark, FALSE);
}

void
_wb_grid_pick (WbGrid *self, guint place, gboolean picked)
{
  set_mark (self, _wb_grid_get_column (self, place), WB_GRID_PICKED, picked);
  _wb_grid_update (self);
}

/* @place: -1 for none */
void
_wb_grid_pick_only (WbGrid *self, int place)
{
  clear_marks (self, WB_GRID_PICKED);
  if (place >= 0)
    set_mark (self, _wb_grid_get_column (self, (guint) place), WB_GRID_PICKED, TRUE);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
_wb_grid_pick_range (WbGrid *self, guint from, guint to)
{
  clear_marks (self, WB_GRID_PICKED);
  for (guint i = MIN (from, to); i <= MAX (from, to); i++)
    set_mark (self, _wb_grid_get_column (self, i), WB_GRID_PICKED, TRUE);
  _wb_grid_update (self);
}

GArray *
wb_grid_get_picked (WbGrid *self)
{
  GArray *picked = g_array_new (FALSE, FALSE, sizeof (guint));
  guint from = MIN (self->place, self->anchor_place), to = MAX (self->place, self->anchor_place);

  for (guint i = 0; i < self->columns->len; i++)
    if (_wb_grid_is_marked (self, _wb_grid_get_column (self, i), WB_GRID_PICKED))
      g_array_append_val (picked, g_array_index (self->columns, guint, i));
  if (picked->len == 0 && self->columns->len > 0)
    g_array_append_vals (picked, &g_array_index (self->columns, guint, from), to - from + 1);

  return picked;
}

/* Which columns */

static void
keep_cursor (WbGrid *self, guint column)
{
  guint last = self->columns->len > 0 ? self->columns->len - 1 : 0;
  guint place = MIN (self->place, last);

  for (guint i = 0; i < self->columns->len; i++)
    if (_wb_grid_get_column (self, i) == column)
      place = i;
  self->place = self->anchor_place = place;
}

void
wb_grid_set_columns (WbGrid *self, const guint *columns, guint n_columns)
{
  guint cursor = self->columns->len > 0 ? _wb_grid_get_column (self, self->place) : 0;

  g_array_set_size (self->columns, 0);
  g_array_append_vals (self->columns, columns, n_columns);
  self->n_frozen = MIN (self->n_frozen, n_columns);
  self->hovered = self->resized = self->moved = self->drop = -1;
  keep_cursor (self, cursor);
  _wb_grid_update_starts (self);
  _wb_grid_update (self);
}

const guint *
wb_grid_get_columns (WbGrid *self, guint *n_columns)
{
  *n_columns = self->columns->len;

  return (const guint *) self->columns->data;
}

gboolean
wb_grid_is_column_shown (WbGrid *self, guint column)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (_wb_grid_get_column (self, i) == column)
      return TRUE;

  return FALSE;
}

/* The chosen ones keep their order; -1 when they are at the end already. */
gboolean
wb_grid_move_picked (WbGrid *self, int by)
{
  g_autoptr (GArray) picked = wb_grid_get_picked (self);
  g_autoptr (GArray) order = g_array_copy (self->columns);
  g_autofree guint8 *is_picked = g_new0 (guint8, self->marks->len + 1);
  guint *at = (guint *) order->data;
  guint n = order->len;
  gboolean moved = FALSE;

  for (guint i = 0; i < picked->len; i++)
    is_picked[g_array_index (picked, guint, i)] = TRUE;
  for (guint k = 0; k + 1 < n; k++)
    {
      guint left = by < 0 ? k : n - 2 - k;
      guint from = by < 0 ? left + 1 : left, to = by < 0 ? left : left + 1;
      guint other = at[to];

      if (!is_picked[at[from]] || is_picked[other])
        continue;
      at[to] = at[from];
      at[from] = other;
      moved = TRUE;
    }
  if (moved)
    wb_grid_set_columns (self, at, n);

  return moved;
}

void
wb_grid_set_frozen (WbGrid *self, guint n_frozen)
{
  self->n_frozen = MIN (n_frozen, self->columns->len);
  _wb_grid_update (self);
}

guint
wb_grid_get_frozen (WbGrid *self)
{
  return self->n_frozen;
}

/* How wide */

int
wb_grid_get_width (WbGrid *self, guint column)
{
  return g_array_index (self->widths, int, column);
}

/* Wide enough for the name, and for the cells as they usually are. */
int
wb_grid_guess_width (WbGrid *self, guint column)
{
  TnTable *table = wb_sheet_get_table (self->sheet);
  const TnField *field = tn_table_get_field (table, column);
  g_autofree char *name = tn_field_say (field, wb_language ());
  int letters = 0;

  /* Chinese letters are twice as wide. */
  for (const char *at = name; *at != '\0' && letters < 60; at = g_utf8_next_char (at))
    letters += g_unichar_iswide (g_utf8_get_char (at)) ? 2 : 1;
  switch (tn_column_get_column_type (tn_table_get_column (table, column)))
    {
    case TN_COLUMN_TIME:
      return CLAMP (58 + 8 * letters, 184, 220);
    case TN_COLUMN_TEXT:
      return 220;
    default:
      return CLAMP (58 + 8 * letters, 110, 220);
    }
}

void
wb_grid_set_width (WbGrid *self, guint column, int width)
{
  g_array_index (self->widths, int, column) =
      width > 0 ? CLAMP (width, WB_GRID_LEAST, WB_GRID_MOST) : wb_grid_guess_width (self, column);
  _wb_grid_update_starts (self);
  _wb_grid_update (self);
}

void
wb_grid_set_widths (WbGrid *self, GHashTable *widths)
{
  TnTable *table = wb_sheet_get_table (self->sheet);

  for (guint i = 0; i < self->widths->len; i++)
    {
      int width =
          GPOINTER_TO_INT (g_hash_table_lookup (widths, tn_table_get_field (table, i)->name));

      g_array_index (self->widths, int, i) =
          width > 0 ? CLAMP (width, WB_GRID_LEAST, WB_GRID_MOST) : wb_grid_guess_width (self, i);
    }
  _wb_grid_update_starts (self);
  _wb_grid_update (self);
}

/* As wide as the widest of what is in view wants it. */
void
wb_grid_fit_width (WbGrid *self, guint column)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (_wb_grid_get_column (self, i) == column)
      {
        wb_grid_set_width (self, column, _wb_grid_measure_column (self, i));
        return;
      }
}

/* Marks */

void
wb_grid_set_sorted (WbGrid *self, int column, gboolean descending)
{
  self->sorted = column;
  self->descending = descending;
  _wb_grid_update (self);
}

int
wb_grid_get_sorted (WbGrid *self)
{
  return self->sorted;
}

void
wb_grid_set_filtered (WbGrid *self, const guint *columns, guint n_columns)
{
  clear_marks (self, WB_GRID_FILTERED);
  for (guint i = 0; i < n_columns; i++)
    if (columns[i] < self->marks->len)
      set_mark (self, columns[i], WB_GRID_FILTERED, TRUE);
  _wb_grid_update (self);
}
