/* tn-figure-say.c: what an element of a chart says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-figure-private.h"

static const TnMessage *
text_at (GPtrArray *texts, gsize i)
{
  return texts != NULL && i < texts->len ? g_ptr_array_index (texts, i) : NULL;
}

/* "share of leavers found: 38%", or the value alone where the axis says nothing. */
static TnMessage *
say_labelled (const TnMessage *label, TnMessage *value)
{
  TnMessage *line;

  if (label == NULL)
    return value;
  line = tn_message_new (N_ ("{label}: {value}"));
  tn_message_take (line, "label", tn_message_ref (label));

  return tn_message_take (line, "value", value);
}

static TnMessage *
say_span (const TnAxis *axis, double from, double to)
{
  TnMessage *span;

  if (from == to)
    return tn_axis_say (axis, from);
  span = tn_message_new (N_ ("{from} to {to}"));
  tn_message_take (span, "from", tn_axis_say (axis, MIN (from, to)));

  return tn_message_take (span, "to", tn_axis_say (axis, MAX (from, to)));
}

static const TnMessage *
category_at (const TnAxis *axis, double value)
{
  double i = rint (value);

  return axis->scale == TN_SCALE_CATEGORY && i >= 0 && i < axis->names->len
             ? tn_axis_get_name (axis, (gsize) i)
             : NULL;
}

/* The interval of a value: a band of the same curve, or a whisker through the value. */
static gboolean
find_interval (const TnPanel *panel,
               const TnMark *mark,
               gsize i,
               double x,
               double y,
               gboolean vertical,
               double *low,
               double *high)
{
  for (guint k = 0; k < panel->marks->len; k++)
    {
      const TnMark *at = g_ptr_array_index (panel->marks, k);

      if (at->kind == TN_MARK_BAND && vertical && mark->kind != TN_MARK_POINT &&
          at->series == mark->series && at->n == mark->n && at->x[i] == mark->x[i] &&
          isfinite (at->y[i]) && isfinite (at->y2[i]))
        {
          *low = MIN (at->y[i], at->y2[i]);
          *high = MAX (at->y[i], at->y2[i]);
          return TRUE;
        }
      if (at->kind != TN_MARK_WHISKER || (vertical ? at->y2 : at->x2) == NULL)
        continue;
      for (gsize w = 0; w < at->n; w++)
        {
          double from = vertical ? at->y[w] : at->x[w], to = vertical ? at->y2[w] : at->x2[w];

          if ((vertical ? at->x[w] == x : at->y[w] == y) && from <= (vertical ? y : x) &&
              (vertical ? y : x) <= to)
            {
              *low = from;
              *high = to;
              return TRUE;
            }
        }
    }

  return FALSE;
}

static void
say_interval (GPtrArray *lines,
              const TnPanel *panel,
              const TnMark *mark,
              gsize i,
              double x,
              double y)
{
  for (int vertical = 0; vertical < 2; vertical++)
    {
      const TnAxis *axis = vertical ? &panel->y : &panel->x;
      double low, high;
      TnMessage *line;

      if (!find_interval (panel, mark, i, x, y, vertical, &low, &high))
        continue;
      line = tn_message_new (N_ ("95% interval: {low} to {high}"));
      tn_message_take (line, "low", tn_axis_say (axis, low));
      g_ptr_array_add (lines, tn_message_take (line, "high", tn_axis_say (axis, high)));
    }
}

static void
say_axis (GPtrArray *lines, const TnAxis *axis, double from, double to)
{
  if (axis->scale == TN_SCALE_CATEGORY ||
      (axis->quiet && axis->label == NULL && axis->unit == TN_UNIT_NUMBER))
    return;
  g_ptr_array_add (lines, say_labelled (axis->label, say_span (axis, from, to)));
}

/* A bar says how long it is, and what it stands over. */
static void
say_rect (GPtrArray *lines, const TnPanel *panel, const TnMark *mark, gsize i)
{
  double x = mark->x[i], x2 = mark->x2[i], y = mark->y[i], y2 = mark->y2[i];
  gboolean lying = panel->y.scale == TN_SCALE_CATEGORY;

  /* From zero on the length is the value. */
  if (lying && (x == 0 || x2 == 0))
    x = x2 = x == 0 ? x2 : x;
  if (!lying && (y == 0 || y2 == 0))
    y = y2 = y == 0 ? y2 : y;
  say_axis (lines, &panel->x, x, x2);
  say_axis (lines, &panel->y, y, y2);
  say_interval (lines, panel, mark, i, x, lying ? rint ((y + y2) / 2) : y);
}

static void
say_shown (GPtrArray *parts, const TnAxisPlan *plan, double from, double to)
{
  const TnAxis *axis = plan->axis;

  if (from < to && axis->scale != TN_SCALE_CATEGORY)
    g_ptr_array_add (parts, say_labelled (axis->label, say_span (axis, from, to)));
}

/**
 * tn_figure_say_part:
 *
 * Returns: (transfer full) (nullable): which part of the axes is shown; %NULL for everything
 */
TnMessage *
tn_figure_say_part (const TnFigure *self)
{
  const TnPanelPlan *panel = tn_figure_get_panel (self, self->zoom.panel);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);

  if (panel != NULL)
    {
      say_shown (parts, &panel->x, self->zoom.x_from, self->zoom.x_to);
      say_shown (parts, &panel->y, self->zoom.y_from, self->zoom.y_to);
    }
  if (parts->len == 0)
    return NULL;

  return tn_message_list (tn_message_new (N_ ("Shown is a part: {parts}.")), "parts", parts);
}

/**
 * tn_figure_say:
 * @hit: an element
 * @has_name: (out) (optional): whether the first line is its name
 *
 * Says what an element is and its exact values with their units and interval.
 *
 * Returns: (transfer full) (element-type TnMessage): lines
 */
GPtrArray *
tn_figure_say (const TnFigure *self, const TnHit *hit, gboolean *has_name)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  const TnMark *mark = tn_figure_get_mark (self, hit);
  const TnPanel *panel;
  const TnMessage *name = NULL, *detail;
  gsize i = hit->index;

  if (has_name != NULL)
    *has_name = FALSE;
  if (mark == NULL || i >= mark->n)
    return lines;
  panel = g_ptr_array_index (self->chart->panels, hit->panel);
  if (mark->y != NULL)
    name = category_at (&panel->y,
                        mark->kind == TN_MARK_RECT ? (mark->y[i] + mark->y2[i]) / 2 : mark->y[i]);
  if (name == NULL && mark->x != NULL)
    name = category_at (&panel->x,
                        mark->kind == TN_MARK_RECT ? (mark->x[i] + mark->x2[i]) / 2 : mark->x[i]);
  name = name != NULL ? name : mark->label != NULL ? mark->label : text_at (mark->texts, i);
  if (name != NULL)
    g_ptr_array_add (lines, tn_message_ref (name));
  if (has_name != NULL)
    *has_name = name != NULL;
  detail = text_at (mark->details, i);
  if (detail != NULL && mark->kind != TN_MARK_POINT)
    g_ptr_array_add (lines, tn_message_ref (detail));
  if (mark->kind == TN_MARK_RECT)
    {
      say_rect (lines, panel, mark, i);
      return lines;
    }
  if (mark->x != NULL)
    say_axis (lines, &panel->x, mark->x[i], mark->x[i]);
  if (mark->y != NULL && mark->kind != TN_MARK_DOTS)
    say_axis (lines, &panel->y, mark->y[i], mark->y[i]);
  if (mark->x != NULL && mark->y != NULL)
    say_interval (lines, panel, mark, i, mark->x[i], mark->y[i]);

  return lines;
}
