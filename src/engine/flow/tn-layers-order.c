/* tn-layers-order.c: the order in each column that few links cross in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-layers-private.h"

#define MAX_SWEEPS   24
#define PATIENCE     4 /* sweeps without a better order */
#define MAX_EXCHANGE 40

static guint
get_length (const TnColumns *self, guint column)
{
  return self->begin[column + 1] - self->begin[column];
}

static guint *
get_column (const TnColumns *self, guint column)
{
  return self->order + self->begin[column];
}

static void
put (TnColumns *self, guint column, guint place, guint vertex)
{
  get_column (self, column)[place] = vertex;
  self->place[vertex] = place;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

/* --- Counting --- */

/* Pairs of a list that stand in the wrong order, by a tree of sums: Barth, Mutzel and Jünger,
 * “Simple and efficient bilayer cross counting” (2004). */
static guint64
count_between (const TnColumns *self, guint column, guint *sums, guint *places)
{
  guint n = get_length (self, column + 1);
  guint64 crossings = 0;
  guint n_seen = 0;

  memset (sums, 0, (n + 1) * sizeof *sums);
  for (guint i = 0; i < get_length (self, column); i++)
    {
      guint vertex = get_column (self, column)[i];
      guint n_ends = self->right.begin[vertex + 1] - self->right.begin[vertex];

      for (guint k = 0; k < n_ends; k++)
        places[k] = self->place[self->right.ends[self->right.begin[vertex] + k]];
      qsort (places, n_ends, sizeof *places, compare_places);
      for (guint k = 0; k < n_ends; k++)
        {
          guint upto = 0;

          for (guint at = places[k] + 1; at > 0; at &= at - 1)
            upto += sums[at];
          crossings += n_seen - upto;
        }
      for (guint k = 0; k < n_ends; k++, n_seen++)
        for (guint at = places[k] + 1; at <= n; at += at & -at)
          sums[at]++;
    }

  return crossings;
}

static guint64
count_crossings (const TnColumns *self)
{
  guint n = self->layers->n_vertices;
  g_autofree guint *sums = g_new (guint, n + 2);
  g_autofree guint *places = g_new (guint, MAX (self->layers->n_edges, 1));
  guint64 crossings = 0;

  for (guint i = 0; i + 1 < self->layers->n_columns; i++)
    crossings += count_between (self, i, sums, places);

  return crossings;
}

/* --- One column --- */

typedef struct
{
  double key;
  guint place;
  guint vertex;
} Keyed;

static int
compare_keyed (gconstpointer a, gconstpointer b)
{
  const Keyed *x = a, *y = b;

  return x->key != y->key ? (x->key > y->key) - (x->key < y->key)
                          : (x->place > y->place) - (x->place < y->place);
}

/* Vertices of wide units change places among each other until they stand by rank. */
static void
keep_ranks (TnColumns *self, guint column)
{
  guint n = get_length (self, column);
  g_autofree guint *wide = g_new (guint, MAX (n, 1));
  guint n_wide = 0;

  for (guint i = 0; i < n; i++)
    {
      guint vertex = get_column (self, column)[i];
      guint at;

      if (self->rank[vertex] == TN_LAYERS_NONE)
        continue;
      for (at = n_wide++; at > 0 && self->rank[wide[at - 1]] > self->rank[vertex]; at--)
        wide[at] = wide[at - 1];
      wide[at] = vertex;
    }
  for (guint i = 0, next = 0; i < n && n_wide > 1; i++)
    if (self->rank[get_column (self, column)[i]] != TN_LAYERS_NONE)
      put (self, column, i, wide[next++]);
}

/* @keyed: of all vertices of the column; those without @has_key keep their places. */
static void
sort_column (TnColumns *self, guint column, Keyed *keyed, const guint8 *has_key)
{
  guint n = get_length (self, column), n_keyed = 0, next = 0;
  g_autofree Keyed *sorted = g_new (Keyed, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    if (has_key[i])
      sorted[n_keyed++] = keyed[i];
  qsort (sorted, n_keyed, sizeof *sorted, compare_keyed);
  for (guint i = 0; i < n; i++)
    if (has_key[i])
      put (self, column, i, sorted[next++].vertex);
  keep_ranks (self, column);
}

static void
sort_by_neighbours (TnColumns *self, guint column, const TnSides *side)
{
  guint n = get_length (self, column);
  g_autofree Keyed *keyed = g_new (Keyed, MAX (n, 1));
  g_autofree guint8 *has_key = g_new (guint8, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      guint vertex = get_column (self, column)[i];
      guint n_ends = side->begin[vertex + 1] - side->begin[vertex];
      double sum = 0;

      for (guint k = side->begin[vertex]; k < side->begin[vertex + 1]; k++)
        sum += self->place[side->ends[k]];
      keyed[i] = (Keyed){ n_ends > 0 ? sum / n_ends : 0, i, vertex };
      has_key[i] = n_ends > 0;
    }
  sort_column (self, column, keyed, has_key);
}

/* --- Exchanging neighbours --- */

/* The places of the neighbours of each vertex of a column, sorted: they stand while only this
 * column changes. */
typedef struct
{
  guint *left, *right; /* by the sides' begin */
} Places;

static void
read_places (const TnColumns *self, const TnSides *side, guint vertex, guint *places)
{
  guint begin = side->begin[vertex], n = side->begin[vertex + 1] - begin;

  for (guint k = 0; k < n; k++)
    places[begin + k] = self->place[side->ends[begin + k]];
  if (n > 1)
    qsort (places + begin, n, sizeof *places, compare_places);
}

/* Crossings of the links of @upper and @lower on one side when they stand like that, less those
 * when they stand the other way round. */
static gint64
weigh_side (const TnSides *side, const guint *places, guint upper, guint lower)
{
  const guint *a = places + side->begin[upper], *b = places + side->begin[lower];
  guint n_a = side->begin[upper + 1] - side->begin[upper];
  guint n_b = side->begin[lower + 1] - side->begin[lower];
  gint64 above = 0, below = 0; /* pairs with the end of @lower above, below that of @upper */

  for (guint i = 0, k = 0, same = 0; i < n_a; i++)
    {
      while (k < n_b && b[k] < a[i])
        k++;
      for (same = k; same < n_b && b[same] == a[i];)
        same++;
      above += k;
      below += n_b - same;
    }

  return above - below;
}

static gint64
weigh (const TnColumns *self, const Places *places, guint upper, guint lower)
{
  return weigh_side (&self->left, places->left, upper, lower) +
         weigh_side (&self->right, places->right, upper, lower);
}

/* @restore: also where it costs nothing and brings two back to how they stood. */
static guint
exchange_column (TnColumns *self, guint column, Places *places, gboolean restore)
{
  guint n = get_length (self, column), n_exchanged = 0;
  guint *vertices = get_column (self, column);

  for (guint i = 0; i < n; i++)
    {
      read_places (self, &self->left, vertices[i], places->left);
      read_places (self, &self->right, vertices[i], places->right);
    }
  for (guint i = 0; i + 1 < n; i++)
    {
      guint upper = vertices[i], lower = vertices[i + 1];
      gint64 gain;

      if (self->rank[upper] != TN_LAYERS_NONE && self->rank[lower] != TN_LAYERS_NONE)
        continue;
      gain = weigh (self, places, upper, lower);
      if (gain < 0 ||
          (gain == 0 && (!restore || self->old == NULL || self->old[upper] <= self->old[lower])))
        continue;
      put (self, column, i, lower);
      put (self, column, i + 1, upper);
      n_exchanged++;
    }

  return n_exchanged;
}

static void
exchange (TnColumns *self, Places *places, gboolean restore)
{
  guint n_exchanged = 1;

  for (guint round = 0; n_exchanged > 0 && round < MAX_EXCHANGE; round++)
    {
      n_exchanged = 0;
      for (guint i = 0; i < self->layers->n_columns; i++)
        n_exchanged += exchange_column (self, i, places, restore);
    }
}

/* --- The search --- */

typedef struct
{
  guint *order;
  guint64 n_crossings;
} Best;

static void
restore_order (TnColumns *self, const guint *order)
{
  memcpy (self->order, order, self->layers->n_vertices * sizeof *order);
  for (guint i = 0; i < self->layers->n_columns; i++)
    for (guint k = 0; k < get_length (self, i); k++)
      self->place[get_column (self, i)[k]] = k;
}

static guint64
keep_better (TnColumns *self, Best *best)
{
  guint64 n_crossings = count_crossings (self);

  if (n_crossings < best->n_crossings)
    {
      memcpy (best->order, self->order, self->layers->n_vertices * sizeof *self->order);
      best->n_crossings = n_crossings;
    }

  return n_crossings;
}

/* Barycentres from left to right and back, neighbours exchanged after each: Sugiyama, Tagawa and
 * Toda (1981), with the exchange of Gansner and others (1993). How long it goes on does not depend
 * on what was found before it. */
static void
sweep (TnColumns *self, Places *places, Best *best)
{
  guint n = self->layers->n_columns, n_waited = 0;
  guint64 least = keep_better (self, best);

  for (guint i = 0; i < MAX_SWEEPS && n_waited < PATIENCE && least > 0; i++)
    {
      guint64 n_crossings;

      for (guint k = 1; k < n; k++)
        if (i % 2 == 0)
          sort_by_neighbours (self, k, &self->left);
        else
          sort_by_neighbours (self, n - 1 - k, &self->right);
      exchange (self, places, FALSE);
      n_crossings = keep_better (self, best);
      n_waited = n_crossings < least ? 0 : n_waited + 1;
      least = MIN (least, n_crossings);
    }
}

/* As a walk from the left meets them: what hangs together stands together. */
static void
order_by_walk (TnColumns *self)
{
  guint n = self->layers->n_vertices, depth = 0;
  g_autofree guint8 *seen = g_new0 (guint8, MAX (n, 1));
  g_autofree guint *stack = g_new (guint, n + self->layers->n_edges + 1);
  g_autofree guint *next = g_new0 (guint, self->layers->n_columns + 1);

  for (guint i = 0; i < n; i++)
    {
      if (seen[i] || self->left.begin[i] != self->left.begin[i + 1])
        continue;
      stack[depth++] = i;
      while (depth > 0)
        {
          guint at = stack[--depth];
          guint column = self->layers->vertex_column[at];

          if (seen[at])
            continue;
          seen[at] = 1;
          put (self, column, next[column]++, at);
          for (guint k = self->right.begin[at + 1]; k-- > self->right.begin[at];)
            if (!seen[self->right.ends[k]])
              stack[depth++] = self->right.ends[k];
        }
    }
  for (guint i = 0; i < self->layers->n_columns; i++)
    keep_ranks (self, i);
}

static void
order_by_old (TnColumns *self)
{
  for (guint i = 0; i < self->layers->n_columns; i++)
    {
      guint n = get_length (self, i);
      g_autofree Keyed *keyed = g_new (Keyed, MAX (n, 1));
      g_autofree guint8 *has_key = g_new (guint8, MAX (n, 1));

      memset (has_key, 1, n);
      for (guint k = 0; k < n; k++)
        keyed[k] = (Keyed){ self->old[get_column (self, i)[k]], k, get_column (self, i)[k] };
      sort_column (self, i, keyed, has_key);
    }
}

/* From where everything stood, and back to it where no crossing comes of it. Taken when it is no
 * worse than @best. */
static void
keep_old (TnColumns *self, Places *places, Best *best)
{
  order_by_old (self);
  exchange (self, places, FALSE);
  if (count_crossings (self) > best->n_crossings)
    restore_order (self, best->order);
  exchange (self, places, TRUE);
}

/**
 * tn_columns_order:
 *
 * Begins from the order of the units and from a walk, and takes the best; from how everything
 * stood, where that is as good. Never more crossings than in the order of the units.
 */
guint
tn_columns_order (TnColumns *self)
{
  guint n = self->layers->n_vertices;
  g_autofree guint *kept = g_new (guint, MAX (n, 1));
  g_autofree guint *left = g_new (guint, MAX (self->layers->n_edges, 1));
  g_autofree guint *right = g_new (guint, MAX (self->layers->n_edges, 1));
  Places places = { left, right };
  Best best = { kept, G_MAXUINT64 };

  for (guint i = 0; i < self->layers->n_columns; i++)
    keep_ranks (self, i);
  sweep (self, &places, &best);
  if (best.n_crossings > 0)
    {
      order_by_walk (self);
      sweep (self, &places, &best);
    }
  restore_order (self, best.order);
  exchange (self, &places, FALSE);
  keep_better (self, &best);
  if (self->old != NULL)
    keep_old (self, &places, &best);

  return (guint) MIN (count_crossings (self), G_MAXUINT);
}
