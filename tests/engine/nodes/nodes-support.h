/* nodes-support.h: nodes carried out on tables in memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"
#include "tn-runner.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * Lab:
 *
 * Tables by name, a pipeline, what it warned of, and its last run.
 */
typedef struct
{
  GHashTable *tables; /* name → TnTable */
  TnGraph *graph;
  TnRunner *runner;
  GMutex lock;
  GPtrArray *warnings; /* "node code text" in the order they came */
  GString *curve;      /* "node/fold " each time a round is reported */
} Lab;

/* Each line is a step ("split split"), a link ("a.table > b.table") or a setting ("b.x=1"). */
Lab *lab_new (const char *first, ...) G_GNUC_NULL_TERMINATED;
Lab *lab_new_with_graph (TnGraph *graph);
void lab_free (Lab *self);
void lab_set (Lab *self, const char *setting);
/* @table: (transfer full) */
void lab_put (Lab *self, const char *name, TnTable *table);

void lab_run (Lab *self);
/* The run must end with one whole sentence that names @node. */
void lab_run_refused (Lab *self, int code, const char *node);
/* The same wherever it stops. */
void lab_run_refused_somewhere (Lab *self, GError **error);
/* A run of the same pipeline on @other's tables that only applies what @self learned. */
gboolean lab_score (Lab *self, Lab *other, const char *until, gint64 as_of, GError **error);

/* For runners of a test's own, with the lab as their data. */
const TnRunnerHooks *lab_get_hooks (void);

TnTable *lab_table (Lab *self, const char *output); /* "node.port", outside folds */
JsonObject *lab_result (Lab *self, const char *output);
const char *lab_find_warning (Lab *self, const char *code);

/* Cells as one text: "1 2 - yes". */
char *lab_cells (TnTable *table, const char *column);
double *lab_numbers (TnTable *table, const char *column);
void lab_assert_sentence (const GError *error);
void lab_assert_equal (TnTable *a, TnTable *b);

/* A shop of 300 customers and 15 months up to 2026-03-31, some of whom stop coming. */
TnTable *lab_make_log (guint64 seed);
/* 400 customers: id, plan, region, age (some missing), spend, months, churn. */
TnTable *lab_make_customers (guint64 seed);
TnTable *lab_with_roles (TnTable *table, TnRowRole (*choose) (gsize row));
/* Columns from short texts: "who:customer:a b c", "x:feature:1 2 -", "at:time:2026-03-01 -". */
TnTable *lab_table_of (const char *first, ...) G_GNUC_NULL_TERMINATED;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lab, lab_free)

G_END_DECLS
