/* tn-csv-writer.h: tables as CSV files that are safe to open in a spreadsheet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-progress.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnWriteOptions:
 * @language: (nullable): header cells are the fields' labels in it; their names otherwise
 * @bom: begin a CSV file with a byte order mark, which Excel wants for UTF-8
 * @guard: put ' before text that a spreadsheet would run as a formula
 */
typedef struct
{
  const TnLanguage *language;
  gboolean bom;
  gboolean guard;
} TnWriteOptions;

void tn_write_options_init (TnWriteOptions *self);

gboolean tn_csv_write (TnTable *table,
                       const char *path,
                       const TnWriteOptions *options,
                       TnProgress *progress,
                       GCancellable *cancellable,
                       GError **error);
gboolean tn_csv_needs_guard (const char *text, gsize length);

G_END_DECLS
