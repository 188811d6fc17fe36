/* wb-report-block.h: a block of a report, as the list of blocks shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "tn-arrangement.h"

G_BEGIN_DECLS

/* Stays the same object as long as the report has the block; “changed” tells that it says or is
 * something else. */
#define WB_TYPE_REPORT_BLOCK (wb_report_block_get_type ())
G_DECLARE_FINAL_TYPE (WbReportBlock, wb_report_block, WB, REPORT_BLOCK, GObject)

WbReportBlock *wb_report_block_new (void);
/* @entry: one of @entries; @title: (nullable): of a part */
void wb_report_block_take (WbReportBlock *self,
                           GPtrArray *entries,
                           const TnBlockEntry *entry,
                           const char *title);

const TnBlockEntry *wb_report_block_get (WbReportBlock *self);
const char *wb_report_block_get_id (WbReportBlock *self);
gboolean wb_report_block_is_part (WbReportBlock *self);
/* What it says can be written by hand. */
gboolean wb_report_block_is_text (WbReportBlock *self);
gboolean wb_report_block_is_own (WbReportBlock *self);

const char *wb_report_block_get_icon (WbReportBlock *self);
const char *wb_report_block_say_kind (WbReportBlock *self);
/* What it is called: its title, or its kind. */
char *wb_report_block_say_name (WbReportBlock *self);
/* Its first words, behind the name; %NULL where the name says them. */
char *wb_report_block_say_words (WbReportBlock *self);
/* One word on what became of it; %NULL for what is as it was made. */
const char *wb_report_block_say_state (WbReportBlock *self);
/* All of that in a sentence, for those who do not see it. */
char *wb_report_block_describe (WbReportBlock *self);

G_END_DECLS
