/* tn-document-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-document-file.h"

#include "tn-error.h"
#include "tn-file-replace.h"

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
  TnFileReplace replace;

  if (tn_cancelled (cancellable, error) || !tn_file_replace_begin (&replace, file, error))
    return FALSE;
  if (!tn_file_replace_write (&replace, data, size, error))
    {
      tn_file_replace_abort (&replace);
      return FALSE;
    }

  return tn_file_replace_commit (&replace, error);
}
