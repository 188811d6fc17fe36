/* wb-result-charts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wb-result-charts.h"

#include <math.h>

#include "tn-chart-kinds.h"

#define MOST_TRACES 6

/* The curves of one kind: the list's model, the others, the rule. */
static gsize
read_traces (const WbResult *result, const char *id, TnTrace *traces, const TnJudgedModel **models)
{
  gsize n = 0;
  guint series = 3;

  for (guint i = tn_evaluation_get_n_models (result->evaluation); i-- > 0 && n < MOST_TRACES;)
    {
      const TnJudgedModel *model = tn_evaluation_get_model (result->evaluation, i);
      const TnCurve *curve = tn_judgement_find_curve (model->pooled, id);
      gsize at = n;

      if (curve == NULL || curve->n_points < 2 || (model->is_baseline && model != result->rule))
        continue;
      /* The first is the one a chart marks and speaks of. */
      if (model == result->best && n > 0)
        {
          traces[n] = traces[0];
          models[n] = models[0];
          at = 0;
        }
      n++;
      models[at] = model;
      traces[at] = (TnTrace){ .name = tn_message_ref (model->label),
                              .series = model == result->best ? 1
                                        : model->is_baseline  ? 0
                                                              : MIN (series++, 5),
                              .n = curve->n_points,
                              .x = curve->x,
                              .y = curve->y,
                              .low = model == result->best ? curve->low : NULL,
                              .high = model == result->best ? curve->high : NULL };
    }

  return n;
}

static TnPanel *
get_panel (TnChart *chart)
{
  return g_ptr_array_index (tn_chart_get_panels (chart), 0);
}

TnChart *
wb_result_chart_roc (const WbResult *result, double share)
{
  TnTrace traces[MOST_TRACES] = { 0 };
  const TnJudgedModel *models[MOST_TRACES];
  gsize n = read_traces (result, "roc", traces, models);
  TnChart *chart =
      tn_chart_roc (tn_message_new (N_ ("Found against false alarms")), NULL, n, traces);
  TnMessage *said;
  WbCounts counts;
  TnMark *mark;

  if (!wb_result_count (result->best, share, &counts))
    return chart;
  mark = tn_panel_add_mark (get_panel (chart), TN_MARK_POINT, 2, 1, &counts.false_alarms,
                            &counts.recall, NULL, NULL);
  mark->tone = TN_TONE_STRONG;
  said = tn_message_new (N_ ("{found} found, {alarms} false alarms"));
  tn_message_percent (said, "found", counts.recall, 0);
  tn_mark_add_text (mark, tn_message_percent (said, "alarms", counts.false_alarms, 0), NULL);

  return chart;
}

TnChart *
wb_result_chart_lift (const WbResult *result, double share)
{
  TnTrace traces[MOST_TRACES] = { 0 };
  const TnJudgedModel *models[MOST_TRACES];
  gsize n = read_traces (result, "lift", traces, models);

  return tn_chart_lift (tn_message_new (N_ ("Times better than by lot")), NULL, n, traces,
                        tn_judgement_value (result->best->pooled, "base_rate"), share);
}

TnChart *
wb_result_chart_gains (const WbResult *result, double share)
{
  TnTrace traces[MOST_TRACES] = { 0 };
  const TnJudgedModel *models[MOST_TRACES];
  gsize n = read_traces (result, "gains", traces, models);

  return tn_chart_gains (tn_message_new (N_ ("How many leavers are reached")), NULL, n, traces,
                         tn_judgement_value (result->best->pooled, "base_rate"), share);
}

/* Money over customers contacted, from the share of leavers found and what each is worth. */
static void
earn_along (TnTrace *trace, const TnJudgedModel *model, const WbMoney *money, double *values)
{
  gsize n = 0;

  for (gsize i = 0; i < trace->n; i++)
    {
      WbCounts counts;
      WbEarnings earnings;

      if (!wb_result_count (model, trace->x[i], &counts) ||
          !wb_result_earn (model, trace->x[i], money, &earnings))
        continue;
      values[n] = counts.contacted;
      values[trace->n + n] = earnings.profit;
      values[2 * trace->n + n] = earnings.low;
      values[3 * trace->n + n] = earnings.high;
      n++;
    }
  trace->x = values;
  trace->y = values + trace->n;
  trace->low = trace->low != NULL ? values + 2 * trace->n : NULL;
  trace->high = trace->high != NULL ? values + 3 * trace->n : NULL;
  trace->n = n;
}

static void
mark_choice (TnChart *chart, const WbResult *result, double share, const WbMoney *money)
{
  TnPanel *panel = get_panel (chart);
  TnMessage *said;
  WbCounts counts;
  WbEarnings earnings;
  TnMark *mark;

  if (!wb_result_count (result->best, share, &counts) ||
      !wb_result_earn (result->best, share, money, &earnings))
    return;
  said = tn_message_new (N_ ("{n} contacted: {money}"));
  tn_message_count (said, "n", llround (counts.contacted));
  tn_message_money (said, "money", earnings.profit, result->currency, 3);
  mark = tn_panel_add_mark (panel, TN_MARK_POINT, 2, 1, &counts.contacted, &earnings.profit, NULL,
                            NULL);
  mark->tone = TN_TONE_STRONG;
  tn_mark_add_text (mark, said, NULL);
}

/**
 * wb_result_chart_profit:
 * @money: of the run, or as a person tries it
 *
 * Returns: (transfer full) (nullable): the chart; %NULL while nothing is known of money
 */
TnChart *
wb_result_chart_profit (const WbResult *result, double share, const WbMoney *money)
{
  TnTrace traces[MOST_TRACES] = { 0 };
  const TnJudgedModel *models[MOST_TRACES];
  double *values[MOST_TRACES] = { NULL };
  gsize n;
  TnChart *chart;

  if (!(money->gain > 0))
    return NULL;
  n = read_traces (result, "gains", traces, models);
  for (gsize i = 0; i < n; i++)
    {
      values[i] = g_new (double, 4 * traces[i].n);
      earn_along (&traces[i], models[i], money, values[i]);
    }
  chart = tn_chart_profit (
      tn_message_new (N_ ("What contacting earns")),
      money->is_stated ? NULL : tn_message_new (N_ ("At most: if every leaver found came back")),
      result->currency, n, traces, NAN);
  for (gsize i = 0; i < n; i++)
    g_free (values[i]);
  mark_choice (chart, result, share, money);

  return chart;
}

TnChart *
wb_result_chart_calibration (const WbResult *result)
{
  const TnCurve *bins = tn_judgement_find_curve (result->best->pooled, "reliability");

  if (bins == NULL)
    return NULL;

  return tn_chart_calibration (tn_message_new (N_ ("Is 60% really 60%?")), NULL, bins->n_points,
                               bins->x, bins->y, bins->low, bins->high, 0, NULL);
}

/* How the error went down, of a learner that learns in rounds. */
TnChart *
wb_result_chart_learning (const WbResult *result)
{
  const TnLearning *learning = result->learning;

  if (learning == NULL)
    return NULL;

  return tn_chart_learning (tn_message_new (N_ ("How it learned")),
                            tn_message_new (N_ ("Error of the forecast; lower is better")),
                            tn_message_new (N_ ("Error")), learning->n, learning->round,
                            learning->train, learning->validate, (gssize) learning->best);
}
