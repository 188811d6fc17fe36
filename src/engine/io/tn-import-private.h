/* tn-import-private.h: one import while it runs, for the files that do its parts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-cell-writer.h"
#include "tn-csv-reader.h"
#include "tn-import.h"

G_BEGIN_DECLS

typedef struct
{
  const TnImportFile *files;
  guint n_files;
  guint file;             /* the one being read */
  TnSource *source;       /* of it */
  TnImportPlan *plan;     /* of it */
  TnImportSummary *parts; /* (nullable): counts of each file */
  TnImportColumn *names;  /* (nullable): the column that names the file */
  gint64 n_bytes;         /* of all files */
  gint64 n_bytes_before;  /* of those read to their ends */
  const TnImportOptions *options;
  const TnTableSink *sink;
  gpointer sink_data;
  TnImportSummary *summary;
  TnProgress *progress;
  GCancellable *cancellable;

  TnCsvReader reader;
  TnCsvBatch batches[2];
  guint current;
  TnCellWriter *writers;
  guint n_writers;
  guint *order;         /* writers, the dearest first */
  guint encoding_asked; /* files before this one, and this one if it is above @file */
  guint n_restarts;
} TnImportRun;

typedef enum
{
  TN_IMPORT_PASS_DONE,
  TN_IMPORT_PASS_AGAIN,
  TN_IMPORT_PASS_ERROR,
} TnImportPass;

gboolean _tn_import_report_problems (TnImportRun *self, const TnCsvBatch *batch, GError **error);
gboolean _tn_import_doubt_columns (TnImportRun *self);
TnImportPass _tn_import_doubt_encoding (TnImportRun *self, GError **error);

G_END_DECLS
