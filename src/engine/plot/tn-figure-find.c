/* tn-figure-find.c: which element of a chart is under the pointer, and which is next to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-figure-private.h"

/* Points and lines are meant rather than the bars behind them; in units of the picture. */
#define BAR_COST  8.0
#define RULE_COST 6.0
/* A step among very many points, as a share of the plot. */
#define STRIDE 0.03

static gboolean
has_text (const TnMark *mark, gsize i)
{
  return mark->texts != NULL && i < mark->texts->len && g_ptr_array_index (mark->texts, i) != NULL;
}

/* What can be found: values. Bands and whiskers are said with the value they belong to. */
static gboolean
is_found (const TnMark *mark)
{
  switch (mark->kind)
    {
    case TN_MARK_LINE:
    case TN_MARK_STEP:
      return mark->tone != TN_TONE_WASH;
    case TN_MARK_POINT:
    case TN_MARK_DOTS:
      return TRUE;
    case TN_MARK_RECT:
      return mark->tone != TN_TONE_WASH || mark->texts != NULL;
    case TN_MARK_RULE:
      return mark->label != NULL;
    default:
      return FALSE;
    }
}

static gboolean
is_in (TnPlotBox plot, double x, double y)
{
  const double slack = 0.5;

  return x >= plot.x - slack && y >= plot.y - slack && x <= plot.x + plot.width + slack &&
         y <= plot.y + plot.height + slack;
}

/* What of a rectangle is seen. */
static gboolean
rect_of (const TnPanelPlan *panel, const TnMark *mark, gsize i, TnPlotBox *box)
{
  TnPlotBox plot = panel->plot;
  double x1 = tn_axis_place (&panel->x, mark->x[i]), x2 = tn_axis_place (&panel->x, mark->x2[i]);
  double y1 = tn_axis_place (&panel->y, mark->y[i]), y2 = tn_axis_place (&panel->y, mark->y2[i]);
  double left = MAX (MIN (x1, x2), plot.x), right = MIN (MAX (x1, x2), plot.x + plot.width);
  double top = MAX (MIN (y1, y2), plot.y), bottom = MIN (MAX (y1, y2), plot.y + plot.height);

  if (isnan (x1 + x2 + y1 + y2) || left > right + 0.5 || top > bottom + 0.5)
    return FALSE;
  *box = (TnPlotBox){ left, top, MAX (0, right - left), MAX (0, bottom - top) };

  return mark->tone != TN_TONE_WASH || has_text (mark, i);
}

/* Where the value of a bar stands: its end away from zero, or its middle. */
static void
place_rect (const TnPanelPlan *panel, const TnMark *mark, gsize i, TnPlotBox box, TnHit *hit)
{
  double x = mark->x[i] == 0 ? mark->x2[i] : mark->x2[i] == 0 ? mark->x[i] : NAN;
  double y = mark->y[i] == 0 ? mark->y2[i] : mark->y2[i] == 0 ? mark->y[i] : NAN;
  gboolean lying = panel->y.axis->scale == TN_SCALE_CATEGORY;

  hit->x = box.x + box.width / 2;
  hit->y = box.y + box.height / 2;
  if (lying && isfinite (x))
    hit->x = CLAMP (tn_axis_place (&panel->x, x), box.x, box.x + box.width);
  else if (!lying && isfinite (y))
    hit->y = CLAMP (tn_axis_place (&panel->y, y), box.y, box.y + box.height);
}

/* Where an element stands, if it is seen. */
static gboolean
place (const TnPanelPlan *panel, const TnMark *mark, gsize i, TnHit *hit)
{
  TnPlotBox box, plot = panel->plot;

  switch (mark->kind)
    {
    case TN_MARK_RECT:
      if (!rect_of (panel, mark, i, &box))
        return FALSE;
      place_rect (panel, mark, i, box, hit);
      return TRUE;
    case TN_MARK_RULE:
      hit->x = mark->x != NULL ? tn_axis_place (&panel->x, mark->x[i]) : plot.x + plot.width / 2;
      hit->y = mark->x != NULL ? plot.y + plot.height / 2 : tn_axis_place (&panel->y, mark->y[i]);
      break;
    case TN_MARK_DOTS:
      hit->x = tn_axis_place (&panel->x, mark->x[i]);
      hit->y = plot.y + plot.height;
      break;
    default:
      hit->x = tn_axis_place (&panel->x, mark->x[i]);
      hit->y = tn_axis_place (&panel->y, mark->y[i]);
    }

  return !isnan (hit->x) && !isnan (hit->y) && is_in (plot, hit->x, hit->y);
}

static double
distance_to_box (TnPlotBox box, double x, double y)
{
  double dx = MAX (MAX (box.x - x, x - box.x - box.width), 0);
  double dy = MAX (MAX (box.y - y, y - box.y - box.height), 0);

  return hypot (dx, dy);
}

static double
distance_to (const TnPanelPlan *panel, const TnMark *mark, const TnHit *at, double x, double y)
{
  TnPlotBox box;

  switch (mark->kind)
    {
    case TN_MARK_RECT:
      return rect_of (panel, mark, at->index, &box)
                 ? distance_to_box (box, x, y) + BAR_COST * (mark->tone == TN_TONE_WASH ? 2 : 1)
                 : INFINITY;
    case TN_MARK_RULE:
      return (mark->x != NULL ? fabs (at->x - x) : fabs (at->y - y)) + RULE_COST;
    case TN_MARK_DOTS:
      return fabs (at->x - x);
    default:
      return hypot (at->x - x, at->y - y);
    }
}

static gboolean
find_in_cloud (const TnPanelPlan *panel, const TnMark *mark, double x, double y, TnHit *hit)
{
  gssize i = tn_cloud_find (mark->cloud, tn_axis_value (&panel->x, x), tn_axis_value (&panel->y, y),
                            panel->x.length / (panel->x.to - panel->x.from),
                            panel->y.length / (panel->y.to - panel->y.from));

  hit->index = (gsize) MAX (i, 0);

  return i >= 0 && place (panel, mark, hit->index, hit);
}

/* The nearest element of a mark. */
static double
find_in_mark (const TnPanelPlan *panel, const TnMark *mark, double x, double y, TnHit *hit)
{
  double best = INFINITY;
  TnHit at = *hit;

  if (mark->cloud != NULL)
    return find_in_cloud (panel, mark, x, y, hit) ? distance_to (panel, mark, hit, x, y) : INFINITY;
  for (gsize i = 0; i < mark->n; i++)
    {
      double far;

      at.index = i;
      if (!place (panel, mark, i, &at))
        continue;
      far = distance_to (panel, mark, &at, x, y);
      if (far < best)
        {
          best = far;
          *hit = at;
        }
    }

  return best;
}

/**
 * tn_figure_find:
 * @x: a place, in units of the picture
 * @y: a place
 * @hit: (out): the nearest element of the panel there
 *
 * What lies on top wins where two are equally near. Lines are found by the points they go
 * through, so that what is said is a value and nothing in between.
 *
 * Returns: whether there is one
 */
gboolean
tn_figure_find (const TnFigure *self, double x, double y, TnHit *hit)
{
  gssize index = tn_figure_find_panel (self, x, y);
  const TnPanelPlan *panel = index >= 0 ? tn_figure_get_panel (self, (guint) index) : NULL;
  double best = INFINITY;

  for (guint i = 0; panel != NULL && i < panel->panel->marks->len; i++)
    {
      const TnMark *mark = g_ptr_array_index (panel->panel->marks, i);
      TnHit at = { (guint) index, i, 0, 0, 0 };
      double far = is_found (mark) ? find_in_mark (panel, mark, x, y, &at) : INFINITY;

      if (far <= best && isfinite (far))
        {
          best = far;
          *hit = at;
        }
    }

  return isfinite (best);
}

/**
 * tn_figure_locate:
 * @hit: panel, mark and index; its place is set anew
 *
 * For a chart that was laid out again.
 *
 * Returns: whether the element is seen
 */
gboolean
tn_figure_locate (const TnFigure *self, TnHit *hit)
{
  const TnMark *mark = tn_figure_get_mark (self, hit);
  const TnPanelPlan *panel = tn_figure_get_panel (self, hit->panel);

  return mark != NULL && panel != NULL && is_found (mark) && hit->index < mark->n &&
         place (panel, mark, hit->index, hit);
}

/* Walking */

/* The first element of a mark that is seen, from one on, in a direction. */
static gboolean
next_in_mark (const TnFigure *self, const TnHit *from, gssize first, int way, TnHit *found)
{
  const TnMark *mark = tn_figure_get_mark (self, from);
  TnHit at = *from;

  if (mark == NULL || !is_found (mark))
    return FALSE;
  for (gssize i = first; i >= 0 && i < (gssize) mark->n; i += way)
    {
      at.index = (gsize) i;
      if (tn_figure_locate (self, &at))
        {
          *found = at;
          return TRUE;
        }
    }

  return FALSE;
}

/* The next mark that has something to show. */
static gboolean
next_mark (const TnFigure *self, const TnHit *from, int way, TnHit *found)
{
  GPtrArray *panels = self->chart->panels;
  gint64 panel = from->panel, mark = (gint64) from->mark + way;

  for (; panel >= 0 && panel < panels->len; panel += way)
    {
      GPtrArray *marks = ((const TnPanel *) g_ptr_array_index (panels, panel))->marks;

      if (panel != from->panel)
        mark = way > 0 ? 0 : (gint64) marks->len - 1;
      for (; mark >= 0 && mark < marks->len; mark += way)
        {
          TnHit at = { (guint) panel, (guint) mark, 0, 0, 0 };

          if (next_in_mark (self, &at, 0, 1, found))
            return TRUE;
        }
    }

  return FALSE;
}

/* Marks of one element each are walked through as if they were one. */
static gboolean
are_alike (const TnFigure *self, const TnHit *a, const TnHit *b)
{
  const TnMark *x = tn_figure_get_mark (self, a), *y = tn_figure_get_mark (self, b);

  return a->panel == b->panel && x->kind == y->kind && x->n == 1 && y->n == 1;
}

/* To another curve, at the same place across as far as it goes. */
static gboolean
walk_across (const TnFigure *self, int way, TnHit *hit)
{
  const TnPanelPlan *panel;
  double x = hit->x, best = INFINITY;
  TnHit next, at;

  if (!next_mark (self, hit, way, &next))
    return FALSE;
  panel = tn_figure_get_panel (self, next.panel);
  at = next;
  if (tn_figure_get_mark (self, &next)->cloud == NULL)
    for (gssize i = 0; next_in_mark (self, &at, i, 1, &at); i = (gssize) at.index + 1)
      if (fabs (at.x - x) < best)
        {
          best = fabs (at.x - x);
          next = at;
        }
  *hit = next;

  return panel != NULL;
}

/* Along a curve; from an element alone to what is next to it. */
static gboolean
walk_along (const TnFigure *self, int way, TnHit *hit)
{
  TnHit next;

  if (next_in_mark (self, hit, (gssize) hit->index + way, way, hit))
    return TRUE;
  if (tn_figure_get_mark (self, hit)->n > 1 || !next_mark (self, hit, way, &next))
    return FALSE;
  if (!are_alike (self, hit, &next))
    return walk_across (self, way, hit);
  *hit = next;

  return TRUE;
}

/* From point to point of a cloud: to the nearest one some way along. */
static gboolean
walk_in_cloud (const TnFigure *self, TnWalk walk, TnHit *hit)
{
  const TnPanelPlan *panel = tn_figure_get_panel (self, hit->panel);
  const TnMark *mark = tn_figure_get_mark (self, hit);
  int x_way = walk == TN_WALK_LEFT ? -1 : walk == TN_WALK_RIGHT;
  int y_way = walk == TN_WALK_UP ? -1 : walk == TN_WALK_DOWN;
  TnHit at = *hit;

  for (double far = STRIDE; far < 1; far += STRIDE)
    {
      double x = hit->x + x_way * far * panel->plot.width;
      double y = hit->y + y_way * far * panel->plot.height;

      if (!is_in (panel->plot, x, y))
        return FALSE;
      if (find_in_cloud (panel, mark, x, y, &at) &&
          (at.x - hit->x) * x_way + (at.y - hit->y) * y_way > 0.5)
        {
          *hit = at;
          return TRUE;
        }
    }

  return FALSE;
}

/* The curve that is spoken of, else what else is spoken of, else the first. */
static gboolean
walk_first (const TnFigure *self, TnHit *hit)
{
  TnHit at = { 0, 0, 0, 0, 0 };
  gboolean any = next_in_mark (self, &at, 0, 1, &at) || next_mark (self, &at, 1, &at);
  gboolean is_strong = FALSE;

  if (!any)
    return FALSE;
  *hit = at;
  do
    {
      const TnMark *mark = tn_figure_get_mark (self, &at);

      if (mark->tone != TN_TONE_STRONG || mark->kind == TN_MARK_RULE || (is_strong && mark->n == 1))
        continue;
      *hit = at;
      is_strong = TRUE;
      if (mark->n > 1)
        break;
    }
  while (next_mark (self, &at, 1, &at));

  return TRUE;
}

/**
 * tn_figure_walk:
 * @walk: where to; left and right go along a curve or from bar to bar, up and down to the next
 *   curve; among very many points all four go some way
 * @hit: (inout): where one stands; not read for %TN_WALK_FIRST
 *
 * Returns: whether there was something that way; otherwise @hit is as it was
 */
gboolean
tn_figure_walk (const TnFigure *self, TnWalk walk, TnHit *hit)
{
  const TnMark *mark;

  if (self->scene == NULL || self->chart->empty != NULL)
    return FALSE;
  if (walk == TN_WALK_FIRST)
    return walk_first (self, hit);
  mark = tn_figure_get_mark (self, hit);
  if (mark == NULL)
    return FALSE;
  if (mark->cloud != NULL)
    return walk_in_cloud (self, walk, hit);
  if (walk == TN_WALK_LEFT || walk == TN_WALK_RIGHT)
    return walk_along (self, walk == TN_WALK_LEFT ? -1 : 1, hit);

  return walk_across (self, walk == TN_WALK_UP ? -1 : 1, hit);
}
