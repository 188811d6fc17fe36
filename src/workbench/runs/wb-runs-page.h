/* wb-runs-page.h: the run that goes on, what runs found, and their history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_RUNS_PAGE (wb_runs_page_get_type ())
G_DECLARE_FINAL_TYPE (WbRunsPage, wb_runs_page, WB, RUNS_PAGE, AdwBin)

GtkWidget *wb_runs_page_new (WbProject *project);

G_END_DECLS
