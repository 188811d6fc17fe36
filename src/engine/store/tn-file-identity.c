/* tn-file-identity.c: which project a file is, without opening it as a database
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tn-database.h"
#include "tn-error.h"
#include "tn-project.h"
#include "tn-schema.h"
#include "tn-seal.h"
#include "tn-session.h"

/* The tables of a project begin within its first pages: they were made first. */
#define HEAD_BYTES (1024 * 1024)

/* Offsets of the database header, sqlite.org/fileformat2.html. */
#define HEADER_BYTES       100
#define OFFSET_PAGE_SIZE   16
#define OFFSET_READ_WRITE  18
#define OFFSET_N_PAGES     28
#define OFFSET_APPLICATION 68

void
tn_file_identity_free (TnFileIdentity *self)
{
  g_free (self->uuid);
  g_free (self->save_id);
  g_free (self);
}

static guint32
read_big_endian (const guint8 *data)
{
  return (guint32) data[0] << 24 | (guint32) data[1] << 16 | (guint32) data[2] << 8 | data[3];
}

static gboolean
read_head (const char *path, guint8 *head, gsize *size, goffset *file_size, GError **error)
{
  /* Not blocking: a pipe of that name would wait for ever. */
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info;
  gssize n = 0;

  *size = 0;
  if (fd < 0 || fstat (fd, &info) != 0 || S_ISDIR (info.st_mode))
    {
      tn_error_set_errno (error, fd >= 0 && S_ISDIR (info.st_mode) ? EISDIR : errno, path);
      if (fd >= 0)
        close (fd);
      return FALSE;
    }
  while (S_ISREG (info.st_mode) && *size < HEAD_BYTES &&
         ((n = read (fd, head + *size, HEAD_BYTES - *size)) > 0 || (n < 0 && errno == EINTR)))
    *size += MAX (n, 0);
  *file_size = S_ISREG (info.st_mode) ? info.st_size : 0;
  if (n < 0)
    tn_error_set_errno (error, errno, path);
  close (fd);

  return n >= 0;
}

static gboolean
require_header (const char *path, const guint8 *head, gsize size, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  if (size == 0)
    tn_error_set (error, TN_ERROR_FORMAT,
                  N_ ("{file} is empty. Choose another copy of the project."), "file", name, NULL);
  else if (size < 512 || memcmp (head, "SQLite format 3", 16) != 0 ||
           read_big_endian (head + OFFSET_APPLICATION) != TN_PROJECT_APPLICATION_ID)
    tn_error_set (
        error, TN_ERROR_FORMAT,
        N_ ("{file} is not a Tenure project. Choose a .tenure file, or import it as data."), "file",
        name, NULL);
  else
    return TRUE;

  return FALSE;
}

/* Makes the first pages look like a whole small database. */
static gsize
trim_to_pages (guint8 *head, gsize size)
{
  guint page_size = head[OFFSET_PAGE_SIZE] << 8 | head[OFFSET_PAGE_SIZE + 1];
  gsize n_pages;

  page_size = page_size == 1 ? 65536 : page_size;
  if (page_size < 512 || (page_size & (page_size - 1)) != 0)
    return 0;
  n_pages = size / page_size;
  for (guint i = 0; i < 4; i++)
    head[OFFSET_N_PAGES + i] = (guint8) (n_pages >> (24 - 8 * i));
  head[OFFSET_READ_WRITE] = 1;
  head[OFFSET_READ_WRITE + 1] = 1;

  return n_pages * page_size;
}

static TnFileIdentity *
read_identity (TnDatabase *database, GError **error)
{
  g_autoptr (TnFileIdentity) self = g_new0 (TnFileIdentity, 1);
  g_autoptr (TnStatement) meta = NULL;
  gboolean row = FALSE;

  if (!tn_schema_check (database, &self->version, error))
    return NULL;
  meta =
      tn_database_query (database, "SELECT uuid, generation, save_id, revision FROM meta", error);
  if (meta == NULL || !tn_database_step (database, meta, &row, error))
    return NULL;
  if (row)
    {
      self->uuid = tn_statement_dup_text (meta, 0);
      self->generation = sqlite3_column_int64 (meta, 1);
      self->save_id = tn_statement_dup_text (meta, 2);
      self->revision = sqlite3_column_int64 (meta, 3);
    }
  /* The name becomes that of a directory. */
  if (self->uuid == NULL || self->save_id == NULL || !g_uuid_string_is_valid (self->uuid) ||
      strlen (self->uuid) != 36)
    {
      tn_error_set (error, TN_ERROR_DAMAGED,
                    N_ ("The first page of the project file is damaged. Open another copy of it."),
                    NULL);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * tn_file_identity_read:
 * @path: any file
 * @error: %TN_ERROR_FORMAT when it is no project, %TN_ERROR_DAMAGED when its beginning
 *   cannot be read as one, %TN_ERROR_IO or %TN_ERROR_NOT_FOUND
 *
 * Reads the first pages into memory and looks at them there: SQLite never gets hold of
 * a path the user chose.
 *
 * Of a sealed file it takes what stands in the clear at its head.
 *
 * Returns: (transfer full): which project and which save of it the file is
 */
TnFileIdentity *
tn_file_identity_read (const char *path, GError **error)
{
  g_autofree guint8 *head = g_malloc (HEAD_BYTES);
  g_autoptr (TnDatabase) database = NULL;
  TnFileIdentity *self;
  goffset file_size;
  gsize size;

  if (!read_head (path, head, &size, &file_size, error))
    return NULL;
  if (tn_seal_is_head (head, size))
    {
      g_autofree char *name = g_filename_display_basename (path);

      self = tn_seal_read_identity (head, size, name, error);
      if (self != NULL)
        self->size = file_size;
      return self;
    }
  if (!require_header (path, head, size, error))
    return NULL;
  size = trim_to_pages (head, size);
  if (size == 0)
    {
      tn_error_set (error, TN_ERROR_DAMAGED,
                    N_ ("The first page of the project file is damaged. Open another copy of it."),
                    NULL);
      return NULL;
    }
  database = tn_database_open_memory (head, size, error);
  self = database != NULL ? read_identity (database, error) : NULL;
  if (self != NULL)
    self->size = file_size;

  return self;
}
