/* tn-scene.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-scene.h"

#include <math.h>
#include <string.h>

/* Letters reach this far above and below the base line, in text sizes: capitals and
 * Chinese characters above, descenders below. Layout goes by these, not by the line
 * height of the font, which is half as large again for Chinese. */
#define LETTERS_ABOVE 0.88
#define LETTERS_BELOW 0.26

#define MAX_LETTERS 400

/* Places beyond this are cut: cairo's coordinates have 24 bits before the point. */
#define FAR 1e5

static void
item_free (gpointer data)
{
  TnItem *self = data;

  g_free (self->xy);
  g_clear_pointer (&self->picture, cairo_surface_destroy);
  g_clear_object (&self->layout);
  g_free (self);
}

/**
 * tn_scene_new:
 * @width: in units of the surface
 * @height: in units of the surface
 * @style: colours and sizes; to live as long as the scene
 * @language: the language
 *
 * Returns: (transfer full): an empty scene
 */
TnScene *
tn_scene_new (double width, double height, const TnPlotStyle *style, const TnLanguage *language)
{
  TnScene *self = g_new0 (TnScene, 1);

  self->width = width;
  self->height = height;
  self->style = style;
  self->language = language;
  self->context = tn_plot_context_new (language);
  self->items = g_ptr_array_new_with_free_func (item_free);

  return self;
}

void
tn_scene_free (TnScene *self)
{
  g_ptr_array_unref (self->items);
  g_object_unref (self->context);
  g_free (self);
}

/**
 * tn_rgba_fade:
 * @alpha: 0 to 1, times the opacity that @colour has
 */
TnRgba
tn_rgba_fade (TnRgba colour, double alpha)
{
  colour.alpha *= alpha;

  return colour;
}

gboolean
tn_box_meets (TnPlotBox a, TnPlotBox b)
{
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

static void
measure_points (TnItem *self)
{
  double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;

  for (gsize i = 0; i < self->n; i++)
    {
      double *x = &self->xy[2 * i], *y = x + 1;

      if (isnan (*x) || isnan (*y))
        {
          *x = *y = NAN;
          continue;
        }
      *x = CLAMP (*x, -FAR, FAR);
      *y = CLAMP (*y, -FAR, FAR);
      left = MIN (left, *x);
      right = MAX (right, *x);
      top = MIN (top, *y);
      bottom = MAX (bottom, *y);
    }
  if (left <= right)
    self->box = (TnPlotBox){ left, top, right - left, bottom - top };
}

/**
 * tn_scene_add:
 * @self: a scene
 * @kind: what it is
 * @clip: (nullable): what it must not leave
 * @n: number of points
 * @xy: (array length=n): pairs of places
 *
 * Adds one shape on top of what is there.
 *
 * Returns: (transfer none): the shape, to be given its colours
 */
TnItem *
tn_scene_add (TnScene *self, TnItemKind kind, const TnPlotBox *clip, gsize n, const double *xy)
{
  TnItem *item = g_new0 (TnItem, 1);

  item->kind = kind;
  item->clip = clip != NULL ? *clip : (TnPlotBox){ 0, 0, -1, -1 };
  item->n = n;
  item->xy = g_memdup2 (xy, 2 * n * sizeof *xy);
  measure_points (item);
  g_ptr_array_add (self->items, item);

  return item;
}

TnItem *
tn_scene_add_box (TnScene *self, const TnPlotBox *clip, TnPlotBox box, TnRgba fill)
{
  double xy[] = { box.x, box.y, box.x + box.width, box.y + box.height };
  TnItem *item = tn_scene_add (self, TN_ITEM_BOX, clip, 2, xy);

  item->fill = fill;

  return item;
}

/**
 * tn_scene_add_segment:
 * @clip: (nullable): nothing is drawn outside
 * @x1: in units of the surface, like the three that follow
 * @line_width: in units of the surface
 *
 * Returns: (transfer none): the straight line, for what is set on it further
 */
TnItem *
tn_scene_add_segment (TnScene *self,
                      const TnPlotBox *clip,
                      double x1,
                      double y1,
                      double x2,
                      double y2,
                      TnRgba stroke,
                      double line_width)
{
  double xy[] = { x1, y1, x2, y2 };
  TnItem *item = tn_scene_add (self, TN_ITEM_LINE, clip, 2, xy);

  item->stroke = stroke;
  item->line_width = line_width;

  return item;
}

/**
 * tn_scene_words:
 * @self: a scene
 * @text: one paragraph, possibly out of a cell
 * @size: in units of the surface
 * @bold: whether it is bold
 * @colour: its colour
 * @max_width: where lines are broken and the last is cut, or 0
 * @max_lines: at least 1
 *
 * Lays out a text that is to be placed.
 *
 * Returns: (transfer full): the text with its size
 */
TnWords *
tn_scene_words (TnScene *self,
                const char *text,
                double size,
                gboolean bold,
                TnRgba colour,
                double max_width,
                guint max_lines)
{
  TnWords *words = g_new0 (TnWords, 1);
  g_autofree char *cut = tn_plot_cut_text (text, MAX_LETTERS);
  PangoRectangle logical;
  PangoLayoutIter *iter;
  double first, last;

  words->colour = colour;
  words->layout = tn_plot_layout_new (self->context, self->language, cut, size, bold);
  if (max_width > 0)
    {
      pango_layout_set_width (words->layout, (int) (MIN (max_width, FAR) * PANGO_SCALE));
      pango_layout_set_height (words->layout, -(int) max_lines);
      pango_layout_set_ellipsize (words->layout, PANGO_ELLIPSIZE_END);
    }
  pango_layout_get_extents (words->layout, NULL, &logical);
  words->width = (double) logical.width / PANGO_SCALE;
  first = last = (double) pango_layout_get_baseline (words->layout) / PANGO_SCALE;
  iter = pango_layout_get_iter (words->layout);
  while (pango_layout_iter_next_line (iter))
    continue;
  last = (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE;
  pango_layout_iter_free (iter);
  words->lift = first - LETTERS_ABOVE * size;
  words->height = last - first + (LETTERS_ABOVE + LETTERS_BELOW) * size;

  return words;
}

/* The same of a message, in the language of the scene. */
TnWords *
tn_scene_say (TnScene *self,
              const TnMessage *message,
              double size,
              gboolean bold,
              TnRgba colour,
              double max_width,
              guint max_lines)
{
  g_autofree char *text = message != NULL ? tn_message_say (message, self->language) : NULL;

  return tn_scene_words (self, text, size, bold, colour, max_width, max_lines);
}

void
tn_words_free (TnWords *self)
{
  g_object_unref (self->layout);
  g_free (self);
}

/**
 * tn_scene_is_free:
 * @self: a scene
 * @box: a place
 *
 * Returns: whether the place is within the picture and no text stands there
 */
gboolean
tn_scene_is_free (const TnScene *self, TnPlotBox box)
{
  const double slack = 0.5;

  if (!(box.x >= -slack && box.y >= -slack && box.x + box.width <= self->width + slack &&
        box.y + box.height <= self->height + slack))
    return FALSE;
  for (guint i = 0; i < self->items->len; i++)
    {
      const TnItem *item = g_ptr_array_index (self->items, i);

      if (item->kind == TN_ITEM_TEXT && tn_box_meets (item->box, box))
        return FALSE;
    }

  return TRUE;
}

/**
 * tn_scene_place:
 * @self: a scene
 * @words: (transfer full): a text
 * @x: where its left edge comes
 * @y: where the top of its letters comes
 *
 * Places a text if there is room. As every text goes through here, no two can overlap
 * and none can be cut off, whatever the size of the picture: what comes first stays.
 *
 * Returns: whether it was placed
 */
gboolean
tn_scene_place (TnScene *self, TnWords *words, double x, double y)
{
  TnPlotBox box = { x, y, words->width, words->height };
  TnItem *item;

  if (*pango_layout_get_text (words->layout) == '\0' || !tn_scene_is_free (self, box))
    {
      self->n_refused++;
      tn_words_free (words);
      return FALSE;
    }
  item = g_new0 (TnItem, 1);
  item->kind = TN_ITEM_TEXT;
  item->clip = (TnPlotBox){ 0, 0, -1, -1 };
  item->box = box;
  item->fill = words->colour;
  item->layout = g_object_ref (words->layout);
  item->xy = g_new (double, 2);
  item->xy[0] = x;
  item->xy[1] = y - words->lift;
  g_ptr_array_add (self->items, item);
  tn_words_free (words);

  return TRUE;
}

/* How many pixels one unit is, on surfaces that have pixels; else 0. */
static double
pixels_of (cairo_t *cr)
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  cairo_matrix_t matrix;
  double x_scale, y_scale;

  switch (cairo_surface_get_type (target))
    {
    case CAIRO_SURFACE_TYPE_PDF:
    case CAIRO_SURFACE_TYPE_SVG:
    case CAIRO_SURFACE_TYPE_PS:
    case CAIRO_SURFACE_TYPE_RECORDING:
      return 0;
    default:
      cairo_get_matrix (cr, &matrix);
      cairo_surface_get_device_scale (target, &x_scale, &y_scale);
      return matrix.xy == 0 && matrix.yx == 0 ? fabs (matrix.xx) * x_scale : 0;
    }
}

/* Moves a place onto the grid of pixels: edges onto borders, odd lines onto middles. */
static void
snap (cairo_t *cr, double pixels, gboolean to_middle, double *x, double *y)
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  double x_scale, y_scale, half = to_middle ? 0.5 : 0;

  if (pixels == 0)
    return;
  cairo_surface_get_device_scale (target, &x_scale, &y_scale);
  cairo_user_to_device (cr, x, y);
  *x = (floor (*x * x_scale - half + 0.5) + half) / x_scale;
  *y = (floor (*y * y_scale - half + 0.5) + half) / y_scale;
  cairo_device_to_user (cr, x, y);
}

static void
set_colour (cairo_t *cr, TnRgba colour)
{
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha);
}

static gboolean
is_upright (const TnItem *self)
{
  return self->kind == TN_ITEM_LINE && self->n == 2 &&
         (self->xy[0] == self->xy[2] || self->xy[1] == self->xy[3]);
}

static void
trace (const TnItem *self, cairo_t *cr, double pixels)
{
  gboolean lifted = TRUE;
  gboolean crisp = is_upright (self);
  gboolean odd = (int) MAX (1, floor (self->line_width * pixels + 0.5)) % 2;

  for (gsize i = 0; i < self->n; i++)
    {
      double x = self->xy[2 * i], y = self->xy[2 * i + 1];

      if (isnan (x))
        {
          if (self->kind == TN_ITEM_POLYGON && !lifted)
            cairo_close_path (cr);
          lifted = TRUE;
          continue;
        }
      if (crisp)
        snap (cr, pixels, odd, &x, &y);
      if (lifted)
        cairo_move_to (cr, x, y);
      else
        cairo_line_to (cr, x, y);
      lifted = FALSE;
    }
  if (self->kind == TN_ITEM_POLYGON && !lifted)
    cairo_close_path (cr);
}

static void
trace_box (const TnItem *self, cairo_t *cr, double pixels)
{
  double x1 = self->xy[0], y1 = self->xy[1], x2 = self->xy[2], y2 = self->xy[3];
  gboolean middle = self->stroke.alpha > 0;

  snap (cr, pixels, middle, &x1, &y1);
  snap (cr, pixels, middle, &x2, &y2);
  /* A bar of a small value is still a bar. */
  if (pixels > 0 && x1 == x2 && self->xy[0] != self->xy[2])
    x2 = x1 + 1 / pixels;
  if (pixels > 0 && y1 == y2 && self->xy[1] != self->xy[3])
    y1 = y2 - 1 / pixels;
  cairo_rectangle (cr, x1, y1, x2 - x1, y2 - y1);
}

static void
paint (const TnItem *self, cairo_t *cr, double pixels)
{
  if (self->fill.alpha > 0)
    {
      set_colour (cr, self->fill);
      if (self->stroke.alpha > 0)
        cairo_fill_preserve (cr);
      else
        cairo_fill (cr);
    }
  if (self->stroke.alpha > 0)
    {
      double width = self->line_width;

      if (pixels > 0 && is_upright (self))
        width = MAX (1, floor (width * pixels + 0.5)) / pixels;
      set_colour (cr, self->stroke);
      cairo_set_line_width (cr, width);
      cairo_set_dash (cr, self->dash, self->n_dash, 0);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
      cairo_stroke (cr);
    }
  cairo_new_path (cr);
}

static void
render_text (const TnItem *self, cairo_t *cr, double pixels)
{
  double x = self->xy[0], y = self->xy[1];
  double base = (double) pango_layout_get_baseline (self->layout) / PANGO_SCALE;

  /* The base line on a border of pixels keeps the feet of the letters sharp. */
  if (pixels > 0)
    {
      double unused = x, line = y + base;

      snap (cr, pixels, FALSE, &unused, &line);
      y = line - base;
    }
  cairo_move_to (cr, x, y);
  set_colour (cr, self->fill);
  tn_plot_show_layout (cr, self->layout);
}

static void
render_item (const TnItem *self, cairo_t *cr, double pixels)
{
  switch (self->kind)
    {
    case TN_ITEM_TEXT:
      render_text (self, cr, pixels);
      break;
    case TN_ITEM_BOX:
      trace_box (self, cr, pixels);
      paint (self, cr, pixels);
      break;
    case TN_ITEM_DISC:
      cairo_new_sub_path (cr);
      cairo_arc (cr, self->xy[0], self->xy[1], self->xy[2], 0, 2 * G_PI);
      paint (self, cr, pixels);
      break;
    case TN_ITEM_PICTURE:
      cairo_translate (cr, self->xy[0], self->xy[1]);
      cairo_scale (cr, (self->xy[2] - self->xy[0]) / cairo_image_surface_get_width (self->picture),
                   (self->xy[3] - self->xy[1]) / cairo_image_surface_get_height (self->picture));
      cairo_set_source_surface (cr, self->picture, 0, 0);
      cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
      cairo_paint (cr);
      break;
    default:
      trace (self, cr, pixels);
      paint (self, cr, pixels);
    }
}

/**
 * tn_scene_render:
 * @self: a scene
 * @cr: where to draw; its state is the same afterwards
 *
 * Draws everything in order. On surfaces with pixels, edges and straight lines are moved
 * by less than a pixel to be crisp; in PDF and SVG nothing is moved and text is text.
 */
void
tn_scene_render (const TnScene *self, cairo_t *cr)
{
  double pixels = pixels_of (cr);

  cairo_save (cr);
  cairo_new_path (cr);
  if (self->style->paint_paper)
    {
      set_colour (cr, self->style->paper);
      cairo_rectangle (cr, 0, 0, self->width, self->height);
      cairo_fill (cr);
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      const TnItem *item = g_ptr_array_index (self->items, i);

      cairo_save (cr);
      if (item->clip.width >= 0)
        {
          cairo_rectangle (cr, item->clip.x, item->clip.y, item->clip.width, item->clip.height);
          cairo_clip (cr);
        }
      render_item (item, cr, pixels);
      cairo_restore (cr);
    }
  cairo_restore (cr);
}
