/* wb-graph-edit.h: changes of a pipeline, as new graphs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"

G_BEGIN_DECLS

/* Each gives a new graph, or %NULL when there is nothing to do. The old one stays as it is. */

TnGraph *wb_graph_insert (TnGraph *graph, const char *type, const char *after, char **id);
TnGraph *wb_graph_remove (TnGraph *graph, const char *node);
TnGraph *wb_graph_duplicate (TnGraph *graph, const char *node, char **id);
/* @by -1 or 1: changes places in the list, unless one of the two needs the other. */
TnGraph *wb_graph_move (TnGraph *graph, const char *node, int by);
TnGraph *wb_graph_switch (TnGraph *graph, const char *node, gboolean off);
TnGraph *wb_graph_replace (TnGraph *graph, const char *node, const char *type);
TnGraph *wb_graph_place (TnGraph *graph, const char *node, const char *after);
TnGraph *wb_graph_set (TnGraph *graph, const char *node, const char *param, JsonNode *value);

G_END_DECLS
