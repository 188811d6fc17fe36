/* tn-document-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-document-file.h"

#include <errno.h>

#include "tn-error.h"

/* The errno behind a GFileError, for the sentences of tn_error_set_errno(). */
static int
errno_of (const GError *error)
{
  static const struct
  {
    int code;
    int errnum;
  } pairs[] = {
    { G_FILE_ERROR_NOSPC, ENOSPC },   { G_FILE_ERROR_ACCES, EACCES },
    { G_FILE_ERROR_PERM, EPERM },     { G_FILE_ERROR_NOENT, ENOENT },
    { G_FILE_ERROR_ROFS, EROFS },     { G_FILE_ERROR_ISDIR, EISDIR },
    { G_FILE_ERROR_NOTDIR, ENOTDIR }, { G_FILE_ERROR_NAMETOOLONG, ENAMETOOLONG },
    { G_FILE_ERROR_NOMEM, ENOMEM },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_error_matches (error, G_FILE_ERROR, pairs[i].code))
      return pairs[i].errnum;
  return EIO;
}

/* Writes beside @file, waits for the disk, then takes its place: whoever looks sees
 * the old file or the new one, whole. */
gboolean
_tn_document_write_bytes (GBytes *bytes,
                          const char *file,
                          GCancellable *cancellable,
                          GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) local = NULL;

  if (tn_cancelled (cancellable, error))
    return FALSE;
  if (g_file_set_contents_full (file, data, size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666,
                                &local))
    return TRUE;
  tn_error_set_errno (error, errno_of (local), file);
  return FALSE;
}
