/* tn-chart-marks.c: marks to shapes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-private.h"

/* A line with more points than this is thinned to what its width can show. */
#define THIN_FROM 4000
/* More points than these are small ones. */
#define SMALL_FROM 2000

double
tn_axis_place (const TnAxisPlan *self, double value)
{
  double share = (value - self->from) / (self->to - self->from);

  if (!isfinite (share))
    return NAN;
  /* What belongs to rows that are not shown would lie over the line that says so. */
  if (self->axis->scale == TN_SCALE_CATEGORY && self->n_shown < self->axis->names->len &&
      value > (double) self->n_shown - 0.49)
    return NAN;

  return self->at + (self->flip ? 1 - share : share) * self->length;
}

/* The other way round. */
double
tn_axis_value (const TnAxisPlan *self, double place)
{
  double share = (place - self->at) / self->length;

  return self->from + (self->flip ? 1 - share : share) * (self->to - self->from);
}

TnRgba
tn_mark_colour (const TnPlan *plan, const TnMark *mark)
{
  const TnPlotStyle *style = plan->style;

  if (mark->tone == TN_TONE_WASH)
    return style->wash;
  if (mark->tone == TN_TONE_STRONG && mark->series == 0)
    return style->ink;
  if (mark->tone == TN_TONE_PALE)
    return style->pale[mark->series];

  return style->series[mark->series];
}

/* Width and dashes of a line: nothing is told by colour alone. */
void
tn_mark_stroke (const TnPlan *plan, const TnMark *mark, TnItem *item)
{
  static const double dashes[TN_PLOT_N_SERIES][4] = {
    { 4.5, 2.5, 0, 0 }, { 0 }, { 0 }, { 8, 3, 0, 0 }, { 6, 2, 1.5, 2 }, { 2, 2, 0, 0 },
  };
  static const int n_dashes[TN_PLOT_N_SERIES] = { 2, 0, 0, 2, 4, 2 };
  double u = plan->unit / 11;
  gboolean quiet = mark->tone == TN_TONE_WASH;

  item->stroke = quiet ? plan->style->faint : plan->style->series[mark->series];
  item->line_width = (mark->tone == TN_TONE_STRONG ? 2.2 : quiet ? 1 : 1.6) * u;
  if (quiet && (mark->dashed || mark->series == 0))
    {
      item->dash[0] = item->dash[1] = 2.5 * u;
      item->n_dash = 2;
    }
  else if (n_dashes[mark->series] > 0 || mark->dashed)
    {
      int from = n_dashes[mark->series] > 0 ? (int) mark->series : 0;

      item->n_dash = n_dashes[from];
      for (int i = 0; i < item->n_dash; i++)
        item->dash[i] = dashes[from][i] * u;
    }
}

/* Keeps of each half unit of width the first, lowest, highest and last point. */
static gsize
thin (double *xy, gsize n)
{
  gsize kept = 0;

  for (gsize i = 0; i < n;)
    {
      gsize low = i, high = i, last = i, j = i;
      double cell = floor (xy[2 * i] * 2);
      gsize order[4], n_order = 0;

      if (isnan (cell))
        {
          xy[2 * kept] = xy[2 * kept + 1] = NAN;
          kept++;
          i++;
          continue;
        }
      for (; j < n && floor (xy[2 * j] * 2) == cell && !isnan (xy[2 * j + 1]); j++)
        {
          low = xy[2 * j + 1] < xy[2 * low + 1] ? j : low;
          high = xy[2 * j + 1] > xy[2 * high + 1] ? j : high;
          last = j;
        }
      if (j == i)
        j++;
      order[n_order++] = i;
      order[n_order++] = MIN (low, high);
      order[n_order++] = MAX (low, high);
      order[n_order++] = last;
      for (gsize k = 0; k < n_order; k++)
        if (k == 0 || order[k] > order[k - 1])
          {
            /* kept never passes the cell being read: at most one a point goes in */
            xy[2 * kept] = xy[2 * order[k]];
            xy[2 * kept + 1] = xy[2 * order[k] + 1];
            kept++;
          }
      i = j;
    }

  return kept;
}

static double *
places (const TnPanelPlan *panel, gsize n, const double *x, const double *y, gsize *n_out)
{
  double *xy = g_new (double, 2 * MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    {
      xy[2 * i] = tn_axis_place (&panel->x, x[i]);
      xy[2 * i + 1] = tn_axis_place (&panel->y, y[i]);
      if (isnan (xy[2 * i]) || isnan (xy[2 * i + 1]))
        xy[2 * i] = xy[2 * i + 1] = NAN;
    }
  *n_out = n > THIN_FROM ? thin (xy, n) : n;

  return xy;
}

static TnPlotBox
grown (TnPlotBox box, double by)
{
  return (TnPlotBox){ box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by };
}

static void
draw_line (TnPlan *self, TnPanelPlan *panel, const TnMark *mark, guint8 id)
{
  gsize n;
  g_autofree double *xy = places (panel, mark->n, mark->x, mark->y, &n);
  TnPlotBox clip = grown (panel->plot, 1.5 * self->unit / 11);

  if (mark->kind == TN_MARK_STEP)
    {
      double *steps = g_new (double, 4 * MAX (n, 1));
      gsize m = 0;

      for (gsize i = 0; i < n; i++)
        {
          if (i > 0 && !isnan (xy[2 * i]) && !isnan (xy[2 * i - 1]))
            {
              steps[2 * m] = xy[2 * i];
              steps[2 * m++ + 1] = xy[2 * i - 1];
            }
          steps[2 * m] = xy[2 * i];
          steps[2 * m++ + 1] = xy[2 * i + 1];
        }
      g_free (xy);
      xy = steps;
      n = m;
    }
  tn_mark_stroke (self, mark, tn_scene_add (self->scene, TN_ITEM_LINE, &clip, n, xy));
  for (gsize i = 1; i < n; i++)
    tn_ink_line (&panel->ink, xy[2 * i - 2], xy[2 * i - 1], xy[2 * i], xy[2 * i + 1], id);
}

/* Polygons between y and y2; a gap of the data is a gap of the band. */
static void
draw_band (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  g_autoptr (GArray) xy = g_array_new (FALSE, FALSE, 2 * sizeof (double));
  g_autoptr (GArray) back = g_array_new (FALSE, FALSE, 2 * sizeof (double));
  gsize stride = 1 + mark->n / THIN_FROM;

  for (gsize i = 0; i <= mark->n; i = i < mark->n ? MIN (i + stride, mark->n) : i + 1)
    {
      gboolean end = i == mark->n;
      double x = end ? NAN : tn_axis_place (&panel->x, mark->x[i]);
      double low[2] = { x, end ? NAN : tn_axis_place (&panel->y, mark->y[i]) };
      double high[2] = {
        x, end ? NAN : tn_axis_place (&panel->y, mark->kind == TN_MARK_AREA ? 0 : mark->y2[i])
      };

      if (!isnan (x) && !isnan (low[1]) && !isnan (high[1]))
        {
          g_array_append_val (xy, low);
          g_array_append_val (back, high);
          continue;
        }
      for (guint k = back->len; k-- > 0;)
        g_array_append_vals (xy, &g_array_index (back, double, 2 * k), 1);
      g_array_set_size (back, 0);
      low[0] = low[1] = NAN;
      g_array_append_val (xy, low);
    }
  tn_scene_add (self->scene, TN_ITEM_POLYGON, &panel->plot, xy->len, (double *) xy->data)->fill =
      tn_rgba_fade (tn_mark_colour (self, mark), self->style->band_alpha);
}

static void
draw_rect (TnPlan *self, TnPanelPlan *panel, const TnMark *mark, gsize i)
{
  double x1 = tn_axis_place (&panel->x, mark->x[i] + mark->air);
  double x2 = tn_axis_place (&panel->x, mark->x2[i] - mark->air);
  double y1 = tn_axis_place (&panel->y, mark->y[i]), y2 = tn_axis_place (&panel->y, mark->y2[i]);
  TnPlotBox box, clip;
  TnItem *item;

  if (isnan (x1) || isnan (x2) || isnan (y1) || isnan (y2))
    return;
  x1 = CLAMP (x1, -1e5, 1e5);
  x2 = CLAMP (x2, -1e5, 1e5);
  y1 = CLAMP (y1, -1e5, 1e5);
  y2 = CLAMP (y2, -1e5, 1e5);
  box = (TnPlotBox){ MIN (x1, x2), MIN (y1, y2), fabs (x2 - x1), fabs (y2 - y1) };
  if (!tn_box_meets (grown (box, 0.01), panel->plot))
    return;
  clip = grown (panel->plot, 1);
  item = tn_scene_add_box (self->scene, &clip, box, tn_mark_colour (self, mark));
  tn_ink_box (&panel->ink, box, TN_INK_MANY);
  if (mark->tone == TN_TONE_OUTLINE)
    {
      double inset = 0.6 * self->unit / 11;

      item->stroke = item->fill;
      item->fill = tn_rgba_fade (item->fill, 0);
      item->line_width = 1.2 * self->unit / 11;
      item->dash[0] = 3.5 * self->unit / 11;
      item->dash[1] = 2.5 * self->unit / 11;
      item->n_dash = 2;
      item->xy[0] += inset, item->xy[1] += inset, item->xy[2] -= inset, item->xy[3] -= inset;
    }
}

/* The shape of a series, around a place: disc, triangle, square, diamond, cross. */
static void
draw_shape (TnPlan *self, const TnPlotBox *clip, const TnMark *mark, double x, double y)
{
  static const double shapes[TN_PLOT_N_SERIES][24] = {
    { 0 },
    { 0 },
    { 0, -1.25, 1.1, 0.8, -1.1, 0.8 },
    { -0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9 },
    { 0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0 },
    { -0.35, -1.2, 0.35,  -1.2, 0.35,  -0.35, 1.2,  -0.35, 1.2,  0.35,  0.35,  0.35,
      0.35,  1.2,  -0.35, 1.2,  -0.35, 0.35,  -1.2, 0.35,  -1.2, -0.35, -0.35, -0.35 },
  };
  static const gsize n_corners[TN_PLOT_N_SERIES] = { 0, 0, 3, 4, 4, 12 };
  double size = (mark->tone == TN_TONE_STRONG    ? 4.4
                 : mark->tone == TN_TONE_OUTLINE ? 3.2
                                                 : 3.8) *
                self->unit / 11;
  double xy[24] = { x, y, size, 0 };
  gsize n = n_corners[mark->series];
  TnItem *item;

  for (gsize i = 0; i < n; i++)
    {
      xy[2 * i] = x + size * shapes[mark->series][2 * i];
      xy[2 * i + 1] = y + size * shapes[mark->series][2 * i + 1];
    }
  item =
      tn_scene_add (self->scene, n > 0 ? TN_ITEM_POLYGON : TN_ITEM_DISC, clip, n > 0 ? n : 2, xy);
  if (n == 0)
    item->box = (TnPlotBox){ x - size, y - size, 2 * size, 2 * size };
  item->fill = tn_mark_colour (self, mark);
  if (mark->tone == TN_TONE_OUTLINE)
    {
      item->stroke = item->fill;
      item->fill = self->style->paper;
      item->line_width = 1.5 * self->unit / 11;
    }
}

/* One of thousands: small, and quickly drawn. */
static void
draw_small (TnPlan *self, const TnPlotBox *clip, const TnMark *mark, double x, double y)
{
  double side = 3 * self->unit / 11;

  tn_scene_add_box (self->scene, clip, (TnPlotBox){ x - side / 2, y - side / 2, side, side },
                    tn_mark_colour (self, mark));
}

static void
draw_points (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  double reach = (mark->n > SMALL_FROM ? 1.5 : 5) * self->unit / 11;
  TnPlotBox clip = grown (panel->plot, reach + 1);

  if (mark->cloud != NULL)
    {
      tn_plan_draw_cloud (self, panel, mark);
      return;
    }
  for (gsize i = 0; i < mark->n; i++)
    {
      double x = tn_axis_place (&panel->x, mark->x[i]), y = tn_axis_place (&panel->y, mark->y[i]);

      if (isnan (x) || isnan (y) ||
          !tn_box_meets (grown (panel->plot, 0.5), (TnPlotBox){ x - 0.25, y - 0.25, 0.5, 0.5 }))
        continue;
      if (mark->n > SMALL_FROM)
        draw_small (self, &clip, mark, x, y);
      else
        draw_shape (self, &clip, mark, x, y);
      tn_ink_box (&panel->ink, (TnPlotBox){ x - reach, y - reach, 2 * reach, 2 * reach },
                  TN_INK_MANY);
    }
}

static void
draw_whiskers (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  double u = self->unit / 11;
  TnPlotBox clip = grown (panel->plot, 3 * u);
  double width = (mark->tone == TN_TONE_STRONG ? 2.2 : 1.6) * u;
  TnRgba colour = tn_mark_colour (self, mark);

  for (gsize i = 0; i < mark->n; i++)
    {
      double x1 = tn_axis_place (&panel->x, mark->x[i]);
      double y1 = tn_axis_place (&panel->y, mark->y[i]);
      double x2 = mark->x2 != NULL ? tn_axis_place (&panel->x, mark->x2[i]) : x1;
      double y2 = mark->y2 != NULL ? tn_axis_place (&panel->y, mark->y2[i]) : y1;

      if (isnan (x1) || isnan (x2) || isnan (y1) || isnan (y2) ||
          MIN (y1, y2) > clip.y + clip.height || MAX (y1, y2) < clip.y)
        continue;
      tn_scene_add_segment (self->scene, &clip, x1, y1, x2, y2, colour, width);
      tn_ink_line (&panel->ink, x1, y1, x2, y2, TN_INK_MANY);
      if (!mark->dashed) /* the ends have caps where asked for by dashed */
        continue;
      if (mark->x2 != NULL)
        {
          tn_scene_add_segment (self->scene, &clip, x1, y1 - 3 * u, x1, y1 + 3 * u, colour, width);
          tn_scene_add_segment (self->scene, &clip, x2, y2 - 3 * u, x2, y2 + 3 * u, colour, width);
        }
      else
        {
          tn_scene_add_segment (self->scene, &clip, x1 - 3 * u, y1, x1 + 3 * u, y1, colour, width);
          tn_scene_add_segment (self->scene, &clip, x2 - 3 * u, y2, x2 + 3 * u, y2, colour, width);
        }
    }
}

static void
draw_rule (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  TnPlotBox plot = panel->plot;
  double x = mark->x != NULL ? tn_axis_place (&panel->x, mark->x[0]) : 0;
  double y = mark->y != NULL ? tn_axis_place (&panel->y, mark->y[0]) : 0;
  double u = self->unit / 11;
  double x2 = mark->x != NULL ? x : plot.x + plot.width;
  double y2 = mark->x != NULL ? plot.y + plot.height : y;
  TnPlotBox clip = grown (plot, 1.5 * u);
  TnItem *item;

  if (isnan (x) || isnan (y))
    return;
  if (mark->x == NULL)
    x = plot.x;
  else
    y = plot.y;
  item = tn_scene_add_segment (self->scene, &clip, x, y, x2, y2,
                               mark->tone == TN_TONE_WASH ? self->style->faint
                                                          : self->style->series[mark->series],
                               (mark->series == 0 ? 1.0 : 1.5) * u);
  if (mark->dashed)
    {
      item->dash[0] = 3 * u;
      item->dash[1] = 2.5 * u;
      item->n_dash = 2;
    }
  tn_ink_line (&panel->ink, x, y, x2, y2, TN_INK_MANY);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static guint
stack_dots (const double *x, gsize n, double width, guint *level)
{
  guint most = 0, in_stack = 0;
  double stack = 0;

  for (gsize i = 0; i < n; i++)
    {
      double cell = floor (x[i] / width);

      in_stack = i > 0 && cell == stack ? in_stack + 1 : 0;
      stack = cell;
      level[i] = in_stack;
      most = MAX (most, in_stack + 1);
    }

  return most;
}

/* Quantile dots: as large as they can be with the highest stack still in the panel. Widths
 * are tried from wide to narrow, so that the picture has the fewest, roundest stacks. */
static void
draw_dots (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  g_autofree double *x = g_new (double, MAX (mark->n, 1));
  g_autofree guint *level = g_new0 (guint, MAX (mark->n, 1));
  TnPlotBox plot = panel->plot;
  /* Stacks begin at zero, so that every dot is on the side of loss or gain it belongs to. */
  double zero = tn_axis_place (&panel->x, 0), width = MIN (plot.height, plot.width / 5);
  gsize n = 0;

  for (gsize i = 0; i < mark->n; i++)
    if (isfinite (tn_axis_place (&panel->x, mark->x[i])))
      x[n++] = tn_axis_place (&panel->x, mark->x[i]) - zero;
  qsort (x, n, sizeof *x, compare_doubles);
  while (width > 1 && stack_dots (x, n, width, level) * width * 0.78 > plot.height)
    width *= 0.96;
  width = MIN (width, 2.4 * self->unit);
  stack_dots (x, n, width, level);
  for (gsize i = 0; i < n; i++)
    {
      double pitch = width * 0.78, radius = pitch * 0.45;
      double at[4] = { zero + (floor (x[i] / width) + 0.5) * width,
                       plot.y + plot.height - (level[i] + 0.5) * pitch - 1, radius, 0 };
      TnItem *item = tn_scene_add (self->scene, TN_ITEM_DISC, &plot, 2, at);

      item->box = (TnPlotBox){ at[0] - radius, at[1] - radius, 2 * radius, 2 * radius };
      item->fill = tn_mark_colour (self, mark);
      tn_ink_box (&panel->ink, item->box, TN_INK_MANY);
    }
}

static void
draw_mark (TnPlan *self, TnPanelPlan *panel, const TnMark *mark, guint8 id)
{
  switch (mark->kind)
    {
    case TN_MARK_LINE:
    case TN_MARK_STEP:
      draw_line (self, panel, mark, id);
      break;
    case TN_MARK_BAND:
    case TN_MARK_AREA:
      draw_band (self, panel, mark);
      break;
    case TN_MARK_RECT:
      for (gsize i = 0; i < mark->n; i++)
        draw_rect (self, panel, mark, i);
      break;
    case TN_MARK_POINT:
      draw_points (self, panel, mark);
      break;
    case TN_MARK_WHISKER:
      draw_whiskers (self, panel, mark);
      break;
    case TN_MARK_RULE:
      draw_rule (self, panel, mark);
      break;
    case TN_MARK_DOTS:
      draw_dots (self, panel, mark);
      break;
    case TN_MARK_TEXT:
      break;
    }
}

/* Draws all marks of a panel but their words, and notes where ink is. */
void
tn_plan_draw_marks (TnPlan *self, TnPanelPlan *panel)
{
  for (guint i = 0; i < panel->panel->marks->len; i++)
    draw_mark (self, panel, g_ptr_array_index (panel->panel->marks, i),
               (guint8) MIN (i + 1, TN_INK_MANY));
}

double
tn_plan_sample_width (const TnPlan *self)
{
  return 2.2 * self->unit;
}

/* A sample of a mark for the key. */
void
tn_plan_draw_sample (TnPlan *self, const TnMark *mark, TnPlotBox box)
{
  double x = box.x + box.width / 2, y = box.y + box.height / 2;
  TnRgba colour = tn_mark_colour (self, mark);
  double u = self->unit / 11;

  switch (mark->kind)
    {
    case TN_MARK_RECT:
    case TN_MARK_BAND:
    case TN_MARK_AREA:
      {
        TnPlotBox swatch = { box.x, y - 4.5 * u, box.width, 9 * u };

        tn_scene_add_box (
            self->scene, NULL, swatch,
            mark->kind == TN_MARK_RECT ? colour : tn_rgba_fade (colour, self->style->band_alpha));
        break;
      }
    case TN_MARK_POINT:
      draw_shape (self, NULL, mark, x, y);
      break;
    case TN_MARK_WHISKER:
      tn_scene_add_segment (self->scene, NULL, box.x, y, box.x + box.width, y, colour, 1.6 * u);
      break;
    case TN_MARK_RULE:
      tn_scene_add_segment (self->scene, NULL, x, y - 6 * u, x, y + 6 * u, colour, 1.8 * u);
      break;
    default:
      tn_mark_stroke (
          self, mark,
          tn_scene_add_segment (self->scene, NULL, box.x, y, box.x + box.width, y, colour, 1));
    }
}
