/* test-clock.c: the clock is set back between changes, runs and saves
 *
 * The engine asks two functions of GLib for the time; the program has its own of both, and
 * the linker takes those for everything the engine is made of.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-run.h"
#include "tn-test.h"

#define DAY  (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define YEAR (365 * DAY)
#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define NOW  (G_GINT64_CONSTANT (1795000000) * G_USEC_PER_SEC)

static gint64 wall = NOW;
static gint64 steady = 1000;

gint64
g_get_real_time (void)
{
  return wall;
}

gint64
g_get_monotonic_time (void)
{
  return steady;
}

/* Back a year, to 1970, before 1970, an hour on and off, and far ahead. */
static const gint64 clocks[] = {
  NOW, NOW - YEAR, 0, NOW - HOUR, NOW + HOUR, -DAY, NOW + 40 * YEAR, 5,
};

static void
set_clock (guint i)
{
  wall = clocks[i % G_N_ELEMENTS (clocks)];
}

static void
test_history_is_in_the_order_of_changes (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_create (path, &error);
  g_autoptr (GPtrArray) history = NULL;
  const guint n = 2 * G_N_ELEMENTS (clocks);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *json = g_strdup_printf ("%u", i);

      set_clock (i);
      store_put (project, "pipeline", "a", json);
    }
  history = tn_project_list_history (project, 100, &error);
  g_assert_cmpuint (history->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const TnHistoryEntry *entry = g_ptr_array_index (history, i);

      g_assert_cmpint (entry->time, ==, clocks[(n - 1 - i) % G_N_ELEMENTS (clocks)]);
      g_assert_true (i == 0 || entry->id < ((TnHistoryEntry *) history->pdata[i - 1])->id);
    }
  for (guint i = n - 1; i > 0; i--)
    {
      g_autofree char *json = g_strdup_printf ("%u", i - 1);
      g_autofree char *body = NULL;

      set_clock (i * 5);
      g_assert_true (tn_project_undo (project, NULL, &error));
      body = store_get (project, "pipeline", "a");
      g_assert_cmpstr (body, ==, json);
    }
  for (guint i = 1; i < n; i++)
    {
      g_autofree char *json = g_strdup_printf ("%u", i);
      g_autofree char *body = NULL;

      set_clock (i * 3);
      g_assert_true (tn_project_redo (project, NULL, &error));
      body = store_get (project, "pipeline", "a");
      g_assert_cmpstr (body, ==, json);
    }
  store_close (project);
}

static void
test_runs_last_as_long_as_they_last (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) snapshot = json_node_new (JSON_NODE_NULL);
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (TnRun) latest = NULL;
  TnProject *project = tn_project_create (path, &error);
  const guint n = G_N_ELEMENTS (clocks);

  for (guint i = 0; i < n; i++)
    {
      gint64 run;

      set_clock (i);
      run = tn_project_begin_run (project, "churn", snapshot, i, NULL, &error);
      g_assert_no_error (error);
      set_clock (i + 1); /* also while it goes on */
      steady += 1000 * (i + 1);
      g_assert_true (tn_project_end_run (project, run, TN_RUN_DONE, NULL, &error));
    }
  runs = tn_project_list_runs (project, &error);
  g_assert_cmpuint (runs->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const TnRun *run = g_ptr_array_index (runs, n - 1 - i);

      g_assert_cmpuint (run->seed, ==, i);
      if (run->started > 0)
        g_assert_cmpint (run->finished - run->started, ==, 1000 * (i + 1));
      g_assert_cmpint (run->finished, >, 0);
    }
  latest = tn_project_get_run (project, 0, &error);
  g_assert_cmpuint (latest->seed, ==, n - 1);
  store_close (project);
}

/* Ended by another: the worker was killed, the window says so, and the clock went back. */
static void
test_run_ended_by_another_is_not_negative (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) snapshot = json_node_new (JSON_NODE_NULL);
  g_autoptr (TnRun) found = NULL;
  TnProject *window = tn_project_create (path, &error);
  TnProject *worker = tn_project_open_session (tn_project_get_session (window), &error);
  gint64 run;

  wall = NOW;
  run = tn_project_begin_run (worker, "churn", snapshot, 1, NULL, &error);
  wall = NOW - YEAR;
  g_assert_true (tn_project_end_run (window, run, TN_RUN_INTERRUPTED, NULL, &error));
  found = tn_project_get_run (window, run, &error);
  g_assert_cmpint (found->started, ==, NOW);
  g_assert_cmpint (found->finished, ==, NOW);
  store_close (worker);
  store_close (window);
}

static void
save (TnProject *project)
{
  g_autoptr (GError) error = NULL;

  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
copy_dated (const char *from, const char *to, gint64 seconds)
{
  struct utimbuf dates = { seconds, seconds };
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, size, NULL));
  g_assert_cmpint (utime (to, &dates), ==, 0);
}

/* Whatever the clock said when they were written, and whatever date the files bear. */
static void
test_newest_copy_is_the_one_saved_last (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autofree char *early = store_path (dir, "early");
  g_autofree char *late = store_path (dir, "late");
  g_autofree char *here = g_strdup (g_getenv ("TENURE_SESSIONS"));
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_create (path, &error);
  gint64 generation = tn_project_get_generation (project);

  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      g_autofree char *json = g_strdup_printf ("%u", i);

      set_clock (i);
      store_put (project, "pipeline", "a", json);
      save (project);
      g_assert_cmpint (tn_project_get_generation (project), ==, ++generation);
      /* The earlier one bears the later date. */
      if (i == 3)
        copy_dated (path, early, 4000000000);
    }
  copy_dated (path, late, 1);
  store_close (project);

  /* An earlier save over the later one: what is here is newer, and stays. */
  copy_dated (early, path, 4000000000);
  wall = 0;
  project = store_open (path, TN_OPEN_EDIT);
  g_assert_nonnull (tn_project_get_notice (project));
  body = store_get (project, "pipeline", "a");
  g_assert_cmpstr (body, ==, "7");
  store_close (project);

  /* Somebody goes on elsewhere, long ago by his clock: that is newer than what is here. */
  copy_dated (late, path, 1);
  g_free (store_directory ());
  wall = -YEAR;
  project = store_open (path, TN_OPEN_EDIT);
  store_put (project, "pipeline", "a", "\"elsewhere\"");
  save (project);
  store_close (project);
  copy_dated (path, late, 1);
  g_assert_cmpint (g_rename (late, path), ==, 0);
  g_setenv ("TENURE_SESSIONS", here, TRUE);
  wall = NOW;
  project = store_open (path, TN_OPEN_EDIT);
  g_free (body);
  body = store_get (project, "pipeline", "a");
  g_assert_cmpstr (body, ==, "\"elsewhere\"");
  store_close (project);
}

static void
test_lock_of_the_future_is_a_lock (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (GError) error = NULL;
  TnProject *project, *second;

  wall = NOW + 40 * YEAR;
  project = tn_project_create (path, &error);
  g_assert_no_error (error);
  wall = 0;
  g_assert_null (tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  second = store_open (path, TN_OPEN_TAKE_OVER);
  store_put (second, "pipeline", "a", "1");
  store_close (second);
  store_close (project);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/history-is-in-the-order-of-changes",
                   test_history_is_in_the_order_of_changes);
  g_test_add_func ("/clock/runs-last-as-long-as-they-last", test_runs_last_as_long_as_they_last);
  g_test_add_func ("/clock/run-ended-by-another-is-not-negative",
                   test_run_ended_by_another_is_not_negative);
  g_test_add_func ("/clock/newest-copy-is-the-one-saved-last",
                   test_newest_copy_is_the_one_saved_last);
  g_test_add_func ("/clock/lock-of-the-future-is-a-lock", test_lock_of_the_future_is_a_lock);

  return g_test_run ();
}
