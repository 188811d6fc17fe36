/* tn-schema.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-schema.h"

#include <string.h>

#include "tn-error.h"
#include "tn-project.h"

#define MAX_VERSION_SEEN 1000000

typedef struct
{
  const char *name;
  const char *sql;
} SchemaItem;

/* The text is compared letter by letter with what a file says: never reformat it, a new
 * layout is a new version with a migration. */

/* Version 1.
 * meta: one row; revision grows with every change, generation with every save.
 * chunk: every bulk piece once, under the BLAKE2b-256 of what is stored.
 * tbl…: immutable tables; state 0 staged, 1 published; position -1 are the row roles;
 *   what 0 rows, 1 the column's dictionary; mark is the beginning of the piece's hash:
 *   a damaged reference does not lead to another piece.
 * document: what the user made; journal: how it came about (state 0 done, 1 taken back,
 *   2 taken back and overtaken by another change).
 * run, output: what runs made. */
static const SchemaItem version_1[] = {
  { "meta",
    "CREATE TABLE meta (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL, generation INTEGER NOT NULL,"
    " save_id TEXT NOT NULL, revision INTEGER NOT NULL, made_by TEXT NOT NULL,"
    " created INTEGER NOT NULL) STRICT" },
  { "chunk",
    "CREATE TABLE chunk (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL,"
    " n_rows INTEGER NOT NULL, data BLOB NOT NULL) STRICT" },
  { "tbl", "CREATE TABLE tbl (id INTEGER PRIMARY KEY AUTOINCREMENT, state INTEGER NOT NULL,"
           " n_rows INTEGER NOT NULL, n_columns INTEGER NOT NULL) STRICT" },
  { "tbl_column",
    "CREATE TABLE tbl_column (tbl INTEGER NOT NULL, position INTEGER NOT NULL, type TEXT NOT NULL,"
    " field TEXT NOT NULL, PRIMARY KEY (tbl, position)) STRICT, WITHOUT ROWID" },
  { "tbl_part",
    "CREATE TABLE tbl_part (tbl INTEGER NOT NULL, position INTEGER NOT NULL, what INTEGER NOT NULL,"
    " part INTEGER NOT NULL, chunk INTEGER NOT NULL, mark INTEGER NOT NULL,"
    " PRIMARY KEY (tbl, position, what, part))"
    " STRICT, WITHOUT ROWID" },
  { "document",
    "CREATE TABLE document (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,"
    " id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (kind, id)) STRICT" },
  { "journal",
    "CREATE TABLE journal (id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL,"
    " label TEXT, command TEXT NOT NULL, inverse TEXT NOT NULL, state INTEGER NOT NULL) STRICT" },
  { "run",
    "CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, pipeline TEXT NOT NULL,"
    " snapshot TEXT NOT NULL, seed INTEGER NOT NULL, status TEXT NOT NULL,"
    " started INTEGER NOT NULL, finished INTEGER NOT NULL, versions TEXT, info TEXT) STRICT" },
  { "output",
    "CREATE TABLE output (id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL,"
    " node TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, version INTEGER NOT NULL,"
    " body TEXT, state_type TEXT, state_size INTEGER NOT NULL, tbl INTEGER NOT NULL, UNIQUE (run, "
    "node, name)) STRICT" },
  { "output_part", "CREATE TABLE output_part (output INTEGER NOT NULL, part INTEGER NOT NULL,"
                   " chunk INTEGER NOT NULL, mark INTEGER NOT NULL, PRIMARY KEY (output, part)) "
                   "STRICT, WITHOUT ROWID" },
};

/* Version 0, before documents had a version and a history. */
static const SchemaItem version_0[] = {
  { "meta",
    "CREATE TABLE meta (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL, generation INTEGER NOT NULL,"
    " save_id TEXT NOT NULL, revision INTEGER NOT NULL, made_by TEXT NOT NULL,"
    " created INTEGER NOT NULL) STRICT" },
  { "chunk",
    "CREATE TABLE chunk (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL,"
    " n_rows INTEGER NOT NULL, data BLOB NOT NULL) STRICT" },
  { "tbl", "CREATE TABLE tbl (id INTEGER PRIMARY KEY AUTOINCREMENT, state INTEGER NOT NULL,"
           " n_rows INTEGER NOT NULL, n_columns INTEGER NOT NULL) STRICT" },
  { "tbl_column",
    "CREATE TABLE tbl_column (tbl INTEGER NOT NULL, position INTEGER NOT NULL, type TEXT NOT NULL,"
    " field TEXT NOT NULL, PRIMARY KEY (tbl, position)) STRICT, WITHOUT ROWID" },
  { "tbl_part",
    "CREATE TABLE tbl_part (tbl INTEGER NOT NULL, position INTEGER NOT NULL, what INTEGER NOT NULL,"
    " part INTEGER NOT NULL, chunk INTEGER NOT NULL, mark INTEGER NOT NULL,"
    " PRIMARY KEY (tbl, position, what, part))"
    " STRICT, WITHOUT ROWID" },
  { "document", "CREATE TABLE document (kind TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL,"
                " PRIMARY KEY (kind, id)) STRICT" },
};

static const struct
{
  const SchemaItem *items;
  guint n_items;
} versions[] = {
  { version_0, G_N_ELEMENTS (version_0) },
  { version_1, G_N_ELEMENTS (version_1) },
};

G_STATIC_ASSERT (G_N_ELEMENTS (versions) == TN_PROJECT_VERSION + 1);

static gboolean
set_version (TnDatabase *database, int version, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                          TN_PROJECT_APPLICATION_ID, version);

  return tn_database_exec (database, sql, error);
}

/**
 * tn_schema_create_version:
 *
 * Makes the tables of one version in an empty database; of an older one for tests.
 */
gboolean
tn_schema_create_version (TnDatabase *database, int version, GError **error)
{
  for (guint i = 0; i < versions[version].n_items; i++)
    if (!tn_database_exec (database, versions[version].items[i].sql, error))
      return FALSE;

  return set_version (database, version, error);
}

/**
 * tn_schema_create:
 * @database: an empty one
 * @error: what SQLite gives
 *
 * Makes the tables of this version.
 */
gboolean
tn_schema_create (TnDatabase *database, GError **error)
{
  return tn_schema_create_version (database, TN_PROJECT_VERSION, error);
}

/**
 * tn_schema_list_tables:
 *
 * Returns: (transfer none) (array zero-terminated=1): the tables of this version, those
 *   without bulk data first
 */
const char *const *
tn_schema_list_tables (void)
{
  static const char *const tables[] = { "meta",        "document",   "journal",  "run",
                                        "tbl",         "tbl_column", "tbl_part", "output",
                                        "output_part", "chunk",      NULL };

  return tables;
}

static const char *
find_sql (int version, const char *name)
{
  for (guint i = 0; i < versions[version].n_items; i++)
    if (strcmp (versions[version].items[i].name, name) == 0)
      return versions[version].items[i].sql;

  return NULL;
}

/* One row of sqlite_schema of a file of version @version. Of a newer version only what
 * could run by itself is refused. */
static gboolean
item_is_expected (int version, const char *type, const char *name, const char *sql)
{
  const char *expected;

  if (type == NULL || name == NULL)
    return FALSE;
  if (version > TN_PROJECT_VERSION)
    return strcmp (type, "table") == 0 || strcmp (type, "index") == 0;
  /* Indices of UNIQUE and PRIMARY KEY have no text; a free one has. */
  if (strcmp (type, "index") == 0)
    return sql == NULL && g_str_has_prefix (name, "sqlite_autoindex_");
  if (strcmp (type, "table") != 0)
    return FALSE;
  if (strcmp (name, "sqlite_sequence") == 0)
    return g_strcmp0 (sql, "CREATE TABLE sqlite_sequence(name,seq)") == 0;
  expected = find_sql (version, name);

  return expected != NULL && g_strcmp0 (sql, expected) == 0;
}

static gboolean
check_items (TnDatabase *database, int version, guint *n_tables, GError **error)
{
  g_autoptr (TnStatement) items =
      tn_database_query (database, "SELECT type, name, sql FROM sqlite_schema", error);
  gboolean row = TRUE;

  *n_tables = 0;
  if (items == NULL)
    return FALSE;
  while (TRUE)
    {
      g_autofree char *type = NULL;
      g_autofree char *name = NULL;
      g_autofree char *sql = NULL;

      if (!tn_database_step (database, items, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      type = tn_statement_dup_text (items, 0);
      name = tn_statement_dup_text (items, 1);
      sql = tn_statement_dup_text (items, 2);
      if (!item_is_expected (version, type, name, sql))
        {
          tn_error_set (error, TN_ERROR_FORMAT,
                        N_ ("The file holds “{name}”, which no Tenure project has, so it is not "
                            "opened. Ask whoever sent it for another copy."),
                        "name", name != NULL ? name : "?", NULL);
          return FALSE;
        }
      *n_tables += version <= TN_PROJECT_VERSION && find_sql (version, name) != NULL;
    }
}

static gboolean
require_project (TnDatabase *database, int *version, GError **error)
{
  gint64 application, number;

  if (!tn_database_get_int (database, "PRAGMA application_id", &application, error) ||
      !tn_database_get_int (database, "PRAGMA user_version", &number, error))
    return FALSE;
  if (application != TN_PROJECT_APPLICATION_ID || number < 0 || number > MAX_VERSION_SEEN)
    {
      tn_error_set (error, TN_ERROR_FORMAT,
                    N_ ("This is a database, but not a Tenure project. Choose a .tenure file."),
                    NULL);
      return FALSE;
    }
  *version = number;

  return TRUE;
}

/**
 * tn_schema_check:
 * @version: (out): the version of the layout
 * @error: %TN_ERROR_FORMAT when the file is another kind of database or holds more
 *   than a project may (a trigger, a view, a table of its own)
 *
 * Compares what the file declares with what a project of its version declares. To be
 * called before any other query.
 */
gboolean
tn_schema_check (TnDatabase *database, int *version, GError **error)
{
  guint n_tables;

  if (!require_project (database, version, error) ||
      !check_items (database, *version, &n_tables, error))
    return FALSE;
  if (*version <= TN_PROJECT_VERSION && n_tables != versions[*version].n_items)
    {
      tn_error_set (error, TN_ERROR_DAMAGED,
                    N_ ("Parts of the project file are missing. Open an older copy of it."), NULL);
      return FALSE;
    }

  return TRUE;
}

/* Documents get a number of their own and a version; history begins here. */
static const char *const from_0_to_1 =
    "ALTER TABLE document RENAME TO document_0;"
    "CREATE TABLE document (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL,"
    " id TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (kind, id)) STRICT;"
    "INSERT INTO document (kind, id, version, body)"
    " SELECT kind, id, 1, body FROM document_0 ORDER BY rowid;"
    "DROP TABLE document_0;";

static gboolean
migrate_0_to_1 (TnDatabase *database, GError **error)
{
  if (!tn_database_exec (database, from_0_to_1, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (version_1); i++)
    if (find_sql (0, version_1[i].name) == NULL &&
        !tn_database_exec (database, version_1[i].sql, error))
      return FALSE;

  return TRUE;
}

typedef gboolean (*Migration) (TnDatabase *database, GError **error);

static const Migration migrations[] = { migrate_0_to_1 };

G_STATIC_ASSERT (G_N_ELEMENTS (migrations) == TN_PROJECT_VERSION);

static gboolean
migrate_step (TnDatabase *database, int version, GError **error)
{
  if (!tn_database_exec (database, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (migrations[version](database, error) && set_version (database, version + 1, error) &&
      tn_database_exec (database, "COMMIT", error))
    return TRUE;
  tn_database_exec (database, "ROLLBACK", NULL);

  return FALSE;
}

/**
 * tn_schema_migrate:
 *
 * Brings an older layout to the present one, a version at a time, each in one
 * transaction together with its number: killed at any moment, the file is of one
 * version or the next, and the call can be repeated.
 */
gboolean
tn_schema_migrate (TnDatabase *database, GError **error)
{
  int version;

  if (!require_project (database, &version, error))
    return FALSE;
  for (; version < TN_PROJECT_VERSION; version++)
    if (!migrate_step (database, version, error))
      return FALSE;

  return TRUE;
}
