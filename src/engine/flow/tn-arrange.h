/* tn-arrange.h: lays a pipeline out from left to right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-board.h"

G_BEGIN_DECLS

/* From the left edge of one card to that of the next, and from top to top. */
#define TN_ARRANGE_COLUMN (TN_CARD_WIDTH + 52)
#define TN_ARRANGE_ROW    (TN_CARD_HEIGHT + 34)

/**
 * TnArrangeFacts:
 * @n_crossings: of links, in the order chosen
 * @n_moved: steps that had a place and have another now
 */
typedef struct
{
  guint n_crossings;
  guint n_moved;
} TnArrangeFacts;

/* “Tidy up”: a copy of the board with all steps of @graph laid out; @facts: (out) (optional). */
TnBoard *tn_arrange (TnGraph *graph, const TnBoard *board, TnArrangeFacts *facts);
/* Places for steps that have none, near what they are linked to; nothing else moves. */
void tn_arrange_missing (TnGraph *graph, TnBoard *board);

G_END_DECLS
