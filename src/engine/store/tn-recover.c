/* tn-recover.c: removing what nothing refers to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-project-private.h"

static const char *const sweep[] = {
  "DELETE FROM tbl_part WHERE tbl IN (SELECT id FROM tbl WHERE state = 0)",
  "DELETE FROM tbl_column WHERE tbl IN (SELECT id FROM tbl WHERE state = 0)",
  "DELETE FROM tbl WHERE state = 0",
  "UPDATE run SET status = 'interrupted' WHERE status = 'running'",
};

static gboolean
write_recovery (TnDatabase *database, gpointer data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (sweep); i++)
    if (!tn_database_exec (database, sweep[i], error))
      return FALSE;

  return TRUE;
}

/* A hundred pieces at a time: nobody waits long for the transaction. */
static const char *const delete_orphans =
    "DELETE FROM chunk WHERE id IN (SELECT id FROM chunk"
    " WHERE id NOT IN (SELECT chunk FROM tbl_part) AND id NOT IN (SELECT chunk FROM output_part)"
    " LIMIT 100)";

/**
 * tn_project_write_sweep:
 * @data: (out): #gint, how many pieces went
 *
 * Removes pieces nothing refers to. Inside a write.
 */
gboolean
tn_project_write_sweep (TnDatabase *database, gpointer data, GError **error)
{
  gint *n_removed = data;
  g_autoptr (TnStatement) delete = tn_database_query (database, delete_orphans, error);

  if (delete == NULL || !tn_database_run (database, delete, error))
    return FALSE;
  *n_removed = sqlite3_changes (tn_database_get_handle (database));

  return TRUE;
}

/**
 * tn_project_recover:
 *
 * After opening for changing: what was staged and never published goes, runs that were
 * going are marked. Killed within, it is done again.
 */
gboolean
tn_project_recover (TnProject *self, GError **error)
{
  TnDatabase *reader = tn_project_borrow_reader (self, error);
  gint64 n_staged = 0;
  gint n_removed = 0;
  gboolean read;

  if (reader == NULL)
    return FALSE;
  read = tn_database_get_int (reader,
                              "SELECT (SELECT count(*) FROM tbl WHERE state = 0)"
                              " + (SELECT count(*) FROM run WHERE status = 'running')",
                              &n_staged, error);
  tn_project_return_reader (self, reader);
  if (!read)
    return FALSE;
  /* Also when there is nothing to do: a change of the former holder's that is on its way
   * is over when this transaction begins. */
  if (n_staged == 0)
    return tn_project_write (self, TN_WRITE_QUIET, write_recovery, NULL, error);

  /* Pieces first: once the staged table is gone nothing would say that there are any. */
  if (!tn_project_write (self, TN_WRITE_QUIET, write_recovery, NULL, error))
    return FALSE;
  do
    if (!tn_project_write (self, TN_WRITE_QUIET, tn_project_write_sweep, &n_removed, error))
      return FALSE;
  while (n_removed > 0);

  return TRUE;
}
