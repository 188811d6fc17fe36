/* wb-chart-readout.c: the value that is spoken of, and the part that is dragged over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "wb-chart-view-private.h"
#include "wb-ui.h"

#define PAD       8.0
#define AWAY      12.0
#define MOST_WIDE 260.0

static void
set_colour (cairo_t *cr, TnRgba colour)
{
  cairo_set_source_rgba (cr, colour.red, colour.green, colour.blue, colour.alpha);
}

static void
draw_marked (WbChartView *self, cairo_t *cr, const TnPlotStyle *style)
{
  cairo_rectangle_t part = self->marked;

  cairo_rectangle (cr, part.x, part.y, part.width, part.height);
  set_colour (cr, tn_rgba_fade (style->series[1], 0.18));
  cairo_fill_preserve (cr);
  set_colour (cr, style->series[1]);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/* A ring in two tones is seen on any mark. */
static void
draw_ring (WbChartView *self, cairo_t *cr, const TnPlotStyle *style)
{
  for (int i = 0; i < 2; i++)
    {
      cairo_arc (cr, self->hit.x, self->hit.y, 6, 0, 2 * G_PI);
      set_colour (cr, i == 0 ? style->paper : style->ink);
      cairo_set_line_width (cr, i == 0 ? 4 : 1.8);
      cairo_stroke (cr);
    }
}

static PangoLayout *
lay_out_words (WbChartView *self)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  gboolean has_name;
  g_autoptr (GPtrArray) lines = tn_figure_say (self->figure, &self->hit, &has_name);
  g_autoptr (GString) markup = g_string_new (NULL);
  double most = MIN (MOST_WIDE, gtk_widget_get_width (GTK_WIDGET (self)) - 2 * PAD - 4);

  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *line = wb_say_message (g_ptr_array_index (lines, i));
      g_autofree char *safe = g_markup_escape_text (line, -1);

      g_string_append_printf (
          markup, i == 0 && has_name ? "<small><b>%s</b></small>" : "<small>%s</small>", safe);
      if (i + 1 < lines->len)
        g_string_append_c (markup, '\n');
    }
  pango_layout_set_markup (layout, markup->str, -1);
  pango_layout_set_width (layout, (int) (MAX (most, 40) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);

  return layout;
}

static void
trace_bubble (cairo_t *cr, double x, double y, double width, double height)
{
  const double r = 6;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI / 2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}

/* Beside the mark on the side with more room, never outside of the picture. */
static void
draw_bubble (WbChartView *self, cairo_t *cr, const TnPlotStyle *style)
{
  g_autoptr (PangoLayout) layout = lay_out_words (self);
  PangoRectangle text;
  double all = gtk_widget_get_width (GTK_WIDGET (self));
  double tall = gtk_widget_get_height (GTK_WIDGET (self));
  double width, height, x, y;

  pango_layout_get_pixel_extents (layout, NULL, &text);
  width = text.width + 2 * PAD;
  height = text.height + 1.5 * PAD;
  x = self->hit.x < all / 2 ? self->hit.x + AWAY : self->hit.x - AWAY - width;
  y = self->hit.y - height - AWAY;
  if (y < 1)
    y = self->hit.y + AWAY;
  x = floor (CLAMP (x, 1, MAX (1, all - width - 1))) + 0.5;
  y = floor (CLAMP (y, 1, MAX (1, tall - height - 1))) + 0.5;
  trace_bubble (cr, x, y, width, height);
  set_colour (cr, style->paper);
  cairo_fill_preserve (cr);
  set_colour (cr, style->faint);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  set_colour (cr, style->ink);
  /* From right to left the words begin at the far end of the room they were given. */
  cairo_move_to (cr, x + PAD - text.x, y + 0.75 * PAD);
  pango_cairo_show_layout (cr, layout);
}

void
_wb_chart_draw_over (WbChartView *self, GtkSnapshot *snapshot)
{
  TnPlotStyle style = wb_plot_style (self->titles);
  cairo_t *cr;

  if (!self->has_hit && !self->is_dragging)
    return;
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (GTK_WIDGET (self)),
                                     (float) gtk_widget_get_height (GTK_WIDGET (self))));
  if (self->is_dragging)
    draw_marked (self, cr, &style);
  else
    {
      draw_ring (self, cr, &style);
      draw_bubble (self, cr, &style);
    }
  cairo_destroy (cr);
}
