/* wb-import-work.h: looking at a file, checking it, bringing it in: off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-import.h"
#include "wb-project.h"

G_BEGIN_DECLS

#define WB_PREVIEW_ROWS 500
#define WB_N_READINGS   3

/**
 * WbReading: one line of the file as text of one encoding.
 */
typedef struct
{
  const char *encoding;
  char *text;
} WbReading;

/**
 * WbPreview:
 * @source: the file
 * @plan: how it is read
 * @table: the first rows, read so
 * @n_problems: rows set aside among them
 * @readings: a line that shows which encoding it is; empty texts when all letters are English
 */
typedef struct
{
  TnSource *source;
  TnImportPlan *plan;
  TnTable *table;
  gint64 n_problems;
  WbReading readings[WB_N_READINGS];
} WbPreview;

void wb_preview_free (WbPreview *self);

/* Opens @path unless there is a @source, detects unless @keep, and reads the first rows.
 * @plan: (nullable): corrections; a copy is taken. wb_work_finish() gives the #WbPreview. */
void wb_import_look (gpointer owner,
                     const char *path,
                     TnSource *source,
                     const TnImportPlan *plan,
                     gboolean keep,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);

/**
 * WbCheck:
 * @plan: with what was found in the whole file
 * @summary: counts
 */
typedef struct
{
  TnImportPlan *plan;
  TnImportSummary summary;
} WbCheck;

void wb_check_free (WbCheck *self);

/* Reads the whole file and keeps nothing. wb_work_finish() gives the #WbCheck. */
void wb_import_check (gpointer owner,
                      TnSource *source,
                      const TnImportPlan *plan,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);

/* Brings it in; @project %NULL makes one. The data set's name comes from the file's, and a
 * question (nullable) is asked. wb_import_finish() gives the project. */
void wb_import_bring (gpointer owner,
                      WbProject *project,
                      TnSource *source,
                      const TnImportPlan *plan,
                      const char *question,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
WbProject *wb_import_finish (GAsyncResult *result, WbProject *project, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPreview, wb_preview_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCheck, wb_check_free)

G_END_DECLS
