/* test-project.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-test.h"

static void
test_new_project_is_a_file (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_create (path, &error);
  g_autofree char *content = NULL;
  gsize size;

  g_assert_no_error (error);
  g_assert_cmpstr (tn_project_get_path (project), ==, path);
  g_assert_false (tn_project_has_unsaved (project));
  g_assert_cmpint (tn_project_get_generation (project), ==, 1);
  store_close (project);

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (content, 16, "SQLite format 3", 16);
  g_assert_cmpmem (content + 68, 4, "TnuR", 4);
  g_assert_cmpint (content[18], ==, 1);
}

static void
test_create_refuses_what_is_there (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = tn_test_file ("shop.tenure", "mine", -1);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_project_create (path, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
  g_file_get_contents (path, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, "mine");
}

static void
test_committed_edits_survive_without_saving (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  TnProject *project = tn_project_create (path, NULL);
  g_autofree char *body = NULL;

  store_put (project, "pipeline", "churn", "{\"days\":90}");
  g_assert_true (tn_project_has_unsaved (project));
  store_close (project);

  project = store_open (path, TN_OPEN_EDIT);
  body = store_get (project, "pipeline", "churn");
  g_assert_cmpstr (body, ==, "{\"days\":90}");
  g_assert_true (tn_project_has_unsaved (project));
  store_close (project);
}

static void
test_saved_file_opens_on_another_computer (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (TnTable) table = store_make_table (70000, 1);
  g_autoptr (TnTable) loaded = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_create (path, NULL);
  g_autofree char *elsewhere = NULL;

  store_add_dataset (project, "orders", table);
  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (tn_project_has_unsaved (project));
  store_close (project);

  elsewhere = store_directory ();
  project = store_open (path, TN_OPEN_EDIT);
  loaded = tn_project_load_dataset (project, "orders", &error);
  g_assert_no_error (error);
  store_assert_equal_tables (table, loaded);
  store_close (project);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/project/new-project-is-a-file-of-its-own-kind", test_new_project_is_a_file);
  g_test_add_func ("/project/create-refuses-what-is-there", test_create_refuses_what_is_there);
  g_test_add_func ("/project/committed-edits-survive-without-saving",
                   test_committed_edits_survive_without_saving);
  g_test_add_func ("/project/saved-file-opens-on-another-computer",
                   test_saved_file_opens_on_another_computer);

  return g_test_run ();
}
