/* tn-fact-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-fact-words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-field-unit.h"

/* Names of features without their window, as tn-features-*.c make them. */
static const struct
{
  const char *stem;
  TnTopic topic;
} stems[] = {
  { "recency_days", TN_TOPIC_SILENCE },
  { "silent_share", TN_TOPIC_SILENCE },
  { "activity_recency_days", TN_TOPIC_SILENCE },
  { "mean_gap_days", TN_TOPIC_SILENCE },
  { "median_gap_days", TN_TOPIC_SILENCE },
  { "sd_gap_days", TN_TOPIC_SILENCE },
  { "last_gap_days", TN_TOPIC_SILENCE },
  { "gap_variation", TN_TOPIC_SILENCE },
  { "gap_trend", TN_TOPIC_SILENCE },
  { "overdue_ratio", TN_TOPIC_SILENCE },
  { "overdue_ratio_median", TN_TOPIC_SILENCE },
  { "shorter_gaps_share", TN_TOPIC_SILENCE },
  { "tenure_days", TN_TOPIC_AGE },
  { "orders", TN_TOPIC_ORDERS },
  { "orders_per_month", TN_TOPIC_ORDERS },
  { "spend", TN_TOPIC_SPEND },
  { "spend_per_month", TN_TOPIC_SPEND },
  { "mean_order_value", TN_TOPIC_BASKET },
  { "last_order_value", TN_TOPIC_BASKET },
  { "largest_order_value", TN_TOPIC_BASKET },
  { "sd_order_value", TN_TOPIC_BASKET },
  { "last_order_ratio", TN_TOPIC_BASKET },
  { "lines_per_order", TN_TOPIC_VARIETY },
  { "last_order_lines", TN_TOPIC_VARIETY },
  { "units_per_order", TN_TOPIC_BASKET },
  { "mean_unit_price", TN_TOPIC_BASKET },
  { "orders_trend", TN_TOPIC_TREND },
  { "spend_trend", TN_TOPIC_TREND },
  { "returned_lines", TN_TOPIC_RETURNS },
  { "returned_line_share", TN_TOPIC_RETURNS },
  { "returned_value_share", TN_TOPIC_RETURNS },
  { "return_recency_days", TN_TOPIC_RETURNS },
  { "returns", TN_TOPIC_RETURNS },
  { "distinct_items", TN_TOPIC_VARIETY },
  { "distinct_categories", TN_TOPIC_VARIETY },
  { "new_item_share", TN_TOPIC_VARIETY },
  { "new_item_share_last_order", TN_TOPIC_VARIETY },
  { "repeat_item_share", TN_TOPIC_VARIETY },
  { "weekend_share", TN_TOPIC_HABIT },
  { "weekday_mean", TN_TOPIC_HABIT },
  { "weekday_strength", TN_TOPIC_HABIT },
  { "hour_mean", TN_TOPIC_HABIT },
  { "hour_strength", TN_TOPIC_HABIT },
};

static const char *const topic_labels[TN_N_TOPICS] = {
  [TN_TOPIC_NONE] = N_ ("Other facts"),
  [TN_TOPIC_SILENCE] = N_ ("Time since the last order, and their own rhythm"),
  [TN_TOPIC_ORDERS] = N_ ("How often they order"),
  [TN_TOPIC_SPEND] = N_ ("How much they spend"),
  [TN_TOPIC_BASKET] = N_ ("What one order is like"),
  [TN_TOPIC_TREND] = N_ ("More or less than before"),
  [TN_TOPIC_AGE] = N_ ("Time since the first order"),
  [TN_TOPIC_RETURNS] = N_ ("What they send back"),
  [TN_TOPIC_VARIETY] = N_ ("How many different things they buy"),
  [TN_TOPIC_HABIT] = N_ ("Weekdays and hours of their orders"),
  [TN_TOPIC_EVENTS] = N_ ("What they do beside ordering"),
  [TN_TOPIC_PLACE] = N_ ("Which category they order from"),
};

/**
 * tn_facts_are_of_events:
 * @facts: features as people read them
 *
 * Returns: whether they were computed from an event log, so that their names have a meaning; the
 *   columns of a customer table mean what its owner says
 */
gboolean
tn_facts_are_of_events (const TnTable *facts)
{
  return tn_table_find_role (facts, TN_ROLE_CUT) >= 0 && tn_table_find (facts, "recency_days") >= 0;
}

/**
 * tn_fact_dup_stem:
 * @days: (out): length of the window, 0 for all history
 *
 * Returns: (transfer full): the name without its window: "spend_90d" and "spend_all" are "spend"
 */
char *
tn_fact_dup_stem (const char *name, guint *days)
{
  const char *last = strrchr (name, '_');
  char *end;
  gulong n;

  *days = 0;
  if (last == NULL)
    return g_strdup (name);
  if (g_str_equal (last, "_all"))
    return g_strndup (name, last - name);
  if (!g_ascii_isdigit (last[1]))
    return g_strdup (name);
  n = strtoul (last + 1, &end, 10);
  if (g_str_equal (end, "d") && n > 0 && n < 100000)
    {
      *days = (guint) n;
      return g_strndup (name, last - name);
    }

  return g_strdup (name);
}

/**
 * tn_fact_get_topic_of_stem:
 * @stem: name of a feature of an event log without its window
 */
TnTopic
tn_fact_get_topic_of_stem (const char *stem)
{
  for (guint i = 0; i < G_N_ELEMENTS (stems); i++)
    if (g_str_equal (stem, stems[i].stem))
      return stems[i].topic;

  return TN_TOPIC_NONE;
}

/**
 * tn_topic_to_id:
 *
 * Returns: a word for command lines and stored filters
 */
const char *
tn_topic_to_id (TnTopic topic)
{
  static const char *const ids[TN_N_TOPICS] = {
    [TN_TOPIC_NONE] = "other",  [TN_TOPIC_SILENCE] = "silence", [TN_TOPIC_ORDERS] = "orders",
    [TN_TOPIC_SPEND] = "spend", [TN_TOPIC_BASKET] = "basket",   [TN_TOPIC_TREND] = "trend",
    [TN_TOPIC_AGE] = "age",     [TN_TOPIC_RETURNS] = "returns", [TN_TOPIC_VARIETY] = "variety",
    [TN_TOPIC_HABIT] = "habit", [TN_TOPIC_EVENTS] = "events",   [TN_TOPIC_PLACE] = "place",
  };

  return ids[topic];
}

/**
 * tn_fact_get_topic:
 *
 * Returns: what a fact is about; %TN_TOPIC_NONE in a customer table
 */
TnTopic
tn_fact_get_topic (const TnTable *facts, const TnField *field)
{
  guint days;
  g_autofree char *stem = tn_fact_dup_stem (field->name, &days);

  TnTopic topic;

  if (!tn_facts_are_of_events (facts))
    return TN_TOPIC_NONE;
  topic = tn_fact_get_topic_of_stem (stem);
  if (topic != TN_TOPIC_NONE)
    return topic;
  if (g_str_has_prefix (field->name, "spend_share_"))
    return TN_TOPIC_PLACE;
  if (g_str_has_prefix (field->name, "events_"))
    return TN_TOPIC_EVENTS;

  return TN_TOPIC_NONE;
}

TnMessage *
tn_topic_get_label (TnTopic topic)
{
  return tn_message_new (topic_labels[topic]);
}

static gboolean
is_plain_name (const char *name)
{
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '_')
      return FALSE;

  return *name != '\0';
}

/* "MonthlyCharges" and "monthly_charges" are read as "Monthly charges", "StreamingTV" as
 * "Streaming TV". */
static char *
spell_out (const char *name)
{
  GString *said = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p++)
    {
      gboolean begins = p > name && g_ascii_isupper (*p) &&
                        (g_ascii_islower (p[-1]) || g_ascii_isdigit (p[-1]) ||
                         (g_ascii_isupper (p[-1]) && g_ascii_islower (p[1])));
      gboolean is_short =
          g_ascii_isupper (*p) && (g_ascii_isupper (p[1]) || (p > name && g_ascii_isupper (p[-1])));

      if (*p == '_')
        {
          g_string_append_c (said, ' ');
          continue;
        }
      if (begins)
        g_string_append_c (said, ' ');
      g_string_append_c (said, said->len == 0 ? g_ascii_toupper (*p)
                               : is_short && !(begins && g_ascii_islower (p[1]))
                                   ? *p
                                   : g_ascii_tolower (*p));
    }

  return g_string_free (said, FALSE);
}

/**
 * tn_fact_get_label:
 *
 * Returns: (transfer full): its plain name; for a column nobody named, its header spelled out
 */
TnMessage *
tn_fact_get_label (const TnField *field)
{
  g_autofree char *said = NULL;

  if (field->label != NULL)
    return tn_message_ref (field->label);
  said = is_plain_name (field->name) ? spell_out (field->name) : g_strdup (field->name);

  return tn_message_new_literal (said);
}

/* Money is said in the shop's currency. */
gboolean
tn_fact_is_money (const TnTable *facts, const TnField *field)
{
  static const char *const money[] = { "spend",
                                       "spend_per_month",
                                       "mean_order_value",
                                       "last_order_value",
                                       "largest_order_value",
                                       "sd_order_value",
                                       "mean_unit_price",
                                       NULL };
  guint days;
  g_autofree char *stem = tn_fact_dup_stem (field->name, &days);

  return tn_facts_are_of_events (facts) && g_strv_contains (money, stem);
}

/**
 * tn_say_amount:
 * @currency: three letters, or ""
 *
 * Returns: (transfer full): an amount of one customer: with cents below 10
 */
TnMessage *
tn_say_amount (double value, const char *currency)
{
  gboolean fine = fabs (value) < 10 && value != floor (value);

  return tn_message_money (tn_message_new ("{value}"), "value", value, currency, fine ? -1 : 0);
}

/**
 * tn_fact_say_value:
 * @currency: three letters, or ""
 *
 * Returns: (transfer full): a value with its unit
 */
TnMessage *
tn_fact_say_value (const TnTable *facts, const TnField *field, double value, const char *currency)
{
  int decimals = fabs (value) >= 20 || value == floor (value) ? 0 : fabs (value) >= 2 ? 1 : 2;

  if (tn_fact_is_money (facts, field))
    return tn_say_amount (value, currency);
  if (g_strcmp0 (field->unit, TN_FIELD_UNIT_DAYS) == 0)
    return tn_field_unit_say (TN_FIELD_UNIT_DAYS, (double) llround (value), 0);
  if (g_strcmp0 (field->unit, TN_FIELD_UNIT_SHARE) == 0)
    return tn_field_unit_say (TN_FIELD_UNIT_SHARE, value, 0);

  return tn_message_number (tn_message_new ("{value}"), "value", value, decimals);
}

/**
 * tn_fact_read_number:
 *
 * Returns: one number of a row by the name of its column; NaN when there is none
 */
double
tn_fact_read_number (TnTable *facts, const char *name, gsize row)
{
  int place = tn_table_find (facts, name);
  g_autoptr (TnChunk) chunk = NULL;

  if (place < 0 ||
      tn_column_get_column_type (tn_table_get_column (facts, place)) != TN_COLUMN_NUMBER)
    return NAN;
  chunk = tn_column_get_chunk (tn_table_get_column (facts, place), row / TN_CHUNK_ROWS, NULL);

  return chunk != NULL ? chunk->number[row % TN_CHUNK_ROWS] : NAN;
}
