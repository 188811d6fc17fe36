/* wb-card-brush.c: colours, letters and icons of a canvas
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include <adwaita.h>

#include "wb-card-look.h"
#include "wb-step-facts.h"

/* By kind of port: light, dark. Each is told by its letter; the hue only helps. */
static const char *const port_colours[2][TN_N_PORT_TYPES] = {
  { "#8a5a00", "#1c71d8", "#0b6b5e", "#99507a", "#5e5c64" },
  { "#f2c94c", "#78aeed", "#6fd8c9", "#ef9bc4", "#c0bfbc" },
};
static const char *const port_contrast_colours[2][TN_N_PORT_TYPES] = {
  { "#5a3a00", "#0b4aa2", "#07463d", "#6a2e50", "#3d3b42" },
  { "#ffe07a", "#99c1f1", "#9ceadf", "#f9c4de", "#deddda" },
};

static GdkRGBA
look_up (GtkWidget *widget, const char *name, GdkRGBA fallback)
{
  GdkRGBA colour = fallback;

  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &colour);

  return colour;
}

static GdkRGBA
fade (GdkRGBA colour, double alpha)
{
  colour.alpha *= (float) alpha;

  return colour;
}

void
wb_canvas_colours_read (WbCanvasColours *self, GtkWidget *widget)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  guint dark = adw_style_manager_get_dark (manager);
  GdkRGBA ink, white = { 1, 1, 1, 1 };

  /* Compared as bytes: no gaps with chance in them. */
  memset (self, 0, sizeof *self);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  self->contrast = adw_style_manager_get_high_contrast (manager);
  self->ink = ink;
  self->soft = fade (ink, self->contrast ? 0.9 : 0.66);
  self->line = fade (ink, self->contrast ? 0.6 : 0.16);
  self->dot = fade (ink, self->contrast ? 0.4 : 0.16);
  self->back = look_up (widget, "window_bg_color", white);
  self->card = look_up (widget, "view_bg_color", white);
  if (dark)
    self->card = (GdkRGBA){ 0.21F, 0.21F, 0.21F, 1 };
  self->on_port = dark ? (GdkRGBA){ 0.1F, 0.1F, 0.1F, 1 } : white;
  self->accent = look_up (widget, "accent_color", ink);
  self->tint = look_up (widget, "accent_bg_color", ink);
  self->warning = look_up (widget, "warning_color", ink);
  self->error = look_up (widget, "error_color", ink);
  self->success = look_up (widget, "success_color", ink);
  for (guint i = 0; i < TN_N_PORT_TYPES; i++)
    gdk_rgba_parse (&self->ports[i],
                    self->contrast ? port_contrast_colours[dark][i] : port_colours[dark][i]);
}

void
wb_card_brush_init (WbCardBrush *self, GtkWidget *widget)
{
  PangoContext *context = gtk_widget_create_pango_context (widget);

  self->widget = widget;
  self->layout = pango_layout_new (context);
  self->font = pango_font_description_copy (pango_context_get_font_description (context));
  self->icons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) cairo_surface_destroy);
  g_object_unref (context);
}

void
wb_card_brush_clear (WbCardBrush *self)
{
  g_clear_object (&self->layout);
  g_clear_pointer (&self->font, pango_font_description_free);
  g_clear_pointer (&self->icons, g_hash_table_unref);
}

/* Icons */

static cairo_surface_t *
make_mask (WbCardBrush *self, const char *name, int pixels)
{
  static const GdkRGBA black[] = { { 0, 0, 0, 1 }, { 0, 0, 0, 1 }, { 0, 0, 0, 1 }, { 0, 0, 0, 1 } };
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (self->widget));
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      theme, name, NULL, pixels, 1, GTK_TEXT_DIR_LTR, GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  cairo_surface_t *mask = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, pixels, pixels);
  cairo_t *cr = cairo_create (mask);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, pixels, pixels,
                                            black, G_N_ELEMENTS (black));
  node = gtk_snapshot_free_to_node (snapshot);
  if (node != NULL)
    gsk_render_node_draw (node, cr);
  g_clear_pointer (&node, gsk_render_node_unref);
  cairo_destroy (cr);

  return mask;
}

void
wb_card_brush_draw_icon (WbCardBrush *self,
                         cairo_t *cr,
                         const char *name,
                         const GdkRGBA *colour,
                         double x,
                         double y,
                         double size)
{
  double sx = 1, sy = 0;
  int pixels;
  g_autofree char *key = NULL;
  cairo_surface_t *mask;

  cairo_user_to_device_distance (cr, &sx, &sy);
  pixels = MAX ((int) round (size * hypot (sx, sy)), 1);
  key = g_strdup_printf ("%s@%d", name, pixels);
  mask = g_hash_table_lookup (self->icons, key);
  if (mask == NULL)
    {
      mask = make_mask (self, name, pixels);
      g_hash_table_insert (self->icons, g_steal_pointer (&key), mask);
    }
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, size / pixels, size / pixels);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_mask_surface (cr, mask, 0, 0);
  cairo_restore (cr);
}

/* Letters */

/* Sizes of a theme are pixels, those of a settings file points: either is scaled as it is. */
static void
set_font (WbCardBrush *self, double points, gboolean bold)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_copy (self->font);
  int size = (int) (pango_font_description_get_size (font) * points / 11);

  if (pango_font_description_get_size_is_absolute (font))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, size);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (self->layout, font);
}

/* As many lines as there is room for, the last one cut short. */
void
wb_card_brush_write (WbCardBrush *self,
                     cairo_t *cr,
                     const char *text,
                     double points,
                     gboolean bold,
                     const GdkRGBA *colour,
                     const GdkRectangle *box,
                     PangoAlignment align)
{
  if (text == NULL || box->width < 4)
    return;
  set_font (self, points, bold);
  pango_layout_set_width (self->layout, box->width * PANGO_SCALE);
  pango_layout_set_height (self->layout, box->height > 0 ? box->height * PANGO_SCALE : -1);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_alignment (self->layout, align);
  pango_layout_set_text (self->layout, text, -1);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_move_to (cr, box->x, box->y);
  pango_cairo_update_layout (cr, self->layout);
  pango_cairo_show_layout (cr, self->layout);
}

/* Shapes */

void
wb_card_brush_round (cairo_t *cr, double x, double y, double width, double height, double r)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - r, y + r, r, -G_PI_2, 0);
  cairo_arc (cr, x + width - r, y + height - r, r, 0, G_PI_2);
  cairo_arc (cr, x + r, y + height - r, r, G_PI_2, G_PI);
  cairo_arc (cr, x + r, y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

void
wb_card_brush_draw_port (WbCardBrush *self,
                         cairo_t *cr,
                         TnPortType type,
                         double x,
                         double y,
                         double radius)
{
  PangoRectangle ink;

  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, &self->colours.ports[type]);
  cairo_fill (cr);
  set_font (self, 7 * radius / 8, TRUE);
  pango_layout_set_width (self->layout, -1);
  pango_layout_set_text (self->layout, wb_port_get_letter (type), -1);
  pango_cairo_update_layout (cr, self->layout);
  pango_layout_get_extents (self->layout, &ink, NULL);
  gdk_cairo_set_source_rgba (cr, &self->colours.on_port);
  cairo_move_to (cr, x - (ink.x + ink.width / 2.0) / PANGO_SCALE,
                 y - (ink.y + ink.height / 2.0) / PANGO_SCALE);
  pango_cairo_show_layout (cr, self->layout);
}
