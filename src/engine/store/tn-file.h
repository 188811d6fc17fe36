/* tn-file.h: copying and replacing whole files
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-progress.h"

G_BEGIN_DECLS

gssize tn_file_read_fully (int fd, void *data, gsize size);
gboolean tn_file_write_fully (int fd, const void *data, gsize size);
gboolean tn_file_copy_content (int from,
                               int to,
                               goffset size,
                               const char *to_path,
                               TnProgress *progress,
                               GCancellable *cancellable,
                               GError **error);
gboolean tn_file_sync_directory (const char *path);
gboolean tn_file_require_space (const char *directory, goffset needed, GError **error);
gboolean tn_file_copy (const char *from,
                       const char *to,
                       TnProgress *progress,
                       GCancellable *cancellable,
                       GError **error);
void tn_file_remove_tree (const char *path);
char *tn_file_resolve (const char *path);

G_END_DECLS
