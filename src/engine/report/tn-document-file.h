/* tn-document-file.h: whole files or none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean _tn_document_write_bytes (GBytes *bytes,
                                   const char *file,
                                   GCancellable *cancellable,
                                   GError **error);

G_END_DECLS
