/* wb-column-inspector.h: one column closely: name, role, distribution
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"
#include "wb-sheet.h"

G_BEGIN_DECLS

/* @dataset: (nullable): where changes are written to; %NULL to look only. */
GtkWidget *wb_column_inspector_new (WbProject *project,
                                    const char *dataset,
                                    WbSheet *sheet,
                                    guint column);

G_END_DECLS
