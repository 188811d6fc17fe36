/* tn-estimate.h: what a run is thought to need, before it runs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"
#include "tn-project.h"

G_BEGIN_DECLS

/**
 * TnNodeEstimate:
 * @node: its id
 * @title: of its kind, translatable
 * @rows: of its largest output
 * @columns: of it
 * @seconds: of all folds, as a share of the whole run's
 * @bytes: while it is carried out
 */
typedef struct
{
  char *node;
  const char *title;
  gint64 rows;
  gint64 columns;
  double seconds;
  gint64 bytes;
} TnNodeEstimate;

/**
 * TnEstimate:
 * @nodes: (element-type TnNodeEstimate): in the order of the pipeline
 * @rows_in: of all data sets
 * @seconds: of the whole run
 * @bytes: at the peak
 * @is_measured: seconds are those of the last run of this pipeline, scaled by rows
 */
typedef struct
{
  GPtrArray *nodes;
  gint64 rows_in;
  double seconds;
  gint64 bytes;
  gboolean is_measured;
} TnEstimate;

TnEstimate *tn_estimate_new (TnProject *project,
                             TnGraph *graph,
                             const char *pipeline,
                             guint n_threads,
                             GError **error);
void tn_estimate_free (TnEstimate *self);

/* The share of the data that would fit, 0 to 1. */
double tn_estimate_get_share (const TnEstimate *self, gint64 available);
gboolean tn_estimate_require_memory (const TnEstimate *self, gint64 available, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnEstimate, tn_estimate_free)

G_END_DECLS
