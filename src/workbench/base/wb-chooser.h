/* wb-chooser.h: the file chooser of the desktop, also where there is none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Whether the program sees no files but those it was given. */
gboolean wb_is_sandboxed (void);

/* Shows @dialog, which answers by its “response”. In a sandbox the desktop has to show it: where it
 * does not, that is said in the window the dialog belongs to. */
void wb_chooser_show (GtkFileChooserNative *dialog);

/* The part of wb_chooser_show() that asks @bus, for a program that stands before @window. */
void wb_chooser_explain (GtkWindow *window, GDBusConnection *bus);

G_END_DECLS
