/* tn-dataset.h: the tables the user brought, by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-edit.h"
#include "tn-table-writer.h"

G_BEGIN_DECLS

#define TN_DOCUMENT_DATASET "dataset"

/**
 * TnDataset:
 * @name: unique in the project
 * @table: id of its stored table
 * @problems: id of the stored table of problem rows, 0 without
 * @n_rows: rows of @table
 * @n_problem_rows: rows of @problems
 * @info: (nullable): where it came from and how it was read (an object of the importer's)
 *
 * A data set is a document of kind %TN_DOCUMENT_DATASET, with its name as id and the
 * body {"table", "problems", "fields": [TnField as JSON…], "info"}: renaming, deleting
 * and changing fields are edits like any other.
 */
typedef struct
{
  char *name;
  gint64 table;
  gint64 problems;
  gint64 n_rows;
  gint64 n_problem_rows;
  JsonNode *info;
} TnDataset;

void tn_dataset_free (TnDataset *self);

/* Publishes @rows and @problems (nullable) as data set @name, in one transaction
 * with its journal entry @label (transfer full). A data set of that name is replaced. */
gboolean tn_project_add_dataset (TnProject *self,
                                 const char *name,
                                 TnTableWriter *rows,
                                 TnTableWriter *problems,
                                 JsonNode *info,
                                 TnMessage *label,
                                 GError **error);

/* In the order of making: (element-type TnDataset). */
GPtrArray *tn_project_list_datasets (TnProject *self, GError **error);
TnDataset *tn_project_find_dataset (TnProject *self, const char *name, GError **error);

/* Tables whose chunks are read, checked and unpacked when asked for; a piece that is
 * damaged is %TN_ERROR_DAMAGED with its column and rows, the others stay readable. */
TnTable *tn_project_load_dataset (TnProject *self, const char *name, GError **error);
TnTable *tn_project_load_table (TnProject *self, gint64 table, GError **error);

/* Adds the change of one field of data set @name to @edit. */
gboolean tn_edit_set_field (TnEdit *self,
                            TnProject *project,
                            const char *name,
                            const TnField *field,
                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TnDataset, tn_dataset_free)

G_END_DECLS
