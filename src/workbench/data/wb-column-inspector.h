/* wb-column-inspector.h: one column closely: what it is called and means, what it holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-project.h"
#include "wb-retype.h"
#include "wb-sheet.h"

G_BEGIN_DECLS

/**
 * WbColumnInspect:
 * @dataset: (nullable): where changes are written to; %NULL to look only
 * @has_files: it is known which files it was made of, so that types can be changed
 * @retype: (nullable): a change of type that goes on or did not end well
 */
typedef struct
{
  WbProject *project;
  const char *dataset;
  WbSheet *sheet;
  guint column;
  gboolean has_files;
  WbRetype *retype;
} WbColumnInspect;

/* What is changed in it activates an action of the page: “page.set-role” and its like. */
GtkWidget *wb_column_inspector_new (const WbColumnInspect *what);

G_END_DECLS
