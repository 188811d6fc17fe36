/* wb-flow.h: cards beside each other where there is room, and below each other where there is not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * WbFlow:
 *
 * A flow box none of whose children is chosen or takes the focus: what they hold does. Tab goes
 * through it and out again, which a flow box that holds something without a focus does not let it.
 */
#define WB_TYPE_FLOW (wb_flow_get_type ())
G_DECLARE_FINAL_TYPE (WbFlow, wb_flow, WB, FLOW, GtkWidget)

/* At most so many of equal width in a line. */
GtkWidget *wb_flow_new (guint most);
void wb_flow_add (GtkWidget *flow, GtkWidget *child);
GtkFlowBox *wb_flow_get_box (GtkWidget *flow);

/* A card with a heading, or without. */
GtkWidget *wb_card_new (const char *title);

G_END_DECLS
