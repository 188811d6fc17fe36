/* tn-graph-private.h: for the files of the graph only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"

G_BEGIN_DECLS

struct _TnGraph
{
  gatomicrefcount ref_count;
  GPtrArray *nodes;   /* of TnGraphNode */
  GHashTable *places; /* id, owned by its node → place + 1 */
  GArray *links;      /* of TnGraphLink */
  JsonArray *loose;   /* links that name what this version does not know, as they came */
  char *template_id;
  JsonObject *json; /* what else the file said, for what this version does not know */
};

/**
 * TnGraphEnds:
 * @begin: (array): for each node where its links begin in @links; one more at the end
 * @links: (array): places of links, those of one node together and in their order
 *
 * The links by the node at one of their ends: every walk over the graph is linear.
 */
typedef struct
{
  guint *begin;
  guint *links;
} TnGraphEnds;

void tn_graph_ends_init (TnGraphEnds *self, const TnGraph *graph, gboolean incoming);
void tn_graph_ends_clear (TnGraphEnds *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnGraphEnds, tn_graph_ends_clear)

G_END_DECLS
