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

/* Whole percents, and one decimal where the interval is narrower than two points. */
static int
enough_decimals (const TnEstimate *item, TnUnit unit, int decimals)
{
  gboolean narrow = has_interval (item) && item->high - item->low < 0.02;

  return unit == TN_UNIT_SHARE && narrow ? MAX (decimals, 1) : decimals;
}

/* "0.741 (0.722–0.759)"; with a negative end "−149 (−300 to 313)". */
static TnMessage *
say_estimate (const TnEstimate *item, TnUnit unit, int decimals, const char *currency)
{
  TnMessage *text;

  decimals = enough_decimals (item, unit, decimals);
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
      int precise = enough_decimals (item, unit, decimals);
      TnMessage *cells[4] = {
        tn_message_ref (item->name), tn_unit_say (unit, item->value, precise, currency),
        has_interval (item) ? tn_unit_say (unit, item->low, precise, currency) : NULL,
        has_interval (item) ? tn_unit_say (unit, item->high, precise, currency) : NULL
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
  whiskers->tone = TN_TONE_STRONG;
  add_estimates (self, panel, unit, decimals, currency, n, items);

  return self;
}

/* Points of a series with their intervals and, right of them, figures. */
static void
add_point (TnPanel *panel, const TnEstimate *item, gsize i, gboolean standing, TnMessage *text)
{
  double at = (double) i;
  TnMark *whisker, *point;

  if (has_interval (item))
    {
      whisker = standing ? tn_panel_add_mark (panel, TN_MARK_WHISKER, item->series, 1, &at,
                                              &item->low, NULL, &item->high)
                         : tn_panel_add_mark (panel, TN_MARK_WHISKER, item->series, 1, &item->low,
                                              &at, &item->high, NULL);
      whisker->tone = item->strong && item->series != 0 ? TN_TONE_STRONG : TN_TONE_PLAIN;
    }
  point = tn_panel_add_mark (panel, TN_MARK_POINT, item->series, 1, standing ? &at : &item->value,
                             standing ? &item->value : &at, NULL, NULL);
  point->tone = item->strong && item->series != 0 ? TN_TONE_STRONG : TN_TONE_PLAIN;
  if (text != NULL)
    {
      point->place = TN_PLACE_RIGHT;
      tn_mark_add_text (point, text, NULL);
    }
}

/**
 * tn_chart_forest:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @x_label: (transfer full) (nullable): what is measured
 * @unit: of the values
 * @currency: (nullable): of money
 * @decimals: of the figures in the column at the right
 * @n: how many items
 * @items: (array length=n): from top to bottom
 * @lane: the item whose interval is shaded through all rows, or -1
 *
 * Values with their intervals on one scale.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_forest (TnMessage *title,
                 TnMessage *subtitle,
                 TnMessage *x_label,
                 TnUnit unit,
                 const char *currency,
                 int decimals,
                 gsize n,
                 const TnEstimate *items,
                 gssize lane)
{
  TnChart *self = tn_chart_new ("forest", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);

  set_x (panel, unit, currency, x_label);
  panel->x.grid = TRUE;
  panel->x.decimals = decimals;
  if (lane >= 0 && (gsize) lane < n && has_interval (&items[lane]))
    {
      double x[2] = { items[lane].low, items[lane].high };
      double low[2] = { -0.5, -0.5 }, high[2] = { (double) n - 0.5, (double) n - 0.5 };

      tn_panel_add_mark (panel, TN_MARK_BAND, items[lane].series, 2, x, low, NULL, high);
    }
  for (gsize i = 0; i < n; i++)
    {
      panel->y.strong += items[i].strong && panel->y.strong == i;
      add_point (panel, &items[i], i, FALSE, say_estimate (&items[i], unit, decimals, currency));
    }
  add_estimates (self, panel, unit, decimals, currency, n, items);

  return self;
}

static void
add_grouping (TnChart *self,
              const TnGrouping *grouping,
              guint column,
              double highest,
              double average,
              gboolean last)
{
  TnPanel *panel = tn_chart_add_panel (self, 0, column, 1, 1);
  double x[2] = { -0.5, (double) grouping->n - 0.5 }, y[2] = { average, average };

  panel->title = grouping->title;
  tn_axis_set (&panel->y, TN_UNIT_SHARE, NULL, 0, highest);
  panel->y.grid = TRUE;
  panel->y.quiet = column > 0;
  if (isfinite (average))
    {
      TnMark *line = tn_panel_add_mark (panel, TN_MARK_LINE, 0, 2, x, y, NULL, NULL);

      line->tone = TN_TONE_WASH;
      line->dashed = TRUE;
      if (last)
        line->label =
            tn_message_percent (tn_message_new (N_ ("all: {share}")), "share", average, 0);
    }
  for (gsize i = 0; i < grouping->n; i++)
    {
      const TnEstimate *group = &grouping->groups[i];
      TnMessage *cells[5] = {
        grouping->title != NULL ? tn_message_ref (grouping->title) : NULL,
        tn_message_ref (group->name), tn_unit_say (TN_UNIT_SHARE, group->value, 0, NULL),
        has_interval (group) ? tn_unit_say (TN_UNIT_SHARE, group->low, 0, NULL) : NULL,
        has_interval (group) ? tn_unit_say (TN_UNIT_SHARE, group->high, 0, NULL) : NULL
      };

      tn_chart_add_row (self, cells);
      add_point (panel, group, i, TRUE, NULL);
      if (i < 8)
        tn_chart_add_fact (
            self, tn_message_take (tn_message_take (tn_message_new (N_ ("{name}: {value}.")),
                                                    "name", tn_message_ref (group->name)),
                                   "value", say_estimate (group, TN_UNIT_SHARE, 0, NULL)));
      tn_axis_add_category (&panel->x, group->name, group->detail);
    }
}

/**
 * tn_chart_shares:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @y_label: (transfer full) (nullable): whose share
 * @n_groupings: how many panels, up to 4
 * @groupings: (array length=n_groupings): their groups, from left to right
 * @average: the share of all, or NaN
 *
 * Shares of groups as dots with their intervals, all panels on one scale.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_shares (TnMessage *title,
                 TnMessage *subtitle,
                 TnMessage *y_label,
                 gsize n_groupings,
                 const TnGrouping *groupings,
                 double average)
{
  TnChart *self = tn_chart_new ("shares", title, subtitle);
  TnMessage *heads[5] = { tn_message_new (N_ ("Grouping")), tn_message_new (N_ ("Group")),
                          y_label != NULL ? tn_message_ref (y_label)
                                          : tn_message_new (N_ ("Share")),
                          tn_message_new (N_ ("95% from")), tn_message_new (N_ ("95% to")) };
  double highest = isfinite (average) ? average : 0;
  gsize n = 0;

  g_return_val_if_fail (n_groupings <= TN_CHART_MAX_COLUMNS, self);

  tn_chart_set_head (self, 5, heads);
  for (gsize k = 0; k < n_groupings; k++)
    for (gsize i = 0; i < groupings[k].n; i++, n++)
      {
        const TnEstimate *group = &groupings[k].groups[i];

        highest = MAX (highest, isfinite (group->value) ? group->value : 0);
        highest = MAX (highest, has_interval (group) ? group->high : 0);
      }
  highest = highest > 0 ? MIN (1, ceil (highest * 1.02 * 20) / 20) : 1;
  for (gsize k = 0; k < n_groupings; k++)
    if (groupings[k].n > 0)
      add_grouping (self, &groupings[k], self->panels->len, highest, average, k + 1 == n_groupings);
    else
      g_clear_pointer (&((TnGrouping *) groupings)[k].title, tn_message_unref);
  if (self->panels->len > 0)
    ((TnPanel *) g_ptr_array_index (self->panels, 0))->y.label = y_label;
  else
    g_clear_pointer (&y_label, tn_message_unref);
  if (n == 0)
    tn_chart_set_empty (self, tn_message_new (N_ ("There is nothing to compare yet.")));

  return self;
}

/* Columns between edges; those from the threshold on in the colour of risk. */
static void
add_columns (TnPanel *panel, gsize n, const double *edges, const double *counts, double threshold)
{
  for (int part = 0; part < 2; part++)
    {
      g_autofree double *x = g_new (double, n), *x2 = g_new (double, n);
      g_autofree double *y = g_new0 (double, n), *y2 = g_new (double, n);
      double air = (edges[n] - edges[0]) / (double) n * 0.035;
      gsize m = 0;
      TnMark *mark;

      for (gsize i = 0; i < n; i++)
        if ((edges[i] >= threshold) == part && isfinite (counts[i]))
          {
            x[m] = edges[i];
            x2[m] = edges[i + 1];
            y2[m++] = counts[i];
          }
      if (m == 0)
        continue;
      mark = tn_panel_add_mark (panel, TN_MARK_RECT,
                                part == 1              ? 2
                                : isfinite (threshold) ? 0
                                                       : 1,
                                m, x, y, x2, y2);
      mark->tone = isfinite (threshold) && part == 0 ? TN_TONE_PALE : TN_TONE_PLAIN;
      mark->air = air;
    }
}

/**
 * tn_chart_histogram:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @data: edges and counts; edges must rise
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_histogram (TnMessage *title, TnMessage *subtitle, const TnHistogram *data)
{
  TnChart *self = tn_chart_new ("histogram", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);
  TnMessage *heads[3] = { tn_message_new (N_ ("From")), tn_message_new (N_ ("To")),
                          data->y_label != NULL ? tn_message_ref (data->y_label)
                                                : tn_message_new (N_ ("Count")) };
  int decimals = data->unit == TN_UNIT_NUMBER ? 2 : 0;
  double total = 0;

  tn_chart_set_head (self, 3, heads);
  set_x (panel, data->unit, data->currency, data->x_label);
  tn_axis_set (&panel->y, TN_UNIT_COUNT, data->y_label, 0, NAN);
  panel->y.grid = TRUE;
  for (gsize i = 0; i < data->n_bins; i++)
    {
      TnMessage *cells[3] = { tn_unit_say (data->unit, data->edges[i], decimals, data->currency),
                              tn_unit_say (data->unit, data->edges[i + 1], decimals,
                                           data->currency),
                              tn_unit_say (TN_UNIT_COUNT, data->counts[i], 0, NULL) };

      tn_chart_add_row (self, cells);
      total += isfinite (data->counts[i]) ? data->counts[i] : 0;
    }
  if (data->n_bins == 0 || total == 0 ||
      !(isfinite (data->edges[0]) && isfinite (data->edges[data->n_bins])))
    {
      tn_chart_set_empty (self, tn_message_new (N_ ("There are no values to count.")));
      g_clear_pointer (&((TnHistogram *) data)->threshold_label, tn_message_unref);
      return self;
    }
  panel->x.from = data->edges[0];
  panel->x.to = data->edges[data->n_bins];
  add_columns (panel, data->n_bins, data->edges, data->counts, data->threshold);
  if (isfinite (data->threshold))
    tn_panel_add_rule (panel, 2, data->threshold, NAN, data->threshold_label);
  else
    g_clear_pointer (&((TnHistogram *) data)->threshold_label, tn_message_unref);
  tn_chart_add_fact (
      self, tn_message_count (tn_message_new (N_ ("{n} values in all.")), "n", (gint64) total));

  return self;
}

static double
reliability_limit (gsize n, const double *forecast, const double *high)
{
  double most = 0;

  for (gsize i = 0; i < n; i++)
    {
      most = MAX (most, isfinite (forecast[i]) ? forecast[i] : 0);
      most = MAX (most, isfinite (high[i]) ? high[i] : 0);
    }

  return most > 0.8 ? 1 : MAX (0.05, ceil (most * 1.1 * 20) / 20);
}

/* The counts under the reliability picture, up to its right end. */
static void
add_counts (TnChart *self, gsize n_counts, const double *counts, double limit)
{
  TnPanel *below = tn_chart_add_panel (self, 1, 0, -3.2, 1);
  g_autofree double *edges = g_new (double, n_counts + 1);

  for (gsize i = 0; i <= n_counts; i++)
    edges[i] = (double) i / (double) n_counts;
  tn_axis_set (&below->x, TN_UNIT_SHARE, tn_message_new (N_ ("chance of leaving the model gave")),
               0, limit);
  tn_axis_set (&below->y, TN_UNIT_COUNT, tn_message_new (N_ ("customers")), 0, NAN);
  below->y.quiet = TRUE;
  add_columns (below, n_counts, edges, counts, -1);
  for (guint i = 0; i < below->marks->len; i++)
    {
      TnMark *mark = g_ptr_array_index (below->marks, i);

      mark->series = 0;
      mark->tone = TN_TONE_PALE;
    }
}

/**
 * tn_chart_calibration:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @n_bins: number of groups of equal size by forecast
 * @forecast: (array length=n_bins): their mean forecast
 * @happened: (array length=n_bins): the share that left
 * @low: (array length=n_bins): lower end of its 95% interval
 * @high: (array length=n_bins): upper end
 * @n_counts: number of bins of equal width from 0 to 1 of the histogram below; 0 for none
 * @counts: (array length=n_counts): customers in them
 *
 * Can the chances be taken at their word?
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_calibration (TnMessage *title,
                      TnMessage *subtitle,
                      gsize n_bins,
                      const double *forecast,
                      const double *happened,
                      const double *low,
                      const double *high,
                      gsize n_counts,
                      const double *counts)
{
  TnChart *self = tn_chart_new ("calibration", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);
  double limit = reliability_limit (n_bins, forecast, high), ends[2] = { 0, limit };
  TnMessage *heads[4] = { tn_message_new (N_ ("Forecast")), tn_message_new (N_ ("Really left")),
                          tn_message_new (N_ ("95% from")), tn_message_new (N_ ("95% to")) };
  gsize n_shown = 0;
  TnMark *line;

  tn_axis_set (&panel->x, TN_UNIT_SHARE,
               n_counts > 0 ? NULL : tn_message_new (N_ ("chance of leaving the model gave")), 0,
               limit);
  tn_axis_set (&panel->y, TN_UNIT_SHARE, tn_message_new (N_ ("share that really left")), 0, limit);
  panel->y.grid = TRUE;
  panel->x.quiet = n_counts > 0;
  line = tn_panel_add_mark (panel, TN_MARK_LINE, 0, 2, ends, ends, NULL, NULL);
  line->tone = TN_TONE_WASH;
  line->label = tn_message_new (N_ ("perfectly calibrated"));
  tn_chart_set_head (self, 4, heads);
  for (gsize i = 0; i < n_bins; i++)
    {
      TnEstimate bin = {
        .series = 1, .strong = TRUE, .value = happened[i], .low = low[i], .high = high[i]
      };
      TnMessage *cells[4] = { tn_unit_say (TN_UNIT_SHARE, forecast[i], 1, NULL),
                              tn_unit_say (TN_UNIT_SHARE, happened[i], 1, NULL),
                              tn_unit_say (TN_UNIT_SHARE, low[i], 1, NULL),
                              tn_unit_say (TN_UNIT_SHARE, high[i], 1, NULL) };
      TnMessage *fact;

      tn_chart_add_row (self, cells);
      if (!isfinite (forecast[i]) || !isfinite (happened[i]))
        continue;
      n_shown++;
      fact = tn_message_new (N_ ("Forecast {forecast}, really left {value}."));
      tn_message_percent (fact, "forecast", forecast[i], 0);
      tn_chart_add_fact (
          self, tn_message_take (fact, "value", say_estimate (&bin, TN_UNIT_SHARE, 0, NULL)));
      tn_panel_add_mark (panel, TN_MARK_WHISKER, 1, 1, &forecast[i], &low[i], NULL, &high[i]);
      tn_panel_add_mark (panel, TN_MARK_POINT, 1, 1, &forecast[i], &happened[i], NULL, NULL);
    }
  if (n_shown == 0)
    tn_chart_set_empty (self,
                        tn_message_new (N_ ("There is no group with a forecast and an outcome.")));
  else if (n_counts > 0)
    add_counts (self, n_counts, counts, limit);

  return self;
}

/**
 * tn_chart_scatter:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @x_label: (transfer full) (nullable): what is measured across
 * @y_label: (transfer full) (nullable): what is measured upwards
 * @series: colour and shape
 * @n: how many points; more than 20,000 are counted in cells, and found one by one all the same
 * @x: (array length=n): places
 * @y: (array length=n): places
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_scatter (TnMessage *title,
                  TnMessage *subtitle,
                  TnMessage *x_label,
                  TnMessage *y_label,
                  guint series,
                  gsize n,
                  const double *x,
                  const double *y)
{
  TnChart *self = tn_chart_new ("scatter", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);
  TnMessage *heads[2] = { x_label != NULL ? tn_message_ref (x_label) : tn_message_new ("x"),
                          y_label != NULL ? tn_message_ref (y_label) : tn_message_new ("y") };
  gsize n_shown = 0;

  tn_axis_set (&panel->x, TN_UNIT_NUMBER, x_label, NAN, NAN);
  tn_axis_set (&panel->y, TN_UNIT_NUMBER, y_label, NAN, NAN);
  panel->y.grid = TRUE;
  tn_panel_add_mark (panel, TN_MARK_POINT, series, n, x, y, NULL, NULL);
  tn_chart_set_head (self, 2, heads);
  self->points = panel;
  for (gsize i = 0; i < n; i++)
    n_shown += isfinite (x[i]) && isfinite (y[i]);
  tn_chart_add_fact (
      self, tn_message_count (tn_message_new (N_ ("{n} values in all.")), "n", (gint64) n_shown));
  if (n_shown == 0)
    tn_chart_set_empty (self, tn_message_new (N_ ("There is no point with both values.")));

  return self;
}
