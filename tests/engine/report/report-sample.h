/* report-sample.h: a report as the product will make it, with figures written down
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document.h"

G_BEGIN_DECLS

/* The sentences are no part of the product's catalogue: one document a language. */
TnDocument *report_sample_new (gboolean chinese);

G_END_DECLS
