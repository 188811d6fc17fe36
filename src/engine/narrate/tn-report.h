/* tn-report.h: the report of a run, as a document for every language and file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document.h"
#include "tn-project.h"

G_BEGIN_DECLS

TnDocument *tn_report_new (TnProject *project, gint64 run, GError **error);

G_END_DECLS
