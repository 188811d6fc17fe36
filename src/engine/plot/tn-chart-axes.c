/* tn-chart-axes.c: ranges, figures and lines of axes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-chart-private.h"

const TnMessage *
tn_axis_get_name (const TnAxis *self, gsize i)
{
  return g_ptr_array_index (self->names, i);
}

const TnMessage *
tn_axis_get_detail (const TnAxis *self, gsize i)
{
  return g_ptr_array_index (self->details, i);
}

/* Whether categories have a second line each. */
gboolean
tn_axis_has_details (const TnAxis *self)
{
  return self->details != NULL && self->details->len > 0 && tn_axis_get_detail (self, 0) != NULL;
}

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
      if (mark->cloud != NULL)
        {
          double ends[2];

          tn_cloud_get_range (mark->cloud, vertical, &ends[0], &ends[1]);
          extend (ends, 2, from, to);
          continue;
        }
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

/* Lines across the panel at the figures, on the far side of all marks. */
static void
draw_grid (TnPlan *self, TnPanelPlan *panel)
{
  TnScene *scene = self->scene;
  const TnPlotStyle *style = self->style;
  double hair = 0.7 * self->unit / 11;
  TnPlotBox plot = panel->plot;

  for (gsize i = 0; panel->y.axis->grid && panel->y.ticks != NULL && i < panel->y.ticks->n; i++)
    {
      double y = tn_axis_place (&panel->y, panel->y.ticks->at[i]);

      tn_scene_add_segment (scene, NULL, plot.x, y, plot.x + plot.width, y, style->line, hair);
    }
  for (gsize i = 0; panel->x.axis->grid && panel->x.ticks != NULL && i < panel->x.ticks->n; i++)
    {
      double x = tn_axis_place (&panel->x, panel->x.ticks->at[i]);

      tn_scene_add_segment (scene, NULL, x, plot.y, x, plot.y + plot.height, style->line, hair);
    }
}

static void
draw_y_figures (TnPlan *self, TnPanelPlan *panel)
{
  TnScene *scene = self->scene;
  double u = self->unit;

  for (gsize i = 0; i < panel->y.ticks->n; i++)
    {
      double y = tn_axis_place (&panel->y, panel->y.ticks->at[i]);
      TnWords *words =
          tn_scene_words (scene, panel->y.ticks->words[i], u, FALSE, self->style->soft, 0, 1);

      tn_scene_place (scene, words, panel->plot.x - 0.65 * u - words->width, y - words->height / 2);
    }
}

static void
draw_category (TnPlan *self, TnPanelPlan *panel, gsize i)
{
  TnScene *scene = self->scene;
  const TnAxis *axis = panel->y.axis;
  double u = self->unit, limit = MAX (1, panel->left - 0.8 * u);
  double y = tn_axis_place (&panel->y, (double) i);
  gboolean details = tn_axis_has_details (axis);
  gboolean bold = details || i < axis->strong;
  TnWords *name =
      tn_scene_say (scene, tn_axis_get_name (axis, i), u, bold,
                    bold || axis->strong == 0 ? self->style->ink : self->style->soft, limit, 1);
  TnWords *detail = details ? tn_scene_say (scene, tn_axis_get_detail (axis, i), u, FALSE,
                                            self->style->soft, limit, 1)
                            : NULL;
  double x = panel->plot.x - 0.8 * u;
  double name_height = name->height;
  double pair = name_height + (details ? detail->height + 0.15 * u : 0);

  /* Names with a second line begin at one edge as a table's do; single ones end at the axis. */
  tn_scene_place (scene, name, details ? panel->plot.x - panel->left : x - name->width,
                  y - pair / 2);
  if (detail != NULL)
    tn_scene_place (scene, detail, panel->plot.x - panel->left,
                    y - pair / 2 + name_height + 0.15 * u);
}

static void
draw_categories (TnPlan *self, TnPanelPlan *panel)
{
  gsize n = panel->y.axis->names->len;

  for (gsize i = 0; i < panel->y.n_shown; i++)
    draw_category (self, panel, i);
  if (panel->y.n_shown < n)
    {
      g_autoptr (TnMessage) more = tn_message_count (tn_message_new (N_ ("{n} more are not shown")),
                                                     "n", (gint64) (n - panel->y.n_shown));
      TnWords *words = tn_scene_say (self->scene, more, self->unit, FALSE, self->style->soft, 0, 1);
      double slot = panel->plot.height / (panel->y.to - panel->y.from);

      tn_scene_place (self->scene, words, panel->plot.x + 0.3 * self->unit,
                      panel->plot.y + panel->plot.height - (slot + words->height) / 2);
    }
}

static void
draw_x_figures (TnPlan *self, TnPanelPlan *panel)
{
  TnScene *scene = self->scene;
  const TnPlotStyle *style = self->style;
  gboolean on_top = panel->x.axis->on_top;
  double u = self->unit, bottom = panel->plot.y + (on_top ? 0 : panel->plot.height);

  for (gsize i = 0; i < panel->x.ticks->n; i++)
    {
      double x = tn_axis_place (&panel->x, panel->x.ticks->at[i]);
      TnWords *words =
          tn_scene_words (scene, panel->x.ticks->words[i], u, FALSE, style->soft, 0, 1);
      double left = CLAMP (x - words->width / 2, 0, MAX (0, scene->width - words->width));

      tn_scene_add_segment (scene, NULL, x, bottom, x, bottom + (on_top ? -0.3 : 0.3) * u,
                            style->faint, 0.8 * u / 11);
      tn_scene_place (scene, words, left,
                      on_top ? bottom - 0.55 * u - words->height : bottom + 0.68 * u);
    }
}

static void
draw_x_names (TnPlan *self, TnPanelPlan *panel)
{
  TnScene *scene = self->scene;
  gsize n = panel->x.axis->names->len;
  double u = self->unit, slot = panel->plot.width / (double) MAX (n, 1);
  double bottom = panel->plot.y + panel->plot.height + 0.68 * u;
  gsize stride = n > 60 ? (gsize) ceil ((double) n * 4.5 * u / panel->plot.width) : 1;
  double limit = panel->stagger ? 2 * slot - 0.3 * u
                                : MAX (slot, 2.2 * u) * (double) MAX (stride, 1) - 0.3 * u;

  for (gsize i = 0; i < n; i += stride)
    {
      TnWords *words =
          tn_scene_say (scene, tn_axis_get_name (panel->x.axis, i), u, FALSE, self->style->soft,
                        MAX (1, limit), panel->stagger ? 1 : panel->lines_below);
      double x = tn_axis_place (&panel->x, (double) i);

      pango_layout_set_alignment (words->layout, PANGO_ALIGN_CENTER);
      {
        PangoRectangle logical;

        /* A broken text keeps the width it was broken at: its box is where its letters are. */
        pango_layout_set_width (words->layout,
                                (int) ceil (words->width) * PANGO_SCALE + PANGO_SCALE);
        pango_layout_get_extents (words->layout, NULL, &logical);
        words->width = (double) (logical.x + logical.width) / PANGO_SCALE;
      }
      tn_scene_place (scene, words,
                      CLAMP (x - words->width / 2, 0, MAX (0, scene->width - words->width)),
                      bottom + (panel->stagger && i % 2 == 1 ? 1.25 * u : 0));
    }
}

static void
draw_axis_labels (TnPlan *self, TnPanelPlan *panel)
{
  TnScene *scene = self->scene;
  const TnPlotStyle *style = self->style;
  double u = self->unit;
  double top = panel->outer.y;

  if (panel->titled)
    {
      tn_scene_place (
          scene,
          tn_scene_say (scene, panel->panel->title, u, TRUE, style->ink, panel->outer.width, 1),
          panel->outer.x, top);
      top += 1.9 * u;
    }
  if (panel->y.labelled)
    tn_scene_place (
        scene,
        tn_scene_say (scene, panel->y.axis->label, u, FALSE, style->soft, panel->outer.width, 1),
        panel->outer.x, top);
  if (panel->x.labelled)
    {
      double below = panel->x.hidden || panel->x.axis->on_top
                         ? 0.55 * u
                         : 2.2 * u + 1.2 * u * (panel->lines_below - 1);
      TnWords *words =
          tn_scene_say (scene, panel->x.axis->label, u, FALSE, style->soft, panel->outer.width, 1);
      double x = panel->plot.x + (panel->plot.width - words->width) / 2;

      x = CLAMP (x, panel->outer.x,
                 MAX (panel->outer.x, panel->outer.x + panel->outer.width - words->width));
      tn_scene_place (scene, words, x, panel->plot.y + panel->plot.height + below);
    }
}

/* Over the marks, so that bars stand on their line. */
void
tn_plan_draw_axis_lines (TnPlan *self, TnPanelPlan *panel)
{
  TnScene *scene = self->scene;
  TnPlotBox plot = panel->plot;
  double width = 0.8 * self->unit / 11;
  double zero = tn_axis_place (&panel->x, 0);
  double y = plot.y + plot.height;

  if (!panel->x.axis->quiet && !panel->x.axis->on_top && panel->y.axis->scale != TN_SCALE_CATEGORY)
    tn_scene_add_segment (scene, NULL, plot.x, y, plot.x + plot.width, y, self->style->faint,
                          width);
  if (panel->y.axis->scale == TN_SCALE_CATEGORY && panel->x.axis->scale == TN_SCALE_LINEAR &&
      zero >= plot.x - 0.5 && zero <= plot.x + plot.width + 0.5 &&
      !(panel->panel->x.quiet && panel->panel->y.quiet))
    tn_scene_add_segment (scene, NULL, zero, plot.y, zero, y, self->style->faint, width);
}

/* Everything of the axes that lies under the marks: grid, figures, names, labels. */
void
tn_plan_draw_axes (TnPlan *self, TnPanelPlan *panel)
{
  draw_grid (self, panel);
  if (!panel->x.hidden && panel->x.axis->scale == TN_SCALE_CATEGORY)
    draw_x_names (self, panel);
  else if (!panel->x.hidden)
    draw_x_figures (self, panel);
  if (!panel->y.hidden && panel->y.axis->scale == TN_SCALE_CATEGORY)
    draw_categories (self, panel);
  else if (!panel->y.hidden)
    draw_y_figures (self, panel);
  draw_axis_labels (self, panel);
}
