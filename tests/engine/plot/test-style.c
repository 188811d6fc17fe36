/* test-style.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-plot-style.h"

/* Severity 1.0: Machado, Oliveira & Fernandes, "A physiologically-based model for simulation
 * of color vision deficiency", IEEE TVCG 15(6), 2009, on linear RGB. */
static const double visions[4][9] = {
  { 1, 0, 0, 0, 1, 0, 0, 0, 1 },
  { 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998 },
  { 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881 },
  { 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900 },
};

static double
linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static double
luminance (TnRgba colour)
{
  return 0.2126 * linear (colour.red) + 0.7152 * linear (colour.green) +
         0.0722 * linear (colour.blue);
}

/* WCAG 2: (lighter + 0.05) / (darker + 0.05). */
static double
contrast (TnRgba a, TnRgba b)
{
  double x = luminance (a), y = luminance (b);

  return (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);
}

static double
lab_f (double t)
{
  return t > 216.0 / 24389 ? cbrt (t) : (24389.0 / 27 * t + 16) / 116;
}

static void
to_lab (TnRgba colour, const double *vision, double lab[3])
{
  double in[3] = { linear (colour.red), linear (colour.green), linear (colour.blue) }, c[3];
  double x, y, z;

  for (int i = 0; i < 3; i++)
    c[i] =
        CLAMP (vision[3 * i] * in[0] + vision[3 * i + 1] * in[1] + vision[3 * i + 2] * in[2], 0, 1);
  x = (0.4124564 * c[0] + 0.3575761 * c[1] + 0.1804375 * c[2]) / 0.95047;
  y = 0.2126729 * c[0] + 0.7151522 * c[1] + 0.0721750 * c[2];
  z = (0.0193339 * c[0] + 0.1191920 * c[1] + 0.9503041 * c[2]) / 1.08883;
  lab[0] = 116 * lab_f (y) - 16;
  lab[1] = 500 * (lab_f (x) - lab_f (y));
  lab[2] = 200 * (lab_f (y) - lab_f (z));
}

static double
hue (double b, double a)
{
  double angle = a == 0 && b == 0 ? 0 : atan2 (b, a) * 180 / G_PI;

  return angle < 0 ? angle + 360 : angle;
}

/* CIEDE2000 as in Sharma, Wu & Dalal, Color Research & Application 30(1), 2005. */
static double
ciede2000 (const double p[3], const double q[3])
{
  double mean_c = (hypot (p[1], p[2]) + hypot (q[1], q[2])) / 2;
  double g = 0.5 * (1 - sqrt (pow (mean_c, 7) / (pow (mean_c, 7) + pow (25, 7))));
  double a1 = p[1] * (1 + g), a2 = q[1] * (1 + g);
  double c1 = hypot (a1, p[2]), c2 = hypot (a2, q[2]), h1 = hue (p[2], a1), h2 = hue (q[2], a2);
  double dh = c1 * c2 == 0     ? 0
              : h2 - h1 > 180  ? h2 - h1 - 360
              : h2 - h1 < -180 ? h2 - h1 + 360
                               : h2 - h1;
  double big_h = 2 * sqrt (c1 * c2) * sin (dh * G_PI / 360);
  double l = (p[0] + q[0]) / 2, c = (c1 + c2) / 2;
  double h = c1 * c2 == 0            ? h1 + h2
             : fabs (h1 - h2) <= 180 ? (h1 + h2) / 2
             : h1 + h2 < 360         ? (h1 + h2 + 360) / 2
                                     : (h1 + h2 - 360) / 2;
  double t = 1 - 0.17 * cos ((h - 30) * G_PI / 180) + 0.24 * cos (2 * h * G_PI / 180) +
             0.32 * cos ((3 * h + 6) * G_PI / 180) - 0.20 * cos ((4 * h - 63) * G_PI / 180);
  double sl = 1 + 0.015 * pow (l - 50, 2) / sqrt (20 + pow (l - 50, 2));
  double sc = 1 + 0.045 * c, sh = 1 + 0.015 * c * t;
  double rt = -2 * sqrt (pow (c, 7) / (pow (c, 7) + pow (25, 7))) *
              sin (60 * exp (-pow ((h - 275) / 25, 2)) * G_PI / 180);
  double dl = (q[0] - p[0]) / sl, dc = (c2 - c1) / sc, dhh = big_h / sh;

  return sqrt (dl * dl + dc * dc + dhh * dhh + rt * dc * dhh);
}

/* Pairs 1, 7 and 17 of the test data of Sharma, Wu & Dalal (2005), table 1. */
static void
test_ciede2000 (void)
{
  static const double cases[][7] = {
    { 50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425 },
    { 50, 0, 0, 50, -1, 2, 2.3669 },
    { 50, 2.5, 0, 73, 25, -18, 27.1492 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat_with_epsilon (ciede2000 (cases[i], cases[i] + 3), cases[i][6], 1e-4);
}

static void
test_series_differ (void)
{
  for (guint look = 0; look < TN_PLOT_N_LOOKS; look++)
    {
      const TnPlotStyle *style = tn_plot_style_get (look);

      for (int vision = 0; vision < 4; vision++)
        for (int i = 1; i < TN_PLOT_N_SERIES; i++)
          for (int k = 1; k < i; k++)
            {
              double a[3], b[3];

              to_lab (style->series[i], visions[vision], a);
              to_lab (style->series[k], visions[vision], b);
              if (ciede2000 (a, b) < 10)
                g_error ("look %u, vision %d: series %d and %d are %.1f apart", look, vision, i, k,
                         ciede2000 (a, b));
            }
    }
}

static void
test_contrast (void)
{
  for (guint look = 0; look < TN_PLOT_N_LOOKS; look++)
    {
      const TnPlotStyle *style = tn_plot_style_get (look);

      g_assert_cmpfloat (contrast (style->ink, style->paper), >=, 11);
      g_assert_cmpfloat (contrast (style->soft, style->paper), >=, 4.5);
      for (int i = 0; i < TN_PLOT_N_SERIES; i++)
        if (contrast (style->series[i], style->paper) < 3.1)
          g_error ("look %u: series %d has %.2f", look, i,
                   contrast (style->series[i], style->paper));
      /* Text stands on filled bars of series 1 and 2. */
      g_assert_cmpfloat (contrast (style->on_fill, style->series[1]), >=, 4.5);
      g_assert_cmpfloat (contrast (style->on_fill, style->series[2]), >=, 4.5);
    }
}

static void
test_cut_text (void)
{
  g_autofree char *kept = tn_plot_cut_text ("one order", 20);
  g_autofree char *cut = tn_plot_cut_text ("下单一次的用户", 4);
  g_autofree char *lines = tn_plot_cut_text ("a\nb\tc\177", 20);
  g_autofree char *none = tn_plot_cut_text (NULL, 5);
  g_autofree char *broken = tn_plot_cut_text ("caf\xe9 \xff", 20);
  g_autofree char *huge = g_strnfill (5 * 1024 * 1024, 'x');
  g_autofree char *cut_huge = tn_plot_cut_text (huge, 100);

  g_assert_cmpstr (kept, ==, "one order");
  g_assert_cmpstr (cut, ==, "下单一…");
  g_assert_cmpstr (lines, ==, "a b c ");
  g_assert_cmpstr (none, ==, "");
  g_assert_true (g_utf8_validate (broken, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (cut_huge, -1), ==, 100);
}

/* The width of a text comes from the font alone. */
static double
width_of (const char *language, const char *text, gboolean bold)
{
  PangoContext *context = tn_plot_context_new (tn_language_get (language));
  g_autoptr (PangoLayout) layout =
      tn_plot_layout_new (context, tn_language_get (language), text, 11, bold);
  int width, height;

  pango_layout_get_size (layout, &width, &height);
  g_object_unref (context);

  return (double) width / PANGO_SCALE;
}

static void
test_figures_have_one_width (void)
{
  g_assert_cmpfloat_with_epsilon (width_of ("en", "1111", FALSE), width_of ("en", "8888", FALSE),
                                  0.01);
  g_assert_cmpfloat_with_epsilon (width_of ("zh_CN", "1111", TRUE),
                                  width_of ("zh_CN", "8080", TRUE), 0.01);
}

/* A font that has Chinese: every character is one size wide, not a box with a number in it. */
static void
test_chinese_has_a_font (void)
{
  PangoContext *context = tn_plot_context_new (tn_language_get ("zh_CN"));
  g_autoptr (PangoLayout) layout =
      tn_plot_layout_new (context, tn_language_get ("zh_CN"), "流失骨直", 11, FALSE);

  g_assert_cmpint (pango_layout_get_unknown_glyphs_count (layout), ==, 0);
  g_assert_cmpfloat_with_epsilon (width_of ("zh_CN", "流失骨直", FALSE), 44, 0.1);
  g_assert_cmpstr (pango_language_to_string (pango_context_get_language (context)), ==, "zh-cn");
  g_object_unref (context);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/style/distance-is-ciede2000", test_ciede2000);
  g_test_add_func ("/style/series-differ-in-every-kind-of-vision", test_series_differ);
  g_test_add_func ("/style/everything-has-contrast", test_contrast);
  g_test_add_func ("/style/cell-text-is-cut-before-layout", test_cut_text);
  g_test_add_func ("/style/figures-have-one-width", test_figures_have_one_width);
  g_test_add_func ("/style/chinese-has-its-font", test_chinese_has_a_font);

  return g_test_run ();
}
