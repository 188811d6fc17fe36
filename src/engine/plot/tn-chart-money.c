/* tn-chart-money.c: the pictures of a report's first page: parts of a whole, chances
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-chart-private.h"

static void
add_part (TnChart *self, TnPanel *panel, const TnPart *part, double from, double air)
{
  double x = from + air / 2, x2 = from + part->customers - air / 2;
  double zero = 0, one = 1, share = CLAMP (part->share, 0, 1);
  TnMessage *cells[4] = {
    tn_message_ref (part->name), tn_unit_say (TN_UNIT_COUNT, part->customers, 0, NULL),
    tn_unit_say (TN_UNIT_SHARE, part->share, 0, NULL),
    tn_message_round (tn_message_new ("{value}"), "value", part->share * part->customers, 2)
  };
  TnMark *whole = tn_panel_add_mark (panel, TN_MARK_RECT, 0, 1, &x, &zero, &x2, &one);
  TnMark *filled;
  TnMessage *fact;

  tn_chart_add_row (self, cells);
  whole->tone = TN_TONE_WASH;
  whole->place = TN_PLACE_ABOVE;
  tn_mark_add_text (
      whole, tn_message_ref (part->name),
      tn_message_count (tn_message_new_plural (TN_PLURAL ("{n} customer", "{n} customers"),
                                               (gint64) part->customers),
                        "n", (gint64) part->customers));
  fact = tn_message_new (N_ ("{name}: {n} customers, {share} leave."));
  tn_message_take (fact, "name", part->name);
  tn_message_count (fact, "n", (gint64) part->customers);
  tn_chart_add_fact (self, tn_message_percent (fact, "share", share, 0));
  if (!isfinite (part->share))
    return;
  filled = tn_panel_add_mark (panel, TN_MARK_RECT, 2, 1, &x, &zero, &x2, &share);
  filled->place = TN_PLACE_INSIDE;
  filled->tone = TN_TONE_STRONG;
  tn_mark_add_text (
      filled, tn_message_percent (tn_message_new (N_ ("{share} leave")), "share", share, 0),
      tn_message_round (tn_message_new (N_ ("about {n}")), "n", share * part->customers, 2));
}

/* The sum under the parts, on the scale of their widths. */
static void
add_sum (TnChart *self, double customers, double total, double low, double high)
{
  TnPanel *panel = tn_chart_add_panel (self, 1, 0, -1.25, 1);
  double bottom = 0, top = 1;
  TnMessage *text =
      tn_message_new (N_ ("all together: about {total} leave, 95% interval {low} to {high}"));
  TnMark *bar;

  tn_axis_set (&panel->x, TN_UNIT_COUNT, tn_message_new (N_ ("customers")), 0, customers);
  tn_axis_set (&panel->y, TN_UNIT_NUMBER, NULL, 0, 1);
  panel->y.quiet = TRUE;
  bar = tn_panel_add_mark (panel, TN_MARK_RECT, 2, 1, &low, &bottom, &high, &top);
  bar->tone = TN_TONE_PALE;
  tn_panel_add_mark (panel, TN_MARK_WHISKER, 2, 1, &total, &bottom, NULL, &top)->tone =
      TN_TONE_STRONG;
  tn_message_round (text, "total", total, 3);
  tn_message_round (text, "low", low, 3);
  tn_message_round (text, "high", high, 3);
  tn_chart_add_fact (self, tn_message_ref (text));
  /* Beside the interval, on the side with more room. */
  tn_panel_add_text (panel, 2, high < customers - low ? high : low, 0.5, TN_PLACE_AUTO, text)
      ->tone = TN_TONE_STRONG;
}

/**
 * tn_chart_parts:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @n_parts: how many groups
 * @parts: (array length=n_parts): their customers and the share expected to leave
 * @total: how many leave in all
 * @low: lower end of its 95% interval
 * @high: upper end
 *
 * Width is customers, filled is the share expected to leave; under it the sum with its
 * interval on the same scale, so that areas can be compared.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_parts (TnMessage *title,
                TnMessage *subtitle,
                gsize n_parts,
                const TnPart *parts,
                double total,
                double low,
                double high)
{
  TnChart *self = tn_chart_new ("parts", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 0.42, 1);
  TnMessage *heads[4] = { tn_message_new (N_ ("Group")), tn_message_new (N_ ("Customers")),
                          tn_message_new (N_ ("Share that leaves")),
                          tn_message_new (N_ ("Leave, about")) };
  double customers = 0, from = 0;

  tn_chart_set_head (self, 4, heads);
  for (gsize i = 0; i < n_parts; i++)
    customers += isfinite (parts[i].customers) ? MAX (0, parts[i].customers) : 0;
  tn_axis_set (&panel->x, TN_UNIT_COUNT, NULL, 0, customers);
  tn_axis_set (&panel->y, TN_UNIT_SHARE, NULL, 0, 1);
  panel->x.quiet = panel->y.quiet = TRUE;
  for (gsize i = 0; i < n_parts; i++)
    {
      if (!(parts[i].customers > 0 && isfinite (parts[i].customers)))
        {
          tn_message_unref (parts[i].name);
          continue;
        }
      add_part (self, panel, &parts[i], from, customers * 0.003);
      from += parts[i].customers;
    }
  if (customers == 0)
    tn_chart_set_empty (self, tn_message_new (N_ ("There are no customers in these groups.")));
  else if (isfinite (total) && isfinite (low) && isfinite (high))
    add_sum (self, customers, total, low, high);

  return self;
}

/**
 * tn_chart_chances:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @currency: of the values
 * @n: how many; 20 to 100 can be counted
 * @values: (array length=n): equally likely amounts, that is quantiles (i + ½) / n
 * @low: lower end of the 95% interval
 * @middle: the median
 * @high: upper end
 *
 * A quantile dot plot: M. Kay, T. Kola, J. Hullman & S. Munson, "When (ish) is my bus?",
 * CHI 2016. People count dots better than they read densities.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_chances (TnMessage *title,
                  TnMessage *subtitle,
                  const char *currency,
                  gsize n,
                  const double *values,
                  double low,
                  double middle,
                  double high)
{
  TnChart *self = tn_chart_new ("chances", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 0.45, 1), *below;
  TnMessage *heads[1] = { tn_message_new (N_ ("Equally likely amounts")) };
  double from = MIN (0, low), to = MAX (0, high), pad, half = 0.5;
  TnMark *mark;
  TnMessage *fact;

  tn_chart_set_head (self, 1, heads);
  for (gsize i = 0; i < n; i++)
    {
      TnMessage *cell = tn_unit_say (TN_UNIT_MONEY, values[i], 0, currency);

      tn_chart_add_row (self, &cell);
      from = isfinite (values[i]) ? MIN (from, values[i]) : from;
      to = isfinite (values[i]) ? MAX (to, values[i]) : to;
    }
  if (n == 0 || !isfinite (low) || !isfinite (middle) || !isfinite (high))
    {
      tn_chart_set_empty (self, tn_message_new (N_ ("The gain cannot be told from these data.")));
      return self;
    }
  pad = (to - from) * 0.06;
  tn_axis_set_money (&panel->x, currency, NULL);
  panel->x.from = from - pad;
  /* The name of the interval stands right of it. */
  panel->x.to = MAX (to + pad, high + (to - from) * 0.26);
  tn_axis_set (&panel->y, TN_UNIT_NUMBER, NULL, 0, 1);
  panel->y.quiet = TRUE;
  tn_panel_add_mark (panel, TN_MARK_DOTS, 1, n, values, NULL, NULL, NULL);
  tn_panel_add_rule (panel, 0, 0, NAN, NULL);
  tn_panel_add_text (panel, 0, 0, 0.94, TN_PLACE_LEFT, tn_message_new (N_ ("loss")));
  tn_panel_add_text (panel, 0, 0, 0.94, TN_PLACE_RIGHT, tn_message_new (N_ ("gain")));

  below = tn_chart_add_panel (self, 1, 0, -1.1, 1);
  tn_axis_set_money (&below->x, currency, NULL);
  below->x.from = panel->x.from;
  below->x.to = panel->x.to;
  tn_axis_set (&below->y, TN_UNIT_NUMBER, NULL, 0, 1);
  below->x.quiet = below->y.quiet = TRUE;
  mark = tn_panel_add_mark (below, TN_MARK_WHISKER, 1, 1, &low, &half, &high, NULL);
  mark->dashed = TRUE;
  mark->tone = TN_TONE_STRONG;
  tn_panel_add_mark (below, TN_MARK_POINT, 1, 1, &middle, &half, NULL, NULL)->tone = TN_TONE_STRONG;
  tn_panel_add_text (below, 1, high, 0.5, TN_PLACE_AUTO, tn_message_new (N_ ("95% interval")))
      ->tone = TN_TONE_STRONG;
  tn_chart_set_note (self, tn_message_count (tn_message_new (N_ ("Each dot is one chance in {n}.")),
                                             "n", (gint64) n));
  fact = tn_message_new (N_ ("About {middle}, 95% interval {low} to {high}."));
  tn_message_money (fact, "middle", middle, currency, 2);
  tn_message_money (fact, "low", low, currency, 2);
  tn_chart_add_fact (self, tn_message_money (fact, "high", high, currency, 2));

  return self;
}

/**
 * tn_chart_interval:
 * @low: lower end
 * @value: the estimate
 * @high: upper end
 * @from: where the common scale begins
 * @to: where it ends
 * @series: colour: 1 for what is spoken of, 0 for a rule
 * @lane_low: what is shaded, as the interval of the best; or NaN
 * @lane_high: its other end
 *
 * One interval for the cell of a table, without words.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_interval (double low,
                   double value,
                   double high,
                   double from,
                   double to,
                   guint series,
                   double lane_low,
                   double lane_high)
{
  TnChart *self = tn_chart_new ("interval", NULL, NULL);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, -1.6, 1);
  double ends[2] = { from, to }, half = 0.5, middle[2] = { 0.5, 0.5 }, bottom = 0, top = 1;
  TnMessage *fact = tn_message_new (N_ ("{value}, 95% interval {low} to {high}."));
  TnMark *track;

  tn_message_round (fact, "value", value, 3);
  tn_message_round (fact, "low", low, 3);
  tn_chart_add_fact (self, tn_message_round (fact, "high", high, 3));

  tn_axis_set (&panel->x, TN_UNIT_NUMBER, NULL, from, to);
  tn_axis_set (&panel->y, TN_UNIT_NUMBER, NULL, 0, 1);
  panel->x.quiet = panel->y.quiet = TRUE;
  if (isfinite (lane_low) && isfinite (lane_high))
    {
      double x[2] = { lane_low, lane_high }, lows[2] = { bottom, bottom }, highs[2] = { top, top };

      tn_panel_add_mark (panel, TN_MARK_BAND, 1, 2, x, lows, NULL, highs);
    }
  track = tn_panel_add_mark (panel, TN_MARK_WHISKER, 0, 1, &ends[0], middle, &ends[1], NULL);
  track->tone = TN_TONE_WASH;
  tn_panel_add_mark (panel, TN_MARK_WHISKER, series, 1, &low, &half, &high, NULL)->tone =
      series == 0 ? TN_TONE_PLAIN : TN_TONE_STRONG;
  tn_panel_add_mark (panel, TN_MARK_POINT, series, 1, &value, &half, NULL, NULL)->tone =
      TN_TONE_PLAIN;

  return self;
}
