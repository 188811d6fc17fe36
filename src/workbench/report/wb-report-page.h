/* wb-report-page.h: the report as it is printed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_REPORT_PAGE (wb_report_page_get_type ())
G_DECLARE_FINAL_TYPE (WbReportPage, wb_report_page, WB, REPORT_PAGE, AdwBin)

GtkWidget *wb_report_page_new (WbProject *project);

G_END_DECLS
