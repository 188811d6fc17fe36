/* tn-document.h: a report as a tree of blocks, the same for all languages and files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <cairo.h>

#include "tn-chart.h"
#include "tn-document-grid.h"
#include "tn-document-text.h"

G_BEGIN_DECLS

/**
 * TnDocument:
 *
 * A tree of blocks whose texts are messages, so that one document is rendered in
 * every language (see tn-pdf.h, tn-png.h, tn-html.h). Immutable; safe on any thread.
 */
typedef struct _TnDocument TnDocument;
typedef struct _TnDocumentBuilder TnDocumentBuilder;

/**
 * TnDocumentNotes:
 * @TN_DOCUMENT_NOTES_PAGE: at the foot of the page that first refers to them
 * @TN_DOCUMENT_NOTES_END: together, where tn_document_builder_notes() puts them
 */
typedef enum
{
  TN_DOCUMENT_NOTES_PAGE,
  TN_DOCUMENT_NOTES_END,
} TnDocumentNotes;

/**
 * TnDocumentPanel:
 * @TN_DOCUMENT_PANEL_WASH: on a light ground, as for "what could be wrong"
 * @TN_DOCUMENT_PANEL_BOX: in a thin frame
 */
typedef enum
{
  TN_DOCUMENT_PANEL_WASH,
  TN_DOCUMENT_PANEL_BOX,
} TnDocumentPanel;

/**
 * TnDocumentDraw:
 * @cr: a context whose user space is in points, origin at the figure's top left
 * @width: points
 * @height: points
 * @dark: %TRUE for a dark ground (HTML only)
 *
 * Draws a figure. May be called several times, with the same arguments giving the
 * same marks, on any thread.
 */
typedef void (*TnDocumentDraw) (cairo_t *cr,
                                double width,
                                double height,
                                const TnLanguage *language,
                                gboolean dark,
                                gpointer user_data);

void tn_document_unref (TnDocument *self);
TnDocument *tn_document_ref (const TnDocument *self);

/* Building. All texts, grids and messages are (transfer full). */
TnDocumentBuilder *tn_document_builder_new (TnMessage *title);
TnDocument *tn_document_builder_end (TnDocumentBuilder *self);
void tn_document_builder_free (TnDocumentBuilder *self);

void tn_document_builder_set_author (TnDocumentBuilder *self, TnMessage *author);
void tn_document_builder_set_subject (TnDocumentBuilder *self, TnMessage *subject);
void tn_document_builder_set_time (TnDocumentBuilder *self, gint64 time);
void tn_document_builder_set_header (TnDocumentBuilder *self, TnMessage *name, TnMessage *about);
void tn_document_builder_set_footer (TnDocumentBuilder *self, TnMessage *text);
void tn_document_builder_set_notes (TnDocumentBuilder *self, TnDocumentNotes place);
void tn_document_builder_define_note (TnDocumentBuilder *self,
                                      const char *id,
                                      TnMessage *term,
                                      TnMessage *text);

/* Blocks. @anchor: (nullable): a name of letters, digits and "-" to refer to. */
void tn_document_builder_kicker (TnDocumentBuilder *self, TnText *text);
void tn_document_builder_cover (TnDocumentBuilder *self, TnText *sentence);
void tn_document_builder_heading (TnDocumentBuilder *self,
                                  int level,
                                  TnText *text,
                                  const char *anchor);
void tn_document_builder_lead (TnDocumentBuilder *self, TnText *text);
void tn_document_builder_paragraph (TnDocumentBuilder *self, TnText *text);
void tn_document_builder_small (TnDocumentBuilder *self, TnText *text);
void tn_document_builder_big_number (TnDocumentBuilder *self,
                                     TnText *label,
                                     TnText *number,
                                     TnText *caption);
void tn_document_builder_rule (TnDocumentBuilder *self);
void tn_document_builder_page_break (TnDocumentBuilder *self);
void tn_document_builder_notes (TnDocumentBuilder *self);
void tn_document_builder_grid (TnDocumentBuilder *self, TnGrid *grid, const char *anchor);
void tn_document_builder_chart (TnDocumentBuilder *self,
                                TnChart *chart,
                                TnText *caption,
                                const char *anchor);
void tn_document_builder_draw (TnDocumentBuilder *self,
                               TnText *caption,
                               TnMessage *alt,
                               double aspect,
                               TnDocumentDraw draw,
                               gpointer user_data,
                               GDestroyNotify destroy,
                               const char *anchor);

/* Lists: begin, items, end. */
void tn_document_builder_begin_actions (TnDocumentBuilder *self);
void tn_document_builder_begin_warnings (TnDocumentBuilder *self);
void tn_document_builder_begin_bullets (TnDocumentBuilder *self);
void tn_document_builder_begin_steps (TnDocumentBuilder *self);
void tn_document_builder_begin_definitions (TnDocumentBuilder *self);
void tn_document_builder_begin_pairs (TnDocumentBuilder *self);
void tn_document_builder_item (TnDocumentBuilder *self, TnText *title, TnText *text);

/* Containers: begin, blocks, end. */
void tn_document_builder_begin_columns (TnDocumentBuilder *self, double first_share);
void tn_document_builder_next_column (TnDocumentBuilder *self);
void tn_document_builder_begin_balanced (TnDocumentBuilder *self);
void tn_document_builder_begin_panel (TnDocumentBuilder *self, TnDocumentPanel style);
void tn_document_builder_end_block (TnDocumentBuilder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDocument, tn_document_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDocumentBuilder, tn_document_builder_free)

G_END_DECLS
