/* tn-save-replace.c: a store takes the place of the chosen file
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
#include "tn-file.h"
#include "tn-save-private.h"

/* Above this the version before is kept only when asked for. */
#define MAX_PREVIOUS_BYTES (256 * 1024 * 1024)

/* Beside the database itself: the catalogue of the file system. */
#define SPARE_BYTES (64 * 1024)

/* The store is kept with a journal, the file without: readers elsewhere then need no
 * files beside it. Bytes 18 and 19 of the header say which (sqlite.org/fileformat2.html). */
static gboolean
mark_as_plain (int fd)
{
  const guint8 plain[] = { 1, 1 };

  return pwrite (fd, plain, sizeof plain, 18) == sizeof plain;
}

/* As the file that is replaced was, the owner where that is allowed; a new one is made as any is.
 */
static void
copy_permissions (int fd, const char *target)
{
  struct stat info;

  if (stat (target, &info) == 0)
    {
      if (fchown (fd, info.st_uid, info.st_gid) != 0 && fchown (fd, -1, info.st_gid) != 0)
        errno = 0;
      fchmod (fd, info.st_mode & 07777);
    }
}

static gboolean
copy_store (const TnSaving *saving, int from, int to, TnProgress *progress, GError **error)
{
  struct stat info;

  if (saving->project->seal != NULL)
    return tn_seal_write (saving->project->seal, saving->identity, from, to, saving->target,
                          progress, saving->cancellable, error);
  if (fstat (from, &info) != 0)
    {
      tn_error_set_errno (error, errno, saving->target);
      return FALSE;
    }
  if (!tn_file_copy_content (from, to, info.st_size, saving->target, progress, saving->cancellable,
                             error))
    return FALSE;
  if (mark_as_plain (to))
    return TRUE;
  tn_error_set_errno (error, errno, saving->target);

  return FALSE;
}

static gboolean
write_temporary (const TnSaving *saving,
                 const char *store,
                 int to,
                 TnProgress *progress,
                 GError **error)
{
  /* Closing any descriptor of the store drops all locks this process has on it, those of
   * its connections too; another process that closes it would then remove the journal under
   * them. So this one stays open as long as they do. */
  gboolean is_live = g_str_has_suffix (store, "/" TN_SESSION_STORE);
  int from = is_live ? saving->project->copy_fd : -1;
  gboolean written = FALSE;

  if (from < 0)
    from = open (store, O_RDONLY | O_CLOEXEC);
  if (is_live)
    saving->project->copy_fd = from;
  if (from < 0 || lseek (from, 0, SEEK_SET) != 0)
    tn_session_set_errno (error, errno, store);
  else if (copy_store (saving, from, to, progress, error))
    {
      copy_permissions (to, saving->target);
      written = fsync (to) == 0;
      if (!written)
        tn_error_set_errno (error, errno, saving->target);
    }
  if (from >= 0 && !is_live)
    close (from);

  return written;
}

/* A second name for the file about to be replaced costs nothing; elsewhere it is copied.
 * Not having it is no reason not to save. */
static void
keep_previous (TnProject *self, const char *target, TnSaveFlags flags)
{
  g_autofree char *previous = g_build_filename (self->session, TN_SESSION_PREVIOUS, NULL);
  g_autofree char *fresh = g_strconcat (previous, ".new", NULL);
  struct stat info;

  /* Several copies after one save do not push out what the person saved before. */
  if (stat (target, &info) != 0 || (self->copied && !self->resealing))
    return;
  g_unlink (fresh);
  /* One under another password, or under none, would outlive what the person asked for. */
  if (self->resealing ||
      (info.st_size > MAX_PREVIOUS_BYTES && (flags & TN_SAVE_KEEP_PREVIOUS) == 0))
    {
      g_unlink (previous);
      return;
    }
  if (link (target, fresh) == 0 || tn_file_copy (target, fresh, NULL, NULL, NULL))
    g_rename (fresh, previous);
}

/**
 * tn_save_temporary_name:
 *
 * Returns: (transfer full): where a save to @target is written first. The same name each
 *   time, so that what a killed save left is found and removed
 */
char *
tn_save_temporary_name (TnProject *self, const char *target)
{
  g_autofree char *directory = g_path_get_dirname (target);
  g_autofree char *name = g_path_get_basename (target);
  /* A name may have 255 bytes; the uuid alone makes it unique. */
  g_autofree char *hidden = g_strdup_printf (".%.100s.%s", name, self->uuid);

  return g_build_filename (directory, hidden, NULL);
}

/* Whoever was taken over from meanwhile does not write over the new holder's file. */
static gboolean
put_in_place (TnProject *self, const char *temporary, const char *target, GError **error)
{
  if (!tn_lock_check (self->lock, error))
    return FALSE;
  if (g_rename (temporary, target) == 0)
    return TRUE;
  tn_error_set_errno (error, errno, target);

  return FALSE;
}

/* Moved, or on a disk that was taken out since the file was opened. */
static gboolean
require_folder (const char *directory, const char *target, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;

  if (g_file_test (directory, G_FILE_TEST_IS_DIR))
    return TRUE;
  folder = g_filename_display_name (directory);
  file = g_filename_display_basename (target);
  tn_error_set (error, TN_ERROR_NOT_FOUND,
                N_ ("The folder {folder} for {file} is not there. Nothing is lost: bring the "
                    "folder back, or save under another name."),
                "folder", folder, "file", file, NULL);

  return FALSE;
}

/**
 * tn_saving_require_room:
 * @self: a save
 * @store: what is to be written
 * @error: %TN_ERROR_NOT_FOUND without the folder of the target, %TN_ERROR_SPACE with what is
 *   needed, %TN_ERROR_IO
 *
 * Returns: whether @store fits beside the target
 */
gboolean
tn_saving_require_room (const TnSaving *self, const char *store, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (self->target);
  struct stat info;

  if (!require_folder (directory, self->target, error))
    return FALSE;
  if (stat (store, &info) != 0)
    {
      tn_session_set_errno (error, errno, store);
      return FALSE;
    }

  return tn_file_require_space (directory, info.st_size + SPARE_BYTES, error);
}

/**
 * tn_saving_replace:
 * @self: a save
 * @store: what is written: the live store at rest, or a copy of it
 * @progress: (nullable): how far
 * @error: %TN_ERROR_IO, %TN_ERROR_SPACE, %TN_ERROR_BUSY when the project was taken over
 *   meanwhile, or G_IO_ERROR_CANCELLED
 *
 * Writes @store beside the target, sealed where the project is, and renames it when it is
 * safe on the disk. The file that was there is kept as the version before.
 *
 * Returns: whether the target holds @store
 */
gboolean
tn_saving_replace (const TnSaving *self, const char *store, TnProgress *progress, GError **error)
{
  g_autofree char *directory = g_path_get_dirname (self->target);
  g_autofree char *temporary = tn_save_temporary_name (self->project, self->target);
  int fd;
  gboolean written;

  g_unlink (temporary);
  fd = open (temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC,
             g_file_test (self->target, G_FILE_TEST_EXISTS) ? 0600 : 0666);
  if (fd < 0)
    {
      tn_error_set_errno (error, errno, self->target);
      return FALSE;
    }
  written = write_temporary (self, store, fd, progress, error);
  close (fd);
  if (written)
    {
      keep_previous (self->project, self->target, self->flags);
      written = put_in_place (self->project, temporary, self->target, error);
    }
  if (!written)
    g_unlink (temporary);
  else if (!tn_file_sync_directory (directory))
    {
      /* The new file is there, but after a power cut it may be the old one. */
      tn_error_set_errno (error, errno, self->target);
      return FALSE;
    }

  return written;
}
