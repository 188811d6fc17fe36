/* tn-lock.c: who may change a session
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-json.h"
#include "tn-session.h"

#define MAX_TRIES      100
#define MAX_WAITS      50
#define WAIT           (10 * G_TIME_SPAN_MILLISECOND)
#define MAX_INFO_BYTES 4096

struct _TnLock
{
  char *path;
  int fd; /* kept open: its inode number cannot be given to another file meanwhile */
  dev_t device;
  ino_t inode;
};

static TnLock *
lock_new (const char *path, int fd)
{
  TnLock *self = g_new0 (TnLock, 1);
  struct stat info = { 0 };

  fstat (fd, &info);
  self->path = g_strdup (path);
  self->fd = fd;
  self->device = info.st_dev;
  self->inode = info.st_ino;

  return self;
}

static gboolean
is_same_file (int fd, const char *path)
{
  struct stat here, there;

  return fstat (fd, &here) == 0 && stat (path, &there) == 0 && here.st_dev == there.st_dev &&
         here.st_ino == there.st_ino;
}

static char *
describe_holder (void)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "pid", getpid ());
  json_object_set_string_member (object, "host", g_get_host_name ());
  json_object_set_int_member (object, "since", g_get_real_time ());
  json_node_set_object (node, object);

  return tn_json_print (node, FALSE);
}

static JsonNode *
read_holder (const char *path)
{
  char text[MAX_INFO_BYTES];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  gssize n = fd >= 0 ? read (fd, text, sizeof text) : -1;

  if (fd >= 0)
    close (fd);

  return n > 0 ? tn_json_parse (text, n, NULL) : NULL;
}

/* "open elsewhere since 14:02 on 3 March 2026": a clock time, and a date as the language has it. */
static void
take_busy_error (const char *path, const char *sentence, GError **error)
{
  g_autoptr (JsonNode) node = read_holder (path);
  gboolean known = node != NULL && JSON_NODE_HOLDS_OBJECT (node);
  JsonObject *object = known ? json_node_get_object (node) : NULL;
  gint64 since = known ? tn_json_int (object, "since", 0) : 0;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (since / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *clock = local != NULL ? g_date_time_format (local, "%H:%M") : g_strdup ("?");
  g_autofree char *pid = known
                             ? g_strdup_printf ("%" G_GINT64_FORMAT, tn_json_int (object, "pid", 0))
                             : g_strdup ("?");
  gint64 shift = local != NULL ? g_date_time_get_utc_offset (local) : 0;
  TnMessage *message = tn_message_new (sentence);

  tn_message_text (message, "clock", clock);
  tn_message_date (message, "date", since + shift);
  tn_message_text (message, "pid", pid);
  tn_message_text (message, "host", known ? tn_json_string (object, "host", "?") : "?");
  tn_error_take (error, TN_ERROR_BUSY, message);
}

/* A program that this one is just starting holds what is open here until it has become that
 * program: a lock that was let go of a moment ago seems to be held, by ourselves. */
static gboolean
is_held_by_us (const char *path)
{
  g_autoptr (JsonNode) node = read_holder (path);
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  return object != NULL && tn_json_int (object, "pid", 0) == getpid () &&
         g_strcmp0 (tn_json_string (object, "host", ""), g_get_host_name ()) == 0;
}

/* Puts a lock file of our own in the place of @path. */
static TnLock *
replace_lock (const char *path, GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".XXXXXX", NULL);
  g_autofree char *holder = describe_holder ();
  int fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);

  if (fd < 0)
    {
      tn_session_set_errno (error, errno, path);
      return NULL;
    }
  /* Where locks are not to be had (some network homes), being replaced is still seen. */
  flock (fd, LOCK_EX | LOCK_NB);
  if (write (fd, holder, strlen (holder)) < 0 || g_rename (temporary, path) != 0)
    {
      tn_session_set_errno (error, errno, path);
      g_unlink (temporary);
      close (fd);
      return NULL;
    }

  return lock_new (path, fd);
}

/**
 * tn_lock_acquire:
 * @directory: a session directory
 * @take_over: also when somebody holds it
 * @error: %TN_ERROR_BUSY with since when, which process and which computer
 *
 * A lock whose holder is dead counts for nothing: the kernel has let go of it.
 *
 * Returns: (transfer full): the lock
 */
TnLock *
tn_lock_acquire (const char *directory, gboolean take_over, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "lock", NULL);
  guint n_waits = 0;

  for (guint i = 0; i < MAX_TRIES; i++)
    {
      int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
      gboolean held_elsewhere;
      TnLock *self = NULL;

      if (fd < 0)
        {
          tn_session_set_errno (error, errno, path);
          return NULL;
        }
      held_elsewhere = flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
      if (held_elsewhere && !take_over && n_waits < MAX_WAITS && is_held_by_us (path))
        {
          close (fd);
          n_waits++;
          i--;
          g_usleep (WAIT);
          continue;
        }
      if (held_elsewhere && !take_over)
        {
          close (fd);
          take_busy_error (
              path,
              N_ ("The project is open elsewhere since {clock} on {date} (process {pid} "
                  "on {host}). Open it to look, or take it over."),
              error);
          return NULL;
        }
      if (held_elsewhere || is_same_file (fd, path))
        {
          self = replace_lock (path, error);
          close (fd);
          return self;
        }
      close (fd);
    }
  take_busy_error (path, N_ ("The project is being opened by several programs at once. Try again."),
                   error);

  return NULL;
}

/**
 * tn_lock_adopt:
 *
 * Joins whoever holds the lock now: the worker of a window, or the program that runs a
 * session of its own.
 */
TnLock *
tn_lock_adopt (const char *directory, GError **error)
{
  g_autofree char *path = g_build_filename (directory, "lock", NULL);
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0)
    {
      tn_error_set_errno (error, errno, path);
      return NULL;
    }

  return lock_new (path, fd);
}

/**
 * tn_lock_check:
 * @error: %TN_ERROR_BUSY when somebody has taken over since
 */
gboolean
tn_lock_check (TnLock *self, GError **error)
{
  struct stat info;

  if (stat (self->path, &info) == 0 && info.st_dev == self->device && info.st_ino == self->inode)
    return TRUE;
  take_busy_error (
      self->path,
      N_ ("The project was taken over at {clock} on {date} by process {pid} on {host}. "
          "It can be looked at here; open it again to change it."),
      error);

  return FALSE;
}

void
tn_lock_release (TnLock *self)
{
  close (self->fd);
  g_free (self->path);
  g_free (self);
}
