/* wb-column-chooser.h: which columns are shown, with a search for many of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-grid.h"

G_BEGIN_DECLS

/* A popover that is filled when it opens. Activates “page.show-column” (column, shown), and with
 * the greatest number to show all. */
GtkWidget *wb_column_chooser_new (WbGrid *grid);

G_END_DECLS
