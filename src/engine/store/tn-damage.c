/* tn-damage.c: which stored pieces are not what they were
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-dataset.h"
#include "tn-error.h"
#include "tn-pool.h"
#include "tn-project-private.h"

/* Pieces that one part of the loop checks: some milliseconds. */
#define PIECES_A_PART 8

typedef struct
{
  TnProject *project;
  GArray *ids;         /* TnPieceRef, all that are referred to */
  GMutex lock;         /* guards what follows */
  GHashTable *damaged; /* &mark in @ids */
  TnProgress *progress;
  gsize n_done;
} Check;

static gboolean
check_part (gsize index, gpointer user_data, GError **error)
{
  Check *self = user_data;
  TnDatabase *database = tn_project_borrow_reader (self->project, error);
  guint end = MIN ((index + 1) * PIECES_A_PART, self->ids->len);

  if (database == NULL)
    return FALSE;
  for (guint i = index * PIECES_A_PART; i < end; i++)
    {
      TnPieceRef *ref = &g_array_index (self->ids, TnPieceRef, i);

      /* Any reason why a piece cannot be read is one to name it. */
      if (tn_piece_load_chunk (database, ref, NULL, NULL))
        continue;
      g_mutex_lock (&self->lock);
      g_hash_table_add (self->damaged, &ref->mark);
      g_mutex_unlock (&self->lock);
    }
  tn_project_return_reader (self->project, database);

  g_mutex_lock (&self->lock);
  self->n_done += end - index * PIECES_A_PART;
  tn_progress_report (self->progress, (double) self->n_done / self->ids->len);
  g_mutex_unlock (&self->lock);

  return TRUE;
}

/* Those that are there, and those that should be. */
static gboolean
read_ids (TnDatabase *database, GArray *ids, GError **error)
{
  g_autoptr (TnStatement) list = tn_database_query (
      database, "SELECT chunk, mark FROM tbl_part UNION SELECT chunk, mark FROM output_part",
      error);
  gboolean row = TRUE;

  if (list == NULL)
    return FALSE;
  while (row)
    {
      TnPieceRef ref;

      if (!tn_database_step (database, list, &row, error))
        return FALSE;
      ref.id = row ? sqlite3_column_int64 (list, 0) : 0;
      ref.mark = row ? sqlite3_column_int64 (list, 1) : 0;
      if (row)
        g_array_append_val (ids, ref);
    }

  return TRUE;
}

/* Table id → name of the data set. */
static GHashTable *
name_tables (TnProject *project)
{
  GHashTable *names = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GPtrArray) datasets = tn_project_list_datasets (project, NULL);

  for (guint i = 0; datasets != NULL && i < datasets->len; i++)
    {
      const TnDataset *dataset = g_ptr_array_index (datasets, i);

      g_hash_table_insert (names, g_memdup2 (&dataset->table, sizeof dataset->table),
                           g_strdup (dataset->name));
    }

  return names;
}

static TnMessage *
describe_part (TnStatement *part, GHashTable *names)
{
  gint64 table = sqlite3_column_int64 (part, 1);
  gint64 index = sqlite3_column_int64 (part, 4);
  gint64 n_rows = sqlite3_column_int64 (part, 5);
  g_autofree char *column = tn_statement_dup_text (part, 6);
  const char *name = g_hash_table_lookup (names, &table);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, table);
  TnMessage *message;

  if (sqlite3_column_int64 (part, 3) != 0 || column == NULL)
    message =
        tn_message_new (N_ ("Data set “{name}”: the values of column “{column}” are damaged."));
  else
    message = tn_message_new (
        N_ ("Data set “{name}”: rows {from} to {to} of column “{column}” are damaged."));
  tn_message_text (message, "name", name != NULL ? name : number);
  tn_message_text (message, "column", column != NULL ? column : "?");
  tn_message_count (message, "from", index * TN_CHUNK_ROWS + 1);
  tn_message_count (message, "to", MIN ((index + 1) * TN_CHUNK_ROWS, n_rows));

  return message;
}

static gboolean
describe_tables (TnDatabase *database,
                 Check *check,
                 GHashTable *names,
                 GPtrArray *messages,
                 GError **error)
{
  g_autoptr (TnStatement) parts = tn_database_query (
      database,
      "SELECT p.mark, p.tbl, p.position, p.what, p.part, t.n_rows, c.field ->> '$.name'"
      " FROM tbl_part p JOIN tbl t ON t.id = p.tbl"
      " LEFT JOIN tbl_column c ON c.tbl = p.tbl AND c.position = p.position"
      " ORDER BY p.tbl, p.position, p.what, p.part",
      error);
  gboolean row = TRUE;

  if (parts == NULL)
    return FALSE;
  while (row)
    {
      gint64 id;

      if (!tn_database_step (database, parts, &row, error))
        return FALSE;
      id = row ? sqlite3_column_int64 (parts, 0) : 0;
      if (row && g_hash_table_contains (check->damaged, &id))
        g_ptr_array_add (messages, describe_part (parts, names));
    }

  return TRUE;
}

static gboolean
describe_outputs (TnDatabase *database, Check *check, GPtrArray *messages, GError **error)
{
  g_autoptr (TnStatement) parts = tn_database_query (
      database,
      "SELECT p.mark, o.run, o.node, o.name FROM output_part p JOIN output o ON o.id = p.output"
      " ORDER BY o.id, p.part",
      error);
  gboolean row = TRUE;

  if (parts == NULL)
    return FALSE;
  while (row)
    {
      g_autofree char *node = NULL;
      g_autofree char *name = NULL;
      TnMessage *message;
      gint64 id;

      if (!tn_database_step (database, parts, &row, error))
        return FALSE;
      id = row ? sqlite3_column_int64 (parts, 0) : 0;
      if (!row || !g_hash_table_contains (check->damaged, &id))
        continue;
      node = tn_statement_dup_text (parts, 2);
      name = tn_statement_dup_text (parts, 3);
      message = tn_message_new (N_ ("Run {run}: output “{name}” of step “{node}” is damaged."));
      tn_message_count (message, "run", sqlite3_column_int64 (parts, 1));
      tn_message_text (message, "name", name != NULL ? name : "?");
      tn_message_text (message, "node", node != NULL ? node : "?");
      g_ptr_array_add (messages, message);
    }

  return TRUE;
}

static GPtrArray *
describe (TnProject *project, TnDatabase *database, Check *check, GError **error)
{
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) tn_message_unref);
  g_autoptr (GHashTable) names = NULL;

  if (g_hash_table_size (check->damaged) == 0)
    return g_steal_pointer (&messages);
  names = name_tables (project);

  return describe_tables (database, check, names, messages, error) &&
                 describe_outputs (database, check, messages, error)
             ? g_steal_pointer (&messages)
             : NULL;
}

/**
 * tn_project_find_damage:
 *
 * Reads every stored piece and compares its checksum; about a second a gigabyte and
 * core.
 *
 * Returns: (transfer full) (element-type TnMessage): a sentence a damaged place, in the
 *   order of tables; empty when all is well
 */
GPtrArray *
tn_project_find_damage (TnProject *self,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error)
{
  TnDatabase *database = tn_project_borrow_reader (self, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (TnPieceRef));
  g_autoptr (GHashTable) damaged = g_hash_table_new (g_int64_hash, g_int64_equal);
  Check check = { .project = self, .ids = ids, .damaged = damaged, .progress = progress };
  GPtrArray *messages = NULL;

  if (database == NULL)
    return NULL;
  g_mutex_init (&check.lock);
  if (read_ids (database, ids, error) &&
      tn_pool_for ((ids->len + PIECES_A_PART - 1) / PIECES_A_PART, check_part, &check, cancellable,
                   error))
    messages = describe (self, database, &check, error);
  tn_project_return_reader (self, database);
  g_mutex_clear (&check.lock);

  return messages;
}
