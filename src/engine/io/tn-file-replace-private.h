/* tn-file-replace-private.h: a file that is there whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A temporary file in the folder of @path, beside it. */
typedef struct
{
  char *path;
  char *temporary;
  int fd;
} TnFileReplace;

gboolean _tn_file_replace_begin (TnFileReplace *self, const char *path, GError **error);
gboolean _tn_file_replace_write (TnFileReplace *self, const char *data, gsize size, GError **error);
gboolean _tn_file_replace_commit (TnFileReplace *self, GError **error);
void _tn_file_replace_abort (TnFileReplace *self);
void _tn_file_replace_set_error (const TnFileReplace *self, int errnum, GError **error);

G_END_DECLS
