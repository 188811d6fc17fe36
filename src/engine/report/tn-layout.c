/* tn-layout.c: pieces go to pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-layout.h"

#include <math.h>
#include <string.h>

#include "tn-error.h"
#include "tn-layout-private.h"

#define MOST_REST       0.3  /* of a page: what ran over and is followed by the next part */
#define MIN_SPLIT       90.0 /* a container is not begun in less room than this */
#define NOTES_GAP       9.0  /* between text and notes, for the line */
#define MAX_NOTES_SHARE 0.4  /* of a page */
#define MAX_ROUNDS      3    /* of layout, until page numbers in texts agree */
#define SLACK           0.01

/* Where a flow is being filled. */
typedef struct
{
  TnLayout *layout;
  double bottom;
  gboolean own_notes; /* notes take their room here; else they wait */
  gboolean cancelled;
} Filler;

static double fill_flow (Filler *self, TnFlow *flow, double x, double top, gboolean force);

static TnPage *
last_page (TnLayout *self)
{
  return &g_array_index (self->pages, TnPage, self->pages->len - 1);
}

static TnPlaced *
place (TnLayout *self, const TnPiece *piece, double x, double y, double height)
{
  TnPlaced placed = {
    .piece = piece, .x = x, .y = y, .height = height, .line_to = piece->line + 1
  };
  TnPage *page = last_page (self);

  if (piece->kind == TN_PIECE_LINE && page->n_placed > 0)
    {
      TnPlaced *last = &g_array_index (self->placed, TnPlaced, self->placed->len - 1);

      if (last->piece->kind == TN_PIECE_LINE && last->piece->para == piece->para &&
          last->line_to == piece->line && fabs (last->y + last->height - y) < SLACK)
        {
          last->line_to++;
          last->height += height;
          return last;
        }
    }
  g_array_append_val (self->placed, placed);
  page->n_placed++;
  return &g_array_index (self->placed, TnPlaced, self->placed->len - 1);
}

static double
note_height (const TnLayout *self, guint number)
{
  return _tn_para_height (g_ptr_array_index (self->note_paras, number)) + 2;
}

static void
add_page_note (TnLayout *self, guint number)
{
  TnPage *page = last_page (self);

  if (page->notes == NULL)
    {
      page->notes = g_array_new (FALSE, FALSE, sizeof (guint));
      page->notes_height = NOTES_GAP;
    }
  g_array_append_val (page->notes, number);
  page->notes_height += note_height (self, number);
}

/* Puts waiting notes at the foot of the page as far as there is room below @y. */
static void
take_pending (TnLayout *self, double y)
{
  while (self->pending->len > 0)
    {
      guint number = g_array_index (self->pending, guint, 0);
      const TnPage *page = last_page (self);
      double height =
          page->notes_height + note_height (self, number) + (page->notes == NULL ? NOTES_GAP : 0);

      if (y + height > TN_PAGE_BOTTOM + SLACK ||
          (height > TN_PAGE_HEIGHT * MAX_NOTES_SHARE && page->notes != NULL))
        return;
      add_page_note (self, number);
      g_array_remove_index (self->pending, 0);
    }
}

static void
keep_notes (Filler *self, const TnPiece *piece)
{
  for (guint i = 0; piece->notes != NULL && i < piece->notes->len; i++)
    {
      guint number = g_array_index (piece->notes, guint, i);

      if (self->own_notes)
        add_page_note (self->layout, number);
      else
        g_array_append_val (self->layout->pending, number);
    }
}

static void
start_page (TnLayout *self)
{
  TnPage page = { .first = self->placed->len };

  g_array_append_val (self->pages, page);
  take_pending (self, TN_PAGE_TOP);
}

/* The lowest place for text: above the notes the page has. */
static double
room_bottom (const Filler *self)
{
  return self->own_notes ? self->bottom - last_page (self->layout)->notes_height : self->bottom;
}

static double
extra_notes (const Filler *self, double height)
{
  if (!self->own_notes || height <= 0)
    return 0;
  return height + (last_page (self->layout)->notes == NULL ? NOTES_GAP : 0);
}

/* Fills two flows, or one, at @y; says through @used how tall they became. */
static void
fill_parts (Filler *self, TnPiece *piece, double x, double y, gboolean force, double *used)
{
  *used = 0;
  for (guint i = 0; i < piece->n_flows; i++)
    {
      TnFlow *flow = piece->flows[i];
      double left = i == 0 ? x + piece->padding : x + piece->width - flow->width;
      double end = fill_flow (self, flow, left, y, force);

      *used = MAX (*used, end - y);
    }
}

static gboolean
parts_done (const TnPiece *piece)
{
  for (guint i = 0; i < piece->n_flows; i++)
    if (piece->flows[i]->next < piece->flows[i]->pieces->len)
      return FALSE;
  return TRUE;
}

/* The ground of a panel is placed first, below what stands on it. */
static void
fill_panel (Filler *self, TnPiece *piece, double x, double y, gboolean force, double *used)
{
  TnLayout *layout = self->layout;
  guint at = layout->placed->len;

  self->bottom -= piece->padding;
  place (layout, piece, x, y, 0);
  fill_parts (self, piece, x, y + piece->padding, force, used);
  *used += 2 * piece->padding;
  g_array_index (layout->placed, TnPlaced, at).height = *used;
  if (layout->placed->len > at + 1 || parts_done (piece))
    return;
  g_array_set_size (layout->placed, at);
  last_page (layout)->n_placed--;
}

/* One flow through two columns of equal height, or of all the room there is. */
static void
fill_balanced (Filler *self, TnPiece *piece, double x, double y, gboolean force, double *used)
{
  TnFlow *flow = piece->flows[0];
  double height = _tn_flow_split_height (flow, flow->next);
  double first;
  double second;

  self->bottom = MIN (self->bottom, y + height + SLACK);
  first = fill_flow (self, flow, x, y, force);
  second = fill_flow (self, flow, x + piece->width - flow->width, y, force);
  *used = MAX (first, second) - y;
}

/* Fills what is left of a container; FALSE when nothing of it fits. */
static gboolean
fill_container (Filler *self, TnPiece *piece, double x, double y, gboolean force, double *used)
{
  guint n_placed = self->layout->placed->len;
  Filler inner = *self;

  inner.bottom = room_bottom (self);
  inner.own_notes = FALSE;
  if (piece->kind == TN_PIECE_PANEL)
    fill_panel (&inner, piece, x, y, force, used);
  else if (piece->kind == TN_PIECE_BALANCED)
    fill_balanced (&inner, piece, x, y, force, used);
  else
    fill_parts (&inner, piece, x, y, force, used);
  self->cancelled = inner.cancelled;
  return self->layout->placed->len > n_placed || parts_done (piece);
}

static double
piece_height (const TnPiece *piece)
{
  TnFlow rest = { 0 };

  if (piece->n_flows == 0)
    return piece->height;
  if (piece->kind == TN_PIECE_BALANCED)
    return _tn_flow_split_height (piece->flows[0], piece->flows[0]->next);
  for (guint i = 0; i < piece->n_flows; i++)
    rest.width = MAX (rest.width, _tn_flow_height (piece->flows[i], piece->flows[i]->next));
  return rest.width + 2 * piece->padding;
}

static double
piece_notes (const TnPiece *piece)
{
  double height = piece->notes_height;

  for (guint i = 0; i < piece->n_flows; i++)
    height += _tn_flow_notes_height (piece->flows[i], piece->flows[i]->next);
  return height;
}

/* The pieces from @from on that stay together: returns the end, and their height. */
static guint
find_chain (const TnFlow *flow, guint from, gboolean at_top, double *height, double *notes)
{
  guint end = from;
  const TnPiece *piece;

  *height = *notes = 0;
  do
    {
      piece = &g_array_index (flow->pieces, TnPiece, end);
      *height += (end == from && at_top ? 0 : piece->before) + piece_height (piece);
      *notes += piece_notes (piece);
      end++;
    }
  while (piece->keep_next && end < flow->pieces->len);
  return end;
}

/* Places the leaf @piece with its top at @y. */
static void
place_leaf (Filler *self, const TnPiece *piece, double x, double y)
{
  place (self->layout, piece, x + piece->x, y, piece->height);
  keep_notes (self, piece);
}

/* Places one piece of @flow; returns the new y, or -1 when nothing of it fits. */
static double
place_next (Filler *self, TnFlow *flow, double x, double y, gboolean at_top, gboolean force)
{
  TnPiece *piece = &g_array_index (flow->pieces, TnPiece, flow->next);
  double used = 0;

  y += at_top ? 0 : piece->before;
  if (piece->n_flows == 0)
    {
      place_leaf (self, piece, x, y);
      flow->next++;
      return y + piece->height;
    }
  if (!fill_container (self, piece, x + piece->x, y, force, &used))
    return -1;
  if (parts_done (piece))
    flow->next++;
  return y + used;
}

static gboolean
is_container_split (const TnFlow *flow)
{
  const TnPiece *piece = &g_array_index (flow->pieces, TnPiece, flow->next);

  return piece->n_flows > 0;
}

/* The head of a table that goes on from the column or page before; NULL for none. */
static const TnPiece *
find_head (const TnFlow *flow)
{
  const TnPiece *piece = &g_array_index (flow->pieces, TnPiece, flow->next);

  if (piece->kind != TN_PIECE_ROW || piece->row == 0)
    return NULL;
  for (guint i = flow->next; i-- > 0;)
    {
      const TnPiece *head = &g_array_index (flow->pieces, TnPiece, i);

      if (head->kind == TN_PIECE_HEAD && head->grid == piece->grid)
        return head;
    }
  return NULL;
}

/* Whether the page begins with what the one before had no room for. */
static gboolean
is_run_over (const TnFlow *flow)
{
  return flow->next > 0 &&
         (is_container_split (flow) ||
          g_array_index (flow->pieces, TnPiece, flow->next - 1).kind != TN_PIECE_BREAK);
}

/* Whether a chain begins here, to be divided if need be; @first: nothing stands above it. */
static gboolean
begins_here (const TnFlow *flow, gboolean fits, gboolean first, double height, double room)
{
  return fits || first ||
         (is_container_split (flow) && height > TN_PAGE_HEIGHT && room >= MIN_SPLIT);
}

/* Pieces up to @end that stay together where the page has room for them. */
typedef struct
{
  guint end;
  gboolean fits;
  gboolean has_head; /* one that is repeated stands above */
  gboolean force;    /* of fill_flow() */
} Chain;

/* Places a chain at *@y, which moves below what is placed; *@at_top ends with its first piece.
 * One that is longer than the page is divided where the page ends: then %FALSE. */
static gboolean
place_chain (Filler *self, TnFlow *flow, const Chain *chain, double x, double *y, gboolean *at_top)
{
  for (; flow->next < chain->end; *at_top = FALSE)
    {
      const TnPiece *piece = &g_array_index (flow->pieces, TnPiece, flow->next);
      double next;

      if (!chain->fits && !*at_top && piece->n_flows == 0 &&
          *y + piece->before + piece->height + extra_notes (self, piece->notes_height) >
              room_bottom (self) + SLACK)
        return FALSE;
      next = place_next (self, flow, x, *y, *at_top && !chain->has_head, chain->force && *at_top);
      if (next < 0)
        return FALSE;
      *y = next;
      if (self->own_notes && self->layout->pending->len > 0)
        take_pending (self->layout, *y);
      if (piece->n_flows > 0 && !parts_done (piece))
        return FALSE;
    }
  return TRUE;
}

/* Places pieces from the flow's next one on, between @top and the filler's bottom.
 * @force: the page is empty above, so at least one piece is placed. Returns the y
 * below the last. */
static double
fill_flow (Filler *self, TnFlow *flow, double x, double top, gboolean force)
{
  double y = top;
  gboolean at_top = TRUE;
  gboolean is_rest = force && self->own_notes && is_run_over (flow);

  while (flow->next < flow->pieces->len)
    {
      TnPieceKind kind = g_array_index (flow->pieces, TnPiece, flow->next).kind;
      double height;
      double notes;
      const TnPiece *head = at_top ? find_head (flow) : NULL;
      Chain chain = { find_chain (flow, flow->next, at_top, &height, &notes), FALSE, head != NULL,
                      force };
      double room = room_bottom (self) - y;

      height += head != NULL ? head->height : 0;
      chain.fits = height + extra_notes (self, notes) <= room + SLACK;
      if (self->cancelled || tn_cancelled (self->layout->cancellable, NULL))
        {
          self->cancelled = TRUE;
          return y;
        }
      if (kind == TN_PIECE_BREAK)
        {
          flow->next++;
          /* A few lines that ran over do not keep a page to themselves. */
          if (is_rest && y - top < MOST_REST * TN_PAGE_HEIGHT)
            continue;
          if (self->own_notes && !(at_top && force))
            return y;
          continue;
        }
      if (at_top && self->own_notes && kind == TN_PIECE_RULE)
        {
          flow->next++; /* a line that divides nothing */
          continue;
        }
      if (!begins_here (flow, chain.fits, at_top && force, height, room))
        return y;
      if (head != NULL)
        {
          place (self->layout, head, x + head->x, y, head->height)->line_to = 0;
          y += head->height;
        }
      if (!place_chain (self, flow, &chain, x, &y, &at_top))
        return y;
      force = force && at_top;
    }
  return y;
}

/* How tall the undivided pieces are that come first, beside each other or alone. */
static double
first_height (const TnFlow *flow)
{
  const TnPiece *piece;
  double height = 0;

  if (flow->next >= flow->pieces->len)
    return 0;
  piece = &g_array_index (flow->pieces, TnPiece, flow->next);
  if (piece->n_flows == 0)
    return piece->height;
  for (guint i = 0; i < piece->n_flows; i++)
    height = MAX (height, first_height (piece->flows[i]));

  return height + 2 * piece->padding;
}

/* Something is placed on each page, fit or not, so that there is an end to them; but a tall picture
 * leaves the page to the notes that had no room on the one before. */
static gboolean
must_begin (TnLayout *self, const Filler *filler)
{
  return last_page (self)->notes == NULL ||
         first_height (self->flow) <= room_bottom (filler) - TN_PAGE_TOP + SLACK;
}

static gboolean
fill_pages (TnLayout *self, GError **error)
{
  double total = MAX (1, self->flow->pieces->len);
  Filler filler = { .layout = self, .bottom = TN_PAGE_BOTTOM, .own_notes = TRUE };

  do
    {
      double y;

      start_page (self);
      y = fill_flow (&filler, self->flow, TN_PAGE_LEFT, TN_PAGE_TOP, must_begin (self, &filler));
      take_pending (self, y);
      if (filler.cancelled)
        return !tn_cancelled (self->cancellable, error);
      tn_progress_report (self->progress, 0.5 + 0.5 * self->flow->next / total);
    }
  while (self->flow->next < self->flow->pieces->len || self->pending->len > 0);
  return TRUE;
}

static void
add_box (TnLayout *self,
         TnLayoutKind kind,
         guint page,
         double x,
         double y,
         double width,
         double height)
{
  TnLayoutBox box = { kind, page, x, y, width, height };

  g_array_append_val (self->boxes, box);
}

static TnLayoutKind
box_kind (const TnPiece *piece)
{
  switch (piece->kind)
    {
    case TN_PIECE_FIGURE:
      return TN_LAYOUT_FIGURE;
    case TN_PIECE_RULE:
      return TN_LAYOUT_RULE;
    case TN_PIECE_HEAD:
      return TN_LAYOUT_HEAD;
    case TN_PIECE_ROW:
      return TN_LAYOUT_ROW;
    case TN_PIECE_PANEL:
      return TN_LAYOUT_PANEL;
    default:
      return TN_LAYOUT_LINE;
    }
}

static void
add_outline (TnLayout *self, const TnBlock *block, guint page, double y)
{
  g_autoptr (TnInline) text = NULL;
  TnOutline entry = { .page = page, .y = y };
  GString *title;

  if (block->kind != TN_BLOCK_COVER && block->kind != TN_BLOCK_HEADING)
    return;
  text = _tn_inline_new (self->context, block->text);
  title = g_string_new (text->text);
  for (guint i = text->spans->len; i-- > 0;)
    {
      const TnSpan *span = &g_array_index (text->spans, TnSpan, i);

      if (span->kind == TN_SPAN_NOTE)
        g_string_erase (title, span->start, span->end - span->start);
    }
  entry.level = block->kind == TN_BLOCK_COVER ? 0 : block->level;
  entry.text = g_string_free (title, FALSE);
  g_array_append_val (self->outline, entry);
}

/* Lists boxes, headings and the pages of anchors. Returns whether a page number that
 * texts were laid out with has changed. */
static gboolean
collect (TnLayout *self)
{
  g_autoptr (GHashTable) pages = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean changed = FALSE;
  GHashTableIter iter;
  gpointer name;

  for (guint p = 0; p < self->pages->len; p++)
    {
      const TnPage *page = &g_array_index (self->pages, TnPage, p);

      for (guint i = page->first; i < page->first + page->n_placed; i++)
        {
          const TnPlaced *placed = &g_array_index (self->placed, TnPlaced, i);
          const TnBlock *block = placed->piece->block;

          add_box (self, box_kind (placed->piece), p, placed->x, placed->y, placed->piece->width,
                   placed->height);
          if (block == NULL || placed->line_to == 0)
            continue;
          add_outline (self, block, p, placed->y);
          if (block->anchor != NULL && !g_hash_table_contains (pages, block->anchor))
            g_hash_table_insert (pages, block->anchor, GUINT_TO_POINTER (p + 1));
        }
      if (page->notes != NULL)
        add_box (self, TN_LAYOUT_NOTE, p, TN_PAGE_LEFT, TN_PAGE_BOTTOM - page->notes_height,
                 TN_PAGE_WIDTH, page->notes_height);
      add_box (self, TN_LAYOUT_STRIP, p, TN_PAGE_LEFT, TN_MM (12), TN_PAGE_WIDTH, TN_MM (8));
      add_box (self, TN_LAYOUT_STRIP, p, TN_PAGE_LEFT, TN_LAYOUT_HEIGHT - TN_MM (12.5),
               TN_PAGE_WIDTH, TN_MM (5));
    }

  g_hash_table_iter_init (&iter, pages);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (self->context->pages == NULL ||
        g_hash_table_lookup (self->context->pages, name) != g_hash_table_lookup (pages, name))
      changed = TRUE;
  g_clear_pointer (&self->context->pages, g_hash_table_unref);
  self->context->pages = g_steal_pointer (&pages);
  return changed;
}

static void
clear_page (gpointer data)
{
  g_clear_pointer (&((TnPage *) data)->notes, g_array_unref);
}

static void
clear_outline (gpointer data)
{
  g_free (((TnOutline *) data)->text);
}

/* Empties everything that a further round makes anew. */
static void
reset (TnLayout *self)
{
  g_clear_pointer (&self->flow, _tn_flow_free);
  g_clear_pointer (&self->paras, g_ptr_array_unref);
  g_clear_pointer (&self->grids, g_ptr_array_unref);
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->note_paras, g_ptr_array_unref);
  g_clear_pointer (&self->note_seen, g_free);
  g_clear_pointer (&self->placed, g_array_unref);
  g_clear_pointer (&self->pages, g_array_unref);
  g_clear_pointer (&self->boxes, g_array_unref);
  g_clear_pointer (&self->outline, g_array_unref);
  g_clear_pointer (&self->pending, g_array_unref);
}

static void
prepare (TnLayout *self)
{
  reset (self);
  self->paras = g_ptr_array_new_with_free_func ((GDestroyNotify) _tn_para_free);
  self->grids = g_ptr_array_new_with_free_func ((GDestroyNotify) _tn_grid_plan_free);
  self->tags = g_ptr_array_new_with_free_func (g_free);
  self->placed = g_array_new (FALSE, TRUE, sizeof (TnPlaced));
  self->pages = g_array_new (FALSE, TRUE, sizeof (TnPage));
  self->boxes = g_array_new (FALSE, TRUE, sizeof (TnLayoutBox));
  self->outline = g_array_new (FALSE, TRUE, sizeof (TnOutline));
  self->pending = g_array_new (FALSE, TRUE, sizeof (guint));
  g_array_set_clear_func (self->pages, clear_page);
  g_array_set_clear_func (self->outline, clear_outline);
}

/**
 * tn_layout_free:
 * @self: (transfer full): a layout
 */
void
tn_layout_free (TnLayout *self)
{
  reset (self);
  g_clear_pointer (&self->context, _tn_inline_context_free);
  g_clear_pointer (&self->type, _tn_type_free);
  g_free (self);
}

static gboolean
has_references (const TnLayout *self)
{
  return g_hash_table_size (self->document->anchors) > 0;
}

/**
 * tn_layout_new:
 * @document: what to lay out; must outlive the layout
 * @language: in which language
 * @progress: (nullable): how far
 * @cancellable: (nullable): to give up
 * @error: G_IO_ERROR_CANCELLED
 *
 * Breaks texts into lines and sets them on A4 pages: headings stay with what follows,
 * at least two lines of a paragraph stand on either side of a page's end, rows are
 * never divided and tables repeat their heads. Where texts name pages, it is repeated
 * until the numbers agree. To be used on the thread that made it.
 *
 * Returns: (transfer full) (nullable): the pages, or %NULL when cancelled
 */
TnLayout *
tn_layout_new (const TnDocument *document,
               const TnLanguage *language,
               TnProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TnLayout) self = g_new0 (TnLayout, 1);

  self->document = document;
  self->language = language;
  self->progress = progress;
  self->cancellable = cancellable;
  self->context = _tn_inline_context_new (document, language);
  self->type = _tn_type_new (language, document->colour, document->scale);
  for (int round = 0; round < MAX_ROUNDS; round++)
    {
      prepare (self);
      if (tn_cancelled (cancellable, error) || !_tn_layout_build (self, error) ||
          !fill_pages (self, error))
        return NULL;
      if (!collect (self) || !has_references (self))
        break;
    }
  self->progress = NULL;
  self->cancellable = NULL;
  return g_steal_pointer (&self);
}

/**
 * tn_layout_get_n_pages:
 * @self: a layout
 *
 * Returns: how many pages, at least 1
 */
guint
tn_layout_get_n_pages (const TnLayout *self)
{
  return self->pages->len;
}

/**
 * tn_layout_get_boxes:
 * @self: a layout
 * @n_boxes: (out): how many
 *
 * Returns: (array length=n_boxes) (transfer none): what stands where; none but panels
 *   has another on it
 */
const TnLayoutBox *
tn_layout_get_boxes (const TnLayout *self, guint *n_boxes)
{
  *n_boxes = self->boxes->len;
  return (const TnLayoutBox *) self->boxes->data;
}
