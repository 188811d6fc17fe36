/* wb-block-row.h: a block of a report in the list of blocks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-report-blocks.h"

G_BEGIN_DECLS

/* “toggled” asks to hide or show it, “folded” to open or close it, “dropped” (id, above) to put
 * another block beside it. */
#define WB_TYPE_BLOCK_ROW (wb_block_row_get_type ())
G_DECLARE_FINAL_TYPE (WbBlockRow, wb_block_row, WB, BLOCK_ROW, GtkListBoxRow)

GtkWidget *wb_block_row_new (WbReportBlocks *blocks, WbReportBlock *block);
const char *wb_block_row_get_id (WbBlockRow *self);

G_END_DECLS
