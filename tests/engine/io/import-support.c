/* import-support.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "import-support.h"

#include <string.h>

#include "tn-test.h"

void
imported_clear (Imported *self)
{
  g_clear_pointer (&self->table, tn_table_unref);
  g_clear_pointer (&self->problems, tn_table_unref);
  g_clear_pointer (&self->plan, tn_import_plan_free);
}

void
import_path (const char *path, Imported *out)
{
  g_autoptr (GError) error = NULL;

  out->table = tn_import_file (path, &out->problems, &out->plan, &out->summary, NULL, NULL, &error);
  g_assert_no_error (error);
  /* The promise that holds for every file. */
  g_assert_cmpint (out->summary.n_rows, ==, tn_table_get_n_rows (out->table));
  g_assert_cmpint (out->summary.n_problem_rows + out->summary.n_problem_cells, ==,
                   tn_table_get_n_rows (out->problems));
}

void
import_bytes (const char *text, gsize size, Imported *out)
{
  g_autofree char *path = tn_test_file ("data.csv", text, (gssize) size);

  import_path (path, out);
}

void
import_text (const char *text, Imported *out)
{
  import_bytes (text, strlen (text), out);
}
