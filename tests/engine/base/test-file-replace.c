/* test-file-replace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-file-replace.h"
#include "tn-test.h"

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* The names in a folder, sorted, as one text. */
static char *
list (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return g_strjoinv (" ", (char **) names->pdata);
}

static void
assert_list (const char *folder, const char *right)
{
  g_autofree char *names = list (folder);

  g_assert_cmpstr (names, ==, right);
}

static void
assert_content (const char *path, const char *right)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, right);
}

static void
put (const char *path, const char *text)
{
  TnFileReplace file;
  g_autoptr (GError) error = NULL;

  tn_file_replace_begin (&file, path, &error);
  g_assert_no_error (error);
  tn_file_replace_write (&file, text, strlen (text), &error);
  g_assert_no_error (error);
  tn_file_replace_commit (&file, &error);
  g_assert_no_error (error);
}

static void
test_replace (void)
{
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *path = g_build_filename (dir, "a", NULL);
  struct stat info;

  put (path, "one");
  assert_content (path, "one");
  g_assert_cmpint (chmod (path, 0640), ==, 0);
  put (path, "two");
  assert_content (path, "two");
  assert_list (dir, "a");
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0640);
}

static void
test_permissions (void)
{
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *path = g_build_filename (dir, "a", NULL);
  mode_t before = umask (027);
  struct stat info;

  put (path, "one");
  umask (before);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0640);
}

static void
test_abort (void)
{
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *path = g_build_filename (dir, "a", NULL);
  g_autofree char *again = NULL;
  TnFileReplace file;

  put (path, "old");
  g_assert_true (tn_file_replace_begin (&file, path, NULL));
  g_assert_true (tn_file_replace_write (&file, "new", 3, NULL));
  /* A library that opens by name finds the same file. */
  g_assert_true (g_file_get_contents (file.name, &again, NULL, NULL));
  g_assert_cmpstr (again, ==, "new");
  assert_content (path, "old");
  tn_file_replace_abort (&file);
  assert_content (path, "old");
  assert_list (dir, "a");
}

/* Killed with everything written: no trace, not even a hidden one. */
static void
test_killed (void)
{
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *path = g_build_filename (dir, "a", NULL);
  int status;
  pid_t child;

  put (path, "old");
  child = fork ();
  if (child == 0)
    {
      TnFileReplace file;

      tn_file_replace_begin (&file, path, NULL);
      tn_file_replace_write (&file, "new", 3, NULL);
      tn_file_replace_sync (&file, NULL);
      raise (SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  assert_content (path, "old");
  assert_list (dir, "a");
}

/* Where the file system knows no nameless files, or a kill came between two names. */
static void
test_stale (void)
{
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *path = g_build_filename (dir, "a", NULL);
  g_autofree char *dead = g_build_filename (dir, ".tenure-part-dead", NULL);
  g_autofree char *held = g_build_filename (dir, ".tenure-part-held", NULL);
  g_autofree char *young = g_build_filename (dir, ".tenure-part-young", NULL);
  struct utimbuf old = { 1000000000, 1000000000 };
  int fd;

  g_assert_true (g_file_set_contents (dead, "x", 1, NULL));
  g_assert_true (g_file_set_contents (held, "x", 1, NULL));
  g_assert_true (g_file_set_contents (young, "x", 1, NULL));
  g_assert_cmpint (utime (dead, &old), ==, 0);
  g_assert_cmpint (utime (held, &old), ==, 0);
  fd = open (held, O_RDONLY);
  g_assert_cmpint (flock (fd, LOCK_EX), ==, 0);
  put (path, "one");
  close (fd);
  assert_list (dir, ".tenure-part-held .tenure-part-young a");
}

static void
test_errors (void)
{
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *path = g_build_filename (dir, "gone", "a", NULL);
  g_autofree char *folder = g_build_filename (dir, "folder", NULL);
  g_autoptr (GError) error = NULL;
  TnFileReplace file;

  g_assert_false (tn_file_replace_begin (&file, path, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
  g_assert_nonnull (strstr (error->message, "choose another folder"));
  g_clear_error (&error);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (tn_file_replace_begin (&file, folder, NULL));
  g_assert_false (tn_file_replace_commit (&file, &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_IO);
  assert_list (dir, "folder");
}

static void
test_full (void)
{
  TnFileReplace file = { .path = (char *) "folder/list.csv" };
  int errnums[] = { ENOSPC, EDQUOT, EFBIG };

  for (guint i = 0; i < G_N_ELEMENTS (errnums); i++)
    {
      g_autoptr (GError) error = NULL;

      tn_file_replace_set_error (&file, errnums[i], &error);
      g_assert_error (error, TN_ERROR, TN_ERROR_SPACE);
      g_assert_nonnull (strstr (error->message, "list.csv"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file-replace/takes-the-place-of-the-older", test_replace);
  g_test_add_func ("/file-replace/new-file-has-the-permissions-of-any", test_permissions);
  g_test_add_func ("/file-replace/aborted-leaves-the-older", test_abort);
  g_test_add_func ("/file-replace/killed-leaves-no-trace", test_killed);
  g_test_add_func ("/file-replace/only-the-dead-are-removed", test_stale);
  g_test_add_func ("/file-replace/error-names-the-folder", test_errors);
  g_test_add_func ("/file-replace/no-room-is-said", test_full);

  return g_test_run ();
}
