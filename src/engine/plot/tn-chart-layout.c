/* tn-chart-layout.c: where everything of a chart stands at one size
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-chart-private.h"

#define TITLE_SIZE 1.36
#define NOTE_SIZE  0.95

#define LEAST_SCALE 0.6
#define LEAST_STEP  0.04

/* What is left out one after the other when a picture is too small for everything. */
typedef enum
{
  SPARE_NOTHING,
  SPARE_NOTE,
  SPARE_SUBTITLE,
  SPARE_TITLE,
  SPARE_AXIS_LABELS,
  SPARE_FIGURES,
  N_SPARES,
} Spare;

typedef struct
{
  TnPlan plan;
  Spare spare;
  TnPlotBox body;
  GArray *panels; /* TnPanelPlan */
  guint n_rows, n_columns;
  gboolean stacked; /* columns became rows, as the picture is narrow */
  gboolean narrow;  /* optional panels are left out */
  gboolean fits;
} Layout;

typedef struct
{
  double top, bottom, height, fixed, weight;
} Row;

typedef struct
{
  double left, right, width, weight;
} Column;

/* What a picture of one size has room for. */
typedef struct
{
  Spare spare;
  gsize n_rows;    /* of categories */
  guint n_refused; /* texts without a place */
  gboolean crowded;
} Shown;

static gboolean
is_bare (const TnPanel *panel)
{
  return panel->x.quiet && panel->y.quiet;
}

static gboolean
is_quiet (const Layout *self, const TnPanel *panel, const TnAxis *axis)
{
  /* A panel that borrowed its neighbour's figures needs its own once it stands below. */
  if (self->stacked && axis == &panel->y && axis->grid)
    return self->spare >= SPARE_FIGURES;

  return axis->quiet || self->spare >= SPARE_FIGURES;
}

static gboolean
has_label (const Layout *self, const TnAxis *axis)
{
  return axis->label != NULL && self->spare < SPARE_AXIS_LABELS;
}

static guint
row_of (const Layout *self, const TnPanelPlan *panel)
{
  return self->stacked ? (guint) (panel - &g_array_index (self->panels, TnPanelPlan, 0))
                       : panel->panel->row;
}

static guint
column_of (const Layout *self, const TnPanelPlan *panel)
{
  return self->stacked ? 0 : panel->panel->column;
}

static TnPanelPlan *
get_panel (const Layout *self, guint i)
{
  return &g_array_index (self->panels, TnPanelPlan, i);
}

/* Heights of rows: what is around the plots is given, the rest is shared. */
static void
share_height (Layout *self, Row *rows)
{
  double left = self->body.height, weight = 0;
  double gap = 1.3 * self->plan.unit;

  memset (rows, 0, sizeof (Row) * 16);
  self->n_rows = 0;
  for (guint i = 0; i < self->panels->len; i++)
    {
      TnPanelPlan *panel = get_panel (self, i);
      Row *row = &rows[row_of (self, panel)];

      self->n_rows = MAX (self->n_rows, row_of (self, panel) + 1);
      row->top = MAX (row->top, panel->top);
      row->bottom = MAX (row->bottom, panel->bottom);
      if (panel->panel->height < 0)
        row->fixed = MAX (row->fixed, -panel->panel->height * self->plan.unit);
      else
        row->weight = MAX (row->weight, panel->panel->height);
    }
  for (guint i = 0; i < self->n_rows; i++)
    {
      left -= rows[i].top + rows[i].bottom + (i > 0 ? gap : 0);
      if (rows[i].weight == 0)
        left -= rows[i].fixed;
      weight += rows[i].weight;
    }
  for (guint i = 0; i < self->n_rows; i++)
    rows[i].height = rows[i].weight > 0 ? left * rows[i].weight / weight : rows[i].fixed;
  if (left < 0 || (weight > 0 && left < 4 * self->plan.unit))
    self->fits = FALSE;
}

static void
share_width (Layout *self, Column *columns)
{
  double left = self->body.width, weight = 0;
  double gap = 2.2 * self->plan.unit;

  memset (columns, 0, sizeof (Column) * TN_CHART_MAX_COLUMNS);
  self->n_columns = 0;
  for (guint i = 0; i < self->panels->len; i++)
    {
      TnPanelPlan *panel = get_panel (self, i);
      Column *column = &columns[column_of (self, panel)];

      self->n_columns = MAX (self->n_columns, column_of (self, panel) + 1);
      column->left = MAX (column->left, panel->left);
      column->right = MAX (column->right, panel->right);
      column->weight = MAX (column->weight, panel->panel->width);
    }
  for (guint i = 0; i < self->n_columns; i++)
    {
      left -= columns[i].left + columns[i].right + (i > 0 ? gap : 0);
      weight += columns[i].weight;
    }
  for (guint i = 0; i < self->n_columns; i++)
    columns[i].width = left * columns[i].weight / weight;
  if (left < 5 * self->plan.unit * self->n_columns && !is_bare (get_panel (self, 0)->panel))
    self->fits = FALSE;
}

static void
set_places (Layout *self, const Row *rows, const Column *columns)
{
  for (guint i = 0; i < self->panels->len; i++)
    {
      TnPanelPlan *panel = get_panel (self, i);
      guint row = row_of (self, panel), column = column_of (self, panel);
      double x = self->body.x, y = self->body.y;

      for (guint k = 0; k < column; k++)
        x += columns[k].left + columns[k].width + columns[k].right + 2.2 * self->plan.unit;
      for (guint k = 0; k < row; k++)
        y += rows[k].top + rows[k].height + rows[k].bottom + 1.3 * self->plan.unit;
      panel->outer =
          (TnPlotBox){ x, y, columns[column].left + columns[column].width + columns[column].right,
                       rows[row].top + rows[row].height + rows[row].bottom };
      panel->left = columns[column].left;
      panel->right = columns[column].right;
      panel->top = rows[row].top;
      panel->plot = (TnPlotBox){ x + columns[column].left, y + rows[row].top,
                                 MAX (1, columns[column].width), MAX (1, rows[row].height) };
      panel->x.at = panel->plot.x;
      panel->x.length = panel->plot.width;
      panel->y.at = panel->plot.y;
      panel->y.length = panel->plot.height;
      panel->y.flip = panel->y.axis->scale != TN_SCALE_CATEGORY;
    }
}

/* Few rows of categories are not spread over a tall picture. */
static void
limit_rows (Layout *self, Row *rows)
{
  for (guint i = 0; i < self->panels->len; i++)
    {
      TnPanelPlan *panel = get_panel (self, i);
      double most = (tn_axis_has_details (panel->y.axis) ? 4.6 : 3.2) * self->plan.unit;
      Row *row = &rows[row_of (self, panel)];

      if (panel->y.axis->scale == TN_SCALE_CATEGORY && !is_bare (panel->panel))
        row->height = MIN (row->height, most * (double) panel->y.axis->names->len);
    }
}

/* Whether an axis across goes with the one that is zoomed: both begin and end at one value. */
static gboolean
shares_x (const TnPanel *panel, const TnPanel *zoomed)
{
  TnAxisPlan a = { .axis = &panel->x }, b = { .axis = &zoomed->x };

  if (panel == zoomed)
    return TRUE;
  if (panel->column != zoomed->column || panel->x.scale != zoomed->x.scale)
    return FALSE;
  tn_axis_plan_range (&a, panel, FALSE);
  tn_axis_plan_range (&b, zoomed, FALSE);

  return fabs (a.from - b.from) + fabs (a.to - b.to) < 1e-9 * (b.to - b.from);
}

static void
zoom_axis (TnAxisPlan *self, double from, double to)
{
  if (self->axis->scale != TN_SCALE_CATEGORY && from < to)
    {
      self->from = from;
      self->to = to;
    }
}

static void
plan_ranges (const TnPlan *self, TnPanelPlan *panel)
{
  const TnZoom *zoom = self->zoom;
  const TnPanel *zoomed = zoom != NULL && zoom->panel < self->chart->panels->len
                              ? g_ptr_array_index (self->chart->panels, zoom->panel)
                              : NULL;

  tn_axis_plan_range (&panel->x, panel->panel, FALSE);
  tn_axis_plan_range (&panel->y, panel->panel, TRUE);
  if (zoomed != NULL && shares_x (panel->panel, zoomed))
    zoom_axis (&panel->x, zoom->x_from, zoom->x_to);
  if (zoomed == panel->panel)
    zoom_axis (&panel->y, zoom->y_from, zoom->y_to);
}

static void
plan_panels (Layout *self)
{
  Row rows[16];
  Column columns[TN_CHART_MAX_COLUMNS];

  self->fits = TRUE;
  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; i < self->panels->len; i++)
        {
          TnPanelPlan *panel = get_panel (self, i);

          panel->lines_below = pass == 0 ? 1 : panel->lines_below;
          plan_ranges (&self->plan, panel);
          tn_plan_measure_height (&self->plan, panel);
        }
      share_height (self, rows);
      limit_rows (self, rows);
      for (guint i = 0; i < self->panels->len; i++)
        {
          TnPanelPlan *panel = get_panel (self, i);

          tn_plan_fit_y (&self->plan, panel, rows[row_of (self, panel)].height);
          tn_plan_measure_width (&self->plan, panel,
                                 self->body.width * (self->narrow ? 0.5 : 0.42));
        }
      share_width (self, columns);
      for (guint i = 0; i < self->panels->len; i++)
        {
          TnPanelPlan *panel = get_panel (self, i);

          tn_plan_fit_x (&self->plan, panel, MAX (1, columns[column_of (self, panel)].width));
        }
    }
  set_places (self, rows, columns);
}

static void
panel_plan_clear (gpointer data)
{
  TnPanelPlan *self = data;

  g_clear_pointer (&self->x.ticks, tn_ticks_free);
  g_clear_pointer (&self->y.ticks, tn_ticks_free);
  tn_ink_clear (&self->ink);
}

/* What of a panel's words is drawn, as far as the size of the picture tells. */
static void
choose_words (const Layout *self, TnPanelPlan *panel)
{
  panel->x.hidden = is_quiet (self, panel->panel, panel->x.axis);
  panel->y.hidden = is_quiet (self, panel->panel, panel->y.axis);
  panel->x.labelled = has_label (self, panel->x.axis);
  panel->y.labelled = has_label (self, panel->y.axis);
  panel->titled = panel->panel->title != NULL && self->spare < SPARE_AXIS_LABELS;
}

static void
gather_panels (Layout *self)
{
  GPtrArray *panels = self->plan.chart->panels;
  gboolean one_row = TRUE;

  g_array_set_size (self->panels, 0);
  for (guint i = 0; i < panels->len; i++)
    {
      TnPanelPlan plan = { .panel = g_ptr_array_index (panels, i), .lines_below = 1 };

      if (plan.panel->optional && self->narrow)
        continue;
      plan.x.axis = &plan.panel->x;
      plan.y.axis = &plan.panel->y;
      one_row = one_row && plan.panel->row == 0;
      g_array_append_val (self->panels, plan);
    }
  self->stacked = one_row && self->panels->len > 1 &&
                  self->body.width / self->panels->len < 15 * self->plan.unit;
  for (guint i = 0; i < self->panels->len; i++)
    choose_words (self, get_panel (self, i));
}

static void
draw_panel (Layout *self, TnPanelPlan *panel)
{
  tn_ink_init (&panel->ink, panel->plot, MAX (0.25 * self->plan.unit, panel->plot.width / 2000));
  tn_plan_draw_axes (&self->plan, panel);
  tn_plan_draw_marks (&self->plan, panel);
  tn_plan_draw_axis_lines (&self->plan, panel);
}

/* Title and subtitle; what stays is for the panels. */
static void
draw_head (Layout *self)
{
  const TnChart *chart = self->plan.chart;
  TnScene *scene = self->plan.scene;
  double u = self->plan.unit, top = self->body.y;

  if (!self->plan.style->titles)
    return;
  if (chart->title != NULL && self->spare < SPARE_TITLE)
    {
      TnWords *words =
          tn_scene_say (scene, chart->title, TITLE_SIZE * u, TRUE, self->plan.style->ink,
                        self->body.width, self->spare < SPARE_SUBTITLE ? 3 : 1);
      double height = words->height + 0.55 * u;

      tn_scene_place (scene, words, self->body.x, self->body.y);
      self->body.y += height;
      self->body.height -= height;
    }
  if (chart->subtitle != NULL && self->spare < SPARE_SUBTITLE)
    {
      TnWords *words = tn_scene_say (scene, chart->subtitle, u, FALSE, self->plan.style->soft,
                                     self->body.width, 3);
      double height = words->height + 0.3 * u;

      tn_scene_place (scene, words, self->body.x, self->body.y);
      self->body.y += height;
      self->body.height -= height;
    }
  if (self->body.y > top)
    {
      self->body.y += 0.6 * u;
      self->body.height -= 0.6 * u;
    }
}

static void
draw_foot (Layout *self)
{
  const TnChart *chart = self->plan.chart;
  TnScene *scene = self->plan.scene;
  double u = self->plan.unit, height;

  if (chart->note != NULL && self->spare < SPARE_NOTE)
    {
      TnWords *words = tn_scene_say (scene, chart->note, NOTE_SIZE * u, FALSE,
                                     self->plan.style->soft, self->body.width, 2);

      height = words->height + 0.8 * u;
      tn_scene_place (scene, words, self->body.x, self->body.y + self->body.height - words->height);
      self->body.height -= height;
    }
  height = tn_plan_draw_key (&self->plan, self->body.x, 0, self->body.width, TRUE);
  if (height > 0 && self->spare < SPARE_FIGURES)
    {
      tn_plan_draw_key (&self->plan, self->body.x, self->body.y + self->body.height - height,
                        self->body.width, FALSE);
      self->body.height -= height + 0.7 * u;
    }
  if (tn_plan_needs_ramp (&self->plan) && self->spare < SPARE_FIGURES)
    {
      self->plan.ramp = (TnPlotBox){ self->body.x, self->body.y + self->body.height - 1.6 * u,
                                     self->body.width, 1.6 * u };
      self->body.height -= 2.3 * u;
    }
}

/* A sentence where a picture would be. */
static void
draw_empty (Layout *self)
{
  TnWords *words;
  TnScene *scene = self->plan.scene;

  words =
      tn_scene_say (scene, self->plan.chart->empty, self->plan.unit, FALSE, self->plan.style->soft,
                    MAX (1, MIN (self->body.width, 40 * self->plan.unit)), 4);
  tn_scene_place (scene, words, self->body.x + (self->body.width - words->width) / 2,
                  self->body.y + MAX (0, (self->body.height - words->height) / 2));
}

static void
gather_keys (Layout *self)
{
  for (guint i = 0; i < self->panels->len; i++)
    {
      const TnPanel *panel = get_panel (self, i)->panel;

      for (guint k = 0; k < panel->marks->len; k++)
        {
          TnMark *mark = g_ptr_array_index (panel->marks, k);

          if (mark->place == TN_PLACE_LEGEND && mark->label != NULL)
            g_ptr_array_add (self->plan.keys, mark);
          else if (self->plan.key_below && mark->label != NULL && mark->tone != TN_TONE_WASH &&
                   mark->place == TN_PLACE_AUTO &&
                   (mark->kind == TN_MARK_LINE || mark->kind == TN_MARK_STEP))
            g_ptr_array_insert (self->plan.keys, 0, mark);
        }
    }
}

static void
layout_start (Layout *self, double width, double height)
{
  double margin = self->plan.style->paint_paper ? 1.1 * self->plan.unit : 0;
  gboolean bare = self->plan.chart->panels->len == 1 &&
                  is_bare (g_ptr_array_index (self->plan.chart->panels, 0)) &&
                  self->plan.chart->title == NULL;

  if (bare)
    margin = 0;
  g_clear_pointer (&self->plan.scene, tn_scene_free);
  self->plan.scene = tn_scene_new (width, height, self->plan.style, self->plan.language);
  self->body =
      (TnPlotBox){ margin, margin, MAX (1, width - 2 * margin), MAX (1, height - 2 * margin) };
  g_ptr_array_set_size (self->plan.keys, 0);
  g_clear_pointer (&self->plan.raster, tn_raster_unref);
  self->plan.ramp = (TnPlotBox){ 0, 0, 0, 0 };
  if (self->plan.wishes != NULL)
    g_array_set_size (self->plan.wishes, 0);
}

static gboolean
lay_out (Layout *self, double width, double height)
{
  layout_start (self, width, height);
  if (self->plan.chart->empty != NULL || self->plan.chart->panels->len == 0)
    {
      draw_head (self);
      if (self->plan.chart->empty != NULL)
        draw_empty (self);
      return self->body.height > 2 * self->plan.unit;
    }
  self->narrow = width < 38 * self->plan.unit;
  draw_head (self);
  gather_panels (self);
  gather_keys (self);
  draw_foot (self);
  plan_panels (self);
  if (!self->fits && self->spare < N_SPARES - 1)
    return FALSE;
  for (guint i = 0; i < self->panels->len; i++)
    draw_panel (self, get_panel (self, i));
  for (guint i = 0; i < self->panels->len; i++)
    tn_plan_draw_labels (&self->plan, get_panel (self, i));
  tn_plan_draw_ramp (&self->plan);

  return TRUE;
}

/* Lays out with as much as has room, and tells what had none and where the panels are. */
static TnScene *
lay_out_whole (const TnPlan *start, double width, double height, Shown *shown, GArray *panels)
{
  Layout layout = { .plan = *start };

  layout.plan.unit = start->style->text_size;
  layout.plan.keys = g_ptr_array_new ();
  layout.panels = g_array_new (FALSE, TRUE, sizeof (TnPanelPlan));
  g_array_set_clear_func (layout.panels, panel_plan_clear);
  while (!lay_out (&layout, width, height) && layout.spare < N_SPARES - 1)
    layout.spare++;
  if (layout.plan.crowded)
    {
      layout.plan.key_below = TRUE;
      layout.spare = SPARE_NOTHING;
      while (!lay_out (&layout, width, height) && layout.spare < N_SPARES - 1)
        layout.spare++;
    }
  *shown = (Shown){ layout.spare, 0, layout.plan.scene->n_refused, layout.plan.crowded };
  for (guint i = 0; i < layout.panels->len; i++)
    shown->n_rows += get_panel (&layout, i)->y.n_shown;
  if (panels != NULL)
    g_array_append_vals (panels, layout.panels->data, layout.panels->len);
  g_clear_pointer (&layout.plan.raster, tn_raster_unref);
  g_ptr_array_unref (layout.plan.keys);
  g_array_unref (layout.panels);

  return layout.plan.scene;
}

/**
 * tn_plan_lay_out:
 * @start: chart, style, language, and what a figure wants of zoom and counts
 * @panels: (nullable): gets a TnPanelPlan of each panel shown; only places and ranges are of use
 *
 * Returns: (transfer full): the scene
 */
TnScene *
tn_plan_lay_out (const TnPlan *start, double width, double height, GArray *panels)
{
  Shown shown;

  return lay_out_whole (start, width, height, &shown, panels);
}

/**
 * tn_chart_lay_out:
 * @self: a chart
 * @width: in units of the surface
 * @height: in units of the surface
 * @style: colours and sizes
 * @language: the language
 *
 * Puts a chart into shapes and words at one size. Words never overlap and never leave the
 * picture; where it is too small, notes go first, then subtitle, title, axis labels and
 * figures.
 *
 * Returns: (transfer full): the scene
 */
TnScene *
tn_chart_lay_out (const TnChart *self,
                  double width,
                  double height,
                  const TnPlotStyle *style,
                  const TnLanguage *language)
{
  TnPlan start = { .chart = self, .style = style, .language = language };

  return tn_plan_lay_out (&start, width, height, NULL);
}

/**
 * tn_chart_draw:
 * @self: a chart
 * @cr: where to draw: the origin is the top left corner; the state is kept
 * @width: in units of @cr: pixels on screen, points on paper
 * @height: in units of @cr
 * @style: colours and sizes
 * @language: the language of all words
 *
 * Draws a chart on any surface. Nothing is drawn outside width × height. A size of less
 * than one unit, or one that is not a number, draws nothing.
 */
void
tn_chart_draw (const TnChart *self,
               cairo_t *cr,
               double width,
               double height,
               const TnPlotStyle *style,
               const TnLanguage *language)
{
  g_autoptr (TnScene) scene = NULL;

  g_return_if_fail (self != NULL && cr != NULL && style != NULL && language != NULL);

  if (!(width >= 1 && height >= 1 && width < 1e5 && height < 1e5))
    return;
  scene = tn_chart_lay_out (self, width, height, style, language);
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  tn_scene_render (scene, cr);
  cairo_restore (cr);
}

/**
 * tn_chart_get_height:
 * @self: a chart
 * @width: the width it will have
 * @style: colours and sizes
 * @language: the language
 *
 * Returns: a height at which the chart looks as it should: rows of categories as high as
 *   their names need, curves at about three to four
 */
double
tn_chart_get_height (const TnChart *self,
                     double width,
                     const TnPlotStyle *style,
                     const TnLanguage *language)
{
  Layout layout = {
    .plan = { .chart = self, .style = style, .language = language, .unit = style->text_size }
  };
  double u = style->text_size, height = 0, rows[16] = { 0 };
  guint n_columns = 1;

  g_return_val_if_fail (self != NULL && style != NULL && language != NULL, 0);

  if (!(width >= 1 && width < 1e5))
    return 0;
  layout.plan.keys = g_ptr_array_new ();
  layout.panels = g_array_new (FALSE, TRUE, sizeof (TnPanelPlan));
  g_array_set_clear_func (layout.panels, panel_plan_clear);
  layout_start (&layout, width, 1e4);
  layout.narrow = width < 38 * u;
  draw_head (&layout);
  gather_panels (&layout);
  gather_keys (&layout);
  draw_foot (&layout);
  for (guint i = 0; i < layout.panels->len; i++)
    n_columns = MAX (n_columns, column_of (&layout, get_panel (&layout, i)) + 1);
  for (guint i = 0; i < layout.panels->len; i++)
    {
      TnPanelPlan *panel = get_panel (&layout, i);
      double plot = width / n_columns * 0.62 * MIN (1, MAX (panel->panel->height, 0));

      if (panel->panel->height < 0)
        plot = -panel->panel->height * u;
      else if (panel->panel->y.scale == TN_SCALE_CATEGORY)
        plot = (tn_axis_has_details (&panel->panel->y) ? 3.7 : 2.0) * u *
               (double) MIN (panel->panel->y.names->len, 40);
      tn_plan_measure_height (&layout.plan, panel);
      rows[row_of (&layout, panel)] =
          MAX (rows[row_of (&layout, panel)], plot + panel->top + panel->bottom);
    }
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    height += rows[i] > 0 ? rows[i] + (height > 0 ? 1.3 * u : 0) : 0;
  height += 1e4 - layout.body.height;
  tn_scene_free (layout.plan.scene);
  g_ptr_array_unref (layout.plan.keys);
  g_array_unref (layout.panels);

  return ceil (height);
}

static Shown
try_height (const TnChart *self,
            double width,
            double height,
            const TnPlotStyle *style,
            const TnLanguage *language)
{
  TnPlan start = { .chart = self, .style = style, .language = language };
  Shown shown;
  g_autoptr (TnScene) scene = lay_out_whole (&start, width, height, &shown, NULL);

  return shown;
}

/**
 * tn_chart_get_least_height:
 * @self: a chart
 * @width: the width it will have
 * @style: colours and sizes
 * @language: the language
 *
 * Returns: how flat the chart can be made, at most to six tenths, without leaving anything out
 *   that has room at tn_chart_get_height(): no row, figure, label or name
 */
double
tn_chart_get_least_height (const TnChart *self,
                           double width,
                           const TnPlotStyle *style,
                           const TnLanguage *language)
{
  double whole = tn_chart_get_height (self, width, style, language), least = whole;
  Shown most;

  if (!(whole >= 1))
    return whole;
  most = try_height (self, width, whole, style, language);
  for (double scale = 1 - LEAST_STEP; scale >= LEAST_SCALE - 1e-9; scale -= LEAST_STEP)
    {
      Shown shown = try_height (self, width, whole * scale, style, language);

      if (shown.spare > most.spare || shown.n_rows < most.n_rows ||
          shown.n_refused > most.n_refused || shown.crowded != most.crowded)
        break;
      least = whole * scale;
    }

  return least;
}
