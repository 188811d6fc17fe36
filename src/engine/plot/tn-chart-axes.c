/* tn-chart-axes.c: ranges, figures and lines of axes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-chart-private.h"

static void
extend (const double *values, gsize n, double *from, double *to)
{
  for (gsize i = 0; values != NULL && i < n; i++)
    if (isfinite (values[i]))
      {
        *from = MIN (*from, values[i]);
        *to = MAX (*to, values[i]);
      }
}

static void
data_range (const TnPanel *panel, gboolean vertical, double *from, double *to)
{
  *from = INFINITY;
  *to = -INFINITY;
  for (guint i = 0; i < panel->marks->len; i++)
    {
      const TnMark *mark = g_ptr_array_index (panel->marks, i);

      if (mark->kind == TN_MARK_TEXT)
        continue;
      extend (vertical ? mark->y : mark->x, mark->n, from, to);
      extend (vertical ? mark->y2 : mark->x2, mark->n, from, to);
      if (vertical && mark->kind == TN_MARK_AREA)
        *from = MIN (*from, 0);
    }
}

/* Out to the next round figure where that is near; a little air elsewhere, but none beyond
 * zero, where many things begin. */
static void
loosen (const TnAxis *axis, double near, double *from, double *to)
{
  g_autoptr (TnTicks) ticks = tn_ticks_extended (*from, *to, 5);
  double air = (*to - *from) * 0.04;
  double low = floor (*from / ticks->step + 1e-9) * ticks->step;
  double high = ceil (*to / ticks->step - 1e-9) * ticks->step;

  if (isnan (axis->from))
    *from = *from - low <= near * ticks->step ? low
            : *from >= 0                      ? MAX (0, *from - air)
                                              : *from - air;
  if (isnan (axis->to))
    *to = high - *to <= near * ticks->step ? high : *to <= 0 ? MIN (0, *to + air) : *to + air;
}

/**
 * tn_axis_plan_range:
 * @self: with its axis
 * @panel: the panel
 * @vertical: whether it is the panel's y
 *
 * Finds where an axis begins and ends: where it was told to, else where the data do, and
 * then at the next round figure, unless a curve should reach from edge to edge.
 */
void
tn_axis_plan_range (TnAxisPlan *self, const TnPanel *panel, gboolean vertical)
{
  const TnAxis *axis = self->axis;
  double from, to;

  if (axis->scale == TN_SCALE_CATEGORY)
    {
      self->n_shown = axis->names->len;
      self->from = -0.5;
      self->to = (double) self->n_shown - 0.5;
      return;
    }
  data_range (panel, vertical, &from, &to);
  if (!(from <= to))
    from = 0, to = 1;
  from = isfinite (axis->from) ? axis->from : from;
  to = isfinite (axis->to) ? axis->to : to;
  if (!(to - from > MAX (fabs (from), fabs (to)) * 1e-7))
    {
      double size = MAX (fabs (from), fabs (to));

      size = size > 1e-290 ? size : 1;
      from -= isfinite (axis->from) ? 0 : size / 2;
      to = MAX (to, from) + size / 2;
    }
  /* Of axes longer than a double can measure the middle is shown. */
  from = MAX (from, -8e307);
  to = MIN (to, 8e307);
  if (axis->scale == TN_SCALE_LINEAR && !axis->quiet && !panel->tight &&
      (vertical || panel->y.scale == TN_SCALE_CATEGORY))
    loosen (axis, panel->y.scale == TN_SCALE_CATEGORY ? 0.85 : 0.55, &from, &to);
  self->from = from;
  self->to = to;
}
