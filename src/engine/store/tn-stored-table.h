/* tn-stored-table.h: stored tables, read on a connection of the caller's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "tn-database.h"
#include "tn-project.h"
#include "tn-table.h"

G_BEGIN_DECLS

TnTable *tn_stored_table_load (TnProject *project,
                               TnDatabase *database,
                               gint64 table,
                               JsonArray *fields,
                               GError **error);
GBytes *tn_stored_value_load (TnProject *project,
                              TnDatabase *database,
                              gint64 table,
                              GError **error);
gint64 tn_stored_table_get_n_rows (TnDatabase *database, gint64 table, GError **error);

G_END_DECLS
