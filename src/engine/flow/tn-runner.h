/* tn-runner.h: carries out a pipeline
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-folds.h"
#include "tn-graph.h"
#include "tn-packet.h"
#include "tn-progress.h"
#include "tn-round.h"

G_BEGIN_DECLS

typedef enum
{
  TN_NODE_WAITING,
  TN_NODE_RUNNING,
  TN_NODE_DONE,
  TN_NODE_CACHED,
  TN_NODE_RESUMED, /* runs, and goes on from what an interrupted run kept of it */
} TnNodeStatus;

const char *tn_node_status_to_id (TnNodeStatus status);

#define TN_TASK_FINAL (-1)
#define TN_TASK_WHOLE (-2)

/**
 * TnRunnerHooks:
 * @load: gives a data set by name, (transfer full)
 * @status: (nullable): a node begins or ends; called on any thread
 * @task: (nullable): a node begins or ends in one fold, %TN_TASK_FINAL for the final fit,
 *   %TN_TASK_WHOLE outside the folds; called on any thread
 * @shape: (nullable): a table was given at an output, in the final fit or outside the folds; called
 *   on any thread
 * @warn: (nullable): something a person should know; called on any thread
 * @curve: (nullable): a point of a live curve; called on any thread
 * @count_stops: (nullable): how often it was asked so far that learning stops; called on any
 *   thread. Each time cuts short the fits that go on, which keep their best
 * @recall_state: (nullable): what was stored under a key, (transfer full), or %NULL
 * @store_state: (nullable): keeps what was made under a key
 * @forget_state: (nullable): drops what is kept under a key
 * @recall_table: (nullable): as @recall_state
 * @store_table: (nullable): as @store_state
 * @alter: (nullable): what other steps get instead of the table a step made, (transfer full);
 *   asked of when scoring only
 * @checkpoint_seconds: so often a long step keeps how far it is; 0 for a few seconds
 *
 * How a run speaks to its surroundings: project, worker, test.
 */
typedef struct
{
  TnPacket *(*load) (const char *dataset, gpointer user_data, GError **error);
  void (*status) (const char *node, TnNodeStatus status, double seconds, gpointer user_data);
  void (*task) (const char *node, int fold, gboolean done, double seconds, gpointer user_data);
  void (*shape) (const char *node,
                 const char *port,
                 gint64 n_rows,
                 gint64 n_columns,
                 gpointer user_data);
  void (*warn) (const char *node, const char *code, const TnMessage *message, gpointer user_data);
  void (*curve) (const char *node, guint fold, const TnRound *round, gpointer user_data);
  guint (*count_stops) (gpointer user_data);
  TnNodeState *(*recall_state) (const char *key, gpointer user_data);
  void (*store_state) (const char *key, const TnNodeState *state, gpointer user_data);
  void (*forget_state) (const char *key, gpointer user_data);
  TnTable *(*recall_table) (const char *key, gpointer user_data);
  void (*store_table) (const char *key, TnTable *table, gpointer user_data);
  double checkpoint_seconds;
  TnTable *(*alter) (const char *node, TnTable *made, gpointer user_data, GError **error);
} TnRunnerHooks;

/**
 * TnRunner:
 *
 * One run of one graph. A node behind a split is carried out once for each fold and once
 * more on all labelled rows (the final fit); a node that gathers sees all of them. Nodes
 * that are ready run side by side on the engine's threads.
 */
typedef struct _TnRunner TnRunner;

TnRunner *tn_runner_new (TnGraph *graph,
                         guint64 seed,
                         const TnRunnerHooks *hooks,
                         gpointer hook_data,
                         GError **error);
void tn_runner_free (TnRunner *self);

/* What @node takes stays to the end, to be looked at. */
void tn_runner_keep_inputs (TnRunner *self, const char *node);

/* How long a node is thought to take, for the time left. */
void tn_runner_set_seconds (TnRunner *self, const char *node, double seconds);

gboolean tn_runner_run (TnRunner *self,
                        TnProgress *progress,
                        GCancellable *cancellable,
                        GError **error);

/* Applies stored states to other data: up to and with node @until. */
void tn_runner_set_state (TnRunner *self, const char *node, const TnNodeState *state);
gboolean tn_runner_score (TnRunner *self,
                          const char *until,
                          gint64 as_of,
                          TnProgress *progress,
                          GCancellable *cancellable,
                          GError **error);

GPtrArray *tn_runner_get_offers (const TnRunner *self);
guint tn_runner_get_n_folds (const TnRunner *self);
const TnFolds *tn_runner_get_folds (const TnRunner *self);
/* @fold: below the number of folds, or that number for the final fit (or the only one). */
TnPacket *tn_runner_get_output (const TnRunner *self,
                                const char *node,
                                const char *port,
                                guint fold);
const TnNodeState *tn_runner_get_state (const TnRunner *self, const char *node, guint fold);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRunner, tn_runner_free)

G_END_DECLS
