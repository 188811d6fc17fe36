/* test-import-page.c: the import page, on a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "wb-application.h"
#include "wb-import-page.h"
#include "wb-import-parts.h"
#include "wb-test-files.h"
#include "wb-test.h"
#include "wb-words.h"

typedef struct
{
  char *folder;
  char *path;
  GtkWidget *window;
  GtkWidget *page;
} Scene;

static void
scene_init (Scene *scene)
{
  const char *paths[2] = { NULL };

  scene->folder = g_dir_make_tmp ("tenure-import-page-XXXXXX", NULL);
  scene->path = wb_test_write_people (scene->folder, "people.csv", 300);
  paths[0] = scene->path;
  scene->page = wb_import_page_new (NULL, paths, NULL);
  scene->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (scene->window), scene->page);
  gtk_window_present (GTK_WINDOW (scene->window));
  wb_test_settle ();
}

static void
scene_clear (Scene *scene)
{
  gtk_window_destroy (GTK_WINDOW (scene->window));
  wb_test_settle ();
  g_remove (scene->path);
  g_rmdir (scene->folder);
  g_free (scene->path);
  g_free (scene->folder);
}

static void
walk (GtkWidget *widget, void (*visit) (GtkWidget *, gpointer), gpointer data)
{
  visit (widget, data);
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    walk (at, visit, data);
}

/* A control that says nothing itself has a name. */
static void
check_name (GtkWidget *widget, gpointer data)
{
  gboolean mute =
      GTK_IS_DROP_DOWN (widget) ||
      (GTK_IS_CHECK_BUTTON (widget) &&
       gtk_check_button_get_label (GTK_CHECK_BUTTON (widget)) == NULL) ||
      (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL &&
       !g_str_has_prefix (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-"));

  /* A row of choices is named by its title, and what is in it is its own. So is that of an entry.
   */
  if (!mute || gtk_widget_get_ancestor (widget, ADW_TYPE_COMBO_ROW) != NULL ||
      gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) != NULL)
    return;
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    {
      g_test_message ("no name: %s", G_OBJECT_TYPE_NAME (widget));
      g_test_fail ();
    }
  ++*(guint *) data;
}

static void
test_controls_have_names (void)
{
  Scene scene;
  guint n = 0;

  scene_init (&scene);
  walk (scene.page, check_name, &n);
  /* A check, a type and a role for each of five columns, and what stands in the head. */
  g_assert_cmpuint (n, >=, 5 * 3 + 3);
  scene_clear (&scene);
}

typedef struct
{
  const char *what;
  GtkWidget *found;
} Wanted;

static void
find_type (GtkWidget *widget, gpointer data)
{
  Wanted *wanted = data;

  if (wanted->found == NULL && g_strcmp0 (G_OBJECT_TYPE_NAME (widget), wanted->what) == 0)
    wanted->found = widget;
}

/* Lists are made anew after each choice; a person with a keyboard does not begin at the top again.
 */
static void
test_focus_stays (void)
{
  Scene scene;
  Wanted drop_down = { "GtkDropDown", NULL };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  scene_init (&scene);
  walk (scene.page, find_type, &drop_down);
  g_assert_nonnull (drop_down.found);
  gtk_widget_grab_focus (drop_down.found);
  before = wb_import_dup_focus_key (scene.page);
  g_assert_cmpstr (before, ==, "type:0");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down.found), TN_COLUMN_TEXT);
  wb_test_settle ();
  after = wb_import_dup_focus_key (scene.page);
  g_assert_cmpstr (after, ==, before);
  drop_down.found = NULL;
  walk (scene.page, find_type, &drop_down);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down.found)), ==,
                    TN_COLUMN_TEXT);
  /* Undone inside the page. */
  g_assert_true (gtk_widget_activate_action (scene.page, "import.undo", NULL));
  wb_test_settle ();
  drop_down.found = NULL;
  walk (scene.page, find_type, &drop_down);
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (drop_down.found)), !=,
                    TN_COLUMN_TEXT);
  scene_clear (&scene);
}

static void
find_selected (GtkWidget *widget, gpointer data)
{
  if (GTK_IS_LIST_BOX_ROW (widget) && gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (widget)))
    *(int *) data = gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (widget));
}

static int
get_problem (Scene *scene)
{
  int index = -1;

  walk (scene->page, find_selected, &index);

  return index;
}

static void
test_problems_are_stepped_through (void)
{
  Scene scene;
  static const struct
  {
    const char *action;
    int index;
  } steps[] = {
    { "import.next-problem", 0 },     { "import.next-problem", 1 },
    { "import.next-problem", 2 },     { "import.next-problem", 0 },
    { "import.previous-problem", 2 }, { "import.previous-problem", 1 },
  };

  scene_init (&scene);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_assert_true (gtk_widget_activate_action (scene.page, steps[i].action, NULL));
      g_assert_cmpint (get_problem (&scene), ==, steps[i].index);
    }
  scene_clear (&scene);
}

/* Left while everything is under way: nothing comes back to a page that is gone. */
static void
test_left_at_once (void)
{
  for (int i = 0; i < 20; i++)
    {
      Scene scene;
      const char *paths[2] = { NULL };

      scene.folder = g_dir_make_tmp ("tenure-import-page-XXXXXX", NULL);
      scene.path = wb_test_write_people (scene.folder, "people.csv", 5000);
      paths[0] = scene.path;
      scene.page = wb_import_page_new (NULL, paths, NULL);
      scene.window = gtk_window_new ();
      gtk_window_set_child (GTK_WINDOW (scene.window), scene.page);
      for (int turn = g_test_rand_int_range (0, 60); turn > 0; turn--)
        {
          g_main_context_iteration (NULL, FALSE);
          g_usleep (200);
        }
      gtk_widget_activate_action (scene.page, "import.replace-people", NULL);
      scene_clear (&scene);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (WbApplication) application = NULL;

  setlocale (LC_ALL, "");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  application = wb_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  wb_language_choose ("en");
  g_test_add_func ("/import-page/every-control-has-a-name", test_controls_have_names);
  g_test_add_func ("/import-page/focus-stays-where-it-was", test_focus_stays);
  g_test_add_func ("/import-page/problem-rows-are-stepped-through",
                   test_problems_are_stepped_through);
  g_test_add_func ("/import-page/left-at-once", test_left_at_once);

  return g_test_run ();
}
