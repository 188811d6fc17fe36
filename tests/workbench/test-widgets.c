/* test-widgets.c: the widgets, on a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>

#include "tn-graph.h"
#include "tn-nodes.h"
#include "wb-application.h"
#include "wb-grid.h"
#include "wb-param-row.h"
#include "wb-pipeline-page.h"
#include "wb-test.h"
#include "wb-ui.h"
#include "wb-window.h"
#include "wb-work.h"

static WbApplication *application;

static void
walk (GtkWidget *widget, void (*visit) (GtkWidget *, gpointer), gpointer data)
{
  visit (widget, data);
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    walk (at, visit, data);
}

/* A button without words needs a name. Buttons inside other widgets of GTK have theirs from it. */
static void
check_name (GtkWidget *widget, gpointer data)
{
  const char *icon = NULL;

  if (GTK_IS_BUTTON (widget))
    icon = gtk_button_get_icon_name (GTK_BUTTON (widget));
  else if (GTK_IS_MENU_BUTTON (widget))
    icon = gtk_menu_button_get_icon_name (GTK_MENU_BUTTON (widget));
  if (icon == NULL || g_str_has_prefix (icon, "window-") ||
      gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) != NULL ||
      gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) != NULL ||
      GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)))
    return;
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_test_message ("no name: %s", icon);
      g_test_fail ();
    }
  ++*(guint *) data;
}

static void
test_icon_buttons_have_names (void)
{
  g_autoptr (WbProject) project = wb_test_project ();
  WbWindow *window = wb_window_new (GTK_APPLICATION (application));
  guint n = 0;

  gtk_window_present (GTK_WINDOW (window));
  wb_test_settle ();
  walk (GTK_WIDGET (window), check_name, &n);
  g_assert_cmpuint (n, >, 3);
  gtk_window_destroy (GTK_WINDOW (window));
  wb_project_close (project);
  wb_test_settle ();
}

/* Grid */

static void
count_cells (GtkWidget *widget, gpointer data)
{
  if (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)) == GTK_ACCESSIBLE_ROLE_GRID_CELL)
    ++*(guint *) data;
}

static GtkWidget *
show_grid (gsize n_rows, WbGrid **grid)
{
  g_autoptr (TnTable) table = wb_test_table (n_rows);
  g_autoptr (WbSheet) sheet = wb_sheet_new (table);
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  *grid = WB_GRID (wb_grid_new ());
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (*grid));
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 400);
  wb_grid_set_sheet (*grid, sheet);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < 50; i++)
    {
      g_usleep (2000);
      wb_test_settle ();
    }

  return window;
}

static void
test_grid_has_cells_of_the_view_only (void)
{
  WbGrid *grid;
  GtkWidget *window = show_grid (100000, &grid);
  guint n_cells = 0;

  walk (GTK_WIDGET (grid), count_cells, &n_cells);
  g_assert_cmpuint (n_cells, >, 15);
  g_assert_cmpuint (n_cells, <, 200);
  gtk_window_destroy (GTK_WINDOW (window));
  wb_test_settle ();
}

static void
test_grid_moves_into_view (void)
{
  WbGrid *grid;
  GtkWidget *window = show_grid (100000, &grid);
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (grid));
  gsize row;
  guint column;

  wb_grid_move_to (grid, 77777, 2);
  wb_test_settle ();
  g_assert_true (wb_grid_get_cursor (grid, &row, &column));
  g_assert_cmpuint (row, ==, 77777);
  g_assert_cmpuint (column, ==, 2);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <=, 77777.0 * 28);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment) +
                         gtk_adjustment_get_page_size (adjustment),
                     >=, 77778.0 * 28);
  gtk_window_destroy (GTK_WINDOW (window));
  wb_test_settle ();
}

static void
test_grid_empty_sheet (void)
{
  WbGrid *grid;
  GtkWidget *window = show_grid (0, &grid);
  gsize row;
  guint column;

  wb_grid_move_to (grid, 3, 0);
  g_assert_false (wb_grid_get_cursor (grid, &row, &column));
  gtk_window_destroy (GTK_WINDOW (window));
  wb_test_settle ();
}

/* Settings: every kind of every step there is */

static void
test_every_setting_has_a_row (void)
{
  guint n = 0;

  for (const TnNodeSpec *const *spec = tn_node_registry_list (); *spec != NULL; spec++)
    for (const TnParamSpec *at = (*spec)->params; at != NULL && at->id != NULL; at++)
      {
        GtkWidget *row = wb_param_row_new (at);

        g_object_ref_sink (row);
        g_assert_true (wb_param_row_get_spec (WB_PARAM_ROW (row)) == at);
        g_object_unref (row);
        n++;
      }
  g_assert_cmpuint (n, >, 50);
}

static void
on_set (WbParamRow *row, JsonNode *value, gpointer user_data)
{
  *(guint *) user_data += 1;
}

static void
test_showing_is_not_setting (void)
{
  static const TnParamSpec spec = { "depth", TN_PARAM_INT, "Depth", "How deep.", 3, 1, 16 };
  GtkWidget *row = g_object_ref_sink (wb_param_row_new (&spec));
  g_autoptr (JsonNode) value = json_node_new (JSON_NODE_VALUE);
  guint n = 0;

  g_signal_connect (row, "set", G_CALLBACK (on_set), &n);
  json_node_set_int (value, 9);
  wb_param_row_show (WB_PARAM_ROW (row), value);
  wb_param_row_show (WB_PARAM_ROW (row), NULL);
  wb_test_settle ();
  g_assert_cmpuint (n, ==, 0);
  g_object_unref (row);
}

/* @object: (transfer full): goes when what was begun for it in other threads has ended */
static void
wait_for_end (gpointer object)
{
  gint64 patience = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_object_add_weak_pointer (object, &object);
  g_object_unref (object);
  while (object != NULL && g_get_monotonic_time () < patience)
    {
      wb_test_settle ();
      g_thread_yield ();
    }
  g_assert_null (object);
}

static void
test_pages_end_with_their_project (void)
{
  WbProject *project = wb_test_project ();
  GtkWidget *page = g_object_ref_sink (wb_pipeline_page_new (project));

  wb_test_settle ();
  wait_for_end (page);
  wb_project_close (project);
  wait_for_end (project);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/window/icon-buttons-have-names", test_icon_buttons_have_names);
  g_test_add_func ("/grid/only-what-is-in-view-is-there", test_grid_has_cells_of_the_view_only);
  g_test_add_func ("/grid/the-cursor-comes-into-view", test_grid_moves_into_view);
  g_test_add_func ("/grid/no-rows-no-cursor", test_grid_empty_sheet);
  g_test_add_func ("/settings/every-kind-has-a-control", test_every_setting_has_a_row);
  g_test_add_func ("/settings/showing-is-not-setting", test_showing_is_not_setting);
  g_test_add_func ("/pages/end-with-their-project", test_pages_end_with_their_project);

  return g_test_run ();
}
