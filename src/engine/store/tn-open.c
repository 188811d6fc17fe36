/* tn-open.c: making a project, and finding the live store of a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-file.h"
#include "tn-foreign.h"
#include "tn-project-private.h"
#include "tn-schema.h"

static char *
session_of_uuid (const char *root, const char *uuid)
{
  return g_build_filename (root, uuid, NULL);
}

static char *
shown_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return g_filename_display_name (name);
}

/* Puts a directory that is ready in its place, under its uuid. */
static gboolean
move_into_place (const char *directory, const char *session, GError **error)
{
  g_autofree char *parent = NULL;

  if (g_rename (directory, session) != 0)
    {
      tn_session_set_errno (error, errno, session);
      return FALSE;
    }
  tn_file_sync_directory (session);
  parent = g_path_get_dirname (session);
  tn_file_sync_directory (parent);

  return TRUE;
}

/* Opens the store of @session for changing; whoever changed it before has gone. */
static TnProject *
resume (const char *session, TnLock *lock, GError **error)
{
  g_autoptr (TnProject) self = tn_project_new_for_session (session, lock, error);

  if (self == NULL || !tn_project_recover (self, error))
    return NULL;
  if (!tn_session_has_store (session))
    {
      /* Its former holder closed a sealed project at this very moment. */
      tn_error_set (error, TN_ERROR_BUSY,
                    N_ ("The project was just being closed by another program. Open it again."),
                    NULL);
      return NULL;
    }

  return g_steal_pointer (&self);
}

static void
take_exists_error (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  tn_error_set (error, TN_ERROR_IO,
                N_ ("{file} is there already. Open it, or choose another name."), "file", name,
                NULL);
}

/* The disk gave up after the file was there: not what was asked for, so it goes again. */
static void
remove_own_file (const char *path, const char *uuid)
{
  g_autoptr (TnFileIdentity) file = tn_file_identity_read (path, NULL);

  if (file != NULL && g_strcmp0 (file->uuid, uuid) == 0)
    g_unlink (path);
}

/**
 * tn_project_create:
 * @path: (nullable): the file to be made; %NULL for a project without one yet
 * @error: %TN_ERROR_IO when @path exists or its folder cannot be written
 *
 * Makes an empty project, open for changing; the file is written at once.
 *
 * Returns: (transfer full): the project
 */
TnProject *
tn_project_create (const char *path, GError **error)
{
  g_autofree char *root = tn_session_get_root (error);
  g_autofree char *target = path != NULL ? tn_file_resolve (path) : NULL;
  g_autofree char *directory = NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *session = NULL;
  g_autoptr (TnLock) lock = NULL;
  g_autoptr (TnProject) self = NULL;

  if (root == NULL)
    return NULL;
  if (target != NULL && g_file_test (target, G_FILE_TEST_EXISTS))
    {
      take_exists_error (target, error);
      return NULL;
    }
  directory = tn_foreign_begin (root, "new-", &lock, error);
  session = session_of_uuid (root, uuid);
  if (directory == NULL || !tn_foreign_make_empty (directory, uuid, error) ||
      !move_into_place (directory, session, error))
    return NULL;
  /* The path of the lock moved with its directory. */
  g_clear_pointer (&lock, tn_lock_release);
  lock = tn_lock_acquire (session, FALSE, error);
  self = lock != NULL ? resume (session, g_steal_pointer (&lock), error) : NULL;
  if (self == NULL)
    return NULL;
  if (target != NULL && !tn_project_save_as (self, target, TN_SAVE_DEFAULT, NULL, NULL, error))
    {
      /* Nothing was made in it yet. */
      self->scratch = TRUE;
      remove_own_file (target, uuid);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* How a file and a session stand to each other. */
typedef enum
{
  MATCH_NONE,  /* no session of this file */
  MATCH_SAME,  /* the file is what the session wrote or read last */
  MATCH_OLDER, /* the file is an earlier save of the session */
  MATCH_NEWER, /* somebody else went on with the file */
} Match;

typedef struct
{
  gint64 generation;
  char *save_id;
  gint64 revision;
  char *uuid;
} StoreState;

static void
store_state_clear (StoreState *self)
{
  g_free (self->save_id);
  g_free (self->uuid);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StoreState, store_state_clear)

static gboolean
store_state_read (StoreState *self, const char *session, GError **error)
{
  g_autofree char *path = g_build_filename (session, TN_SESSION_STORE, NULL);
  g_autoptr (TnDatabase) database = tn_database_open (path, TN_DATABASE_READ_ONLY, error);
  g_autoptr (TnStatement) meta = NULL;
  gboolean row = FALSE;

  if (database == NULL)
    return FALSE;
  meta =
      tn_database_query (database, "SELECT generation, save_id, revision, uuid FROM meta", error);
  if (meta == NULL || !tn_database_step (database, meta, &row, error))
    return FALSE;
  if (row)
    {
      self->generation = sqlite3_column_int64 (meta, 0);
      self->save_id = tn_statement_dup_text (meta, 1);
      self->revision = sqlite3_column_int64 (meta, 2);
      self->uuid = tn_statement_dup_text (meta, 3);
    }
  sqlite3_reset (g_steal_pointer (&meta));

  return row;
}

/**
 * tn_project_open_unsaved:
 * @directory: of a #TnUnsaved
 * @error: as tn_project_open()
 *
 * Goes on with work that no file holds, whatever became of the file. When that holds
 * something else by now, saving says so: save under another name.
 *
 * Returns: (transfer full): the project, open for changing
 */
TnProject *
tn_project_open_unsaved (const char *directory, GError **error)
{
  return tn_project_open_unsaved_with_password (directory, NULL, error);
}

/**
 * tn_project_open_unsaved_with_password:
 * @password: (nullable): of a project that is sealed
 * @error: %TN_ERROR_PASSWORD when it is missing or another one
 *
 * Returns: (transfer full): the project, open for changing
 */
TnProject *
tn_project_open_unsaved_with_password (const char *directory, const char *password, GError **error)
{
  g_autoptr (TnSessionRecord) record = tn_session_record_load (directory);
  g_autoptr (TnSeal) seal = NULL;
  TnLock *lock;
  TnProject *self;

  if (record->seal != NULL)
    {
      g_autofree char *name = shown_name (record->path != NULL ? record->path : directory);

      seal = tn_seal_open_text (record->seal, password, name, error);
      if (seal == NULL)
        return NULL;
    }
  lock = tn_lock_acquire (directory, FALSE, error);
  self = lock != NULL ? resume (directory, lock, error) : NULL;
  if (self != NULL)
    self->seal = g_steal_pointer (&seal);

  return self;
}

static Match
compare (const TnFileIdentity *file, const TnSessionRecord *record, const StoreState *store)
{
  if (g_strcmp0 (file->save_id, record->file) == 0 ||
      g_strcmp0 (file->save_id, store->save_id) == 0)
    return MATCH_SAME;
  /* Never the dates: the counter in the file decides. */
  if (g_strcmp0 (file->uuid, store->uuid) == 0 && file->generation < store->generation)
    return MATCH_OLDER;

  return MATCH_NEWER;
}

/* The session of @path, or of a file that was renamed to it. A copy made beside the
 * original has the same uuid, but its original is still there: it is foreign. */
static char *
find_session (const char *root, const char *path, const TnFileIdentity *file)
{
  g_autofree char *session = tn_session_find_by_path (root, path);
  g_autoptr (TnSessionRecord) record = NULL;

  if (session != NULL && tn_session_has_store (session))
    return g_steal_pointer (&session);
  g_free (session);
  session = session_of_uuid (root, file->uuid);
  if (!tn_session_has_store (session))
    return NULL;
  record = tn_session_record_load (session);
  if (record->path != NULL && g_file_test (record->path, G_FILE_TEST_EXISTS))
    return NULL;

  return g_steal_pointer (&session);
}

/* Unsaved work of a session whose file somebody else went on with is not thrown away. */
static gboolean
put_aside (const char *root, const char *session, gboolean unsaved, GError **error)
{
  g_autofree char *aside = NULL;

  if (!unsaved)
    {
      g_autofree char *gone = tn_session_make_directory (root, "scratch-", error);

      /* Renamed first: a half removed directory must not look like a session. */
      if (gone == NULL || !move_into_place (session, gone, error))
        return FALSE;
      tn_file_remove_tree (gone);
      return TRUE;
    }
  aside = tn_session_make_directory (root, TN_SESSION_ASIDE, error);

  return aside != NULL && move_into_place (session, aside, error);
}

typedef struct
{
  const char *root;
  const char *path;
  TnOpenMode mode;
  const char *password;
  TnSeal *seal; /* (nullable): of the file */
  TnProgress *progress;
  GCancellable *cancellable;
} Request;

/* Of a sealed project that was closed only the version before is there. */
static void
take_over_previous (const char *session, const char *directory)
{
  g_autofree char *from = g_build_filename (session, TN_SESSION_PREVIOUS, NULL);
  g_autofree char *to = g_build_filename (directory, TN_SESSION_PREVIOUS, NULL);

  if (!g_file_test (session, G_FILE_TEST_IS_DIR) || tn_session_has_store (session))
    return;
  g_rename (from, to);
  tn_file_remove_tree (session);
}

/* Copies a foreign file in and makes it a session, or a look that ends with the project. */
static TnProject *
copy_in (const Request *request, const TnFileIdentity *file, GError **error)
{
  gboolean look = request->mode == TN_OPEN_READ_ONLY;
  g_autoptr (TnLock) lock = NULL;
  g_autofree char *directory =
      tn_foreign_begin (request->root, look ? "scratch-" : "new-", &lock, error);
  g_autofree char *uuid = NULL;
  g_autofree char *session = NULL;
  g_autoptr (TnMessage) notice = NULL;
  g_autoptr (TnProject) self = NULL;

  if (directory == NULL)
    return NULL;
  session = session_of_uuid (request->root, file->uuid);
  uuid = tn_session_has_store (session) ? g_uuid_string_random () : g_strdup (file->uuid);
  if (!tn_foreign_copy_in (request->path, directory, request->seal, look ? NULL : uuid, &notice,
                           request->progress, request->cancellable, error))
    {
      tn_file_remove_tree (directory);
      return NULL;
    }
  if (look)
    {
      self = tn_project_new_for_session (directory, NULL, error);
      if (self == NULL)
        {
          tn_file_remove_tree (directory);
          return NULL;
        }
      self->scratch = TRUE;
      self->lock = g_steal_pointer (&lock);
    }
  else
    {
      g_free (session);
      session = session_of_uuid (request->root, uuid);
      take_over_previous (session, directory);
      if (!move_into_place (directory, session, error))
        return NULL;
      g_clear_pointer (&lock, tn_lock_release);
      lock = tn_lock_acquire (session, FALSE, error);
      self = lock != NULL ? resume (session, g_steal_pointer (&lock), error) : NULL;
    }
  if (self != NULL && notice != NULL)
    tn_project_set_notice (self, g_steal_pointer (&notice));
  if (self != NULL && request->seal != NULL)
    self->seal = tn_seal_ref (request->seal);

  return g_steal_pointer (&self);
}

/* The file is what it was, or an older save of this: the store goes on. */
static TnProject *
open_known (const Request *request,
            const char *session,
            TnLock *lock,
            TnSeal *seal,
            const TnFileIdentity *file,
            Match match,
            GError **error)
{
  g_autoptr (TnProject) self = lock != NULL ? resume (session, lock, error)
                                            : tn_project_new_for_session (session, NULL, error);
  g_autofree char *name = shown_name (request->path);

  if (self == NULL)
    return NULL;
  self->seal = seal != NULL ? tn_seal_ref (seal) : NULL;
  if (match == MATCH_OLDER)
    tn_project_set_notice (
        self,
        tn_message_text (tn_message_new (N_ ("{file} is an older copy than what is kept on this "
                                             "computer. The newer one was opened; save it under "
                                             "another name to keep both.")),
                         "file", name));
  if (self->read_only)
    return g_steal_pointer (&self);
  if (match == MATCH_SAME && g_strcmp0 (file->save_id, self->record->file) != 0)
    {
      /* The process ended between replacing the file and noting it. */
      TnExtent extent = { file->revision, self->record->edit, self->record->run };

      if (!tn_project_remember_file (self, request->path, file->save_id, &extent, error))
        return NULL;
    }
  else if (g_strcmp0 (self->record->path, request->path) != 0)
    {
      TnExtent extent = { self->record->revision, self->record->edit, self->record->run };

      if (!tn_project_remember_file (self, request->path, self->record->file, &extent, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

static TnProject *
replace_by_newer (const Request *request,
                  const char *session,
                  TnLock *lock,
                  const TnFileIdentity *file,
                  gboolean unsaved,
                  GError **error)
{
  TnProject *self;
  g_autofree char *name = shown_name (request->path);
  gboolean aside = put_aside (request->root, session, unsaved, error);

  tn_lock_release (lock);
  if (!aside)
    return NULL;
  self = copy_in (request, file, error);
  if (self != NULL && unsaved)
    tn_project_set_notice (
        self,
        tn_message_text (tn_message_new (N_ ("{file} was changed elsewhere and was opened as it is "
                                             "now. Changes made here that were not saved are kept "
                                             "aside.")),
                         "file", name));

  return self;
}

static TnProject *
open_with_session (const Request *request,
                   const char *session,
                   const TnFileIdentity *file,
                   GError **error)
{
  g_auto (StoreState) store = { 0 };
  g_autoptr (TnSessionRecord) record = NULL;
  g_autoptr (TnLock) lock = NULL;
  g_autoptr (GError) store_error = NULL;
  gboolean unsaved = TRUE;
  Match match = MATCH_NEWER;

  if (request->mode != TN_OPEN_READ_ONLY)
    {
      lock = tn_lock_acquire (session, request->mode == TN_OPEN_TAKE_OVER, error);
      if (lock == NULL)
        return NULL;
    }
  record = tn_session_record_load (session);
  if (store_state_read (&store, session, &store_error))
    {
      match = compare (file, record, &store);
      unsaved = store.revision != record->revision;
    }
  else if (store_error != NULL && !g_error_matches (store_error, TN_ERROR, TN_ERROR_DAMAGED))
    {
      /* The disk may answer the next time, and then the store is there. */
      g_propagate_error (error, g_steal_pointer (&store_error));
      return NULL;
    }
  /* A damaged store is put aside: the file is what is left. */
  if (match != MATCH_NEWER)
    {
      g_autoptr (TnSeal) seal = request->seal != NULL ? tn_seal_ref (request->seal) : NULL;
      g_autofree char *name = shown_name (request->path);

      /* A plain copy from before the project was sealed does not lead to what came after. */
      if (match == MATCH_OLDER && seal == NULL && record->seal != NULL &&
          (seal = tn_seal_open_text (record->seal, request->password, name, error)) == NULL)
        return NULL;
      return open_known (request, session, g_steal_pointer (&lock), seal, file, match, error);
    }
  if (lock == NULL)
    return copy_in (request, file, error);

  return replace_by_newer (request, session, g_steal_pointer (&lock), file, unsaved, error);
}

/* To look, any place will do that can be written: what is copied there goes again. */
static char *
get_root (TnOpenMode mode, GError **error)
{
  char *root = tn_session_get_root (mode == TN_OPEN_READ_ONLY ? NULL : error);

  if (root == NULL && mode == TN_OPEN_READ_ONLY)
    {
      g_autofree char *place = g_build_filename (g_get_tmp_dir (), TN_SESSION_LOOK "XXXXXX", NULL);

      if (g_mkdtemp_full (place, 0700) != NULL)
        root = tn_file_resolve (place);
      else
        tn_error_set_errno (error, errno, place);
    }

  return root;
}

/**
 * tn_project_open:
 * @path: a project file
 * @mode: see #TnOpenMode
 * @error: %TN_ERROR_BUSY when it is open elsewhere, %TN_ERROR_NEWER when it was saved by a
 *   newer version and is to be changed, %TN_ERROR_FORMAT, %TN_ERROR_DAMAGED, %TN_ERROR_SPACE…
 *
 * A file that was open here before goes on from its live store, which takes a moment
 * whatever its size; a foreign one is copied in and checked first. Changes a killed
 * process had committed are there; what it had not published is removed.
 *
 * Returns: (transfer full): the project
 */
TnProject *
tn_project_open (const char *path,
                 TnOpenMode mode,
                 TnProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  return tn_project_open_with_password (path, mode, NULL, progress, cancellable, error);
}

/**
 * tn_project_open_with_password:
 * @password: (nullable): of a file that is sealed; others do not need it
 * @error: as tn_project_open(); %TN_ERROR_PASSWORD when the file is sealed and @password is
 *   %NULL or another one; %TN_ERROR_DAMAGED where that can be told from it
 *
 * Returns: (transfer full): the project
 */
TnProject *
tn_project_open_with_password (const char *path,
                               TnOpenMode mode,
                               const char *password,
                               TnProgress *progress,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autofree char *root = get_root (mode, error);
  g_autofree char *target = tn_file_resolve (path);
  g_autofree char *session = NULL;
  g_autoptr (TnFileIdentity) file = NULL;
  g_autoptr (TnSeal) seal = NULL;
  Request request = { root, target, mode, password, NULL, progress, cancellable };

  if (request.root == NULL)
    return NULL;
  tn_session_sweep (root);
  file = tn_file_identity_read (target, error);
  if (file == NULL)
    return NULL;
  if (file->version > TN_PROJECT_VERSION && mode != TN_OPEN_READ_ONLY)
    {
      tn_error_set (error, TN_ERROR_NEWER,
                    N_ ("This project was saved by a newer Tenure. It can be looked at here, not "
                        "changed."),
                    NULL);
      return NULL;
    }
  if (file->sealed && (seal = tn_seal_open_file (target, password, error)) == NULL)
    return NULL;
  request.seal = seal;
  session = find_session (root, target, file);

  return session != NULL ? open_with_session (&request, session, file, error)
                         : copy_in (&request, file, error);
}

static gboolean
require_store (const char *directory, GError **error)
{
  if (tn_session_has_store (directory))
    return TRUE;
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("There is no open project in “{file}”. The program that opens a project starts "
                    "this process by itself; use its verbs."),
                "file", directory, NULL);

  return FALSE;
}

/**
 * tn_project_open_session:
 * @directory: from tn_project_get_session() of a project another process holds
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_IO
 *
 * Joins the holder: for its worker. Both may change the project; when somebody takes
 * over from the holder, or the holder is followed by another, this one can only read.
 *
 * Returns: (transfer full): the project
 */
TnProject *
tn_project_open_session (const char *directory, GError **error)
{
  TnLock *lock = require_store (directory, error) ? tn_lock_adopt (directory, error) : NULL;

  return lock != NULL ? tn_project_new_for_session (directory, lock, error) : NULL;
}

/**
 * tn_project_look_session:
 * @directory: from tn_project_get_session() of a project that is held elsewhere, also to look
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_IO
 *
 * Like tn_project_open_session(), for a worker that changes nothing.
 *
 * Returns: (transfer full): the project, which can only be read
 */
TnProject *
tn_project_look_session (const char *directory, GError **error)
{
  return require_store (directory, error) ? tn_project_new_for_session (directory, NULL, error)
                                          : NULL;
}
