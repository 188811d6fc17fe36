/* tn-node-cache.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-node-cache.h"

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-foreign.h"
#include "tn-project-private.h"
#include "tn-schema.h"
#include "tn-stored-table.h"
#include "tn-table-writer-private.h"

/* A store of the project's own kind, so tables share their pieces, with a list of keys. */
struct _TnNodeCache
{
  gatomicrefcount ref_count;
  TnProject *store; /* %NULL: without a usable file */
  gint64 budget;
};

/* used: a counter, not a time */
static const char *const entry_table =
    "CREATE TABLE entry (key TEXT PRIMARY KEY, used INTEGER NOT NULL, tbl INTEGER NOT NULL) STRICT;"
    "CREATE INDEX entry_used ON entry (used)";

static gboolean
make_file (const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, TN_SESSION_CACHE, NULL);
  g_autoptr (TnDatabase) database = tn_database_open (path, TN_DATABASE_CREATE, error);

  return database != NULL &&
         tn_database_exec (database, "PRAGMA page_size = 8192; PRAGMA auto_vacuum = INCREMENTAL",
                           error) &&
         tn_database_exec (database, "PRAGMA journal_mode = WAL", error) &&
         tn_database_exec (database, "BEGIN IMMEDIATE", error) &&
         tn_schema_create (database, error) && tn_database_exec (database, entry_table, error) &&
         tn_database_exec (database, "INSERT INTO meta VALUES (1, '', 0, '', 0, '', 0); COMMIT",
                           error);
}

static void
remove_file (const char *directory)
{
  static const char *const names[] = { TN_SESSION_CACHE, TN_SESSION_CACHE "-wal",
                                       TN_SESSION_CACHE "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      g_unlink (path);
    }
}

static gboolean
is_usable (TnProject *store)
{
  TnDatabase *database = tn_project_borrow_reader (store, NULL);
  gint64 version = -1, n_entries;
  gboolean usable;

  if (database == NULL)
    return FALSE;
  usable = tn_database_get_int (database, "PRAGMA user_version", &version, NULL) &&
           version == TN_PROJECT_VERSION &&
           tn_database_get_int (database, "SELECT count(*) FROM entry", &n_entries, NULL);
  tn_project_return_reader (store, database);

  return usable;
}

static TnProject *
open_store (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, TN_SESSION_CACHE, NULL);
  g_autoptr (TnProject) store = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !make_file (directory, NULL))
    return NULL;
  store = tn_project_new_for_cache (directory, TN_SESSION_CACHE, NULL);

  return store != NULL && is_usable (store) ? g_steal_pointer (&store) : NULL;
}

/**
 * tn_node_cache_open:
 * @session_directory: from tn_project_get_session()
 * @budget: bytes on disk; %TN_NODE_CACHE_BUDGET
 *
 * A file that cannot be used is made anew; where that is not possible either, the cache
 * is empty and stays so: it only saves time.
 *
 * Returns: (transfer full): the cache
 */
TnNodeCache *
tn_node_cache_open (const char *session_directory, gint64 budget)
{
  TnNodeCache *self = g_new0 (TnNodeCache, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->budget = budget;
  self->store = open_store (session_directory);
  if (self->store == NULL)
    {
      remove_file (session_directory);
      self->store = open_store (session_directory);
    }

  return self;
}

TnNodeCache *
tn_node_cache_ref (TnNodeCache *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_node_cache_unref (TnNodeCache *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->store != NULL)
    {
      tn_project_close (self->store, NULL);
      tn_project_unref (self->store);
    }
  g_free (self);
}

typedef struct
{
  const char *key;
  TnTableWriter *writer; /* of what is put */
  gint64 table;          /* of what is found */
} Entry;

static gboolean
bind_key (TnDatabase *database, const char *sql, const Entry *entry, GError **error)
{
  g_autoptr (TnStatement) statement = tn_database_query (database, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, entry->key, -1, SQLITE_STATIC);
  if (sqlite3_bind_parameter_count (statement) > 1)
    sqlite3_bind_int64 (statement, 2, entry->table);

  return tn_database_run (database, statement, error);
}

/* A table without an entry goes with the next sweep. */
static gboolean
write_put (TnDatabase *database, gpointer data, GError **error)
{
  Entry *entry = data;

  entry->table = tn_table_writer_get_table (entry->writer);

  return tn_table_writer_write_publish (entry->writer, database, error) &&
         bind_key (database,
                   "INSERT OR REPLACE INTO entry (key, used, tbl)"
                   " VALUES (?1, (SELECT ifnull (max (used), 0) + 1 FROM entry), ?2)",
                   entry, error);
}

static gboolean
write_used (TnDatabase *database, gpointer data, GError **error)
{
  return bind_key (database,
                   "UPDATE entry SET used = (SELECT max (used) + 1 FROM entry) WHERE key = ?1",
                   data, error);
}

static gboolean
write_forget (TnDatabase *database, gpointer data, GError **error)
{
  return bind_key (database, "DELETE FROM entry WHERE key = ?1", data, error);
}

static gboolean
write_forget_oldest (TnDatabase *database, gpointer data, GError **error)
{
  if (!tn_database_exec (database, "DELETE FROM entry WHERE used = (SELECT min (used) FROM entry)",
                         error))
    return FALSE;
  *(gint *) data = sqlite3_changes (tn_database_get_handle (database));

  return TRUE;
}

static gboolean
write_drop_tables (TnDatabase *database, gpointer data, GError **error)
{
  return tn_database_exec (
      database,
      "DELETE FROM tbl_part WHERE tbl IN"
      " (SELECT id FROM tbl WHERE state = 1 AND id NOT IN (SELECT tbl FROM entry));"
      "DELETE FROM tbl_column WHERE tbl IN"
      " (SELECT id FROM tbl WHERE state = 1 AND id NOT IN (SELECT tbl FROM entry));"
      "DELETE FROM tbl WHERE state = 1 AND id NOT IN (SELECT tbl FROM entry)",
      error);
}

static gboolean
write_shrink (TnDatabase *database, gpointer data, GError **error)
{
  return tn_database_exec (database, "PRAGMA incremental_vacuum (1000)", error);
}

static void
sweep (TnNodeCache *self)
{
  gint n_removed = 1;

  if (!tn_project_write (self->store, TN_WRITE_STAGED, write_drop_tables, NULL, NULL))
    return;
  while (n_removed > 0)
    if (!tn_project_write (self->store, TN_WRITE_STAGED, tn_project_write_sweep, &n_removed,
                           NULL) ||
        !tn_project_write (self->store, TN_WRITE_STAGED, write_shrink, NULL, NULL))
      return;
}

/**
 * tn_node_cache_get_size:
 *
 * Returns: the bytes in use
 */
gint64
tn_node_cache_get_size (TnNodeCache *self)
{
  TnDatabase *database = self->store != NULL ? tn_project_borrow_reader (self->store, NULL) : NULL;
  gint64 n_pages = 0, n_free = 0, page_size = 0;

  if (database == NULL)
    return 0;
  tn_database_get_int (database, "PRAGMA page_count", &n_pages, NULL);
  tn_database_get_int (database, "PRAGMA freelist_count", &n_free, NULL);
  tn_database_get_int (database, "PRAGMA page_size", &page_size, NULL);
  tn_project_return_reader (self->store, database);

  return (n_pages - n_free) * page_size;
}

static void
keep_to_budget (TnNodeCache *self)
{
  gint n_forgotten = 1;

  while (n_forgotten > 0 && tn_node_cache_get_size (self) > self->budget)
    {
      if (!tn_project_write (self->store, TN_WRITE_STAGED, write_forget_oldest, &n_forgotten, NULL))
        return;
      sweep (self);
    }
}

static void
put (TnNodeCache *self, const char *key, TnTableWriter *writer)
{
  Entry entry = { key, writer, 0 };

  if (!tn_table_writer_finish (writer, NULL) ||
      !tn_project_write (self->store, TN_WRITE_STAGED, write_put, &entry, NULL))
    return;
  tn_table_writer_set_published (writer);
  keep_to_budget (self);
}

static gboolean
read_table (TnDatabase *database, const char *key, gint64 *table)
{
  g_autoptr (TnStatement) find =
      tn_database_query (database, "SELECT tbl FROM entry WHERE key = ?1", NULL);
  gboolean row = FALSE;

  if (find == NULL)
    return FALSE;
  sqlite3_bind_text (find, 1, key, -1, SQLITE_STATIC);
  if (!tn_database_step (database, find, &row, NULL) || !row)
    return FALSE;
  *table = sqlite3_column_int64 (find, 0);

  return TRUE;
}

static void
forget (TnNodeCache *self, const char *key)
{
  Entry entry = { key, NULL, 0 };

  tn_project_write (self->store, TN_WRITE_STAGED, write_forget, &entry, NULL);
}

static void
mark_used (TnNodeCache *self, const char *key)
{
  Entry entry = { key, NULL, 0 };

  tn_project_write (self->store, TN_WRITE_STAGED, write_used, &entry, NULL);
}

/**
 * tn_node_cache_get:
 *
 * Returns: (transfer full) (nullable): the bytes put under @key, checked
 */
GBytes *
tn_node_cache_get (TnNodeCache *self, const char *key)
{
  TnDatabase *database = self->store != NULL ? tn_project_borrow_reader (self->store, NULL) : NULL;
  GBytes *value = NULL;
  gint64 table = 0;

  if (database == NULL)
    return NULL;
  if (read_table (database, key, &table))
    value = tn_stored_value_load (self->store, database, table, NULL);
  tn_project_return_reader (self->store, database);
  if (value != NULL)
    mark_used (self, key);
  else if (table != 0)
    forget (self, key);

  return value;
}

/**
 * tn_node_cache_put:
 * @value: anything
 *
 * Keeps a value, in the place of one of the same key; where that is not possible,
 * nothing happens.
 */
void
tn_node_cache_put (TnNodeCache *self, const char *key, GBytes *value)
{
  g_autoptr (TnTableWriter) writer =
      self->store != NULL ? tn_table_writer_new (self->store, NULL) : NULL;

  if (writer != NULL && tn_table_writer_queue_value (writer, value, NULL))
    put (self, key, writer);
}

/**
 * tn_node_cache_get_table:
 *
 * Its chunks are read when asked for; when the file is lost meanwhile, that is an error
 * of the asking (%TN_ERROR_DAMAGED): compute again.
 *
 * Returns: (transfer full) (nullable): the table put under @key
 */
TnTable *
tn_node_cache_get_table (TnNodeCache *self, const char *key)
{
  TnDatabase *database = self->store != NULL ? tn_project_borrow_reader (self->store, NULL) : NULL;
  TnTable *table = NULL;
  gint64 id = 0;

  if (database == NULL)
    return NULL;
  if (read_table (database, key, &id))
    table = tn_stored_table_load (self->store, database, id, NULL, NULL);
  tn_project_return_reader (self->store, database);
  if (table != NULL)
    mark_used (self, key);
  else if (id != 0)
    forget (self, key);

  return table;
}

/**
 * tn_node_cache_put_table:
 * @error: of reading @table, or cancelled; that the cache has no room is none
 */
gboolean
tn_node_cache_put_table (TnNodeCache *self,
                         const char *key,
                         TnTable *table,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (TnTableWriter) writer =
      self->store != NULL ? tn_table_writer_new (self->store, NULL) : NULL;
  g_autoptr (GError) own_error = NULL;

  if (writer == NULL)
    return TRUE;
  if (tn_table_writer_fill (writer, table, NULL, cancellable, &own_error))
    {
      put (self, key, writer);
      return TRUE;
    }
  if (g_error_matches (own_error, TN_ERROR, TN_ERROR_SPACE) ||
      g_error_matches (own_error, TN_ERROR, TN_ERROR_IO))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&own_error));

  return FALSE;
}

static gboolean
write_clear (TnDatabase *database, gpointer data, GError **error)
{
  return tn_database_exec (database, "DELETE FROM entry", error);
}

void
tn_node_cache_clear (TnNodeCache *self)
{
  if (self->store != NULL &&
      tn_project_write (self->store, TN_WRITE_STAGED, write_clear, NULL, NULL))
    sweep (self);
}

/**
 * tn_node_cache_forget:
 *
 * Drops what was put under @key, if anything was.
 */
void
tn_node_cache_forget (TnNodeCache *self, const char *key)
{
  if (self->store != NULL)
    forget (self, key);
}
