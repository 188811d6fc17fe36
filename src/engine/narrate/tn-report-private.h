/* tn-report-private.h: what the parts of a report are made from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-document.h"
#include "tn-evaluation.h"
#include "tn-graph.h"
#include "tn-learning.h"
#include "tn-money.h"
#include "tn-run-data.h"

G_BEGIN_DECLS

#define TN_REPORT_DAY (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/**
 * TnReport:
 * @run: its record
 * @graph: the pipeline as it was
 * @evaluation: how good the models are
 * @evaluation_node: the document it was read from
 * @best: the model that made the list
 * @rule: (nullable): the best rule without a model
 * @list: document of the customer list
 * @list_id: id of the node that made it
 * @zone: (nullable): where the shop's clock stands, which all moments here are told by
 * @customers: the list itself
 * @learning: (nullable): how the list's method came to its best, if it learns in rounds
 * @data: (element-type TnRunData): what it was made from, as it was then
 * @main: (nullable): the first data set of the pipeline, in @data
 * @currency: three letters, a sign as the data have it, or ""
 * @as_of: the moment the list knows, 0 without dates
 * @until: end of the window asked about, 0 without dates
 * @listed: how many customers stand in the report
 */
typedef struct
{
  TnRun *run;
  TnGraph *graph;
  TnEvaluation *evaluation;
  JsonNode *evaluation_node;
  const TnJudgedModel *best;
  const TnJudgedModel *rule;
  JsonObject *list;
  JsonNode *list_node;
  char *list_id;
  const char *zone;
  TnTable *customers;
  TnLearning *learning;
  GArray *data;
  const TnRunData *main;
  const char *currency;
  gint64 as_of;
  gint64 until;
  guint listed;
} TnReport;

/* The parts, in their order. */
void tn_report_add_front (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_add_evidence (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_add_models (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_add_quality (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_add_reach (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_add_why (const TnReport *self, TnDocumentBuilder *builder);
gboolean tn_report_add_list (const TnReport *self, TnDocumentBuilder *builder, GError **error);
void tn_report_add_method (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_add_repeat (const TnReport *self, TnDocumentBuilder *builder);

void tn_report_add_odds (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_add_actions (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_add_doubts (const TnReport *self, TnDocumentBuilder *builder);
void tn_report_define_notes (const TnReport *self, TnDocumentBuilder *builder);

/* What the steps were set to. */
TnMessage *tn_report_say_settings (const TnGraphNode *node, gboolean differing);
const char *tn_report_find_zero (const TnParams *params, const TnParamSpec *spec);
TnMessage *tn_report_fill_setting (TnMessage *message,
                                   const char *name,
                                   const TnParams *params,
                                   const TnParamSpec *spec);

/* What is assumed of money, and where: in tn-report-money.c. */
void tn_report_read_money (const TnReport *self, TnMoney *money);
gboolean tn_report_asks_currency (const TnReport *self);
TnMessage *tn_report_say_param (const TnReport *self, const char *param);
TnMessage *tn_report_say_money_step (const TnReport *self);
void tn_report_define_money_notes (const TnReport *self, TnDocumentBuilder *builder);

/* Small words. */
TnText *tn_report_say (const char *id);
TnText *tn_report_say_strong (const char *id);
TnMessage *tn_report_read_message (JsonObject *object, const char *name);
TnMessage *tn_report_say_number (double value, int decimals);
TnMessage *tn_report_say_ends (double low, double high, int decimals);
TnMessage *tn_report_say_share_ends (double low, double high);
gint64 tn_report_to_local (const TnReport *self, gint64 time);
gint64 tn_report_to_local_end (const TnReport *self, gint64 time);
guint tn_report_count_days (const TnReport *self);
guint tn_report_count_gap (const TnReport *self);
guint tn_report_count_value_days (const TnReport *self);
gint64 tn_report_count_neighbours (const TnReport *self);
gboolean tn_report_is_by_time (const TnReport *self);
gboolean tn_report_has_stake (const TnReport *self);
const TnGraphNode *tn_report_find_step (const TnReport *self, const char *type);
double tn_report_get_setting (const TnReport *self,
                              const char *type,
                              const char *param,
                              double fallback);

/* A season nobody has seen: whether no tested or learned window covers days of the one asked
 * about, and which. */
gboolean tn_report_find_season (const TnReport *self, gint64 *from, gint64 *to);

G_END_DECLS
