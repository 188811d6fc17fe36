/* tn-bench.h: what the benchmarks share: clocks, medians, and the peers they are measured against
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

double tn_bench_seconds_since (gint64 start);
double tn_bench_median (double *seconds, gsize n);
double tn_bench_peak_mb (void);

/* The folder with the inputs of the peers, made once for all benchmarks; NULL where it cannot be.
 */
char *tn_bench_peer_data (void);

/* What the peer says of @task on these inputs, one object a line; NULL when it is not installed. */
GPtrArray *tn_bench_ask_peer (const char *task, const char *dir, guint n_threads);

/* The answer of a script of ours that is given to the system's Python; NULL when it failed. */
char *tn_bench_ask_python (const char *const *arguments, guint n_threads);

G_END_DECLS
