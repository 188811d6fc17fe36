/* flow-support.h: small nodes that write down how the runner treats them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"
#include "tn-runner.h"

G_BEGIN_DECLS

#define FLOW_ROWS 60

/* Registers the nodes: source, prep, center, stretch, split, learner, last, judge, list_rows,
 * stumble, sieve. */
void flow_register (void);

/* What the verbs wrote down since the last call, sorted: "fit center/0 rows=40 validate=0". */
char **flow_take_log (void);
guint flow_count_log (char **log, const char *prefix);

/* Rows with customer, target, x (the row's number) and, every tenth, no label. */
TnTable *flow_make_table (double shift);
TnPacket *flow_load (const char *dataset, gpointer user_data, GError **error);

/* data → prep → split → center → stretch → learner → judge, and the same to last. */
TnGraph *flow_make_graph (void);
void flow_set (TnGraph *graph, const char *setting);

/* A place for what runs keep, and the hooks to it. */
typedef struct
{
  GMutex lock;
  GHashTable *states;      /* key → bytes */
  GHashTable *tables;      /* key → TnTable */
  GCancellable *cancel_at; /* cancelled when node @cancel_node begins */
  const char *cancel_node;
  GString *events; /* "running center", … */
  guint n_warnings;
  char *last_code;   /* of the latest warning */
  int stop_at_round; /* learning is asked to stop, once, after so many rounds; 0 for never */
  guint n_stops;
} FlowKeep;

FlowKeep *flow_keep_new (void);
void flow_keep_free (FlowKeep *self);
extern const TnRunnerHooks flow_hooks;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FlowKeep, flow_keep_free)

G_END_DECLS
