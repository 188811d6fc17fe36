/* tn-table-writer-private.h: publishing a table inside a write of the caller's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-database.h"
#include "tn-table-writer.h"

G_BEGIN_DECLS

gboolean tn_table_writer_finish (TnTableWriter *self, GError **error);
gboolean tn_table_writer_write_publish (TnTableWriter *self, TnDatabase *database, GError **error);
void tn_table_writer_set_published (TnTableWriter *self);
gint64 tn_table_writer_get_table (TnTableWriter *self);
JsonNode *tn_table_writer_fields_to_json (TnTableWriter *self);

G_END_DECLS
