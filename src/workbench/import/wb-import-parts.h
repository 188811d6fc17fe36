/* wb-import-parts.h: the parts of the import page, each filled anew from what is known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-grid.h"
#include "wb-import.h"

G_BEGIN_DECLS

/* What the columns mean. The second says again what the check found, and leaves the controls. */
void wb_import_show_columns (GtkListBox *list, WbImport *import);
void wb_import_note_columns (GtkListBox *list, WbImport *import);

/* How the file shown is written; one line in several encodings, empty where that is no question. */
/* What the cells mean beside that: wb-import-meaning.c */
void wb_import_show_meaning (GtkListBox *list, WbImport *import);
void wb_import_show_dialect (GtkListBox *list, WbImport *import);
void wb_import_show_readings (GtkListBox *list, WbImport *import);

/* Which files; nothing for a single one. */
void wb_import_show_files (GtkListBox *list, WbImport *import);

/* What only a person knows, and what they may want. */
void wb_import_show_date_questions (GtkWidget *box, WbImport *import);

/* Problem rows, and stepping through them: +1 or -1. %FALSE where there is none. */
void wb_import_show_problems (GtkListBox *list, WbImport *import);
gboolean wb_import_step_problems (GtkListBox *list, WbImport *import, WbGrid *grid, int direction);

/* Controls that are made anew keep the focus by their keys. */
void wb_import_key_widget (gpointer widget, const char *what, int index);
char *wb_import_dup_focus_key (GtkWidget *page);
void wb_import_focus_key (GtkWidget *page, const char *key);

G_END_DECLS
