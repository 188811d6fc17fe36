/* tn-layout-flow.c: pieces below each other, and how tall they are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-layout-private.h"

#define MAX_SQUEEZED 1.4 /* pages; what is longer is no page that runs over */
#define N_STEPS      10
#define NOTES_ROOM   10.0
#define MOST_STRETCH 1.35 /* of the height a chart should have */
#define WHITE        0.06 /* of a page that stays free below stretched charts */

static void
clear_piece (gpointer data)
{
  TnPiece *piece = data;

  g_clear_pointer (&piece->notes, g_array_unref);
  for (guint i = 0; i < piece->n_flows; i++)
    g_clear_pointer (&piece->flows[i], _tn_flow_free);
}

TnFlow *
_tn_flow_new (double width)
{
  TnFlow *self = g_new0 (TnFlow, 1);

  self->width = width;
  self->pieces = g_array_new (FALSE, TRUE, sizeof (TnPiece));
  g_array_set_clear_func (self->pieces, clear_piece);
  return self;
}

void
_tn_flow_free (TnFlow *self)
{
  g_array_unref (self->pieces);
  g_free (self);
}

/* Adds an empty piece; the pointer is valid until the next is added. */
TnPiece *
_tn_flow_add (TnFlow *self, TnPieceKind kind, double height)
{
  TnPiece *piece;

  g_array_set_size (self->pieces, self->pieces->len + 1);
  piece = &g_array_index (self->pieces, TnPiece, self->pieces->len - 1);
  piece->kind = kind;
  piece->height = height;
  return piece;
}

/* What is still to be placed of a container. */
static double
rest_height (const TnPiece *piece)
{
  double height = 0;

  if (piece->kind == TN_PIECE_BALANCED)
    return _tn_flow_split_height (piece->flows[0], piece->flows[0]->next);
  for (guint i = 0; i < piece->n_flows; i++)
    height = MAX (height, _tn_flow_height (piece->flows[i], piece->flows[i]->next));
  return height + 2 * piece->padding;
}

static double
range_height (const TnFlow *self, guint from, guint to)
{
  double height = 0;

  for (guint i = from; i < to; i++)
    {
      const TnPiece *piece = &g_array_index (self->pieces, TnPiece, i);

      height += (i == from ? 0 : piece->before) +
                (piece->n_flows > 0 ? rest_height (piece) : piece->height);
    }
  return height;
}

/* The height of the pieces from @from on, were there no pages. */
double
_tn_flow_height (const TnFlow *self, guint from)
{
  return range_height (self, from, self->pieces->len);
}

/* The height of the notes that the pieces from @from on refer to first. */
double
_tn_flow_notes_height (const TnFlow *self, guint from)
{
  double height = 0;

  for (guint i = from; i < self->pieces->len; i++)
    {
      const TnPiece *piece = &g_array_index (self->pieces, TnPiece, i);

      height += piece->notes_height;
      for (guint j = 0; j < piece->n_flows; j++)
        height += _tn_flow_notes_height (piece->flows[j], piece->flows[j]->next);
    }
  return height;
}

/* How many columns of @height the pieces from @from on fill; G_MAXUINT when one of
 * them is taller. */
static guint
count_columns (const TnFlow *self, guint from, double height)
{
  guint n_columns = 1;
  double y = 0;
  guint i = from;

  while (i < self->pieces->len)
    {
      double chain = 0;
      double before = g_array_index (self->pieces, TnPiece, i).before;
      guint j = i;

      do
        {
          const TnPiece *piece = &g_array_index (self->pieces, TnPiece, j);

          chain += (j == i ? 0 : piece->before) + piece->height;
        }
      while (g_array_index (self->pieces, TnPiece, j++).keep_next && j < self->pieces->len);
      if (chain > height)
        return G_MAXUINT;
      if (y > 0 && y + before + chain > height)
        {
          n_columns++;
          y = 0;
        }
      y += (y > 0 ? before : 0) + chain;
      i = j;
    }
  return n_columns;
}

/* The least height of two columns that hold the pieces from @from on. */
double
_tn_flow_split_height (const TnFlow *self, guint from)
{
  double low = 0;
  double high = _tn_flow_height (self, from);

  for (int i = 0; i < 24 && high - low > 0.01; i++)
    {
      double middle = (low + high) / 2;

      if (count_columns (self, from, middle) <= 2)
        high = middle;
      else
        low = middle;
    }
  return high;
}

/* Charts are drawn at @share between their least height, 0, and the one they should have, 1; above
 * 1 at that many times the latter. */
static void
flatten_charts (TnFlow *self, guint from, guint to, double share)
{
  for (guint i = from; i < to; i++)
    {
      TnPiece *piece = &g_array_index (self->pieces, TnPiece, i);

      if (piece->kind == TN_PIECE_FIGURE && piece->block->figure->chart != NULL)
        piece->height = share > 1 ? share * piece->natural
                                  : piece->least + share * (piece->natural - piece->least);
      for (guint j = 0; j < piece->n_flows; j++)
        flatten_charts (piece->flows[j], 0, piece->flows[j]->pieces->len, share);
    }
}

static void
measure_least (TnFlow *self, guint from, guint to, const TnLanguage *language)
{
  for (guint i = from; i < to; i++)
    {
      TnPiece *piece = &g_array_index (self->pieces, TnPiece, i);

      if (piece->kind == TN_PIECE_FIGURE && piece->block->figure->chart != NULL)
        piece->least = MIN (piece->natural, _tn_figure_get_least_height (piece->block->figure,
                                                                         piece->width, language));
      for (guint j = 0; j < piece->n_flows; j++)
        measure_least (piece->flows[j], 0, piece->flows[j]->pieces->len, language);
    }
}

static double
range_notes (const TnFlow *self, guint from, guint to)
{
  return _tn_flow_notes_height (self, from) - _tn_flow_notes_height (self, to);
}

static gboolean
has_charts (const TnFlow *self, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      const TnPiece *piece = &g_array_index (self->pieces, TnPiece, i);

      if (piece->kind == TN_PIECE_FIGURE && piece->block->figure->chart != NULL)
        return TRUE;
      for (guint j = 0; j < piece->n_flows; j++)
        if (has_charts (piece->flows[j], 0, piece->flows[j]->pieces->len))
          return TRUE;
    }
  return FALSE;
}

/* Makes the charts of a page taller, all alike, where the page would stay empty below. */
static void
stretch_range (TnFlow *self, guint from, guint to, double room)
{
  if (!has_charts (self, from, to))
    return;
  for (int step = N_STEPS; step > 0; step--)
    {
      flatten_charts (self, from, to, 1 + (MOST_STRETCH - 1) * step / N_STEPS);
      if (range_height (self, from, to) <= room)
        return;
    }
  flatten_charts (self, from, to, 1);
}

/* Makes the charts between two page breaks flatter, all alike, where that saves what is there from
 * running over to another page. None becomes so flat that something of it is left out: then the
 * page runs over. */
static void
squeeze_range (TnFlow *self, guint from, guint to, double room, const TnLanguage *language)
{
  double notes = range_notes (self, from, to), height = range_height (self, from, to) + notes;

  if (height <= room)
    stretch_range (self, from, to, room * (1 - WHITE) - notes);
  if (height <= room || height > room * MAX_SQUEEZED)
    return;
  measure_least (self, from, to, language);
  for (int step = N_STEPS - 1; step >= 0; step--)
    {
      flatten_charts (self, from, to, (double) step / N_STEPS);
      if (range_height (self, from, to) + notes <= room)
        return;
    }
  flatten_charts (self, from, to, 1);
}

/* Does so, or the opposite, for each part of the flow that a page break ends. */
void
_tn_flow_squeeze (TnFlow *self, double room, const TnLanguage *language)
{
  guint from = 0;

  for (guint i = 0; i <= self->pieces->len; i++)
    if (i == self->pieces->len || g_array_index (self->pieces, TnPiece, i).kind == TN_PIECE_BREAK)
      {
        squeeze_range (self, from, i, room - NOTES_ROOM, language);
        from = i + 1;
      }
}
