/* tn-document-private.h: the structs of a document, for its renderers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document.h"
#include "tn-plot-style.h"

G_BEGIN_DECLS

/* A run of a text: a sentence, or the mark of a note when @message is %NULL. */
typedef struct
{
  TnMessage *message;
  TnTextStyle style;
  char *note;
} TnTextRun;

struct _TnText
{
  gatomicrefcount ref_count;
  GArray *runs; /* of TnTextRun */
};

typedef enum
{
  TN_CELL_EMPTY,
  TN_CELL_TEXT,
  TN_CELL_LINES,
  TN_CELL_BESIDE,
  TN_CELL_BAR,
  TN_CELL_TAG,
} TnCellKind;

typedef struct
{
  TnCellKind kind;
  TnGridBar bar;
  TnGridTone tone;
  gboolean filled; /* a tag on a ground of its own */
  TnText *text;    /* nullable */
  TnText *more;    /* nullable: below or beside @text */
  double value;
  double low;
  double high;
} TnCell;

typedef struct
{
  TnText *title; /* nullable */
  TnGridAlign align;
  double low; /* of the scale of bars */
  double high;
} TnGridColumn;

typedef struct
{
  TnText *title;
  guint first;
  guint n_columns;
} TnGridGroup;

typedef struct
{
  guint column;
  guint first_row;
  guint n_rows;
} TnGridTie;

struct _TnGrid
{
  gatomicrefcount ref_count;
  TnText *caption; /* nullable */
  TnText *footer;  /* nullable */
  gboolean dense;
  guint row_header;
  GArray *columns; /* of TnGridColumn */
  GArray *groups;  /* of TnGridGroup */
  GArray *ties;    /* of TnGridTie */
  GArray *rows;    /* of TnGridRow */
  GArray *cells;   /* of TnCell, row after row */
  guint n_cells;   /* in the last row */
};

typedef struct
{
  TnChart *chart; /* or NULL: then the four below */
  TnDocumentDraw draw;
  gpointer user_data;
  GDestroyNotify destroy;
  double aspect;  /* height over width */
  TnMessage *alt; /* nullable: then what the chart says of itself */
} TnFigure;

typedef enum
{
  TN_BLOCK_FLOW, /* the root, and the parts of columns */
  TN_BLOCK_KICKER,
  TN_BLOCK_COVER,
  TN_BLOCK_HEADING,
  TN_BLOCK_LEAD,
  TN_BLOCK_PARAGRAPH,
  TN_BLOCK_SMALL,
  TN_BLOCK_BIG_NUMBER,
  TN_BLOCK_RULE,
  TN_BLOCK_PAGE_BREAK,
  TN_BLOCK_NOTES,
  TN_BLOCK_GRID,
  TN_BLOCK_FIGURE,
  TN_BLOCK_ACTIONS,
  TN_BLOCK_WARNINGS,
  TN_BLOCK_BULLETS,
  TN_BLOCK_STEPS,
  TN_BLOCK_DEFINITIONS,
  TN_BLOCK_PAIRS,
  TN_BLOCK_ITEM,
  TN_BLOCK_COLUMNS,
  TN_BLOCK_BALANCED,
  TN_BLOCK_PANEL,
} TnBlockKind;

typedef struct _TnBlock TnBlock;

struct _TnBlock
{
  TnBlockKind kind;
  int level; /* of a heading, 1 to 3 */
  TnDocumentPanel panel;
  double share; /* of the first of two columns */
  char *anchor; /* nullable */
  char *id;     /* nullable: by which an arrangement names it */
  gboolean is_left_out;
  gboolean by_hand; /* a person wrote or added it */
  gboolean is_mark; /* says of the block above what changed under it, and stays with it */
  TnText *title;    /* nullable: of an item; label of a big number */
  TnText *text;     /* nullable */
  TnText *more;     /* nullable: caption of a big number */
  TnGrid *grid;
  TnFigure *figure;
  TnBlock *parent;
  GPtrArray *children; /* nullable: of TnBlock */
};

typedef struct
{
  char *id;
  TnMessage *term;
  TnMessage *text;
} TnNote;

struct _TnDocument
{
  gatomicrefcount ref_count;
  TnMessage *title;
  TnMessage *author;       /* nullable */
  TnMessage *subject;      /* nullable */
  TnMessage *header_name;  /* nullable */
  TnMessage *header_about; /* nullable */
  TnMessage *footer;       /* nullable */
  gint64 time;
  gint32 colour; /* of the shop, as 0x1a5fb4, or -1 */
  double scale;  /* of all letters on pages */
  TnDocumentNotes notes_place;
  GPtrArray *notes;    /* of TnNote */
  GHashTable *anchors; /* name → TnBlock */
  TnBlock *root;
  GPtrArray *dropped;  /* ids of what one page had no room for */
  GPtrArray *left_out; /* of TnBlock: shown nowhere, but texts still say their titles */
};

const TnNote *_tn_document_find_note (const TnDocument *self, const char *id);
TnBlock *_tn_block_new (TnBlockKind kind);
void _tn_block_free (gpointer data);
void _tn_block_insert (TnBlock *parent, guint place, TnBlock *block);
double _tn_figure_get_height (const TnFigure *self, double width, const TnLanguage *language);
double _tn_figure_get_least_height (const TnFigure *self, double width, const TnLanguage *language);
char *_tn_figure_describe (const TnFigure *self, const TnLanguage *language);
void _tn_figure_draw (const TnFigure *self,
                      cairo_t *cr,
                      double width,
                      double height,
                      const TnLanguage *language,
                      gboolean dark);
gboolean _tn_document_is_name (const char *name);

G_END_DECLS
