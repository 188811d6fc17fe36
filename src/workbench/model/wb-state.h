/* wb-state.h: what a project holds, as it was at one moment
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-board.h"
#include "tn-dataset.h"
#include "tn-graph.h"
#include "tn-run-label.h"

G_BEGIN_DECLS

/**
 * WbState:
 * @datasets: (element-type TnDataset): in the order of making
 * @pipelines: names
 * @pipeline: (nullable): name of the one shown: the latest
 * @graph: (nullable): that pipeline
 * @board: (nullable): how it is drawn, with a place for each step
 * @runs: (element-type TnRun): newest first, without those that were deleted
 * @labels: (element-type gint64 TnRunLabel): what was said of runs
 * @reports: fingerprint of how reports are laid out
 * @undo: (nullable): what undo would take back
 * @redo: (nullable): what redo would do again
 * @path: (nullable): the chosen file
 * @unsaved: whether the file lacks something
 * @read_only: whether it can only be looked at
 *
 * Read from the store off the main loop; immutable, so that pages show one moment and not a mix.
 */
typedef struct
{
  GPtrArray *datasets;
  GStrv pipelines;
  char *pipeline;
  TnGraph *graph;
  TnBoard *board;
  GPtrArray *runs;
  GHashTable *labels;
  char *reports;
  TnMessage *undo;
  TnMessage *redo;
  char *path;
  gboolean unsaved;
  gboolean read_only;
} WbState;

WbState *wb_state_read (TnProject *project, GError **error);
WbState *wb_state_ref (WbState *self);
void wb_state_unref (WbState *self);

const TnRunLabel *wb_state_get_label (const WbState *self, const TnRun *run);
const TnRun *wb_state_find_run (const WbState *self, gint64 id);
const TnRun *wb_state_find_last_done (const WbState *self);
const TnDataset *wb_state_find_dataset (const WbState *self, const char *name);
gboolean wb_state_is_stale (const WbState *self, const TnRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbState, wb_state_unref)

G_END_DECLS
