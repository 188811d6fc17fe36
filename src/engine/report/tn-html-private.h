/* tn-html-private.h: what the writers of one HTML file share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-document-inline.h"
#include "tn-document-private.h"
#include "tn-progress.h"

G_BEGIN_DECLS

/* One file being written. */
typedef struct
{
  GString *out;
  const TnDocument *document;
  const TnLanguage *language;
  TnInlineContext *context;
  guint n_pictures;
  double width; /* of the column a picture stands in, points */
  gboolean notes_done;
  gboolean *note_linked; /* whether a mark of the note can be gone back to */
  TnProgress *progress;
  GCancellable *cancellable;
} TnHtml;

void _tn_html_put (TnHtml *self, const char *markup);
void _tn_html_put_escaped (TnHtml *self, const char *text, gsize length);
void _tn_html_put_message (TnHtml *self, const TnMessage *message);
void _tn_html_put_text (TnHtml *self, const TnText *text);
void _tn_html_open_element (TnHtml *self,
                            const char *name,
                            const char *class,
                            const TnBlock *block);
void _tn_html_put_element (TnHtml *self,
                           const char *name,
                           const char *class,
                           const TnBlock *block,
                           const TnText *text);

gboolean _tn_html_put_grid (TnHtml *self, const TnBlock *block, GError **error);

G_END_DECLS
