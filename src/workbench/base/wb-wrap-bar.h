/* wb-wrap-bar.h: two groups of controls beside one another, or below where there is no room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define WB_TYPE_WRAP_BAR (wb_wrap_bar_get_type ())
G_DECLARE_FINAL_TYPE (WbWrapBar, wb_wrap_bar, WB, WRAP_BAR, GtkWidget)

/* @second has what @first leaves. */
GtkWidget *wb_wrap_bar_new (GtkWidget *first, GtkWidget *second);

G_END_DECLS
