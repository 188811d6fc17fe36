/* wb-compare.h: a column against another, as a window of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-sheet.h"

G_BEGIN_DECLS

/* Whether there is any column it can be set against. */
gboolean wb_compare_can (TnTable *table, guint column);

/* @page: whose rows a part of the picture filters, by its “page.add-filter”; @other: the column to
 * begin with, or the most likely one for -1 */
GtkWidget *wb_compare_new (GtkWidget *page, WbSheet *sheet, guint column, int other);
/* As if it was chosen. */
void wb_compare_choose (GtkWidget *window, guint other);

G_END_DECLS
