/* tn-synth-output.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth-output.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <glib/gstdio.h>

#include "tn-error.h"

#define BUFFER_BYTES (1024 * 1024)

/* The disk is set to work so often: what a last sync waits for stays little. */
#define SYNC_BYTES (8 * 1024 * 1024)

struct _TnSynthOutput
{
  char *path;
  char *part; /* where it is written, %NULL once published */
  int fd;
  gboolean compress;
  z_stream stream;
  char *buffer; /* compressed bytes on their way */
  off64_t size;
  off64_t started; /* of it the disk has been told to write */
};

/**
 * tn_synth_output_new:
 * @path: where the file is to be
 * @compress: as gzip, whose head holds neither name nor time: equal data, equal bytes
 *
 * Returns: (transfer full): a file to be written
 */
TnSynthOutput *
tn_synth_output_new (const char *path, gboolean compress, GError **error)
{
  g_autoptr (TnSynthOutput) self = g_new0 (TnSynthOutput, 1);

  self->path = g_strdup (path);
  self->part = g_strconcat (path, ".part-XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->part, O_WRONLY | O_CLOEXEC, 0644);
  if (self->fd < 0)
    {
      g_clear_pointer (&self->part, g_free);
      tn_error_set_errno (error, errno, path);
      return NULL;
    }
  if (compress)
    {
      /* 15 bits of window, and 16 for gzip instead of zlib. */
      if (deflateInit2 (&self->stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        {
          tn_error_set_errno (error, ENOMEM, path);
          return NULL;
        }
      self->compress = TRUE;
      self->buffer = g_malloc (BUFFER_BYTES);
    }

  return g_steal_pointer (&self);
}

void
tn_synth_output_free (TnSynthOutput *self)
{
  if (self->compress)
    deflateEnd (&self->stream);
  if (self->fd >= 0)
    close (self->fd);
  if (self->part != NULL)
    g_unlink (self->part);
  g_free (self->part);
  g_free (self->path);
  g_free (self->buffer);
  g_free (self);
}

static gboolean
write_all (TnSynthOutput *self, const char *data, gsize size, GError **error)
{
  while (size > 0)
    {
      gssize n = write (self->fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          tn_error_set_errno (error, n == 0 ? ENOSPC : errno, self->path);
          return FALSE;
        }
      data += n;
      size -= n;
      self->size += n;
    }
  if (self->size - self->started >= SYNC_BYTES)
    {
      /* Only advice: where it is not taken, the last sync does it all. */
      sync_file_range (self->fd, self->started, self->size - self->started, SYNC_FILE_RANGE_WRITE);
      self->started = self->size;
    }

  return TRUE;
}

static gboolean
deflate_all (TnSynthOutput *self, const char *data, gsize size, int flush, GError **error)
{
  int result;

  self->stream.next_in = (Bytef *) data;
  self->stream.avail_in = (uInt) size;
  do
    {
      self->stream.next_out = (Bytef *) self->buffer;
      self->stream.avail_out = BUFFER_BYTES;
      result = deflate (&self->stream, flush);
      if (!write_all (self, self->buffer, BUFFER_BYTES - self->stream.avail_out, error))
        return FALSE;
    }
  while (self->stream.avail_out == 0 || (flush == Z_FINISH && result != Z_STREAM_END));

  return TRUE;
}

/**
 * tn_synth_output_write:
 * @size: below 4 GiB
 * @error: %TN_ERROR_SPACE when the disk is full, %TN_ERROR_IO
 */
gboolean
tn_synth_output_write (TnSynthOutput *self, const char *data, gsize size, GError **error)
{
  return self->compress ? deflate_all (self, data, size, Z_NO_FLUSH, error)
                        : write_all (self, data, size, error);
}

/* Everything is on the disk after this, still under the other name. */
gboolean
tn_synth_output_finish (TnSynthOutput *self, GError **error)
{
  int fd = self->fd;

  if (self->compress && !deflate_all (self, NULL, 0, Z_FINISH, error))
    return FALSE;
  self->fd = -1;
  if (fsync (fd) != 0)
    {
      tn_error_set_errno (error, errno, self->path);
      close (fd);
      return FALSE;
    }
  if (close (fd) != 0)
    {
      tn_error_set_errno (error, errno, self->path);
      return FALSE;
    }

  return TRUE;
}

/**
 * tn_synth_output_publish:
 *
 * Puts a finished file in its place, instead of an older one.
 */
gboolean
tn_synth_output_publish (TnSynthOutput *self, GError **error)
{
  if (g_rename (self->part, self->path) != 0)
    {
      tn_error_set_errno (error, errno, self->path);
      return FALSE;
    }
  g_clear_pointer (&self->part, g_free);

  return TRUE;
}
