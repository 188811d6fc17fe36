/* tn-table-file.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-table-file.h"

#include "tn-error.h"
#include "tn-xlsx-writer.h"

/**
 * tn_table_file_check:
 * @error: %TN_ERROR_ARGUMENT
 *
 * Returns: %FALSE when @file has an ending that no table is written with
 */
gboolean
tn_table_file_check (const char *file, GError **error)
{
  if (g_str_has_suffix (file, ".csv") || g_str_has_suffix (file, ".xlsx"))
    return TRUE;
  tn_error_set (error, TN_ERROR_ARGUMENT,
                N_ ("“{file}” has an ending that cannot be written here. Choose one of: {known}."),
                "file", file, "known", ".csv, .xlsx", NULL);

  return FALSE;
}

/**
 * tn_table_file_write:
 * @file: its ending says the format: .csv or .xlsx
 * @language: of column names and of what is said in cells
 * @error: as tn_csv_write() and tn_xlsx_write(); %TN_ERROR_ARGUMENT for another ending
 *
 * A file of that name is replaced when the new one is whole.
 */
gboolean
tn_table_file_write (TnTable *table,
                     const char *file,
                     const TnLanguage *language,
                     TnProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  TnWriteOptions options;

  if (!tn_table_file_check (file, error))
    return FALSE;
  tn_write_options_init (&options);
  options.language = language;
  if (g_str_has_suffix (file, ".csv"))
    return tn_csv_write (table, file, &options, progress, cancellable, error);

  return tn_xlsx_write (table, file, &options, progress, cancellable, error);
}
