/* tn-worker.h: the process that runs pipelines, and how to speak to it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-pipeline-run.h"
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

/* Likewise; cancelling @stop asks learners to stop and keep their best, and the run goes on. */
gint64 tn_worker_run_stoppable (TnProject *project,
                                const char *program,
                                const char *pipeline,
                                const char *to,
                                guint64 seed,
                                guint n_threads,
                                TnWorkerEventFunc func,
                                gpointer user_data,
                                GCancellable *stop,
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
