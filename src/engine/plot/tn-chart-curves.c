/* tn-chart-curves.c: charts of curves: ROC, precision, lift, gains, learning, profit
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-chart-private.h"

static gsize
count_finite (gsize n, const double *x, const double *y)
{
  gsize count = 0;

  for (gsize i = 0; i < n; i++)
    count += isfinite (x[i]) && isfinite (y[i]);

  return count;
}

static TnMessage *
say_at (const TnAxis *axis, double value)
{
  return tn_unit_say (axis->unit, value, axis->unit == TN_UNIT_SHARE ? 0 : axis->decimals,
                      axis->currency);
}

/* The rows of the table behind curves: which, where, how high, with its interval. */
static void
add_trace_rows (TnChart *self, const TnPanel *panel, const TnTrace *trace)
{
  for (gsize i = 0; i < trace->n; i++)
    {
      gboolean ends = trace->low != NULL && trace->high != NULL;
      const char *money = panel->y.currency;
      int x_decimals = panel->x.unit == TN_UNIT_SHARE ? 1 : 0;
      int y_decimals = panel->y.unit == TN_UNIT_SHARE ? 1 : panel->y.decimals;
      TnMessage *cells[5] = {
        tn_message_ref (trace->name),
        tn_unit_say (panel->x.unit, trace->x[i], x_decimals, panel->x.currency),
        tn_unit_say (panel->y.unit, trace->y[i], y_decimals, money),
        ends ? tn_unit_say (panel->y.unit, trace->low[i], y_decimals, money) : NULL,
        ends ? tn_unit_say (panel->y.unit, trace->high[i], y_decimals, money) : NULL,
      };

      tn_chart_add_row (self, cells);
    }
}

static void
set_trace_head (TnChart *self, const TnPanel *panel)
{
  TnMessage *heads[5] = { tn_message_new (N_ ("Curve")), tn_message_ref (panel->x.label),
                          tn_message_ref (panel->y.label), tn_message_new (N_ ("95% from")),
                          tn_message_new (N_ ("95% to")) };

  tn_chart_set_head (self, 5, heads);
}

static void
add_trace_fact (TnChart *self, const TnPanel *panel, const TnTrace *trace)
{
  gsize first = 0, last = trace->n - 1;
  TnMessage *fact;

  while (first < last && !(isfinite (trace->x[first]) && isfinite (trace->y[first])))
    first++;
  while (last > first && !(isfinite (trace->x[last]) && isfinite (trace->y[last])))
    last--;
  fact = tn_message_new (N_ ("{curve}: {y1} at {x1}, {y2} at {x2}, {y3} at {x3}."));
  tn_message_take (fact, "curve", tn_message_ref (trace->name));
  for (int i = 0; i < 3; i++)
    {
      static const char *const x_names[] = { "x1", "x2", "x3" };
      static const char *const y_names[] = { "y1", "y2", "y3" };
      gsize at = i == 0 ? first : i == 1 ? first + (last - first) / 2 : last;

      tn_message_take (fact, x_names[i], say_at (&panel->x, trace->x[at]));
      tn_message_take (fact, y_names[i], say_at (&panel->y, trace->y[at]));
    }
  tn_chart_add_fact (self, fact);
}

/* Bands first, then lines from the last curve to the first: the first lies on top. */
static void
add_traces (TnChart *self, TnPanel *panel, gsize n_traces, const TnTrace *traces, gboolean step)
{
  gsize n_shown = 0;

  set_trace_head (self, panel);
  for (gsize i = n_traces; i-- > 0;)
    if (traces[i].low != NULL && traces[i].high != NULL)
      tn_panel_add_mark (panel, TN_MARK_BAND, traces[i].series, traces[i].n, traces[i].x,
                         traces[i].low, NULL, traces[i].high);
  for (gsize i = n_traces; i-- > 0;)
    {
      TnMark *mark;

      if (count_finite (traces[i].n, traces[i].x, traces[i].y) == 0)
        continue;
      n_shown++;
      mark = tn_panel_add_mark (panel, step ? TN_MARK_STEP : TN_MARK_LINE, traces[i].series,
                                traces[i].n, traces[i].x, traces[i].y, NULL, NULL);
      mark->tone = traces[i].series == 1 ? TN_TONE_STRONG : TN_TONE_PLAIN;
      mark->label = tn_message_ref (traces[i].name);
    }
  for (gsize i = 0; i < n_traces; i++)
    {
      if (count_finite (traces[i].n, traces[i].x, traces[i].y) > 0)
        {
          add_trace_fact (self, panel, &traces[i]);
          add_trace_rows (self, panel, &traces[i]);
        }
      tn_message_unref (traces[i].name);
    }
  if (n_shown == 0)
    tn_chart_set_empty (self,
                        tn_message_new (N_ ("There is no curve to draw: no point has a value.")));
}

static void
add_reference (TnPanel *panel, double x1, double y1, double x2, double y2, TnMessage *label)
{
  double x[2] = { x1, x2 }, y[2] = { y1, y2 };
  TnMark *mark = tn_panel_add_mark (panel, TN_MARK_LINE, 0, 2, x, y, NULL, NULL);

  mark->tone = TN_TONE_WASH;
  mark->dashed = TRUE;
  mark->label = label;
}

/**
 * tn_chart_roc:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @n_traces: how many curves
 * @traces: (array length=n_traces): x share of stayers taken by mistake, y share of
 *   leavers found, both 0 to 1
 *
 * Telling leavers from stayers, with the diagonal of guessing.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_roc (TnMessage *title, TnMessage *subtitle, gsize n_traces, const TnTrace *traces)
{
  TnChart *self = tn_chart_new ("roc", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);

  tn_axis_set (&panel->x, TN_UNIT_SHARE,
               tn_message_new (N_ ("share of stayers contacted by mistake")), 0, 1);
  tn_axis_set (&panel->y, TN_UNIT_SHARE, tn_message_new (N_ ("share of leavers found")), 0, 1);
  panel->y.grid = TRUE;
  add_reference (panel, 0, 0, 1, 1, tn_message_new (N_ ("guessing 0.5")));
  add_traces (self, panel, n_traces, traces, FALSE);

  return self;
}

/**
 * tn_chart_precision_recall:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @n_traces: how many curves
 * @traces: (array length=n_traces): x recall, y precision, 0 to 1
 * @base_rate: share of leavers among all: the precision of drawing by lot
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_precision_recall (TnMessage *title,
                           TnMessage *subtitle,
                           gsize n_traces,
                           const TnTrace *traces,
                           double base_rate)
{
  TnChart *self = tn_chart_new ("precision-recall", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);

  tn_axis_set (&panel->x, TN_UNIT_SHARE, tn_message_new (N_ ("share of leavers found (recall)")), 0,
               1);
  tn_axis_set (&panel->y, TN_UNIT_SHARE,
               tn_message_new (N_ ("leavers among those contacted (precision)")), 0, 1);
  panel->y.grid = TRUE;
  if (isfinite (base_rate))
    add_reference (
        panel, 0, base_rate, 1, base_rate,
        tn_message_percent (tn_message_new (N_ ("by lot: {share}")), "share", base_rate, 0));
  add_traces (self, panel, n_traces, traces, FALSE);

  return self;
}

/* The point on the first curve at x, and its interval, by straight lines. */
static double
height_at (const TnTrace *trace, const double *y, double x)
{
  if (y == NULL)
    return NAN;
  for (gsize i = 0; i < trace->n; i++)
    {
      if (trace->x[i] == x)
        return y[i];
      if (i > 0 && trace->x[i - 1] < x && x < trace->x[i])
        return y[i - 1] +
               (y[i] - y[i - 1]) * (x - trace->x[i - 1]) / (trace->x[i] - trace->x[i - 1]);
    }

  return NAN;
}

static void
add_point_spoken_of (TnPanel *panel,
                     const TnTrace *trace,
                     double x,
                     TnMessage *text,
                     TnMessage *shorter)
{
  double y = height_at (trace, trace->y, x);
  TnMark *mark;

  if (!isfinite (y))
    {
      tn_message_unref (text);
      tn_message_unref (shorter);
      return;
    }
  mark = tn_panel_add_mark (panel, TN_MARK_POINT, trace->series, 1, &x, &y, NULL, NULL);
  mark->tone = TN_TONE_STRONG;
  tn_mark_add_text (mark, text, shorter);
}

/* "top 10%: 1.67× (1.54–1.82)", the interval only where there is one and it is asked for. */
static TnMessage *
say_point (const TnTrace *trace, double at, TnUnit unit, gboolean with_interval)
{
  double low = with_interval ? height_at (trace, trace->low, at) : NAN;
  double high = with_interval ? height_at (trace, trace->high, at) : NAN;
  int decimals = unit == TN_UNIT_TIMES ? 2 : 0;
  TnMessage *text =
      tn_message_new (isfinite (low) && isfinite (high) ? N_ ("top {share}: {value} ({low}–{high})")
                                                        : N_ ("top {share}: {value}"));

  tn_message_percent (text, "share", at, 0);
  tn_message_take (text, "value",
                   tn_unit_say (unit, height_at (trace, trace->y, at), decimals, NULL));
  if (isfinite (low) && isfinite (high))
    {
      /* The unit is said once, with the value. */
      TnUnit plain = unit == TN_UNIT_TIMES ? TN_UNIT_NUMBER : unit;

      tn_message_take (text, "low", tn_unit_say (plain, low, decimals, NULL));
      tn_message_take (text, "high", tn_unit_say (plain, high, decimals, NULL));
    }

  return text;
}

/* A panel over the share of customers taken from the top of the ranking. */
static TnPanel *
add_ranking_panel (TnChart *self, TnUnit unit, TnMessage *y_label, double from, double to)
{
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);

  tn_axis_set (&panel->x, TN_UNIT_SHARE,
               tn_message_new (N_ ("share of customers taken from the top of the ranking")), 0, 1);
  tn_axis_set (&panel->y, unit, y_label, from, to);
  panel->y.grid = TRUE;

  return panel;
}

/* What a ranking with all leavers at its top would reach. */
static TnMark *
add_ideal (TnPanel *panel, double base_rate, double start, double reached)
{
  double x[3] = { 0, base_rate, 1 }, y[3] = { start, reached, 1 };
  TnMark *mark = tn_panel_add_mark (panel, TN_MARK_LINE, 0, 3, x, y, NULL, NULL);

  mark->tone = TN_TONE_WASH;
  mark->label = tn_message_new (N_ ("no ranking can do better"));

  return mark;
}

/* The curves of a ranking; at @mark_at, unless it is NaN, the first one's value is said. */
static void
add_rankings (TnChart *self, TnPanel *panel, gsize n_traces, const TnTrace *traces, double mark_at)
{
  if (n_traces > 0 && isfinite (mark_at))
    add_point_spoken_of (panel, &traces[0], mark_at,
                         say_point (&traces[0], mark_at, panel->y.unit, TRUE),
                         say_point (&traces[0], mark_at, panel->y.unit, FALSE));
  add_traces (self, panel, n_traces, traces, FALSE);
}

/**
 * tn_chart_lift:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @n_traces: how many curves
 * @traces: (array length=n_traces): x share of customers taken from the top, y how many
 *   times more leavers are among them than among all
 * @base_rate: share of leavers among all; no ranking exceeds 1 / @base_rate
 * @mark_at: the share spoken of, said at the first curve; or NaN
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_lift (TnMessage *title,
               TnMessage *subtitle,
               gsize n_traces,
               const TnTrace *traces,
               double base_rate,
               double mark_at)
{
  TnChart *self = tn_chart_new ("lift", title, subtitle);
  TnPanel *panel = add_ranking_panel (
      self, TN_UNIT_TIMES, tn_message_new (N_ ("leavers found compared with drawing by lot")), NAN,
      NAN);
  double best = 1 / base_rate, most = 0, least = 1;

  panel->y.decimals = 2;
  add_reference (panel, 0, 1, 1, 1, tn_message_new (N_ ("by lot: 1×")));
  for (gsize c = 0; c < n_traces; c++)
    for (gsize i = 0; i < traces[c].n; i++)
      {
        most = MAX (most, isfinite (traces[c].y[i]) ? traces[c].y[i] : 0);
        least = MIN (least, isfinite (traces[c].y[i]) ? traces[c].y[i] : 1);
      }
  /* Some room under the line of drawing by lot, so that it is not taken for the axis. */
  panel->y.from = MAX (0, floor (least * 5 - 1e-9) / 5);
  /* The limit is drawn where it is near; far above it would only flatten the curves. */
  if (isfinite (best) && best > 1 && best < 1.6 * most)
    add_ideal (panel, base_rate, best, best);
  add_rankings (self, panel, n_traces, traces, mark_at);

  return self;
}

/**
 * tn_chart_gains:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @n_traces: how many curves
 * @traces: (array length=n_traces): x share of customers taken from the top, y share of
 *   all leavers that are among them
 * @base_rate: share of leavers among all: a perfect ranking has found all of them there
 * @mark_at: the share spoken of, said at the first curve; or NaN
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_gains (TnMessage *title,
                TnMessage *subtitle,
                gsize n_traces,
                const TnTrace *traces,
                double base_rate,
                double mark_at)
{
  TnChart *self = tn_chart_new ("gains", title, subtitle);
  TnPanel *panel =
      add_ranking_panel (self, TN_UNIT_SHARE, tn_message_new (N_ ("share of leavers found")), 0, 1);

  add_reference (panel, 0, 0, 1, 1, tn_message_new (N_ ("by lot")));
  if (base_rate > 0 && base_rate < 1)
    add_ideal (panel, base_rate, 0, 1)->place = TN_PLACE_LEGEND;
  add_rankings (self, panel, n_traces, traces, mark_at);

  return self;
}

/**
 * tn_chart_learning:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @y_label: (transfer full): the loss
 * @n: number of rounds
 * @round: (array length=n): their numbers
 * @train: (array length=n) (nullable): loss on the rows learned from
 * @validation: (array length=n) (nullable): loss on the rows kept for checking
 * @best: index of the round that is kept, or -1
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_learning (TnMessage *title,
                   TnMessage *subtitle,
                   TnMessage *y_label,
                   gsize n,
                   const double *round,
                   const double *train,
                   const double *validation,
                   gssize best)
{
  TnChart *self = tn_chart_new ("learning", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);
  TnTrace traces[2];
  gsize n_traces = 0;

  tn_axis_set (&panel->x, TN_UNIT_COUNT, tn_message_new (N_ ("round")), NAN, NAN);
  tn_axis_set (&panel->y, TN_UNIT_NUMBER, y_label, NAN, NAN);
  panel->y.grid = TRUE;
  panel->y.decimals = 3;
  if (validation != NULL)
    traces[n_traces++] = (TnTrace){ .name = tn_message_new (N_ ("customers kept for checking")),
                                    .series = 1,
                                    .n = n,
                                    .x = round,
                                    .y = validation };
  if (train != NULL)
    traces[n_traces++] = (TnTrace){ .name = tn_message_new (N_ ("customers learned from")),
                                    .series = 0,
                                    .n = n,
                                    .x = round,
                                    .y = train };
  if (best >= 0 && (gsize) best < n && validation != NULL && isfinite (validation[best]))
    {
      TnMark *point;

      tn_panel_add_rule (panel, 2, round[best], NAN,
                         tn_message_count (tn_message_new (N_ ("round {round} is kept")), "round",
                                           (gint64) round[best]));
      add_traces (self, panel, n_traces, traces, FALSE);
      point = tn_panel_add_mark (panel, TN_MARK_POINT, 1, 1, &round[best], &validation[best], NULL,
                                 NULL);
      point->tone = TN_TONE_OUTLINE;
      return self;
    }
  add_traces (self, panel, n_traces, traces, FALSE);

  return self;
}

/**
 * tn_chart_profit:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @currency: of y
 * @n_traces: how many curves
 * @traces: (array length=n_traces): x customers contacted, best first, y money
 * @chosen: how many are contacted, or NaN
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_profit (TnMessage *title,
                 TnMessage *subtitle,
                 const char *currency,
                 gsize n_traces,
                 const TnTrace *traces,
                 double chosen)
{
  TnChart *self = tn_chart_new ("profit", title, subtitle);
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, 1, 1);

  tn_axis_set (&panel->x, TN_UNIT_COUNT, tn_message_new (N_ ("customers contacted, best first")),
               NAN, NAN);
  tn_axis_set_money (&panel->y, currency, tn_message_new (N_ ("expected gain")));
  panel->y.grid = TRUE;
  panel->tight = FALSE;
  tn_panel_add_rule (panel, 0, NAN, 0, NULL)->dashed = FALSE;
  if (isfinite (chosen))
    tn_panel_add_rule (
        panel, 2, chosen, NAN,
        tn_message_count (tn_message_new (N_ ("this list: {n}")), "n", (gint64) chosen));
  if (n_traces > 0 && isfinite (chosen))
    {
      double y = height_at (&traces[0], traces[0].y, chosen);

      if (isfinite (y))
        tn_panel_add_mark (panel, TN_MARK_POINT, traces[0].series, 1, &chosen, &y, NULL, NULL)
            ->tone = TN_TONE_STRONG;
    }
  add_traces (self, panel, n_traces, traces, FALSE);

  return self;
}
