/* tn-xlsx-writer.h: tables as spreadsheets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-csv-writer.h"

G_BEGIN_DECLS

gboolean tn_xlsx_write (TnTable *table,
                        const char *path,
                        const TnWriteOptions *options,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
