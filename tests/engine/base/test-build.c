/* test-build.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tn-build.h"
#include "tn-pool.h"
#include "tn-test.h"

#define SAY_ID "--say-id"

static void
test_form (void)
{
  const char *id = tn_build_get_id ();

  g_assert_cmpuint (strlen (id), ==, 64);
  g_assert_cmpuint (strspn (id, "0123456789abcdef"), ==, 64);
}

static gboolean
ask_id (gsize index, gpointer user_data, GError **error)
{
  const char **ids = user_data;

  ids[index] = tn_build_get_id ();

  return TRUE;
}

static void
test_threads (void)
{
  const char *ids[100];

  g_assert_true (tn_pool_for (G_N_ELEMENTS (ids), ask_id, ids, NULL, NULL));
  for (guint i = 1; i < G_N_ELEMENTS (ids); i++)
    g_assert_true (ids[i] == ids[0]);
}

/* What a copy of this program, with @more behind its end, calls itself. */
static char *
ask_copy (const char *more)
{
  g_autofree char *dir = tn_test_directory ();
  g_autofree char *path = g_build_filename (dir, "copy", NULL);
  g_autofree char *program = NULL, *longer = NULL;
  const char *argv[] = { path, SAY_ID, NULL };
  g_autoptr (GError) error = NULL;
  char *said = NULL;
  gsize size;
  int status;

  g_assert_true (g_file_get_contents ("/proc/self/exe", &program, &size, &error));
  longer = g_malloc (size + strlen (more) + 1);
  memcpy (longer, program, size);
  memcpy (longer + size, more, strlen (more));
  g_file_set_contents_full (path, longer, (gssize) (size + strlen (more)), G_FILE_SET_CONTENTS_NONE,
                            0700, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &said, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);

  return said;
}

static void
test_copies (void)
{
  g_autofree char *same = ask_copy (""), *other = ask_copy ("x"), *third = ask_copy ("y");

  g_assert_cmpstr (same, ==, tn_build_get_id ());
  g_assert_cmpstr (other, !=, same);
  g_assert_cmpstr (third, !=, same);
  g_assert_cmpstr (third, !=, other);
}

int
main (int argc, char **argv)
{
  if (argc == 2 && strcmp (argv[1], SAY_ID) == 0)
    {
      g_print ("%s", tn_build_get_id ());
      return 0;
    }
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/build/id-is-a-fingerprint", test_form);
  g_test_add_func ("/build/every-thread-sees-the-same-id", test_threads);
  g_test_add_func ("/build/another-program-has-another-id", test_copies);

  return g_test_run ();
}
