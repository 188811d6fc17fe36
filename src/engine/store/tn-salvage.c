/* tn-salvage.c: taking what can be read out of a damaged project file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-salvage.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tn-codec.h"
#include "tn-error.h"
#include "tn-schema.h"
#include "tn-session.h"

#define MAX_COLUMNS 16

/* How the rows of a table are put in order, to read it from either end. */
static const char *
order_of (const char *table)
{
  if (strcmp (table, "tbl_column") == 0)
    return "tbl %s, position %s";
  if (strcmp (table, "tbl_part") == 0)
    return "tbl %s, position %s, what %s, part %s";
  if (strcmp (table, "output_part") == 0)
    return "output %s, part %s";

  return "rowid %s";
}

static char *
select_sql (const char *table, const char *direction)
{
  g_autofree char *order = g_strdup_printf (order_of (table), direction, direction, direction,
                                            direction); /* what is too many is ignored */

  return g_strdup_printf ("SELECT * FROM %s ORDER BY %s", table, order);
}

static char *
insert_sql (const char *table, int n_columns)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT OR IGNORE INTO %s VALUES (", table);
  for (int i = 0; i < n_columns; i++)
    g_string_append (sql, i > 0 ? ", ?" : "?");
  g_string_append_c (sql, ')');

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* Values of another type than the column's are refused by the strict table: skipped. */
static void
copy_row (sqlite3_stmt *from, sqlite3_stmt *to)
{
  for (int i = 0; i < sqlite3_column_count (from); i++)
    sqlite3_bind_value (to, i + 1, sqlite3_column_value (from, i));
  sqlite3_step (to);
  sqlite3_reset (to);
  sqlite3_clear_bindings (to);
}

/* Returns whether the table ended without an error. */
static gboolean
copy_from_end (sqlite3 *from, sqlite3 *to, const char *table, const char *direction)
{
  g_autofree char *select = select_sql (table, direction);
  sqlite3_stmt *rows = NULL;
  sqlite3_stmt *insert = NULL;
  int rc = sqlite3_prepare_v2 (from, select, -1, &rows, NULL);

  if (rc == SQLITE_OK && sqlite3_column_count (rows) <= MAX_COLUMNS)
    {
      g_autofree char *sql = insert_sql (table, sqlite3_column_count (rows));

      rc = sqlite3_prepare_v2 (to, sql, -1, &insert, NULL);
      while (rc == SQLITE_OK && (rc = sqlite3_step (rows)) == SQLITE_ROW)
        {
          copy_row (rows, insert);
          rc = SQLITE_OK;
        }
    }
  sqlite3_finalize (rows);
  sqlite3_finalize (insert);

  return rc == SQLITE_DONE;
}

/* From the front up to the damage, then from the back. */
static gboolean
copy_table (sqlite3 *from, sqlite3 *to, const char *table)
{
  if (copy_from_end (from, to, table, "ASC"))
    return TRUE;
  copy_from_end (from, to, table, "DESC");

  return FALSE;
}

/* One by one: a piece on a damaged page costs itself only. Those whose checksum is wrong
 * are left out. */
static gint64
copy_pieces (TnDatabase *from, TnDatabase *to, GError **error)
{
  g_autoptr (TnStatement) wanted = tn_database_query (
      to, "SELECT chunk FROM tbl_part UNION SELECT chunk FROM output_part", error);
  g_autoptr (TnStatement) insert =
      tn_database_query (to, "INSERT OR IGNORE INTO chunk VALUES (?, ?, ?, ?, ?)", error);
  gint64 n_lost = 0;
  gboolean row = TRUE;

  if (wanted == NULL || insert == NULL)
    return -1;
  while (tn_database_step (to, wanted, &row, error) && row)
    {
      g_autoptr (TnStatement) select = tn_database_query (
          from, "SELECT id, hash, kind, n_rows, data FROM chunk WHERE id = ?1", NULL);
      gboolean found = FALSE;

      if (select != NULL)
        {
          sqlite3_bind_int64 (select, 1, sqlite3_column_int64 (wanted, 0));
          found = tn_database_step (from, select, &found, NULL) && found &&
                  sqlite3_column_bytes (select, 1) == TN_FINGERPRINT_BYTES &&
                  tn_codec_check (sqlite3_column_int (select, 2), sqlite3_column_int (select, 3),
                                  sqlite3_column_blob (select, 4), sqlite3_column_bytes (select, 4),
                                  sqlite3_column_blob (select, 1), NULL);
        }
      if (found)
        copy_row (select, insert);
      else
        n_lost++;
    }

  return row ? -1 : n_lost;
}

/**
 * tn_salvage_trim:
 * @path: a copy of a damaged file, in a session directory
 *
 * A file cut short says that it has more pages than it has, and SQLite then reads none:
 * it is told the truth.
 */
gboolean
tn_salvage_trim (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  guint8 header[100];
  struct stat info;
  guint page_size;
  guint8 n_pages[4];
  gint64 n, declared;

  if (fd < 0 || pread (fd, header, sizeof header, 0) != sizeof header || fstat (fd, &info) != 0)
    {
      tn_session_set_errno (error, errno, path);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  page_size = header[16] << 8 | header[17];
  page_size = page_size == 1 ? 65536 : page_size;
  n = page_size >= 512 ? info.st_size / page_size : 0;
  declared = (gint64) header[28] << 24 | header[29] << 16 | header[30] << 8 | header[31];
  for (guint i = 0; i < 4; i++)
    n_pages[i] = (guint8) (n >> (24 - 8 * i));
  if (n > 0 && n < declared &&
      (pwrite (fd, n_pages, 4, 28) != 4 || ftruncate (fd, n * page_size) != 0))
    {
      tn_session_set_errno (error, errno, path);
      n = 0;
    }
  else if (n == 0)
    tn_error_set (error, TN_ERROR_DAMAGED,
                  N_ ("The first page of the project file is damaged. Open another copy of it."),
                  NULL);
  close (fd);

  return n > 0;
}

/**
 * tn_salvage:
 * @from: a damaged copy whose schema was checked
 * @to: a new store with its tables, empty
 * @n_lost: (out): pieces that could not be read
 * @error: %TN_ERROR_DAMAGED when not even the first row is left
 *
 * Copies every row that can be read, from the front and from the back of each table.
 */
gboolean
tn_salvage (TnDatabase *from, TnDatabase *to, gint64 *n_lost, GError **error)
{
  const char *const *tables = tn_schema_list_tables ();
  gint64 n_meta;

  if (!tn_database_exec (to, "BEGIN IMMEDIATE", error))
    return FALSE;
  for (guint i = 0; tables[i] != NULL; i++)
    if (strcmp (tables[i], "chunk") != 0)
      copy_table (tn_database_get_handle (from), tn_database_get_handle (to), tables[i]);
  *n_lost = copy_pieces (from, to, error);
  if (*n_lost < 0 || !tn_database_exec (to, "COMMIT", error) ||
      !tn_database_get_int (to, "SELECT count(*) FROM meta", &n_meta, error))
    return FALSE;
  if (n_meta == 1)
    return TRUE;
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("The first page of the project file is damaged. Open another copy of it."),
                NULL);

  return FALSE;
}
