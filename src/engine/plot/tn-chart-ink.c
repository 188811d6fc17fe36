/* tn-chart-ink.c: where ink is, in cells, so that words find room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-private.h"

void
tn_ink_init (TnInk *self, TnPlotBox box, double cell)
{
  self->box = box;
  self->cell = cell;
  self->n_x = (guint) CLAMP (ceil (box.width / cell), 1, 4000);
  self->n_y = (guint) CLAMP (ceil (box.height / cell), 1, 4000);
  self->cells = g_new0 (guint8, (gsize) self->n_x * self->n_y);
}

void
tn_ink_clear (TnInk *self)
{
  g_clear_pointer (&self->cells, g_free);
}

static void
ink_cell (TnInk *self, double x, double y, guint8 id)
{
  double column = floor ((x - self->box.x) / self->cell);
  double row = floor ((y - self->box.y) / self->cell);
  guint8 *cell;

  if (!(column >= 0 && row >= 0 && column < self->n_x && row < self->n_y))
    return;
  cell = &self->cells[(gsize) row * self->n_x + (gsize) column];
  *cell = *cell == 0 || *cell == id ? id : TN_INK_MANY;
}

void
tn_ink_box (TnInk *self, TnPlotBox box, guint8 id)
{
  double right = MIN (box.x + box.width, self->box.x + self->box.width);
  double bottom = MIN (box.y + box.height, self->box.y + self->box.height);

  for (double y = MAX (box.y, self->box.y); y <= bottom; y += self->cell)
    for (double x = MAX (box.x, self->box.x); x <= right; x += self->cell)
      ink_cell (self, x, y, id);
}

void
tn_ink_line (TnInk *self, double x1, double y1, double x2, double y2, guint8 id)
{
  double length = MAX (fabs (x2 - x1), fabs (y2 - y1));
  guint steps;

  if (!(length < 1e5))
    return;
  steps = (guint) (length / self->cell * 1.5) + 1;
  for (guint i = 0; i <= steps; i++)
    ink_cell (self, x1 + (x2 - x1) * i / steps, y1 + (y2 - y1) * i / steps, id);
}

/* How many cells of a box have ink that is not of @but. */
guint
tn_ink_count (const TnInk *self, TnPlotBox box, guint8 but)
{
  int left = (int) floor ((box.x - self->box.x) / self->cell);
  int right = (int) floor ((box.x + box.width - self->box.x) / self->cell);
  int top = (int) floor ((box.y - self->box.y) / self->cell);
  int bottom = (int) floor ((box.y + box.height - self->box.y) / self->cell);
  guint n = 0;

  for (int y = MAX (top, 0); y <= MIN (bottom, (int) self->n_y - 1); y++)
    for (int x = MAX (left, 0); x <= MIN (right, (int) self->n_x - 1); x++)
      {
        guint8 cell = self->cells[(gsize) y * self->n_x + (gsize) x];

        n += cell != 0 && (but == 0 || cell != but);
      }

  return n;
}
