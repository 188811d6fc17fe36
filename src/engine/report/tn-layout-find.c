/* tn-layout-find.c: where words stand on the pages, and where chapters begin
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-layout-grid.h"

guint
tn_layout_get_n_headings (const TnLayout *self)
{
  return self->outline->len;
}

void
tn_layout_get_heading (const TnLayout *self, guint index, TnLayoutHeading *heading)
{
  const TnOutline *entry = &g_array_index (self->outline, TnOutline, index);

  g_return_if_fail (index < self->outline->len);

  *heading = (TnLayoutHeading){ entry->level, entry->text, entry->page, entry->y };
}

/* Bytes of @text that are @wanted, large and small letters alike; 0 for none. Character by
 * character: folding a whole text would move its bytes. */
static gsize
match_here (const char *text, const char *wanted)
{
  const char *at = text;

  for (; *wanted != '\0'; wanted = g_utf8_next_char (wanted), at = g_utf8_next_char (at))
    if (*at == '\0' ||
        g_unichar_tolower (g_utf8_get_char (at)) != g_unichar_tolower (g_utf8_get_char (wanted)))
      return 0;

  return (gsize) (at - text);
}

/* The next match from @from on; -1 for none. */
static gssize
find_next (const char *text, gsize from, const char *wanted, gsize *length)
{
  for (const char *at = text + from; *at != '\0'; at = g_utf8_next_char (at))
    {
      *length = match_here (at, wanted);
      if (*length > 0)
        return at - text;
    }

  return -1;
}

static void
add_box (GArray *found,
         TnLayoutKind kind,
         guint page,
         double x,
         double y,
         double width,
         double height)
{
  TnLayoutBox box = { kind, page, x, y, width, height };

  g_array_append_val (found, box);
}

/* A paragraph may go on on the next page: only the lines that stand here. */
static void
find_in_lines (const TnLayout *self,
               const TnPlaced *placed,
               guint page,
               const char *wanted,
               GArray *found)
{
  const TnPara *para = placed->piece->para;
  const char *text = para->text->text;
  gsize length = 0;

  for (gssize at = find_next (text, 0, wanted, &length); at >= 0;
       at = find_next (text, (gsize) at + length, wanted, &length))
    {
      double x1, x2, y = placed->y;
      guint line =
          _tn_para_find_place (para, self->type, (guint) at, (guint) (at + length), &x1, &x2);

      if (line < placed->piece->line || line >= placed->line_to)
        continue;
      for (guint i = placed->piece->line; i < line; i++)
        y += para->heights[i];
      add_box (found, TN_LAYOUT_LINE, page, placed->x + x1, y, MAX (x2 - x1, 1),
               para->heights[line]);
    }
}

static void
find_in_row (const TnLayout *self,
             const TnPlaced *placed,
             guint page,
             const char *wanted,
             GArray *found)
{
  const TnGridPlan *plan = placed->piece->grid;

  for (guint column = 0; column < plan->n_columns; column++)
    {
      TnPara *para = _tn_grid_plan_cell_text (plan, self, placed->piece->row, column);
      gsize length;

      if (para == NULL)
        continue;
      if (find_next (para->text->text, 0, wanted, &length) >= 0)
        add_box (found, TN_LAYOUT_ROW, page, placed->x + plan->x[column] * plan->scale, placed->y,
                 plan->widths[column] * plan->scale, placed->height);
      _tn_para_free (para);
    }
}

static void
find_in_caption (const TnLayout *self,
                 const TnPlaced *placed,
                 guint page,
                 const char *wanted,
                 GArray *found)
{
  const TnBlock *block = placed->piece->block;
  g_autoptr (TnInline) text =
      block != NULL && block->text != NULL ? _tn_inline_new (self->context, block->text) : NULL;
  gsize length;

  if (text != NULL && find_next (text->text, 0, wanted, &length) >= 0)
    add_box (found, TN_LAYOUT_FIGURE, page, placed->x, placed->y, placed->piece->width,
             placed->height);
}

static void
find_in_notes (const TnLayout *self,
               const TnPage *page,
               guint number,
               const char *wanted,
               GArray *found)
{
  for (guint i = 0; page->notes != NULL && i < page->notes->len; i++)
    {
      const TnPara *para =
          g_ptr_array_index (self->note_paras, g_array_index (page->notes, guint, i));
      gsize length;

      if (find_next (para->text->text, 0, wanted, &length) >= 0)
        {
          add_box (found, TN_LAYOUT_NOTE, number, TN_PAGE_LEFT, TN_PAGE_BOTTOM - page->notes_height,
                   TN_PAGE_WIDTH, page->notes_height);
          return;
        }
    }
}

static void
find_in_piece (const TnLayout *self,
               const TnPlaced *placed,
               guint page,
               const char *wanted,
               GArray *found)
{
  switch (placed->piece->kind)
    {
    case TN_PIECE_LINE:
      find_in_lines (self, placed, page, wanted, found);
      break;
    case TN_PIECE_ROW:
      find_in_row (self, placed, page, wanted, found);
      break;
    case TN_PIECE_FIGURE:
      find_in_caption (self, placed, page, wanted, found);
      break;
    case TN_PIECE_RULE:
    case TN_PIECE_SPACE:
    case TN_PIECE_HEAD:
    case TN_PIECE_BREAK:
    case TN_PIECE_COLUMNS:
    case TN_PIECE_BALANCED:
    case TN_PIECE_PANEL:
    default:
      break;
    }
}

/**
 * tn_layout_find:
 * @text: what to look for; large and small letters are alike
 *
 * Looks through paragraphs, cells, captions and notes; of words that go on in the next line the
 * part in the first is told.
 *
 * Returns: (transfer full) (element-type TnLayoutBox): none for an empty text
 */
GArray *
tn_layout_find (const TnLayout *self, const char *text)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (TnLayoutBox));

  for (guint p = 0; *text != '\0' && p < self->pages->len; p++)
    {
      const TnPage *page = &g_array_index (self->pages, TnPage, p);

      for (guint i = page->first; i < page->first + page->n_placed; i++)
        find_in_piece (self, &g_array_index (self->placed, TnPlaced, i), p, text, found);
      find_in_notes (self, page, p, text, found);
    }

  return found;
}
