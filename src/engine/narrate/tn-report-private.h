/* tn-report-private.h: what the parts of a report are made from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-dataset.h"
#include "tn-document.h"
#include "tn-evaluation.h"
#include "tn-graph.h"
#include "tn-run.h"

G_BEGIN_DECLS

/**
 * TnReport:
 * @run: its record
 * @graph: the pipeline as it was
 * @evaluation: how good the models are
 * @list: document of the customer list
 * @customers: the list itself
 * @dataset: (nullable): the data
 * @fingerprint: (nullable): of its values
 * @currency: three letters, or ""
 */
typedef struct
{
  TnRun *run;
  TnGraph *graph;
  TnEvaluation *evaluation;
  JsonObject *list;
  JsonNode *list_node;
  TnTable *customers;
  TnDataset *dataset;
  char *fingerprint;
  const char *currency;
} TnReport;

void tn_report_add_front (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_add_models (const TnReport *self, TnDocumentBuilder *builder);
gboolean tn_report_add_list (const TnReport *self, TnDocumentBuilder *builder, GError **error);
void tn_report_add_method (const TnReport *self, TnDocumentBuilder *builder);

G_END_DECLS
