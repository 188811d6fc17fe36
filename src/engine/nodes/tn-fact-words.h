/* tn-fact-words.h: what a fact about a customer is about, and how its values are said
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "tn-table.h"

G_BEGIN_DECLS

/**
 * TnTopic:
 * @TN_TOPIC_NONE: a column of a customer table, about itself alone
 * @TN_TOPIC_SILENCE: time since the last order, and the customer's own rhythm
 * @TN_TOPIC_ORDERS: how often they order
 * @TN_TOPIC_SPEND: how much they spend
 * @TN_TOPIC_BASKET: what one order is like
 * @TN_TOPIC_TREND: more or less than before
 * @TN_TOPIC_AGE: how long they have been a customer
 * @TN_TOPIC_RETURNS: what they send back
 * @TN_TOPIC_VARIETY: different items and categories
 * @TN_TOPIC_HABIT: weekdays and hours
 * @TN_TOPIC_EVENTS: what they do beside ordering
 * @TN_TOPIC_PLACE: the category they order from
 *
 * Facts of one topic say much the same, so a customer gets one reason of each.
 */
typedef enum
{
  TN_TOPIC_NONE,
  TN_TOPIC_SILENCE,
  TN_TOPIC_ORDERS,
  TN_TOPIC_SPEND,
  TN_TOPIC_BASKET,
  TN_TOPIC_TREND,
  TN_TOPIC_AGE,
  TN_TOPIC_RETURNS,
  TN_TOPIC_VARIETY,
  TN_TOPIC_HABIT,
  TN_TOPIC_EVENTS,
  TN_TOPIC_PLACE,
} TnTopic;

#define TN_N_TOPICS 12

gboolean tn_facts_are_of_events (const TnTable *facts);
TnTopic tn_fact_get_topic (const TnTable *facts, const TnField *field);
TnTopic tn_fact_get_topic_of_stem (const char *stem);
TnMessage *tn_topic_get_label (TnTopic topic);
const char *tn_topic_to_id (TnTopic topic);
TnMessage *tn_fact_get_label (const TnField *field);
char *tn_fact_dup_stem (const char *name, guint *days);

gboolean tn_fact_is_money (const TnTable *facts, const TnField *field);
TnMessage *tn_fact_say_value (const TnTable *facts,
                              const TnField *field,
                              double value,
                              const char *currency);
TnMessage *tn_say_amount (double value, const char *currency);
double tn_fact_read_number (TnTable *facts, const char *name, gsize row);

G_END_DECLS
