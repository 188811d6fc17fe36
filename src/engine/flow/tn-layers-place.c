/* tn-layers-place.c: rows, so that links are straight
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-layers-private.h"

#define N_SWEEPS 8

/* Where links pass beside each other and under cards. */
#define LINE_GAP 16.0

typedef struct
{
  const TnColumns *columns;
  const TnLayers *layers;
  double *y; /* of the top of each vertex */
} Rows;

static double
get_height (const Rows *self, guint vertex)
{
  guint unit = self->layers->vertex_unit[vertex];

  return unit != TN_LAYERS_NONE ? self->layers->units[unit].height : 0;
}

/* Where links end. */
static double
get_middle (const Rows *self, guint vertex)
{
  return self->y[vertex] + get_height (self, vertex) / 2;
}

/* From the top of @upper to the top of @lower, at least. */
static double
get_distance (const Rows *self, guint upper, guint lower)
{
  gboolean cards = self->layers->vertex_unit[upper] != TN_LAYERS_NONE &&
                   self->layers->vertex_unit[lower] != TN_LAYERS_NONE;
  double grid = self->layers->grid;

  return ceil ((get_height (self, upper) + (cards ? self->layers->gap : LINE_GAP)) / grid) * grid;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* The median of where the neighbours on one side would have it. */
static double
get_wish (const Rows *self, const TnSides *side, guint vertex, double *wishes)
{
  guint begin = side->begin[vertex], n = side->begin[vertex + 1] - begin;

  for (guint i = 0; i < n; i++)
    wishes[i] = get_middle (self, side->ends[begin + i]);
  if (n > 1)
    qsort (wishes, n, sizeof *wishes, compare_doubles);

  return (wishes[(n - 1) / 2] + wishes[n / 2]) / 2 - get_height (self, vertex) / 2;
}

/* Long links are to be straight, then those of many. */
static double
get_weight (const Rows *self, const TnSides *side, guint vertex)
{
  guint n = side->begin[vertex + 1] - side->begin[vertex];

  if (n == 0)
    return 0.1;
  if (self->layers->vertex_unit[vertex] == TN_LAYERS_NONE &&
      self->layers->vertex_unit[side->ends[side->begin[vertex]]] == TN_LAYERS_NONE)
    return 8;

  return n;
}

/* Vertices that touch each other and move as one. */
typedef struct
{
  double sum; /* of weight × wish of the first */
  double weight;
  guint n;
} Pool;

/* The rows nearest to the wishes, by squares, that keep order and distances: pooling adjacent
 * violators (Best and Chakravarti, “Active set algorithms for isotonic regression”, 1990). */
static void
place_column (Rows *self, guint column, const TnSides *side, double *wishes)
{
  const guint *vertices = self->columns->order + self->columns->begin[column];
  guint n = self->columns->begin[column + 1] - self->columns->begin[column];
  g_autofree Pool *pools = g_new (Pool, MAX (n, 1));
  guint n_pools = 0, at = 0;
  double offset = 0;

  for (guint i = 0; i < n; i++)
    {
      guint vertex = vertices[i];
      gboolean wishes_any = side->begin[vertex] != side->begin[vertex + 1];
      double wish = wishes_any ? get_wish (self, side, vertex, wishes) : self->y[vertex];
      double weight = get_weight (self, side, vertex);

      offset += i > 0 ? get_distance (self, vertices[i - 1], vertex) : 0;
      pools[n_pools++] = (Pool){ weight * (wish - offset), weight, 1 };
      while (n_pools > 1 && pools[n_pools - 2].sum / pools[n_pools - 2].weight >
                                pools[n_pools - 1].sum / pools[n_pools - 1].weight)
        {
          n_pools--;
          pools[n_pools - 1].sum += pools[n_pools].sum;
          pools[n_pools - 1].weight += pools[n_pools].weight;
          pools[n_pools - 1].n += pools[n_pools].n;
        }
    }
  offset = 0;
  for (guint i = 0; i < n_pools; i++)
    for (guint k = 0; k < pools[i].n; k++, at++)
      {
        offset += at > 0 ? get_distance (self, vertices[at - 1], vertices[at]) : 0;
        self->y[vertices[at]] = pools[i].sum / pools[i].weight + offset;
      }
}

/* A unit stands in one row in all its columns. */
static void
join_units (Rows *self)
{
  for (guint i = 0; i < self->layers->n_vertices;)
    {
      guint unit = self->layers->vertex_unit[i];
      guint span = unit != TN_LAYERS_NONE ? self->layers->units[unit].span : 1;
      double sum = 0;

      for (guint k = 0; k < span; k++)
        sum += self->y[i + k];
      for (guint k = 0; k < span; k++)
        self->y[i + k] = sum / span;
      i += span;
    }
}

/* The first vertex of the unit: all of them are one in what follows. */
static guint
get_block (const TnLayers *layers, guint vertex)
{
  guint unit = layers->vertex_unit[vertex];

  return unit != TN_LAYERS_NONE ? vertex - (layers->vertex_column[vertex] - layers->column[unit])
                                : vertex;
}

/* From the top down, on dots: each block below those above it, in all columns. Where nothing is in
 * the way it stays where it is. Wide units have one order among each other and all else stands in
 * one column, so no block is above itself. */
static void
settle (Rows *self)
{
  const TnColumns *columns = self->columns;
  guint n = self->layers->n_vertices, n_ready = 0;
  g_autofree guint *waits = g_new0 (guint, MAX (n, 1));
  g_autofree guint *ready = g_new (guint, MAX (n, 1));
  g_autofree double *least = g_new (double, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      least[i] = -G_MAXDOUBLE;
      self->y[i] = round (self->y[i] / self->layers->grid) * self->layers->grid;
      waits[get_block (self->layers, i)] += columns->place[i] > 0;
    }
  for (guint i = 0; i < n; i++)
    if (waits[i] == 0 && get_block (self->layers, i) == i)
      ready[n_ready++] = i;
  for (guint at = 0; at < n_ready; at++)
    {
      guint block = ready[at], unit = self->layers->vertex_unit[block];
      guint span = unit != TN_LAYERS_NONE ? self->layers->units[unit].span : 1;
      double y = MAX (self->y[block], least[block]);

      for (guint i = block; i < block + span; i++)
        {
          guint column = self->layers->vertex_column[i];
          guint place = columns->begin[column] + columns->place[i] + 1;
          guint below, lower;

          self->y[i] = y;
          if (place == columns->begin[column + 1])
            continue;
          lower = columns->order[place];
          below = get_block (self->layers, lower);
          least[below] = MAX (least[below], y + get_distance (self, i, lower));
          if (--waits[below] == 0)
            ready[n_ready++] = below;
        }
    }
}

/**
 * tn_columns_place:
 * @y: (out) (array): of the units, from 0
 *
 * Sweeps from left to right and back, as Gansner and others (1993), section 4.1, but each column is
 * placed at once and as well as can be; the last from left to right, so that a chain is straight.
 */
void
tn_columns_place (const TnColumns *self, double *y)
{
  const TnLayers *layers = self->layers;
  guint n = layers->n_vertices;
  g_autofree double *tops = g_new0 (double, MAX (n, 1));
  g_autofree double *wishes = g_new (double, MAX (layers->n_edges, 1));
  Rows rows = { self, layers, tops };
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < layers->n_columns; i++)
    for (guint k = self->begin[i] + 1; k < self->begin[i + 1]; k++)
      tops[self->order[k]] =
          tops[self->order[k - 1]] + get_distance (&rows, self->order[k - 1], self->order[k]);
  for (guint i = 0; i < 2 * N_SWEEPS + 1; i++)
    {
      for (guint k = 1; k < layers->n_columns; k++)
        if (i % 2 == 0)
          place_column (&rows, k, &self->left, wishes);
        else
          place_column (&rows, layers->n_columns - 1 - k, &self->right, wishes);
      join_units (&rows);
    }
  settle (&rows);
  for (guint i = 0; i < n; i++)
    if (layers->vertex_unit[i] != TN_LAYERS_NONE)
      {
        y[layers->vertex_unit[i]] = tops[i];
        least = MIN (least, tops[i]);
      }
  for (guint i = 0; i < layers->n_units; i++)
    y[i] -= least;
}
