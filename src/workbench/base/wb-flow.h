/* wb-flow.h: cards beside each other where there is room, and below each other where there is not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* At most so many of equal width in a line; none is chosen, none takes the focus. */
GtkWidget *wb_flow_new (guint most);
void wb_flow_add (GtkWidget *flow, GtkWidget *child);

/* A card with a heading, or without. */
GtkWidget *wb_card_new (const char *title);

G_END_DECLS
