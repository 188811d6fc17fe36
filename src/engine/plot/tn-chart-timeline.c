/* tn-chart-timeline.c: cut dates, what was learned before them and tested after
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <math.h>

#include "tn-chart-kinds.h"
#include "tn-chart-private.h"

/* Rows of the timeline, in parts of a row from its middle. */
#define HISTORY_TOP    0.08
#define HISTORY_BOTTOM 0.28
#define POINTS_AT      0.18
#define OUTCOMES_AT    (-0.14)
#define WINDOW_TOP     (-0.27)
#define WINDOW_BOTTOM  0.27

static TnMark *
add_window (TnPanel *panel,
            guint series,
            TnTone tone,
            double from,
            double to,
            double top,
            double bottom)
{
  TnMark *mark = tn_panel_add_mark (panel, TN_MARK_RECT, series, 1, &from, &top, &to, &bottom);

  mark->tone = tone;

  return mark;
}

static void
add_training (TnPanel *panel, const TnRehearsal *rehearsal, double row)
{
  double cut = (double) rehearsal->cut, at = row + OUTCOMES_AT, first = INFINITY;
  double ends[2] = { cut, cut }, tick[2] = { at - 0.07, at + 0.07 };
  TnMark *mark;

  for (gsize i = 0; i < rehearsal->n_training; i++)
    {
      double x = (double) rehearsal->training_cuts[i], y = row + POINTS_AT;

      first = MIN (first, x);
      mark = tn_panel_add_mark (panel, TN_MARK_POINT, 0, 1, &x, &y, NULL, NULL);
      mark->tone = TN_TONE_OUTLINE;
    }
  if (!isfinite (first))
    return;
  mark = tn_panel_add_mark (panel, TN_MARK_WHISKER, 0, 1, &first, &at, &cut, NULL);
  mark->tone = TN_TONE_STRONG;
  mark = tn_panel_add_mark (panel, TN_MARK_WHISKER, 0, 1, ends, tick, NULL, tick + 1);
  mark->tone = TN_TONE_STRONG;
}

static void
add_rehearsal (TnChart *self, TnPanel *panel, const TnRehearsal *rehearsal, gsize i)
{
  double row = (double) i, cut = (double) rehearsal->cut;
  double from = (double) rehearsal->history_from, to = (double) rehearsal->outcome_to;
  double top = row + WINDOW_TOP - 0.08, bottom = row + WINDOW_BOTTOM + 0.08;
  gboolean known = isfinite (rehearsal->share);
  TnMessage *date = tn_message_date (tn_message_new ("{date}"), "date", rehearsal->cut);
  TnMark *window;
  TnMessage *cells[5] = {
    tn_message_ref (rehearsal->name), tn_message_ref (date),
    tn_message_date (tn_message_new ("{date}"), "date", rehearsal->outcome_to),
    known ? tn_unit_say (TN_UNIT_SHARE, rehearsal->share, 0, NULL) : NULL,
    isfinite (rehearsal->value) ? tn_unit_say (TN_UNIT_NUMBER, rehearsal->value, 3, NULL) : NULL
  };
  TnMessage *fact =
      tn_message_new (known ? N_ ("{name}: cut {cut}, outcome until {end}, {share} left.")
                            : N_ ("{name}: cut {cut}, outcome until {end} not known yet."));

  tn_chart_add_row (self, cells);
  tn_message_take (fact, "name", tn_message_ref (rehearsal->name));
  tn_message_date (fact, "cut", rehearsal->cut);
  tn_message_date (fact, "end", rehearsal->outcome_to);
  if (known)
    tn_message_percent (fact, "share", rehearsal->share, 0);
  tn_chart_add_fact (self, fact);

  tn_axis_add_category (&panel->y, rehearsal->name, date);
  add_window (panel, 0, TN_TONE_WASH, from, cut, row + HISTORY_TOP, row + HISTORY_BOTTOM);
  window = add_window (panel, known ? 1 : 2, known ? TN_TONE_STRONG : TN_TONE_OUTLINE, cut, to,
                       row + WINDOW_TOP, row + WINDOW_BOTTOM);
  window->place = TN_PLACE_MIDDLE;
  tn_mark_add_text (window,
                    known ? tn_message_percent (tn_message_new (N_ ("{share} left")), "share",
                                                rehearsal->share, 0)
                          : tn_message_new_literal ("?"),
                    NULL);
  add_training (panel, rehearsal, row);
  tn_panel_add_mark (panel, TN_MARK_WHISKER, 2, 1, &cut, &top, NULL, &bottom)->tone =
      TN_TONE_STRONG;
}

/* Samples for the key: marks outside the axis are named below and drawn nowhere else. */
static void
add_key (TnPanel *panel)
{
  double nowhere = NAN, zero = NAN;
  TnMark *mark;

  mark = tn_panel_add_mark (panel, TN_MARK_RULE, 2, 1, &nowhere, NULL, NULL, NULL);
  mark->label = tn_message_new (N_ ("cut date"));
  mark->place = TN_PLACE_LEGEND;
  mark = tn_panel_add_mark (panel, TN_MARK_RECT, 0, 1, &nowhere, &zero, &nowhere, &zero);
  mark->tone = TN_TONE_WASH;
  mark->label = tn_message_new (N_ ("history the model may read"));
  mark->place = TN_PLACE_LEGEND;
  mark = tn_panel_add_mark (panel, TN_MARK_POINT, 0, 1, &nowhere, &zero, NULL, NULL);
  mark->tone = TN_TONE_OUTLINE;
  mark->label = tn_message_new (N_ ("training cuts"));
  mark->place = TN_PLACE_LEGEND;
  mark = tn_panel_add_mark (panel, TN_MARK_WHISKER, 0, 1, &nowhere, &zero, &nowhere, NULL);
  mark->tone = TN_TONE_STRONG;
  mark->label = tn_message_new (N_ ("their known outcomes"));
  mark->place = TN_PLACE_LEGEND;
  mark = tn_panel_add_mark (panel, TN_MARK_RECT, 1, 1, &nowhere, &zero, &nowhere, &zero);
  mark->label = tn_message_new (N_ ("outcome, opened only to check"));
  mark->place = TN_PLACE_LEGEND;
}

static void
add_months (TnChart *self, const TnTimeline *data, double from, double to)
{
  TnPanel *panel = tn_chart_add_panel (self, 0, 0, -4.6, 2.6);
  gint64 end = data->data_end;

  tn_axis_set (&panel->x, TN_UNIT_DATE, NULL, from, to);
  tn_axis_set (&panel->y, TN_UNIT_COUNT, tn_message_new (N_ ("orders a month")), 0, NAN);
  panel->y.quiet = TRUE;
  for (gsize i = 0; i < data->n_months; i++)
    {
      double x = (double) data->month_starts[i], zero = 0;
      double x2 = i + 1 < data->n_months ? (double) data->month_starts[i + 1] : (double) end;
      double air = (to - from) * 0.0015;
      double left = x + air, right = MAX (x2 - air, left);
      TnMark *bar =
          tn_panel_add_mark (panel, TN_MARK_RECT, 0, 1, &left, &zero, &right, &data->orders[i]);

      bar->tone = TN_TONE_PALE;
    }
  if ((double) end < to)
    tn_panel_add_text (panel, 0, ((double) end + to) / 2, 0, TN_PLACE_ABOVE,
                       tn_message_new (N_ ("not yet known")));
}

static void
add_measure (TnPanel *panel, guint series, double row, double low, double value, double high)
{
  if (isfinite (low) && isfinite (high))
    tn_panel_add_mark (panel, TN_MARK_WHISKER, series, 1, &low, &row, &high, NULL);
  if (isfinite (value))
    tn_panel_add_mark (panel, TN_MARK_POINT, series, 1, &value, &row, NULL, NULL);
}

/* Right of the rows, what each rehearsal came to: the rule below the model. */
static void
add_measures (TnChart *self, const TnTimeline *data, guint row)
{
  TnPanel *panel = tn_chart_add_panel (self, row, 1, 1, 0.75);
  double nowhere = NAN, zero = NAN;

  panel->optional = TRUE;
  tn_axis_set (&panel->x, TN_UNIT_NUMBER, tn_message_ref (data->measure), NAN, NAN);
  panel->x.grid = TRUE;
  panel->y.quiet = TRUE;
  for (gsize i = 0; i < data->n; i++)
    {
      const TnRehearsal *rehearsal = &data->rehearsals[i];

      tn_axis_add_category (&panel->y, tn_message_ref (rehearsal->name), NULL);
      add_measure (panel, 1, (double) i - 0.12, rehearsal->low, rehearsal->value, rehearsal->high);
      add_measure (panel, 0, (double) i + 0.16, rehearsal->rule_low, rehearsal->rule_value,
                   rehearsal->rule_high);
    }
  for (guint series = 2; series-- > 0;)
    {
      TnMessage *name = series == 1 ? data->model_name : data->rule_name;
      TnMark *mark =
          tn_panel_add_mark (panel, TN_MARK_POINT, series, 1, &nowhere, &zero, NULL, NULL);

      mark->place = TN_PLACE_LEGEND;
      mark->label = name != NULL ? tn_message_ref (name) : NULL;
    }
}

static gboolean
has_measures (const TnTimeline *data)
{
  for (gsize i = 0; i < data->n; i++)
    if (isfinite (data->rehearsals[i].value))
      return data->measure != NULL;

  return FALSE;
}

static void
clear_names (const TnTimeline *data)
{
  TnMessage *names[] = { data->measure, data->rule_name, data->model_name };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i] != NULL)
      tn_message_unref (names[i]);
}

/**
 * tn_chart_timeline:
 * @title: (transfer full) (nullable): the finding
 * @subtitle: (transfer full) (nullable): what is shown
 * @data: rehearsals from top to bottom; times in microseconds since 1970
 *
 * What was known at each cut date, what was learned from and what was opened only to
 * check; the last row is usually the list itself, with an outcome nobody knows yet.
 *
 * Returns: (transfer full): the chart
 */
TnChart *
tn_chart_timeline (TnMessage *title, TnMessage *subtitle, const TnTimeline *data)
{
  TnChart *self = tn_chart_new ("timeline", title, subtitle);
  TnMessage *heads[5] = { tn_message_new (N_ ("Rehearsal")), tn_message_new (N_ ("Cut date")),
                          tn_message_new (N_ ("Outcome until")),
                          tn_message_new (N_ ("Share that left")),
                          data->measure != NULL ? tn_message_ref (data->measure)
                                                : tn_message_new (N_ ("Value")) };
  double from = INFINITY, to = -INFINITY;
  gboolean months = data->n_months > 0;
  TnPanel *panel;

  tn_chart_set_head (self, 5, heads);
  for (gsize i = 0; i < data->n; i++)
    {
      from = MIN (from, (double) data->rehearsals[i].history_from);
      to = MAX (to, (double) data->rehearsals[i].outcome_to);
    }
  if (!(from < to))
    {
      for (gsize i = 0; i < data->n; i++)
        tn_message_unref (data->rehearsals[i].name);
      tn_chart_set_empty (self, tn_message_new (N_ ("There is no cut date to show.")));
      clear_names (data);
      return self;
    }
  if (months)
    add_months (self, data, from, to);
  panel = tn_chart_add_panel (self, months ? 1 : 0, 0, 1, 2.6);
  tn_axis_set (&panel->x, TN_UNIT_DATE, NULL, from, to);
  panel->x.quiet = months;
  panel->x.on_top = TRUE;
  for (gsize i = 0; i < data->n; i++)
    add_rehearsal (self, panel, &data->rehearsals[i], i);
  if (data->n > 1 && !isfinite (data->rehearsals[data->n - 1].share))
    {
      TnMark *rule = tn_panel_add_rule (panel, 0, NAN, (double) data->n - 1.5, NULL);

      rule->tone = TN_TONE_WASH;
      rule->dashed = FALSE;
    }
  add_key (panel);
  if (has_measures (data))
    add_measures (self, data, months ? 1 : 0);
  clear_names (data);

  return self;
}
