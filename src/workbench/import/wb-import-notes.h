/* wb-import-notes.h: what an import has to say before it begins
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <adwaita.h>

#include "wb-import.h"

G_BEGIN_DECLS

/**
 * WbImportNotes:
 *
 * A column of notes: files that were refused, columns that say who people are, where the key of
 * pseudonyms is, and what does not fit into memory.
 */
#define WB_TYPE_IMPORT_NOTES (wb_import_notes_get_type ())
G_DECLARE_FINAL_TYPE (WbImportNotes, wb_import_notes, WB, IMPORT_NOTES, AdwBin)

GtkWidget *wb_import_notes_new (WbImport *import);
void wb_import_notes_add_files (WbImportNotes *self);

G_END_DECLS
