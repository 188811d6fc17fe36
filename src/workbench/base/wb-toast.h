/* wb-toast.h: a few words at the foot of a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @from: any widget of the window, or of one that stands before it. Where no window shows such
 * words, nothing happens. */
void wb_toast (GtkWidget *from, const char *text);
/* With a button: @label does @action, which may name its target: "win.page::runs". */
void wb_toast_offer (GtkWidget *from, const char *text, const char *action, const char *label);
/* @toast: (transfer full): one that its owner changes while it is shown */
void wb_toast_show (GtkWidget *from, AdwToast *toast);

G_END_DECLS
