/* tn-database.h: one connection to one of our SQLite files, hardened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TnDatabaseFlags:
 * @TN_DATABASE_CREATE: make the file when it is missing
 * @TN_DATABASE_READ_ONLY: refuse every change
 */
typedef enum
{
  TN_DATABASE_CREATE = 1 << 0,
  TN_DATABASE_READ_ONLY = 1 << 1,
} TnDatabaseFlags;

/**
 * TnDatabase:
 *
 * A connection with its prepared statements. Used by one thread at a time. Opened on
 * files of the session directories alone, never on a path the user chose.
 */
typedef struct _TnDatabase TnDatabase;

/* A statement in use; the automatic cleanup resets it for the next. */
typedef sqlite3_stmt TnStatement;

TnDatabase *tn_database_open (const char *path, TnDatabaseFlags flags, GError **error);
TnDatabase *tn_database_open_memory (const guint8 *image, gsize size, GError **error);
void tn_database_close (TnDatabase *self);

sqlite3 *tn_database_get_handle (TnDatabase *self);
gboolean tn_database_is_worn (TnDatabase *self);
const char *tn_database_get_path (TnDatabase *self);
void tn_database_take_error (TnDatabase *self, int rc, GError **error);
void tn_database_take_space_error (const char *path, int errnum, GError **error);

gboolean tn_database_exec (TnDatabase *self, const char *sql, GError **error);
TnStatement *tn_database_query (TnDatabase *self, const char *sql, GError **error);
gboolean tn_database_step (TnDatabase *self, TnStatement *statement, gboolean *row, GError **error);
gboolean tn_database_run (TnDatabase *self, TnStatement *statement, GError **error);
gboolean tn_database_get_int (TnDatabase *self, const char *sql, gint64 *value, GError **error);
void tn_database_watch (TnDatabase *self, GCancellable *cancellable);

char *tn_statement_dup_text (TnStatement *self, int column);
void tn_statement_reset (TnStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDatabase, tn_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnStatement, tn_statement_reset)

G_END_DECLS
