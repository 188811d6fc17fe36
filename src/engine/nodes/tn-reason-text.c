/* tn-reason-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-reason-text.h"

#include <math.h>
#include <string.h>

#include "tn-field-unit.h"
#include "tn-json.h"

/* Most of one's spend: the category a customer orders from. */
#define MOST 0.5

/* How the value of a fact goes into its sentence. */
typedef enum
{
  SAY_COUNT,   /* {n}, with a plural */
  SAY_NUMBER,  /* {value} */
  SAY_MONEY,   /* {value} */
  SAY_PERCENT, /* {value} */
  SAY_LESS,    /* no value: less, or more */
  SAY_STRONG,  /* no value: below or above one half */
} Saying;

/* A sentence each for a window of {days} days and for all history; @none when the value is 0. */
typedef struct
{
  const char *stem;
  Saying saying;
  const char *one, *other;         /* with a window */
  const char *one_all, *other_all; /* without */
  const char *none, *none_all;     /* (nullable) */
} Sentence;

static const Sentence sentences[] = {
  { "orders", SAY_COUNT,
    TN_PLURAL (N_ ("{n} order in the last {days} days"), N_ ("{n} orders in the last {days} days")),
    TN_PLURAL (N_ ("{n} order so far"), N_ ("{n} orders so far")),
    N_ ("No order in the last {days} days"), NULL },
  { "orders_per_month", SAY_NUMBER, NULL, NULL, NULL, N_ ("{value} orders a month"), NULL, NULL },
  { "spend", SAY_MONEY, NULL, N_ ("Spent {value} in the last {days} days"), NULL,
    N_ ("Spent {value} so far"), NULL, NULL },
  { "spend_per_month", SAY_MONEY, NULL, NULL, NULL, N_ ("Spends {value} a month"), NULL, NULL },
  { "mean_order_value", SAY_MONEY, NULL, N_ ("{value} an order in the last {days} days"), NULL,
    N_ ("{value} an order"), NULL, NULL },
  { "last_order_value", SAY_MONEY, NULL, NULL, NULL, N_ ("Last order {value}"), NULL, NULL },
  { "largest_order_value", SAY_MONEY, NULL, NULL, NULL, N_ ("Largest order {value}"), NULL, NULL },
  { "sd_order_value", SAY_MONEY, NULL, NULL, NULL, N_ ("Order values differ by {value}"), NULL,
    NULL },
  { "last_order_ratio", SAY_NUMBER, NULL, NULL, NULL, N_ ("Last order {value} times the usual one"),
    NULL, NULL },
  { "mean_unit_price", SAY_MONEY, NULL, NULL, NULL, N_ ("{value} a piece on average"), NULL, NULL },
  { "lines_per_order", SAY_NUMBER, NULL, NULL, NULL, N_ ("{value} products an order"), NULL, NULL },
  { "last_order_lines", SAY_COUNT, NULL, NULL,
    TN_PLURAL (N_ ("{n} product in the last order"), N_ ("{n} products in the last order")), NULL,
    NULL },
  { "units_per_order", SAY_NUMBER, NULL, NULL, NULL, N_ ("{value} pieces an order"), NULL, NULL },
  { "orders_trend", SAY_LESS,
    N_ ("Fewer orders in the last {days} days than in the {days} days before"),
    N_ ("More orders in the last {days} days than in the {days} days before"), NULL, NULL, NULL,
    NULL },
  { "spend_trend", SAY_LESS,
    N_ ("Spent less in the last {days} days than in the {days} days before"),
    N_ ("Spent more in the last {days} days than in the {days} days before"), NULL, NULL, NULL,
    NULL },
  { "returned_lines", SAY_COUNT,
    TN_PLURAL (N_ ("{n} line returned in the last {days} days"),
               N_ ("{n} lines returned in the last {days} days")),
    TN_PLURAL (N_ ("{n} line returned so far"), N_ ("{n} lines returned so far")),
    N_ ("Nothing returned in the last {days} days"), N_ ("Nothing returned so far") },
  { "returned_line_share", SAY_PERCENT, NULL, NULL, NULL, N_ ("{value} of all lines returned"),
    NULL, N_ ("Nothing returned so far") },
  { "returned_value_share", SAY_PERCENT, NULL, NULL, NULL, N_ ("{value} of the spend returned"),
    NULL, N_ ("Nothing returned so far") },
  { "return_recency_days", SAY_COUNT, NULL, NULL,
    TN_PLURAL (N_ ("Last return {n} day ago"), N_ ("Last return {n} days ago")), NULL, NULL },
  { "distinct_items", SAY_COUNT,
    TN_PLURAL (N_ ("{n} different item in the last {days} days"),
               N_ ("{n} different items in the last {days} days")),
    TN_PLURAL (N_ ("{n} different item so far"), N_ ("{n} different items so far")),
    N_ ("No item in the last {days} days"), NULL },
  { "distinct_categories", SAY_COUNT,
    TN_PLURAL (N_ ("{n} different category in the last {days} days"),
               N_ ("{n} different categories in the last {days} days")),
    TN_PLURAL (N_ ("{n} different category so far"), N_ ("{n} different categories so far")),
    N_ ("No category in the last {days} days"), NULL },
  { "new_item_share", SAY_PERCENT, NULL,
    N_ ("{value} of the items of the last {days} days were new to them"), NULL, NULL,
    N_ ("Only known items in the last {days} days"), NULL },
  { "new_item_share_last_order", SAY_PERCENT, NULL, NULL, NULL,
    N_ ("{value} of the last order was new to them"), NULL,
    N_ ("Only known items in the last order") },
  { "repeat_item_share", SAY_PERCENT, NULL, NULL, NULL,
    N_ ("{value} of all lines repeat an earlier item"), NULL, N_ ("No item bought twice") },
  { "weekend_share", SAY_PERCENT, NULL, NULL, NULL, N_ ("{value} of the orders at the weekend"),
    NULL, N_ ("No order at the weekend") },
  { "weekday_strength", SAY_STRONG, NULL, NULL, N_ ("Orders on changing weekdays"),
    N_ ("Orders mostly on one weekday"), NULL, NULL },
  { "hour_strength", SAY_STRONG, NULL, NULL, N_ ("Orders at changing hours"),
    N_ ("Orders mostly at one time of day"), NULL, NULL },
  { "tenure_days", SAY_COUNT, NULL, NULL,
    TN_PLURAL (N_ ("First order {n} day ago"), N_ ("First order {n} days ago")), NULL, NULL },
  { "activity_recency_days", SAY_COUNT, NULL, NULL,
    TN_PLURAL (N_ ("Last seen {n} day ago"), N_ ("Last seen {n} days ago")), NULL, NULL },
};

static const char *const weekdays[7] = {
  N_ ("Orders mostly around Monday"),    N_ ("Orders mostly around Tuesday"),
  N_ ("Orders mostly around Wednesday"), N_ ("Orders mostly around Thursday"),
  N_ ("Orders mostly around Friday"),    N_ ("Orders mostly around Saturday"),
  N_ ("Orders mostly around Sunday"),
};

static const Sentence *
find_sentence (const char *name, guint *days)
{
  g_autofree char *stem = tn_fact_dup_stem (name, days);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (sentences[i].stem, stem))
      return &sentences[i];

  return NULL;
}

static gboolean
is_of_sentence (const Sentence *sentence, const char *id)
{
  const char *ids[] = { sentence->one,       sentence->other, sentence->one_all,
                        sentence->other_all, sentence->none,  sentence->none_all };

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (g_strcmp0 (ids[i], id) == 0)
      return TRUE;

  return FALSE;
}

static TnTopic
find_topic_of_words (const char *id)
{
  static const char *const silence[] = { "One order, ", "Several orders, all on one day, ",
                                         "About {n} day", "Silent for " };

  for (guint i = 0; i < G_N_ELEMENTS (silence); i++)
    if (g_str_has_prefix (id, silence[i]))
      return TN_TOPIC_SILENCE;
  if (g_str_has_prefix (id, "Orders from "))
    return TN_TOPIC_PLACE;
  if (g_str_has_prefix (id, "Orders mostly around "))
    return TN_TOPIC_HABIT;
  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (is_of_sentence (&sentences[i], id))
      return tn_fact_get_topic_of_stem (sentences[i].stem);

  return TN_TOPIC_NONE;
}

/* The part {@name} of a message. */
static JsonNode *
get_part (JsonObject *message, const char *name)
{
  JsonObject *values = tn_json_object (message, "values");
  JsonObject *value = values != NULL ? tn_json_object (values, name) : NULL;
  JsonNode *part = value != NULL ? json_object_get_member (value, "message") : NULL;

  return part != NULL && JSON_NODE_HOLDS_OBJECT (part) ? part : NULL;
}

/**
 * tn_reason_find_topic:
 * @message: a reason as a list keeps it
 * @label: (out) (nullable) (transfer none): what the column is called, as a message
 *
 * Lists keep sentences and not what they were made of, so that a reader needs nothing else; this
 * reads the topic off the sentence, also of lists made before anybody asked for it.
 */
TnTopic
tn_reason_find_topic (JsonObject *message, JsonNode **label)
{
  JsonNode *fact = get_part (message, "fact");
  const char *id;

  *label = NULL;
  if (fact != NULL)
    message = json_node_get_object (fact);
  id = tn_json_string (message, "id", "");
  *label = get_part (message, "label");

  return *label != NULL ? TN_TOPIC_NONE : find_topic_of_words (id);
}

/* Half of all customers, so that a value means something. The comparison is made of what is said:
 * "1 day" against "1 day" would say nothing. */
static TnMessage *
compare (TnTable *facts, TnMessage *said, const TnFact *fact, double value, const char *currency)
{
  const TnLanguage *plain = tn_language_get ("en");
  g_autoptr (TnMessage) own = tn_fact_say_value (facts, fact->field, value, currency);
  g_autoptr (TnMessage) middle = tn_fact_say_value (facts, fact->field, fact->middle, currency);
  g_autofree char *own_text = tn_message_say (own, plain);
  g_autofree char *middle_text = tn_message_say (middle, plain);
  TnMessage *message;

  if (!isfinite (fact->middle) || g_str_equal (own_text, middle_text))
    return said;
  if (fact->middle == 0)
    return tn_message_take (tn_message_new (N_ ("{fact}; half of all customers none")), "fact",
                            said);
  message =
      tn_message_new (value < fact->middle ? N_ ("{fact}; half of all customers {middle} or more")
                                           : N_ ("{fact}; half of all customers {middle} or less"));
  message = tn_message_take (message, "fact", said);

  return tn_message_take (message, "middle", tn_message_ref (middle));
}

/* Silence and rhythm are told together. */
static TnMessage *
say_silence (TnTable *facts, gsize row)
{
  double recency = tn_fact_read_number (facts, "recency_days", row);
  double gap = tn_fact_read_number (facts, "median_gap_days", row);
  double orders = tn_fact_read_number (facts, "orders_all", row);
  gint64 days = isfinite (recency) ? (gint64) floor (recency) : 0;
  TnMessage *message;

  if (!isfinite (recency))
    return NULL;
  if (orders == 1)
    return tn_message_new_plural (
        TN_PLURAL (N_ ("One order, {n} day ago"), N_ ("One order, {n} days ago")), days);
  if (!isfinite (gap))
    return tn_message_new_plural (TN_PLURAL (N_ ("Several orders, all on one day, {n} day ago"),
                                             N_ ("Several orders, all on one day, {n} days ago")),
                                  days);
  /* No longer than usual: what stands out is the pause itself. */
  if (recency < gap)
    return tn_message_new_plural (
        TN_PLURAL (N_ ("About {n} day between orders"), N_ ("About {n} days between orders")),
        llround (gap));
  message =
      llround (gap) == 1
          ? tn_message_new_plural (
                TN_PLURAL (N_ ("Silent for {n} day, usually one day between orders"),
                           N_ ("Silent for {n} days, usually one day between orders")),
                days)
          : tn_message_new_plural (TN_PLURAL (N_ ("Silent for {n} day, usually every {gap}"),
                                              N_ ("Silent for {n} days, usually every {gap}")),
                                   days);

  return tn_message_count (message, "gap", llround (gap));
}

/* The category in the label: "Share of spend on “{category}”". */
static char *
dup_category (const TnField *field)
{
  g_autoptr (JsonNode) node = field->label != NULL ? tn_message_to_json (field->label) : NULL;
  JsonObject *values = node != NULL ? tn_json_object (json_node_get_object (node), "values") : NULL;
  JsonObject *value = values != NULL ? tn_json_object (values, "category") : NULL;

  return value != NULL ? g_strdup (tn_json_string (value, "text", NULL)) : NULL;
}

/* A share of spend is said as where the customer orders from: that one, or the one that
 * holds most. */
static TnMessage *
say_place (TnTable *facts, gsize row, const TnFact *fact)
{
  const TnField *field = fact->field;
  g_autofree char *category = NULL;
  double share = tn_fact_read_number (facts, field->name, row);

  for (guint i = 0; share < MOST && i < tn_table_get_n_columns (facts); i++)
    {
      const TnField *other = tn_table_get_field (facts, i);
      double its = g_str_has_prefix (other->name, "spend_share_")
                       ? tn_fact_read_number (facts, other->name, row)
                       : 0;

      if (its >= MOST)
        {
          field = other;
          share = its;
        }
    }
  category = share >= MOST ? dup_category (field) : NULL;

  return category != NULL ? tn_message_text (tn_message_new (N_ ("Orders from “{category}”")),
                                             "category", category)
                          : NULL;
}

static TnMessage *
say_number (TnTable *facts,
            const Sentence *sentence,
            const TnFact *fact,
            guint days,
            double value,
            const char *currency)
{
  const char *other = days > 0 ? sentence->other : sentence->other_all;
  int decimals = fabs (value) >= 20 || value == floor (value) ? 0 : 1;
  TnMessage *message;

  if (other == NULL)
    return NULL;
  message = tn_message_new (other);
  if (sentence->saying == SAY_PERCENT)
    message = tn_message_percent (message, "value", value, 0);
  else if (sentence->saying == SAY_MONEY)
    message = tn_message_take (message, "value", tn_say_amount (value, currency));
  else
    message = tn_message_number (message, "value", value, decimals);
  message = tn_message_count (message, "days", days);

  return compare (facts, message, fact, value, currency);
}

static TnMessage *
say_count (TnTable *facts,
           const Sentence *sentence,
           const TnFact *fact,
           guint days,
           double value,
           const char *currency)
{
  const char *one = days > 0 ? sentence->one : sentence->one_all;
  const char *other = days > 0 ? sentence->other : sentence->other_all;
  gint64 n = g_strcmp0 (fact->field->unit, TN_FIELD_UNIT_DAYS) == 0 ? (gint64) floor (value)
                                                                    : llround (value);

  if (one == NULL)
    return NULL;

  return compare (facts, tn_message_count (tn_message_new_plural (one, other, n), "days", days),
                  fact, value, currency);
}

static TnMessage *
say_sentence (TnTable *facts,
              const Sentence *sentence,
              const TnFact *fact,
              guint days,
              double value,
              const char *currency)
{
  const char *none = days > 0 ? sentence->none : sentence->none_all;

  switch (sentence->saying)
    {
    case SAY_LESS:
      if (days == 0 || value == 1)
        return NULL;
      return tn_message_count (tn_message_new (value < 1 ? sentence->one : sentence->other), "days",
                               days);
    case SAY_STRONG:
      return tn_message_new (value < MOST ? sentence->one_all : sentence->other_all);
    case SAY_COUNT:
    case SAY_NUMBER:
    case SAY_MONEY:
    case SAY_PERCENT:
    default:
      break;
    }
  if (value == 0 && none != NULL)
    {
      TnMessage *message = tn_message_count (tn_message_new (none), "days", days);

      return sentence->saying == SAY_PERCENT || none == sentence->none_all
                 ? message
                 : compare (facts, message, fact, value, currency);
    }

  return sentence->saying == SAY_COUNT ? say_count (facts, sentence, fact, days, value, currency)
                                       : say_number (facts, sentence, fact, days, value, currency);
}

/* A column we know nothing of: its name and the value. */
static TnMessage *
say_cell (TnTable *facts, gsize row, const TnFact *fact, const char *currency)
{
  TnColumn *column = tn_table_get_column (facts, fact->column);
  g_autofree char *cell = NULL;
  TnMessage *message;
  double value;

  if (tn_column_get_column_type (column) == TN_COLUMN_NUMBER)
    {
      value = tn_fact_read_number (facts, fact->field->name, row);
      message =
          tn_message_new (isfinite (value) ? N_ ("{label}: {value}") : N_ ("{label}: not known"));
      message = tn_message_take (message, "label", tn_fact_get_label (fact->field));
      if (!isfinite (value))
        return message;
      message = tn_message_take (message, "value",
                                 tn_fact_say_value (facts, fact->field, value, currency));
      return compare (facts, message, fact, value, currency);
    }

  cell = tn_column_dup_cell (column, row, NULL);
  message = tn_message_take (
      tn_message_new (cell != NULL ? N_ ("{label}: {value}") : N_ ("{label}: not known")), "label",
      tn_fact_get_label (fact->field));

  return cell != NULL ? tn_message_text (message, "value", cell) : message;
}

/**
 * tn_reason_get_topic:
 * @row: of the customer
 *
 * Returns: what a reason made of @fact would be about. To a customer with one order, how often
 *   and when are one thing: "One order, 128 days ago".
 */
TnTopic
tn_reason_get_topic (TnTable *facts, gsize row, const TnFact *fact)
{
  TnTopic topic = tn_fact_get_topic (facts, fact->field);

  if ((topic == TN_TOPIC_ORDERS || topic == TN_TOPIC_AGE) &&
      tn_fact_read_number (facts, "orders_all", row) == 1)
    return TN_TOPIC_SILENCE;

  return topic;
}

/**
 * tn_reason_say:
 * @facts: features as people read them
 * @row: of the customer
 * @fact: what raises the chance
 * @currency: three letters, or ""
 *
 * Returns: (transfer full) (nullable): the customer's own value and a comparison, as a sentence
 *   without full stop; %NULL when the value says nothing a person could use
 */
TnMessage *
tn_reason_say (TnTable *facts, gsize row, const TnFact *fact, const char *currency)
{
  TnTopic topic = tn_reason_get_topic (facts, row, fact);
  const Sentence *sentence;
  double value;
  guint days;

  if (topic == TN_TOPIC_SILENCE)
    return say_silence (facts, row);
  if (topic == TN_TOPIC_PLACE)
    return say_place (facts, row, fact);
  sentence = topic != TN_TOPIC_NONE ? find_sentence (fact->field->name, &days) : NULL;
  if (topic == TN_TOPIC_NONE || (sentence == NULL && topic == TN_TOPIC_EVENTS))
    return say_cell (facts, row, fact, currency);

  value = tn_fact_read_number (facts, fact->field->name, row);
  if (!isfinite (value))
    return NULL;
  if (g_str_equal (fact->field->name, "weekday_mean"))
    return tn_message_new (weekdays[(guint) CLAMP (llround (value), 0, 7) % 7]);
  if (g_str_equal (fact->field->name, "hour_mean"))
    return tn_message_count (tn_message_new (N_ ("Orders mostly around {hour}:00")), "hour",
                             llround (value) % 24);

  return sentence != NULL ? say_sentence (facts, sentence, fact, days, value, currency) : NULL;
}
