/* bench-canvas.c: frames of panning and zooming over 500 steps and 700 links, and laying them out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <stdio.h>
#include <time.h>

#include "tn-arrange.h"
#include "tn-nodes.h"
#include "wb-canvas-pane.h"
#include "wb-test.h"
#include "wb-work.h"

#define N_STEPS  500
#define N_LINKS  700
#define N_FRAMES 120

/* Of this thread, in milliseconds: what others do on the machine is no part of a frame. */
static double
get_work (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* Tables that are filtered, filled and joined, in branches that meet again. */
static TnGraph *
make_graph (void)
{
  TnGraph *graph = tn_graph_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  guint n_links = 0;

  tn_graph_add_node (graph, "s0", "dataset");
  for (guint i = 1; i < N_STEPS; i++)
    {
      g_autofree char *id = g_strdup_printf ("s%u", i);
      g_autofree char *from =
          g_strdup_printf ("s%d", i < 4 ? 0 : g_rand_int_range (rand, i / 2, i));
      g_autofree char *other =
          g_strdup_printf ("s%d", i < 4 ? 0 : g_rand_int_range (rand, i / 2, i));
      gboolean joins = i >= 4 && i % 5 < 3 && n_links + N_STEPS - i < N_LINKS;

      tn_graph_add_node (graph, id, joins ? "join" : i % 5 == 3 ? "filter" : "impute");
      n_links += tn_graph_link (graph, from, "table", id, "table", NULL);
      if (joins)
        n_links += tn_graph_link (graph, other, "table", id, "second", NULL);
    }

  return graph;
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
wait_frame (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean painted = FALSE;
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &painted);

  gtk_widget_queue_draw (widget);
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
}

/* The work of a frame: what the canvas says, and what the renderer makes of it. */
static void
frame (GtkWidget *canvas, cairo_surface_t *surface)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  cairo_t *cr = cairo_create (surface);

  GTK_WIDGET_GET_CLASS (canvas)->snapshot (canvas, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
}

static void
tell (const char *what, double *times, guint n)
{
  qsort (times, n, sizeof (double), compare);
  printf ("%s: half below %.1f ms, 95%% below %.1f ms, longest %.1f ms\n", what, times[n / 2],
          times[n * 95 / 100], times[n - 1]);
}

typedef void (*Move) (WbCanvas *canvas, guint i);

static void
pan (WbCanvas *canvas, guint i)
{
  wb_canvas_pan (canvas, i % 40 < 20 ? 23 : -23, i % 30 < 15 ? 11 : -11);
}

static void
zoom (WbCanvas *canvas, guint i)
{
  wb_canvas_zoom_at (canvas, wb_canvas_get_zoom (canvas) * (i % 60 < 30 ? 1.08 : 1 / 1.08), 500,
                     300);
}

static void
measure (WbCanvas *canvas, cairo_surface_t *surface, const char *what, double at, Move move)
{
  double times[N_FRAMES];

  if (at > 0)
    wb_canvas_zoom (canvas, at);
  else
    wb_canvas_fit (canvas);
  for (guint i = 0; i < N_FRAMES; i++)
    {
      double start = get_work ();

      move (canvas, i);
      frame (GTK_WIDGET (canvas), surface);
      times[i] = get_work () - start;
    }
  tell (what, times, N_FRAMES);
}

static void
lay_out (TnGraph *graph)
{
  g_autoptr (TnBoard) board = tn_board_new ();
  double times[5];

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      double start = get_work ();
      g_autoptr (TnBoard) tidy = tn_arrange (graph, board, NULL);

      times[i] = get_work () - start;
    }
  tell ("laying out", times, G_N_ELEMENTS (times));
}

static void
on_activate (GtkApplication *application, gpointer user_data)
{
  g_autoptr (TnGraph) graph = make_graph ();
  g_autoptr (WbProject) project = wb_test_project_of (graph);
  g_autoptr (WbSteps) steps = wb_steps_new (project);
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *pane = wb_canvas_pane_new (steps);
  WbCanvas *canvas = wb_canvas_pane_get_canvas (WB_CANVAS_PANE (pane));
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 1280, 800);

  g_application_hold (G_APPLICATION (application));
  printf ("%u steps, %u links\n", tn_graph_get_n_nodes (graph), tn_graph_get_n_links (graph));
  lay_out (graph);
  gtk_window_set_child (GTK_WINDOW (window), pane);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
  wb_test_settle ();
  wait_frame (window);
  measure (canvas, surface, "panning, all in view", 0, pan);
  measure (canvas, surface, "panning at 30%", 0.3, pan);
  measure (canvas, surface, "panning at 60%", 0.6, pan);
  measure (canvas, surface, "panning at 100%", 1, pan);
  measure (canvas, surface, "zooming from all in view", 0, zoom);
  measure (canvas, surface, "zooming from 50%", 0.5, zoom);
  cairo_surface_destroy (surface);
  gtk_window_destroy (GTK_WINDOW (window));
  wb_project_close (project);
  wb_work_drain ();
  g_application_release (G_APPLICATION (application));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = g_object_new (
      ADW_TYPE_APPLICATION, "application-id", TN_APP_ID, "flags", G_APPLICATION_NON_UNIQUE,
      "resource-base-path", "/io/github/tenureworkbench/Tenure", NULL);

  tn_nodes_init ();
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
