/* wb-import-work.h: looking at files, checking them, bringing them in: off the main loop
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-import-dataset.h"
#include "tn-trial-sink.h"
#include "wb-project.h"

G_BEGIN_DECLS

#define WB_PREVIEW_ROWS   500
#define WB_N_READINGS     3
#define WB_SHOWN_PROBLEMS 200

/**
 * WbReading: one line of the file as text of one encoding.
 */
typedef struct
{
  const char *encoding;
  char *text;
} WbReading;

/**
 * WbDraftFile:
 * @path: (nullable): where it is
 * @source: (nullable): it, once it was opened
 * @plan: (nullable): how it is read, once it was looked at
 * @origin: (nullable): what the project knows of it, when it is imported again
 */
typedef struct
{
  char *path;
  TnSource *source;
  TnImportPlan *plan;
  TnImportOrigin *origin; /* borrowed: of the draft's owner */
} WbDraftFile;

/**
 * WbDraft: (element-type WbDraftFile): an import as it is planned at one moment
 */
typedef GPtrArray WbDraft;

WbDraft *wb_draft_new (void);
WbDraft *wb_draft_copy (const WbDraft *self);
WbDraftFile *wb_draft_get (const WbDraft *self, guint index);
void wb_draft_add (WbDraft *self, const char *path, TnImportOrigin *origin);

/**
 * WbPreview:
 * @draft: every file opened and looked at
 * @refused: (element-type GError): why files were left out, in the order of asking
 * @table: the first rows of the file shown, read so
 * @sheets: (nullable) (element-type TnSheetInfo): of a workbook
 * @readings: a line that shows which encoding it is; empty texts when all letters are English
 * @n_rows: about how many rows all files have, -1 when it cannot be told
 */
typedef struct
{
  WbDraft *draft;
  GPtrArray *refused;
  TnTable *table;
  GPtrArray *sheets;
  WbReading readings[WB_N_READINGS];
  gint64 n_rows;
} WbPreview;

void wb_preview_free (WbPreview *self);

/* Opens and detects what is not yet, and reads the first rows of file @shown. @keep: types and
 * roles of files that have a plan stay; otherwise all that nobody decided is found anew.
 * @key: (nullable): of pseudonyms; without one they are shown masked.
 * wb_work_finish() gives the #WbPreview. */
void wb_import_look (gpointer owner,
                     const WbDraft *draft,
                     guint shown,
                     gboolean keep,
                     TnPseudonymKey *key,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data);

/**
 * WbCheck:
 * @draft: with what was found in the whole files
 * @summary: counts
 * @parts: (array): counts of each file
 * @problems: (element-type TnTrialProblem): the first
 * @n_bytes: of memory while all of it is in use
 * @seconds: the check took
 */
typedef struct
{
  WbDraft *draft;
  TnImportSummary summary;
  TnImportSummary *parts;
  TnTrialSink *sink;
  GPtrArray *problems;
  gint64 n_bytes;
  double seconds;
} WbCheck;

void wb_check_free (WbCheck *self);

/* Reads the whole files and keeps nothing. wb_work_finish() gives the #WbCheck. */
void wb_import_check (gpointer owner,
                      const WbDraft *draft,
                      const char *file_column,
                      TnPseudonymKey *key,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);

/**
 * WbBring:
 * @store: (nullable): %NULL makes a project
 * @draft: what to bring in
 * @name: (nullable): of the data set to be replaced; %NULL for a new one called as the file
 * @file_column: (nullable): says which file a row is from
 * @question: (nullable): id of a template to ask then
 * @key: (nullable): of pseudonyms
 * @keep_key: it goes to the keyring first
 * @label: (nullable): what the history says was done; %NULL for an import
 */
typedef struct
{
  TnProject *store;
  const WbDraft *draft;
  const char *name;
  const char *file_column;
  const char *question;
  TnPseudonymKey *key;
  gboolean keep_key;
  TnMessage *label;
} WbBring;

void wb_import_bring (gpointer owner,
                      const WbBring *bring,
                      TnProgress *progress,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
/* @project: (nullable): whose store was given */
WbProject *wb_import_finish (GAsyncResult *result, WbProject *project, GError **error);

/* Origins of a data set that is imported again; wb_work_finish() gives a #WbRecalled. */
typedef struct
{
  GPtrArray *origins;
  char *file_column;
} WbRecalled;

void wb_recalled_free (WbRecalled *self);
void wb_import_recall (gpointer owner,
                       TnProject *store,
                       const char *name,
                       GAsyncReadyCallback callback,
                       gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbPreview, wb_preview_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbCheck, wb_check_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbRecalled, wb_recalled_free)

G_END_DECLS
