/* tn-chart.h: a chart as plain data, drawn on any cairo surface
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-cloud.h"
#include "tn-message.h"
#include "tn-plot-style.h"

G_BEGIN_DECLS

typedef enum
{
  TN_SCALE_LINEAR,
  TN_SCALE_TIME,     /* microseconds since 1970, UTC */
  TN_SCALE_CATEGORY, /* category i stands at i; a vertical one counts downwards */
} TnScale;

typedef enum
{
  TN_UNIT_NUMBER,
  TN_UNIT_COUNT,
  TN_UNIT_SHARE, /* 0.38 is said as 38% */
  TN_UNIT_MONEY,
  TN_UNIT_TIMES, /* 1.67× */
  TN_UNIT_DATE,
} TnUnit;

/**
 * TnAxis:
 * @scale: how values become places
 * @unit: how values become words
 * @currency: for TN_UNIT_MONEY, as "GBP"
 * @decimals: of a value in words; ticks choose their own
 * @label: (nullable): what is measured and in which unit
 * @from: where the axis begins, NaN for where the data do
 * @to: where it ends, NaN for where the data do
 * @quiet: no ticks and no figures are drawn
 * @grid: lines across the panel at the ticks
 * @on_top: the figures stand above the panel
 * @names: (nullable): TnMessage, one a category
 * @details: (nullable): TnMessage, a second, softer line under each name
 * @strong: how many of the first categories are in bold
 */
typedef struct
{
  TnScale scale;
  TnUnit unit;
  char currency[4];
  int decimals;
  TnMessage *label;
  double from, to;
  gboolean quiet;
  gboolean grid;
  gboolean on_top;
  GPtrArray *names;
  GPtrArray *details;
  guint strong;
} TnAxis;

/**
 * TnMarkKind:
 * @TN_MARK_LINE: through x, y; NaN breaks it
 * @TN_MARK_STEP: as a line that keeps its height until the next x
 * @TN_MARK_BAND: between y and y2 over x
 * @TN_MARK_AREA: between y and 0 over x
 * @TN_MARK_RECT: from x, y to x2, y2: bars, windows, parts of a whole
 * @TN_MARK_POINT: at x, y; more than 20,000 become a density picture
 * @TN_MARK_WHISKER: an interval from x to x2 at y, or from y to y2 at x
 * @TN_MARK_RULE: across the panel at x (y absent) or at y (x absent)
 * @TN_MARK_TEXT: the texts at x, y
 * @TN_MARK_DOTS: x are equally likely values, stacked as round dots
 */
typedef enum
{
  TN_MARK_LINE,
  TN_MARK_STEP,
  TN_MARK_BAND,
  TN_MARK_AREA,
  TN_MARK_RECT,
  TN_MARK_POINT,
  TN_MARK_WHISKER,
  TN_MARK_RULE,
  TN_MARK_TEXT,
  TN_MARK_DOTS,
} TnMarkKind;

typedef enum
{
  TN_TONE_PLAIN,
  TN_TONE_STRONG,  /* the one that is spoken of */
  TN_TONE_PALE,    /* the others */
  TN_TONE_OUTLINE, /* hollow points, dashed frames: not known yet */
  TN_TONE_WASH,    /* what a part is a part of */
} TnTone;

/* Where the texts of a mark go; what does not fit goes to the next best place or is left out. */
typedef enum
{
  TN_PLACE_AUTO, /* a line's name: beside it; a point's: where there is room */
  TN_PLACE_LEFT,
  TN_PLACE_RIGHT,
  TN_PLACE_ABOVE,
  TN_PLACE_BELOW,
  TN_PLACE_MIDDLE,
  TN_PLACE_INSIDE, /* of a rectangle: top left in it, above it when it is too flat */
  TN_PLACE_LEGEND, /* in the key under the picture, never at the mark */
} TnPlace;

/**
 * TnMark:
 * @air: how much of a rectangle is left free at either end across, in values
 * @cloud: of more points than are drawn one by one
 *
 * Plain data of one mark; arrays not needed by the kind are %NULL. @label names the
 * whole mark, @texts (nullable, with nullable entries) its single elements.
 */
typedef struct
{
  TnMarkKind kind;
  guint series;
  TnTone tone;
  gboolean dashed;
  TnPlace place;
  gsize n;
  double *x, *y, *x2, *y2;
  double air;
  TnCloud *cloud;
  TnMessage *label;
  GPtrArray *texts;
  GPtrArray *details; /* softer second lines of the texts; of points, shorter texts */
} TnMark;

/**
 * TnPanel:
 * @row: panels of one row share the height, those of one column their left edge
 * @column: 0 for the leftmost
 * @height: share of the height left after fixed rows; below 0, a fixed number of text heights
 * @width: share of the width
 * @optional: left out where the picture is narrow
 * @tight: the axes end where the data do, not at the next round figure
 */
typedef struct
{
  guint row, column;
  double height, width;
  gboolean optional, tight;
  TnMessage *title;
  TnAxis x, y;
  GPtrArray *marks; /* TnMark, first drawn first */
} TnPanel;

/**
 * TnChart:
 *
 * A title that is the finding, a subtitle that says what is shown, panels of marks,
 * and beside the picture the same in words and as a table. Built by one thread, then
 * shared and never changed. Every TnMessage handed to a function of charts is taken;
 * arrays are copied.
 */
typedef struct _TnChart TnChart;

TnChart *tn_chart_new (const char *kind, TnMessage *title, TnMessage *subtitle);
TnChart *tn_chart_ref (const TnChart *self);
void tn_chart_unref (TnChart *self);
const char *tn_chart_get_kind (const TnChart *self);
const TnMessage *tn_chart_get_title (const TnChart *self);
const TnMessage *tn_chart_get_subtitle (const TnChart *self);
GPtrArray *tn_chart_get_panels (const TnChart *self);

/* Building. */
TnPanel *tn_chart_add_panel (TnChart *self, guint row, guint column, double height, double width);
void tn_chart_set_empty (TnChart *self, TnMessage *why);
void tn_chart_set_note (TnChart *self, TnMessage *note);
void tn_chart_add_fact (TnChart *self, TnMessage *sentence);
void tn_chart_set_head (TnChart *self, guint n_columns, TnMessage **heads);
void tn_chart_add_row (TnChart *self, TnMessage **cells);

void tn_axis_set (TnAxis *self, TnUnit unit, TnMessage *label, double from, double to);
void tn_axis_set_money (TnAxis *self, const char *currency, TnMessage *label);
void tn_axis_add_category (TnAxis *self, TnMessage *name, TnMessage *detail);

TnMark *tn_panel_add_mark (TnPanel *self,
                           TnMarkKind kind,
                           guint series,
                           gsize n,
                           const double *x,
                           const double *y,
                           const double *x2,
                           const double *y2);
TnMark *tn_panel_add_text (TnPanel *self,
                           guint series,
                           double x,
                           double y,
                           TnPlace place,
                           TnMessage *text);
TnMark *tn_panel_add_rule (TnPanel *self, guint series, double x, double y, TnMessage *label);
void tn_mark_add_text (TnMark *self, TnMessage *text, TnMessage *detail);
TnMessage *tn_unit_say (TnUnit unit, double value, int decimals, const char *currency);
TnMessage *tn_axis_say (const TnAxis *self, double value);

/* Using. */
void tn_chart_draw (const TnChart *self,
                    cairo_t *cr,
                    double width,
                    double height,
                    const TnPlotStyle *style,
                    const TnLanguage *language);
double tn_chart_get_height (const TnChart *self,
                            double width,
                            const TnPlotStyle *style,
                            const TnLanguage *language);
double tn_chart_get_least_height (const TnChart *self,
                                  double width,
                                  const TnPlotStyle *style,
                                  const TnLanguage *language);
char *tn_chart_describe (const TnChart *self, const TnLanguage *language);
GPtrArray *tn_chart_to_table (const TnChart *self, const TnLanguage *language);

/* The data behind a chart, however many: row 0 has the heads. */
gsize tn_chart_get_n_rows (const TnChart *self);
guint tn_chart_get_n_columns (const TnChart *self);
char *tn_chart_say_cell (const TnChart *self, gsize row, guint column, const TnLanguage *language);
GBytes *tn_chart_to_text (const TnChart *self,
                          char separator,
                          const TnLanguage *language,
                          GCancellable *cancellable,
                          GError **error);

typedef enum
{
  TN_PICTURE_PNG,
  TN_PICTURE_PDF,
  TN_PICTURE_SVG,
} TnPictureFormat;

GBytes *tn_chart_to_picture (const TnChart *self,
                             TnPictureFormat format,
                             double width,
                             double height,
                             double scale,
                             const TnPlotStyle *style,
                             const TnLanguage *language,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnChart, tn_chart_unref)

G_END_DECLS
