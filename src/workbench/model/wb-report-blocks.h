/* wb-report-blocks.h: the blocks of the report shown, and which one is chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-project.h"
#include "wb-report-block.h"

G_BEGIN_DECLS

/**
 * WbReportLook:
 * @layout: name of the template
 * @contents: whether there is a table of contents
 * @colour: of the shop, as 0x1a5fb4, or -1
 * @logo: whether there is one
 */
typedef struct
{
  const char *layout;
  gboolean contents;
  gint32 colour;
  gboolean logo;
} WbReportLook;

/* A GListModel of WbReportBlock: parts, and the blocks of those that are open, in the order of the
 * report. “loaded” comes when it was read anew, “chosen” when another block is. */
#define WB_TYPE_REPORT_BLOCKS (wb_report_blocks_get_type ())
G_DECLARE_FINAL_TYPE (WbReportBlocks, wb_report_blocks, WB, REPORT_BLOCKS, GObject)

WbReportBlocks *wb_report_blocks_new (WbProject *project);
/* @entries: (element-type TnBlockEntry): not changed any more */
void wb_report_blocks_take (WbReportBlocks *self,
                            gint64 run,
                            const TnLanguage *language,
                            GPtrArray *entries,
                            const WbReportLook *look);

WbProject *wb_report_blocks_get_project (WbReportBlocks *self);
gint64 wb_report_blocks_get_run (WbReportBlocks *self);
const TnLanguage *wb_report_blocks_get_language (WbReportBlocks *self);
const WbReportLook *wb_report_blocks_get_look (WbReportBlocks *self);
gboolean wb_report_blocks_may_change (WbReportBlocks *self);

/* (transfer none) (nullable): also of a part that is closed */
WbReportBlock *wb_report_blocks_find (WbReportBlocks *self, const char *id);
/* -1 where it is not shown */
int wb_report_blocks_find_place (WbReportBlocks *self, const char *id);
gboolean wb_report_blocks_is_open (WbReportBlocks *self, const char *part);
void wb_report_blocks_open (WbReportBlocks *self, const char *part, gboolean open);

/* @id: (nullable) */
void wb_report_blocks_choose (WbReportBlocks *self, const char *id);
/* As soon as it is there. */
void wb_report_blocks_choose_later (WbReportBlocks *self, const char *id);
/* (nullable) */
WbReportBlock *wb_report_blocks_get_chosen (WbReportBlocks *self);

G_END_DECLS
