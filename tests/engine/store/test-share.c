/* test-share.c: the window and its worker, two processes on one live store
 *
 * The program starts itself as the worker: SQLite's locks belong to a process, so that a
 * thread or a forked child would show nothing.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-error.h"
#include "tn-test.h"

/* The worker. */

static int
work (const char *session, const char *id)
{
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_open_session (session, &error);

  g_assert_no_error (error);
  store_put (project, "pipeline", id, "\"worker\"");
  store_close (project);

  return 0;
}

/* What is committed for everybody, not only for the connections of one process. */
static int
look (const char *session, const char *id)
{
  g_autoptr (GError) error = NULL;
  TnProject *project = tn_project_open_session (session, &error);
  g_autofree char *body = store_get (project, "pipeline", id);

  g_assert_no_error (error);
  /* Gone without a word: closing would fold what it sees into the store. */
  _exit (body != NULL ? 0 : 3);
}

/* The window. */

static int
run_self (const char *verb, const char *session, const char *id)
{
  const char *argv[] = { "/proc/self/exe", verb, session, id, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));

  return WEXITSTATUS (status);
}

static ino_t
journal_of (TnProject *project)
{
  g_autofree char *path = g_build_filename (tn_project_get_session (project), "live.db-wal", NULL);
  struct stat info = { 0 };

  stat (path, &info);

  return info.st_ino;
}

/* Copying the store opened and closed it once more, which dropped every lock of the process:
 * the worker took itself for the last one and removed the journal under the window. */
static void
test_worker_that_ends_after_a_save (gconstpointer data)
{
  TnSaveFlags flags = GPOINTER_TO_UINT (data);
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (GError) error = NULL;
  TnProject *window = tn_project_create (path, &error);
  const char *session;
  ino_t journal;

  g_assert_no_error (error);
  session = tn_project_get_session (window);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *before = g_strdup_printf ("before-%u", i);
      g_autofree char *after = g_strdup_printf ("after-%u", i);
      g_autofree char *theirs = g_strdup_printf ("worker-%u", i);

      store_put (window, "pipeline", before, "1");
      tn_project_save (window, flags, NULL, NULL, &error);
      g_assert_no_error (error);
      journal = journal_of (window);
      g_assert_cmpuint (journal, !=, 0);
      g_assert_cmpint (run_self ("--work", session, theirs), ==, 0);
      g_assert_cmpuint (journal_of (window), ==, journal);
      store_put (window, "pipeline", after, "2");
      g_assert_cmpint (run_self ("--look", session, after), ==, 0);
      g_assert_cmpint (run_self ("--look", session, theirs), ==, 0);
    }
  store_close (window);
  window = store_open (path, TN_OPEN_EDIT);
  {
    g_auto (GStrv) ids = tn_project_list_documents (window, "pipeline", &error);

    g_assert_no_error (error);
    g_assert_cmpuint (g_strv_length (ids), ==, 9);
  }
  store_close (window);
}

/* Other ways by which the process reads its own store: none may drop the locks either. */
static void
test_worker_that_ends_after_looks (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (GError) error = NULL;
  TnProject *window = tn_project_create (path, &error);
  g_autoptr (GPtrArray) unsaved = NULL;
  g_autoptr (GPtrArray) damage = NULL;
  TnProject *reader;
  ino_t journal;

  g_assert_no_error (error);
  store_put (window, "pipeline", "a", "1");
  journal = journal_of (window);
  reader = store_open (path, TN_OPEN_READ_ONLY);
  store_close (reader);
  g_assert_null (tn_project_open (path, TN_OPEN_EDIT, NULL, NULL, NULL));
  unsaved = tn_project_list_unsaved (NULL);
  damage = tn_project_find_damage (window, NULL, NULL, NULL);
  tn_project_check_target (window);
  tn_project_has_unsaved (window);
  g_assert_cmpint (run_self ("--work", tn_project_get_session (window), "b"), ==, 0);
  g_assert_cmpuint (journal_of (window), ==, journal);
  store_put (window, "pipeline", "c", "2");
  g_assert_cmpint (run_self ("--look", tn_project_get_session (window), "c"), ==, 0);
  store_close (window);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && strcmp (argv[1], "--work") == 0)
    return work (argv[2], argv[3]);
  if (argc == 4 && strcmp (argv[1], "--look") == 0)
    return look (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/share/worker-that-ends-after-a-save-leaves-the-journal",
                        GUINT_TO_POINTER (TN_SAVE_DEFAULT), test_worker_that_ends_after_a_save);
  g_test_add_data_func ("/share/worker-that-ends-after-each-save-leaves-the-journal",
                        GUINT_TO_POINTER (TN_SAVE_ALWAYS), test_worker_that_ends_after_a_save);
  g_test_add_func ("/share/worker-that-ends-after-looks-leaves-the-journal",
                   test_worker_that_ends_after_looks);

  return g_test_run ();
}
