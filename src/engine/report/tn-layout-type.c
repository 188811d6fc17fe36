/* tn-layout-type.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-layout-type.h"

#include <math.h>
#include <string.h>

#include "tn-plot-style.h"

/* Points; the line is a multiple of the size. Chinese letters fill their square, so
 * they are a little smaller and stand further apart. */
typedef struct
{
  double size;
  double line;
  double size_cjk;
  double line_cjk;
  PangoWeight weight;
  TnInk ink;
  double tracking; /* of the size */
} StyleRule;

static const StyleRule rules[TN_N_TYPES] = {
  [TN_TYPE_BODY] = { 9.4, 1.45, 9.3, 1.62, PANGO_WEIGHT_NORMAL, TN_INK, 0 },
  [TN_TYPE_KICKER] = { 9.0, 1.45, 9.0, 1.5, PANGO_WEIGHT_BOLD, TN_INK_KICKER, 0 },
  [TN_TYPE_COVER] = { 21, 1.2, 19.5, 1.35, PANGO_WEIGHT_ULTRABOLD, TN_INK, -0.01 },
  [TN_TYPE_H1] = { 14, 1.25, 13.5, 1.35, PANGO_WEIGHT_ULTRABOLD, TN_INK, 0 },
  [TN_TYPE_H2] = { 9.8, 1.35, 9.8, 1.5, PANGO_WEIGHT_BOLD, TN_INK, 0 },
  [TN_TYPE_H3] = { 8.6, 1.4, 8.6, 1.55, PANGO_WEIGHT_BOLD, TN_INK, 0 },
  [TN_TYPE_LEAD] = { 9.4, 1.45, 9.3, 1.62, PANGO_WEIGHT_NORMAL, TN_INK_SOFT, 0 },
  [TN_TYPE_SMALL] = { 7.7, 1.45, 7.5, 1.55, PANGO_WEIGHT_NORMAL, TN_INK_SOFT, 0 },
  [TN_TYPE_BIG] = { 23, 1.15, 22, 1.25, PANGO_WEIGHT_ULTRABOLD, TN_INK, -0.01 },
  [TN_TYPE_CAPTION] = { 8.4, 1.42, 8.1, 1.55, PANGO_WEIGHT_NORMAL, TN_INK, 0 },
  [TN_TYPE_CELL] = { 8.3, 1.35, 8.0, 1.45, PANGO_WEIGHT_NORMAL, TN_INK, 0 },
  [TN_TYPE_CELL_MORE] = { 7.4, 1.35, 7.2, 1.45, PANGO_WEIGHT_NORMAL, TN_INK_SOFT, 0 },
  [TN_TYPE_HEAD] = { 8.3, 1.3, 8.0, 1.4, PANGO_WEIGHT_BOLD, TN_INK, 0 },
  [TN_TYPE_GROUP] = { 7.6, 1.35, 7.4, 1.45, PANGO_WEIGHT_NORMAL, TN_INK_SOFT, 0 },
  [TN_TYPE_DENSE] = { 7.9, 1.3, 7.6, 1.38, PANGO_WEIGHT_NORMAL, TN_INK, 0 },
  [TN_TYPE_DENSE_MORE] = { 7.1, 1.3, 6.9, 1.38, PANGO_WEIGHT_NORMAL, TN_INK_SOFT, 0 },
  [TN_TYPE_DENSE_HEAD] = { 7.9, 1.3, 7.6, 1.38, PANGO_WEIGHT_BOLD, TN_INK, 0 },
  [TN_TYPE_PAIR] = { 8.2, 1.4, 8.0, 1.5, PANGO_WEIGHT_NORMAL, TN_INK, 0 },
  [TN_TYPE_PAIR_NAME] = { 8.2, 1.4, 8.0, 1.5, PANGO_WEIGHT_NORMAL, TN_INK_SOFT, 0 },
  [TN_TYPE_NOTE] = { 7.9, 1.42, 7.7, 1.55, PANGO_WEIGHT_NORMAL, TN_INK, 0 },
  [TN_TYPE_MARKER] = { 8.4, 1.2, 8.4, 1.2, PANGO_WEIGHT_BOLD, TN_INK_WHITE, 0 },
  [TN_TYPE_STRIP] = { 7.6, 1.45, 7.6, 1.5, PANGO_WEIGHT_NORMAL, TN_INK_SOFT, 0 },
  [TN_TYPE_FOOT] = { 6.8, 1.4, 6.8, 1.45, PANGO_WEIGHT_NORMAL, TN_INK_SOFT, 0 },
};

static const guint32 inks[] = {
  [TN_INK] = 0x241f31,        [TN_INK_SOFT] = 0x5e5c64,     [TN_INK_FAINT] = 0x9a9996,
  [TN_INK_LINE] = 0xdeddda,   [TN_INK_WASH] = 0xf6f5f4,     [TN_INK_BLUE] = 0x1a5fb4,
  [TN_INK_SKY] = 0xdce9f8,    [TN_INK_SKY_TEXT] = 0x123f7a, [TN_INK_RUST] = 0xb5450b,
  [TN_INK_KICKER] = 0xb5450b, [TN_INK_DATA] = 0x1a5fb4,     [TN_INK_WHITE] = 0xffffff,
};

/* What only adorns is in the colour of the shop where it has one; what means something is not. */
static guint32
find_ink (TnInk ink, gint32 colour)
{
  return colour >= 0 && (ink == TN_INK_BLUE || ink == TN_INK_KICKER) ? (guint32) colour : inks[ink];
}

#define MONO_FAMILY "DejaVu Sans Mono, Noto Sans Mono CJK SC, monospace"
#define MONO_SCALE  0.86
#define NOTE_SCALE  0.68
#define NOTE_RISE   0.42
#define SHORT_END   0.14 /* of the width */
#define TALL_FONT   1.6  /* of the size: fallback fonts above this get a taller line */

double
_tn_type_size (const TnType *self, TnTypeStyle style)
{
  return self->scale *
         (tn_language_is_cjk (self->language) ? rules[style].size_cjk : rules[style].size);
}

double
_tn_type_line_height (const TnType *self, TnTypeStyle style)
{
  return _tn_type_size (self, style) *
         (tn_language_is_cjk (self->language) ? rules[style].line_cjk : rules[style].line);
}

TnInk
_tn_type_ink (TnTypeStyle style)
{
  return rules[style].ink;
}

static PangoFontDescription *
style_font (const TnType *self, TnTypeStyle style)
{
  PangoFontDescription *font =
      pango_font_description_copy (pango_context_get_font_description (self->context));

  pango_font_description_set_absolute_size (font, _tn_type_size (self, style) * PANGO_SCALE);
  pango_font_description_set_weight (font, rules[style].weight);
  return font;
}

TnType *
_tn_type_new (const TnLanguage *language, gint32 colour, double scale)
{
  TnType *self = g_new0 (TnType, 1);

  self->language = language;
  self->colour = colour;
  self->scale = scale;
  self->context = tn_plot_context_new (language);
  self->mono = pango_font_description_from_string (MONO_FAMILY);
  for (int i = 0; i < TN_N_TYPES; i++)
    {
      PangoFontDescription *font = style_font (self, i);
      PangoFontMetrics *metrics = pango_context_get_metrics (self->context, font, NULL);

      self->ascent[i] = (double) pango_font_metrics_get_ascent (metrics) / PANGO_SCALE;
      self->descent[i] = (double) pango_font_metrics_get_descent (metrics) / PANGO_SCALE;
      pango_font_metrics_unref (metrics);
      pango_font_description_free (font);
    }
  return self;
}

void
_tn_type_free (TnType *self)
{
  g_object_unref (self->context);
  pango_font_description_free (self->mono);
  g_free (self);
}

static void
add_attribute (PangoAttrList *list, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (list, attribute);
}

static PangoAttribute *
ink_attribute (const TnType *self, TnInk ink)
{
  guint32 rgb = find_ink (ink, self->colour);

  return pango_attr_foreground_new ((rgb >> 16 & 255) * 257, (rgb >> 8 & 255) * 257,
                                    (rgb & 255) * 257);
}

/* The mark of a note: small, raised, and never alone at the start of a line. */
static void
add_note_attributes (const TnType *self,
                     PangoAttrList *list,
                     const char *text,
                     const TnSpan *span,
                     double size)
{
  guint before = span->start > 0 ? g_utf8_prev_char (text + span->start) - text : span->start;

  add_attribute (list, pango_attr_size_new_absolute (size * NOTE_SCALE * PANGO_SCALE), span->start,
                 span->end);
  add_attribute (list, pango_attr_rise_new (size * NOTE_RISE * PANGO_SCALE), span->start,
                 span->end);
  add_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), span->start, span->end);
  add_attribute (list, ink_attribute (self, TN_INK_BLUE), span->start, span->end);
  add_attribute (list, pango_attr_allow_breaks_new (FALSE), before, span->end);
}

static void
add_span_attributes (const TnType *self,
                     PangoAttrList *list,
                     const TnInline *text,
                     const TnSpan *span,
                     TnTypeStyle style)
{
  double size = _tn_type_size (self, style);

  switch (span->kind)
    {
    case TN_SPAN_STRONG:
      add_attribute (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD), span->start, span->end);
      break;
    case TN_SPAN_SOFT:
      add_attribute (list, ink_attribute (self, TN_INK_SOFT), span->start, span->end);
      break;
    case TN_SPAN_CODE:
      add_attribute (list, pango_attr_family_new (MONO_FAMILY), span->start, span->end);
      add_attribute (list, pango_attr_size_new_absolute (size * MONO_SCALE * PANGO_SCALE),
                     span->start, span->end);
      break;
    case TN_SPAN_NOTE:
      add_note_attributes (self, list, text->text, span, size);
      break;
    case TN_SPAN_REFERENCE:
      add_attribute (list, ink_attribute (self, TN_INK_BLUE), span->start, span->end);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
is_figure (gunichar letter)
{
  return g_unichar_isdigit (letter) || letter == '%' || letter == 0xa3 || letter == 0xa5 ||
         letter == '$' || letter == 0x20ac;
}

/* The two ends of an interval in figures stay on one line. */
static void
keep_intervals (PangoAttrList *list, const char *text)
{
  for (const char *dash = strstr (text, "–"); dash != NULL; dash = strstr (dash + 1, "–"))
    {
      const char *before = dash > text ? g_utf8_prev_char (dash) : dash;
      const char *after = dash + strlen ("–");

      if (*after != '\0' && is_figure (g_utf8_get_char (before)) &&
          is_figure (g_utf8_get_char (after)))
        add_attribute (list, pango_attr_allow_breaks_new (FALSE), before - text,
                       g_utf8_next_char (after) - text);
    }
}

/* Neither do the parts of a name such as PR-AUC part at its hyphen. */
static void
keep_names (PangoAttrList *list, const char *text)
{
  for (const char *at = strchr (text, '-'); at != NULL; at = strchr (at + 1, '-'))
    {
      const char *from = at, *to = at + 1;

      while (from > text && g_ascii_isupper (from[-1]))
        from--;
      while (g_ascii_isupper (*to))
        to++;
      if (from < at && to > at + 1)
        add_attribute (list, pango_attr_allow_breaks_new (FALSE), from - text, to - text);
    }
}

static PangoLayout *
make_layout (const TnType *self, const TnInline *text, TnTypeStyle style, double width)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = style_font (self, style);
  PangoAttrList *list = pango_attr_list_new ();
  double tracking = tn_language_is_cjk (self->language) ? 0 : rules[style].tracking;

  pango_attr_list_insert (list, pango_attr_font_features_new ("tnum=1, lnum=1"));
  if (tracking != 0)
    pango_attr_list_insert (
        list, pango_attr_letter_spacing_new (tracking * rules[style].size * PANGO_SCALE));
  for (guint i = 0; i < text->spans->len; i++)
    add_span_attributes (self, list, text, &g_array_index (text->spans, TnSpan, i), style);
  keep_intervals (list, text->text);
  keep_names (list, text->text);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_attributes (layout, list);
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_width (layout, width < 0 ? -1 : (int) floor (width * PANGO_SCALE));
  pango_layout_set_text (layout, text->text, -1);
  pango_attr_list_unref (list);
  pango_font_description_free (font);
  return layout;
}

/* Widths of the text on one line, and of its longest part that does not break. */
void
_tn_type_measure (const TnType *self,
                  const TnInline *text,
                  TnTypeStyle style,
                  double *natural,
                  double *longest_word)
{
  g_autoptr (PangoLayout) layout = make_layout (self, text, style, -1);
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  *natural = ceil ((double) logical.width * 4 / PANGO_SCALE) / 4;
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
  pango_layout_set_width (layout, 0);
  pango_layout_get_extents (layout, NULL, &logical);
  *longest_word = ceil ((double) logical.width * 4 / PANGO_SCALE) / 4;
}

static PangoLayout *
para_layout (const TnPara *self, const TnType *type)
{
  PangoLayout *layout = make_layout (type, self->text, self->style, self->width);

  pango_layout_set_alignment (layout, self->align);
  if (self->max_lines > 0)
    {
      pango_layout_set_height (layout, -(int) self->max_lines);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  return layout;
}

/* The height a line takes: that of its style, or more when letters of another font
 * would reach into the next line. */
static double
line_height (const TnType *type, TnTypeStyle style, PangoLayoutLine *line)
{
  double usual = _tn_type_line_height (type, style);
  PangoRectangle ink;
  double above;
  double below;
  double tall = TALL_FONT * _tn_type_size (type, style);

  pango_layout_line_get_extents (line, &ink, NULL);
  above = MAX (0, -(double) ink.y / PANGO_SCALE);
  below = MAX (0, (double) (ink.y + ink.height) / PANGO_SCALE);
  if (above + below <= MAX (usual, tall))
    return usual;
  return above + below;
}

static void
break_lines (TnPara *self, const TnType *type)
{
  g_autoptr (PangoLayout) layout = para_layout (self, type);

  g_free (self->heights);
  self->n_lines = pango_layout_get_line_count (layout);
  self->heights = g_new (double, self->n_lines);
  for (guint i = 0; i < self->n_lines; i++)
    self->heights[i] = line_height (type, self->style, pango_layout_get_line_readonly (layout, i));
}

static TnPara *
para_new (const TnType *type, TnInline *text, TnTypeStyle style, double width)
{
  TnPara *self = g_new0 (TnPara, 1);

  self->text = text;
  self->style = style;
  self->ink = rules[style].ink;
  self->width = width;
  break_lines (self, type);
  return self;
}

static double
last_line_width (PangoLayout *layout)
{
  PangoRectangle logical;
  int last = pango_layout_get_line_count (layout) - 1;

  pango_layout_line_get_extents (pango_layout_get_line_readonly (layout, last), NULL, &logical);
  return (double) logical.width / PANGO_SCALE;
}

/* A last line of one short word looks lost: the lines are made a little narrower, if
 * that gives it company and takes no further line. */
static void
avoid_short_end (TnPara *self, const TnType *type)
{
  g_autoptr (PangoLayout) layout = NULL;

  if (self->n_lines < 2 || self->n_lines > 8)
    return;
  layout = para_layout (self, type);
  if (last_line_width (layout) > self->width * SHORT_END)
    return;
  for (int i = 1; i <= 5; i++)
    {
      double width = self->width * (1 - 0.03 * i);

      pango_layout_set_width (layout, (int) floor (width * PANGO_SCALE));
      if ((guint) pango_layout_get_line_count (layout) > self->n_lines)
        return;
      if (last_line_width (layout) > self->width * SHORT_END)
        {
          self->width = width;
          return;
        }
    }
}

/* Breaks @text (transfer full) into lines. */
TnPara *
_tn_para_new (const TnType *type, TnInline *text, TnTypeStyle style, double width)
{
  TnPara *self = para_new (type, text, style, width);

  avoid_short_end (self, type);
  return self;
}

/* The same, ending in an ellipsis before it gets taller than @max_height. */
TnPara *
_tn_para_new_limited (const TnType *type,
                      TnInline *text,
                      TnTypeStyle style,
                      double width,
                      double max_height)
{
  TnPara *self = para_new (type, text, style, width);
  double height = 0;
  guint n_lines = 0;

  while (n_lines < self->n_lines && (n_lines == 0 || height + self->heights[n_lines] <= max_height))
    height += self->heights[n_lines++];
  if (n_lines < self->n_lines)
    {
      self->max_lines = n_lines;
      break_lines (self, type);
    }
  return self;
}

/* The same, as narrow as the number of lines allows, so that a title has no line of
 * one word. */
TnPara *
_tn_para_new_balanced (const TnType *type, TnInline *text, TnTypeStyle style, double width)
{
  TnPara *self = para_new (type, text, style, width);
  double low = width / 2;
  double high = width;
  PangoLayout *layout;

  if (self->n_lines < 2 || self->n_lines > 6)
    return self;
  layout = para_layout (self, type);
  for (int i = 0; i < 8; i++)
    {
      double middle = (low + high) / 2;

      pango_layout_set_width (layout, (int) floor (middle * PANGO_SCALE));
      if ((guint) pango_layout_get_line_count (layout) > self->n_lines)
        low = middle;
      else
        high = middle;
    }
  g_object_unref (layout);
  self->width = high;
  return self;
}

void
_tn_para_free (TnPara *self)
{
  _tn_inline_free (self->text);
  g_free (self->heights);
  g_free (self);
}

double
_tn_para_height (const TnPara *self)
{
  double height = 0;

  for (guint i = 0; i < self->n_lines; i++)
    height += self->heights[i];
  return height;
}

/* Where line @line starts in the text, in bytes. */
guint
_tn_para_line_start (const TnPara *self, const TnType *type, guint line)
{
  g_autoptr (PangoLayout) layout = para_layout (self, type);

  return pango_layout_line_get_start_index (pango_layout_get_line_readonly (layout, line));
}

/* Where bytes from @start to @end stand: their line, and from where to where on it; to its end when
 * they go on in the next. */
guint
_tn_para_find_place (const TnPara *self,
                     const TnType *type,
                     guint start,
                     guint end,
                     double *x1,
                     double *x2)
{
  g_autoptr (PangoLayout) layout = para_layout (self, type);
  int line = 0, last_line = 0;
  PangoRectangle first, last;

  pango_layout_index_to_line_x (layout, (int) start, FALSE, &line, NULL);
  pango_layout_index_to_line_x (layout, (int) MAX (start + 1, end) - 1, FALSE, &last_line, NULL);
  pango_layout_index_to_pos (layout, (int) start, &first);
  pango_layout_index_to_pos (layout, (int) MAX (start + 1, end) - 1, &last);
  *x1 = pango_units_to_double (first.x);
  *x2 = last_line == line ? pango_units_to_double (last.x + last.width) : self->width;

  return (guint) MAX (line, 0);
}

/* The line on which each span starts; (array length=n_spans). */
guint *
_tn_para_span_lines (const TnPara *self, const TnType *type)
{
  guint *lines = g_new0 (guint, MAX (1, self->text->spans->len));
  g_autoptr (PangoLayout) layout = para_layout (self, type);

  for (guint i = 0; i < self->text->spans->len; i++)
    {
      int line = 0;

      pango_layout_index_to_line_x (layout, g_array_index (self->text->spans, TnSpan, i).start,
                                    FALSE, &line, NULL);
      lines[i] = MAX (0, line);
    }
  return lines;
}

/* Links lie over the part of a span that stands on the line. */
static void
link_spans (const TnPara *self,
            TnPainter *painter,
            PangoLayoutLine *line,
            double x,
            double y,
            double height)
{
  guint first = pango_layout_line_get_start_index (line);
  guint last = first + pango_layout_line_get_length (line);

  for (guint i = 0; i < self->text->spans->len; i++)
    {
      const TnSpan *span = &g_array_index (self->text->spans, TnSpan, i);
      int from;
      int to;

      if (span->target == NULL || span->start >= last || span->end <= first)
        continue;
      pango_layout_line_index_to_x (line, MAX (span->start, first), FALSE, &from);
      pango_layout_line_index_to_x (line, MIN (span->end, last), FALSE, &to);
      _tn_painter_link (painter, span->kind == TN_SPAN_NOTE ? "note" : "block", span->target,
                        x + (double) MIN (from, to) / PANGO_SCALE, y,
                        (double) ABS (to - from) / PANGO_SCALE, height);
    }
}

static double
line_indent (const TnPara *self, PangoLayoutLine *line)
{
  PangoRectangle logical;

  if (self->align == PANGO_ALIGN_LEFT)
    return 0;
  pango_layout_line_get_extents (line, NULL, &logical);
  return MAX (0, self->width - (double) logical.width / PANGO_SCALE) *
         (self->align == PANGO_ALIGN_RIGHT ? 1 : 0.5);
}

static void
set_run_ink (const TnPara *self, TnPainter *painter, const PangoItem *item)
{
  _tn_painter_ink (painter, self->ink);
  for (GSList *l = item->analysis.extra_attrs; l != NULL; l = l->next)
    {
      const PangoAttribute *attribute = l->data;

      if (attribute->klass->type == PANGO_ATTR_FOREGROUND)
        {
          PangoColor color = ((const PangoAttrColor *) attribute)->color;

          cairo_set_source_rgb (painter->cr, color.red / 65535.0, color.green / 65535.0,
                                color.blue / 65535.0);
        }
    }
}

/* On pixels, cairo before 1.18 moves each glyph to a whole pixel; outlines stay where
 * they belong. The current point is the start of the line. */
static void
fill_outlines (const TnPara *self, TnPainter *painter, PangoLayoutLine *line)
{
  double x;
  double y;

  cairo_get_current_point (painter->cr, &x, &y);
  for (GSList *l = line->runs; l != NULL; l = l->next)
    {
      PangoGlyphItem *run = l->data;
      double offset = (double) run->start_x_offset / PANGO_SCALE;

      set_run_ink (self, painter, run->item);
      cairo_move_to (painter->cr, x + offset, y - (double) run->y_offset / PANGO_SCALE);
      pango_cairo_glyph_string_path (painter->cr, run->item->analysis.font, run->glyphs);
      cairo_fill (painter->cr);
      x += (double) pango_glyph_string_get_width (run->glyphs) / PANGO_SCALE + offset +
           (double) run->end_x_offset / PANGO_SCALE;
    }
}

static gboolean
has_links (const TnPara *self)
{
  for (guint i = 0; i < self->text->spans->len; i++)
    if (g_array_index (self->text->spans, TnSpan, i).target != NULL)
      return TRUE;
  return FALSE;
}

static void
draw_line (const TnPara *self,
           const TnType *type,
           TnPainter *painter,
           PangoLayoutLine *line,
           double x,
           double y,
           double height)
{
  double ascent = type->ascent[self->style];
  double descent = type->descent[self->style];

  _tn_painter_ink (painter, self->ink);
  cairo_move_to (painter->cr, x, y + (height - ascent - descent) / 2 + ascent);
  if (painter->outlines)
    fill_outlines (self, painter, line);
  else
    pango_cairo_show_layout_line (painter->cr, line);
}

/* Draws the lines @from to @to (not included), the first with its top at @y. cairo
 * marks only what stands in innermost tags, so a text with links gets one of its own. */
void
_tn_para_draw (const TnPara *self,
               const TnType *type,
               TnPainter *painter,
               double x,
               double y,
               guint from,
               guint to)
{
  g_autoptr (PangoLayout) layout = para_layout (self, type);
  gboolean links = painter->tagged && has_links (self);
  double top = y;

  to = MIN (to, self->n_lines);
  if (links)
    cairo_tag_begin (painter->cr, "Span", NULL);
  for (guint i = from; i < to; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);

      draw_line (self, type, painter, line, x + line_indent (self, line), y, self->heights[i]);
      y += self->heights[i];
    }
  if (!links)
    return;
  cairo_tag_end (painter->cr, "Span");
  for (guint i = from; i < to; i++)
    {
      PangoLayoutLine *line = pango_layout_get_line_readonly (layout, i);

      link_spans (self, painter, line, x + line_indent (self, line), top, self->heights[i]);
      top += self->heights[i];
    }
}

void
_tn_painter_ink (TnPainter *self, TnInk ink)
{
  guint32 rgb = find_ink (ink, self->colour);

  cairo_set_source_rgb (self->cr, (rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0,
                        (rgb & 255) / 255.0);
}

static guint
tag_depth (const TnTag *tag)
{
  guint depth = 0;

  for (; tag != NULL; tag = tag->parent)
    depth++;
  return depth;
}

static const TnTag *
tag_at (const TnTag *tag, guint depth)
{
  for (guint n = tag_depth (tag); n > depth; n--)
    tag = tag->parent;
  return tag;
}

/* Makes @tag the innermost open one: closes what it is not part of, opens what it is
 * part of. %NULL closes all. */
void
_tn_painter_enter (TnPainter *self, const TnTag *tag)
{
  guint depth = tag_depth (tag);
  guint common = 0;

  if (!self->tagged)
    return;
  while (common < depth && common < self->open->len &&
         g_ptr_array_index (self->open, common) == (gpointer) tag_at (tag, common + 1))
    common++;
  while (self->open->len > common)
    {
      const TnTag *last = g_ptr_array_index (self->open, self->open->len - 1);

      cairo_tag_end (self->cr, last->name);
      g_ptr_array_set_size (self->open, self->open->len - 1);
    }
  for (guint i = common; i < depth; i++)
    {
      const TnTag *next = tag_at (tag, i + 1);

      cairo_tag_begin (self->cr, next->name, NULL);
      g_ptr_array_add (self->open, (gpointer) next);
    }
}

void
_tn_painter_link (TnPainter *self,
                  const char *kind,
                  const char *target,
                  double x,
                  double y,
                  double width,
                  double height)
{
  char numbers[4][G_ASCII_DTOSTR_BUF_SIZE];
  double values[] = { x, y, width, height };
  g_autofree char *attributes = NULL;

  if (!self->tagged)
    return;
  /* cairo 1.16 reads attributes by the process locale: whole points have no decimal mark. */
  for (int i = 0; i < 4; i++)
    g_ascii_formatd (numbers[i], sizeof numbers[i], "%.0f", values[i]);
  attributes = g_strdup_printf ("rect=[%s %s %s %s] dest='%s-%s'", numbers[0], numbers[1],
                                numbers[2], numbers[3], kind, target);
  cairo_tag_begin (self->cr, CAIRO_TAG_LINK, attributes);
  cairo_tag_end (self->cr, CAIRO_TAG_LINK);
}

void
_tn_painter_target (TnPainter *self, const char *kind, const char *target, double x, double y)
{
  char numbers[2][G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *attributes = NULL;

  if (!self->tagged)
    return;
  /* In whole points: see the rectangle of a link. */
  g_ascii_formatd (numbers[0], sizeof numbers[0], "%.0f", x);
  g_ascii_formatd (numbers[1], sizeof numbers[1], "%.0f", y);
  attributes = g_strdup_printf ("name='%s-%s' x=%s y=%s", kind, target, numbers[0], numbers[1]);
  cairo_tag_begin (self->cr, CAIRO_TAG_DEST, attributes);
  cairo_tag_end (self->cr, CAIRO_TAG_DEST);
}

/* The path of a rectangle with round corners. */
void
_tn_painter_rounded (TnPainter *self,
                     double x,
                     double y,
                     double width,
                     double height,
                     double radius)
{
  cairo_t *cr = self->cr;

  radius = MIN (radius, MIN (width, height) / 2);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x + width - radius, y + radius, radius, -G_PI / 2, 0);
  cairo_arc (cr, x + width - radius, y + height - radius, radius, 0, G_PI / 2);
  cairo_arc (cr, x + radius, y + height - radius, radius, G_PI / 2, G_PI);
  cairo_arc (cr, x + radius, y + radius, radius, G_PI, 3 * G_PI / 2);
  cairo_close_path (cr);
}
