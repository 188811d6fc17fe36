/* test-chart.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "plot-samples.h"
#include "tn-chart-kinds.h"
#include "tn-error.h"
#include "tn-scene.h"

static const TnLanguage *
english (void)
{
  return tn_language_get ("en");
}

static gboolean
is_within (TnPlotBox box, double width, double height, double slack)
{
  return box.x >= -slack && box.y >= -slack && box.x + box.width <= width + slack &&
         box.y + box.height <= height + slack;
}

/* Words stand apart and inside; shapes are inside the picture or cut to a clip that is. */
static void
assert_tidy (const TnScene *scene, const char *name)
{
  for (guint i = 0; i < scene->items->len; i++)
    {
      const TnItem *item = g_ptr_array_index (scene->items, i);
      gboolean clipped = item->clip.width >= 0;

      if (!is_within (clipped ? item->clip : item->box, scene->width, scene->height,
                      scene->style->text_size))
        g_error ("%s at %g × %g: something of kind %u is outside", name, scene->width,
                 scene->height, item->kind);
      if (item->kind != TN_ITEM_TEXT)
        continue;
      g_assert_true (is_within (item->box, scene->width, scene->height, 1));
      for (guint k = 0; k < i; k++)
        {
          const TnItem *other = g_ptr_array_index (scene->items, k);

          if (other->kind == TN_ITEM_TEXT && tn_box_meets (item->box, other->box))
            g_error ("%s at %g × %g: “%s” stands on “%s”", name, scene->width, scene->height,
                     pango_layout_get_text (item->layout), pango_layout_get_text (other->layout));
        }
    }
}

static guint
count_texts (const TnScene *scene)
{
  guint n = 0;

  for (guint i = 0; i < scene->items->len; i++)
    n += ((TnItem *) g_ptr_array_index (scene->items, i))->kind == TN_ITEM_TEXT;

  return n;
}

static void
test_no_overlap_at_any_size (void)
{
  guint n = g_test_slow () ? 60 : 6;

  for (guint i = 0; i < n_plot_samples; i++)
    for (int chinese = 0; chinese < 2; chinese++)
      {
        g_autoptr (TnChart) chart = plot_samples[i].make (chinese);
        const TnLanguage *language = tn_language_get (chinese ? "zh_CN" : "en");

        for (guint k = 0; k < n; k++)
          {
            double width = g_test_rand_double_range (200, 1400);
            double height = g_test_rand_double_range (200, 1400);
            TnPlotStyle style = *tn_plot_style_get (g_test_rand_int_range (0, TN_PLOT_N_LOOKS));
            g_autoptr (TnScene) scene = NULL;

            style.text_size *= g_test_rand_double_range (0.8, 1.6);
            scene = tn_chart_lay_out (chart, width, height, &style, language);
            assert_tidy (scene, plot_samples[i].name);
          }
      }
}

static void
test_tiny_pictures_keep_their_marks (void)
{
  const TnPlotStyle *style = tn_plot_style_get (TN_PLOT_LIGHT);

  for (guint i = 0; i < n_plot_samples; i++)
    for (double size = 1; size < 200; size *= 1.7)
      {
        g_autoptr (TnChart) chart = plot_samples[i].make (FALSE);
        g_autoptr (TnScene) scene = tn_chart_lay_out (chart, size, size, style, english ());

        for (guint k = 0; k < scene->items->len; k++)
          {
            const TnItem *item = g_ptr_array_index (scene->items, k);

            if (item->kind == TN_ITEM_TEXT)
              g_assert_true (is_within (item->box, size, size, 1));
          }
      }
}

/* At its own size every chart shows title, axes and the names of its curves. */
static void
test_own_size_says_everything (void)
{
  for (guint i = 0; i < n_plot_samples; i++)
    for (int chinese = 0; chinese < 2; chinese++)
      {
        const PlotSample *sample = &plot_samples[i];
        const TnPlotStyle *style = tn_plot_style_get (TN_PLOT_LIGHT);
        const TnLanguage *language = tn_language_get (chinese ? "zh_CN" : "en");
        g_autoptr (TnChart) chart = sample->make (chinese);
        double height = sample->height > 0
                            ? sample->height
                            : tn_chart_get_height (chart, sample->width, style, language);
        g_autoptr (TnScene) scene =
            tn_chart_lay_out (chart, sample->width, height, style, language);

        g_assert_cmpfloat (height, <, 900);
        if (strcmp (sample->name, "interval") != 0)
          g_assert_cmpuint (count_texts (scene), >=, strcmp (sample->name, "empty") == 0 ? 2 : 8);
        if (scene->n_refused > 0)
          g_error ("%s: %u texts found no room at the chart's own size", sample->name,
                   scene->n_refused);
      }
}

static gboolean
has_text (const TnScene *scene, const char *text, TnPlotBox *box)
{
  for (guint i = 0; i < scene->items->len; i++)
    {
      const TnItem *item = g_ptr_array_index (scene->items, i);

      if (item->kind == TN_ITEM_TEXT && strcmp (pango_layout_get_text (item->layout), text) == 0)
        {
          if (box != NULL)
            *box = item->box;
          return TRUE;
        }
    }

  return FALSE;
}

/* Two curves far apart are named at themselves, the upper name at the upper curve. */
static void
test_names_stand_at_their_curves (void)
{
  double x[2] = { 0, 1 }, high[2] = { 0.80, 0.85 }, low[2] = { 0.30, 0.35 };
  TnTrace curves[2] = { { tn_message_new_literal ("upper"), 1, 2, x, high, NULL, NULL },
                        { tn_message_new_literal ("lower"), 3, 2, x, low, NULL, NULL } };
  g_autoptr (TnChart) chart = tn_chart_precision_recall (NULL, NULL, 2, curves, NAN);
  g_autoptr (TnScene) scene =
      tn_chart_lay_out (chart, 400, 300, tn_plot_style_get (TN_PLOT_LIGHT), english ());
  TnPlotBox upper, lower;
  guint n_lines = 0;

  g_assert_true (has_text (scene, "upper", &upper));
  g_assert_true (has_text (scene, "lower", &lower));
  g_assert_cmpfloat (upper.y + upper.height, <, lower.y);
  for (guint i = 0; i < scene->items->len; i++)
    {
      const TnItem *item = g_ptr_array_index (scene->items, i);

      /* The curves themselves: nearest in height to their own names. */
      if (item->kind == TN_ITEM_LINE && item->n == 2 && item->line_width > 1.5 &&
          item->box.height > 1)
        {
          double middle = item->box.y + item->box.height / 2;

          n_lines++;
          g_assert_cmpfloat (MIN (fabs (upper.y + 6 - middle), fabs (lower.y + 6 - middle)), <, 30);
        }
    }
  g_assert_cmpuint (n_lines, ==, 2);
}

/* The last resort is a key; every name is somewhere at any usual size. */
static void
test_every_curve_is_named (void)
{
  static const char *const names[] = { "gradient boosting 0.741", "logistic regression 0.723",
                                       "recency rule 0.658" };
  g_autoptr (TnChart) chart = plot_samples[0].make (FALSE);

  for (double width = 260; width < 900; width += 37)
    for (double height = 240; height < 700; height += 61)
      {
        g_autoptr (TnScene) scene =
            tn_chart_lay_out (chart, width, height, tn_plot_style_get (TN_PLOT_LIGHT), english ());

        for (guint i = 0; i < G_N_ELEMENTS (names); i++)
          if (!has_text (scene, names[i], NULL))
            g_error ("%s is not named at %g × %g", names[i], width, height);
      }
}

static GBytes *
picture (const TnChart *chart, TnPictureFormat format, double scale, const char *language)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes =
      tn_chart_to_picture (chart, format, 400, 300, scale, tn_plot_style_get (TN_PLOT_LIGHT),
                           tn_language_get (language), &error);

  g_assert_no_error (error);

  return bytes;
}

static void
test_same_bytes_twice (void)
{
  for (guint i = 0; i < n_plot_samples; i++)
    for (TnPictureFormat format = TN_PICTURE_PNG; format <= TN_PICTURE_SVG; format++)
      {
        g_autoptr (TnChart) chart = plot_samples[i].make (i % 2);
        g_autoptr (TnChart) again = plot_samples[i].make (i % 2);
        g_autoptr (GBytes) a = picture (chart, format, 1, i % 2 ? "zh_CN" : "en");
        g_autoptr (GBytes) b = picture (again, format, 1, i % 2 ? "zh_CN" : "en");

        if (!g_bytes_equal (a, b))
          g_error ("%s in format %u differs from itself", plot_samples[i].name, format);
      }
}

static gboolean
contains (GBytes *bytes, const char *text)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return memmem (data, size, text, strlen (text)) != NULL;
}

static void
test_files_carry_no_date (void)
{
  g_autoptr (TnChart) chart = plot_samples[0].make (FALSE);
  g_autoptr (GBytes) pdf = picture (chart, TN_PICTURE_PDF, 1, "en");
  g_autoptr (GBytes) svg = picture (chart, TN_PICTURE_SVG, 1, "en");
  g_autoptr (GBytes) png = picture (chart, TN_PICTURE_PNG, 1, "en");

  g_assert_false (contains (pdf, "CreationDate"));
  g_assert_true (contains (pdf, "/FontFile"));
  g_assert_false (contains (pdf, "/Subtype /Image"));
  g_assert_false (contains (svg, "<image"));
  g_assert_false (contains (png, "tIME"));
}

static void
test_process_locale_changes_nothing (void)
{
  static const char *const locales[] = { "C.UTF-8", "de_DE.UTF-8", "C" };
  g_autoptr (TnChart) chart = plot_samples[10].make (FALSE);
  g_autoptr (GBytes) plain = picture (chart, TN_PICTURE_SVG, 1, "zh_CN");
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autoptr (GBytes) bytes = NULL;

      if (setlocale (LC_ALL, locales[i]) == NULL)
        continue;
      n++;
      bytes = picture (chart, TN_PICTURE_SVG, 1, "zh_CN");
      g_assert_true (g_bytes_equal (bytes, plain));
    }
  setlocale (LC_ALL, "C");
  g_assert_cmpuint (n, >=, 2);
}

static gpointer
draw_in_worker (gpointer data)
{
  return picture (data, TN_PICTURE_PNG, 1, "zh_CN");
}

static void
test_threads_draw_the_same (void)
{
  g_autoptr (TnChart) chart = plot_samples[0].make (TRUE);
  g_autoptr (GBytes) here = picture (chart, TN_PICTURE_PNG, 1, "zh_CN");
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("draw", draw_in_worker, chart);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GBytes) there = g_thread_join (threads[i]);

      g_assert_true (g_bytes_equal (here, there));
    }
}

/* What is drawn stays where it was told to, also on a surface without edges. */
static void
test_nothing_leaves_the_rectangle (void)
{
  for (guint i = 0; i < n_plot_samples; i++)
    {
      g_autoptr (TnChart) chart = plot_samples[i].make (FALSE);
      cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double x, y, width, height;

      tn_chart_draw (chart, cr, 300, 220, tn_plot_style_get (TN_PLOT_LIGHT), english ());
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      g_assert_true (x >= -0.01 && y >= -0.01 && x + width <= 300.01 && y + height <= 220.01);
      g_assert_cmpfloat (width, >, 299);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

static void
test_odd_sizes_draw_nothing (void)
{
  static const double sizes[] = { 0, -5, 0.5, NAN, INFINITY, 1e9 };
  g_autoptr (TnChart) chart = plot_samples[0].make (FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 10, 10);
      cairo_t *cr = cairo_create (surface);
      g_autoptr (GError) error = NULL;

      tn_chart_draw (chart, cr, sizes[i], 100, tn_plot_style_get (TN_PLOT_LIGHT), english ());
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      g_assert_cmpuint (*(guint32 *) cairo_image_surface_get_data (surface), ==, 0);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
      g_assert_null (tn_chart_to_picture (chart, TN_PICTURE_PNG, sizes[i], 100, 1,
                                          tn_plot_style_get (TN_PLOT_LIGHT), english (), &error));
      g_assert_error (error, TN_ERROR, TN_ERROR_ARGUMENT);
    }
}

static TnMessage *
word (const char *text)
{
  return tn_message_new_literal (text);
}

/* Every kind from arrays of one odd value. */
static GPtrArray *
make_odd_charts (gsize n, double value)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_chart_unref);
  g_autofree double *values = g_new (double, n + 1);
  g_autofree TnEstimate *items = g_new0 (TnEstimate, n + 1);

  for (gsize i = 0; i <= n; i++)
    values[i] = value;
  for (int kind = 0; kind < 8; kind++)
    {
      TnTrace curve = { word ("curve"), 1, n, values, values, values, values };

      for (gsize i = 0; i < n; i++)
        items[i] =
            (TnEstimate){ kind >= 5 ? word ("item") : NULL, NULL, 1, TRUE, value, value, value };
      if (kind >= 5)
        tn_message_unref (curve.name);
      g_ptr_array_add (
          charts,
          kind == 0   ? tn_chart_roc (NULL, NULL, 1, &curve)
          : kind == 1 ? tn_chart_precision_recall (NULL, NULL, 1, &curve, value)
          : kind == 2 ? tn_chart_lift (NULL, NULL, 1, &curve, value, value)
          : kind == 3 ? tn_chart_gains (NULL, NULL, 1, &curve, value, value)
          : kind == 4 ? tn_chart_profit (NULL, NULL, "GBP", 1, &curve, value)
          : kind == 5 ? tn_chart_bars (NULL, NULL, NULL, TN_UNIT_NUMBER, NULL, 2, n, items)
          : kind == 6
              ? tn_chart_forest (NULL, NULL, NULL, TN_UNIT_MONEY, "GBP", 0, n, items, 0)
              : tn_chart_shares (NULL, NULL, NULL, 1, &(TnGrouping){ NULL, n, items }, value));
    }
  g_ptr_array_add (charts,
                   tn_chart_learning (NULL, NULL, word ("loss"), n, values, values, values, 0));
  g_ptr_array_add (charts,
                   tn_chart_calibration (NULL, NULL, n, values, values, values, values, n, values));
  g_ptr_array_add (
      charts,
      tn_chart_histogram (
          NULL, NULL,
          &(TnHistogram){ .n_bins = n, .edges = values, .counts = values, .threshold = value }));
  g_ptr_array_add (charts, tn_chart_parts (NULL, NULL, n > 0,
                                           &(TnPart){ n > 0 ? word ("part") : NULL, value, value },
                                           value, value, value));
  g_ptr_array_add (charts, tn_chart_chances (NULL, NULL, "CNY", n, values, value, value, value));
  g_ptr_array_add (charts, tn_chart_interval (value, value, value, value, value, 1, value, value));
  g_ptr_array_add (charts, tn_chart_scatter (NULL, NULL, NULL, NULL, 1, n, values, values));
  g_ptr_array_add (charts, tn_chart_timeline (NULL, NULL, &(TnTimeline){ 0 }));

  return charts;
}

static void
test_odd_values (void)
{
  static const double odd[] = { NAN,  INFINITY, -INFINITY, 0,      -1,    1,
                                1e-9, 1e12,     1e300,     -1e300, 5e-324 };
  static const gsize lengths[] = { 0, 1, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    for (guint k = 0; k < G_N_ELEMENTS (lengths); k++)
      {
        g_autoptr (GPtrArray) charts = NULL;

        charts = make_odd_charts (lengths[k], odd[i]);
        for (guint c = 0; c < charts->len; c++)
          {
            const TnChart *chart = g_ptr_array_index (charts, c);
            g_autoptr (TnScene) scene = tn_chart_lay_out (
                chart, 300, 240, tn_plot_style_get (TN_PLOT_LIGHT), tn_language_get ("zh_CN"));
            g_autoptr (GBytes) bytes = picture (chart, TN_PICTURE_PNG, 1, "en");
            g_autofree char *words = tn_chart_describe (chart, english ());
            g_autoptr (GPtrArray) table = tn_chart_to_table (chart, english ());

            assert_tidy (scene, tn_chart_get_kind (chart));
          }
      }
}

/* Without a single value there is a sentence, on the picture and in its description. */
static void
test_nothing_to_draw_is_said (void)
{
  g_autoptr (GPtrArray) charts = make_odd_charts (2, NAN);
  guint n = 0;

  for (guint i = 0; i < charts->len; i++)
    {
      const TnChart *chart = g_ptr_array_index (charts, i);
      g_autofree char *words = tn_chart_describe (chart, english ());

      n += strstr (words, "There ") != NULL || strstr (words, "cannot be told") != NULL;
    }
  g_assert_cmpuint (n, >=, 11);
}

static void
test_many_categories (void)
{
  const gsize n = 100000;
  g_autofree TnEstimate *items = g_new0 (TnEstimate, n);
  g_autoptr (TnChart) chart = NULL;
  g_autoptr (TnScene) scene = NULL;

  for (gsize i = 0; i < n; i++)
    items[i] = (TnEstimate){ word ("category"), NULL, 1, FALSE, (double) (n - i), NAN, NAN };
  chart = tn_chart_bars (NULL, NULL, NULL, TN_UNIT_COUNT, NULL, 0, n, items);
  scene = tn_chart_lay_out (chart, 500, 300, tn_plot_style_get (TN_PLOT_LIGHT), english ());
  assert_tidy (scene, "bars");
  /* 15 of them have room; the others are counted, not silently gone. */
  g_assert_cmpuint (scene->items->len, <, 100);
  g_assert_true (has_text (scene, "category", NULL));
  for (guint i = 0;; i++)
    {
      const TnItem *item;

      g_assert_cmpuint (i, <, scene->items->len);
      item = g_ptr_array_index (scene->items, i);
      if (item->kind == TN_ITEM_TEXT &&
          g_str_has_suffix (pango_layout_get_text (item->layout), "more are not shown"))
        break;
    }
  g_assert_cmpfloat (
      tn_chart_get_height (chart, 500, tn_plot_style_get (TN_PLOT_LIGHT), english ()), <, 1200);
}

static guint
count_rows (const TnChart *chart, double width, double height, const TnLanguage *language)
{
  g_autoptr (TnScene) scene =
      tn_chart_lay_out (chart, width, height, tn_plot_style_get (TN_PLOT_LIGHT), language);

  return count_texts (scene);
}

/* A chart made flatter to fit a page says what it said before: no row is gone. */
static void
test_least_height (void)
{
  const TnPlotStyle *style = tn_plot_style_get (TN_PLOT_LIGHT);
  guint n_flatter = 0;

  for (guint i = 0; i < n_plot_samples; i++)
    for (int chinese = 0; chinese < 2; chinese++)
      {
        const TnLanguage *language = tn_language_get (chinese ? "zh_CN" : "en");
        g_autoptr (TnChart) chart = plot_samples[i].make (chinese);
        double width = plot_samples[i].width;
        double whole = tn_chart_get_height (chart, width, style, language);
        double least = tn_chart_get_least_height (chart, width, style, language);
        g_autoptr (TnScene) scene = tn_chart_lay_out (chart, width, least, style, language);

        g_assert_cmpfloat (least, <=, whole);
        n_flatter += least < 0.9 * whole;
        for (guint k = 0; k < scene->items->len; k++)
          {
            const TnItem *item = g_ptr_array_index (scene->items, k);

            g_assert_false (item->kind == TN_ITEM_TEXT &&
                            (g_str_has_suffix (pango_layout_get_text (item->layout), "not shown") ||
                             strstr (pango_layout_get_text (item->layout), "未显示") != NULL));
          }
        if (strcmp (plot_samples[i].name, "timeline") == 0)
          g_assert_cmpuint (count_rows (chart, width, least, language), ==,
                            count_rows (chart, width, whole, language));
      }
  g_assert_cmpuint (n_flatter, >, 4);
}

/* Where rows are left out, the line that counts them has a row of its own. */
static void
test_rows_left_out_leave_no_marks (void)
{
  g_autoptr (TnChart) chart = NULL;
  g_autoptr (TnScene) scene = NULL;
  TnPlotBox words = { 0 };

  for (guint i = 0; i < n_plot_samples; i++)
    if (strcmp (plot_samples[i].name, "timeline") == 0)
      chart = plot_samples[i].make (FALSE);
  scene = tn_chart_lay_out (chart, 760, 230, tn_plot_style_get (TN_PLOT_LIGHT), english ());
  for (guint i = 0; i < scene->items->len; i++)
    {
      const TnItem *item = g_ptr_array_index (scene->items, i);

      if (item->kind == TN_ITEM_TEXT &&
          g_str_has_suffix (pango_layout_get_text (item->layout), "more are not shown"))
        words = item->box;
    }
  g_assert_cmpfloat (words.width, >, 0);
  for (guint i = 0; i < scene->items->len; i++)
    {
      const TnItem *item = g_ptr_array_index (scene->items, i);

      if (item->kind == TN_ITEM_BOX)
        g_assert_false (tn_box_meets (item->box, words));
    }
}

static void
test_many_categories_across (void)
{
  const gsize n = 5000;
  g_autofree TnEstimate *items = g_new0 (TnEstimate, n);
  TnGrouping grouping = { NULL, n, items };
  g_autoptr (TnChart) chart = NULL;
  g_autoptr (TnScene) scene = NULL;

  for (gsize i = 0; i < n; i++)
    items[i] = (TnEstimate){ word ("1–9"), NULL, 1, FALSE, 0.5, 0.4, 0.6 };
  chart = tn_chart_shares (NULL, NULL, NULL, 1, &grouping, 0.4);
  scene = tn_chart_lay_out (chart, 500, 300, tn_plot_style_get (TN_PLOT_LIGHT), english ());
  assert_tidy (scene, "shares");
}

static void
test_long_names (void)
{
  g_autofree char *endless = g_strnfill (1024 * 1024, 'w');
  TnEstimate items[3] = { { word (endless), NULL, 1, TRUE, 0.4, 0.3, 0.5 },
                          { word ("\xff\xfe broken \x01\n"), word (endless), 1, FALSE, 0.3, 0.2,
                            0.4 },
                          { word (""), NULL, 1, FALSE, 0.2, 0.1, 0.3 } };
  g_autoptr (TnChart) chart = tn_chart_bars (word (endless), word (endless), word (endless),
                                             TN_UNIT_SHARE, NULL, 0, 3, items);
  g_autoptr (TnScene) scene =
      tn_chart_lay_out (chart, 500, 300, tn_plot_style_get (TN_PLOT_LIGHT), english ());

  assert_tidy (scene, "bars");
}

/* Beyond 20,000 points one picture instead of a file of megabytes. */
static void
test_many_points_become_density (void)
{
  const gsize n = 100000;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  g_autoptr (TnChart) chart = NULL;
  g_autoptr (GBytes) svg = NULL;

  for (gsize i = 0; i < n; i++)
    {
      x[i] = sin ((double) i);
      y[i] = cos ((double) i * 1.1);
    }
  chart = tn_chart_scatter (NULL, NULL, word ("x"), word ("y"), 1, n, x, y);
  svg = picture (chart, TN_PICTURE_SVG, 1, "en");
  g_assert_true (contains (svg, "<image"));
  g_assert_cmpuint (g_bytes_get_size (svg), <, 600000);
}

/* A curve of many points is thinned, and keeps its first, last, highest and lowest. */
static void
test_long_curves_are_thinned (void)
{
  const gsize n = 100000;
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  g_autoptr (TnChart) chart = NULL;
  g_autoptr (TnScene) scene = NULL;
  TnTrace curve = { word ("long"), 1, n, NULL, NULL, NULL, NULL };
  const TnItem *line = NULL;

  for (gsize i = 0; i < n; i++)
    {
      x[i] = (double) i / (double) (n - 1);
      y[i] = i == 33333 ? 0.99 : i == 66666 ? 0.01 : 0.5;
    }
  curve.x = x;
  curve.y = y;
  chart = tn_chart_roc (NULL, NULL, 1, &curve);
  scene = tn_chart_lay_out (chart, 400, 300, tn_plot_style_get (TN_PLOT_LIGHT), english ());
  for (guint i = 0; i < scene->items->len; i++)
    {
      const TnItem *item = g_ptr_array_index (scene->items, i);

      if (item->kind == TN_ITEM_LINE && item->n > 100)
        line = item;
    }
  g_assert_nonnull (line);
  g_assert_cmpuint (line->n, <, 4000);
  g_assert_cmpfloat (line->box.height, >, 0.97 * 200);
  g_assert_cmpfloat (line->box.width, >, 300);
}

static void
test_description_and_table (void)
{
  for (guint i = 0; i < n_plot_samples; i++)
    for (int chinese = 0; chinese < 2; chinese++)
      {
        const TnLanguage *language = tn_language_get (chinese ? "zh_CN" : "en");
        g_autoptr (TnChart) chart = plot_samples[i].make (chinese);
        g_autofree char *words = tn_chart_describe (chart, language);
        g_autoptr (GPtrArray) table = tn_chart_to_table (chart, language);
        guint width;

        if (strcmp (plot_samples[i].name, "interval") == 0)
          continue;
        g_assert_cmpuint (strlen (words), >, 20);
        g_assert_null (strchr (words, '{'));
        g_assert_cmpuint (table->len, >=, 1);
        width = g_strv_length (g_ptr_array_index (table, 0));
        for (guint k = 0; k < table->len; k++)
          g_assert_cmpuint (g_strv_length (g_ptr_array_index (table, k)), ==, width);
      }
}

static void
test_table_holds_the_figures (void)
{
  TnEstimate items[2] = { { word ("boosting"), NULL, 1, TRUE, 0.741, 0.722, 0.759 },
                          { word ("recency"), NULL, 0, FALSE, 0.658, NAN, NAN } };
  g_autoptr (TnChart) chart = tn_chart_forest (word ("Boosting is best"), NULL, word ("AUC"),
                                               TN_UNIT_NUMBER, NULL, 3, 2, items, 0);
  g_autoptr (GPtrArray) table = tn_chart_to_table (chart, english ());
  g_autofree char *words = tn_chart_describe (chart, english ());
  char **row = g_ptr_array_index (table, 1);

  g_assert_cmpuint (table->len, ==, 3);
  g_assert_cmpstr (row[0], ==, "boosting");
  g_assert_cmpstr (row[1], ==, "0.741");
  g_assert_cmpstr (row[2], ==, "0.722");
  g_assert_cmpstr (row[3], ==, "0.759");
  g_assert_cmpstr (((char **) g_ptr_array_index (table, 2))[3], ==, "");
  g_assert_cmpstr (words, ==, "Boosting is best. boosting: 0.741 (0.722–0.759). recency: 0.658.");
}

/* Half of fifty dots on each side of the median, and none on the wrong side of zero. */
static void
test_dots_can_be_counted (void)
{
  double values[50];
  g_autoptr (TnChart) chart = NULL;
  g_autoptr (TnScene) scene = NULL;
  guint n = 0, n_loss = 0;
  TnPlotBox loss;

  for (int i = 0; i < 50; i++)
    values[i] = -400 + i * 100 + 1;
  chart = tn_chart_chances (NULL, NULL, "GBP", 50, values, -300, 2050, 4300);
  scene = tn_chart_lay_out (chart, 500, 240, tn_plot_style_get (TN_PLOT_LIGHT), english ());
  g_assert_true (has_text (scene, "loss", &loss));
  for (guint i = 0; i < scene->items->len; i++)
    {
      const TnItem *item = g_ptr_array_index (scene->items, i);

      if (item->kind != TN_ITEM_DISC || item->clip.y > 150)
        continue;
      n++;
      n_loss += item->xy[0] < loss.x + loss.width + 2;
      for (guint k = 0; k < i; k++)
        {
          const TnItem *other = g_ptr_array_index (scene->items, k);

          if (other->kind == TN_ITEM_DISC)
            g_assert_cmpfloat (hypot (item->xy[0] - other->xy[0], item->xy[1] - other->xy[1]), >,
                               item->xy[2] + other->xy[2]);
        }
    }
  g_assert_cmpuint (n, ==, 50);
  g_assert_cmpuint (n_loss, ==, 4);
}

static TnMessage *
random_word (void)
{
  static const char *const pieces[] = { "customers", "who",      "流失用户",       "£2,700",
                                        "i",         "WWWWWWWW", "longest-silent", "，" };
  GString *text = g_string_new (NULL);
  g_autofree char *words = NULL;

  for (int i = g_test_rand_int_range (0, 7); i > 0; i--)
    g_string_append_printf (text, "%s ", pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

  words = g_string_free (text, FALSE);

  return tn_message_new_literal (words);
}

static double
random_value (double size)
{
  int kind = g_test_rand_int_range (0, 20);

  return kind == 0 ? NAN : kind == 1 ? 0 : g_test_rand_double_range (-0.3, 1) * size;
}

static TnChart *
random_curves (double size)
{
  gsize n_curves = (gsize) g_test_rand_int_range (1, 7), n = (gsize) g_test_rand_int_range (1, 80);
  g_autofree TnTrace *curves = g_new0 (TnTrace, n_curves);
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n *n_curves);

  for (gsize i = 0; i < n; i++)
    x[i] = (double) i * 37;
  for (gsize i = 0; i < n * n_curves; i++)
    y[i] = random_value (size);
  for (gsize k = 0; k < n_curves; k++)
    curves[k] =
        (TnTrace){ random_word (), (guint) k % TN_PLOT_N_SERIES, n, x, y + k * n, y, y + k * n };

  return tn_chart_profit (random_word (), random_word (), g_test_rand_bit () ? "CNY" : "CHF",
                          n_curves, curves, x[n / 2]);
}

static TnChart *
random_estimates (double size)
{
  gsize n = (gsize) g_test_rand_int_range (1, 30);
  g_autofree TnEstimate *items = g_new0 (TnEstimate, n);
  TnUnit unit = (TnUnit) g_test_rand_int_range (TN_UNIT_NUMBER, TN_UNIT_DATE);
  gboolean details = g_test_rand_bit ();

  for (gsize i = 0; i < n; i++)
    {
      double value = random_value (size);

      items[i] = (TnEstimate){ random_word (),
                               details ? random_word () : NULL,
                               (guint) i % 3,
                               i < 3,
                               value,
                               value - size * 0.1,
                               value + size * 0.1 };
    }
  if (g_test_rand_bit ())
    return tn_chart_bars (random_word (), NULL, random_word (), unit, "CNY", 1, n, items);
  if (g_test_rand_bit ())
    return tn_chart_shares (random_word (), random_word (), random_word (), 1,
                            &(TnGrouping){ random_word (), n, items }, 0.4);

  return tn_chart_forest (random_word (), random_word (), NULL, unit, "EUR", 2, n, items, 0);
}

static void
test_random_data_is_tidy (void)
{
  guint n = g_test_slow () ? 2000 : 120;

  for (guint i = 0; i < n; i++)
    {
      double size = pow (10, g_test_rand_double_range (-9, 12));
      g_autoptr (TnChart) chart = i % 2 ? random_curves (size) : random_estimates (size);
      g_autoptr (TnScene) scene = tn_chart_lay_out (
          chart, g_test_rand_double_range (200, 1400), g_test_rand_double_range (200, 1000),
          tn_plot_style_get (TN_PLOT_LIGHT), tn_language_get (g_test_rand_bit () ? "en" : "zh_CN"));

      assert_tidy (scene, tn_chart_get_kind (chart));
    }
}

/* A figure says no less than its interval: 24% with an interval of half a point is 24.0%. */
static void
test_narrow_intervals_have_decimals (void)
{
  TnEstimate items[2] = { { word ("narrow"), NULL, 1, TRUE, 0.24, 0.235, 0.244 },
                          { word ("wide"), NULL, 1, FALSE, 0.24, 0.20, 0.28 } };
  g_autoptr (TnChart) chart = tn_chart_bars (NULL, NULL, NULL, TN_UNIT_SHARE, NULL, 0, 2, items);
  g_autofree char *words = tn_chart_describe (chart, english ());

  g_assert_cmpstr (words, ==, "narrow: 24.0% (23.5%–24.4%). wide: 24% (20%–28%).");
}

/* Widths of the parts are their customers, heights their shares. */
static void
test_parts_are_to_scale (void)
{
  TnPart parts[2] = { { word ("a"), 300, 0.5 }, { word ("b"), 100, 0.25 } };
  g_autoptr (TnChart) chart = tn_chart_parts (NULL, NULL, 2, parts, 175, 150, 200);
  g_autoptr (TnScene) scene =
      tn_chart_lay_out (chart, 600, 300, tn_plot_style_get (TN_PLOT_PRINT), english ());
  TnPlotBox boxes[4];
  guint n = 0;

  for (guint i = 0; i < scene->items->len && n < 4; i++)
    {
      const TnItem *item = g_ptr_array_index (scene->items, i);

      if (item->kind == TN_ITEM_BOX)
        boxes[n++] = item->box;
    }
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpfloat_with_epsilon (boxes[0].width / boxes[2].width, 3, 0.05);
  g_assert_cmpfloat_with_epsilon (boxes[1].height / boxes[0].height, 0.5, 0.01);
  g_assert_cmpfloat_with_epsilon (boxes[3].height / boxes[2].height, 0.25, 0.01);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart/words-never-overlap-at-any-size", test_no_overlap_at_any_size);
  g_test_add_func ("/chart/tiny-pictures-are-drawn", test_tiny_pictures_keep_their_marks);
  g_test_add_func ("/chart/own-size-says-everything", test_own_size_says_everything);
  g_test_add_func ("/chart/flatter-loses-no-row", test_least_height);
  g_test_add_func ("/chart/rows-left-out-leave-no-marks", test_rows_left_out_leave_no_marks);
  g_test_add_func ("/chart/names-stand-at-their-curves", test_names_stand_at_their_curves);
  g_test_add_func ("/chart/every-curve-is-named", test_every_curve_is_named);
  g_test_add_func ("/chart/same-chart-same-bytes", test_same_bytes_twice);
  g_test_add_func ("/chart/files-are-vectors-without-a-date", test_files_carry_no_date);
  g_test_add_func ("/chart/process-locale-changes-nothing", test_process_locale_changes_nothing);
  g_test_add_func ("/chart/threads-draw-the-same", test_threads_draw_the_same);
  g_test_add_func ("/chart/nothing-leaves-the-rectangle", test_nothing_leaves_the_rectangle);
  g_test_add_func ("/chart/odd-sizes-draw-nothing", test_odd_sizes_draw_nothing);
  g_test_add_func ("/chart/odd-values-are-drawn-or-said", test_odd_values);
  g_test_add_func ("/chart/nothing-to-draw-is-said", test_nothing_to_draw_is_said);
  g_test_add_func ("/chart/categories-without-room-are-counted", test_many_categories);
  g_test_add_func ("/chart/many-categories-across", test_many_categories_across);
  g_test_add_func ("/chart/long-and-broken-names", test_long_names);
  g_test_add_func ("/chart/many-points-become-density", test_many_points_become_density);
  g_test_add_func ("/chart/long-curves-are-thinned", test_long_curves_are_thinned);
  g_test_add_func ("/chart/description-and-table-in-both-languages", test_description_and_table);
  g_test_add_func ("/chart/table-holds-the-figures", test_table_holds_the_figures);
  g_test_add_func ("/chart/dots-can-be-counted", test_dots_can_be_counted);
  g_test_add_func ("/chart/random-data-is-tidy", test_random_data_is_tidy);
  g_test_add_func ("/chart/narrow-intervals-have-decimals", test_narrow_intervals_have_decimals);
  g_test_add_func ("/chart/parts-are-to-scale", test_parts_are_to_scale);

  return g_test_run ();
}
