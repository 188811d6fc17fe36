/* test-arrange.c: the layered drawing and what is made of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "flow-support.h"
#include "tn-arrange.h"
#include "tn-layers.h"

#define GRID 18.0
#define GAP  34.0

/* --- Graphs --- */

static GArray *
make_dag (guint n, guint n_links)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (TnLayersLink));

  for (guint i = 0; i < n_links && n > 1; i++)
    {
      guint a = (guint) g_test_rand_int_range (0, (int) n);
      guint b = (guint) g_test_rand_int_range (0, (int) n);
      TnLayersLink link = { MIN (a, b), MAX (a, b) };

      if (a != b)
        g_array_append_val (links, link);
    }

  return links;
}

static TnLayersUnit *
make_units (guint n)
{
  TnLayersUnit *units = g_new (TnLayersUnit, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    units[i] = (TnLayersUnit){ 1, TN_CARD_HEIGHT, NAN };

  return units;
}

static void
lay_out (TnLayers *layers, const TnLayersUnit *units, guint n, GArray *links)
{
  tn_layers_init (layers, units, n, (const TnLayersLink *) (gpointer) links->data, links->len, GRID,
                  GAP);
}

/* --- A naive twin --- */

/* Pairs of edges, each with each. */
static guint
count_crossings (const TnLayers *layers, const guint *places)
{
  guint n = 0;

  for (guint i = 0; i < layers->n_edges; i++)
    for (guint k = i + 1; k < layers->n_edges; k++)
      {
        TnLayersLink a = layers->edges[i], b = layers->edges[k];

        if (layers->vertex_column[a.from] != layers->vertex_column[b.from])
          continue;
        n += (places[a.from] < places[b.from] && places[a.to] > places[b.to]) ||
             (places[a.from] > places[b.from] && places[a.to] < places[b.to]);
      }

  return n;
}

/* As they come. */
static guint *
order_naively (const TnLayers *layers)
{
  g_autofree guint *next = g_new0 (guint, layers->n_columns + 1);
  guint *places = g_new (guint, MAX (layers->n_vertices, 1));

  for (guint i = 0; i < layers->n_vertices; i++)
    places[i] = next[layers->vertex_column[i]]++;

  return places;
}

static void
assert_sound (const TnLayers *layers)
{
  for (guint i = 0; i < layers->n_units; i++)
    for (guint k = i + 1; k < layers->n_units; k++)
      {
        const TnLayersUnit *a = &layers->units[i], *b = &layers->units[k];

        if (layers->column[i] + a->span <= layers->column[k] ||
            layers->column[k] + b->span <= layers->column[i])
          continue;
        g_assert_true (layers->y[i] + a->height + GAP <= layers->y[k] ||
                       layers->y[k] + b->height + GAP <= layers->y[i]);
      }
  for (guint i = 0; i < layers->n_units; i++)
    g_assert_cmpfloat (fmod (layers->y[i], GRID), ==, 0);
}

static guint
count_backward (const TnLayers *layers)
{
  guint n = 0;

  for (guint i = 0; i < layers->n_links; i++)
    {
      const TnLayersLink *link = &layers->links[i];

      n += layers->column[link->from] + layers->units[link->from].span > layers->column[link->to];
    }

  return n;
}

static guint
count_rounds (guint quick)
{
  return g_test_slow () ? quick * 20 : quick;
}

static void
test_random_dags (void)
{
  guint n_naive = 0, n_chosen = 0;

  for (guint i = 0; i < count_rounds (60); i++)
    {
      guint n = (guint) g_test_rand_int_range (1, 40);
      g_autoptr (GArray) links = make_dag (n, (guint) g_test_rand_int_range (0, 60));
      g_autofree TnLayersUnit *units = make_units (n);
      g_auto (TnLayers) layers = { 0 };
      g_autofree guint *naive = NULL;
      guint n_crossings;

      lay_out (&layers, units, n, links);
      assert_sound (&layers);
      g_assert_cmpuint (count_backward (&layers), ==, 0);
      g_assert_cmpuint (layers.n_crossings, ==, count_crossings (&layers, layers.vertex_place));
      naive = order_naively (&layers);
      n_crossings = count_crossings (&layers, naive);
      g_assert_cmpuint (layers.n_crossings, <=, n_crossings);
      n_naive += n_crossings;
      n_chosen += layers.n_crossings;
    }
  g_test_message ("%u crossings as they come, %u as they are laid out", n_naive, n_chosen);
  g_assert_cmpuint (n_chosen * 2, <, n_naive);
}

static void
test_wide_units (void)
{
  for (guint i = 0; i < count_rounds (60); i++)
    {
      guint n = (guint) g_test_rand_int_range (2, 30);
      g_autoptr (GArray) links = make_dag (n, (guint) g_test_rand_int_range (0, 50));
      g_autofree TnLayersUnit *units = make_units (n);
      g_auto (TnLayers) layers = { 0 };

      for (guint k = 0; k < n; k++)
        if (g_test_rand_bit ())
          units[k] = (TnLayersUnit){ (guint) g_test_rand_int_range (1, 5),
                                     GRID * g_test_rand_int_range (1, 30), NAN };
      lay_out (&layers, units, n, links);
      assert_sound (&layers);
      g_assert_cmpuint (count_backward (&layers), ==, 0);
    }
}

static void
test_circles (void)
{
  for (guint i = 0; i < count_rounds (60); i++)
    {
      guint n = (guint) g_test_rand_int_range (1, 20);
      g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (TnLayersLink));
      g_autofree TnLayersUnit *units = make_units (n);
      g_auto (TnLayers) layers = { 0 };

      for (guint k = 0; k < 30; k++)
        {
          TnLayersLink link = { (guint) g_test_rand_int_range (0, (int) n),
                                (guint) g_test_rand_int_range (0, (int) n) };

          g_array_append_val (links, link);
        }
      lay_out (&layers, units, n, links);
      assert_sound (&layers);
    }
}

static void
test_chain_is_straight (void)
{
  g_autoptr (GArray) links = g_array_new (FALSE, FALSE, sizeof (TnLayersLink));
  g_autofree TnLayersUnit *units = make_units (50);
  g_auto (TnLayers) layers = { 0 };

  for (guint i = 0; i + 1 < 50; i++)
    {
      TnLayersLink link = { i, i + 1 };

      g_array_append_val (links, link);
    }
  lay_out (&layers, units, 50, links);
  for (guint i = 0; i < 50; i++)
    {
      g_assert_cmpuint (layers.column[i], ==, i);
      g_assert_cmpfloat (layers.y[i], ==, 0);
    }
}

/* The same, and once more from where it stood. */
static void
test_same_again (void)
{
  for (guint i = 0; i < count_rounds (40); i++)
    {
      guint n = (guint) g_test_rand_int_range (1, 40);
      g_autoptr (GArray) links = make_dag (n, (guint) g_test_rand_int_range (0, 60));
      g_autofree TnLayersUnit *units = make_units (n);
      g_auto (TnLayers) layers = { 0 };
      g_auto (TnLayers) again = { 0 };
      g_auto (TnLayers) kept = { 0 };

      lay_out (&layers, units, n, links);
      lay_out (&again, units, n, links);
      g_assert_cmpmem (layers.y, n * sizeof (double), again.y, n * sizeof (double));
      g_assert_cmpmem (layers.column, n * sizeof (guint), again.column, n * sizeof (guint));
      for (guint k = 0; k < n; k++)
        units[k].old = layers.y[k];
      lay_out (&kept, units, n, links);
      g_assert_cmpuint (kept.n_crossings, <=, layers.n_crossings);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  flow_register ();

  g_test_add_func ("/layers/no-card-on-another-and-no-more-crossings-than-naive", test_random_dags);
  g_test_add_func ("/layers/wide-units-keep-clear-of-all", test_wide_units);
  g_test_add_func ("/layers/circles-are-drawn", test_circles);
  g_test_add_func ("/layers/a-chain-is-straight", test_chain_is_straight);
  g_test_add_func ("/layers/same-input-same-places", test_same_again);

  return g_test_run ();
}
