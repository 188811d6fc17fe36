/* wb-report-change.h: changes of how a report is laid out, each one step of the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-report-blocks.h"

G_BEGIN_DECLS

/* All of them go on off the main loop, one after the other; what cannot be is said by the
 * project. */
void wb_report_show (WbReportBlocks *self, const char *id, gboolean shown);
void wb_report_move (WbReportBlocks *self, const char *id, const char *after);
void wb_report_step (WbReportBlocks *self, const char *id, int by);
void wb_report_restore (WbReportBlocks *self, const char *id);
void wb_report_remove (WbReportBlocks *self, const char *id);
/* Behind what is chosen; the new block is chosen when it is there. */
void wb_report_add (WbReportBlocks *self, gboolean heading, const char *text);
void wb_report_add_picture (WbReportBlocks *self, const char *file);

/* Writing goes on for a while: from its begin to its end it is one step of the history, however
 * often the words are kept meanwhile. */
typedef struct _WbReportWriting WbReportWriting;

WbReportWriting *wb_report_writing_new (WbReportBlocks *blocks, const char *id);
void wb_report_writing_keep (WbReportWriting *self, const char *text);
void wb_report_writing_end (WbReportWriting *self);

void wb_report_set_layout (WbReportBlocks *self, const char *name);
void wb_report_set_contents (WbReportBlocks *self, gboolean contents);
/* @colour: (nullable): as "#1a5fb4" */
void wb_report_set_colour (WbReportBlocks *self, const char *colour);
/* @file: (nullable) */
void wb_report_set_logo (WbReportBlocks *self, const char *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WbReportWriting, wb_report_writing_end)

G_END_DECLS
