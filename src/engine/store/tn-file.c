/* tn-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-file.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-session.h"

/* About 5 ms of copying: cancelling is looked at between blocks. */
#define BLOCK_BYTES (4 * 1024 * 1024)

/**
 * tn_file_read_fully:
 * @fd: a file at the place to read from
 * @data: (out caller-allocates): at least @size bytes
 *
 * Returns: how many bytes were read: @size, or fewer at the end of the file alone; -1 with errno
 */
gssize
tn_file_read_fully (int fd, void *data, gsize size)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = read (fd, (char *) data + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return -1;
      if (n == 0)
        break;
      done += n;
    }

  return done;
}

/**
 * tn_file_write_fully:
 * @fd: a file at the place to write to
 *
 * Returns: whether all @size bytes of @data were written; errno says why not
 */
gboolean
tn_file_write_fully (int fd, const void *data, gsize size)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = write (fd, (const char *) data + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      done += n;
    }

  return TRUE;
}

/* For file systems that cannot copy by themselves. 0 at the end of the file. */
static gssize
copy_block_by_hand (int from, int to, char *buffer)
{
  gssize n = tn_file_read_fully (from, buffer, BLOCK_BYTES);

  return n > 0 && !tn_file_write_fully (to, buffer, n) ? -1 : n;
}

static gssize
copy_block (int from, int to, gboolean *by_hand, char **buffer)
{
  gssize n = -1;

  if (!*by_hand)
    {
      n = copy_file_range (from, NULL, to, NULL, BLOCK_BYTES, 0);
      /* Also what some network file systems give instead of an error. */
      *by_hand = n < 0 && errno != ENOSPC && errno != EDQUOT && errno != EFBIG && errno != EINTR;
    }
  if (*by_hand)
    {
      if (*buffer == NULL)
        *buffer = g_malloc (BLOCK_BYTES);
      n = copy_block_by_hand (from, to, *buffer);
    }

  return n;
}

/* @errnum: (out): why the disk did not take it; 0 with @error set, or on success */
static gboolean
copy_blocks (int from,
             int to,
             goffset size,
             int *errnum,
             TnProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree char *buffer = NULL;
  gboolean by_hand = FALSE;
  goffset done = 0;

  *errnum = 0;
  if (ioctl (to, FICLONE, from) == 0)
    return TRUE;
  while (done < size)
    {
      gssize n = copy_block (from, to, &by_hand, &buffer);

      *errnum = n < 0 && errno != EINTR ? errno : 0;
      if (*errnum != 0)
        return FALSE;
      if (tn_cancelled (cancellable, error))
        return FALSE;
      if (n == 0)
        {
          tn_error_set (error, TN_ERROR_IO,
                        N_ ("A file of the project became shorter while it was copied. Try again."),
                        NULL);
          return FALSE;
        }
      done += MAX (n, 0);
      tn_progress_report (progress, (double) done / size);
    }

  return TRUE;
}

/**
 * tn_file_copy_content:
 * @from: read from its beginning
 * @to: an empty file
 * @size: bytes of @from
 * @to_path: for messages
 *
 * Copies the bytes: as a reference where the file system can, in the kernel otherwise.
 */
gboolean
tn_file_copy_content (int from,
                      int to,
                      goffset size,
                      const char *to_path,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  int errnum;

  if (copy_blocks (from, to, size, &errnum, progress, cancellable, error))
    return TRUE;
  if (errnum != 0)
    tn_error_set_errno (error, errnum, to_path);

  return FALSE;
}

/**
 * tn_file_copy:
 * @to: in a session directory
 *
 * Copies a file to a new one of mode 0600; what was begun is removed on error.
 */
gboolean
tn_file_copy (const char *from,
              const char *to,
              TnProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  int in = open (from, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  int out = in >= 0 ? open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
  int errnum = out < 0 ? errno : 0;
  struct stat info;
  gboolean copied = FALSE;

  if (in < 0 || fstat (in, &info) != 0)
    tn_error_set_errno (error, errno, from);
  else if (out >= 0)
    copied = copy_blocks (in, out, info.st_size, &errnum, progress, cancellable, error);
  if (in >= 0 && errnum != 0)
    tn_session_set_errno (error, errnum, to);

  if (in >= 0)
    close (in);
  if (out >= 0)
    {
      close (out);
      if (!copied)
        g_unlink (to);
    }

  return copied;
}

/**
 * tn_file_sync_directory:
 *
 * Makes names in @path last through a power cut.
 *
 * Returns: %FALSE with errno when that is not certain
 */
gboolean
tn_file_sync_directory (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  /* Some file systems cannot sync a directory and need not; some folders can be written
   * and not read. */
  gboolean synced = fd < 0 || fsync (fd) == 0 || errno == EINVAL || errno == ENOTSUP;
  int errnum = errno;

  if (fd >= 0)
    close (fd);
  errno = errnum;

  return synced;
}

/**
 * tn_file_require_space:
 * @directory: where something is to be written
 * @needed: bytes
 * @error: %TN_ERROR_SPACE with what is needed and what is free
 */
gboolean
tn_file_require_space (const char *directory, goffset needed, GError **error)
{
  struct statvfs info;
  guint64 available;
  g_autofree char *need = NULL;
  g_autofree char *have = NULL;

  if (statvfs (directory, &info) != 0)
    {
      tn_error_set_errno (error, errno, directory);
      return FALSE;
    }
  available = (guint64) info.f_bavail * info.f_frsize;
  if (available >= (guint64) needed)
    return TRUE;

  need = g_format_size (needed);
  have = g_format_size (available);
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("{folder} has {free} left; {needed} are needed. Nothing was changed; make room "
                    "and try again."),
                "folder", directory, "free", have, "needed", need, NULL);

  return FALSE;
}

/**
 * tn_file_remove_tree:
 *
 * Removes a directory and what is in it; links are removed, not followed.
 */
void
tn_file_remove_tree (const char *path)
{
  gboolean is_link = g_file_test (path, G_FILE_TEST_IS_SYMLINK);
  g_autoptr (GDir) dir = is_link ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      tn_file_remove_tree (child);
    }
  g_remove (path);
}

/**
 * tn_file_resolve:
 *
 * Returns: (transfer full): the absolute path without links, also of a file that is yet
 *   to be made
 */
char *
tn_file_resolve (const char *path)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *dir = g_path_get_dirname (absolute);
  g_autofree char *name = g_path_get_basename (absolute);
  char *real = realpath (absolute, NULL);
  char *result;

  if (real == NULL)
    {
      real = realpath (dir, NULL);
      if (real == NULL)
        return g_steal_pointer (&absolute);
      result = g_build_filename (real, name, NULL);
    }
  else
    result = g_strdup (real);
  free (real);

  return result;
}
