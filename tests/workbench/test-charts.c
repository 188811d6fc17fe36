/* test-charts.c: charts on the screen: values, zoom, menu, data
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-chart-kinds.h"
#include "wb-chart-data.h"
#include "wb-chart-view-private.h"
#include "wb-scatter.h"
#include "wb-test.h"
#include "wb-words.h"
#include "wb-work.h"

static GtkWidget *window;
static WbChartView *view;

static TnChart *
make_curves (double height)
{
  double x[] = { 0, 0.25, 0.5, 1 }, y[] = { 0, height, 0.8, 1 };
  TnTrace trace = { tn_message_new_literal ("boosting"), 1, 4, x, y, NULL, NULL };

  return tn_chart_roc (tn_message_new_literal ("Found"), NULL, 1, &trace);
}

static void
open_view (TnChart *chart)
{
  window = gtk_window_new ();
  view = WB_CHART_VIEW (wb_chart_view_new ());
  gtk_window_set_default_size (GTK_WINDOW (window), 500, 400);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
  wb_chart_view_set_chart (view, chart);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_width (GTK_WIDGET (view)) < 8)
    g_main_context_iteration (NULL, TRUE);
}

static void
close_view (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  wb_work_drain ();
}

static gpointer
find_controller (GType type)
{
  g_autoptr (GListModel) all = gtk_widget_observe_controllers (GTK_WIDGET (view));

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GObject) at = g_list_model_get_item (all, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (at, type))
        return at;
    }

  return NULL;
}

static gboolean
press (guint key, GdkModifierType state)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (find_controller (GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0u,
                         state, &handled);

  return handled;
}

static void
point_at (double x, double y)
{
  g_signal_emit_by_name (find_controller (GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion", x, y);
}

static void
assert_described (const char *part)
{
  g_autofree char *problem = NULL;
  g_autofree char *words = wb_chart_view_dup_words (view);

  g_assert_nonnull (words);
  g_assert_nonnull (strstr (words, part));
  problem = gtk_test_accessible_check_property (GTK_ACCESSIBLE (view),
                                                GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
  g_assert_cmpstr (problem, ==, NULL);
}

/* Keys walk from value to value, and a screen reader is told each. */
static void
test_keys_walk_and_are_told (void)
{
  g_autoptr (TnChart) chart = make_curves (0.6);
  g_autofree char *summary = tn_chart_summarize (chart, wb_language ());

  open_view (chart);
  g_assert_true (gtk_widget_get_focusable (GTK_WIDGET (view)));
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_LABEL, "Found");
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary);
  g_assert_true (press (GDK_KEY_Right, 0));
  assert_described ("0.0%");
  g_assert_true (press (GDK_KEY_Right, 0));
  assert_described ("60.0%");
  g_assert_true (press (GDK_KEY_Left, 0));
  assert_described ("boosting; share of stayers contacted by mistake: 0.0%");
  g_assert_true (press (GDK_KEY_Escape, 0));
  gtk_test_accessible_assert_property (view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, summary);
  /* Nothing more to leave: the key belongs to the window again. */
  g_assert_false (press (GDK_KEY_Escape, 0));
  close_view ();
}

static void
test_pointer_finds_and_lets_go (void)
{
  g_autoptr (TnChart) chart = make_curves (0.6);
  g_autofree char *words = NULL;
  cairo_rectangle_t plot;

  open_view (chart);
  g_assert_true (tn_figure_get_plot (_wb_chart_get_figure (view), 0, &plot));
  point_at (plot.x + 0.27 * plot.width, plot.y + 0.42 * plot.height);
  words = wb_chart_view_dup_words (view);
  g_assert_nonnull (strstr (words, "60.0%"));
  g_signal_emit_by_name (find_controller (GTK_TYPE_EVENT_CONTROLLER_MOTION), "leave");
  g_assert_null (wb_chart_view_dup_words (view));
  close_view ();
}

static void
test_keys_zoom_and_home_resets (void)
{
  g_autoptr (TnChart) chart = make_curves (0.6);

  open_view (chart);
  g_assert_true (press (GDK_KEY_plus, 0));
  g_assert_false (tn_zoom_is_whole (&view->zoom));
  /* Which part is shown is told as well. */
  g_assert_null (gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
      "Shown is a part: share of stayers contacted by mistake: 16.7% to 83.3% and share of leavers "
      "found: 16.7% to 83.3%."));
  g_assert_true (press (GDK_KEY_Right, GDK_CONTROL_MASK));
  g_assert_cmpfloat (view->zoom.x_from, >, 0.1);
  for (int i = 0; i < 60; i++)
    g_assert_true (press (GDK_KEY_plus, 0));
  g_assert_cmpfloat (view->zoom.x_to - view->zoom.x_from, >, 0.01);
  g_assert_true (press (GDK_KEY_Home, 0));
  g_assert_true (tn_zoom_is_whole (&view->zoom));
  g_assert_true (press (GDK_KEY_minus, 0));
  g_assert_true (tn_zoom_is_whole (&view->zoom));
  close_view ();
}

static void
test_drag_shows_the_part (void)
{
  g_autoptr (TnChart) chart = make_curves (0.6);
  cairo_rectangle_t plot;

  open_view (chart);
  g_assert_true (tn_figure_get_plot (_wb_chart_get_figure (view), 0, &plot));
  view->panel = 0;
  view->is_dragging = TRUE;
  view->marked =
      (cairo_rectangle_t){ plot.x + plot.width / 2, plot.y, plot.width / 4, plot.height };
  g_signal_emit_by_name (find_controller (GTK_TYPE_GESTURE_DRAG), "drag-end", 50.0, 0.0);
  g_assert_cmpfloat_with_epsilon (view->zoom.x_from, 0.5, 0.001);
  g_assert_cmpfloat_with_epsilon (view->zoom.x_to, 0.75, 0.001);
  g_assert_true (isnan (view->zoom.y_from));
  close_view ();
}

/* A slider gives the same chart with other figures: what one looks at stays. */
static void
test_new_figures_keep_zoom_and_place (void)
{
  g_autoptr (TnChart) before = make_curves (0.6), after = make_curves (0.7);
  double counts[] = { 3, 4 }, edges[] = { 0, 1, 2 };
  TnHistogram data = { .n_bins = 2, .edges = edges, .counts = counts, .threshold = NAN };
  g_autoptr (TnChart) other = tn_chart_histogram (NULL, NULL, &data);

  open_view (before);
  press (GDK_KEY_Right, 0);
  press (GDK_KEY_Right, 0);
  press (GDK_KEY_plus, 0);
  wb_chart_view_set_chart (view, after);
  g_assert_false (tn_zoom_is_whole (&view->zoom));
  assert_described ("70.0%");
  wb_chart_view_set_chart (view, other);
  g_assert_true (tn_zoom_is_whole (&view->zoom));
  g_assert_null (wb_chart_view_dup_words (view));
  close_view ();
}

static void
test_menu_opens_by_key (void)
{
  g_autoptr (TnChart) chart = make_curves (0.6);

  open_view (chart);
  g_assert_true (press (GDK_KEY_F10, GDK_SHIFT_MASK));
  g_assert_nonnull (view->menu);
  gtk_popover_popdown (GTK_POPOVER (view->menu));
  while (view->menu != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (press (GDK_KEY_F10, 0));
  close_view ();
}

static void
test_copy_gives_a_picture (void)
{
  g_autoptr (TnChart) chart = make_curves (0.6);
  GdkClipboard *clipboard;

  open_view (chart);
  clipboard = gtk_widget_get_clipboard (GTK_WIDGET (view));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (view), "chart.copy", NULL));
  g_assert_true (
      gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_TEXTURE));
  close_view ();
}

static void
test_pictures_are_written (void)
{
  static const struct
  {
    TnPictureFormat format;
    const char *start;
  } kinds[] = { { TN_PICTURE_PNG, "\x89PNG" },
                { TN_PICTURE_SVG, "<?xml" },
                { TN_PICTURE_PDF, "%PDF" } };
  g_autoptr (TnChart) chart = make_curves (0.6);
  g_autofree char *folder = g_dir_make_tmp ("wb-chart-XXXXXX", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "missing", "a.png", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_build_filename (folder, "a", NULL);
      g_autofree char *text = NULL;

      g_assert_true (
          wb_chart_write (chart, NULL, kinds[i].format, 400, 300, wb_language (), path, &error));
      g_assert_no_error (error);
      g_file_get_contents (path, &text, NULL, NULL);
      g_assert_true (g_str_has_prefix (text, kinds[i].start));
      g_unlink (path);
    }
  g_assert_false (
      wb_chart_write (chart, NULL, TN_PICTURE_PNG, 400, 300, wb_language (), nowhere, &error));
  g_assert_nonnull (error);
  g_rmdir (folder);
}

static void
count_labels (GtkWidget *widget, guint *n)
{
  const char *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : NULL;

  *n += text != NULL && g_str_equal (text, "80.0%");
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    count_labels (at, n);
}

static void
test_data_is_a_table (void)
{
  g_autoptr (TnChart) chart = make_curves (0.6);
  GtkWidget *data;
  guint n = 0;

  open_view (chart);
  data = wb_chart_data_new (chart, GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (data));
  while (n == 0)
    {
      g_main_context_iteration (NULL, TRUE);
      count_labels (data, &n);
    }
  gtk_window_destroy (GTK_WINDOW (data));
  close_view ();
}

static TnTable *
make_table (gsize n)
{
  g_autofree double *x = g_new (double, n);
  const char *words[] = { "a" };
  TnTableBuilder *builder = tn_table_builder_new (n);

  for (gsize i = 0; i < n; i++)
    x[i] = sin ((double) i);
  tn_table_builder_take (builder, tn_field_new ("spent", TN_ROLE_NONE),
                         tn_column_new_numbers (x, n));
  tn_table_builder_take (builder, tn_field_new ("orders", TN_ROLE_NONE),
                         tn_column_new_numbers (x, n));
  if (n == 1)
    tn_table_builder_take (builder, tn_field_new ("word", TN_ROLE_NONE),
                           tn_column_new_texts (words, n));

  return tn_table_builder_end (builder);
}

static char found[400];

static void
on_loaded (WbChartView *at, const TnMessage *finding, gpointer user_data)
{
  g_autofree char *said = finding != NULL ? wb_say_message (finding) : NULL;

  g_strlcpy (found, said != NULL ? said : "", sizeof found);
}

/* Two columns of many rows: the picture comes when the points are counted, the values are exact. */
static void
test_many_rows_are_counted_off_the_loop (void)
{
  g_autoptr (TnTable) table = make_table (50000);
  g_autofree char *words = NULL;

  open_view (NULL);
  wb_scatter_load (view, table, 0, 1, NULL, on_loaded, NULL);
  wb_work_drain ();
  g_assert_nonnull (wb_chart_view_get_chart (view));
  g_assert_nonnull (strstr (found, "spent and orders tend to go the same way"));
  while (wb_chart_view_is_counting (view))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (view->rasters->len, ==, 1);
  /* Heard with the picture. */
  words = tn_chart_summarize (view->chart, wb_language ());
  g_assert_nonnull (strstr (words, found));
  press (GDK_KEY_Right, 0);
  assert_described ("spent: ");
  press (GDK_KEY_plus, 0);
  while (wb_chart_view_is_counting (view))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (view->rasters->len, ==, 2);
  g_assert_cmpuint (tn_chart_get_n_rows (view->chart), ==, 50001);
  close_view ();
}

/* Words are no place on an axis: the view says so where the picture would be. */
static void
test_columns_of_words_are_refused (void)
{
  g_autoptr (TnTable) table = make_table (1);
  g_autofree char *words = NULL;

  g_strlcpy (found, "nothing", sizeof found);
  open_view (NULL);
  wb_scatter_load (view, table, 0, 2, NULL, on_loaded, NULL);
  wb_work_drain ();
  g_assert_cmpstr (found, ==, "");
  words = tn_chart_summarize (view->chart, wb_language ());
  g_assert_nonnull (strstr (words, "choose another column"));
  g_assert_false (press (GDK_KEY_F1, 0));
  press (GDK_KEY_Right, 0);
  g_assert_null (wb_chart_view_dup_words (view));
  close_view ();
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/charts/keys-walk-and-are-told", test_keys_walk_and_are_told);
  g_test_add_func ("/charts/pointer-finds-and-lets-go", test_pointer_finds_and_lets_go);
  g_test_add_func ("/charts/keys-zoom-and-home-resets", test_keys_zoom_and_home_resets);
  g_test_add_func ("/charts/drag-shows-the-part", test_drag_shows_the_part);
  g_test_add_func ("/charts/new-figures-keep-zoom-and-place", test_new_figures_keep_zoom_and_place);
  g_test_add_func ("/charts/menu-opens-by-key", test_menu_opens_by_key);
  g_test_add_func ("/charts/copy-gives-a-picture", test_copy_gives_a_picture);
  g_test_add_func ("/charts/pictures-are-written", test_pictures_are_written);
  g_test_add_func ("/charts/data-is-a-table", test_data_is_a_table);
  g_test_add_func ("/charts/many-rows-are-counted-off-the-loop",
                   test_many_rows_are_counted_off_the_loop);
  g_test_add_func ("/charts/columns-of-words-are-refused", test_columns_of_words_are_refused);

  return g_test_run ();
}
