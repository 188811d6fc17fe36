/* tn-output.c: what the nodes of a run gave
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-keys.h"
#include "tn-project-private.h"
#include "tn-run.h"
#include "tn-table-writer-private.h"

/* A state up to this goes with its row; a larger one is staged in small transactions. */
#define SMALL_BYTES (1024 * 1024)

void
tn_output_free (TnOutput *self)
{
  g_free (self->node);
  g_free (self->name);
  g_free (self->type);
  g_clear_pointer (&self->body, json_node_unref);
  g_clear_pointer (&self->state, g_variant_unref);
  g_free (self);
}

typedef struct
{
  gint64 run;
  const TnOutput *output;
  const char *body;
  GVariant *state;       /* in normal form, little-endian */
  TnPiece *piece;        /* of a small state */
  TnTableWriter *writer; /* of a large one */
  gint64 id;
} NewOutput;

/* Fields are stored little-endian, whatever machine this is. */
static GVariant *
to_stored_form (GVariant *state)
{
  g_autoptr (GVariant) normal = g_variant_get_normal_form (state);

#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap (normal);
#else
  return g_steal_pointer (&normal);
#endif
}

static GVariant *
from_stored_form (GVariant *state)
{
#if G_BYTE_ORDER == G_BIG_ENDIAN
  return g_variant_byteswap (state);
#else
  return g_variant_ref (state);
#endif
}

static gboolean
delete_parts (TnDatabase *database, const NewOutput *new, GError **error)
{
  g_autoptr (TnStatement) delete =
      tn_database_query (database,
                         "DELETE FROM output_part WHERE output ="
                         " (SELECT id FROM output WHERE run = ?1 AND node = ?2 AND name = ?3)",
                         error);

  if (delete == NULL)
    return FALSE;
  sqlite3_bind_int64 (delete, 1, new->run);
  sqlite3_bind_text (delete, 2, new->output->node, -1, SQLITE_STATIC);
  sqlite3_bind_text (delete, 3, new->output->name, -1, SQLITE_STATIC);

  return tn_database_run (database, delete, error);
}

static gboolean
insert_row (TnDatabase *database, NewOutput *new, GError **error)
{
  const TnOutput *output = new->output;
  g_autoptr (TnStatement) insert = tn_database_query (
      database,
      "INSERT OR REPLACE INTO output (run, node, name, type, version, body, state_type,"
      " state_size, tbl)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
      error);

  if (insert == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, new->run);
  sqlite3_bind_text (insert, 2, output->node, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 3, output->name, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 4, output->type, -1, SQLITE_STATIC);
  sqlite3_bind_int (insert, 5, output->version);
  sqlite3_bind_text (insert, 6, new->body, -1, SQLITE_STATIC);
  if (new->state != NULL)
    sqlite3_bind_text (insert, 7, g_variant_get_type_string (new->state), -1, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 8, new->state != NULL ? g_variant_get_size (new->state) : 0);
  sqlite3_bind_int64 (insert, 9, output->table);
  if (!tn_database_run (database, insert, error))
    return FALSE;
  new->id = sqlite3_last_insert_rowid (tn_database_get_handle (database));

  return TRUE;
}

static gboolean
insert_part (TnDatabase *database, gint64 output, const TnPiece *piece, GError **error)
{
  g_autoptr (TnStatement) insert = NULL;
  gint64 chunk;

  if (!tn_piece_store (database, piece, &chunk, error))
    return FALSE;
  insert = tn_database_query (
      database, "INSERT INTO output_part (output, part, chunk, mark) VALUES (?1, 0, ?2, ?3)",
      error);
  if (insert == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, output);
  sqlite3_bind_int64 (insert, 2, chunk);
  sqlite3_bind_int64 (insert, 3, tn_piece_get_mark (piece->hash));

  return tn_database_run (database, insert, error);
}

static gboolean
write_output (TnDatabase *database, gpointer data, GError **error)
{
  NewOutput *new = data;

  if (!delete_parts (database, new, error) || !insert_row (database, new, error))
    return FALSE;
  if (new->piece != NULL)
    return insert_part (database, new->id, new->piece, error);
  if (new->writer != NULL)
    return tn_table_writer_write_as_output (new->writer, database, new->id, error);

  return TRUE;
}

/* Puts the bytes of a state where write_output() takes them from. */
static gboolean
stage_state (TnProject *self, NewOutput *new, GError **error)
{
  gsize size = new->state != NULL ? g_variant_get_size (new->state) : 0;
  gpointer room = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (new->state == NULL)
    return TRUE;
  room = tn_keys_try_alloc (size, 1, error);
  if (room == NULL)
    return FALSE;
  g_variant_store (new->state, room);
  bytes = g_bytes_new_take (room, size);
  if (size <= SMALL_BYTES)
    {
      new->piece = tn_codec_encode_bytes (g_bytes_get_data (bytes, NULL), size, error);
      return new->piece != NULL;
    }
  new->writer = tn_table_writer_new (self, error);

  return new->writer != NULL &&tn_table_writer_queue_value (new->writer, bytes, error) &&
         tn_table_writer_finish (new->writer, error);
}

/**
 * tn_project_put_output:
 * @output: put in the place of one of the same node and name
 * @error: as tn_project_edit()
 *
 * On disk when the call returns.
 */
gboolean
tn_project_put_output (TnProject *self, gint64 run, const TnOutput *output, GError **error)
{
  g_autoptr (GVariant) sunk = output->state != NULL ? g_variant_ref_sink (output->state) : NULL;
  g_autoptr (GVariant) state = sunk != NULL ? to_stored_form (sunk) : NULL;
  g_autofree char *body = output->body != NULL ? tn_json_print (output->body, FALSE) : NULL;
  NewOutput new = { run, output, body, state, NULL, NULL, 0 };
  gboolean written = stage_state (self, &new, error) &&
                     tn_project_write (self, TN_WRITE_CHANGE, write_output, &new, error);

  if (written && new.writer != NULL)
    tn_table_writer_set_published (new.writer);
  g_clear_pointer (&new.writer, tn_table_writer_free);
  g_clear_pointer (&new.piece, tn_piece_free);

  return written;
}

static void
take_damage_error (const char *node, const char *name, GError **error)
{
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("Output “{name}” of step “{node}” is damaged. Run again to have it back."),
                "name", name, "node", node, NULL);
  tn_error_place (error, node, NULL, 0);
}

static GBytes *
read_state_bytes (TnDatabase *database, gint64 output, GError **error)
{
  g_autoptr (TnStatement) list = tn_database_query (
      database, "SELECT chunk, mark FROM output_part WHERE output = ?1 ORDER BY part", error);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  gboolean row = TRUE;

  if (list == NULL)
    return NULL;
  sqlite3_bind_int64 (list, 1, output);
  while (row)
    {
      g_autoptr (GBytes) bytes = NULL;
      TnPieceRef ref;

      if (!tn_database_step (database, list, &row, error))
        return NULL;
      if (!row)
        break;
      ref.id = sqlite3_column_int64 (list, 0);
      ref.mark = sqlite3_column_int64 (list, 1);
      bytes = tn_piece_load_bytes (database, &ref, error);
      if (bytes == NULL)
        return NULL;
      g_byte_array_append (all, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

/* Whatever the bytes are, the result is in normal form: getters are safe on it. */
static GVariant *
read_state (TnDatabase *database, gint64 output, const char *type, gint64 size, GError **error)
{
  g_autoptr (GBytes) bytes = read_state_bytes (database, output, error);
  g_autoptr (GVariant) state = NULL;

  if (bytes == NULL || (gint64) g_bytes_get_size (bytes) != size ||
      !g_variant_type_string_is_valid (type) || !g_variant_type_is_definite (G_VARIANT_TYPE (type)))
    return NULL;
  state = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));

  return g_variant_is_normal_form (state) ? from_stored_form (state) : NULL;
}

#define OUTPUT_COLUMNS "id, node, name, type, version, state_type, tbl, state_size"

static TnOutput *
read_row (TnStatement *statement)
{
  TnOutput *self = g_new0 (TnOutput, 1);

  self->node = tn_statement_dup_text (statement, 1);
  self->name = tn_statement_dup_text (statement, 2);
  self->type = tn_statement_dup_text (statement, 3);
  self->version = sqlite3_column_int (statement, 4);
  self->table = sqlite3_column_int64 (statement, 6);

  return self;
}

static gboolean
read_content (TnDatabase *database, TnStatement *select, TnOutput *self)
{
  g_autofree char *state_type = tn_statement_dup_text (select, 5);
  const char *text = (const char *) sqlite3_column_text (select, 8);

  if (text != NULL)
    {
      self->body = tn_json_parse (text, sqlite3_column_bytes (select, 8), NULL);
      if (self->body == NULL || !JSON_NODE_HOLDS_OBJECT (self->body))
        return FALSE;
    }
  if (state_type != NULL)
    {
      self->state = read_state (database, sqlite3_column_int64 (select, 0), state_type,
                                sqlite3_column_int64 (select, 7), NULL);
      if (self->state == NULL)
        return FALSE;
    }

  return self->node != NULL && self->name != NULL && self->type != NULL;
}

static TnOutput *
read_output (TnDatabase *database, gint64 run, const char *node, const char *name, GError **error)
{
  g_autoptr (TnStatement) select = tn_database_query (
      database,
      "SELECT " OUTPUT_COLUMNS ", body FROM output WHERE run = ?1 AND node = ?2 AND name = ?3",
      error);
  g_autoptr (TnOutput) self = NULL;
  gboolean row;

  if (select == NULL)
    return NULL;
  sqlite3_bind_int64 (select, 1, run);
  sqlite3_bind_text (select, 2, node, -1, SQLITE_STATIC);
  sqlite3_bind_text (select, 3, name, -1, SQLITE_STATIC);
  if (!tn_database_step (database, select, &row, error))
    return NULL;
  if (!row)
    {
      tn_error_set (
          error, TN_ERROR_NOT_FOUND,
          N_ ("Step “{node}” of this run has no output “{name}”. Run the pipeline again."), "node",
          node, "name", name, NULL);
      tn_error_place (error, node, NULL, 0);
      return NULL;
    }
  self = read_row (select);
  if (!read_content (database, select, self))
    {
      take_damage_error (node, name, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * tn_project_get_output:
 * @error: %TN_ERROR_NOT_FOUND, or %TN_ERROR_DAMAGED when body or state are not what was put
 *
 * The state is of the type it was put with and in normal form; whether that type and the
 * values are what a node can use is for the node to check, as they may be forged.
 *
 * Returns: (transfer full): the output
 */
TnOutput *
tn_project_get_output (TnProject *self,
                       gint64 run,
                       const char *node,
                       const char *name,
                       GError **error)
{
  TnDatabase *database = tn_project_borrow_reader (self, error);
  TnOutput *output;

  if (database == NULL)
    return NULL;
  output = read_output (database, run, node, name, error);
  tn_project_return_reader (self, database);

  return output;
}

static gboolean
read_outputs (TnDatabase *database, gint64 run, GPtrArray *outputs, GError **error)
{
  g_autoptr (TnStatement) list = tn_database_query (
      database, "SELECT " OUTPUT_COLUMNS " FROM output WHERE run = ?1 ORDER BY id", error);
  gboolean row = TRUE;

  if (list == NULL)
    return FALSE;
  sqlite3_bind_int64 (list, 1, run);
  while (row)
    {
      g_autoptr (TnOutput) output = NULL;

      if (!tn_database_step (database, list, &row, error))
        return FALSE;
      output = row ? read_row (list) : NULL;
      if (output != NULL && output->node != NULL && output->name != NULL && output->type != NULL)
        g_ptr_array_add (outputs, g_steal_pointer (&output));
    }

  return TRUE;
}

/**
 * tn_project_list_outputs:
 *
 * Returns: (transfer full) (element-type TnOutput): in the order of putting, without
 *   bodies and states
 */
GPtrArray *
tn_project_list_outputs (TnProject *self, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) outputs = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_output_free);
  TnDatabase *database = tn_project_borrow_reader (self, error);
  gboolean read;

  if (database == NULL)
    return NULL;
  read = read_outputs (database, run, outputs, error);
  tn_project_return_reader (self, database);

  return read ? g_steal_pointer (&outputs) : NULL;
}
