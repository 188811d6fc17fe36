/* tn-layout-private.h: pieces, flows and pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-layout-type.h"
#include "tn-layout.h"

G_BEGIN_DECLS

#define TN_PAGE_LEFT   TN_MM (17)
#define TN_PAGE_TOP    TN_MM (24) /* of the text; the strip stands above */
#define TN_PAGE_BOTTOM (TN_LAYOUT_HEIGHT - TN_MM (17))
#define TN_PAGE_WIDTH  (TN_LAYOUT_WIDTH - 2 * TN_PAGE_LEFT)
#define TN_PAGE_HEIGHT (TN_PAGE_BOTTOM - TN_PAGE_TOP)

typedef struct _TnFlow TnFlow;
typedef struct _TnGridPlan TnGridPlan;

typedef enum
{
  TN_PIECE_LINE,
  TN_PIECE_FIGURE,
  TN_PIECE_RULE,
  TN_PIECE_SPACE,
  TN_PIECE_HEAD,
  TN_PIECE_ROW,
  TN_PIECE_BREAK,
  TN_PIECE_COLUMNS,
  TN_PIECE_BALANCED,
  TN_PIECE_PANEL,
} TnPieceKind;

typedef enum
{
  TN_MARKER_NONE,
  TN_MARKER_CIRCLE,   /* a number on a filled circle */
  TN_MARKER_QUESTION, /* of a warning */
  TN_MARKER_BULLET,
  TN_MARKER_NUMBER, /* of a note */
} TnMarker;

/* What is never divided: a line, a row, a picture; or a container, which fills as much
 * of the page as it can and goes on with the rest on the next. */
typedef struct
{
  TnPieceKind kind;
  gboolean keep_next; /* no page ends behind it */
  double before;      /* space above, unless a page or column begins here */
  double x;           /* in its flow */
  double width;
  double height;
  double natural;       /* of a chart: before it is made to fit */
  double least;         /* of a chart: as flat as it can be without losing anything */
  double notes_height;  /* of the notes first referred to in it */
  GArray *notes;        /* nullable: of guint, numbers from 0 */
  const TnBlock *block; /* nullable: whose first piece this is */
  const TnBlock *owner; /* nullable: whose piece this is */
  const TnTag *tag;
  TnPara *para;
  guint line;
  TnMarker marker;
  guint number;
  const TnTag *marker_tag;
  TnGridPlan *grid;
  guint row;
  TnFlow *flows[2];
  guint n_flows;
  double padding;  /* of a panel */
  gboolean framed; /* a panel with a frame rather than a ground */
} TnPiece;

/* Pieces below each other in one width; @next is the first not yet on a page. */
struct _TnFlow
{
  double width;
  GArray *pieces; /* of TnPiece */
  guint next;
};

/* A piece on a page. Lines of one text that follow each other are one of these. */
typedef struct
{
  const TnPiece *piece;
  double x, y, height;
  guint line_to; /* of LINE: behind the last */
} TnPlaced;

typedef struct
{
  guint first; /* of TnPlaced */
  guint n_placed;
  GArray *notes; /* nullable: of guint */
  double notes_height;
} TnPage;

typedef struct
{
  int level; /* 0 for the cover */
  char *text;
  guint page;
  double y;
} TnOutline;

struct _TnLayout
{
  const TnDocument *document;
  const TnLanguage *language;
  TnInlineContext *context;
  TnType *type;
  TnFlow *flow;
  GPtrArray *tags; /* of TnTag, all of them */
  GPtrArray *paras;
  GPtrArray *grids;
  GPtrArray *note_paras; /* nullable: TnPara by number of note */
  gboolean *note_seen;
  GArray *placed;  /* of TnPlaced */
  GArray *pages;   /* of TnPage */
  GArray *boxes;   /* of TnLayoutBox */
  GArray *outline; /* of TnOutline */
  GArray *pending; /* of guint: notes for the next page */
  TnProgress *progress;
  GCancellable *cancellable;
};

/* Building flows. */
TnFlow *_tn_flow_new (double width);
void _tn_flow_free (TnFlow *self);
TnPiece *_tn_flow_add (TnFlow *self, TnPieceKind kind, double height);
double _tn_flow_height (const TnFlow *self, guint from);
double _tn_flow_notes_height (const TnFlow *self, guint from);
void _tn_flow_squeeze (TnFlow *self, double room, const TnLanguage *language);
double _tn_flow_split_height (const TnFlow *self, guint from);

const TnTag *_tn_layout_tag (TnLayout *self, const TnTag *parent, const char *name);
const TnTag *_tn_layout_root (const TnLayout *self);
gboolean _tn_layout_build (TnLayout *self, GError **error);
TnPiece *_tn_layout_add_para (TnLayout *self,
                              TnFlow *flow,
                              TnPara *para,
                              double x,
                              double before,
                              const TnTag *tag,
                              gboolean keep_next);
gboolean _tn_layout_add_grid (TnLayout *self,
                              TnFlow *flow,
                              const TnBlock *block,
                              const TnTag *parent,
                              GError **error);

/* Tables. */
void _tn_grid_plan_free (TnGridPlan *self);
double _tn_grid_plan_head_height (const TnGridPlan *self);
void _tn_grid_plan_draw_head (const TnGridPlan *self,
                              const TnLayout *layout,
                              TnPainter *painter,
                              double x,
                              double y,
                              gboolean repeated);
void _tn_grid_plan_draw_row (const TnGridPlan *self,
                             const TnLayout *layout,
                             TnPainter *painter,
                             guint row,
                             double x,
                             double y,
                             double height);

/* Painting. */
void _tn_layout_paint_page (const TnLayout *self, TnPainter *painter, guint page);

G_END_DECLS
