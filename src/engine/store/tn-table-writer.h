/* tn-table-writer.h: streams a table into a project
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-project.h"
#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnTableWriter:
 *
 * Takes a table chunk by chunk and stores it in small transactions beside everybody
 * else's work. Nothing is visible before publishing; what was not published is removed,
 * also after a crash. Memory is bounded: append waits while 64 MB are on the way.
 *
 * Append may be called on any thread, for several columns at the same time (the calling
 * thread compresses); for one column one at a time and in order. The rest is for one
 * thread while no append runs.
 */
typedef struct _TnTableWriter TnTableWriter;

TnTableWriter *tn_table_writer_new (TnProject *project, GError **error);
/* Abandons what was not published. */
void tn_table_writer_free (TnTableWriter *self);

/* Returns the index of the column. */
guint tn_table_writer_add_column (TnTableWriter *self, const TnField *field, TnColumnType type);
guint tn_table_writer_get_n_columns (TnTableWriter *self);
TnColumnType tn_table_writer_get_column_type (TnTableWriter *self, guint column);
void tn_table_writer_set_field (TnTableWriter *self, guint column, const TnField *field);
/* Forgets the chunks appended to @column so far: its type turned out otherwise. */
void tn_table_writer_reset_column (TnTableWriter *self, guint column, TnColumnType type);
/* The next chunk of @column, a reference is taken. All but the last have TN_CHUNK_ROWS rows. */
gboolean tn_table_writer_append (TnTableWriter *self, guint column, TnChunk *chunk, GError **error);
/* For categories, any time before publishing. */
gboolean tn_table_writer_set_dictionary (TnTableWriter *self,
                                         guint column,
                                         TnDictionary *dictionary,
                                         GError **error);
gboolean tn_table_writer_set_row_roles (TnTableWriter *self, GBytes *row_roles, GError **error);

/* Stores what is on the way, then makes the table visible. Returns its id, or 0. */
gint64 tn_table_writer_publish (TnTableWriter *self, GError **error);

/* A whole table at once; its id, or 0. */
gint64 tn_project_add_table (TnProject *self,
                             TnTable *table,
                             TnProgress *progress,
                             GCancellable *cancellable,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnTableWriter, tn_table_writer_free)

G_END_DECLS
