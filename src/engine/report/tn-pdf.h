/* tn-pdf.h: documents as PDF: vector, tagged, bookmarked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-document.h"
#include "tn-progress.h"

G_BEGIN_DECLS

GBytes *tn_pdf_render (const TnDocument *document,
                       const TnLanguage *language,
                       TnProgress *progress,
                       GCancellable *cancellable,
                       GError **error);
gboolean tn_pdf_write (const TnDocument *document,
                       const TnLanguage *language,
                       const char *file,
                       TnProgress *progress,
                       GCancellable *cancellable,
                       GError **error);

G_END_DECLS
