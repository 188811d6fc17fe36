/* tn-xlsx-package.c
 *
 * An archive is read through libarchive, by its directory, and nothing of it is written to
 * disk. What a bomb could make large has a limit of its own: entries, bytes, and bytes for
 * each byte packed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#include "tn-error.h"
#include "tn-xlsx-package-private.h"

#define BLOCK         (64 * 1024)
#define MAX_ENTRIES   20000
#define MAX_DIRECTORY (16 * 1024 * 1024)
#define END_BYTES     22
#define END64_BYTES   56
#define LOCATOR_BYTES 20
#define END_WINDOW    (16 * 1024)
#define MAX_PART      (G_GINT64_CONSTANT (16) * 1024 * 1024 * 1024)
/* Up to so much nobody asks how well a part was packed; above, no honest sheet was seen that
 * packs better than a hundred to one. Deflate ends at 1,032 to one. */
#define FREE_BYTES (64 * 1024 * 1024)
#define MAX_RATIO  400

struct _TnXlsxPackage
{
  GHashTable *sizes; /* folded name → gint64 */
};

struct _TnXlsxPart
{
  TnSource *source;
  struct archive *archive;
  gint64 offset;   /* in the file */
  gint64 packed;   /* bytes of the file read for this part */
  gint64 unpacked; /* bytes given */
  GError *error;   /* of a read below libarchive */
  char block[BLOCK];
};

static void
set_sentence (GError **error, TnErrorCode code, TnSource *source, const char *sentence)
{
  tn_error_set (error, code, sentence, "file", tn_source_get_name (source), NULL);
}

void
_tn_xlsx_set_damaged (GError **error, TnSource *source)
{
  set_sentence (error, TN_ERROR_FORMAT, source,
                N_ ("The workbook {file} is damaged or cut off; copy it again, or open it in Excel "
                    "and save it anew."));
}

void
_tn_xlsx_set_no_memory (GError **error)
{
  tn_error_set (error, TN_ERROR_SPACE,
                N_ ("There is not enough memory to read this file; close other programs, or read "
                    "a part of it."),
                NULL);
}

/* What the archive could not do, in the words of what kept it from it. */
static void
set_unread (TnXlsxPart *self, GError **error)
{
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else if (self->archive != NULL && archive_errno (self->archive) == ENOMEM)
    _tn_xlsx_set_no_memory (error);
  else
    _tn_xlsx_set_damaged (error, self->source);
}

void
_tn_xlsx_set_too_much (GError **error, TnSource *source)
{
  set_sentence (error, TN_ERROR_FORMAT, source,
                N_ ("{file} would unpack to far more than a workbook of its size holds, and was "
                    "not read on; if you trust where it came from, save the sheet as CSV UTF-8 "
                    "and import that."));
}

static gssize
read_block (struct archive *archive, void *user_data, const void **data)
{
  TnXlsxPart *self = user_data;
  gssize n;

  g_clear_error (&self->error);
  n = tn_source_read (self->source, self->offset, self->block, BLOCK, &self->error);

  if (n < 0)
    {
      archive_set_error (archive, EIO, "read");
      return ARCHIVE_FATAL;
    }
  *data = self->block;
  self->offset += n;
  self->packed += n;

  return n;
}

static la_int64_t
seek_to (struct archive *archive, void *user_data, la_int64_t offset, int whence)
{
  TnXlsxPart *self = user_data;
  gint64 size = tn_source_get_size (self->source);
  gint64 base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? self->offset : size;

  self->offset = CLAMP (base + offset, 0, size);

  return self->offset;
}

static la_int64_t
skip_over (struct archive *archive, void *user_data, la_int64_t n)
{
  TnXlsxPart *self = user_data;
  gint64 before = self->offset;

  self->offset = CLAMP (before + n, 0, tn_source_get_size (self->source));

  return self->offset - before;
}

static TnXlsxPart *
open_archive (TnSource *source, GError **error)
{
  g_autoptr (TnXlsxPart) self = g_new0 (TnXlsxPart, 1);

  self->source = tn_source_ref (source);
  self->archive = archive_read_new ();
  if (self->archive == NULL || archive_read_support_format_zip_seekable (self->archive) < 0)
    {
      _tn_xlsx_set_no_memory (error);
      return NULL;
    }
  archive_read_set_read_callback (self->archive, read_block);
  archive_read_set_seek_callback (self->archive, seek_to);
  archive_read_set_skip_callback (self->archive, skip_over);
  archive_read_set_callback_data (self->archive, self);
  if (archive_read_open1 (self->archive) < ARCHIVE_WARN)
    {
      set_unread (self, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
_tn_xlsx_part_free (TnXlsxPart *self)
{
  if (self->archive != NULL)
    archive_read_free (self->archive);
  g_clear_error (&self->error);
  tn_source_unref (self->source);
  g_free (self);
}

static guint64
get_number (const guint8 *p, guint n_bytes)
{
  guint64 value = 0;

  while (n_bytes-- > 0)
    value = value << 8 | p[n_bytes];

  return value;
}

/* Where the directory of a large archive begins; -1 when it does not say. */
static gint64
find_directory_64 (TnSource *source, gint64 end)
{
  guint8 bytes[END64_BYTES];
  gint64 record;

  if (end < LOCATOR_BYTES ||
      tn_source_read (source, end - LOCATOR_BYTES, bytes, LOCATOR_BYTES, NULL) != LOCATOR_BYTES ||
      memcmp (bytes, "PK\006\007", 4) != 0)
    return -1;
  record = (gint64) get_number (bytes + 8, 8);
  if (record < 0 || record > end ||
      tn_source_read (source, record, bytes, END64_BYTES, NULL) != END64_BYTES ||
      memcmp (bytes, "PK\006\006", 4) != 0)
    return -1;

  return (gint64) get_number (bytes + 48, 8);
}

/* libarchive keeps the whole directory: it must not be larger than one could be. */
static gboolean
check_directory (TnSource *source, GError **error)
{
  gint64 size = tn_source_get_size (source);
  gint64 window = MIN (size, END_WINDOW);
  g_autofree guint8 *bytes = g_malloc (END_WINDOW);
  gint64 at = window - END_BYTES;
  gint64 directory;

  if (tn_source_read (source, size - window, bytes, window, error) != window)
    return FALSE;
  while (at >= 0 && memcmp (bytes + at, "PK\005\006", 4) != 0)
    at--;
  if (at < 0)
    {
      _tn_xlsx_set_damaged (error, source);
      return FALSE;
    }
  directory = (gint64) get_number (bytes + at + 16, 4);
  if (directory == G_MAXUINT32)
    directory = find_directory_64 (source, size - window + at);
  if (directory < 0 || directory > size)
    {
      _tn_xlsx_set_damaged (error, source);
      return FALSE;
    }
  if (size - directory > MAX_DIRECTORY)
    {
      _tn_xlsx_set_too_much (error, source);
      return FALSE;
    }

  return TRUE;
}

/* Names are compared as the standard says: without case. Some writers use backslashes. */
static char *
fold_name (const char *name)
{
  return g_strdelimit (g_ascii_strdown (name, -1), "\\", '/');
}

static gboolean
is_safe_name (const char *folded)
{
  g_auto (GStrv) parts = g_strsplit (folded, "/", -1);

  if (folded[0] == '/' || (g_ascii_isalpha (folded[0]) && folded[1] == ':'))
    return FALSE;

  return !g_strv_contains ((const char *const *) parts, "..");
}

static gboolean
set_entry_sentence (GError **error, TnSource *source, const char *sentence, const char *entry)
{
  g_autofree char *shown = g_utf8_make_valid (entry, strnlen (entry, 200));

  tn_error_set (error, TN_ERROR_FORMAT, sentence, "file", tn_source_get_name (source), "entry",
                shown, NULL);
  return FALSE;
}

static gboolean
take_entry (TnXlsxPackage *self, TnSource *source, struct archive_entry *entry, GError **error)
{
  const char *name = archive_entry_pathname (entry);
  g_autofree char *folded = NULL;
  gint64 *size;

  if (archive_entry_is_encrypted (entry))
    {
      set_sentence (error, TN_ERROR_FORMAT, source,
                    N_ ("{file} is protected by a password: open it in Excel, take the password "
                        "off under File, Info, save it, and import it again."));
      return FALSE;
    }
  if (name == NULL) /* no part of a workbook is called in letters we could not read */
    return TRUE;
  folded = fold_name (name);
  if (!is_safe_name (folded))
    return set_entry_sentence (error, source,
                               N_ ("{file} holds an entry “{entry}” that points outside of it, as "
                                   "no workbook does; get the file anew from where it was made."),
                               name);
  if (g_str_has_suffix (folded, "/"))
    return TRUE;
  if (g_hash_table_contains (self->sizes, folded))
    return set_entry_sentence (error, source,
                               N_ ("{file} holds the entry “{entry}” twice, so it cannot be told "
                                   "which one counts; open it in Excel and save it anew."),
                               name);
  size = g_new (gint64, 1);
  *size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : -1;
  g_hash_table_insert (self->sizes, g_steal_pointer (&folded), size);

  return TRUE;
}

/**
 * _tn_xlsx_package_open:
 *
 * Reads and checks the directory of an archive: no name twice, none that points elsewhere,
 * nothing encrypted.
 *
 * Returns: (transfer full): the directory, or %NULL with %TN_ERROR_FORMAT
 */
TnXlsxPackage *
_tn_xlsx_package_open (TnSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (TnXlsxPackage) self = g_new0 (TnXlsxPackage, 1);
  g_autoptr (TnXlsxPart) part = NULL;
  struct archive_entry *entry;
  guint n = 0;
  int rc;

  self->sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!check_directory (source, error))
    return NULL;
  part = open_archive (source, error);
  if (part == NULL)
    return NULL;
  while ((rc = archive_read_next_header (part->archive, &entry)) >= ARCHIVE_WARN &&
         rc != ARCHIVE_EOF)
    {
      if (++n > MAX_ENTRIES)
        {
          _tn_xlsx_set_too_much (error, source);
          return NULL;
        }
      if (tn_cancelled (cancellable, error) || !take_entry (self, source, entry, error))
        return NULL;
    }
  if (rc != ARCHIVE_EOF || n == 0)
    {
      set_unread (part, error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
_tn_xlsx_package_free (TnXlsxPackage *self)
{
  g_clear_pointer (&self->sizes, g_hash_table_unref);
  g_free (self);
}

gboolean
_tn_xlsx_package_has (const TnXlsxPackage *self, const char *name)
{
  g_autofree char *folded = fold_name (name);

  return g_hash_table_contains (self->sizes, folded);
}

/* Bytes unpacked as the directory says, which may be a lie; -1 when it says nothing. */
gint64
_tn_xlsx_package_get_size (const TnXlsxPackage *self, const char *name)
{
  g_autofree char *folded = fold_name (name);
  const gint64 *size = g_hash_table_lookup (self->sizes, folded);

  return size != NULL ? *size : -1;
}

/**
 * _tn_xlsx_part_open:
 * @name: a part the package has
 *
 * Returns: (transfer full): the part at its beginning, or %NULL with @error
 */
TnXlsxPart *
_tn_xlsx_part_open (TnSource *source, const char *name, GError **error)
{
  g_autoptr (TnXlsxPart) self = open_archive (source, error);
  g_autofree char *wanted = fold_name (name);
  struct archive_entry *entry;
  int rc;

  if (self == NULL)
    return NULL;
  while ((rc = archive_read_next_header (self->archive, &entry)) >= ARCHIVE_WARN &&
         rc != ARCHIVE_EOF)
    {
      const char *path = archive_entry_pathname (entry);
      g_autofree char *folded = path != NULL ? fold_name (path) : NULL;

      if (folded == NULL || strcmp (folded, wanted) != 0)
        continue;
      self->packed = 0;
      return g_steal_pointer (&self);
    }
  set_unread (self, error);

  return NULL;
}

/**
 * _tn_xlsx_part_read:
 * @data: (out) (transfer none): the next bytes, valid until the next call
 *
 * Returns: how many; 0 at the end, -1 with @error when the archive is damaged or unpacks to
 *   more than it may
 */
gssize
_tn_xlsx_part_read (TnXlsxPart *self, const char **data, GError **error)
{
  const void *block = NULL;
  size_t size = 0;
  la_int64_t offset;
  int rc;

  do
    rc = archive_read_data_block (self->archive, &block, &size, &offset);
  while (rc == ARCHIVE_OK && size == 0);
  if (rc == ARCHIVE_EOF)
    return 0;
  if (rc != ARCHIVE_OK || offset != self->unpacked)
    {
      set_unread (self, error);
      return -1;
    }
  self->unpacked += (gint64) size;
  if (self->unpacked > MAX_PART ||
      (self->unpacked > FREE_BYTES && self->unpacked / MAX_RATIO > self->packed))
    {
      _tn_xlsx_set_too_much (error, self->source);
      return -1;
    }
  *data = block;

  return (gssize) size;
}
