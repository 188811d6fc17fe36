/* wb-run.h: a run that goes on, as the window sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-graph.h"
#include "tn-project.h"
#include "wb-curve.h"

G_BEGIN_DECLS

/**
 * WbStepStatus:
 * @WB_STEP_WAITING: not begun
 * @WB_STEP_RUNNING: being carried out
 * @WB_STEP_DONE: carried out
 * @WB_STEP_CACHED: its result was known
 */
typedef enum
{
  WB_STEP_WAITING,
  WB_STEP_RUNNING,
  WB_STEP_DONE,
  WB_STEP_CACHED,
} WbStepStatus;

/**
 * WbStep:
 * @node: id in the pipeline
 * @title: its name
 * @group: (nullable): interned: the phase it belongs to, as "prepare"
 * @seconds: of work: done, or as thought to be
 * @status: how it stands
 */
typedef struct
{
  char *node;
  TnMessage *title;
  const char *group;
  double seconds;
  WbStepStatus status;
} WbStep;

#define WB_TYPE_RUN (wb_run_get_type ())
G_DECLARE_FINAL_TYPE (WbRun, wb_run, WB, RUN, GObject)

WbRun *wb_run_new (TnProject *project,
                   const char *pipeline,
                   TnGraph *graph,
                   const char *to,
                   guint64 seed);
void wb_run_start (WbRun *self);
void wb_run_stop (WbRun *self);
void wb_run_pause (WbRun *self, gboolean pause);
void wb_run_discard (WbRun *self);

/* Discarding that can be taken back for a while: until then the run rests. */
void wb_run_set_aside (WbRun *self);
void wb_run_take_back (WbRun *self);
gboolean wb_run_is_aside (WbRun *self);

gboolean wb_run_is_discarded (WbRun *self);
gboolean wb_run_is_going (WbRun *self);
gboolean wb_run_is_stopping (WbRun *self);
gboolean wb_run_is_paused (WbRun *self);
gboolean wb_run_is_resting (WbRun *self);
gint64 wb_run_get_id (WbRun *self);
const char *wb_run_get_pipeline (WbRun *self);
TnGraph *wb_run_get_graph (WbRun *self);
const char *wb_run_get_target (WbRun *self);
guint64 wb_run_get_seed (WbRun *self);
/* As the clock says, in microseconds: when it was asked for, and when it began. */
gint64 wb_run_get_asked (WbRun *self);
void wb_run_set_asked (WbRun *self, gint64 asked);
gint64 wb_run_get_began (WbRun *self);
/* (nullable): "processor", "processors", "memory" of the computer, as the worker says it. */
JsonObject *wb_run_get_machine (WbRun *self);
double wb_run_get_fraction (WbRun *self);
double wb_run_get_seconds (WbRun *self);
double wb_run_get_seconds_left (WbRun *self);
gint64 wb_run_get_memory (WbRun *self);
const TnMessage *wb_run_get_phase (WbRun *self);
GPtrArray *wb_run_get_steps (WbRun *self);
GPtrArray *wb_run_get_curves (WbRun *self);
GPtrArray *wb_run_get_warnings (WbRun *self);
const GError *wb_run_get_error (WbRun *self);

/* The program of the worker: beside this one, where it was built, or TENURE_CLI. */
char *wb_run_find_worker (void);

G_END_DECLS
