/* tn-file-replace.h: a file that is there whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TnFileReplace:
 * @path: what it will be called
 * @fd: open for reading and writing; may be written to directly
 * @name: under which it can be opened a second time, until the end
 *
 * A file being written in the folder of @path.
 */
typedef struct
{
  char *path;
  int fd;
  char *name;

  /*< private >*/
  gboolean nameless;
} TnFileReplace;

gboolean tn_file_replace_begin (TnFileReplace *self, const char *path, GError **error);
gboolean tn_file_replace_write (TnFileReplace *self, const char *data, gsize size, GError **error);
gboolean tn_file_replace_sync (TnFileReplace *self, GError **error);
gboolean tn_file_replace_commit (TnFileReplace *self, GError **error);
gboolean tn_file_replace_commit_all (TnFileReplace *files, guint n, GError **error);
void tn_file_replace_abort (TnFileReplace *self);
void tn_file_replace_set_error (const TnFileReplace *self, int errnum, GError **error);

G_END_DECLS
