/* bench-arrange.c: a large pipeline laid out, beside graphviz where that is installed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdio.h>

#include "tn-arrange.h"
#include "tn-layers.h"

#define N_STEPS 500
#define N_LINKS 700

/* Mostly to steps near by, as people draw; the same on every machine. */
static GArray *
make_links (guint32 seed)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (TnLayersLink));
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  for (guint i = 1; i < N_STEPS; i++)
    {
      TnLayersLink link = { (guint) g_rand_int_range (random, MAX (0, (int) i - 12), (int) i), i };

      g_array_append_val (links, link);
    }
  while (links->len < N_LINKS)
    {
      guint to = (guint) g_rand_int_range (random, 1, N_STEPS);
      TnLayersLink link = { (guint) g_rand_int_range (random, MAX (0, (int) to - 40), (int) to),
                            to };

      g_array_append_val (links, link);
    }

  return links;
}

static double
time_layers (GArray *links, guint *n_crossings, guint *n_columns)
{
  g_autofree TnLayersUnit *units = g_new (TnLayersUnit, N_STEPS);
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < N_STEPS; i++)
    units[i] = (TnLayersUnit){ 1, TN_CARD_HEIGHT, NAN };
  for (guint i = 0; i < 5; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_auto (TnLayers) layers = { 0 };

      tn_layers_init (&layers, units, N_STEPS, (const TnLayersLink *) (gpointer) links->data,
                      links->len, TN_BOARD_GRID, TN_ARRANGE_ROW - TN_CARD_HEIGHT);
      best = MIN (best, (g_get_monotonic_time () - start) / 1000.0);
      *n_crossings = layers.n_crossings;
      *n_columns = layers.n_columns;
    }

  return best;
}

/* The peer as a program of its own: reading and writing are in its time. */
static void
time_dot (GArray *links, double ours)
{
  g_autofree char *program = g_find_program_in_path ("dot");
  g_autoptr (GString) text = g_string_new ("digraph { rankdir=LR; node [shape=box];\n");
  g_autoptr (GSubprocess) dot = NULL;
  g_autofree char *out = NULL;
  gint64 start;
  double theirs;

  if (program == NULL)
    {
      printf ("graphviz is not installed: no peer\n");
      return;
    }
  for (guint i = 0; i < links->len; i++)
    g_string_append_printf (text, "%u -> %u;\n", g_array_index (links, TnLayersLink, i).from,
                            g_array_index (links, TnLayersLink, i).to);
  g_string_append (text, "}\n");
  start = g_get_monotonic_time ();
  dot = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                          program, "-Tplain", NULL);
  if (dot == NULL || !g_subprocess_communicate_utf8 (dot, text->str, NULL, &out, NULL, NULL))
    return;
  theirs = (g_get_monotonic_time () - start) / 1000.0;
  printf ("dot -Tplain: %.0f ms, as a program: %.1f times as long\n", theirs, theirs / ours);
}

int
main (void)
{
  for (guint32 seed = 1; seed <= 3; seed++)
    {
      g_autoptr (GArray) links = make_links (seed);
      guint n_crossings, n_columns;
      double ours = time_layers (links, &n_crossings, &n_columns);

      printf ("%d steps, %d links: %.1f ms, %u crossings, %u columns\n", N_STEPS, N_LINKS, ours,
              n_crossings, n_columns);
      time_dot (links, ours);
    }

  return 0;
}
