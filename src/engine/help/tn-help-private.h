/* tn-help-private.h: what the parts of the handbook share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-help.h"
#include "tn-node-spec.h"

G_BEGIN_DECLS

TnHelpPage *_tn_help_page_new (TnHelpKind kind, const char *id);
void _tn_help_page_free (gpointer page);

/* @source: Markdown of links, strong words, emphasis and code; @title: (nullable). */
void _tn_help_page_add (TnHelpPage *page,
                        TnHelpBlockKind kind,
                        guint number,
                        const char *title,
                        const char *source);
/* Letters as they are. */
void _tn_help_page_add_plain (TnHelpPage *page,
                              TnHelpBlockKind kind,
                              const char *title,
                              const char *text);

TnHelpPage *_tn_help_guide_new (const char *id, const char *markdown, const TnLanguage *language);
TnHelpPage *_tn_help_step_new (const TnNodeSpec *spec, const TnLanguage *language);

/* One paragraph of @source: its Pango markup, and its letters. */
void _tn_help_inline (const char *source, char **markup, char **text);

G_END_DECLS
