/* tn-run-data.h: what data a run was made from, as they were then
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-dataset.h"
#include "tn-run.h"

G_BEGIN_DECLS

/**
 * TnRunData:
 * @name: of the data set
 * @n_rows: it had
 * @n_problem_rows: of its file
 * @fingerprint: of its values
 * @plan_id: (nullable): of how its file was read; equal for files that were read alike
 * @plan: (nullable): how its file was read
 * @columns: (nullable): [{"field": TnField as JSON, "missing": empty cells}]
 *
 * A data set as a run found it. A data set of the same name may be another one today, or gone.
 */
typedef struct
{
  const char *name;
  gint64 n_rows;
  gint64 n_problem_rows;
  const char *fingerprint;
  const char *plan_id;
  JsonNode *plan;
  JsonArray *columns;
} TnRunData;

/* What is kept of a data set with a run. */
JsonObject *tn_run_data_to_json (const TnDataset *dataset, TnTable *table, const char *fingerprint);

/* (element-type TnRunData): of the run, by name; none of a run that did not keep them. Valid as
 * long as @run. */
GArray *tn_run_get_data (const TnRun *run);
const TnRunData *tn_run_find_data (GArray *data, const char *name);

/* (nullable): where the clock stands by which its times are read. */
const char *tn_run_data_get_zone (const TnRunData *self);
/* (nullable): of the log among @data. */
const char *tn_run_data_find_zone (GArray *data);

/* @table with roles, units and labels as they were in the run, column by column of the same name.
 */
TnTable *tn_run_data_dress (const TnRunData *self, TnTable *table, GError **error);

G_END_DECLS
