/* tn-preview.h: what a step gives, on a sample of rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-pipeline-run.h"

G_BEGIN_DECLS

/* So many rows of each data set are looked at unless something else is asked for. */
#define TN_PREVIEW_ROWS 20000

/* So long a look may work, in seconds of processors, unless something else is asked for. */
#define TN_PREVIEW_SECONDS 10

/**
 * TnPreviewInput:
 * @port: id of the input
 * @table: what arrives there first; a sample
 */
typedef struct
{
  char *port;
  TnTable *table;
} TnPreviewInput;

/**
 * TnPreviewNote:
 * @code: as "horizon.proposed"
 * @message: what the step says of its rows
 */
typedef struct
{
  char *code;
  TnMessage *message;
} TnPreviewNote;

/**
 * TnPreview:
 * @port: (nullable): id of the output that is shown
 * @table: (nullable): what the step gives there
 * @inputs: (element-type TnPreviewInput): what arrives
 * @rows_in: rows that arrive; 0 of a source
 * @columns_in: columns that arrive
 * @added: names of columns that were not there before
 * @removed: names of columns that are gone
 * @notes: (element-type TnPreviewNote): what the step says
 * @rows_read: of all data sets together, rows looked at
 * @rows_all: rows they have
 * @run: the run @table is stored with, 0 when it was made from the sample
 * @needs: (nullable): why there is nothing to show, and what would be needed
 * @too_long: (nullable): id of the step that took too long for a look
 */
typedef struct
{
  char *port;
  TnTable *table;
  GPtrArray *inputs;
  gint64 rows_in;
  guint columns_in;
  GStrv added;
  GStrv removed;
  GPtrArray *notes;
  gint64 rows_read;
  gint64 rows_all;
  gint64 run;
  TnMessage *needs;
  char *too_long;
} TnPreview;

void tn_preview_free (TnPreview *self);
/* Rows that arrive and that are given, and of how many. */
TnMessage *tn_preview_say_rows (const TnPreview *self);

/**
 * TnPreviewer:
 *
 * Looks at steps of one project. It keeps the samples and what steps made of them, so that looking
 * again after one setting changed carries out that step and those behind it. Any thread; one look
 * at a time, others wait.
 */
typedef struct _TnPreviewer TnPreviewer;

TnPreviewer *tn_previewer_new (TnProject *project, gsize n_rows);
/* @seconds: of processors; 0 for no limit */
void tn_previewer_set_limit (TnPreviewer *self, double seconds);
TnPreviewer *tn_previewer_ref (TnPreviewer *self);
void tn_previewer_unref (TnPreviewer *self);

TnPreview *tn_previewer_look (TnPreviewer *self,
                              TnGraph *graph,
                              const char *node,
                              GCancellable *cancellable,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPreview, tn_preview_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnPreviewer, tn_previewer_unref)

G_END_DECLS
