/* tn-test.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-test.h"

#include <math.h>
#include <stdlib.h>

#include <glib/gstdio.h>

static GPtrArray *directories;

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir =
      g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
remove_directories (void)
{
  for (guint i = 0; i < directories->len; i++)
    remove_tree (g_ptr_array_index (directories, i));
  g_ptr_array_unref (directories);
}

char *
tn_test_shared (const char *path)
{
  const char *root = g_getenv ("TENURE_SHARED");
  g_autofree char *full = root != NULL ? g_build_filename (root, path, NULL) : NULL;

  if (full == NULL || !g_file_test (full, G_FILE_TEST_EXISTS))
    {
      /* Where the collection is there at all, a missing file is a failure, not a skip. */
      if (root != NULL && g_file_test (root, G_FILE_TEST_IS_DIR))
        g_error ("%s is missing from the shared data sets", path);
      g_test_skip ("the shared data sets are not here");
      return NULL;
    }

  return g_steal_pointer (&full);
}

char *
tn_test_directory (void)
{
  char *path = g_dir_make_tmp ("tenure-test-XXXXXX", NULL);

  g_assert_nonnull (path);
  if (directories == NULL)
    {
      directories = g_ptr_array_new_with_free_func (g_free);
      atexit (remove_directories);
    }
  g_ptr_array_add (directories, g_strdup (path));

  return path;
}

char *
tn_test_file (const char *name, const void *data, gssize size)
{
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *path = g_build_filename (dir, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, size, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&path);
}

void
tn_test_fuzz_cases (const char *folder, TnFuzzTarget target)
{
  g_autofree char *path = g_build_filename (TN_SOURCE_DIR, "tests", "fuzz", folder, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL), *data = NULL;
      g_autoptr (GError) error = NULL;
      gsize size;

      g_file_get_contents (file, &data, &size, &error);
      g_assert_no_error (error);
      target ((const guint8 *) data, size);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

void
tn_test_fuzz_seed (const char *folder, const char *name, const void *data, gsize size)
{
  const char *root = g_getenv ("TENURE_FUZZ_SEEDS");
  g_autofree char *path = root != NULL ? g_build_filename (root, folder, name, NULL) : NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  g_file_set_contents (path, data, (gssize) size, &error);
  g_assert_no_error (error);
}

void
tn_assert_close (double a, double b, double tolerance)
{
  if (!(fabs (a - b) <= tolerance * MAX (1, fabs (b))))
    g_error ("%.17g is not %.17g within %g", a, b, tolerance);
}
