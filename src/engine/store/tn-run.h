/* tn-run.h: what runs made: results, states, tables, reports
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"

G_BEGIN_DECLS

typedef enum
{
  TN_RUN_RUNNING,
  TN_RUN_DONE,
  TN_RUN_STOPPED, /* by the user */
  TN_RUN_FAILED,
  TN_RUN_INTERRUPTED, /* the process ended; set when the project is opened again */
} TnRunStatus;

const char *tn_run_status_to_id (TnRunStatus status);

/**
 * TnRun:
 * @id: ascending
 * @pipeline: name of the pipeline document it was made from
 * @snapshot: the pipeline as it was
 * @seed: of its random numbers
 * @status: how it stands
 * @started: microseconds since 1970 UTC
 * @finished: the same, 0 while running; @started and the time that passed, whatever became of the
 *   clock
 * @versions: (nullable): program, libraries, processor
 * @info: (nullable): what the end of the run adds: metrics, warnings, error
 */
typedef struct
{
  gint64 id;
  char *pipeline;
  JsonNode *snapshot;
  guint64 seed;
  TnRunStatus status;
  gint64 started;
  gint64 finished;
  JsonNode *versions;
  JsonNode *info;
} TnRun;

void tn_run_free (TnRun *self);

/* Returns the run's id, or 0. */
gint64 tn_project_begin_run (TnProject *self,
                             const char *pipeline,
                             JsonNode *snapshot,
                             guint64 seed,
                             JsonNode *versions,
                             GError **error);
gboolean tn_project_end_run (TnProject *self,
                             gint64 run,
                             TnRunStatus status,
                             JsonNode *info,
                             GError **error);
/* (transfer none) (nullable): what its end added */
JsonObject *tn_run_get_info (const TnRun *self);
gboolean tn_project_delete_run (TnProject *self, gint64 run, GError **error);
/* @run 0: the latest. */
TnRun *tn_project_get_run (TnProject *self, gint64 run, GError **error);
/* Newest first: (element-type TnRun). */
GPtrArray *tn_project_list_runs (TnProject *self, GError **error);
/* Some of them: @pipeline may be %NULL, @status -1. */
GPtrArray *tn_project_find_runs (TnProject *self,
                                 const char *pipeline,
                                 int status,
                                 guint most,
                                 GError **error);

/**
 * TnOutput:
 * @node: id of the node in the pipeline
 * @name: which output of that node: "result", "state", "scores", "fold-3/state", "report/en"…
 * @type: id of the node's type, as "impute"
 * @version: of the layout of @body and @state, its owner's business
 * @body: (nullable): an object
 * @state: (nullable): typed fields; stored little-endian, checked against the asked type
 * @table: id of a stored table, 0 without
 */
typedef struct
{
  char *node;
  char *name;
  char *type;
  int version;
  JsonNode *body;
  GVariant *state;
  gint64 table;
} TnOutput;

void tn_output_free (TnOutput *self);

/* Puts or replaces. @output is not kept; its floating @state is sunk. */
gboolean tn_project_put_output (TnProject *self,
                                gint64 run,
                                const TnOutput *output,
                                GError **error);
TnOutput *tn_project_get_output (TnProject *self,
                                 gint64 run,
                                 const char *node,
                                 const char *name,
                                 GError **error);
/* Without bodies and states: (element-type TnOutput). */
GPtrArray *tn_project_list_outputs (TnProject *self, gint64 run, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRun, tn_run_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnOutput, tn_output_free)

G_END_DECLS
