/* test-life.c: openers, copies, saves, full disks, versions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "store-support.h"
#include "tn-database.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-node-cache.h"
#include "tn-run.h"
#include "tn-schema.h"
#include "tn-test.h"

static void
assert_number (TnProject *project, const char *id, const char *json)
{
  g_autofree char *body = store_get (project, "pipeline", id);

  g_assert_cmpstr (body, ==, json);
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents (to, bytes, size, NULL));
}

static void
test_second_opener_is_told (void)
{
  Shop shop = shop_new ();
  g_autoptr (GError) error = NULL;
  TnProject *reader;

  g_assert_null (tn_project_open (shop.path, TN_OPEN_EDIT, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  g_assert_nonnull (strstr (error->message, "since"));
  g_assert_nonnull (strstr (error->message, g_get_host_name ()));

  store_put (shop.project, "pipeline", "a", "1");
  reader = store_open (shop.path, TN_OPEN_READ_ONLY);
  assert_number (reader, "a", "1");
  g_assert_true (tn_project_is_read_only (reader));
  g_assert_false (tn_project_undo (reader, NULL, NULL));
  store_put (shop.project, "pipeline", "a", "2");
  assert_number (reader, "a", "2");
  store_close (reader);
  shop_clear (&shop);
}

static void
test_taken_over_can_only_look (void)
{
  Shop shop = shop_new ();
  g_autoptr (TnEdit) edit = tn_edit_new (NULL);
  g_autoptr (GError) error = NULL;
  TnProject *worker = tn_project_open_session (tn_project_get_session (shop.project), &error);
  TnProject *second;

  g_assert_no_error (error);
  store_put (shop.project, "pipeline", "a", "1");
  store_put (worker, "pipeline", "w", "1");
  second = store_open (shop.path, TN_OPEN_TAKE_OVER);
  assert_number (second, "a", "1");
  assert_number (second, "w", "1");

  tn_edit_delete (edit, "pipeline", "a");
  g_assert_false (tn_project_edit (shop.project, edit, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_false (tn_project_edit (worker, edit, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  assert_number (shop.project, "a", "1");
  store_put (second, "pipeline", "a", "2");
  store_close (second);
  store_close (worker);
  shop_clear (&shop);
}

/* The process is gone without a word: nothing stands in the way. */
static void
test_lock_of_a_dead_process_counts_for_nothing (void)
{
  Shop shop = shop_new ();
  int status;
  pid_t pid;

  store_close (g_steal_pointer (&shop.project));
  pid = fork ();
  if (pid == 0)
    {
      TnProject *project = tn_project_open (shop.path, TN_OPEN_EDIT, NULL, NULL, NULL);

      store_put (project, "pipeline", "a", "1");
      kill (getpid (), SIGKILL);
    }
  waitpid (pid, &status, 0);
  g_assert_true (WIFSIGNALED (status));
  shop_reopen (&shop);
  assert_number (shop.project, "a", "1");
  shop_clear (&shop);
}

/* The worker shares the holder's right, and only as long as that lasts. */
static void
test_worker_of_an_earlier_holder_is_refused (void)
{
  Shop shop = shop_new ();
  g_autofree char *session = g_strdup (tn_project_get_session (shop.project));
  TnProject *worker = tn_project_open_session (session, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) snapshot = json_node_new (JSON_NODE_NULL);
  g_autoptr (TnRun) run = NULL;
  gint64 id = tn_project_begin_run (worker, "churn", snapshot, 1, NULL, &error);

  g_assert_no_error (error);
  shop_reopen (&shop);
  run = tn_project_get_run (shop.project, id, &error);
  g_assert_cmpint (run->status, ==, TN_RUN_INTERRUPTED);
  g_assert_false (tn_project_end_run (worker, id, TN_RUN_DONE, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  store_close (worker);
  shop_clear (&shop);
}

static void
test_change_underneath_is_told_before_saving (void)
{
  Shop shop = shop_new ();
  g_autofree char *here = g_strdup (g_getenv ("TENURE_SESSIONS"));
  g_autofree char *elsewhere = store_directory ();
  g_autoptr (GError) error = NULL;
  TnProject *other = store_open (shop.path, TN_OPEN_EDIT);

  store_put (other, "pipeline", "theirs", "1");
  tn_project_save (other, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  store_close (other);

  g_setenv ("TENURE_SESSIONS", here, TRUE);
  store_put (shop.project, "pipeline", "mine", "1");
  g_assert_cmpint (tn_project_check_target (shop.project), ==, TN_TARGET_CHANGED);
  g_assert_false (tn_project_save (shop.project, TN_SAVE_DEFAULT, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_BUSY);
  g_clear_error (&error);

  /* Not saved over: what is in the file is opened, what was made here is kept aside. */
  shop_reopen (&shop);
  g_assert_nonnull (tn_project_get_notice (shop.project));
  assert_number (shop.project, "theirs", "1");
  assert_number (shop.project, "mine", NULL);
  {
    g_autoptr (GDir) dir = g_dir_open (here, 0, NULL);
    gboolean found = FALSE;

    for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
      found = found || g_str_has_prefix (name, "unsaved-");
    g_assert_true (found);
  }

  /* Saved over: the file then counts as newer than both. */
  store_put (shop.project, "pipeline", "mine", "2");
  tn_project_save (shop.project, TN_SAVE_OVERWRITE, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (tn_project_get_generation (shop.project), ==, 3);
  shop_clear (&shop);
}

static void
test_unsaved_work_is_offered (void)
{
  Shop shop = shop_new ();
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  const TnUnsaved *unsaved;

  store_put (shop.project, "pipeline", "a", "1");
  none = tn_project_list_unsaved (&error);
  g_assert_cmpuint (none->len, ==, 0); /* it is open */
  store_close (g_steal_pointer (&shop.project));
  g_unlink (shop.path);
  found = tn_project_list_unsaved (&error);
  g_assert_cmpuint (found->len, ==, 1);
  unsaved = g_ptr_array_index (found, 0);
  g_assert_cmpstr (unsaved->path, ==, shop.path);
  g_assert_cmpint (unsaved->n_edits, ==, 1);
  g_assert_cmpint (unsaved->n_runs, ==, 0);
  g_assert_cmpint (unsaved->time, >, 0);
  shop.project = tn_project_open_unsaved (unsaved->directory, &error);
  g_assert_no_error (error);
  assert_number (shop.project, "a", "1");
  g_assert_cmpint (tn_project_check_target (shop.project), ==, TN_TARGET_MISSING);
  shop_save (&shop);
  g_assert_true (g_file_test (shop.path, G_FILE_TEST_EXISTS));
  store_close (g_steal_pointer (&shop.project));
  g_ptr_array_unref (found);
  found = tn_project_list_unsaved (&error);
  g_assert_cmpuint (found->len, ==, 0);
  shop_clear (&shop);
}

/* What can be made again goes; what no file holds, and what is open, stays. */
static void
test_storage_gives_back_what_is_spare (void)
{
  Shop shop = shop_new ();
  g_autofree char *unsaved_path = store_path (shop.dir, "unsaved.tenure");
  g_autofree char *opened_path = store_path (shop.dir, "opened.tenure");
  g_autofree char *store = g_build_filename (shop.session, "live.db", NULL);
  TnProject *unsaved = store_create (unsaved_path);
  TnProject *opened = store_create (opened_path);
  g_autoptr (TnStorage) before = NULL;
  g_autoptr (TnStorage) after = NULL;
  gint64 freed;

  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  store_close (g_steal_pointer (&shop.project));
  store_put (unsaved, "pipeline", "b", "2");
  store_close (unsaved);
  store_put (opened, "pipeline", "c", "3");
  before = tn_storage_measure (NULL);
  g_assert_cmpint (before->spare, >, 0);
  g_assert_cmpint (before->spare, <, before->bytes);
  freed = tn_storage_clear (NULL);
  g_assert_cmpint (freed, ==, before->spare);
  g_assert_false (g_file_test (store, G_FILE_TEST_EXISTS));
  after = tn_storage_measure (NULL);
  g_assert_cmpint (after->spare, ==, 0);
  assert_number (opened, "c", "3");
  store_close (opened);
  shop.project = store_open (shop.path, TN_OPEN_EDIT);
  assert_number (shop.project, "a", "1");
  unsaved = store_open (unsaved_path, TN_OPEN_EDIT);
  assert_number (unsaved, "b", "2");
  store_close (unsaved);
  shop_clear (&shop);
}

/* A person counts edits. A run changes the store many times and is no edit. */
static void
test_unsaved_counts_edits (void)
{
  Shop shop = shop_new ();
  g_autoptr (JsonNode) snapshot = tn_json_parse ("{}", -1, NULL);
  g_autoptr (TnUnsaved) unsaved = NULL;
  g_autofree char *last = NULL;
  g_autoptr (GPtrArray) found = NULL;
  const TnUnsaved *listed;
  gint64 run;

  store_put (shop.project, "pipeline", "a", "1");
  store_put (shop.project, "pipeline", "b", "1");
  shop_save (&shop);
  unsaved = tn_project_get_unsaved (shop.project, NULL);
  g_assert_cmpint (unsaved->n_edits, ==, 0);
  g_assert_cmpint (unsaved->n_runs, ==, 0);
  g_assert_null (unsaved->last);
  store_put (shop.project, "pipeline", "c", "1");
  store_put (shop.project, "pipeline", "d", "1");
  g_assert_true (tn_project_undo (shop.project, NULL, NULL));
  run = tn_project_begin_run (shop.project, "c", snapshot, 1, NULL, NULL);
  tn_project_end_run (shop.project, run, TN_RUN_DONE, NULL, NULL);
  store_close (g_steal_pointer (&shop.project));
  found = tn_project_list_unsaved (NULL);
  g_assert_cmpuint (found->len, ==, 1);
  listed = g_ptr_array_index (found, 0);
  g_assert_cmpint (listed->n_edits, ==, 1);
  g_assert_cmpint (listed->n_runs, ==, 1);
  last = tn_message_say (listed->last, tn_language_get ("en"));
  g_assert_cmpstr (last, ==, "c");
  g_assert_cmpint (ABS (g_get_real_time () - listed->time), <, G_TIME_SPAN_HOUR);
  shop_clear (&shop);
}

/* Stores are kept to open faster: the oldest go, unless they hold what no file does. */
static void
test_only_saved_stores_are_pruned (void)
{
  Shop first = shop_new ();
  g_autofree char *unsaved = g_strdup (tn_project_get_session (first.project));
  g_autofree char *unsaved_lock = g_build_filename (unsaved, "lock", NULL);
  g_autofree char *saved = NULL;
  /* Files say that the oldest store was used last: nobody asks them. */
  struct utimbuf future = { 4000000000, 4000000000 };
  guint n_kept = 0;

  store_put (first.project, "pipeline", "a", "1");
  store_close (g_steal_pointer (&first.project));
  utime (unsaved_lock, &future);
  for (guint i = 0; i < 16; i++)
    {
      g_autofree char *name = g_strdup_printf ("p%u.tenure", i);
      g_autofree char *path = store_path (first.dir, name);
      TnProject *project = tn_project_create (path, NULL);
      g_autofree char *lock = g_build_filename (tn_project_get_session (project), "lock", NULL);
      struct utimbuf used = { 1000000 - i, 1000000 - i };

      if (i == 0)
        saved = g_strdup (tn_project_get_session (project));
      utime (lock, &used);
      store_close (project);
    }
  g_assert_true (g_file_test (unsaved, G_FILE_TEST_IS_DIR));
  g_assert_false (g_file_test (saved, G_FILE_TEST_EXISTS));
  {
    g_autoptr (GDir) dir = g_dir_open (g_getenv ("TENURE_SESSIONS"), 0, NULL);

    while (g_dir_read_name (dir) != NULL)
      n_kept++;
  }
  g_assert_cmpuint (n_kept, <=, 13);
  g_assert_cmpuint (n_kept, >=, 12);
  {
    g_autofree char *path = store_path (first.dir, "p0.tenure");

    store_close (store_open (path, TN_OPEN_EDIT));
  }
  shop_reopen (&first);
  assert_number (first.project, "a", "1");
  shop_clear (&first);
}

/* As root every folder can be written; below a file there is none. */
static void
test_without_a_data_directory_one_can_look (void)
{
  Shop shop = shop_new ();
  g_autofree char *below = g_build_filename (shop.path, "sessions", NULL);
  g_autofree char *session = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *look;

  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  store_close (g_steal_pointer (&shop.project));
  g_setenv ("TENURE_SESSIONS", below, TRUE);
  g_assert_null (tn_project_open (shop.path, TN_OPEN_EDIT, NULL, NULL, &error));
  g_assert_true (error->domain == TN_ERROR);
  look = store_open (shop.path, TN_OPEN_READ_ONLY);
  assert_number (look, "a", "1");
  session = g_path_get_dirname (tn_project_get_session (look));
  store_close (look);
  g_assert_false (g_file_test (session, G_FILE_TEST_EXISTS));
  shop_clear (&shop);
}

static void
test_older_copy_does_not_hide_newer_work (void)
{
  Shop shop = shop_new ();
  g_autofree char *backup = store_path (shop.dir, "backup");

  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  copy_file (shop.path, backup);
  store_put (shop.project, "pipeline", "a", "2");
  shop_save (&shop);
  store_close (g_steal_pointer (&shop.project));
  copy_file (backup, shop.path);
  shop_reopen (&shop);
  g_assert_nonnull (tn_project_get_notice (shop.project));
  assert_number (shop.project, "a", "2");
  shop_clear (&shop);
}

static void
test_copy_becomes_a_project_of_its_own (void)
{
  Shop shop = shop_new ();
  g_autofree char *copy = store_path (shop.dir, "copy.tenure");
  TnProject *other;

  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  copy_file (shop.path, copy);
  store_put (shop.project, "pipeline", "a", "2");
  other = store_open (copy, TN_OPEN_EDIT);
  assert_number (other, "a", "1");
  g_assert_cmpstr (tn_project_get_uuid (other), !=, tn_project_get_uuid (shop.project));
  store_put (other, "pipeline", "a", "3");
  store_close (other);
  other = store_open (copy, TN_OPEN_EDIT);
  assert_number (other, "a", "3");
  assert_number (shop.project, "a", "2");
  store_close (other);
  shop_clear (&shop);
}

static void
test_renamed_file_goes_on (void)
{
  Shop shop = shop_new ();
  g_autofree char *moved = store_path (shop.dir, "moved.tenure");
  g_autofree char *session = g_strdup (tn_project_get_session (shop.project));
  TnProject *other;

  store_put (shop.project, "pipeline", "unsaved", "1");
  store_close (g_steal_pointer (&shop.project));
  g_assert_cmpint (g_rename (shop.path, moved), ==, 0);
  other = store_open (moved, TN_OPEN_EDIT);
  assert_number (other, "unsaved", "1");
  g_assert_cmpstr (tn_project_get_session (other), ==, session);
  g_assert_cmpstr (tn_project_get_path (other), ==, moved);
  store_close (other);
  shop_clear (&shop);
}

static void
test_save_keeps_permissions_and_links (void)
{
  Shop shop = shop_new ();
  g_autofree char *link_path = store_path (shop.dir, "link.tenure");
  g_autofree char *previous =
      g_build_filename (tn_project_get_session (shop.project), "previous.tenure", NULL);
  struct stat before, info;

  g_assert_cmpint (chmod (shop.path, 0640), ==, 0);
  g_assert_cmpint (symlink (shop.path, link_path), ==, 0);
  store_close (g_steal_pointer (&shop.project));
  shop.project = store_open (link_path, TN_OPEN_EDIT);
  stat (shop.path, &before);
  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  g_assert_cmpint (lstat (link_path, &info), ==, 0);
  g_assert_true (S_ISLNK (info.st_mode));
  g_assert_cmpint (stat (shop.path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0640);
  g_assert_cmpint (info.st_ino, !=, before.st_ino);
  /* The version before is still there, under another name. */
  g_assert_cmpint (stat (previous, &info), ==, 0);
  g_assert_cmpint (info.st_ino, ==, before.st_ino);
  shop_clear (&shop);
}

static void
test_nothing_changed_nothing_written (void)
{
  Shop shop = shop_new ();
  struct stat before, after;

  stat (shop.path, &before);
  shop_save (&shop);
  stat (shop.path, &after);
  g_assert_cmpint (before.st_ino, ==, after.st_ino);
  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  stat (shop.path, &after);
  g_assert_cmpint (before.st_ino, !=, after.st_ino);
  shop_clear (&shop);
}

static void
test_cancelled_save_leaves_the_file (void)
{
  Shop shop = shop_new ();
  g_autoptr (TnTable) table = store_make_table (100000, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  struct stat before, after;

  store_add_dataset (shop.project, "t", table);
  stat (shop.path, &before);
  g_cancellable_cancel (cancellable);
  g_assert_false (tn_project_save (shop.project, TN_SAVE_DEFAULT, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  stat (shop.path, &after);
  g_assert_cmpint (before.st_ino, ==, after.st_ino);
  shop_save (&shop);
  shop_clear (&shop);
}

/* Also when a reader holds the store and another thread changes it meanwhile. */
static gpointer
change_in_worker (gpointer data)
{
  for (guint i = 0; i < 100; i++)
    store_put (data, "pipeline", "busy", i % 2 == 0 ? "1" : "2");

  return NULL;
}

static void
test_save_works_beside_changes (void)
{
  Shop shop = shop_new ();
  GThread *thread = g_thread_new ("change", change_in_worker, shop.project);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      sqlite3 *handle;

      tn_project_save (shop.project, TN_SAVE_ALWAYS, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (sqlite3_open (shop.path, &handle), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (handle, "PRAGMA integrity_check", NULL, NULL, NULL), ==,
                       SQLITE_OK);
      sqlite3_close (handle);
    }
  g_thread_join (thread);
  shop_clear (&shop);
}

static void
test_deleted_data_leave_the_file (void)
{
  Shop shop = shop_new ();
  struct stat full, hollow;

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (TnTable) table = store_make_table (600000, i);

      tn_project_add_table (shop.project, table, NULL, NULL, NULL);
    }
  shop_save (&shop);
  stat (shop.path, &full);
  /* Nothing names the tables: they go when the project is opened again. */
  shop_reopen (&shop);
  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  stat (shop.path, &hollow);
  g_assert_cmpint (hollow.st_size, <, full.st_size / 10);
  g_free (store_directory ());
  store_close (g_steal_pointer (&shop.project));
  shop_reopen (&shop);
  assert_number (shop.project, "a", "1");
  shop_clear (&shop);
}

static void
test_unwritable_folder_is_a_sentence (void)
{
  Shop shop = shop_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = store_path (shop.dir, "no/such/folder/x.tenure");

  store_put (shop.project, "pipeline", "a", "1");
  g_assert_false (tn_project_save_as (shop.project, nowhere, TN_SAVE_DEFAULT, NULL, NULL, &error));
  g_assert_true (error->domain == TN_ERROR);
  g_assert_cmpstr (tn_project_get_path (shop.project), ==, shop.path);
  g_clear_error (&error);
  g_assert_null (tn_project_create (nowhere, &error));
  g_assert_true (error->domain == TN_ERROR);
  shop_save (&shop);
  shop_clear (&shop);
}

/* In a child: a limit or a mount of its own. Ends with 0, or 77 where not permitted. */
static void
run_in_child (void (*func) (void))
{
  int status;
  pid_t pid = fork ();

  if (pid == 0)
    {
      func ();
      _exit (0);
    }
  waitpid (pid, &status, 0);
  if (WIFEXITED (status) && WEXITSTATUS (status) == 77)
    g_test_skip ("this computer does not permit a small file system of one's own");
  else
    g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

static TnProject *
fill_until_full (const char *path, guint *n_stored, GError **error)
{
  TnProject *project = tn_project_create (path, error);

  g_assert_no_error (*error);
  for (*n_stored = 0; *n_stored < 1000; (*n_stored)++)
    {
      g_autoptr (TnEdit) edit = tn_edit_new (NULL);
      g_autofree char *id = g_strdup_printf ("p%u", *n_stored);
      g_autofree char *text = g_strnfill (20000, 'x');
      g_autoptr (JsonNode) body = json_node_init_string (json_node_alloc (), text);

      tn_edit_put (edit, "pipeline", id, 1, body);
      if (!tn_project_edit (project, edit, error))
        break;
    }

  return project;
}

static void
fill_small_disk (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *disk = store_path (dir, "disk");
  g_autofree char *path = store_path (disk, "shop.tenure");
  g_autofree char *ballast = store_path (disk, "ballast");
  g_autofree char *zeros = g_malloc0 (2 * 1024 * 1024);
  g_autoptr (TnTable) table = store_make_table (200000, 1);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;
  TnProject *project;
  guint n_stored;

  g_mkdir (disk, 0700);
  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("tmpfs", disk, "tmpfs", 0, "size=4m") != 0)
    _exit (77);
  g_setenv ("TENURE_SESSIONS", disk, TRUE);
  g_assert_true (g_file_set_contents (ballast, zeros, 2 * 1024 * 1024, NULL));
  project = fill_until_full (path, &n_stored, &error);
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_assert_cmpuint (n_stored, >, 3);
  g_clear_error (&error);
  /* A save says what it needs, and leaves the file as it was. */
  g_assert_false (tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_clear_error (&error);
  /* So does bulk. */
  g_assert_cmpint (tn_project_add_table (project, table, NULL, NULL, &error), ==, 0);
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  g_clear_error (&error);
  /* Nothing acknowledged is lost; with room again, the same handle goes on. */
  ids = tn_project_list_documents (project, "pipeline", &error);
  g_assert_cmpuint (g_strv_length (ids), ==, n_stored);
  g_unlink (ballast);
  store_put (project, "pipeline", "more", "1");
  store_close (project);
  project = store_open (path, TN_OPEN_EDIT);
  assert_number (project, "more", "1");
  store_close (project);
  umount2 (disk, MNT_DETACH);
}

static void
test_full_disk_loses_nothing (void)
{
  run_in_child (fill_small_disk);
}

static GBytes *
read_file (const char *path)
{
  char *bytes;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));

  return g_bytes_new_take (bytes, size);
}

static void
fill_small_limit (void)
{
  struct rlimit limit = { 1 << 20, RLIM_INFINITY };
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_auto (GStrv) ids = NULL;
  TnProject *project;
  guint n_stored;

  setrlimit (RLIMIT_FSIZE, &limit);
  project = fill_until_full (path, &n_stored, &error);
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  /* A save that cannot write its copy leaves the file as it was. */
  g_clear_error (&error);
  limit.rlim_cur = 200000;
  setrlimit (RLIMIT_FSIZE, &limit);
  before = read_file (path);
  g_assert_false (tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));
  limit.rlim_cur = RLIM_INFINITY;
  setrlimit (RLIMIT_FSIZE, &limit);
  ids = tn_project_list_documents (project, "pipeline", NULL);
  g_assert_cmpuint (g_strv_length (ids), ==, n_stored);
  store_put (project, "pipeline", "more", "1");
  store_close (project);
}

static void
test_file_size_limit_is_a_sentence (void)
{
  run_in_child (fill_small_limit);
}

static void
test_no_descriptor_is_left_open (void)
{
  Shop shop = shop_new ();
  guint n = g_test_slow () ? 1000 : 15;
  guint before;

  shop_reopen (&shop);
  before = store_count_descriptors ();
  for (guint i = 0; i < n; i++)
    shop_reopen (&shop);
  g_assert_cmpuint (store_count_descriptors (), ==, before);
  shop_clear (&shop);
}

static void
work_with_few_descriptors (void)
{
  struct rlimit limit = { 64, 64 };
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "shop.tenure");
  g_autoptr (TnTable) table = store_make_table (200000, 1);
  g_autoptr (TnTable) loaded = NULL;
  g_autoptr (GError) error = NULL;
  TnProject *project;

  setrlimit (RLIMIT_NOFILE, &limit);
  project = tn_project_create (path, &error);
  g_assert_no_error (error);
  store_add_dataset (project, "t", table);
  loaded = tn_project_load_dataset (project, "t", &error);
  store_assert_equal_tables (table, loaded);
  tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  store_close (project);
}

static void
test_few_descriptors_are_enough (void)
{
  run_in_child (work_with_few_descriptors);
}

/* What SQLite has open, by what the system says is open. */
static void
assert_no_handle_on (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *link_path = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *file = g_file_read_link (link_path, NULL);

      g_assert_cmpstr (file, !=, path);
    }
}

static int (*real_open) (sqlite3_vfs *, const char *, sqlite3_file *, int, int *);
static GPtrArray *opened;

static int
note_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
  if (name != NULL)
    g_ptr_array_add (opened, g_strdup (name));

  return real_open (vfs, name, file, flags, out);
}

static void
test_no_handle_on_a_chosen_path (void)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
  Shop shop;
  TnProject *reader;

  opened = g_ptr_array_new_with_free_func (g_free);
  real_open = vfs->xOpen;
  vfs->xOpen = note_open;
  shop = shop_new ();
  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  assert_no_handle_on (shop.path);
  reader = store_open (shop.path, TN_OPEN_READ_ONLY);
  store_close (reader);
  shop_reopen (&shop);
  g_free (store_directory ());
  store_close (g_steal_pointer (&shop.project));
  reader = store_open (shop.path, TN_OPEN_READ_ONLY);
  assert_no_handle_on (shop.path);
  store_close (reader);
  shop_reopen (&shop);
  vfs->xOpen = real_open;

  g_assert_cmpuint (opened->len, >, 5);
  for (guint i = 0; i < opened->len; i++)
    g_assert_nonnull (strstr (g_ptr_array_index (opened, i), "/sessions/"));
  g_ptr_array_unref (opened);
  shop_clear (&shop);
}

/* A file of version 0, as the first drafts wrote it. */
static char *
make_version_0 (const char *dir)
{
  char *path = store_path (dir, "old.tenure");
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDatabase) database = tn_database_open (path, TN_DATABASE_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (tn_schema_create_version (database, 0, &error));
  tn_database_exec (database,
                    "INSERT INTO meta VALUES (1, '6f1c4a52-6f6c-4a7e-8f64-0d5e7f9b1a2c', 3, 's', 9,"
                    " 'Tenure 0.0', 0);"
                    "INSERT INTO document VALUES ('pipeline', 'b', '{\"days\":60}');"
                    "INSERT INTO document VALUES ('pipeline', 'a', '{\"days\":90}');"
                    "INSERT INTO document VALUES ('dataset', 'orders', '{\"table\":1}')",
                    &error);
  g_assert_no_error (error);

  return path;
}

static void
test_older_version_is_brought_up (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = make_version_0 (dir);
  TnProject *project = store_open (path, TN_OPEN_EDIT);
  g_auto (GStrv) ids = tn_project_list_documents (project, "pipeline", NULL);

  g_assert_cmpstr (ids[0], ==, "b");
  assert_number (project, "a", "{\"days\":90}");
  g_assert_cmpint (tn_project_get_generation (project), ==, 3);
  store_put (project, "pipeline", "c", "1");
  g_assert_true (tn_project_undo (project, NULL, NULL));
  store_close (project);
}

/* The migration is killed at every write it makes, by a file system that ends there. */
static int writes_left;
static int (*real_write) (sqlite3_file *, const void *, int, sqlite3_int64);
static sqlite3_io_methods killing_methods;

static int
write_or_die (sqlite3_file *file, const void *data, int size, sqlite3_int64 offset)
{
  if (writes_left-- <= 0)
    kill (getpid (), SIGKILL);

  return real_write (file, data, size, offset);
}

static int
open_to_die (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
  int rc = real_open (vfs, name, file, flags, out);

  if (rc == SQLITE_OK && file->pMethods != NULL)
    {
      killing_methods = *file->pMethods;
      real_write = killing_methods.xWrite;
      killing_methods.xWrite = write_or_die;
      file->pMethods = &killing_methods;
    }

  return rc;
}

/* Returns whether the migration came to its end. */
static gboolean
migrate_and_die (const char *path, int n_writes)
{
  int status;
  pid_t pid = fork ();

  if (pid == 0)
    {
      sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);
      g_autoptr (TnDatabase) database = NULL;

      writes_left = n_writes;
      real_open = vfs->xOpen;
      vfs->xOpen = open_to_die;
      database = tn_database_open (path, 0, NULL);
      _exit (database != NULL && tn_schema_migrate (database, NULL) ? 0 : 1);
    }
  waitpid (pid, &status, 0);
  g_assert_false (WIFEXITED (status) && WEXITSTATUS (status) != 0);

  return WIFEXITED (status);
}

static void
test_migration_killed_anywhere_can_be_repeated (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = make_version_0 (dir);
  int n_writes = 0;

  for (gboolean ended = FALSE; !ended; n_writes++)
    {
      g_autofree char *copy = g_strdup_printf ("%s/copy-%d.tenure", dir, n_writes);
      TnProject *project;
      g_autoptr (TnDatabase) database = NULL;
      int version = -1;

      copy_file (path, copy);
      ended = migrate_and_die (copy, n_writes);
      database = tn_database_open (copy, 0, NULL);
      g_assert_true (tn_schema_check (database, &version, NULL));
      g_assert_cmpint (version, ==, ended ? 1 : version);
      g_assert_true (tn_schema_migrate (database, NULL));
      g_assert_true (tn_schema_check (database, &version, NULL));
      g_assert_cmpint (version, ==, 1);
      g_clear_pointer (&database, tn_database_close);
      project = store_open (copy, TN_OPEN_EDIT);
      assert_number (project, "a", "{\"days\":90}");
      store_close (project);
    }
  g_test_message ("killed before each of %d writes", n_writes - 1);
  g_assert_cmpint (n_writes, >, 3);
}

static void
test_newer_version_can_be_looked_at (void)
{
  Shop shop = shop_new ();
  g_autoptr (GError) error = NULL;
  sqlite3 *handle;
  TnProject *look;

  store_put (shop.project, "pipeline", "a", "1");
  shop_save (&shop);
  store_close (g_steal_pointer (&shop.project));
  g_assert_cmpint (sqlite3_open (shop.path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle,
                                 "CREATE TABLE novelty (x); PRAGMA user_version = 7;"
                                 "UPDATE meta SET save_id = 'newer', generation = 99",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (handle);
  g_assert_null (tn_project_open (shop.path, TN_OPEN_EDIT, NULL, NULL, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NEWER);
  look = store_open (shop.path, TN_OPEN_READ_ONLY);
  assert_number (look, "a", "1");
  store_close (look);
  shop_clear (&shop);
}

static void
test_runs_keep_their_outputs (void)
{
  Shop shop = shop_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) snapshot = tn_json_parse ("{\"nodes\":[]}", -1, NULL);
  g_autoptr (JsonNode) body = tn_json_parse ("{\"auc\":0.74}", -1, NULL);
  g_autoptr (TnTable) scores = store_make_table (1000, 1);
  g_autofree double *weights = g_new (double, 400000);
  GVariantBuilder builder;
  TnOutput output = {
    (char *) "logistic", (char *) "state", (char *) "logistic", 2, body, NULL, 0
  };
  g_autoptr (GVariant) state = NULL;
  gint64 run = tn_project_begin_run (shop.project, "churn", snapshot, G_MAXUINT64, NULL, &error);
  gint64 table = tn_project_add_table (shop.project, scores, NULL, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 400000; i++)
    weights[i] = i * 0.37;
  /* Once small, once larger than a transaction may be. */
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (TnOutput) back = NULL;
      guint n = round == 0 ? 10 : 400000;

      g_clear_pointer (&state, g_variant_unref);
      g_variant_builder_init (&builder, G_VARIANT_TYPE ("(sad)"));
      g_variant_builder_add (&builder, "s", "权重");
      g_variant_builder_add_value (
          &builder, g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, weights, n, sizeof (double)));
      state = g_variant_ref_sink (g_variant_builder_end (&builder));
      output.state = state;
      output.table = table;
      tn_project_put_output (shop.project, run, &output, &error);
      g_assert_no_error (error);
      back = tn_project_get_output (shop.project, run, "logistic", "state", &error);
      g_assert_no_error (error);
      g_assert_true (g_variant_equal (back->state, state));
      g_assert_true (json_node_equal (back->body, body));
      g_assert_cmpint (back->version, ==, 2);
    }
  tn_project_end_run (shop.project, run, TN_RUN_DONE, body, &error);
  g_assert_no_error (error);
  shop_save (&shop);
  store_close (g_steal_pointer (&shop.project));
  g_free (store_directory ());
  shop_reopen (&shop);
  {
    g_autoptr (TnRun) found = tn_project_get_run (shop.project, 0, &error);
    g_autoptr (TnOutput) back =
        tn_project_get_output (shop.project, run, "logistic", "state", &error);
    g_autoptr (GPtrArray) outputs = tn_project_list_outputs (shop.project, run, &error);
    g_autoptr (TnTable) loaded = tn_project_load_table (shop.project, table, &error);

    g_assert_no_error (error);
    g_assert_cmpuint (found->seed, ==, G_MAXUINT64);
    g_assert_cmpint (found->status, ==, TN_RUN_DONE);
    g_assert_true (g_variant_equal (back->state, state));
    g_assert_cmpuint (outputs->len, ==, 1);
    store_assert_equal_tables (scores, loaded);
  }
  g_assert_true (tn_project_delete_run (shop.project, run, &error));
  g_assert_null (tn_project_get_output (shop.project, run, "logistic", "state", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  shop_clear (&shop);
}

static void
test_cache_is_beside_the_project (void)
{
  Shop shop = shop_new ();
  TnNodeCache *cache = tn_node_cache_open (tn_project_get_session (shop.project), 6 << 20);
  TnNodeCache *other = tn_node_cache_open (tn_project_get_session (shop.project), 6 << 20);
  g_autoptr (TnTable) table = store_make_table (70000, 1);
  g_autoptr (GBytes) value = g_bytes_new ("abc", 3);
  g_autoptr (GError) error = NULL;
  g_autofree char *noise = g_malloc (1 << 20);

  g_assert_null (tn_node_cache_get (cache, "k"));
  tn_node_cache_put (cache, "k", value);
  g_assert_true (tn_node_cache_put_table (cache, "t", table, NULL, &error));
  g_assert_no_error (error);
  {
    /* The worker's, seen by the window. */
    g_autoptr (GBytes) found = tn_node_cache_get (other, "k");
    g_autoptr (TnTable) loaded = tn_node_cache_get_table (other, "t");

    g_assert_true (g_bytes_equal (found, value));
    store_assert_equal_tables (table, loaded);
  }
  /* The least used goes first; what is in use stays. */
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *key = g_strdup_printf ("n%u", i);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) kept = tn_node_cache_get (cache, "k");

      g_assert_nonnull (kept);
      for (guint j = 0; j < 1 << 20; j++)
        noise[j] = g_test_rand_int ();
      bytes = g_bytes_new (noise, 1 << 20);
      tn_node_cache_put (cache, key, bytes);
    }
  g_assert_cmpint (tn_node_cache_get_size (cache), <=, 6 << 20);
  g_assert_cmpint (tn_node_cache_get_size (cache), >, 2 << 20);
  g_assert_null (tn_node_cache_get (cache, "n0"));
  g_assert_null (tn_node_cache_get_table (cache, "t"));
  g_assert_false (tn_project_has_unsaved (shop.project));
  tn_node_cache_clear (cache);
  g_assert_null (tn_node_cache_get (cache, "k"));
  tn_node_cache_unref (cache);
  tn_node_cache_unref (other);
  shop_clear (&shop);
}

static void
test_damaged_cache_is_made_anew (void)
{
  Shop shop = shop_new ();
  g_autofree char *path =
      g_build_filename (tn_project_get_session (shop.project), "cache.db", NULL);
  g_autoptr (GBytes) value = g_bytes_new ("abc", 3);
  TnNodeCache *cache;

  g_file_set_contents (path, "this is no database at all, and never was one", -1, NULL);
  cache = tn_node_cache_open (tn_project_get_session (shop.project), 1 << 20);
  tn_node_cache_put (cache, "k", value);
  {
    g_autoptr (GBytes) found = tn_node_cache_get (cache, "k");

    g_assert_nonnull (found);
  }
  tn_node_cache_unref (cache);
  shop_clear (&shop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/open/second-opener-is-told-and-may-look", test_second_opener_is_told);
  g_test_add_func ("/open/taken-over-can-only-look", test_taken_over_can_only_look);
  g_test_add_func ("/open/lock-of-a-dead-process-counts-for-nothing",
                   test_lock_of_a_dead_process_counts_for_nothing);
  g_test_add_func ("/open/worker-of-an-earlier-holder-is-refused",
                   test_worker_of_an_earlier_holder_is_refused);
  g_test_add_func ("/open/older-copy-does-not-hide-newer-work",
                   test_older_copy_does_not_hide_newer_work);
  g_test_add_func ("/open/unsaved-work-is-offered", test_unsaved_work_is_offered);
  g_test_add_func ("/storage/gives-back-what-is-spare", test_storage_gives_back_what_is_spare);
  g_test_add_func ("/open/unsaved-work-is-counted-in-edits", test_unsaved_counts_edits);
  g_test_add_func ("/open/only-saved-stores-are-pruned", test_only_saved_stores_are_pruned);
  g_test_add_func ("/open/without-a-data-directory-one-can-look",
                   test_without_a_data_directory_one_can_look);
  g_test_add_func ("/open/copy-becomes-a-project-of-its-own",
                   test_copy_becomes_a_project_of_its_own);
  g_test_add_func ("/open/renamed-file-goes-on", test_renamed_file_goes_on);
  g_test_add_func ("/open/no-handle-on-a-chosen-path", test_no_handle_on_a_chosen_path);
  g_test_add_func ("/open/no-descriptor-is-left-open", test_no_descriptor_is_left_open);
  g_test_add_func ("/save/change-underneath-is-told-before",
                   test_change_underneath_is_told_before_saving);
  g_test_add_func ("/save/keeps-permissions-links-and-the-version-before",
                   test_save_keeps_permissions_and_links);
  g_test_add_func ("/save/nothing-changed-nothing-written", test_nothing_changed_nothing_written);
  g_test_add_func ("/save/cancelled-leaves-the-file", test_cancelled_save_leaves_the_file);
  g_test_add_func ("/save/works-beside-changes", test_save_works_beside_changes);
  g_test_add_func ("/save/deleted-data-leave-the-file", test_deleted_data_leave_the_file);
  g_test_add_func ("/save/unwritable-folder-is-a-sentence", test_unwritable_folder_is_a_sentence);
  g_test_add_func ("/disk/full-disk-loses-nothing", test_full_disk_loses_nothing);
  g_test_add_func ("/disk/file-size-limit-is-a-sentence", test_file_size_limit_is_a_sentence);
  g_test_add_func ("/disk/few-descriptors-are-enough", test_few_descriptors_are_enough);
  g_test_add_func ("/version/older-is-brought-up", test_older_version_is_brought_up);
  g_test_add_func ("/version/migration-killed-anywhere-can-be-repeated",
                   test_migration_killed_anywhere_can_be_repeated);
  g_test_add_func ("/version/newer-can-be-looked-at", test_newer_version_can_be_looked_at);
  g_test_add_func ("/run/outputs-are-kept", test_runs_keep_their_outputs);
  g_test_add_func ("/cache/is-beside-the-project-and-within-budget",
                   test_cache_is_beside_the_project);
  g_test_add_func ("/cache/damaged-is-made-anew", test_damaged_cache_is_made_anew);

  return g_test_run ();
}
