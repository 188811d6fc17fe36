/* wb-ui.h: user interface files in the language of the window, and small widgets
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-words.h"

G_BEGIN_DECLS

char *wb_ui_translate (const char *xml, gsize length, const TnLanguage *spoken, GError **error);
GtkBuilder *wb_ui_new (const char *name);
gpointer wb_ui_get (GtkBuilder *self, const char *id);

/* Texts are shown as they are: say them first. */
void wb_name_widget (gpointer widget, const char *name);
/* Which page of the handbook F1 shows while @widget or a child of it has the focus. */
void wb_set_help (gpointer widget, const char *page);
/* %NULL where nobody said. */
const char *wb_get_help (GtkWidget *widget);
GtkWidget *wb_label_new (const char *text, const char *css_class);
GtkWidget *wb_icon_button_new (const char *icon, const char *name);
GtkWidget *wb_empty_new (const char *icon, const char *title, const char *text);
/* A line of a grid: what it is, and its value at the far side. */
GtkWidget *wb_pairs_new (void);
void wb_pairs_add (GtkWidget *pairs, const char *name, const char *value);
/* For “closed” of a popover made for once: it leaves its parent when the item that was chosen has
 * been carried out. */
void wb_popover_drop (GtkPopover *popover);
void wb_box_clear (GtkWidget *box);
void wb_list_clear (GtkListBox *list);

G_END_DECLS
