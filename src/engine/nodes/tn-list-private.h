/* tn-list-private.h: a customer list while it is made, for the files that make it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-calibrated.h"
#include "tn-list-chance.h"
#include "tn-list-plan.h"
#include "tn-money.h"
#include "tn-step.h"

G_BEGIN_DECLS

enum
{
  TN_LIST_IN_SCORES,
  TN_LIST_IN_MODELS,
  TN_LIST_IN_EVALUATION,
  TN_LIST_IN_FACTS,
};

/**
 * TnListEntry:
 * @row: in the table of facts
 * @revenue: expected net revenue, NaN when it is not known
 * @own_error: standard error of @revenue that is this customer's own, 0 when it is not known
 * @shop_error: the one all customers share
 * @stake: chance × revenue
 * @pays_from: share of such customers that must come back for contacting them to pay; NaN when
 *   it is not known or never pays
 * @is_behind: too unlikely to leave to stand first
 * @last_order: %TN_TIME_MISSING when it is not known
 *
 * One customer of the list.
 */
typedef struct
{
  gsize row;
  const char *name;
  double chance;
  double low;
  double high;
  double revenue;
  double own_error;
  double shop_error;
  double stake;
  double pays_from;
  gboolean is_behind;
  TnPlan plan;
  gint64 last_order;
} TnListEntry;

/**
 * TnList:
 * @link: the learner that ranks
 * @is_judged: it was chosen by its result in earlier rehearsals
 * @n_neighbours: tested customers an interval of one customer rests on, at least
 * @reasons: of the first @n_explained
 * @money: what is assumed of margin and cost
 * @money_node: (nullable): id of the step that states it
 * @currency: as stated, or that of the data: a code, a sign, or "" when neither names one
 * @currency_known: it was stated, or is a code
 * @least_chance: of those who stand first
 * @n_first: how many stand first
 * @stayed: there are no rows to score: those who have not left are listed
 */
typedef struct
{
  TnStep *step;
  guint link;
  gboolean is_judged;
  TnTable *scores;
  TnDictionary *customers;
  TnListChance chance;
  double shift_sd;
  gsize n_neighbours;
  TnListEntry *entries;
  gsize n_entries;
  GPtrArray **reasons;
  gsize n_explained;
  JsonNode *importance;
  JsonNode *topics;
  JsonNode *parts;
  JsonNode *shares;
  JsonNode *plan;
  TnMoney money;
  const char *money_node;
  const char *currency;
  gboolean currency_known;
  double least_chance;
  gsize n_first;
  gsize n_contacts;
  gboolean stayed;
} TnList;

/* Which model ranks, and what its scores say of chances. */
gboolean tn_list_choose_model (TnList *self, GError **error);
gboolean tn_list_learn_from_folds (TnList *self, const TnCalibrated *folds, GError **error);

/* The customers in their order. */
gboolean tn_list_make_entries (TnList *self, const TnScorePool *pool, GError **error);
gboolean tn_list_find_last_orders (TnList *self, GError **error);
void tn_list_order (TnList *self);
gboolean tn_list_draw (TnList *self, GError **error);
double *tn_list_read_column (TnTable *table, const char *name, GError **error);

/* What is assumed of money. */
void tn_list_read_money (TnList *self);

/* Why the first ones stand where they do, and figures of groups. */
gboolean tn_list_find_reasons (TnList *self, const TnScorePool *pool, GError **error);

/* What was made. */
TnTable *tn_list_make_table (const TnList *self, GError **error);
JsonNode *tn_list_make_document (const TnList *self, JsonNode *cuts, GError **error);

G_END_DECLS
