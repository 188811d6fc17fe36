/* tn-run-log.h: what happened in a run, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "tn-project.h"

G_BEGIN_DECLS

/* As many events are kept; of those after them it is known how many there were. */
#define TN_RUN_LOG_MAX 4096

/**
 * TnRunLog:
 *
 * Times of day, durations and memory of a run stand here and never in a result. Each event is
 * stored when it happens, in parts beside the run's results: a run that ends with its process has
 * its log up to there. May be added to by any thread.
 */
typedef struct _TnRunLog TnRunLog;

/* Of a run that has begun, or goes on with what it has. */
TnRunLog *tn_run_log_new (TnProject *project, gint64 run);
void tn_run_log_free (TnRunLog *self);

/* @event: (transfer full): gets the member “at”, microseconds since 1970 UTC. */
void tn_run_log_add (TnRunLog *self, const char *what, JsonObject *event);

/* (transfer full): every event in the order of time; empty for a run without a log. */
JsonArray *tn_run_log_read (TnProject *project, gint64 run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRunLog, tn_run_log_free)

G_END_DECLS
