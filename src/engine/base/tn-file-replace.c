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
  do
    {
      g_free (hidden);
      hidden = g_strdup_printf ("%s/" PART "%08x", folder, g_random_int ());
    }
  while (linkat (AT_FDCWD, self->name, AT_FDCWD, hidden, AT_SYMLINK_FOLLOW) != 0 &&
         errno == EEXIST);
  if (g_rename (hidden, self->path) == 0)
    return TRUE;
  errnum = errno;
  g_unlink (hidden);
  errno = errnum;

  return FALSE;
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
  int dir;

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
  dir = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir >= 0)
    {
      (void) fsync (dir);
      close (dir);
    }
  g_clear_pointer (&self->name, g_free);
  tn_file_replace_abort (self);

  return TRUE;
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
