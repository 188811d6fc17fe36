/* report-random.h: documents of random blocks and texts, from the test's seed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document.h"

G_BEGIN_DECLS

TnDocument *report_random_new (guint n_blocks, guint length_factor, TnDocumentNotes notes);
char *report_random_text (guint max_words);

G_END_DECLS
