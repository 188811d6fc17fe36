/* tn-worker.h: the process that runs pipelines, and how to speak to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-pipeline-run.h"
#include "tn-run-control.h"
#include "tn-score-job.h"

G_BEGIN_DECLS

#define TN_WORKER_PROTOCOL 1

/* The worker's side: serves requests from @input until it ends. Returns the exit status. */
int tn_worker_serve (const char *session, gboolean look, int input_fd, int output_fd);

/**
 * TnWorkerEventFunc:
 * @event: one line of the worker: {"event": …}; see src/DESIGN.md
 */
typedef void (*TnWorkerEventFunc) (JsonObject *event, gpointer user_data);

/* The client's side: starts @program worker on the project and waits for the end of the run. */
gint64 tn_worker_run (TnProject *project,
                      const char *program,
                      const char *pipeline,
                      guint64 seed,
                      guint n_threads,
                      TnWorkerEventFunc func,
                      gpointer user_data,
                      GCancellable *cancellable,
                      GError **error);

/**
 * TnWorkerOrder:
 * @pipeline: (nullable): of the project; %NULL for the latest
 * @graph: (nullable): the pipeline as it is to be run; %NULL for as the project has it then
 * @to: (nullable): the step that is wanted; %NULL for all
 * @seed: of every random choice
 * @n_threads: 0 for one a processor
 */
typedef struct
{
  const char *pipeline;
  TnGraph *graph;
  const char *to;
  guint64 seed;
  guint n_threads;
} TnWorkerOrder;

/* Likewise, with what is wished of the run while it goes on. */
gint64 tn_worker_run_order (TnProject *project,
                            const char *program,
                            const TnWorkerOrder *order,
                            TnWorkerEventFunc func,
                            gpointer user_data,
                            TnRunControl *control,
                            GCancellable *cancellable,
                            GError **error);

/* Scores or explains there; the worker writes the file. Gives the members of “done”. */
JsonObject *tn_worker_score (TnProject *project,
                             const char *program,
                             const TnScoreJob *job,
                             TnWorkerEventFunc func,
                             gpointer user_data,
                             GCancellable *cancellable,
                             GError **error);

G_END_DECLS
