/* test-full-disk.c: a disk that fills up takes nothing with it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "cli-support.h"
#include "shop-support.h"
#include "tn-json.h"

static void
write_map (const char *file, guint inside, guint outside)
{
  g_autofree char *line = g_strdup_printf ("%u %u 1", inside, outside);

  g_file_set_contents_full (file, line, -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
}

/* A file system of @size, seen by this process and its children alone: as root, or as
 * the root of a user namespace of its own. */
static gboolean
mount_small (const char *folder, const char *size)
{
  uid_t user = geteuid ();
  gid_t group = getegid ();
  g_autofree char *options = g_strdup_printf ("size=%s", size);

  if (unshare (CLONE_NEWNS) != 0)
    {
      if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
        return FALSE;
      write_map ("/proc/self/uid_map", 0, user);
      g_file_set_contents_full ("/proc/self/setgroups", "deny", -1, G_FILE_SET_CONTENTS_NONE, 0600,
                                NULL);
      write_map ("/proc/self/gid_map", 0, group);
    }

  return mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
         mount ("tmpfs", folder, "tmpfs", 0, options) == 0;
}

/* Takes all that is left, to the last byte. */
static void
fill (const char *name)
{
  static const char zeros[4096];
  int file = open (name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gsize size = sizeof zeros;

  g_assert_cmpint (file, >=, 0);
  while (size > 0)
    if (write (file, zeros, size) <= 0)
      {
        g_assert_cmpint (errno, ==, ENOSPC);
        size /= 2;
      }
  close (file);
}

static gint64
count_rows (const char *name)
{
  g_autoptr (Said) said = cli_say_to ("describe", "small/a.tenure", name, "--json", NULL);

  g_assert_cmpint (said->status, ==, 0);

  return tn_json_int (json_node_get_object (said->json), "rows", -1);
}

/* One sentence of what there is no room for; and what was there is there. */
static void
assert_full (const char *const *args)
{
  g_autoptr (Said) said = cli_say_to_argv (args);
  g_autoptr (Said) chinese = NULL;
  g_autoptr (GPtrArray) with_lang = g_ptr_array_new ();
  g_auto (GStrv) lines = g_strsplit (g_strchomp (said->err), "\n", -1);

  g_test_message ("%s: %s", args[0], said->err);
  g_assert_cmpint (said->status, ==, 1);
  g_assert_true (g_str_has_suffix (lines[0], "."));
  g_assert_nonnull (strstr (lines[0], "room"));
  for (guint i = 0; args[i] != NULL; i++)
    g_ptr_array_add (with_lang, (gpointer) args[i]);
  g_ptr_array_add (with_lang, (gpointer) "--lang=zh_CN");
  g_ptr_array_add (with_lang, NULL);
  chinese = cli_say_to_argv ((const char *const *) with_lang->pdata);
  g_assert_cmpint (chinese->status, ==, 1);
  g_assert_nonnull (strstr (chinese->err, "空间"));
}

#define FULL(...) assert_full ((const char *[]){ __VA_ARGS__, NULL })

static void
make_project (void)
{
  g_autofree char *csv = shop_make_csv (60, 1);

  cli_write ("orders.csv", csv);
  cli_write ("more.csv", csv);
  cli_do ("new", "small/a.tenure", NULL);
  cli_do ("import", "small/a.tenure", "orders.csv", NULL);
  cli_do ("apply", "small/a.tenure", "churn", "--set", "boosting.rounds=5", "--set",
          "evaluate.resamples=100", "--set", "list.explained=5", NULL);
  cli_do ("run", "small/a.tenure", NULL);
}

/* Nothing was lost, and everything goes on. */
static void
assert_works (gint64 n_rows)
{
  g_assert_cmpint (count_rows ("orders"), ==, n_rows);
  cli_do ("import", "small/a.tenure", "more.csv", "--name", "more", NULL);
  g_assert_cmpint (count_rows ("more"), ==, n_rows);
  cli_do ("run", "small/a.tenure", "churn", "--seed", "2", NULL);
  cli_do ("apply", "small/a.tenure", "churn", "--name", "second", NULL);
  cli_do ("export", "small/a.tenure", "--out", "small/list.csv", NULL);
  cli_do ("report", "small/a.tenure", "--out", "small/report.html", NULL);
}

static gboolean
begin (const char *size)
{
  cli_scene ();
  g_assert_cmpint (mkdir ("small", 0700), ==, 0);
  if (mount_small ("small", size))
    return TRUE;
  g_test_skip ("no file system can be mounted here");

  return FALSE;
}

/* What is worked on stands on the full disk. */
static void
test_sessions (void)
{
  gint64 n_rows;

  if (!begin ("16m"))
    return;
  g_assert_true (g_setenv ("TENURE_SESSIONS", "small/sessions", TRUE));
  make_project ();
  n_rows = count_rows ("orders");
  g_assert_cmpint (n_rows, >, 0);

  fill ("small/ballast");
  FULL ("import", "small/a.tenure", "more.csv");
  FULL ("run", "small/a.tenure", "--seed", "2");
  FULL ("apply", "small/a.tenure", "churn", "--name", "second");
  FULL ("export", "small/a.tenure", "--out", "small/list.csv");
  FULL ("report", "small/a.tenure", "--out", "small/report.html");
  FULL ("new", "small/b.tenure");
  g_assert_false (g_file_test ("small/list.csv", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("small/report.html", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("small/b.tenure", G_FILE_TEST_EXISTS));

  g_assert_cmpint (g_unlink ("small/ballast"), ==, 0);
  assert_works (n_rows);
  g_assert_cmpint (umount2 ("small", MNT_DETACH), ==, 0);
}

/* Only what is saved and written goes there: a stick, a share. What a verb did before it could
 * not save is kept in the working copy. */
static void
test_saving (void)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size_before, size_after;
  gint64 n_rows;

  if (!begin ("4m"))
    return;
  make_project ();
  n_rows = count_rows ("orders");

  g_assert_true (g_file_get_contents ("small/a.tenure", &before, &size_before, NULL));
  fill ("small/ballast");
  FULL ("import", "small/a.tenure", "more.csv");
  FULL ("run", "small/a.tenure", "churn", "--seed", "2");
  FULL ("apply", "small/a.tenure", "churn", "--name", "second");
  FULL ("export", "small/a.tenure", "--out", "small/list.csv");
  FULL ("report", "small/a.tenure", "--out", "small/report.html");
  g_assert_false (g_file_test ("small/list.csv", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test ("small/report.html", G_FILE_TEST_EXISTS));
  /* The file is the one that was saved last, to the byte. */
  g_assert_true (g_file_get_contents ("small/a.tenure", &after, &size_after, NULL));
  g_assert_cmpmem (before, size_before, after, size_after);
  g_assert_cmpint (count_rows ("orders"), ==, n_rows);

  g_assert_cmpint (g_unlink ("small/ballast"), ==, 0);
  assert_works (n_rows);
  g_assert_cmpint (umount2 ("small", MNT_DETACH), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/full-disk/of-the-working-copies", test_sessions);
  g_test_add_func ("/full-disk/of-the-file-and-what-is-written", test_saving);

  return g_test_run ();
}
