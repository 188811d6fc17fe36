/* tn-table-writer-private.h: publishing a table inside a write of the caller's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-database.h"
#include "tn-table-writer.h"

G_BEGIN_DECLS

/* tbl_part.position of what is no column. */
#define TN_POSITION_ROW_ROLES (-1)
#define TN_POSITION_VALUE     (-2)

gboolean tn_table_writer_finish (TnTableWriter *self, GError **error);
gboolean tn_table_writer_write_publish (TnTableWriter *self, TnDatabase *database, GError **error);
gboolean tn_table_writer_queue_value (TnTableWriter *self, GBytes *bytes, GError **error);
gboolean tn_table_writer_write_as_output (TnTableWriter *self,
                                          TnDatabase *database,
                                          gint64 output,
                                          GError **error);
gboolean tn_table_writer_fill (TnTableWriter *self,
                               TnTable *table,
                               TnProgress *progress,
                               GCancellable *cancellable,
                               GError **error);
void tn_table_writer_set_published (TnTableWriter *self);
gint64 tn_table_writer_get_table (TnTableWriter *self);
JsonNode *tn_table_writer_fields_to_json (TnTableWriter *self);

G_END_DECLS
