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

/* --- Pipelines --- */

static TnGraph *
make_graph (guint n, guint n_links)
{
  TnGraph *graph = tn_graph_new ();
  g_autoptr (GArray) links = make_dag (n, n_links);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%u", i);

      tn_graph_add_node (graph, id, "prep");
    }
  for (guint i = 0; i < links->len; i++)
    {
      const TnLayersLink *link = &g_array_index (links, TnLayersLink, i);

      g_assert_true (tn_graph_link (graph, tn_graph_get_node (graph, link->from)->id, "table",
                                    tn_graph_get_node (graph, link->to)->id, "table", NULL));
    }

  return graph;
}

/* Every step has one before it: what a person draws is rather like that. */
static TnGraph *
make_tree (guint n)
{
  TnGraph *graph = tn_graph_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%u", i);

      tn_graph_add_node (graph, id, "prep");
      if (i > 0)
        {
          g_autofree char *from =
              g_strdup_printf ("s%d", g_test_rand_int_range (MAX (0, (int) i - 4), (int) i));

          tn_graph_link (graph, from, "table", id, "table", NULL);
        }
    }

  return graph;
}

static gboolean
meet (const TnBox *a, const TnBox *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static TnBox
get_card (const TnBoard *board, TnGraph *graph, guint index)
{
  TnBox card = { 0, 0, TN_CARD_WIDTH, TN_CARD_HEIGHT };

  g_assert_true (
      tn_board_get_place (board, tn_graph_get_node (graph, index)->id, &card.x, &card.y));

  return card;
}

static void
assert_clear (const TnBoard *board, TnGraph *graph)
{
  for (guint i = 0; i < tn_graph_get_n_nodes (graph); i++)
    {
      TnBox card = get_card (board, graph, i);

      for (guint k = 0; k < i; k++)
        {
          TnBox other = get_card (board, graph, k);

          g_assert_false (meet (&card, &other));
        }
      for (guint k = 0; k < tn_board_get_n_groups (board); k++)
        {
          TnBox box;

          if (tn_board_find_group_of (board, tn_graph_get_node (graph, i)->id) == (int) k)
            continue;
          g_assert_true (tn_board_get_group_box (board, k, &box));
          g_assert_false (meet (&card, &box));
        }
    }
}

static void
add_groups (TnBoard *board, TnGraph *graph)
{
  guint n = tn_graph_get_n_nodes (graph);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GPtrArray) members = g_ptr_array_new ();

      for (guint k = 0; k < n; k++)
        if (g_test_rand_int_range (0, 6) == 0)
          g_ptr_array_add (members, tn_graph_get_node (graph, k)->id);
      if (members->len == 0)
        continue;
      g_ptr_array_add (members, NULL);
      tn_board_add_group (board, "Group", (const char *const *) members->pdata);
    }
}

/* A group stays together, and nothing else stands in its box. */
static void
test_groups (void)
{
  for (guint i = 0; i < count_rounds (60); i++)
    {
      guint n = (guint) g_test_rand_int_range (1, 30);
      g_autoptr (TnGraph) graph = make_graph (n, (guint) g_test_rand_int_range (0, 40));
      g_autoptr (TnBoard) board = tn_board_new ();
      g_autoptr (TnBoard) arranged = NULL;
      g_autoptr (TnBoard) again = NULL;

      add_groups (board, graph);
      arranged = tn_arrange (graph, board, NULL);
      assert_clear (arranged, graph);
      again = tn_arrange (graph, arranged, NULL);
      assert_clear (again, graph);
    }
}

/* Links go forward in what has no circle and no groups. */
static void
test_forward (void)
{
  for (guint i = 0; i < count_rounds (40); i++)
    {
      g_autoptr (TnGraph) graph = make_graph (30, (guint) g_test_rand_int_range (0, 50));
      g_autoptr (TnBoard) board = tn_board_new ();
      g_autoptr (TnBoard) arranged = tn_arrange (graph, board, NULL);

      for (guint k = 0; k < tn_graph_get_n_links (graph); k++)
        {
          const TnGraphLink *link = tn_graph_get_link (graph, k);
          TnBox from = get_card (arranged, graph, link->from);
          TnBox to = get_card (arranged, graph, link->to);

          g_assert_cmpfloat (from.x + from.width, <, to.x);
        }
    }
}

/* Once arranged it rests; a new step at an end moves few of the others. */
static void
test_few_move (void)
{
  guint n_moved = 0, n_steps = 0, n_kept_moved = 0;

  for (guint i = 0; i < count_rounds (60); i++)
    {
      g_autoptr (TnGraph) graph = make_tree (25);
      g_autoptr (TnBoard) empty = tn_board_new ();
      g_autoptr (TnBoard) board = tn_arrange (graph, empty, NULL);
      g_autoptr (TnBoard) same = NULL;
      g_autoptr (TnBoard) fit = NULL;
      g_autoptr (TnBoard) more = NULL;
      g_autofree char *from = g_strdup_printf ("s%d", g_test_rand_int_range (0, 25));
      TnArrangeFacts facts;

      same = tn_arrange (graph, board, &facts);
      g_assert_cmpuint (facts.n_moved, ==, 0);
      tn_graph_add_node (graph, "new", "prep");
      tn_graph_link (graph, from, "table", "new", "table", NULL);
      fit = tn_board_fit (board, graph);
      assert_clear (fit, graph);
      more = tn_arrange (graph, fit, &facts);
      n_moved += facts.n_moved;
      n_steps += 25;
      for (guint k = 0; k < 25; k++)
        {
          TnBox before = get_card (board, graph, k), after = get_card (fit, graph, k);

          n_kept_moved += before.x != after.x || before.y != after.y;
        }
    }
  g_test_message ("Of %u steps %u moved when one more was arranged, %u when it was placed", n_steps,
                  n_moved, n_kept_moved);
  g_assert_cmpuint (n_kept_moved, ==, 0);
  g_assert_cmpuint (n_moved * 2, <, n_steps);
}

/* Parts that are not linked stand side by side, on little room. */
static void
test_parts (void)
{
  g_autoptr (TnGraph) graph = make_graph (100, 0);
  g_autoptr (TnBoard) empty = tn_board_new ();
  g_autoptr (TnBoard) board = tn_arrange (graph, empty, NULL);
  TnBox extent;

  assert_clear (board, graph);
  g_assert_true (tn_board_get_extent (board, &extent));
  g_assert_cmpfloat (extent.width * extent.height, <,
                     2.0 * 100 * TN_ARRANGE_COLUMN * TN_ARRANGE_ROW);
  g_assert_cmpfloat (extent.width, <, 4 * extent.height);
}

/* A note goes with its card and covers none. */
static void
test_notes (void)
{
  g_autoptr (TnGraph) graph = make_tree (10);
  g_autoptr (TnBoard) empty = tn_board_new ();
  g_autoptr (TnBoard) board = tn_arrange (graph, empty, NULL);
  g_autoptr (TnBoard) arranged = NULL;
  TnBox box, moved;

  box = get_card (board, graph, 5);
  box.y -= box.height + 5;
  tn_board_add_note (board, "This one", &box);
  tn_board_set_place (board, "s9", 5000, 5000);
  arranged = tn_arrange (graph, board, NULL);
  moved = tn_board_get_note (arranged, 0)->box;
  g_assert_cmpfloat (moved.width, ==, box.width);
  for (guint i = 0; i < 10; i++)
    {
      TnBox card = get_card (arranged, graph, i);

      g_assert_false (meet (&card, &moved));
    }
}

/* Circles, links to itself and twice the same link are drawn too. */
static void
test_odd_graphs (void)
{
  g_autoptr (TnGraph) graph = make_tree (5);
  g_autoptr (TnGraph) none = tn_graph_new ();
  g_autoptr (TnBoard) empty = tn_board_new ();
  g_autoptr (TnBoard) board = NULL;
  g_autoptr (TnBoard) blank = tn_arrange (none, empty, NULL);

  g_assert_cmpuint (tn_board_get_n_places (blank), ==, 0);
  tn_graph_link (graph, "s4", "table", "s0", "table", NULL);
  tn_graph_link (graph, "s4", "table", "s0", "table", NULL);
  tn_graph_link (graph, "s2", "table", "s2", "table", NULL);
  board = tn_arrange (graph, empty, NULL);
  assert_clear (board, graph);
  tn_board_unset_place (board, "s2");
  tn_arrange_missing (graph, board);
  assert_clear (board, graph);
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

  g_test_add_func ("/arrange/nothing-stands-in-the-box-of-a-group", test_groups);
  g_test_add_func ("/arrange/links-go-forward", test_forward);
  g_test_add_func ("/arrange/a-new-step-moves-few", test_few_move);
  g_test_add_func ("/arrange/parts-are-packed", test_parts);
  g_test_add_func ("/arrange/notes-cover-no-card", test_notes);
  g_test_add_func ("/arrange/circles-and-nothing-at-all", test_odd_graphs);

  return g_test_run ();
}
