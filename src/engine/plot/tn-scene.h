/* tn-scene.h: what a chart has become at one size: shapes and texts with their places
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-chart.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y, width, height;
} TnPlotBox;

typedef enum
{
  TN_ITEM_LINE,    /* through the points; NaN lifts the pen */
  TN_ITEM_POLYGON, /* closed; NaN begins the next */
  TN_ITEM_BOX,
  TN_ITEM_DISC,
  TN_ITEM_PICTURE,
  TN_ITEM_TEXT,
} TnItemKind;

/**
 * TnItem:
 * @clip: nothing is drawn outside it; its width is below 0 when there is none
 * @box: of a text, what its letters need; of others the box around it
 *
 * One thing drawn. Colours with an alpha of 0 are not drawn.
 */
typedef struct
{
  TnItemKind kind;
  TnPlotBox clip, box;
  TnRgba fill, stroke;
  double line_width;
  double dash[4];
  int n_dash;
  gsize n;
  double *xy;
  cairo_surface_t *picture;
  PangoLayout *layout;
} TnItem;

/* A text that has been laid out and not yet placed. */
typedef struct
{
  PangoLayout *layout;
  TnRgba colour;
  double width, height;
  double lift; /* from the top of the layout to the top of the letters */
} TnWords;

typedef struct
{
  double width, height;
  const TnPlotStyle *style;
  const TnLanguage *language;
  PangoContext *context;
  GPtrArray *items;
  guint n_refused; /* texts that had no place */
} TnScene;

TnScene *tn_scene_new (double width,
                       double height,
                       const TnPlotStyle *style,
                       const TnLanguage *language);
void tn_scene_free (TnScene *self);

TnItem *tn_scene_add (TnScene *self,
                      TnItemKind kind,
                      const TnPlotBox *clip,
                      gsize n,
                      const double *xy);
TnItem *tn_scene_add_box (TnScene *self, const TnPlotBox *clip, TnPlotBox box, TnRgba fill);
TnItem *tn_scene_add_segment (TnScene *self,
                              const TnPlotBox *clip,
                              double x1,
                              double y1,
                              double x2,
                              double y2,
                              TnRgba stroke,
                              double line_width);

TnWords *tn_scene_words (TnScene *self,
                         const char *text,
                         double size,
                         gboolean bold,
                         TnRgba colour,
                         double max_width,
                         guint max_lines);
TnWords *tn_scene_say (TnScene *self,
                       const TnMessage *message,
                       double size,
                       gboolean bold,
                       TnRgba colour,
                       double max_width,
                       guint max_lines);
void tn_words_free (TnWords *self);
gboolean tn_scene_is_free (const TnScene *self, TnPlotBox box);
gboolean tn_scene_place (TnScene *self, TnWords *words, double x, double y);

void tn_scene_render (const TnScene *self, cairo_t *cr);

gboolean tn_box_meets (TnPlotBox a, TnPlotBox b);
TnRgba tn_rgba_fade (TnRgba colour, double alpha);

/* The whole layout of a chart; tn_chart_draw() is this and tn_scene_render(). */
TnScene *tn_chart_lay_out (const TnChart *self,
                           double width,
                           double height,
                           const TnPlotStyle *style,
                           const TnLanguage *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnScene, tn_scene_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnWords, tn_words_free)

G_END_DECLS
