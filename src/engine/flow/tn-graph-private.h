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

/* The nearest node upstream with that description, by links in their order; -1 when there is none.
 * Also in a graph that runs in a circle. */
int tn_graph_find_upstream (const TnGraph *self,
                            const TnGraphEnds *incoming,
                            guint place,
                            const char *type);
/* Settings that stand in another node than they were made in, in tn-graph-moved.c. */
void tn_graph_take_moved (TnGraph *self);
int tn_graph_find_moved (TnGraph *self, guint place, const char *param, const char **to);

/* Of a graph with steps that are off, in tn-graph-off.c. */
GPtrArray *tn_graph_check_active (TnGraph *self);

GPtrArray *tn_graph_issues_new (void);
/* By the place of their step in the pipeline. */
void tn_graph_issues_sort (GPtrArray *issues, const TnGraph *graph);
/* @message: (transfer full). Adds it to @issues; repairs are added to what is given back. */
TnGraphIssue *tn_graph_add_issue (GPtrArray *issues,
                                  const TnGraphNode *node,
                                  const char *param,
                                  const char *code,
                                  TnMessage *message);
TnMessage *tn_graph_say_misfit (const char *from,
                                TnPortType gives,
                                const char *to,
                                TnPortType takes);
TnMessage *tn_graph_node_title (const TnGraphNode *node);

/* Ways out, in tn-graph-repair.c; each adds to @repairs. */
void tn_graph_offer_input (TnGraph *self, guint place, guint port, GPtrArray *repairs);
void tn_graph_offer_one_link (TnGraph *self, guint place, guint port, GPtrArray *repairs);
void tn_graph_offer_value (const TnGraphNode *node,
                           const TnParamSpec *param,
                           JsonNode *value,
                           GPtrArray *repairs);
void tn_graph_offer_known_param (const TnGraphNode *node, const char *param, GPtrArray *repairs);
void tn_graph_offer_split (TnGraph *self, guint place, GPtrArray *repairs);
void tn_graph_offer_move (TnGraph *self,
                          guint place,
                          guint split,
                          gboolean behind,
                          GPtrArray *repairs);
void tn_graph_offer_removal (TnGraph *self, guint place, GPtrArray *repairs);
void tn_graph_offer_cut (TnGraph *self, guint place, GPtrArray *repairs);
void tn_graph_offer_loose (TnGraph *self, JsonObject *loose, GPtrArray *repairs);
const TnNodeSpec *tn_graph_find_between (TnPortType gives, TnPortType takes, guint nth);
char *tn_nearest_name (const char *name, const char *const *known, guint nth);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnGraphEnds, tn_graph_ends_clear)

G_END_DECLS
