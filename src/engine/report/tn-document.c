/* tn-document.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-document.h"

#include <math.h>

#include "tn-document-inline.h"
#include "tn-document-private.h"

struct _TnDocumentBuilder
{
  TnDocument *document;
  TnBlock *open; /* where the next block goes */
};

static void
figure_free (TnFigure *self)
{
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_clear_pointer (&self->chart, tn_chart_unref);
  g_clear_pointer (&self->alt, tn_message_unref);
  g_free (self);
}

/* Colours and sizes of charts: letters as small as those of tables. */
static TnPlotStyle
chart_style (gboolean dark)
{
  TnPlotStyle style = *tn_plot_style_get (dark ? TN_PLOT_DARK : TN_PLOT_PRINT);

  style.text_size = tn_plot_style_get (TN_PLOT_PRINT)->text_size;
  style.titles = FALSE;
  style.paint_paper = FALSE;
  return style;
}

/* How tall the figure should be when it is @width wide, both in points. */
double
_tn_figure_get_height (const TnFigure *self, double width, const TnLanguage *language)
{
  TnPlotStyle style;

  if (self->chart == NULL)
    return width * self->aspect;
  style = chart_style (FALSE);
  return MAX (1, tn_chart_get_height (self->chart, width, &style, language));
}

/* How flat it can be made without leaving anything out. */
double
_tn_figure_get_least_height (const TnFigure *self, double width, const TnLanguage *language)
{
  TnPlotStyle style;

  if (self->chart == NULL)
    return width * self->aspect;
  style = chart_style (FALSE);
  return MAX (1, tn_chart_get_least_height (self->chart, width, &style, language));
}

/* The figure in words. */
char *
_tn_figure_describe (const TnFigure *self, const TnLanguage *language)
{
  g_autofree char *said = self->alt != NULL ? tn_message_say (self->alt, language)
                                            : tn_chart_describe (self->chart, language);

  return _tn_inline_clean (said);
}

void
_tn_figure_draw (const TnFigure *self,
                 cairo_t *cr,
                 double width,
                 double height,
                 const TnLanguage *language,
                 gboolean dark)
{
  TnPlotStyle style;

  if (self->chart == NULL)
    {
      self->draw (cr, width, height, language, dark, self->user_data);
      return;
    }
  style = chart_style (dark);
  tn_chart_draw (self->chart, cr, width, height, &style, language);
}

void
_tn_block_free (gpointer data)
{
  TnBlock *self = data;

  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->title, tn_text_unref);
  g_clear_pointer (&self->text, tn_text_unref);
  g_clear_pointer (&self->more, tn_text_unref);
  g_clear_pointer (&self->grid, tn_grid_unref);
  g_clear_pointer (&self->figure, figure_free);
  g_free (self->anchor);
  g_free (self->id);
  g_free (self);
}

static void
note_free (gpointer data)
{
  TnNote *self = data;

  tn_message_unref (self->term);
  tn_message_unref (self->text);
  g_free (self->id);
  g_free (self);
}

/**
 * tn_document_ref:
 * @self: a document
 *
 * Returns: (transfer full): the same document
 */
TnDocument *
tn_document_ref (const TnDocument *self)
{
  g_atomic_ref_count_inc (&((TnDocument *) self)->ref_count);
  return (TnDocument *) self;
}

/**
 * tn_document_unref:
 * @self: (transfer full): a document
 */
void
tn_document_unref (TnDocument *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_pointer (&self->title, tn_message_unref);
  g_clear_pointer (&self->author, tn_message_unref);
  g_clear_pointer (&self->subject, tn_message_unref);
  g_clear_pointer (&self->header_name, tn_message_unref);
  g_clear_pointer (&self->header_about, tn_message_unref);
  g_clear_pointer (&self->footer, tn_message_unref);
  g_ptr_array_unref (self->notes);
  g_hash_table_unref (self->anchors);
  _tn_block_free (self->root);
  g_ptr_array_unref (self->left_out);
  g_ptr_array_unref (self->dropped);
  g_free (self);
}

/* A name that needs no escaping anywhere: in links of a PDF, in ids of HTML. */
gboolean
_tn_document_is_name (const char *name)
{
  gsize length = strspn (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

  return length > 0 && length <= 64 && name[length] == '\0';
}

const TnNote *
_tn_document_find_note (const TnDocument *self, const char *id)
{
  for (guint i = 0; i < self->notes->len; i++)
    {
      const TnNote *note = g_ptr_array_index (self->notes, i);

      if (g_str_equal (note->id, id))
        return note;
    }
  return NULL;
}

TnBlock *
_tn_block_new (TnBlockKind kind)
{
  TnBlock *self = g_new0 (TnBlock, 1);

  self->kind = kind;
  return self;
}

void
_tn_block_insert (TnBlock *parent, guint place, TnBlock *block)
{
  if (parent->children == NULL)
    parent->children = g_ptr_array_new_with_free_func (_tn_block_free);
  block->parent = parent;
  g_ptr_array_insert (parent->children, (int) MIN (place, parent->children->len), block);
}

static TnBlock *
add_block (TnDocumentBuilder *self, TnBlockKind kind)
{
  TnBlock *block = _tn_block_new (kind);

  _tn_block_insert (self->open, G_MAXINT, block);
  return block;
}

static TnBlock *
add_text_block (TnDocumentBuilder *self, TnBlockKind kind, TnText *text)
{
  TnBlock *block = add_block (self, kind);

  block->text = text;
  return block;
}

static TnBlock *
open_block (TnDocumentBuilder *self, TnBlockKind kind)
{
  TnBlock *block = add_block (self, kind);

  self->open = block;
  return block;
}

static void
set_anchor (TnDocumentBuilder *self, TnBlock *block, const char *anchor)
{
  if (anchor == NULL)
    return;
  g_return_if_fail (_tn_document_is_name (anchor));
  g_return_if_fail (!g_hash_table_contains (self->document->anchors, anchor));
  block->anchor = g_strdup (anchor);
  g_hash_table_insert (self->document->anchors, block->anchor, block);
}

/**
 * tn_document_builder_new:
 * @title: (transfer full): title of the document, for files and windows
 *
 * Returns: (transfer full): a builder of an empty document
 */
TnDocumentBuilder *
tn_document_builder_new (TnMessage *title)
{
  TnDocumentBuilder *self = g_new0 (TnDocumentBuilder, 1);
  TnDocument *document = g_new0 (TnDocument, 1);

  g_atomic_ref_count_init (&document->ref_count);
  document->title = title;
  document->colour = -1;
  document->scale = 1;
  document->dropped = g_ptr_array_new_with_free_func (g_free);
  document->notes = g_ptr_array_new_with_free_func (note_free);
  document->anchors = g_hash_table_new (g_str_hash, g_str_equal);
  document->root = _tn_block_new (TN_BLOCK_FLOW);
  document->left_out = g_ptr_array_new_with_free_func (_tn_block_free);
  self->document = document;
  self->open = document->root;
  return self;
}

/**
 * tn_document_builder_free:
 * @self: (transfer full): a builder
 *
 * Gives the document up.
 */
void
tn_document_builder_free (TnDocumentBuilder *self)
{
  g_clear_pointer (&self->document, tn_document_unref);
  g_free (self);
}

/**
 * tn_document_builder_end:
 * @self: (transfer full): a builder with no block left open
 *
 * Returns: (transfer full): the document
 */
TnDocument *
tn_document_builder_end (TnDocumentBuilder *self)
{
  TnDocument *document = g_steal_pointer (&self->document);

  g_warn_if_fail (self->open == document->root);
  g_free (self);
  return document;
}

static void
set_message (TnMessage **place, TnMessage *message)
{
  g_clear_pointer (place, tn_message_unref);
  *place = message;
}

/**
 * tn_document_builder_set_author:
 * @self: a builder
 * @author: (transfer full): who made the report
 */
void
tn_document_builder_set_author (TnDocumentBuilder *self, TnMessage *author)
{
  set_message (&self->document->author, author);
}

/**
 * tn_document_builder_set_subject:
 * @self: a builder
 * @subject: (transfer full): the answer in a sentence
 */
void
tn_document_builder_set_subject (TnDocumentBuilder *self, TnMessage *subject)
{
  set_message (&self->document->subject, subject);
}

/**
 * tn_document_builder_set_time:
 * @self: a builder
 * @time: microseconds since 1970, UTC: the day the document speaks of; 0 for none
 *
 * Files carry this time, never that of running or rendering, so that equal data and settings give
 * the same bytes.
 */
void
tn_document_builder_set_time (TnDocumentBuilder *self, gint64 time)
{
  self->document->time = time;
}

/**
 * tn_document_builder_set_header:
 * @self: a builder
 * @name: (transfer full): left on top of each page
 * @about: (transfer full): right on top of each page: whose data, until when
 */
void
tn_document_builder_set_header (TnDocumentBuilder *self, TnMessage *name, TnMessage *about)
{
  set_message (&self->document->header_name, name);
  set_message (&self->document->header_about, about);
}

/**
 * tn_document_builder_set_footer:
 * @self: a builder
 * @text: (transfer full): left at the foot of each page, before the page number
 */
void
tn_document_builder_set_footer (TnDocumentBuilder *self, TnMessage *text)
{
  set_message (&self->document->footer, text);
}

/**
 * tn_document_builder_set_notes:
 * @self: a builder
 * @place: where notes stand in paged files
 */
void
tn_document_builder_set_notes (TnDocumentBuilder *self, TnDocumentNotes place)
{
  self->document->notes_place = place;
}

/**
 * tn_document_builder_define_note:
 * @self: a builder
 * @id: letters, digits and "-"
 * @term: (transfer full): the word explained
 * @text: (transfer full): its explanation
 *
 * A note appears when a text refers to it, numbered in the order of first reference.
 * A second definition of the same id is dropped, so that each narrator may define
 * what it uses.
 */
void
tn_document_builder_define_note (TnDocumentBuilder *self,
                                 const char *id,
                                 TnMessage *term,
                                 TnMessage *text)
{
  TnNote *note = g_new0 (TnNote, 1);

  note->id = g_strdup (id);
  note->term = term;
  note->text = text;
  if (_tn_document_is_name (id) && _tn_document_find_note (self->document, id) == NULL)
    g_ptr_array_add (self->document->notes, note);
  else
    note_free (note);
}

/**
 * tn_document_builder_kicker:
 * @self: a builder
 * @text: (transfer full): the question, above the answer
 */
void
tn_document_builder_kicker (TnDocumentBuilder *self, TnText *text)
{
  add_text_block (self, TN_BLOCK_KICKER, text);
}

/**
 * tn_document_builder_cover:
 * @self: a builder
 * @sentence: (transfer full): the answer, in the largest type
 *
 * To be used once: it is the title of the document in its outline.
 */
void
tn_document_builder_cover (TnDocumentBuilder *self, TnText *sentence)
{
  add_text_block (self, TN_BLOCK_COVER, sentence);
}

/**
 * tn_document_builder_heading:
 * @self: a builder
 * @level: 1 to 3
 * @text: (transfer full): no full stop
 * @anchor: (nullable): a name to refer to
 */
void
tn_document_builder_heading (TnDocumentBuilder *self, int level, TnText *text, const char *anchor)
{
  TnBlock *block = add_text_block (self, TN_BLOCK_HEADING, text);

  block->level = CLAMP (level, 1, 3);
  set_anchor (self, block, anchor);
}

/**
 * tn_document_builder_lead:
 * @self: a builder
 * @text: (transfer full): what a section says, in one or two sentences
 */
void
tn_document_builder_lead (TnDocumentBuilder *self, TnText *text)
{
  add_text_block (self, TN_BLOCK_LEAD, text);
}

/**
 * tn_document_builder_paragraph:
 * @self: a builder
 * @text: (transfer full): sentences
 */
void
tn_document_builder_paragraph (TnDocumentBuilder *self, TnText *text)
{
  add_text_block (self, TN_BLOCK_PARAGRAPH, text);
}

/**
 * tn_document_builder_small:
 * @self: a builder
 * @text: (transfer full): small print
 */
void
tn_document_builder_small (TnDocumentBuilder *self, TnText *text)
{
  add_text_block (self, TN_BLOCK_SMALL, text);
}

/**
 * tn_document_builder_big_number:
 * @self: a builder
 * @label: (transfer full) (nullable): what the number is
 * @number: (transfer full): with its unit
 * @caption: (transfer full) (nullable): its interval, and over what
 */
void
tn_document_builder_big_number (TnDocumentBuilder *self,
                                TnText *label,
                                TnText *number,
                                TnText *caption)
{
  TnBlock *block = add_text_block (self, TN_BLOCK_BIG_NUMBER, number);

  block->title = label;
  block->more = caption;
}

/**
 * tn_document_builder_rule:
 * @self: a builder
 *
 * A thin line across.
 */
void
tn_document_builder_rule (TnDocumentBuilder *self)
{
  add_block (self, TN_BLOCK_RULE);
}

/**
 * tn_document_builder_page_break:
 * @self: a builder with no container open
 */
void
tn_document_builder_page_break (TnDocumentBuilder *self)
{
  g_return_if_fail (self->open == self->document->root);
  add_block (self, TN_BLOCK_PAGE_BREAK);
}

/**
 * tn_document_builder_notes:
 * @self: a builder
 *
 * Where the notes stand together, with %TN_DOCUMENT_NOTES_END. HTML always has them
 * together: here, or at its end.
 */
void
tn_document_builder_notes (TnDocumentBuilder *self)
{
  add_block (self, TN_BLOCK_NOTES);
}

/**
 * tn_document_builder_grid:
 * @self: a builder
 * @grid: (transfer full): a table; one without columns leaves nothing
 * @anchor: (nullable): a name to refer to
 */
void
tn_document_builder_grid (TnDocumentBuilder *self, TnGrid *grid, const char *anchor)
{
  TnBlock *block = add_block (self, TN_BLOCK_GRID);

  block->grid = grid;
  if (grid->columns->len == 0)
    return;
  tn_grid_add_row (grid, TN_GRID_ROW_PLAIN); /* fills the last row; taken back at once */
  g_array_set_size (grid->rows, grid->rows->len - 1);
  grid->n_cells = grid->columns->len;
  set_anchor (self, block, anchor);
}

/**
 * tn_document_builder_draw:
 * @self: a builder
 * @caption: (transfer full) (nullable): what the picture says, above it
 * @alt: (transfer full): the same for readers who do not see it
 * @aspect: height over width, above 0
 * @draw: draws it
 * @user_data: (closure): for @draw; must not change any more
 * @destroy: (nullable): frees @user_data
 * @anchor: (nullable): a name to refer to
 *
 * A picture as wide as its column.
 */
void
tn_document_builder_draw (TnDocumentBuilder *self,
                          TnText *caption,
                          TnMessage *alt,
                          double aspect,
                          TnDocumentDraw draw,
                          gpointer user_data,
                          GDestroyNotify destroy,
                          const char *anchor)
{
  TnBlock *block = add_text_block (self, TN_BLOCK_FIGURE, caption);
  TnFigure *figure = g_new0 (TnFigure, 1);

  g_warn_if_fail (aspect > 0 && isfinite (aspect));
  figure->draw = draw;
  figure->user_data = user_data;
  figure->destroy = destroy;
  figure->aspect = aspect > 0 && isfinite (aspect) ? aspect : 1;
  figure->alt = alt;
  block->figure = figure;
  set_anchor (self, block, anchor);
}

/**
 * tn_document_builder_chart:
 * @self: a builder
 * @chart: (transfer full): a chart
 * @caption: (transfer full) (nullable): what it says, above it; its own title and
 *   subtitle unless given
 * @anchor: (nullable): a name to refer to
 *
 * A chart as wide as its column and as tall as it wants to be. What it says of itself
 * is its alternative text.
 */
void
tn_document_builder_chart (TnDocumentBuilder *self,
                           TnChart *chart,
                           TnText *caption,
                           const char *anchor)
{
  const TnMessage *title = tn_chart_get_title (chart);
  const TnMessage *subtitle = tn_chart_get_subtitle (chart);
  TnFigure *figure = g_new0 (TnFigure, 1);
  TnBlock *block;

  if (caption == NULL && title != NULL)
    {
      caption = tn_text_new_styled (tn_message_ref (title), TN_TEXT_STRONG);
      if (subtitle != NULL)
        tn_text_add (caption, tn_message_ref (subtitle), TN_TEXT_SOFT);
    }
  else if (caption == NULL && subtitle != NULL)
    caption = tn_text_new_styled (tn_message_ref (subtitle), TN_TEXT_SOFT);
  figure->chart = chart;
  block = add_text_block (self, TN_BLOCK_FIGURE, caption);
  block->figure = figure;
  set_anchor (self, block, anchor);
}

/**
 * tn_document_builder_begin_actions:
 * @self: a builder
 *
 * A numbered list of things to do.
 */
void
tn_document_builder_begin_actions (TnDocumentBuilder *self)
{
  open_block (self, TN_BLOCK_ACTIONS);
}

/**
 * tn_document_builder_begin_warnings:
 * @self: a builder
 *
 * A list of what could be wrong.
 */
void
tn_document_builder_begin_warnings (TnDocumentBuilder *self)
{
  open_block (self, TN_BLOCK_WARNINGS);
}

/**
 * tn_document_builder_begin_bullets:
 * @self: a builder
 */
void
tn_document_builder_begin_bullets (TnDocumentBuilder *self)
{
  open_block (self, TN_BLOCK_BULLETS);
}

/**
 * tn_document_builder_begin_steps:
 * @self: a builder
 *
 * Numbered steps, the title of each at the left and its text at the right.
 */
void
tn_document_builder_begin_steps (TnDocumentBuilder *self)
{
  open_block (self, TN_BLOCK_STEPS);
}

/**
 * tn_document_builder_begin_definitions:
 * @self: a builder
 *
 * Words and what they mean.
 */
void
tn_document_builder_begin_definitions (TnDocumentBuilder *self)
{
  open_block (self, TN_BLOCK_DEFINITIONS);
}

/**
 * tn_document_builder_begin_pairs:
 * @self: a builder
 *
 * Names and values, as in the part on reproducibility.
 */
void
tn_document_builder_begin_pairs (TnDocumentBuilder *self)
{
  open_block (self, TN_BLOCK_PAIRS);
}

/**
 * tn_document_builder_item:
 * @self: a builder with a list open
 * @title: (transfer full) (nullable): of the item
 * @text: (transfer full) (nullable): of the item
 */
void
tn_document_builder_item (TnDocumentBuilder *self, TnText *title, TnText *text)
{
  TnBlock *block = add_text_block (self, TN_BLOCK_ITEM, text);

  g_warn_if_fail (self->open->kind >= TN_BLOCK_ACTIONS && self->open->kind <= TN_BLOCK_PAIRS);
  block->title = title;
}

/**
 * tn_document_builder_begin_columns:
 * @self: a builder
 * @first_share: part of the width for the first column, 0.2 to 0.8
 *
 * Two columns beside each other; tn_document_builder_next_column() goes from the
 * first to the second.
 */
void
tn_document_builder_begin_columns (TnDocumentBuilder *self, double first_share)
{
  open_block (self, TN_BLOCK_COLUMNS)->share = CLAMP (first_share, 0.2, 0.8);
  open_block (self, TN_BLOCK_FLOW);
}

/**
 * tn_document_builder_next_column:
 * @self: a builder with the first of two columns open
 */
void
tn_document_builder_next_column (TnDocumentBuilder *self)
{
  g_return_if_fail (self->open->parent != NULL && self->open->parent->kind == TN_BLOCK_COLUMNS &&
                    self->open->parent->children->len == 1);
  self->open = self->open->parent;
  open_block (self, TN_BLOCK_FLOW);
}

/**
 * tn_document_builder_begin_balanced:
 * @self: a builder
 *
 * Blocks that run through two columns of equal length.
 */
void
tn_document_builder_begin_balanced (TnDocumentBuilder *self)
{
  open_block (self, TN_BLOCK_BALANCED);
}

/**
 * tn_document_builder_begin_panel:
 * @self: a builder
 * @style: how it stands out
 */
void
tn_document_builder_begin_panel (TnDocumentBuilder *self, TnDocumentPanel style)
{
  open_block (self, TN_BLOCK_PANEL)->panel = style;
}

/**
 * tn_document_builder_end_block:
 * @self: a builder with a list or container open
 */
void
tn_document_builder_end_block (TnDocumentBuilder *self)
{
  g_return_if_fail (self->open->parent != NULL);
  self->open = self->open->parent;
  if (self->open->kind == TN_BLOCK_COLUMNS)
    self->open = self->open->parent;
}
