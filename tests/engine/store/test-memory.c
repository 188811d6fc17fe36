/* test-memory.c: stored columns when memory runs out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "store-support.h"
#include "tn-exhaust.h"
#include "tn-test.h"

/* Opened anew, so that no chunk is at hand. */
static gboolean
load (gpointer data, GError **error)
{
  TnProject *project = tn_project_open (data, TN_OPEN_READ_ONLY, NULL, NULL, error);
  g_autoptr (TnTable) table =
      project != NULL ? tn_project_load_dataset (project, "orders", error) : NULL;
  g_autofree char *print = table != NULL ? tn_table_fingerprint (table, error) : NULL;

  g_clear_pointer (&table, tn_table_unref);
  g_clear_pointer (&project, store_close);

  return print != NULL;
}

static void
test_load (void)
{
  g_autofree char *dir = store_directory ();
  g_autofree char *path = store_path (dir, "memory.tenure");
  g_autoptr (TnTable) table = store_make_table (70000, 1);
  TnProject *project = tn_project_create (path, NULL);

  store_add_dataset (project, "orders", table);
  g_assert_true (tn_project_save (project, TN_SAVE_DEFAULT, NULL, NULL, NULL));
  store_close (project);
  /* SQLite has caches it can do without; the answer must be right then. */
  g_assert_cmpuint (
      tn_exhaust_memory (load, path, TN_EXHAUST_MAY_DO_WITHOUT | TN_EXHAUST_FIXED_BUFFERS), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/memory/loading-says-so", test_load);

  return g_test_run ();
}
