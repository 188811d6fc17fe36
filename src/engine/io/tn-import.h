/* tn-import.h: from a file to columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-import-plan.h"
#include "tn-progress.h"
#include "tn-source.h"
#include "tn-table-sink.h"

G_BEGIN_DECLS

/**
 * TnImportSummary:
 * @n_rows: rows of the table
 * @n_problem_rows: rows set aside; with @n_rows the rows of the file
 * @n_problem_cells: cells that contradict their column and read as missing
 * @n_mended_rows: rows of the table that had an empty cell too many, or lacked last cells of
 *   columns that are always empty, or a stray quote, which was taken as a character
 * @n_blank_lines: lines with nothing on them, or delimiters only
 * @n_comment_lines: lines beginning with the comment mark
 * @n_restarts: how often the reading began anew because a guess was wrong
 * @max_rows_reached: the rest of the file was not read, as asked
 */
typedef struct
{
  gint64 n_rows;
  gint64 n_problem_rows;
  gint64 n_problem_cells;
  gint64 n_mended_rows;
  gint64 n_blank_lines;
  gint64 n_comment_lines;
  guint n_restarts;
  gboolean max_rows_reached;
} TnImportSummary;

/**
 * TnImportOptions:
 * @max_rows: rows to read at most, 0 for all
 * @use_libcsv: cut by libcsv where the dialect allows it, instead of the own tokenizer
 */
typedef struct
{
  gint64 max_rows;
  gboolean use_libcsv;
} TnImportOptions;

/**
 * TnImportFile:
 * @source: where the bytes are
 * @plan: how they are read
 *
 * One of several files that become one table.
 */
typedef struct
{
  TnSource *source;
  TnImportPlan *plan;
} TnImportFile;

TnImportPlan *tn_import_detect (TnSource *source,
                                const TnImportPlan *wish,
                                TnProgress *progress,
                                GCancellable *cancellable,
                                GError **error);
gboolean tn_import_run (TnSource *source,
                        TnImportPlan *plan,
                        const TnImportOptions *options,
                        const TnTableSink *sink,
                        gpointer sink_data,
                        TnImportSummary *summary,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error);

/* Several files of one shape. */
gboolean tn_import_detect_files (TnImportFile *files,
                                 guint n_files,
                                 const TnImportPlan *wish,
                                 TnProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean tn_import_check_files (const TnImportFile *files, guint n_files, GError **error);
gboolean tn_import_run_files (const TnImportFile *files,
                              guint n_files,
                              const char *file_column,
                              const TnImportOptions *options,
                              const TnTableSink *sink,
                              gpointer sink_data,
                              TnImportSummary *parts,
                              TnImportSummary *summary,
                              TnProgress *progress,
                              GCancellable *cancellable,
                              GError **error);

GPtrArray *tn_import_describe (const TnImportPlan *plan, const TnImportSummary *summary);

/* Both at once, into memory; @problems and @plan may be %NULL. */
TnTable *tn_import_file (const char *path,
                         TnTable **problems,
                         TnImportPlan **plan,
                         TnImportSummary *summary,
                         TnProgress *progress,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
