/* tn-stored-table.c: stored tables as tables whose chunks are read when asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-stored-table.h"

#include <string.h>

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-json.h"
#include "tn-project-private.h"
#include "tn-space.h"
#include "tn-table-writer-private.h"

#define MAX_COLUMNS 1000000

/* What a lazy column needs; freed with it. */
typedef struct
{
  TnProject *project;
  char *name;
  TnColumnType type;
  gsize n_rows;
  GArray *pieces; /* TnPieceRef, one a chunk */
  GArray *dictionary_pieces;
  GMutex lock; /* guards the dictionary */
  TnDictionary *dictionary;
} StoredColumn;

static void
stored_column_free (gpointer data)
{
  StoredColumn *self = data;

  g_clear_pointer (&self->dictionary, tn_dictionary_unref);
  g_array_unref (self->pieces);
  g_array_unref (self->dictionary_pieces);
  g_mutex_clear (&self->lock);
  tn_project_unref (self->project);
  g_free (self->name);
  g_free (self);
}

/* Says which column and rows are damaged instead of which piece is. */
static void
name_place (StoredColumn *self, gsize index, GError **error)
{
  TnMessage *message;

  if (error == NULL || !g_error_matches (*error, TN_ERROR, TN_ERROR_DAMAGED))
    return;
  g_clear_error (error);
  message =
      tn_message_new (N_ ("Rows {from} to {to} of column “{column}” are damaged. The other rows "
                          "can be used; import the file again to have them all."));
  tn_message_count (message, "from", index * TN_CHUNK_ROWS + 1);
  tn_message_count (message, "to", MIN ((index + 1) * TN_CHUNK_ROWS, self->n_rows));
  tn_message_text (message, "column", self->name);
  tn_error_take (error, TN_ERROR_DAMAGED, message);
  tn_error_place (error, NULL, self->name, index * TN_CHUNK_ROWS + 1);
}

static GBytes *
read_bytes (TnProject *project, GArray *pieces, GError **error)
{
  g_autofree char *all = NULL;
  gsize n = 0, n_allocated = 0;
  TnDatabase *database = tn_project_borrow_reader (project, error);
  gboolean sound = database != NULL;

  for (guint i = 0; sound && i < pieces->len; i++)
    {
      g_autoptr (GBytes) bytes =
          tn_piece_load_bytes (database, &g_array_index (pieces, TnPieceRef, i), error);

      gsize size = bytes != NULL ? g_bytes_get_size (bytes) : 0;

      sound = bytes != NULL && tn_space_grow ((gpointer *) &all, &n_allocated, n + size, 1, error);
      if (sound && size > 0)
        memcpy (all + n, g_bytes_get_data (bytes, NULL), size);
      n += size;
    }
  if (database != NULL)
    tn_project_return_reader (project, database);

  return sound ? g_bytes_new_take (g_steal_pointer (&all), n) : NULL;
}

/* Where each text ends, which is all that the offsets say. */
static GBytes *
find_offsets (GBytes *arena, GError **error)
{
  g_autofree guint64 *offsets = NULL;
  gsize size, n = 0, n_allocated = 0;
  const char *texts = g_bytes_get_data (arena, &size);

  if (!tn_space_grow ((gpointer *) &offsets, &n_allocated, 1, sizeof (guint64), error))
    return NULL;
  offsets[n++] = 0;
  while (offsets[n - 1] < size)
    {
      const char *end = memchr (texts + offsets[n - 1], '\0', size - offsets[n - 1]);

      if (!tn_space_grow ((gpointer *) &offsets, &n_allocated, n + 1, sizeof (guint64), error))
        return NULL;
      offsets[n++] = end != NULL ? (guint64) (end - texts) + 1 : size;
    }

  return g_bytes_new_take (g_steal_pointer (&offsets), n * sizeof (guint64));
}

static TnDictionary *
read_dictionary (StoredColumn *self, GError **error)
{
  g_autoptr (GBytes) arena = read_bytes (self->project, self->dictionary_pieces, error);
  g_autoptr (GBytes) offsets = arena != NULL ? find_offsets (arena, error) : NULL;
  TnDictionary *dictionary =
      offsets != NULL ? tn_dictionary_new_from_arena (offsets, arena, error) : NULL;

  if (dictionary == NULL && error != NULL && g_error_matches (*error, TN_ERROR, TN_ERROR_DAMAGED))
    {
      g_clear_error (error);
      tn_error_set (
          error, TN_ERROR_DAMAGED,
          N_ ("The list of values of column “{column}” is damaged. The other columns can be "
              "used; import the file again to have them all."),
          "column", self->name, NULL);
      tn_error_place (error, NULL, self->name, 0);
    }

  return dictionary;
}

static TnDictionary *
load_dictionary (gpointer user_data, GError **error)
{
  StoredColumn *self = user_data;
  g_autoptr (GError) own_error = NULL;
  TnDictionary *dictionary = NULL;

  g_mutex_lock (&self->lock);
  if (self->dictionary == NULL)
    self->dictionary = read_dictionary (self, &own_error);
  if (self->dictionary != NULL)
    dictionary = tn_dictionary_ref (self->dictionary);
  g_mutex_unlock (&self->lock);
  if (dictionary == NULL)
    g_propagate_error (error, g_steal_pointer (&own_error));

  return dictionary;
}

/* A forged piece may be whole and still not belong here. */
static gboolean
fits (StoredColumn *self, gsize index, const TnChunk *chunk, guint32 n_codes)
{
  gsize expected = MIN (TN_CHUNK_ROWS, self->n_rows - index * TN_CHUNK_ROWS);
  guint32 largest = 0;

  if (chunk->kind != tn_column_type_get_kind (self->type) || chunk->n_rows != expected)
    return FALSE;
  if (chunk->kind != TN_CHUNK_CODE)
    return TRUE;
  /* Missing is the largest code; one more makes it the smallest. */
  for (guint i = 0; i < chunk->n_rows; i++)
    largest = MAX (largest, chunk->code[i] + 1);

  return largest <= n_codes;
}

static TnChunk *
read_chunk (StoredColumn *self, const TnPieceRef *piece, GError **error)
{
  TnChunk *chunk = tn_chunk_cache_get (self->project->cache, piece->mark);
  TnDatabase *database;

  if (chunk != NULL)
    return chunk;
  database = tn_project_borrow_reader (self->project, error);
  if (database == NULL)
    return NULL;
  if (tn_piece_load_chunk (database, piece, &chunk, error))
    tn_chunk_cache_put (self->project->cache, piece->mark, chunk);
  tn_project_return_reader (self->project, database);

  return chunk;
}

static gboolean
count_codes (StoredColumn *self, guint32 *n_codes, GError **error)
{
  g_autoptr (TnDictionary) dictionary = NULL;

  *n_codes = 2;
  if (self->type != TN_COLUMN_CATEGORY)
    return TRUE;
  dictionary = load_dictionary (self, error);
  if (dictionary == NULL)
    return FALSE;
  *n_codes = tn_dictionary_get_size (dictionary);

  return TRUE;
}

static TnChunk *
load_chunk (gsize index, gpointer user_data, GError **error)
{
  StoredColumn *self = user_data;
  g_autoptr (TnChunk) chunk = NULL;
  g_autoptr (GError) own_error = NULL;
  guint32 n_codes;

  if (!count_codes (self, &n_codes, error))
    return NULL;
  chunk = read_chunk (self, &g_array_index (self->pieces, TnPieceRef, index), &own_error);
  if (chunk != NULL && fits (self, index, chunk, n_codes))
    return g_steal_pointer (&chunk);
  if (chunk != NULL)
    tn_error_set (&own_error, TN_ERROR_DAMAGED, N_ ("A stored piece of the project is damaged."),
                  NULL);
  name_place (self, index, &own_error);
  g_propagate_error (error, g_steal_pointer (&own_error));

  return NULL;
}

static void
take_table_error (gint64 table, GError **error)
{
  tn_error_take (
      error, TN_ERROR_DAMAGED,
      tn_message_count (tn_message_new (N_ ("Stored table {table} is damaged. Import or run "
                                            "again to have it back.")),
                        "table", table));
}

/* Rows of tbl_part: pieces in the order of their parts, 0 for those that are not there. */
static gboolean
read_parts (TnDatabase *database,
            gint64 table,
            int position,
            int what,
            guint n_expected,
            GArray **pieces,
            GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, TRUE, sizeof (TnPieceRef));
  g_autoptr (TnStatement) list = tn_database_query (
      database,
      "SELECT part, chunk, mark FROM tbl_part WHERE tbl = ?1 AND position = ?2 AND "
      "what = ?3 ORDER BY part",
      error);
  gboolean row = TRUE;

  if (list == NULL)
    return FALSE;
  g_array_set_size (found, n_expected);
  sqlite3_bind_int64 (list, 1, table);
  sqlite3_bind_int (list, 2, position);
  sqlite3_bind_int (list, 3, what);
  while (row)
    {
      TnPieceRef piece = { 0, 0 };
      gint64 part;

      if (!tn_database_step (database, list, &row, error))
        return FALSE;
      part = row ? sqlite3_column_int64 (list, 0) : -1;
      if (row)
        piece = (TnPieceRef){ sqlite3_column_int64 (list, 1), sqlite3_column_int64 (list, 2) };
      /* Of bytes it is not known how many parts there should be; they lie side by side. */
      if (n_expected == 0 && row && part == found->len)
        g_array_append_val (found, piece);
      else if (part >= 0 && part < n_expected)
        g_array_index (found, TnPieceRef, part) = piece;
    }
  *pieces = g_steal_pointer (&found);

  return TRUE;
}

static TnColumn *
make_column (TnProject *project,
             TnDatabase *database,
             gint64 table,
             int position,
             TnColumnType type,
             const TnField *field,
             gsize n_rows,
             GError **error)
{
  StoredColumn *stored;
  g_autoptr (GArray) pieces = NULL;
  g_autoptr (GArray) dictionary = NULL;
  guint n_chunks = (n_rows + TN_CHUNK_ROWS - 1) / TN_CHUNK_ROWS;

  if (n_chunks == 0)
    pieces = g_array_new (FALSE, FALSE, sizeof (TnPieceRef));
  else if (!read_parts (database, table, position, 0, n_chunks, &pieces, error))
    return NULL;
  if (!read_parts (database, table, position, 1, 0, &dictionary, error))
    return NULL;

  stored = g_new0 (StoredColumn, 1);
  stored->project = tn_project_ref (project);
  stored->name = g_strdup (field->name);
  stored->type = type;
  stored->n_rows = n_rows;
  stored->pieces = g_steal_pointer (&pieces);
  stored->dictionary_pieces = g_steal_pointer (&dictionary);
  g_mutex_init (&stored->lock);

  return tn_column_new_lazy (type, n_rows, load_chunk, load_dictionary, stored, stored_column_free);
}

static gboolean
read_size (TnDatabase *database, gint64 table, gsize *n_rows, gint64 *n_columns, GError **error)
{
  g_autoptr (TnStatement) select = tn_database_query (
      database, "SELECT n_rows, n_columns FROM tbl WHERE id = ?1 AND state = 1", error);
  gboolean row;

  if (select == NULL)
    return FALSE;
  sqlite3_bind_int64 (select, 1, table);
  if (!tn_database_step (database, select, &row, error))
    return FALSE;
  if (!row)
    {
      tn_error_take (
          error, TN_ERROR_NOT_FOUND,
          tn_message_count (tn_message_new (N_ ("The project has no stored table {table}.")),
                            "table", table));
      return FALSE;
    }
  /* Chunks are counted in 32 bits. */
  if (sqlite3_column_int64 (select, 0) < 0 ||
      sqlite3_column_int64 (select, 0) / TN_CHUNK_ROWS > G_MAXINT32)
    {
      take_table_error (table, error);
      return FALSE;
    }
  *n_rows = sqlite3_column_int64 (select, 0);
  *n_columns = sqlite3_column_int64 (select, 1);

  return TRUE;
}

/**
 * tn_stored_table_get_n_rows:
 *
 * Returns: the rows of a stored table; -1 with @error
 */
gint64
tn_stored_table_get_n_rows (TnDatabase *database, gint64 table, GError **error)
{
  gsize n_rows;
  gint64 n_columns;

  return read_size (database, table, &n_rows, &n_columns, error) ? (gint64) n_rows : -1;
}

/* The field as stored with the table, or as the data set has it now. */
static TnField *
read_field (TnStatement *columns, JsonArray *fields, guint position)
{
  const char *text = (const char *) sqlite3_column_text (columns, 2);
  int size = sqlite3_column_bytes (columns, 2);
  g_autoptr (JsonNode) node = NULL;
  TnField *field = NULL;

  if (fields != NULL && position < json_array_get_length (fields))
    field = tn_field_from_json (json_array_get_element (fields, position), NULL);
  if (field != NULL)
    return field;
  node = text != NULL ? tn_json_parse (text, size, NULL) : NULL;

  return node != NULL ? tn_field_from_json (node, NULL) : NULL;
}

/* One column after the other; names are unique in every table we wrote. */
static gboolean
add_columns (TnProject *project,
             TnDatabase *database,
             gint64 table,
             gsize n_rows,
             gint64 n_columns,
             JsonArray *fields,
             TnTableBuilder *builder,
             GError **error)
{
  g_autoptr (TnStatement) columns = tn_database_query (
      database, "SELECT position, type, field FROM tbl_column WHERE tbl = ?1 ORDER BY position",
      error);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean row = TRUE;

  if (columns == NULL)
    return FALSE;
  sqlite3_bind_int64 (columns, 1, table);
  for (gint64 i = 0; row; i++)
    {
      g_autoptr (TnField) field = NULL;
      g_autofree char *type_id = NULL;
      TnColumnType type;
      TnColumn *column;

      if (!tn_database_step (database, columns, &row, error))
        return FALSE;
      if (!row && i == n_columns)
        break;
      if (!row)
        {
          take_table_error (table, error);
          return FALSE;
        }
      type_id = tn_statement_dup_text (columns, 1);
      field = read_field (columns, fields, i);
      if (sqlite3_column_int64 (columns, 0) != i || i > MAX_COLUMNS || field == NULL ||
          type_id == NULL || !tn_column_type_from_id (type_id, &type) ||
          !g_hash_table_add (names, g_strdup (field->name)))
        {
          take_table_error (table, error);
          return FALSE;
        }
      column = make_column (project, database, table, i, type, field, n_rows, error);
      if (column == NULL)
        return FALSE;
      tn_table_builder_take (builder, g_steal_pointer (&field), column);
    }

  return TRUE;
}

static gboolean
add_row_roles (TnProject *project,
               TnDatabase *database,
               gint64 table,
               gsize n_rows,
               TnTableBuilder *builder,
               GError **error)
{
  g_autoptr (GArray) pieces = NULL;
  g_autoptr (GBytes) roles = NULL;
  gsize size;
  const guint8 *values;

  if (!read_parts (database, table, TN_POSITION_ROW_ROLES, 0, 0, &pieces, error))
    return FALSE;
  if (pieces->len == 0)
    return TRUE;
  roles = read_bytes (project, pieces, error);
  if (roles == NULL)
    return FALSE;
  values = g_bytes_get_data (roles, &size);
  for (gsize i = 0; i < size; i++)
    if (values[i] >= TN_N_ROW_ROLES || size != n_rows)
      {
        take_table_error (table, error);
        return FALSE;
      }
  tn_table_builder_set_row_roles (builder, roles);

  return TRUE;
}

/**
 * tn_stored_table_load:
 * @fields: (nullable): TnField as JSON, one a column, instead of those stored with it
 */
TnTable *
tn_stored_table_load (TnProject *project,
                      TnDatabase *database,
                      gint64 table,
                      JsonArray *fields,
                      GError **error)
{
  g_autoptr (TnTableBuilder) builder = NULL;
  gsize n_rows;
  gint64 n_columns;

  if (!read_size (database, table, &n_rows, &n_columns, error))
    return NULL;
  builder = tn_table_builder_new (n_rows);
  if (!add_columns (project, database, table, n_rows, n_columns, fields, builder, error) ||
      !add_row_roles (project, database, table, n_rows, builder, error))
    return NULL;

  return tn_table_builder_end (g_steal_pointer (&builder));
}

/**
 * tn_stored_value_load:
 *
 * Returns: (transfer full): the bytes of tn_table_writer_queue_value()
 */
GBytes *
tn_stored_value_load (TnProject *project, TnDatabase *database, gint64 table, GError **error)
{
  g_autoptr (GArray) pieces = NULL;

  if (!read_parts (database, table, TN_POSITION_VALUE, 0, 0, &pieces, error))
    return NULL;

  return read_bytes (project, pieces, error);
}

/**
 * tn_project_load_table:
 * @table: from tn_table_writer_publish(), an output or a data set
 * @error: %TN_ERROR_NOT_FOUND, %TN_ERROR_DAMAGED
 *
 * Returns: (transfer full): the table; its chunks are read when asked for
 */
TnTable *
tn_project_load_table (TnProject *self, gint64 table, GError **error)
{
  TnDatabase *database = tn_project_borrow_reader (self, error);
  TnTable *loaded;

  if (database == NULL)
    return NULL;
  loaded = tn_stored_table_load (self, database, table, NULL, error);
  tn_project_return_reader (self, database);

  return loaded;
}
