/* tn-source.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <glib/gstdio.h>

#include "tn-error.h"
#include "tn-hash.h"
#include "tn-pool.h"
#include "tn-source-private.h"
#include "tn-workbook.h"

#define SPOOL_BLOCK (256 * 1024)

struct _TnSource
{
  gatomicrefcount ref_count;
  char *name;
  char *path; /* (nullable): absolute */
  int fd;
  GBytes *bytes; /* instead of @fd */
  gint64 size;
  gboolean spooled; /* @fd is our own copy: nobody changes it */
  struct stat stat;

  GMutex lock; /* of what is kept */
  gpointer kept;
  GDestroyNotify destroy;
};

/* What a file is that is not a text: the beginning of the file, and what to say. */
typedef struct
{
  const char *magic;
  gsize length;
  const char *sentence;
} Magic;

#define M(bytes) bytes, sizeof (bytes) - 1

static const char excel_sentence[] =
    N_ ("{file} is a workbook of an old Excel (XLS), which Tenure does not read; save it as XLSX "
        "and import that.");
static const char locked_sentence[] =
    N_ ("{file} is protected by a password: open it in Excel, take the password off under File, "
        "Info, save it, and import it again.");
static const char picture_sentence[] =
    N_ ("{file} is a picture, not a table; choose a CSV or Excel file.");
static const char packed_sentence[] =
    N_ ("{file} is packed in a way Tenure does not read; unpack it, or pack it with gzip.");
static const char database_sentence[] =
    N_ ("{file} is a SQLite database, not a CSV file; export the table as CSV and import that.");
static const char pdf_sentence[] =
    N_ ("{file} is a PDF, not a table; export the data as CSV from where the PDF was made.");
static const char program_sentence[] =
    N_ ("{file} is a program, not a table; choose a CSV or Excel file.");
static const char parquet_sentence[] =
    N_ ("{file} is a Parquet or Arrow file, not a CSV file; export the table as CSV and import "
        "that.");
static const char web_sentence[] =
    N_ ("{file} is a web page, not a table; download the data as CSV and import that.");

static const Magic magics[] = {
  { M ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), excel_sentence },
  { M ("%PDF-"), pdf_sentence },
  { M ("\x89PNG\r\n\x1a\n"), picture_sentence },
  { M ("\xff\xd8\xff"), picture_sentence },
  { M ("GIF87a"), picture_sentence },
  { M ("GIF89a"), picture_sentence },
  { M ("SQLite format 3\0"), database_sentence },
  { M ("7z\xbc\xaf\x27\x1c"), packed_sentence },
  { M ("Rar!\x1a\x07"), packed_sentence },
  { M ("BZh91AY&SY"), packed_sentence },
  { M ("\xfd"
       "7zXZ\0"),
    packed_sentence },
  { M ("\x28\xb5\x2f\xfd"), packed_sentence },
  { M ("\x7f"
       "ELF"),
    program_sentence },
  { M ("MZ\x90\0"), program_sentence },
  { M ("PAR1"), parquet_sentence },
  { M ("ARROW1"), parquet_sentence },
  { M ("<!DOCTYPE html"), web_sentence },
  { M ("<!doctype html"), web_sentence },
  { M ("<html"), web_sentence },
};

#undef M

static TnSource *
source_new (const char *name, int fd)
{
  TnSource *self = g_new0 (TnSource, 1);

  g_atomic_ref_count_init (&self->ref_count);
  g_mutex_init (&self->lock);
  self->name = g_strdup (name);
  self->fd = fd;

  return self;
}

/* A file of ours that has no name: gone when the last descriptor is. */
static int
open_spool (GError **error)
{
  const char *dir = g_getenv ("TMPDIR");
  g_autofree char *path = NULL;
  int fd;

  /* /tmp is often memory; an unpacked log may be larger than that. */
  if (dir == NULL)
    dir = g_access ("/var/tmp", W_OK) == 0 ? "/var/tmp" : g_get_tmp_dir ();
  path = g_build_filename (dir, "tenure-import-XXXXXX", NULL);
  fd = g_mkstemp_full (path, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    tn_error_set_errno (error, errno, dir);
  else
    g_unlink (path);

  return fd;
}

static gboolean
write_all (int fd, const char *data, gsize size, const char *name, GError **error)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG))
        {
          tn_error_take (
              error, TN_ERROR_SPACE,
              tn_message_text (tn_message_new (N_ ("There is no room to unpack {file}; make room "
                                                   "on the disk for temporary files and import it "
                                                   "again.")),
                               "file", name));
          return FALSE;
        }
      if (n < 0)
        {
          tn_error_set_errno (error, errno, name);
          return FALSE;
        }
      data += n;
      size -= n;
    }

  return TRUE;
}

static gssize
read_some (int fd, void *buffer, gsize size, const char *name, GError **error)
{
  gssize n;

  do
    n = read (fd, buffer, size);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    tn_error_set_errno (error, errno, name);

  return n;
}

static void
set_damaged_gzip (GError **error, const char *name)
{
  tn_error_take (error, TN_ERROR_FORMAT,
                 tn_message_text (tn_message_new (N_ ("The gzip file {file} is damaged or cut off; "
                                                      "copy or download it again.")),
                                  "file", name));
}

/* Copies what is read from @fd, unpacked, to @spool. Several members count as one. */
static gboolean
inflate_to (int fd, int spool, const char *name, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *in = g_malloc (SPOOL_BLOCK);
  g_autofree char *out = g_malloc (SPOOL_BLOCK);
  z_stream z = { 0 };
  int rc = Z_OK;
  gssize n;
  gboolean ok = TRUE;

  if (inflateInit2 (&z, 15 + 16) != Z_OK)
    {
      set_damaged_gzip (error, name);
      return FALSE;
    }
  while (ok && (n = read_some (fd, in, SPOOL_BLOCK, name, error)) > 0)
    {
      z.next_in = in;
      z.avail_in = n;
      while (ok && z.avail_in > 0)
        {
          if (rc == Z_STREAM_END)
            inflateReset (&z);
          z.next_out = (guint8 *) out;
          z.avail_out = SPOOL_BLOCK;
          rc = inflate (&z, Z_NO_FLUSH);
          ok = rc == Z_OK || rc == Z_STREAM_END;
          if (!ok)
            set_damaged_gzip (error, name);
          else
            ok = write_all (spool, out, SPOOL_BLOCK - z.avail_out, name, error);
          ok = ok && !tn_cancelled (cancellable, error);
        }
    }
  inflateEnd (&z);
  if (ok && n < 0)
    return FALSE;
  if (ok && rc != Z_STREAM_END)
    {
      set_damaged_gzip (error, name);
      return FALSE;
    }

  return ok;
}

static gboolean
copy_to (int fd, int spool, const char *name, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (SPOOL_BLOCK);
  gssize n;

  while ((n = read_some (fd, buffer, SPOOL_BLOCK, name, error)) > 0)
    if (!write_all (spool, buffer, n, name, error) || tn_cancelled (cancellable, error))
      return FALSE;

  return n == 0;
}

/* Replaces the descriptor by an unlinked copy; @pack says whether to unpack. */
static gboolean
source_spool (TnSource *self, gboolean packed, GCancellable *cancellable, GError **error)
{
  struct stat after;
  int spool = open_spool (error);

  if (spool < 0)
    return FALSE;
  if (!(packed ? inflate_to : copy_to) (self->fd, spool, self->name, cancellable, error))
    {
      close (spool);
      return FALSE;
    }
  if (S_ISREG (self->stat.st_mode) && fstat (self->fd, &after) == 0 &&
      (after.st_size != self->stat.st_size || after.st_mtim.tv_nsec != self->stat.st_mtim.tv_nsec ||
       after.st_mtim.tv_sec != self->stat.st_mtim.tv_sec))
    {
      close (spool);
      return tn_source_check_unchanged (self, error);
    }

  close (self->fd);
  self->fd = spool;
  self->spooled = TRUE;
  self->size = lseek (spool, 0, SEEK_END);

  return TRUE;
}

static gboolean
source_is_gzip (TnSource *self)
{
  guint8 head[3];

  return pread (self->fd, head, sizeof head, 0) == sizeof head && head[0] == 0x1f &&
         head[1] == 0x8b && head[2] == 8;
}

/* A workbook with a password is a file of the old kind around one that is encrypted: the
 * directory of its streams names it, in UTF-16, somewhere in the first or last of it. */
static gboolean
source_is_locked (TnSource *self)
{
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  g_autofree char *block = g_malloc (SPOOL_BLOCK);
  gint64 starts[] = { 0, MAX (self->size - SPOOL_BLOCK, 0) };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      gssize n = tn_source_read (self, starts[i], block, SPOOL_BLOCK, NULL);

      if (n > 0 && memmem (block, n, name, sizeof name) != NULL)
        return TRUE;
    }

  return FALSE;
}

static const char *
skip_blanks (const char *p)
{
  while (g_ascii_isspace (*p))
    p++;

  return p;
}

/* Objects with members, alone, in an array, or one a line: no table begins so. */
static gboolean
is_json (const char *text)
{
  const char *p = skip_blanks (g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text);

  if (*p == '[')
    p = skip_blanks (p + 1);
  if (*p != '{')
    return FALSE;
  p = skip_blanks (p + 1);
  if (*p++ != '"')
    return FALSE;
  p += strcspn (p, "\"\n");

  return *p == '"' && *skip_blanks (p + 1) == ':';
}

static gboolean
source_check_text (TnSource *self, GError **error)
{
  char head[512] = { 0 };

  if (tn_source_read (self, 0, head, sizeof head - 1, NULL) <= 0 || !is_json (head))
    return TRUE;
  tn_error_take (error, TN_ERROR_FORMAT,
                 tn_message_text (tn_message_new (N_ ("{file} is JSON and no table; export it as "
                                                      "CSV or Excel file.")),
                                  "file", self->name));

  return FALSE;
}

static gboolean
source_check_kind (TnSource *self, GError **error)
{
  char head[16] = { 0 };
  gssize n = tn_source_read (self, 0, head, sizeof head, error);

  if (n < 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if ((gsize) n >= MIN (magics[i].length, sizeof head) &&
        memcmp (head, magics[i].magic, MIN (magics[i].length, sizeof head)) == 0)
      {
        const char *sentence = magics[i].sentence == excel_sentence && source_is_locked (self)
                                   ? locked_sentence
                                   : magics[i].sentence;

        tn_error_take (error, TN_ERROR_FORMAT,
                       tn_message_text (tn_message_new (sentence), "file", self->name));
        return FALSE;
      }
  if (self->size == 0)
    {
      tn_error_take (
          error, TN_ERROR_DATA,
          tn_message_text (tn_message_new (N_ ("{file} is empty; choose another file, or "
                                               "export it from the shop again.")),
                           "file", self->name));
      return FALSE;
    }

  return TRUE;
}

/**
 * tn_source_open_fd:
 * @fd: a descriptor open for reading; it is closed by the source
 * @name: what to call it in sentences
 *
 * Opens a file, a pipe or standard input. What cannot be read at any place, and what is
 * packed by gzip, is first copied to a temporary file that has no name.
 *
 * Returns: (transfer full): the source, or %NULL: %TN_ERROR_IO; %TN_ERROR_FORMAT for a
 *   file that is neither text nor XLSX (old workbook, picture, database…); %TN_ERROR_DATA for an
 *   empty one; %TN_ERROR_SPACE when the copy has no room
 */
TnSource *
tn_source_open_fd (int fd, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnSource) self = source_new (name, fd);
  gboolean seekable;

  if (fstat (fd, &self->stat) != 0)
    {
      tn_error_set_errno (error, errno, name);
      return NULL;
    }
  if (S_ISDIR (self->stat.st_mode))
    {
      tn_error_set_errno (error, EISDIR, name);
      return NULL;
    }
  seekable = S_ISREG (self->stat.st_mode);
  self->size = self->stat.st_size;
  if (!seekable && !source_spool (self, FALSE, cancellable, error))
    return NULL;
  if (source_is_gzip (self))
    {
      lseek (self->fd, 0, SEEK_SET);
      if (!source_spool (self, TRUE, cancellable, error))
        return NULL;
    }
  if (!source_check_kind (self, error) || !source_check_text (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * tn_source_open:
 * @path: a file, packed by gzip or not; "-" for standard input
 *
 * Like tn_source_open_fd(), named by its last part.
 *
 * Returns: (transfer full): the source, or %NULL
 */
TnSource *
tn_source_open (const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  TnSource *self;
  int fd;

  if (strcmp (path, "-") == 0)
    return tn_source_open_fd (dup (STDIN_FILENO), "standard input", cancellable, error);

  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      tn_error_set_errno (error, errno, name);
      return NULL;
    }

  self = tn_source_open_fd (fd, name, cancellable, error);
  if (self != NULL)
    self->path = g_canonicalize_filename (path, NULL);

  return self;
}

/**
 * tn_source_open_bytes:
 * @bytes: the text
 *
 * A source over memory, for samples and tests. Nothing is checked.
 *
 * Returns: (transfer full): the source
 */
TnSource *
tn_source_open_bytes (GBytes *bytes, const char *name)
{
  TnSource *self = source_new (name, -1);

  self->bytes = g_bytes_ref (bytes);
  self->size = g_bytes_get_size (bytes);

  return self;
}

TnSource *
tn_source_ref (TnSource *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
tn_source_unref (TnSource *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->fd >= 0)
    close (self->fd);
  if (self->kept != NULL)
    self->destroy (self->kept);
  g_mutex_clear (&self->lock);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

const char *
tn_source_get_name (const TnSource *self)
{
  return self->name;
}

/**
 * tn_source_get_path:
 *
 * Returns: (nullable): where it was opened, absolute; %NULL for standard input and memory
 */
const char *
tn_source_get_path (const TnSource *self)
{
  return self->path;
}

/* What all threads hash a block of at a time. */
typedef struct
{
  TnSource *source;
  guint64 *hashes; /* of the blocks, in order */
} Fingerprinting;

static gboolean
hash_block (gsize index, gpointer user_data, GError **error)
{
  Fingerprinting *self = user_data;
  g_autofree char *block = g_malloc (SPOOL_BLOCK);
  gssize n = tn_source_read (self->source, (gint64) index * SPOOL_BLOCK, block, SPOOL_BLOCK, error);

  if (n < 0)
    return FALSE;
  self->hashes[index] = tn_hash_bytes (block, (gsize) n);

  return TRUE;
}

/**
 * tn_source_fingerprint:
 *
 * Reads it once, to know it again: the fingerprint of the hashes of its blocks. It tells files
 * apart that people change, not ones that are made to deceive. A file packed by gzip has the
 * fingerprint of what is in it.
 *
 * Returns: (transfer full): 64 hexadecimal digits, or %NULL with @error
 */
char *
tn_source_fingerprint (TnSource *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnFingerprint) fingerprint = tn_fingerprint_new ();
  gsize n_blocks = (gsize) ((self->size + SPOOL_BLOCK - 1) / SPOOL_BLOCK);
  g_autofree guint64 *hashes = g_new (guint64, n_blocks + 1);
  Fingerprinting work = { self, hashes };

  if (!tn_pool_for (n_blocks, hash_block, &work, cancellable, error))
    return NULL;
  tn_fingerprint_add_int (fingerprint, self->size);
  for (gsize i = 0; i < n_blocks; i++)
    tn_fingerprint_add_int (fingerprint, (gint64) hashes[i]);

  return tn_fingerprint_end (fingerprint);
}

/**
 * tn_source_get_size:
 *
 * Returns: bytes, unpacked
 */
gint64
tn_source_get_size (const TnSource *self)
{
  return self->size;
}

/**
 * tn_source_read:
 * @offset: where to begin
 * @buffer: (out caller-allocated): @size bytes
 *
 * Reads up to @size bytes; fewer only at the end of the file. A file that ends earlier
 * than it did when it was opened is an error: it changed while it was read.
 *
 * Returns: how many bytes, 0 at the end, -1 with @error
 */
gssize
tn_source_read (TnSource *self, gint64 offset, void *buffer, gsize size, GError **error)
{
  gsize wanted = CLAMP (self->size - offset, 0, (gint64) size);
  gsize done = 0;

  if (self->bytes != NULL)
    {
      if (wanted > 0)
        memcpy (buffer, (const char *) g_bytes_get_data (self->bytes, NULL) + offset, wanted);
      return wanted;
    }
  while (done < wanted)
    {
      gssize n = pread (self->fd, (char *) buffer + done, wanted - done, offset + done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          tn_error_set_errno (error, errno, self->name);
          return -1;
        }
      if (n == 0)
        {
          tn_source_check_unchanged (self, error);
          return -1;
        }
      done += n;
    }

  return done;
}

gpointer
_tn_source_keep (TnSource *self,
                 TnSourceMake make,
                 GDestroyNotify destroy,
                 GCancellable *cancellable,
                 GError **error)
{
  gpointer kept;

  g_mutex_lock (&self->lock);
  if (self->kept == NULL)
    {
      self->kept = make (self, cancellable, error);
      self->destroy = destroy;
    }
  kept = self->kept;
  g_mutex_unlock (&self->lock);

  return kept;
}

/**
 * tn_source_is_workbook:
 *
 * Returns: whether it is a ZIP archive, which an XLSX workbook is; others are refused when
 *   their sheets are asked for
 */
gboolean
tn_source_is_workbook (TnSource *self)
{
  char head[4];

  return tn_source_read (self, 0, head, sizeof head, NULL) == sizeof head &&
         (memcmp (head, "PK\003\004", 4) == 0 || memcmp (head, "PK\005\006", 4) == 0);
}

/**
 * tn_source_check_unchanged:
 *
 * Looks whether the file still is what it was when it was opened.
 *
 * Returns: %FALSE with %TN_ERROR_IO when it grew, shrank or was written to
 */
gboolean
tn_source_check_unchanged (TnSource *self, GError **error)
{
  struct stat now;

  if (self->fd < 0 || self->spooled)
    return TRUE;
  if (fstat (self->fd, &now) == 0 && now.st_size == self->stat.st_size &&
      now.st_mtim.tv_sec == self->stat.st_mtim.tv_sec &&
      now.st_mtim.tv_nsec == self->stat.st_mtim.tv_nsec)
    return TRUE;

  tn_error_take (error, TN_ERROR_IO,
                 tn_message_text (tn_message_new (N_ ("{file} changed while it was being read; "
                                                      "import it again when nothing writes to "
                                                      "it.")),
                                  "file", self->name));
  return FALSE;
}
