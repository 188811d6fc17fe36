/* wb-import.h: an import as it is being planned, with its own undo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "wb-import-work.h"

G_BEGIN_DECLS

/**
 * WbImportKey:
 * @WB_IMPORT_KEY_NONE: no column is read as pseudonyms
 * @WB_IMPORT_KEY_SOUGHT: the keyring is being asked
 * @WB_IMPORT_KEY_RING: it is in the keyring, or a new one that goes there with the import
 * @WB_IMPORT_KEY_FILE: it is in a file
 * @WB_IMPORT_KEY_LOST: the pseudonyms there are were made by a key that is not in the keyring
 * @WB_IMPORT_KEY_HOMELESS: it is new, and there is no keyring to put it into
 *
 * Where the key of the pseudonyms is. With the last two nothing can be imported yet.
 */
typedef enum
{
  WB_IMPORT_KEY_NONE,
  WB_IMPORT_KEY_SOUGHT,
  WB_IMPORT_KEY_RING,
  WB_IMPORT_KEY_FILE,
  WB_IMPORT_KEY_LOST,
  WB_IMPORT_KEY_HOMELESS,
} WbImportKey;

/**
 * WbImport:
 *
 * Files, how they are read, and what is known of them so far. Every correction is a step that can
 * be taken back. Emits “began” when the files are looked at anew, “looked” when the first rows,
 * plans and files are new; “checked” when the whole files were read; “progressed” (fraction,
 * seconds left or a negative number); “key-changed”; “failed” (#GError, whether the files cannot be
 * read so); and “done” (#WbProject).
 */
#define WB_TYPE_IMPORT (wb_import_get_type ())
G_DECLARE_FINAL_TYPE (WbImport, wb_import, WB, IMPORT, GObject)

WbImport *wb_import_new (WbProject *project, const char *question);
void wb_import_add (WbImport *self, const char *const *paths);
void wb_import_again (WbImport *self, const char *dataset);
/* The file of an import that is done again is no longer where it was. */
void wb_import_locate (WbImport *self, const char *path);
void wb_import_stop (WbImport *self);
/* What the history says was done, where that is more than an import. */
void wb_import_set_label (WbImport *self, TnMessage *label);

/* What is known. Borrowed; valid until the next signal. */
guint wb_import_get_n_files (WbImport *self);
const char *wb_import_get_file_name (WbImport *self, guint index);
gint64 wb_import_get_size (WbImport *self);
guint wb_import_get_shown (WbImport *self);
/* Of the file shown, %NULL before it was looked at. Columns are the same in all of them, maybe in
 * another order. */
const TnImportPlan *wb_import_get_plan (WbImport *self);
const WbPreview *wb_import_get_preview (WbImport *self);
const WbCheck *wb_import_get_check (WbImport *self);
/* A column of the plan, as the whole files have it; %NULL before the check. */
const TnImportColumn *wb_import_get_checked (WbImport *self, const char *column);
const char *wb_import_get_dataset (WbImport *self);
gboolean wb_import_is_workbook (WbImport *self);
gboolean wb_import_is_looking (WbImport *self);
gboolean wb_import_is_importing (WbImport *self);
gboolean wb_import_can_start (WbImport *self);
/* Seconds an import will take, by the check; negative before. */
double wb_import_estimate_seconds (WbImport *self);

/* Corrections; each is one step. Columns are those of the plan shown. */
void wb_import_set_type (WbImport *self, guint column, TnColumnType type);
void wb_import_set_role (WbImport *self, guint column, TnRole role);
void wb_import_set_included (WbImport *self, guint column, gboolean included);
void wb_import_set_pseudonym (WbImport *self, guint column, gboolean pseudonym);
/* All columns that seem to say who a person is, as one step. */
void wb_import_replace_people (WbImport *self);
void wb_import_set_date_order (WbImport *self, int column, TnTimeOrder order);
/* Of all columns of dates: the zone whose clock they show. */
void wb_import_set_zone (WbImport *self, const char *zone);
/* Of all columns: cells that mean "not known", beside the empty one. */
void wb_import_set_missing (WbImport *self, const char *const *marks);
void wb_import_set_decimal (WbImport *self, char mark);
void wb_import_set_delimiter (WbImport *self, char delimiter);
void wb_import_set_header (WbImport *self, gboolean has_names);
void wb_import_set_encoding (WbImport *self, const char *encoding);
void wb_import_set_sheet (WbImport *self, const char *sheet);
void wb_import_remove (WbImport *self, guint index);
void wb_import_show (WbImport *self, guint index);
gboolean wb_import_can_undo (WbImport *self);
gboolean wb_import_can_redo (WbImport *self);
void wb_import_undo (WbImport *self);
void wb_import_redo (WbImport *self);

/* Pseudonyms */
WbImportKey wb_import_get_key_state (WbImport *self);
const char *wb_import_get_key_file (WbImport *self);
gboolean wb_import_has_plain_past (WbImport *self);
gboolean wb_import_read_key (WbImport *self, const char *path, GError **error);
gboolean wb_import_write_key (WbImport *self, const char *path, GError **error);

void wb_import_start (WbImport *self);

G_END_DECLS
