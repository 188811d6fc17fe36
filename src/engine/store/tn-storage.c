/* tn-storage.c: how much disk open projects take, and giving back what can be made again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "tn-project.h"
#include "tn-session.h"

void
tn_storage_free (TnStorage *self)
{
  g_free (self->folder);
  g_free (self);
}

/* SQLite keeps two files beside its own: they come and go with it. */
static const char *const beside[] = { "", "-wal", "-shm" };

static gint64
size_of (const char *directory, const char *name)
{
  g_autofree char *path = g_build_filename (directory, name, NULL);
  struct stat info;

  return lstat (path, &info) == 0 && S_ISREG (info.st_mode) ? info.st_size : 0;
}

static gint64
size_of_all (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  const char *name;
  gint64 size = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    size += size_of (directory, name);

  return size;
}

/* With the database goes what is beside it, and before it: a journal without its database would
 * be taken for that of the next. */
static gint64
visit_database (const char *directory, const char *database, gboolean remove)
{
  gint64 size = 0;

  for (guint i = G_N_ELEMENTS (beside); i > 0; i--)
    {
      g_autofree char *name = g_strconcat (database, beside[i - 1], NULL);
      g_autofree char *path = g_build_filename (directory, name, NULL);
      gint64 one = size_of (directory, name);

      if (!remove || g_unlink (path) == 0)
        size += one;
    }

  return size;
}

/* Of a session that somebody has open nothing is touched. The version before stays. */
static gint64
visit_session (const char *directory, gboolean remove)
{
  g_autoptr (TnLock) lock = tn_lock_acquire (directory, FALSE, NULL);
  gint64 size;

  if (lock == NULL)
    return 0;
  size = visit_database (directory, TN_SESSION_CACHE, remove);
  if (tn_session_has_store (directory) && tn_session_is_spare (directory))
    size += visit_database (directory, TN_SESSION_STORE, remove);

  return size;
}

static gint64
visit_all (const char *root, gboolean remove, gint64 *bytes)
{
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  gint64 spare = 0;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *directory = g_build_filename (root, name, NULL);

      *bytes += size_of_all (directory);
      if (g_uuid_string_is_valid (name))
        spare += visit_session (directory, remove);
    }

  return spare;
}

/**
 * tn_storage_measure:
 * @error: %TN_ERROR_IO when the folder cannot be used
 *
 * Returns: (transfer full): how much the folder of open projects takes
 */
TnStorage *
tn_storage_measure (GError **error)
{
  char *root = tn_session_get_root (error);
  TnStorage *self;

  if (root == NULL)
    return NULL;
  self = g_new0 (TnStorage, 1);
  self->folder = root;
  self->spare = visit_all (root, FALSE, &self->bytes);

  return self;
}

/**
 * tn_storage_clear:
 * @error: %TN_ERROR_IO when the folder cannot be used
 *
 * Removes what can be made again. What no file holds stays, and so does what is open.
 *
 * Returns: bytes that are free now; -1 with @error
 */
gint64
tn_storage_clear (GError **error)
{
  g_autofree char *root = tn_session_get_root (error);
  gint64 bytes = 0;

  return root != NULL ? visit_all (root, TRUE, &bytes) : -1;
}
