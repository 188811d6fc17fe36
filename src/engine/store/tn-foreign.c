/* tn-foreign.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-foreign.h"

#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-database.h"
#include "tn-error.h"
#include "tn-file.h"
#include "tn-schema.h"

#define MAX_TRIES 5

/**
 * tn_foreign_begin:
 * @prefix: "new-" or "scratch-"
 * @lock: (out): held until what is begun is done: others sweep what nobody holds
 *
 * Returns: (transfer full): a new directory
 */
char *
tn_foreign_begin (const char *root, const char *prefix, TnLock **lock, GError **error)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *directory = tn_session_make_directory (root, prefix, error);

      if (directory == NULL)
        return NULL;
      /* Another opener may sweep it before it is locked: then once more. */
      *lock = tn_lock_acquire (directory, FALSE, i + 1 < MAX_TRIES ? NULL : error);
      if (*lock != NULL)
        return g_steal_pointer (&directory);
      if (i + 1 == MAX_TRIES)
        return NULL;
    }
}

static gboolean
write_meta (TnDatabase *database, const char *uuid, GError **error)
{
  g_autofree char *save_id = g_uuid_string_random ();
  g_autoptr (TnStatement) insert = tn_database_query (
      database,
      "INSERT INTO meta (id, uuid, generation, save_id, revision, made_by, created)"
      " VALUES (1, ?1, 0, ?2, 0, ?3, ?4)",
      error);

  if (insert == NULL)
    return FALSE;
  sqlite3_bind_text (insert, 1, uuid, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 2, save_id, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 3, "Tenure " TN_VERSION, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 4, g_get_real_time ());

  return tn_database_run (database, insert, error);
}

/**
 * tn_foreign_make_empty:
 *
 * Makes the live store of a new project in @directory.
 */
gboolean
tn_foreign_make_empty (const char *directory, const char *uuid, GError **error)
{
  g_autofree char *path = g_build_filename (directory, TN_SESSION_STORE, NULL);
  g_autoptr (TnDatabase) database = tn_database_open (path, TN_DATABASE_CREATE, error);

  /* 8 KiB: an edit writes few bytes, a chunk few pages. */
  return database != NULL && tn_database_exec (database, "PRAGMA page_size = 8192", error) &&
         tn_database_exec (database, "PRAGMA journal_mode = WAL", error) &&
         tn_schema_create (database, error) && write_meta (database, uuid, error);
}

static void
take_damage_error (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("{file} is damaged. Open another copy of it; the file was not changed."),
                "file", name, NULL);
}

static gboolean
quick_check (TnDatabase *database, gboolean *sound, GError **error)
{
  g_autoptr (TnStatement) check = tn_database_query (database, "PRAGMA quick_check (1)", error);
  g_autoptr (GError) check_error = NULL;
  gboolean row;

  *sound = FALSE;
  if (check == NULL)
    return FALSE;
  if (tn_database_step (database, check, &row, &check_error))
    {
      *sound = row && g_strcmp0 ((const char *) sqlite3_column_text (check, 0), "ok") == 0;
      return TRUE;
    }
  /* A page so damaged that even the check cannot go on. */
  if (g_error_matches (check_error, TN_ERROR, TN_ERROR_DAMAGED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&check_error));

  return FALSE;
}

/* A copy beside its original becomes a project of its own. */
static gboolean
set_uuid (TnDatabase *database, const char *uuid, GError **error)
{
  g_autoptr (TnStatement) update =
      tn_database_query (database, "UPDATE meta SET uuid = ?1 WHERE uuid <> ?1", error);

  if (update == NULL)
    return FALSE;
  sqlite3_bind_text (update, 1, uuid, -1, SQLITE_STATIC);

  return tn_database_run (database, update, error);
}

static gboolean
check_copy (const char *store,
            const char *path,
            const char *uuid,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TnDatabase) database = tn_database_open (store, 0, error);
  gboolean sound;
  int version;

  if (database == NULL)
    return FALSE;
  tn_database_watch (database, cancellable);
  if (!tn_schema_check (database, &version, error) || !quick_check (database, &sound, error))
    return FALSE;
  if (!sound)
    {
      take_damage_error (path, error);
      return FALSE;
    }
  if (!tn_database_exec (database, "PRAGMA journal_mode = WAL", error))
    return FALSE;
  if (version <= TN_PROJECT_VERSION && !tn_schema_migrate (database, error))
    return FALSE;

  return uuid == NULL || set_uuid (database, uuid, error);
}

static gboolean
remember_origin (const char *path, const char *directory, const char *store, GError **error)
{
  g_autoptr (TnFileIdentity) file = tn_file_identity_read (store, error);
  TnSessionRecord record = { 0 };

  if (file == NULL)
    return FALSE;
  record.path = (char *) path;
  record.file = file->save_id;
  record.revision = file->revision;

  return tn_session_record_store (&record, directory, error);
}

/**
 * tn_foreign_copy_in:
 * @path: a file of unknown origin
 * @directory: an empty directory
 * @uuid: (nullable): what the project is to be called; %NULL for a look
 * @notice: (out): (nullable): what is damaged, when the rest opens
 *
 * Copies, checks what the copy declares and how its pages hang together, and brings it
 * to the present layout. @path is read only.
 */
gboolean
tn_foreign_copy_in (const char *path,
                    const char *directory,
                    const char *uuid,
                    TnMessage **notice,
                    TnProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *store = g_build_filename (directory, TN_SESSION_STORE, NULL);
  g_autoptr (TnProgress) copying = NULL;
  struct stat info;

  if (progress != NULL)
    copying = tn_progress_new_part (progress, 0, 0.8);
  if (stat (path, &info) != 0 || !tn_file_require_space (directory, info.st_size, error))
    return FALSE;
  if (!tn_file_copy (path, store, copying, cancellable, error) ||
      !remember_origin (path, directory, store, error) ||
      !check_copy (store, path, uuid, cancellable, error))
    return FALSE;
  tn_progress_report (progress, 1);

  return TRUE;
}
