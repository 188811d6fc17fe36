/* test-widgets.c: the widgets, on a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>

#include "tn-graph.h"
#include "tn-nodes.h"
#include "wb-application.h"
#include "wb-flow.h"
#include "wb-grid.h"
#include "wb-param-row.h"
#include "wb-pipeline-page.h"
#include "wb-test.h"
#include "wb-ui.h"
#include "wb-window-private.h"
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

/* Whether a part of a widget that has the name: the text of an entry, the button of a list. */
static gboolean
is_part (GtkWidget *widget)
{
  return GTK_IS_TEXT (widget) || gtk_widget_get_ancestor (widget, GTK_TYPE_SPIN_BUTTON) != NULL ||
         gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) != NULL ||
         GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget)) ||
         GTK_IS_DROP_DOWN (gtk_widget_get_parent (widget));
}

static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *at = GTK_ACCESSIBLE (widget);

  return gtk_test_accessible_has_property (at, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (at, GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0');
}

/* Which one it is: what stands around it. */
static void
describe (GtkWidget *widget, const char *what)
{
  g_autoptr (GString) path = g_string_new (what);
  GtkWidget *label = wb_test_find (widget, "GtkLabel");
  GtkWidget *image = wb_test_find (widget, "GtkImage");

  for (GtkWidget *at = widget; at != NULL && !GTK_IS_NATIVE (at); at = gtk_widget_get_parent (at))
    g_string_append_printf (path, " < %s", G_OBJECT_TYPE_NAME (at));
  if (label != NULL)
    g_string_append_printf (path, " “%s”", gtk_label_get_text (GTK_LABEL (label)));
  if (image != NULL && gtk_image_get_icon_name (GTK_IMAGE (image)) != NULL)
    g_string_append_printf (path, " [%s]", gtk_image_get_icon_name (GTK_IMAGE (image)));
  g_test_message ("%s", path->str);
}

/* Whatever keys come to says what it is. In a list they come to its rows. */
static void
check_focusable (GtkWidget *widget, gpointer data)
{
  if (!gtk_widget_get_focusable (widget) || !gtk_widget_get_mapped (widget) ||
      GTK_IS_NATIVE (widget) || (is_part (widget) && !GTK_IS_SPIN_BUTTON (widget)) ||
      GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_LIST_BOX (widget))
    return;
  if (!has_name (widget))
    {
      describe (widget, "no name");
      g_test_fail ();
    }
  ++*(guint *) data;
}

/* A number is heard as it is shown. */
static void
check_number (GtkWidget *widget, gpointer data)
{
  if (!GTK_IS_SPIN_BUTTON (widget) && !GTK_IS_SCALE (widget) && !GTK_IS_LEVEL_BAR (widget))
    return;
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget),
                                         GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT))
    {
      g_test_message ("heard raw: %s in %s", G_OBJECT_TYPE_NAME (widget),
                      G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
      g_test_fail ();
    }
  ++*(guint *) data;
}

static void
test_every_page_is_heard (void)
{
  static const char *const pages[] = { "data", "pipeline", "runs", "customers", "report" };
  g_autoptr (WbProject) project = wb_test_project ();
  WbWindow *window = wb_window_new (GTK_APPLICATION (application));
  guint n = 0, n_numbers = 0;

  _wb_window_set_project (window, project);
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      wb_window_show_page (window, pages[i]);
      wb_test_settle ();
      g_test_message ("%s", pages[i]);
      walk (GTK_WIDGET (window), check_focusable, &n);
      walk (GTK_WIDGET (window), check_number, &n_numbers);
    }
  g_assert_cmpuint (n, >, 30);
  g_assert_cmpuint (n_numbers, >, 0);
  gtk_window_destroy (GTK_WINDOW (window));
  wb_project_close (project);
  wb_test_settle ();
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

/* Tab comes through cards that hold nothing it could stop at, and out again, both ways. */
static void
test_flow_lets_focus_through (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *flow = wb_flow_new (2);
  GtkWidget *before = gtk_button_new_with_label ("before");
  GtkWidget *inside = gtk_button_new_with_label ("inside");
  GtkWidget *after = gtk_button_new_with_label ("after");

  gtk_box_append (GTK_BOX (box), before);
  gtk_box_append (GTK_BOX (box), flow);
  gtk_box_append (GTK_BOX (box), after);
  wb_flow_add (flow, gtk_label_new ("nothing to stop at"));
  wb_flow_add (flow, inside);
  wb_flow_add (flow, gtk_label_new ("nor here"));
  gtk_window_set_child (GTK_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
  wb_test_settle ();
  gtk_widget_grab_focus (before);
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_is_focus (inside));
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_is_focus (after));
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_BACKWARD));
  g_assert_true (gtk_widget_is_focus (inside));
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_BACKWARD));
  g_assert_true (gtk_widget_is_focus (before));
  gtk_window_destroy (GTK_WINDOW (window));
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
  g_test_add_func ("/window/every-page-is-heard", test_every_page_is_heard);
  g_test_add_func ("/flow/tab-goes-through-and-out", test_flow_lets_focus_through);
  g_test_add_func ("/grid/only-what-is-in-view-is-there", test_grid_has_cells_of_the_view_only);
  g_test_add_func ("/grid/the-cursor-comes-into-view", test_grid_moves_into_view);
  g_test_add_func ("/grid/no-rows-no-cursor", test_grid_empty_sheet);
  g_test_add_func ("/settings/every-kind-has-a-control", test_every_setting_has_a_row);
  g_test_add_func ("/settings/showing-is-not-setting", test_showing_is_not_setting);
  g_test_add_func ("/pages/end-with-their-project", test_pages_end_with_their_project);

  return g_test_run ();
}
