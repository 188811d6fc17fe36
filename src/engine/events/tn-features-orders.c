/* tn-features-orders.c: families about orders: when, how often, how much
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tn-features-private.h"

#define MONTH_DAYS 30.0

static double
days_between (gint64 from, gint64 to)
{
  return (double) (to - from) / (double) TN_DAY;
}

static double
silence (const TnHistory *history)
{
  return days_between (history->order_time[history->n_orders - 1], history->cut);
}

static double
tenure (const TnHistory *history)
{
  return days_between (history->order_time[0], history->cut);
}

static void
add (TnFeatureList *list, const char *name, const char *unit, const char *label, const char *help)
{
  _tn_feature_list_add (list, name, unit, tn_message_new (label), tn_message_new (help));
}

void
_tn_describe_recency (const TnFeatureContext *context, TnFeatureList *list)
{
  add (list, "recency_days", TN_FIELD_UNIT_DAYS, N_ ("Days since the last order"),
       N_ ("Cut date minus the time of the last order before it."));
  add (list, "tenure_days", TN_FIELD_UNIT_DAYS, N_ ("Days since the first order"),
       N_ ("Cut date minus the time of the first order."));
  add (list, "silent_share", TN_FIELD_UNIT_SHARE, N_ ("Share of the relationship that is silence"),
       N_ ("Days since the last order ÷ days since the first order."));
  if (context->events->type != NULL)
    add (list, "activity_recency_days", TN_FIELD_UNIT_DAYS,
         N_ ("Days since the last event of any kind"),
         N_ ("Cut date minus the time of the last event before it, whatever its kind."));
}

guint
_tn_compute_recency (const TnFeatureContext *context, TnHistory *history, double *out)
{
  guint n = 0;

  out[n++] = silence (history);
  out[n++] = tenure (history);
  out[n++] = silence (history) / tenure (history);
  if (context->events->type != NULL)
    out[n++] = days_between (history->time[history->n_lines - 1], history->cut);

  return n;
}

void
_tn_describe_frequency (const TnFeatureContext *context, TnFeatureList *list)
{
  static const char *const texts[4] = {
    N_ ("Orders in the last {days} days"),
    N_ ("Number of orders in the {days} days before the cut date."),
    N_ ("Orders so far"),
    N_ ("Number of orders before the cut date."),
  };

  _tn_feature_list_add_spans (context, list, "orders", TN_FIELD_UNIT_ORDERS, texts, TRUE);
  add (list, "orders_per_month", TN_FIELD_UNIT_ORDERS, N_ ("Orders a month"),
       N_ ("Orders so far ÷ days since the first order, at least 30, × 30."));
}

guint
_tn_compute_frequency (const TnFeatureContext *context, TnHistory *history, double *out)
{
  guint n = 0;

  for (; n < context->n_spans; n++)
    out[n] = (double) (history->n_orders -
                       _tn_events_count_before (history->order_time, history->n_orders,
                                                _tn_span_start (context, history, n)));
  out[n++] = (double) history->n_orders / MAX (tenure (history), MONTH_DAYS) * MONTH_DAYS;

  return n;
}

void
_tn_describe_money (const TnFeatureContext *context, TnFeatureList *list)
{
  static const char *const spend[4] = {
    N_ ("Spend in the last {days} days"),
    N_ ("Sum of the orders of the {days} days before the cut date, before returns."),
    N_ ("Spend so far"),
    N_ ("Sum of all orders before the cut date, before returns."),
  };
  static const char *const mean[4] = {
    N_ ("Mean order value in the last {days} days"),
    N_ ("Spend ÷ number of orders in the {days} days before the cut date; missing without an "
        "order."),
    N_ ("Mean order value"),
    N_ ("Spend so far ÷ orders so far."),
  };
  const char *unit = context->events->unit;

  if (context->events->amount == NULL)
    return;
  _tn_feature_list_add_spans (context, list, "spend", unit, spend, TRUE);
  _tn_feature_list_add_spans (context, list, "mean_order_value", unit, mean, TRUE);
  add (list, "last_order_value", unit, N_ ("Value of the last order"),
       N_ ("Sum of the lines of the last order before the cut date."));
  add (list, "largest_order_value", unit, N_ ("Value of the largest order"),
       N_ ("The largest order before the cut date."));
  add (list, "sd_order_value", unit, N_ ("How much order values differ"),
       N_ ("Standard deviation of the order values; missing below two orders."));
  add (list, "last_order_ratio", TN_FIELD_UNIT_TIMES, N_ ("Last order against the usual one"),
       N_ ("Value of the last order ÷ mean order value."));
  add (list, "spend_per_month", unit, N_ ("Spend a month"),
       N_ ("Spend so far ÷ days since the first order, at least 30, × 30."));
}

static double
deviation (const double *values, gsize n, double mean)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (values[i] - mean) * (values[i] - mean);

  return n > 1 ? sqrt (sum / (double) (n - 1)) : NAN;
}

/* Sums and counts of orders in each span; spans contain each other, the last all. */
static void
sum_spans (const TnFeatureContext *context, const TnHistory *history, double *sums, double *counts)
{
  memset (sums, 0, TN_MAX_SPANS * sizeof (double));
  memset (counts, 0, TN_MAX_SPANS * sizeof (double));
  for (gsize i = 0; i < history->n_orders; i++)
    {
      guint span = _tn_span_of (context, history, history->order_time[i]);

      sums[span] += history->order_amount[i];
      counts[span]++;
    }
  for (guint i = 1; i < context->n_spans; i++)
    {
      sums[i] += sums[i - 1];
      counts[i] += counts[i - 1];
    }
}

guint
_tn_compute_money (const TnFeatureContext *context, TnHistory *history, double *out)
{
  double sums[TN_MAX_SPANS], counts[TN_MAX_SPANS];
  double last = history->order_amount[history->n_orders - 1];
  double largest = 0, mean;
  guint n = 0;

  if (history->amount == NULL)
    return 0;
  sum_spans (context, history, sums, counts);
  mean = sums[context->n_spans - 1] / counts[context->n_spans - 1];
  for (gsize i = 0; i < history->n_orders; i++)
    largest = MAX (largest, history->order_amount[i]);

  for (guint i = 0; i < context->n_spans; i++)
    out[n++] = sums[i];
  for (guint i = 0; i < context->n_spans; i++)
    out[n++] = counts[i] > 0 ? sums[i] / counts[i] : NAN;
  out[n++] = last;
  out[n++] = largest;
  out[n++] = deviation (history->order_amount, history->n_orders, mean);
  out[n++] = mean > 0 ? last / mean : NAN;
  out[n++] = sums[context->n_spans - 1] / MAX (tenure (history), MONTH_DAYS) * MONTH_DAYS;

  return n;
}

void
_tn_describe_trend (const TnFeatureContext *context, TnFeatureList *list)
{
  static const char *const orders[4] = {
    N_ ("Orders of the last {days} days against the {days} days before"),
    N_ ("(Orders in the last {days} days + 1) ÷ (orders in the {days} days before those + 1)."),
  };
  static const char *const spend[4] = {
    N_ ("Spend of the last {days} days against the {days} days before"),
    N_ ("(Spend in the last {days} days + one mean order) ÷ (spend in the {days} days before "
        "those + one mean order)."),
  };

  _tn_feature_list_add_spans (context, list, "orders_trend", TN_FIELD_UNIT_TIMES, orders, FALSE);
  if (context->events->amount != NULL)
    _tn_feature_list_add_spans (context, list, "spend_trend", TN_FIELD_UNIT_TIMES, spend, FALSE);
}

guint
_tn_compute_trend (const TnFeatureContext *context, TnHistory *history, double *out)
{
  guint n_windows = context->n_spans - 1;
  double all = 0, usual;

  for (gsize i = 0; i < history->n_orders; i++)
    all += history->order_amount[i];
  usual = all / (double) history->n_orders;

  for (guint w = 0; w < n_windows; w++)
    {
      gint64 start = _tn_span_start (context, history, w);
      gint64 before = 2 * start - history->cut;
      double counts[2] = { 0, 0 }, sums[2] = { 0, 0 };

      for (gsize i = history->n_orders; i > 0 && history->order_time[i - 1] >= before; i--)
        {
          guint which = history->order_time[i - 1] < start;

          counts[which]++;
          sums[which] += history->order_amount[i - 1];
        }
      out[w] = (counts[0] + 1) / (counts[1] + 1);
      if (history->amount != NULL)
        out[n_windows + w] = usual > 0 ? (sums[0] + usual) / (sums[1] + usual) : NAN;
    }

  return history->amount != NULL ? 2 * n_windows : n_windows;
}

void
_tn_describe_rhythm (const TnFeatureContext *context, TnFeatureList *list)
{
  add (list, "mean_gap_days", TN_FIELD_UNIT_DAYS, N_ ("Mean time between orders"),
       N_ ("Mean number of days from one order day to the next; missing with one order day."));
  add (list, "median_gap_days", TN_FIELD_UNIT_DAYS, N_ ("Usual time between orders"),
       N_ ("Median number of days from one order day to the next; missing with one order day."));
  add (list, "sd_gap_days", TN_FIELD_UNIT_DAYS, N_ ("How much the time between orders differs"),
       N_ ("Standard deviation of the days between order days; missing below three order days."));
  add (list, "last_gap_days", TN_FIELD_UNIT_DAYS, N_ ("Time between the last two orders"),
       N_ ("Days from the last order day but one to the last; missing with one order day."));
  add (list, "gap_variation", TN_FIELD_UNIT_TIMES, N_ ("Irregularity of the rhythm"),
       N_ ("Standard deviation of the days between orders ÷ their mean."));
  add (list, "gap_trend", TN_FIELD_UNIT_TIMES, N_ ("Last time between orders against the mean"),
       N_ ("Days between the last two order days ÷ mean days between order days."));
  add (list, "overdue_ratio", TN_FIELD_UNIT_TIMES,
       N_ ("Silence against the mean time between orders"),
       N_ ("Days since the last order ÷ mean days between order days."));
  add (list, "overdue_ratio_median", TN_FIELD_UNIT_TIMES,
       N_ ("Silence against the usual time between orders"),
       N_ ("Days since the last order ÷ median days between order days."));
  add (list, "shorter_gaps_share", TN_FIELD_UNIT_SHARE,
       N_ ("Share of own gaps shorter than this silence"),
       N_ ("Share of the customer's own times between orders that are shorter than the days since "
           "the last order."));
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
median_of (double *values, gsize n)
{
  qsort (values, n, sizeof (double), compare_doubles);

  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

guint
_tn_compute_rhythm (const TnFeatureContext *context, TnHistory *history, double *out)
{
  gsize n_gaps = history->n_gaps;
  double sum = 0, mean, median, sd, last, recency = silence (history);
  gsize n_shorter = 0;

  if (n_gaps == 0)
    {
      for (guint i = 0; i < 9; i++)
        out[i] = NAN;
      return 9;
    }

  for (gsize i = 0; i < n_gaps; i++)
    {
      sum += history->gaps[i];
      n_shorter += history->gaps[i] < recency;
    }
  memcpy (history->sorted, history->gaps, n_gaps * sizeof (double));
  mean = sum / (double) n_gaps;
  median = median_of (history->sorted, n_gaps);
  sd = deviation (history->gaps, n_gaps, mean);
  last = history->gaps[n_gaps - 1];

  out[0] = mean;
  out[1] = median;
  out[2] = sd;
  out[3] = last;
  out[4] = sd / mean;
  out[5] = last / mean;
  out[6] = recency / mean;
  out[7] = recency / median;
  out[8] = (double) n_shorter / (double) n_gaps;

  return 9;
}
