/* test-figure.c: asking a chart what is where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "plot-samples.h"
#include "tn-chart-kinds.h"
#include "tn-error.h"
#include "tn-figure.h"

#define WIDTH  420
#define HEIGHT 320

static const TnLanguage *
english (void)
{
  return tn_language_get ("en");
}

static TnMessage *
word (const char *text)
{
  return tn_message_new_literal (text);
}

static TnFigure *
figure_of (const TnChart *chart, const TnZoom *zoom)
{
  return tn_figure_new (chart, zoom, WIDTH, HEIGHT, tn_plot_style_get (TN_PLOT_LIGHT), english (),
                        NULL);
}

static char *
say (const TnFigure *figure, const TnHit *hit)
{
  g_autoptr (GPtrArray) lines = tn_figure_say (figure, hit, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *line = tn_message_say (g_ptr_array_index (lines, i), english ());

      g_string_append_printf (text, "%s%s", i > 0 ? " | " : "", line);
    }

  return g_string_free (text, FALSE);
}

static TnChart *
make_curves (void)
{
  static const double x[] = { 0, 0.25, 0.5, 1 }, a[] = { 0, 0.6, 0.8, 1 };
  static const double b[] = { 0, 0.3, 0.5125, 1 }, low[] = { 0, 0.5, 0.7, 1 };
  static const double high[] = { 0, 0.7, 0.9, 1 };
  TnTrace traces[2] = { { word ("boosting"), 1, 4, x, a, low, high },
                        { word ("recency"), 0, 4, x, b, NULL, NULL } };

  return tn_chart_roc (word ("Title"), NULL, 2, traces);
}

/* A hit of a value, looked for among all elements by what it says. */
static void
test_curve_says_value_unit_and_interval (void)
{
  g_autoptr (TnChart) chart = make_curves ();
  g_autoptr (TnFigure) figure = figure_of (chart, NULL);
  cairo_rectangle_t plot;
  TnHit hit;
  g_autofree char *said = NULL;

  g_assert_true (tn_figure_get_plot (figure, 0, &plot));
  g_assert_true (
      tn_figure_find (figure, plot.x + 0.26 * plot.width, plot.y + 0.41 * plot.height, &hit));
  g_assert_cmpfloat_with_epsilon (hit.x, plot.x + 0.25 * plot.width, 1e-6);
  g_assert_cmpfloat_with_epsilon (hit.y, plot.y + 0.4 * plot.height, 1e-6);
  said = say (figure, &hit);
  g_assert_cmpstr (said, ==,
                   "boosting | share of stayers contacted by mistake: 25.0% | "
                   "share of leavers found: 60.0% | 95% interval: 50.0% to 70.0%");
}

static void
test_nothing_is_found_beside_the_plot (void)
{
  g_autoptr (TnChart) chart = make_curves ();
  g_autoptr (TnFigure) figure = figure_of (chart, NULL);
  TnHit hit;

  g_assert_false (tn_figure_find (figure, -50, -50, &hit));
  g_assert_false (tn_figure_find (figure, NAN, 10, &hit));
  g_assert_cmpint (tn_figure_find_panel (figure, 1e6, 1e6), ==, -1);
}

static void
test_keys_walk_along_and_across_curves (void)
{
  g_autoptr (TnChart) chart = make_curves ();
  g_autoptr (TnFigure) figure = figure_of (chart, NULL);
  TnHit hit = { 9, 9, 9, 0, 0 };
  g_autofree char *first = NULL, *other = NULL;

  g_assert_true (tn_figure_walk (figure, TN_WALK_FIRST, &hit));
  for (int i = 0; i < 2; i++)
    g_assert_true (tn_figure_walk (figure, TN_WALK_RIGHT, &hit));
  first = say (figure, &hit);
  g_assert_nonnull (strstr (first, "boosting"));
  g_assert_nonnull (strstr (first, "80.0%"));
  g_assert_true (tn_figure_walk (figure, TN_WALK_UP, &hit));
  other = say (figure, &hit);
  g_assert_nonnull (strstr (other, "recency"));
  /* More exactly than 1%: 51.25% is 51.2% or 51.3%, as numbers are rounded. */
  g_assert_true (strstr (other, "51.2%") != NULL || strstr (other, "51.3%") != NULL);
  g_assert_true (tn_figure_walk (figure, TN_WALK_RIGHT, &hit));
  g_assert_false (tn_figure_walk (figure, TN_WALK_RIGHT, &hit));
  g_assert_cmpuint (hit.index, ==, 3);
}

/* The curve comes first; the point that a chart marks is one key away, and no dead end. */
static void
test_marked_point_is_no_dead_end (void)
{
  static const double x[] = { 0.1, 0.2, 0.5, 1 }, y[] = { 1.6, 1.5, 1.2, 1 };
  TnTrace trace = { word ("boosting"), 1, 4, x, y, NULL, NULL };
  g_autoptr (TnChart) chart = tn_chart_lift (NULL, NULL, 1, &trace, 0.5, 0.2);
  g_autoptr (TnFigure) figure = figure_of (chart, NULL);
  g_autofree char *first = NULL;
  g_autofree char *marked = NULL;
  TnHit hit;

  g_assert_true (tn_figure_walk (figure, TN_WALK_FIRST, &hit));
  first = say (figure, &hit);
  g_assert_true (g_str_has_prefix (first, "boosting"));
  g_assert_true (tn_figure_walk (figure, TN_WALK_UP, &hit));
  marked = say (figure, &hit);
  g_assert_true (g_str_has_prefix (marked, "top 20%: 1.50×"));
  g_assert_true (tn_figure_walk (figure, TN_WALK_RIGHT, &hit));
  g_assert_cmpuint (hit.index, ==, 1);
}

/* Bars are one mark each, and walked through as if they were one. */
static void
test_bars_are_walked_and_say_interval (void)
{
  TnEstimate items[3] = {
    { word ("one"), NULL, 1, TRUE, 0.5, 0.4, 0.6 },
    { word ("two"), NULL, 1, FALSE, 0.25, NAN, NAN },
    { word ("three"), NULL, 1, FALSE, -0.1, -0.2, 0 },
  };
  g_autoptr (TnChart) chart =
      tn_chart_bars (NULL, NULL, word ("risk"), TN_UNIT_SHARE, NULL, 0, 3, items);
  g_autoptr (TnFigure) figure = figure_of (chart, NULL);
  static const char *const said[] = { "one | risk: 50.0% | 95% interval: 40.0% to 60.0%",
                                      "two | risk: 25.0%", NULL };
  TnHit hit;

  g_assert_true (tn_figure_walk (figure, TN_WALK_FIRST, &hit));
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *words = say (figure, &hit);

      g_assert_cmpstr (words, ==, said[i]);
      g_assert_true (tn_figure_walk (figure, TN_WALK_RIGHT, &hit));
    }
  {
    g_autofree char *words = say (figure, &hit);

    g_assert_true (g_str_has_prefix (words, "three | risk: "));
    g_assert_nonnull (strstr (words, "10.0%"));
    g_assert_nonnull (strstr (words, "95% interval"));
  }
  g_assert_false (tn_figure_walk (figure, TN_WALK_DOWN, &hit));
}

static void
test_histogram_says_its_edges_exactly (void)
{
  static const double edges[] = { 0, 10, 20, 30 }, counts[] = { 4, 0, 1234 };
  TnHistogram data = { .x_label = word ("days"),
                       .y_label = word ("customers"),
                       .unit = TN_UNIT_NUMBER,
                       .n_bins = 3,
                       .edges = edges,
                       .counts = counts,
                       .threshold = NAN };
  g_autoptr (TnChart) chart = tn_chart_histogram (NULL, NULL, &data);
  g_autoptr (TnFigure) figure = figure_of (chart, NULL);
  cairo_rectangle_t plot;
  TnHit hit;
  g_autofree char *said = NULL;

  g_assert_true (tn_figure_get_plot (figure, 0, &plot));
  g_assert_true (
      tn_figure_find (figure, plot.x + 0.9 * plot.width, plot.y + 0.6 * plot.height, &hit));
  said = say (figure, &hit);
  g_assert_cmpstr (said, ==, "days: 20 to 30 | customers: 1,234");
}

static void
test_zoom_retick_and_reset (void)
{
  g_autoptr (TnChart) chart = make_curves ();
  g_autoptr (TnFigure) whole = figure_of (chart, NULL);
  g_autoptr (TnFigure) part = NULL;
  cairo_rectangle_t plot, piece;
  TnZoom zoom, back;
  TnHit hit;
  g_autofree char *said = NULL;

  g_assert_true (tn_figure_get_plot (whole, 0, &plot));
  piece = (cairo_rectangle_t){ plot.x + 0.4 * plot.width, plot.y, 0.2 * plot.width, plot.height };
  g_assert_true (tn_figure_zoom_to (whole, 0, &piece, &zoom));
  g_assert_cmpfloat_with_epsilon (zoom.x_from, 0.4, 1e-6);
  g_assert_cmpfloat_with_epsilon (zoom.x_to, 0.6, 1e-6);
  g_assert_true (isnan (zoom.y_from));
  part = figure_of (chart, &zoom);
  g_assert_true (tn_figure_get_plot (part, 0, &plot));
  /* Only the values in the part can be found, in the middle of it. */
  g_assert_true (tn_figure_find (part, plot.x + 5, plot.y + 5, &hit));
  g_assert_cmpfloat_with_epsilon (hit.x, plot.x + 0.5 * plot.width, 1);
  g_assert_true (tn_figure_zoom_by (part, 0, plot.x + plot.width / 2, plot.y, 0.001, &back));
  g_assert_true (tn_zoom_is_whole (&back));
}

/* However one zooms and moves, what is shown stays within the data and is not too small. */
static void
test_any_zoom_stays_within (void)
{
  g_autoptr (TnChart) chart = make_curves ();
  TnZoom zoom = TN_ZOOM_WHOLE;

  for (int i = 0; i < 300; i++)
    {
      g_autoptr (TnFigure) figure = figure_of (chart, &zoom);
      double x = g_test_rand_double_range (-100, WIDTH + 100);
      double y = g_test_rand_double_range (-100, HEIGHT + 100);
      TnHit hit;

      if (i % 3 == 0)
        tn_figure_move_by (figure, 0, x, y, &zoom);
      else
        tn_figure_zoom_by (figure, 0, x, y, g_test_rand_double_range (0.3, 4), &zoom);
      if (!isnan (zoom.x_from))
        {
          g_assert_cmpfloat (zoom.x_from, >=, -1e-9);
          g_assert_cmpfloat (zoom.x_to, <=, 1 + 1e-9);
          g_assert_cmpfloat (zoom.x_to - zoom.x_from, >, 0.01);
        }
      if (tn_figure_find (figure, x, y, &hit))
        {
          cairo_rectangle_t plot;

          tn_figure_get_plot (figure, hit.panel, &plot);
          g_assert_cmpfloat (hit.x, >=, plot.x - 1);
          g_assert_cmpfloat (hit.x, <=, plot.x + plot.width + 1);
        }
    }
  g_assert_false (isnan (zoom.x_from) != isnan (zoom.x_to));
}

/* Every chart there is, at many sizes and parts: whatever is found can be said, and walking ends.
 */
static void
test_every_chart_can_be_walked (void)
{
  for (guint i = 0; i < n_plot_samples; i++)
    for (int size = 60; size <= 900; size += 280)
      {
        g_autoptr (TnChart) chart = plot_samples[i].make (FALSE);
        g_autoptr (TnFigure) figure = tn_figure_new (
            chart, NULL, size, size * 0.7, tn_plot_style_get (TN_PLOT_DARK), english (), NULL);
        TnWalk ways[] = { TN_WALK_RIGHT, TN_WALK_DOWN, TN_WALK_LEFT, TN_WALK_UP };
        TnHit hit;

        if (!tn_figure_walk (figure, TN_WALK_FIRST, &hit))
          continue;
        for (guint way = 0; way < G_N_ELEMENTS (ways); way++)
          for (int step = 0; step < 50; step++)
            {
              g_autoptr (GPtrArray) lines = tn_figure_say (figure, &hit, NULL);

              g_assert_cmpuint (lines->len, >, 0);
              g_assert_true (hit.x >= -1 && hit.x <= size + 1);
              if (!tn_figure_walk (figure, ways[way], &hit))
                break;
            }
      }
}

/* Clouds */

static void
fill_random (gsize n, double *x, double *y)
{
  for (gsize i = 0; i < n; i++)
    {
      /* Skewed, with ties and gaps. */
      x[i] = i % 97 == 0 ? NAN : pow (g_test_rand_double (), 4) * 1000;
      y[i] = i % 3 == 0 ? floor (g_test_rand_double () * 10) : g_test_rand_double () * 10;
    }
}

static gssize
find_plainly (gsize n,
              const double *x,
              const double *y,
              double at_x,
              double at_y,
              double wx,
              double wy)
{
  double best = INFINITY;
  gssize found = -1;

  for (gsize i = 0; i < n; i++)
    {
      double dx = (x[i] - at_x) * wx, dy = (y[i] - at_y) * wy;

      if (isfinite (x[i]) && isfinite (y[i]) && dx * dx + dy * dy < best)
        {
          best = dx * dx + dy * dy;
          found = (gssize) i;
        }
    }

  return found;
}

static void
test_cloud_finds_the_nearest_point_itself (void)
{
  for (int round = 0; round < (g_test_slow () ? 60 : 12); round++)
    {
      gsize n = (gsize) g_test_rand_int_range (1, 5000);
      g_autofree double *x = g_new (double, n), *y = g_new (double, n);
      g_autoptr (TnCloud) cloud = NULL;

      fill_random (n, x, y);
      cloud = tn_cloud_new (n, x, y);
      for (int k = 0; k < 50; k++)
        {
          double at_x = g_test_rand_double_range (-200, 1200);
          double at_y = g_test_rand_double_range (-3, 13);
          double wx = g_test_rand_double_range (0.01, 3), wy = g_test_rand_double_range (0.01, 90);

          g_assert_cmpint (tn_cloud_find (cloud, at_x, at_y, wx, wy), ==,
                           find_plainly (n, x, y, at_x, at_y, wx, wy));
        }
    }
}

static void
test_cloud_of_nothing_or_one_place (void)
{
  double x[3] = { 5, 5, 5 }, y[3] = { 7, 7, 7 }, gaps[2] = { NAN, INFINITY };
  g_autoptr (TnCloud) same = tn_cloud_new (3, x, y);
  g_autoptr (TnCloud) empty = tn_cloud_new (2, gaps, gaps);
  g_autoptr (TnCloud) none = tn_cloud_new (0, NULL, NULL);

  g_assert_cmpint (tn_cloud_find (same, -1e100, 1e100, 1, 1), ==, 0);
  g_assert_cmpint (tn_cloud_find (same, 5, 7, 1, 1), ==, 0);
  g_assert_cmpint (tn_cloud_find (same, NAN, 7, 1, 1), ==, -1);
  g_assert_cmpint (tn_cloud_find (empty, 0, 0, 1, 1), ==, -1);
  g_assert_cmpint (tn_cloud_find (none, 0, 0, 1, 1), ==, -1);
}

static void
test_raster_counts_every_point_once (void)
{
  const gsize n = 40000;
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  g_autoptr (TnCloud) cloud = NULL;
  g_autoptr (TnRaster) raster = NULL;
  TnRasterGrid grid = { .columns = 37, .rows = 21 };
  guint64 total = 0;
  guint32 most = 0;

  fill_random (n, x, y);
  cloud = tn_cloud_new (n, x, y);
  tn_cloud_get_range (cloud, FALSE, &grid.x_from, &grid.x_to);
  tn_cloud_get_range (cloud, TRUE, &grid.y_from, &grid.y_to);
  raster = tn_raster_new (cloud, &grid, NULL, NULL);
  for (guint i = 0; i < 37 * 21; i++)
    {
      total += raster->counts[i];
      most = MAX (most, raster->counts[i]);
    }
  g_assert_cmpuint (total, ==, tn_cloud_get_n_shown (cloud));
  g_assert_cmpuint (most, ==, raster->most);
}

static void
test_raster_can_be_cancelled (void)
{
  double x[2] = { 0, 1 }, y[2] = { 0, 1 };
  g_autoptr (TnCloud) cloud = tn_cloud_new (2, x, y);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TnRasterGrid grid = { 0, 1, 0, 1, 2, 2 };

  g_cancellable_cancel (cancellable);
  g_assert_null (tn_raster_new (cloud, &grid, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static TnChart *
make_cloud (gsize n)
{
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    {
      x[i] = sin ((double) i) * 100;
      y[i] = cos ((double) i * 1.1) * 10;
    }

  return tn_chart_scatter (word ("Cloud"), NULL, word ("spent"), word ("orders"), 1, n, x, y);
}

/* A zoomed picture is there at once with the counts there are, and says which it still needs. */
static void
test_zoomed_cloud_wishes_for_counts (void)
{
  g_autoptr (TnChart) chart = make_cloud (30000);
  g_autoptr (GPtrArray) rasters = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_raster_unref);
  TnZoom zoom = { 0, -20, 20, NAN, NAN };
  const TnPlotStyle *style = tn_plot_style_get (TN_PLOT_LIGHT);

  for (int i = 0; i < 4; i++)
    {
      g_autoptr (TnFigure) figure =
          tn_figure_new (chart, i < 2 ? NULL : &zoom, WIDTH, HEIGHT, style, english (), rasters);
      guint n;
      const TnRasterWish *wishes = tn_figure_get_wishes (figure, &n);

      g_assert_cmpuint (n, ==, i % 2 == 0);
      if (n > 0)
        g_ptr_array_add (rasters, tn_raster_new (wishes->cloud, &wishes->grid, NULL, NULL));
    }
  {
    g_autoptr (TnFigure) figure = figure_of (chart, &zoom);
    guint n;

    /* Without a list, as for a file, everything is counted at once. */
    tn_figure_get_wishes (figure, &n);
    g_assert_cmpuint (n, ==, 0);
  }
}

static void
test_cloud_is_walked_and_says_exact_values (void)
{
  g_autoptr (TnChart) chart = make_cloud (30000);
  g_autoptr (TnFigure) figure = figure_of (chart, NULL);
  TnHit hit;
  g_autofree char *said = NULL;
  double x;

  g_assert_true (tn_figure_walk (figure, TN_WALK_FIRST, &hit));
  said = say (figure, &hit);
  g_assert_cmpstr (said, ==, "spent: 0 | orders: 10");
  x = hit.x;
  g_assert_true (tn_figure_walk (figure, TN_WALK_RIGHT, &hit));
  g_assert_cmpfloat (hit.x, >, x);
  g_assert_cmpuint (tn_chart_get_n_rows (chart), ==, 30001);
}

static double
luminance (TnRgba colour)
{
  double part[3] = { colour.red, colour.green, colour.blue };

  for (int i = 0; i < 3; i++)
    part[i] = part[i] <= 0.04045 ? part[i] / 12.92 : pow ((part[i] + 0.055) / 1.055, 2.4);

  return 0.2126 * part[0] + 0.7152 * part[1] + 0.0722 * part[2];
}

/* Lightness alone tells the counts apart, so colour blindness takes nothing away. */
static void
test_ramp_goes_one_way_in_lightness (void)
{
  for (guint look = 0; look < TN_PLOT_N_LOOKS; look++)
    {
      const TnPlotStyle *style = tn_plot_style_get (look);
      gboolean contrast = look == TN_PLOT_CONTRAST_LIGHT || look == TN_PLOT_CONTRAST_DARK;
      double paper = luminance (style->paper), before = paper;
      double way = luminance (style->ink) > paper ? 1 : -1;

      for (int i = 0; i <= 20; i++)
        {
          double at = luminance (tn_plot_ramp (style, 1, i / 20.0));
          double ratio = (MAX (at, paper) + 0.05) / (MIN (at, paper) + 0.05);

          g_assert_cmpfloat ((at - before) * way, >, 0);
          g_assert_cmpfloat (ratio, >, contrast ? 3 : 1.5);
          before = at;
        }
    }
}

static gboolean
contains (GBytes *bytes, const char *text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strstr_len (data, (gssize) size, text) != NULL;
}

static void
test_pictures_show_the_part_that_is_shown (void)
{
  g_autoptr (TnChart) chart = make_curves ();
  const TnPlotStyle *style = tn_plot_style_get (TN_PLOT_LIGHT);
  TnZoom zoom = { 0, 0.4, 0.6, NAN, NAN };
  g_autoptr (GBytes) whole =
      tn_chart_to_picture (chart, TN_PICTURE_SVG, WIDTH, HEIGHT, 1, style, english (), NULL);
  g_autoptr (GBytes) part = tn_chart_to_picture_of (chart, &zoom, TN_PICTURE_SVG, WIDTH, HEIGHT, 1,
                                                    style, english (), NULL);

  g_assert_true (contains (part, "<svg"));
  g_assert_false (g_bytes_equal (whole, part));
}

static void
test_text_quotes_what_would_break_it (void)
{
  TnEstimate items[1] = { { word ("a, \"b\"\nc"), NULL, 1, TRUE, 0.5, 0.4, 0.6 } };
  g_autoptr (TnChart) chart =
      tn_chart_bars (NULL, NULL, word ("risk"), TN_UNIT_SHARE, NULL, 0, 1, items);
  g_autoptr (GBytes) csv = tn_chart_to_text (chart, ',', english (), NULL, NULL);
  g_autoptr (GBytes) tsv = tn_chart_to_text (chart, '\t', english (), NULL, NULL);

  g_assert_true (contains (csv, "Name,\"risk (share, 0 to 1)\",\"95% from (share, 0 to 1)\","
                                "\"95% to (share, 0 to 1)\"\n\"a, \"\"b\"\"\nc\",0.5,0.4,0.6\n"));
  g_assert_true (contains (tsv, "Name\trisk (share, 0 to 1)\t"));
}

/* What a program reads is the value and not how it is said. */
static void
test_text_holds_raw_numbers (void)
{
  TnEstimate items[2] = { { word ("a"), NULL, 1, TRUE, 1234567.0 / 3, -1e-7, 1e14 },
                          { word ("b"), NULL, 1, TRUE, NAN, NAN, NAN } };
  gint64 day = (gint64) 1704067200 * G_USEC_PER_SEC;
  double x[3] = { (double) day, (double) (day + 3661 * (gint64) G_USEC_PER_SEC), NAN };
  double y[3] = { 0.1, 12345.678901234567, 3 };
  g_autoptr (TnChart) bars =
      tn_chart_bars (NULL, NULL, word ("gain"), TN_UNIT_MONEY, "GBP", 0, 2, items);
  g_autoptr (TnChart) points =
      tn_chart_scatter (NULL, NULL, word ("day"), word ("paid"), 1, 3, x, y);
  TnPanel *panel = g_ptr_array_index (tn_chart_get_panels (points), 0);
  g_autoptr (GBytes) money = tn_chart_to_text (bars, ',', english (), NULL, NULL);
  g_autoptr (GBytes) plain = NULL;

  g_assert_true (contains (money, "Name,gain (GBP),95% from (GBP),95% to (GBP)\n"
                                  "a,411522.3333333333,-1e-07,100000000000000\nb,,,\n"));
  panel->x.unit = TN_UNIT_DATE;
  plain = tn_chart_to_text (points, ',', english (), NULL, NULL);
  g_assert_true (contains (plain, "day,paid\n2024-01-01,0.1\n"
                                  "2024-01-01 01:01:01,12345.678901234567\n,3\n"));
}

static void
test_summary_has_axes_ends_and_curves (void)
{
  g_autoptr (TnChart) chart = make_curves ();
  g_autofree char *words = tn_chart_summarize (chart, english ());

  g_assert_nonnull (strstr (words, "Title."));
  g_assert_nonnull (
      strstr (words, "Across: share of stayers contacted by mistake, from 0.0% to 100.0%."));
  g_assert_nonnull (strstr (words, "Up: share of leavers found, from 0.0% to 100.0%."));
  g_assert_nonnull (strstr (words, "Curves: boosting, recency"));
  g_assert_nonnull (strstr (words, "60%"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/curve-says-value-unit-and-interval",
                   test_curve_says_value_unit_and_interval);
  g_test_add_func ("/figure/nothing-is-found-beside-the-plot",
                   test_nothing_is_found_beside_the_plot);
  g_test_add_func ("/figure/keys-walk-along-and-across-curves",
                   test_keys_walk_along_and_across_curves);
  g_test_add_func ("/figure/marked-point-is-no-dead-end", test_marked_point_is_no_dead_end);
  g_test_add_func ("/figure/bars-are-walked-and-say-interval",
                   test_bars_are_walked_and_say_interval);
  g_test_add_func ("/figure/histogram-says-its-edges-exactly",
                   test_histogram_says_its_edges_exactly);
  g_test_add_func ("/figure/zoom-reticks-and-resets", test_zoom_retick_and_reset);
  g_test_add_func ("/figure/any-zoom-stays-within", test_any_zoom_stays_within);
  g_test_add_func ("/figure/every-chart-can-be-walked", test_every_chart_can_be_walked);
  g_test_add_func ("/figure/pictures-show-the-part-that-is-shown",
                   test_pictures_show_the_part_that_is_shown);
  g_test_add_func ("/figure/text-quotes-what-would-break-it", test_text_quotes_what_would_break_it);
  g_test_add_func ("/figure/text-holds-raw-numbers", test_text_holds_raw_numbers);
  g_test_add_func ("/figure/summary-has-axes-ends-and-curves",
                   test_summary_has_axes_ends_and_curves);
  g_test_add_func ("/cloud/finds-the-nearest-point-itself",
                   test_cloud_finds_the_nearest_point_itself);
  g_test_add_func ("/cloud/of-nothing-or-one-place", test_cloud_of_nothing_or_one_place);
  g_test_add_func ("/cloud/raster-counts-every-point-once", test_raster_counts_every_point_once);
  g_test_add_func ("/cloud/raster-can-be-cancelled", test_raster_can_be_cancelled);
  g_test_add_func ("/cloud/zoomed-picture-wishes-for-counts", test_zoomed_cloud_wishes_for_counts);
  g_test_add_func ("/cloud/is-walked-and-says-exact-values",
                   test_cloud_is_walked_and_says_exact_values);
  g_test_add_func ("/cloud/ramp-goes-one-way-in-lightness", test_ramp_goes_one_way_in_lightness);

  return g_test_run ();
}
