/* tn-layout.h: a document laid out on pages in one language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "tn-document.h"
#include "tn-progress.h"

G_BEGIN_DECLS

/* A4, in points. */
#define TN_LAYOUT_WIDTH  595.276
#define TN_LAYOUT_HEIGHT 841.890

/**
 * TnLayoutKind:
 * @TN_LAYOUT_LINE: a line of text
 * @TN_LAYOUT_FIGURE: a picture
 * @TN_LAYOUT_RULE: a thin line
 * @TN_LAYOUT_HEAD: the head of a table, also where it is repeated
 * @TN_LAYOUT_ROW: a row of a table
 * @TN_LAYOUT_PANEL: the ground of a panel: other boxes stand on it
 * @TN_LAYOUT_NOTE: a note at the foot of a page
 * @TN_LAYOUT_STRIP: what stands above and below each page
 */
typedef enum
{
  TN_LAYOUT_LINE,
  TN_LAYOUT_FIGURE,
  TN_LAYOUT_RULE,
  TN_LAYOUT_HEAD,
  TN_LAYOUT_ROW,
  TN_LAYOUT_PANEL,
  TN_LAYOUT_NOTE,
  TN_LAYOUT_STRIP,
} TnLayoutKind;

/**
 * TnLayoutBox:
 * @kind: what it is
 * @page: from 0
 * @x: from the left edge of the page, points
 * @y: from the top edge of the page, points
 * @width: points
 * @height: points
 */
typedef struct
{
  TnLayoutKind kind;
  guint page;
  double x, y, width, height;
} TnLayoutBox;

typedef struct _TnLayout TnLayout;

TnLayout *tn_layout_new (const TnDocument *document,
                         const TnLanguage *language,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error);
void tn_layout_free (TnLayout *self);
guint tn_layout_get_n_pages (const TnLayout *self);
const TnLayoutBox *tn_layout_get_boxes (const TnLayout *self, guint *n_boxes);

/**
 * TnLayoutHeading:
 * @level: 0 for the cover, 1 for a chapter
 * @text: as it stands there
 * @page: from 0
 * @y: of its top edge, points
 */
typedef struct
{
  int level;
  const char *text;
  guint page;
  double y;
} TnLayoutHeading;

guint tn_layout_get_n_headings (const TnLayout *self);
void tn_layout_get_heading (const TnLayout *self, guint index, TnLayoutHeading *heading);

/* (element-type TnLayoutBox): where @text stands, in the order of reading; on the thread that made
 * the layout. */
GArray *tn_layout_find (const TnLayout *self, const char *text);

/**
 * TnLayoutPlace:
 * @id: of the block, as an arrangement names it; owned by the document
 * @box: around what stands of it on one page
 */
typedef struct
{
  const char *id;
  TnLayoutBox box;
} TnLayoutPlace;

/* (element-type TnLayoutPlace): of blocks that were named by tn_document_arrange(). */
GArray *tn_layout_list_places (const TnLayout *self);

/* A page as it is, for a printer; likewise. */
cairo_surface_t *tn_layout_record_page (const TnLayout *self,
                                        guint page,
                                        GCancellable *cancellable,
                                        GError **error);
cairo_surface_t *tn_layout_draw_page (const TnLayout *self,
                                      guint page,
                                      double scale,
                                      GCancellable *cancellable,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnLayout, tn_layout_free)

G_END_DECLS
