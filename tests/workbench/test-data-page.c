/* test-data-page.c: the data page and its parts, on a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include <glib/gstdio.h>

#include "tn-conditions.h"
#include "tn-import-dataset.h"
#include "tn-nodes.h"
#include "tn-pipeline-run.h"
#include "wb-application.h"
#include "wb-chart-view.h"
#include "wb-compare.h"
#include "wb-data-page.h"
#include "wb-filter-bar.h"
#include "wb-filter-offers.h"
#include "wb-grid.h"
#include "wb-histogram.h"
#include "wb-keep-step.h"
#include "wb-retype.h"
#include "wb-rows.h"
#include "wb-scroll-bubble.h"
#include "wb-test-files.h"
#include "wb-test.h"
#include "wb-view.h"
#include "wb-words.h"

typedef struct
{
  char *folder;
  char *path;
  WbProject *project;
  GtkWidget *window;
  GtkWidget *page;
} Scene;

static GtkWidget *
find_name (GtkWidget *widget, const char *name)
{
  if (g_strcmp0 (gtk_widget_get_name (widget), name) == 0)
    return widget;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *found = find_name (at, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The engine's threads are waited for, then what they brought is shown. */
static void
settle (void)
{
  for (guint i = 0; i < 12; i++)
    {
      wb_test_settle ();
      g_usleep (1000);
    }
}

static gboolean
on_time (gpointer data)
{
  *(gboolean *) data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Search entries wait a moment before they tell. */
static void
turn (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_time, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
  settle ();
}

static WbGrid *
get_grid (const Scene *scene)
{
  return WB_GRID (wb_test_find (scene->page, "WbGrid"));
}

static WbFilterBar *
get_bar (const Scene *scene)
{
  return WB_FILTER_BAR (wb_test_find (scene->page, "WbFilterBar"));
}

static TnTable *
get_table (const Scene *scene)
{
  return wb_sheet_get_table (wb_grid_get_sheet (get_grid (scene)));
}

static void
scene_init (Scene *scene)
{
  scene->folder = g_dir_make_tmp ("tenure-data-page-XXXXXX", NULL);
  scene->path = wb_test_write_people (scene->folder, "people.csv", 300);
  scene->project = wb_test_import (scene->path, "people");
  scene->page = wb_data_page_new (scene->project);
  scene->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (scene->window), 1200, 700);
  gtk_window_set_child (GTK_WINDOW (scene->window), scene->page);
  gtk_window_present (GTK_WINDOW (scene->window));
  settle ();
}

static void
scene_clear (Scene *scene)
{
  gtk_window_destroy (GTK_WINDOW (scene->window));
  settle ();
  wb_project_close (scene->project);
  settle ();
  g_object_unref (scene->project);
  g_remove (scene->path);
  g_rmdir (scene->folder);
  g_free (scene->path);
  g_free (scene->folder);
}

static gboolean
activate (const Scene *scene, const char *action, GVariant *parameter)
{
  gboolean done;

  if (parameter != NULL)
    g_variant_ref_sink (parameter);
  done = gtk_widget_activate_action_variant (scene->page, action, parameter);
  if (parameter != NULL)
    g_variant_unref (parameter);
  settle ();

  return done;
}

static char *
name_columns (WbGrid *grid)
{
  TnTable *table = wb_sheet_get_table (wb_grid_get_sheet (grid));
  GString *names = g_string_new (NULL);
  guint n;
  const guint *columns = wb_grid_get_columns (grid, &n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "",
                            tn_table_get_field (table, columns[i])->name);

  return g_string_free (names, FALSE);
}

static void
assert_columns (const Scene *scene, const char *expected)
{
  g_autofree char *names = name_columns (get_grid (scene));

  g_assert_cmpstr (names, ==, expected);
}

/* The entry waits a moment before it tells; then rows are looked for. */
static void
set_filter (const Scene *scene, const char *text)
{
  GtkSpinner *spinner = GTK_SPINNER (wb_test_find (scene->page, "GtkSpinner"));

  wb_filter_bar_set_text (get_bar (scene), text);
  turn (250);
  for (guint i = 0; i < 400 && gtk_spinner_get_spinning (spinner); i++)
    turn (10);
}

/* Comparing */

static void
open_compare (const Scene *scene, const char *column, const char *other, GtkWidget **window)
{
  TnTable *table = get_table (scene);
  GListModel *all = gtk_window_get_toplevels ();

  activate (scene, "page.compare", g_variant_new_uint32 ((guint) tn_table_find (table, column)));
  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) at = g_list_model_get_item (all, i);

      if (g_str_equal (G_OBJECT_TYPE_NAME (at), "WbCompare"))
        *window = at;
    }
  g_assert_nonnull (*window);
  if (other != NULL)
    wb_compare_choose (*window, (guint) tn_table_find (table, other));
  wb_work_drain ();
  settle ();
}

static gboolean
has_text (GtkWidget *widget, const char *part)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return TRUE;
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    if (has_text (at, part))
      return TRUE;

  return FALSE;
}

/* What is dragged over in the picture are the rows of the table, of both columns. */
static void
test_part_of_comparison_filters_both_columns (void)
{
  Scene scene;
  GtkWidget *window = NULL;
  WbChartView *view;
  const char *text;

  scene_init (&scene);
  open_compare (&scene, "amount", NULL, &window);
  view = WB_CHART_VIEW (wb_test_find (window, "WbChartView"));
  g_assert_cmpstr (tn_chart_get_kind (wb_chart_view_get_chart (view)), ==, "scatter");
  g_assert_true (has_text (window, "rank correlation"));
  /* Nothing to filter by as long as all of it is shown. */
  gtk_widget_activate_action (window, "compare.filter", NULL);
  settle ();
  g_assert_cmpstr (wb_filter_bar_get_text (get_bar (&scene)), ==, "");
  gtk_widget_activate_action (GTK_WIDGET (view), "chart.zoom-in", NULL);
  settle ();
  gtk_widget_activate_action (window, "compare.filter", NULL);
  turn (300);
  text = wb_filter_bar_get_text (get_bar (&scene));
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "order date since") != NULL ? text
                                                              : strstr (text, "order_date since"));
  g_assert_nonnull (strstr (text, "amount at least"));
  g_assert_nonnull (strstr (text, "amount at most"));
  g_assert_null (wb_filter_bar_get_read (get_bar (&scene))->error);
  g_assert_cmpuint (wb_sheet_get_n_rows (wb_grid_get_sheet (get_grid (&scene))), <, 300);
  scene_clear (&scene);
}

/* Columns of words are not hidden: why they cannot be compared is said. */
static void
test_comparison_says_what_cannot_be (void)
{
  Scene scene;
  GtkWidget *window = NULL;

  scene_init (&scene);
  open_compare (&scene, "amount", "email", &window);
  g_assert_false (has_text (window, "rank correlation"));
  wb_compare_choose (window, (guint) tn_table_find (get_table (&scene), "order_date"));
  /* Closed while it still reads. */
  gtk_window_destroy (GTK_WINDOW (window));
  wb_work_drain ();
  scene_clear (&scene);
}

/* Columns */

static void
test_columns_are_laid_out_and_kept (void)
{
  Scene scene;
  GtkWidget *again;
  WbGrid *grid;
  guint n;

  scene_init (&scene);
  grid = get_grid (&scene);
  assert_columns (&scene, "order_no email phone order_date amount");
  wb_grid_move_to (grid, 0, 4);
  activate (&scene, "page.move", g_variant_new_int32 (-1));
  assert_columns (&scene, "order_no email phone amount order_date");
  activate (&scene, "page.size", g_variant_new_int32 (1));
  wb_grid_move_to (grid, 0, 2);
  activate (&scene, "page.hide", NULL);
  assert_columns (&scene, "order_no email amount order_date");
  wb_grid_move_to (grid, 0, 0);
  activate (&scene, "page.freeze", NULL);
  g_assert_cmpuint (wb_grid_get_frozen (grid), ==, 1);

  /* A page that comes later shows the same. */
  again = g_object_ref_sink (wb_data_page_new (scene.project));
  settle ();
  grid = WB_GRID (wb_test_find (again, "WbGrid"));
  wb_grid_get_columns (grid, &n);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpuint (wb_grid_get_frozen (grid), ==, 1);
  g_assert_cmpint (wb_grid_get_width (grid, 4), ==, wb_grid_guess_width (grid, 4) + 40);
  g_object_unref (again);
  settle ();

  /* Each of it can be taken back. */
  for (guint i = 0; i < 4; i++)
    {
      wb_project_undo (scene.project);
      settle ();
    }
  assert_columns (&scene, "order_no email phone order_date amount");
  g_assert_cmpuint (wb_grid_get_frozen (get_grid (&scene)), ==, 0);
  wb_project_redo (scene.project);
  settle ();
  assert_columns (&scene, "order_no email phone amount order_date");
  scene_clear (&scene);
}

static void
test_sort_is_kept (void)
{
  Scene scene;
  WbSheet *sheet;

  scene_init (&scene);
  wb_grid_move_to (get_grid (&scene), 0, 0);
  activate (&scene, "page.sort", g_variant_new_string ("descending"));
  sheet = wb_grid_get_sheet (get_grid (&scene));
  g_assert_cmpuint (wb_sheet_get_table_row (sheet, 0), ==, 299);
  wb_project_undo (scene.project);
  settle ();
  g_assert_cmpuint (wb_sheet_get_table_row (sheet, 0), ==, 0);
  scene_clear (&scene);
}

static void
test_view_survives_anything (void)
{
  static const char *const texts[] = {
    "null",
    "[]",
    "{\"columns\":[\"value\",\"gone\",\"value\",7],\"hidden\":[\"note\",null],\"widths\":"
    "{\"value\":-4,\"name\":1e9,\"note\":\"wide\"},\"frozen\":99999999999}",
    "{\"columns\":[],\"hidden\":[\"name\",\"value\",\"note\"]}",
    "{\"columns\":{},\"hidden\":5,\"widths\":[],\"frozen\":-3,\"sort\":9}",
  };
  g_autoptr (TnTable) table = wb_test_table (20);
  g_autoptr (WbSheet) sheet = wb_sheet_new (table);
  GtkWidget *grid = g_object_ref_sink (wb_grid_new ());

  wb_grid_set_sheet (WB_GRID (grid), sheet);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) node = json_from_string (texts[i], NULL);
      g_autoptr (WbView) view = wb_view_new_from_json (node);
      gboolean descending;
      guint n;

      wb_view_apply (view, WB_GRID (grid));
      wb_grid_get_columns (WB_GRID (grid), &n);
      g_assert_cmpuint (n, >=, 1);
      g_assert_cmpuint (n, <=, 3);
      g_assert_cmpuint (wb_grid_get_frozen (WB_GRID (grid)), <=, n);
      g_assert_cmpint (wb_view_get_sort (view, table, &descending), ==, -1);
      for (guint j = 0; j < 3; j++)
        g_assert_cmpint (wb_grid_get_width (WB_GRID (grid), j), >, 20);
    }
  wb_test_settle ();
  g_object_unref (grid);
}

/* Filtering */

static void
test_filter_becomes_a_step (void)
{
  Scene scene;
  WbSheet *sheet;
  const WbState *state;
  const TnGraphNode *node;
  g_autoptr (GPtrArray) issues = NULL;
  gsize n;

  scene_init (&scene);
  sheet = wb_grid_get_sheet (get_grid (&scene));
  set_filter (&scene, "amount over 10 and order_date since 2026-03");
  n = wb_sheet_get_n_rows (sheet);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpuint (n, <, 290);
  g_assert_true (activate (&scene, "page.keep", NULL));
  state = wb_project_get_state (scene.project);
  g_assert_nonnull (state->graph);
  g_assert_cmpuint (tn_graph_get_n_nodes (state->graph), ==, 2);
  node = tn_graph_get_node (state->graph, 1);
  g_assert_cmpstr (node->type, ==, "filter_events");
  g_assert_cmpstr (json_object_get_string_member (node->values, "conditions"), ==,
                   "amount > 10\norder_date >= 2026-03-01");
  g_assert_cmpuint (tn_graph_get_n_links (state->graph), ==, 1);
  wb_project_undo (scene.project);
  settle ();
  g_assert_null (wb_project_get_state (scene.project)->graph);
  scene_clear (&scene);
}

static void
test_mistake_keeps_the_rows (void)
{
  Scene scene;
  WbSheet *sheet;

  scene_init (&scene);
  sheet = wb_grid_get_sheet (get_grid (&scene));
  set_filter (&scene, "amount over 10");
  g_assert_cmpuint (wb_sheet_get_n_rows (sheet), <, 300);
  set_filter (&scene, "amount over many");
  g_assert_nonnull (wb_filter_bar_get_read (get_bar (&scene))->error);
  g_assert_cmpuint (wb_sheet_get_n_rows (sheet), <, 300);
  set_filter (&scene, "");
  g_assert_cmpuint (wb_sheet_get_n_rows (sheet), ==, 300);
  scene_clear (&scene);
}

/* Column, operator, value, by taking what is offered alone. */
static void
test_offers_write_a_condition (void)
{
  Scene scene;
  WbFilterBar *bar;

  scene_init (&scene);
  bar = get_bar (&scene);
  wb_filter_bar_focus (bar);
  gtk_editable_set_text (GTK_EDITABLE (wb_test_find (scene.page, "GtkSearchEntry")), "ema");
  gtk_editable_set_position (GTK_EDITABLE (wb_test_find (scene.page, "GtkSearchEntry")), -1);
  settle ();
  g_signal_emit_by_name (wb_test_find (scene.page, "GtkSearchEntry"), "changed");
  g_assert_cmpuint (wb_filter_bar_get_n_offers (bar), ==, 1);
  g_assert_cmpstr (wb_filter_bar_get_offer (bar, 0), ==, "email");
  wb_filter_bar_take_offer (bar, 0);
  g_assert_cmpstr (wb_filter_bar_get_text (bar), ==, "email ");
  g_assert_cmpuint (wb_filter_bar_get_n_offers (bar), ==, 5);
  g_assert_cmpstr (wb_filter_bar_get_offer (bar, 0), ==, "is");
  wb_filter_bar_take_offer (bar, 0);
  g_assert_cmpstr (wb_filter_bar_get_text (bar), ==, "email is ");
  g_assert_cmpuint (wb_filter_bar_get_n_offers (bar), >, 3);
  wb_filter_bar_take_offer (bar, 0);
  g_assert_no_error (wb_filter_bar_get_read (bar)->error);
  g_assert_cmpuint (wb_filter_bar_get_read (bar)->lines->len, ==, 2);
  scene_clear (&scene);
}

/* Conditions on one column take the place of those there are on it. */
static void
test_filters_of_columns_go_together (void)
{
  Scene scene;

  scene_init (&scene);
  activate (&scene, "page.add-filter", g_variant_new ("(us)", 4, "amount over 10"));
  activate (&scene, "page.add-filter", g_variant_new ("(us)", 1, "email contains anna"));
  activate (&scene, "page.add-filter", g_variant_new ("(us)", 4, "amount under 9"));
  g_assert_cmpstr (wb_filter_bar_get_text (get_bar (&scene)), ==,
                   "email contains anna and amount under 9");
  activate (&scene, "page.add-filter", g_variant_new ("(us)", 1, "email is missing"));
  g_assert_cmpstr (wb_filter_bar_get_text (get_bar (&scene)), ==,
                   "amount under 9 and email is missing");
  scene_clear (&scene);
}

static void
on_brushed (WbHistogram *histogram, double low, double high, double *ends)
{
  ends[0] = low;
  ends[1] = high;
}

/* What a bar says is what a filter by its ends finds. */
static void
test_bars_count_what_their_filter_finds (void)
{
  g_autoptr (TnTable) table = wb_test_table (1000);
  WbShape *shape = wb_shape_read (tn_table_get_column (table, 1), NULL, NULL, NULL);
  GtkWidget *histogram = g_object_ref_sink (wb_histogram_new (shape, TN_COLUMN_NUMBER, NULL));
  double ends[2] = { NAN, NAN };

  g_signal_connect (histogram, "brushed", G_CALLBACK (on_brushed), ends);
  for (guint i = 0; i < shape->n_bins; i++)
    {
      g_autofree char *text = NULL;
      WbRowsWish wish = { NULL, -1, FALSE };
      g_autoptr (GBytes) rows = NULL;

      wb_histogram_choose (WB_HISTOGRAM (histogram), i, i);
      text = isinf (ends[0]) ? g_strdup_printf ("value < %.12g", ends[1])
             : isinf (ends[1])
                 ? g_strdup_printf ("value >= %.12g", ends[0])
                 : g_strdup_printf ("value >= %.12g and value < %.12g", ends[0], ends[1]);
      wish.conditions = text;
      rows = wb_rows_find (table, &wish, NULL, NULL);
      g_assert_nonnull (rows);
      g_assert_cmpuint (g_bytes_get_size (rows) / sizeof (guint32), ==, shape->bins[i]);
    }
  g_object_unref (histogram);
  wb_shape_free (shape);
}

/* Missing values */

static TnGraph *
ask_churn (WbProject *project)
{
  g_autoptr (GError) error = NULL;
  const WbState *state = wb_project_get_state (project);

  g_assert_no_error (error);

  return tn_graph_ref (state->graph);
}

static void
test_missing_rules_are_steps (void)
{
  g_autoptr (WbProject) project = wb_test_project (); /* “orders”, who will leave */
  g_autoptr (TnGraph) graph = ask_churn (project);
  g_autoptr (TnGraph) dropped = wb_keep_missing (graph, "orders", "city", WB_MISSING_DROP);
  g_autoptr (TnGraph) back = NULL;
  g_autoptr (TnGraph) other = NULL;
  g_autoptr (JsonNode) before = tn_graph_to_json (graph);
  g_autoptr (JsonNode) after = NULL;
  int clean = tn_graph_find_node (dropped, "clean");

  g_assert_cmpint (wb_keep_get_missing (graph, "orders", "city"), ==, WB_MISSING_LEAVE);
  g_assert_cmpint (wb_keep_get_missing (dropped, "orders", "city"), ==, WB_MISSING_DROP);
  g_assert_cmpstr (
      json_object_get_string_member (tn_graph_get_node (dropped, clean)->values, "required"), ==,
      "city");
  g_assert_false (wb_keep_can (graph, "orders", TN_COLUMN_NUMBER, WB_MISSING_MEDIAN));
  back = wb_keep_missing (dropped, "orders", "city", WB_MISSING_LEAVE);
  after = tn_graph_to_json (back);
  g_assert_true (json_node_equal (before, after));

  /* Without a step that cleans a filter says it. */
  other = wb_keep_missing (NULL, "others", "city", WB_MISSING_DROP);
  g_assert_cmpint (wb_keep_get_missing (other, "others", "city"), ==, WB_MISSING_DROP);
  g_assert_cmpuint (tn_graph_get_n_nodes (other), ==, 2);
  wb_project_close (project);
  settle ();
}

static TnGraph *
make_customer_pipeline (void)
{
  TnGraph *graph = tn_graph_new ();

  tn_graph_add_node (graph, "data", "dataset");
  tn_graph_set_value (graph, "data", "name", json_node_init_string (json_node_alloc (), "them"));
  tn_graph_add_node (graph, "split", "split");
  tn_graph_add_node (graph, "impute", "impute");
  g_assert_true (tn_graph_link (graph, "data", "table", "split", "table", NULL));
  g_assert_true (tn_graph_link (graph, "split", "table", "impute", "table", NULL));

  return graph;
}

static void
test_filling_stands_behind_the_split (void)
{
  g_autoptr (TnGraph) graph = make_customer_pipeline ();
  g_autoptr (TnGraph) mean = wb_keep_missing (graph, "them", "age", WB_MISSING_MEAN);
  g_autoptr (TnGraph) median = wb_keep_missing (mean, "them", "age", WB_MISSING_MEDIAN);
  g_autofree guint *order = tn_graph_sort (median, NULL);

  g_assert_true (wb_keep_can (graph, "them", TN_COLUMN_NUMBER, WB_MISSING_MEAN));
  g_assert_false (wb_keep_can (graph, "them", TN_COLUMN_TEXT, WB_MISSING_FREQUENT));
  g_assert_cmpint (wb_keep_get_missing (mean, "them", "age"), ==, WB_MISSING_MEAN);
  g_assert_cmpint (wb_keep_get_missing (median, "them", "age"), ==, WB_MISSING_MEDIAN);
  g_assert_cmpuint (tn_graph_get_n_nodes (median), ==, 4);
  g_assert_cmpstr (tn_graph_get_node (median, order[1])->id, ==, "split");
  g_assert_cmpstr (
      json_object_get_string_member (tn_graph_get_node (median, order[2])->values, "columns"), ==,
      "age");
}

/* Types */

static TnColumnType
get_type (const Scene *scene, const char *column)
{
  TnTable *table = get_table (scene);

  return tn_column_get_column_type (
      tn_table_get_column (table, (guint) tn_table_find (table, column)));
}

static void
wait_for_type (const Scene *scene, const char *column, TnColumnType type)
{
  for (guint i = 0; i < 400 && get_type (scene, column) != type; i++)
    turn (10);
  g_assert_cmpint (get_type (scene, column), ==, type);
}

static void
test_type_is_changed_and_taken_back (void)
{
  Scene scene;
  g_autoptr (TnDataset) dataset = NULL;
  g_autofree char *undo = NULL;
  TnColumnType before;
  gint64 n_problems;

  scene_init (&scene);
  before = get_type (&scene, "phone");
  dataset = tn_project_find_dataset (wb_project_get_store (scene.project), "people", NULL);
  n_problems = dataset->n_problem_rows;
  activate (&scene, "page.set-type", g_variant_new ("(uu)", 2, TN_COLUMN_NUMBER));
  wait_for_type (&scene, "phone", TN_COLUMN_NUMBER);
  undo = wb_say_message (wb_project_get_state (scene.project)->undo);
  g_assert_nonnull (strstr (undo, "phone"));
  tn_dataset_free (g_steal_pointer (&dataset));
  dataset = tn_project_find_dataset (wb_project_get_store (scene.project), "people", NULL);
  g_assert_cmpint (dataset->n_rows, ==, 300);
  g_assert_cmpint (dataset->n_problem_rows, ==, n_problems + 300);
  wb_project_undo (scene.project);
  settle ();
  wait_for_type (&scene, "phone", before);
  scene_clear (&scene);
}

static void
test_file_that_went_is_located (void)
{
  Scene scene;
  g_autofree char *moved = NULL;
  g_autofree char *wrong = NULL;
  g_autoptr (WbRetype) retype = NULL;

  scene_init (&scene);
  moved = g_build_filename (scene.folder, "elsewhere.csv", NULL);
  wrong = wb_test_write_text (scene.folder, "wrong.csv", "a,b\n1,2\n");
  g_assert_cmpint (g_rename (scene.path, moved), ==, 0);
  retype = wb_retype_new (scene.project, "people", "order_no", TN_COLUMN_TEXT);
  for (guint i = 0; i < 400 && wb_retype_get_state (retype) == WB_RETYPE_WORKING; i++)
    turn (10);
  g_assert_cmpint (wb_retype_get_state (retype), ==, WB_RETYPE_LOST);
  g_assert_nonnull (wb_retype_get_error (retype));
  wb_retype_locate (retype, wrong);
  for (guint i = 0; i < 400 && wb_retype_get_state (retype) == WB_RETYPE_WORKING; i++)
    turn (10);
  g_assert_cmpint (wb_retype_get_state (retype), ==, WB_RETYPE_LOST);
  wb_retype_locate (retype, moved);
  for (guint i = 0; i < 400 && wb_retype_get_state (retype) == WB_RETYPE_WORKING; i++)
    turn (10);
  g_assert_cmpint (wb_retype_get_state (retype), ==, WB_RETYPE_DONE);
  wait_for_type (&scene, "order_no", TN_COLUMN_TEXT);
  g_remove (moved);
  g_remove (wrong);
  scene_clear (&scene);
}

/* Problem rows */

static void
test_problems_are_written (void)
{
  Scene scene;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  scene_init (&scene);
  activate (&scene, "page.show-problems", NULL);
  g_assert_cmpuint (tn_table_get_n_rows (get_table (&scene)), ==, 3);
  g_assert_cmpint (tn_table_find (get_table (&scene), "line"), >=, 0);
  path = g_build_filename (scene.folder, "problems.csv", NULL);
  activate (&scene, "page.export-problems-to", g_variant_new_string (path));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "on request"));
  g_assert_nonnull (strstr (text, "99001,cut.short@example.org"));
  g_remove (path);
  scene_clear (&scene);
}

/* What a screen reader is told */

typedef struct
{
  GtkAccessibleRole role;
  const char *part;
  guint n;
} Heard;

static void
hear (GtkWidget *widget, Heard *heard)
{
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == heard->role)
    {
      g_autofree char *wrong = gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, heard->part);

      if (wrong == NULL)
        heard->n++;
    }
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    hear (at, heard);
}

static guint
count_heard (const Scene *scene, GtkAccessibleRole role, const char *label)
{
  Heard heard = { role, label, 0 };

  hear (GTK_WIDGET (get_grid (scene)), &heard);

  return heard.n;
}

static void
test_cells_and_headers_are_named (void)
{
  Scene scene;

  scene_init (&scene);
  turn (100);
  g_assert_cmpuint (
      count_heard (&scene, GTK_ACCESSIBLE_ROLE_GRID_CELL, "amount: 8.25, row 2 of 300"), ==, 1);
  g_assert_cmpuint (
      count_heard (&scene, GTK_ACCESSIBLE_ROLE_GRID_CELL, "amount: missing, row 8 of 300"), ==, 1);
  g_assert_cmpuint (
      count_heard (&scene, GTK_ACCESSIBLE_ROLE_LABEL, "order_date, Date and time, time"), ==, 1);
  set_filter (&scene, "order_no is 10007");
  turn (100);
  g_assert_cmpuint (
      count_heard (&scene, GTK_ACCESSIBLE_ROLE_GRID_CELL, "amount: missing, row 1 of 1"), ==, 1);
  scene_clear (&scene);
}

static void
test_bubble_tells_the_place (void)
{
  Scene scene;
  GtkWidget *bubble = NULL;
  GtkWidget *overlay;

  scene_init (&scene);
  overlay = gtk_widget_get_ancestor (GTK_WIDGET (get_grid (&scene)), GTK_TYPE_OVERLAY);
  for (GtkWidget *at = gtk_widget_get_first_child (overlay); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    if (gtk_widget_has_css_class (at, "scroll-bubble"))
      bubble = at;
  g_assert_nonnull (bubble);
  g_assert_null (wb_scroll_bubble_get_text (bubble));
  wb_grid_move_to (get_grid (&scene), 299, 0);
  turn (50);
  wb_scroll_bubble_hold (bubble, TRUE);
  turn (50);
  wb_scroll_bubble_hold (bubble, TRUE);
  g_assert_true (g_str_has_prefix (wb_scroll_bubble_get_text (bubble), "Row 2"));
  g_assert_nonnull (strstr (wb_scroll_bubble_get_text (bubble), "September 2026"));
  wb_scroll_bubble_hold (bubble, FALSE);
  g_assert_null (wb_scroll_bubble_get_text (bubble));
  scene_clear (&scene);
}

static void
test_inspector_changes_by_its_rows (void)
{
  Scene scene;
  GtkWidget *role, *missing;

  scene_init (&scene);
  wb_grid_move_to (get_grid (&scene), 0, 4);
  settle ();
  role = find_name (scene.page, "inspect-role");
  g_assert_nonnull (role);
  g_assert_true (gtk_widget_get_sensitive (role));
  adw_combo_row_set_selected (ADW_COMBO_ROW (role), 0);
  settle ();
  g_assert_cmpint (tn_table_get_field (get_table (&scene), 4)->role, ==, TN_ROLE_NONE);
  missing = find_name (scene.page, "inspect-missing");
  adw_combo_row_set_selected (ADW_COMBO_ROW (missing), 1);
  settle ();
  g_assert_cmpint (
      wb_keep_get_missing (wb_project_get_state (scene.project)->graph, "people", "amount"), ==,
      WB_MISSING_DROP);
  wb_project_undo (scene.project);
  settle ();
  wb_project_undo (scene.project);
  settle ();
  g_assert_cmpint (tn_table_get_field (get_table (&scene), 4)->role, !=, TN_ROLE_NONE);
  scene_clear (&scene);
}

/* A moment is shown by the clock of its column. */
static void
test_times_are_said_by_their_zone (void)
{
  const gint64 times[] = { (gint64) 1774738800 * G_USEC_PER_SEC }; /* 2026-03-28 23:00 UTC */
  g_autoptr (TnColumn) column = tn_column_new_times (times, 1);
  g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, 0, NULL);
  const TnLanguage *english = tn_language_get ("en");
  g_autofree char *utc = wb_cell_say (TN_COLUMN_TIME, chunk, NULL, 0, NULL, english);
  g_autofree char *here = wb_cell_say (TN_COLUMN_TIME, chunk, NULL, 0, "Asia/Shanghai", english);

  g_assert_nonnull (strstr (utc, "23:00"));
  if (tn_zone_check ("Asia/Shanghai", NULL))
    g_assert_nonnull (strstr (here, "07:00"));
}

/* Whatever words the file had for yes and no, they are said in the reader's. */
static void
test_flags_are_said_in_words (void)
{
  const guint8 values[] = { 1, 0, 2 };
  g_autoptr (TnColumn) column = tn_column_new_flags (values, G_N_ELEMENTS (values));
  g_autoptr (TnDictionary) dictionary = tn_column_get_dictionary (column, NULL);
  g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, 0, NULL);
  static const struct
  {
    const char *language;
    const char *said[3];
  } cases[] = { { "en", { "yes", "no", NULL } }, { "zh_CN", { "是", "否", NULL } } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint row = 0; row < G_N_ELEMENTS (values); row++)
      {
        g_autofree char *said = wb_cell_say (TN_COLUMN_FLAG, chunk, dictionary, row, NULL,
                                             tn_language_get (cases[i].language));

        g_assert_cmpstr (said, ==, cases[i].said[row]);
      }
}

int
main (int argc, char **argv)
{
  WbApplication *application;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/data-page/part-of-comparison-filters-both-columns",
                   test_part_of_comparison_filters_both_columns);
  g_test_add_func ("/data-page/comparison-says-what-cannot-be",
                   test_comparison_says_what_cannot_be);
  g_test_add_func ("/data-page/columns-are-laid-out-and-kept", test_columns_are_laid_out_and_kept);
  g_test_add_func ("/data-page/sort-is-kept", test_sort_is_kept);
  g_test_add_func ("/data-page/any-stored-view-can-be-shown", test_view_survives_anything);
  g_test_add_func ("/data-page/a-filter-becomes-a-step", test_filter_becomes_a_step);
  g_test_add_func ("/data-page/a-mistake-keeps-the-rows", test_mistake_keeps_the_rows);
  g_test_add_func ("/data-page/offers-write-a-condition", test_offers_write_a_condition);
  g_test_add_func ("/data-page/filters-of-columns-go-together",
                   test_filters_of_columns_go_together);
  g_test_add_func ("/data-page/bars-count-what-their-filter-finds",
                   test_bars_count_what_their_filter_finds);
  g_test_add_func ("/data-page/missing-rules-are-steps", test_missing_rules_are_steps);
  g_test_add_func ("/data-page/filling-stands-behind-the-split",
                   test_filling_stands_behind_the_split);
  g_test_add_func ("/data-page/a-type-is-changed-and-taken-back",
                   test_type_is_changed_and_taken_back);
  g_test_add_func ("/data-page/a-file-that-went-is-located", test_file_that_went_is_located);
  g_test_add_func ("/data-page/problem-rows-are-written", test_problems_are_written);
  g_test_add_func ("/data-page/cells-are-named-for-a-screen-reader",
                   test_cells_and_headers_are_named);
  g_test_add_func ("/data-page/the-bubble-tells-the-place", test_bubble_tells_the_place);
  g_test_add_func ("/data-page/the-inspector-changes-by-its-rows",
                   test_inspector_changes_by_its_rows);
  g_test_add_func ("/data-page/times-are-said-by-their-zone", test_times_are_said_by_their_zone);
  g_test_add_func ("/data-page/flags-are-said-in-words", test_flags_are_said_in_words);

  return g_test_run ();
}
