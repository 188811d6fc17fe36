/* tn-file-replace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-file-replace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-error.h"

/* Hidden, and short: the name of the file itself may be as long as names can be. */
#define PART ".tenure-part-"

/* Younger ones may be of somebody who has not come to lock them. */
#define STALE_SECONDS 60

/**
 * tn_file_replace_set_error:
 * @errnum: an errno
 *
 * Says in a sentence why the file could not be written.
 */
void
tn_file_replace_set_error (const TnFileReplace *self, int errnum, GError **error)
{
  g_autofree char *name = g_path_get_basename (self->path);

  if (errnum == ENOSPC || errnum == EDQUOT || errnum == EFBIG)
    tn_error_take (error, TN_ERROR_SPACE,
                   tn_message_text (tn_message_new (N_ ("There is no room to write {file}; make "
                                                        "room on the disk or choose another "
                                                        "folder. Nothing was changed.")),
                                    "file", name));
  else if (errnum == EACCES || errnum == EROFS || errnum == EPERM || errnum == ENOENT ||
           errnum == ENOTDIR)
    tn_error_take (error, TN_ERROR_IO,
                   tn_message_text (tn_message_new (N_ ("The folder for {file} cannot be written "
                                                        "to; choose another folder.")),
                                    "file", name));
  else
    tn_error_set_errno (error, errnum, name);
}

/* What somebody left who was killed in the moment of giving the name: nobody holds its lock. */
static void
remove_stale (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  time_t now = time (NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      struct stat info;
      int fd;

      if (!g_str_has_prefix (name, PART))
        continue;
      path = g_build_filename (folder, name, NULL);
      fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
      if (fd < 0)
        continue;
      if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) &&
          ABS (now - info.st_mtime) > STALE_SECONDS && flock (fd, LOCK_EX | LOCK_NB) == 0)
        g_unlink (path);
      close (fd);
    }
}

/* A file without a name is gone with its process. Where the file system has none, it has one. */
static void
open_part (TnFileReplace *self, const char *folder)
{
  self->fd = open (folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
  self->nameless = self->fd >= 0;
  if (self->nameless)
    {
      self->name = g_strdup_printf ("/proc/self/fd/%d", self->fd);
      return;
    }
  self->name = g_build_filename (folder, PART "XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->name, O_RDWR | O_CLOEXEC, 0666);
  if (self->fd < 0)
    g_clear_pointer (&self->name, g_free);
}

/**
 * tn_file_replace_begin:
 * @self: (out caller-allocates): to be ended by tn_file_replace_commit() or
 *   tn_file_replace_abort() when this gives %TRUE
 * @path: the file to be
 * @error: %TN_ERROR_SPACE, %TN_ERROR_IO
 *
 * Opens a file that is nowhere to be seen until the commit, whatever happens to the process. It
 * has the permissions of the file it is to replace.
 */
gboolean
tn_file_replace_begin (TnFileReplace *self, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat old;

  *self = (TnFileReplace){ .path = g_strdup (path) };
  remove_stale (folder);
  open_part (self, folder);
  if (self->fd < 0)
    {
      tn_file_replace_set_error (self, errno, error);
      tn_file_replace_abort (self);
      return FALSE;
    }
  (void) flock (self->fd, LOCK_EX | LOCK_NB);
  if (stat (path, &old) == 0)
    (void) fchmod (self->fd, old.st_mode & 0777);

  return TRUE;
}

/**
 * tn_file_replace_write:
 * @data: (array length=size): what comes next
 * @error: %TN_ERROR_SPACE when the disk is full, %TN_ERROR_IO
 *
 * Writes all of it; nothing of it shows under the file's name before it is finished.
 */
gboolean
tn_file_replace_write (TnFileReplace *self, const char *data, gsize size, GError **error)
{
  while (size > 0)
    {
      gssize n = write (self->fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          tn_file_replace_set_error (self, n == 0 ? ENOSPC : errno, error);
          return FALSE;
        }
      data += n;
      size -= (gsize) n;
    }

  return TRUE;
}

/* Everything is on the disk after this, still without its name. */
gboolean
tn_file_replace_sync (TnFileReplace *self, GError **error)
{
  if (fsync (self->fd) == 0)
    return TRUE;
  tn_file_replace_set_error (self, errno, error);

  return FALSE;
}

/* Links @self under a hidden name of the folder. */
static char *
link_hidden (const char *from, const char *folder)
{
  g_autofree char *hidden = NULL;

  do
    {
      g_free (hidden);
      hidden = g_strdup_printf ("%s/" PART "%08x", folder, g_random_int ());
      if (linkat (AT_FDCWD, from, AT_FDCWD, hidden, AT_SYMLINK_FOLLOW) == 0)
        return g_steal_pointer (&hidden);
    }
  while (errno == EEXIST);

  return NULL;
}

/* A name can be given to a nameless file only where there is none: an older file is replaced by
 * way of a hidden one. */
static gboolean
give_name (TnFileReplace *self, const char *folder)
{
  g_autofree char *hidden = NULL;
  int errnum;

  if (!self->nameless)
    return g_rename (self->name, self->path) == 0;
  if (linkat (AT_FDCWD, self->name, AT_FDCWD, self->path, AT_SYMLINK_FOLLOW) == 0)
    return TRUE;
  if (errno != EEXIST)
    return FALSE;
  hidden = link_hidden (self->name, folder);
  if (hidden == NULL)
    return FALSE;
  if (g_rename (hidden, self->path) == 0)
    return TRUE;
  errnum = errno;
  g_unlink (hidden);
  errno = errnum;

  return FALSE;
}

static void
sync_folder (const char *folder)
{
  int dir = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (dir < 0)
    return;
  (void) fsync (dir);
  close (dir);
}

/**
 * tn_file_replace_commit:
 * @error: %TN_ERROR_SPACE, %TN_ERROR_IO; the older file is as it was
 *
 * Makes the file lasting, then gives it its name; then makes the name lasting. Ends @self.
 */
gboolean
tn_file_replace_commit (TnFileReplace *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (!tn_file_replace_sync (self, error))
    {
      tn_file_replace_abort (self);
      return FALSE;
    }
  if (!give_name (self, folder))
    {
      tn_file_replace_set_error (self, errno, error);
      tn_file_replace_abort (self);
      return FALSE;
    }
  sync_folder (folder);
  g_clear_pointer (&self->name, g_free);
  tn_file_replace_abort (self);

  return TRUE;
}

/* What stood under the name before; %NULL when nothing did, or the file system has no links. */
static char *
keep_older (const TnFileReplace *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  return link_hidden (self->path, folder);
}

static void
put_back (const TnFileReplace *self, const char *older)
{
  if (older != NULL)
    (void) g_rename (older, self->path);
  else
    g_unlink (self->path);
}

/**
 * tn_file_replace_commit_all:
 * @files: (array length=n): in the order in which they get their names
 * @error: %TN_ERROR_SPACE, %TN_ERROR_IO; the older files are as they were
 *
 * As tn_file_replace_commit() for files that belong together: all are lasting before the first gets
 * its name, and when one does not get it the others lose theirs again. Ends them.
 */
gboolean
tn_file_replace_commit_all (TnFileReplace *files, guint n, GError **error)
{
  g_auto (GStrv) older = g_new0 (char *, n + 1);
  gboolean ok = TRUE;
  guint n_named = 0;

  for (guint i = 0; i < n && ok; i++)
    ok = tn_file_replace_sync (&files[i], error);
  while (ok && n_named < n)
    {
      g_autofree char *folder = g_path_get_dirname (files[n_named].path);

      older[n_named] = keep_older (&files[n_named]);
      if (older[n_named] == NULL)
        older[n_named] = g_strdup ("");
      ok = give_name (&files[n_named], folder);
      if (!ok)
        tn_file_replace_set_error (&files[n_named], errno, error);
      else
        n_named++;
    }
  for (guint i = n_named; !ok && i-- > 0;)
    put_back (&files[i], *older[i] != '\0' ? older[i] : NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *folder = g_path_get_dirname (files[i].path);

      if (older[i] != NULL && *older[i] != '\0')
        g_unlink (older[i]);
      sync_folder (folder);
      if (i < n_named)
        g_clear_pointer (&files[i].name, g_free);
      tn_file_replace_abort (&files[i]);
    }

  return ok;
}

/* Removes what was written; nothing to do after a commit. */
void
tn_file_replace_abort (TnFileReplace *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  if (self->name != NULL && !self->nameless)
    g_unlink (self->name);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->path, g_free);
}
