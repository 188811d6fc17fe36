/* wb-report-pane.h: the report editor: blocks, their words, and how the report looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-report-blocks.h"

G_BEGIN_DECLS

#define WB_TYPE_REPORT_PANE (wb_report_pane_get_type ())
G_DECLARE_FINAL_TYPE (WbReportPane, wb_report_pane, WB, REPORT_PANE, AdwBin)

GtkWidget *wb_report_pane_new (WbReportBlocks *blocks);
WbReportBlocks *wb_report_pane_get_blocks (WbReportPane *self);
/* Puts the keyboard into the words of the chosen block. */
gboolean wb_report_pane_write (WbReportPane *self);

G_END_DECLS
