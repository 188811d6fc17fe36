/* tn-recover.c: removing what nothing refers to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>

#include "tn-project-private.h"

static const char *const staged[] = {
  "DELETE FROM tbl_part WHERE tbl IN (SELECT id FROM tbl WHERE state = 0)",
  "DELETE FROM tbl WHERE state = 0",
};

/* Tables that no output, no data set and no step of the history names. Whoever stored
 * one and was killed before naming it, or a data set that can no longer be had back. */
#define NAMED(text)                                                                                \
  "instr (" text ", '\"table\":' || t.id || ',') OR instr (" text ", '\"table\":' || t.id || '}')" \
  " OR instr (" text ", '\"problems\":' || t.id || ',')"                                           \
  " OR instr (" text ", '\"problems\":' || t.id || '}')"                                           \
  " OR instr (" text ", '\"value\":' || t.id || '}')"
#define UNNAMED                                                                                \
  "SELECT id FROM tbl AS t WHERE state = 1 AND id NOT IN (SELECT tbl FROM output)"             \
  " AND NOT EXISTS (SELECT 1 FROM document WHERE kind = 'dataset' AND (" NAMED (               \
      "body") "))"                                                                             \
              " AND NOT EXISTS (SELECT 1 FROM journal WHERE " NAMED ("command") " OR " NAMED ( \
                  "inverse") ")"

static const char *const unnamed[] = {
  "DELETE FROM tbl_part WHERE tbl IN (" UNNAMED ")",
  "DELETE FROM tbl_column WHERE tbl IN (" UNNAMED ")",
  "DELETE FROM tbl WHERE id IN (" UNNAMED ")",
};

static gboolean
write_all (TnDatabase *database, const char *const *sql, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!tn_database_exec (database, sql[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
write_drop (TnDatabase *database, gpointer data, GError **error)
{
  return write_all (database, staged, G_N_ELEMENTS (staged), error) &&
         write_all (database, unnamed, G_N_ELEMENTS (unnamed), error);
}

static gboolean
write_interrupted (TnDatabase *database, gpointer data, GError **error)
{
  return tn_database_exec (database,
                           "UPDATE run SET status = 'interrupted' WHERE status = 'running'", error);
}

static gboolean
write_nothing (TnDatabase *database, gpointer data, GError **error)
{
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

typedef struct
{
  gint64 n_tables;
  gint64 n_running;
  gint64 n_orphans;
} Leftovers;

/* Looking costs little and is the usual end: nothing is left over. */
static gboolean
find_leftovers (TnProject *self, Leftovers *left, GError **error)
{
  TnDatabase *reader = tn_project_borrow_reader (self, error);
  gboolean found;

  if (reader == NULL)
    return FALSE;
  found = tn_database_get_int (reader, "SELECT count(*) FROM run WHERE status = 'running'",
                               &left->n_running, error) &&
          tn_database_get_int (reader,
                               "SELECT (SELECT count(*) FROM tbl WHERE state = 0)"
                               " + (SELECT count(*) FROM (" UNNAMED "))",
                               &left->n_tables, error) &&
          tn_database_get_int (reader,
                               "SELECT EXISTS (SELECT 1 FROM chunk WHERE id NOT IN"
                               " (SELECT chunk FROM tbl_part) AND id NOT IN"
                               " (SELECT chunk FROM output_part))",
                               &left->n_orphans, error);
  tn_project_return_reader (self, reader);

  return found;
}

static gboolean
sweep_pieces (TnProject *self, GError **error)
{
  gint n_removed = 1;

  while (n_removed > 0)
    if (!tn_project_write (self, TN_WRITE_STAGED, tn_project_write_sweep, &n_removed, error))
      return FALSE;

  return TRUE;
}

static void
remove_unfinished_save (TnProject *self)
{
  const char *path = tn_project_get_path (self);
  g_autofree char *temporary = path != NULL ? tn_save_temporary_name (self, path) : NULL;

  if (temporary != NULL)
    g_unlink (temporary);
}

/**
 * tn_project_recover:
 *
 * After opening for changing: what was staged and never published goes, and what nothing
 * names; runs that were going are marked. Killed within, it is done again.
 */
gboolean
tn_project_recover (TnProject *self, GError **error)
{
  Leftovers left;

  /* A change of the former holder's that is on its way is over when this begins. */
  if (!tn_project_write (self, TN_WRITE_QUIET, write_nothing, NULL, error))
    return FALSE;
  remove_unfinished_save (self);
  if (!find_leftovers (self, &left, error))
    return FALSE;
  if (left.n_running > 0 &&
      !tn_project_write (self, TN_WRITE_CHANGE, write_interrupted, NULL, error))
    return FALSE;
  if (left.n_tables > 0 && !tn_project_write (self, TN_WRITE_QUIET, write_drop, NULL, error))
    return FALSE;

  return (left.n_tables == 0 && left.n_orphans == 0) || sweep_pieces (self, error);
}
