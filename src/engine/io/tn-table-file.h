/* tn-table-file.h: writes a table as the ending of its file says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-csv-writer.h"

G_BEGIN_DECLS

gboolean tn_table_file_write (TnTable *table,
                              const char *file,
                              const TnLanguage *language,
                              TnProgress *progress,
                              GCancellable *cancellable,
                              GError **error);
gboolean tn_table_file_check (const char *file, GError **error);

G_END_DECLS
