/* tn-journal.h: an edit with its journal entry, inside a write
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-database.h"
#include "tn-edit.h"

G_BEGIN_DECLS

gboolean tn_journal_write_edit (TnDatabase *database, const TnEdit *edit, GError **error);

G_END_DECLS
