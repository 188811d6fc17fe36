/* tn-chart-room.c: the figures and names of one panel, and the room they need
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-private.h"

static double
word_width (const TnPlan *self, const char *word)
{
  g_autoptr (TnWords) words =
      tn_scene_words (self->scene, word, self->unit, FALSE, self->style->soft, 0, 1);

  return words->width;
}

static double
figure_width (const TnPlan *self, TnTicks *ticks)
{
  double most = 0;

  for (gsize i = 0; i < ticks->n; i++)
    most = MAX (most, word_width (self, ticks->words[i]));

  return most;
}

/* Drops ticks outside the axis; the rounding of a step must not lose one at the end. */
static void
keep_inside (TnTicks *ticks, double from, double to)
{
  double slack = (to - from) * 1e-9;
  gsize kept = 0;

  for (gsize i = 0; i < ticks->n; i++)
    if (ticks->at[i] >= from - slack && ticks->at[i] <= to + slack)
      ticks->at[kept++] = ticks->at[i];
  ticks->n = kept;
}

static TnTicks *
make_ticks (const TnPlan *self, const TnAxisPlan *axis, guint n_wanted)
{
  TnTicks *ticks;

  if (axis->axis->scale == TN_SCALE_TIME)
    ticks = tn_ticks_calendar ((gint64) CLAMP (axis->from, -1e18, 1e18),
                               (gint64) CLAMP (axis->to, -1e18, 1e18), n_wanted);
  else
    ticks = tn_ticks_extended (axis->from, axis->to, n_wanted);
  keep_inside (ticks, axis->from, axis->to);
  tn_ticks_say (ticks, axis->axis, self->scene->language);

  return ticks;
}

/* Whether figures under an axis of this length stand apart. */
static gboolean
figures_stand_apart (const TnPlan *self, const TnAxisPlan *axis, double length)
{
  double end = -INFINITY;
  double gap = 0.8 * self->unit;

  for (gsize i = 0; i < axis->ticks->n; i++)
    {
      double half = word_width (self, axis->ticks->words[i]) / 2;
      double x = (axis->ticks->at[i] - axis->from) / (axis->to - axis->from) * length;

      if (x - half < end + gap)
        return FALSE;
      end = x + half;
    }

  return TRUE;
}

static void
drop_every_second (TnTicks *ticks)
{
  gsize kept = 0;

  for (gsize i = 0; i < ticks->n; i++)
    if (i % 2 == 0)
      {
        char *word = g_steal_pointer (&ticks->words[i]);

        ticks->at[kept] = ticks->at[i];
        g_free (ticks->words[kept]);
        ticks->words[kept++] = word;
      }
    else
      g_clear_pointer (&ticks->words[i], g_free);
  ticks->n = kept;
}

static void
plan_x_ticks (const TnPlan *self, TnPanelPlan *panel, double width)
{
  guint wanted = (guint) CLAMP (width / (4.6 * self->unit), 2, 12);
  gboolean is_time = panel->x.axis->scale == TN_SCALE_TIME;

  if (!is_time)
    wanted = MIN (wanted, 7);
  for (;; wanted--)
    {
      g_clear_pointer (&panel->x.ticks, tn_ticks_free);
      panel->x.ticks = make_ticks (self, &panel->x, wanted);
      if (wanted <= 1 || figures_stand_apart (self, &panel->x, width))
        break;
    }
  while (panel->x.ticks->n > 2 && !figures_stand_apart (self, &panel->x, width))
    drop_every_second (panel->x.ticks);
  /* One figure is no scale: a finer step may put two on it. */
  for (guint more = wanted + 1; panel->x.ticks->n < 2 && more < 8; more++)
    {
      TnTicks *few = g_steal_pointer (&panel->x.ticks);

      panel->x.ticks = make_ticks (self, &panel->x, more);
      if (figures_stand_apart (self, &panel->x, width))
        tn_ticks_free (few);
      else
        {
          tn_ticks_free (panel->x.ticks);
          panel->x.ticks = few;
        }
    }
}

static void
plan_y_ticks (const TnPlan *self, TnPanelPlan *panel, double height)
{
  guint wanted = (guint) CLAMP (height / (3.6 * self->unit) + 1, 2, 6);

  for (;; wanted--)
    {
      g_clear_pointer (&panel->y.ticks, tn_ticks_free);
      panel->y.ticks = make_ticks (self, &panel->y, wanted);
      if (wanted <= 2 || height / (double) MAX (panel->y.ticks->n, 1) > 1.5 * self->unit)
        break;
    }
}

/* How many categories have room one below the other. */
static void
plan_categories (const TnPlan *self, TnPanelPlan *panel, double height)
{
  const TnAxis *axis = panel->y.axis;
  double least = (tn_axis_has_details (axis) ? 2.75 : 1.45) * self->unit;
  gsize room = (gsize) MAX (1, floor (height / least + 1e-6));

  panel->y.n_shown = axis->names->len;
  if (room < axis->names->len)
    panel->y.n_shown = MAX (room, 2) - 1;
  panel->y.from = -0.5;
  panel->y.to = (double) panel->y.n_shown - 0.5 + (panel->y.n_shown < axis->names->len);
}

static double
category_width (const TnPlan *self, TnPanelPlan *panel, double limit)
{
  double most = 0;

  for (gsize i = 0; i < MIN (panel->y.n_shown, 200); i++)
    {
      const TnAxis *axis = panel->y.axis;
      g_autoptr (TnWords) name =
          tn_scene_say (self->scene, tn_axis_get_name (axis, i), self->unit,
                        i < axis->strong || tn_axis_has_details (axis), self->style->ink, limit, 1);
      g_autoptr (TnWords) detail = tn_scene_say (self->scene, tn_axis_get_detail (axis, i),
                                                 self->unit, FALSE, self->style->ink, limit, 1);

      most = MAX (most, MAX (name->width, detail->width));
    }

  return most;
}

/* Room right of the plot for figures at bars' ends or in a column. */
static double
texts_width (const TnPlan *self, const TnPanelPlan *panel)
{
  double most = 0;

  for (guint i = 0; i < MIN (panel->panel->marks->len, 400); i++)
    {
      const TnMark *mark = g_ptr_array_index (panel->panel->marks, i);

      if (mark->place != TN_PLACE_RIGHT || mark->texts == NULL ||
          panel->y.axis->scale != TN_SCALE_CATEGORY)
        continue;
      for (guint k = 0; k < MIN (mark->texts->len, 200); k++)
        {
          g_autoptr (TnWords) words = tn_scene_say (self->scene, g_ptr_array_index (mark->texts, k),
                                                    self->unit, TRUE, self->style->ink, 0, 1);

          most = MAX (most, words->width);
        }
    }

  return most > 0 ? most + 0.9 * self->unit : 0;
}

static gboolean
has_texts_above (const TnPanel *panel, gboolean *pairs)
{
  gboolean any = FALSE;

  for (guint i = 0; i < panel->marks->len; i++)
    {
      const TnMark *mark = g_ptr_array_index (panel->marks, i);

      if (mark->kind == TN_MARK_RECT && mark->place == TN_PLACE_ABOVE && mark->texts != NULL)
        {
          any = TRUE;
          *pairs = *pairs || g_ptr_array_index (mark->details, 0) != NULL;
        }
    }

  return any;
}

/* Room above and below the plot. */
void
tn_plan_measure_height (const TnPlan *self, TnPanelPlan *panel)
{
  double u = self->unit;
  gboolean x_quiet = panel->x.hidden, pairs = FALSE;

  panel->top = panel->bottom = 0;
  if (panel->titled)
    panel->top += 1.9 * u;
  if (panel->y.labelled)
    panel->top += 1.75 * u;
  else if (!panel->y.hidden && panel->y.axis->scale != TN_SCALE_CATEGORY)
    panel->top += 0.6 * u;
  if (has_texts_above (panel->panel, &pairs))
    panel->top += (pairs ? 3.1 : 1.8) * u;
  if (!x_quiet && panel->x.axis->on_top)
    panel->top += 1.9 * u;
  else if (!x_quiet)
    panel->bottom += 1.9 * u + 1.2 * u * (panel->lines_below - 1);
  if (panel->x.labelled)
    panel->bottom += (x_quiet || panel->x.axis->on_top ? 1.75 : 1.55) * u;
}

/* Room left and right of the plot, where names of categories may be @widest_name wide. */
void
tn_plan_measure_width (const TnPlan *self, TnPanelPlan *panel, double widest_name)
{
  double u = self->unit;

  panel->left = panel->right = 0;
  if (!panel->y.hidden && panel->y.axis->scale == TN_SCALE_CATEGORY)
    panel->left = category_width (self, panel, widest_name) + 0.9 * u;
  else if (!panel->y.hidden)
    panel->left = figure_width (self, panel->y.ticks) + 0.75 * u;
  panel->right = texts_width (self, panel);
  if (!panel->x.hidden && panel->x.axis->scale != TN_SCALE_CATEGORY)
    {
      /* Half a figure may stand out at either end. */
      g_autoptr (TnTicks) ends = make_ticks (self, &panel->x, 5);
      double length = panel->x.to - panel->x.from;

      if (ends->n > 0 && (panel->x.to - ends->at[ends->n - 1]) / length < 0.04)
        panel->right = MAX (panel->right, word_width (self, ends->words[ends->n - 1]) / 2 + 1);
      if (ends->n > 0 && (ends->at[0] - panel->x.from) / length < 0.02)
        panel->left = MAX (panel->left, word_width (self, ends->words[0]) / 2);
      panel->right = MAX (panel->right, u * 0.5);
    }
}

/* How names of categories stand under an axis: on one line, broken, in two tiers, or some. */
static void
plan_names (const TnPlan *self, TnPanelPlan *panel, double width)
{
  const TnAxis *axis = panel->x.axis;
  double slot = width / MAX (1, axis->names->len), most = 0;
  double unit = self->unit;
  guint lines = 1;

  panel->lines_below = 1;
  panel->stagger = FALSE;
  if (axis->names->len > 60)
    return;
  for (gsize i = 0; i < axis->names->len; i++)
    {
      g_autoptr (TnWords) whole = tn_scene_say (self->scene, tn_axis_get_name (axis, i), unit,
                                                FALSE, self->style->soft, 0, 1);
      g_autoptr (TnWords) broken =
          tn_scene_say (self->scene, tn_axis_get_name (axis, i), unit, FALSE, self->style->soft,
                        MAX (1, slot - 0.5 * unit), 2);

      most = MAX (most, whole->width);
      lines = MAX (lines, (guint) pango_layout_get_line_count (broken->layout));
    }
  if (most <= slot - 0.4 * unit)
    return;
  panel->lines_below = 2;
  panel->stagger = slot < 4.5 * unit && most <= 2 * slot - 0.5 * unit;
}

/* Figures or names at the side of a plot of this height. */
void
tn_plan_fit_y (const TnPlan *self, TnPanelPlan *panel, double height)
{
  if (panel->y.axis->scale == TN_SCALE_CATEGORY)
    plan_categories (self, panel, height);
  else
    plan_y_ticks (self, panel, height);
}

/* Figures or names below, or above, a plot of this width. */
void
tn_plan_fit_x (const TnPlan *self, TnPanelPlan *panel, double width)
{
  if (panel->x.axis->scale == TN_SCALE_CATEGORY)
    plan_names (self, panel, width);
  else
    plan_x_ticks (self, panel, width);
}
