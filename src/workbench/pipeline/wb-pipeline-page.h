/* wb-pipeline-page.h: the steps of the pipeline and their settings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"

G_BEGIN_DECLS

#define WB_TYPE_PIPELINE_PAGE (wb_pipeline_page_get_type ())
G_DECLARE_FINAL_TYPE (WbPipelinePage, wb_pipeline_page, WB, PIPELINE_PAGE, AdwBin)

GtkWidget *wb_pipeline_page_new (WbProject *project);
/* Shows a step and its settings. */
void wb_pipeline_page_choose (WbPipelinePage *self, const char *node);

G_END_DECLS
