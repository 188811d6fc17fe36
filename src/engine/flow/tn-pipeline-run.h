/* tn-pipeline-run.h: runs a pipeline of a project and keeps what it made
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-edit.h"
#include "tn-estimate.h"
#include "tn-project.h"
#include "tn-run.h"
#include "tn-runner.h"

G_BEGIN_DECLS

#define TN_DOCUMENT_PIPELINE "pipeline"

TnGraph *tn_project_get_pipeline (TnProject *project, const char *name, GError **error);
/* Adds the pipeline as it is now to @edit. */
void tn_edit_put_pipeline (TnEdit *edit, const char *name, TnGraph *graph);
gboolean tn_project_put_pipeline (TnProject *project,
                                  const char *name,
                                  TnGraph *graph,
                                  TnMessage *label,
                                  GError **error);

/**
 * TnRunEvents:
 * @started: the run has its number; what its steps are thought to need
 * @status: a node begins or ends
 * @warn: something a person should know
 * @curve: a point of a live curve
 * @count_stops: how often it was asked so far that learning stops and keeps its best
 * @checkpoint_seconds: so often a long step keeps how far it is; 0 for a few seconds
 *
 * What a run tells while it goes on. Any member may be %NULL; called on any thread.
 */
typedef struct
{
  void (*started) (gint64 run, const TnEstimate *estimate, gpointer user_data);
  void (*status) (const char *node, TnNodeStatus status, double seconds, gpointer user_data);
  void (*warn) (const char *node, const char *code, const TnMessage *message, gpointer user_data);
  void (*curve) (const char *node, guint fold, const TnRound *round, gpointer user_data);
  guint (*count_stops) (gpointer user_data);
  double checkpoint_seconds;
} TnRunEvents;

gint64 tn_project_run_pipeline (TnProject *project,
                                const char *name,
                                guint64 seed,
                                const TnRunEvents *events,
                                gpointer user_data,
                                TnProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

/* The part that step @to needs; %NULL for all. */
gint64 tn_project_run_pipeline_to (TnProject *project,
                                   const char *name,
                                   const char *to,
                                   guint64 seed,
                                   const TnRunEvents *events,
                                   gpointer user_data,
                                   TnProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);

/* Likewise, of the pipeline as it was when the run was asked for: @snapshot (nullable) is what
 * tn_graph_to_json() gave. */
gint64 tn_project_run_snapshot (TnProject *project,
                                const char *name,
                                JsonNode *snapshot,
                                const char *to,
                                guint64 seed,
                                const TnRunEvents *events,
                                gpointer user_data,
                                TnProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

/* The step a run was for; %NULL of one of the whole pipeline. */
const char *tn_run_get_target (const TnRun *run);
/* So many of the latest runs are asked what they know of a step. */
#define TN_RUNS_LOOKED_AT 20
/* The latest run that was done and carried out @node as it is now; 0 without one. */
gint64 tn_project_find_run_of_step (TnProject *project, TnGraph *graph, const char *node);
/* Whether the pipeline, as it is now, is what @run carried out. */
gboolean tn_run_is_of (const TnRun *run, TnGraph *graph);

/* @run as it is, or for 0 the latest of a whole pipeline that was done; the latest of all when none
 * was. */
gint64 tn_project_find_run (TnProject *project, gint64 run, GError **error);

/* The “run” object of the command line. */
JsonNode *tn_project_describe_run (TnProject *project,
                                   gint64 run,
                                   const TnLanguage *language,
                                   GError **error);

G_END_DECLS
