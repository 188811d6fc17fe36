/* tn-file-replace.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-file-replace-private.h"

void
_tn_file_replace_set_error (const TnFileReplace *self, int errnum, GError **error)
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

/* Opens the temporary file. Until the commit nothing is seen of it under @path. */
gboolean
_tn_file_replace_begin (TnFileReplace *self, const char *path, GError **error)
{
  struct stat old;
  mode_t mask;

  self->path = g_strdup (path);
  self->temporary = g_strdup_printf ("%s.part-XXXXXX", path);
  self->fd = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      _tn_file_replace_set_error (self, errno, error);
      g_clear_pointer (&self->temporary, g_free);
      _tn_file_replace_abort (self);
      return FALSE;
    }
  if (stat (path, &old) == 0)
    (void) fchmod (self->fd, old.st_mode & 0777);
  else
    {
      mask = umask (0);
      umask (mask);
      (void) fchmod (self->fd, 0666 & ~mask);
    }

  return TRUE;
}

gboolean
_tn_file_replace_write (TnFileReplace *self, const char *data, gsize size, GError **error)
{
  while (size > 0)
    {
      gssize n = write (self->fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          _tn_file_replace_set_error (self, errno, error);
          return FALSE;
        }
      data += n;
      size -= n;
    }

  return TRUE;
}

/* Makes the file lasting, then gives it its name; then the name lasting. */
gboolean
_tn_file_replace_commit (TnFileReplace *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int dir;

  if (fsync (self->fd) != 0 || g_rename (self->temporary, self->path) != 0)
    {
      _tn_file_replace_set_error (self, errno, error);
      _tn_file_replace_abort (self);
      return FALSE;
    }
  g_clear_pointer (&self->temporary, g_free);
  dir = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir >= 0)
    {
      (void) fsync (dir);
      close (dir);
    }
  _tn_file_replace_abort (self);

  return TRUE;
}

/* Removes what was written; nothing to do after a commit. */
void
_tn_file_replace_abort (TnFileReplace *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_clear_pointer (&self->temporary, g_free);
  g_clear_pointer (&self->path, g_free);
}
