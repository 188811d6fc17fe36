/* tn-synth-output.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth-output.h"

#include <errno.h>
#include <fcntl.h>
#include <zlib.h>

#include "tn-error.h"
#include "tn-file-replace.h"

#define BUFFER_BYTES (1024 * 1024)

/* The disk is set to work so often: what a last sync waits for stays little. */
#define SYNC_BYTES (8 * 1024 * 1024)

struct _TnSynthOutput
{
  TnFileReplace file;
  gboolean open; /* until it is published */
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

  self->open = tn_file_replace_begin (&self->file, path, error);
  if (!self->open)
    return NULL;
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
  if (self->open)
    tn_file_replace_abort (&self->file);
  g_free (self->buffer);
  g_free (self);
}

static gboolean
write_all (TnSynthOutput *self, const char *data, gsize size, GError **error)
{
  if (!tn_file_replace_write (&self->file, data, size, error))
    return FALSE;
  self->size += (off64_t) size;
  if (self->size - self->started >= SYNC_BYTES)
    {
      /* Only advice: where it is not taken, the last sync does it all. */
      sync_file_range (self->file.fd, self->started, self->size - self->started,
                       SYNC_FILE_RANGE_WRITE);
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

/* Everything is on the disk after this, still without its name. */
gboolean
tn_synth_output_finish (TnSynthOutput *self, GError **error)
{
  if (self->compress && !deflate_all (self, NULL, 0, Z_FINISH, error))
    return FALSE;

  return tn_file_replace_sync (&self->file, error);
}

/**
 * tn_synth_output_publish:
 *
 * Puts a finished file in its place, instead of an older one.
 */
gboolean
tn_synth_output_publish (TnSynthOutput *self, GError **error)
{
  self->open = FALSE;

  return tn_file_replace_commit (&self->file, error);
}
