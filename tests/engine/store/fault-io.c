/* fault-io.c
 *
 * Calls of the C library that change files are defined here once more. The program's own
 * definitions come before those of libraries, so SQLite and GLib use them too.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Both names of a call are needed, not one as the alias of the other. */
#undef _FILE_OFFSET_BITS

#include "config.h"

#include "fault-io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static GMutex lock; /* guards what follows */
static char folder[512];
static guint nth; /* 0: nothing fails */
static int errnum;
static gboolean sticky;
static guint n_calls;
static const char *hit;

/**
 * fault_arm:
 * @below: files in this folder count; the test's own output does not
 * @which: the first call that fails, from 1
 * @error: its errno
 * @stays: whether all later calls fail too
 */
void
fault_arm (const char *below, guint which, int error, gboolean stays)
{
  g_mutex_lock (&lock);
  g_strlcpy (folder, below, sizeof folder);
  nth = which;
  errnum = error;
  sticky = stays;
  n_calls = 0;
  hit = NULL;
  g_mutex_unlock (&lock);
}

/* Returns how many calls were seen. */
guint
fault_disarm (void)
{
  guint n;

  g_mutex_lock (&lock);
  nth = 0;
  n = n_calls;
  g_mutex_unlock (&lock);

  return n;
}

/* Returns: the call that failed first since fault_arm(); %NULL when none did */
const char *
fault_get_hit (void)
{
  const char *name;

  g_mutex_lock (&lock);
  name = hit;
  g_mutex_unlock (&lock);

  return name;
}

static gboolean
fails (const char *path, const char *call)
{
  gboolean failing = FALSE;

  g_mutex_lock (&lock);
  if (nth > 0 && strncmp (path, folder, strlen (folder)) == 0)
    {
      n_calls++;
      failing = n_calls == nth || (sticky && n_calls > nth);
      if (failing && hit == NULL)
        hit = call;
    }
  g_mutex_unlock (&lock);
  if (failing)
    errno = errnum;

  return failing;
}

static gboolean
fails_on (int fd, const char *call)
{
  char link_path[64], path[512];
  gssize n;

  /* Most of a program's writes are not looked at twice. */
  if (g_atomic_int_get (&nth) == 0)
    return FALSE;
  snprintf (link_path, sizeof link_path, "/proc/self/fd/%d", fd);
  n = readlink (link_path, path, sizeof path - 1);
  if (n <= 0)
    return FALSE;
  path[n] = '\0';

  return fails (path, call);
}

ssize_t
write (int fd, const void *data, size_t size)
{
  return fails_on (fd, "write") ? -1 : syscall (SYS_write, fd, data, size);
}

ssize_t
pwrite (int fd, const void *data, size_t size, off_t offset)
{
  return fails_on (fd, "pwrite") ? -1 : syscall (SYS_pwrite64, fd, data, size, offset);
}

ssize_t
pwrite64 (int fd, const void *data, size_t size, off64_t offset)
{
  return fails_on (fd, "pwrite") ? -1 : syscall (SYS_pwrite64, fd, data, size, offset);
}

int
ftruncate (int fd, off_t size)
{
  return fails_on (fd, "ftruncate") ? -1 : syscall (SYS_ftruncate, fd, size);
}

int
ftruncate64 (int fd, off64_t size)
{
  return fails_on (fd, "ftruncate") ? -1 : syscall (SYS_ftruncate, fd, size);
}

int
fsync (int fd)
{
  return fails_on (fd, "fsync") ? -1 : syscall (SYS_fsync, fd);
}

int
fdatasync (int fd)
{
  return fails_on (fd, "fdatasync") ? -1 : syscall (SYS_fdatasync, fd);
}

ssize_t
copy_file_range (int from,
                 off64_t *from_offset,
                 int to,
                 off64_t *to_offset,
                 size_t size,
                 unsigned int flags)
{
  return fails_on (to, "copy_file_range")
             ? -1
             : syscall (SYS_copy_file_range, from, from_offset, to, to_offset, size, flags);
}

int
rename (const char *from, const char *to)
{
  return fails (to, "rename") ? -1 : syscall (SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}

int
link (const char *from, const char *to)
{
  return fails (to, "link") ? -1 : syscall (SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
mkdir (const char *path, mode_t mode)
{
  return fails (path, "mkdir") ? -1 : syscall (SYS_mkdirat, AT_FDCWD, path, mode);
}

static int
open_or_fail (const char *path, int flags, mode_t mode)
{
  if ((flags & O_CREAT) != 0 && fails (path, "open"))
    return -1;

  return syscall (SYS_openat, AT_FDCWD, path, flags, mode);
}

int
open (const char *path, int flags, ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (args, mode_t) : 0;
  va_end (args);

  return open_or_fail (path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  va_list args;
  mode_t mode;

  va_start (args, flags);
  mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg (args, mode_t) : 0;
  va_end (args);

  return open_or_fail (path, flags, mode);
}
