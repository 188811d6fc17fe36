/* tn-graph-edit.h: changes of a pipeline, as new graphs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"

G_BEGIN_DECLS

/* Each gives a new graph, or %NULL when there is nothing to do. The old one stays as it is. */

/* @after: (nullable). @id: (out): of the new step. */
TnGraph *tn_graph_insert (TnGraph *graph, const char *type, const char *after, char **id);
/* In the middle of one link. */
TnGraph *tn_graph_insert_in_link (TnGraph *graph, const char *type, guint link, char **id);
/* Linked to one output, or one input, and to nothing else: a link that was dropped in the void. */
TnGraph *tn_graph_insert_at_output (TnGraph *graph,
                                    const char *type,
                                    const char *from,
                                    const char *from_port,
                                    char **id);
TnGraph *tn_graph_insert_at_input (TnGraph *graph,
                                   const char *type,
                                   const char *to,
                                   const char *to_port,
                                   char **id);
/* What came to it goes on to those it was given to. */
TnGraph *tn_graph_take_out (TnGraph *graph, const char *node);
TnGraph *tn_graph_duplicate (TnGraph *graph, const char *node, char **id);
/* @by -1 or 1: changes places in the list, unless one of the two needs the other. */
TnGraph *tn_graph_move (TnGraph *graph, const char *node, int by);
TnGraph *tn_graph_switch (TnGraph *graph, const char *node, gboolean off);
/* Another kind of step in its place, with its links. */
TnGraph *tn_graph_replace (TnGraph *graph, const char *node, const char *type);
TnGraph *tn_graph_put_behind (TnGraph *graph, const char *node, const char *after);
/* @value: (transfer full) (nullable): %NULL for the usual value again. */
TnGraph *tn_graph_with_value (TnGraph *graph, const char *node, const char *param, JsonNode *value);

G_END_DECLS
