/* tn-graph.h: a pipeline: nodes with settings, and links
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-params.h"

G_BEGIN_DECLS

#define TN_GRAPH_MAX_NODES 100000

/**
 * TnGraphNode:
 * @id: unique in its graph
 * @type: id of its description
 * @spec: (nullable): the description; %NULL for a node of a newer version, kept as it is
 * @values: what was set, by parameter id
 * @json: everything the file says of it, for what this version does not know
 */
typedef struct
{
  char *id;
  char *type;
  const TnNodeSpec *spec;
  JsonObject *values;
  JsonObject *json;
} TnGraphNode;

typedef struct
{
  guint from;      /* place of the node */
  guint from_port; /* output of it */
  guint to;
  guint to_port;
} TnGraphLink;

/**
 * TnGraphIssue:
 * @node: (nullable): id of the node it is about
 * @param: (nullable): id of the setting
 * @column: (nullable): name of the column
 * @code: interned, as "missing_input"
 * @message: what, where, what to do
 * @repairs: (element-type TnRepair): at most %TN_REPAIRS_MAX ways out, the likeliest first
 */
typedef struct
{
  char *node;
  char *param;
  char *column;
  const char *code;
  TnMessage *message;
  GPtrArray *repairs;
} TnGraphIssue;

/**
 * TnGraph:
 *
 * A pipeline as a person drew it. It may be unfinished: tn_graph_check() says what is
 * missing. Immutable once shared; changes give a new graph.
 */
typedef struct _TnGraph TnGraph;

TnGraph *tn_graph_new (void);
TnGraph *tn_graph_ref (TnGraph *self);
void tn_graph_unref (TnGraph *self);
TnGraph *tn_graph_copy (TnGraph *self);

void tn_graph_add_node (TnGraph *self, const char *id, const char *type);
void tn_graph_set_value (TnGraph *self, const char *node, const char *param, JsonNode *value);
gboolean tn_graph_set_text (TnGraph *self, const char *setting, GError **error);
gboolean tn_graph_link (TnGraph *self,
                        const char *from,
                        const char *from_port,
                        const char *to,
                        const char *to_port,
                        GError **error);
gboolean tn_graph_unlink (TnGraph *self,
                          const char *from,
                          const char *from_port,
                          const char *to,
                          const char *to_port);
gboolean tn_graph_remove_node (TnGraph *self, const char *id);
void tn_graph_copy_node (TnGraph *self, const TnGraphNode *node, const char *id);
/* A step that is off stays and is not carried out: what came to it passes through. */
gboolean tn_graph_node_is_off (const TnGraphNode *node);
void tn_graph_set_off (TnGraph *self, const char *node, gboolean off);
TnGraph *tn_graph_new_active (TnGraph *self);
/* The part that one step needs, itself included. */
TnGraph *tn_graph_new_up_to (TnGraph *self, const char *node, GError **error);
const char *tn_graph_get_target (const TnGraph *self);
int tn_graph_require_node (const TnGraph *self, const char *id, GError **error);
void tn_graph_set_template (TnGraph *self, const char *template_id);
const char *tn_graph_get_template (const TnGraph *self);

guint tn_graph_get_n_nodes (const TnGraph *self);
const TnGraphNode *tn_graph_get_node (const TnGraph *self, guint index);
int tn_graph_find_node (const TnGraph *self, const char *id);
guint tn_graph_get_n_links (const TnGraph *self);
const TnGraphLink *tn_graph_get_link (const TnGraph *self, guint index);

GPtrArray *tn_graph_check (TnGraph *self);
/* What could stand between an output and an input that do not fit: (element-type TnRepair). */
GPtrArray *tn_graph_offer_link (TnGraph *self,
                                const char *from,
                                const char *from_port,
                                const char *to,
                                const char *to_port);
gboolean tn_graph_require_sound (TnGraph *self, GError **error);
guint *tn_graph_sort (const TnGraph *self, GError **error);

/* Whether they do the same, however it was written down. */
gboolean tn_graph_node_is_same (const TnGraphNode *a, const TnGraphNode *b);
gboolean tn_graph_is_same (const TnGraph *a, const TnGraph *b);

JsonNode *tn_graph_to_json (const TnGraph *self);
TnGraph *tn_graph_from_json (JsonNode *node, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnGraph, tn_graph_unref)

G_END_DECLS
