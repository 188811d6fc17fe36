/* tn-run.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-run.h"

#include <string.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-project-private.h"

static const char *const status_ids[] = { "running", "done", "stopped", "failed", "interrupted" };

const char *
tn_run_status_to_id (TnRunStatus status)
{
  return status_ids[status];
}

void
tn_run_free (TnRun *self)
{
  g_free (self->pipeline);
  g_clear_pointer (&self->snapshot, json_node_unref);
  g_clear_pointer (&self->versions, json_node_unref);
  g_clear_pointer (&self->info, json_node_unref);
  g_free (self);
}

JsonObject *
tn_run_get_info (const TnRun *self)
{
  return self->info != NULL ? json_node_get_object (self->info) : NULL;
}

typedef struct
{
  gint64 id;
  const char *pipeline;
  const char *snapshot;
  guint64 seed;
  const char *versions;
} NewRun;

static gboolean
write_begin (TnDatabase *database, gpointer data, GError **error)
{
  NewRun *run = data;
  g_autoptr (TnStatement) insert = tn_database_query (
      database,
      "INSERT INTO run (pipeline, snapshot, seed, status, started, finished, versions)"
      " VALUES (?1, ?2, ?3, 'running', ?4, 0, ?5)",
      error);

  if (insert == NULL)
    return FALSE;
  sqlite3_bind_text (insert, 1, run->pipeline, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 2, run->snapshot, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 3, (gint64) run->seed);
  sqlite3_bind_int64 (insert, 4, g_get_real_time ());
  sqlite3_bind_text (insert, 5, run->versions, -1, SQLITE_STATIC);
  if (!tn_database_run (database, insert, error))
    return FALSE;
  run->id = sqlite3_last_insert_rowid (tn_database_get_handle (database));

  return TRUE;
}

/* A run lasts as long as it lasts, also when the clock is set meanwhile. */
static void
remember_begin (TnProject *self, gint64 run)
{
  gint64 *id = g_new (gint64, 1);
  gint64 *begun = g_new (gint64, 1);

  *id = run;
  *begun = g_get_monotonic_time ();
  g_mutex_lock (&self->state_lock);
  g_hash_table_replace (self->begun, id, begun);
  g_mutex_unlock (&self->state_lock);
}

static gint64
get_elapsed (TnProject *self, gint64 run)
{
  const gint64 *begun;
  gint64 elapsed;

  g_mutex_lock (&self->state_lock);
  begun = g_hash_table_lookup (self->begun, &run);
  elapsed = begun != NULL ? g_get_monotonic_time () - *begun : -1;
  g_mutex_unlock (&self->state_lock);

  return elapsed;
}

static char *
print_or_null (JsonNode *node)
{
  return node != NULL ? tn_json_print (node, FALSE) : NULL;
}

/**
 * tn_project_begin_run:
 * @pipeline: its name
 * @snapshot: the pipeline as it is now
 * @versions: (nullable): what computes
 *
 * Returns: the id of a run that is going; 0 on error
 */
gint64
tn_project_begin_run (TnProject *self,
                      const char *pipeline,
                      JsonNode *snapshot,
                      guint64 seed,
                      JsonNode *versions,
                      GError **error)
{
  g_autofree char *snapshot_text = tn_json_print (snapshot, FALSE);
  g_autofree char *versions_text = print_or_null (versions);
  NewRun run = { 0, pipeline, snapshot_text, seed, versions_text };

  if (!tn_project_write (self, TN_WRITE_CHANGE, write_begin, &run, error))
    return 0;
  remember_begin (self, run.id);

  return run.id;
}

static void
take_missing_error (gint64 run, GError **error)
{
  tn_error_take (
      error, TN_ERROR_NOT_FOUND,
      tn_message_count (tn_message_new (N_ ("The project has no run {run}. Look at the list "
                                            "of runs.")),
                        "run", run));
}

typedef struct
{
  gint64 run;
  TnRunStatus status;
  const char *info;
  gint64 elapsed; /* microseconds; -1: begun by another process */
} RunEnd;

static gboolean
write_end (TnDatabase *database, gpointer data, GError **error)
{
  const RunEnd *end = data;
  g_autoptr (TnStatement) update = tn_database_query (
      database,
      "UPDATE run SET status = ?2, info = ?4, finished = max (1, CASE WHEN ?5 >= 0"
      " THEN started + ?5 ELSE max (started, ?3) END) WHERE id = ?1",
      error);

  if (update == NULL)
    return FALSE;
  sqlite3_bind_int64 (update, 1, end->run);
  sqlite3_bind_text (update, 2, tn_run_status_to_id (end->status), -1, SQLITE_STATIC);
  sqlite3_bind_int64 (update, 3, g_get_real_time ());
  sqlite3_bind_text (update, 4, end->info, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (update, 5, end->elapsed);
  if (!tn_database_run (database, update, error))
    return FALSE;
  if (sqlite3_changes (tn_database_get_handle (database)) > 0)
    return TRUE;
  take_missing_error (end->run, error);

  return FALSE;
}

/**
 * tn_project_end_run:
 * @info: (nullable): what the end adds
 * @error: %TN_ERROR_NOT_FOUND without such a run, and as tn_project_edit()
 */
gboolean
tn_project_end_run (TnProject *self, gint64 run, TnRunStatus status, JsonNode *info, GError **error)
{
  g_autofree char *text = print_or_null (info);
  RunEnd end = { run, status, text, get_elapsed (self, run) };

  return tn_project_write (self, TN_WRITE_CHANGE, write_end, &end, error);
}

static gboolean
run_with_id (TnDatabase *database, const char *sql, gint64 id, GError **error)
{
  g_autoptr (TnStatement) statement = tn_database_query (database, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, id);

  return tn_database_run (database, statement, error);
}

static gboolean
write_delete (TnDatabase *database, gpointer data, GError **error)
{
  gint64 run = *(gint64 *) data;

  if (!run_with_id (
          database,
          "DELETE FROM output_part WHERE output IN (SELECT id FROM output WHERE run = ?1)", run,
          error) ||
      !run_with_id (database, "DELETE FROM output WHERE run = ?1", run, error) ||
      !run_with_id (database, "DELETE FROM run WHERE id = ?1", run, error))
    return FALSE;
  if (sqlite3_changes (tn_database_get_handle (database)) > 0)
    return TRUE;
  take_missing_error (run, error);

  return FALSE;
}

/**
 * tn_project_delete_run:
 *
 * Removes a run with its outputs. The room is free again after the project was opened
 * anew.
 */
gboolean
tn_project_delete_run (TnProject *self, gint64 run, GError **error)
{
  return tn_project_write (self, TN_WRITE_CHANGE, write_delete, &run, error);
}

/* A project file may be anybody's: what is no object is passed over. */
static JsonNode *
read_object (TnStatement *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);
  g_autoptr (JsonNode) node =
      text != NULL ? tn_json_parse (text, sqlite3_column_bytes (statement, column), NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static TnRunStatus
read_status (TnStatement *statement, int column)
{
  const char *id = (const char *) sqlite3_column_text (statement, column);

  for (guint i = 0; i < G_N_ELEMENTS (status_ids); i++)
    if (g_strcmp0 (id, status_ids[i]) == 0)
      return i;

  return TN_RUN_INTERRUPTED;
}

#define RUN_COLUMNS "id, pipeline, snapshot, seed, status, started, finished, versions, info"

static TnRun *
read_run (TnStatement *statement)
{
  TnRun *run = g_new0 (TnRun, 1);

  run->id = sqlite3_column_int64 (statement, 0);
  run->pipeline = tn_statement_dup_text (statement, 1);
  run->snapshot = read_object (statement, 2);
  run->seed = (guint64) sqlite3_column_int64 (statement, 3);
  run->status = read_status (statement, 4);
  run->started = sqlite3_column_int64 (statement, 5);
  run->finished = sqlite3_column_int64 (statement, 6);
  run->versions = read_object (statement, 7);
  run->info = read_object (statement, 8);
  if (run->pipeline == NULL)
    run->pipeline = g_strdup ("");
  if (run->snapshot == NULL)
    run->snapshot = json_node_new (JSON_NODE_NULL);

  return run;
}

/* Which runs are wanted. */
typedef struct
{
  gint64 id;            /* or 0 */
  const char *pipeline; /* or NULL */
  const char *status;   /* its id, or NULL */
  gint64 most;          /* or -1 */
} Wanted;

static gboolean
read_runs (TnDatabase *database, const Wanted *wanted, GPtrArray *runs, GError **error)
{
  g_autoptr (TnStatement) list =
      tn_database_query (database,
                         "SELECT " RUN_COLUMNS " FROM run WHERE (?1 = 0 OR id = ?1)"
                         " AND (?2 IS NULL OR pipeline = ?2) AND (?3 IS NULL OR status = ?3)"
                         " ORDER BY id DESC LIMIT ?4",
                         error);
  gboolean row = TRUE;

  if (list == NULL)
    return FALSE;
  sqlite3_bind_int64 (list, 1, wanted->id);
  sqlite3_bind_text (list, 2, wanted->pipeline, -1, SQLITE_TRANSIENT);
  sqlite3_bind_text (list, 3, wanted->status, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (list, 4, wanted->most);
  while (row)
    {
      if (!tn_database_step (database, list, &row, error))
        return FALSE;
      if (row)
        g_ptr_array_add (runs, read_run (list));
    }

  return TRUE;
}

static GPtrArray *
find_runs (TnProject *self, const Wanted *wanted, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_run_free);
  TnDatabase *database = tn_project_borrow_reader (self, error);
  gboolean read;

  if (database == NULL)
    return NULL;
  read = read_runs (database, wanted, runs, error);
  tn_project_return_reader (self, database);

  return read ? g_steal_pointer (&runs) : NULL;
}

/**
 * tn_project_get_run:
 * @run: its id; 0 for the latest
 * @error: %TN_ERROR_NOT_FOUND when there is none
 *
 * Returns: (transfer full): the run
 */
TnRun *
tn_project_get_run (TnProject *self, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) runs = find_runs (self, &(Wanted){ .id = run, .most = 1 }, error);

  if (runs == NULL)
    return NULL;
  if (runs->len == 0)
    {
      if (run != 0)
        take_missing_error (run, error);
      else
        tn_error_set (error, TN_ERROR_NOT_FOUND,
                      N_ ("Nothing was run in this project yet. Run a pipeline first."), NULL);
      return NULL;
    }

  return g_ptr_array_steal_index (runs, 0);
}

/**
 * tn_project_list_runs:
 *
 * Returns: (transfer full) (element-type TnRun): newest first
 */
GPtrArray *
tn_project_list_runs (TnProject *self, GError **error)
{
  return find_runs (self, &(Wanted){ .most = -1 }, error);
}

/**
 * tn_project_find_runs:
 * @pipeline: (nullable): its name; %NULL for any
 * @status: a #TnRunStatus, or -1 for any
 * @most: so many at most
 *
 * A project may hold thousands of runs, each with the whole of its settings: this reads those alone
 * that are wanted.
 *
 * Returns: (transfer full) (element-type TnRun): newest first
 */
GPtrArray *
tn_project_find_runs (TnProject *self, const char *pipeline, int status, guint most, GError **error)
{
  Wanted wanted = { .pipeline = pipeline,
                    .status = status >= 0 ? tn_run_status_to_id ((TnRunStatus) status) : NULL,
                    .most = most };

  return find_runs (self, &wanted, error);
}
