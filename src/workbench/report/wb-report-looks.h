/* wb-report-looks.h: template, contents, logo and colour of a report
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-report-blocks.h"

G_BEGIN_DECLS

/* What a menu button opens. */
#define WB_TYPE_REPORT_LOOKS (wb_report_looks_get_type ())
G_DECLARE_FINAL_TYPE (WbReportLooks, wb_report_looks, WB, REPORT_LOOKS, AdwBin)

GtkWidget *wb_report_looks_new (WbReportBlocks *blocks);

/* Asks for a PNG file; @chosen gets its name. */
typedef void (*WbPictureChosen) (WbReportBlocks *blocks, const char *file);
void wb_report_ask_picture (GtkWidget *from, WbReportBlocks *blocks, WbPictureChosen chosen);

G_END_DECLS
