/* tn-unsaved.c: what a live store holds and its file does not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-error.h"
#include "tn-json.h"
#include "tn-project-private.h"

gboolean
tn_extent_read (TnDatabase *database, TnExtent *extent, GError **error)
{
  return tn_database_get_int (database, "SELECT revision FROM meta", &extent->revision, error) &&
         tn_database_get_int (database, "SELECT ifnull (max (id), 0) FROM journal", &extent->edit,
                              error) &&
         tn_database_get_int (database, "SELECT ifnull (max (id), 0) FROM run", &extent->run,
                              error);
}

void
tn_unsaved_free (TnUnsaved *self)
{
  g_free (self->directory);
  g_free (self->path);
  g_clear_pointer (&self->last, tn_message_unref);
  g_free (self);
}

/* A run or an import changes the store hundreds of times and is one thing to a person. */
static gboolean
count_since (TnDatabase *database, const char *sql, gint64 since, gint64 *count, GError **error)
{
  g_autoptr (TnStatement) query = tn_database_query (database, sql, error);
  gboolean row = FALSE;

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, since);
  if (!tn_database_step (database, query, &row, error))
    return FALSE;
  *count = row ? sqlite3_column_int64 (query, 0) : 0;

  return TRUE;
}

static gboolean
read_last (TnDatabase *database, gint64 since, TnMessage **last, GError **error)
{
  g_autoptr (TnStatement) query = tn_database_query (
      database, "SELECT label FROM journal WHERE state = 0 AND id > ?1 ORDER BY id DESC LIMIT 1",
      error);
  gboolean row = FALSE;
  const char *text;

  if (query == NULL)
    return FALSE;
  sqlite3_bind_int64 (query, 1, since);
  if (!tn_database_step (database, query, &row, error))
    return FALSE;
  text = row ? (const char *) sqlite3_column_text (query, 0) : NULL;
  if (text != NULL)
    {
      g_autoptr (JsonNode) node = tn_json_parse (text, sqlite3_column_bytes (query, 0), NULL);

      *last = node != NULL ? tn_message_from_json (node, NULL) : NULL;
    }

  return TRUE;
}

static TnUnsaved *
describe (TnDatabase *database, const TnSessionRecord *record, GError **error)
{
  g_autoptr (TnUnsaved) self = g_new0 (TnUnsaved, 1);

  self->path = g_strdup (record->path);
  if (!count_since (database, "SELECT count(*) FROM journal WHERE state = 0 AND id > ?1",
                    record->edit, &self->n_edits, error) ||
      !count_since (database, "SELECT count(*) FROM run WHERE id > ?1", record->run, &self->n_runs,
                    error) ||
      !count_since (database,
                    "SELECT max (ifnull ((SELECT max (time) FROM journal), 0),"
                    " ifnull ((SELECT max (max (started, finished)) FROM run), 0), ?1)",
                    0, &self->time, error) ||
      !read_last (database, record->edit, &self->last, error))
    return NULL;

  return g_steal_pointer (&self);
}

static gboolean
is_locked (const char *directory)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnLock) lock = tn_lock_acquire (directory, FALSE, &error);

  return g_error_matches (error, TN_ERROR, TN_ERROR_BUSY);
}

static TnUnsaved *
find_unsaved (const char *directory)
{
  g_autoptr (TnSessionRecord) record = NULL;
  g_autoptr (TnDatabase) database = NULL;
  g_autofree char *store = g_build_filename (directory, TN_SESSION_STORE, NULL);
  gint64 revision = 0;
  TnUnsaved *self;

  if (!tn_session_has_store (directory) || is_locked (directory))
    return NULL;
  database = tn_database_open (store, TN_DATABASE_READ_ONLY, NULL);
  if (database == NULL ||
      !tn_database_get_int (database, "SELECT revision FROM meta", &revision, NULL))
    return NULL;
  record = tn_session_record_load (directory);
  if (record->revision == revision)
    return NULL;
  self = describe (database, record, NULL);
  if (self != NULL)
    self->directory = g_strdup (directory);

  return self;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const TnUnsaved *one = *(const TnUnsaved *const *) a;
  const TnUnsaved *other = *(const TnUnsaved *const *) b;

  return one->time < other->time ? 1 : one->time > other->time ? -1 : 0;
}

/**
 * tn_project_list_unsaved:
 *
 * Returns: (transfer full) (element-type TnUnsaved): projects that nobody has open and
 *   whose store holds changes no file does, the latest first: after a crash, and put aside
 *   when a file was changed elsewhere
 */
GPtrArray *
tn_project_list_unsaved (GError **error)
{
  g_autofree char *root = tn_session_get_root (error);
  g_autoptr (GDir) dir = root != NULL ? g_dir_open (root, 0, NULL) : NULL;
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) tn_unsaved_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *directory = g_build_filename (root, name, NULL);
      gboolean candidate =
          g_uuid_string_is_valid (name) || g_str_has_prefix (name, TN_SESSION_ASIDE);
      TnUnsaved *unsaved = candidate ? find_unsaved (directory) : NULL;

      if (unsaved != NULL)
        g_ptr_array_add (found, unsaved);
    }

  g_ptr_array_sort (found, compare_times);

  return found;
}

/**
 * tn_project_get_unsaved:
 *
 * Returns: (transfer full): what the chosen file of an open project does not hold; no edits
 *   and no runs where it holds everything
 */
TnUnsaved *
tn_project_get_unsaved (TnProject *self, GError **error)
{
  TnDatabase *reader = tn_project_borrow_reader (self, error);
  g_autoptr (TnSessionRecord) record =
      reader != NULL ? tn_session_record_load (self->session) : NULL;
  TnUnsaved *unsaved = reader != NULL ? describe (reader, record, error) : NULL;

  if (reader != NULL)
    tn_project_return_reader (self, reader);
  if (unsaved != NULL)
    unsaved->directory = g_strdup (self->session);

  return unsaved;
}
