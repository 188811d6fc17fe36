/* tn-table-writer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-table-writer.h"

#include <string.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-pool.h"
#include "tn-project-private.h"
#include "tn-table-writer-private.h"

/* One transaction: an edit waits for no longer than this takes to write. */
#define BATCH_BYTES (1024 * 1024)

#define MAX_WAITING_BYTES (64 * 1024 * 1024)

/* The journal is folded into the store when a load of bulk has made it so large. */
#define FOLD_BYTES (64 * 1024 * 1024)

/* tbl_part.what */
enum
{
  PART_ROWS = 0,
  PART_DICTIONARY = 1,
};

typedef struct
{
  TnField *field;
  TnColumnType type;
  guint n_parts;
  gsize n_rows;
  gboolean uneven; /* a chunk after a short one */
  gboolean has_dictionary;
} Column;

typedef struct
{
  int position;
  int what;
  guint part;
  TnPiece *piece;
} Job;

struct _TnTableWriter
{
  TnProject *project;
  gint64 table;
  GPtrArray *columns;
  gsize n_roles;
  gboolean published;
  GThread *thread; /* stores what is queued */
  GMutex lock;     /* guards what follows, and the columns' counts */
  GCond changed;
  GQueue jobs;
  gsize n_waiting; /* bytes of the jobs, also of those being stored */
  gboolean storing;
  gboolean end;
  GError *failure;
};

static void
column_free (gpointer data)
{
  Column *self = data;

  tn_field_free (self->field);
  g_free (self);
}

static void
job_free (gpointer data)
{
  Job *self = data;

  tn_piece_free (self->piece);
  g_free (self);
}

static gboolean
write_part (TnDatabase *database, gint64 table, const Job *job, GError **error)
{
  g_autoptr (TnStatement) insert = NULL;
  gint64 chunk;

  if (!tn_piece_store (database, job->piece, &chunk, error))
    return FALSE;
  insert = tn_database_query (database,
                              "INSERT INTO tbl_part (tbl, position, what, part, chunk, mark)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                              error);
  if (insert == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, table);
  sqlite3_bind_int (insert, 2, job->position);
  sqlite3_bind_int (insert, 3, job->what);
  sqlite3_bind_int (insert, 4, job->part);
  sqlite3_bind_int64 (insert, 5, chunk);
  sqlite3_bind_int64 (insert, 6, tn_piece_get_mark (job->piece->hash));

  return tn_database_run (database, insert, error);
}

typedef struct
{
  gint64 table;
  GQueue *jobs;
} Batch;

static gboolean
write_batch (TnDatabase *database, gpointer data, GError **error)
{
  Batch *batch = data;

  for (GList *l = batch->jobs->head; l != NULL; l = l->next)
    if (!write_part (database, batch->table, l->data, error))
      return FALSE;

  return TRUE;
}

/* Under the lock: the jobs of the next transaction. */
static gsize
take_batch (TnTableWriter *self, GQueue *batch)
{
  gsize size = 0;

  while (!g_queue_is_empty (&self->jobs))
    {
      Job *job = g_queue_peek_head (&self->jobs);
      gsize more = g_bytes_get_size (job->piece->data);

      if (size > 0 && size + more > BATCH_BYTES)
        break;
      g_queue_push_tail (batch, g_queue_pop_head (&self->jobs));
      size += more;
    }

  return size;
}

/* Under the lock, which is given up while storing. */
static void
store_batch (TnTableWriter *self)
{
  GQueue jobs = G_QUEUE_INIT;
  Batch batch = { self->table, &jobs };
  gsize size = take_batch (self, &jobs);
  gboolean broken = self->failure != NULL;
  g_autoptr (GError) error = NULL;

  self->storing = TRUE;
  g_mutex_unlock (&self->lock);
  if (!broken && tn_project_write (self->project, TN_WRITE_STAGED, write_batch, &batch, &error) &&
      tn_project_get_wal_size (self->project) > FOLD_BYTES)
    tn_project_checkpoint (self->project, SQLITE_CHECKPOINT_PASSIVE, NULL);
  g_queue_clear_full (&jobs, job_free);
  g_mutex_lock (&self->lock);
  self->storing = FALSE;
  self->n_waiting -= size;
  if (self->failure == NULL)
    self->failure = g_steal_pointer (&error);
  g_cond_broadcast (&self->changed);
}

static gpointer
store_in_worker (gpointer data)
{
  TnTableWriter *self = data;

  g_mutex_lock (&self->lock);
  while (!self->end || !g_queue_is_empty (&self->jobs))
    if (g_queue_is_empty (&self->jobs))
      g_cond_wait (&self->changed, &self->lock);
    else
      store_batch (self);
  g_mutex_unlock (&self->lock);

  return NULL;
}

static gboolean
write_begin (TnDatabase *database, gpointer data, GError **error)
{
  gint64 *table = data;

  if (!tn_database_exec (database, "INSERT INTO tbl (state, n_rows, n_columns) VALUES (0, 0, 0)",
                         error))
    return FALSE;
  *table = sqlite3_last_insert_rowid (tn_database_get_handle (database));

  return TRUE;
}

/**
 * tn_table_writer_new:
 * @error: as tn_project_edit()
 *
 * Returns: (transfer full): a writer of a table without columns yet
 */
TnTableWriter *
tn_table_writer_new (TnProject *project, GError **error)
{
  TnTableWriter *self;
  gint64 table;

  if (!tn_project_write (project, TN_WRITE_STAGED, write_begin, &table, error))
    return NULL;
  self = g_new0 (TnTableWriter, 1);
  self->project = tn_project_ref (project);
  self->table = table;
  self->columns = g_ptr_array_new_with_free_func (column_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->thread = g_thread_new ("tn-store-bulk", store_in_worker, self);

  return self;
}

static gboolean
write_abandon (TnDatabase *database, gpointer data, GError **error)
{
  TnTableWriter *self = data;
  g_autofree char *sql = g_strdup_printf ("DELETE FROM tbl_part WHERE tbl = %" G_GINT64_FORMAT
                                          "; DELETE FROM tbl WHERE id = %" G_GINT64_FORMAT,
                                          self->table, self->table);

  return tn_database_exec (database, sql, error);
}

/* What cannot be removed now is removed when the project is opened again. */
static void
abandon (TnTableWriter *self)
{
  gint n_removed = 1;

  if (!tn_project_write (self->project, TN_WRITE_STAGED, write_abandon, self, NULL))
    return;
  while (n_removed > 0)
    if (!tn_project_write (self->project, TN_WRITE_STAGED, tn_project_write_sweep, &n_removed,
                           NULL))
      return;
}

void
tn_table_writer_free (TnTableWriter *self)
{
  g_mutex_lock (&self->lock);
  if (!self->published)
    {
      self->n_waiting = 0;
      g_queue_clear_full (&self->jobs, job_free);
    }
  self->end = TRUE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  if (!self->published)
    abandon (self);
  g_clear_error (&self->failure);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_ptr_array_unref (self->columns);
  tn_project_unref (self->project);
  g_free (self);
}

gint64
tn_table_writer_get_table (TnTableWriter *self)
{
  return self->table;
}

/**
 * tn_table_writer_add_column:
 * @field: copied
 *
 * Returns: the index of the column
 */
guint
tn_table_writer_add_column (TnTableWriter *self, const TnField *field, TnColumnType type)
{
  Column *column = g_new0 (Column, 1);

  column->field = tn_field_copy (field);
  column->type = type;
  g_ptr_array_add (self->columns, column);

  return self->columns->len - 1;
}

guint
tn_table_writer_get_n_columns (TnTableWriter *self)
{
  return self->columns->len;
}

TnColumnType
tn_table_writer_get_column_type (TnTableWriter *self, guint column)
{
  return ((Column *) g_ptr_array_index (self->columns, column))->type;
}

void
tn_table_writer_set_field (TnTableWriter *self, guint column, const TnField *field)
{
  Column *entry = g_ptr_array_index (self->columns, column);

  tn_field_free (entry->field);
  entry->field = tn_field_copy (field);
}

/* Waits until everything queued is stored. */
static gboolean
flush (TnTableWriter *self, GError **error)
{
  gboolean stored;

  g_mutex_lock (&self->lock);
  while (!g_queue_is_empty (&self->jobs) || self->storing)
    g_cond_wait (&self->changed, &self->lock);
  stored = self->failure == NULL;
  if (!stored)
    g_propagate_error (error, g_error_copy (self->failure));
  g_mutex_unlock (&self->lock);

  return stored;
}

typedef struct
{
  gint64 table;
  int position;
} ColumnKey;

static gboolean
write_reset (TnDatabase *database, gpointer data, GError **error)
{
  const ColumnKey *key = data;
  g_autoptr (TnStatement) delete =
      tn_database_query (database, "DELETE FROM tbl_part WHERE tbl = ?1 AND position = ?2", error);

  if (delete == NULL)
    return FALSE;
  sqlite3_bind_int64 (delete, 1, key->table);
  sqlite3_bind_int (delete, 2, key->position);

  return tn_database_run (database, delete, error);
}

/**
 * tn_table_writer_reset_column:
 *
 * Forgets what was appended to @column: its type turned out otherwise. An error shows
 * at the next append or at publishing.
 */
void
tn_table_writer_reset_column (TnTableWriter *self, guint column, TnColumnType type)
{
  Column *entry = g_ptr_array_index (self->columns, column);
  ColumnKey key = { self->table, column };
  g_autoptr (GError) error = NULL;

  if (flush (self, NULL) &&
      !tn_project_write (self->project, TN_WRITE_STAGED, write_reset, &key, &error))
    {
      g_mutex_lock (&self->lock);
      self->failure = g_steal_pointer (&error);
      g_mutex_unlock (&self->lock);
    }
  entry->type = type;
  entry->n_parts = 0;
  entry->n_rows = 0;
  entry->uneven = FALSE;
  entry->has_dictionary = FALSE;
}

/* Queues one piece, taking it over; waits while too much is on the way. */
static gboolean
queue_piece (TnTableWriter *self,
             int position,
             int what,
             guint part,
             TnPiece *piece,
             GError **error)
{
  Job *job = g_new0 (Job, 1);
  gboolean queued;

  job->position = position;
  job->what = what;
  job->part = part;
  job->piece = piece;

  g_mutex_lock (&self->lock);
  while (self->n_waiting > MAX_WAITING_BYTES && self->failure == NULL)
    g_cond_wait (&self->changed, &self->lock);
  queued = self->failure == NULL;
  if (queued)
    {
      self->n_waiting += g_bytes_get_size (piece->data);
      g_queue_push_tail (&self->jobs, job);
      g_cond_broadcast (&self->changed);
    }
  else
    g_propagate_error (error, g_error_copy (self->failure));
  g_mutex_unlock (&self->lock);
  if (!queued)
    job_free (job);

  return queued;
}

/**
 * tn_table_writer_append:
 * @chunk: of the kind of the column's type; %TN_CHUNK_ROWS rows except in the last one
 * @error: %TN_ERROR_SPACE, %TN_ERROR_IO, %TN_ERROR_BUSY…: then abandon
 *
 * Compresses on the calling thread and queues.
 */
gboolean
tn_table_writer_append (TnTableWriter *self, guint column, TnChunk *chunk, GError **error)
{
  Column *entry = g_ptr_array_index (self->columns, column);
  TnPiece *piece;
  guint part;

  g_return_val_if_fail (chunk->kind == tn_column_type_get_kind (entry->type), FALSE);

  piece = tn_codec_encode_chunk (chunk, error);
  if (piece == NULL)
    return FALSE;
  g_mutex_lock (&self->lock);
  part = entry->n_parts++;
  entry->uneven = entry->uneven || entry->n_rows % TN_CHUNK_ROWS != 0;
  entry->n_rows += chunk->n_rows;
  g_mutex_unlock (&self->lock);

  return queue_piece (self, column, PART_ROWS, part, piece, error);
}

static gboolean
queue_bytes (TnTableWriter *self, int position, int what, GBytes *bytes, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize at = 0, part = 0; at < size; at += TN_PIECE_MAX_BYTES, part++)
    {
      gsize n = MIN (size - at, TN_PIECE_MAX_BYTES);
      TnPiece *piece = tn_codec_encode_bytes (data + at, n, error);

      if (piece == NULL || !queue_piece (self, position, what, part, piece, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tn_table_writer_set_dictionary:
 * @dictionary: of the codes of @column; once
 */
gboolean
tn_table_writer_set_dictionary (TnTableWriter *self,
                                guint column,
                                TnDictionary *dictionary,
                                GError **error)
{
  Column *entry = g_ptr_array_index (self->columns, column);
  g_autoptr (GBytes) arena = NULL;

  g_return_val_if_fail (entry->type == TN_COLUMN_CATEGORY && !entry->has_dictionary, FALSE);

  arena = tn_dictionary_dup_arena (dictionary);
  entry->has_dictionary = TRUE;

  return queue_bytes (self, column, PART_DICTIONARY, arena, error);
}

/**
 * tn_table_writer_set_row_roles:
 * @row_roles: a byte a row, each a TnRowRole; once
 */
gboolean
tn_table_writer_set_row_roles (TnTableWriter *self, GBytes *row_roles, GError **error)
{
  self->n_roles = g_bytes_get_size (row_roles);

  return queue_bytes (self, TN_POSITION_ROW_ROLES, PART_ROWS, row_roles, error);
}

/**
 * tn_table_writer_queue_value:
 *
 * Stages bytes that are no table: a large state, a value of the node cache.
 */
gboolean
tn_table_writer_queue_value (TnTableWriter *self, GBytes *bytes, GError **error)
{
  return queue_bytes (self, TN_POSITION_VALUE, PART_ROWS, bytes, error);
}

static gsize
count_rows (TnTableWriter *self)
{
  return self->columns->len > 0 ? ((Column *) g_ptr_array_index (self->columns, 0))->n_rows : 0;
}

/**
 * tn_table_writer_finish:
 *
 * Waits for what is on the way: the table is then complete, though not visible.
 */
gboolean
tn_table_writer_finish (TnTableWriter *self, GError **error)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = g_ptr_array_index (self->columns, i);

      g_return_val_if_fail (!column->uneven && column->n_rows == count_rows (self), FALSE);
    }
  g_return_val_if_fail (self->n_roles == 0 || self->n_roles == count_rows (self), FALSE);

  return flush (self, error);
}

static gboolean
write_column (TnDatabase *database,
              gint64 table,
              guint position,
              const Column *column,
              GError **error)
{
  g_autoptr (JsonNode) field = tn_field_to_json (column->field);
  g_autofree char *text = tn_json_print (field, FALSE);
  g_autoptr (TnStatement) insert = tn_database_query (
      database, "INSERT INTO tbl_column (tbl, position, type, field) VALUES (?1, ?2, ?3, ?4)",
      error);

  if (insert == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, table);
  sqlite3_bind_int (insert, 2, position);
  sqlite3_bind_text (insert, 3, tn_column_type_to_id (column->type), -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 4, text, -1, SQLITE_STATIC);

  return tn_database_run (database, insert, error);
}

/**
 * tn_table_writer_write_publish:
 *
 * Makes a finished table visible. Inside a write.
 */
gboolean
tn_table_writer_write_publish (TnTableWriter *self, TnDatabase *database, GError **error)
{
  g_autoptr (TnStatement) publish = tn_database_query (
      database, "UPDATE tbl SET state = 1, n_rows = ?2, n_columns = ?3 WHERE id = ?1", error);

  for (guint i = 0; i < self->columns->len; i++)
    if (!write_column (database, self->table, i, g_ptr_array_index (self->columns, i), error))
      return FALSE;
  if (publish == NULL)
    return FALSE;
  sqlite3_bind_int64 (publish, 1, self->table);
  sqlite3_bind_int64 (publish, 2, count_rows (self));
  sqlite3_bind_int64 (publish, 3, self->columns->len);

  return tn_database_run (database, publish, error);
}

static gboolean
move_parts (TnTableWriter *self, TnDatabase *database, gint64 output, GError **error)
{
  g_autoptr (TnStatement) move = tn_database_query (
      database,
      "INSERT INTO output_part (output, part, chunk, mark)"
      " SELECT ?2, part, chunk, mark FROM tbl_part WHERE tbl = ?1 AND position = -2",
      error);

  if (move == NULL)
    return FALSE;
  sqlite3_bind_int64 (move, 1, self->table);
  sqlite3_bind_int64 (move, 2, output);

  return tn_database_run (database, move, error);
}

/**
 * tn_table_writer_write_as_output:
 *
 * Makes a staged value the state of @output; the table that held it goes. Inside a write.
 */
gboolean
tn_table_writer_write_as_output (TnTableWriter *self,
                                 TnDatabase *database,
                                 gint64 output,
                                 GError **error)
{
  return move_parts (self, database, output, error) && write_abandon (database, self, error);
}

void
tn_table_writer_set_published (TnTableWriter *self)
{
  self->published = TRUE;
}

/* The fields of all columns, as a data set keeps them. */
JsonNode *
tn_table_writer_fields_to_json (TnTableWriter *self)
{
  JsonArray *fields = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  for (guint i = 0; i < self->columns->len; i++)
    json_array_add_element (
        fields, tn_field_to_json (((Column *) g_ptr_array_index (self->columns, i))->field));
  json_node_take_array (node, fields);

  return node;
}

static gboolean
write_publish (TnDatabase *database, gpointer data, GError **error)
{
  return tn_table_writer_write_publish (data, database, error);
}

/**
 * tn_table_writer_publish:
 * @error: as tn_project_edit(); the table can be published again after making room
 *
 * All columns must have the same number of rows.
 *
 * Returns: the id of the table, on disk; 0 on error
 */
gint64
tn_table_writer_publish (TnTableWriter *self, GError **error)
{
  g_return_val_if_fail (!self->published, 0);

  if (!tn_table_writer_finish (self, error) ||
      !tn_project_write (self->project, TN_WRITE_CHANGE, write_publish, self, error))
    return 0;
  self->published = TRUE;

  return self->table;
}

typedef struct
{
  TnTableWriter *writer;
  TnTable *table;
  TnProgress *progress;
  GCancellable *cancellable;
  int n_done;
} WholeTable;

static gboolean
append_column (gsize index, gpointer user_data, GError **error)
{
  WholeTable *whole = user_data;
  TnColumn *column = tn_table_get_column (whole->table, index);
  guint n_columns = tn_table_get_n_columns (whole->table);

  for (gsize i = 0; i < tn_column_get_n_chunks (column); i++)
    {
      g_autoptr (TnChunk) chunk = tn_column_get_chunk (column, i, error);

      if (chunk == NULL || tn_cancelled (whole->cancellable, error) ||
          !tn_table_writer_append (whole->writer, index, chunk, error))
        return FALSE;
    }
  tn_progress_report (whole->progress,
                      (double) (g_atomic_int_add (&whole->n_done, 1) + 1) / n_columns);

  return TRUE;
}

static gboolean
append_dictionaries (TnTableWriter *self, TnTable *table, GError **error)
{
  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    {
      TnColumn *column = tn_table_get_column (table, i);
      g_autoptr (TnDictionary) dictionary = NULL;

      if (tn_column_get_column_type (column) != TN_COLUMN_CATEGORY)
        continue;
      dictionary = tn_column_get_dictionary (column, error);
      if (dictionary == NULL || !tn_table_writer_set_dictionary (self, i, dictionary, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * tn_table_writer_fill:
 *
 * Adds the columns of @table and all it holds.
 */
gboolean
tn_table_writer_fill (TnTableWriter *self,
                      TnTable *table,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  WholeTable whole = { self, table, progress, cancellable, 0 };
  const guint8 *roles = tn_table_get_row_roles (table);

  for (guint i = 0; i < tn_table_get_n_columns (table); i++)
    tn_table_writer_add_column (self, tn_table_get_field (table, i),
                                tn_column_get_column_type (tn_table_get_column (table, i)));
  if (roles != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (roles, tn_table_get_n_rows (table));

      if (!tn_table_writer_set_row_roles (self, bytes, error))
        return FALSE;
    }

  return tn_pool_for (tn_table_get_n_columns (table), append_column, &whole, cancellable, error) &&
         append_dictionaries (self, table, error) && !tn_cancelled (cancellable, error);
}

/**
 * tn_project_add_table:
 * @table: of any origin
 * @error: as tn_table_writer_append() and tn_table_writer_publish()
 *
 * Stores a table nothing refers to yet: name it in an output or a document. One that
 * nothing refers to when the project is opened again is removed.
 *
 * Returns: its id; 0 on error
 */
gint64
tn_project_add_table (TnProject *self,
                      TnTable *table,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (TnTableWriter) writer = tn_table_writer_new (self, error);

  if (writer == NULL || !tn_table_writer_fill (writer, table, progress, cancellable, error))
    return 0;

  return tn_table_writer_publish (writer, error);
}
