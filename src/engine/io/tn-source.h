/* tn-source.h: the bytes of a file to import
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TnSource:
 *
 * A file opened for reading at any place: a plain file as it is, a gzip file and
 * standard input as an unlinked, unpacked copy. Read by pread(), never mapped, so a
 * file that shrinks meanwhile gives a sentence and not a signal. Safe on any thread.
 */
typedef struct _TnSource TnSource;

TnSource *tn_source_open (const char *path, GCancellable *cancellable, GError **error);
TnSource *tn_source_open_fd (int fd, const char *name, GCancellable *cancellable, GError **error);
TnSource *tn_source_open_bytes (GBytes *bytes, const char *name);
TnSource *tn_source_ref (TnSource *self);
void tn_source_unref (TnSource *self);

const char *tn_source_get_name (const TnSource *self);
const char *tn_source_get_path (const TnSource *self);
gint64 tn_source_get_size (const TnSource *self);
char *tn_source_fingerprint (TnSource *self, GCancellable *cancellable, GError **error);

gssize tn_source_read (TnSource *self, gint64 offset, void *buffer, gsize size, GError **error);
gboolean tn_source_check_unchanged (TnSource *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnSource, tn_source_unref)

G_END_DECLS
