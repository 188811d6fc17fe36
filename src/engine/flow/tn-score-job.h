/* tn-score-job.h: what a worker is asked to score or explain
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-pipeline-score.h"

G_BEGIN_DECLS

/**
 * TnScoreJob:
 * @explain: what each fact adds to scores of the run's own customers; otherwise another file is
 *   scored
 * @what_if: what the model would say of the first of @customers with @set changed; no file is
 *   written
 * @run: 0 for the latest
 * @node: (nullable): model
 * @data: (nullable): file to score
 * @name: (nullable): what to call it in sentences, otherwise as the file is called
 * @key: (nullable): file with the key that pseudonyms are made by
 * @as_of: as in tn_project_score()
 * @customers: (nullable): whom to explain
 * @set: (nullable): facts, as "recency_days=3"
 * @language: (nullable): of the file that is written
 * @out: file to write: .csv or .xlsx
 *
 * Files are the worker's business from the first byte to the last, so neither their readers nor
 * the libraries that score can take the client along.
 */
typedef struct
{
  gboolean explain;
  gboolean what_if;
  gint64 run;
  char *node;
  char *data;
  char *name;
  char *key;
  gint64 as_of;
  char **customers;
  char **set;
  char *language;
  char *out;
} TnScoreJob;

void tn_score_job_clear (TnScoreJob *self);

JsonObject *tn_score_job_to_request (const TnScoreJob *self);
gboolean tn_score_job_from_request (TnScoreJob *self, JsonObject *request);
JsonObject *tn_score_job_carry_out (const TnScoreJob *self,
                                    TnProject *project,
                                    TnProgress *progress,
                                    GCancellable *cancellable,
                                    GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnScoreJob, tn_score_job_clear)

G_END_DECLS
