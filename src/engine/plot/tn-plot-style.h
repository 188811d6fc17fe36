/* tn-plot-style.h: the colours and letters of charts and reports, named in one place
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <pango/pangocairo.h>

#include "tn-language.h"

G_BEGIN_DECLS

/* The one family setting of charts and reports. Pango takes the first family that is
 * installed and has the letter; the figures of all of them are tabular where asked. */
#define TN_PLOT_FAMILY     "Cantarell, Noto Sans CJK SC, DejaVu Sans"
#define TN_PLOT_FAMILY_CJK "Noto Sans CJK SC, Cantarell, DejaVu Sans"

#define TN_PLOT_N_SERIES 6

/**
 * TnPlotLook:
 * @TN_PLOT_LIGHT: on a white card
 * @TN_PLOT_DARK: on a dark card
 * @TN_PLOT_CONTRAST_LIGHT: high contrast on white
 * @TN_PLOT_CONTRAST_DARK: high contrast on black
 * @TN_PLOT_PRINT: on paper; sizes are points
 */
typedef enum
{
  TN_PLOT_LIGHT,
  TN_PLOT_DARK,
  TN_PLOT_CONTRAST_LIGHT,
  TN_PLOT_CONTRAST_DARK,
  TN_PLOT_PRINT,
} TnPlotLook;

#define TN_PLOT_N_LOOKS 5

typedef struct
{
  double red, green, blue, alpha;
} TnRgba;

/**
 * TnPlotStyle:
 * @look: which of the looks this is
 * @text_size: height of chart text, in units of the surface; everything else follows from it
 * @titles: whether title and subtitle are drawn (a report sets them itself)
 * @paint_paper: whether the background is painted
 * @paper: the background
 * @ink: text that is read first
 * @soft: axis labels and notes
 * @faint: axis lines and ticks
 * @line: grid lines
 * @wash: empty parts of a whole, history
 * @on_fill: text on a filled mark
 * @series: 0 baseline, 1 main (stays), 2 risk (leaves), 3 to 5 others
 * @pale: the same as light fills of bars that are not spoken of
 * @band_alpha: how strongly intervals are shaded
 *
 * Plain data: copy it and change a field where a place needs it.
 */
typedef struct
{
  TnPlotLook look;
  double text_size;
  gboolean titles;
  gboolean paint_paper;
  TnRgba paper, ink, soft, faint, line, wash, on_fill;
  TnRgba series[TN_PLOT_N_SERIES];
  TnRgba pale[TN_PLOT_N_SERIES];
  double band_alpha;
} TnPlotStyle;

const TnPlotStyle *tn_plot_style_get (TnPlotLook look);
const char *tn_plot_look_id (TnPlotLook look);
TnRgba tn_plot_ramp (const TnPlotStyle *self, guint series, double share);

/* Pango set up so that a text has one size on every surface and in every locale. */
PangoContext *tn_plot_context_new (const TnLanguage *language);
PangoLayout *tn_plot_layout_new (PangoContext *context,
                                 const TnLanguage *language,
                                 const char *text,
                                 double size,
                                 gboolean bold);
char *tn_plot_cut_text (const char *text, guint max_letters);
void tn_plot_show_layout (cairo_t *cr, PangoLayout *layout);

G_END_DECLS
