/* test-previous.c: the version before, and the copies made by the way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-file.h"
#include "tn-project-private.h"
#include "tn-run.h"
#include "tn-test.h"

static void
bring_back (Shop *shop)
{
  g_autoptr (GError) error = NULL;

  tn_project_bring_back_previous (shop->project, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_value (TnProject *project, const char *json)
{
  g_autofree char *body = store_get (project, "pipeline", "a");

  g_assert_cmpstr (body, ==, json);
}

static gint64
previous_generation (Shop *shop)
{
  g_autofree TnPrevious *previous = tn_project_get_previous (shop->project, NULL);

  return previous != NULL ? previous->generation : -1;
}

static ino_t
file_of (Shop *shop)
{
  struct stat info = { 0 };

  stat (shop->path, &info);

  return info.st_ino;
}

static gint64
add_run (TnProject *project, guint64 seed)
{
  g_autoptr (JsonNode) snapshot = json_node_new (JSON_NODE_NULL);
  g_autoptr (GError) error = NULL;
  gint64 run = tn_project_begin_run (project, "churn", snapshot, seed, NULL, &error);

  g_assert_no_error (error);
  tn_project_end_run (project, run, TN_RUN_DONE, NULL, &error);
  g_assert_no_error (error);

  return run;
}

static void
test_first_save_has_none_before (void)
{
  Shop shop = shop_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (tn_project_get_previous (shop.project, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (tn_project_bring_back_previous (shop.project, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  shop_clear (&shop);
}

/* Data, runs and history as they were; then again the other way round. */
static void
test_brought_back_and_forth (void)
{
  Shop shop = shop_new ();
  g_autoptr (TnTable) one = store_make_table (70000, 1);
  g_autoptr (TnTable) other = store_make_table (70000, 2);
  g_autofree TnPrevious *previous = NULL;

  store_put (shop.project, "pipeline", "a", "1");
  store_add_dataset (shop.project, "one", one);
  add_run (shop.project, 11);
  shop_save (&shop);
  store_put (shop.project, "pipeline", "a", "2");
  store_add_dataset (shop.project, "other", other);
  add_run (shop.project, 22);
  shop_save (&shop);
  store_put (shop.project, "pipeline", "a", "3"); /* not saved yet: is saved first */
  previous = tn_project_get_previous (shop.project, NULL);
  g_assert_cmpint (previous->generation, ==, 2);
  /* A value twice, a data set; the run is no edit. */
  g_assert_cmpint (previous->n_changes, ==, 3);
  g_assert_cmpint (previous->size, >, 100000);

  for (guint round = 0; round < 4; round++)
    {
      gint64 generation = tn_project_get_generation (shop.project);
      g_autoptr (GPtrArray) runs = NULL;
      g_autoptr (GPtrArray) damage = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (TnTable) table = NULL;

      bring_back (&shop);
      g_assert_cmpint (tn_project_get_generation (shop.project), >, generation);
      assert_value (shop.project, round % 2 == 0 ? "1" : "3");
      runs = tn_project_list_runs (shop.project, NULL);
      g_assert_cmpuint (runs->len, ==, round % 2 == 0 ? 1 : 2);
      table = tn_project_load_dataset (shop.project, "one", &error);
      store_assert_equal_tables (table, one);
      g_clear_pointer (&table, tn_table_unref);
      table = tn_project_load_dataset (shop.project, "other", NULL);
      g_assert_true ((table != NULL) == (round % 2 == 1));
      if (table != NULL)
        store_assert_equal_tables (table, other);
      damage = tn_project_find_damage (shop.project, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (damage->len, ==, 0);
      g_assert_false (tn_project_has_unsaved (shop.project));
      /* The file itself, and the store after opening anew. */
      store_close (shop.project);
      if (round == 2)
        g_free (store_directory ());
      shop.project = store_open (shop.path, TN_OPEN_EDIT);
      assert_value (shop.project, round % 2 == 0 ? "1" : "3");
      if (round == 2)
        break;
    }
  shop_clear (&shop);
}

static void
test_history_goes_on_from_there (void)
{
  Shop shop = shop_new ();
  gint64 first, second;

  store_put (shop.project, "pipeline", "a", "1");
  store_put (shop.project, "pipeline", "a", "2");
  first = add_run (shop.project, 1);
  shop_save (&shop);
  store_put (shop.project, "pipeline", "a", "3");
  second = add_run (shop.project, 2);
  shop_save (&shop);
  bring_back (&shop);
  assert_value (shop.project, "2");
  g_assert_true (tn_project_undo (shop.project, NULL, NULL));
  assert_value (shop.project, "1");
  g_assert_true (tn_project_redo (shop.project, NULL, NULL));
  g_assert_false (tn_project_redo (shop.project, NULL, NULL));
  assert_value (shop.project, "2");
  /* No id comes to mean another run. */
  g_assert_cmpint (add_run (shop.project, 3), >, MAX (first, second));
  shop_clear (&shop);
}

static void
test_not_while_a_run_goes_on (void)
{
  Shop shop = shop_new ();
  g_autoptr (JsonNode) snapshot = json_node_new (JSON_NODE_NULL);
  g_autoptr (GError) error = NULL;
  gint64 run;

  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  store_put (shop.project, "pipeline", "a", "2");
  shop_save (&shop);
  run = tn_project_begin_run (shop.project, "churn", snapshot, 1, NULL, NULL);
  g_assert_false (tn_project_bring_back_previous (shop.project, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  assert_value (shop.project, "2");
  g_assert_true (tn_project_end_run (shop.project, run, TN_RUN_DONE, NULL, NULL));
  shop_clear (&shop);
}

static void
test_damaged_one_is_not_brought_back (void)
{
  Shop shop = shop_new ();
  g_autoptr (TnTable) table = store_make_table (20000, 1);
  g_autofree char *path = NULL;
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  store_add_dataset (shop.project, "t", table);
  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  store_put (shop.project, "pipeline", "a", "2");
  shop_save (&shop);
  path = g_build_filename (tn_project_get_session (shop.project), TN_SESSION_PREVIOUS, NULL);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (path, bytes, size / 2, NULL));
  g_assert_false (tn_project_bring_back_previous (shop.project, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_DAMAGED);
  assert_value (shop.project, "2");
  shop_clear (&shop);
}

static void
test_sealed_one_is_brought_back (void)
{
  Shop shop = shop_new ();
  g_autoptr (TnSeal) seal = tn_seal_new_with_cost ("secret", 1, 8192, NULL);
  g_autoptr (GError) error = NULL;

  store_put (shop.project, "pipeline", "a", "1");
  g_assert_true (tn_project_set_seal (shop.project, seal, NULL, NULL, NULL));
  store_put (shop.project, "pipeline", "a", "2");
  shop_save (&shop);
  store_close (shop.project);
  shop.project =
      tn_project_open_with_password (shop.path, TN_OPEN_EDIT, "secret", NULL, NULL, &error);
  g_assert_no_error (error);
  bring_back (&shop);
  assert_value (shop.project, "1");
  bring_back (&shop);
  assert_value (shop.project, "2");
  store_close (shop.project);
  shop.project = tn_project_open (shop.path, TN_OPEN_EDIT, NULL, NULL, &error);
  g_assert_error (error, TN_ERROR, TN_ERROR_PASSWORD);
  shop.project =
      tn_project_open_with_password (shop.path, TN_OPEN_EDIT, "secret", NULL, NULL, NULL);
  shop_clear (&shop);
}

/* Only where there is something new, the file is ours and it does not take long. */
static void
test_copy_is_made_when_it_should (void)
{
  Shop shop = shop_new ();
  ino_t before = file_of (&shop);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_cmpint (shop.project->copy_interval, ==, 0); /* off at first */
  tn_project_copy_periodically (shop.project);
  g_assert_cmpuint (file_of (&shop), ==, before); /* nothing new */

  store_put (shop.project, "pipeline", "a", "1");
  shop.project->save_duration = 5 * G_TIME_SPAN_SECOND;
  tn_project_copy_periodically (shop.project);
  g_assert_cmpuint (file_of (&shop), ==, before); /* would take long */
  shop.project->save_duration = 0;
  tn_project_copy_periodically (shop.project);
  g_assert_cmpuint (file_of (&shop), !=, before);
  g_assert_false (tn_project_has_unsaved (shop.project));
  g_assert_cmpint (shop.project->save_duration, >, 0);

  /* The fourfold of what took half a second before. */
  store_put (shop.project, "pipeline", "a", "2");
  shop.project->save_duration = G_TIME_SPAN_SECOND / 2;
  shop.project->save_size = shop.project->save_size / 5;
  before = file_of (&shop);
  tn_project_copy_periodically (shop.project);
  g_assert_cmpuint (file_of (&shop), ==, before);

  /* Somebody else's file is left alone, and so is a place from which it is gone. */
  shop.project->save_duration = 0;
  g_assert_true (g_file_get_contents (shop.path, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (shop.path, "theirs", -1, NULL));
  before = file_of (&shop);
  tn_project_copy_periodically (shop.project);
  g_assert_cmpuint (file_of (&shop), ==, before);
  g_unlink (shop.path);
  tn_project_copy_periodically (shop.project);
  g_assert_false (g_file_test (shop.path, G_FILE_TEST_EXISTS));
  g_assert_true (tn_project_has_unsaved (shop.project));
  shop_clear (&shop);
}

/* Ten minutes later is not the version before: that is what the person saved. */
static void
test_copies_do_not_push_out_the_version_before (void)
{
  Shop shop = shop_new ();

  store_put (shop.project, "pipeline", "a", "\"saved\"");
  shop_save (&shop); /* 2 */
  for (guint i = 0; i < 3; i++)
    {
      store_put (shop.project, "pipeline", "a", i == 2 ? "\"late\"" : "\"early\"");
      tn_project_copy_periodically (shop.project);
      g_assert_false (tn_project_has_unsaved (shop.project));
      g_assert_cmpint (previous_generation (&shop), ==, 2);
    }
  store_put (shop.project, "pipeline", "a", "\"later\"");
  shop_save (&shop);
  g_assert_cmpint (previous_generation (&shop), ==, 2);
  bring_back (&shop);
  assert_value (shop.project, "\"saved\"");
  bring_back (&shop);
  assert_value (shop.project, "\"later\"");
  shop_clear (&shop);
}

static void
test_thread_copies_by_itself (void)
{
  Shop shop = shop_new ();

  store_put (shop.project, "pipeline", "a", "0");
  tn_project_set_copy_interval (shop.project, 1000);
  for (guint i = 1; i < 20; i++)
    {
      g_autofree char *json = g_strdup_printf ("%u", i);

      store_put (shop.project, "pipeline", "a", json);
      /* Until it is done: a copy that never comes ends with the time limit of the test. */
      while (tn_project_has_unsaved (shop.project))
        g_thread_yield ();
    }
  tn_project_set_periodic_copy (shop.project, FALSE);
  g_assert_cmpint (shop.project->copy_interval, ==, 0);
  /* Saved by hand meanwhile, or closed: neither waits for the other. */
  tn_project_set_copy_interval (shop.project, 1);
  for (guint i = 0; i < 20; i++)
    {
      store_put (shop.project, "pipeline", "a", i % 2 == 0 ? "1" : "2");
      shop_save (&shop);
    }
  store_close (shop.project);
  g_free (store_directory ());
  shop.project = store_open (shop.path, TN_OPEN_EDIT);
  assert_value (shop.project, "2");
  shop_clear (&shop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/previous/first-save-has-none-before", test_first_save_has_none_before);
  g_test_add_func ("/previous/brought-back-and-forth", test_brought_back_and_forth);
  g_test_add_func ("/previous/history-goes-on-from-there", test_history_goes_on_from_there);
  g_test_add_func ("/previous/not-while-a-run-goes-on", test_not_while_a_run_goes_on);
  g_test_add_func ("/previous/damaged-one-is-not-brought-back",
                   test_damaged_one_is_not_brought_back);
  g_test_add_func ("/previous/sealed-one-is-brought-back", test_sealed_one_is_brought_back);
  g_test_add_func ("/copy/is-made-when-it-should", test_copy_is_made_when_it_should);
  g_test_add_func ("/copy/does-not-push-out-the-version-before",
                   test_copies_do_not_push_out_the_version_before);
  g_test_add_func ("/copy/thread-copies-by-itself", test_thread_copies_by_itself);

  return g_test_run ();
}
