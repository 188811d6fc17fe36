/* tn-runner-private.h: for the files of the runner only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph-private.h"
#include "tn-runner.h"
#include "tn-step-private.h"

G_BEGIN_DECLS

/**
 * TnCell:
 * @key: hash of what makes it
 * @state: what was learned
 * @outputs: (nullable): one a port; %NULL before it ran and when all readers have read
 * @notes: what it warned of, to be told again when the cell is recalled
 * @wanted: a reader needs @outputs
 * @model_wanted: a reader needs the model with the rows it was applied to
 * @kept: @outputs stay to the end of the run
 * @looked_up: recalling was tried
 * @state_recalled: @state was not learned in this run
 * @runs: is to be carried out
 * @stopped: its fit was cut short on demand
 * @short_of: it, or something it was made from, was cut short: no other run may recall it
 * @ran: was carried out
 * @checkpoint_key: (nullable): what was kept on the way, to be forgotten when the cell is done
 * @n_readers: (atomic): readers yet to read
 *
 * A node in one fold.
 */
typedef struct
{
  char *key;
  TnNodeState *state;
  TnPacket **outputs;
  TnStepNotes notes;
  gboolean wanted;
  gboolean model_wanted;
  gboolean kept;
  gboolean looked_up;
  gboolean state_recalled;
  gboolean stopped;
  gboolean short_of;
  gboolean runs;
  gboolean ran;
  char *checkpoint_key;
  int n_readers;
} TnCell;

/**
 * TnRunnerNode:
 * @params: settings its verbs see
 * @stated: all its settings, also those that stand here for others
 * @reads: (array): where each setting it reads stands; borrowed
 * @behind: stands behind a split: its cells are known when the folds are
 * @folded: has a cell for each fold and one for the final fit; otherwise one cell
 * @is_asked: its outputs are what the run is for
 * @weight: seconds it is thought to take
 * @n_runs: cells to be carried out in this plan
 * @n_left: (atomic): of those, not yet ended
 * @begun: (atomic): told to be running
 * @seconds: of all its cells; under the runner's lock
 * @stop_limit: rounds its stopped fits had done, 0 without any; under the runner's lock
 */
typedef struct
{
  const TnGraphNode *node;
  TnParams *params;
  TnParams *stated;
  TnStepRead *reads;
  gboolean wanted;
  gboolean behind;
  gboolean folded;
  gboolean is_asked;
  guint n_cells;
  TnCell *cells;
  TnNodeState *given; /* when scoring: what was stored */
  double weight;
  guint n_runs;
  int n_left;
  int begun;
  gboolean ever_ran;
  double seconds;
  guint stop_limit;
} TnRunnerNode;

struct _TnRunner
{
  TnGraph *graph;
  TnGraphEnds incoming;
  TnGraphEnds outgoing;
  guint64 seed;
  gsize contacts; /* of the first step that says it, 0 without */
  TnRunnerHooks hooks;
  gpointer hook_data;
  guint *order;
  guint n_nodes;
  TnRunnerNode *nodes;
  TnFolds *folds;
  guint n_folds;        /* 0 before the split */
  gboolean all_planned; /* every reader of every output is known */
  gboolean folds_done;  /* the final fit of nodes that come last may begin */

  gboolean scoring;
  gint64 as_of;
  TnProgress *progress;
  GCancellable *cancellable;
  GMutex lock;       /* guards @work_done, @notes of cells and seconds of nodes */
  GPtrArray *offers; /* of TnRepair: by the steps that gave up; under the lock */
  double work_done;
  double work_all;
};

static inline TnCell *
tn_runner_cell (const TnRunnerNode *node, guint fold)
{
  return &node->cells[node->folded ? fold : 0];
}

void tn_cell_clear_outputs (TnCell *self, const TnNodeSpec *spec);

/* What is to be carried out, and what is recalled instead. */
void tn_runner_plan_sources (TnRunner *self);
void tn_runner_plan (TnRunner *self, gboolean behind_split);
char *tn_runner_output_key (const TnCell *cell, guint port);
guint64 tn_runner_make_seed (const TnRunner *self, const TnRunnerNode *node, guint fold);
gboolean tn_runner_stores (const TnRunnerNode *node, guint port);
gboolean tn_runner_recall_outputs (TnRunner *self, const TnRunnerNode *node, TnCell *cell);
void tn_runner_recall_state (TnRunner *self, const TnRunnerNode *node, TnCell *cell);
char *tn_runner_checkpoint_key (const TnCell *cell);
void tn_runner_store_cell (TnRunner *self, const TnRunnerNode *node, const TnCell *cell);
void tn_runner_tell_notes (TnRunner *self,
                           const TnRunnerNode *node,
                           const TnCell *cell,
                           gboolean all);

void tn_runner_offer (TnRunner *self, const TnRunnerNode *node, guint fold, GError **error);
/* The last day of the data, where dates after it made everybody leave. */
TnRepair *tn_runner_find_strays (TnRunner *self, GError **error);

/* Carries out one cell. */
gboolean tn_runner_do_cell (TnRunner *self,
                            TnRunnerNode *node,
                            guint fold,
                            TnProgress *progress,
                            GError **error);

G_END_DECLS
