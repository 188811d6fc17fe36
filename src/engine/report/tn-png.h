/* tn-png.h: pages of documents as PNG pictures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-document.h"
#include "tn-progress.h"

G_BEGIN_DECLS

#define TN_PNG_DPI 144.0

GPtrArray *tn_png_write (const TnDocument *document,
                         const TnLanguage *language,
                         const char *file,
                         double dpi,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
