/* tn-save.c: when and what is saved: the store at rest, under which password
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-file.h"
#include "tn-save-private.h"

/* How often to try to catch the store at rest while a worker writes. */
#define MAX_SNAPSHOT_TRIES 200
#define SNAPSHOT_PAUSE     20000 /* microseconds */

/* A periodic copy that would take longer is left to the person. What a slow disk writes in
 * that time, as long as no save has shown how fast this one is. */
#define MAX_COPY_DURATION (2 * G_TIME_SPAN_SECOND)
#define MAX_UNKNOWN_BYTES (64 * 1024 * 1024)

/* Of tn_project_copy_periodically() alone. */
#define TN_SAVE_PERIODIC ((TnSaveFlags) (1 << 8))

/* Fewer free pages (8 MB) are not worth a slower save. */
#define HOLLOW_PAGES 1000

static goffset
file_size (TnProject *self)
{
  g_autofree char *store = g_build_filename (self->session, TN_SESSION_STORE, NULL);
  struct stat info;

  return stat (store, &info) == 0 ? info.st_size : 0;
}

/* What the store was saved as last. When the disk gave up between replacing the file and
 * noting it, the file is ours all the same. */
static gboolean
is_save_of_store (TnProject *self, const char *save_id)
{
  TnDatabase *reader = tn_project_borrow_reader (self, NULL);
  gboolean row = FALSE, same = FALSE;

  if (reader == NULL)
    return FALSE;
  {
    g_autoptr (TnStatement) meta = tn_database_query (reader, "SELECT save_id FROM meta", NULL);

    if (meta != NULL && tn_database_step (reader, meta, &row, NULL) && row)
      same = g_strcmp0 ((const char *) sqlite3_column_text (meta, 0), save_id) == 0;
  }
  tn_project_return_reader (self, reader);

  return same;
}

static gboolean
is_same_save (TnProject *self, const char *path)
{
  g_autoptr (TnFileIdentity) file = tn_file_identity_read (path, NULL);
  gboolean same;

  if (file == NULL)
    return FALSE;
  g_mutex_lock (&self->state_lock);
  same = g_strcmp0 (file->save_id, self->record->file) == 0;
  g_mutex_unlock (&self->state_lock);

  return same || is_save_of_store (self, file->save_id);
}

/**
 * tn_project_check_target:
 *
 * Returns: whether the chosen file still is what was saved or opened here
 */
TnTargetState
tn_project_check_target (TnProject *self)
{
  const char *path = tn_project_get_path (self);

  if (path == NULL)
    return TN_TARGET_NONE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TN_TARGET_MISSING;

  /* A save on another thread may have ended between reading the file and what is known of
   * it: then the second look fits. */
  return is_same_save (self, path) || is_same_save (self, path) ? TN_TARGET_SAME
                                                                : TN_TARGET_CHANGED;
}

typedef struct
{
  gint64 at_least;
  const char *save_id;
} NewSave;

static gboolean
write_new_save (TnDatabase *database, gpointer data, GError **error)
{
  const NewSave *save = data;
  g_autoptr (TnStatement) update = tn_database_query (
      database, "UPDATE meta SET generation = max (generation, ?1) + 1, save_id = ?2, made_by = ?3",
      error);

  if (update == NULL)
    return FALSE;
  sqlite3_bind_int64 (update, 1, save->at_least);
  sqlite3_bind_text (update, 2, save->save_id, -1, SQLITE_STATIC);
  sqlite3_bind_text (update, 3, "Tenure " TN_VERSION, -1, SQLITE_STATIC);

  return tn_database_run (database, update, error);
}

/* Begins a read on @reader that needs no journal: then the store's file is the
 * snapshot, and no checkpoint may touch it until the read ends (a reader that ignores
 * the journal holds the lock a checkpoint needs). Whether somebody committed between
 * checkpoint and read shows in the size of the journal. */
static gboolean
begin_snapshot (TnProject *self, TnDatabase *reader, GError **error)
{
  for (guint i = 0; i < MAX_SNAPSHOT_TRIES; i++)
    {
      g_autoptr (GError) fold_error = NULL;
      gint64 ignored;

      if (tn_project_checkpoint (self, SQLITE_CHECKPOINT_TRUNCATE, &fold_error))
        {
          if (!tn_database_exec (reader, "BEGIN", error) ||
              !tn_database_get_int (reader, "SELECT revision FROM meta", &ignored, error))
            return FALSE;
          if (tn_project_get_wal_size (self) == 0)
            return TRUE;
          tn_database_exec (reader, "ROLLBACK", NULL);
        }
      else if (!g_error_matches (fold_error, TN_ERROR, TN_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&fold_error));
          return FALSE;
        }
      /* The worker is folding its own journal, or has committed in between. */
      g_usleep (SNAPSHOT_PAUSE);
    }
  tn_error_set (
      error, TN_ERROR_BUSY,
      N_ ("The project changes too fast to be saved now. Save again when the run is over."), NULL);

  return FALSE;
}

static gboolean
check_snapshot (TnDatabase *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnStatement) check = tn_database_query (reader, "PRAGMA quick_check (1)", error);
  gboolean row, stepped;

  if (check == NULL)
    return FALSE;
  tn_database_watch (reader, cancellable);
  stepped = tn_database_step (reader, check, &row, error);
  tn_database_watch (reader, NULL);
  if (!stepped)
    return FALSE;
  if (row && g_strcmp0 ((const char *) sqlite3_column_text (check, 0), "ok") == 0)
    return TRUE;
  tn_error_set (
      error, TN_ERROR_DAMAGED,
      N_ ("The store on this computer is damaged, so the file was left as it was. Open the "
          "file again."),
      NULL);

  return FALSE;
}

/* One save at a time, also of the holder and its worker: both write the same temporary
 * file. Ends with the process. */
static int
begin_saving (TnProject *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_build_filename (self->session, "saving.lock", NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      tn_session_set_errno (error, errno, path);
      return -1;
    }
  while (flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    {
      if (tn_cancelled (cancellable, error))
        {
          close (fd);
          return -1;
        }
      g_usleep (SNAPSHOT_PAUSE);
    }

  return fd;
}

/* From a snapshot that is held to the file in its place. */
static gboolean
write_snapshot (TnSaving *saving, TnDatabase *reader, TnProgress *progress, GError **error)
{
  g_autofree char *store = g_build_filename (saving->project->session, TN_SESSION_STORE, NULL);
  g_autoptr (TnProgress) copying = NULL;

  if (!check_snapshot (reader, saving->cancellable, error))
    return FALSE;
  tn_progress_report (progress, 0.2);
  if (progress != NULL)
    copying = tn_progress_new_part (progress, 0.2, 0.95);

  return tn_saving_require_room (saving, store, error) &&
         tn_saving_replace (saving, store, copying, error);
}

/* Much of the store is free pages: what was deleted, and bulk that was never published. */
static gboolean
is_hollow (TnDatabase *reader)
{
  gint64 n_pages = 0, n_free = 0;

  return tn_database_get_int (reader, "PRAGMA page_count", &n_pages, NULL) &&
         tn_database_get_int (reader, "PRAGMA freelist_count", &n_free, NULL) &&
         n_free > HOLLOW_PAGES && n_free > n_pages / 4;
}

static gboolean
vacuum_into (TnProject *self, const char *copy, GCancellable *cancellable, GError **error)
{
  g_autofree char *store = g_build_filename (self->session, TN_SESSION_STORE, NULL);
  g_autoptr (TnDatabase) database = tn_database_open (store, 0, error);
  g_autoptr (TnStatement) vacuum = NULL;

  if (database == NULL)
    return FALSE;
  vacuum = tn_database_query (database, "VACUUM INTO ?1", error);
  if (vacuum == NULL)
    return FALSE;
  tn_database_watch (database, cancellable);
  sqlite3_bind_text (vacuum, 1, copy, -1, SQLITE_STATIC);

  return tn_database_run (database, g_steal_pointer (&vacuum), error);
}

static gboolean
read_extent_of (const char *path, TnExtent *extent, GError **error)
{
  g_autoptr (TnDatabase) database = tn_database_open (path, TN_DATABASE_READ_ONLY, error);

  return database != NULL && tn_extent_read (database, extent, error);
}

/* Slower than copying the pages, and leaves out the free ones. */
static gboolean
write_compact (TnSaving *saving, TnProgress *progress, GError **error)
{
  TnProject *self = saving->project;
  g_autofree char *copy = g_build_filename (self->session, "saving.db", NULL);
  g_autoptr (TnProgress) copying =
      progress != NULL ? tn_progress_new_part (progress, 0.5, 0.95) : NULL;
  gboolean written;

  g_unlink (copy);
  if (!tn_file_require_space (self->session, file_size (self), error))
    return FALSE;
  written = vacuum_into (self, copy, saving->cancellable, error) &&
            (saving->identity = tn_file_identity_read (copy, error)) != NULL &&
            read_extent_of (copy, &saving->extent, error) &&
            tn_saving_require_room (saving, copy, error) &&
            tn_saving_replace (saving, copy, copying, error);
  g_unlink (copy);

  return written;
}

static TnFileIdentity *
read_identity (TnDatabase *reader, GError **error)
{
  g_autoptr (TnFileIdentity) identity = g_new0 (TnFileIdentity, 1);
  g_autoptr (TnStatement) meta =
      tn_database_query (reader, "SELECT uuid, generation, save_id, revision FROM meta", error);
  gboolean row = FALSE;

  if (meta == NULL || !tn_database_step (reader, meta, &row, error))
    return NULL;
  identity->uuid = row ? tn_statement_dup_text (meta, 0) : NULL;
  identity->generation = row ? sqlite3_column_int64 (meta, 1) : 0;
  identity->save_id = row ? tn_statement_dup_text (meta, 2) : NULL;
  identity->revision = row ? sqlite3_column_int64 (meta, 3) : 0;
  identity->version = TN_PROJECT_VERSION;
  if (identity->uuid != NULL && identity->save_id != NULL)
    return g_steal_pointer (&identity);
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("The project's store has lost its first row. Open a copy of the project file."),
                NULL);

  return NULL;
}

static gboolean
write_pages (TnSaving *saving, TnDatabase *reader, TnProgress *progress, GError **error)
{
  gboolean written = begin_snapshot (saving->project, reader, error) &&
                     (saving->identity = read_identity (reader, error)) != NULL &&
                     tn_extent_read (reader, &saving->extent, error) &&
                     write_snapshot (saving, reader, progress, error);

  if (!sqlite3_get_autocommit (tn_database_get_handle (reader)))
    tn_database_exec (reader, "ROLLBACK", NULL);

  return written;
}

/* Joined as a worker, or never unlocked: what is sealed does not become plain by that. */
static gboolean
require_seal (TnProject *self, const char *target, GError **error)
{
  g_autofree char *name = g_filename_display_basename (target);
  gboolean sealed;

  g_mutex_lock (&self->state_lock);
  sealed = self->record->seal != NULL;
  g_mutex_unlock (&self->state_lock);
  if (!sealed || self->seal != NULL || self->resealing)
    return TRUE;
  tn_error_set (error, TN_ERROR_PASSWORD,
                N_ ("{file} is sealed with a password. Give the password to open it."), "file",
                name, NULL);

  return FALSE;
}

static gboolean
save_alone (TnSaving *saving, TnProgress *progress, GError **error)
{
  TnProject *self = saving->project;
  g_autoptr (TnFileIdentity) there = tn_file_identity_read (saving->target, NULL);
  g_autofree char *save_id = g_uuid_string_random ();
  NewSave save = { there != NULL && g_strcmp0 (there->uuid, self->uuid) == 0 ? there->generation
                                                                             : 0,
                   save_id };
  TnDatabase *reader;
  gboolean saved;

  if (!require_seal (self, saving->target, error) ||
      !tn_project_write (self, TN_WRITE_QUIET, write_new_save, &save, error))
    return FALSE;
  reader = tn_project_borrow_reader (self, error);
  if (reader == NULL)
    return FALSE;
  if (is_hollow (reader))
    saved = write_compact (saving, progress, error);
  else
    saved = write_pages (saving, reader, progress, error);
  tn_project_return_reader (self, reader);
  if (!saved)
    return FALSE;
  tn_progress_report (progress, 1);

  return tn_project_remember_file (self, saving->target, save_id, &saving->extent, error);
}

static gboolean
save_now (TnProject *self,
          const char *target,
          TnSaveFlags flags,
          TnProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  TnSaving saving = { self, target, flags, NULL, { 0 }, cancellable };
  int guard = begin_saving (self, cancellable, error);
  gint64 begun = g_get_monotonic_time ();
  gboolean saved;

  if (guard < 0)
    return FALSE;
  saved = save_alone (&saving, progress, error);
  if (saved)
    {
      self->save_duration = MAX (1, g_get_monotonic_time () - begun);
      self->save_size = file_size (self);
      self->copied = (flags & TN_SAVE_PERIODIC) != 0;
    }
  g_clear_pointer (&saving.identity, tn_file_identity_free);
  close (guard);

  return saved;
}

static void
take_changed_error (const char *target, GError **error)
{
  g_autofree char *name = g_path_get_basename (target);

  tn_error_set (
      error, TN_ERROR_BUSY,
      N_ ("{file} was changed by somebody else since it was opened here. Save under another "
          "name, or save over it."),
      "file", name, NULL);
}

/**
 * tn_project_save:
 * @flags: see #TnSaveFlags
 * @error: %TN_ERROR_BUSY when the file was changed by somebody else,
 *   %TN_ERROR_SPACE with what is needed, %TN_ERROR_IO, %TN_ERROR_ARGUMENT without a file
 *
 * Writes the chosen file: a consistent copy, checked, beside the target, on disk, then
 * renamed. At every moment the file is the old or the new one. Nothing is done when
 * nothing changed. Changes and reads go on meanwhile.
 *
 * Returns: %TRUE when the file holds everything committed before the call
 */
gboolean
tn_project_save (TnProject *self,
                 TnSaveFlags flags,
                 TnProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  const char *target = tn_project_get_path (self);
  TnTargetState state;
  gboolean saved = FALSE;

  if (target == NULL)
    {
      tn_error_set (error, TN_ERROR_ARGUMENT,
                    N_ ("This project has no file yet. Choose a name for it."), NULL);
      return FALSE;
    }
  g_mutex_lock (&self->save_lock);
  state = tn_project_check_target (self);
  if (state == TN_TARGET_CHANGED && (flags & TN_SAVE_OVERWRITE) == 0)
    take_changed_error (target, error);
  else if (state == TN_TARGET_SAME && (flags & TN_SAVE_ALWAYS) == 0 &&
           !tn_project_has_unsaved (self))
    saved = TRUE;
  else
    saved = save_now (self, target, flags, progress, cancellable, error);
  g_mutex_unlock (&self->save_lock);

  return saved;
}

/**
 * tn_project_save_as:
 * @path: where; an existing file is replaced
 *
 * As tn_project_save(), and @path is the chosen file from then on.
 */
gboolean
tn_project_save_as (TnProject *self,
                    const char *path,
                    TnSaveFlags flags,
                    TnProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *target = tn_file_resolve (path);
  gboolean saved;

  g_mutex_lock (&self->save_lock);
  saved = save_now (self, target, flags, progress, cancellable, error);
  g_mutex_unlock (&self->save_lock);

  return saved;
}

static gboolean
is_quickly_saved (TnProject *self)
{
  goffset size = file_size (self) + tn_project_get_wal_size (self);

  if (self->save_duration == 0)
    return size <= MAX_UNKNOWN_BYTES;

  return (double) self->save_duration * size / MAX (1, self->save_size) < MAX_COPY_DURATION;
}

/**
 * tn_project_copy_periodically:
 *
 * On the store's thread. A save that is going on is as good.
 */
void
tn_project_copy_periodically (TnProject *self)
{
  const char *target = tn_project_get_path (self);

  if (target == NULL || !g_mutex_trylock (&self->save_lock))
    return;
  if (tn_project_check_target (self) == TN_TARGET_SAME && tn_project_has_unsaved (self) &&
      is_quickly_saved (self))
    save_now (self, target, TN_SAVE_PERIODIC, NULL, self->copy_stop, NULL);
  g_mutex_unlock (&self->save_lock);
}

/* From now on the file counts as saved by a person. */
void
tn_project_end_periodic (TnProject *self)
{
  g_mutex_lock (&self->save_lock);
  self->copied = FALSE;
  g_mutex_unlock (&self->save_lock);
}

/**
 * tn_project_is_sealed:
 *
 * Returns: whether the file is, or will be when it is saved, under a password
 */
gboolean
tn_project_is_sealed (TnProject *self)
{
  gboolean sealed;

  g_mutex_lock (&self->save_lock);
  sealed = self->seal != NULL;
  g_mutex_unlock (&self->save_lock);

  return sealed;
}

static char *
read_save_id (const char *path)
{
  g_autoptr (TnFileIdentity) file = tn_file_identity_read (path, NULL);

  return file != NULL ? g_steal_pointer (&file->save_id) : NULL;
}

/* When the disk gives up behind the rename, the file is already under the new password. */
static gboolean
is_in_place (TnProject *self, const char *target, const char *save_id_before)
{
  g_autofree char *save_id = read_save_id (target);

  return save_id != NULL && g_strcmp0 (save_id, save_id_before) != 0 &&
         is_save_of_store (self, save_id);
}

static gboolean
save_with_seal (TnProject *self,
                TnSeal *seal,
                TnProgress *progress,
                GCancellable *cancellable,
                GError **error)
{
  const char *target = tn_project_get_path (self);
  g_autofree char *save_id = target != NULL ? read_save_id (target) : NULL;
  TnSeal *before = self->seal;
  gboolean saved = TRUE;

  if (target != NULL && tn_project_check_target (self) == TN_TARGET_CHANGED)
    {
      take_changed_error (target, error);
      return FALSE;
    }
  self->seal = seal != NULL ? tn_seal_ref (seal) : NULL;
  self->resealing = TRUE;
  if (target != NULL)
    saved = save_now (self, target, TN_SAVE_DEFAULT, progress, cancellable, error);
  self->resealing = FALSE;
  if (!saved && !is_in_place (self, target, save_id))
    {
      TnSeal *unused = self->seal;

      self->seal = before;
      before = unused;
    }
  g_clear_pointer (&before, tn_seal_unref);

  return saved;
}

/**
 * tn_project_set_seal:
 * @seal: (nullable): from now on
 *
 * As tn_project_set_password().
 */
gboolean
tn_project_set_seal (TnProject *self,
                     TnSeal *seal,
                     TnProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  const char *path = tn_project_get_path (self);
  gboolean saved;

  g_mutex_lock (&self->save_lock);
  saved = require_seal (self, path != NULL ? path : self->session, error) &&
          ((seal == NULL && self->seal == NULL) ||
           save_with_seal (self, seal, progress, cancellable, error));
  g_mutex_unlock (&self->save_lock);

  return saved;
}

/**
 * tn_project_set_password:
 * @password: (nullable): sets or changes it; %NULL removes it
 * @error: %TN_ERROR_ARGUMENT when it is empty; as tn_project_save(): then the file and its
 *   password are as before
 *
 * Saves the file under @password at once. The version before goes, as it would open with
 * what was valid until now; copies made elsewhere cannot be sealed afterwards. While the
 * project is open, its live store in the user's data directory is not sealed.
 */
gboolean
tn_project_set_password (TnProject *self,
                         const char *password,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (TnSeal) seal = NULL;

  if (password != NULL)
    {
      seal = tn_seal_new (password, error);
      if (seal == NULL)
        return FALSE;
    }

  return tn_project_set_seal (self, seal, progress, cancellable, error);
}
