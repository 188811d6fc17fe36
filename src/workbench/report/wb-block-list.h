/* wb-block-list.h: the blocks of a report, to be chosen, moved and hidden
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-report-blocks.h"

G_BEGIN_DECLS

/* “opened”: the chosen one is to be written. */
#define WB_TYPE_BLOCK_LIST (wb_block_list_get_type ())
G_DECLARE_FINAL_TYPE (WbBlockList, wb_block_list, WB, BLOCK_LIST, AdwBin)

GtkWidget *wb_block_list_new (WbReportBlocks *blocks);
/* The keyboard goes to the chosen block as soon as the list shows it. */
void wb_block_list_keep_focus (WbBlockList *self);

G_END_DECLS
