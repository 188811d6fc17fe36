/* tn-database.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-database.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "tn-error.h"
#include "tn-message.h"

/* How long a writer waits for another process of the same project. */
#define BUSY_MILLISECONDS 30000

/* A document of 64 MiB and its inverse still fit; a forged length does not. */
#define MAX_VALUE_BYTES (192 * 1024 * 1024)

struct _TnDatabase
{
  sqlite3 *handle;
  char *path;
  GHashTable *statements; /* SQL text (static strings, by content) → sqlite3_stmt */
  GCancellable *cancellable;
  gboolean worn; /* to be opened anew */
};

/* Why a write of this thread was refused last. SQLite says of a quota no more than "I/O
 * error", and when it is asked for errno, that is another call's. */
static _Thread_local int write_errnum;

static gssize
note_refusal (gssize n)
{
  if (n < 0 && errno != EINTR)
    write_errnum = errno;

  return n;
}

static gssize
write_noting (int fd, const void *data, gsize size)
{
  return note_refusal (write (fd, data, size));
}

static gssize
pwrite_noting (int fd, const void *data, gsize size, off_t offset)
{
  return note_refusal (pwrite (fd, data, size, offset));
}

static void
note_refusals (void)
{
  sqlite3_vfs *vfs = sqlite3_vfs_find (NULL);

  if (vfs == NULL || vfs->iVersion < 3 || vfs->xSetSystemCall == NULL)
    return;
  vfs->xSetSystemCall (vfs, "write", (sqlite3_syscall_ptr) write_noting);
  vfs->xSetSystemCall (vfs, "pwrite", (sqlite3_syscall_ptr) pwrite_noting);
  vfs->xSetSystemCall (vfs, "pwrite64", (sqlite3_syscall_ptr) pwrite_noting);
}

/* A disk quota or file size limit must come back as an error of write(), not as the end
 * of the process. A handler somebody installed is left alone. */
static gpointer
prepare_once (gpointer data)
{
  struct sigaction action;

  note_refusals ();
  if (sigaction (SIGXFSZ, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
    {
      action.sa_handler = SIG_IGN;
      sigaction (SIGXFSZ, &action, NULL);
    }

  return NULL;
}

static void
set_limits (sqlite3 *handle)
{
  sqlite3_limit (handle, SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES);
  sqlite3_limit (handle, SQLITE_LIMIT_SQL_LENGTH, 64 * 1024);
  sqlite3_limit (handle, SQLITE_LIMIT_COLUMN, 64);
  sqlite3_limit (handle, SQLITE_LIMIT_EXPR_DEPTH, 100);
  sqlite3_limit (handle, SQLITE_LIMIT_COMPOUND_SELECT, 4);
  sqlite3_limit (handle, SQLITE_LIMIT_FUNCTION_ARG, 16);
  sqlite3_limit (handle, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM INTO needs one */
  sqlite3_limit (handle, SQLITE_LIMIT_VARIABLE_NUMBER, 32);
  sqlite3_limit (handle, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100);
  sqlite3_limit (handle, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
}

/* The measures of sqlite.org/security.html for files of unknown origin. */
static void
harden (sqlite3 *handle)
{
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  set_limits (handle);
}

static TnDatabase *
database_new (sqlite3 *handle, const char *path)
{
  TnDatabase *self = g_new0 (TnDatabase, 1);

  self->handle = handle;
  self->path = g_strdup (path);
  self->statements =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) sqlite3_finalize);
  if (handle != NULL)
    {
      sqlite3_extended_result_codes (handle, 1);
      sqlite3_busy_timeout (handle, BUSY_MILLISECONDS);
      harden (handle);
    }

  return self;
}

/**
 * tn_database_open:
 * @path: a file inside a session directory
 * @flags: see #TnDatabaseFlags
 *
 * Returns: (transfer full): the connection, or %NULL with %TN_ERROR_IO, %TN_ERROR_DAMAGED…
 */
TnDatabase *
tn_database_open (const char *path, TnDatabaseFlags flags, GError **error)
{
  static GOnce once = G_ONCE_INIT;
  g_autoptr (TnDatabase) self = NULL;
  sqlite3 *handle = NULL;
  /* Also a reader opens for writing: the -shm file must be its to write. */
  int mode = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
             ((flags & TN_DATABASE_CREATE) != 0 ? SQLITE_OPEN_CREATE : 0);
  int rc;

  g_once (&once, prepare_once, NULL);
  rc = sqlite3_open_v2 (path, &handle, mode, NULL);
  self = database_new (handle, path);
  if (rc != SQLITE_OK)
    {
      tn_database_take_error (self, rc, error);
      return NULL;
    }
  if (!tn_database_exec (self,
                         "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
                         "PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY;"
                         "PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -4096;",
                         error))
    return NULL;
  if ((flags & TN_DATABASE_READ_ONLY) != 0 &&
      !tn_database_exec (self, "PRAGMA query_only = ON", error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tn_database_open_memory:
 * @image: the bytes of a database file, or of its first pages
 * @size: their number
 *
 * Opens bytes in memory to look at them; @image is copied.
 *
 * Returns: (transfer full): the connection
 */
TnDatabase *
tn_database_open_memory (const guint8 *image, gsize size, GError **error)
{
  g_autoptr (TnDatabase) self = NULL;
  sqlite3 *handle = NULL;
  guint8 *copy = sqlite3_malloc64 (size);
  int rc = sqlite3_open_v2 (":memory:", &handle,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_MEMORY, NULL);

  self = database_new (handle, ":memory:");
  if (rc == SQLITE_OK && copy != NULL)
    {
      memcpy (copy, image, size);
      /* Takes @copy over, also when it ends in an error. */
      rc = sqlite3_deserialize (handle, "main", copy, size, size,
                                SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY);
    }
  else
    {
      sqlite3_free (copy);
      rc = rc == SQLITE_OK ? SQLITE_NOMEM : rc;
    }
  if (rc != SQLITE_OK)
    {
      tn_database_take_error (self, rc, error);
      return NULL;
    }
  if (!tn_database_exec (self, "PRAGMA cell_size_check = ON", error))
    return NULL;

  return g_steal_pointer (&self);
}

void
tn_database_close (TnDatabase *self)
{
  tn_database_watch (self, NULL);
  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_free (self);
}

sqlite3 *
tn_database_get_handle (TnDatabase *self)
{
  return self->handle;
}

/**
 * tn_database_is_worn:
 *
 * Returns: whether the disk failed it in a way it does not get over: SQLite that could not
 *   open the journal for writing goes on with reading it, as long as the connection lasts
 */
gboolean
tn_database_is_worn (TnDatabase *self)
{
  return self->worn;
}

const char *
tn_database_get_path (TnDatabase *self)
{
  return self->path;
}

static gboolean
is_out_of_space (int rc, int errnum)
{
  return (rc & 0xff) == SQLITE_FULL ||
         ((rc & 0xff) == SQLITE_IOERR && (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG));
}

/**
 * tn_database_take_space_error:
 * @path: of a file that could not be written
 * @errnum: ENOSPC, EDQUOT or EFBIG
 */
void
tn_database_take_space_error (const char *path, int errnum, GError **error)
{
  g_autofree char *dir = g_path_get_dirname (path);
  g_autofree char *folder = g_filename_display_name (dir);
  struct statvfs info;
  double free_bytes =
      statvfs (dir, &info) == 0 ? (double) info.f_bavail * (double) info.f_frsize : 0;
  g_autofree char *size = g_format_size ((guint64) free_bytes);

  /* The disk has room, but not for this person or file. */
  if (errnum == EDQUOT || errnum == EFBIG)
    tn_error_set (error, TN_ERROR_SPACE,
                  N_ ("Your share of the disk that holds {folder} is used up. Nothing that was "
                      "stored is lost; delete what you no longer need and try again."),
                  "folder", folder, NULL);
  else
    tn_error_set (
        error, TN_ERROR_SPACE,
        N_ ("The disk that holds {folder} is full ({free} left). Nothing that was stored is "
            "lost; make room and try again."),
        "folder", folder, "free", size, NULL);
}

/**
 * tn_database_take_error:
 * @rc: a result code of SQLite's
 *
 * Sets @error to the sentence and the code that fit @rc.
 */
void
tn_database_take_error (TnDatabase *self, int rc, GError **error)
{
  const char *detail = self->handle != NULL ? sqlite3_errmsg (self->handle) : sqlite3_errstr (rc);
  int errnum = write_errnum;
  int kind = rc & 0xff;

  self->worn = self->worn || kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN ||
               (kind == SQLITE_READONLY && !sqlite3_db_readonly (self->handle, "main"));
  write_errnum = 0;
  if (is_out_of_space (rc, errnum))
    tn_database_take_space_error (self->path, errnum, error);
  else if ((rc & 0xff) == SQLITE_INTERRUPT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  else if ((rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB)
    tn_error_set (
        error, TN_ERROR_DAMAGED,
        N_ ("The project's store is damaged ({detail}). Open a copy of the project file."),
        "detail", detail, NULL);
  else if ((rc & 0xff) == SQLITE_BUSY || (rc & 0xff) == SQLITE_LOCKED)
    tn_error_set (error, TN_ERROR_BUSY,
                  N_ ("The project is being written by another program. Try again in a moment."),
                  NULL);
  else if ((rc & 0xff) == SQLITE_NOMEM)
    tn_error_set (
        error, TN_ERROR_SPACE,
        N_ ("There is not enough memory for the project's store. Close other programs and "
            "try again."),
        NULL);
  else
    tn_error_set (error, TN_ERROR_IO,
                  N_ ("The project's store in {folder} cannot be used ({detail}). Check that the "
                      "folder can be written."),
                  "folder", self->path, "detail", detail, NULL);
}

/**
 * tn_database_exec:
 * @sql: one or more statements without values
 */
gboolean
tn_database_exec (TnDatabase *self, const char *sql, GError **error)
{
  int rc = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);

  if (rc == SQLITE_OK)
    return TRUE;
  tn_database_take_error (self, rc, error);

  return FALSE;
}

/**
 * tn_database_query:
 * @sql: one statement; a string that stays (prepared statements are kept under it)
 *
 * Returns: (transfer full): the statement with nothing bound, to be declared with
 *   g_autoptr (TnStatement): one use at a time
 */
TnStatement *
tn_database_query (TnDatabase *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);
  int rc;

  if (statement != NULL)
    return statement;

  rc = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);
  if (rc != SQLITE_OK)
    {
      tn_database_take_error (self, rc, error);
      return NULL;
    }
  g_hash_table_insert (self->statements, (gpointer) sql, statement);

  return statement;
}

void
tn_statement_reset (TnStatement *self)
{
  sqlite3_reset (self);
  sqlite3_clear_bindings (self);
}

/**
 * tn_database_step:
 * @row: (out): whether there is a row
 *
 * Returns: %FALSE with @error when the row could not be had
 */
gboolean
tn_database_step (TnDatabase *self, TnStatement *statement, gboolean *row, GError **error)
{
  int rc = sqlite3_step (statement);

  *row = rc == SQLITE_ROW;
  if (rc == SQLITE_ROW || rc == SQLITE_DONE)
    return TRUE;
  tn_database_take_error (self, rc, error);

  return FALSE;
}

/**
 * tn_database_run:
 *
 * Carries out a statement that gives no rows.
 */
gboolean
tn_database_run (TnDatabase *self, TnStatement *statement, GError **error)
{
  gboolean row;

  return tn_database_step (self, statement, &row, error);
}

/**
 * tn_database_get_int:
 * @value: (out): the first column of the first row; 0 without a row
 */
gboolean
tn_database_get_int (TnDatabase *self, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (TnStatement) statement = tn_database_query (self, sql, error);
  gboolean row;

  *value = 0;
  if (statement == NULL || !tn_database_step (self, statement, &row, error))
    return FALSE;
  if (row)
    *value = sqlite3_column_int64 (statement, 0);

  return TRUE;
}

static int
stop_when_cancelled (void *data)
{
  return g_cancellable_is_cancelled (data);
}

/**
 * tn_database_watch:
 * @cancellable: (nullable): interrupts long statements from now on; %NULL ends that
 */
void
tn_database_watch (TnDatabase *self, GCancellable *cancellable)
{
  if (self->handle != NULL)
    sqlite3_progress_handler (self->handle, cancellable != NULL ? 2000 : 0,
                              cancellable != NULL ? stop_when_cancelled : NULL, cancellable);
  g_set_object (&self->cancellable, cancellable);
}

/**
 * tn_statement_dup_text:
 *
 * Returns: (transfer full) (nullable): the text of a column; %NULL for NULL and for what
 *   is not UTF-8
 */
char *
tn_statement_dup_text (TnStatement *self, int column)
{
  const char *text = (const char *) sqlite3_column_text (self, column);

  return text != NULL && g_utf8_validate (text, -1, NULL) ? g_strdup (text) : NULL;
}
