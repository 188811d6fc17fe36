/* tn-project.c: an open project: its connections, writes and reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-project.h"

#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-file.h"
#include "tn-pause.h"
#include "tn-project-private.h"
#include "tn-schema.h"

/* The journal is folded into the store beside other work when it is larger than this. */
#define TIDY_BYTES (4 * 1024 * 1024)

/* Between two periodic copies. */
#define COPY_INTERVAL (10 * G_TIME_SPAN_MINUTE)

/* Readers kept for the next loader. */
#define MAX_IDLE_READERS 8

static gsize
default_memory_budget (void)
{
  gint64 memory = (gint64) sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE);

  return CLAMP (memory / 8, 256 << 20, G_GINT64_CONSTANT (2) << 30);
}

static char *
store_path (TnProject *self)
{
  return g_build_filename (self->session, self->store, NULL);
}

static void
tidy_wake (TnProject *self)
{
  g_mutex_lock (&self->tidy_lock);
  self->tidy_due = TRUE;
  g_cond_signal (&self->tidy_wanted);
  g_mutex_unlock (&self->tidy_lock);
}

/* Runs after each commit, with the number of pages in the journal. */
static int
count_journal_pages (void *data, sqlite3 *handle, const char *name, int n_pages)
{
  TnProject *self = data;

  if ((gsize) n_pages * 8192 > TIDY_BYTES)
    tidy_wake (self);

  return SQLITE_OK;
}

static gboolean
is_copy_due (TnProject *self)
{
  return self->copy_interval > 0 && g_get_monotonic_time () >= self->copy_next;
}

static void
wait_for_work (TnProject *self)
{
  if (self->copy_interval > 0)
    g_cond_wait_until (&self->tidy_wanted, &self->tidy_lock, self->copy_next);
  else
    g_cond_wait (&self->tidy_wanted, &self->tidy_lock);
}

/* The store's own thread: neither folding the journal nor copying keeps anybody waiting. */
static gpointer
tidy_in_worker (gpointer data)
{
  TnProject *self = data;

  g_mutex_lock (&self->tidy_lock);
  while (!self->tidy_end)
    {
      gboolean due = self->tidy_due;

      if (!due && !is_copy_due (self))
        {
          wait_for_work (self);
          continue;
        }
      if (due)
        self->tidy_due = FALSE;
      else
        self->copy_next = g_get_monotonic_time () + self->copy_interval;
      g_mutex_unlock (&self->tidy_lock);
      if (due)
        tn_project_checkpoint (self, SQLITE_CHECKPOINT_PASSIVE, NULL);
      else
        tn_project_copy_periodically (self);
      g_mutex_lock (&self->tidy_lock);
    }
  g_mutex_unlock (&self->tidy_lock);

  return NULL;
}

static void
tidy_stop (TnProject *self)
{
  g_mutex_lock (&self->tidy_lock);
  self->tidy_end = TRUE;
  g_cancellable_cancel (self->copy_stop);
  g_cond_signal (&self->tidy_wanted);
  g_mutex_unlock (&self->tidy_lock);
  g_clear_pointer (&self->tidy, g_thread_join);
}

void
tn_project_set_copy_interval (TnProject *self, gint64 microseconds)
{
  g_mutex_lock (&self->tidy_lock);
  self->copy_interval = microseconds;
  self->copy_next = g_get_monotonic_time () + microseconds;
  g_cond_signal (&self->tidy_wanted);
  g_mutex_unlock (&self->tidy_lock);
}

/**
 * tn_project_set_periodic_copy:
 * @on: off at first
 *
 * Whether the chosen file is written every ten minutes too, for clients that stay open. Only
 * when there is something new, the file is what was last saved, and a save takes less than
 * two seconds. What could not be copied is told by the next save; the live store has it.
 */
void
tn_project_set_periodic_copy (TnProject *self, gboolean on)
{
  tn_project_set_copy_interval (self, on ? COPY_INTERVAL : 0);
}

static TnProject *
project_alloc (const char *session, const char *store)
{
  TnProject *self = g_new0 (TnProject, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->session = g_strdup (session);
  self->store = store;
  self->copy_fd = -1;
  g_mutex_init (&self->write_lock);
  g_mutex_init (&self->reader_lock);
  g_mutex_init (&self->state_lock);
  g_mutex_init (&self->save_lock);
  g_mutex_init (&self->fold_lock);
  g_mutex_init (&self->tidy_lock);
  g_cond_init (&self->tidy_wanted);
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_database_close);
  self->cache = tn_chunk_cache_new (default_memory_budget ());
  self->record = tn_session_record_load (session);
  self->copy_stop = g_cancellable_new ();
  self->begun = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  return self;
}

static void
remove_scratch (const char *session)
{
  g_autofree char *parent = g_path_get_dirname (session);
  g_autofree char *name = g_path_get_basename (parent);

  tn_file_remove_tree (session);
  /* Made for this look alone, as the user's data directory could not be used. */
  if (g_str_has_prefix (name, TN_SESSION_LOOK))
    g_rmdir (parent);
}

static void
project_free (TnProject *self)
{
  tidy_stop (self);
  g_clear_pointer (&self->readers, g_ptr_array_unref);
  g_clear_pointer (&self->writer, tn_database_close);
  if (self->copy_fd >= 0)
    close (self->copy_fd);
  g_clear_pointer (&self->lock, tn_lock_release);
  if (self->scratch)
    remove_scratch (self->session);
  g_clear_pointer (&self->cache, tn_chunk_cache_free);
  g_clear_pointer (&self->record, tn_session_record_free);
  g_clear_pointer (&self->notice, tn_message_unref);
  g_hash_table_unref (self->begun);
  g_clear_object (&self->copy_stop);
  g_clear_pointer (&self->seal, tn_seal_unref);
  g_mutex_clear (&self->write_lock);
  g_mutex_clear (&self->reader_lock);
  g_mutex_clear (&self->state_lock);
  g_mutex_clear (&self->save_lock);
  g_mutex_clear (&self->fold_lock);
  g_mutex_clear (&self->tidy_lock);
  g_cond_clear (&self->tidy_wanted);
  g_free (self->uuid);
  g_free (self->session);
  g_free (self);
}

TnProject *
tn_project_ref (TnProject *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_project_unref (TnProject *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    project_free (self);
}

static gboolean
read_meta (TnProject *self, TnDatabase *database, GError **error)
{
  g_autoptr (TnStatement) meta =
      tn_database_query (database, "SELECT uuid, revision FROM meta", error);
  gboolean row;

  if (meta == NULL || !tn_database_step (database, meta, &row, error))
    return FALSE;
  self->uuid = row ? tn_statement_dup_text (meta, 0) : NULL;
  self->revision = row ? sqlite3_column_int64 (meta, 1) : 0;
  if (self->uuid != NULL)
    return TRUE;
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("The project's store has lost its first row. Open a copy of the project file."),
                NULL);

  return FALSE;
}

static gboolean
open_writer (TnProject *self, GError **error)
{
  g_autofree char *path = store_path (self);
  TnDatabase *writer = tn_database_open (path, 0, error);

  if (writer == NULL)
    return FALSE;
  g_clear_pointer (&self->writer, tn_database_close);
  self->writer = writer;
  sqlite3_wal_hook (tn_database_get_handle (writer), count_journal_pages, self);

  return TRUE;
}

static gboolean
begin_writing (TnProject *self, GError **error)
{
  if (!open_writer (self, error))
    return FALSE;
  self->tidy = g_thread_new ("tn-store-tidy", tidy_in_worker, self);

  return TRUE;
}

/**
 * tn_project_new_for_session:
 * @session: a directory with a live store of this version
 * @lock: (transfer full) (nullable): the right to change it; without, it is only read
 *
 * Returns: (transfer full): the project; its file record is what the session remembers
 */
TnProject *
tn_project_new_for_session (const char *session, TnLock *lock, GError **error)
{
  g_autoptr (TnProject) self = project_alloc (session, TN_SESSION_STORE);
  TnDatabase *reader;
  gboolean known;

  self->lock = lock;
  self->read_only = lock == NULL;
  if (lock != NULL && !begin_writing (self, error))
    return NULL;
  reader = tn_project_borrow_reader (self, error);
  if (reader == NULL)
    return NULL;
  known = read_meta (self, reader, error);
  tn_project_return_reader (self, reader);

  return known ? g_steal_pointer (&self) : NULL;
}

/**
 * tn_project_new_for_cache:
 * @session: its directory
 * @store: a store beside the live one that anybody may write
 */
TnProject *
tn_project_new_for_cache (const char *session, const char *store, GError **error)
{
  g_autoptr (TnProject) self = project_alloc (session, store);

  return begin_writing (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * tn_project_borrow_reader:
 *
 * Returns: (transfer full): a connection of the calling thread's own until it is
 *   returned; sees what was committed when its statement begins
 */
TnDatabase *
tn_project_borrow_reader (TnProject *self, GError **error)
{
  g_autofree char *path = NULL;
  TnDatabase *database = NULL;

  g_mutex_lock (&self->reader_lock);
  if (self->readers->len > 0)
    database = g_ptr_array_steal_index_fast (self->readers, self->readers->len - 1);
  g_mutex_unlock (&self->reader_lock);
  if (database != NULL)
    return database;

  path = store_path (self);

  return tn_database_open (path, TN_DATABASE_READ_ONLY, error);
}

void
tn_project_return_reader (TnProject *self, TnDatabase *database)
{
  g_mutex_lock (&self->reader_lock);
  if (self->readers->len < MAX_IDLE_READERS && !tn_database_is_worn (database))
    g_ptr_array_add (self->readers, g_steal_pointer (&database));
  g_mutex_unlock (&self->reader_lock);
  if (database != NULL)
    tn_database_close (database);
}

static gboolean
require_writable (TnProject *self, GError **error)
{
  if (self->writer != NULL && !g_atomic_int_get (&self->closed))
    return TRUE;
  tn_error_set (error, TN_ERROR_BUSY,
                N_ ("The project is open to look only. Open it again to change it."), NULL);

  return FALSE;
}

static gboolean
count_change (TnProject *self, gint64 *revision, GError **error)
{
  g_autoptr (TnStatement) count = tn_database_query (
      self->writer, "UPDATE meta SET revision = revision + 1 RETURNING revision", error);
  gboolean row;

  if (count == NULL || !tn_database_step (self->writer, count, &row, error))
    return FALSE;
  *revision = sqlite3_column_int64 (count, 0);

  return TRUE;
}

/* Inside the transaction, so that whoever takes over and then passes through a
 * transaction of its own knows that no change of ours comes after. */
static gboolean
transact (TnProject *self, TnWriteKind kind, TnWriteFunc func, gpointer data, GError **error)
{
  gint64 revision = 0;

  if (!tn_database_exec (self->writer, "BEGIN IMMEDIATE", error))
    return FALSE;
  if ((self->lock == NULL || tn_lock_check (self->lock, error)) &&
      func (self->writer, data, error) &&
      (kind != TN_WRITE_CHANGE || count_change (self, &revision, error)) &&
      tn_database_exec (self->writer, "COMMIT", error))
    {
      if (kind == TN_WRITE_CHANGE)
        {
          g_mutex_lock (&self->state_lock);
          self->revision = revision;
          g_mutex_unlock (&self->state_lock);
        }
      return TRUE;
    }
  /* After a full disk SQLite may have rolled back already. */
  if (!sqlite3_get_autocommit (tn_database_get_handle (self->writer)))
    tn_database_exec (self->writer, "ROLLBACK", NULL);

  return FALSE;
}

/* Other processes wait for a transaction: it does not wait for the end of a pause. */
static gboolean
write_in_transaction (TnProject *self,
                      TnWriteKind kind,
                      TnWriteFunc func,
                      gpointer data,
                      GError **error)
{
  gboolean done;

  tn_pause_hold ();
  done = transact (self, kind, func, data, error);
  tn_pause_release ();

  return done;
}

static gboolean
require_writer (TnProject *self, GError **error)
{
  return require_writable (self, error) &&
         (!tn_database_is_worn (self->writer) || open_writer (self, error));
}

/**
 * tn_project_attach:
 * @store: another store, in a session directory
 *
 * What tn_project_write() does then sees it as “before”, until tn_project_detach().
 */
gboolean
tn_project_attach (TnProject *self, const char *store, GError **error)
{
  gboolean attached = FALSE;

  g_mutex_lock (&self->write_lock);
  if (require_writer (self, error))
    {
      g_autoptr (TnStatement) attach =
          tn_database_query (self->writer, "ATTACH ?1 AS before", error);

      if (attach != NULL)
        {
          sqlite3_bind_text (attach, 1, store, -1, SQLITE_STATIC);
          attached = tn_database_run (self->writer, attach, error);
        }
    }
  g_mutex_unlock (&self->write_lock);

  return attached;
}

void
tn_project_detach (TnProject *self)
{
  g_mutex_lock (&self->write_lock);
  if (self->writer != NULL)
    tn_database_exec (self->writer, "DETACH before", NULL);
  g_mutex_unlock (&self->write_lock);
}

/**
 * tn_project_write:
 * @func: makes the changes; may be called once only, and gives %FALSE to undo them
 *
 * One transaction. Others wait for it, readers do not.
 */
gboolean
tn_project_write (TnProject *self,
                  TnWriteKind kind,
                  TnWriteFunc func,
                  gpointer data,
                  GError **error)
{
  gboolean written;

  g_mutex_lock (&self->write_lock);
  written = require_writer (self, error) &&
            tn_database_exec (self->writer,
                              kind == TN_WRITE_STAGED ? "PRAGMA synchronous = NORMAL"
                                                      : "PRAGMA synchronous = FULL",
                              error) &&
            write_in_transaction (self, kind, func, data, error);
  g_mutex_unlock (&self->write_lock);

  return written;
}

/**
 * tn_project_checkpoint:
 * @mode: one of SQLite's
 *
 * Folds the journal into the store. Not under the write lock: edits go on meanwhile.
 */
gboolean
tn_project_checkpoint (TnProject *self, int mode, GError **error)
{
  TnDatabase *database = tn_project_borrow_reader (self, error);
  int rc;

  if (database == NULL)
    return FALSE;
  tn_database_exec (database, "PRAGMA query_only = OFF; PRAGMA synchronous = NORMAL", NULL);
  tn_pause_hold ();
  g_mutex_lock (&self->fold_lock);
  rc = sqlite3_wal_checkpoint_v2 (tn_database_get_handle (database), "main", mode, NULL, NULL);
  g_mutex_unlock (&self->fold_lock);
  tn_pause_release ();
  if (rc != SQLITE_OK)
    tn_database_take_error (database, rc, error);
  tn_database_exec (database, "PRAGMA query_only = ON", NULL);
  tn_project_return_reader (self, database);

  return rc == SQLITE_OK;
}

gsize
tn_project_get_wal_size (TnProject *self)
{
  g_autofree char *path = g_strconcat (self->session, "/", self->store, "-wal", NULL);
  struct stat info;

  return stat (path, &info) == 0 ? info.st_size : 0;
}

static gboolean
write_removal (TnDatabase *database, gpointer data, GError **error)
{
  TnProject *self = data;
  g_autofree char *path = store_path (self);
  gint64 revision;

  return tn_database_get_int (database, "SELECT revision FROM meta", &revision, error) &&
         revision == self->record->revision && g_unlink (path) == 0;
}

/* The live store is not sealed, so it goes when the sealed file holds everything. Inside a
 * transaction: who takes over meanwhile has one after this, and sees that the store is gone. */
static gboolean
remove_unsealed (TnProject *self)
{
  return self->seal != NULL && !self->scratch && self->lock != NULL && self->writer != NULL &&
         tn_project_check_target (self) == TN_TARGET_SAME &&
         write_in_transaction (self, TN_WRITE_QUIET, write_removal, self, NULL);
}

static void
remove_traces (const char *session)
{
  static const char *const names[] = {
    TN_SESSION_STORE "-wal", TN_SESSION_STORE "-shm", TN_SESSION_CACHE,
    TN_SESSION_CACHE "-wal", TN_SESSION_CACHE "-shm", "saving.db",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (session, names[i], NULL);

      g_unlink (path);
    }
}

/**
 * tn_project_close:
 *
 * Ends the changing: everything committed stays in the live store, whether saved or
 * not. Tables that are held can still be read. Closing twice does nothing.
 *
 * Of a project under a password the live store, which is not sealed, is removed when the
 * file holds everything; then of tables that are held only what was read can be read.
 */
gboolean
tn_project_close (TnProject *self, GError **error)
{
  g_autofree char *root = g_path_get_dirname (self->session);
  gboolean was_holder, removed = FALSE;

  if (!g_atomic_int_compare_and_exchange (&self->closed, 0, 1))
    return TRUE;
  tidy_stop (self);
  g_mutex_lock (&self->save_lock);
  g_mutex_lock (&self->write_lock);
  /* Where that is not possible, on a full disk, the journal stays and loses nothing. */
  if (self->lock != NULL && tn_lock_check (self->lock, NULL))
    {
      tn_project_checkpoint (self, SQLITE_CHECKPOINT_PASSIVE, NULL);
      removed = remove_unsealed (self);
    }
  was_holder = self->lock != NULL && !self->scratch && self->uuid != NULL;
  g_clear_pointer (&self->writer, tn_database_close);
  if (removed)
    {
      g_mutex_lock (&self->reader_lock);
      g_ptr_array_set_size (self->readers, 0);
      g_mutex_unlock (&self->reader_lock);
      remove_traces (self->session);
    }
  /* A look keeps its directory from being swept as long as it lasts. */
  if (!self->scratch)
    g_clear_pointer (&self->lock, tn_lock_release);
  g_mutex_unlock (&self->write_lock);
  g_mutex_unlock (&self->save_lock);
  if (was_holder)
    {
      tn_session_mark_used (root, self->session);
      tn_session_prune (root);
    }

  return TRUE;
}

/**
 * tn_project_get_path:
 *
 * Returns: (transfer none) (nullable): the chosen file; the text stays valid
 */
const char *
tn_project_get_path (TnProject *self)
{
  const char *path;

  g_mutex_lock (&self->state_lock);
  path = g_intern_string (self->record->path);
  g_mutex_unlock (&self->state_lock);

  return path;
}

const char *
tn_project_get_uuid (TnProject *self)
{
  return self->uuid;
}

/**
 * tn_project_get_session:
 *
 * Returns: (transfer none): the directory of the live store, for
 *   tn_project_open_session() in another process and tn_node_cache_open()
 */
const char *
tn_project_get_session (TnProject *self)
{
  return self->session;
}

/**
 * tn_project_get_generation:
 *
 * Returns: how often the project was saved, here or elsewhere; -1 when the store cannot
 *   be read
 */
gint64
tn_project_get_generation (TnProject *self)
{
  TnDatabase *database = tn_project_borrow_reader (self, NULL);
  gint64 generation = -1;

  if (database == NULL)
    return -1;
  if (!tn_database_get_int (database, "SELECT generation FROM meta", &generation, NULL))
    generation = -1;
  tn_project_return_reader (self, database);

  return generation;
}

gboolean
tn_project_is_read_only (TnProject *self)
{
  return self->read_only || g_atomic_int_get (&self->closed);
}

/**
 * tn_project_has_unsaved:
 *
 * Returns: whether the store holds changes, also a worker's, that the file does not
 */
gboolean
tn_project_has_unsaved (TnProject *self)
{
  TnDatabase *database = tn_project_borrow_reader (self, NULL);
  gint64 revision = 0;
  gboolean unsaved;

  if (database == NULL)
    return FALSE;
  tn_database_get_int (database, "SELECT revision FROM meta", &revision, NULL);
  tn_project_return_reader (self, database);
  g_mutex_lock (&self->state_lock);
  unsaved = revision != self->record->revision;
  g_mutex_unlock (&self->state_lock);

  return unsaved;
}

void
tn_project_set_notice (TnProject *self, TnMessage *notice)
{
  g_mutex_lock (&self->state_lock);
  g_clear_pointer (&self->notice, tn_message_unref);
  self->notice = notice;
  g_mutex_unlock (&self->state_lock);
}

/**
 * tn_project_get_notice:
 *
 * Returns: (transfer none) (nullable): what was remarkable about opening: an older file
 *   beside a newer store, unsaved work put aside, parts that are damaged
 */
const TnMessage *
tn_project_get_notice (TnProject *self)
{
  return self->notice;
}

/**
 * tn_project_set_memory_budget:
 * @bytes: what chunks nobody holds may take; an eighth of the memory otherwise
 */
void
tn_project_set_memory_budget (TnProject *self, gsize bytes)
{
  tn_chunk_cache_set_budget (self->cache, bytes);
}

/**
 * tn_project_remember_file:
 * @path: (nullable): the chosen file
 * @file: (nullable): its save id
 * @extent: of the store that it holds
 */
gboolean
tn_project_remember_file (TnProject *self,
                          const char *path,
                          const char *file,
                          const TnExtent *extent,
                          GError **error)
{
  TnSessionRecord *record = g_new0 (TnSessionRecord, 1);
  gboolean stored;

  record->path = g_strdup (path);
  record->file = g_strdup (file);
  record->revision = extent->revision;
  record->edit = extent->edit;
  record->run = extent->run;
  record->seal = self->seal != NULL ? tn_seal_to_text (self->seal) : NULL;
  stored = tn_session_record_store (record, self->session, error);
  g_mutex_lock (&self->state_lock);
  tn_session_record_free (self->record);
  self->record = record;
  g_mutex_unlock (&self->state_lock);

  return stored;
}
