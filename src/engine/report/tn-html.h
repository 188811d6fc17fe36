/* tn-html.h: documents as one HTML file without scripts or anything remote
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-document.h"
#include "tn-progress.h"

G_BEGIN_DECLS

GBytes *tn_html_render (const TnDocument *document,
                        const TnLanguage *language,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error);
gboolean tn_html_write (const TnDocument *document,
                        const TnLanguage *language,
                        const char *file,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
