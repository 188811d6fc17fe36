/* tn-features-lines.c: families about lines: what was bought, returned, looked at, and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <string.h>

#include "tn-features-private.h"

static void
add (TnFeatureList *list, const char *name, const char *unit, const char *label, const char *help)
{
  _tn_feature_list_add (list, name, unit, tn_message_new (label), tn_message_new (help));
}

static void
accumulate (const TnFeatureContext *context, double *spans)
{
  for (guint i = 1; i < context->n_spans; i++)
    spans[i] += spans[i - 1];
}

static double
ratio (double a, double b)
{
  return b > 0 ? a / b : NAN;
}

void
_tn_describe_returns (const TnFeatureContext *context, TnFeatureList *list)
{
  static const char *const texts[4] = {
    N_ ("Returned lines in the last {days} days"),
    N_ ("Number of returned or cancelled lines in the {days} days before the cut date."),
    N_ ("Returned lines so far"),
    N_ ("Number of returned or cancelled lines before the cut date."),
  };

  _tn_feature_list_add_spans (context, list, "returned_lines", TN_FIELD_UNIT_LINES, texts, TRUE);
  add (list, "returned_line_share", TN_FIELD_UNIT_SHARE, N_ ("Share of lines returned"),
       N_ ("Returned or cancelled lines ÷ (ordered lines + returned lines)."));
  add (list, "return_recency_days", TN_FIELD_UNIT_DAYS, N_ ("Days since the last return"),
       N_ ("Cut date minus the time of the last return or cancellation; missing without one."));
  if (context->events->amount != NULL)
    add (list, "returned_value_share", TN_FIELD_UNIT_SHARE, N_ ("Share of spend returned"),
         N_ ("Returned amount ÷ spend so far; missing without spend."));
}

guint
_tn_compute_returns (const TnFeatureContext *context, TnHistory *history, double *out)
{
  double sold = 0, returned = 0;
  gint64 last = G_MININT64;
  guint n = context->n_spans;

  memset (out, 0, n * sizeof (double));
  for (gsize i = 0; i < history->n_lines; i++)
    if (history->kind[i] == TN_LINE_RETURN)
      {
        out[_tn_span_of (context, history, history->time[i])]++;
        last = history->time[i];
        if (history->amount != NULL && !isnan (history->amount[i]))
          returned -= history->amount[i];
      }
  accumulate (context, out);
  for (gsize i = 0; i < history->n_orders; i++)
    sold += history->order_amount[i];

  out[n] = ratio (out[n - 1], out[n - 1] + (double) history->n_sales);
  out[n + 1] = last != G_MININT64 ? (double) (history->cut - last) / (double) TN_DAY : NAN;
  if (history->amount == NULL)
    return n + 2;
  out[n + 2] = ratio (returned, sold);

  return n + 3;
}

static void
describe_items (const TnFeatureContext *context, TnFeatureList *list)
{
  static const char *const items[4] = {
    N_ ("Different items in the last {days} days"),
    N_ ("Number of different items ordered in the {days} days before the cut date."),
    N_ ("Different items so far"),
    N_ ("Number of different items ordered before the cut date."),
  };
  static const char *const new_items[4] = {
    N_ ("Share of new items in the last {days} days"),
    N_ ("Items first ordered in the {days} days before the cut date ÷ different items ordered in "
        "them; missing without an order."),
  };

  _tn_feature_list_add_spans (context, list, "distinct_items", TN_FIELD_UNIT_ITEMS, items, TRUE);
  _tn_feature_list_add_spans (context, list, "new_item_share", TN_FIELD_UNIT_SHARE, new_items,
                              FALSE);
  add (list, "new_item_share_last_order", TN_FIELD_UNIT_SHARE,
       N_ ("Share of new items in the last order"),
       N_ ("Lines of the last order with an item never ordered before ÷ lines of the last order."));
  add (list, "repeat_item_share", TN_FIELD_UNIT_SHARE,
       N_ ("Share of lines that repeat an earlier item"),
       N_ ("Lines with an item of an earlier order ÷ all ordered lines."));
}

void
_tn_describe_variety (const TnFeatureContext *context, TnFeatureList *list)
{
  static const char *const categories[4] = {
    N_ ("Different categories in the last {days} days"),
    N_ ("Number of different categories ordered in the {days} days before the cut date."),
    N_ ("Different categories so far"),
    N_ ("Number of different categories ordered before the cut date."),
  };
  const TnEvents *events = context->events;

  if (events->item != NULL)
    describe_items (context, list);
  if (events->category != NULL)
    _tn_feature_list_add_spans (context, list, "distinct_categories", TN_FIELD_UNIT_CATEGORIES,
                                categories, TRUE);
  add (list, "lines_per_order", TN_FIELD_UNIT_LINES, N_ ("Lines an order"),
       N_ ("Ordered lines ÷ orders so far."));
  add (list, "last_order_lines", TN_FIELD_UNIT_LINES, N_ ("Lines of the last order"),
       N_ ("Number of lines of the last order before the cut date."));
  if (events->quantity != NULL)
    add (list, "units_per_order", TN_FIELD_UNIT_PIECES, N_ ("Pieces an order"),
         N_ ("Ordered pieces ÷ orders so far."));
  if (events->quantity != NULL && events->amount != NULL)
    add (list, "mean_unit_price", events->unit, N_ ("Mean price of a piece"),
         N_ ("Spend so far ÷ ordered pieces; missing without pieces."));
}

/* Different values of @codes in each span: a value counts in the span of its latest line.
 * The map keeps each value's earliest line. */
static void
count_distinct (const TnFeatureContext *context,
                TnHistory *history,
                const guint32 *codes,
                double *spans)
{
  memset (spans, 0, context->n_spans * sizeof (double));
  tn_stamp_map_begin (&history->map, history->n_sales);
  for (gsize i = history->n_lines; i > 0; i--)
    if (history->order[i - 1] != TN_NO_ORDER && codes[i - 1] != TN_CODE_MISSING)
      {
        gboolean is_new;
        TnStampSlot *slot = tn_stamp_map_get (&history->map, codes[i - 1], &is_new);

        if (is_new)
          spans[_tn_span_of (context, history, history->time[i - 1])]++;
        slot->value = (guint32) (i - 1);
      }
  accumulate (context, spans);
}

static guint
compute_items (const TnFeatureContext *context, TnHistory *history, double *out)
{
  guint n_spans = context->n_spans, n = n_spans;
  double first[TN_MAX_SPANS] = { 0 };
  gsize n_lines = 0, n_repeats = 0, n_last = 0, n_last_new = 0;
  guint32 last = (guint32) (history->n_orders - 1);

  count_distinct (context, history, history->item, out);
  for (gsize i = 0; i < history->n_lines; i++)
    if (history->order[i] != TN_NO_ORDER && history->item[i] != TN_CODE_MISSING)
      {
        gboolean is_new;
        guint32 earliest = tn_stamp_map_get (&history->map, history->item[i], &is_new)->value;
        gboolean repeats = history->order[earliest] != history->order[i];

        n_lines++;
        n_repeats += repeats;
        n_last += history->order[i] == last;
        n_last_new += history->order[i] == last && !repeats;
        if (earliest == i)
          first[_tn_span_of (context, history, history->time[i])]++;
      }
  accumulate (context, first);

  for (guint i = 0; i + 1 < n_spans; i++)
    out[n++] = ratio (first[i], out[i]);
  out[n++] = ratio ((double) n_last_new, (double) n_last);
  out[n++] = ratio ((double) n_repeats, (double) n_lines);

  return n;
}

guint
_tn_compute_variety (const TnFeatureContext *context, TnHistory *history, double *out)
{
  double units = 0, spend = 0;
  double n_orders = (double) history->n_orders;
  guint n = 0;

  if (history->item != NULL)
    n += compute_items (context, history, out);
  if (history->category != NULL)
    {
      count_distinct (context, history, history->category, out + n);
      n += context->n_spans;
    }
  for (gsize i = 0; i < history->n_orders; i++)
    {
      units += history->order_units[i];
      spend += history->order_amount[i];
    }
  out[n++] = (double) history->n_sales / n_orders;
  out[n++] = history->order_lines[history->n_orders - 1];
  if (history->quantity != NULL)
    out[n++] = units / n_orders;
  if (history->quantity != NULL && history->amount != NULL)
    out[n++] = ratio (spend, units);

  return n;
}

void
_tn_describe_habit (const TnFeatureContext *context, TnFeatureList *list)
{
  add (list, "weekend_share", TN_FIELD_UNIT_SHARE, N_ ("Share of orders at the weekend"),
       N_ ("Orders on Saturday or Sunday ÷ orders so far."));
  add (list, "weekday_mean", TN_FIELD_UNIT_WEEKDAY, N_ ("Usual weekday"),
       N_ ("Circular mean of the weekdays of the orders: 0 is Monday, 6 is Sunday."));
  add (list, "weekday_strength", TN_FIELD_UNIT_SHARE, N_ ("How fixed the weekday is"),
       N_ ("Length of the mean direction on a circle of seven days: 1 always the same day, 0 "
           "spread evenly."));
  if (!context->has_hours)
    return;
  add (list, "hour_mean", TN_FIELD_UNIT_HOURS, N_ ("Usual hour"),
       N_ ("Circular mean of the hours of the orders, 0 to 24."));
  add (list, "hour_strength", TN_FIELD_UNIT_SHARE, N_ ("How fixed the hour is"),
       N_ ("Length of the mean direction on a circle of 24 hours: 1 always the same hour, 0 spread "
           "evenly."));
}

/* Mean place on a circle of @turn, and how much the places agree. */
static void
end_circle (double x, double y, double n, double turn, double *mean, double *strength)
{
  double angle = atan2 (y, x);
  double length = sqrt (x * x + y * y) / n;

  *strength = length;
  /* A hair before the start of the circle is its start, made so by rounding. */
  if (angle < 0)
    angle = angle > -1e-9 ? 0 : angle + 2 * G_PI;
  /* Opposite places leave a direction made of rounding alone. */
  *mean = length < 1e-9 ? NAN : angle * turn / (2 * G_PI);
}

guint
_tn_compute_habit (const TnFeatureContext *context, TnHistory *history, double *out)
{
  const TnCalendar *calendar = context->events->calendar;
  double n = (double) history->n_orders;
  double weekday_x = 0, weekday_y = 0, hour_x = 0, hour_y = 0;
  gsize n_weekend = 0;

  for (gsize i = 0; i < history->n_orders; i++)
    {
      gint64 local = tn_calendar_to_local (calendar, history->order_time[i]);
      guint weekday = tn_calendar_get_weekday (calendar, history->order_time[i]);
      gint64 of_day = local % TN_DAY < 0 ? local % TN_DAY + TN_DAY : local % TN_DAY;
      double angle = 2 * G_PI * (double) of_day / (double) TN_DAY;

      n_weekend += weekday >= 5;
      weekday_x += cos (2 * G_PI * weekday / 7);
      weekday_y += sin (2 * G_PI * weekday / 7);
      hour_x += cos (angle);
      hour_y += sin (angle);
    }

  out[0] = (double) n_weekend / n;
  end_circle (weekday_x, weekday_y, n, 7, &out[1], &out[2]);
  if (!context->has_hours)
    return 3;
  end_circle (hour_x, hour_y, n, 24, &out[3], &out[4]);

  return 5;
}

void
_tn_describe_events (const TnFeatureContext *context, TnFeatureList *list)
{
  for (guint i = 0; i < context->n_types; i++)
    {
      const char *type = context->type_names[i];
      g_autofree char *slug = _tn_feature_slug (type);

      for (guint j = 0; j < context->n_spans; j++)
        {
          gboolean all = j + 1 == context->n_spans;
          guint days = all ? 0 : context->params->windows[j];
          g_autofree char *name = all ? g_strdup_printf ("events_%s_all", slug)
                                      : g_strdup_printf ("events_%s_%ud", slug, days);
          TnMessage *label = tn_message_new (all ? N_ ("“{type}” events so far")
                                                 : N_ ("“{type}” events in the last {days} days"));
          TnMessage *help = tn_message_new (
              all ? N_ ("Number of events of type “{type}” before the cut date.")
                  : N_ ("Number of events of type “{type}” in the {days} days before the cut "
                        "date."));

          label = tn_message_count (tn_message_text (label, "type", type), "days", days);
          help = tn_message_count (tn_message_text (help, "type", type), "days", days);
          _tn_feature_list_add (list, name, TN_FIELD_UNIT_EVENTS, label, help);
        }
    }
}

guint
_tn_compute_events (const TnFeatureContext *context, TnHistory *history, double *out)
{
  guint n = context->n_types * context->n_spans;

  memset (out, 0, n * sizeof (double));
  for (gsize i = 0; n > 0 && i < history->n_lines; i++)
    {
      guint32 type = history->type[i];
      guint slot = type != TN_CODE_MISSING ? context->type_slot[type] : TN_NO_SLOT;

      if (slot != TN_NO_SLOT)
        out[slot * context->n_spans + _tn_span_of (context, history, history->time[i])]++;
    }
  for (guint i = 0; i < context->n_types; i++)
    accumulate (context, out + i * context->n_spans);

  return n;
}

void
_tn_describe_affinity (const TnFeatureContext *context, TnFeatureList *list)
{
  for (guint i = 0; i < context->n_categories; i++)
    {
      const char *category = context->category_names[i];
      g_autofree char *slug = _tn_feature_slug (category);
      g_autofree char *name = g_strconcat ("spend_share_", slug, NULL);
      TnMessage *label = tn_message_new (N_ ("Share of spend on “{category}”"));
      TnMessage *help = tn_message_new (
          N_ ("Amount of ordered lines of category “{category}” ÷ amount of all ordered lines; "
              "lines are counted where there is no amount."));

      _tn_feature_list_add (list, name, TN_FIELD_UNIT_SHARE,
                            tn_message_text (label, "category", category),
                            tn_message_text (help, "category", category));
    }
}

guint
_tn_compute_affinity (const TnFeatureContext *context, TnHistory *history, double *out)
{
  guint n = context->n_categories;
  double all = 0;

  memset (out, 0, n * sizeof (double));
  for (gsize i = 0; n > 0 && i < history->n_lines; i++)
    {
      double amount = history->amount != NULL ? history->amount[i] : 1;
      guint32 category = history->category[i];
      guint slot = category != TN_CODE_MISSING ? context->category_slot[category] : TN_NO_SLOT;

      if (history->order[i] == TN_NO_ORDER || isnan (amount))
        continue;
      all += amount;
      if (slot != TN_NO_SLOT)
        out[slot] += amount;
    }
  for (guint i = 0; i < n; i++)
    out[i] = ratio (out[i], all);

  return n;
}
