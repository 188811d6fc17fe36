/* wb-card-look.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-card-look.h"

#include <math.h>

#include "tn-board.h"
#include "wb-step-facts.h"

#define RADIUS 9
#define PAD    12

WbCardLook *
wb_card_look_new (void)
{
  return g_new0 (WbCardLook, 1);
}

void
wb_card_look_forget (WbCardLook *self)
{
  g_clear_object (&self->picture);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
}

void
wb_card_look_free (WbCardLook *self)
{
  wb_card_look_forget (self);
  g_free (self->title);
  g_free (self->settings);
  g_free (self->result);
  g_free (self);
}

static void
take (char **place, char *text, gboolean *changed)
{
  if (g_strcmp0 (*place, text) != 0)
    *changed = TRUE;
  g_free (*place);
  *place = text;
}

/* A picture stays as long as it says the same. */
void
wb_card_look_set (WbCardLook *self, const TnGraphNode *node, const WbStepState *state)
{
  WbStanding standing = state != NULL ? state->standing : WB_STANDING_READY;
  gboolean changed = self->spec != node->spec || self->standing != standing;

  self->spec = node->spec;
  self->standing = standing;
  take (&self->title, g_strdup (wb_step_say_title (node)), &changed);
  take (&self->settings, wb_step_say_settings (node), &changed);
  take (&self->result, state != NULL ? wb_step_state_say_result (state) : NULL, &changed);
  if (changed)
    wb_card_look_forget (self);
}

gboolean
wb_card_look_is_stale (const WbCardLook *self)
{
  return self->standing == WB_STANDING_CHANGED || self->standing == WB_STANDING_STALE;
}

gboolean
wb_card_look_is_current (const WbCardLook *self, const WbCardBrush *brush)
{
  return self->picture != NULL && self->zoom == brush->zoom && self->factor == brush->factor;
}

/* Drawing */

static void
draw_box (WbCardLook *self, WbCardBrush *brush, cairo_t *cr)
{
  const WbCanvasColours *colours = &brush->colours;
  gboolean failed = self->standing == WB_STANDING_FAILED || self->standing == WB_STANDING_UNREADY;
  GdkRGBA card = colours->card;
  static const double dashes[] = { 4, 3 };

  if (self->standing == WB_STANDING_OFF)
    card.alpha = 0.5F;
  wb_card_brush_round (cr, 0, 1, TN_CARD_WIDTH, TN_CARD_HEIGHT, RADIUS);
  cairo_set_source_rgba (cr, 0, 0, 0, 0.07);
  cairo_fill (cr);
  wb_card_brush_round (cr, 0.5, 0.5, TN_CARD_WIDTH - 1, TN_CARD_HEIGHT - 1, RADIUS);
  gdk_cairo_set_source_rgba (cr, &card);
  cairo_fill_preserve (cr);
  cairo_set_line_width (cr, failed || wb_card_look_is_stale (self) ? 1.5 : 1);
  if (wb_card_look_is_stale (self))
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  gdk_cairo_set_source_rgba (cr, failed                         ? &colours->error
                                 : wb_card_look_is_stale (self) ? &colours->warning
                                                                : &colours->line);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Of its state. */
const GdkRGBA *
wb_card_look_get_colour (const WbCardLook *self, const WbCanvasColours *colours)
{
  switch (self->standing)
    {
    case WB_STANDING_DONE:
      return &colours->success;
    case WB_STANDING_CHANGED:
    case WB_STANDING_STALE:
      return &colours->warning;
    case WB_STANDING_FAILED:
    case WB_STANDING_UNREADY:
      return &colours->error;
    case WB_STANDING_RUNNING:
      return &colours->accent;
    default:
      return &colours->soft;
    }
}

static void
draw_lines (WbCardLook *self, WbCardBrush *brush, cairo_t *cr)
{
  const WbCanvasColours *colours = &brush->colours;
  int width = TN_CARD_WIDTH - 2 * PAD;

  wb_card_brush_draw_icon (brush, cr, wb_step_get_icon (self->spec), &colours->ink, PAD, 10, 16);
  wb_card_brush_write (brush, cr, self->title, 10.5, TRUE, &colours->ink,
                       &(GdkRectangle){ PAD + 21, 8, width - 21, 0 }, PANGO_ALIGN_LEFT);
  wb_card_brush_write (brush, cr, self->settings, 9, FALSE, &colours->soft,
                       &(GdkRectangle){ PAD, 29, width, 0 }, PANGO_ALIGN_LEFT);
  wb_card_brush_write (brush, cr, self->result, 9, TRUE, &colours->ink,
                       &(GdkRectangle){ PAD, 46, width, 0 }, PANGO_ALIGN_LEFT);
  wb_card_brush_draw_icon (brush, cr, wb_standing_get_icon (self->standing),
                           wb_card_look_get_colour (self, colours), PAD, 70, 12);
  wb_card_brush_write (brush, cr, wb_standing_say (self->standing), 9, FALSE, &colours->soft,
                       &(GdkRectangle){ PAD + 17, 68, width - 17, 0 }, PANGO_ALIGN_LEFT);
}

/* Title and state, in letters that can still be read. */
static void
draw_brief (WbCardLook *self, WbCardBrush *brush, cairo_t *cr)
{
  const WbCanvasColours *colours = &brush->colours;
  /* In few sizes: each font that is new has to be found first. */
  double larger = round (CLAMP (WB_CARD_WHOLE / brush->zoom, 1, 1.7) * 1.15 * 5) / 5;
  int width = TN_CARD_WIDTH - 2 * PAD;
  int icon = (int) (13 * larger);
  int state_y = TN_CARD_HEIGHT - 8 - (int) (15 * larger);

  wb_card_brush_write (brush, cr, self->title, 10.5 * larger, TRUE, &colours->ink,
                       &(GdkRectangle){ PAD, 7, width, state_y - 6 }, PANGO_ALIGN_LEFT);
  wb_card_brush_draw_icon (brush, cr, wb_standing_get_icon (self->standing),
                           wb_card_look_get_colour (self, colours), PAD, state_y + 2, icon);
  wb_card_brush_write (
      brush, cr, wb_standing_say (self->standing), 9 * larger, FALSE, &colours->soft,
      &(GdkRectangle){ PAD + icon + 5, state_y, width - icon - 5, 0 }, PANGO_ALIGN_LEFT);
}

static void
draw_ports (WbCardLook *self, WbCardBrush *brush, cairo_t *cr)
{
  for (guint k = 0; self->spec != NULL && k < 2; k++)
    {
      const TnPortSpec *ports = k == 0 ? self->spec->inputs : self->spec->outputs;
      guint n =
          k == 0 ? tn_node_spec_count_inputs (self->spec) : tn_node_spec_count_outputs (self->spec);

      for (guint i = 0; i < n; i++)
        wb_card_brush_draw_port (brush, cr, ports[i].type, k * TN_CARD_WIDTH,
                                 (double) TN_CARD_HEIGHT * (i + 1) / (n + 1), 8);
    }
}

static GdkTexture *
make_texture (cairo_surface_t *surface)
{
  int stride = cairo_image_surface_get_stride (surface);
  int height = cairo_image_surface_get_height (surface);
  g_autoptr (GBytes) bytes = NULL;

  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (
      cairo_image_surface_get_data (surface), (gsize) stride * (gsize) height,
      (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));

  return gdk_memory_texture_new (cairo_image_surface_get_width (surface), height,
                                 GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

/**
 * wb_card_look_draw:
 *
 * Makes the picture for the brush's zoom: card and ports with %WB_CARD_MARGIN around.
 */
void
wb_card_look_draw (WbCardLook *self, WbCardBrush *brush)
{
  double scale = brush->zoom * brush->factor;
  int width = (int) ceil ((TN_CARD_WIDTH + 2 * WB_CARD_MARGIN) * scale);
  int height = (int) ceil ((TN_CARD_HEIGHT + 2 * WB_CARD_MARGIN) * scale);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, MAX (width, 1), MAX (height, 1));
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  cairo_translate (cr, WB_CARD_MARGIN, WB_CARD_MARGIN);
  draw_box (self, brush, cr);
  if (brush->zoom < WB_CARD_WHOLE)
    draw_brief (self, brush, cr);
  else
    draw_lines (self, brush, cr);
  draw_ports (self, brush, cr);
  cairo_destroy (cr);
  wb_card_look_forget (self);
  self->surface = surface;
  self->picture = make_texture (surface);
  self->zoom = brush->zoom;
  self->factor = brush->factor;
}
