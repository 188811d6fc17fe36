/* wb-scroll-bubble.h: where one is, while the scroll bar is dragged
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-grid.h"

G_BEGIN_DECLS

/* Lies over @scrolled and says the row at the top: its number, and its value in the column the rows
 * are sorted by, or its time. */
GtkWidget *wb_scroll_bubble_new (GtkScrolledWindow *scrolled, WbGrid *grid);

/* For tests: as when the scroll bar is taken and let go. */
void wb_scroll_bubble_hold (GtkWidget *self, gboolean held);
const char *wb_scroll_bubble_get_text (GtkWidget *self);

G_END_DECLS
