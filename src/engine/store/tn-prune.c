/* tn-prune.c: live stores that are kept only to open their file faster
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "tn-file.h"
#include "tn-project-private.h"

#define USED_NAME    "used"
#define MAX_SESSIONS 12
#define MAX_BYTES    (G_GINT64_CONSTANT (8) << 30)

typedef struct
{
  char *directory;
  gint64 used; /* grows with each use: clocks are set back, and then the newest would go first */
  gint64 size;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *self = data;

  g_free (self->directory);
  g_free (self);
}

static gint64
size_of (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  struct stat info;

  return stat (path, &info) == 0 ? info.st_size : 0;
}

static gint64
read_used (const char *directory)
{
  g_autofree char *path = g_build_filename (directory, USED_NAME, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? g_ascii_strtoll (text, NULL, 10) : 0;
}

static Kept *
kept_new (const char *directory)
{
  Kept *self = g_new0 (Kept, 1);

  self->directory = g_strdup (directory);
  self->used = read_used (directory);
  self->size = size_of (directory, TN_SESSION_STORE) + size_of (directory, TN_SESSION_CACHE);

  return self;
}

static int
compare_used (gconstpointer a, gconstpointer b)
{
  const Kept *one = *(Kept *const *) a;
  const Kept *other = *(Kept *const *) b;

  return (one->used < other->used) - (one->used > other->used);
}

static GPtrArray *
list_sessions (const char *root)
{
  GPtrArray *sessions = g_ptr_array_new_with_free_func (kept_free);
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_uuid_string_is_valid (name))
      {
        g_autofree char *directory = g_build_filename (root, name, NULL);

        g_ptr_array_add (sessions, kept_new (directory));
      }
  g_ptr_array_sort (sessions, compare_used);

  return sessions;
}

/**
 * tn_session_mark_used:
 * @directory: the store that was used last
 *
 * Not synced: it decides about nothing but which stores are kept to open faster.
 */
void
tn_session_mark_used (const char *root, const char *directory)
{
  g_autoptr (GPtrArray) sessions = list_sessions (root);
  const Kept *last = sessions->len > 0 ? g_ptr_array_index (sessions, 0) : NULL;
  g_autofree char *path = g_build_filename (directory, USED_NAME, NULL);
  g_autofree char *text = NULL;

  if (last == NULL || (last->used > 0 && strcmp (last->directory, directory) == 0))
    return;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, last->used + 1);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

/* The file is where it was, is this very save, and holds every change of the store. */
static gboolean
file_holds_everything (const char *directory)
{
  g_autofree char *store = g_build_filename (directory, TN_SESSION_STORE, NULL);
  g_autoptr (TnSessionRecord) record = tn_session_record_load (directory);
  g_autoptr (TnFileIdentity) file =
      record->path != NULL ? tn_file_identity_read (record->path, NULL) : NULL;
  g_autoptr (TnDatabase) database = NULL;
  gint64 revision = -1;

  if (file == NULL || g_strcmp0 (file->save_id, record->file) != 0)
    return FALSE;
  database = tn_database_open (store, TN_DATABASE_READ_ONLY, NULL);

  return database != NULL &&
         tn_database_get_int (database, "SELECT revision FROM meta", &revision, NULL) &&
         revision == record->revision;
}

/**
 * tn_session_is_spare:
 * @directory: of a session that nobody has open
 *
 * Returns: whether its store can be made again from the file
 */
gboolean
tn_session_is_spare (const char *directory)
{
  return !tn_session_has_store (directory) || file_holds_everything (directory);
}

static void
remove_if_saved (const char *root, const char *directory)
{
  g_autoptr (TnLock) lock = tn_lock_acquire (directory, FALSE, NULL);
  g_autofree char *gone = NULL;

  if (lock == NULL || !tn_session_is_spare (directory))
    return;
  /* Renamed first: a half removed directory must not look like a session. */
  gone = tn_session_make_directory (root, "scratch-", NULL);
  if (gone != NULL && g_rename (directory, gone) == 0)
    tn_file_remove_tree (gone);
}

/**
 * tn_session_prune:
 *
 * Keeps the stores used last, twelve and 8 GB of them; of the others removes those that
 * nobody has open and whose file holds everything. Opening that file again copies it in.
 */
void
tn_session_prune (const char *root)
{
  g_autoptr (GPtrArray) sessions = list_sessions (root);
  gint64 size = 0;

  for (guint i = 0; i < sessions->len; i++)
    {
      const Kept *kept = g_ptr_array_index (sessions, i);

      size += kept->size;
      if (i >= MAX_SESSIONS || (size > MAX_BYTES && i > 0))
        remove_if_saved (root, kept->directory);
    }
}
