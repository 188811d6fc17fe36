/* tn-graph-fit.h: which steps could stand at a port or in a link
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"

G_BEGIN_DECLS

/**
 * TnFit:
 * @spec: a step that could stand there
 * @input: (nullable): id of the input that takes what is given
 * @output: (nullable): id of the output that gives what is taken
 * @trouble: (nullable): what would be wrong with the pipeline then, beside inputs the new step
 * would still lack
 */
typedef struct
{
  const TnNodeSpec *spec;
  const char *input;
  const char *output;
  TnMessage *trouble;
} TnFit;

void tn_fit_free (TnFit *self);

/* (element-type TnFit): the likeliest first, those in trouble last. Empty when there is no such
 * port or link. */
GPtrArray *tn_graph_list_takers (TnGraph *graph, const char *from, const char *from_port);
GPtrArray *tn_graph_list_givers (TnGraph *graph, const char *to, const char *to_port);
GPtrArray *tn_graph_list_between (TnGraph *graph, guint link);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnFit, tn_fit_free)

G_END_DECLS
