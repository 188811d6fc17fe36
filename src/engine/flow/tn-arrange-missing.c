/* tn-arrange-missing.c: places for new steps among those that have theirs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-arrange.h"
#include "tn-graph-private.h"

#define MARGIN    10  /* around cards: nothing touches */
#define MAX_TRIES 400 /* rows, up and down; then the end of the board */

/* What stands on the board, by cells a card is not larger than. */
typedef struct
{
  TnGraph *graph;
  TnBoard *board;
  TnGraphEnds in, out;
  GHashTable *cells; /* gint64 → GArray of TnBox */
  GArray *wide;      /* TnBox: notes, and boxes of groups with the group's index */
} Ground;

typedef struct
{
  TnBox box;
  int group; /* -1 for a note */
} Wide;

static void
ground_clear (Ground *self)
{
  tn_graph_ends_clear (&self->in);
  tn_graph_ends_clear (&self->out);
  g_clear_pointer (&self->cells, g_hash_table_unref);
  g_clear_pointer (&self->wide, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ground, ground_clear)

static gint64
to_key (double x, double y)
{
  gint64 column = (gint64) floor (x / TN_ARRANGE_COLUMN);
  gint64 row = (gint64) floor (y / TN_ARRANGE_ROW);

  return column * 1000003 + row;
}

static void
add_card (Ground *self, double x, double y)
{
  gint64 key = to_key (x, y);
  GArray *cell = g_hash_table_lookup (self->cells, &key);
  TnBox box = { x, y, TN_CARD_WIDTH, TN_CARD_HEIGHT };

  if (cell == NULL)
    {
      cell = g_array_new (FALSE, FALSE, sizeof (TnBox));
      g_hash_table_insert (self->cells, g_memdup2 (&key, sizeof key), cell);
    }
  g_array_append_val (cell, box);
}

static gboolean
meets (const TnBox *box, double x, double y)
{
  return x < box->x + box->width + MARGIN && box->x < x + TN_CARD_WIDTH + MARGIN &&
         y < box->y + box->height + MARGIN && box->y < y + TN_CARD_HEIGHT + MARGIN;
}

static gboolean
is_free (const Ground *self, double x, double y, int group)
{
  for (int i = -1; i <= 1; i++)
    for (int k = -1; k <= 1; k++)
      {
        gint64 key = to_key (x + i * TN_ARRANGE_COLUMN, y + k * TN_ARRANGE_ROW);
        const GArray *cell = g_hash_table_lookup (self->cells, &key);

        for (guint c = 0; cell != NULL && c < cell->len; c++)
          if (meets (&g_array_index (cell, TnBox, c), x, y))
            return FALSE;
      }
  for (guint i = 0; i < self->wide->len; i++)
    {
      const Wide *wide = &g_array_index (self->wide, Wide, i);

      if ((wide->group < 0 || wide->group != group) && meets (&wide->box, x, y))
        return FALSE;
    }

  return TRUE;
}

static void
ground_init (Ground *self, TnGraph *graph, TnBoard *board)
{
  *self = (Ground){ .graph = graph, .board = board };
  tn_graph_ends_init (&self->in, graph, TRUE);
  tn_graph_ends_init (&self->out, graph, FALSE);
  self->cells =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
  self->wide = g_array_new (FALSE, FALSE, sizeof (Wide));
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      double x, y;

      if (tn_board_get_place (board, tn_graph_get_node (graph, i)->id, &x, &y))
        add_card (self, x, y);
    }
  for (guint i = 0; i < tn_board_get_n_notes (board); i++)
    {
      Wide wide = { tn_board_get_note (board, i)->box, -1 };

      g_array_append_val (self->wide, wide);
    }
  for (guint i = 0; i < tn_board_get_n_groups (board); i++)
    {
      Wide wide = { .group = (int) i };

      if (tn_board_get_group_box (board, i, &wide.box))
        g_array_append_val (self->wide, wide);
    }
}

/* What the placed neighbours on one side say. */
typedef struct
{
  guint n;
  double least_x, most_x, sum_y;
  int group; /* of all of them, -1 when they are in none or in several */
} Side;

static Side
look (const Ground *self, const TnGraphEnds *ends, guint node, gboolean incoming)
{
  Side side = { .least_x = INFINITY, .most_x = -INFINITY, .group = -1 };

  for (guint i = ends->begin[node]; i < ends->begin[node + 1]; i++)
    {
      const TnGraphLink *link = tn_graph_get_link (self->graph, ends->links[i]);
      const char *id = tn_graph_get_node (self->graph, incoming ? link->from : link->to)->id;
      double x, y;
      int group;

      if (!tn_board_get_place (self->board, id, &x, &y))
        continue;
      group = tn_board_find_group_of (self->board, id);
      side.group = side.n == 0 || side.group == group ? group : -1;
      side.n++;
      side.least_x = MIN (side.least_x, x);
      side.most_x = MAX (side.most_x, x);
      side.sum_y += y;
    }

  return side;
}

/* Behind what it takes from; else before what it gives to; else under everything. */
static void
find_wish (const Ground *self, const Side *in, const Side *out, double *x, double *y)
{
  TnBox extent;

  if (in->n > 0)
    {
      *x = in->most_x + TN_ARRANGE_COLUMN;
      *y = in->sum_y / in->n;
      /* Half way where there is room: what was threaded in between. */
      if (out->n > 0 && out->least_x >= *x + TN_ARRANGE_COLUMN)
        {
          *x = (in->most_x + out->least_x) / 2;
          *y = (*y + out->sum_y / out->n) / 2;
        }
    }
  else if (out->n > 0)
    {
      *x = out->least_x - TN_ARRANGE_COLUMN;
      *y = out->sum_y / out->n;
    }
  else
    {
      tn_board_get_extent (self->board, &extent);
      *x = extent.x;
      *y = ceil ((extent.y + extent.height) / TN_BOARD_GRID + 2) * TN_BOARD_GRID;
    }
  *x = round (*x / TN_BOARD_GRID) * TN_BOARD_GRID;
  *y = round (*y / TN_BOARD_GRID) * TN_BOARD_GRID;
}

/* A row down, a row up, two down… until nothing is in the way. */
static void
find_free (const Ground *self, int group, double *x, double *y)
{
  TnBox extent;

  for (int i = 0; i < MAX_TRIES; i++)
    {
      double row = *y + (i % 2 == 0 ? -(i / 2) : (i + 1) / 2) * TN_ARRANGE_ROW;

      if (!is_free (self, *x, row, group))
        continue;
      *y = row;
      return;
    }
  tn_board_get_extent (self->board, &extent);
  *y = ceil ((extent.y + extent.height) / TN_BOARD_GRID + 2) * TN_BOARD_GRID;
}

static void
place (Ground *self, guint node)
{
  const char *id = tn_graph_get_node (self->graph, node)->id;
  Side in = look (self, &self->in, node, TRUE);
  Side out = look (self, &self->out, node, FALSE);
  int group = tn_board_find_group_of (self->board, id);
  double x, y;

  find_wish (self, &in, &out, &x, &y);
  find_free (self, group, &x, &y);
  tn_board_set_place (self->board, id, x, y);
  add_card (self, x, y);
}

/**
 * tn_arrange_missing:
 *
 * In the order of the links, so that one new step stands behind another. Without any place
 * everything is arranged.
 */
void
tn_arrange_missing (TnGraph *graph, TnBoard *board)
{
  guint n = tn_graph_get_n_nodes (graph), n_placed = 0;
  g_autofree guint *order = tn_graph_sort (graph, NULL);
  g_auto (Ground) ground = { 0 };

  for (guint i = 0; i < n; i++)
    n_placed += tn_board_get_place (board, tn_graph_get_node (graph, i)->id, NULL, NULL);
  if (n_placed == n)
    return;
  if (n_placed == 0)
    {
      g_autoptr (TnBoard) arranged = tn_arrange (graph, board, NULL);

      for (guint i = 0; i < n; i++)
        {
          const char *id = tn_graph_get_node (graph, i)->id;
          double x, y;

          tn_board_get_place (arranged, id, &x, &y);
          tn_board_set_place (board, id, x, y);
        }
      return;
    }
  ground_init (&ground, graph, board);
  for (guint i = 0; i < n; i++)
    {
      guint node = order != NULL ? order[i] : i;

      if (!tn_board_get_place (board, tn_graph_get_node (graph, node)->id, NULL, NULL))
        place (&ground, node);
    }
}
