/* tn-graph-part.h: pipelines and parts of them as text, with how they are drawn
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-board.h"

G_BEGIN_DECLS

#define TN_PART_MAX_NODES 10000
#define TN_PART_MAX_BYTES (16 * 1024 * 1024)

/* A pipeline as one JSON object: that of the graph, and a member “board”. */
JsonNode *tn_pipeline_to_json (TnGraph *graph, const TnBoard *board);
/* @board: (out) (optional): an empty one when the file has none. */
TnGraph *tn_pipeline_from_json (JsonNode *node, TnBoard **board, GError **error);

/* Steps, the links among them, their places, groups that are there as a whole; @notes: (nullable)
 * ids of notes. Ids that are not there are passed over. */
char *tn_graph_part_to_text (TnGraph *graph,
                             const TnBoard *board,
                             const char *const *ids,
                             const char *const *notes);

/**
 * TnPasted:
 * @graph: with the steps of the text
 * @board: with their places, groups and notes
 * @ids: what the steps are called now
 * @notes: likewise the notes
 */
typedef struct
{
  TnGraph *graph;
  TnBoard *board;
  GStrv ids;
  GStrv notes;
} TnPasted;

void tn_pasted_clear (TnPasted *self);

/* @text: of unknown origin. @at: (nullable): where the top left comes to stand; %NULL beside where
 * it stood. Neither @graph nor @board change. */
gboolean tn_graph_paste (TnGraph *graph,
                         const TnBoard *board,
                         const char *text,
                         const TnBox *at,
                         TnPasted *pasted,
                         GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnPasted, tn_pasted_clear)

G_END_DECLS
