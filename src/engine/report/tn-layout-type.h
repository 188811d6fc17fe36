/* tn-layout-type.h: the typography of paged documents: styles, paragraphs, lines
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <pango/pangocairo.h>

#include "tn-document-inline.h"
#include "tn-document-private.h"

G_BEGIN_DECLS

#define TN_MM(value) ((value) *72.0 / 25.4)

typedef enum
{
  TN_TYPE_BODY,
  TN_TYPE_KICKER,
  TN_TYPE_COVER,
  TN_TYPE_H1,
  TN_TYPE_H2,
  TN_TYPE_H3,
  TN_TYPE_LEAD,
  TN_TYPE_SMALL,
  TN_TYPE_BIG,
  TN_TYPE_CAPTION,
  TN_TYPE_CELL,
  TN_TYPE_CELL_MORE,
  TN_TYPE_HEAD,
  TN_TYPE_GROUP,
  TN_TYPE_DENSE,
  TN_TYPE_DENSE_MORE,
  TN_TYPE_DENSE_HEAD,
  TN_TYPE_PAIR,
  TN_TYPE_PAIR_NAME,
  TN_TYPE_NOTE,
  TN_TYPE_MARKER,
  TN_TYPE_STRIP,
  TN_TYPE_FOOT,
  TN_N_TYPES,
} TnTypeStyle;

typedef enum
{
  TN_INK,
  TN_INK_SOFT,
  TN_INK_FAINT,
  TN_INK_LINE,
  TN_INK_WASH,
  TN_INK_BLUE,
  TN_INK_SKY,
  TN_INK_SKY_TEXT,
  TN_INK_RUST,
  TN_INK_KICKER,
  TN_INK_DATA, /* blue that means something */
  TN_INK_WHITE,
} TnInk;

/* A node of the structure of a tagged file. */
typedef struct _TnTag TnTag;

struct _TnTag
{
  const TnTag *parent; /* NULL for the document */
  const char *name;
};

/* Where pages are painted. */
typedef struct
{
  cairo_t *cr;
  gint32 colour;             /* of the shop, instead of blue; -1 for none */
  gboolean tagged;           /* structure, links and destinations are written */
  gboolean outlines;         /* text as outlines, for pixels */
  GPtrArray *open;           /* of TnTag, outermost first */
  GCancellable *cancellable; /* nullable: looked at between pieces */
  GPtrArray *figures;        /* nullable: of TnFigure, as they were tagged */
  GString *scopes;           /* nullable: 'C' or 'R' for each head cell, as they were tagged */
} TnPainter;

/* A text broken into lines of one width. */
typedef struct
{
  TnInline *text;
  TnTypeStyle style;
  TnInk ink;
  PangoAlignment align;
  double width;
  guint max_lines; /* 0 for any; the last then ends in an ellipsis */
  guint n_lines;
  double *heights; /* of each line */
} TnPara;

typedef struct
{
  const TnLanguage *language;
  gint32 colour; /* of the shop, or -1 */
  double scale;
  PangoContext *context;
  PangoFontDescription *mono;
  double ascent[TN_N_TYPES];
  double descent[TN_N_TYPES];
} TnType;

/* @colour: of the shop, or -1; @scale: of all sizes */
TnType *_tn_type_new (const TnLanguage *language, gint32 colour, double scale);
void _tn_type_free (TnType *self);
double _tn_type_line_height (const TnType *self, TnTypeStyle style);
double _tn_type_size (const TnType *self, TnTypeStyle style);
TnInk _tn_type_ink (TnTypeStyle style);
void _tn_type_measure (const TnType *self,
                       const TnInline *text,
                       TnTypeStyle style,
                       double *natural,
                       double *longest_word);

TnPara *_tn_para_new (const TnType *type, TnInline *text, TnTypeStyle style, double width);
TnPara *_tn_para_new_limited (const TnType *type,
                              TnInline *text,
                              TnTypeStyle style,
                              double width,
                              double max_height);
TnPara *_tn_para_new_balanced (const TnType *type, TnInline *text, TnTypeStyle style, double width);
void _tn_para_free (TnPara *self);
double _tn_para_height (const TnPara *self);
guint _tn_para_line_start (const TnPara *self, const TnType *type, guint line);
guint _tn_para_find_place (const TnPara *self,
                           const TnType *type,
                           guint start,
                           guint end,
                           double *x1,
                           double *x2);
guint *_tn_para_span_lines (const TnPara *self, const TnType *type);
void _tn_para_draw (const TnPara *self,
                    const TnType *type,
                    TnPainter *painter,
                    double x,
                    double y,
                    guint from,
                    guint to);

void _tn_painter_ink (TnPainter *self, TnInk ink);
void _tn_painter_rounded (TnPainter *self,
                          double x,
                          double y,
                          double width,
                          double height,
                          double radius);
void _tn_painter_enter (TnPainter *self, const TnTag *tag);
void _tn_painter_link (TnPainter *self,
                       const char *kind,
                       const char *target,
                       double x,
                       double y,
                       double width,
                       double height);
void _tn_painter_target (TnPainter *self, const char *kind, const char *target, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnType, _tn_type_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPara, _tn_para_free)

G_END_DECLS
