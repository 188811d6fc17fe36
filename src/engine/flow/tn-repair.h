/* tn-repair.h: a way out of a finding, as edits that are carried out at one click
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-graph.h"
#include "tn-project.h"

G_BEGIN_DECLS

#define TN_REPAIRS_MAX 3

/**
 * TnRepair:
 *
 * What it will do, as a sentence, and edits of a pipeline and of the roles of columns. Applied,
 * they are one step of the history and are taken back like any other. Immutable once shared.
 */
typedef struct _TnRepair TnRepair;

TnRepair *tn_repair_new (const char *id, TnMessage *text);
TnRepair *tn_repair_ref (const TnRepair *self);
void tn_repair_unref (TnRepair *self);
const char *tn_repair_get_id (const TnRepair *self);
const TnMessage *tn_repair_get_text (const TnRepair *self);

/* Each adds one edit and returns @self. */
TnRepair *tn_repair_set (TnRepair *self, const char *node, const char *param, JsonNode *value);
TnRepair *tn_repair_add_node (TnRepair *self, const char *node, const char *type);
TnRepair *tn_repair_remove_node (TnRepair *self, const char *node);
TnRepair *tn_repair_switch (TnRepair *self, const char *node, gboolean off);
TnRepair *tn_repair_link (TnRepair *self,
                          const char *from,
                          const char *output,
                          const char *to,
                          const char *input);
TnRepair *tn_repair_unlink (TnRepair *self,
                            const char *from,
                            const char *output,
                            const char *to,
                            const char *input);
TnRepair *tn_repair_set_role (TnRepair *self, const char *dataset, const char *column, TnRole role);

/* The graph with the edits made; %NULL when it is not the one they are for any more. */
TnGraph *tn_repair_apply_to_graph (const TnRepair *self, TnGraph *graph, GError **error);
gboolean tn_repair_apply (const TnRepair *self,
                          TnProject *project,
                          const char *pipeline,
                          GError **error);

JsonNode *tn_repair_to_json (const TnRepair *self);
TnRepair *tn_repair_from_json (JsonNode *node, GError **error);
/* {"id", "text"}: as the command line tells them. */
JsonArray *tn_repairs_describe (GPtrArray *repairs, const TnLanguage *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnRepair, tn_repair_unref)

G_END_DECLS
