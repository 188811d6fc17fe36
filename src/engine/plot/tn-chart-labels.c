/* tn-chart-labels.c: words at the things they name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-chart-private.h"

static gboolean
is_inside (TnPlotBox inner, TnPlotBox outer)
{
  return inner.x >= outer.x && inner.y >= outer.y &&
         inner.x + inner.width <= outer.x + outer.width &&
         inner.y + inner.height <= outer.y + outer.height;
}

static TnPlotBox
grow (TnPlotBox box, double by)
{
  return (TnPlotBox){ box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by };
}

/* Towards the ink: some series are clear enough as lines but not as letters. */
static TnRgba
darker (const TnPlotStyle *style, TnRgba colour)
{
  const double part = 0.3;

  return (TnRgba){ colour.red + part * (style->ink.red - colour.red),
                   colour.green + part * (style->ink.green - colour.green),
                   colour.blue + part * (style->ink.blue - colour.blue), 1 };
}

/* Text of the colour of a series, dark enough to be read. */
static TnRgba
text_colour (const TnPlan *self, const TnMark *mark)
{
  if (mark->series == 0)
    return self->style->soft;
  if (mark->tone == TN_TONE_PALE)
    return self->style->soft;

  return mark->series >= 3 ? darker (self->style, self->style->series[mark->series])
                           : self->style->series[mark->series];
}

static const TnMessage *
text_of (const TnMark *mark, gsize i)
{
  return mark->texts != NULL && i < mark->texts->len ? g_ptr_array_index (mark->texts, i) : NULL;
}

static const TnMessage *
detail_of (const TnMark *mark, gsize i)
{
  return mark->details != NULL && i < mark->details->len ? g_ptr_array_index (mark->details, i)
                                                         : NULL;
}

/* The height of a curve over a piece of x, in places: lowest and highest. */
static gboolean
reach_over (const TnPanelPlan *panel,
            const TnMark *mark,
            double left,
            double right,
            double *top,
            double *bottom)
{
  gboolean any = FALSE;
  double x0 = NAN, y0 = NAN;

  *top = INFINITY;
  *bottom = -INFINITY;
  for (gsize i = 0; i < mark->n; i++)
    {
      double x = tn_axis_place (&panel->x, mark->x[i]), y = tn_axis_place (&panel->y, mark->y[i]);

      /* The piece from the last point to this one, cut to the width asked for. */
      if (!isnan (x0) && !isnan (x) && !isnan (y0) && !isnan (y) && MAX (x0, x) >= left &&
          MIN (x0, x) <= right)
        for (int end = 0; end < 2; end++)
          {
            double at = CLAMP (end == 0 ? x0 : x, left, right);
            double place = x == x0 ? (end == 0 ? y0 : y) : y0 + (y - y0) * (at - x0) / (x - x0);

            *top = MIN (*top, place);
            *bottom = MAX (*bottom, place);
            any = TRUE;
          }
      x0 = x;
      y0 = y;
    }

  return any;
}

/* Whether a line of the grid runs through the letters of a box. */
static gboolean
crosses_grid (const TnPanelPlan *panel, TnPlotBox box)
{
  const TnTicks *ticks = panel->y.axis->grid ? panel->y.ticks : NULL;

  for (gsize i = 0; ticks != NULL && i < ticks->n; i++)
    {
      double y = tn_axis_place (&panel->y, ticks->at[i]);

      if (y > box.y + 1 && y < box.y + box.height - 1)
        return TRUE;
    }

  return FALSE;
}

/* A place beside a curve where its name crosses nothing and is nearer to no other curve. */
static gboolean
find_beside (const TnPlan *self,
             const TnPanelPlan *panel,
             const TnMark *mark,
             guint8 id,
             double width,
             double height,
             TnPlotBox *found)
{
  double gap = 0.35 * self->unit, best = INFINITY;
  TnPlotBox plot = panel->plot;

  for (int step = 0; step <= 30; step++)
    for (int side = 0; side < 2; side++)
      {
        double left = plot.x + (plot.width - width) * step / 30.0, top, bottom, cost;
        TnPlotBox box = { left, 0, width, height };

        if (plot.width < width ||
            !reach_over (panel, mark, left - gap, left + width + gap, &top, &bottom))
          continue;
        box.y = side == 0 ? top - gap - height : bottom + gap;
        if (!is_inside (box, plot) || tn_ink_count (&panel->ink, grow (box, 0.1 * self->unit), 0) ||
            !tn_scene_is_free (self->scene, grow (box, 0.3 * self->unit)))
          continue;
        /* A name nearer to another curve than to its own would be read as that one's. */
        if (tn_ink_count (&panel->ink, grow (box, 0.9 * self->unit), id) >
            tn_ink_count (&panel->ink, grow (box, 0.9 * self->unit), 0) / 2)
          continue;
        /* Steep curves leave a name hanging far from where it belongs. */
        cost = (bottom - top) / height +
               tn_ink_count (&panel->ink, grow (box, 1.1 * self->unit), id) * 0.15;
        if (bottom - top > (mark->tone == TN_TONE_WASH ? 6 : 3.2) * height)
          continue;
        /* Two thirds along is where the eye arrives; above is preferred to below. */
        cost += fabs (step / 30.0 - 0.62) * 1.5 + side * 0.3 + crosses_grid (panel, box) * 0.5;
        if (cost < best)
          {
            best = cost;
            *found = box;
          }
      }

  return isfinite (best);
}

static gboolean
is_named_line (const TnMark *mark)
{
  return (mark->kind == TN_MARK_LINE || mark->kind == TN_MARK_STEP) && mark->label != NULL &&
         mark->place == TN_PLACE_AUTO && mark->n > 0;
}

/* Names of all curves at once, so that either all stand at their curves or all in a key. */
static gboolean
name_lines (TnPlan *self, TnPanelPlan *panel)
{
  GPtrArray *marks = panel->panel->marks;
  TnScene *scene = self->scene;
  guint n_before = scene->items->len;

  for (guint i = 0; i < marks->len; i++)
    {
      const TnMark *mark = g_ptr_array_index (marks, i);
      TnWords *words;
      TnPlotBox box;

      if (!is_named_line (mark) || mark->tone == TN_TONE_WASH)
        continue;
      words = tn_scene_say (scene, mark->label, self->unit, mark->tone == TN_TONE_STRONG,
                            text_colour (self, mark), 0, 1);
      if (!find_beside (self, panel, mark, (guint8) (i + 1), words->width, words->height, &box))
        {
          tn_words_free (words);
          g_ptr_array_set_size (scene->items, (int) n_before);
          return FALSE;
        }
      tn_scene_place (scene, words, box.x, box.y);
    }

  return TRUE;
}

typedef struct
{
  const TnMark *mark;
  TnWords *words;
} KeyRow;

static void
key_row_clear (gpointer data)
{
  g_clear_pointer (&((KeyRow *) data)->words, tn_words_free);
}

static gboolean
find_empty (const TnPlan *self,
            const TnPanelPlan *panel,
            double width,
            double height,
            TnPlotBox *found)
{
  TnPlotBox plot = grow (panel->plot, -0.5 * self->unit);
  double best = INFINITY;

  for (int i = 0; i <= 20; i++)
    for (int j = 0; j <= 20; j++)
      {
        TnPlotBox box = { plot.x + (plot.width - width) * i / 20,
                          plot.y + (plot.height - height) * j / 20, width, height };
        double cost = hypot (1 - i / 20.0, 0.85 - j / 20.0);

        if (plot.width < width || plot.height < height || cost >= best ||
            tn_ink_count (&panel->ink, grow (box, 0.4 * self->unit), 0) > 0 ||
            !tn_scene_is_free (self->scene, grow (box, 0.3 * self->unit)))
          continue;
        best = cost;
        *found = box;
      }

  return isfinite (best);
}

/* A key in an empty part of the panel, in the order of drawing turned round: the curve that
 * is spoken of was drawn last and is named first. */
static gboolean
key_inside (TnPlan *self, TnPanelPlan *panel)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (KeyRow));
  double sample = tn_plan_sample_width (self), gap = 0.5 * self->unit;
  double pitch = 1.5 * self->unit, width = 0;
  TnPlotBox box;

  g_array_set_clear_func (rows, key_row_clear);
  for (guint i = panel->panel->marks->len; i-- > 0;)
    {
      const TnMark *mark = g_ptr_array_index (panel->panel->marks, i);
      KeyRow row = { mark, NULL };

      if (!is_named_line (mark) || mark->tone == TN_TONE_WASH)
        continue;
      row.words = tn_scene_say (self->scene, mark->label, self->unit, mark->tone == TN_TONE_STRONG,
                                text_colour (self, mark), 0, 1);
      width = MAX (width, row.words->width);
      g_array_append_val (rows, row);
    }
  if (!find_empty (self, panel, sample + gap + width, pitch * rows->len, &box))
    return FALSE;
  /* On its own patch of paper, so that no line of the grid runs through it. */
  tn_scene_add_box (self->scene, NULL, grow (box, 0.25 * self->unit), self->style->paper);
  for (guint i = 0; i < rows->len; i++)
    {
      KeyRow *row = &g_array_index (rows, KeyRow, i);
      double y = box.y + pitch * i + (pitch - row->words->height) / 2;

      tn_plan_draw_sample (self, row->mark, (TnPlotBox){ box.x, box.y + pitch * i, sample, pitch });
      tn_scene_place (self->scene, g_steal_pointer (&row->words), box.x + sample + gap, y);
    }
  tn_ink_box (&panel->ink, box, TN_INK_MANY);

  return TRUE;
}

/* What the axes cross in the middle of nothing: the diagonal, the average. */
static void
name_references (TnPlan *self, TnPanelPlan *panel)
{
  for (guint i = 0; i < panel->panel->marks->len; i++)
    {
      const TnMark *mark = g_ptr_array_index (panel->panel->marks, i);
      TnWords *words;
      TnPlotBox box;

      if (!is_named_line (mark) || mark->tone != TN_TONE_WASH)
        continue;
      words = tn_scene_say (self->scene, mark->label, self->unit, FALSE, self->style->soft, 0, 1);
      if (find_beside (self, panel, mark, (guint8) (i + 1), words->width, words->height, &box))
        tn_scene_place (self->scene, words, box.x, box.y);
      else
        tn_words_free (words);
    }
}

static void
name_rule (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  TnPlotBox plot = panel->plot;
  double gap = 0.4 * self->unit;
  TnWords *words = tn_scene_say (self->scene, mark->label, self->unit, mark->series != 0,
                                 text_colour (self, mark), 0, 1);
  double w = words->width, h = words->height;
  double at = mark->x != NULL ? tn_axis_place (&panel->x, mark->x[0])
                              : tn_axis_place (&panel->y, mark->y[0]);

  for (int i = 0; i < 24 && !isnan (at); i++)
    {
      /* Beside a standing rule from the top down; along a lying one from the right. */
      TnPlotBox box =
          mark->x != NULL
              ? (TnPlotBox){ i % 2 == 0 ? at + gap : at - gap - w,
                             plot.y + gap / 2 + (plot.height - h - gap) * (i / 2) / 11.0, w, h }
              : (TnPlotBox){ plot.x + (plot.width - w) * (1 - (i / 2) / 11.0),
                             i % 2 == 0 ? at - gap - h : at + gap, w, h };

      if (!is_inside (box, grow (plot, 1)) || tn_ink_count (&panel->ink, box, 0) > 0 ||
          !tn_scene_is_free (self->scene, grow (box, 1)))
        continue;
      tn_scene_place (self->scene, words, box.x, box.y);
      return;
    }
  tn_words_free (words);
}

/* Two lines at one place: a text and its softer detail. */
static gboolean
place_pair (TnPlan *self, TnWords *text, TnWords *detail, double x, double y)
{
  double y2 = y + text->height + 0.22 * self->unit;
  gboolean placed = tn_scene_place (self->scene, text, x, y);

  if (detail != NULL && placed)
    tn_scene_place (self->scene, detail, x, y2);
  else
    g_clear_pointer (&detail, tn_words_free);

  return placed;
}

static TnWords *
words_of (TnPlan *self, const TnMessage *message, gboolean bold, TnRgba colour)
{
  return message != NULL ? tn_scene_say (self->scene, message, self->unit, bold, colour, 0, 1)
                         : NULL;
}

/* Where a rectangle is; of one that is zoomed, what of it is seen. */
static gboolean
rect_box (const TnPanelPlan *panel, const TnMark *mark, gsize i, gboolean zoomed, TnPlotBox *box)
{
  TnPlotBox plot = panel->plot;
  double x1 = tn_axis_place (&panel->x, mark->x[i]), x2 = tn_axis_place (&panel->x, mark->x2[i]);
  double y1 = tn_axis_place (&panel->y, mark->y[i]), y2 = tn_axis_place (&panel->y, mark->y2[i]);

  *box = (TnPlotBox){ MIN (x1, x2), MIN (y1, y2), fabs (x2 - x1), fabs (y2 - y1) };
  if (isnan (box->x) || isnan (box->y))
    return FALSE;
  if (zoomed)
    {
      double right = MIN (box->x + box->width, plot.x + plot.width);
      double bottom = MIN (box->y + box->height, plot.y + plot.height);

      box->x = MAX (box->x, plot.x);
      box->y = MAX (box->y, plot.y);
      box->width = right - box->x;
      box->height = bottom - box->y;
    }

  return box->width >= 0 && box->height >= 0;
}

/* Inside a part of a whole where it fits, on one line above it where it is too flat. */
static void
text_in_rect (TnPlan *self, TnPanelPlan *panel, const TnMark *mark, gsize i, TnPlotBox box)
{
  double pad = 0.75 * self->unit;
  TnWords *text = words_of (self, text_of (mark, i), TRUE, self->style->on_fill);
  TnWords *detail = words_of (self, detail_of (mark, i), FALSE, self->style->on_fill);
  double pair = text->height + (detail != NULL ? detail->height + 0.22 * self->unit : 0);
  double width = MAX (text->width, detail != NULL ? detail->width : 0);

  if (detail != NULL && pair + 1.3 * pad > box.height)
    {
      g_clear_pointer (&detail, tn_words_free);
      pair = text->height;
      width = text->width;
    }
  if (width + 2 * pad <= box.width && pair + 0.9 * pad <= box.height)
    {
      place_pair (self, text, detail, box.x + pad, box.y + MIN (pad, (box.height - pair) / 2));
      return;
    }
  g_clear_pointer (&detail, tn_words_free);
  if (detail_of (mark, i) != NULL)
    {
      g_autoptr (TnMessage) both = tn_message_new (N_ ("{share}, {customers}"));
      TnWords *line;

      tn_message_take (both, "share", tn_message_ref (text_of (mark, i)));
      tn_message_take (both, "customers", tn_message_ref (detail_of (mark, i)));
      line = words_of (self, both, TRUE, self->style->on_fill);
      if (line->width + 0.6 * pad <= box.width)
        {
          tn_words_free (text);
          text = line;
          width = line->width;
        }
      else
        tn_words_free (line);
    }
  if (width + 0.6 * pad <= box.width && box.y - text->height - pad / 2 >= panel->plot.y)
    {
      text->colour = self->style->series[mark->series];
      tn_scene_place (self->scene, text, box.x + MIN (pad, (box.width - width) / 2),
                      box.y - text->height - pad / 2);
      return;
    }
  tn_words_free (text);
}

static void
text_at_rect (TnPlan *self, TnPanelPlan *panel, const TnMark *mark, gsize i)
{
  TnWords *text, *detail;
  TnPlotBox box;
  double gap = 0.45 * self->unit;

  if (!rect_box (panel, mark, i, self->zoom != NULL, &box))
    return;
  if (mark->place == TN_PLACE_INSIDE)
    {
      text_in_rect (self, panel, mark, i, box);
      return;
    }
  text = words_of (self, text_of (mark, i), mark->tone != TN_TONE_PALE,
                   mark->place == TN_PLACE_MIDDLE && mark->tone != TN_TONE_OUTLINE
                       ? self->style->on_fill
                   : mark->tone == TN_TONE_PALE    ? self->style->soft
                   : mark->tone == TN_TONE_OUTLINE ? self->style->series[mark->series]
                                                   : self->style->ink);
  detail = words_of (self, detail_of (mark, i), FALSE, self->style->soft);
  if (mark->place == TN_PLACE_MIDDLE)
    {
      g_clear_pointer (&detail, tn_words_free);
      if (text->width + gap <= box.width && text->height <= box.height)
        tn_scene_place (self->scene, text, box.x + (box.width - text->width) / 2,
                        box.y + (box.height - text->height) / 2);
      else
        tn_words_free (text);
    }
  else if (mark->place == TN_PLACE_ABOVE)
    {
      double high = text->height + (detail != NULL ? detail->height + 0.22 * self->unit : 0);
      gboolean narrow = MAX (text->width, detail != NULL ? detail->width : 0) > box.width + 1;

      if (narrow) /* cut to the width of the part */
        {
          tn_words_free (text);
          g_clear_pointer (&detail, tn_words_free);
          text = tn_scene_say (self->scene, text_of (mark, i), self->unit, TRUE, self->style->ink,
                               MAX (1, box.width), 1);
          if (detail_of (mark, i) != NULL)
            detail = tn_scene_say (self->scene, detail_of (mark, i), self->unit, FALSE,
                                   self->style->soft, MAX (1, box.width), 1);
        }
      place_pair (self, text, detail, box.x, box.y - high - gap);
    }
  else
    {
      g_clear_pointer (&detail, tn_words_free);
      tn_scene_place (self->scene, text, box.x + box.width + gap,
                      box.y + (box.height - text->height) / 2);
    }
}

/* Beside a bar's end, but past the interval drawn on it. */
static double
whisker_end (const TnPanelPlan *panel, double y)
{
  double end = -INFINITY;

  for (guint i = 0; i < panel->panel->marks->len; i++)
    {
      const TnMark *mark = g_ptr_array_index (panel->panel->marks, i);

      if (mark->kind == TN_MARK_WHISKER && mark->x2 != NULL)
        for (gsize k = 0; k < mark->n; k++)
          if (mark->y[k] == y && isfinite (mark->x2[k]))
            end = MAX (end, tn_axis_place (&panel->x, mark->x2[k]));
    }

  return end;
}

static void
texts_of_rects (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  gsize n = MIN (mark->n, mark->texts->len);

  /* Columns too narrow for their figures would only get some of them, by chance. */
  for (gsize i = 0; i < n && i < 2000; i++)
    {
      double middle = mark->y != NULL ? (mark->y[i] + mark->y2[i]) / 2 : 0;

      if (text_of (mark, i) == NULL)
        continue;
      if (panel->panel->y.scale == TN_SCALE_CATEGORY && middle > (double) panel->y.n_shown - 0.5)
        continue;
      if (mark->place == TN_PLACE_RIGHT)
        {
          TnMark moved = *mark;
          double x2 = mark->x2[i], end = whisker_end (panel, rint (middle));
          double value =
              panel->x.from + (end - panel->x.at) / panel->x.length * (panel->x.to - panel->x.from);
          double x = mark->x[i], y = mark->y[i], y2 = mark->y2[i];
          GPtrArray one = { .pdata = &mark->texts->pdata[i], .len = 1 };

          x2 = isfinite (value) ? MAX (x2, value) : x2;
          moved.n = 1;
          moved.x = &x, moved.y = &y, moved.x2 = &x2, moved.y2 = &y2;
          moved.texts = &one;
          moved.details = NULL;
          text_at_rect (self, panel, &moved, 0);
        }
      else
        text_at_rect (self, panel, mark, i);
    }
}

/* The table column right of a forest of intervals. */
static void
texts_in_column (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  double right = panel->plot.x + panel->plot.width + panel->right;

  for (gsize i = 0; i < MIN (mark->n, mark->texts->len) && i < 2000; i++)
    {
      double y = tn_axis_place (&panel->y, mark->y[i]);
      TnWords *text;

      if (isnan (y) || text_of (mark, i) == NULL || mark->y[i] > (double) panel->y.n_shown - 0.5)
        continue;
      text = words_of (self, text_of (mark, i), mark->tone == TN_TONE_STRONG, self->style->ink);
      tn_scene_place (self->scene, text, right - text->width, y - text->height / 2);
    }
}

/* A text that has no room at its point stands where there is room, with a line to it. */
static gboolean
text_with_leader (TnPlan *self,
                  TnPanelPlan *panel,
                  const TnMark *mark,
                  TnWords *text,
                  double x,
                  double y)
{
  for (double far = 2; far <= 12; far += 1)
    for (int way = 0; way < 16; way++)
      {
        /* Upwards first, then to both sides in turn. */
        double turn = G_PI / 8 * ((way + 1) / 2) * (way % 2 == 0 ? 1 : -1);
        double dx = sin (turn) * far * self->unit, dy = -cos (turn) * far * self->unit;
        TnPlotBox box = { x + dx + (dx < 0 ? -text->width : 0), y + dy - text->height / 2,
                          text->width, text->height };
        double length = hypot (dx, dy), start = 5.5 * self->unit / 11;

        if (!is_inside (box, panel->plot) ||
            tn_ink_count (&panel->ink, grow (box, 0.3 * self->unit), 0) > 0 ||
            !tn_scene_is_free (self->scene, grow (box, 0.3 * self->unit)))
          continue;
        tn_scene_add_segment (self->scene, NULL, x + dx / length * start, y + dy / length * start,
                              x + dx - (dx < 0 ? -1 : 1) * 0.2 * self->unit,
                              y + dy +
                                  (dy < 0 ? 0.5 : -0.5) * text->height * (fabs (dy) > fabs (dx)),
                              self->style->series[mark->series], 0.8 * self->unit / 11);
        tn_ink_line (&panel->ink, x, y, x + dx, y + dy, TN_INK_MANY);
        tn_ink_box (&panel->ink, box, TN_INK_MANY);
        return tn_scene_place (self->scene, text, box.x, box.y);
      }

  return FALSE;
}

/* A text at its point, on the first side that has room, or with a line to it. */
static gboolean
place_near (TnPlan *self, TnPanelPlan *panel, const TnMark *mark, TnWords *text, double x, double y)
{
  static const double ways[][2] = { { 1, 0 },   { 1, -1 }, { 1, 1 },   { 0, -1 },
                                    { -1, -1 }, { -1, 1 }, { -1, 0 },  { 0, 1 },
                                    { 2, -2 },  { 2, 2 },  { -2, -2 }, { -2, 2 } };
  double away = (mark->kind == TN_MARK_TEXT ? 0.3 : 0.75) * self->unit;
  guint first = 0, last = G_N_ELEMENTS (ways);

  if (mark->place == TN_PLACE_RIGHT)
    last = 1;
  else if (mark->place == TN_PLACE_ABOVE)
    first = 3, last = 4;
  else if (mark->place == TN_PLACE_LEFT)
    first = 6, last = 7;
  else if (mark->place == TN_PLACE_BELOW)
    first = 7, last = 8;
  for (guint way = first; way < last; way++)
    {
      double dx = ways[way][0], dy = ways[way][1];
      TnPlotBox box = { dx > 0   ? x + away * dx
                        : dx < 0 ? x + away * dx - text->width
                                 : x - text->width / 2,
                        dy > 0   ? y + away * dy
                        : dy < 0 ? y + away * dy - text->height
                                 : y - text->height / 2,
                        text->width, text->height };

      if (mark->place == TN_PLACE_MIDDLE)
        box.x = x - text->width / 2, box.y = y - text->height / 2;
      if (mark->place == TN_PLACE_AUTO &&
          (!is_inside (box, grow (panel->plot, 1)) || tn_ink_count (&panel->ink, box, 0) > 0))
        continue;
      if (mark->place == TN_PLACE_ABOVE && tn_ink_count (&panel->ink, box, 0) > 0)
        continue;
      if (!tn_scene_is_free (self->scene, box))
        continue;
      tn_scene_place (self->scene, text, box.x, box.y);
      return TRUE;
    }

  return mark->kind == TN_MARK_POINT && mark->tone == TN_TONE_STRONG &&
         text_with_leader (self, panel, mark, text, x, y);
}

/* The text of an element; of a point, where it has no room, the shorter one. */
static void
text_near (TnPlan *self, TnPanelPlan *panel, const TnMark *mark, gsize i)
{
  const TnMessage *texts[2] = { text_of (mark, i),
                                mark->kind == TN_MARK_POINT ? detail_of (mark, i) : NULL };
  double x = tn_axis_place (&panel->x, mark->x[i]), y = tn_axis_place (&panel->y, mark->y[i]);

  if (isnan (x) || isnan (y))
    return;
  if (self->zoom != NULL && !is_inside ((TnPlotBox){ x, y, 0, 0 }, grow (panel->plot, 1)))
    return;
  for (guint k = 0; k < 2 && texts[k] != NULL; k++)
    {
      TnWords *text =
          words_of (self, texts[k], mark->tone == TN_TONE_STRONG, text_colour (self, mark));

      if (place_near (self, panel, mark, text, x, y))
        return;
      tn_words_free (text);
    }
}

static void
draw_texts (TnPlan *self, TnPanelPlan *panel, const TnMark *mark)
{
  if (mark->texts == NULL || mark->place == TN_PLACE_LEGEND)
    return;
  if (mark->kind == TN_MARK_RECT)
    texts_of_rects (self, panel, mark);
  else if (mark->kind == TN_MARK_POINT && mark->place == TN_PLACE_RIGHT)
    texts_in_column (self, panel, mark);
  else if (mark->n <= 2000)
    for (gsize i = 0; i < mark->n; i++)
      text_near (self, panel, mark, i);
}

static void
add_keys (TnPlan *self, TnPanelPlan *panel)
{
  for (guint i = 0; i < panel->panel->marks->len; i++)
    {
      TnMark *mark = g_ptr_array_index (panel->panel->marks, i);

      if (is_named_line (mark) && mark->tone != TN_TONE_WASH)
        g_ptr_array_add (self->keys, mark);
    }
}

/**
 * tn_plan_draw_labels:
 * @self: a plan
 * @panel: one of its panels, whose marks have been drawn
 *
 * Says what the marks are: texts where they were asked for, then the names of curves —
 * all beside their curves, or all in a key in an empty part of the panel, or all in a
 * key under the picture (then @self is marked crowded and laid out again).
 */
void
tn_plan_draw_labels (TnPlan *self, TnPanelPlan *panel)
{
  GPtrArray *marks = panel->panel->marks;

  for (guint i = 0; i < marks->len; i++)
    {
      const TnMark *mark = g_ptr_array_index (marks, i);

      if (mark->kind == TN_MARK_RULE && mark->label != NULL && mark->place == TN_PLACE_AUTO)
        name_rule (self, panel, mark);
    }
  for (guint i = marks->len; i-- > 0;)
    draw_texts (self, panel, g_ptr_array_index (marks, i));
  if (!self->key_below && !name_lines (self, panel) && !key_inside (self, panel))
    {
      self->crowded = TRUE;
      add_keys (self, panel);
    }
  name_references (self, panel);
}

/**
 * tn_plan_draw_key:
 * @self: a plan
 * @x: left edge
 * @y: upper edge
 * @width: where rows end
 * @measure_only: whether nothing is drawn
 *
 * Draws samples with their names from left to right, in as many rows as they need.
 *
 * Returns: the height
 */
double
tn_plan_draw_key (TnPlan *self, double x, double y, double width, gboolean measure_only)
{
  double gap = 0.5 * self->unit, pitch = 1.6 * self->unit, right = x;
  double sample = tn_plan_sample_width (self), top = y;

  for (guint i = 0; i < self->keys->len; i++)
    {
      const TnMark *mark = g_ptr_array_index (self->keys, i);
      gboolean small = mark->kind == TN_MARK_POINT || mark->kind == TN_MARK_RULE;
      double room = small ? self->unit : sample;
      TnWords *words = tn_scene_say (self->scene, mark->label, self->unit, FALSE, self->style->ink,
                                     MAX (1, width - room - gap), 1);
      double w = room + gap + words->width;

      if (right > x && right + w > x + width)
        {
          right = x;
          y += pitch;
        }
      if (!measure_only)
        tn_plan_draw_sample (self, mark, (TnPlotBox){ right, y, room, pitch });
      if (measure_only)
        tn_words_free (words);
      else
        tn_scene_place (self->scene, words, right + room + gap, y + (pitch - words->height) / 2);
      right += w + 1.8 * self->unit;
    }

  return self->keys->len > 0 ? y + pitch - top : 0;
}
