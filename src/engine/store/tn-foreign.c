/* tn-foreign.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-foreign.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-database.h"
#include "tn-error.h"
#include "tn-file.h"
#include "tn-project-private.h"
#include "tn-salvage.h"
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

static TnDatabase *
make_store (const char *path, GError **error)
{
  g_autoptr (TnDatabase) database = tn_database_open (path, TN_DATABASE_CREATE, error);

  /* 8 KiB: an edit writes few bytes, a chunk few pages. */
  if (database == NULL || !tn_database_exec (database, "PRAGMA page_size = 8192", error) ||
      !tn_database_exec (database, "PRAGMA journal_mode = WAL", error) ||
      !tn_schema_create (database, error))
    return NULL;

  return g_steal_pointer (&database);
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
  g_autoptr (TnDatabase) database = make_store (path, error);

  return database != NULL && write_meta (database, uuid, error);
}

static gboolean
quick_check (TnDatabase *database, gboolean *sound, GError **error)
{
  g_autoptr (TnStatement) check = NULL;
  g_autoptr (GError) check_error = NULL;
  gboolean row = FALSE;

  *sound = FALSE;
  check = tn_database_query (database, "PRAGMA quick_check (1)", &check_error);
  if (check != NULL && tn_database_step (database, check, &row, &check_error))
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

/* Builds a store of what can be read of the damaged one, which goes. */
static gboolean
rebuild (const char *store, const char *path, TnMessage **notice, GError **error)
{
  g_autofree char *damaged_path = g_strconcat (store, ".damaged", NULL);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (TnDatabase) damaged = NULL;
  g_autoptr (TnDatabase) whole = NULL;
  gint64 n_lost;
  int version;

  if (g_rename (store, damaged_path) != 0)
    {
      tn_session_set_errno (error, errno, store);
      return FALSE;
    }
  damaged = tn_database_open (damaged_path, 0, error);
  whole = damaged != NULL ? make_store (store, error) : NULL;
  if (whole == NULL || !tn_schema_check (damaged, &version, error) ||
      !tn_salvage (damaged, whole, &n_lost, error))
    return FALSE;
  *notice = tn_message_new_plural (
      TN_PLURAL (
          "{file} is damaged. What can be read of it was opened; {lost} stored piece of data "
          "is missing. Save it under another name.",
          "{file} is damaged. What can be read of it was opened; {lost} stored pieces of data "
          "are missing. Save it under another name."),
      n_lost);
  tn_message_text (*notice, "file", name);
  tn_message_count (*notice, "lost", n_lost);
  g_unlink (damaged_path);

  return TRUE;
}

/* An older layout cannot be salvaged piece by piece; nor a newer one. */
static gboolean
can_rebuild (TnDatabase *database)
{
  int version;

  return tn_schema_check (database, &version, NULL) && version == TN_PROJECT_VERSION;
}

static gboolean
finish_copy (const char *store, const char *uuid, GError **error)
{
  g_autoptr (TnDatabase) database = tn_database_open (store, 0, error);
  gint64 version;

  return database != NULL && tn_database_exec (database, "PRAGMA journal_mode = WAL", error) &&
         tn_database_get_int (database, "PRAGMA user_version", &version, error) &&
         (version > TN_PROJECT_VERSION || tn_schema_migrate (database, error)) &&
         (uuid == NULL || set_uuid (database, uuid, error));
}

static gboolean
check_copy (const char *store,
            const char *path,
            const char *uuid,
            TnMessage **notice,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TnDatabase) database = NULL;
  g_autofree char *name = g_path_get_basename (path);
  gboolean sound, rebuilding;
  int version;

  if (!tn_salvage_trim (store, error))
    return FALSE;
  database = tn_database_open (store, 0, error);
  if (database == NULL)
    return FALSE;
  tn_database_watch (database, cancellable);
  if (!tn_schema_check (database, &version, error) || !quick_check (database, &sound, error))
    return FALSE;
  rebuilding = !sound && can_rebuild (database);
  g_clear_pointer (&database, tn_database_close);
  if (!sound && !rebuilding)
    {
      tn_error_set (error, TN_ERROR_DAMAGED,
                    N_ ("{file} is damaged. Open another copy of it; the file was not changed."),
                    "file", name, NULL);
      return FALSE;
    }

  return (!rebuilding || rebuild (store, path, notice, error)) && finish_copy (store, uuid, error);
}

static gboolean
remember_origin (const char *path,
                 const char *directory,
                 const char *store,
                 TnSeal *seal,
                 GError **error)
{
  g_autoptr (TnFileIdentity) file = tn_file_identity_read (store, error);
  g_autofree char *seal_text = seal != NULL ? tn_seal_to_text (seal) : NULL;
  TnSessionRecord record = { 0 };

  if (file == NULL)
    return FALSE;
  record.path = (char *) path;
  record.file = file->save_id;
  record.revision = file->revision;
  record.seal = seal_text;

  return tn_session_record_store (&record, directory, error);
}

/* Read once the copy has been looked at, and its layout is that of today. */
static gboolean
remember_extent (const char *directory, const char *store, GError **error)
{
  g_autoptr (TnSessionRecord) record = tn_session_record_load (directory);
  g_autoptr (TnDatabase) database = tn_database_open (store, TN_DATABASE_READ_ONLY, error);
  TnExtent extent;

  if (database == NULL || !tn_extent_read (database, &extent, error))
    return FALSE;
  record->edit = extent.edit;
  record->run = extent.run;

  return tn_session_record_store (record, directory, error);
}

/* Cut short, or with something behind its end, and no page of the database is the worse. */
static TnMessage *
describe_cut (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  return tn_message_text (tn_message_new (N_ ("{file} was changed or cut short after it was "
                                              "sealed. What can be read of it was opened; save it "
                                              "under another name.")),
                          "file", name);
}

/**
 * tn_foreign_copy_in:
 * @path: a file of unknown origin
 * @directory: an empty directory
 * @seal: (nullable): of a file under a password
 * @uuid: (nullable): what the project is to be called; %NULL for a look
 * @notice: (out): (nullable): what is damaged, when the rest opens
 *
 * Copies, checks what the copy declares and how its pages hang together, and brings it
 * to the present layout. @path is read only.
 */
gboolean
tn_foreign_copy_in (const char *path,
                    const char *directory,
                    TnSeal *seal,
                    const char *uuid,
                    TnMessage **notice,
                    TnProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *store = g_build_filename (directory, TN_SESSION_STORE, NULL);
  g_autoptr (TnProgress) copying = NULL;
  gboolean whole = TRUE;
  struct stat info;

  if (progress != NULL)
    copying = tn_progress_new_part (progress, 0, 0.8);
  if (stat (path, &info) != 0 || !tn_file_require_space (directory, info.st_size, error))
    return FALSE;
  if (!(seal != NULL ? tn_seal_read (seal, path, store, &whole, copying, cancellable, error)
                     : tn_file_copy (path, store, copying, cancellable, error)) ||
      !remember_origin (path, directory, store, seal, error) ||
      !check_copy (store, path, uuid, notice, cancellable, error) ||
      !remember_extent (directory, store, error))
    return FALSE;
  if (!whole && *notice == NULL)
    *notice = describe_cut (path);
  tn_progress_report (progress, 1);

  return TRUE;
}
