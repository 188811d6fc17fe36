/* tn-plot-style.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-plot-style.h"

#include <string.h>

#define RGB(hex)                                                                       \
  {                                                                                    \
    ((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) &255) / 255.0, 1.0 \
  }

/* The palettes differ in lightness as well as hue: the smallest CIEDE2000 distance of
 * series 1 to 5 is 11 or more in normal vision and in each of the three kinds of colour
 * blindness (simulated after Machado, Oliveira & Fernandes, IEEE TVCG 15(6), 2009).
 * Contrast to the paper is at least 3.1:1. */
static const TnPlotStyle styles[TN_PLOT_N_LOOKS] = {
  {
      .look = TN_PLOT_LIGHT,
      .text_size = 11,
      .titles = TRUE,
      .paint_paper = TRUE,
      .paper = RGB (0xffffff),
      .ink = RGB (0x241f31),
      .soft = RGB (0x5e5c64),
      .faint = RGB (0x9a9996),
      .line = RGB (0xe5e5e4),
      .wash = RGB (0xe8e7e3),
      .on_fill = RGB (0xffffff),
      .series = { RGB (0x77767b), RGB (0x1c71d8), RGB (0xb83a00), RGB (0x0b3d36), RGB (0x99507a),
                  RGB (0xb98500) },
      .pale = { RGB (0xcccbc9), RGB (0xa9c7ee), RGB (0xedc3ad), RGB (0xa5bdb9), RGB (0xdcbdd0),
                RGB (0xead9a5) },
      .band_alpha = 0.15,
  },
  {
      .look = TN_PLOT_DARK,
      .text_size = 11,
      .titles = TRUE,
      .paint_paper = TRUE,
      .paper = RGB (0x303030),
      .ink = RGB (0xf2f2f2),
      .soft = RGB (0xbdbcbb),
      .faint = RGB (0x8b8a88),
      .line = RGB (0x484848),
      .wash = RGB (0x4c4c4b),
      .on_fill = RGB (0x1b1b1b),
      .series = { RGB (0xa5a4a1), RGB (0x62a0ea), RGB (0xea9029), RGB (0x7fe9df), RGB (0xe0559a),
                  RGB (0xf2ecb8) },
      .pale = { RGB (0x62615f), RGB (0x476485), RGB (0x7d5a34), RGB (0x48756f), RGB (0x773c5a),
                RGB (0x7c795e) },
      .band_alpha = 0.20,
  },
  {
      .look = TN_PLOT_CONTRAST_LIGHT,
      .text_size = 11,
      .titles = TRUE,
      .paint_paper = TRUE,
      .paper = RGB (0xffffff),
      .ink = RGB (0x000000),
      .soft = RGB (0x2a2a2a),
      .faint = RGB (0x4a4a4d),
      .line = RGB (0xb4b4b4),
      .wash = RGB (0xd4d3d0),
      .on_fill = RGB (0xffffff),
      .series = { RGB (0x4a4a4d), RGB (0x0b4aa2), RGB (0x7a1c00), RGB (0x0f7f70), RGB (0x4a2440),
                  RGB (0x7f6c00) },
      .pale = { RGB (0x9c9c9e), RGB (0x86a9dc), RGB (0xd8936f), RGB (0x87c2ba), RGB (0xb392aa),
                RGB (0xc9bb75) },
      .band_alpha = 0.22,
  },
  {
      .look = TN_PLOT_CONTRAST_DARK,
      .text_size = 11,
      .titles = TRUE,
      .paint_paper = TRUE,
      .paper = RGB (0x000000),
      .ink = RGB (0xffffff),
      .soft = RGB (0xdddddd),
      .faint = RGB (0xb0b0b0),
      .line = RGB (0x555555),
      .wash = RGB (0x3c3c3c),
      .on_fill = RGB (0x000000),
      .series = { RGB (0xc0bfbc), RGB (0x99c1f1), RGB (0xe2823f), RGB (0x3fae9d), RGB (0xf9ecf3),
                  RGB (0xffe04a) },
      .pale = { RGB (0x6d6d6b), RGB (0x50688a), RGB (0x804a24), RGB (0x2b6a61), RGB (0x8c8488),
                RGB (0x8a7a2e) },
      .band_alpha = 0.30,
  },
  {
      .look = TN_PLOT_PRINT,
      .text_size = 7.4,
      .titles = TRUE,
      .paint_paper = FALSE,
      .paper = RGB (0xffffff),
      .ink = RGB (0x241f31),
      .soft = RGB (0x5e5c64),
      .faint = RGB (0x9a9996),
      .line = RGB (0xe4e3e1),
      .wash = RGB (0xe6e5e1),
      .on_fill = RGB (0xffffff),
      .series = { RGB (0x77767b), RGB (0x1a5fb4), RGB (0xb5450b), RGB (0x0b3d36), RGB (0x99507a),
                  RGB (0xb98500) },
      .pale = { RGB (0xc9c8c4), RGB (0xa9c5ec), RGB (0xeecbba), RGB (0xa5bdb9), RGB (0xdcbdd0),
                RGB (0xead9a5) },
      .band_alpha = 0.15,
  },
};

/* From near the paper through the colour of a series towards the ink: one hue whose lightness
 * only falls (or, on dark paper, rises), so that it is read without telling colours apart. */
TnRgba
tn_plot_ramp (const TnPlotStyle *self, guint series, double share)
{
  gboolean contrast = self->look == TN_PLOT_CONTRAST_LIGHT || self->look == TN_PLOT_CONTRAST_DARK;
  double first = contrast ? 0.62 : 0.38, last = 0.75, part;
  TnRgba colour = self->series[series < TN_PLOT_N_SERIES ? series : 1], from, to;

  share = CLAMP (share, 0, 1);
  from = share < 0.5 ? self->paper : colour;
  to = share < 0.5 ? colour : self->ink;
  part = share < 0.5 ? first + (1 - first) * share * 2 : last * (share * 2 - 1);

  return (TnRgba){ from.red + part * (to.red - from.red),
                   from.green + part * (to.green - from.green),
                   from.blue + part * (to.blue - from.blue), 1 };
}

/**
 * tn_plot_style_get:
 * @look: where the picture will be seen
 *
 * Returns: (transfer none): the colours and sizes of the look, valid for ever
 */
const TnPlotStyle *
tn_plot_style_get (TnPlotLook look)
{
  g_return_val_if_fail ((guint) look < TN_PLOT_N_LOOKS, &styles[TN_PLOT_LIGHT]);

  return &styles[look];
}

/**
 * tn_plot_look_id:
 * @look: a look
 *
 * Returns: (transfer none): its name in file names and options
 */
const char *
tn_plot_look_id (TnPlotLook look)
{
  static const char *const ids[] = { "light", "dark", "contrast", "contrast-dark", "print" };

  g_return_val_if_fail ((guint) look < TN_PLOT_N_LOOKS, NULL);

  return ids[look];
}

/**
 * tn_plot_context_new:
 * @language: whose letter forms are wanted: Simplified forms for zh_CN
 *
 * Makes a Pango context without hinting, so that a text has the same size on screen,
 * paper and in a file, and one unit of text size is one unit of the surface. Nothing in
 * it comes from the process locale. For the calling thread only.
 *
 * Returns: (transfer full): the context
 */
PangoContext *
tn_plot_context_new (const TnLanguage *language)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();
  cairo_font_options_t *options = cairo_font_options_create ();
  const char *tag = tn_language_get_bcp47 (language);

  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_cairo_context_set_resolution (context, 72);
  pango_context_set_round_glyph_positions (context, FALSE);

  pango_context_set_base_dir (context, PANGO_DIRECTION_LTR);
  pango_context_set_language (
      context, pango_language_from_string (tn_language_is_cjk (language) ? "zh-cn" : tag));
  pango_font_description_set_family (font, tn_language_is_cjk (language) ? TN_PLOT_FAMILY_CJK
                                                                         : TN_PLOT_FAMILY);
  pango_context_set_font_description (context, font);

  return context;
}

/**
 * tn_plot_cut_text:
 * @text: (nullable): any bytes
 * @max_letters: at least 1
 *
 * Makes a text that may come out of a cell fit to be laid out: valid UTF-8, one line,
 * no control characters, no more than @max_letters letters, the last then being an
 * ellipsis. Laying out megabytes takes minutes, so this is done first.
 *
 * Returns: (transfer full): the text
 */
char *
tn_plot_cut_text (const char *text, guint max_letters)
{
  g_autofree char *valid = NULL;
  GString *cut = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (max_letters > 0, g_string_free (cut, FALSE));

  /* A letter has at most four bytes; so many bytes hold all letters that are kept. */
  valid =
      g_utf8_make_valid (text != NULL ? text : "",
                         text != NULL ? (gssize) strnlen (text, 4 * (gsize) max_letters + 4) : 0);
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (++n > max_letters)
        {
          g_string_truncate (cut, g_utf8_offset_to_pointer (cut->str, max_letters - 1) - cut->str);
          g_string_append (cut, "…");
          break;
        }
      g_string_append_unichar (cut, g_unichar_iscntrl (letter) ? ' ' : letter);
    }

  return g_string_free (cut, FALSE);
}

/**
 * tn_plot_layout_new:
 * @context: of tn_plot_context_new()
 * @language: the language @text is in
 * @text: one paragraph
 * @size: in units of the surface
 * @bold: whether it is bold
 *
 * Lays out one text with figures of one width.
 *
 * Returns: (transfer full): the layout
 */
PangoLayout *
tn_plot_layout_new (PangoContext *context,
                    const TnLanguage *language,
                    const char *text,
                    double size,
                    gboolean bold)
{
  PangoLayout *layout = pango_layout_new (context);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr (PangoFontDescription) font =
      pango_font_description_copy (pango_context_get_font_description (context));

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1, lnum=1"));
  pango_layout_set_font_description (layout, font);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);

  return layout;
}

static gboolean
draws_pixels (cairo_t *cr)
{
  cairo_surface_type_t type = cairo_surface_get_type (cairo_get_group_target (cr));

  return type == CAIRO_SURFACE_TYPE_IMAGE || type == CAIRO_SURFACE_TYPE_XLIB ||
         type == CAIRO_SURFACE_TYPE_XCB || type == CAIRO_SURFACE_TYPE_GL;
}

/**
 * tn_plot_show_layout:
 * @cr: where to draw, the current point being the top left corner
 * @layout: what to draw
 *
 * Draws a text in the current colour. In PDF and SVG it stays text that can be selected;
 * on pixels it is filled as outlines, because cairo before 1.18 moves every glyph to a
 * whole pixel and spaces small letters unevenly.
 */
void
tn_plot_show_layout (cairo_t *cr, PangoLayout *layout)
{
  if (!draws_pixels (cr))
    {
      pango_cairo_show_layout (cr, layout);
      return;
    }
  pango_cairo_layout_path (cr, layout);
  cairo_fill (cr);
}
