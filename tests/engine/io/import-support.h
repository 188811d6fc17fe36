/* import-support.h: a file imported, with all that is told of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-import.h"

G_BEGIN_DECLS

typedef struct
{
  TnTable *table;
  TnTable *problems;
  TnImportPlan *plan;
  TnImportSummary summary;
} Imported;

void imported_clear (Imported *self);

/* These assert what holds for every file: each row is in the table or among the problems. */
void import_path (const char *path, Imported *out);
void import_bytes (const char *text, gsize size, Imported *out);
void import_text (const char *text, Imported *out);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Imported, imported_clear)

G_END_DECLS
