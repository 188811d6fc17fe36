/* tn-previous.c: the version that was saved before, and going back to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-file.h"
#include "tn-foreign.h"
#include "tn-project-private.h"
#include "tn-schema.h"

static char *
previous_path (TnProject *self)
{
  return g_build_filename (self->session, TN_SESSION_PREVIOUS, NULL);
}

/* As with any file from outside: copied, and what it declares looked at. */
static gboolean
unpack (TnProject *self,
        const char *directory,
        TnProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  g_autofree char *path = previous_path (self);
  g_autoptr (TnMessage) notice = NULL;
  g_autoptr (TnFileIdentity) file = tn_file_identity_read (path, error);

  if (file == NULL || !tn_foreign_copy_in (path, directory, file->sealed ? self->seal : NULL, NULL,
                                           &notice, progress, cancellable, error))
    return FALSE;
  if (notice == NULL)
    return TRUE;
  tn_error_set (error, TN_ERROR_DAMAGED,
                N_ ("The version before is damaged, so the present one was left as it is."), NULL);

  return FALSE;
}

/* Edits, those in force among the first @up_to, and the number of the last. */
typedef struct
{
  gint64 last;
  gint64 n_done;
} Edits;

static gboolean
read_edits (TnDatabase *database, gint64 up_to, Edits *edits)
{
  g_autoptr (TnStatement) count = tn_database_query (
      database, "SELECT count(*) FROM journal WHERE state = 0 AND id <= ?1", NULL);
  gboolean row = FALSE;

  if (count == NULL)
    return FALSE;
  sqlite3_bind_int64 (count, 1, up_to);
  if (!tn_database_step (database, count, &row, NULL) || !row)
    return FALSE;
  edits->n_done = sqlite3_column_int64 (count, 0);

  return tn_database_get_int (database, "SELECT ifnull (max (id), 0) FROM journal", &edits->last,
                              NULL);
}

/* Edits of a person that only one of the two holds, and those taken back since. */
static gint64
compare_edits (TnDatabase *here, TnDatabase *before)
{
  Edits now = { 0 }, then = { 0 };
  gint64 common;

  if (!read_edits (here, 0, &now) || !read_edits (before, 0, &then))
    return 0;
  common = MIN (now.last, then.last);
  if (!read_edits (here, common, &now) || !read_edits (before, common, &then))
    return 0;

  return MAX (now.last, then.last) - common + ABS (now.n_done - then.n_done);
}

/* The content of a sealed version is only read in a copy. */
static TnDatabase *
open_previous (TnProject *self, const TnFileIdentity *file, const char *path, char **directory)
{
  g_autofree char *root = g_path_get_dirname (self->session);
  g_autofree char *store = NULL;
  g_autoptr (TnLock) lock = NULL;

  if (!file->sealed)
    return tn_database_open (path, TN_DATABASE_READ_ONLY, NULL);
  *directory = tn_foreign_begin (root, "scratch-", &lock, NULL);
  if (*directory == NULL || !unpack (self, *directory, NULL, NULL, NULL))
    return NULL;
  store = g_build_filename (*directory, TN_SESSION_STORE, NULL);

  return tn_database_open (store, TN_DATABASE_READ_ONLY, NULL);
}

/* A run or an import changes the store hundreds of times and is one thing, or none, to a person. */
static gint64
count_changes (TnProject *self, const TnFileIdentity *file, const char *path)
{
  g_autofree char *directory = NULL;
  g_autoptr (TnDatabase) before = open_previous (self, file, path, &directory);
  TnDatabase *here = before != NULL ? tn_project_borrow_reader (self, NULL) : NULL;
  gint64 n = here != NULL ? compare_edits (here, before) : 0;

  if (here != NULL)
    tn_project_return_reader (self, here);
  g_clear_pointer (&before, tn_database_close);
  if (directory != NULL)
    tn_file_remove_tree (directory);

  return n;
}

/**
 * tn_project_get_previous:
 * @error: %TN_ERROR_NOT_FOUND when none is kept
 *
 * Returns: (transfer full): the version that the last save replaced, to be freed with
 *   g_free()
 */
TnPrevious *
tn_project_get_previous (TnProject *self, GError **error)
{
  g_autofree char *path = previous_path (self);
  g_autoptr (TnFileIdentity) file = NULL;
  TnPrevious *previous;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      tn_error_set (error, TN_ERROR_NOT_FOUND,
                    N_ ("No version before this one is kept on this computer. From the next save "
                        "on there will be one."),
                    NULL);
      return NULL;
    }
  file = tn_file_identity_read (path, error);
  if (file == NULL)
    return NULL;
  previous = g_new0 (TnPrevious, 1);
  previous->generation = file->generation;
  previous->n_changes = count_changes (self, file, path);
  previous->size = file->size;

  return previous;
}

/* Pieces that both have stay where they are. The counters of ids are not set back: no id
 * comes to mean another thing. */
static gboolean
write_back (TnDatabase *database, gpointer data, GError **error)
{
  const char *const *tables = tn_schema_list_tables ();
  gint64 n_running;

  if (!tn_database_get_int (database, "SELECT count(*) FROM run WHERE status = 'running'",
                            &n_running, error))
    return FALSE;
  if (n_running > 0)
    {
      tn_error_set (error, TN_ERROR_BUSY,
                    N_ ("A run is going on, and its results would get lost. Wait for it or stop "
                        "it, then bring the version before back."),
                    NULL);
      return FALSE;
    }
  if (!tn_database_exec (database,
                         "DELETE FROM main.chunk WHERE NOT EXISTS (SELECT 1 FROM before.chunk AS b"
                         " WHERE b.id = main.chunk.id AND b.hash = main.chunk.hash);"
                         "INSERT INTO main.chunk SELECT * FROM before.chunk"
                         " WHERE id NOT IN (SELECT id FROM main.chunk)",
                         error))
    return FALSE;
  for (guint i = 0; tables[i] != NULL; i++)
    {
      g_autofree char *sql =
          g_strdup_printf ("DELETE FROM main.%s; INSERT INTO main.%s SELECT * FROM before.%s",
                           tables[i], tables[i], tables[i]);

      if (strcmp (tables[i], "meta") != 0 && strcmp (tables[i], "chunk") != 0 &&
          !tn_database_exec (database, sql, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_content (TnProject *self, const char *directory, GError **error)
{
  g_autofree char *store = g_build_filename (directory, TN_SESSION_STORE, NULL);
  gboolean taken;

  if (!tn_project_attach (self, store, error))
    return FALSE;
  taken = tn_project_write (self, TN_WRITE_CHANGE, write_back, NULL, error);
  tn_project_detach (self);

  return taken;
}

static gboolean
bring_back (TnProject *self,
            const char *directory,
            TnProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TnProgress) copying =
      progress != NULL ? tn_progress_new_part (progress, 0, 0.4) : NULL;
  g_autoptr (TnProgress) saving = progress != NULL ? tn_progress_new_part (progress, 0.6, 1) : NULL;

  if (!unpack (self, directory, copying, cancellable, error) ||
      !tn_project_save (self, TN_SAVE_DEFAULT, NULL, cancellable, error) ||
      !take_content (self, directory, error))
    return FALSE;
  /* What the file holds now becomes the version before, also when it is a periodic copy. */
  tn_project_end_periodic (self);

  return tn_project_save (self, TN_SAVE_KEEP_PREVIOUS, saving, NULL, error);
}

/**
 * tn_project_bring_back_previous:
 * @error: %TN_ERROR_NOT_FOUND when none is kept, %TN_ERROR_DAMAGED, %TN_ERROR_BUSY while a
 *   run goes on, and as tn_project_save()
 *
 * Puts the content of the version before, with its history, in the place of the present
 * content, which is saved first and then is the version before: doing this twice changes
 * nothing. The project stays open; an error leaves it as it was, or, when only the last
 * save is missing, as it is to become.
 */
gboolean
tn_project_bring_back_previous (TnProject *self,
                                TnProgress *progress,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autofree TnPrevious *previous = tn_project_get_previous (self, error);
  g_autofree char *root = g_path_get_dirname (self->session);
  g_autoptr (TnLock) lock = NULL;
  g_autofree char *directory = NULL;
  gboolean done;

  if (previous == NULL)
    return FALSE;
  directory = tn_foreign_begin (root, "scratch-", &lock, error);
  if (directory == NULL)
    return FALSE;
  done = bring_back (self, directory, progress, cancellable, error);
  tn_file_remove_tree (directory);

  return done;
}
