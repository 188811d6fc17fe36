/* bench-scatter.c: a million points on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "wb-chart-view-private.h"
#include "wb-work.h"

#define N_POINTS 1000000
#define N_TIMES  60

static TnChart *
make_chart (gsize n)
{
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (gsize i = 0; i < n; i++)
    {
      /* As money goes: many small, few large. */
      x[i] = exp (g_rand_double (rand) * 3 + g_rand_double (rand) * 3);
      y[i] = sqrt (x[i]) * (0.5 + g_rand_double (rand));
    }

  return tn_chart_scatter (tn_message_new_literal ("A million customers"), NULL,
                           tn_message_new_literal ("spent"), tn_message_new_literal ("orders"), 1,
                           n, x, y);
}

static double
since (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1000.0;
}

/* The work of one frame on the main loop, to the last pixel, without the wait for the screen. */
static double
redraw (GtkWidget *view)
{
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (view));
  gint64 start = g_get_monotonic_time ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  g_autoptr (GdkTexture) texture = NULL;

  GTK_WIDGET_GET_CLASS (view)->snapshot (view, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node != NULL)
    texture = gsk_renderer_render_texture (renderer, node, NULL);
  g_clear_pointer (&node, gsk_render_node_unref);

  return since (start);
}

static void
wait_for_counts (WbChartView *view)
{
  while (wb_chart_view_is_counting (view))
    g_main_context_iteration (NULL, TRUE);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static void
say (const char *what, double *times, guint n)
{
  qsort (times, n, sizeof (double), compare);
  g_print ("%-46s half below %6.2f ms, 95%% below %6.2f ms\n", what, times[n / 2],
           times[n * 95 / 100]);
}

static void
measure_hover (WbChartView *view)
{
  double found[N_TIMES], drawn[N_TIMES];

  for (guint i = 0; i < N_TIMES; i++)
    {
      double x = 60 + 11 * i, y = 60 + 7 * (i * 7 % 60);
      gint64 start = g_get_monotonic_time ();
      TnHit hit;

      if (tn_figure_find (_wb_chart_get_figure (view), x, y, &hit))
        _wb_chart_set_hit (view, &hit, FALSE);
      found[i] = since (start);
      drawn[i] = redraw (GTK_WIDGET (view));
    }
  say ("hover: the nearest of all points", found, N_TIMES);
  say ("redraw with the value beside it", drawn, N_TIMES);
  g_print ("  target: redraw at most 16 ms\n");
}

static void
measure_zoom (WbChartView *view)
{
  double drawn[20], counted[20];

  for (guint i = 0; i < 20; i++)
    {
      gint64 start = g_get_monotonic_time ();
      TnZoom zoom;

      if (tn_figure_zoom_by (_wb_chart_get_figure (view), 0, 100 + 20 * i, 200,
                             i % 7 < 5 ? 1.4 : 0.2, &zoom))
        _wb_chart_set_zoom (view, &zoom);
      redraw (GTK_WIDGET (view));
      drawn[i] = since (start);
      wait_for_counts (view);
      counted[i] = since (start);
    }
  say ("zoom: first picture, from the counts there are", drawn, 20);
  say ("zoom: until the new counts are there", counted, 20);
}

/* As many as are still drawn one by one. */
static void
measure_dots (WbChartView *view)
{
  g_autoptr (TnChart) chart = make_chart (TN_CLOUD_FROM);
  double drawn[20];

  wb_chart_view_set_chart (view, chart);
  for (guint i = 0; i < 20; i++)
    {
      gint64 start = g_get_monotonic_time ();
      TnZoom zoom;

      if (i > 0 && tn_figure_zoom_by (_wb_chart_get_figure (view), 0, 100 + 20 * i, 200,
                                      i % 7 < 5 ? 1.4 : 0.2, &zoom))
        _wb_chart_set_zoom (view, &zoom);
      redraw (GTK_WIDGET (view));
      drawn[i] = since (start);
    }
  say ("20,000 single points: draw after a zoom", drawn, 20);
  for (guint i = 0; i < 20; i++)
    drawn[i] = redraw (GTK_WIDGET (view));
  say ("20,000 single points: redraw", drawn, 20);
}

static void
on_activate (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *view = wb_chart_view_new ();
  gint64 start = g_get_monotonic_time ();
  g_autoptr (TnChart) chart = make_chart (N_POINTS);
  double times[N_TIMES];

  g_print ("%d points, %s\n", N_POINTS, "chart and index made off the main loop:");
  g_print ("%-46s            %6.2f ms\n", "chart with its index", since (start));
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (view) < 8)
    g_main_context_iteration (NULL, TRUE);
  start = g_get_monotonic_time ();
  wb_chart_view_set_chart (WB_CHART_VIEW (view), chart);
  redraw (view);
  g_print ("%-46s            %6.2f ms\n", "first draw: axes, points still counted", since (start));
  wait_for_counts (WB_CHART_VIEW (view));
  redraw (view);
  g_print ("%-46s            %6.2f ms\n", "first draw: with all points", since (start));
  for (guint i = 0; i < N_TIMES; i++)
    times[i] = redraw (view);
  say ("redraw", times, N_TIMES);
  measure_hover (WB_CHART_VIEW (view));
  measure_zoom (WB_CHART_VIEW (view));
  measure_dots (WB_CHART_VIEW (view));
  gtk_window_destroy (GTK_WINDOW (window));
  wb_work_drain ();
}

int
main (int argc, char *argv[])
{
  g_autoptr (AdwApplication) application = NULL;

  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  application =
      adw_application_new ("io.github.tenureworkbench.BenchScatter", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
