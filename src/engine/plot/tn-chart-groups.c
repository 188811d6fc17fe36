/* tn-chart-groups.c: charts of groups: bars, intervals, shares, histograms, calibration
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-chart-private.h"

static gboolean
has_interval (const TnEstimate *item)
{
  return isfinite (item->low) && isfinite (item->high);
}

/* "0.741 (0.722–0.759)"; with a negative end "−149 (−300 to 313)". */
static TnMessage *
say_estimate (const TnEstimate *item, TnUnit unit, int decimals, const char *currency)
{
  TnMessage *text;

  if (!has_interval (item))
    return tn_unit_say (unit, item->value, decimals, currency);
  text = tn_message_new (item->low < 0 ? N_ ("{value} ({low} to {high})")
                                       : N_ ("{value} ({low}–{high})"));
  tn_message_take (text, "value", tn_unit_say (unit, item->value, decimals, currency));
  tn_message_take (text, "low", tn_unit_say (unit, item->low, decimals, currency));

  return tn_message_take (text, "high", tn_unit_say (unit, item->high, decimals, currency));
}

/* Names on the vertical axis, the table behind, and a sentence for each of the first few. */
static void
add_estimates (TnChart *self,
               TnPanel *panel,
               TnUnit unit,
               int decimals,
               const char *currency,
               gsize n,
               const TnEstimate *items)
{
  TnMessage *heads[4] = { tn_message_new (N_ ("Name")),
                          panel->x.label != NULL ? tn_message_ref (panel->x.label)
                                                 : tn_message_new (N_ ("Value")),
                          tn_message_new (N_ ("95% from")), tn_message_new (N_ ("95% to")) };

  tn_chart_set_head (self, 4, heads);
  for (gsize i = 0; i < n; i++)
    {
      const TnEstimate *item = &items[i];
      TnMessage *cells[4] = {
        tn_message_ref (item->name), tn_unit_say (unit, item->value, decimals, currency),
        has_interval (item) ? tn_unit_say (unit, item->low, decimals, currency) : NULL,
        has_interval (item) ? tn_unit_say (unit, item->high, decimals, currency) : NULL
      };

      tn_axis_add_category (&panel->y, item->name, item->detail);
      tn_chart_add_row (self, cells);
      if (i < 12)
        tn_chart_add_fact (
            self, tn_message_take (tn_message_take (tn_message_new (N_ ("{name}: {value}.")),
                                                    "name", tn_message_ref (item->name)),
                                   "value", say_estimate (item, unit, decimals, currency)));
    }
  if (n == 0)
    tn_chart_set_empty (self, tn_message_new (N_ ("There is nothing to compare yet.")));
}

static void
set_x (TnPanel *panel, TnUnit unit, const char *currency, TnMessage *label)
{
  if (unit == TN_UNIT_MONEY)
    tn_axis_set_money (&panel->x, currency, label);
  else
    tn_axis_set (&panel->x, unit, label, NAN, NAN);
}

/**
 * tn_chart_bars:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @x_label: (transfer full) (nullable): what is measured
 * @unit: of the values
 * @currency: (nullable): of money
 * @decimals: of the figures at the bars
 * @n: how many bars
 * @items: (array length=n): from top to bottom
 *
 * Lying bars from 0 with their intervals, the figure at each end. Bars that are `strong`
 * have the full colour and a bold name.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_bars (TnMessage *title,
               TnMessage *subtitle,
               TnMessage *x_label,
               TnUnit unit,
               const char *currency,
               int decimals,
               gsize n,
               const TnEstimate *items)
{
  TnChart *self = tn_chart_new ("bars", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);
  TnMark *whiskers;
  g_autofree double *low = g_new (double, MAX (n, 1)), *high = g_new (double, MAX (n, 1));
  g_autofree double *y = g_new (double, MAX (n, 1));
  double least = 0;

  set_x (panel, unit, currency, x_label);
  panel->x.quiet = TRUE;
  for (gsize i = 0; i < n; i++)
    {
      const TnEstimate *item = &items[i];
      double x = MIN (0, item->value), x2 = MAX (0, item->value);
      double top = (double) i - 0.31, bottom = (double) i + 0.31;
      TnMark *bar;

      y[i] = (double) i;
      low[i] = has_interval (item) ? item->low : NAN;
      high[i] = has_interval (item) ? item->high : NAN;
      least = MIN (least, isfinite (low[i]) ? low[i] : isfinite (x) ? x : 0);
      panel->y.strong += item->strong && panel->y.strong == i;
      if (!isfinite (item->value))
        x = x2 = 0;
      bar = tn_panel_add_mark (panel, TN_MARK_RECT, item->series, 1, &x, &top, &x2, &bottom);
      bar->tone = item->strong ? TN_TONE_STRONG : TN_TONE_PALE;
      bar->place = TN_PLACE_RIGHT;
      tn_mark_add_text (bar, tn_unit_say (unit, item->value, decimals, currency), NULL);
    }
  panel->x.from = least;
  panel->tight = TRUE;
  whiskers = tn_panel_add_mark (panel, TN_MARK_WHISKER, 0, n, low, y, high, NULL);
  whiskers->tone = TN_TONE_PLAIN;
  add_estimates (self, panel, unit, decimals, currency, n, items);

  return self;
}
