/* tn-layers.c: columns of units, and links in pieces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-layers-private.h"

/* As much as a drawing is worth: more pieces of links than this are not parted. */
#define MAX_VERTICES 400000

static void
sides_init (TnSides *self, guint n, const TnLayersLink *edges, guint n_edges, gboolean by_from)
{
  g_autofree guint *next = NULL;

  self->begin = g_new0 (guint, n + 1);
  self->ends = g_new (guint, MAX (n_edges, 1));
  for (guint i = 0; i < n_edges; i++)
    self->begin[(by_from ? edges[i].from : edges[i].to) + 1]++;
  for (guint i = 0; i < n; i++)
    self->begin[i + 1] += self->begin[i];
  next = g_memdup2 (self->begin, (n + 1) * sizeof *next);
  for (guint i = 0; i < n_edges; i++)
    self->ends[next[by_from ? edges[i].from : edges[i].to]++] =
        by_from ? edges[i].to : edges[i].from;
}

static void
sides_clear (TnSides *self)
{
  g_free (self->begin);
  g_free (self->ends);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnSides, sides_clear)

/* --- Columns --- */

/* A walk in depth, by hand: long chains are no reason to run out of stack. Units are put into
 * @order from its end as they are left; a link to where the walk stands in is drawn backwards. */
typedef struct
{
  guint8 *marks; /* 0 not seen, 1 on the way, 2 left */
  guint *stack;
  guint *next;
  guint *rank; /* when each was left, from the last */
  guint n_left;
} Walk;

static void
walk_from (Walk *self, const TnSides *out, guint start)
{
  guint depth = 0;

  self->stack[depth++] = start;
  self->marks[start] = 1;
  while (depth > 0)
    {
      guint at = self->stack[depth - 1];
      guint to;

      if (self->next[at] == out->begin[at + 1])
        {
          self->marks[at] = 2;
          self->rank[at] = --self->n_left;
          depth--;
          continue;
        }
      to = out->ends[self->next[at]++];
      if (self->marks[to] == 0)
        {
          self->marks[to] = 1;
          self->stack[depth++] = to;
        }
    }
}

/* Ranks of the units so that links go up, but for those that close a circle: the way back in a walk
 * from the beginnings, in the order of the units. */
static guint *
rank_units (const TnLayers *self)
{
  guint n = self->n_units;
  g_auto (TnSides) out = { 0 };
  g_auto (TnSides) in = { 0 };
  Walk walk = { .n_left = n };

  sides_init (&out, n, self->links, self->n_links, TRUE);
  sides_init (&in, n, self->links, self->n_links, FALSE);
  walk.marks = g_new0 (guint8, MAX (n, 1));
  walk.stack = g_new (guint, MAX (n, 1));
  walk.rank = g_new (guint, MAX (n, 1));
  walk.next = g_memdup2 (out.begin, (n + 1) * sizeof (guint));
  for (guint i = n; i-- > 0;)
    if (in.begin[i] == in.begin[i + 1])
      walk_from (&walk, &out, i);
  for (guint i = 0; i < n; i++)
    if (walk.marks[i] == 0)
      walk_from (&walk, &out, i);
  g_free (walk.marks);
  g_free (walk.stack);
  g_free (walk.next);

  return walk.rank;
}

/* The columns a unit may stand in without its neighbours moving. */
static void
get_room (const TnLayers *self,
          const TnSides *in,
          const TnSides *out,
          const int *column,
          guint unit,
          int *least,
          int *most)
{
  *least = G_MININT;
  *most = G_MAXINT;
  for (guint i = in->begin[unit]; i < in->begin[unit + 1]; i++)
    *least = MAX (*least, column[in->ends[i]] + (int) self->units[in->ends[i]].span);
  for (guint i = out->begin[unit]; i < out->begin[unit + 1]; i++)
    *most = MIN (*most, column[out->ends[i]] - (int) self->units[unit].span);
}

/* Each unit goes to where its links are shortest, until none moves. */
static void
tighten (const TnLayers *self,
         const TnSides *in,
         const TnSides *out,
         const guint *order,
         int *column)
{
  gboolean moved = TRUE;

  for (guint round = 0; moved && round < 50; round++)
    {
      moved = FALSE;
      for (guint i = 0; i < self->n_units; i++)
        {
          guint at = order[round % 2 == 0 ? self->n_units - 1 - i : i];
          guint n_in = in->begin[at + 1] - in->begin[at];
          guint n_out = out->begin[at + 1] - out->begin[at];
          int least, most, to = column[at];

          get_room (self, in, out, column, at, &least, &most);
          if (n_out > n_in)
            to = most;
          else if (n_in > n_out)
            to = least;
          moved |= to != column[at];
          column[at] = to;
        }
    }
}

/**
 * tn_layers_choose_columns:
 *
 * The longest way from a beginning gives the column, then links are made short one unit after the
 * other: the aim of Gansner, Koutsofios, North and Vo, “A technique for drawing directed graphs”
 * (1993), section 2, without their network simplex.
 *
 * Returns: (transfer full): the links as they are drawn: from left to right, those to itself as
 *   they are
 */
TnLayersLink *
tn_layers_choose_columns (TnLayers *self)
{
  guint n = self->n_units;
  g_autofree guint *rank = rank_units (self);
  g_autofree guint *order = g_new (guint, MAX (n, 1));
  g_autofree int *column = g_new0 (int, MAX (n, 1));
  TnLayersLink *drawn = g_new (TnLayersLink, MAX (self->n_links, 1));
  g_autofree TnLayersLink *proper = g_new (TnLayersLink, MAX (self->n_links, 1));
  guint n_proper = 0;
  g_auto (TnSides) in = { 0 };
  g_auto (TnSides) out = { 0 };
  int least = G_MAXINT;

  for (guint i = 0; i < self->n_links; i++)
    {
      TnLayersLink link = self->links[i];

      if (rank[link.from] > rank[link.to])
        link = (TnLayersLink){ link.to, link.from };
      drawn[i] = link;
      if (link.from != link.to)
        proper[n_proper++] = link;
    }
  sides_init (&in, n, proper, n_proper, FALSE);
  sides_init (&out, n, proper, n_proper, TRUE);
  for (guint i = 0; i < n; i++)
    order[rank[i]] = i;
  for (guint i = 0; i < n; i++)
    for (guint k = in.begin[order[i]]; k < in.begin[order[i] + 1]; k++)
      column[order[i]] =
          MAX (column[order[i]], column[in.ends[k]] + (int) self->units[in.ends[k]].span);
  tighten (self, &in, &out, order, column);

  for (guint i = 0; i < n; i++)
    least = MIN (least, column[i]);
  self->column = g_new (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      self->column[i] = (guint) (column[i] - least);
      self->n_columns = MAX (self->n_columns, self->column[i] + self->units[i].span);
    }

  return drawn;
}

/* --- Vertices --- */

static guint
add_vertex (GArray *columns, GArray *units, guint column, guint unit)
{
  g_array_append_val (columns, column);
  g_array_append_val (units, unit);

  return columns->len - 1;
}

static void
add_edge (GArray *edges, guint from, guint to)
{
  TnLayersLink edge = { from, to };

  g_array_append_val (edges, edge);
}

/* First the vertices of units in their order, then those of links in theirs. */
static void
make_vertices (TnLayers *self, const TnLayersLink *drawn)
{
  g_autofree guint *first = g_new (guint, MAX (self->n_units, 1));
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *units = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *edges = g_array_new (FALSE, FALSE, sizeof (TnLayersLink));

  for (guint i = 0; i < self->n_units; i++)
    for (guint k = 0; k < self->units[i].span; k++)
      {
        guint vertex = add_vertex (columns, units, self->column[i] + k, i);

        if (k == 0)
          first[i] = vertex;
        else
          add_edge (edges, vertex - 1, vertex);
      }
  for (guint i = 0; i < self->n_links; i++)
    {
      const TnLayersLink link = drawn[i];
      guint at, end;

      if (link.from == link.to || columns->len > MAX_VERTICES)
        continue;
      at = first[link.from] + self->units[link.from].span - 1;
      end = self->column[link.to];
      for (guint column = self->column[link.from] + self->units[link.from].span; column < end;
           column++)
        {
          guint vertex = add_vertex (columns, units, column, TN_LAYERS_NONE);

          add_edge (edges, at, vertex);
          at = vertex;
        }
      add_edge (edges, at, first[link.to]);
    }
  self->n_vertices = columns->len;
  self->vertex_column = (guint *) (gpointer) g_array_free (columns, FALSE);
  self->vertex_unit = (guint *) (gpointer) g_array_free (units, FALSE);
  self->n_edges = edges->len;
  self->edges = (TnLayersLink *) (gpointer) g_array_free (edges, FALSE);
}

static void
columns_clear (TnColumns *self)
{
  g_free (self->begin);
  g_free (self->order);
  g_free (self->place);
  g_free (self->old);
  g_free (self->rank);
  sides_clear (&self->left);
  sides_clear (&self->right);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnColumns, columns_clear)

static gboolean
was_placed (const TnLayers *self)
{
  for (guint i = 0; i < self->n_units; i++)
    if (isnan (self->units[i].old))
      return FALSE;

  return self->n_units > 0;
}

static double
middle (const TnLayersUnit *unit)
{
  return unit->old + unit->height / 2;
}

/* Where a link passed: on the straight line between its ends. */
static double *
find_old (const TnLayers *self, const TnSides *left, const TnSides *right)
{
  double *old = g_new (double, MAX (self->n_vertices, 1));
  guint i = 0;

  for (; i < self->n_vertices && self->vertex_unit[i] != TN_LAYERS_NONE; i++)
    old[i] = middle (&self->units[self->vertex_unit[i]]);
  /* The vertices of one link follow each other. */
  while (i < self->n_vertices)
    {
      double a = old[left->ends[left->begin[i]]];
      guint begin = i, end;

      do
        end = right->ends[right->begin[i++]];
      while (self->vertex_unit[end] == TN_LAYERS_NONE);
      for (guint k = begin; k < i; k++)
        old[k] = a + (old[end] - a) * (k - begin + 1) / (i - begin + 1);
    }

  return old;
}

typedef struct
{
  double key;
  guint index;
} Keyed;

static int
compare_keyed (gconstpointer a, gconstpointer b)
{
  const Keyed *x = a, *y = b;

  return x->key != y->key ? (x->key > y->key) - (x->key < y->key)
                          : (x->index > y->index) - (x->index < y->index);
}

/* Units of several columns keep one order among each other in all of them: where they were, or
 * their own. Otherwise one would have to be above and below another. */
static guint *
rank_wide (const TnLayers *self)
{
  gboolean placed = was_placed (self);
  g_autoptr (GArray) wide = g_array_new (FALSE, FALSE, sizeof (Keyed));
  g_autofree guint *of_unit = g_new (guint, MAX (self->n_units, 1));
  guint *rank = g_new (guint, MAX (self->n_vertices, 1));

  for (guint i = 0; i < self->n_units; i++)
    {
      Keyed keyed = { placed ? self->units[i].old : 0, i };

      of_unit[i] = TN_LAYERS_NONE;
      if (self->units[i].span > 1)
        g_array_append_val (wide, keyed);
    }
  g_array_sort (wide, compare_keyed);
  for (guint i = 0; i < wide->len; i++)
    of_unit[g_array_index (wide, Keyed, i).index] = i;
  for (guint i = 0; i < self->n_vertices; i++)
    rank[i] =
        self->vertex_unit[i] != TN_LAYERS_NONE ? of_unit[self->vertex_unit[i]] : TN_LAYERS_NONE;

  return rank;
}

static void
columns_init (TnColumns *self, const TnLayers *layers)
{
  g_autofree guint *next = NULL;

  self->layers = layers;
  self->begin = g_new0 (guint, layers->n_columns + 1);
  self->order = g_new (guint, MAX (layers->n_vertices, 1));
  self->place = g_new (guint, MAX (layers->n_vertices, 1));
  for (guint i = 0; i < layers->n_vertices; i++)
    self->begin[layers->vertex_column[i] + 1]++;
  for (guint i = 0; i < layers->n_columns; i++)
    self->begin[i + 1] += self->begin[i];
  next = g_memdup2 (self->begin, (layers->n_columns + 1) * sizeof *next);
  for (guint i = 0; i < layers->n_vertices; i++)
    {
      guint column = layers->vertex_column[i];

      self->place[i] = next[column] - self->begin[column];
      self->order[next[column]++] = i;
    }
  sides_init (&self->left, layers->n_vertices, layers->edges, layers->n_edges, FALSE);
  sides_init (&self->right, layers->n_vertices, layers->edges, layers->n_edges, TRUE);
  if (was_placed (layers))
    self->old = find_old (layers, &self->left, &self->right);
  self->rank = rank_wide (layers);
}

/**
 * tn_layers_init:
 * @units: kept: they live longer than @self
 * @links: likewise
 * @grid: tops are multiples of it
 * @gap: between one unit and the next below
 *
 * A layered drawing after Sugiyama, Tagawa and Toda, “Methods for visual understanding of
 * hierarchical system structures” (1981): columns, order, rows. Links that close a circle go back.
 * Equal input gives equal places. When all units have an old place their order is kept where that
 * costs no crossing.
 */
void
tn_layers_init (TnLayers *self,
                const TnLayersUnit *units,
                guint n_units,
                const TnLayersLink *links,
                guint n_links,
                double grid,
                double gap)
{
  g_auto (TnColumns) columns = { 0 };
  g_autofree TnLayersLink *drawn = NULL;

  *self = (TnLayers){
    .n_units = n_units, .units = units, .n_links = n_links, .links = links, .grid = grid, .gap = gap
  };
  self->y = g_new0 (double, MAX (n_units, 1));
  drawn = tn_layers_choose_columns (self);
  make_vertices (self, drawn);
  columns_init (&columns, self);
  self->n_crossings = tn_columns_order (&columns);
  self->vertex_place = g_memdup2 (columns.place, MAX (self->n_vertices, 1) * sizeof (guint));
  tn_columns_place (&columns, self->y);
}

void
tn_layers_clear (TnLayers *self)
{
  g_clear_pointer (&self->column, g_free);
  g_clear_pointer (&self->y, g_free);
  g_clear_pointer (&self->vertex_column, g_free);
  g_clear_pointer (&self->vertex_place, g_free);
  g_clear_pointer (&self->vertex_unit, g_free);
  g_clear_pointer (&self->edges, g_free);
}
