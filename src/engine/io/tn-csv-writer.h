/* tn-csv-writer.h: tables as CSV files that are safe to open in a spreadsheet
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-file-replace.h"
#include "tn-progress.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnWriteOptions:
 * @language: (nullable): header cells are the fields' labels in it; their names otherwise
 * @bom: begin a CSV file with a byte order mark, which Excel wants for UTF-8
 * @guard: put ' before text that a spreadsheet would run as a formula
 * @about: (nullable): what a second sheet of a workbook says of the first; CSV files have none
 * @about_name: (nullable): of that sheet, 31 characters at most
 * @name: (nullable): of the first sheet, likewise
 */
typedef struct
{
  const TnLanguage *language;
  gboolean bom;
  gboolean guard;
  TnTable *about;
  const char *about_name;
  const char *name;
} TnWriteOptions;

void tn_write_options_init (TnWriteOptions *self);

gboolean tn_csv_write (TnTable *table,
                       const char *path,
                       const TnWriteOptions *options,
                       TnProgress *progress,
                       GCancellable *cancellable,
                       GError **error);
gboolean tn_csv_write_part (TnTable *table,
                            TnFileReplace *file,
                            const TnWriteOptions *options,
                            TnProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
gboolean tn_csv_needs_guard (const char *text, gsize length);

G_END_DECLS
